"""JUnit, JSON, Turtle and HTML: what each says beyond being readable."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace

import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from lod.reports import FORMATS, Check, Finding, Place, Rule, jsonreport, render
from lod.reports.paths import turtle_path
from reports.report_checks import FINDINGS, KEPT, RICH, SPEC, UNUSED, owner

X = "https://x.example/"


def junit(check: Check) -> ET.Element:
    return ET.fromstring(render(check, "junit", "sv"))


def case(check: Check, rule: str) -> ET.Element:
    cases = junit(check).iter("testcase")
    (found,) = [one for one in cases if rule in re.split(r"[\[\] ]", one.get("name", ""))]
    return found


def test_junit_has_a_case_for_each_rule_broken_or_not() -> None:
    suites = junit(RICH)
    cases = list(suites.iter("testcase"))
    assert suites.get("tests") == str(len(cases)) == "7"
    assert suites.get("failures") == str(len(list(suites.iter("failure")))) == "3"
    assert not list(case(RICH, "spec/fine"))
    for suite in suites:
        assert suite.get("tests") == str(len(suite))
        assert suite.get("failures") == str(len(list(suite.iter("failure"))))


def test_junit_tells_all_findings_of_a_rule_with_their_places() -> None:
    (failure,) = case(RICH, "spec/project/owner")
    assert failure.get("message") == "5 fel: Projektägaren är ingen känd organisation."
    for line in (12, 40, 70, 71, 72):
        assert f"\ndata/projects.ttl:{line}:" in (failure.text or "")
    assert "gammal" not in (failure.text or "")


@pytest.mark.parametrize(
    ("fail_on", "tags"),
    [
        ("violation", ["system-out", "system-out"]),
        ("warning", ["failure", "system-out"]),
        ("info", ["failure", "failure"]),
    ],
)
def test_junit_fails_what_is_as_bad_as_asked(fail_on: str, tags: list[str]) -> None:
    check = replace(RICH, fail_on=fail_on)
    rules = ("spec/project-should/purpose", "spec/period")
    assert [child.tag for rule in rules for child in case(check, rule)] == tags


def test_junit_fails_no_case_when_the_check_conforms() -> None:
    check = Check([finding for finding in FINDINGS if finding.severity != "violation"])
    assert check.conforms
    assert junit(check).get("failures") == "0"


def found(check: Check) -> dict[str, object]:
    return dict(json.loads(render(check, "json", "sv")))


def test_every_json_key_is_documented_and_always_there() -> None:
    assert jsonreport.__doc__ is not None
    words = set(re.findall(r"\w+", jsonreport.__doc__))
    assert set(found(RICH)) == set(found(Check([])))
    for key in keys(found(RICH)):
        assert key in words, key
    results = json.loads(render(RICH, "json", "sv"))["results"]
    assert len({tuple(result) for result in results}) == 1


def keys(value: object) -> Iterable[str]:
    if isinstance(value, list):
        for item in value:
            yield from keys(item)
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            if key not in ("messages", "expected", "title", "help", "counts"):
                yield from keys(item)


def test_json_is_in_the_order_of_places() -> None:
    rows = json.loads(render(RICH, "json", "sv"))["results"]
    assert [(row["file"], row["line"]) for row in rows] == [
        (finding.place and finding.place.file, finding.place and finding.place.line)
        for finding in RICH.by_place
    ]


def graph(check: Check) -> Graph:
    return Graph().parse(data=render(check, "turtle", "sv"), format="turtle")


def test_turtle_has_every_result_of_a_constraint_and_no_guard() -> None:
    data = graph(RICH)
    (report,) = data.subjects(RDF.type, SH.ValidationReport)
    shown = [finding for finding in FINDINGS if finding.component]
    assert len(list(data.objects(report, SH.result))) == len(shown)
    assert data.value(report, SH.conforms) == Literal(False)
    assert b"# shapes/project.ttl:14:20: varning: Ingenting har" in render(RICH, "turtle", "sv")


def test_turtle_does_not_conform_with_a_known_or_mild_result_either() -> None:
    for check in (Check([owner(1, "", "x", known=True)]), Check([FINDINGS[7]])):
        assert check.conforms
        assert (None, SH.conforms, Literal(False)) in graph(check)
    assert (None, SH.conforms, Literal(True)) in graph(Check([]))
    guard = Finding(UNUSED, "warning", {})
    assert (None, SH.conforms, Literal(True)) in graph(Check([guard]))


def test_a_turtle_result_says_all_that_shacl_asks() -> None:
    wanted = """
    @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <https://data.example/> .
    [] a sh:ValidationReport ; sh:conforms false ; sh:result [
        a sh:ValidationResult ; sh:focusNode <https://data.example/id/project/12> ;
        sh:resultPath <https://data.example/def/projectOwner> ;
        sh:value <https://data.example/id/organization/x> ; sh:resultSeverity sh:Violation ;
        sh:sourceConstraintComponent sh:ClassConstraintComponent ;
        sh:sourceShape <https://data.example/spec/project/owner> ;
        sh:resultMessage "Projektägaren är ingen känd organisation."@sv,
            "The project owner is not a known organisation."@en ] ."""
    expected = Graph().parse(data=wanted, format="turtle")
    assert isomorphic(graph(Check([owner(12, "", "x")])), expected)


def test_turtle_nests_details() -> None:
    data = graph(RICH)
    ((outer, inner),) = data.subject_objects(SH.detail)
    assert data.value(outer, SH.sourceShape) == URIRef(f"{SPEC}period")
    assert data.value(inner, SH.sourceShape) == URIRef(KEPT.iri or "")


@pytest.mark.parametrize(
    ("value", "turtle"),
    [
        (f"<{X}å>", f"<{X}å>"),
        ('"01"^^<http://www.w3.org/2001/XMLSchema#integer>', '"01"^^xsd:integer'),
        ('"a\\n\\u00E5"@sv-SE', '"a\\nå"@sv-SE'),
        ("[]", None),
        ("_:b0", None),
        ("<not an iri>", '"<not an iri>"'),
        ("relative", '"relative"'),
        ('"""long\nstring"""', r'"\"\"\"long\nstring\"\"\""'),
    ],
)
def test_turtle_keeps_the_value_as_written(value: str, turtle: str | None) -> None:
    one = replace(owner(1, "", "x"), value=value)
    (node,) = graph(Check([one])).objects(None, SH.value)
    if turtle is None:
        assert isinstance(node, BNode)
        return
    prefix = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
    data = Graph().parse(data=f"{prefix}<{X}s> <{X}p> {turtle} .", format="turtle")
    assert node == next(data.objects())


@pytest.mark.parametrize(
    ("path", "turtle"),
    [
        ("<a:p>", "<a:p>"),
        ("^<a:p>", "[ sh:inversePath <a:p> ]"),
        ("<a:p>/^<a:q>", "( <a:p> [ sh:inversePath <a:q> ] )"),
        ("<a:p>|<a:q>/<a:r>", "[ sh:alternativePath ( <a:p> ( <a:q> <a:r> ) ) ]"),
        ("(<a:p>|<a:q>)/<a:r>", "( [ sh:alternativePath ( <a:p> <a:q> ) ] <a:r> )"),
        ("(<a:p>)*", "[ sh:zeroOrMorePath <a:p> ]"),
        ("<a:p>+", "[ sh:oneOrMorePath <a:p> ]"),
        ("^(<a:p>/<a:q>)?", "[ sh:inversePath [ sh:zeroOrOnePath ( <a:p> <a:q> ) ] ]"),
        (" <a:p> / <a:q>", "( <a:p> <a:q> )"),
        ("((<a:p>)?)*", "[ sh:zeroOrMorePath [ sh:zeroOrOnePath <a:p> ] ]"),
        ("<a:p>/", None),
        ("(<a:p>", None),
        ("<a:p>)", None),
        ("!<a:p>", None),
        ("<a:p> <a:q>", None),
        ("[]", None),
        ("", None),
        ("(" * 5000 + "<a:p>" + ")" * 5000, None),
    ],
)
def test_paths_are_written_as_shacl_does(path: str, turtle: str | None) -> None:
    assert turtle_path(path) == turtle


def page(check: Check, language: str = "sv") -> str:
    return render(check, "html", language).decode()


def test_the_page_marks_the_value_and_nothing_else() -> None:
    written = page(RICH)
    marks = re.findall("<mark>(.*?)</mark>", written)
    assert "&lt;id/organization/kristanstad&gt;" in marks
    assert "&lt;id/organization/漢字&gt;" in marks
    assert len(marks) == 8


def test_the_page_says_its_language_its_verdict_and_its_counts_first() -> None:
    for language, words in (("sv", "7 fel, 2 varningar"), ("en", "7 errors, 2 warnings")):
        written = page(RICH, language)
        assert f'<html lang="{language}">' in written
        assert written.index("<h1>") < written.index(words, written.index("<h1>"))
        assert written.index(words) < written.index("<table>") < written.index("<article")


def test_the_page_fetches_nothing() -> None:
    written = page(RICH)
    assert "default-src 'none'" in written
    assert not re.search(r"<script|<img|<link|url\(|@import|src=", written)


def test_anchors_hold_when_lines_move() -> None:
    one = owner(12, "", "x")
    moved = replace(one, place=Place("data/projects.ttl", 90))
    anchors = [re.findall('<article id="(r[^"]*)"', page(Check([each]))) for each in (one, moved)]
    assert anchors[0] == anchors[1]
    assert len(anchors[0]) == 1
    assert len(set(re.findall('id="([^"]*)"', page(Check([one, one]))))) == 3


def test_every_format_says_for_whom_it_is() -> None:
    for renderer in FORMATS.values():
        assert renderer.about
        assert "/" in renderer.media_type


def test_rules_without_findings_and_without_title_go_by_their_id() -> None:
    rule = Rule("spec/plain", "violation")
    assert b'name="spec/plain"' in render(Check([], (rule,)), "junit", "en")
