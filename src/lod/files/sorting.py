"""Sorted lines: more than memory holds are sorted in runs; a file of them is searched."""

import heapq
import mmap
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

from lod.files.temporary import temporary_folder

_RUN = 64 * 1024 * 1024  # bytes of lines in memory
_PIECE = 1 << 20
_TOGETHER = 1000  # lines
_FEW = 64  # lines, which are quicker passed than searched


def sorted_lines(lines: Iterable[bytes], run: int = _RUN) -> Generator[bytes]:
    r"""Sort lines by bytes, each once; runs beyond the first lie in a temporary folder.

    :param lines: each with its line feed.
    :param run: bytes of lines that are held at a time.
    :raises InputError: there is no room for the runs.

    >>> list(sorted_lines([b"b\n", b"a\n", b"b\n"], run=1))
    [b'a\n', b'b\n']
    """
    with ExitStack() as opened:
        folder: Path | None = None
        runs: list[Iterable[bytes]] = []
        held: set[bytes] = set()
        size = 0
        for line in lines:
            held.add(line)
            size += len(line)
            if size >= run:
                folder = folder or opened.enter_context(temporary_folder("sort"))
                file = folder / str(len(runs))
                file.write_bytes(b"".join(sorted(held)))
                runs.append(opened.enter_context(file.open("rb")))
                held, size = set(), 0
        merged = heapq.merge(*runs, sorted(held))
        for line, _ in groupby(merged):
            yield line


def joined_lines(files: Sequence[Path], lines: Sequence[bytes]) -> Generator[bytes]:
    r"""Join sorted files of lines, and sorted lines, by bytes, each line once; gives pieces.

    What lies between no other's lines is copied as it is.

    :param files: each with its lines once, and a line feed after the last.
    :param lines: likewise.
    """
    spans = sorted((*_ends(file), file) for file in files if file.stat().st_size)
    at = 0
    while spans:
        first, last, file = spans.pop(0)
        group = [file]
        while spans and spans[0][0] <= last:
            _, end, file = spans.pop(0)
            last = max(last, end)
            group.append(file)
        start, stop = bisect_left(lines, first), bisect_right(lines, last)
        yield b"".join(lines[at:start])
        yield from _joined(group, lines[start:stop])
        at = stop
    yield b"".join(lines[at:])


def _ends(file: Path) -> tuple[bytes, bytes]:
    """Give the first and the last line of a file that has one."""
    sorted_file = SortedLines(file)
    data = sorted_file.data
    found = data[: data.find(b"\n") + 1], data[data.rfind(b"\n", 0, len(data) - 1) + 1 :]
    sorted_file.close()
    return found


def _joined(files: Sequence[Path], lines: Sequence[bytes]) -> Iterator[bytes]:
    with ExitStack() as opened:
        streams = [opened.enter_context(file.open("rb")) for file in files]
        if len(streams) == 1 and not lines:
            while piece := streams[0].read(_PIECE):
                yield piece
            return
        held: list[bytes] = []
        for line, _ in groupby(heapq.merge(*streams, lines)):
            held.append(line)
            if len(held) == _TOGETHER:
                yield b"".join(held)
                held.clear()
        yield b"".join(held)


class SortedLines:
    """A file of lines sorted by bytes, mapped into memory and searched by bisection.

    :ivar data: the bytes of the file.
    """

    def __init__(self, file: Path) -> None:
        with file.open("rb") as stream:
            empty = file.stat().st_size == 0
            self.data = b"" if empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)

    def close(self) -> None:
        """Give the file back."""
        if isinstance(self.data, mmap.mmap):
            self.data.close()

    def __iter__(self) -> Iterator[bytes]:
        """Give all lines, one after the other."""
        at = 0
        while at < len(self.data):
            end = self.data.find(b"\n", at) + 1 or len(self.data)
            yield self.data[at:end]
            at = end

    def let_go(self) -> None:
        """Let go of the pages that were read, else they count as this process's memory.

        Where the system has no means for that (Windows), nothing happens.
        """
        advice = getattr(mmap, "MADV_DONTNEED", None)
        if advice is not None and isinstance(self.data, mmap.mmap):
            self.data.madvise(advice)

    def starting_with(self, prefix: bytes) -> bytes:
        """Give all lines that start with ``prefix``, as one piece."""
        start = end = self.first_at_least(prefix)
        for _ in range(_FEW):
            if self.data[end : end + len(prefix)] != prefix:
                return self.data[start:end]
            end = self.data.find(b"\n", end) + 1 or len(self.data)
        return self.data[start : self.first_at_least(prefix + b"\xff")]

    def part(self, prefix: bytes, start: int, end: int) -> bytes:
        """Give a part of the lines that start with ``prefix``, in bytes from the first of them."""
        first = self.first_at_least(prefix)
        return self.data[first + start : first + end]

    def first_at_least(self, key: bytes) -> int:
        """Find where the first line starts that isn't before a key."""
        return first_at_least(self.data, key)


def first_at_least(data: bytes | mmap.mmap, key: bytes) -> int:
    """Find where, in sorted lines, the first line starts that isn't before a key."""
    size, low, high = len(key), 0, len(data)
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", low, middle) + 1 or low
        if data[start : start + size] < key:
            low = data.find(b"\n", middle, high) + 1 or high
        else:
            high = start
    return low
