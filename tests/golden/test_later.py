"""The shipped page and a later one, against tables that were typed from the two by hand.

On the later page a project is renamed, one is gone, one is new, one has another owner, one another
end, one other punctuation in its title, and a start that couldn't be read can be.
"""

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest
from bringing import add_page, publish
from editing import NAME

from lod.publishing.build import check_publication
from lod.publishing.publication import Mapped
from lod.rdf.namespaces import expand, prefixes

HERE = Path(__file__).parent
LATER = "programsida-2014-05-05"
BASE = "https://data.tillvaxtverket.example/"
PREFIXES = prefixes(f"{BASE}def/")
Rows = list[tuple[str, ...]]


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / name).read_text("utf-8").splitlines()))


@pytest.fixture(params=[(NAME, LATER), (LATER, NAME)], ids=["in order", "newest first"])
def both(site: Path, request: pytest.FixtureRequest) -> Mapped:
    add_page(site, LATER, (HERE / f"{LATER}.txt").read_text("utf-8"))
    return publish(site, *request.param)


def rows(mapped: Mapped, query: str) -> Rows:
    store = ox.Store()
    store.extend(mapped.graph)
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple("" if v is None else v.value for v in row) for row in found)


def test_each_project_is_as_the_newest_page_that_lists_it_says(both: Mapped) -> None:
    query = """SELECT ?p ?name ?owner ?start ?end ?status ?as_of ?page ?anomaly {
        ?p a fp:FundedProject ; schema:name ?name ; fp:projectOwner ?owner ; fp:period ?period ;
           fp:status ?status ; fp:statusAsOf ?as_of ;
           schema:mainEntityOfPage/prov:wasDerivedFrom ?page .
        ?period dcat:startDate ?start ; dcat:endDate ?end .
        OPTIONAL { ?p fp:anomaly ?a BIND(STRAFTER(STR(?a), "anomaly/") AS ?anomaly) } }"""
    expected = [
        (
            f"{BASE}id/project/{row['key']}",
            row["title"],
            f"{BASE}id/organization/{row['owner']}",
            row["start"],
            row["end"],
            f"{BASE}def/stage/{row['status']}",
            row["as_of"],
            f"{BASE}source/{row['source']}#line={row['lines']}",
            row["anomaly"],
        )
        for row in table("later.csv")
    ]
    assert rows(both, query) == sorted(expected)


def test_every_organisation_that_a_page_names_keeps_its_name_and_type(both: Mapped) -> None:
    query = """SELECT ?o ?name ?type ?county {
        ?o a schema:Organization, org:Organization ; schema:name ?name .
        OPTIONAL { ?o org:classification ?c BIND(STRAFTER(STR(?c), "n-type/") AS ?type) }
        OPTIONAL { ?o fp:county/fp:countyCode ?county } }"""
    expected = [
        (f"{BASE}id/organization/{r['key']}", r["name"], r["type"], r["county"])
        for r in table("organizations.csv")
    ]
    assert rows(both, query) == sorted(expected)


def test_what_holds_no_more_is_quoted_from_the_older_page(both: Mapped) -> None:
    query = """SELECT ?of ?property ?value ?lines { GRAPH ?g {
        ?source fp:earlierStatement ?s .
        ?s a fp:EarlierStatement ; rdf:subject ?of ; rdf:predicate ?property ; rdf:object ?value ;
           prov:wasQuotedFrom ?lines . } }"""
    found = rows(both, query)
    dates = [r for r in found if r[1] == f"{BASE}def/statusAsOf"]  # each page says it anew
    dated = [r for r in found if r[0].endswith("/anomaly/status")]  # its words have the page's date
    expected = [
        (
            f"{BASE}id/{row['of']}",
            expand(row["property"], PREFIXES),
            _value(row["value"]),
            f"{BASE}source/{NAME}#line={row['lines']}",
        )
        for row in table("earlier.csv")
    ]
    described = f"{BASE}id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna/anomaly"
    left = [r for r in found if r not in dated and r not in dates]
    words = [r for r in left if r[0].startswith(described) and r[1].endswith("/description")]
    assert sorted(set(left) - set(words)) == sorted(expected)
    assert len(words) == 2, "in Swedish and in English"
    assert {r[0].split("/")[-3] for r in dated} == {
        "manga-vagar-in-tillvaxt-och-foretagande-i-kristianstad"
    }
    assert {r[3].partition("#")[0] for r in found} == {f"{BASE}source/{NAME}"}
    assert {r[2] for r in dates} == {"2013-11-15"}
    assert len(dates) == 9, "eight projects and the programme"


def test_the_older_page_mentions_what_the_newer_describes(both: Mapped) -> None:
    query = f"SELECT ?x {{ <{BASE}source/{NAME}> schema:mentions ?x . ?x a fp:FundedProject }}"
    found = rows(both, query)
    again = [r for r in table("later.csv") if r["source"] == LATER]
    again = [r for r in again if r["key"] not in ("hall-i", "nya-vagar-i-falun")]
    assert found == sorted((f"{BASE}id/project/{r['key']}",) for r in again)


def _value(text: str) -> str:
    if text.startswith("id/"):
        return BASE + text
    prefix = text.partition(":")[0]
    return expand(text, PREFIXES) if prefix in PREFIXES else text


def test_nothing_is_quoted_that_holds(both: Mapped) -> None:
    query = """SELECT ?of ?property ?value { ?s a fp:EarlierStatement ; rdf:subject ?of ;
        rdf:predicate ?property ; rdf:object ?value . ?of ?property ?value }"""
    assert rows(both, query) == []


def test_the_later_page_revises_the_older(both: Mapped) -> None:
    found = rows(both, "SELECT ?b ?a { ?b prov:wasRevisionOf ?a }")
    assert found == [(f"{BASE}source/{LATER}", f"{BASE}source/{NAME}")]


def test_the_two_together_break_no_rule(both: Mapped) -> None:
    report = check_publication(both, lambda _: None)
    told = [f for f in report.findings if f.severity == "violation"]
    assert report.conforms, told
    guards = [f.rule.id for f in report.findings if f.rule.id.startswith("guard/")]
    assert guards == []
