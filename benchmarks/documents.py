"""One document, side by side: collected and written by lod, and by rdflib from the same graph.

`make bench`. Each figure is the median of 200 runs in one process; the ratio is what to trust.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import rdflib

from lod.rdf.formats import GRAPH_FORMATS, JSONLD, NTRIPLES, RDFXML, TURTLE
from lod.rdf.writers import write
from lod.release.read import open_release

ROOT = Path(__file__).parents[1]
THING = "https://data.tillvaxtverket.example/id/project/hall-ut"
NAMES = {TURTLE: "turtle", JSONLD: "json-ld", NTRIPLES: "nt", RDFXML: "xml"}


def main() -> None:
    """Print a line a format: microseconds of both, and their ratio."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "lod", "build", "--site", str(ROOT), "--out", out]
        subprocess.run(command, check=True, capture_output=True)
        release = open_release(Path(out) / "current")
        found = release.describe(THING)
        assert found is not None
        base = release.manifest.base_iri
        print(f"{'collect':10}{median(lambda: release.describe(THING)):10.0f} µs")
        graph = rdflib.Graph()
        graph.parse(data=write(found.triples, NTRIPLES, prefixes={}, base=base), format="nt")
        for kind in GRAPH_FORMATS:
            prefixes = release.prefixes
            ours = median(partial(write, found.triples, kind, prefixes=prefixes, base=base))
            theirs = median(partial(graph.serialize, format=NAMES[kind]))
            print(f"{kind.name:10}{ours:10.0f} µs   rdflib {theirs:8.0f} µs   ×{theirs / ours:.1f}")
        release.close()


def median(run: Callable[[], object], times: int = 200) -> float:
    """Time a call, in microseconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found) * 1e6


if __name__ == "__main__":
    main()
