"""Holds what was read of a file against pyoxigraph's parse of it, statement by statement.

Both give statements in the order of the file, so the n-th slot is the n-th quad; around lists
pyoxigraph gives some a little later, so a few quads ahead are looked at. Each term must be what
the text at its place says; a blank node must be the same one wherever its text says so. When
all agree, the two are the same graph, and pyoxigraph's quads have their places.
"""

from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeAlias

import pyoxigraph as ox

from lod.positions.found import Positions
from lod.positions.scope import Term
from lod.positions.slots import ANONYMOUS, Reader, Slot, Unexpected
from lod.positions.tokens import Token

_AHEAD = 8
_Name: TypeAlias = bytes | Token
_Same: TypeAlias = Callable[[Token, Term], bool]


class Blanks:
    """Which blank node each label or bracket stands for: one for one."""

    def __init__(self) -> None:
        self._nodes: dict[_Name, ox.BlankNode] = {}
        self._names: dict[ox.BlankNode, _Name] = {}
        self._met: list[tuple[_Name, ox.BlankNode]] = []

    def may_be(self, token: Token, node: ox.BlankNode) -> bool:
        """Tell whether they can be the same, after what was settled; new pairs wait."""
        name = token if token[1] in ANONYMOUS else token[1]
        if not isinstance(name, tuple) and not name.startswith(b"_:"):
            return False
        if name in self._nodes or node in self._names:
            return self._nodes.get(name) == node
        self._met.append((name, node))
        return True

    def settle(self) -> bool:
        """Take the pairs that wait; False if they contradict each other."""
        for name, node in self._met:
            if self._nodes.setdefault(name, node) != node:
                return False
            if self._names.setdefault(node, name) != name:
                return False
        self._met.clear()
        return True

    def forget(self) -> None:
        """Drop the pairs that wait."""
        self._met.clear()


class Aligner:
    """Gives each slot its quad."""

    def __init__(self, reader: Reader, quads: Iterator[ox.Quad]) -> None:
        self.reader, self._quads = reader, quads
        self._ahead: deque[ox.Quad] = deque()
        self._blanks = Blanks()
        self._graphs = reader.graphs

    def fill(self, positions: Positions) -> None:
        """Note the place of every quad; ``positions.exact`` tells whether all were found."""
        try:
            positions.exact = self._fill(positions)
        except Unexpected:
            positions.exact = False
        if self._ahead or next(self._quads, None) is not None:
            positions.exact = False

    def _fill(self, positions: Positions) -> bool:
        add, ahead, reader, scope = positions.add, self._ahead, self.reader, self.reader.scope
        known = scope.known.get
        for slot in reader.slots():
            quad = ahead.popleft() if ahead else next(self._quads, None)
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
            ) and not self._is(slot, quad):
                quad = self._look_ahead(slot, quad)
                if quad is None:
                    return False
                hashes = hash(quad.subject), hash(quad.predicate), hash(quad.object)
            add(slot, hashes)
        return True

    def _look_ahead(self, slot: Slot, first: ox.Quad) -> ox.Quad | None:
        self._ahead.appendleft(first)
        self._ahead.extend(islice(self._quads, _AHEAD - len(self._ahead)))
        for number, quad in enumerate(self._ahead):
            if number and self._is(slot, quad):
                del self._ahead[number]
                return quad
        return None

    def _is(self, slot: Slot, quad: ox.Quad) -> bool:
        same = self._same
        agrees = (
            same(slot[1], quad.predicate)
            and same(slot[0], quad.subject)
            and same(slot[2], quad.object)
            and self._in_graph(slot[3], quad.graph_name)
        )
        if agrees:
            return self._blanks.settle()
        self._blanks.forget()
        return False

    def _same(self, token: Token, term: Term) -> bool:
        if isinstance(term, ox.BlankNode):
            return self._blanks.may_be(token, term)
        return self.reader.scope.stands_for(token[1], term)

    def _in_graph(self, token: Token | None, graph: Term) -> bool:
        if token is None:
            return isinstance(graph, ox.DefaultGraph)
        return self._same(token, graph)
