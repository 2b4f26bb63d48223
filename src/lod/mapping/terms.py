"""How quads are made and where each came from: a growing set with positions beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import pyoxigraph as ox

from lod.iris import Iris
from lod.namespaces import RDF, XSD, expand, prefixes
from lod.records import Month, Span

Object = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement comes from: a source by name, or a file; lines from 1."""

    source: str
    span: Span


@dataclass(slots=True)
class Graph:
    """All quads of a build; a triple stands in the first graph that says it.

    Subjects and graphs are IRIs; predicates prefixed names.
    """

    iris: Iris
    quads: dict[ox.Triple, ox.NamedNode] = field(default_factory=dict)
    places: dict[ox.Triple, Place] = field(default_factory=dict)

    def add(
        self, graph: str, subject: str, predicate: str, value: Object | None, at: Place | None
    ) -> None:
        """Say one thing; a value of None says nothing."""
        if value is not None:
            self.insert(graph, ox.Triple(iri(subject), iri(self.expand(predicate)), value), at)

    def insert(self, graph: str, triple: ox.Triple, at: Place | None = None) -> None:
        """Say a triple in a graph, unless a graph says it already."""
        if triple in self.quads:
            return
        self.quads[triple] = iri(self.iris.graph(graph))
        if at is not None:
            self.places.setdefault(triple, at)

    def drop(self, subject: str, predicate: str) -> None:
        """Take back what is said of a subject's property."""
        gone = [t for t in self.quads if t.subject == iri(subject)]
        for triple in gone:
            if triple.predicate == iri(self.expand(predicate)):
                del self.quads[triple]

    def types(self, graph: str, subject: str, at: Place | None, *names: str) -> None:
        """Say the classes of a subject."""
        for name in names:
            self.add(graph, subject, f"{RDF}type", iri(self.expand(name)), at)

    def expand(self, name: str) -> str:
        """Make an IRI of a prefixed name; an IRI stays."""
        return name if "//" in name else expand(name, prefixes(self.iris.vocab))

    def __iter__(self) -> Iterator[ox.Quad]:
        for triple, graph in self.quads.items():
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def iri(value: str) -> ox.NamedNode:
    """Make an IRI node."""
    return ox.NamedNode(value)


def text(value: str, language: str | None = None) -> ox.Literal:
    """Make a text, in a language or plain."""
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def month(value: Month) -> ox.Literal:
    """Make an xsd:gYearMonth."""
    return _typed(str(value), "gYearMonth")


def day(value: date) -> ox.Literal:
    """Make an xsd:date."""
    return _typed(value.isoformat(), "date")


def moment(value: datetime) -> ox.Literal:
    """Make an xsd:dateTime; without a zone where the source gives none."""
    return _typed(value.isoformat(), "dateTime")


def _typed(value: str, local: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + local))
