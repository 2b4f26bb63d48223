"""Runs SPARQL constraints on a store that holds only the predicates they name, in batches.

What the store would change is there as stand-ins (see ``standins``); while there are none, and
that is the usual case, queries run as they are written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import Protocol, TypeVar

import pyoxigraph as ox

from lod.checking.shacl.core.errors import QueryFailure
from lod.checking.shacl.core.index import Index, MemoryIndex, Triple
from lod.checking.shacl.core.model import Constraint, Shape, Shapes
from lod.checking.shacl.core.paths import value_nodes
from lod.checking.shacl.sparql.queryterms import (
    Wanted,
    joined_patterns,
    may_ask_at_once,
    query_triples,
    simple_query,
)
from lod.checking.shacl.sparql.querytext import QueryText
from lod.checking.shacl.sparql.simple import SimpleQuery
from lod.checking.shacl.sparql.standins import FUNCTIONS, ExactStore, original, stands_in, stored
from lod.rdf import SH, TRUE, XSD, from_ox, literal
from lod.words import msg

BATCH = 100
_FEW = 20_000  # triples
MANY = 1_000  # focus nodes above which a query is asked once for all, if it can be
_EACH = 50  # triples in the store for each of them; of more, many are about other nodes
_ROW = "lod_row"
SHAPES_GRAPH = "<urn:x-lod:shapes-graph>"
Bindings = Mapping[str, str]
Found = tuple[Mapping[str, list[Bindings]], set[str]]


@dataclass(frozen=True)
class ConstraintQuery:
    """A query of a constraint.

    :param owner: the node that holds it, and its name for people.
    :param path: what replaces ``$PATH``.
    :param arguments: the terms of a component's parameters, by variable.
    """

    text: QueryText
    owner: str
    name: str
    path: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def wanted(self) -> Wanted | None:
        """The triples that it looks at; None is any."""
        return query_triples(self.text.bind([], {}, path=self.path))

    @cached_property
    def simple(self) -> SimpleQuery | None:
        """What it asks, if few values of a thing may refute it."""
        if self.text.form != "SELECT" or "failure" in self.text.variables:
            return None
        text = self.text.bind([], {}, path=self.path)
        return simple_query(text, tuple(sorted(self.arguments.items())))


class TripleSource(Protocol):
    """Where the store's triples come from."""

    def fill(self, store: ExactStore, wanted: Callable[[], Wanted | None]) -> None:
        """Put the triples that are wanted into a store, or more that change no answer."""


class IndexSource:
    """Fills a store from a graph in memory, with the subclasses of its ontology."""

    def __init__(self, graph: MemoryIndex) -> None:
        self.graph = graph

    def fill(self, store: ExactStore, wanted: Callable[[], Wanted | None]) -> None:
        """Put the triples that are wanted into a store; all if they are few and none stands in.

        To ask what is wanted takes longer than to store some thousands.
        """
        few = list(islice(self._triples(), _FEW + 1))
        if len(few) <= _FEW and not any(map(stands_in, few)):
            store.add(few)
            return
        asked = wanted()
        store.add(t for t in self._triples() if is_wanted(t, asked))

    def _triples(self) -> Iterator[Triple]:
        stated = self.graph.hierarchy
        return chain(self.graph.triples(), stated.triples() if stated else ())


def is_wanted(triple: Triple, wanted: Wanted | None) -> bool:
    """Whether the store must have a triple."""
    _, p, o = triple
    if wanted is None:
        return True
    objects = wanted.get(p, frozenset())
    return objects is None or o in objects


@dataclass
class _Answers:
    """What one query gave.

    :param done: the focus nodes it was run for.
    """

    rows: dict[str, list[Bindings]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)


T = TypeVar("T")


def _cut(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[i : i + size] for i in range(0, len(items), size)]


