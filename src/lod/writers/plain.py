"""N-Triples and RDF/XML, by pyoxigraph's writers."""

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from lod.namespaces import RDF
from lod.writers.errors import NotSerializable
from lod.writers.graph import blank_labels
from lod.writers.names import Names

_NAME_TAIL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SYNTAX = frozenset(
    RDF + name
    for name in "RDF ID about parseType resource nodeID datatype Description li bagID "
    "aboutEach aboutEachPrefix".split()
)


def write_ntriples(
    triples: Iterable[ox.Triple],
    *,
    prefixes: Mapping[str, str],
    base: str,
    first: str | None = None,
) -> bytes:
    """Write N-Triples, sorted by line."""
    return "".join(sorted({f"{triple} .\n" for triple in triples})).encode()


def write_rdfxml(
    triples: Iterable[ox.Triple],
    *,
    prefixes: Mapping[str, str],
    base: str,
    first: str | None = None,
) -> bytes:
    """Write RDF/XML, sorted by subject.

    :raises NotSerializable: XML has no name for a property, or no way to write a character.
    """
    unique = sorted(set(triples), key=lambda t: (_subject_order(t, first), str(t)))
    for triple in unique:
        _check_xml(triple)
    labels = blank_labels(unique)
    renamed = [_rename(triple, labels) for triple in unique]
    declared = {p: n for n, p in Names(prefixes, base).namespaces.items()}
    out = ox.serialize(renamed, format=ox.RdfFormat.RDF_XML, prefixes=declared)
    return (out or b"") + b"\n"


def _subject_order(triple: ox.Triple, first: str | None) -> bool:
    return not (isinstance(triple.subject, ox.NamedNode) and triple.subject.value == first)


def _rename(triple: ox.Triple, labels: Mapping[ox.BlankNode, str]) -> ox.Triple:
    subject, term = triple.subject, triple.object
    if isinstance(subject, ox.BlankNode):
        subject = ox.BlankNode(labels[subject])
    if isinstance(term, ox.BlankNode):
        term = ox.BlankNode(labels[term])
    return ox.Triple(subject, triple.predicate, term)


def _check_xml(triple: ox.Triple) -> None:
    predicate = triple.predicate.value
    if predicate in _SYNTAX or not _NAME_TAIL.search(predicate):
        raise NotSerializable(f"RDF/XML has no element name for the property <{predicate}>")
    if isinstance(triple.subject, ox.Triple) or isinstance(triple.object, ox.Triple):
        raise NotSerializable("a triple term can't be written as RDF 1.1")
    if isinstance(triple.object, ox.Literal) and triple.object.direction is not None:
        raise NotSerializable("a text with a base direction can't be written as RDF 1.1")
    bad = _NOT_XML.search(str(triple.subject) + predicate + _text(triple.object))
    if bad:
        raise NotSerializable(f"XML can't hold the character U+{ord(bad[0]):04X}")


def _text(term: object) -> str:
    if isinstance(term, ox.Literal):
        return term.value + term.datatype.value
    return term.value if isinstance(term, ox.NamedNode) else ""
