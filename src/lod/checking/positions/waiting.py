"""The statements of a document that are not yet placed, by what they say."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TypeAlias

import pyoxigraph as ox

from lod.checking.positions.found import FoundTerm
from lod.rdf import RDF

TYPE, FIRST, REST = (f"{RDF}{name}" for name in ("type", "first", "rest"))
StatementTable: TypeAlias = defaultdict[tuple[FoundTerm, str], list[ox.Quad]]


class WaitingStatements:
    """Statements by subject and property.

    :param labels: of the blank nodes that the document names.
    """

    def __init__(self, quads: Iterable[ox.Quad], labels: frozenset[str]) -> None:
        self._labels = labels
        self._cells: set[FoundTerm] = set()
        self.left: StatementTable = defaultdict(list)
        for quad in quads:
            self.left[quad.subject, quad.predicate.value].append(quad)
            if quad.predicate.value == FIRST:
                self._cells.add(quad.subject)

    def of(self, node: FoundTerm, predicate: str) -> list[ox.Quad]:
        """Give what waits of a node's property."""
        return self.left.get((node, predicate), [])

    def take(self, quad: ox.Quad) -> ox.Quad:
        """Take a statement out."""
        self.left[quad.subject, quad.predicate.value].remove(quad)
        return quad

    def is_unnamed(self, term: FoundTerm) -> bool:
        """Tell whether a term is a blank node that has no label in the document."""
        return isinstance(term, ox.BlankNode) and term.value not in self._labels

    def is_cell(self, term: FoundTerm) -> bool:
        """Tell whether a term is a list's cell that isn't yet placed."""
        return term in self._cells and bool(self.of(term, FIRST))

    @cached_property
    def roots(self) -> list[FoundTerm]:
        """The unnamed nodes that nothing points at, in order."""
        objects = {quad.object for quads in self.left.values() for quad in quads}
        subjects = dict.fromkeys(subject for subject, _ in self.left)
        return [s for s in subjects if self.is_unnamed(s) and s not in objects]

    @cached_property
    def pointing(self) -> StatementTable:
        """The statements by object and property; those that were taken too."""
        table: StatementTable = defaultdict(list)
        for quads in self.left.values():
            for quad in quads:
                table[quad.object, quad.predicate.value].append(quad)
        return table
