"""A funder in Kent, from `lod init --lang en` to its pages: not a Swedish word."""

import hashlib
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from packed import unpacked
from servers import Server, serving
from swedish import swedish_in, swedish_texts

from lod.cli.commands import main
from lod.serving.app.problems import problem_types

ROOT = Path(__file__).parents[2]
BASE = "https://grants.kent.example/"
NAMES = ("name", "identifier", "sameAs", "containedInPlace", "inLanguage")
SWEDISH = re.compile(r"[åäö]|kommun|samverkan|foretag|tillvaxt|diarie|^# sv:", re.I | re.M)
SCHEMA = {name: f"<https://schema.org/{name}>" for name in NAMES}
PAGE = """\
Growing together

Rural Growth Fund

The Rural Growth Fund is closed. Some projects that it has funded are still running.

Current projects

The fund supports these projects:

Orchard Roads

Project lead: Kent County Council Dates: 2012-03 — 2014-10

The project mends roads between orchards with the help of Hop Growers Ltd.

Harbour Lights

Project lead: Medway Council Dates: 2012-06 — 2013-06

The project lights the harbour.

Mill Wheels

Dates: 20112-01 — 2014-06

The project mends wheels.

Hedges and Ditches

Project lead: Kent Wildlife Group Dates: soon

Last updated
15 October 2013 13:46

What farmers expect of the fund

Farmers are on the whole content.

Read more and download the report What farmers expect of the fund
"""
SIDECAR = """\
title = "Rural Growth Fund"
publisher = "rural-agency"
language = "en"
media_type = "text/plain"
sha256 = "{sha256}"
[labels]
owner = "Project lead"
period = "Dates"
changed = "Last updated"
closed = "is closed"
report = "download the report"
partners = ["Hop Growers Ltd"]
[labels.sections]
"Current projects" = "ongoing"
"""
CURATED = f"""
@prefix org: <http://www.w3.org/ns/org#> .
@prefix orgtype: <{BASE}def/organization-type/> .
@prefix schema: <https://schema.org/> .
@base <{BASE}> .
<id/organization/kent-county-council> org:classification orgtype:region ;
    schema:areaServed <id/area/GB-KEN> .
<id/organization/medway-council> org:classification orgtype:municipality ;
    schema:areaServed <id/area/GB-MDW> ; schema:sameAs <http://www.wikidata.org/entity/Q21672480> .
<id/organization/kent-wildlife-group> org:classification orgtype:company ;
    schema:areaServed <id/area/UKJ4> .
"""
COUNTIES = "GB-KEN,Kent,Kent,Q23298,\nUKJ4,Kent and the marshes,Kent,,\n"
TOWNS = "GB-MDW,Medway,Medway,,GB-KEN,Q911281\n"
PUBLISHER = """
key = "rural-agency"
name = "Rural Agency"
identifier = "GB-COH-01234567"
type = "government-agency"
"""


def lod(*arguments: object) -> str:
    done = CliRunner().invoke(main, list(map(str, arguments)))
    assert done.exit_code == 0, done.output
    return done.output


def fill(site: Path) -> Path:
    """Give a new English publication its funder, a page, areas and what is known of owners."""
    settings = (site / "lod.toml").read_text()
    settings = settings.replace("sources = []", 'sources = ["page"]')
    (site / "lod.toml").write_text(settings.partition("[publisher]")[0] + f"[publisher]{PUBLISHER}")
    sha256 = hashlib.sha256(PAGE.encode()).hexdigest()
    (site / "data/sources/page.txt").write_text(PAGE)
    (site / "data/sources/page.toml").write_text(SIDECAR.format(sha256=sha256))
    (site / "data/curated/organizations.ttl").write_text(CURATED)
    for name, rows in (("counties", COUNTIES), ("municipalities", TOWNS)):
        with (site / f"data/reference/{name}.csv").open("a") as table:
            table.write(rows)
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("english") / "site"
    assert "Made. Next:" in lod("init", made, "--base", BASE, "--lang", "en")
    fill(made)
    lod("keys", "--site", made)
    lod("build", "--site", made)
    return made


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[Server]:
    with serving(site / "var") as found:
        yield found


def facts(site: Path) -> list[ox.Quad]:
    return list(ox.parse(unpacked(site / "var/current/data.nq"), format=ox.RdfFormat.N_QUADS))


def in_swedish(literals: Iterator[object]) -> list[str]:
    return [
        o.value for o in literals if isinstance(o, ox.Literal) and (o.language or "")[:2] == "sv"
    ]


def test_a_new_publication_is_in_the_languages_that_are_asked_for(tmp_path: Path) -> None:
    lod("init", tmp_path / "new", "--base", BASE, "--lang", "cy", "--lang", "en")
    settings = tomllib.loads((tmp_path / "new/lod.toml").read_text())
    assert settings["languages"] == ["cy", "en"]
    assert settings["title"].keys() == settings["description"].keys() == {"cy", "en"}
    assert "Conforms. 0 errors" in lod("check", "--site", tmp_path / "new", "--lang", "en")


