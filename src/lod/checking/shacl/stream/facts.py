"""What a pass over a part of a file finds: numbers only, so that parts are joined quickly."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lod.checking.shacl.sparql.simple import Seen


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
    :param pointed: by shape and question, the focus nodes.
    :param objects: by shape, predicate, flag and its default, the values that are focus nodes.
    :param incoming: by predicate, the values.
    :param chained: by flag, and the default of the flag that it asks for: hashes of nodes, each
        with that of the node that is asked.
    :param counted: by question, the values of those that count.
    :param asked: by shape and query that joins, the other nodes; ``codes`` has the numbers of the
        focus nodes' values, in the same order.
    :param told: by such query, nodes that may be the other one, with numbers of their values.
    :param texts: by such query, values by their numbers.
    """

    count: int = 0
    flagged: "defaultdict[int, array[int]]" = field(default_factory=lambda: defaultdict(numbers))
    candidates: "defaultdict[str, array[int]]" = field(default_factory=lambda: defaultdict(numbers))
    waiting: "defaultdict[str, array[int]]" = field(default_factory=lambda: defaultdict(numbers))
    reached: defaultdict[tuple[str, int, bool], Pairs] = field(
        default_factory=lambda: defaultdict(_pairs)
    )
    pointed: defaultdict[tuple[str, int], Pairs] = field(
        default_factory=lambda: defaultdict(_pairs)
    )
    objects: defaultdict[tuple[str, str, int | None, bool], Pairs] = field(
        default_factory=lambda: defaultdict(_pairs)
    )
    incoming: defaultdict[str, Pairs] = field(default_factory=lambda: defaultdict(_pairs))
    chained: defaultdict[tuple[int, bool], Pairs] = field(
        default_factory=lambda: defaultdict(_pairs)
    )
    counted: "defaultdict[int, array[int]]" = field(default_factory=lambda: defaultdict(numbers))
    asked: defaultdict[tuple[str, int], Pairs] = field(default_factory=lambda: defaultdict(_pairs))
    codes: "defaultdict[tuple[str, int], array[int]]" = field(
        default_factory=lambda: defaultdict(numbers)
    )
    told: defaultdict[int, Pairs] = field(default_factory=lambda: defaultdict(_pairs))
    texts: defaultdict[int, dict[int, Seen]] = field(default_factory=lambda: defaultdict(dict))

    def tables(self) -> Tables:
        """Give all that was found, to be sent."""
        return tuple(dict(t) for t in (*self._lists(), *self._pairs(), self.texts))

    def clear(self) -> None:
        """Forget all that was found."""
        for table in (*self._lists(), *self._pairs(), self.texts):
            table.clear()

    def merge(self, count: int, tables: Tables) -> None:
        """Take in what another pass gave."""
        self.count += count
        lists, pairs = self._lists(), self._pairs()
        for table, other in zip(lists, tables[: len(lists)], strict=True):
            for key, found in other.items():
                table[key].extend(found)
        for number, texts in tables[-1].items():
            self.texts[number].update(texts)
        for table_, other in zip(pairs, tables[len(lists) : -1], strict=True):
            for key, (hashes, places) in other.items():
                table_[key].hashes.extend(hashes)
                table_[key].places.extend(places)

    def _lists(self) -> Tables:
        return (self.flagged, self.candidates, self.waiting, self.counted, self.codes)

    def _pairs(self) -> Tables:
        of_queries = (self.asked, self.told)
        return (self.reached, self.pointed, self.objects, self.incoming, self.chained, *of_queries)


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
        return () if last is None else sorted((*self._more.get(value, ()), last))

    def by_number(self, values: Set[int]) -> Iterator[tuple[int, Set[int]]]:
        """Give values, by their hashes, apart by how many places they have."""
        known = values & self._last.keys()
        several = known & self._more.keys()
        yield 0, values - known
        yield 1, known - several
        yield from ((1 + len(self._more[value]), {value}) for value in several)


class Counted:
    """How often each value was met."""

    def __init__(self, values: "array[int]") -> None:
        self._times = Counter(values)

    def of(self, value: int) -> Sequence[int]:
        """Give as many numbers, by a value's hash."""
        return range(self._times[value])

    def by_number(self, values: Set[int]) -> Iterable[tuple[int, Set[int]]]:
        """Give values, by their hashes, apart by how many numbers they have."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for value in values:
            found[self._times[value]].add(value)
        return found.items()


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
