"""Pages of a list, by key both ways, and all of it; suggestions."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, compress, islice
from typing import Any, Literal

from lod.release.index.asking import ListQuery, answer_set, answer_tiers, named_tiers
from lod.release.index.bits import marks_of, numbers_of, set_of
from lod.release.index.reading import IndexFile
from lod.release.index.rows import OWNER_FACETS, PeriodBounds

Order = Literal["relevance", "name", "start", "end", "amount"]

_MOST_ROWS, _MOST_SUGGESTED = 1_000, 100
_FEW = 256  # of so many things, one: fewer are sorted, more are looked for in their order
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A thing in a list.

    :param names: by language (a tag, or empty); none of a thing without a name.
    :param about: the beginning of its descriptions, likewise.
    :param values: by facet, its owners' county, municipality and type among them.
    :param facts: ``start``, ``end`` and ``period_text`` as the graph has them, ``status_as_of``,
        ``owner_as_stated``, ``funded_share``, ``cofinancing``, ``identifier``.
    """

    iri: str
    names: Mapping[str, str]
    about: Mapping[str, str]
    values: Mapping[str, tuple[str, ...]]
    period: PeriodBounds | None
    amount: Decimal | None
    currency: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list.

    :param count: how many things the whole list has, exactly.
    :param has_before: whether there are things before these; ``has_after`` behind them.
    """

    rows: tuple[Listed, ...]
    count: int
    has_before: bool
    has_after: bool


def list_page(
    index: IndexFile,
    asked: ListQuery,
    order: Order = "name",
    *,
    descending: bool = False,
    after: str | None = None,
    before: str | None = None,
    last: bool = False,
    size: int = 50,
) -> ListPage:
    """Give a page of a list: the first one, the one after or before a thing, or the last.

    Things without a value come last both ways; what is equal is in the order of IRIs.

    :param order: ``relevance``: things with the words as they are written first, then by name.
    :param after: IRI of the last thing of the page before; one that isn't known gives the first.
    :param before: IRI of the first thing of the page behind.
    :param size: rows, at most 1,000.
    :raises Damaged: the index isn't as it was written.
    """
    size = max(1, min(size, _MOST_ROWS))
    lists = _Lists(index, asked, order, descending)
    cursor = None if last else after if after is not None else before
    number = None if cursor is None else index.number(cursor)
    if last or (number is not None and after is None):
        found = [*islice(lists.backward(number), size + 1)]
        shown = found[:size][::-1]
        more = (len(found) > size, number is not None)
    else:
        found = [*islice(lists.forward(number), size + 1)]
        shown = found[:size]
        more = (number is not None, len(found) > size)
    return ListPage(tuple(listed_of(index, shown)), lists.count, *more)


def list_all(
    index: IndexFile, asked: ListQuery, order: Order = "name", *, descending: bool = False
) -> Iterator[Listed]:
    """Give the whole list, as it is read.

    :raises Damaged: the index isn't as it was written.
    """
    numbers = _Lists(index, asked, order, descending).forward(None)
    while some := [*islice(numbers, _AT_ONCE)]:
        yield from listed_of(index, some)


def count_listed(index: IndexFile, asked: ListQuery) -> int:
    """Tell how many things are asked for."""
    return answer_set(index, asked).bit_count()


def suggest(index: IndexFile, asked: ListQuery, most: int = 10) -> tuple[Listed, ...]:
    """Give things whose names have words that begin so, those with them as written first.

    :param most: at most 100.
    """
    lists = _Lists(index, asked, "name", False, named_tiers(index, asked))
    return tuple(listed_of(index, [*islice(lists.forward(None), min(most, _MOST_SUGGESTED))]))


class _Lists:
    """Lists one behind the other, each in the same order."""

    def __init__(
        self,
        index: IndexFile,
        asked: ListQuery,
        order: Order,
        descending: bool,
        tiers: Sequence[int] | None = None,
    ) -> None:
        by_relevance = order == "relevance"
        if tiers is None:
            tiers = answer_tiers(index, asked) if by_relevance else (answer_set(index, asked),)
        self._index, self._tiers = index, tiers
        self._order = index.order("name" if by_relevance else order)
        self._descending = descending and not by_relevance
        self.count = sum(tier.bit_count() for tier in tiers)

    def forward(self, behind: int | None) -> Iterator[int]:
        """Give the numbers of things behind one, or all."""
        return self._walk(behind, 1)

    def backward(self, before: int | None) -> Iterator[int]:
        """Give the numbers of things before one, the nearest first; or all, from the end."""
        return self._walk(before, -1)

    def _walk(self, cursor: int | None, step: int) -> Iterator[int]:
        tiers = self._tiers[::step]
        if cursor is None:
            return chain.from_iterable(self._in_tier(tier, None, step) for tier in tiers)
        at = next((n for n, tier in enumerate(tiers) if tier >> cursor & 1), 0)
        first = self._in_tier(tiers[at], cursor, step) if tiers else iter(())
        rest = (self._in_tier(tier, None, step) for tier in tiers[at + 1 :])
        return chain(first, chain.from_iterable(rest))

    def _in_tier(self, tier: int, cursor: int | None, step: int) -> Iterator[int]:
        things, places, _ = self._order
        size = self._index.size
        if tier.bit_count() * _FEW < size:
            turned: Sequence[int]
            turned = sorted(self._turned(places[number]) for number in numbers_of(tier))
            if cursor is not None:
                turned = _beyond(turned, self._turned(places[cursor]), step)
            return (things[self._turned(place)] for place in turned[::step])
        marks = marks_of(tier, size)
        following = self._following(cursor, step)
        return compress(following, map(marks.__getitem__, following))

    def _turned(self, place: int) -> int:
        """Give the place of what has a place in the order, as it is asked for; and back again."""
        known = self._order[2]
        return known - 1 - place if self._descending and place < known else place

    def _following(self, cursor: int | None, step: int) -> Sequence[int]:
        """Give the things behind one in the order (or before, by step), listed or not."""
        things, places, known = self._order
        if self._descending:
            things = things[:known][::-1] + things[known:]  # type: ignore[operator]
        if cursor is None:
            return things[::step]
        start = self._turned(places[cursor]) + step
        return things[start::step] if start >= 0 else ()


def _beyond(places: Sequence[int], cursor: int, step: int) -> Sequence[int]:
    if step > 0:
        return places[bisect_right(places, cursor) :]
    return places[: bisect_left(places, cursor)]


def listed_of(index: IndexFile, numbers: Sequence[int]) -> list[Listed]:
    """Give things by their numbers, in that order."""
    query = "SELECT id, iri, names, told FROM thing WHERE id IN ({})"
    rows = index.rows_by((int, str, str, str), query, numbers)
    read = {n: (iri, *map(index.table, tables)) for n, iri, *tables in rows}
    held = _held(index, [told for _, _, told in read.values()])
    through = _through_owners(index, {iri for values in held for iri in values.get("owner", ())})
    states = _anomalies(index, numbers)
    found = {
        number: _row(index, told, values, through, states.get(number, ()))
        for (number, told), values in zip(read.items(), held, strict=True)
    }
    return [found[number] for number in numbers if number in found]


def _row(
    index: IndexFile,
    told: Sequence[Any],
    values: dict[str, tuple[str, ...]],
    through: Mapping[str, Mapping[str, tuple[str, ...]]],
    anomalies: tuple[str, ...],
) -> Listed:
    iri, names, more = told
    owners = [through[owner] for owner in values.get("owner", ()) if owner in through]
    for facet, own in OWNER_FACETS.items():
        if theirs := dict.fromkeys(v for owner in owners for v in owner.get(own, ())):
            values[facet] = tuple(theirs)
    if anomalies:
        values["anomaly"] = anomalies
    with index.reading():
        facts = dict(more["facts"])
        period, amount = facts.pop("period"), facts.pop("amount")
        bounds = None if period is None else PeriodBounds(*map(_day, period))
        value, currency = (None, "") if amount is None else (Decimal(amount[0]), str(amount[1]))
        texts = [_all_texts(table) for table in (names, more["about"], facts)]
    return Listed(iri, texts[0], texts[1], values, bounds, value, currency, texts[2])


def _day(value: object) -> int | None:
    if value is not None and type(value) is not int:
        raise TypeError(value)
    return value


def _all_texts(table: dict[str, object]) -> dict[str, str]:
    found = {name: value for name, value in table.items() if isinstance(value, str)}
    if len(found) != len(table):
        raise TypeError(table)
    return found


def _held(index: IndexFile, told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the values of things by facet, of the numbers that they hold."""
    with index.reading():
        tables = [dict(table["held"]) for table in told]
        wanted = sorted({_number(n) for table in tables for ns in table.values() for n in ns})
    query = "SELECT id, value FROM held_value WHERE id IN ({})"
    known = dict(index.rows_by((int, str), query, wanted))
    with index.reading():
        return [
            {facet: tuple(known[n] for n in numbers) for facet, numbers in table.items()}
            for table in tables
        ]


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise TypeError(value)
    return value


