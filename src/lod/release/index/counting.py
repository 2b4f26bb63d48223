"""How many things of a list have which value, and what their amounts add up to; all exact."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lod.release.index.asking import ListQuery, answer_set
from lod.release.index.bits import (
    added_up,
    count_marked,
    is_listed,
    marks_of,
    numbers_marked,
    numbers_of,
)
from lod.release.index.reading import IndexFile
from lod.release.index.rows import FACETS, UNKNOWN

_FEW_PAIRS = 1_000
_MOST_CURRENCIES = 20


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many things of a list have a value; UNKNOWN (the empty text) where they have none."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """Things of a list that have the same values.

    :param values: one for each facet that is grouped by; UNKNOWN where there is none.
    :param sums: what their amounts add up to, by currency, exactly; of the 20 currencies that most
        things have.
    :param stated: how many things have an amount in a currency that is in its sum. The others
        have none, or one that isn't added: with more than four decimals, or over 10 to the 14th.
    """

    values: tuple[str, ...]
    count: int
    sums: Mapping[str, Decimal]
    stated: Mapping[str, int]


def count_facets(
    index: IndexFile, asked: ListQuery, facets: Iterable[str]
) -> dict[str, tuple[FacetCount, ...]]:
    """Count the values of facets among what is asked for; a facet's own choice left out.

    :return: by facet: values that something has, or that are chosen; the most frequent first, what
        is equal by value. Nothing for a facet that isn't known.
    :raises Damaged: the index isn't as it was written.
    """
    found = {}
    for facet in dict.fromkeys(facets):
        chosen = asked.chosen.get(facet, ())
        counts = _counted(index, asked, facet)
        kept = [FacetCount(v, n) for v, n in counts.items() if n or v in chosen]
        found[facet] = tuple(sorted(kept, key=lambda count: (-count.count, count.value)))
    return found


def _counted(index: IndexFile, asked: ListQuery, facet: str) -> dict[str, int]:
    others = {name: values for name, values in asked.chosen.items() if name != facet}
    if not asked.words and asked.during is None:
        if not others:
            return {value: count for _, value, count in index.values_of(facet)}
        if others.keys() == {"type"} and len(others["type"]) == 1:
            return _of_class(index, facet, *others["type"])
    return _count_in(index, answer_set(index, asked, but=facet), facet)


def _of_class(index: IndexFile, facet: str, kind: str) -> dict[str, int]:
    """Count the values of a facet among the things of a class: it is known."""
    counts = {value: 0 for _, value, _ in index.values_of(facet)}
    query = (
        "SELECT held_value.value, cube.count FROM cube"
        " JOIN held_value ON held_value.id = cube.value"
        " WHERE cube.class = ? AND held_value.facet = ?"
    )
    number = index.value_number("type", kind)
    return counts | dict(index.select((str, int), query, number, facet))


def _count_in(index: IndexFile, members: int, facet: str) -> dict[str, int]:
    values, counts = index.values_of(facet), {}
    few = any(is_listed(count, index.size) for _, _, count in values)
    marks = marks_of(members, index.size) if few else b""
    for number, value, count in values:
        if is_listed(count, index.size):
            with index.reading():
                counts[value] = count_marked(index.listed(number), marks)
        else:
            counts[value] = (index.members("held_value", number) & members).bit_count()
    return counts


def group_by(
    index: IndexFile, asked: ListQuery, facets: Sequence[str] = (), *, amounts: bool = True
) -> tuple[CountedGroup, ...]:
    """Count what is asked for by facets, at most two, and add up its amounts.

    A thing with several values of a facet is in several groups: don't add groups up.

    :param amounts: whether to add them up, which takes ten times as long for many groups.
    :return: groups that have something, in the order of values; of no facet the one that has all.
    :raises ValueError: more than two facets.
    :raises Damaged: the index isn't as it was written.
    """
    if len(facets) > 2:
        raise ValueError(facets)
    members = answer_set(index, asked)
    adder = _Adder(index, members if amounts else 0)
    if not facets:
        return (adder.of_set((), members),) if members else ()
    if any(facet not in FACETS for facet in facets):
        return ()
    values = [index.values_of(facet) for facet in facets]
    if len(facets) == 2 and len(values[0]) * len(values[1]) > _FEW_PAIRS:
        groups = _by_many_pairs(index, adder, members, values)
    elif len(facets) == 2:
        groups = _by_pairs(index, adder, members, values)
    else:
        groups = _by_one(index, adder, members, values[0])
    return tuple(sorted(groups, key=lambda group: group.values))


_Values = Sequence[tuple[int, str, int]]


def _by_one(
    index: IndexFile, adder: "_Adder", members: int, values: _Values
) -> Iterator[CountedGroup]:
    marks = marks_of(members, index.size)
    for number, value, count in values:
        if not is_listed(count, index.size):
            if found := index.members("held_value", number) & members:
                yield adder.of_set((value,), found)
        else:
            with index.reading():
                listed = numbers_marked(index.listed(number), marks)
            if listed:
                yield adder.of_numbers((value,), listed)


def _by_pairs(
    index: IndexFile, adder: "_Adder", members: int, values: Sequence[_Values]
) -> Iterator[CountedGroup]:
    for number, value, _ in values[0]:
        if some := index.members("held_value", number) & members:
            for other, second, _ in values[1]:
                if found := index.members("held_value", other) & some:
                    yield adder.of_set((value, second), found)


def _by_many_pairs(
    index: IndexFile, adder: "_Adder", members: int, values: Sequence[_Values]
) -> Iterator[CountedGroup]:
    """Go through the things instead: what it takes grows with them, not with the pairs."""
    seconds: dict[int, list[str]] = defaultdict(list)
    for number, value, _ in values[1]:
        for thing in numbers_of(index.members("held_value", number) & members):
            seconds[thing].append(value)
    for number, value, _ in values[0]:
        found: dict[str, list[int]] = defaultdict(list)
        for thing in numbers_of(index.members("held_value", number) & members):
            for second in seconds[thing]:
                found[second].append(thing)
        for second, things in found.items():
            yield adder.of_numbers((value, second), things)


class _Adder:
    """Adds up amounts of things that are asked for, by currency."""

    def __init__(self, index: IndexFile, members: int) -> None:
        self._index = index
        known, self._slices = index.slices("amount")
        self._least, self._scale = index.told("least amount"), index.scale
        self._sets = {
            currency: found
            for currency in _currencies(index)
            if (found := known & members & index.value_set("currency", currency))
        }
        self._marks = {c: marks_of(found, index.size) for c, found in self._sets.items()}

    def of_set(self, values: tuple[str, ...], members: int) -> CountedGroup:
        added, stated = {}, {}
        for currency, those in self._sets.items():
            if found := those & members:
                stated[currency] = found.bit_count()
                added[currency] = self._sum(added_up(self._slices, found), stated[currency])
        return CountedGroup(values, members.bit_count(), added, stated)

    def of_numbers(self, values: tuple[str, ...], numbers: Collection[int]) -> CountedGroup:
        added, stated, amounts = {}, {}, self._index.amounts()
        for currency, marks in self._marks.items():
            if found := numbers_marked(numbers, marks):
                stated[currency] = len(found)
                added[currency] = self._sum(sum(map(amounts.__getitem__, found)), len(found))
        return CountedGroup(values, len(numbers), added, stated)

    def _sum(self, total: int, count: int) -> Decimal:
        return Decimal(total + self._least * count).scaleb(-self._scale)


def _currencies(index: IndexFile) -> list[str]:
    values = [(count, value) for _, value, count in index.values_of("currency")]
    ranked = sorted(values, key=lambda found: (-found[0], found[1]))
    return [value for _, value in ranked if value != UNKNOWN][:_MOST_CURRENCIES]
