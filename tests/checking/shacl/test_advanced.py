"""SHACL-AF goes to pyshacl by itself, as it should be run, and its errors have a line."""

from pathlib import Path

import pytest

from checking.shacl import cases
from lod.checking import Options, check_files, find_files, read_shape_files
from lod.checking.report import Report
from lod.checking.shacl import read_shapes
from lod.checking.shacl.reference import run_reference
from lod.errors import InputError, LodError

S = "ex:S a sh:NodeShape ; sh:targetClass ex:C"
NS = 'ex:ns sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/" ] .'
FUNCTION = (
    "ex:double a sh:SPARQLFunction ; sh:parameter [ sh:path ex:n ; sh:datatype xsd:integer ] ;"
    " sh:returnType xsd:integer ; sh:select 'SELECT ($n * 2 AS ?r) WHERE {}' ."
)
TARGET = "ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; sh:prefixes ex:ns ; sh:select "
DATA = "ex:a a ex:C ; ex:p 3 . ex:b a ex:C ; ex:p 2 ."

# Shapes of SHACL-AF, and the focus nodes with a result.
ADVANCED = {
    "a rule": (
        f"{S} ; sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:q ;"
        " sh:object ex:made ] ; sh:property [ sh:path ex:q ; sh:maxCount 0 ] .",
        ["a", "b"],
    ),
    "a rule with a query": (
        f"{S} ; sh:rule [ a sh:SPARQLRule ; sh:prefixes ex:ns ; sh:construct"
        " 'CONSTRUCT { $this ex:q 1 } WHERE { $this ex:p 3 }' ] ;"
        " sh:property [ sh:path ex:q ; sh:maxCount 0 ] .",
        ["a"],
    ),
    "an expression": (
        f"{FUNCTION} {S} ; sh:expression [ ex:is ( [ sh:path ex:p ] ) ] ."
        " ex:is a sh:SPARQLFunction ; sh:parameter [ sh:path ex:n ] ; sh:returnType xsd:boolean ;"
        " sh:ask 'ASK { FILTER ($n = 3) }' .",
        ["b"],
    ),
    "a function in a query": (
        f"{FUNCTION} {S} ; sh:sparql [ sh:prefixes ex:ns ; sh:select "
        "'SELECT $this WHERE { $this ex:p ?v FILTER (ex:double(?v) = 6) }' ] .",
        ["a"],
    ),
    "a target by a query": (
        f"{TARGET} 'SELECT ?this WHERE {{ ?this ex:p 3 }}' ] ; sh:nodeKind sh:Literal .",
        ["a"],
    ),
    "a type of targets": (
        "ex:Having a sh:SPARQLTargetType ; <http://www.w3.org/2000/01/rdf-schema#subClassOf>"
        " sh:Target ; sh:parameter [ sh:path ex:number ] ; sh:prefixes ex:ns ;"
        " sh:select 'SELECT ?this WHERE { ?this ex:p $number }' ."
        " ex:S a sh:NodeShape ; sh:target [ a ex:Having ; ex:number 3 ] ; sh:nodeKind sh:Literal .",
        ["a"],
    ),
}


def run(folder: Path, shapes: str, data: str = DATA, engine: str = "own") -> Report:
    (folder / "shapes.ttl").write_text(f"{cases.PREFIXES}\n{NS}\n{shapes}\n", encoding="utf-8")
    (folder / "data.ttl").write_text(cases.PREFIXES + data, encoding="utf-8")
    found = read_shape_files(find_files([str(folder / "shapes.ttl")]))
    return check_files(find_files([str(folder / "data.ttl")]), found, Options(engine=engine))


@pytest.mark.parametrize("case", ADVANCED)
def test_advanced_features_are_run_by_pyshacl_and_the_report_says_so(
    case: str, tmp_path: Path
) -> None:
    shapes, expected = ADVANCED[case]
    check = run(tmp_path, shapes)
    assert check.notes[0] == "engine: pyshacl (the shapes go beyond SHACL 1.0)"
    found = {f.focus[1:-1].rpartition("/")[2] for f in check.findings if f.component and f.focus}
    assert sorted(found) == expected
    assert [f for f in check.findings if f.rule.id.startswith("guard/no-target")] == []
    assert [f for f in check.findings if f.rule.id.startswith("guard/unknown-target")] == []


