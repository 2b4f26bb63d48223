"""Holds what was read of a file against pyoxigraph's parse of it, statement by statement.

Both give statements in the same order, so the n-th slot is the n-th quad. Each term must be what
the text at its place says; a blank node must be the same one wherever its text says so. When
all agree, the two are the same graph, and pyoxigraph's quads have their places.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pyoxigraph as ox

from lod.checking.positions.found import Positions, keys_of
from lod.checking.positions.scope import QuadTerm
from lod.checking.positions.slots import ANONYMOUS, Slot, SlotReader, TripleText, Unexpected
from lod.checking.positions.tokens import TurtleToken

_Name: TypeAlias = bytes | TurtleToken
_Same: TypeAlias = Callable[[TurtleToken, QuadTerm], bool]


class Blanks:
    """Which blank node each label or bracket stands for: one for one."""

    def __init__(self) -> None:
        self._nodes: dict[_Name, ox.BlankNode] = {}
        self._names: dict[ox.BlankNode, _Name] = {}

    def is_same(self, token: TurtleToken, node: ox.BlankNode) -> bool:
        """Tell whether they are, or may be and from now on are, the same."""
        name = token if token[1] in ANONYMOUS else token[1]
        if not isinstance(name, tuple) and not name.startswith(b"_:"):
            return False
        return (
            self._nodes.setdefault(name, node) == node
            and self._names.setdefault(node, name) == name
        )


class Aligner:
    """Gives each slot its quad."""

    def __init__(self, reader: SlotReader, quads: Iterator[ox.Quad]) -> None:
        self.reader, self._quads = reader, quads
        self._blanks = Blanks()
        self._graphs = reader.graphs

    def fill(self, positions: Positions) -> None:
        """Note the place of every quad; ``positions.exact`` tells whether all were found."""
        try:
            positions.exact = self._fill(positions)
        except Unexpected:
            positions.exact = False
        if next(self._quads, None) is not None:
            positions.exact = False

    def _fill(self, positions: Positions) -> bool:
        add, reader, scope = positions.add, self.reader, self.reader.scope
        known = scope.known.get
        for slot in reader.slots():
            quad = next(self._quads, None)
            if quad is None:
                return False
            if reader.scope is not scope:
                scope = reader.scope
                known = scope.known.get
            (_, subject), (_, predicate), (_, text), _ = slot
            value = quad.object
            hashes = hash(quad.subject), hash(quad.predicate), hash(value)
            # Most names and values are known ones: no more is asked then.
            if (
                self._graphs
                or known(predicate) != hashes[1]
                or known(subject) != hashes[0]
                or (known(text) != hashes[2] and not scope.stands_for(text, value))
            ):
                if not self._is(slot, quad):
                    return False
                hashes = keys_of(quad)
            add(slot, hashes)
        return True

    def _is(self, slot: Slot, quad: ox.Quad) -> bool:
        same = self._same
        return (
            same(slot[1], quad.predicate)
            and same(slot[0], quad.subject)
            and same(slot[2], quad.object)
            and self._in_graph(slot[3], quad.graph_name)
        )

    def _same(self, token: TurtleToken, term: QuadTerm) -> bool:
        if isinstance(term, ox.BlankNode):
            return self._blanks.is_same(token, term)
        if isinstance(term, ox.Triple):
            terms = (term.subject, term.predicate, term.object)
            return isinstance(token[1], TripleText) and all(map(self._same, token[1].parts, terms))
        return self.reader.scope.stands_for(token[1], term)

    def _in_graph(self, token: TurtleToken | None, graph: QuadTerm) -> bool:
        if token is None:
            return isinstance(graph, ox.DefaultGraph)
        return self._same(token, graph)
