"""Terms as canonical N-Triples text: quick to compare and hash, and exactly as written.

Language tags are lower-cased, as by pyoxigraph's parser; RDF compares them without case.
Triple terms of RDF 1.2 are written ``<<( s p o )>>``; they are neither IRI, blank node nor literal.
"""

from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from lod.rdf.namespaces import RDF, XSD
from lod.rdf.ntriples import unescape

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

DIRECTED = f"{RDF}dirLangString"


class LiteralParts(NamedTuple):
    """What a literal is made of.

    :param datatype: the IRI without brackets.
    :param language: lower case and without base direction, or empty.
    """

    lexical: str
    datatype: str
    language: str


def from_ox(term: object) -> str:
    """Write a pyoxigraph term as the engine keeps it.

    >>> from_ox(ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
    '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)


@lru_cache(maxsize=65536)
def to_ox(text: str) -> Term:
    """Read a term back."""
    if is_iri(text):
        return ox.NamedNode(text[1:-1])
    if is_blank(text):
        return ox.BlankNode(text[2:])
    if is_triple(text) or is_directed(text):
        line = f"<x:s> <x:p> {text} ."
        (parsed,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        found: Term = parsed.object
        return found
    parts = literal(text)
    if parts.language:
        return ox.Literal(parts.lexical, language=parts.language)
    return ox.Literal(parts.lexical, datatype=ox.NamedNode(parts.datatype))


def is_iri(text: str) -> bool:
    """Whether a term is an IRI."""
    return text[:1] == "<" and text[1:2] != "<"


def is_triple(text: str) -> bool:
    """Whether a term is a triple term (RDF 1.2)."""
    return text.startswith("<<")


def is_directed(text: str) -> bool:
    """Whether a term is a literal with a base direction (RDF 1.2).

    >>> is_directed('"x"@ar--rtl'), is_directed('"x--ltr"@en')
    (True, False)
    """
    tail = text[text.rindex('"') :] if is_literal(text) else ""
    return tail.startswith('"@') and "--" in tail


def is_blank(text: str) -> bool:
    """Whether a term is a blank node."""
    return text.startswith("_")


def is_literal(text: str) -> bool:
    """Whether a term is a literal."""
    return text.startswith('"')


def iri(value: str) -> str:
    """Put an IRI in brackets."""
    return f"<{value}>"


def plain(text: str) -> str:
    """Take an IRI out of its brackets; other terms stay as they are."""
    return text[1:-1] if is_iri(text) else text


@lru_cache(maxsize=65536)
def literal(text: str) -> LiteralParts:
    """Take a literal apart.

    >>> literal('"a"@en')
    LiteralParts(lexical='a', datatype='http://www.w3.org/1999/02/22-rdf-syntax-ns#langString', \
language='en')
    """
    end = text.rindex('"')
    lexical, tail = unescape(text[1:end]), text[end + 1 :]
    if tail.startswith("@"):
        language, directed, _ = tail[1:].partition("--")
        return LiteralParts(lexical, DIRECTED if directed else f"{RDF}langString", language)
    return LiteralParts(lexical, tail[3:-1] if tail else f"{XSD}string", "")


def has_string(text: str) -> bool:
    """Whether STR() of a term has a value: of IRIs and literals."""
    return is_literal(text) or is_iri(text)


def string(text: str) -> str:
    """Give STR() of an IRI or literal. Source: SPARQL 1.1, 17.4.2.5."""
    if text[0] == "<":
        return text[1:-1]
    lexical = text[1 : text.rindex('"')]
    return literal(text).lexical if "\\" in lexical else lexical


def typed(lexical: str, datatype: str = f"{XSD}string") -> str:
    """Make a literal of a lexical form and a datatype's IRI."""
    return str(ox.Literal(lexical, datatype=ox.NamedNode(datatype)))


TRUE = typed("true", f"{XSD}boolean")
TYPE = f"<{RDF}type>"
FIRST = f"<{RDF}first>"
REST = f"<{RDF}rest>"
NIL = f"<{RDF}nil>"
