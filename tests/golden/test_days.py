"""Days, parts of a year and years, from the page's words to the graph: days.csv, typed by hand."""

import csv
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from editing import NAME, change

from lod.publishing.build import check_publication
from lod.publishing.config import read_config
from lod.publishing.publication import Mapped, map_all
from lod.rdf import JSONLD, write
from lod.rdf.namespaces import XSD, prefixes

BASE = "https://data.tillvaxtverket.example/"
TABLE = list(csv.DictReader((Path(__file__).parent / "days.csv").read_text("utf-8").splitlines()))
PROPERTIES = ("startDate", "earliestStart", "latestStart", "endDate", "earliestEnd", "latestEnd")


@pytest.fixture
def days(site: Path) -> Mapped:
    """The shipped page, its periods written in other words."""
    lines = (site / f"data/sources/{NAME}.txt").read_text("utf-8").split("\n")
    for row in TABLE:
        old = lines[int(row["line"]) - 1]
        change(site, f"{old}\n", re.sub("(?<=Projekttid: ).*", row["written"], old) + "\n")
    return map_all(read_config(site))


def said(mapped: Mapped, thing: str) -> dict[str, ox.Literal]:
    subject = ox.NamedNode(f"{BASE}id/{thing}")
    return {
        re.split("[/#]", t.predicate.value)[-1]: t.object
        for t in mapped.graph.quads
        if t.subject == subject and isinstance(t.object, ox.Literal)
    }


def shown(literal: ox.Literal | None, name: str) -> str:
    if literal is None:
        return ""
    kind = literal.datatype.value.removeprefix(XSD)
    return f"{literal.value} {kind}" if name in ("startDate", "endDate") else literal.value


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["written"])
def test_the_graph_says_what_the_page_says_and_no_more(days: Mapped, row: dict[str, str]) -> None:
    found = said(days, f"project/{row['project']}/period")
    assert {n: shown(found.get(n), n) for n in PROPERTIES} == {n: row[n] for n in PROPERTIES}
    assert found["verbatim"].value == row["written"]


def test_it_conforms_and_what_cannot_be_read_is_told_with_its_line(days: Mapped) -> None:
    report = check_publication(days, lambda _: None)
    assert report.conforms
    told = {
        (finding.place.line, finding.messages["en"])
        for finding in report.findings
        if finding.place and finding.rule.id == "notice/open-anomaly"
    }
    begins = {
        51: "nobody has decided: The start is written with slashes: which is the day, which the "
        "month? Both 2012-03-04 and 2012-04-03 are plausible readings;",
        57: "nobody has decided: The start is not written so that it can be read for certain.",
        69: "nobody has decided: The project period is not written as a start, a dash and an end.",
    }
    for line, words in begins.items():
        assert any(at == line and message.startswith(words) for at, message in told), told


def test_a_project_that_ended_on_the_day_before_the_page_is_no_longer_ongoing(days: Mapped) -> None:
    (status,) = [
        t.object.value
        for t in days.graph.quads
        if str(t.subject) == f"<{BASE}id/project/front-framtid-och-norsjos-tillvaxt/anomaly/status>"
        and isinstance(t.object, ox.Literal)
        and t.object.language == "en"
    ]
    assert "was over after 2013-11-14" in status


@pytest.mark.parametrize(
    ("chosen", "start", "first"),
    [
        ('"2012-04-03"^^xsd:date', "2012-04-03 date", "2012-04-03"),
        ('"2012-04-03"', "2012-04-03 date", "2012-04-03"),
        ('"2012-04"^^xsd:gYearMonth', "2012-04 gYearMonth", "2012-04-01"),
        ('"2012"^^xsd:gYear', "2012 gYear", "2012-01-01"),
        ('"2012-02-30"^^xsd:date', "", ""),
        ('"2012-04-03"^^xsd:gYearMonth', "", ""),
    ],
)
def test_a_steward_decides_on_a_day_a_month_or_a_year(
    days: Mapped, chosen: str, start: str, first: str
) -> None:
    anomaly = f"{BASE}id/project/front-framtid-och-norsjos-tillvaxt/anomaly/period-start"
    (days.config.site / "data/curated/decisions.ttl").write_text(
        f"""PREFIX fp: <{BASE}def/> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX xsd: <{XSD}>
        <{anomaly}/decision> a fp:Decision, prov:Entity ; fp:decides <{anomaly}> ;
        fp:chosen {chosen} ; dcterms:description "Så är det."@sv, "So it is."@en ;
        dcterms:date "2026-11-30"^^xsd:date ;
        prov:wasAttributedTo <{BASE}id/organization/tillvaxtverket> ."""
    )
    mapped = map_all(days.config)
    found = said(mapped, "project/front-framtid-och-norsjos-tillvaxt/period")
    assert shown(found.get("startDate"), "startDate") == start
    assert shown(found.get("earliestStart"), "") == first
    assert check_publication(mapped, lambda _: None).conforms == bool(start)


def test_json_says_a_day_as_a_day_and_a_month_as_it_did(days: Mapped) -> None:
    written = {}
    for key in ("progressiva-kommuner", "hall-ut"):
        period = f"{BASE}id/project/{key}/period"
        triples = [t for t in days.graph.quads if str(t.subject) == f"<{period}>"]
        written[key] = write(
            triples, JSONLD, prefixes=prefixes(f"{BASE}def/"), base=BASE, first=period
        )
        back = {quad.triple for quad in ox.parse(written[key], format=ox.RdfFormat.JSON_LD)}
        assert back == set(triples)
    assert b'"startDate": "2012-03"' in written["hall-ut"]
    assert b'"earliestEnd": "2014-07-01"' in written["hall-ut"]
    assert b'"2012-03-15"' in written["progressiva-kommuner"]
