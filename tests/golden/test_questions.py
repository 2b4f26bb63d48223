"""Each question in queries/ has its answer, typed by hand from the page and the reference tables.

Two engines give it: Oxigraph, which serves, and rdflib.
"""

import csv
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from asking import ENGINES, QUERIES, Ask, Row, engines, question
from bringing import add_page, publish
from packed import unpacked

from lod import publishing
from lod.publishing.config import read_config
from lod.rdf.namespaces import prefixes

HERE = Path(__file__).parent
BASE = "https://data.tillvaxtverket.example/"
PAGE = "programsida-2013-11-15"
LANGUAGES = re.compile(r"# sv: [^\n]+[.?]\n# en: [^\n]+[.?]\n")

PROJECTS = sorted(
    csv.DictReader((HERE / "seed.csv").read_text("utf-8").splitlines()),
    key=lambda row: row["title"],
)
MOTALA = "utvecklingsplan-motala-staden-och-regionen-en-integrerad-del"
NAMES = {row["key"]: row["title"] for row in PROJECTS}
FRONT, HALL_UT, KRISTIANSTAD, PROGRESSIVA, REGIONAL, VANSBRO, ORNSKOLDSVIK = (
    "front-framtid-och-norsjos-tillvaxt",
    "hall-ut",
    "manga-vagar-in-tillvaxt-och-foretagande-i-kristianstad",
    "progressiva-kommuner",
    "regional-tillvaxt-pa-alla-nivaer",
    "utmaningen-samverkan-och-samsyn-for-tillvaxt",
    "ornskoldsviks-kommun-i-samverkan-med-foretagarna",
)

OWNERS = (
    (
        "industriellt-utvecklingscentrum-i-kalmar-ab",
        "Industriellt Utvecklingscentrum i Kalmar AB",
        "company",
        "",
    ),
    ("kristianstads-kommun", "Kristianstads kommun", "municipality", "Q498857"),
    ("ljungby-kommun", "Ljungby kommun", "municipality", "Q504235"),
    ("lycksele-kommun", "Lycksele kommun", "municipality", "Q948462"),
    (
        "lansstyrelsen-i-vasternorrland",
        "Länsstyrelsen i Västernorrland",
        "county administrative board",
        "Q26236697",
    ),
    ("motala-kommun", "Motala kommun", "municipality", "Q508108"),
    ("norsjo-kommun", "Norsjö kommun", "municipality", "Q507644"),
    (
        "regionforbundet-vasterbotten",
        "Regionförbundet Västerbotten",
        "regional federation",
        "",
    ),
    ("vansbro-kommun", "Vansbro kommun", "municipality", "Q501551"),
    ("ornskoldsviks-kommun", "Örnsköldsviks kommun", "municipality", "Q298003"),
)
"""Key, name, type, Wikidata's item: in the order of their names."""


def project(key: str) -> str:
    return f"{BASE}id/project/{key}"


def named(*keys: str) -> list[Row]:
    return [(project(key), NAMES[key]) for key in keys]


def owned(*keys: str) -> list[Row]:
    owners = {row["key"]: row["owner"] for row in PROJECTS}
    return [(project(key), NAMES[key], owners[key]) for key in keys]


