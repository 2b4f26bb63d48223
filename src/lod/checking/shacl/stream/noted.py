"""What is noted of data as it passes by: how many things of which form, and few of their names.

Of what is only compared, hashes are kept (see ``flags``).
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lod.checking.shacl.stream.facts import numbers
from lod.checking.shacl.stream.plans import Form

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

    :param things: take a thing.
    :param values: by line, take the thing and the line's value.
    """

    things: Sequence[Callable[[bytes], object]]
    values: Mapping[int, Sequence[Callable[[bytes, bytes], object]]]

    def note(self, thing: bytes, values: Mapping[int, bytes]) -> None:
        """Note a thing.

        :param values: of the lines of :attr:`values`.
        """
        for take in self.things:
            take(thing)
        for line, takers in self.values.items():
            for take_value in takers:
                take_value(thing, values[line])


def hashed(keep: Callable[[int], object]) -> Callable[[bytes], object]:
    """Make what keeps the hash of a thing."""
    return lambda thing: keep(hash(thing))


def value_hashed(keep: Callable[[int], object]) -> Callable[[bytes, bytes], object]:
    """Make what keeps the hash of a value."""
    return lambda _thing, value: keep(hash(value))


def both_hashed(edges: Edges) -> Callable[[bytes, bytes], object]:
    """Make what keeps the hashes of a thing and of its value."""
    add_thing, add_value = edges.things.append, edges.values.append

    def keep(thing: bytes, value: bytes) -> None:
        add_thing(hash(thing))
        add_value(hash(value))

    return keep
