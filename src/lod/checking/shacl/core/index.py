"""A graph in memory, looked up by subject or by object."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from lod.checking.shacl.core.errors import Wrong
from lod.rdf import FIRST, NIL, RDFS, REST, SHARED, TYPE, Shortening, from_ox
from lod.words import msg

SUBCLASS = f"<{RDFS}subClassOf>"

_MANY = 32

Triple = tuple[str, str, str]


Hierarchy = Sequence[tuple[str, str]]
"""What an ontology says beside the data: classes, each with one that it is a subclass of."""


class Index(Protocol):
    """What the evaluator asks of a graph; each triple is there once.

    :param hierarchy: rdfs:subClassOf statements of an ontology beside it, or None.
    """

    hierarchy: "MemoryIndex | None"

    def objects(self, subject: str, predicate: str) -> Sequence[str]:
        """Give the objects of a subject's property, in the order they were written."""

    def subjects(self, predicate: str, value: str) -> Sequence[str]:
        """Give the subjects that have a value."""

    def record(self, subject: str) -> Mapping[str, Sequence[str]]:
        """Give all of a subject's properties with their values."""

    def holders(self, predicate: str) -> Iterable[str]:
        """Give the subjects that have a property, each once."""

    def values(self, predicate: str) -> Iterable[str]:
        """Give the values of a property, each once."""


class MemoryIndex:
    """Triples in dictionaries; those by object are made when first asked for.

    ``shorten`` makes its terms readable, in messages about it.
    """

    def __init__(self, triples: Iterable[Triple] = (), hierarchy: Hierarchy = ()) -> None:
        self.hierarchy = hierarchy_index(hierarchy)
        self.shorten = Shortening(SHARED)
        self.forward: dict[str, dict[str, list[str]]] = {}
        self._many: dict[int, set[str]] = {}
        for s, p, o in triples:
            self.add(s, p, o)

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Add a triple, before the first look-up."""
        record = self.forward.get(subject)
        if record is None:
            record = self.forward[subject] = {}
        values = record.get(predicate)
        if values is None:
            record[predicate] = [value]
        elif len(values) < _MANY:
            if value not in values:
                values.append(value)
        else:
            self._add_to_many(values, value)

    def _add_to_many(self, values: list[str], value: str) -> None:
        """Add to a long list, whose members are kept in a set too."""
        seen = self._many.get(id(values))
        if seen is None:
            seen = self._many[id(values)] = set(values)
        if value not in seen:
            seen.add(value)
            values.append(value)

    @cached_property
    def backward(self) -> dict[str, dict[str, list[str]]]:
        """From predicate and object to subjects."""
        table: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for s, p, o in self.triples():
            table[p].setdefault(o, []).append(s)
        return dict(table)

    def triples(self) -> Iterator[Triple]:
        """Give all triples."""
        for s, record in self.forward.items():
            for p, values in record.items():
                for o in values:
                    yield s, p, o

    def objects(self, subject: str, predicate: str) -> Sequence[str]:
        """Give the objects of a subject's property."""
        record = self.forward.get(subject)
        return () if record is None else record.get(predicate, ())

    def subjects(self, predicate: str, value: str) -> Sequence[str]:
        """Give the subjects that have a value."""
        return self.backward.get(predicate, {}).get(value, ())

    def record(self, subject: str) -> Mapping[str, Sequence[str]]:
        """Give all of a subject's properties with their values."""
        return self.forward.get(subject, {})

    def holders(self, predicate: str) -> Iterable[str]:
        """Give the subjects that have a property."""
        return dict.fromkeys(
            s for found in self.backward.get(predicate, {}).values() for s in found
        )

    def values(self, predicate: str) -> Iterable[str]:
        """Give the values of a property."""
        return self.backward.get(predicate, {}).keys()


def hierarchy_index(hierarchy: Hierarchy) -> MemoryIndex | None:
    """Index what an ontology says, if it says anything."""
    return (
        MemoryIndex((below, SUBCLASS, above) for below, above in hierarchy) if hierarchy else None
    )


def index_of(triples: Iterable[object], hierarchy: Hierarchy = ()) -> MemoryIndex:
    """Index pyoxigraph triples or quads; the graph's name is dropped."""
    index = MemoryIndex((), hierarchy)
    for triple in triples:
        index.add(
            from_ox(triple.subject),  # type: ignore[attr-defined]
            from_ox(triple.predicate),  # type: ignore[attr-defined]
            from_ox(triple.object),  # type: ignore[attr-defined]
        )
    return index


def read_list(graph: Index, node: str) -> list[str]:
    """Read an RDF list.

    :raises Wrong: a cycle, or a node without exactly one first and rest.
    Source: SHACL, 1.2 (well-formed lists).
    """
    expected = msg("a list, ( … )")
    members: list[str] = []
    seen = set()
    while node != NIL:
        first, rest = graph.objects(node, FIRST), graph.objects(node, REST)
        if node in seen:
            raise Wrong(msg("the list contains itself"), expected)
        if len(first) != 1 or len(rest) != 1:
            text = msg("a node of the list has not exactly one rdf:first and one rdf:rest")
            raise Wrong(text, expected)
        seen.add(node)
        members.append(first[0])
        node = rest[0]
    return members


def superclasses(graph: Index, start: str) -> set[str]:
    """Give a class and all above it. Source: SHACL, 1.1 (SHACL superclasses)."""
    more = graph.hierarchy
    if more is None:
        return _closure(start, lambda c: graph.objects(c, SUBCLASS))
    return _closure(start, lambda c: (*graph.objects(c, SUBCLASS), *more.objects(c, SUBCLASS)))


def subclasses(graph: Index, start: str) -> set[str]:
    """Give a class and all below it."""
    more = graph.hierarchy
    if more is None:
        return _closure(start, lambda c: graph.subjects(SUBCLASS, c))
    return _closure(start, lambda c: (*graph.subjects(SUBCLASS, c), *more.subjects(SUBCLASS, c)))


def _closure(start: str, step: "ClosureStep") -> set[str]:
    found = {start}
    frontier = [start]
    while frontier:
        for node in step(frontier.pop()):
            if node not in found:
                found.add(node)
                frontier.append(node)
    return found


class ClosureStep(Protocol):
    """One step of a closure."""

    def __call__(self, node: str, /) -> Sequence[str]:
        """Give what a node leads to."""


def is_instance(graph: Index, node: str, kind: str) -> bool:
    """Whether a node is a SHACL instance of a class. Source: SHACL, 1.1."""
    return any(c == kind or kind in superclasses(graph, c) for c in graph.objects(node, TYPE))


def instances(graph: Index, kind: str) -> list[str]:
    """Give the SHACL instances of a class, each once."""
    below = subclasses(graph, kind)
    return list(dict.fromkeys(n for c in below for n in graph.subjects(TYPE, c)))