def test_what_init_writes_says_nothing_in_swedish_but_what_is_marked_so(tmp_path: Path) -> None:
    lod("init", tmp_path / "new", "--base", BASE, "--lang", "en")
    files = [f for f in (tmp_path / "new").rglob("*") if f.is_file()]
    assert len(files) > 20
    for file in files:
        unmarked = re.sub(r'"(?:[^"\\]|\\.)*"@sv', "", file.read_text())
        assert not SWEDISH.search(unmarked), file
        if file.parent.name in ("queries", "curated"):
            assert unmarked == file.read_text(), file
    for name in ("counties", "municipalities"):
        assert (tmp_path / f"new/data/reference/{name}.csv").read_text().count("\n") == 1


def test_it_conforms_and_its_report_is_english_where_nothing_else_is_asked(site: Path) -> None:
    told = lod("check", "--site", site, "--lang", "en")
    assert "Conforms. 0 errors" in told
    assert "nobody has decided: The start month has a five-digit year" in told
    assert "lists the project under the heading Current projects" in told
    assert "ingen har avgjort" not in told


def test_no_statement_is_in_swedish_but_the_messages_of_shapes(site: Path) -> None:
    quads = facts(site)
    assert len(quads) > 500
    assert in_swedish(quad.object for quad in quads) == []
    shapes = list(ox.parse(path=site / "var/current/shapes.nt", format=ox.RdfFormat.N_TRIPLES))
    messages = [t.object for t in shapes if t.predicate.value.endswith("#message")]
    assert len(in_swedish(iter(messages))) > 50
    others = (t.object for t in shapes if not t.predicate.value.endswith("#message"))
    assert in_swedish(others) == []


def test_the_publication_is_what_its_files_say(site: Path) -> None:
    shown = {
        tuple(part.replace(f"<{BASE}", "<") for part in map(str, quad.triple))
        for quad in facts(site)
    }
    assert {
        ("<id/organization/rural-agency>", SCHEMA["name"], '"Rural Agency"@en'),
        ("<id/organization/rural-agency>", SCHEMA["identifier"], '"GB-COH-01234567"'),
        ("<id/area/GB-KEN>", "<def/isoCode>", '"GB-KEN"'),
        ("<id/area/GB-KEN>", SCHEMA["name"], '"Kent"@en'),
        ("<id/area/GB-KEN>", SCHEMA["sameAs"], "<http://www.wikidata.org/entity/Q23298>"),
        ("<id/area/GB-MDW>", SCHEMA["containedInPlace"], "<id/area/GB-KEN>"),
        ("<id/area/UKJ4>", "<def/nutsCode>", '"UKJ4"'),
        ("<id/area/UKJ4>", SCHEMA["sameAs"], "<http://data.europa.eu/nuts/code/UKJ4>"),
        ("<id/organization/kent-county-council>", "<def/county>", "<id/area/GB-KEN>"),
        ("<id/organization/medway-council>", "<def/county>", "<id/area/GB-KEN>"),
        ("<id/organization/medway-council>", "<def/municipality>", "<id/area/GB-MDW>"),
        ("<id/organization/kent-wildlife-group>", "<def/county>", "<id/area/UKJ4>"),
        ("<id/project/harbour-lights>", "<def/status>", "<def/stage/ongoing>"),
        ("<catalog>", SCHEMA["inLanguage"], '"en"'),
    } <= shown
    assert {value.rpartition("@")[2] for _, p, value in shown if p == SCHEMA["name"]} == {"en"}


@pytest.mark.parametrize(
    ("question", "edit", "rows"),
    [
        ("projects-by-county", None, [",,1", "GB-KEN,Kent,2", "UKJ4,Kent and the marshes,1"]),
        ("projects-by-municipality", None, [",,3", "GB-MDW,Medway,1"]),
        (
            "projects-in-a-county",
            ('"24"', '"GB-KEN"'),
            [
                "id/project/harbour-lights,Harbour Lights,Medway Council",
                "id/project/orchard-roads,Orchard Roads,Kent County Council",
            ],
        ),
        (
            "projects-in-a-municipality",
            ('"2284"', '"GB-MDW"'),
            ["id/project/harbour-lights,Harbour Lights,Medway Council"],
        ),
    ],
)
def test_questions_by_area_know_the_areas_of_other_countries(
    site: Path, tmp_path: Path, question: str, edit: tuple[str, str] | None, rows: list[str]
) -> None:
    text = (site / f"queries/{question}.rq").read_text()
    if edit:
        assert edit[0] in text
    (tmp_path / "asked.rq").write_text(text.replace(*edit) if edit else text)
    told = lod("query", tmp_path / "asked.rq", "--site", site, "--format", "csv")
    assert [row.replace(BASE, "") for row in told.splitlines()[1:]] == rows


