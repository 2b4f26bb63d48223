"""The publication in examples/eu-operations: built, served in English, and held to the article."""

import csv
import json
import re
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from click.testing import CliRunner
from conftest import ROOT, serving
from packed import unpacked
from servers import Reply, Server
from swedish import swedish_in

from lod.cli.commands import main
from lod.publishing.config import read_config
from lod.publishing.template import TEMPLATE

EXAMPLE = ROOT / "examples/eu-operations"
BASE = "https://operations.example/"
TABLE = "data/sources/operations.csv"


def lod(*arguments: object) -> str:
    done = CliRunner().invoke(main, list(map(str, arguments)))
    assert done.exit_code == 0, done.output
    return done.output


def copied(to: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, to, ignore=shutil.ignore_patterns("var")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copied(tmp_path_factory.mktemp("example") / "site")
    told = lod("build", "--site", made, "--lang", "en")
    assert "operations: 41 rows, header 1, project 40\n" in told
    assert "Conforms. 0 errors" in told
    return made


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[Server]:
    with serving("--site", site) as (address, _):
        yield Server(urlsplit(address).port or 0, site / "var")


def rows(site: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((site / TABLE).read_text("utf-8").splitlines()))


def test_it_is_whole_as_it_stands(site: Path) -> None:
    assert read_config(site).template == TEMPLATE
    before = (site / "data/keys.csv").read_bytes()
    lod("keys", "--site", site)
    assert (site / "data/keys.csv").read_bytes() == before


def document(server: Server, path: str, accept: str) -> Reply:
    """Ask for a thing as a reader of Swedish does, and follow to the document about it."""
    reply = server.get(f"/{path}", accept, Accept_Language="sv")
    if reply.status == 303:
        place = urljoin(f"/{path}", reply.headers["location"])
        reply = server.get(place, accept, Accept_Language="sv")
    return reply


def test_every_page_is_in_english(site: Path, server: Server) -> None:
    text = unpacked(site / "var/current/data.nq").decode()
    found = {iri.partition("#")[0] for iri in re.findall(rf"<{BASE}((?:id|graph)[^>]*)>", text)}
    assert len([path for path in found if re.fullmatch("id/project/op-[0-9]{4}", path)]) == 40
    pages = sorted(found | {"", "sparql", "catalog", "def", "spec/operation"})
    for path, accept in product(pages, ("text/html", "text/turtle")):
        reply = document(server, path, accept)
        body = reply.body.decode()
        assert reply.status == 200, path
        if reply.headers["content-type"].startswith("text/html"):
            assert '<html lang="en">' in body, path
            assert swedish_in(body) == set(), path
        elif not path.startswith("spec/"):  # the messages of the shapes shipped are in both
            assert "@sv" not in body, path


def test_a_page_shows_what_its_row_says(site: Path, server: Server) -> None:
    row = rows(site)[4]
    page = document(server, "id/project/op-0005", "text/html").body.decode()
    assert row["Operation code"] == "OP-0005"
    for column in (
        "Name of the operation",
        "Purpose and achievements",
        "Beneficiary",
        "Contractor",
    ):
        assert row[column] in page, column


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        ("text/html", 200, "text/html"),
        ("text/turtle", 200, "text/turtle"),
        ("application/ld+json", 200, "application/ld+json"),
        ("application/n-triples", 200, "application/n-triples"),
        ("application/rdf+xml", 200, "application/rdf+xml"),
        ("text/turtle;q=0.1, text/html;q=0.2", 200, "text/html"),
        ("image/png", 406, "application/problem+json"),
    ],
)
def test_each_reader_gets_an_operation_in_its_own_format(
    server: Server, accept: str, status: int, media_type: str
) -> None:
    reply = document(server, "id/project/op-0005", accept)
    assert (reply.status, reply.headers["content-type"].split(";")[0]) == (status, media_type)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "total-cost-by-fund",
            [
                ("European Regional Development Fund", "27", "38727000", "88285000"),
                ("European Social Fund Plus", "8", "3442000.6", "7596751.25"),
                ("Just Transition Fund", "5", "11907500", "23815000"),
            ],
        ),
        (
            "contractors",
            [
                ("Example Builders Ltd", "4", "4"),
                ("Example Dredging Ltd", "2", "2"),
                ("Example Waterworks Ltd", "2", "2"),
                ("Example Ferries Ltd", "1", "1"),
            ],
        ),
        (
            "under-way-on-a-day",
            [
                (f"{BASE}id/project/op-0005", "Clean Lakes Again", "2027-03-31"),
                (f"{BASE}id/project/op-0039", "Greenways for Guests", "2027-05-07"),
                (f"{BASE}id/project/op-0010", "Dunes That Hold", "2027-11-14"),
                (f"{BASE}id/project/op-0028", "Quantum Testbed", "2027-12-31"),
                (f"{BASE}id/project/op-0020", "Room for Floods", "2028-05-31"),
            ],
        ),
    ],
)
def test_questions_have_the_answers_that_were_counted_in_the_table(
    site: Path, server: Server, question: str, answer: list[tuple[str, ...]]
) -> None:
    query = (site / f"queries/{question}.rq").read_text("utf-8")
    reply = server.get(f"/sparql?query={quote(query)}", "text/csv")
    assert reply.status == 200
    assert [tuple(row) for row in csv.reader(reply.body.decode().splitlines())][1:] == answer


