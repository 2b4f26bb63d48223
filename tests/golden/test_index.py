"""What lists, facets and search say of the shipped publication, counted by hand from the page."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT

from lod.deriving.indexed import index_rows
from lod.publishing.anyfiles import publish_files
from lod.publishing.config import Config, read_config
from lod.publishing.publication import map_all
from lod.rdf import in_order
from lod.release import (
    UNKNOWN,
    IndexFile,
    ListQuery,
    count_facets,
    count_listed,
    find_release,
    group_by,
    list_all,
    list_page,
    names_by_iri,
    open_release,
    suggest,
    write_index,
)

BASE = "https://data.tillvaxtverket.example/"
PROJECTS = {"type": [f"{BASE}def/FundedProject"]}
EVERY = ListQuery(chosen=PROJECTS)
EXAMPLE = ROOT / "examples/eu-operations"
ORNSKOLDSVIK = f"{BASE}id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna"


@pytest.fixture
def index(release: Path) -> Iterator[IndexFile]:
    opened = open_release(find_release(release))
    yield opened.index
    opened.close()


@contextmanager
def built(config: Config, folder: Path) -> Iterator[IndexFile]:
    """Index a publication as it is mapped, whatever its check says."""
    subjects = in_order(quad.triple for quad in map_all(config).graph)
    write_index(
        folder / "index.sqlite", index_rows(subjects, config.base_iri, config.vocab_iri), {}
    )
    index = IndexFile(folder / "index.sqlite", AssertionError)
    yield index
    index.close()


def counts(index: IndexFile, facet: str, asked: ListQuery = EVERY) -> dict[str, int]:
    found = count_facets(index, asked, [facet])[facet]
    return {count.value.rpartition("/")[2]: count.count for count in found}


def titles(index: IndexFile, words: str) -> list[str]:
    asked = ListQuery(words, PROJECTS)
    return [row.names["sv"].partition(" ")[0] for row in list_all(index, asked, "relevance")]


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        ("owner_county", {"05": 1, "07": 1, "12": 1, "20": 1, "22": 2, "24": 3, UNKNOWN: 1}),
        ("owner_type", {"municipality": 7, "county-administrative-board": 1, "company": 1,
                        "regional-federation": 1}),
        ("anomaly", {"open": 2, UNKNOWN: 8}),
        ("status", {"ongoing": 10}),
        ("programme", {"lokalt-och-regionalt-tillvaxtarbete": 10}),
        ("partner", {"foretagarna": 1, "regionforbundet-ostsam": 1, UNKNOWN: 8}),
        ("start_year", {"2011": 1, "2012": 8, UNKNOWN: 1}),
        ("end_year", {"2013": 2, "2014": 8}),
        ("currency", {UNKNOWN: 10}),
        ("source", {"programsida-2013-11-15": 10}),
    ],
)  # fmt: skip
def test_facets_of_the_ten_projects(index: IndexFile, facet: str, expected: dict[str, int]) -> None:
    assert counts(index, facet) == expected


def test_active_in_june_2012_seven_for_certain_and_one_perhaps(index: IndexFile) -> None:
    june = (date(2012, 6, 1), date(2012, 6, 30))
    assert count_listed(index, ListQuery("", PROJECTS, june, "certain")) == 7
    perhaps = list_all(index, ListQuery("", PROJECTS, june, "perhaps"))
    assert [row.iri for row in perhaps] == [ORNSKOLDSVIK]


def test_the_start_that_is_in_doubt_has_bounds_and_no_value(index: IndexFile) -> None:
    (row,) = (row for row in list_all(index, EVERY) if row.iri == ORNSKOLDSVIK)
    assert row.period is not None
    assert row.period.earliest_start == date(2011, 12, 1).toordinal()
    assert row.period.latest_start is None
    assert row.facts["end"] == "2014-10"
    assert "start" not in row.facts
    assert row.values["anomaly"] == ("open",)


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [("name", "Business Unusual", "Örnsköldsviks"), ("start", "Business Unusual", "Örnsköldsviks"),
     ("end", "Många vägar", "Utvecklingsplan")],
)  # fmt: skip
def test_orders(index: IndexFile, order: str, first: str, last: str) -> None:
    names = [row.names["sv"] for row in list_all(index, EVERY, order)]  # type: ignore[arg-type]
    assert names[0].startswith(first)
    if order == "name":
        assert names[-1].startswith(last)


@pytest.mark.parametrize(
    ("words", "count"), [("näringsliv", 5), ("naringsliv", 5), ("NÄRINGSLIVETS", 4), ("motala", 1)]
)
def test_a_word_of_the_purpose_finds_projects(index: IndexFile, words: str, count: int) -> None:
    assert len(titles(index, words)) == count


@pytest.mark.parametrize("text", ["ornskoldsvik", "Örnsköldsviks kn", "örnsköldsvik kommun"])
def test_the_own_municipality_is_suggested(index: IndexFile, text: str) -> None:
    kind = {"type": ["http://www.w3.org/ns/org#Organization"]}
    (row,) = suggest(index, ListQuery(text, kind))
    assert row.iri == f"{BASE}id/organization/ornskoldsviks-kommun"
    assert counts(index, "owner", ListQuery(chosen=PROJECTS | {"owner": [row.iri]})).get(
        "ornskoldsviks-kommun"
    )


def test_county_by_year_says_how_many_and_that_no_amount_is_stated(index: IndexFile) -> None:
    groups = {
        (g.values[0].rpartition("/")[2], g.values[1]): g.count
        for g in group_by(index, EVERY, ("owner_county", "year"))
    }
    assert groups["24", "2012"] == 3
    assert groups["22", UNKNOWN] == 1  # Örnsköldsvik's
    (whole,) = group_by(index, EVERY)
    assert (whole.count, whole.sums, whole.stated) == (10, {}, {})


def test_what_a_row_points_at_has_names(index: IndexFile) -> None:
    rows = list_page(index, EVERY).rows
    iris = {v for row in rows for f in ("owner", "programme", "status") for v in row.values[f]}
    named = names_by_iri(index, iris)
    assert named.keys() == iris
    assert named[f"{BASE}def/stage/ongoing"] == {"sv": "pågående", "en": "ongoing"}


def test_only_things_are_listed(index: IndexFile) -> None:
    iris = [row.iri for row in list_all(index, ListQuery())]
    assert not [
        iri
        for iri in iris
        if "/doc/" in iri or ("/id/" in iri and "/period" in iri) or "/anomaly/" in iri
    ]
    assert len(iris) == len(set(iris))


def test_a_decision_settles_an_anomaly_and_gives_a_start(site: Path, tmp_path: Path) -> None:
    decisions = site / "data/curated/decisions.ttl"
    decisions.write_text(f"""{decisions.read_text("utf-8")}
