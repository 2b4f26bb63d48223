"""Large sources are mapped part by part, by all processors; what is said lies in sorted files.

A part is a run of things, by kind and key, with what every source says of them. Mapping one is a
pure function of those records, and of what stands for all: keys, tables, the kinds that there are.
"""

import weakref
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

import pyoxigraph as ox

from lod.checking import Pattern
from lod.files import (
    SortedLines,
    in_parallel,
    joined_lines,
    no_room_told,
    processors,
    temporary_folder,
)
from lod.publishing.iris import KEY_KINDS, Iris
from lod.publishing.linking import Reference
from lod.publishing.mapping import Graph, MappedSource, Origin, map_counties, map_kinds, merge
from lod.publishing.mapping.earlier import map_earlier
from lod.publishing.mapping.kinds import KnownKinds
from lod.publishing.mapping.shares import PageShare, Shared, Thing
from lod.publishing.mapping.spoken import keep_spoken
from lod.publishing.mapping.undecided import undecided
from lod.rdf import RDF, from_ox

MANY_PROJECTS = 2_000
"""Projects above which all are mapped in parts."""

RECORDS = 4_000  # in a part
_KNOWN = 64  # things whose statements are kept with where they come from


@dataclass(frozen=True)
class PartMapper:
    """Maps things, whichever, without those apart.

    :param describe: of each source, what describes a share of it.
    """

    iris: Iris
    shared: Shared
    describe: Sequence[Callable[[PageShare], MappedSource]]
    reference: Reference
    kinds: KnownKinds
    languages: Sequence[str]

    def graph(self, things: Iterable[Thing]) -> Graph:
        """Map some things: all that is said of them, each statement with where it comes from."""
        shares = zip(self.describe, self.shared.share(things), strict=True)
        graph = merge(self.iris, (), [describe(share) for describe, share in shares])
        map_earlier(graph)
        map_counties(graph, self.reference)
        map_kinds(graph, self.kinds)
        keep_spoken(graph, self.languages)
        return graph


@dataclass
class Summary:
    """What all must know of a part of the graph.

    :param files: that the statements of each graph come from, by the graph's name.
    :param words: IRIs of the properties and classes that it uses.
    :param areas: codes of the publication's areas that it points at.
    :param open: its anomalies that no decision decides, with why they are, by language.
    """

    count: int = 0
    files: dict[str, set[Path]] = field(default_factory=lambda: defaultdict(set))
    words: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    open: dict[ox.NamedNode, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Graph) -> "Summary":
        """Sum up a graph."""
        found = cls(len(graph.quads), open=undecided(graph))
        start, kind = graph.iris.graph(""), f"{RDF}type"
        areas = graph.iris.thing("area", "")
        for triple, name in graph.quads.items():
            found.files[name.value.removeprefix(start)].add(graph.origins[triple].file)
            found.words.add(triple.predicate.value)
            if isinstance(triple.object, ox.NamedNode):
                pointed = triple.object.value
                if triple.predicate.value == kind:
                    found.words.add(pointed)
                elif pointed.startswith(areas):
                    found.areas.add(pointed.removeprefix(areas))
        return found

    def add(self, other: "Summary") -> None:
        """Take in another's."""
        self.count += other.count
        for name, files in other.files.items():
            self.files[name] |= files
        self.words |= other.words
        self.areas |= other.areas
        self.open |= other.open


