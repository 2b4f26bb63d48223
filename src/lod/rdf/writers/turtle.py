"""Turtle for reading: prefixes that are used, relative IRIs, ``a`` first. No normalisation.

Source: RDF 1.1 Turtle, 6.5 (grammar).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import pyoxigraph as ox

from lod.rdf.names import Names
from lod.rdf.namespaces import RDF, XSD
from lod.rdf.writers.graph import (
    TYPE,
    ArrangedGraph,
    Properties,
    SubjectNode,
    WritableTerm,
    arrange_graph,
    arrange_stream,
)
from lod.rdf.writers.terms import rank

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_STRING = f"{XSD}string"
_PLAIN = {_STRING, f"{RDF}langString"}
_SHORT = {
    f"{XSD}integer": re.compile(r"-?[1-9][0-9]*|0"),
    f"{XSD}boolean": re.compile(r"true|false"),
}


def write_turtle(
    triples: Iterable[ox.Triple],
    *,
    prefixes: Mapping[str, str],
    base: str,
    first: str | None = None,
) -> bytes:
    """Write a graph as Turtle, the same bytes for the same triples.

    :param first: the IRI of the subject that the document is about.
    :raises NotSerializable: a triple term or a base direction (RDF 1.2).
    """
    writer = _Writer(arrange_graph(triples, rank(prefixes), first), Names(prefixes, base))
    blocks = list(writer.blocks())
    return "\n".join([*writer.head(), *blocks]).encode()


def stream_turtle(
    subjects: Mapping[SubjectNode, Sequence[ox.Triple]], *, prefixes: Mapping[str, str], base: str
) -> Iterator[bytes]:
    """Write a graph as :func:`write_turtle` does, in pieces; it is gone through twice.

    The first time tells which prefixes are used.
    """
    names = Names(prefixes, base)
    graph = arrange_stream(subjects, rank(prefixes), _NamesUsed(names))
    if graph.labels:  # of blank nodes in lists not all is written
        names = Names(prefixes, base)
        for _ in _Writer(graph, names).blocks():
            pass
    writer, between = _Writer(graph, names), ""
    for block in chain(writer.head(), writer.blocks()):
        yield f"{between}{block}".encode()
        between = "\n"


class _NamesUsed:
    """Has names keep account of what is used in subjects that are shown to it."""

    def __init__(self, names: Names) -> None:
        self._writer, self._known = _Writer(ArrangedGraph({}), names), {TYPE}

    def __call__(self, subject: SubjectNode, triples: Sequence[ox.Triple]) -> None:
        """Note the names in what is said of a subject."""
        self._note(subject)
        for triple in triples:
            if triple.predicate.value not in self._known:
                self._known.add(triple.predicate.value)
                self._writer.iri(triple.predicate.value)
            self._note(triple.object)

    def _note(self, term: object) -> None:
        if isinstance(term, ox.NamedNode):
            self._writer.iri(term.value)
        elif isinstance(term, ox.Literal) and term.datatype.value not in _PLAIN:
            self._writer.literal(term)


class _Writer:
    def __init__(self, graph: ArrangedGraph, names: Names) -> None:
        self.graph, self.names = graph, names

    def head(self) -> list[str]:
        """Write the prefixes and the base, as far as they have been used; one text or none."""
        lines = [f"@prefix {prefix}: <{space}> .\n" for prefix, space in self.names.declared()]
        lines += [f"@base <{self.names.base}> .\n"] if self.names.base_used else []
        return ["".join(lines)] if lines else []

    def blocks(self) -> Iterator[str]:
        """Write each subject that stands on its own."""
        for node, properties in self.graph.subjects.items():
            if node not in self.graph.inline and node not in self.graph.cells:
                yield self.subject(node, properties)

    def subject(self, node: SubjectNode, properties: Properties) -> str:
        """Write everything about a subject, a line for each property."""
        return f"{self.term(node, 1)} {self.body(properties, 1)} .\n"

    def body(self, properties: Properties, depth: int) -> str:
        rows = []
        for predicate, objects in properties.items():
            verb = "a" if predicate == TYPE else self.iri(predicate)
            rows.append(f"{verb} {', '.join(self.term(o, depth) for o in objects)}")
        return f" ;\n{'    ' * depth}".join(rows)

    def term(self, term: WritableTerm, depth: int) -> str:
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        if isinstance(term, ox.Literal):
            return self.literal(term)
        if term in self.graph.lists:
            members = [self.term(m, depth) for m in self.graph.lists[term]]
            return f"( {' '.join(members)} )"
        if term in self.graph.inline:
            return f"[ {self.body(self.graph.subjects[term], depth + 1)} ]"
        return self.graph.label(term)

    def iri(self, iri: str) -> str:
        """Write an IRI. One with a forbidden character can't arise: the parser refuses it."""
        if (curie := self.names.curie(iri)) is not None:
            return curie
        return f"<{self.names.relative(iri) or iri}>"

    def literal(self, literal: ox.Literal) -> str:
        datatype = literal.datatype.value
        if datatype in _SHORT and _SHORT[datatype].fullmatch(literal.value):
            return literal.value
        text = f'"{_ESCAPED.sub(_escape, literal.value)}"'
        if literal.language:
            return f"{text}@{literal.language}"
        return text if datatype == _STRING else f"{text}^^{self.iri(datatype)}"


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"
