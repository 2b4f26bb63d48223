"""What led stewards astray is said as what it is: from the command line, in both languages."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from editing import NAME, change
from packed import unpacked

from lod.cli.commands import main

ROOT = Path(__file__).parents[2]
CURATED = "data/curated/organizations.ttl"
SIDECAR = f"data/sources/{NAME}.toml"
PAGE = f"data/sources/{NAME}.txt"
CONFLICT = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> branch\n"
BOTH = pytest.mark.parametrize("lang", ["sv", "en"])
Damage = Callable[[Path], None]


def run(*arguments: str, site: Path, lang: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--site", str(site), "--lang", lang])


def said(site: Path, lang: str, code: int) -> str:
    """What a check says, in one line: files as they are named in the publication."""
    done = run("check", site=site, lang=lang)
    assert done.exit_code == code, done.output
    return done.output.replace(f"{site}/", "")


def replaced(file: str, old: str, new: str) -> Damage:
    def damage(site: Path) -> None:
        text = (site / file).read_text("utf-8")
        assert old in text
        (site / file).write_text(text.replace(old, new), "utf-8")

    return damage


def added(file: str, text: str) -> Damage:
    def damage(site: Path) -> None:
        with (site / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return damage


def query(site: Path) -> None:
    (site / "queries").mkdir(exist_ok=True)
    text = "PREFIX schema: <http://schema.org/>\nSELECT * { ?s schema:name ?o }\n"
    (site / "queries/names.rq").write_text(text, "utf-8")


@BOTH
@pytest.mark.parametrize(
    ("damage", "place", "meant"),
    [
        (
            replaced(CURATED, "<https://schema.org/>", "<http://schema.org/>"),
            f"{CURATED}:8:18:",
            "https://schema.org/",
        ),
        (
            replaced(CURATED, "http://www.w3.org/ns/org#", "http://www.w3.org/ns/org/"),
            f"{CURATED}:10:15:",
            "http://www.w3.org/ns/org#",
        ),
        (
            replaced(
                "shapes/report.ttl", "http://www.w3.org/ns/shacl#", "https://www.w3.org/ns/shacl#"
            ),
            "shapes/report.ttl:",
            "http://www.w3.org/ns/shacl#",
        ),
        (
            replaced(CURATED, "schema:identifier", "<http://www.schema.org/identifier>"),
            f"{CURATED}:23:6:",
            "https://schema.org/identifier",
        ),
        (
            replaced("lod.toml", "http://www.wikidata.org", "https://www.wikidata.org"),
            "lod.toml:20:13:",
            "http://www.wikidata.org/entity/Q3370919",
        ),
        (
            query,
            "queries/names.rq:1:17:",
            "https://schema.org/",
        ),
    ],
    ids=["http", "slash", "shapes", "term", "toml", "query"],
)
def test_an_almost_right_address_is_told_where_it_stands(
    site: Path, lang: str, damage: Damage, place: str, meant: str
) -> None:
    damage(site)
    told = said(site, lang, 3)
    words = {"sv": "adressen är nästan den rätta", "en": "this address is almost the right one"}
    assert place in told
    assert words[lang] in told
    assert {"sv": f"skriv {meant}", "en": f"write {meant}"}[lang] in told
    assert PAGE not in told


@BOTH
@pytest.mark.parametrize(
    "file",
    [CURATED, "shapes/report.ttl", "ontology/stage.ttl", "lod.toml", SIDECAR, PAGE,
     "data/keys.csv", "data/reference/counties.csv", "data/reference/registers.toml"],
)  # fmt: skip
def test_a_conflict_of_git_is_said_as_what_it_is(site: Path, lang: str, file: str) -> None:
    line = (site / file).read_text("utf-8").count("\n") + 1
    added(file, ("" if (site / file).read_bytes().endswith(b"\n") else "\n") + CONFLICT)(site)
    told = said(site, lang, 3)
    found = re.findall(r"(?m)^(?:\S+?):(\d+):.*(?:konflikt|conflict)", told)
    assert len(found) == 1
    assert int(found[0]) in (line, line + 1)
    assert "<<<<<<<, =======" in told


@BOTH
def test_the_last_line_left_of_a_conflict_is_known(site: Path, lang: str) -> None:
    added(CURATED, "=======\n")(site)
    assert {"sv": "konfliktmarkering", "en": "conflict marker"}[lang] in said(site, lang, 3)


@BOTH
@pytest.mark.parametrize("sign", ["\xa0", "\u202f", "\u200b", "\xad", "\ufeff"])
@pytest.mark.parametrize(
    ("file", "old", "place"),
    [
        (CURATED, "@prefix schema", f"{CURATED}:8:8:"),
        (CURATED, "    schema:areaServed <", f"{CURATED}:19:22:"),
        ("lod.toml", "dataset = ", "lod.toml:3:10:"),
        (SIDECAR, "owner = ", f"{SIDECAR}:11:8:"),
        ("data/keys.csv", "kind, key", "data/keys.csv:1:6:"),
    ],
)
def test_a_sign_that_is_not_seen_is_named_with_its_column(
    site: Path, lang: str, sign: str, file: str, old: str, place: str
) -> None:
    head, _, tail = old.rpartition(" ")
    replaced(file, old.replace(", ", ","), f"{head}{sign}{tail}")(site)
    if sign == "\ufeff" and "areaServed" in old:  # pyoxigraph takes it as a letter of the name
        place = f"{CURATED}:19:"
    told = said(site, lang, 3)
    assert place in told
    assert f"(U+{ord(sign):04X})" in told
    assert {"sv": "är inte deklarerat", "en": "is not declared"}[lang] not in told


@BOTH
def test_a_sign_that_is_not_seen_in_an_address_is_named(site: Path, lang: str) -> None:
    replaced(CURATED, "<id/area/24>", "<id/area/24\xa0>")(site)
    told = said(site, lang, 3)
    assert f"{CURATED}:19:23:" in told
    assert "(U+00A0)" in told


@BOTH
@pytest.mark.parametrize("marks", ["“”", "””", "„“", "«»", "‘’"])
@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("lod.toml", "lokalt-och-regionalt-tillvaxtarbete", "lod.toml:3:11:"),
        (SIDECAR, "Projektägare", f"{SIDECAR}:11:9:"),
        (CURATED, "202100-2445", f"{CURATED}:23:23:"),
    ],
)
def test_curly_quotation_marks_are_named(
    site: Path, lang: str, marks: str, file: str, text: str, place: str
) -> None:
    replaced(file, f'"{text}"', f"{marks[0]}{text}{marks[1]}")(site)
    told = said(site, lang, 3)
    assert place in told
    words = {
        "sv": "citattecknen runt texten är typografiska",
        "en": "the quotes around text are curly ones",
    }
    assert words[lang] in told
    assert "““" not in told


@BOTH
def test_a_rule_does_not_read_as_the_opposite_of_its_finding(site: Path, lang: str) -> None:
    told = said(site, lang, 0)
    rules = re.findall(r"(?m)^ +(?:regel|rule): (.*) \(notice/", told)
    assert rules
    assert all(re.search(r"\b(?:bör|måste|should|must)\b", rule) for rule in rules)


@BOTH
def test_the_last_line_says_what_is_open(site: Path, lang: str) -> None:
    last = said(site, lang, 0).rstrip().splitlines()[-1]
    assert last == {
        "sv": "Följer reglerna. 0 fel, 4 varningar, 3 upplysningar. Kvar att göra: 2 avvikelser"
        " som ingen har avgjort, 1 datum som inte kunde läsas, 1 rad som inte publiceras.",
        "en": "Conforms. 0 errors, 4 warnings, 3 notes. Still open: 2 anomalies that nobody has"
        " decided, 1 date that could not be read, 1 line that isn't published.",
    }[lang]  # fmt: skip
    change(site, "Senast ändrad\n", "Ändrad av\n")
    replaced(SIDECAR, 'changed = "Senast ändrad"\n', "")(site)
    last = run("check", site=site, lang=lang).output.rstrip().splitlines()[-1]
    assert {"sv": "1 sida utan datum", "en": "1 page without a date"}[lang] in last


SWEDISH_ONLY_AMONG_PROGRAMMERS = re.compile(
    r"\b(?:formen|former|formens|ting|tinget|följefil|följefilen|skede|IRI|motor)\b|"
    r"XMLSchema#|\bspec/\S+(?! \()\b(?=[^()]*$)"
)


@pytest.mark.parametrize(
    "damage",
    [
        lambda site: None,
        lambda site: change(site, "Projekttid: 2012-01 — 2014-06", "Projekttid: i fjol"),
        lambda site: change(site, "Projektägare: Lycksele", "Projektägre: Lycksele"),
        replaced(SIDECAR, '"ongoing"', '"onging"'),
        replaced(CURATED, "orgtype:company", "orgtype:compny"),
        replaced(CURATED, "<id/area/24>", '"24"'),
        added("data/keys.csv", "project,x,y\n"),
        added(PAGE, "\n"),
    ],
)
def test_swedish_is_a_stewards(site: Path, damage: Damage) -> None:
    damage(site)
    told = run("check", site=site, lang="sv").output
    lines = [line for line in told.splitlines() if not re.match(r" +(?:\d+ \||gäller:)", line)]
    assert [x for line in lines if (x := SWEDISH_ONLY_AMONG_PROGRAMMERS.search(line))] == []


@BOTH
def test_an_anomaly_quotes_the_pages_own_heading(site: Path, lang: str) -> None:
    change(site, "Pågående projekt\n", "Projekt som pågår\n")
    replaced(SIDECAR, '"Pågående projekt"', '"Projekt som pågår"')(site)
    told = said(site, lang, 0)
    words = {"sv": "under rubriken Projekt som pågår.", "en": "the heading Projekt som pågår."}
    assert words[lang] in told


def test_the_shipped_pages_heading_is_quoted_in_english_too(site: Path) -> None:
    assert "lists the project under the heading Pågående projekt." in said(site, "en", 0)


@BOTH
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda data: data + b"\n", ("en radbrytning för mycket", "a line break more")),
        (lambda data: data + b"\r\n\r\n", ("en radbrytning för mycket", "a line break more")),
        (lambda data: b"\xef\xbb\xbf" + data, ("för mycket i början", "byte order mark more")),
        (lambda data: data.replace("Håll".encode(), b"Hall"), ("är inte den", "is not the")),
    ],
    ids=["line", "lines", "mark", "letter"],
)
def test_a_source_that_was_touched_says_how_to_bring_it_back(
    site: Path, lang: str, damage: Callable[[bytes], bytes], words: tuple[str, str]
) -> None:
    file = site / PAGE
    file.write_bytes(damage(file.read_bytes()))
    told = said(site, lang, 3)
    assert words[lang == "en"] in told
    assert f"git checkout -- {PAGE}" in told
    assert {"sv": "lod import", "en": "import the saved page again"}[lang] in told
    if file.read_bytes().count(b"Hall ut"):
        assert {"sv": "rättas med ett beslut", "en": "corrected by a decision"}[lang] in told


@BOTH
def test_a_label_with_its_colon_is_the_same_label(site: Path, lang: str) -> None:
    replaced(SIDECAR, '"Projektägare"', '"Projektägare:"')(site)
    told = said(site, lang, 0)
    assert "::" not in told


@BOTH
def test_an_unknown_stage_is_one_finding_that_lists_the_stages(site: Path, lang: str) -> None:
    replaced(SIDECAR, '"ongoing"', '"onging"')(site)
    told = said(site, lang, 3)
    assert told.count(f"{SIDECAR}:") == 1
    assert "closed, ongoing" in told
    assert '"Pågående projekt" = "ongoing"' in told


@BOTH
@pytest.mark.parametrize("languages", [(), ("--lang", "en"), ("--lang", "fi")])
def test_what_is_to_be_filled_in_after_init_is_one_finding(
    tmp_path: Path, lang: str, languages: tuple[str, ...]
) -> None:
    site = tmp_path / "new"
    CliRunner().invoke(main, ["init", str(site), "--base", "https://new.example/", *languages])
    told = said(site, lang, 0)
    assert told.rstrip().endswith({"sv": "0 fel, 1 varning.", "en": "0 errors, 1 warning."}[lang])
    for name in (
        "key under [publisher]",
        "name under [publisher]",
        "[title]",
        "licence",
        "sources",
    ):
        assert name in told
    idle = {
        "sv": "Regler som inte hade något att pröva: ",
        "en": "Shapes that had nothing to check: ",
    }
    assert told.count(idle[lang]) == 1


def test_the_publishers_placeholder_is_never_published(tmp_path: Path) -> None:
    site = tmp_path / "new"
    CliRunner().invoke(main, ["init", str(site), "--base", "https://new.example/"])
    assert run("build", site=site, lang="en").exit_code == 0
    data = unpacked(site / "var/current/data.nq").decode()
    assert '"Publisher"' not in data
    assert '"new.example"' in data
    replaced("lod.toml", 'name = "Publisher"', 'name = "Vaasa"')(site)
    assert run("build", site=site, lang="en").exit_code == 0
    assert '"Vaasa"' in unpacked(site / "var/current/data.nq").decode()


@BOTH
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT * { ?s ?p }", "a value is missing after “?p”"),
        ("SELECT * { ?s ?p . ?s ?q ?o }", "a value is missing after “?p”"),
        ("SELECT * { ?s ?p ?o ; ?q }", "a value is missing after “?q”"),
        ("SELECT * { ?s ?p ?o , }", "a value is missing after “?o”"),
        ("SELECT * { ?s }", "a property and a value are missing after “?s”"),
        ("SELECT * { ?s ?p ?o ?x }", "a dot is missing before “?x”"),
        ("<<<<<<< HEAD\nSELECT * { ?s ?p ?o }\n=======\n>>>>>>> x", "conflict marker"),
        ("SELECT *\xa0{ ?s ?p ?o }", "(U+00A0)"),
        ("SELECT * { ?s ?p “x” }", "curly"),
        ("SELECT * { ?s ?p ?o } LIMIT x", "can't stand here"),
    ],
)
def test_a_query_is_told_what_it_lacks_and_nothing_that_is_refused(
    release: Path, lang: str, text: str, told: str
) -> None:
    command = ["query", text, "--out", str(release), "--site", str(ROOT), "--lang", lang]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert told in done.stderr
    assert "SERVICE" not in done.stderr
    assert "LATERAL" not in done.stderr


@pytest.mark.parametrize(
    ("asked", "environment", "told"),
    [
        (("--lang", "sv"), "en_GB.UTF-8", "lod visar Projekt i programmet"),
        ((), "sv_SE.UTF-8", "lod visar Projekt i programmet"),
        (("--lang", "en"), "sv_SE.UTF-8", "lod serves Projekt i programmet"),
        ((), "C.UTF-8", "lod serves Projekt i programmet"),
    ],
)
def test_serve_says_where_to_look_in_the_language_asked_for(
    release: Path, free_port: int, asked: tuple[str, ...], environment: str, told: str
) -> None:
    command = ["serve", "--out", release, "--site", ROOT, "--port", free_port, *asked]
    with subprocess.Popen(
        [sys.executable, "-m", "lod", *map(str, command)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": environment},
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
        finally:
            process.terminate()
    assert told in line
    assert f"http://127.0.0.1:{free_port}/" in line
