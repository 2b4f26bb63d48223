"""The shipped graph says what the page says. seed.csv was typed from the page by hand."""

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.publishing.publication import Mapped
from lod.rdf.namespaces import prefixes

BASE = "https://data.tillvaxtverket.example/"
PREFIXES = prefixes(f"{BASE}def/")
SOURCE = f"{BASE}source/programsida-2013-11-15"
TABLE = list(csv.DictReader((Path(__file__).parent / "seed.csv").read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def store(mapped: Mapped) -> ox.Store:
    made = ox.Store()
    made.extend(mapped.graph)
    return made


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple("" if v is None else v.value for v in row) for row in found)


def test_the_projects_are_the_ten_of_the_page(store: ox.Store) -> None:
    query = """SELECT ?p ?name ?stated ?type ?county ?verbatim ?start ?end ?anomaly {
        ?p a fp:FundedProject ; schema:name ?name ; fp:ownerAsStated ?stated ;
           fp:projectOwner ?owner ; fp:period ?period .
        ?owner org:classification ?kind .
        BIND(STRAFTER(STR(?kind), "organization-type/") AS ?type)
        OPTIONAL { ?owner fp:county/fp:countyCode ?county }
        ?period fp:verbatim ?verbatim .
        OPTIONAL { ?period dcat:startDate ?start } OPTIONAL { ?period dcat:endDate ?end }
        OPTIONAL { ?p fp:anomaly ?a BIND(STRAFTER(STR(?a), "anomaly/") AS ?anomaly) } }"""
    expected = [
        (
            f"{BASE}id/project/{row['key']}",
            *(row[c] for c in ("title", "owner", "owner_type", "county", "verbatim")),
            row["start"],
            row["end"],
            row["anomaly"],
        )
        for row in TABLE
    ]
    assert rows(store, query) == sorted(expected)


# The heading, the introduction below it, the programme's name and description, the page's date.
AROUND = ("8,9", "10,11", "4,7", "73,74")
DOCUMENTS = {
    "programme/lokalt-och-regionalt-tillvaxtarbete": ("4,7", "73,74"),
    "organization/tillvaxtverket": ("0,1", "2,3", "6,7"),  # slogan, logotype, "medfinansierade"
    "organization/foretagarna": ("60,65",),
    "organization/regionforbundet-ostsam": ("40,41",),
    "report/foretagens-forvantningar-pa-kommunen": ("75,80",),
    **{f"project/{row['key']}": (row["lines"], *AROUND) for row in TABLE},
    **{f"organization/{row['owner_key']}": (row["owner_line"],) for row in TABLE},
}


def test_each_document_points_at_the_lines_that_say_what_it_does(store: ox.Store) -> None:
    query = "SELECT ?d ?l { ?t schema:mainEntityOfPage ?d . ?d prov:wasDerivedFrom ?l }"
    assert rows(store, query) == sorted(
        (f"{BASE}doc/{name}", f"{SOURCE}#line={line}")
        for name, found in DOCUMENTS.items()
        for line in found
    )


def test_purposes_are_letter_for_letter_those_of_the_page(store: ox.Store) -> None:
    text = (Path(__file__).parents[2] / "data/sources/programsida-2013-11-15.txt").read_text(
        "utf-8"
    )
    lines = text.split("\n")
    for row in TABLE:
        last = int(row["lines"].split(",")[1])
        query = f"SELECT ?d {{ <{BASE}id/project/{row['key']}> schema:description ?d }}"
        assert rows(store, query) == [(lines[last - 1].strip(),)]


def test_the_unreadable_start_has_both_candidates_and_no_value(store: ox.Store) -> None:
    project = f"{BASE}id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna"
    anomaly = f"<{project}/anomaly/period-start>"
    said = rows(
        store,
        f"SELECT ?v ?c ?at {{ {anomaly} fp:verbatim ?v ; fp:candidate ?c ;"
        " prov:wasDerivedFrom ?at }",
    )
    place = f"{SOURCE}#line=62,63"
    assert said == [("20112-01", "2011-12", place), ("20112-01", "2012-01", place)]
    assert not rows(
        store, f"SELECT ?d {{ ?x fp:anomaly {anomaly} ; fp:period/fp:earliestStart ?d }}"
    )


QUOTED = {
    ("period-start", "20112-01", "62,63"),
    ("status", "Pågående projekt", "8,9"),
    ("status", "201206 — 201310", "26,27"),
}


def test_each_quotation_of_an_anomaly_has_lines_of_its_own(store: ox.Store) -> None:
    query = """SELECT ?aspect ?words ?lines { ?a fp:quotation ?q .
        ?q fp:verbatim ?words ; prov:wasQuotedFrom ?lines .
        BIND(STRAFTER(STR(?a), "anomaly/") AS ?aspect) }"""
    expected = {(aspect, words, f"{SOURCE}#line={at}") for aspect, words, at in QUOTED}
    assert rows(store, query) == sorted(expected)


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("?x a fp:FundingProgramme ; fp:status stage:closed", 1),
        ("?x a fp:FundedProject ; fp:status stage:ongoing", 10),
        ("?p fp:projectOwner ?x", 10),
        ("?p fp:projectOwner ?x . ?x schema:sameAs ?w FILTER(CONTAINS(STR(?w), 'wikidata'))", 8),
        ("?p fp:projectOwner ?x . ?x org:classification orgtype:municipality", 7),
        ("?x a schema:GovernmentOrganization", 11),
        ("?p fp:namedPartner ?x . ?x org:classification orgtype:regional-federation", 1),
        ("?x a schema:GovernmentOrganization ; org:classification orgtype:company", 0),
        ("?x a fp:ProjectPeriod ; dcat:startDate ?a ; dcat:endDate ?b", 9),
        ("?x a fp:ProjectPeriod ; fp:earliestStart ?a FILTER(?a <= '2012-06-30'^^xsd:date)", 7),
        ("?x a fp:SourceAnomaly", 2),
        ("?p fp:namedPartner ?x", 2),
        ("?x a schema:Report", 1),
        ("?x a schema:Report, fp:FundedProject", 0),
        ("?x a schema:Organization, schema:Project", 0),
    ],
)  # fmt: skip
def test_counts_of_the_close_reading(store: ox.Store, where: str, count: int) -> None:
    assert rows(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {where} }}") == [(str(count),)]


def test_a_triple_stands_in_one_graph(mapped: Mapped) -> None:
    quads = list(mapped.graph)
    assert len({q.triple for q in quads}) == len(quads)


def test_the_model_example_is_what_the_build_says(mapped: Mapped) -> None:
    example = Path(__file__).parent / "example.trig"
    said = set(mapped.graph)
    for quad in ox.parse(path=example, format=ox.RdfFormat.TRIG):
        if quad.graph_name.value != f"{BASE}graph/catalog":  # its titles are lod.toml's
            assert quad in said, str(quad)
