"""Validation from file to report, side by side: lod check, pyshacl, pyshifty, pyrudof, maplib.

Projects of 23 statements, one in a hundred faulty, against 40 property shapes and a SPARQL
constraint (``tests/checking/shacl/synthetic.py``). Each runs twice, as a process of its own:
watched, for the highest memory of all its processes (proportional, sampled every 20 ms), and
alone, since watching takes a processor: seconds from its start to its end, and CPU. Whether the
results agree is read from the reports: focus node, path, value and constraint component of each
result. A peer that took over ``--limit`` seconds isn't tried at a greater size.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import peers
import pyoxigraph as ox
from validators import PEERS

from lod.rdf.namespaces import SH

_TESTS = peers.ROOT / "tests"
_SAMPLE = 0.02  # seconds
_MEMORY = 16 * 1024  # MiB, at which a peer is stopped


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: seconds, MiB, and the file with its report if it came to an end."""

    seconds: float
    cpu: float
    peak: float
    report: Path | None
    failure: str = ""


def run(command: list[str], report: Path, limit: float, log: Path) -> Ran:
    """Run a validation, watched and alone; it's ended at the limit."""
    found = _watched(command, report, limit, log)
    if found.report is None:
        return found
    report.unlink()
    start = time.perf_counter()
    process = _started(command, log)
    _, _, used = os.wait4(process.pid, 0)
    spent = time.perf_counter() - start
    return replace(found, seconds=spent, cpu=used.ru_utime + used.ru_stime)


def _started(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as stream:
        return subprocess.Popen(command, stdout=stream, stderr=stream, start_new_session=True)


def _watched(command: list[str], report: Path, limit: float, log: Path) -> Ran:
    start, peak, cpu = time.perf_counter(), 0.0, 0.0
    process = _started(command, log)
    server = peers.Server(command[0], process, 0)
    while process.poll() is None and time.perf_counter() - start < limit and peak < _MEMORY:
        pids = server.pids()
        peak = max(peak, sum(map(_proportional, pids)))
        cpu = max(cpu, server.usage().cpu)
        time.sleep(_SAMPLE)
    spent = time.perf_counter() - start
    if process.poll() is None:
        server.stop()
        failure = f"over {_MEMORY / 1024:.0f} GiB" if peak >= _MEMORY else f"over {limit:.0f} s"
        return Ran(spent, cpu, peak, None, failure)
    done = report.exists()
    last = log.read_text("utf-8", "replace").strip().rpartition("\n")[2]
    return Ran(spent, cpu, peak, report if done else None, "" if done else last[:60])


def _proportional(pid: int) -> float:
    """Give a process's share of memory in MiB; 0 if it's gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def results(report: Path) -> Counter[tuple[str, ...]]:
    """Read a report: what each result that isn't a detail says, blank nodes without their names."""
    store = ox.Store()
    store.bulk_load(path=str(report), format=ox.RdfFormat.TURTLE)
    names = ("focusNode", "resultPath", "value", "sourceConstraintComponent")
    found: Counter[tuple[str, ...]] = Counter()
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{SH}result"), None):
        if not isinstance(quad.object, ox.Literal):
            found[tuple(_said(store, quad.object, name) for name in names)] += 1
    return found


def _said(store: ox.Store, node: object, name: str) -> str:
    quads = store.quads_for_pattern(node, ox.NamedNode(f"{SH}{name}"), None)  # type: ignore[arg-type]
    return " ".join(sorted(_shown(store, quad.object) for quad in quads))


def _shown(store: ox.Store, term: object) -> str:
    if not isinstance(term, ox.BlankNode):
        return str(term)
    inner = store.quads_for_pattern(term, None, None)
    return f"[{' '.join(sorted(f'{q.predicate} {_shown(store, q.object)}' for q in inner))}]"


def compare(count: int, share: float, wanted: list[str], limit: float, folder: Path) -> list[str]:
    """Print one table; gives the peers that came to an end."""
    data, shapes = folder / "data.nt", folder / "shapes.ttl"
    made = [_TESTS / "checking/shacl/synthetic.py", count, share, data, shapes]
    subprocess.run([sys.executable, *map(str, made)], check=True)
    ours, rows, done = None, [], []
    for name in ("lod check", *wanted):
        report = folder / f"{name}.ttl"
        report.unlink(missing_ok=True)
        found = run(command(name, data, shapes, report), report, limit, folder / "log")
        said = results(found.report) if found.report else None
        ours = said if name == "lod check" else ours
        rows.append([name, *_figures(found), _agreement(said, ours) if said else found.failure])
        done += [name] if found.report and name != "lod check" else []
        print(f"{name}: {found.seconds:.1f} s", file=sys.stderr, flush=True)
    lines = sum(chunk.count(b"\n") for chunk in data.open("rb"))
    print(f"\n{count:,} projects, {lines:,} statements, {share:.0%} of the projects faulty\n")
    print(peers.table(("", "s", "CPU s", "peak MiB", "results"), rows), flush=True)
    return done


def command(name: str, data: Path, shapes: Path, report: Path) -> list[str]:
    """Give the command of a validation that writes a report."""
    if name == "lod check":
        command = [sys.executable, "-m", "lod", "check", str(data), "--shapes", str(shapes)]
        return [*command, "--format", f"turtle={report}"]
    here = Path(__file__).with_name("validators.py")
    return [str(peers.program("python")), str(here), name, str(data), str(shapes), str(report)]


def _figures(found: Ran) -> tuple[str, str, str]:
    return f"{found.seconds:.1f}", f"{found.cpu:.1f}", f"{found.peak:,.0f}"


def _agreement(said: Counter[tuple[str, ...]], ours: Counter[tuple[str, ...]] | None) -> str:
    if ours is None or said == ours:
        return f"{said.total():,}"
    more, fewer = (said - ours).total(), (ours - said).total()
    return f"{said.total():,}: {more:,} that lod hasn't, {fewer:,} of lod's missing"


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--share", type=float, default=0.01, help="of faulty projects")
    parser.add_argument("--limit", type=float, default=600, help="seconds")
    parser.add_argument("--alone", action="store_true", help="lod only")
    parser.add_argument("--quick", action="store_true", help="small and short: does it work?")
    given = parser.parse_args()
    peers.begin(*(() if given.alone else peers.versions(*PEERS)))
    wanted = [] if given.alone else list(PEERS)
    for count in [1_000] if given.quick else given.sizes:
        with tempfile.TemporaryDirectory(prefix="lod-validate-") as folder:
            wanted = compare(count, given.share, wanted, given.limit, Path(folder))


if __name__ == "__main__":
    main()
