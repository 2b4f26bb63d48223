"""JUnit, JSON, Turtle and HTML: what each says beyond being readable."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace

import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from checking.report.report_checks import FINDINGS, KEPT, RICH, SPEC, UNUSED, owner
from lod.checking.report import (
    REPORT_FORMATS,
    Finding,
    Place,
    Report,
    Rule,
    jsonreport,
    render_report,
    summary,
)
from lod.checking.report.paths import turtle_path
from lod.rdf.paths import Path, step

X = "https://x.example/"


def junit(check: Report) -> ET.Element:
    return ET.fromstring(render_report(check, "junit", "sv"))


def case(check: Report, rule: str) -> ET.Element:
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
    check = Report([finding for finding in FINDINGS if finding.severity != "violation"])
    assert check.conforms
    assert junit(check).get("failures") == "0"


def found(check: Report) -> dict[str, object]:
    return dict(json.loads(render_report(check, "json", "sv")))


def test_every_json_key_is_documented_and_always_there() -> None:
    assert jsonreport.__doc__ is not None
    words = set(re.findall(r"\w+", jsonreport.__doc__))
    assert set(found(RICH)) == set(found(Report([])))
    for key in keys(found(RICH)):
        assert key in words, key
    results = json.loads(render_report(RICH, "json", "sv"))["results"]
    assert len({tuple(result) for result in results}) == 1


def keys(value: object) -> Iterable[str]:
    if isinstance(value, list):
        for item in value:
            yield from keys(item)
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            if key not in ("messages", "expected", "found", "title", "help", "counts"):
                yield from keys(item)


def test_json_is_in_the_order_of_places() -> None:
    rows = json.loads(render_report(RICH, "json", "sv"))["results"]
    assert [(row["file"], row["line"]) for row in rows] == [
        (finding.place and finding.place.file, finding.place and finding.place.line)
        for finding in RICH.by_place
    ]


def graph(check: Report) -> Graph:
    return Graph().parse(data=render_report(check, "turtle", "sv"), format="turtle")


def test_turtle_has_every_result_of_a_constraint_and_no_guard() -> None:
    data = graph(RICH)
    (report,) = data.subjects(RDF.type, SH.ValidationReport)
    shown = [finding for finding in FINDINGS if finding.component]
    assert len(list(data.objects(report, SH.result))) == len(shown)
    assert data.value(report, SH.conforms) == Literal(False)
    assert b"# shapes/project.ttl:14:20: varning: Ingenting har" in render_report(
        RICH, "turtle", "sv"
    )


def test_turtle_does_not_conform_with_a_known_or_mild_result_either() -> None:
    for check in (Report([owner(1, "", "x", known=True)]), Report([FINDINGS[7]])):
        assert check.conforms
        assert (None, SH.conforms, Literal(False)) in graph(check)
    assert (None, SH.conforms, Literal(True)) in graph(Report([]))
    guard = Finding(UNUSED, "warning", {})
    assert (None, SH.conforms, Literal(True)) in graph(Report([guard]))


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
    assert isomorphic(graph(Report([owner(12, "", "x")])), expected)


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
        ("_:b0", None),
        ("[]", '"[]"'),
        ("<not an iri>", '"<not an iri>"'),
        ("relative", '"relative"'),
        ('"""long\nstring"""', r'"\"\"\"long\nstring\"\"\""'),
    ],
)
def test_turtle_keeps_the_value_as_written(value: str, turtle: str | None) -> None:
    one = replace(owner(1, "", "x"), value=value)
    (node,) = graph(Report([one])).objects(None, SH.value)
    if turtle is None:
        assert isinstance(node, BNode)
        return
    prefix = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
    data = Graph().parse(data=f"{prefix}<{X}s> <{X}p> {turtle} .", format="turtle")
    assert node == next(data.objects())


P, Q, R = (step(f"<a:{name}>") for name in "pqr")


def path(operator: str, *parts: Path) -> Path:
    return Path(operator, parts=parts)


@pytest.mark.parametrize(
    ("given", "turtle"),
    [
        (P, "<a:p>"),
        (path("^", P), "[ sh:inversePath <a:p> ]"),
        (path("/", P, path("^", Q)), "( <a:p> [ sh:inversePath <a:q> ] )"),
        (path("|", P, path("/", Q, R)), "[ sh:alternativePath ( <a:p> ( <a:q> <a:r> ) ) ]"),
        (path("/", path("|", P, Q), R), "( [ sh:alternativePath ( <a:p> <a:q> ) ] <a:r> )"),
        (path("*", P), "[ sh:zeroOrMorePath <a:p> ]"),
        (path("+", P), "[ sh:oneOrMorePath <a:p> ]"),
        (path("^", path("?", path("/", P, Q))),
         "[ sh:inversePath [ sh:zeroOrOnePath ( <a:p> <a:q> ) ] ]"),
        (path("*", path("?", P)), "[ sh:zeroOrMorePath [ sh:zeroOrOnePath <a:p> ] ]"),
    ],
)  # fmt: skip
def test_paths_are_written_as_shacl_does(given: Path, turtle: str) -> None:
    assert turtle_path(given) == turtle
    assert step("<a:p>").plain == "a:p"


def test_a_blank_node_that_is_named_twice_is_the_same_one() -> None:
    both = replace(owner(1, "", "x"), focus="_:x", value="_:x")
    other = replace(both, focus="_:y", value="_:x", shape="_:s", details=(both,))
    data = graph(Report([both, other]))
    foci, values = set(data.objects(None, SH.focusNode)), set(data.objects(None, SH.value))
    assert len(values) == 1
    assert len(foci) == 2
    assert values < foci


def test_turtle_has_own_severities_as_they_are_and_each_message_of_a_shape() -> None:
    one = replace(
        owner(1, "", "x"),
        own_severity=f"{X}Grave",
        literals=(("a", ""), ("b", "en"), ("c", "en")),
        source_constraint="_:query",
    )
    data = graph(Report([one]))
    assert list(data.objects(None, SH.resultSeverity)) == [URIRef(f"{X}Grave")]
    said = {Literal("a"), Literal("b", lang="en"), Literal("c", lang="en")}
    assert set(data.objects(None, SH.resultMessage)) == said
    assert len(list(data.objects(None, SH.sourceConstraint))) == 1


@pytest.mark.parametrize("form", [*REPORT_FORMATS, "summary"])
def test_a_severity_of_one_s_own_is_named_in_every_format(form: str) -> None:
    check = Report([replace(owner(1, "", "x"), own_severity=f"{X}Grave")])
    said = summary(check, "en") if form == "summary" else render_report(check, form, "en").decode()
    assert f"{X}Grave" in said


def test_debug_and_trace_are_the_mildest_and_told_where_they_are() -> None:
    check = Report([replace(owner(1, "", "x"), severity=s) for s in ("trace", "debug")])
    assert replace(check, fail_on="info").conforms
    assert check.counts == {"violation": 0, "warning": 0, "info": 0, "debug": 1, "trace": 1}
    assert "1 felsökningsrad" in render_report(check, "text", "sv").decode()
    severities = set(graph(check).objects(None, SH.resultSeverity))
    assert severities == {URIRef(f"{SH}Debug"), URIRef(f"{SH}Trace")}
    for form in REPORT_FORMATS:
        assert render_report(check, form, "sv")
    assert Report([]).counts == {"violation": 0, "warning": 0, "info": 0}


def page(check: Report, language: str = "sv") -> str:
    return render_report(check, "html", language).decode()


def test_the_page_marks_the_value_and_nothing_else() -> None:
    written = page(RICH)
    marks = re.findall("<mark>(.*?)</mark>", written)
    assert "&lt;id/organization/kristanstad&gt;" in marks
    assert "&lt;id/organization/漢字&gt;" in marks
    assert len(marks) == 10


def test_the_page_says_its_language_its_verdict_and_its_counts_first() -> None:
    for language, words in (("sv", "9 fel, 2 varningar"), ("en", "9 errors, 2 warnings")):
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
    anchors = [re.findall('<article id="(r[^"]*)"', page(Report([each]))) for each in (one, moved)]
    assert anchors[0] == anchors[1]
    assert len(anchors[0]) == 1
    assert len(set(re.findall('id="([^"]*)"', page(Report([one, one]))))) == 3


def test_every_format_says_for_whom_it_is() -> None:
    for renderer in REPORT_FORMATS.values():
        assert renderer.about
        assert "/" in renderer.media_type


def test_rules_without_findings_and_without_title_go_by_their_id() -> None:
    rule = Rule("spec/plain", "violation")
    assert b'name="spec/plain"' in render_report(Report([], (rule,)), "junit", "en")
