"""Random JSON-LD: what stands at each place is the value that was asked for."""

import json

import pyoxigraph as ox
from hypothesis import assume, given, settings

from checking.positions.finding import BASE, parse_with_positions, text_at
from checking.positions.jsonlayouts import json_documents
from lod.rdf.formats import JSONLD
from lod.rdf.namespaces import RDF

NIL = ox.NamedNode(f"{RDF}nil")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(json_documents())
def test_every_value_is_at_its_place(document: str) -> None:
    # A nameless node in a graph that others point at backwards may only be placed as a whole.
    backwards = document.count('"inverse"') > 1 or document.count('"@reverse"') > 1
    assume(not (backwards and document.count('"graph"') > 1))
    quads, positions = parse_with_positions(document.encode(), JSONLD, BASE)
    assert positions.exact
    assert len(positions) == len(quads)
    for quad in quads:
        text = text_at(document, positions.find(quad.subject, quad.predicate, quad.object))
        if text == "{" and not isinstance(quad.object, ox.BlankNode) and quad.object != NIL:
            assert document.count("inverse") > 1 or document.count("@reverse") > 1
            continue  # a nameless node that others point at backwards stands as a whole
        assert is_written(text, quad.object), (text, str(quad))


def is_written(text: str, term: object) -> bool:
    """Tell whether a text of JSON, or the bracket that opens it, is a term."""
    if isinstance(term, ox.BlankNode):
        return len(term.value) > 20 or text == json.dumps(f"_:{term.value}")
    if isinstance(term, ox.Literal):
        value = json.loads(text) if text not in ("{", "[") else None
        if term.datatype.value == f"{RDF}JSON":
            return bool(json.loads(term.value) == value)
        if isinstance(value, str):
            return value == term.value
        return text == term.value or float(text) == float(term.value)
    assert isinstance(term, ox.NamedNode)
    if term == NIL:
        return True
    name = json.loads(text)
    return bool(name and term.value.endswith(name.rpartition(":")[2]))
