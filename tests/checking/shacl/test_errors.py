"""Shapes that can't be run are refused, and the error names shape and property."""

from pathlib import Path

import pytest

from checking.shacl import cases
from lod.checking.shacl import (
    MalformedShapes,
    QueryFailure,
    UnsupportedShapes,
    read_shapes,
    validate,
    validate_file,
)
from lod.rdf.namespaces import SH

S = "ex:S a sh:NodeShape ; sh:targetClass ex:C"
P = "ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p"

# Shapes, the property the error is about, a word of the message or of what to do.
MALFORMED = {
    "a qualified shape on a node shape": (
        f"{S} ; sh:qualifiedValueShape [ sh:class ex:U ] ; sh:qualifiedMinCount 1 .",
        "qualifiedValueShape",
        "property shape",
    ),
    "sh:property of nothing": (f"{S} ; sh:property ex:Gone .", "property", "don't describe"),
    "sh:property of a typo": (
        f"{S} ; sh:property ex:name-shape . ex:name-shap sh:path ex:p .",
        "property",
        "did you mean http://example.org/name-shap?",
    ),
    "sh:node of nothing": (f"{S} ; sh:node ex:Gone .", "node", "don't describe"),
    "sh:node of a property shape": (f"{S} ; sh:node [ sh:path ex:p ] .", "node", "property shape"),
    "sh:not of a text": (f'{S} ; sh:not "x" .', "not", "a shape"),
    "sh:or of nothing": (f"{S} ; sh:or ( ex:Gone ) .", "or", "don't describe"),
    "an empty sh:or": (f"{S} ; sh:or () .", "or", "empty"),
    "a property shape without path": (
        "ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:minCount 1 .",
        "path",
        "sh:path",
    ),
    "two paths": (f"{P} , ex:q .", "path", "one sh:path"),
    "a path that is a text": (f'{P[:-4]} "p" .', "path", "no path"),
    "a path without operator": (f"{P[:-4]} [ ex:x ex:y ] .", "path", "operator"),
    "a path of one step": (f"{P[:-4]} ( ex:p ) .", "path", "two members"),
    "a path in itself": (f"{P[:-4]} _:x . _:x sh:inversePath _:x .", "path", "itself"),
    "an ill-formed list": (f"{P} ; sh:in [ rdf:first 1 ] .", "in", "list"),
    "a list in itself": (f"{P} ; sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .", "in", "itself"),
    "a wrong pattern": (f'{P} ; sh:pattern "[a" .', "pattern", "pattern"),
    "a wrong flag": (f'{P} ; sh:pattern "a" ; sh:flags "g" .', "pattern", "flag"),
    "a wrong node kind": (f"{P} ; sh:nodeKind sh:Literals .", "nodeKind", "Literal"),
    "a count in quotation marks": (f'{P} ; sh:minCount "1" .', "minCount", "whole number"),
    "a count below zero": (f"{P} ; sh:minCount -1 .", "minCount", "whole number"),
    "two counts": (f"{P} ; sh:minCount 1 , 2 .", "minCount", "one value"),
    "a count on a node shape": (f"{S} ; sh:minCount 1 .", "minCount", "property shape"),
    "a class that is a text": (f'{P} ; sh:class "C" .', "class", "IRI"),
    "a target that is a text": ('ex:S a sh:NodeShape ; sh:targetClass "C" .', "targetClass", "IRI"),
    "a language that is an IRI": (f"{P} ; sh:languageIn ( ex:sv ) .", "languageIn", "text"),
    "a message that is an IRI": (f"{P} ; sh:message ex:m .", "message", "text"),
    "closed with a text": (f'{S} ; sh:closed "yes" .', "closed", "true or false"),
    "a query that is none": (
        f'{S} ; sh:sparql [ sh:select "SELECT $this WHERE {{ $this a }}" ] .',
        "select",
        "SPARQL",
    ),
    "a query with an unknown prefix": (
        f'{S} ; sh:sparql [ sh:select "SELECT $this WHERE {{ $this a no:C }}" ] .',
        "select",
        "query",
    ),
    "a query with MINUS": (
        f'{S} ; sh:sparql [ sh:select "SELECT $this {{ $this a ?c MINUS {{ ?c a ?d }} }}" ] .',
        "select",
        "MINUS",
    ),
    "a query that fetches": (
        f'{S} ; sh:sparql [ sh:select "SELECT $this {{ SERVICE <a:b> {{ $this a ?c }} }}" ] .',
        "select",
        "SERVICE",
    ),
    "a query that nests too deep": (
        f'{S} ; sh:sparql [ sh:select "SELECT $this {"{" * 5000}{"}" * 5000}" ] .',
        "select",
        "deeper",
    ),
    "a query with a pattern that is none": (
        f"{S} ; sh:sparql [ sh:select 'SELECT $this {{ $this ?p ?v FILTER REGEX(?v, \"[a\") }}'] .",
        "select",
        "a wrong pattern, [a",
    ),
    "a query with a flag that is none": (
        f'{S} ; sh:sparql [ sh:select \'SELECT $this {{ $this ?p ?v FILTER(!REPLACE(?v, "(?=a)", '
        f'"", "i")) }}\' ] .',
        "select",
        "a wrong pattern, (?=a)",
    ),
    "a component with a pattern that is none": (
        "ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:like ] ;"
        " sh:validator [ sh:ask 'ASK { FILTER REGEX($value, $like) }' ] ."
        f" {P} ; ex:like 'a)' .",
        "",
        "a wrong pattern, a)",
    ),
    "a constraint that is nowhere": (f"{S} ; sh:sparql ex:gone .", "sparql", "don't describe"),
    "a constraint that is a text": (f"{S} ; sh:sparql 'SELECT' .", "sparql", "sh:select"),
    "a constraint without query": (f"{S} ; sh:sparql [ sh:message 'x' ] .", "sparql", "sh:select"),
    "a path with two operators": (
        f"{P[:-4]} [ sh:inversePath ex:p ; sh:zeroOrMorePath ex:q ] .",
        "path",
        "2 statements",
    ),
    "a path with more than an operator": (
        f"{P[:-4]} [ sh:inversePath ex:p ; rdfs:label 'x' ] .",
        "path",
        "2 statements",
    ),
    "what must be inferred": (
        f"{S} . ex:all sh:entailment <http://www.w3.org/ns/entailment/RDFS> .",
        "entailment",
        "nothing is inferred",
    ),
    "deactivated by a text": (f"{S} ; sh:deactivated 'true' .", "deactivated", "true or false"),
    "deactivated twice": (f"{S} ; sh:deactivated true , false .", "deactivated", "2 values"),
    "a message that is a number": (f"{S} ; sh:message 5 .", "message", "a text"),
    "languages that are no texts": (f"{P} ; sh:languageIn ( 5 ) .", "languageIn", "no text"),
    "a node shape with a path": (f"{S} ; sh:path ex:p .", "path", "sh:NodeShape with sh:path"),
    "a node shape as a property": (f"{S} ; sh:property ex:S .", "property", "names a node shape"),
    "a query with a language": (
        f"{S} ; sh:sparql [ sh:select 'SELECT $this {{}}'@en ] .",
        "select",
        "sh:select is",
    ),
    "prefixes that are a text": (
        f"{S} ; sh:sparql [ sh:prefixes 'ex' ; sh:select 'SELECT $this {{ $this ?p ?o }}' ] .",
        "select",
        "sh:prefixes is",
    ),
    "a prefix that is a number": (
        f"{S} ; sh:sparql [ sh:prefixes ex:O ; sh:select 'SELECT $this {{ $this ?p ?o }}' ] ."
        " ex:O sh:declare [ sh:prefix 5 ; sh:namespace 'https://x.example/' ] .",
        "select",
        "without one sh:prefix",
    ),
    "a pattern with two quantifiers": (f"{P} ; sh:pattern 'x++' .", "pattern", "another quant"),
    "a pattern without a least number": (f"{P} ; sh:pattern 'x{{,3}}' .", "pattern", "number of t"),
    "JavaScript": (f"{S} ; sh:js [] .", "js", "neither by lod nor by pyshacl"),
    "a target in JavaScript": (
        "ex:S a sh:NodeShape ; sh:target [ a sh:JSTarget ] .",
        "",
        "sh:JSTarget can't be run",
    ),
    "a rule in JavaScript": (f"{S} ; sh:rule [ a sh:JSRule ] .", "", "sh:JSRule can't be run"),
    "a shape in itself": (f"{S} ; sh:node ex:S .", "node", "refers to itself"),
    "shapes in shapes, and so on": (
        f"{S} ; sh:node ex:S0 . "
        + " ".join(f"ex:S{n} sh:node ex:S{n + 1} ." for n in range(3000))
        + " ex:S3000 sh:nodeKind sh:IRI .",
        "node",
        "nested deeper",
    ),
    "a rule whose query is none": (
        f"{S} ; sh:rule [ a sh:SPARQLRule ; sh:construct 'CONSTRUCT {{ $this a }}' ] .",
        "construct",
        "a wrong query",
    ),
    "a component without validator": (
        "ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] .",
        "parameter",
        "validator",
    ),
    "a component whose parameters are all optional": (
        'ex:K a sh:ConstraintComponent ; sh:validator [ sh:ask "ASK {}" ] ;'
        " sh:parameter [ sh:path ex:max ; sh:optional true ] .",
        "parameter",
        "optional",
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_shapes_are_refused(case: str) -> None:
    text, name, word = MALFORMED[case]
    with pytest.raises(MalformedShapes) as caught:
        cases.shapes(text)
    every = (caught.value, *caught.value.others)
    assert any(word in f"{e}" for e in every), f"{caught.value}"
    if name:
        assert f"{SH}{name}" in {e.property for e in every}
    assert all(e.shape for e in every)
    assert caught.value.exit_code == 3


def test_all_errors_are_told_at_once() -> None:
    with pytest.raises(MalformedShapes) as caught:
        cases.shapes(f'{P} ; sh:minCount -1 ; sh:pattern "[" ; sh:nodeKind ex:x .')
    assert len(caught.value.others) == 2


def test_what_cannot_be_run_hides_no_other_error() -> None:
    text = f"{S} ; sh:node ex:S ; sh:js [] ; sh:message 5 ; sh:property [ sh:minCount -1 ] ."
    with pytest.raises(MalformedShapes) as caught:
        cases.shapes(text)
    names = [
        e.property and e.property.removeprefix(SH) for e in (caught.value, *caught.value.others)
    ]
    assert sorted(map(str, names)) == ["js", "message", "minCount", "node", "path"]


def test_a_wrong_component_is_told_once_however_many_shapes_use_it() -> None:
    component = (
        "ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ;"
        " sh:validator ex:V . ex:V sh:ask 'ASK { FILTER }' ."
    )
    with pytest.raises(MalformedShapes) as caught:
        cases.shapes(f"{component} {S} ; ex:most 1 . ex:T a sh:NodeShape ; ex:most 2 .")
    assert caught.value.others == ()
    assert (caught.value.shape, caught.value.property) == ("<http://example.org/V>", f"{SH}ask")


def test_shapes_without_a_name_are_named_by_their_owner() -> None:
    with pytest.raises(MalformedShapes) as caught:
        cases.shapes(f"{S} ; sh:property [ sh:path rdfs:label ; sh:minCount -1 ] .")
    assert str(caught.value).startswith(
        "in the property shape for rdfs:label of http://example.org/S: sh:minCount is "
    )
    assert caught.value.told("sv").startswith(
        "i egenskapsregeln för rdfs:label i http://example.org/S: sh:minCount är "
    )
    with pytest.raises(MalformedShapes) as caught:
        cases.shapes(f"{S} ; sh:sparql [ sh:select 'ASK' ] .")
    assert str(caught.value).startswith("in a part of http://example.org/S: ")


def test_a_chain_of_fifty_shapes_works(tmp_path: Path) -> None:
    chain = " ".join(f"ex:S{n} sh:node ex:S{n + 1} ." for n in range(48))
    shapes = cases.shapes(f"{S} ; sh:node ex:S0 . {chain} ex:S48 sh:nodeKind sh:Literal .")
    assert len(validate(cases.turtle("ex:a a ex:C ."), shapes)) == 1
    file = tmp_path / "data.ttl"
    file.write_text(f"{cases.PREFIXES} ex:a a ex:C .", encoding="utf-8")
    assert len(validate_file(file, shapes)) == 1


def test_imports_that_are_not_followed_are_noted() -> None:
    imports = "<http://www.w3.org/2002/07/owl#imports>"
    (note,) = cases.shapes(
        f"{S} . ex:all {imports} ex:more , ex:here . ex:here a ex:Shapes ."
    ).notes
    assert "http://example.org/more is not fetched" in note.text


@pytest.mark.parametrize(
    "text",
    [
        f"{S} ; sh:node ex:S .",
        f"{S} ; sh:property [ sh:path ex:knows ; sh:node ex:S ] .",
        f"{S} ; sh:js [] .",
        f"{S} . ex:all sh:entailment ex:all .",
    ],
)
def test_what_no_engine_can_run_is_refused(text: str) -> None:
    with pytest.raises(UnsupportedShapes):
        cases.shapes(text)


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        (f"{S} ; sh:rule [ a sh:TripleRule ] .", "sh:rule"),
        ("ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ] .", "sh:target"),
        (f"{S} ; sh:expression [ sh:path ex:p ] .", "sh:expression"),
        ("ex:f a sh:SPARQLFunction .", "sh:SPARQLFunction"),
    ],
)
def test_advanced_features_are_left_to_the_reference(text: str, feature: str) -> None:
    shapes = cases.shapes(text)
    assert feature in shapes.needs_reference[0].text
    with pytest.raises(UnsupportedShapes):
        validate([], shapes)


def test_what_checks_less_than_it_seems_is_noted() -> None:
    text = f'{P} ; sh:uniqueLang "1"^^xsd:boolean ; sh:qualifiedMinCount 1 ; sh:pattern "(?=a)" .'
    notes = {n.property.removeprefix(SH) for n in cases.shapes(text).notes}
    assert notes == {"uniqueLang", "qualifiedMinCount", "pattern"}


def test_a_query_that_says_failure_fails() -> None:
    query = "SELECT $this (true AS ?failure) WHERE { $this a ?c }"
    shapes = cases.shapes(f'{S} ; sh:sparql [ sh:select "{query}" ] .')
    with pytest.raises(QueryFailure):
        validate(cases.turtle("ex:a a ex:C ."), shapes)


def test_no_shapes_are_empty_and_not_an_error() -> None:
    assert read_shapes([]).is_empty
    assert cases.shapes("ex:S a sh:NodeShape ; sh:nodeKind sh:IRI .").is_empty
    assert not cases.shapes(f"{S} .").is_empty
