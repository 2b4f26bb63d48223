"""Sorts more lines than memory holds: in runs, which are merged."""

import heapq
from collections.abc import Generator, Iterable
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

from lod.files.temporary import temporary_folder

_RUN = 64 * 1024 * 1024  # bytes of lines in memory


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