BROKEN = (
    # row, column, what is written there; the rule that it breaks, what the article says of it
    (2, "Purpose and achievements", "", "/purpose", "(e)"),
    (3, "Start date", "", "/start", "(f)"),
    (4, "Start date", "02/2022", "/start", "(f)"),
    (5, "Date of completion", "", "/completion", "(g)"),
    (6, "Date of completion", "03/2027", "/completion", "(g)"),
    (7, "Union support (EUR)", "", "/union-support", "(h)"),
    (8, "Other contributions (EUR)", "", "/other-contributions", "(h)"),
    (9, "Fund", "Example Fund", "/fund", "(i)"),
    (10, "Union co-financing rate", "", "/rate", "(k)"),
    (11, "Beneficiary", "", "/beneficiary", "(a)"),
    (12, "Operation code", "", "", " demands a unique code"),
    (15, "NUTS 3 region", "", "/location", "(l)"),
)
IN_GERMAN = """\
@prefix schema: <https://schema.org/> .
@base <https://operations.example/> .
<id/project/op-0012> schema:description "Eine Studie."@de .
<id/project/op-0013> schema:name "Sensoren"@de .
"""


def broken(site: Path) -> Path:
    """Break each demand of the article in a row of its own, as far as the table's rules let it."""
    written = rows(site)
    for number, column, value, _, _ in BROKEN:
        written[number - 2][column] = value
    with (site / TABLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*written[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(written)
    sidecar = site / "data/sources/operations.toml"
    text = sidecar.read_text("utf-8").replace('["dd/mm/yyyy"]', '["dd/mm/yyyy", "mm/yyyy"]')
    sidecar.write_text(text.replace('["id", "title", "owner"]', '["title"]'), "utf-8")
    (site / "data/curated/german.ttl").write_text(IN_GERMAN, "utf-8")
    (site / "data/keys.csv").write_text("kind,key,source,as_written,now\n", "utf-8")
    lod("keys", "--site", site)
    return site


def test_a_row_that_lacks_what_the_article_demands_is_told_at_its_row(tmp_path: Path) -> None:
    site = broken(copied(tmp_path / "site"))
    done = CliRunner().invoke(main, ["check", "--site", str(site), "--format", "json"])
    assert done.exit_code == 1, done.output
    results = json.loads(done.stdout)["results"]
    told = {
        (Path(r["file"]).name, r["line"], r["rule"]): r["messages"]
        for r in results
        if r["rule"].startswith("spec/operation")
    }
    table, german = Path(TABLE).name, "german.ttl"
    expected = {
        **{(table, row, f"spec/operation{rule}"): said for row, _, _, rule, said in BROKEN},
        (german, 3, "spec/operation/purpose"): "(e)",
        (german, 4, "spec/operation/name"): "(d)",
    }
    assert told.keys() == expected.keys()
    for place, said in expected.items():
        assert told[place].keys() == {"en"}
        assert f"Article 49(3){said}" in told[place]["en"]
