"""Random shapes and data, and a plain table of one shape for each constraint component."""

from collections.abc import Sequence

import pyoxigraph as ox

from lod.checking.shacl import Shapes, read_shapes

PREFIXES = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def turtle(text: str) -> list[ox.Triple]:
    """Read Turtle, prefixes given."""
    return [q.triple for q in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)]


def shapes(text: str) -> Shapes:
    """Read shapes, prefixes given."""
    return read_shapes(turtle(text))


SUBJECTS = tuple(f"ex:{n}" for n in "abcdefgh")
PREDICATES = ("ex:p", "ex:q", "ex:r")
VALUES = (
    *SUBJECTS[:4],
    '"a"',
    '"b b"',
    '"a"@en',
    '"b"@en',
    '"c"@sv',
    '"d"@en-gb',
    "1",
    "2",
    '"01"^^xsd:integer',
    "1.5",
    '"x"^^xsd:integer',
    '"2013-02-28"^^xsd:date',
    '"2013-02-29"^^xsd:date',
    '"2014-01-01"^^xsd:date',
    "true",
)
PATHS = (
    *PREDICATES,
    "[ sh:inversePath ex:p ]",
    "( ex:p ex:q )",
    "( ex:p [ sh:inversePath ex:q ] )",
    "[ sh:alternativePath ( ex:p ex:r ) ]",
    "[ sh:zeroOrMorePath ex:p ]",
    "[ sh:oneOrMorePath ex:q ]",
    "[ sh:zeroOrOnePath ex:r ]",
    "[ sh:inversePath ( ex:p ex:q ) ]",
)
# By component: what breaks it, with P for a property shape's parameters alone.
CONSTRAINTS = {
    "Class": "sh:class ex:C",
    "Datatype": "sh:datatype xsd:date",
    "NodeKind": "sh:nodeKind sh:IRI",
    "MinCount": "sh:minCount 1",
    "MaxCount": "sh:maxCount 1",
    "MinExclusive": "sh:minExclusive 1",
    "MinInclusive": "sh:minInclusive 2",
    "MaxExclusive": "sh:maxExclusive 2",
    "MaxInclusive": "sh:maxInclusive 1",
    "MinLength": "sh:minLength 2",
    "MaxLength": "sh:maxLength 1",
    "Pattern": 'sh:pattern "^a"',
    "LanguageIn": 'sh:languageIn ( "en" )',
    "UniqueLang": "sh:uniqueLang true",
    "Equals": "sh:equals ex:q",
    "Disjoint": "sh:disjoint ex:q",
    "LessThan": "sh:lessThan ex:q",
    "LessThanOrEquals": "sh:lessThanOrEquals ex:q",
    "HasValue": "sh:hasValue ex:a",
    "In": "sh:in ( ex:a 1 )",
    "Closed": "sh:closed true ; sh:ignoredProperties ( rdf:type )",
    "Not": "sh:not [ sh:nodeKind sh:IRI ]",
    "And": "sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class ex:C ] )",
    "Or": "sh:or ( [ sh:datatype xsd:integer ] [ sh:class ex:C ] )",
    "Xone": "sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:class ex:C ] )",
    "Node": "sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]",
    "Property": "sh:property [ sh:path ex:q ; sh:maxCount 1 ]",
    "QualifiedMinCount": "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1",
    "QualifiedMaxCount": "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 1",
}
ADDED = {
    "SingleLine": "sh:singleLine true",
    "SubsetOf": "sh:subsetOf ex:q",
    "SomeValue": "sh:someValue [ sh:nodeKind sh:IRI ]",
}
"""Those of SHACL 1.2 that have a proof; pyshacl knows none."""

TARGETS = (
    "sh:targetClass ex:C",
    "sh:targetClass ex:D",
    "sh:targetSubjectsOf ex:p",
    "sh:targetObjectsOf ex:q",
    "sh:targetNode ex:a",
)


def one_shape(component: str, path: str = "ex:p", target: str = "sh:targetSubjectsOf ex:p") -> str:
    """Write a shape with one constraint, on a path but for sh:closed and sh:property."""
    parameters = CONSTRAINTS.get(component) or ADDED[component]
    if component in ("Closed", "Property"):
        return f"ex:S a sh:NodeShape ; {target} ; {parameters} ."
    return f"ex:S a sh:PropertyShape ; {target} ; sh:path {path} ; {parameters} ."


def data(triples: Sequence[tuple[str, str, str]], types: Sequence[tuple[str, str]]) -> str:
    """Write data; ex:D is below ex:C."""
    rows = [f"{s} {p} {o} ." for s, p, o in triples] + [f"{s} a {c} ." for s, c in types]
    return "ex:D rdfs:subClassOf ex:C .\n" + "\n".join(rows)
