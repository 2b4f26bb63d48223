"""``lod check`` on data as others write it, beside pyshacl on a hundredth of the same.

Projects with long texts and names in no order (``exports/records.py``), a fault of every kind in
turn, in several data sets: an export as it was inserted, the same sorted, and sorted without
faults, a store's dump of N-Quads, Turtle in rdflib's form, JSON-LD; and two sets of shapes. Each
run is a process of its own, as in ``validate.py``; pyshacl checks 1,000 projects of the export.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import peers
from exports.forms import WRITERS
from exports.records import rows
from validate import Ran, command, results, run

_SHAPES = [Path(__file__).with_name("exports") / f"{name}.ttl" for name in ("plain", "strict")]
_SETS = {
    "export": (".nt", 1.0),
    "sorted": (".sorted.nt", 1.0),
    "sorted, no faults": (".sorted.nt", 0.0),
    "store's dump": (".nq", 1.0),
    "Turtle as rdflib's": (".ttl", 1.0),
    "JSON-LD": (".jsonld", 1.0),
}


def measure(name: str, data: Path, shapes: Path, limit: float) -> tuple[Ran, str]:
    """Run one validation; gives it with the number of its results."""
    report = data.parent / "report.ttl"
    report.unlink(missing_ok=True)
    found = run(command(name, data, shapes, report), report, limit, data.parent / "log")
    said = f"{results(found.report).total():,}" if found.report else found.failure
    print(f"{name} {data.name} {shapes.stem}: {found.seconds:.1f} s", file=sys.stderr, flush=True)
    return found, said


def compare(count: int, share: float, sets: Sequence[str], limit: float, folder: Path) -> None:
    """Print one table for each set of shapes."""
    sample = folder / "sample.nt"
    WRITERS[".nt"](rows(1_000, share), sample)
    files = {}
    for number, name in enumerate(sets):
        form, part = _SETS[name]
        files[name] = folder / f"data-{number}{form}"
        WRITERS[form](rows(count, share * part), files[name])
    for shapes in _SHAPES:
        peer, said = measure("pyshacl", sample, shapes, limit)
        table = [["pyshacl, 1,000 of the export", *_figures(peer, peer), said]]
        for name, file in files.items():
            found, said = measure("lod check", file, shapes, limit)
            size = f"{file.stat().st_size / 1e6:,.0f} MB"
            table.append([f"{name}, {size}", *_figures(found, peer), said])
        print(f"\n{count:,} projects, {share:.0%} faulty, shapes: {shapes.stem}\n")
        titles = ("", "s", "CPU s", "of pyshacl's time", "peak MiB", "results")
        print(peers.table(titles, table), flush=True)


def _figures(found: Ran, peer: Ran) -> tuple[str, str, str, str]:
    ratio = found.seconds / peer.seconds
    return f"{found.seconds:.1f}", f"{found.cpu:.1f}", f"{ratio:.2f}", f"{found.peak:,.0f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=100_000)
    parser.add_argument("--share", type=float, default=0.01, help="of faulty projects")
    parser.add_argument("--limit", type=float, default=600, help="seconds")
    parser.add_argument("--sets", nargs="*", choices=_SETS, default=list(_SETS))
    given = parser.parse_args()
    peers.begin(*peers.versions("pyshacl"))
    with tempfile.TemporaryDirectory(prefix="lod-validate-") as folder:
        compare(given.size, given.share, given.sets, given.limit, Path(folder))


if __name__ == "__main__":
    main()
