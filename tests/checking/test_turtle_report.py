"""The report of ``lod check --format turtle``: SHACL's own, whatever the check came to."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from checking.running import EX, HEAD
from lod.cli.commands import main

GOOD = 'ex:a a ex:C ; ex:p 1 ; ex:q "x" .'
PLAIN = "ex:a a ex:C ."
SEVERITIES = {
    # severity → exit code, and that with --fail-on info
    "sh:Violation": (1, 1),
    "sh:Warning": (0, 1),
    "sh:Info": (0, 1),
    "sh:Debug": (0, 0),
    "sh:Trace": (0, 0),
    "ex:Grave": (1, 1),
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(data: str, shapes: str, *options: str) -> tuple[int, Graph]:
    Path("data.ttl").write_text(HEAD + data, encoding="utf-8")
    Path("shapes.ttl").write_text(HEAD + shapes, encoding="utf-8")
    arguments = ["check", "data.ttl", "--shapes", "shapes.ttl", "--format", "turtle", *options]
    ended = CliRunner().invoke(main, arguments)
    return ended.exit_code, Graph().parse(data=ended.stdout_bytes, format="turtle")


def reports(graph: Graph) -> list[Node | None]:
    found = graph.subjects(RDF.type, SH.ValidationReport)
    return [graph.value(node, SH.conforms) for node in found]


@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize("engine", ["own", "pyshacl"])
def test_a_severity_comes_out_as_it_was_given(severity: str, engine: str) -> None:
    shapes = f"ex:S sh:targetClass ex:C ; sh:nodeKind sh:Literal ; sh:severity {severity} ."
    plain, strict = SEVERITIES[severity]
    code, graph = check(PLAIN, shapes, "--engine", engine)
    prefix, _, name = severity.partition(":")
    assert list(graph.objects(None, SH.resultSeverity)) == [
        URIRef((EX if prefix == "ex" else str(SH)) + name)
    ]
    assert code == plain
    assert check(PLAIN, shapes, "--engine", engine, "--fail-on", "info")[0] == strict


def test_a_query_is_named_and_the_shape_s_messages_are_one_by_one() -> None:
    shapes = (
        "ex:S sh:targetClass ex:C ; sh:message 'one' , 'two'@en , 'three'@en ; sh:sparql [ "
        "sh:select 'SELECT $this WHERE { $this <https://example.org/p> 1 }' ] ."
    )
    code, graph = check(GOOD, shapes)
    assert code == 1
    (query,) = graph.objects(None, SH.sourceConstraint)
    assert query != graph.value(None, SH.sourceShape)
    said = {Literal("one"), Literal("two", lang="en"), Literal("three", lang="en")}
    assert set(graph.objects(None, SH.resultMessage)) == said


def test_a_blank_node_is_one_node_and_its_shape_another() -> None:
    shapes = "[] sh:targetObjectsOf ex:p ; sh:nodeKind sh:IRI ; sh:class ex:D ."
    _, graph = check("ex:a ex:p [ ex:p 1 ] .", shapes)
    foci = [f for f in graph.objects(None, SH.focusNode) if not isinstance(f, Literal)]
    assert set(foci) == {v for v in graph.objects(None, SH.value) if not isinstance(v, Literal)}
    assert len(set(foci)) == 1
    (shape,) = set(graph.objects(None, SH.sourceShape))
    assert shape not in foci


def test_a_long_path_is_written_as_structure() -> None:
    path = "( [ sh:inversePath ex:p ] [ sh:zeroOrMorePath [ sh:alternativePath ( ex:p ex:q ) ] ] )"
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path {path} ; sh:minCount 9 ] ."
    _, graph = check(GOOD, shapes)
    (found,) = graph.objects(None, SH.resultPath)
    asked = (
        f"SELECT ?x {{ ?x rdf:first/sh:inversePath <{EX}p> ; rdf:rest/rdf:first/sh:zeroOrMorePath/"
    )
    asked += f"sh:alternativePath/rdf:rest/rdf:first <{EX}q> }}"
    names = {"sh": str(SH), "rdf": str(RDF)}
    assert [row[0] for row in graph.query(asked, initNs=names)] == [found]  # type: ignore[index]


@pytest.mark.parametrize(
    ("shapes", "code"),
    [
        ("ex:S sh:targetClass ex:C ; sh:nodeKind sh:Literal ; sh:deactivated true .", 0),
        ("ex:S a sh:NodeShape ; sh:nodeKind sh:Literal .", 3),
        ("ex:a ex:p ex:b .", 3),
    ],
)
def test_shapes_that_check_nothing_give_a_report_too(shapes: str, code: int) -> None:
    ended, graph = check(GOOD, shapes)
    assert reports(graph) == [Literal(True)]
    assert ended == code


@pytest.mark.parametrize(
    ("data", "shapes"),
    [
        ("ex:a ex:p", "ex:S sh:targetClass ex:C ; sh:minCount 1 ."),
        (GOOD, "ex:S sh:targetClass ex:C ; sh:property [ sh:minCount 1 ] ."),
        (GOOD, "ex:S sh:targetClass ex:C ; sh:node ex:S ."),
        ("ex:a ex:p", "ex:a ex:p ex:b ."),
    ],
)
def test_a_failure_has_no_report(data: str, shapes: str) -> None:
    code, graph = check(data, shapes)
    assert reports(graph) == []
    assert code == 3
