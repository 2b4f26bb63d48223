"""Validates a file: sorted if it isn't, filtered in a stream, candidates then evaluated."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

import pyoxigraph as ox

from lod.checking.shacl.core.evaluator import Validation
from lod.checking.shacl.core.index import SUBCLASS, Hierarchy
from lod.checking.shacl.core.model import Outcome, Result, Shape, Shapes, to_result
from lod.checking.shacl.core.resolving import LINK, link_shapes
from lod.checking.shacl.engine import check_runnable, validate
from lod.checking.shacl.sparql.queries import (
    ConstraintQueries,
    Found,
    joined_wants,
    queries_elsewhere,
)
from lod.checking.shacl.sparql.queryterms import Wanted
from lod.checking.shacl.sparql.simple import SimpleQuery
from lod.checking.shacl.sparql.standins import ExactStore
from lod.checking.shacl.stream.candidates import find_candidates, incoming_of
from lod.checking.shacl.stream.facts import Incoming, PassFacts, Tables, class_table
from lod.checking.shacl.stream.fileindex import FileIndex
from lod.checking.shacl.stream.filter import Filter, Store
from lod.checking.shacl.stream.noted import Noted, Sendable
from lod.checking.shacl.stream.plans import PlanMaker
from lod.checking.shacl.stream.reading import (
    BLOCK,
    BadLine,
    FilePart,
    NotSorted,
    parse_line,
    records_in,
    spans,
)
from lod.checking.shacl.stream.shares import QueryShare, share_out, shared_queries
from lod.checking.shacl.stream.sorting import write_sorted
from lod.checking.shacl.stream.unrefuted import ask_unrefuted
from lod.files import FORKS, give_back, in_parallel, processors, temporary_folder, without_collector

_SMALL = 16 << 20  # bytes below which a second process costs more than it gives
_MANY = 200  # focus nodes above which evaluating them is shared
_TOGETHER = 2_000  # focus nodes that are asked about, and evaluated while their records are known
_AT_ONCE = 384 << 20  # bytes of lines in all stores at a time; a store holds four times as much
_PIECE = 16 << 20


def validate_file(
    path: Path, shapes: Shapes, hierarchy: Hierarchy = (), *, processes: int | None = None
) -> list[Result]:
    """Check an RDF file against shapes, as ``validate`` does; results by focus node.

    N-Triples and N-Quads sorted by bytes are streamed as they are, others are sorted first.
    Blank nodes keep their labels in N-Triples and N-Quads.

    :param hierarchy: subclasses that an ontology states, for targets and sh:class (SHACL, 1.5).
    :param processes: by default the processors that may be used; 1 for small files.
    :raises UnsupportedShapes: the shapes need pyshacl.
    :raises InputError: the file can't be read.
    """
    check_runnable(shapes)
    with without_collector(), temporary_folder("shacl") as work:
        if path.suffix in (".nt", ".nq") and not shapes.needs_whole:
            with suppress(NotSorted):
                return _validated(path, shapes, hierarchy, work, processes)
        write_sorted(path, work / "sorted.nt")
        if shapes.needs_whole:
            return validate(ox.parse(path=os.fspath(work / "sorted.nt")), shapes, hierarchy)
        return _validated(work / "sorted.nt", shapes, hierarchy, work, processes)


def _validated(
    path: Path, shapes: Shapes, hierarchy: Hierarchy, work: Path, processes: int | None
) -> list[Result]:
    stated = stated_in(path)
    linked = link_shapes(shapes, stated.links)
    classes = (*stated.subclasses, *hierarchy)
    known = bool(stated.links) or shapes.version == "1.0"
    return SortedFile(path, linked, classes, hierarchy, work, known, processes).results()


class Observer(Protocol):
    """Notes what it will of the things that pass by."""

    @property
    def noted(self) -> Noted:
        """What it noted."""

    def watch(self, maker: PlanMaker) -> None:
        """Add what is to be done with the records of a form."""


@dataclass
class SortedFile:
    """One validation of a sorted file.

    :param shapes: linked with what the file says of them.
    :param classes: subclasses, stated in the file or else.
    :param hierarchy: those of them that the file doesn't state.
    :param work: a folder for what the store and the queries need.
    :param linked: whether it is known that nothing else in the file says which shapes things have.
    """

    path: Path
    shapes: Shapes
    classes: Hierarchy
    hierarchy: Hierarchy
    work: Path
    linked: bool
    processes: int | None = None

    def results(self, observer: Observer | None = None) -> list[Result]:
        """Run filter, queries and evaluator.

        :raises NotSorted: the file isn't.
        """
        processes = self._processes()
        parts = self._parts(processes)
        watch = None if observer is None else observer.watch
        filtering = Filter(self.shapes, class_table(self.classes), linked=self.linked, watch=watch)
        targeted = map(self.shapes.shapes.__getitem__, filtering.queried)
        asked = shared_queries(self.shapes, targeted, filtering.refutable)
        shares = share_out(asked.values(), 2 * processes if processes > 1 else 1)
        wanted = {f"store-{i}": share.wanted for i, share in enumerate(shares)}
        if elsewhere := queries_elsewhere(self.shapes):
            wanted["elsewhere"] = joined_wants(query.wanted for query in elsewhere)
        found = self._filtered(filtering, parts, wanted, observer)
        incoming = incoming_of(filtering, found)
        queries, tasks = self._tasks(filtering, found, incoming, shares)
        if elsewhere and tasks:
            queries.fill()  # before others are forked
        evaluate = partial(self._evaluate, queries, incoming, filtering.refutable)
        size = -(-len(tasks) // processes) if len(tasks) > _MANY else len(tasks)
        pieces = [tasks[i : i + size] for i in range(0, len(tasks), size or 1)]
        packed = in_parallel([partial(evaluate, piece) for piece in pieces])
        return [to_result(_unpacked(o, self.shapes)) for some in packed for o in some]

    def _processes(self) -> int:
        if self.processes is not None:
            return self.processes
        small = self.path.stat().st_size < _SMALL
        return 1 if small or not FORKS else processors()

    def _parts(self, processes: int) -> list[FilePart]:
        """Cut the file; into more parts than there are processors, as some take longer."""
        count = 2 * processes if processes > 1 else 1
        return spans(self.path, count) or [FilePart(self.path, 0, 0, quads=False)]

    def _filtered(
        self,
        filtering: Filter,
        parts: Sequence[FilePart],
        wanted: Mapping[str, Wanted | None],
        observer: Observer | None,
    ) -> PassFacts:
        run = partial(self._pass, filtering, observer, wanted)
        jobs = [partial(run, part, number) for number, part in enumerate(parts)]
        _, *others = in_parallel(jobs)
        for count, tables, noted in others:
            filtering.found.merge(count, tables)
            if observer is not None and noted is not None:
                observer.noted.merge(noted)
        return filtering.found

    def _pass(
        self,
        filtering: Filter,
        observer: Observer | None,
        wanted: Mapping[str, Wanted | None],
        span: FilePart,
        number: int,
    ) -> tuple[int, Tables, Sendable | None]:
        """Filter a span, and write what the queries need of it."""
        with ExitStack() as stack:

            def opened(name: str) -> BinaryIO:
                return stack.enter_context((self.work / f"{name}-{number}.nt").open("wb"))

            foci = {shape: opened(f"foci-{i}") for i, shape in enumerate(filtering.queried)}
            stores = [Store(opened(name), some) for name, some in wanted.items()]
            found = filtering.run(span, stores, foci)
        if observer is None:
            return found.count, found.tables(), None
        observer.noted.forms.update(filtering.forms)
        return found.count, found.tables(), observer.noted.sendable()

    def _kept(self, name: str) -> list[Path]:
        return sorted(self.work.glob(f"{name}-*"))

    def _tasks(
        self,
        filtering: Filter,
        found: PassFacts,
        incoming: Mapping[str, Incoming],
        shares: Sequence[QueryShare],
    ) -> tuple[ConstraintQueries, list[tuple[str, int]]]:
        """Give what must be evaluated: focus nodes and numbers of shapes, in order."""
        places = {node: f"foci-{i}" for i, node in enumerate(filtering.queried)}
        index = FileIndex(self.path, incoming, self.hierarchy)
        ask = partial(self._asked, places, incoming)
        first: Callable[[], Any] = partial(find_candidates, filtering, found, index)
        given: dict[str, list[str]] = {}
        answers: list[list[Found]] = []
        rounds = self._rounds(shares)
        if len(rounds) > 1:  # in a process that gives back all that it needed, before the first
            _, given = in_parallel([dict, first])
            found.clear()
            give_back()
            first = dict
        for numbers in rounds:
            jobs: list[Callable[[], Any]] = [
                first,
                *(partial(ask, number, shares[number]) for number in numbers),
            ]
            candidates, *more = in_parallel(jobs)
            given.update(candidates)
            answers += more
            first = dict
        queries = self._queries("elsewhere", len(shares) or 1)
        foci = {node: self._foci(node, places[node]) for node in filtering.queried}
        for share, found_by in zip(shares, answers, strict=True):
            for (query, _, targeted), answer in zip(share.queries, found_by, strict=True):
                for node in targeted:
                    queries.take(query, foci[node], answer)
                    given[node] += answer[1].intersection(foci[node])
        order = {shape.node: i for i, shape in enumerate(self.shapes.targeted)}
        return queries, sorted({(n, order[shape]) for shape, some in given.items() for n in some})

    def _rounds(self, shares: Sequence[QueryShare]) -> list[list[int]]:
        """Put shares, by number, together whose stores memory holds at once."""
        rounds: list[list[int]] = [[]]
        held = 0
        for number in range(len(shares)):
            size = sum(file.stat().st_size for file in self._kept(f"store-{number}"))
            if rounds[-1] and held + size > _AT_ONCE:
                rounds.append([])
                held = 0
            rounds[-1].append(number)
            held += size
        return rounds

    def _asked(
        self,
        places: Mapping[str, str],
        incoming: Mapping[str, Incoming],
        number: int,
        share: QueryShare,
    ) -> list[Found]:
        """Run the queries of a share."""
        index = FileIndex(self.path, incoming, self.hierarchy)
        queries = self._queries(f"store-{number}", 1)
        for query, owner, targeted in share.queries:
            for node in targeted:
                queries.run(index, query, owner, self._foci(node, places[node]))
        return [queries.found(some.query) for some in share.queries]

    def _queries(self, name: str, threads: int) -> ConstraintQueries:
        source = _FileSource(self._kept(name), self.hierarchy)
        return ConstraintQueries(source, self.shapes, threads)

    def _foci(self, shape: str, name: str) -> list[str]:
        """Give the focus nodes of a shape that has queries."""
        foci = [t.value for t in self.shapes.shapes[shape].targets if t.kind == "node"]
        for file in self._kept(name):
            foci += file.read_text("utf-8").split("\n")[:-1]
        return list(dict.fromkeys(foci))

    def _evaluate(
        self,
        queries: ConstraintQueries,
        incoming: Mapping[str, Incoming],
        refutable: Mapping[int, SimpleQuery],
        tasks: list[tuple[str, int]],
    ) -> list[tuple[object, ...]]:
        index = FileIndex(self.path, incoming, self.hierarchy)
        run = Validation(index, self.shapes, queries)
        packed: list[tuple[object, ...]] = []
        for start in range(0, len(tasks), _TOGETHER):
            some = tasks[start : start + _TOGETHER]
            run.forget()
            ask_unrefuted(queries, index, self.shapes, refutable, some)
            for focus, number in some:
                packed += map(_packed, run.validate(self.shapes.targeted[number], focus))
        return packed


class _FileSource:
    """Fills a store from the lines that the filter kept for it."""

    def __init__(self, files: Sequence[Path], hierarchy: Hierarchy) -> None:
        self.files, self.hierarchy = files, hierarchy

    def fill(self, store: ExactStore, _wanted: Callable[[], Wanted | None]) -> None:
        """Add the lines, and the subclasses of the ontology."""
        store.add((below, SUBCLASS, above) for below, above in self.hierarchy)
        for file in self.files:
            with file.open("rb") as stream:
                while lines := stream.read(_PIECE) + stream.readline():
                    if b"_:" in lines or b"<<" in lines or not store.add_lines(lines):
                        found = records_in(lines, quads=False)
                        store.add((s, p, o) for s, r in found for p, v in r.items() for o in v)


def _packed(outcome: Outcome) -> tuple[object, ...]:
    """Make an outcome fit to be sent to another process."""
    details = tuple(map(_packed, outcome.details))
    return (*outcome._replace(shape=None, details=()), outcome.shape.node, details)  # type: ignore[arg-type]


def _unpacked(packed: Sequence[object], shapes: Shapes) -> Outcome:
    *fields, node, details = packed
    shape: Shape = shapes.shapes[node]  # type: ignore[index]
    inner = tuple(_unpacked(d, shapes) for d in details)  # type: ignore[attr-defined]
    return Outcome(*fields)._replace(shape=shape, details=inner)  # type: ignore[arg-type]


class Stated(NamedTuple):
    """What a file says of classes and of shapes: pairs of subject and value."""

    subclasses: list[tuple[str, str]]
    links: list[tuple[str, str]]


def stated_in(path: Path) -> Stated:
    """Find the rdfs:subClassOf and sh:shape statements of a file without reading each line.

    :raises NotSorted: the file isn't.
    """
    count = 1 if path.stat().st_size < _SMALL or not FORKS else processors()
    parts = in_parallel([partial(_stated_in_part, part) for part in spans(path, count)])
    return Stated(
        [pair for part in parts for pair in part.subclasses],
        [pair for part in parts for pair in part.links],
    )


def _stated_in_part(part: FilePart) -> Stated:
    found = Stated([], [])
    with part.path.open("rb") as file:
        file.seek(part.start)
        while block := file.read(min(BLOCK, part.end - file.tell())):
            block += b"" if block.endswith(b"\n") else file.readline()
            for name, pairs in zip((SUBCLASS, LINK), found, strict=True):
                pairs += _pairs_in(block, name.encode(), part.quads)
    return found


def _pairs_in(block: bytes, predicate: bytes, quads: bool) -> Iterator[tuple[str, str]]:
    needle = b" " + predicate + b" "
    at = block.find(needle)
    while at >= 0:
        start = block.rfind(b"\n", 0, at) + 1
        end = block.find(b"\n", at)
        with suppress(BadLine):  # the filter will meet it, and say where it is
            s, p, o = parse_line(block[start : end if end >= 0 else None], quads=quads)
            if p == predicate:
                yield s.decode(), o.decode()
        at = block.find(needle, at + 1)
