"""Positions: where each quad's terms stand, kept as numbers, and found by term."""

from array import array
from collections.abc import Callable
from typing import TypeAlias

import pyoxigraph as ox

from lod.checking.positions.slots import Hashes, Slot
from lod.checking.positions.spans import LineTable, Span

SubjectTerm: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Triple
FoundTerm: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def key_of(term: FoundTerm) -> int:
    """Give a number for a term; pyoxigraph's hash of a blank node is that of text like its label.

    >>> key_of(ox.BlankNode("x")) == key_of(ox.Literal("x"))
    False
    """
    return hash(term) ^ isinstance(term, ox.BlankNode)


def keys_of(quad: ox.Quad) -> Hashes:
    """Give the numbers of a statement's terms."""
    return key_of(quad.subject), key_of(quad.predicate), key_of(quad.object)


class Positions:
    """Finds where a statement stands in a file.

    36 bytes for each statement: the offsets of its three terms, and the terms' hashes.

    :param end_of: gives the offset after the term that starts at an offset.
    :param exact: whether what was read agrees with pyoxigraph's parse; if not, spans have no
        columns, and statements after the place where the two part are not found.
    """

    def __init__(self, lines: LineTable, end_of: Callable[[int], int]) -> None:
        self.exact = True
        self._lines, self._end_of = lines, end_of
        self._offsets, self._hashes = array("I"), array("q")  # three by three
        self._index: list[dict[int, int] | None] = [None, None, None]

    def __len__(self) -> int:
        return len(self._offsets) // 3

    def add(self, slot: Slot, hashes: Hashes) -> None:
        """Note where a quad's terms stand, given what ``keys_of`` gives of it."""
        (subject, _), (predicate, _), (value, _), _ = slot
        self._offsets.extend((subject, predicate, value))
        self._hashes.extend(hashes)

    def find(
        self,
        subject: SubjectTerm,
        predicate: ox.NamedNode | None = None,
        value: FoundTerm | None = None,
        *,
        mark: int = 2,
    ) -> Span | None:
        """Give the first place of the value, else of the predicate, else of the subject.

        :param mark: give that of an earlier term of the statement: 0 for the subject, 1.

        Literals are found as written: by lexical form, datatype and language. Blank nodes are
        found by the label they have in the file, or as ``parse`` gave them.
        """
        keys = [key_of(term) for term in (subject, predicate, value) if term is not None]
        for size in range(len(keys) if predicate is not None else 1, 0, -1):
            number = self._indexed(size - 1).get(hash(tuple(keys[:size])))
            if number is not None:
                return self._span(self._offsets[3 * number + min(mark, size - 1)])
        return None

    def _span(self, offset: int) -> Span:
        span = self._lines.span(offset, self._end_of(offset))
        return span if self.exact else span.without_columns()

    def _indexed(self, last: int) -> dict[int, int]:
        """Give the first statement by hash of subject, of the first two terms, or of all."""
        index = self._index[last]
        if index is None:
            index = {}
            columns = [self._hashes[column::3] for column in range(last + 1)]
            for number, hashes in enumerate(zip(*columns, strict=True)):
                index.setdefault(hash(hashes), number)
            self._index[last] = index
        return index
