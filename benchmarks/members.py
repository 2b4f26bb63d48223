"""A release's compressed files: how large they are, and what it costs to read them in part.

``python benchmarks/members.py 10000`` takes the synthetic publication's release (``projects.py``).
All times are of the processor. A document is described with what the release keeps (labels,
members), and cold: as the first one after a start. Beside it, the same lines in a plain file,
mapped, as releases had them before; and a file written by zlib, as any gzip would.
"""

import argparse
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

from projects import Synthetic, release

from lod.files import InflatedFile, MemberLines, SortedLines, write_members
from lod.release import Release, open_release

_ASKED = 2_000
_T = TypeVar("_T")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    synthetic = Synthetic(parser.parse_args().count)
    current = release(synthetic) / "current"
    opened, spent = timed(lambda: open_release(current))
    print(f"opened in {spent * 1e3:.1f} ms")
    tell_sizes(opened)
    base = opened.manifest.base_iri
    iris = [base + path.replace("doc/", "id/", 1) for path in synthetic.paths()[:_ASKED]]
    for cold in (False, True):
        tell_documents(opened, iris, cold=cold)
    tell_writing(opened.directory / "data.nq.gz")
    opened.close()


def timed(run: Callable[[], _T]) -> tuple[_T, float]:
    """Give what a call gives, and the processor's seconds that it took."""
    start = time.process_time()
    return run(), time.process_time() - start


def tell_sizes(opened: Release) -> None:
    """Print what is in each file, and what it takes on the disk."""
    told = opened.manifest
    for name, content in sorted(told.contents.items()):
        if not name.startswith("graphs/"):
            stored = told.files[name].size
            print(f"{name:16}{content.size / 1e6:9.1f} MB in {stored / 1e6:6.1f}")


def tell_documents(opened: Release, iris: Iterable[str], *, cold: bool) -> None:
    """Print what it takes to describe things: from members, and from the plain lines."""
    with tempfile.TemporaryDirectory() as folder:
        ours = opened._lines, opened._incoming
        plain = tuple(as_plain(lines, Path(folder, str(n))) for n, lines in enumerate(ours))
        for name, (lines, incoming) in {"members": ours, "plain": plain}.items():
            opened._lines, opened._incoming = lines, incoming  # type: ignore[assignment]
            opened._labels.cache_clear()
            took = sorted(describe(opened, iri, cold=cold) * 1e6 for iri in iris)
            print(
                f"{'cold' if cold else 'warm'} {name:8} median {statistics.median(took):5.0f} µs, "
                f"95th percentile {took[len(took) * 95 // 100]:5.0f}"
            )
        opened._lines, opened._incoming = ours


def as_plain(lines: MemberLines, file: Path) -> SortedLines:
    """Put lines into a plain file."""
    with file.open("wb") as stream:
        stream.writelines(lines)
    return SortedLines(file)


def describe(opened: Release, iri: str, *, cold: bool) -> float:
    """Describe a thing; gives the processor's seconds."""
    if cold:
        opened._labels.cache_clear()
        for lines in (opened._lines, opened._incoming):
            if isinstance(lines, MemberLines):
                lines._member.cache_clear()
    start = time.thread_time()
    assert opened.describe(iri) is not None
    return time.thread_time() - start


def tell_writing(file: Path) -> None:
    """Print what it takes to inflate all, and to compress it again; and zlib the same."""

    def read() -> list[bytes]:
        with InflatedFile(file) as stream:
            return list(iter(lambda: stream.read(1 << 16), b""))

    pieces, spent = timed(read)
    size = sum(map(len, pieces)) / 1e6
    print(f"inflated: {size / spent:.0f} MB/s")
    with tempfile.TemporaryFile() as made:
        _, spent = timed(lambda: write_members(made, pieces))
        print(f"compressed, with its sum: {size / spent:.0f} MB/s, {made.tell() / 1e6:.1f} MB")
    for level in (1, 6, 9):
        packed, spent = timed(partial(by_zlib, pieces, level))
        print(f"by zlib, level {level}: {size / spent:.0f} MB/s, {packed / 1e6:.1f} MB")


def by_zlib(pieces: Iterable[bytes], level: int) -> int:
    """Compress each piece; gives the bytes of all."""
    return sum(len(zlib.compress(piece, level)) for piece in pieces)


if __name__ == "__main__":
    main()