ANSWERS: dict[str, list[Row]] = {
    "projects": [
        (project(p["key"]), p["title"], p["owner"], p["start"], p["end"], "ongoing")
        for p in PROJECTS
    ],
    "projects-by-county": [
        ("", "", "1"),
        ("05", "Östergötlands län", "1"),
        ("07", "Kronobergs län", "1"),
        ("12", "Skåne län", "1"),
        ("20", "Dalarnas län", "1"),
        ("22", "Västernorrlands län", "2"),
        ("24", "Västerbottens län", "3"),
    ],
    "projects-by-municipality": [
        ("", "", "3"),
        ("0583", "Motala kommun", "1"),
        ("0781", "Ljungby kommun", "1"),
        ("1290", "Kristianstads kommun", "1"),
        ("2021", "Vansbro kommun", "1"),
        ("2284", "Örnsköldsviks kommun", "1"),
        ("2417", "Norsjö kommun", "1"),
        ("2481", "Lycksele kommun", "1"),
    ],
    "projects-by-place": [("", "", "10")],
    "projects-by-owner-type": [
        ("municipality", "7"),
        ("company", "1"),
        ("county administrative board", "1"),
        ("regional federation", "1"),
    ],
    "projects-in-a-county": owned(FRONT, PROGRESSIVA, REGIONAL),
    "projects-in-a-municipality": owned(ORNSKOLDSVIK),
    "projects-of-an-organization": named(ORNSKOLDSVIK),
    "active-in-june-2012": [
        *((n, "yes") for k, n in NAMES.items() if k not in (VANSBRO, MOTALA, ORNSKOLDSVIK)),
        (NAMES[ORNSKOLDSVIK], "perhaps"),
    ],
    "starts-by-year": [("", "1"), ("2011", "1"), ("2012", "8")],
    "ended-projects": [(NAMES[KRISTIANSTAD], "2013-10-31", "2013-11-15")],
    "statuses": [("ongoing", "2013-11-15", "10")],
    "project-owners": [(f"{BASE}id/organization/{o[0]}", o[1], o[2], "1") for o in OWNERS],
    "owners-in-wikidata": [
        (o[1], f"http://www.wikidata.org/entity/{o[3]}") for o in OWNERS if o[3]
    ],
    "partners": [("Företagarna", NAMES[ORNSKOLDSVIK]), ("Regionförbundet Östsam", NAMES[MOTALA])],
    "open-anomalies": [
        (
            NAMES[KRISTIANSTAD],
            f"{BASE}def/status",
            "The project period ended in October 2013, yet the page, last changed on 2013-11-15,"
            " lists the project under the heading Pågående projekt.",
        ),
        (
            NAMES[ORNSKOLDSVIK],
            "http://www.w3.org/ns/dcat#startDate",
            "The start month has a five-digit year. Both 2011-12 and 2012-01 are plausible"
            " readings; neither is published as the start month.",
        ),
    ],
    "decisions": [],
    "grants": [],
    "where-facts-come-from": [
        (p["title"], f"{BASE}source/{PAGE}#line={lines}")
        for p in PROJECTS
        # its own, the introduction, the heading, the programme, the page's date
        for lines in sorted((p["lines"], "10,11", "8,9", "4,7", "73,74"))
    ],
    "as-of-a-source": [
        (f"{BASE}source/{source}", "2013-11-15", *row, f"{BASE}def/stage/ongoing")
        for source, *row in csv.reader((HERE / "as-of.csv").read_text("utf-8").splitlines())
        if source == PAGE
    ],
    "programmes": [("Lokalt och regionalt tillväxtarbete", "Tillväxtverket", "closed", "10")],
    "sources": [
        (
            f"{BASE}source/{PAGE}",
            "Lokalt och regionalt tillväxtarbete",
            "Tillväxtverket",
            "2013-11-15T13:46:00",
        )
    ],
    "identifiers": [
        (
            f"{BASE}id/organization/lansstyrelsen-i-vasternorrland",
            "Länsstyrelsen i Västernorrland",
            "0007:2021002445",
        ),
        (f"{BASE}id/organization/tillvaxtverket", "Tillväxtverket", "0007:2021006149"),
    ],
    "a-word-in-the-texts": named(HALL_UT, KRISTIANSTAD, REGIONAL, VANSBRO, ORNSKOLDSVIK),
}
"""The rows that each question gets, in their order."""

DECIDED = f"""
<{project(ORNSKOLDSVIK)}/anomaly/period-start/decision> a fp:Decision, prov:Entity ;
    fp:decides <{project(ORNSKOLDSVIK)}/anomaly/period-start> ;
    fp:chosen "2012-01"^^xsd:gYearMonth ;
    dcterms:description "Beslutet om stöd anger januari 2012."@sv,
        "The grant decision says January 2012."@en ;
    dcterms:date "2026-11-23"^^xsd:date ;
    prov:wasAttributedTo <{BASE}id/organization/tillvaxtverket> .
"""


@pytest.fixture(scope="module")
def shipped(release: Path) -> dict[str, Ask]:
    return engines(unpacked(release / "current/data.nq"))


def test_every_question_has_its_answer_here() -> None:
    assert {file.stem for file in QUERIES.iterdir()} == ANSWERS.keys()


@pytest.mark.parametrize("name", ANSWERS)
def test_a_file_says_its_question_in_both_languages(name: str) -> None:
    assert LANGUAGES.match(question(name))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ANSWERS)
def test_a_question_gets_its_answer(name: str, engine: str, shipped: dict[str, Ask]) -> None:
    assert shipped[engine](question(name)) == ANSWERS[name]


