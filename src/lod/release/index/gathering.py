"""What is held of rows until the index is written: for each word and value its things' numbers."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import compress

from lod.rdf import last_part
from lod.release.index.bits import marks_of, set_of
from lod.release.index.rows import FACETS, OWNER_FACETS, UNKNOWN, IndexRow, PeriodBounds
from lod.release.index.schema import MEASURES, ORDERS
from lod.release.index.wording import sorting_key, words_in
from lod.words import LANGUAGES

_DECIMALS = 4  # of an amount; one that has more isn't summed
_LARGEST = 2**62

ALL_TEXT, NAMES_ALONE = 0, 1
"""Fields of words."""


def _numbers() -> "array[int]":
    return array("I")


@dataclass(slots=True)
class Measure:
    """A number of things, less the least of them; 0 where there is none.

    :ivar known: the things that have one, ascending.
    """

    known: "array[int]" = field(default_factory=_numbers)
    values: "array[int]" = field(default_factory=lambda: array("q"))
    least: int = 0

    def add(self, thing: int, value: int | None) -> None:
        """Take the number of a thing, or that it has none."""
        if value is not None:
            self.known.append(thing)
        self.values.append(value or 0)

    def settle(self) -> None:
        """Take the least from each, so that few binary places are needed."""
        self.least = min(map(self.values.__getitem__, self.known), default=0)
        for thing in self.known:
            self.values[thing] -= self.least


class Gathered:
    """Takes rows one by one; then gives what the tables hold.

    :ivar size: how many things there are.
    :ivar words: by field, word → numbers of things.
    :ivar spoken: by language, the words of its texts.
    """

    def __init__(self) -> None:
        self.size = 0
        self.words: tuple[dict[str, array[int]], dict[str, array[int]]]
        self.words = (defaultdict(_numbers), defaultdict(_numbers))
        self.spoken: dict[str, set[str]] = defaultdict(set)
        self.measures = {name: Measure() for name in MEASURES}
        self.timed = _numbers()
        self.scale = _DECIMALS
        self._held: dict[tuple[str, str], array[int]] = {}
        self._ids: dict[tuple[str, str], int] = {}
        self._classes: dict[tuple[int, ...], int] = {}
        self._class_of = _numbers()
        self._names: list[str] = []
        self._owners: dict[str, int] = {}
        self._anomalies: list[tuple[int, str]] = []
        self._decided: set[str] = set()

    def take(self, row: IndexRow) -> Mapping[str, Sequence[int]]:
        """Take a row; gives the numbers of the values that it has itself, by facet."""
        self._decided.update(row.decides)
        if not row.listed:
            return {}
        thing, self.size = self.size, self.size + 1
        held = {name: self._hold(thing, name, values) for name, values in row.facets.items()}
        classes = tuple(sorted(held.get("type", ())))
        self._class_of.append(self._classes.setdefault(classes, len(self._classes)))
        if "organization_type" in held or "county" in held:
            self._owners[row.iri] = thing
        self._anomalies += ((thing, anomaly) for anomaly in row.anomalies)
        self._names.append(sorting_key(_first_name(row)))
        self._read(thing, row)
        self._measure(thing, row)
        return held

    def _hold(self, thing: int, facet: str, values: Iterable[str]) -> list[int]:
        found = []
        for value in dict.fromkeys(values):
            if value == UNKNOWN:  # an empty text in the data says nothing
                continue
            if (key := (facet, value)) not in self._held:
                self._ids[key], self._held[key] = len(self._ids), _numbers()
            self._held[key].append(thing)
            found.append(self._ids[key])
        return found

    def _read(self, thing: int, row: IndexRow) -> None:
        named = self._words(row.names)
        every = self._words((*row.about, *row.texts)) | named
        for known, words in zip(self.words, (every, named), strict=True):
            for word in words:
                known[word].append(thing)

    def _words(self, texts: Iterable[tuple[str, str]]) -> set[str]:
        found: set[str] = set()
        for language, text in texts:
            words = words_in(text)
            self.spoken[language].update(words)
            found.update(words)
        return found

    def _measure(self, thing: int, row: IndexRow) -> None:
        period = row.period or PeriodBounds()
        if row.period:
            self.timed.append(thing)
        for name in MEASURES[:-1]:
            self.measures[name].add(thing, getattr(period, name))
        self.measures["amount"].add(thing, _scaled(row.amount))

    def complete(self) -> None:
        """Find what follows from all rows together; no row is taken any more."""
        self._settle_anomalies()
        self._follow_owners()
        amounts = self.measures["amount"].values
        while self.scale and not any(value % 10 for value in amounts):
            amounts[:] = array("q", (value // 10 for value in amounts))
            self.scale -= 1
        for measure in self.measures.values():
            measure.settle()

    def _settle_anomalies(self) -> None:
        found: dict[int, dict[str, None]] = {}
        for thing, anomaly in self._anomalies:
            state = "decided" if anomaly in self._decided else "open"
            found.setdefault(thing, {})[state] = None
        for thing, states in found.items():
            self._hold(thing, "anomaly", states)

    def _follow_owners(self) -> None:
        """Give things what their owners have."""
        owned = {v: t for (facet, v), t in self._held.items() if facet == "owner"}
        owners = {self._owners[iri]: iri for iri in owned if iri in self._owners}
        for through, facet in OWNER_FACETS.items():
            held = [(v, things) for (name, v), things in self._held.items() if name == facet]
            for value, things in held:
                mine = {n for o in owners.keys() & set(things) for n in owned[owners[o]]}
                if mine:
                    self._ids[through, value] = len(self._ids)
                    self._held[through, value] = array("I", sorted(mine))

    def told(self) -> Iterator[tuple[str, int]]:
        """Give what is told of the whole."""
        yield "things", self.size
        yield "scale", self.scale
        for name, measure in self.measures.items():
            yield f"least {name}", measure.least

    def values(self) -> Iterator[tuple[int, str, str, Sequence[int]]]:
        """Give each value with its number, facet and things; and who has none of a facet."""
        for (facet, value), held in self._held.items():
            yield self._ids[facet, value], facet, value, held
        for number, (facet, things) in enumerate(self._lacking(), len(self._ids)):
            yield number, facet, UNKNOWN, things

    def _lacking(self) -> Iterator[tuple[str, Sequence[int]]]:
        for facet in FACETS:
            marks = bytearray(b"\x01") * self.size
            for (name, _), those in self._held.items():
                for thing in those if name == facet else ():
                    marks[thing] = 0
            yield facet, array("I", compress(range(self.size), marks))

    def cube(self) -> Iterator[tuple[int, int, int]]:
        """Give how many things of each class have each value: (class, value, count)."""
        classes = list(self._classes)
        found: Counter[tuple[int, int]] = Counter()
        for value, _, _, things in self.values():
            for code, count in Counter(map(self._class_of.__getitem__, things)).items():
                for kind in classes[code]:
                    found[kind, value] += count
        return ((kind, value, count) for (kind, value), count in sorted(found.items()))

    def orders(self) -> Iterator[tuple[Sequence[int], int]]:
        """Give each of ``ORDERS``: the things, and how many of them, the first, have a value."""
        yield sorted(range(self.size), key=self._names.__getitem__), self.size
        for name in ("earliest_start", "latest_end", "amount"):
            measure = self.measures[name]
            known = sorted(measure.known, key=measure.values.__getitem__)
            marks = marks_of(set_of(known, self.size), self.size)
            rest = (thing for thing in range(self.size) if not marks[thing])
            yield [*known, *rest], len(known)


assert ORDERS == ("name", "start", "end", "amount")  # as above


def _first_name(row: IndexRow) -> str:
    """Give the name that a thing is sorted by."""
    tags = dict(reversed(row.names))
    for tag in (*LANGUAGES, "", *sorted(tags)):
        if tag in tags:
            return tags[tag]
    return last_part(row.iri)


def _scaled(amount: Decimal | None) -> int | None:
    """Give an amount as a whole number; None if it can't be added exactly."""
    if amount is None or not amount.is_finite() or amount.adjusted() > 18:
        return None
    whole = int(amount.scaleb(_DECIMALS))  # which rounds what has very many digits
    exact = Decimal(whole).scaleb(-_DECIMALS) == amount
    return whole if exact and abs(whole) < _LARGEST else None
