"""What a pass over a part of a file finds: numbers only, so that parts are joined quickly."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


def numbers() -> "array[int]":
    """Give an empty list of 64-bit numbers."""
    return array("q")


Tables = tuple[dict[Any, Any], ...]


class Pairs(NamedTuple):
    """Hashes of nodes, each with the place of the record that names it."""

    hashes: "array[int]"
    places: "array[int]"


def _pairs() -> Pairs:
    return Pairs(numbers(), numbers())


@dataclass
class PassFacts:
    """What passes give. A place is where in the file a subject starts, in bytes.

    :param flagged: by flag, the nodes for which it's otherwise than for nodes without properties.
    :param candidates: by shape, the places of focus nodes that aren't proved.
    :param waiting: by shape, the places of those that must be looked at again at the end.
    :param reached: by shape, flag and default, values that need the flag.
    :param pointed: by shape and question (predicate, least and most), the focus nodes.
    :param objects: by shape, predicate and the flag's default, the values that are focus nodes.
    :param incoming: by predicate, the values.
    """

    count: int = 0
    flagged: "defaultdict[int, array[int]]" = field(default_factory=lambda: defaultdict(numbers))
    candidates: "defaultdict[str, array[int]]" = field(default_factory=lambda: defaultdict(numbers))
    waiting: "defaultdict[str, array[int]]" = field(default_factory=lambda: defaultdict(numbers))
    reached: defaultdict[tuple[str, int, bool], Pairs] = field(
        default_factory=lambda: defaultdict(_pairs)
    )
    pointed: defaultdict[tuple[str, str, int, int | None], Pairs] = field(
        default_factory=lambda: defaultdict(_pairs)
    )
    objects: defaultdict[tuple[str, str, bool | None], Pairs] = field(
        default_factory=lambda: defaultdict(_pairs)
    )
    incoming: defaultdict[str, Pairs] = field(default_factory=lambda: defaultdict(_pairs))

    def tables(self) -> Tables:
        """Give all that was found, to be sent."""
        found = (self.flagged, self.candidates, self.waiting)
        pairs = (self.reached, self.pointed, self.objects, self.incoming)
        return tuple(dict(t) for t in (*found, *pairs))

    def merge(self, count: int, tables: Tables) -> None:
        """Take in what another pass gave."""
        self.count += count
        mine: Tables = (self.flagged, self.candidates, self.waiting)
        for table, other in zip(mine, tables[:3], strict=True):
            for key, found in other.items():
                table[key].extend(found)
        pairs: Tables = (self.reached, self.pointed, self.objects, self.incoming)
        for table_, other in zip(pairs, tables[3:], strict=True):
            for key, (hashes, places) in other.items():
                table_[key].hashes.extend(hashes)
                table_[key].places.extend(places)


class Incoming:
    """From values to the places of the subjects that have them."""

    def __init__(self, pairs: Pairs) -> None:
        self._last = dict(zip(*pairs, strict=True))
        self._more: dict[int, list[int]] = {}
        if len(self._last) < len(pairs.hashes):
            for value, place in zip(*pairs, strict=True):
                if self._last[value] != place:
                    self._more.setdefault(value, []).append(place)

    def of(self, value: int) -> Sequence[int]:
        """Give the places, by a value's hash."""
        last = self._last.get(value)
        return () if last is None else (*self._more.get(value, ()), last)


def class_table(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Give each class of rdfs:subClassOf statements with all its superclasses."""
    direct: defaultdict[str, set[str]] = defaultdict(set)
    for below, above in pairs:
        direct[below].add(above)
    table = {}
    for start in direct:
        found, queue = {start}, [start]
        while queue:
            new = direct.get(queue.pop(), set()) - found
            found |= new
            queue += new
        table[start] = frozenset(found)
    return table