READINGS = [  # start, its reading, end, its reading; whether it was active in June 2012
    ("2012-01-01", None, None, '"2012"^^xsd:gYear', "perhaps"),
    ("2012-01-01", None, None, '"2011"^^xsd:gYear', None),
    ("2012-01-01", None, None, '"2012-06"^^xsd:gYearMonth', "perhaps"),
    ("2012-01-01", None, None, '"2012-05"^^xsd:gYearMonth', None),
    ("2012-01-01", None, None, '"2012-06-01"^^xsd:date', "perhaps"),
    ("2012-01-01", None, None, '"2012-05-31"^^xsd:date', None),
    (None, '"2012"^^xsd:gYear', "2012-12-31", None, "perhaps"),
    (None, '"2013"^^xsd:gYear', "2014-12-31", None, None),
    (None, '"2012-07"^^xsd:gYearMonth', "2012-12-31", None, None),
    (None, '"2012-06-30"^^xsd:date', "2012-12-31", None, "perhaps"),
    ("2012-01-01", None, "2012-06-01", None, "yes"),
]


def _read_as(row: tuple[str | None, ...]) -> str:
    start, may_start, end, may_end, _ = row
    said = f'fp:earliestStart "{start}"^^xsd:date ; ' if start else ""
    said += f'fp:latestEnd "{end}"^^xsd:date ; ' if end else ""
    anomalies = [("startDate", may_start), ("endDate", may_end)]
    told = "".join(
        f"fp:anomaly [ fp:concerns dcat:{side} ; fp:candidate {value} ] ; "
        for side, value in anomalies
        if value
    )
    project = f'<p> schema:name "P" ; {told} fp:period <p/period> .'
    return f"{project} <p/period> {said} a fp:ProjectPeriod ."


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("row", READINGS, ids=str)
def test_a_reading_may_be_a_year_a_month_or_a_day(row: tuple[str | None, ...], engine: str) -> None:
    head = "".join(f"PREFIX {n}: <{iri}> " for n, iri in prefixes(f"{BASE}def/").items())
    store = ox.Store()
    store.load(f"BASE <{BASE}> {head}{_read_as(row)}".encode(), format=ox.RdfFormat.TURTLE)
    ask = engines(store.dump(format=ox.RdfFormat.N_QUADS) or b"")[engine]
    expected = [("P", row[-1])] if row[-1] else []
    assert ask(question("active-in-june-2012")) == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_decided_is_no_longer_open_and_no_longer_perhaps(engine: str, site: Path) -> None:
    with (site / "data/curated/decisions.ttl").open("a", encoding="utf-8") as file:
        file.write(DECIDED)
    mapped = publishing.read_publication(read_config(site), lambda _: None)
    ask = engines(ox.serialize(mapped.graph, format=ox.RdfFormat.N_QUADS) or b"")[engine]
    name = NAMES[ORNSKOLDSVIK]
    reason = "The grant decision says January 2012."
    start = "http://www.w3.org/ns/dcat#startDate"
    assert ask(question("decisions")) == [(name, start, "2012-01", "2026-11-23", reason)]
    assert [row[0] for row in ask(question("open-anomalies"))] == [NAMES[KRISTIANSTAD]]
    active = ask(question("active-in-june-2012"))
    assert (name, "yes") in active
    assert len(active) == 8
    assert ask(question("starts-by-year")) == [("2011", "1"), ("2012", "9")]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_has_no_type_status_or_owner_is_counted_too(engine: str, site: Path) -> None:
    text = (site / f"data/sources/{PAGE}.txt").read_text("utf-8")
    text = text[: text.index("Senast ändrad")].replace("Ljungby kommun Projekt", "Ek Projekt")
    add_page(site, "undated", text.replace("Projektägare: Vansbro kommun ", ""))
    mapped = publish(site, "undated")
    ask = engines(ox.serialize(mapped.graph, format=ox.RdfFormat.N_QUADS) or b"")[engine]
    assert ask(question("statuses")) == [("", "", "10")]
    assert ask(question("projects-by-owner-type")) == [
        ("municipality", "5"),
        ("", "2"),
        ("company", "1"),
        ("county administrative board", "1"),
        ("regional federation", "1"),
    ]
    projects = ask(question("projects"))
    assert [row[1] for row in projects] == [p["title"] for p in PROJECTS]
    assert {row[-1] for row in projects} == {""}
    assert [row[2] for row in projects].count("") == 1
    owners = ask(question("project-owners"))
    assert [row[2] for row in owners if row[1] == "Ek"] == [""]
    assert len(owners) == 9
