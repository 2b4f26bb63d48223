"""What a proof is, and what it may ask of other nodes: their flags, and who points at them.

Of nodes only hashes are kept (64 bits, keyed anew in each run): of a million nodes, two are
taken for one with a probability of 1 to 40 million.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Protocol

from lod.checking.shacl.core.constraints import Test
from lod.checking.shacl.sparql.simple import Seen, SimpleQuery

Values = Mapping[str, Sequence[str]]
Prove = Callable[[str, Values], bool]

NOTHING: Values = {}
EVERY_PREDICATE = "*"
"""In ``Proof.uses``: it looks at all of them."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof for one constraint or shape at a node.

    :param run: takes the node and its properties; true if it surely conforms.
    :param uses: the predicates of the node that it looks at.
    :param itself: it looks at the node, not only at its values.
    :param by_kind: of terms it looks only at the kind, datatype and language, and at how many
        there are; at types themselves, which all records of a form have in common.
    :param far: it asks of other nodes, and can't run before the end of the stream.
    :param exact: it fails only for nodes that don't conform.
    :param each: where it is about the values of one property, or about the node itself, each by
        itself: their test.
    :param first: where it is far: one that isn't, and if it holds, this one does.
    :param asks: where it is far, and no more than this question.
    :param flag: where it is a flag of the node.
    :param parts: where it is made of several about the same node: those.
    """

    run: Prove
    uses: frozenset[str] = frozenset()
    itself: bool = False
    by_kind: bool = False
    far: bool = False
    exact: bool = True
    each: Test | None = None
    first: "Proof | None" = None
    asks: "Reached | Pointed | Joined | None" = None
    flag: "Flag | None" = None
    parts: "tuple[Proof, ...]" = ()

    @property
    def asks_once(self) -> bool:
        """Whether all it asks of other nodes is one question, or one flag of the node."""
        return self.asks is not None or self.flag is not None

    def needing(self, *others: "Proof") -> "Proof":
        """Add the needs of the proofs that this one is made of."""
        every = (self, *others)
        return replace(
            self,
            uses=frozenset().union(*(p.uses for p in every)),
            itself=any(p.itself for p in every),
            by_kind=all(p.by_kind for p in every),
            far=any(p.far for p in every),
            exact=all(p.exact for p in every),
        )


def unprovable() -> Proof:
    """Give the proof that never holds: all focus nodes are candidates."""
    return Proof(lambda _node, _own: False, by_kind=True, exact=False)


@dataclass(eq=False)
class Flag:
    """Whether a node passes a proof.

    It is the node's own proof, by its own properties or by one question that those ask of others;
    or, turned round, that of the nodes that point at it.

    :param other: hashes of the nodes for which it's otherwise than without any properties.
    :param back: where it is turned round, the property that points.
    :param every: whether all that point must pass, or some.
    """

    number: int
    inner: Proof
    other: Set[int] = frozenset()
    back: str = ""
    every: bool = True

    @property
    def pointed(self) -> "Pointed | None":
        """The question who points at the node, if it is no more than that."""
        return self.inner.asks if isinstance(self.inner.asks, Pointed) and not self.back else None

    @property
    def asked(self) -> "Flag | None":
        """The flag that the proof asks for, of others or of the node that points."""
        asks = self.inner.asks
        return asks.flag if isinstance(asks, Reached) else self.inner.flag

    @property
    def one_default(self) -> bool:
        """Whether all nodes without properties have it, or none."""
        return bool(self.back) or self.inner.far or not self.inner.itself

    def default(self, node: str) -> bool:
        """Give what holds for a node without properties, at which nothing points."""
        if self.back:
            return self.every
        return self.pointed.low == 0 if self.pointed else self.inner.run(node, NOTHING)

    def failing(self, nodes: Set[int], default: bool) -> Set[int]:
        """Give those of some nodes, by their hashes, that lack the flag; known at the end."""
        if self.pointed is not None:
            return self.pointed.failing(nodes)
        return nodes & self.other if default else nodes - self.other

    def holds(self, node: str) -> bool:
        """Whether a node has the flag; known at the end."""
        return not self.failing({hash(node.encode())}, self.default(node))

    def proof(self, *, exact: bool) -> Proof:
        """Give the proof that a node has the flag."""
        return Proof(lambda n, _o: self.holds(n), itself=True, far=True, exact=exact, flag=self)


@dataclass(frozen=True)
class Reached:
    """Whether values of properties have a flag.

    :param how: ``all`` of them or ``some``; or ``one``: the only one, and if there is none, what
        the flag's proof says of nothing.
    """

    flag: Flag
    predicates: tuple[str, ...]
    how: str

    def run(self, _node: str, own: Values) -> bool:
        """Answer for a node's properties."""
        values = [v for p in self.predicates for v in own.get(p, ())]
        if self.how == "one":
            return self.flag.holds(values[0]) if len(values) == 1 else self.empty(values)
        found = map(self.flag.holds, values)
        return all(found) if self.how == "all" else any(found)

    def empty(self, values: Sequence[str]) -> bool:
        """Answer ``one`` where there is none, or several."""
        return not values and self.flag.default("")

    def proof(self, *, exact: bool | None = None) -> Proof:
        """Give the proof that asks this."""
        whole = self.how != "one" and (self.flag.inner.exact if exact is None else exact)
        return Proof(self.run, frozenset(self.predicates), far=True, exact=whole, asks=self)


