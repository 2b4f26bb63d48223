"""Validates a file: sorted if it isn't, filtered in a stream, candidates then evaluated."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

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

_FORKS = hasattr(os, "fork")
_SMALL = 16 << 20  # bytes below which a second process costs more than it gives
_MANY = 1000  # focus nodes above which evaluating them is shared
_FORGET = 500

T = TypeVar("T")


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
            try:
                return _Validation(path, shapes, hierarchy, work, processes).results()
            except NotSorted:
                pass
        write_sorted(path, work / "sorted.nt")
        if shapes.needs_whole:
            return validate(ox.parse(path=os.fspath(work / "sorted.nt")), shapes, hierarchy)
        return _Validation(work / "sorted.nt", shapes, hierarchy, work, processes).results()


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
class _Validation:
    """One validation of a sorted file.

    :param work: a folder for what the store and the queries need.
    """

    path: Path
    shapes: Shapes
    hierarchy: Hierarchy
    work: Path
    processes: int | None

    def results(self) -> list[Result]:
        """Run filter, queries and evaluator."""
        parts = self._parts()
        stated = (*subclass_statements(self.path), *self.hierarchy)
        links = [*pairs_of(self.path, LINK)]
        self.shapes = link_shapes(self.shapes, links)
        known = bool(links) or self.shapes.version == "1.0"
        filtering = Filter(self.shapes, class_table(stated), linked=known)
        found = self._filtered(filtering, parts)
        index = FileIndex(self.path, incoming_of(filtering, found), self.hierarchy)
        queries = ConstraintQueries(
            _FileSource(self._kept("store"), self.hierarchy), self.shapes, len(parts)
        )
        tasks = self._tasks(filtering, found, index, queries)
        evaluate = partial(self._evaluate, queries, index.incoming)
        size = -(-len(tasks) // len(parts)) if len(tasks) > _MANY else len(tasks)
        pieces = [tasks[i : i + size] for i in range(0, len(tasks), size or 1)]
        packed = _in_parallel([partial(evaluate, piece) for piece in pieces])
        return [to_result(_unpacked(o, self.shapes)) for some in packed for o in some]

    def _parts(self) -> list[FilePart]:
        wanted = self.processes
        if wanted is None:
            small = self.path.stat().st_size < _SMALL
            wanted = 1 if small or not _FORKS else _processors()
        return spans(self.path, wanted) or [FilePart(self.path, 0, 0, quads=False)]

    def _filtered(self, filtering: Filter, parts: Sequence[FilePart]) -> PassFacts:
        jobs = [partial(self._pass, filtering, span, i) for i, span in enumerate(parts)]
        _, *others = _in_parallel(jobs)
        for count, tables in others:
            filtering.found.merge(count, tables)
        return filtering.found

    def _pass(self, filtering: Filter, span: FilePart, number: int) -> tuple[int, Tables]:
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
        return found.count, found.tables()

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


def subclass_statements(path: Path) -> Iterator[tuple[str, str]]:
    """Find the rdfs:subClassOf statements of a file without reading each line."""
    return pairs_of(path, SUBCLASS)


def pairs_of(path: Path, name: str) -> Iterator[tuple[str, str]]:
    """Find the subjects and values of a property in a file without reading each line."""
    predicate, quads = name.encode(), path.suffix == ".nq"
    needle = b" " + predicate + b" "
    with path.open("rb") as file:
        while block := file.read(_SMALL):
            block += file.readline()
            at = block.find(needle)
            while at >= 0:
                start = block.rfind(b"\n", 0, at) + 1
                end = block.find(b"\n", at)
                with suppress(BadLine):  # the filter will meet it, and say where it is
                    s, p, o = parse_line(block[start : end if end >= 0 else None], quads=quads)
                    if p == predicate:
                        yield s.decode(), o.decode()
                at = block.find(needle, at + 1)


def _in_parallel(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """Run jobs, all but the first in forked processes; give their values in order."""
    if not _FORKS:
        return [job() for job in jobs]
    context = multiprocessing.get_context("fork")
    started = []
    for job in jobs[1:]:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(job, sender))
        process.start()
        sender.close()
        started.append((process, receiver))
    try:
        values = [job() for job in jobs[:1]]
        for _, receiver in started:
            values.append(_received(receiver))
    finally:
        for process, receiver in started:
            receiver.close()
            process.terminate()
            process.join()
    return values


def _send(job: Callable[[], T], sender: Connection) -> None:
    """Run a job in a process of its own; an error is sent in place of the value."""
    try:
        sender.send((None, job()))
    except Exception as error:  # noqa: BLE001 (raised again by the other side)
        sender.send((error, None))


def _received(receiver: Connection) -> T:  # type: ignore[type-var]
    try:
        error, value = receiver.recv()
    except EOFError as gone:
        raise RuntimeError("a validating process ended before its time") from gone
    if error is not None:
        raise error
    return value  # type: ignore[no-any-return]


def _processors() -> int:
    """Give how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