class Parts:
    """What is mapped in parts: files of sorted N-Quads, and where each statement comes from.

    The files are gone with this.

    :ivar summary: of all parts.
    :raises InputError: there is no room for them, or something can't be described.
    """

    def __init__(self, mapper: PartMapper) -> None:
        self._mapper, stack = mapper, ExitStack()
        weakref.finalize(self, stack.close)
        self._folder = stack.enter_context(temporary_folder("parts"))
        self._things = frozenset(mapper.shared.things)
        self._known = lru_cache(_KNOWN)(partial(_origins, mapper))
        self.summary = Summary()
        parts = [*enumerate(mapper.shared.parts(RECORDS))]
        jobs = processors()
        for found in in_parallel([partial(self._write, parts[n::jobs]) for n in range(jobs)]):
            self.summary.add(found)

    def _write(self, parts: Iterable[tuple[int, Sequence[Thing]]]) -> Summary:
        """Map parts and write each into files of its own: one by one, whoever is at work beside."""
        summary = Summary()
        for number, things in parts:
            graph = self._mapper.graph(things)
            lines = sorted(f"{quad} .\n".encode() for quad in graph)
            with no_room_told(self._folder):
                for place, some in _by_path(lines, self._mapper.iris.base):
                    (self._folder / f"{number}-{place}.nq").write_bytes(b"".join(some))
            summary.add(Summary.of(graph))
        return summary

    @property
    def things(self) -> list[str]:
        """The IRIs of what is mapped in parts."""
        return [self._mapper.iris.thing(*thing) for thing in self._mapper.shared.things]

    def describe(self, iri: str) -> bool:
        """Whether something of this IRI is described: has a class."""
        kind = ox.NamedNode(f"{RDF}type")
        node = ox.NamedNode(iri)
        said = self._known(thing) if (thing := self._thing(f"<{iri}>")) else {}
        return any(t.subject == node and t.predicate == kind for t in said)

    def joined(self, graph: Graph) -> Path:
        """Write one sorted file of all parts, and of a graph of the rest; gives where.

        :raises InputError: there is no room for it.
        """
        file = self._folder / "data.nq"
        rest = sorted({f"{quad} .\n".encode() for quad in graph})
        with no_room_told(self._folder), file.open("wb") as stream:
            stream.writelines(joined_lines(sorted(self._folder.glob("*-*.nq")), rest))
        return file

    def origins(self, pattern: Pattern) -> Mapping[ox.Triple, Origin]:
        """Give where statements come from, that which fits a pattern among them; none fits others.

        The thing that it is about is mapped once more.

        :param pattern: without a subject, only what is of the thing that its value names is found.
        """
        subject, _, value, _ = pattern
        thing = self._thing(subject, value) or self._thing(*self._first(pattern))
        return self._known(thing) if thing else {}

    def _thing(self, *terms: str) -> Thing | None:
        """Give the thing that one of two ends of a statement is, or is of.

        A source mentions things: what it says of one is mapped with that.
        """
        things = (thing_of(term[1:-1], self._mapper.iris) for term in terms)
        return next((thing for thing in things if thing in self._things), None)

    def _first(self, pattern: Pattern) -> tuple[str, ...]:
        """Give the ends of the first statement of a thing that fits a pattern; none if none does.

        A source says of itself which things it mentions. Without a subject it would be a search
        through the whole file, for each pattern.
        """
        subject, predicate, value, _ = pattern
        if not subject:
            return ()
        with closing(SortedLines(self._folder / "data.nq")) as lines:
            said = lines.starting_with(" ".join(filter(None, (subject, predicate))).encode() + b" ")
        for quad in ox.parse(said, format=ox.RdfFormat.N_QUADS):
            found = str(quad.subject), from_ox(quad.object)
            if value in ("", found[1]) and self._thing(*found):
                return found
        return ()


def _origins(mapper: PartMapper, thing: Thing) -> Mapping[ox.Triple, Origin]:
    return mapper.graph([thing]).origins


def _by_path(lines: Sequence[bytes], base: str) -> Iterator[tuple[str, Sequence[bytes]]]:
    """Part sorted lines where the things themselves begin, and where they end."""
    start = _first(lines, f"<{base}id/")
    end = _first(lines, f"<{base}id0")
    yield from (("a", lines[:start]), ("b", lines[start:end]), ("c", lines[end:]))


def _first(lines: Sequence[bytes], start: str) -> int:
    return bisect_left(lines, start.encode())


def thing_of(iri: str, iris: Iris) -> Thing | None:
    """Give the thing that an IRI is of, of its document or of a part of it.

    >>> thing_of("https://x.example/doc/project/a", Iris("https://x.example/", ""))
    ('project', 'a')
    >>> thing_of("https://x.example/id/project/a/period", Iris("https://x.example/", ""))
    ('project', 'a')
    >>> thing_of("https://x.example/source/b/project/a/0", Iris("https://x.example/", ""))
    ('project', 'a')
    """
    path = iri.removeprefix(iris.base).split("/")
    if path[0] == "source":
        path = path[1:]
    if len(path) > 2 and path[1] in KEY_KINDS and iri.startswith(iris.base):
        return path[1], path[2]
    return None
