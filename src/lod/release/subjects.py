"""The subjects of a sorted file of lines, in the order of their IRIs; the file isn't held."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from lod.files import SortedLines
from lod.release.read import triples_in

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
        return self._keep(node, triples_in(lines))

    def __iter__(self) -> Iterator[Any]:
        """Give each subject; what is said of it is at hand when it comes."""
        for start, end in self._ahead.stretches():
            quads = ox.parse(self._lines.data[start:end], format=ox.RdfFormat.N_QUADS)
            for subject, said in groupby(quads, key=lambda quad: quad.subject):
                assert isinstance(subject, ox.NamedNode), "a publication has no blank nodes"
                self._keep(subject, [*dict.fromkeys(quad.triple for quad in said)])
                yield subject

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _keep(self, node: ox.NamedNode, triples: list[ox.Triple]) -> list[ox.Triple]:
        if len(self._known) >= _KNOWN:
            del self._known[next(iter(self._known))]
        self._known[node] = triples
        return triples


class _Ahead:
    """Where the subjects stand that come after those that begin with them.

    Of each: where it stands, to its end, and where it is wanted; numbers alone, for millions.
    """

    def __init__(self, lines: SortedLines) -> None:
        self._lines = lines
        self._starts, self._ends, self._wanted = array("Q"), array("Q"), array("Q")
        before, at = b"", 0
        for subject, size in _subjects(lines.data):
            if before.startswith(subject[:-2]):
                self._starts.append(at)
                self._ends.append(at + size)
                self._wanted.append(lines.first_at_least(subject[:-2]))
            before, at = subject, at + size

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Give the pieces of the file in the order to read them in.

        Of those that are wanted at one place the last is the shortest, and comes first.
        """
        at = 0
        for number in sorted(
            range(len(self._wanted)), key=lambda late: (self._wanted[late], -late)
        ):
            yield from self._plain(at, self._wanted[number])
            at = max(at, self._wanted[number])
            yield self._starts[number], self._ends[number]
        yield from self._plain(at, len(self._lines.data))

    def _plain(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut a stretch at line ends of subjects, without what was read ahead of its turn."""
        while start < end:
            late = bisect_left(self._starts, start)
            stop = min(end, self._starts[late]) if late < len(self._starts) else end
            yield from self._pieces(start, stop)
            start = self._ends[late] if stop < end else end

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
