"""The subjects of a sorted file of lines, in the order of their IRIs; the file isn't held."""

from array import array
from bisect import bisect_left
from collections.abc import ItemsView, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from lod.files import SortedLines

_PIECE = 1 << 20  # bytes of lines that are parsed at a time
_KNOWN = 64  # subjects that are kept: parts are asked for where the thing is written


class SubjectsOfFile(Mapping[Any, list[ox.Triple]]):
    """What a file of N-Quads, sorted by bytes and without blank nodes, says of each subject.

    See :data:`lod.rdf.Subjects`. Sorted by bytes, ``<a/b>`` comes before ``<a>``, since ``/`` is
    before ``>``; in the order of IRIs what ``a`` is comes before its parts. Where such a subject
    stands is found in one pass, and it is read ahead of its turn.
    """

    def __init__(self, file: Path) -> None:
        self._lines = SortedLines(file)
        self._known: dict[ox.NamedNode, list[ox.Triple]] = {}
        self._ahead = _Ahead(self._lines)

    def __getitem__(self, node: Any) -> list[ox.Triple]:
        if (known := self._known.get(node)) is not None:
            return known
        lines = b""
        if isinstance(node, ox.NamedNode):
            lines = self._lines.starting_with(f"<{node.value}> ".encode())
        if not lines:
            raise KeyError(node)
        return self._keep(node, [*dict.fromkeys(quad.triple for quad in _parse(lines))])

    def __iter__(self) -> Iterator[Any]:
        return (node for node, _ in self._each())

    def __len__(self) -> int:
        return sum(1 for _ in self._each())

    def items(self) -> ItemsView[Any, list[ox.Triple]]:
        """Give each subject with what is said of it."""
        return _Items(self)

    def _each(self) -> Iterator[tuple[ox.NamedNode, list[ox.Triple]]]:
        data, ahead = self._lines.data, self._ahead
        for start, end, early in ahead.stretches():
            yield from self._parsed(data[start:end])
            if early is not None:
                yield from self._parsed(data[early[0] : early[1]])

    def _parsed(self, lines: bytes) -> Iterator[tuple[ox.NamedNode, list[ox.Triple]]]:
        for subject, quads in groupby(_parse(lines), key=lambda quad: quad.subject):
            assert isinstance(subject, ox.NamedNode), "a publication has no blank nodes"
            yield subject, self._keep(subject, [*dict.fromkeys(quad.triple for quad in quads)])

    def _keep(self, node: ox.NamedNode, triples: list[ox.Triple]) -> list[ox.Triple]:
        if len(self._known) >= _KNOWN:
            del self._known[next(iter(self._known))]
        self._known[node] = triples
        return triples


class _Items(ItemsView[Any, list[ox.Triple]]):
    def __init__(self, subjects: SubjectsOfFile) -> None:
        super().__init__(subjects)
        self._subjects = subjects

    def __iter__(self) -> Iterator[tuple[Any, list[ox.Triple]]]:
        return self._subjects._each()


class _Ahead:
    """Where the subjects stand that come after those that begin with them."""

    def __init__(self, lines: SortedLines) -> None:
        self._lines = lines
        self._wanted, self._starts, self._ends = array("Q"), array("Q"), array("Q")
        found = sorted(self._found())
        for place, _, start, end in found:
            self._wanted.append(place)
            self._starts.append(start)
            self._ends.append(end)
        self._late = array("Q", sorted(self._starts))
        self._until = dict(zip(self._starts, self._ends, strict=True))

    def _found(self) -> Iterator[tuple[int, int, int, int]]:
        """Give for each such subject where it is wanted, its length, and where it stands."""
        before, at = b"", 0
        for subject, size in _subjects(self._lines.data):
            if before.startswith(subject[:-2]):
                yield self._lines.first_at_least(subject[:-2]), len(subject), at, at + size
            before, at = subject, at + size

    def stretches(self) -> Iterator[tuple[int, int, tuple[int, int] | None]]:
        """Give the pieces of the file in the order to read them in, and what to read after each."""
        at, size, number = 0, len(self._lines.data), 0
        while at < size or number < len(self._wanted):
            wanted = self._wanted[number] if number < len(self._wanted) else size
            for start, end in self._plain(at, wanted):
                yield start, end, None
            at = max(at, wanted)
            if number < len(self._wanted):
                yield at, at, (self._starts[number], self._ends[number])
                number += 1

    def _plain(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut a stretch at line ends of subjects, without what was read ahead of its turn."""
        while start < end:
            next_late = bisect_left(self._late, start)
            late = self._late[next_late] if next_late < len(self._late) else end
            if late == start:
                start = self._until[start]
                continue
            stop = min(end, late)
            yield from self._pieces(start, stop)
            start = stop

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        data = self._lines.data
        while end - start > _PIECE:
            line = data.rfind(b"\n", start, start + _PIECE) + 1 or data.find(b"\n", start) + 1
            subject = data[line : data.find(b"> ", line) + 2]
            cut = self._lines.first_at_least(subject)
            if not start < cut < end:  # one subject has more than a piece
                cut = min(end, self._lines.first_at_least(subject + b"\xff"))
            yield start, cut
            start = cut
        if start < end:
            yield start, end


def _subjects(data: Any) -> Iterator[tuple[bytes, int]]:
    """Give each subject of sorted lines, with ``> `` at its end, and how many bytes it takes."""
    at, size, subject, start = 0, len(data), b"", 0
    while at < size:
        if not subject or data[at : at + len(subject)] != subject:
            if subject:
                yield subject, at - start
            subject, start = data[at : data.find(b"> ", at) + 2], at
        at = data.find(b"\n", at) + 1 or size
    if subject:
        yield subject, at - start


def _parse(lines: bytes) -> Iterator[ox.Quad]:
    return ox.parse(lines, format=ox.RdfFormat.N_QUADS)