def _through_owners(index: IndexFile, owners: Collection[str]) -> dict[str, dict[str, Any]]:
    """Give the values of owners, by IRI."""
    query = "SELECT iri, told FROM thing WHERE iri IN ({})"
    rows = index.rows_by((str, str), query, sorted(owners))
    held = _held(index, [index.table(text) for _, text in rows])
    return {iri: values for (iri, _), values in zip(rows, held, strict=True)}


def _anomalies(index: IndexFile, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Give the states of the anomalies of things that have some."""
    found: dict[int, tuple[str, ...]] = {}
    among = set_of(numbers, index.size)
    for state in ("decided", "open"):
        for number in numbers_of(among & index.value_set("anomaly", state)):
            found[number] = (*found.get(number, ()), state)
    return found


def names_by_iri(index: IndexFile, iris: Collection[str]) -> dict[str, dict[str, str]]:
    """Give the names of things by IRI: by language; those without any are left out.

    :raises Damaged: the index isn't as it was written.
    """
    query = "SELECT iri, names FROM thing WHERE iri IN ({})"
    rows = index.rows_by((str, str), query, sorted(iris))
    tables = {iri: index.table(text) for iri, text in rows}
    with index.reading():
        return {iri: _all_texts(table) for iri, table in tables.items() if table}
