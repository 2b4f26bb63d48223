"""Shares out the queries of shapes: each process fills a store with what its own look at."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lod.checking.shacl.core.model import Shape, Shapes
from lod.checking.shacl.sparql.queries import ConstraintQuery, joined_wants, queries_on
from lod.checking.shacl.sparql.queryterms import Wanted

_ALL = 1_000  # what a store of all triples counts for, in properties


class SharedQuery(NamedTuple):
    """A query that is run for the focus nodes of some shapes.

    :param owner: the shape that has it.
    :param targeted: the nodes of the shapes whose focus nodes it is about.
    """

    query: ConstraintQuery
    owner: Shape
    targeted: list[str]


@dataclass
class QueryShare:
    """The queries of one process."""

    queries: list[SharedQuery] = field(default_factory=list)

    @property
    def wanted(self) -> Wanted | None:
        """The triples that they look at; None is all."""
        return joined_wants(some.query.wanted for some in self.queries)


def shared_queries(
    shapes: Shapes, targeted: Iterable[Shape], but: Container[int] = ()
) -> Mapping[int, SharedQuery]:
    """Give the queries on the focus nodes of shapes, by their identity.

    :param but: those that are left out.
    """
    found: dict[int, SharedQuery] = {}
    for shape in targeted:
        for query, owner in queries_on(shapes, shape):
            if id(query) not in but:
                shared = found.setdefault(id(query), SharedQuery(query, owner, []))
                shared.targeted.append(shape.node)
    return found


def share_out(queries: Iterable[SharedQuery], count: int) -> Sequence[QueryShare]:
    """Share queries out, those that look at most first, so that no store has much more to hold."""
    shares = [QueryShare() for _ in range(count)]
    for some in sorted(queries, key=lambda one: -_weight([one])):
        least = min(shares, key=lambda share: _weights(share, some))
        least.queries.append(some)
    return [share for share in shares if share.queries]


def _weights(share: QueryShare, more: SharedQuery) -> tuple[int, int]:
    """Say how heavy a share would be with a query, and by how much it would grow."""
    new = _weight([*share.queries, more])
    return new, new - _weight(share.queries)


def _weight(queries: Sequence[SharedQuery]) -> int:
    wanted = joined_wants(some.query.wanted for some in queries)
    return len(queries) + (_ALL if wanted is None else len(wanted))