def test_plain_shapes_are_not_run_by_pyshacl(tmp_path: Path) -> None:
    assert run(tmp_path, f"{S} ; sh:nodeKind sh:IRI .").notes[0] == "engine: lod"


WRONG = {
    "a rule without a subject": f"{S} ; sh:rule [ a sh:TripleRule ; sh:predicate ex:q ] .",
    "a rule whose query is none": f"{S} ; sh:rule [ a sh:SPARQLRule ; sh:construct 'CONSTRUCT' ] .",
    "a target without a query": "ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ] .",
    "a target whose query is none": f"{TARGET} 'SELECT ?this WHERE {{ ?this' ] .",
    "a query with an unknown prefix": f"{TARGET} 'SELECT ?this WHERE {{ ?this no:p 1 }}' ] .",
    "a function whose query is none": f"{S} . ex:f a sh:SPARQLFunction ; sh:select 'SELECT' .",
    "a target in JavaScript": "ex:S a sh:NodeShape ; sh:target [ a sh:JSTarget ] .",
    "an expression that is none": f"{S} ; sh:expression [ ex:f ex:a ] .",
    "an unknown function": (
        f"{FUNCTION} {S} ; sh:sparql [ sh:prefixes ex:ns ; sh:select "
        "'SELECT $this WHERE { $this ex:p ?v FILTER (ex:none(?v)) }' ] ."
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_advanced_shapes_are_an_error_with_a_line(case: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        run(tmp_path, WRONG[case])
    assert caught.value.exit_code == 3
    assert "shapes.ttl:" in str(caught.value).split("\n", maxsplit=1)[0]


def foci(shapes: str, data: str) -> list[str]:
    found = run_reference(cases.turtle(data), cases.turtle(f"{NS} {shapes}"))
    return sorted(str(r.focus).rpartition("/")[2].rstrip(">") for r in found)


def test_the_reference_infers_nothing() -> None:
    data = "ex:p rdfs:domain ex:C . ex:a ex:p 1 . ex:b a ex:C ."
    assert foci(f"{S} ; sh:nodeKind sh:Literal .", data) == ["b"]


def test_the_reference_goes_up_the_classes_of_the_data() -> None:
    data = "ex:D rdfs:subClassOf ex:C . ex:a a ex:D ."
    assert foci(f"{S} ; sh:nodeKind sh:Literal .", data) == ["a"]


def test_the_reference_keeps_the_forms_of_literals() -> None:
    shape = f"{S} ; sh:property [ sh:path ex:p ; sh:pattern '^0' ] ."
    assert foci(shape, "ex:a a ex:C ; ex:p 01 . ex:b a ex:C ; ex:p 1 .") == ["b"]


def test_the_reference_gives_warnings_and_goes_on_after_them() -> None:
    shape = f"{S} ; sh:severity sh:Info ; sh:nodeKind sh:Literal ; sh:class ex:D ."
    assert foci(shape, "ex:a a ex:C .") == ["a", "a"]


@pytest.mark.parametrize("value", ["<<( ex:a ex:p ex:b )>>", '"x"@en--ltr'])
def test_what_pyshacl_cannot_hold_is_an_error(value: str) -> None:
    with pytest.raises(LodError, match=r"RDF 1\.2"):
        foci(f"{S} ; sh:nodeKind sh:Literal .", f"ex:a ex:p {value} .")


def test_targets_by_a_query_are_targets() -> None:
    shapes = read_shapes(cases.turtle(f"{NS} {TARGET} 'SELECT ?this WHERE {{ ?this ex:p 1 }}' ] ."))
    assert [(node, t.kind) for node, t in shapes.targets] == [
        ("<http://example.org/S>", "advanced")
    ]
    assert not shapes.is_empty
