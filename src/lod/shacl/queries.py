"""Runs SPARQL constraints on a store that holds only the predicates they name, in batches.

The store changes literals (0100 to 100, xsd:int to xsd:integer); values are put back as written.
Blank nodes are IRIs in the store, for they can't be bound.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol, TypeVar

import pyoxigraph as ox

from lod.namespaces import XSD
from lod.shacl.errors import QueryFailure
from lod.shacl.index import Index, MemoryIndex, Triple
from lod.shacl.model import Constraint, Shape, Shapes
from lod.shacl.paths import value_nodes
from lod.shacl.queryterms import Wanted, joined
from lod.shacl.querytext import TEST_FUNCTION, QueryText
from lod.shacl.terms import TRUE, Term, from_ox, is_blank, is_literal, literal, to_ox

BATCH = 250
_ROW = "lod_row"
SHAPES_GRAPH = "<urn:x-lod:shapes-graph>"
_BLANK = "<urn:x-lod:blank:"
_REWRITTEN = frozenset(
    f"{XSD}{name}"
    for name in (
        *("boolean", "decimal", "integer", "float", "double", "date", "time", "dateTime"),
        *("dateTimeStamp", "duration", "dayTimeDuration", "yearMonthDuration"),
        *("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
    )
)

Row = Mapping[str, str]


@dataclass(frozen=True)
class Query:
    """A query of a constraint.

    :param owner: what holds it, for errors.
    :param arguments: the terms of a component's parameters, by variable.
    :param wanted: the triples that it looks at; None is any.
    """

    text: QueryText
    owner: str
    wanted: Wanted | None
    arguments: Mapping[str, str] = field(default_factory=dict)


class Source(Protocol):
    """Where the store's triples come from."""

    def fill(self, store: ox.Store, wanted: Wanted | None) -> None:
        """Put the triples that are wanted into a store, blank nodes as ``stored``."""


class IndexSource:
    """Fills a store from a graph in memory."""

    def __init__(self, graph: MemoryIndex) -> None:
        self.graph = graph

    def fill(self, store: ox.Store, wanted: Wanted | None) -> None:
        """Put the triples that are wanted into a store."""
        store.bulk_extend(quads(t for t in self.graph.triples() if is_wanted(t, wanted)))


def is_wanted(triple: Triple, wanted: Wanted | None) -> bool:
    """Whether the store must have a triple."""
    _, p, o = triple
    if wanted is None:
        return True
    objects = wanted.get(p, frozenset())
    return objects is None or o in objects


