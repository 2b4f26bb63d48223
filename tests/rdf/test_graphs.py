"""From pyoxigraph's terms to rdflib's and back: nothing is lost, and what would be is refused."""

import pyoxigraph as ox
import pytest
from rdflib import BNode, Literal, URIRef, Variable

from lod.errors import InputError
from lod.rdf import XSD, from_rdflib, to_graph, to_rdflib, triples_of

TERMS: list[ox.NamedNode | ox.BlankNode | ox.Literal] = [
    ox.NamedNode("https://x.example/å"),
    ox.BlankNode("b0"),
    ox.Literal("text"),
    ox.Literal("å", language="sv-se"),
    ox.Literal("01", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("no date", datatype=ox.NamedNode(f"{XSD}date")),
    ox.Literal("x", datatype=ox.NamedNode("https://x.example/own#string")),
]


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_a_term_comes_back_as_it_went(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> None:
    assert from_rdflib(to_rdflib(term)) == term
    triple = ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), term)
    assert list(triples_of(to_graph([triple]))) == [triple]


def test_kinds_are_rdflibs_own() -> None:
    kinds = [type(to_rdflib(term)) for term in TERMS]
    assert kinds == [URIRef, BNode, *[Literal] * 5]


def test_what_rdflib_cannot_hold_is_refused() -> None:
    triple = ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o"))
    directed = ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL)
    for term in (triple, directed):
        with pytest.raises(InputError, match=r"doesn't know RDF 1\.2"):
            to_rdflib(term)


@pytest.mark.parametrize("node", [URIRef("a"), URIRef("x:a b"), BNode("a b"), Variable("x")])
def test_what_is_no_rdf_is_refused(node: URIRef | BNode | Variable) -> None:
    with pytest.raises(InputError, match="RDF"):
        from_rdflib(node)