class ConstraintQueries:
    """The store of one validation, and what the queries found."""

    def __init__(self, source: TripleSource, shapes: Shapes, threads: int = 1) -> None:
        self.source = source
        self.shapes = shapes
        self.threads = threads
        self._answers: dict[int, _Answers] = {}

    @cached_property
    def store(self) -> ExactStore:
        """The store, filled when first asked for."""
        store = ExactStore()
        self.source.fill(store, lambda: wanted_by(self.shapes))
        if any("shapesGraph" in q.text.variables for q in all_queries(self.shapes)):
            store.add(self.shapes.graph.triples(), SHAPES_GRAPH)
        return store

    def fill(self) -> None:
        """Fill the store now."""
        _ = self.store

    def prepare(self, graph: Index, shape: Shape, foci: Sequence[str]) -> None:
        """Run the queries of a shape, and of those on the same focus nodes, for many nodes."""
        for query, owner in queries_on(self.shapes, shape) if foci else ():
            self.run(graph, query, owner, foci)

    def run(self, graph: Index, query: ConstraintQuery, shape: Shape, foci: Sequence[str]) -> None:
        """Run one query of a shape for many nodes."""
        if query.text.form == "SELECT":
            self._select(query, shape, foci)
        else:
            self._ask_all(graph, query, shape, foci)

    def found(self, query: ConstraintQuery) -> Found:
        """Give the solutions for focus nodes, and the nodes for which something is wrong."""
        answers = self._of(query)
        return answers.rows, answers.failed

    def take(self, query: ConstraintQuery, foci: Iterable[str], found: Found) -> None:
        """Take in what :meth:`found` gave elsewhere, where the query was run for some nodes."""
        answers = self._of(query)
        answers.done.update(foci)
        answers.rows.update(found[0])
        answers.failed.update(found[1])

    def _of(self, query: ConstraintQuery) -> "_Answers":
        return self._answers.setdefault(id(query), _Answers())

    def rows(self, query: ConstraintQuery, shape: Shape, focus: str) -> Sequence[Bindings]:
        """Give the solutions of a SELECT for one focus node; values as stored."""
        answers = self._of(query)
        if focus not in answers.done:
            self._select(query, shape, [focus])
        return answers.rows.get(focus, ())

    def _select(self, query: ConstraintQuery, shape: Shape, foci: Sequence[str]) -> None:
        answers = self._of(query)
        missing = [f for f in foci if f not in answers.done]
        answers.done.update(missing)
        if len(missing) >= MANY and self._is_asked_at_once(query, shape, len(missing)):
            wanted = set(missing)
            for solution in next(self._run(query, shape, [[{}]], "")):
                if (focus := solution["this"]) in wanted:
                    answers.rows.setdefault(focus, []).append(solution)
            answers.failed.update(answers.rows)
            return
        batches = _cut(missing, BATCH if query.text.batched else 1)
        rows = ([{"this": f} for f in batch] for batch in batches)
        for batch, solutions in zip(batches, self._run(query, shape, rows, ""), strict=True):
            for solution in solutions:
                focus = batch[0] if len(batch) == 1 else solution.get("this", "")
                answers.rows.setdefault(focus, []).append(solution)
        answers.failed.update(answers.rows)

    def _is_asked_at_once(self, query: ConstraintQuery, shape: Shape, count: int) -> bool:
        """Whether a SELECT need not be asked for each of many focus nodes."""
        if query.wanted is None or "failure" in query.text.variables:
            return False
        text = query.text.bind([], {}, path="" if shape.path is None else shape.path.text)
        return len(self.store.store) <= count * _EACH and may_ask_at_once(text, "this")

    def asks(
        self, query: ConstraintQuery, shape: Shape, focus: str, values: Sequence[str]
    ) -> set[str]:
        """Give the values for which an ASK holds."""
        answers = self._of(query)
        if focus not in answers.done:
            self._ask(query, shape, [(focus, v) for v in values], [focus])
        return {row["value"] for row in answers.rows.get(focus, ())}

    def _ask_all(
        self, graph: Index, query: ConstraintQuery, shape: Shape, foci: Sequence[str]
    ) -> None:
        path = shape.path
        pairs = [
            (f, v) for f in foci for v in ((f,) if path is None else value_nodes(graph, path, f))
        ]
        self._ask(query, shape, pairs, foci)

    def _ask(
        self,
        query: ConstraintQuery,
        shape: Shape,
        pairs: list[tuple[str, str]],
        foci: Iterable[str],
    ) -> None:
        """Run an ASK for pairs of focus node and value, as a SELECT of those that hold."""
        answers = self._of(query)
        answers.done.update(foci)
        batches = _cut(pairs, BATCH if query.text.batched else 1)
        rows = (
            [{"this": f, "value": v, _ROW: _number(i)} for i, (f, v) in enumerate(b)]
            for b in batches
        )
        for batch, solutions in zip(batches, self._run(query, shape, rows, _ROW), strict=True):
            held = {int(literal(s[_ROW]).lexical) for s in solutions}
            for i, (focus, value) in enumerate(batch):
                if i in held:
                    answers.rows.setdefault(focus, []).append({"value": value})
                else:
                    answers.failed.add(focus)

    def _run(
        self,
        query: ConstraintQuery,
        shape: Shape,
        batches: Iterable[Sequence[Bindings]],
        select: str,
    ) -> Iterator[list[Bindings]]:
        path = "" if shape.path is None else shape.path.text
        store, text = self.store, query.text
        given = {**query.arguments, "currentShape": shape.node, "shapesGraph": SHAPES_GRAPH}
        used = {name: term for name, term in given.items() if name in text.variables}
        fixed = {name: stored(term) for name, term in used.items()}
        always = store.stands_in or fixed != used or text.exact.constants

        def answer(rows: Sequence[Bindings]) -> list[Bindings]:
            kept = [{name: stored(term) for name, term in row.items()} for row in rows]
            standing_in = always or kept != rows
            written = text.bind(kept, fixed, select=select, path=path, standing_in=standing_in)
            return _solutions(store.store, written, query)

        if self.threads == 1:
            yield from map(answer, batches)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            waiting = iter(batches)
            while some := list(islice(waiting, 2 * self.threads)):
                yield from pool.map(answer, some)


