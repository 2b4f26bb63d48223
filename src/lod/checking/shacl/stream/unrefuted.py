"""Asks queries that the filter may refute about the focus nodes for which it didn't."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lod.checking.shacl.core.index import Triple
from lod.checking.shacl.core.model import Shapes
from lod.checking.shacl.sparql.queries import ConstraintQueries, queries_on
from lod.checking.shacl.sparql.queryterms import Wanted
from lod.checking.shacl.sparql.simple import SimplePattern, SimpleQuery
from lod.checking.shacl.sparql.standins import ExactStore
from lod.checking.shacl.stream.fileindex import FileIndex


def ask_unrefuted(
    queries: ConstraintQueries,
    index: FileIndex,
    shapes: Shapes,
    refutable: Mapping[int, SimpleQuery],
    tasks: Sequence[tuple[str, int]],
) -> None:
    """Ask about focus nodes on a store of what the queries look at around them.

    :param queries: takes the answers.
    :param refutable: queries by their identity.
    :param tasks: focus nodes and numbers of shapes.
    """
    foci: dict[int, list[str]] = {}
    for focus, number in tasks:
        foci.setdefault(number, []).append(focus)
    asked = [
        (query, owner, refutable[id(query)], some)
        for number, some in foci.items()
        for query, owner in queries_on(shapes, shapes.targeted[number])
        if id(query) in refutable
    ]
    around = _Around(index, [(simple, some) for _, _, simple, some in asked])
    own = ConstraintQueries(around, shapes)
    for query, owner, _, some in asked:
        own.run(index, query, owner, some)
        queries.take(query, some, own.found(query))


class _Around:
    """Fills a store with what queries look at around focus nodes."""

    def __init__(
        self, index: FileIndex, asked: Sequence[tuple[SimpleQuery, Sequence[str]]]
    ) -> None:
        self._index, self._asked = index, asked

    def fill(self, store: ExactStore, _wanted: Callable[[], Wanted | None]) -> None:
        """Add the values of focus nodes, and of what they lead to."""
        store.add(dict.fromkeys(self._triples()))

    def _triples(self) -> Iterator[Triple]:
        for query, foci in self._asked:
            for focus in foci:
                yield from self._of(focus, query.own)
                for other in self._index.objects(focus, query.step) if query.step else ():
                    yield focus, query.step, other
                    yield from self._of(other, query.other)

    def _of(self, node: str, patterns: Iterable[SimplePattern]) -> Iterator[Triple]:
        record = self._index.record(node)
        for pattern in patterns:
            for value in record.get(pattern.predicate, ()):
                yield node, pattern.predicate, value
