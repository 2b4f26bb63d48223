"""The document that most statements point at, the funder's, uncached, over HTTP.

For each format: the first request after a start of the server (started anew each time, one web
process), and pages further on, each asked for once (``?offset=``, which no cache answers).
"""

import argparse
import http.client
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import peers
from projects import Synthetic, release

HUB = "/doc/organization/tillvaxtverket"
PAGE = 200
_SETTINGS = {"serve": {"processes": 1, "access_log": False}}
FORMATS = {
    "HTML": "text/html",
    "Turtle": "text/turtle",
    "JSON-LD": "application/ld+json",
    "N-Triples": "application/n-triples",
    "RDF/XML": "application/rdf+xml",
}


def timed(connection: http.client.HTTPConnection, path: str, accept: str) -> tuple[float, int]:
    """Give milliseconds to the whole answer, and its bytes.

    :raises ValueError: it isn't a 200 of that media type.
    """
    start = time.perf_counter()
    status, headers, body = peers.get(connection, path, {"Accept": accept})
    spent = (time.perf_counter() - start) * 1_000
    if status != 200 or headers.get_content_type() != accept:
        raise ValueError(f"{path}: {status} {headers.get_content_type()} {body[:200]!r}")
    return spent, len(body)


def first(out: Path, folder: Path, accept: str, starts: int) -> list[float]:
    """Time the first request after each of ``starts`` starts."""
    found = []
    for _ in range(starts):
        with peers.lod(out, folder, _SETTINGS) as server:
            found.append(timed(server.connect(), HUB, accept)[0])
    return found


def later(server: peers.Server, accept: str, offsets: Sequence[int]) -> tuple[list[float], int]:
    """Time pages further on; gives their median size too."""
    connection = server.connect()
    found = [timed(connection, f"{HUB}?offset={offset}", accept) for offset in offsets]
    return [spent for spent, _ in found], int(statistics.median(size for _, size in found))


def run(count: int, starts: int, pages: int, folder: Path) -> None:
    """Print the table for so many projects."""
    out = release(Synthetic(count))
    chance = random.Random(count)
    rows = []
    for name, accept in FORMATS.items():
        fresh = first(out, folder, accept, starts)
        offsets = [PAGE * n for n in chance.sample(range(1, count // PAGE), pages)]
        with peers.lod(out, folder, _SETTINGS) as server:
            timed(server.connect(), HUB, accept)
            times, size = later(server, accept, offsets)
        rows.append([name, *_figures(fresh), *_figures(times), f"{size / 1_000:,.0f}"])
    print(f"\n{HUB} at {count:,} projects; {starts} starts, {pages} pages, ms\n")
    titles = ("format", "first: median", "worst", "later pages: median", "worst", "kB")
    print(peers.table(titles, rows))


def _figures(times: Sequence[float]) -> tuple[str, str]:
    return f"{statistics.median(times):.1f}", f"{max(times):.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and short: does it work?")
    given = parser.parse_args()
    peers.begin()
    with tempfile.TemporaryDirectory(prefix="lod-hub-") as folder:
        count, starts, pages = (10_000, 2, 10) if given.quick else (100_000, 5, 100)
        run(count, starts, pages, Path(folder))


if __name__ == "__main__":
    main()