def paths(site: Path) -> list[str]:
    """Every address under the base that the data or the shapes name, and some besides."""
    current = site / "var/current"
    text = unpacked(current / "data.nq").decode() + (current / "shapes.nt").read_text("utf-8")
    found = {iri.partition("#")[0] for iri in re.findall(rf"<{re.escape(BASE)}([^>]*)>", text)}
    problems = {f"problems/{slug}" for slug in problem_types()}
    return sorted(found | problems | {"", "sparql", "nowhere", "set/projects"})


def test_no_page_and_no_document_has_a_swedish_word(site: Path, server: Server) -> None:
    seen = 0
    assert {"projekt", "kommun", "webbplatsen", "ladda ner"} <= swedish_texts()
    for path in paths(site):
        for accept in ("text/html", "application/ld+json", "text/turtle"):
            reply = server.get(f"/{path}", accept, Accept_Language="sv")
            if reply.status == 303:
                place = urljoin(f"/{path}", reply.headers["location"])
                reply = server.get(place, accept, Accept_Language="sv")
            seen += reply.status == 200
            assert reply.status == (404 if path == "nowhere" else 200), path
            body = reply.body.decode()
            if path.startswith("spec/") and accept != "text/html":
                assert "@sv" in body or '"sv"' in body, "the messages of shapes are in both"
                continue
            assert not re.search('"sv"|@sv', body), path
            assert "sv" not in reply.headers.get("content-language", "").split(", "), path
            if accept == "text/html":
                assert swedish_in(body) == set(), path
    assert seen > 300


@pytest.mark.parametrize("language", ["sv", "en", "sv, en;q=0.5", "fi"])
def test_the_query_page_is_english_whatever_the_reader_speaks(
    server: Server, language: str
) -> None:
    page = server.get("/sparql", "text/html", Accept_Language=language).body.decode()
    assert '<html lang="en">' in page
    assert "Run the query" in page


def test_the_sidecar_of_a_page_that_is_brought_in_shows_english_words(tmp_path: Path) -> None:
    site, page = tmp_path / "new", tmp_path / "fund.html"
    lod("init", site, "--base", BASE, "--lang", "en")
    page.write_text("<h1>Rural Growth Fund</h1>")
    lod("import", page, "--site", site)
    sidecar = (site / "data/sources/fund.toml").read_text()
    assert not SWEDISH.search(sidecar)
    assert '# "Contact person" = "contact"' in sidecar
    assert '# "Ongoing projects" = "ongoing"' in sidecar
    assert '# as in "en"' in sidecar


@pytest.mark.parametrize(
    ("tag", "instead"), [("pt-BR", "pt"), ("zh-Hant", "zh"), ("EN", "en"), ("English", "en")]
)
def test_a_tag_that_is_more_than_a_language_is_refused_with_what_to_write(
    tmp_path: Path, tag: str, instead: str
) -> None:
    arguments = ["init", str(tmp_path / "new"), "--base", BASE, "--lang", tag]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert f"can't be a language of the publication: {tag}" in done.output
    assert "without region or script (BCP 47)" in done.output
    assert f"--lang {instead}\n" in done.output
    assert not (tmp_path / "new").exists()


def test_a_page_in_a_language_with_a_region_is_refused_at_its_line(
    site: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(site, tmp_path / "copy"))
    for name in ("data/sources/page.toml", "data/reference/registers.toml"):
        file = copy / name
        before = file.read_text()
        register = '[a]\ntitle = "A"\nlanguage = "en"\naddress = "https://x.example/"\n'
        after = before if "language" in before else before + register
        file.write_text(after.replace('language = "en"', 'language = "en-GB"'))
        done = CliRunner().invoke(main, ["check", "--site", str(copy), "--lang", "en"])
        assert done.exit_code == 3
        assert "without region or script (BCP 47)" in done.output
        assert 'language = "en"' in done.output
        file.write_text(before)


def test_a_title_in_a_language_that_the_publication_lacks_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "new"
    lod("init", site, "--base", BASE, "--lang", "en")
    settings = (site / "lod.toml").read_text()
    (site / "lod.toml").write_text(settings.replace("[title]", '[title]\nsv = "Projekt"'))
    done = CliRunner().invoke(main, ["check", "--site", str(site), "--lang", "en"])
    assert done.exit_code == 3
    assert "there is no setting title.sv" in done.output


def test_the_tables_shipped_to_sweden_have_the_same_columns(site: Path) -> None:
    for name in ("counties", "municipalities"):
        first = {
            (r / f"data/reference/{name}.csv").read_text().split("\n")[0] for r in (ROOT, site)
        }
        assert len(first) == 1