_SAME_FOCUS = frozenset(f"<{SH}{name}>" for name in ("property", "node", "and"))


def _number(number: int) -> str:
    return f'"{number}"^^<{XSD}integer>'


def query_of(constraint: Constraint) -> ConstraintQuery | None:
    """Give the query of a constraint that has one."""
    found = getattr(constraint.check, "query", None)
    return found if isinstance(found, ConstraintQuery) else None


def queries_on(shapes: Shapes, shape: Shape) -> Iterator[tuple[ConstraintQuery, Shape]]:
    """Give the queries on a shape's focus nodes, each with the shape that has it."""
    for constraint in () if shape.deactivated else shape.constraints:
        query = query_of(constraint)
        if query is not None:
            yield query, shape
        elif shape.path is None and constraint.parameter in _SAME_FOCUS:
            for inner in constraint.shapes:
                yield from queries_on(shapes, shapes.shapes[inner])


def queries_elsewhere(shapes: Shapes) -> list[ConstraintQuery]:
    """Give the queries that shapes ask of other nodes than their own focus nodes."""
    queue = [
        inner
        for shape in shapes.reached
        for constraint in shape.constraints
        if shape.path is not None or constraint.parameter not in _SAME_FOCUS
        for inner in constraint.shapes
    ]
    found: dict[str, Shape] = {}
    while queue:
        shape = shapes.shapes[queue.pop()]
        if shape.node not in found:
            found[shape.node] = shape
            queue += shape.refers
    made = (query_of(c) for shape in found.values() for c in shape.constraints)
    return [query for query in made if query is not None]


def all_queries(shapes: Shapes) -> Iterator[ConstraintQuery]:
    """Give the queries of the shapes that are reached."""
    for shape in shapes.reached:
        for constraint in shape.constraints:
            if (query := query_of(constraint)) is not None:
                yield query


def read_queries(shapes: Shapes) -> None:
    """Have rdflib read the queries now, which takes a while."""
    for query in all_queries(shapes):
        _ = query.simple or query.wanted


def wanted_by(shapes: Shapes) -> Wanted | None:
    """Give the triples that the store must have; None is all."""
    return joined_wants(query.wanted for query in all_queries(shapes))


def joined_wants(wants: Iterable[Wanted | None]) -> Wanted | None:
    """Give the triples that several queries look at; None is all."""
    found = list(wants)
    named = [w for w in found if w is not None]
    return joined_patterns(named) if len(named) == len(found) else None


def _solutions(store: ox.Store, text: str, query: ConstraintQuery) -> list[Bindings]:
    try:
        found = store.query(text, custom_functions=FUNCTIONS)
        assert isinstance(found, ox.QuerySolutions)
        names = [v.value for v in found.variables]
        rows: list[Bindings] = [
            {n: original(from_ox(t)) for n in names if (t := solution[n]) is not None}
            for solution in found
        ]
    except (SyntaxError, OSError, ValueError, RuntimeError) as error:
        raise _failure(query, msg("the query failed: {why}", why=error)) from error
    if any(row.get("failure") == TRUE for row in rows):
        raise _failure(query, msg("the query says that it failed (?failure)"))
    return rows


def _failure(query: ConstraintQuery, why: str) -> QueryFailure:
    text = msg("in {shape}: {why}", shape=query.name, why=why)
    return QueryFailure(text, shape=query.owner)
