"""What is noted of data as it passes by: how many things of which form, and few of their names.

Of what is only compared, hashes are kept (see ``flags``).
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lod.checking.shacl.stream.facts import numbers
from lod.checking.shacl.stream.recordforms import Form

Sendable = tuple[
    Counter[Form],
    Mapping[Form, list[bytes]],
    list[bytes],
    Mapping[int, set[int]],
    set[int],
    "Mapping[str, Edges]",
]


class Edges(NamedTuple):
    """Statements of one property: hashes of the things, and of the value of each."""

    things: "array[int]"
    values: "array[int]"


def _no_edges() -> Edges:
    return Edges(numbers(), numbers())


@dataclass
class Noted:
    """What was noted.

    :param forms: how many things there are of each.
    :param left: those that no target reaches, by form.
    :param declared: the classes and properties among them.
    :param names: by shape, hashes of what its targets reach, where those are kept.
    :param seen: hashes of values that shapes look at.
    """

    forms: Counter[Form] = field(default_factory=Counter)
    left: defaultdict[Form, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    declared: list[bytes] = field(default_factory=list)
    names: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    seen: set[int] = field(default_factory=set)
    edges: defaultdict[str, Edges] = field(default_factory=lambda: defaultdict(_no_edges))

    def sendable(self) -> Sendable:
        """Give what another process takes in by :meth:`merge`."""
        left, names, edges = dict(self.left), dict(self.names), dict(self.edges)
        return self.forms, left, self.declared, names, self.seen, edges

    def merge(self, other: Sendable) -> None:
        """Take in what another process noted."""
        forms, left, declared, names, seen, edges = other
        self.forms.update(forms)
        self.declared += declared
        self.seen |= seen
        for form, things in left.items():
            self.left[form] += things
        for number, hashes in names.items():
            self.names[number] |= hashes
        for predicate, some in edges.items():
            self.edges[predicate].things.extend(some.things)
            self.edges[predicate].values.extend(some.values)


class Noting(NamedTuple):
    """What is noted of the things of one form.

    :param things: take things.
    :param values: by line, take things, and of each the line's value.
    """

    things: Sequence[Callable[[Sequence[bytes]], object]]
    values: Mapping[int, Sequence[Callable[[Sequence[bytes], Sequence[bytes]], object]]]

    def note(self, things: Sequence[bytes], values: Mapping[int, Sequence[bytes]]) -> None:
        """Note things.

        :param values: of the lines of :attr:`values`, for each of the things.
        """
        for take in self.things:
            take(things)
        for line, takers in self.values.items():
            for take_values in takers:
                take_values(things, values[line])


def hashed(keep: Callable[[Iterable[int]], object]) -> Callable[[Sequence[bytes]], object]:
    """Make what keeps the hashes of things."""
    return lambda things: keep(map(hash, things))


def values_hashed(
    keep: Callable[[Iterable[int]], object],
) -> Callable[[Sequence[bytes], Sequence[bytes]], object]:
    """Make what keeps the hashes of values."""
    return lambda _things, values: keep(map(hash, values))


def both_hashed(edges: Edges) -> Callable[[Sequence[bytes], Sequence[bytes]], object]:
    """Make what keeps the hashes of things and of their values."""

    def keep(things: Sequence[bytes], values: Sequence[bytes]) -> None:
        edges.things.extend(map(hash, things))
        edges.values.extend(map(hash, values))

    return keep