<{ORNSKOLDSVIK}/anomaly/period-start/ours> a fp:Decision, prov:Entity ;
    fp:decides <{ORNSKOLDSVIK}/anomaly/period-start> ; fp:chosen "2012-01"^^xsd:gYearMonth ;
    dcterms:date "2026-11-23"^^xsd:date ; prov:wasAttributedTo <id/organization/tillvaxtverket> ;
    dcterms:description "Skäl."@sv, "Reason."@en .
""")
    with built(read_config(site), tmp_path) as index:
        assert counts(index, "anomaly") == {"open": 1, "decided": 1, UNKNOWN: 8}
        assert counts(index, "start_year") == {"2011": 1, "2012": 9}


def test_amounts_are_summed_by_fund_exactly(tmp_path: Path) -> None:
    """The invented operations, held against their table."""
    table = (EXAMPLE / "data/sources/operations.csv").read_text("utf-8").splitlines()
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for row in csv.DictReader(table):
        amount = row["Union support (EUR)"].replace(",", "")
        expected[row["Fund"]] += Decimal(amount)
    with built(read_config(EXAMPLE), tmp_path) as index:
        kind = {"type": ["https://operations.example/def/FundedProject"]}
        groups = group_by(index, ListQuery(chosen=kind), ("programme",))
        named = names_by_iri(index, [group.values[0] for group in groups])
        assert {named[g.values[0]]["en"]: g.sums["EUR"] for g in groups} == expected
        assert sum(group.count for group in groups) == len(table) - 1
        first = next(iter(list_page(index, ListQuery("mills", kind)).rows))
        assert (first.amount, first.currency) == (Decimal(1_440_000), "EUR")
        assert first.facts["cofinancing"] == "960000 EUR"


GENERIC = """@prefix x: <http://things.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
x:a a x:Tree ; rdfs:label "Ek"@sv, "Oak"@en .
x:b a x:Tree, x:Old ; rdfs:label "Björk" ; rdfs:comment "vit" .
<http://things.example/b/part> a x:Branch .
x:c rdfs:label "ingen klass" .
x:d x:p x:a .
[] a x:Tree ; rdfs:label "utan namn" ."""


def test_any_rdf_has_lists_by_class_and_search_by_label(tmp_path: Path) -> None:
    file = tmp_path / "trees.ttl"
    file.write_text(GENERIC, encoding="utf-8")
    publish_files([str(file)], "http://localhost:8000/", tmp_path / "out")
    opened = open_release(find_release(tmp_path / "out"))
    index = opened.index
    (types,) = count_facets(index, ListQuery(), ["type"]).values()
    assert {(c.value.rpartition("/")[2], c.count) for c in types} == {
        ("Tree", 2), ("Old", 1), ("Branch", 1), (UNKNOWN, 1)
    }  # fmt: skip
    trees = ListQuery(chosen={"type": ["http://things.example/Tree"]})
    assert [row.iri[-1] for row in list_all(index, trees)] == ["b", "a"]
    for words, found in (("ek", "a"), ("oaks", "a"), ("bjork", "b"), ("vit", "b"), ("klass", "c")):
        assert [row.iri[-1] for row in list_all(index, ListQuery(words))] == [found]
    opened.close()
