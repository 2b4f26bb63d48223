"""`lod keys` and `lod build` as stewards run them, on publications of thousands of projects.

A publication is the shipped one and N projects more, on pages in the shipped page's form: owners
among the municipalities and, one in ten, companies that no table knows; titles in no order, some
alike but for a dash or their end; one period in a hundred that can't be read, and a decision on
every other of those. Each command is a process of its own: its seconds by the clock and of the
processor, and its most memory.

``python benchmarks/pages.py 1000 3000 10000 30000``; with ``--per-page 30000`` on one page.
"""

import argparse
import csv
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from projects import PER_PAGE, ROOT, Synthetic

LOD = str(Path(sys.executable).with_name("lod"))
_STARTS = ("Håll ut", "Växtkraft — nu", "Växtkraft – nu", "Nya vägar in", "Samsyn", "FRONT (fram)")
_LONG = "Utvecklingsplan för staden och regionen som en integrerad del av näringslivets"
_DECISION = """\
<{iri}/decision> a fp:Decision, prov:Entity ;
    fp:decides <{iri}> ;
    fp:chosen "2012-01"^^xsd:gYearMonth ;
    dcterms:description "Beslutet om stöd anger januari 2012."@sv,
        "The grant decision says January 2012."@en ;
    dcterms:date "2026-11-23"^^xsd:date ;
    prov:wasAttributedTo <id/organization/tillvaxtverket> .
"""


@dataclass(frozen=True)
class Pages(Synthetic):
    """A publication in a folder: the synthetic projects as sources with sidecars."""

    def title(self, number: int) -> str:
        """Give a title; one in five is longer than a key may be, and differs at its end."""
        chance = self._chance(number)
        start = _LONG if chance.random() < 0.2 else chance.choice(_STARTS)
        return f"{start} {chance.randrange(10_000)} {number:06}"

    def owner(self, chance: random.Random) -> str:
        """Give an owner: a municipality, or a company that few projects have."""
        if chance.random() < 0.1:
            return f"Utvecklingsbolaget {chance.randrange(self.count)} AB"
        return chance.choice(self.owners)

    def write(self, site: Path) -> None:
        """Write the publication, without keys."""
        for folder in ("ontology", "shapes", "data"):
            shutil.copytree(ROOT / folder, site / folder)
        (site / "data/keys.csv").write_text("kind,key,source,as_written,now\n")
        shipped = self.shipped.pages[0].source
        sidecar, names = shipped.sidecar.read_text("utf-8"), [shipped.name]
        for number in range(self._pages):
            data, name = self.text(number), self._name(number)
            sha256 = hashlib.sha256(data).hexdigest()
            (site / f"data/sources/{name}.txt").write_bytes(data)
            described = sidecar.replace(shipped.sha256, sha256)
            (site / f"data/sources/{name}.toml").write_text(described, "utf-8")
            names.append(name)
        listed = "sources = [{}]".format(", ".join(f'"{name}"' for name in names))
        settings = (ROOT / "lod.toml").read_text("utf-8")
        settings = settings.replace(f'sources = ["{shipped.name}"]', listed)
        (site / "lod.toml").write_text(settings, "utf-8")

    def decide(self, site: Path) -> int:
        """Decide every other period that can't be read; gives how many are decided."""
        with (site / "data/keys.csv").open(newline="", encoding="utf-8") as file:
            keys = {r["as_written"]: r["key"] for r in csv.DictReader(file)}
        wrong = [n for n in range(self.count) if "Projekttid: 22" in self._block(n)]
        base = self.shipped.config.base_iri
        anomalies = [f"{base}id/project/{keys[self.title(n)]}/anomaly/period-start" for n in wrong]
        with (site / "data/curated/decisions.ttl").open("a", encoding="utf-8") as file:
            file.writelines(_DECISION.format(iri=iri) for iri in anomalies[::2])
        return len(anomalies[::2])


@dataclass(frozen=True, slots=True)
class Figures:
    """What a command took: seconds by the clock and of the processor, MiB of memory at most."""

    clock: float
    processor: float
    memory: float


def run(*command: str, codes: Collection[int] = (0,)) -> Figures:
    """Run a command, which must end with one of some codes; its children count."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise SystemExit(f"{command} ended with {process.returncode}:\n{said[-2000:].decode()}")
    processor = usage.ru_utime + usage.ru_stime
    return Figures(time.perf_counter() - start, processor, usage.ru_maxrss / 1024)


def prepare(pages: Pages, site: Path) -> Figures:
    """Write a publication, its keys and its decisions; gives what its keys took."""
    pages.write(site)
    took = run(LOD, "keys", "--site", str(site))
    pages.decide(site)
    return took


def figures(count: int, per_page: int) -> Iterator[tuple[str, Figures]]:
    """Give each command with what it took."""
    pages = Pages(count, per_page=per_page)
    with tempfile.TemporaryDirectory(prefix="lod-pages-") as folder:
        site = Path(folder) / "site"
        yield "lod keys", prepare(pages, site)
        yield "lod build", run(LOD, "build", "--site", str(site))


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("counts", type=int, nargs="*", default=[1_000, 3_000, 10_000, 30_000])
    parser.add_argument("--per-page", type=int, default=PER_PAGE)
    parser.add_argument("--into", type=Path, help="only write one such publication, with its keys")
    given = parser.parse_args()
    if given.into:
        prepare(Pages(given.counts[0], per_page=given.per_page), given.into)
        return
    print("projects  command      clock  processor  ms each     MiB")
    for count in given.counts:
        for command, took in figures(count, given.per_page):
            each = 1000 * took.processor / count
            print(
                f"{count:>8,}  {command:<9}  {took.clock:>5.1f} s  {took.processor:>7.1f} s"
                f"  {each:>7.2f}  {took.memory:>6.0f}"
            )


if __name__ == "__main__":
    main()
