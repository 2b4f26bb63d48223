"""Validates a file: sorted if it isn't, filtered in a stream, candidates then evaluated."""

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from lod.checking.shacl.core.evaluator import Validation
from lod.checking.shacl.core.index import SUBCLASS, Hierarchy
from lod.checking.shacl.core.model import Outcome, Result, Shape, Shapes, to_result
from lod.checking.shacl.core.resolving import LINK, link_shapes
from lod.checking.shacl.engine import check_runnable, validate
from lod.checking.shacl.sparql.queries import ConstraintQueries, query_of
from lod.checking.shacl.sparql.queryterms import Wanted
from lod.checking.shacl.sparql.standins import ExactStore
from lod.checking.shacl.stream.candidates import find_candidates, incoming_of
from lod.checking.shacl.stream.facts import Incoming, PassFacts, Tables, class_table
from lod.checking.shacl.stream.fileindex import FileIndex
from lod.checking.shacl.stream.filter import Filter
from lod.checking.shacl.stream.noted import Noted, Sendable
from lod.checking.shacl.stream.parallel import FORKS, in_parallel, processors
from lod.checking.shacl.stream.plans import PlanMaker
from lod.checking.shacl.stream.reading import (
    BadLine,
    FilePart,
    NotSorted,
    parse_line,
    records,
    spans,
)
from lod.checking.shacl.stream.sorting import write_sorted
from lod.files import temporary_folder

_SMALL = 16 << 20  # bytes below which a second process costs more than it gives
_MANY = 1000  # focus nodes above which evaluating them is shared
_FORGET = 500


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


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep the garbage collector from walking millions of terms again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


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
        parts = self._parts()
        watch = None if observer is None else observer.watch
        filtering = Filter(self.shapes, class_table(self.classes), linked=self.linked, watch=watch)
        found = self._filtered(filtering, parts, observer)
        index = FileIndex(self.path, incoming_of(filtering, found), self.hierarchy)
        queries = ConstraintQueries(
            _FileSource(self._kept("store"), self.hierarchy), self.shapes, len(parts)
        )
        tasks = self._tasks(filtering, found, index, queries)
        evaluate = partial(self._evaluate, queries, index.incoming)
        size = -(-len(tasks) // len(parts)) if len(tasks) > _MANY else len(tasks)
        pieces = [tasks[i : i + size] for i in range(0, len(tasks), size or 1)]
        packed = in_parallel([partial(evaluate, piece) for piece in pieces])
        return [to_result(_unpacked(o, self.shapes)) for some in packed for o in some]

    def _parts(self) -> list[FilePart]:
        wanted = self.processes
        if wanted is None:
            small = self.path.stat().st_size < _SMALL
            wanted = 1 if small or not FORKS else processors()
        return spans(self.path, wanted) or [FilePart(self.path, 0, 0, quads=False)]

    def _filtered(
        self, filtering: Filter, parts: Sequence[FilePart], observer: Observer | None
    ) -> PassFacts:
        jobs = [partial(self._pass, filtering, observer, s, i) for i, s in enumerate(parts)]
        _, *others = in_parallel(jobs)
        for count, tables, noted in others:
            filtering.found.merge(count, tables)
            if observer is not None and noted is not None:
                observer.noted.merge(noted)
        return filtering.found

    def _pass(
        self, filtering: Filter, observer: Observer | None, span: FilePart, number: int
    ) -> tuple[int, Tables, Sendable | None]:
        """Filter a span, and write what the queries need of it."""
        stored = filtering.wanted is None or bool(filtering.wanted)
        with ExitStack() as stack:
            files = {
                shape: stack.enter_context((self.work / f"foci-{i}-{number}").open("wb"))
                for i, shape in enumerate(filtering.queried)
            }
            path = self.work / f"store-{number}.nt"
            store = stack.enter_context(path.open("wb")) if stored else None
            found = filtering.run(span, store, files)
        if observer is None:
            return found.count, found.tables(), None
        observer.noted.forms.update(filtering.forms)
        return found.count, found.tables(), observer.noted.sendable()

    def _kept(self, name: str) -> list[Path]:
        return sorted(self.work.glob(f"{name}-*"))

    def _tasks(
        self, filtering: Filter, found: PassFacts, index: FileIndex, queries: ConstraintQueries
    ) -> list[tuple[str, int]]:
        """Give what must be evaluated: focus nodes and numbers of shapes, in order."""
        given = find_candidates(filtering, found, index)
        for i, node in enumerate(filtering.queried):
            shape = self.shapes.shapes[node]
            foci = [t.value for t in shape.targets if t.kind == "node"]
            for file in self._kept(f"foci-{i}"):
                foci += file.read_text("utf-8").split("\n")[:-1]
            queries.prepare(index, shape, list(dict.fromkeys(foci)))
            for constraint in filtering.queries(shape):
                if (query := query_of(constraint)) is not None:
                    given[node] += queries.failed(query)
        numbers = {shape.node: i for i, shape in enumerate(self.shapes.targeted)}
        return sorted({(n, numbers[shape]) for shape, nodes in given.items() for n in nodes})

    def _evaluate(
        self,
        queries: ConstraintQueries,
        incoming: Mapping[str, Incoming],
        tasks: list[tuple[str, int]],
    ) -> list[tuple[object, ...]]:
        index = FileIndex(self.path, incoming, self.hierarchy)
        run = Validation(index, self.shapes, queries)
        packed: list[tuple[object, ...]] = []
        for done, (focus, number) in enumerate(tasks):
            if done % _FORGET == 0:
                run.forget()
            packed += map(_packed, run.validate(self.shapes.targeted[number], focus))
        return packed


class _FileSource:
    """Fills a store from the lines that the filter kept for it."""

    def __init__(self, files: Sequence[Path], hierarchy: Hierarchy) -> None:
        self.files, self.hierarchy = files, hierarchy

    def fill(self, store: ExactStore, _wanted: Wanted | None) -> None:
        """Add the lines, and the subclasses of the ontology."""
        store.add((below, SUBCLASS, above) for below, above in self.hierarchy)
        for file in self.files:
            lines = file.read_bytes()
            if b"_:" not in lines and b"<<" not in lines:
                store.add_lines(lines)
            else:
                span = FilePart(file, 0, len(lines), False)
                store.add((s, p, o) for s, r in records(span) for p, v in r.items() for o in v)


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
    """Find the rdfs:subClassOf and sh:shape statements of a file without reading each line."""
    found = Stated([], [])
    quads = path.suffix == ".nq"
    with path.open("rb") as file:
        while block := file.read(_SMALL):
            block += file.readline()
            for name, pairs in zip((SUBCLASS, LINK), found, strict=True):
                pairs += _pairs_in(block, name.encode(), quads)
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
