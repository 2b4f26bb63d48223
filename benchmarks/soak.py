"""Mixed load for minutes: documents, queries, hostile queries, downloads, broken connections.

Releases are swapped now and then and the old directory is deleted at once. Every 5 seconds the
descriptors, memory and processes of the whole server are counted. At the end: what failed, and
the averages of the first and the last quarter. ``--swap`` is the shorter proof: 60 s of documents
over kept-alive connections while five releases are swapped in; every answer must be one that
one of the releases gives. Exit code 1 if anything failed.
"""

import argparse
import hashlib
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import peers
from clients import Request, requests
from load import TIMEOUT, Load
from projects import WORK, Synthetic, release

_INTERVAL = 5.0  # seconds between samples
_EDITIONS = 6
_PROJECTS = 1_000
_DOWNLOAD = "set/lokalt-och-regionalt-tillvaxtarbete/data.nq.gz"
_SETTINGS: dict[str, dict[str, object]] = {
    "serve": {"processes": 2, "access_log": False, "client_header": "X-Client"},
    "sparql": {"timeout": TIMEOUT},
}
Known = dict[tuple[Request, str, bytes], set[int]]


def swap(edition: Path, out: Path) -> None:
    """Make an edition's release the current one in ``out``, and delete the old one at once."""
    link, fresh = out / "current", out / ".current-swap"
    source = (edition / "current").resolve()
    target = out / "releases" / source.name
    old = link.resolve() if link.exists() else None
    if old == target:
        return
    shutil.copytree(source, target)
    fresh.symlink_to(target.relative_to(out))
    os.replace(fresh, link)
    if old is not None:
        shutil.rmtree(old)


def known_answers(editions: Sequence[Path], asked: Sequence[Request], folder: Path) -> Known:
    """Ask each edition alone for everything, and note which gives which tag and body."""
    found: Known = defaultdict(set)
    for number, edition in enumerate(editions):
        with peers.lod(edition, folder, _SETTINGS, name=f"lod edition {number}") as server:
            connection = server.connect()
            for request in dict.fromkeys(asked):
                _, headers, body = peers.get(connection, f"/{request.path}", request.headers)
                found[request, headers["ETag"], hashlib.sha256(body).digest()].add(number)
    return found


@contextmanager
def under_load(load: Load, threads: Mapping[str, tuple[int, float]]) -> Iterator[None]:
    """Run threads, each doing one thing: name of the step → how many, seconds between."""
    running = [
        threading.Thread(target=load.repeat, args=(name, getattr(load, name), pause))
        for name, (count, pause) in threads.items()
        for _ in range(count)
    ]
    for thread in running:
        thread.start()
    try:
        yield
    finally:
        for thread in running:
            if not thread.is_alive():
                load.note("load", "a thread of the benchmark itself ended early")
        load.ended.set()
        for thread in running:
            thread.join()


def watch(
    load: Load, seconds: float, editions: Sequence[Path], out: Path, every: float
) -> list[peers.Usage]:
    """Sample the server until the time is over, and swap in the next edition now and then."""
    samples: list[peers.Usage] = []
    start, swaps = time.monotonic(), 0
    while (now := time.monotonic() - start) < seconds:
        if now >= (swaps + 1) * every:
            swaps += 1
            swap(editions[swaps % len(editions)], out)
        if now >= len(samples) * _INTERVAL:
            samples.append(load.server.usage())
        time.sleep(0.05)
    load.counts["releases swapped in"] = swaps
    return samples


def report(load: Load, samples: Sequence[peers.Usage]) -> bool:
    """Print what was done, what failed, and whether anything grew; gives whether all went well."""
    rows = [(kind, f"{count:,}") for kind, count in sorted(load.counts.items())]
    print(peers.table(("what was done", "times"), rows))
    size, grown = max(1, len(samples) // 4), []
    quarters = [samples[i * size : (i + 1) * size] or samples for i in range(4)]
    for name in ("processes", "descriptors", "rss", "anonymous"):
        means = [statistics.mean(getattr(s, name) for s in part) for part in quarters]
        most = max(getattr(s, name) for s in samples)
        grown.append((name, *(f"{mean:,.1f}" for mean in (*means, most))))
    titles = ("of the whole server (memory in MiB)", "1st quarter", "2nd", "3rd", "4th", "most")
    print(f"\n{peers.table(titles, grown)}\n\n{sum(load.failures.values())} failures")
    print("\n".join(f"- {count} × {what}" for what, count in load.failures.most_common(20)))
    return not load.failures


def run(minutes: float, folder: Path, *, only_swaps: bool, gentle: bool = False) -> bool:
    """Serve the first edition, put it under load, report."""
    editions = [release(Synthetic(_PROJECTS, edition)) for edition in range(1, _EDITIONS + 1)]
    paths = [p for p in Synthetic(_PROJECTS).paths() if p.startswith("doc/project/")]
    asked = requests(paths[: 40 if only_swaps else 1_000], 2_000, zipf=False)
    known = known_answers(editions, asked, folder) if only_swaps else {}
    threads = {"document": (8, 0.0)} if only_swaps else _GENTLE if gentle else _MIXED
    seconds, out = minutes * 60, folder / "out"
    (out / "releases").mkdir(parents=True)
    swap(editions[0], out)
    with peers.lod(out, folder, _SETTINGS) as server:
        load = Load(server, asked, _DOWNLOAD, known)
        with under_load(load, threads):
            every = seconds / _EDITIONS if only_swaps else 20.0
            samples = watch(load, seconds, editions, out, every)
    well = report(load, samples)
    if only_swaps:
        print(f"{len(load.editions)} of {_EDITIONS} releases seen in the answers")
    return well and (not only_swaps or len(load.editions) == _EDITIONS)


_MIXED = {
    "document": (4, 0.002),
    "query": (2, 0.01),
    "hostile": (2, 0.1),
    "dump": (1, 0.5),
    "abort": (1, 0.2),
}


_GENTLE = {
    "document": (4, 0.02),
    "query": (2, 0.1),
    "hostile": (1, 20.0),
    "dump": (1, 2.0),
    "abort": (1, 0.5),
}
"""About 150 documents and 15 queries a second: the machine has room for other work."""


def main() -> None:
    """Print the report; exit code 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="half a minute: does it work?")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--gentle", action="store_true", help="a tenth of the load")
    parser.add_argument("--swap", action="store_true", help="60 s of documents and five swaps")
    given = parser.parse_args()
    minutes = 1.0 if given.swap else given.minutes
    peers.begin()
    WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="soak-", dir=WORK) as folder:
        minutes = 0.5 if given.quick else minutes
        sys.exit(not run(minutes, Path(folder), only_swaps=given.swap, gentle=given.gentle))


if __name__ == "__main__":
    main()
