"""A synthetic publication: the shipped one and N projects more, read and mapped by lod itself.

Pages of 1,000 projects are written as the shipped page is, so what comes out has its shape: the
same properties, owners among the 290 municipalities, one period in a hundred that can't be read.
The same numbers give the same bytes.

``python benchmarks/projects.py 10000`` writes a release and says where;
``python benchmarks/projects.py 1000000 --ntriples FILE`` writes sorted N-Triples for validation.
"""

import argparse
import hashlib
import os
import random
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lod.checking.report import Report
from lod.deriving import derive
from lod.publishing.build import contents
from lod.publishing.config import read_config
from lod.publishing.iris import Iris, slug
from lod.publishing.keys import Keys
from lod.publishing.mapping import Graph, map_areas, map_page, merge
from lod.publishing.publication import Mapped, map_all
from lod.publishing.records import Page, Source
from lod.publishing.sources.page import read_page
from lod.release.read import SourceFile
from lod.release.write import write_release

ROOT = Path(__file__).parents[1]
WORK = Path(os.environ.get("LOD_BENCHMARKS", "/tmp/lod-benchmarks"))
SEED = 20131115
PER_PAGE = 1_000
_MADE_BY = (
    "src/lod/files/members.py",
    "src/lod/release/packing.py",
    "src/lod/release/write.py",
    "src/lod/release/manifest.py",
    "src/lod/deriving/inverse.py",
)
_NAMES = ("Håll ut", "Business Unusual", "Växtkraft", "Utmaningen", "Nya vägar", "Samsyn", "Fram")
_ACTS = ("samla näringslivet", "förbättra företagsklimatet", "öka kompetensen", "bygga nätverk")
_MEANS = ("nya arbetsformer", "regional samverkan", "bättre kunskap", "gemensamma rutiner")
_ENDS = (
    "fler växande företag",
    "en hållbar tillväxt",
    "attraktiva miljöer",
    "fler arbetstillfällen",
)