class SubjectPlaces(Protocol):
    """Where the subjects stand that have a value."""

    def of(self, value: int) -> Sequence[int]:
        """Give the places, by a value's hash."""

    def by_number(self, values: Set[int]) -> Iterable[tuple[int, Set[int]]]:
        """Give values, by their hashes, apart by how many places they have."""


@dataclass(eq=False)
class Pointed:
    """Whether the right number of nodes points at a node.

    :param inner: what those must pass that count, if not all do.
    :param places: known at the end.
    """

    number: int
    predicate: str
    low: int
    high: int | None
    inner: Proof | None = None
    places: SubjectPlaces | None = None

    def failing(self, nodes: Set[int]) -> Set[int]:
        """Give those of some nodes, by their hashes, at which a wrong number points."""
        assert self.places is not None
        apart = self.places.by_number(nodes)
        return frozenset().union(*(some for number, some in apart if not self._fits(number)))

    def _fits(self, number: int) -> bool:
        return number >= self.low and (self.high is None or number <= self.high)

    def proof(self) -> Proof:
        """Give the proof that asks this."""
        return Proof(
            lambda n, _o: not self.failing({hash(n.encode())}), itself=True, far=True, asks=self
        )


NOT_KEPT = 0
"""The number of values that weren't kept: they may be any."""

_REMEMBERED = 100_000  # pairs of values that were found to match, or not


@dataclass(eq=False)
class Joined:
    """Whether a query of a node, and of what one of its properties leads to, gives nothing.

    :param told: by the hashes of nodes that have what it asks of the other node, numbers of their
        values; known at the end.
    :param texts: values by their numbers, likewise.
    """

    number: int
    query: SimpleQuery
    told: Mapping[int, int] = field(default_factory=dict)
    texts: Mapping[int, Seen] = field(default_factory=dict)
    _known: dict[tuple[int, int], bool] = field(default_factory=dict)

    def may_match(self, own: int, other: int) -> bool:
        """Whether there may be a solution, by the numbers of both nodes' values."""
        found = self._known.get((own, other))
        if found is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            one, two = self.texts.get(own), self.texts.get(other)
            found = one is None or two is None or self.query.may_match("", one, two)
            self._known[own, other] = found
        return found

    def run(self, _node: str, own: Values) -> bool:
        """Answer for a node's properties."""
        seen = self.query.seen(self.query.own, own)
        others = [self.told.get(hash(v.encode())) for v in own.get(self.query.step, ())]
        if seen is None:
            return True
        texts = [self.texts.get(number) for number in others if number is not None]
        return not any(two is None or self.query.may_match("", seen, two) for two in texts)

    def proof(self) -> Proof:
        """Give the proof that asks this."""
        return Proof(self.run, self.query.predicates, far=True, exact=False, asks=self)


def refuting(query: SimpleQuery) -> Proof:
    """Give the proof that a query that looks at the node alone gives nothing."""

    def run(node: str, own: Values) -> bool:
        seen = query.seen(query.own, own)
        return seen is None or not query.may_match(node, seen)

    return Proof(run, query.predicates, itself="this" in query.used, exact=False)
