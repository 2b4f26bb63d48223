"""What a check says of shapes and results: every message, lines, names that people know."""

from pathlib import Path

import pytest

from checking.shacl import cases
from lod.checking import Options, check_files, find_files, read_shape_files
from lod.checking.report import Report
from lod.errors import InputError

S = "ex:S a sh:NodeShape ; sh:targetClass ex:C"


def run(folder: Path, shapes: str) -> Report:
    (folder / "shapes.ttl").write_text(cases.PREFIXES + shapes, encoding="utf-8")
    data = f"{cases.PREFIXES} ex:a a ex:C ; ex:p 01 , _:b ."
    (folder / "data.ttl").write_text(data, encoding="utf-8")
    found = read_shape_files(find_files([str(folder / "shapes.ttl")]))
    return check_files(find_files([str(folder / "data.ttl")]), found, Options())


def test_all_messages_of_a_language_are_told(tmp_path: Path) -> None:
    messages = '"A."@en , "B."@en , "C."@sv'
    check = run(tmp_path, f"{S} ; sh:nodeKind sh:Literal ; sh:message {messages} .")
    (finding,) = (f for f in check.findings if f.component)
    assert finding.messages == {"en": "A. B.", "sv": "C."}


def test_stand_ins_are_told_to_nobody(tmp_path: Path) -> None:
    shapes = (
        f"{S} ; sh:sparql [ sh:message 'got {{?value}}, {{?text}}' ; sh:select "
        "'SELECT $this ?value (STR(?value) AS ?text) { $this <http://example.org/p> ?value }' ] ."
    )
    check = run(tmp_path, shapes)
    assert len([f for f in check.findings if f.component]) == 2
    assert "urn:x-lod" not in repr(check)
    assert {"": "got 01, 01"} in [f.messages for f in check.findings]


def test_ill_formed_shapes_are_told_all_at_once_each_with_its_line(tmp_path: Path) -> None:
    shapes = f"""{S} ;
        sh:message 5 ;
        sh:property [ sh:path rdfs:label ;
            sh:pattern "x++" ] ;
        sh:sparql ex:nowhere ;
        sh:sparql [ sh:select "SELECT $this {{ $this a }}" ] ;
        sh:node ex:S .
    ex:all
        sh:entailment ex:all ."""
    with pytest.raises(InputError) as caught:
        run(tmp_path, shapes)
    told = [row for row in str(caught.value).splitlines() if row.startswith(str(tmp_path))]
    first = cases.PREFIXES.count("\n") + 1
    lines = sorted(int(row.split(":")[1]) - first for row in told)
    assert lines == [1, 3, 4, 5, 6, 8]
    assert "shapes.ttl" in told[0]
    assert "in the property shape for rdfs:label of ex:S: a wrong pattern" in str(caught.value)
    swedish = caught.value.told("sv")
    assert "i egenskapsregeln för rdfs:label i ex:S: ett felaktigt" in swedish
    assert "_:" not in swedish


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "SELECT $this WHERE {\n$this ex:p ?v .\n$this a }",
            "not readable from “}” on (line 3, column 9)",
        ),
        ("SELECT $this {\n$this no:p 1 }", "sh:prefixes doesn't give the prefix of “no:p”"),
        (
            "SELECT $this ?v (COUNT(?v) AS ?n) { $this a ?v }",
            "the variable $this is selected, but not grouped",
        ),
    ],
)
def test_a_wrong_query_is_told_with_its_own_line(query: str, told: str, tmp_path: Path) -> None:
    names = 'ex:n sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/" ] .'
    with pytest.raises(InputError) as caught:
        run(tmp_path, f"{names} {S} ; sh:sparql [ sh:prefixes ex:n ; sh:select '''{query}''' ] .")
    assert told in str(caught.value)
    assert "['" not in str(caught.value)


def test_a_query_that_fails_has_a_line(tmp_path: Path) -> None:
    query = "SELECT $this (true AS ?failure) WHERE { $this a ?c }"
    with pytest.raises(InputError, match="says that it failed") as caught:
        run(tmp_path, f"{S} ; sh:sparql [ sh:select '{query}' ] .")
    assert "shapes.ttl:" in str(caught.value)


def test_imports_that_are_not_followed_are_told(tmp_path: Path) -> None:
    imports = "<http://www.w3.org/2002/07/owl#imports>"
    check = run(tmp_path, f"{S} . ex:all {imports} <http://example.org/other> .")
    assert any("http://example.org/other is not fetched" in note for note in check.notes)