@dataclass(frozen=True)
class Synthetic:
    """A publication with ``count`` projects more than the shipped one.

    :param edition: another number gives other descriptions under the same addresses.
    """

    count: int
    edition: int = 0
    seed: int = SEED
    per_page: int = PER_PAGE

    @cached_property
    def shipped(self) -> Mapped:
        """The publication of this repository."""
        return map_all(read_config(ROOT))

    @cached_property
    def owners(self) -> list[str]:
        """The 290 municipalities' names, as an owner is written."""
        return sorted(a.name for a in self.shipped.reference.areas.values() if a.county)

    def owner(self, chance: random.Random) -> str:
        """Give a project's owner."""
        return chance.choice(self.owners)

    def title(self, number: int) -> str:
        """Give a project's title."""
        return f"{_NAMES[number % len(_NAMES)]} P{number + 1:07}"

    def paths(self) -> list[str]:
        """Give the path of each document about a project or a municipality, in a mixed order."""
        owners = {self.owner(self._chance(n)) for n in range(self.count)}
        kinds = [("project", self.title(number)) for number in range(self.count)]
        kinds += [("organization", owner) for owner in sorted(owners)]
        found = [f"doc/{kind}/{_key(name)}" for kind, name in kinds]
        random.Random(self.seed).shuffle(found)
        return found

    def quads(self) -> Iterator[ox.Quad]:
        """Give all quads, page by page; those about owners and areas come again and again."""
        yield from self.shipped.graph
        for number in range(self._pages):
            yield from self._mapped(self.page(number))

    def sources(self) -> dict[str, tuple[SourceFile, bytes]]:
        """Give the pages as the release keeps them."""
        names = [self._name(number) for number in range(self._pages)]
        described = {n: SourceFile("text/plain", "sv") for n in names}
        return {n: (described[n], self.text(i)) for i, n in enumerate(names)}

    def page(self, number: int) -> Page:
        """Read the page with projects ``number * per_page`` and on."""
        source, data = self.shipped.pages[0].source, self.text(number)
        fresh: Source = replace(
            source, name=self._name(number), sha256=hashlib.sha256(data).hexdigest()
        )
        return read_page(fresh, data, Path(f"{fresh.name}.txt"))

    def text(self, number: int) -> bytes:
        """Write a page as the shipped one is written: its head, projects, its date."""
        lines = self.shipped.pages[0].file.read_text("utf-8").split("\n")
        at = lines.index("Senast ändrad")
        first = number * self.per_page
        blocks = [self._block(n) for n in range(first, min(first + self.per_page, self.count))]
        return "\n".join([*lines[:12], *blocks, *lines[at : at + 2], ""]).encode()

    @property
    def _pages(self) -> int:
        return -(-self.count // self.per_page)

    def _name(self, number: int) -> str:
        return f"programsida-{number + 1:04}"

    def _chance(self, number: int) -> random.Random:
        return random.Random(self.seed * 10_000_000 + number)

    def _block(self, number: int) -> str:
        chance = self._chance(number)
        owner = self.owner(chance)
        purpose = " ".join(_sentence(chance, owner) for _ in range(chance.randint(1, 4)))
        edition = f" Utgåva {self.edition}." if self.edition else ""
        return (
            f"{self.title(number)}\n\nProjektägare: {owner} Projekttid: {_period(chance)}\n\n"
            f"{purpose}{edition}\n"
        )

    def _mapped(self, page: Page) -> Graph:
        shipped, config = self.shipped, self.shipped.config
        iris = Iris(config.base_iri, config.vocab_iri)
        publisher = iris.thing("organization", config.publisher.key)
        programme = iris.thing("programme", slug(page.programme.name.value))
        keys = _Slugs(Path("keys.csv"), ())
        mapped = map_page(page, iris, keys, shipped.reference, publisher)
        parts = tuple(part for part in mapped.parts if part.thing != programme)
        graph = merge(iris, (), [replace(mapped, parts=parts)])
        map_areas(graph, shipped.reference, config.language)
        return graph


class _Slugs(Keys):
    """Keys as they would be minted: a million rows needn't be held for data to be served."""

    def find(self, kind: str, source: str, as_written: str) -> str:
        return _key(as_written)

    def is_retired(self, kind: str, source: str, as_written: str) -> bool:
        return False


def _key(name: str) -> str:
    """Habo and Håbo would have the same key."""
    return "habo-kommun-0305" if name == "Håbo kommun" else slug(name)


def _sentence(chance: random.Random, owner: str) -> str:
    act, means, end = chance.choice(_ACTS), chance.choice(_MEANS), chance.choice(_ENDS)
    return (
        f"Projektets syfte är att genom {means} {act} i {owner} och på så sätt bidra till {end}, "
        f"i dialog med {chance.randint(3, 90)} företag i regionen."
    )


def _period(chance: random.Random) -> str:
    start = (chance.randint(2008, 2013), chance.randint(1, 12))
    end = (chance.randint(2014, 2018), chance.randint(1, 12))
    if chance.random() < 0.01:
        return f"2{start[0]}-{start[1]:02} — {end[0]}-{end[1]:02}"
    dash = chance.choice(("", "-"))
    return f"{start[0]}{dash}{start[1]:02} — {end[0]}{dash}{end[1]:02}"


def release(synthetic: Synthetic, *, fresh: bool = False) -> Path:
    """Give a folder whose ``current`` is the synthetic publication's release, written once.

    It's written anew where the text or the code that writes releases has changed.
    """
    made_by = b"".join((ROOT / file).read_bytes() for file in _MADE_BY) + synthetic.text(0)
    name = f"{synthetic.count}-{synthetic.edition}-{hashlib.sha256(made_by).hexdigest()[:8]}"
    out = WORK / "releases" / name
    if fresh or not (out / "current").exists():
        shipped = contents(synthetic.shipped, Report([]))
        sources = {**shipped.sources, **synthetic.sources()}
        write_release(
            replace(shipped, quads=_once(synthetic.quads()), sources=sources), derive, out, keep=0
        )
    return out


def _once(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Leave each triple in the first graph that has it, as a build does."""
    seen = set[ox.Triple]()
    for quad in quads:
        if quad.triple not in seen:
            seen.add(quad.triple)
            yield quad


def write_ntriples(synthetic: Synthetic, file: Path) -> None:
    """Write all triples once, sorted by bytes, in little memory."""
    command = ["sort", "--unique", "--buffer-size=1G", f"--output={file}"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"})
    assert process.stdin is not None
    triples = (quad.triple for quad in synthetic.quads())
    ox.serialize(triples, output=process.stdin, format=ox.RdfFormat.N_TRIPLES)
    process.stdin.close()
    if process.wait():
        raise OSError(f"sort ended with {process.returncode}")


def main() -> None:
    """Write a release or N-Triples, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--edition", type=int, default=0)
    parser.add_argument("--ntriples", type=Path)
    parser.add_argument("--fresh", action="store_true", help="write the release anew")
    parser.add_argument("--quick", action="store_true", help="a thousand projects")
    given = parser.parse_args()
    synthetic = Synthetic(1_000 if given.quick else given.count, given.edition)
    start = time.perf_counter()
    if given.ntriples:
        write_ntriples(synthetic, given.ntriples)
    else:
        print(release(synthetic, fresh=given.fresh))
    print(f"{synthetic.count} projects in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