def quads(triples: Iterable[Triple], graph: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
    """Turn triples into quads for the store."""
    for s, p, o in triples:
        subject = to_ox(stored(s))
        assert not isinstance(subject, ox.Literal)
        yield ox.Quad(subject, ox.NamedNode(p[1:-1]), to_ox(stored(o)), graph)


def stored(term: str) -> str:
    """Give a term as it stands in the store.

    >>> stored("_:b1"), original("<urn:x-lod:blank:b1>")
    ('<urn:x-lod:blank:b1>', '_:b1')
    """
    return f"{_BLANK}{term[2:]}>" if is_blank(term) else term


def original(term: str) -> str:
    """Give a term of the store as it stands in the data."""
    return f"_:{term[len(_BLANK) : -1]}" if term.startswith(_BLANK) else term


@dataclass
class _Answers:
    """What one query gave.

    :param done: the focus nodes it was run for.
    """

    rows: dict[str, list[Row]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)


T = TypeVar("T")


def _cut(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[i : i + size] for i in range(0, len(items), size)]


class Queries:
    """The store of one validation, and what the queries found."""

    def __init__(self, source: Source, shapes: Shapes, threads: int = 1) -> None:
        self.source = source
        self.shapes = shapes
        self.threads = threads
        self._store: ox.Store | None = None
        self._answers: dict[int, _Answers] = {}
        self._normal: dict[str, str] = {}

    @property
    def store(self) -> ox.Store:
        """The store, filled when first asked for."""
        if self._store is None:
            self._store = ox.Store()
            self.source.fill(self._store, wanted_by(self.shapes))
            graph = ox.NamedNode(SHAPES_GRAPH[1:-1])
            if any("shapesGraph" in q.text.variables for q in all_queries(self.shapes)):
                self._store.extend(quads(self.shapes.graph.triples(), graph))
        return self._store

    def fill(self, needed: bool) -> None:
        """Fill the store ahead of time, if it will be needed."""
        _ = self.store if needed else None

    def prepare(self, graph: Index, shape: Shape, foci: Sequence[str]) -> None:
        """Run the queries of a shape, and of those on the same focus nodes, for many nodes."""
        for constraint in () if shape.deactivated or not foci else shape.constraints:
            query = query_of(constraint)
            if query is not None:
                if query.text.form == "SELECT":
                    self._select(query, shape, foci)
                else:
                    self._ask_all(graph, query, shape, foci)
            elif shape.path is None and constraint.parameter in _SAME_FOCUS:
                for inner in constraint.shapes:
                    self.prepare(graph, self.shapes.shapes[inner], foci)

    def failed(self, query: Query) -> set[str]:
        """Give the focus nodes for which a prepared query found something wrong."""
        return self._of(query).failed

    def _of(self, query: Query) -> "_Answers":
        return self._answers.setdefault(id(query), _Answers())

    def rows(self, query: Query, shape: Shape, focus: str) -> Sequence[Row]:
        """Give the solutions of a SELECT for one focus node; values as stored."""
        answers = self._of(query)
        if focus not in answers.done:
            self._select(query, shape, [focus])
        return answers.rows.get(focus, ())

    def _select(self, query: Query, shape: Shape, foci: Sequence[str]) -> None:
        """Run a SELECT; literals alone, for the store gives them back changed."""
        answers = self._of(query)
        missing = [f for f in foci if f not in answers.done]
        answers.done.update(missing)
        alone = [f for f in missing if not query.text.batched or is_literal(f)]
        together = (
            missing
            if not alone
            else [f for f in missing if query.text.batched and not is_literal(f)]
        )
        batches = [*_cut(together, BATCH), *([f] for f in alone)]
        rows = ([{"this": f} for f in batch] for batch in batches)
        for batch, solutions in zip(batches, self._run(query, shape, rows, ""), strict=True):
            for solution in solutions:
                focus = batch[0] if len(batch) == 1 else solution.get("this", "")
                answers.rows.setdefault(focus, []).append(solution)
        answers.failed.update(answers.rows)

    def asks(self, query: Query, shape: Shape, focus: str, values: Sequence[str]) -> set[str]:
        """Give the values for which an ASK holds."""
        answers = self._of(query)
        if focus not in answers.done:
            self._ask(query, shape, [(focus, v) for v in values], [focus])
        return {row["value"] for row in answers.rows.get(focus, ())}

    def _ask_all(self, graph: Index, query: Query, shape: Shape, foci: Sequence[str]) -> None:
        path = shape.path
        pairs = [
            (f, v) for f in foci for v in ((f,) if path is None else value_nodes(graph, path, f))
        ]
        self._ask(query, shape, pairs, foci)

    def _ask(
        self, query: Query, shape: Shape, pairs: list[tuple[str, str]], foci: Iterable[str]
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

    def _bound(self, query: Query, shape: Shape) -> dict[str, str]:
        return {
            **query.arguments,
            "currentShape": shape.node,
            "shapesGraph": SHAPES_GRAPH,
        }

    def _run(
        self, query: Query, shape: Shape, batches: Iterable[Sequence[Row]], select: str
    ) -> Iterator[list[dict[str, str]]]:
        path = "" if shape.path is None else shape.path.text
        store = self.store
        fixed = {k: stored(v) for k, v in self._bound(query, shape).items()}

        def answer(rows: Sequence[Row]) -> list[dict[str, str]]:
            blank = any(is_blank(v) for row in rows for v in row.values())
            kept = [{k: stored(v) for k, v in row.items()} for row in rows] if blank else rows
            text = query.text.bind(kept, fixed, select=select, path=path, tests=True)
            return _solutions(store, text, query.owner)

        if self.threads == 1:
            yield from map(answer, batches)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            waiting = iter(batches)
            while some := list(islice(waiting, 2 * self.threads)):
                yield from pool.map(answer, some)

    def as_written(self, graph: Index, focus: str, value: str) -> list[str]:
        """Give a value of the store as the data write it, near the focus node first."""
        if not is_literal(value) or literal(value).datatype not in _REWRITTEN:
            return [original(value)]
        near = [v for found in graph.record(focus).values() for v in found]
        same = [v for v in near if v == value or self._stored_form(v) == value]
        return same or [value]

    def _stored_form(self, term: str) -> str:
        """Give a literal as the store gives it back."""
        if not is_literal(term):
            return term
        if term not in self._normal:
            found = self.store.query(f"SELECT ?x {{ VALUES ?x {{ {term} }} }}")
            assert isinstance(found, ox.QuerySolutions)
            self._normal[term] = from_ox(next(found)["x"])
        return self._normal[term]


_SAME_FOCUS = frozenset(
    f"<http://www.w3.org/ns/shacl#{name}>" for name in ("property", "node", "and")
)


def _number(number: int) -> str:
    return f'"{number}"^^<{XSD}integer>'


def query_of(constraint: Constraint) -> Query | None:
    """Give the query of a constraint that has one."""
    found = getattr(constraint.check, "query", None)
    return found if isinstance(found, Query) else None


def all_queries(shapes: Shapes) -> Iterator[Query]:
    """Give the queries of the shapes that are reached."""
    for shape in shapes.reached:
        for constraint in shape.constraints:
            if (query := query_of(constraint)) is not None:
                yield query


def wanted_by(shapes: Shapes) -> Wanted | None:
    """Give the triples that the store must have; None is all."""
    found = [query.wanted for query in all_queries(shapes)]
    named = [w for w in found if w is not None]
    return joined(named) if len(named) == len(found) else None


def _is_blank(term: object) -> ox.Literal:
    return ox.Literal(from_ox(term).startswith((_BLANK, "_:")))


def _is_iri(term: object) -> ox.Literal:
    text = from_ox(term)
    return ox.Literal(text.startswith("<") and not text.startswith(_BLANK))


_FUNCTIONS: dict[ox.NamedNode, Callable[..., Term | ox.Triple | None]] = {
    ox.NamedNode(f"{TEST_FUNCTION}isBlank"): _is_blank,
    ox.NamedNode(f"{TEST_FUNCTION}isIRI"): _is_iri,
}


def _solutions(store: ox.Store, text: str, owner: str) -> list[dict[str, str]]:
    try:
        found = store.query(text, custom_functions=_FUNCTIONS)
        assert isinstance(found, ox.QuerySolutions)
        names = [v.value for v in found.variables]
        rows = [
            {n: original(from_ox(t)) for n in names if (t := solution[n]) is not None}
            for solution in found
        ]
    except (SyntaxError, OSError, ValueError) as error:
        raise QueryFailure(f"a SPARQL query failed: {error}", shape=owner) from error
    if any(row.get("failure") == TRUE for row in rows):
        raise QueryFailure("a SPARQL constraint says that it failed (?failure)", shape=owner)
    return rows
