"""The index of a release: made of N synthetic projects by lod's own functions, then asked.

``python benchmarks/index.py 100000`` prints what building takes (processor seconds, one process)
and what each function takes: median and 95th percentile of calls, each with other words, values and
places from a seed, in processor time of this one process (nothing else is waited for but the disk,
and the file is in memory). The same numbers give the same things.
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import peers
import pyoxigraph as ox

from lod.deriving.indexed import index_rows
from lod.rdf import DCAT, ORG, PROV, RDF, SCHEMA, XSD
from lod.release import (
    IndexFile,
    ListQuery,
    count_facets,
    group_by,
    list_page,
    suggest,
    write_index,
)

BASE = "https://x.example/"
FP = f"{BASE}def/"
SEED = 20131115
COUNTIES, MUNICIPALITIES, COMPANIES, PROGRAMMES = 21, 290, 2_000, 12
FACETS = ("owner_county", "owner_type", "programme", "status", "year", "anomaly")
PROJECTS = f"{FP}FundedProject"
EVERYWHERE = "samverkan"  # in half of all
_VOCABULARY = 20_000
_KINDS = ("municipality", "company", "region", "association", "university")
_SYLLABLES = ["för", "stad", "nä", "ring", "till", "växt", "sam", "ut", "bygd", "hål", "land"]
_SYLLABLES += ["klä", "mil", "jö", "kraft", "en", "er", "gi", "öst", "väst", "nor", "ar", "bet"]


Node = ox.NamedNode | ox.BlankNode


def _iri(text: str) -> ox.NamedNode:
    return ox.NamedNode(text)


def _typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=_iri(f"{XSD}{kind}"))


class Synthetic(Mapping[Node, Sequence[ox.Triple]]):
    """Subjects in their order, made when they are asked for: none is held."""

    def __init__(self, count: int, seed: int = SEED) -> None:
        self.count, self.seed = count, seed
        chance = random.Random(seed)
        self.words = [
            "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))) for _ in range(_VOCABULARY)
        ]
        self.weights = [*accumulate(1 / rank for rank in range(1, _VOCABULARY + 1))]
        self.project = lru_cache(8)(self._project)
        self.said = lru_cache(16)(self._said)  # a part is asked for by its thing, then in its turn

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Node]:
        for number in range(self.count):
            yield _iri(f"{BASE}doc/project/p{number:08}")
        for county in range(COUNTIES):
            yield _iri(f"{BASE}id/area/{county:02}")
            for code in range(county, MUNICIPALITIES, COUNTIES):
                yield _iri(f"{BASE}id/area/{county:02}{code:03}")
        for number in range(MUNICIPALITIES + COMPANIES):
            yield _iri(f"{BASE}id/organization/o{number:05}")
        for number in range(PROGRAMMES):
            yield _iri(f"{BASE}id/programme/{number:02}")
        for number in range(self.count):
            for part in ("", "/grant", "/grant/amount", "/period"):
                yield _iri(f"{BASE}id/project/p{number:08}{part}")

    def __getitem__(self, node: Node) -> Sequence[ox.Triple]:
        return self.said(node)

    def _said(self, node: Node) -> Sequence[ox.Triple]:
        kind, _, key = node.value.removeprefix(BASE).partition("/")[2].partition("/")
        key, _, part = key.partition("/")
        if kind == "project":
            number = int(key[1:])
            said = self.project(number)["doc" if f"{BASE}doc/" in node.value else part]
        else:
            said = _others(kind, key)
        return [ox.Triple(node, _iri(predicate), value) for predicate, value in said]

    def _project(self, number: int) -> dict[str, list[tuple[str, ox.NamedNode | ox.Literal]]]:
        """Describe a project: what is said of its parts, by their names."""
        chance = random.Random(self.seed * 1_000_003 + number)
        iri = f"{BASE}id/project/p{number:08}"
        words = chance.choices(self.words, cum_weights=self.weights, k=28)
        if chance.random() < 0.5:
            words[20] = EVERYWHERE
        year, length = chance.randint(2007, 2026), chance.randint(0, 4)
        owner = chance.randrange(MUNICIPALITIES + (COMPANIES if chance.random() < 0.3 else 0))
        anomaly = [(f"{FP}anomaly", _iri(f"{iri}/anomaly/owner"))] if number % 100 == 0 else []
        return {
            "": [
                (f"{RDF}type", _iri(PROJECTS)),
                (f"{RDF}type", _iri(f"{SCHEMA}Project")),
                (f"{SCHEMA}name", ox.Literal(" ".join(words[:5]).capitalize(), language="sv")),
                (f"{SCHEMA}description", ox.Literal(" ".join(words[5:]), language="sv")),
                (f"{SCHEMA}funder", _iri(f"{BASE}id/organization/funder")),
                (f"{SCHEMA}funding", _iri(f"{iri}/grant")),
                (f"{FP}period", _iri(f"{iri}/period")),
                (f"{FP}programme", _iri(f"{BASE}id/programme/{chance.randrange(PROGRAMMES):02}")),
                (f"{FP}projectOwner", _iri(f"{BASE}id/organization/o{owner:05}")),
                (f"{FP}status", _iri(f"{FP}stage/{'ongoing' if year > 2024 else 'ended'}")),
                *anomaly,
            ],
            "period": [
                (f"{DCAT}startDate", _typed(f"{year}-{chance.randint(1, 12):02}", "gYearMonth")),
                (f"{DCAT}endDate", _typed(f"{year + length + 1}-06", "gYearMonth")),
            ],
            "grant": [(f"{SCHEMA}amount", _iri(f"{iri}/grant/amount"))],
            "grant/amount": [
                (f"{SCHEMA}value", _typed(str(chance.randint(10, 90_000) * 100), "decimal")),
                (f"{SCHEMA}currency", ox.Literal("SEK")),
            ],
            "doc": [(f"{PROV}wasDerivedFrom", _iri(f"{BASE}source/list#row={number}"))],
        }


def _others(kind: str, key: str) -> list[tuple[str, ox.NamedNode | ox.Literal]]:
    named = (f"{SCHEMA}name", ox.Literal(f"{kind} {key}", language="sv"))
    if kind != "organization":
        return [(f"{RDF}type", _iri(f"{SCHEMA}{kind}")), named]
    number = int(key[1:])
    said: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (f"{RDF}type", _iri(f"{ORG}Organization")),
        named,
        (f"{ORG}classification", _iri(f"{FP}organization-type/{_KINDS[number % len(_KINDS)]}")),
    ]
    if number < MUNICIPALITIES:
        county = f"{number % COUNTIES:02}"
        said.append((f"{FP}county", _iri(f"{BASE}id/area/{county}")))
        said.append((f"{FP}municipality", _iri(f"{BASE}id/area/{county}{number:03}")))
    return said


def build(subjects: Synthetic, file: Path) -> None:
    """Make the index; print what it takes."""
    making = made(subjects)
    start = time.process_time()
    write_index(file, index_rows(subjects, BASE, FP), {})
    spent = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = file.stat().st_size / 1e6
    print(f"{spent:.0f} s of processor time, of which making the subjects takes {making:.0f} s;")
    told = f"{size:,.0f} MB; {memory:,.0f} MiB of memory at most; load {os.getloadavg()[0]:.1f}\n"
    print(told, flush=True)


def made(subjects: Synthetic) -> float:
    """Give the processor time that making the subjects takes, by the first 2,000 projects.

    The document of each is asked for twice: by its thing, and in its turn.
    """
    sample = min(2_000, subjects.count)
    start = time.process_time()
    for number in range(sample):
        for part in ("", "/grant", "/grant/amount", "/period"):
            subjects[_iri(f"{BASE}id/project/p{number:08}{part}")]
        for _ in range(2):
            subjects.project.cache_clear()
            subjects.said.cache_clear()
            subjects[_iri(f"{BASE}doc/project/p{number:08}")]
    return (time.process_time() - start) / sample * subjects.count


def calls(index: IndexFile, subjects: Synthetic, seed: int) -> dict[str, Callable[[], object]]:
    """Give what is measured: each call asks for something else."""
    chance = random.Random(seed)
    kind = {"type": [PROJECTS]}
    everything = ListQuery(chosen=kind)

    def word() -> str:
        return chance.choices(subjects.words, cum_weights=subjects.weights)[0]

    def county() -> dict[str, Sequence[str]]:
        return {**kind, "owner_county": [f"{BASE}id/area/{chance.randrange(COUNTIES):02}"]}

    def any_key() -> str:
        return f"{BASE}id/project/p{chance.randrange(subjects.count):08}"

    def whole(asked: ListQuery) -> object:
        return list_page(index, asked, "relevance"), count_facets(index, asked, FACETS)

    def june() -> tuple[date, date]:
        year = chance.randint(2008, 2025)
        return date(year, 6, 1), date(year, 6, 30)

    def letter() -> str:
        return chance.choice("fstnuamkebhlvö")

    return {
        "page after a key, by name": lambda: list_page(index, everything, after=any_key()),
        "page before a key, by amount": lambda: list_page(
            index, everything, "amount", descending=True, before=any_key()
        ),
        "last page, by start": lambda: list_page(index, everything, "start", last=True),
        "six facets unfiltered": lambda: count_facets(index, everything, FACETS),
        "a word in half: page and six facets": lambda: whole(ListQuery(EVERYWHERE, kind)),
        "one letter: page and six facets": lambda: whole(ListQuery(letter(), kind)),
        "any word × county: page and six facets": lambda: whole(ListQuery(word(), county())),
        "active in a month: page and six facets": lambda: whole(ListQuery("", kind, june())),
        "suggest, one to three letters": lambda: suggest(
            index, ListQuery(word()[: chance.randint(1, 3)], kind)
        ),
        "county × year": lambda: group_by(
            index, everything, ("owner_county", "year"), amounts=False
        ),
        "county × year with sums": lambda: group_by(index, everything, ("owner_county", "year")),
        "by owner with sums": lambda: group_by(index, ListQuery(chosen=county()), ("owner",)),
    }


def ask(index: IndexFile, subjects: Synthetic, times: int) -> None:
    """Print what each function takes."""
    rows = []
    for name, call in calls(index, subjects, SEED).items():
        spent = []
        for _ in range(times):
            start = time.process_time()
            call()
            spent.append((time.process_time() - start) * 1_000)
        late = statistics.quantiles(spent, n=20)[-1]
        rows.append([name, f"{statistics.median(spent):.1f}", f"{late:.1f}", f"{spent[0]:.1f}"])
    print(peers.table(("asked", "median, ms", "95th percentile", "first"), rows))


def main() -> None:
    """Run for so many projects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100_000)
    parser.add_argument("--times", type=int, default=200, help="calls of each function")
    chosen = parser.parse_args()
    subjects = Synthetic(chosen.count)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "index.sqlite"
        print(f"{chosen.count:,} projects, seed {SEED}")
        build(subjects, file)
        index = IndexFile(file, lambda: ValueError(file))
        ask(index, subjects, chosen.times)
        index.close()


if __name__ == "__main__":
    main()
