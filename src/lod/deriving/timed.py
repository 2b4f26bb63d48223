"""Dates of the graph as days: numbers from the first day of year 1 on (``date.toordinal``)."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import pyoxigraph as ox

from lod.rdf import XSD
from lod.release import PeriodBounds

_STATED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_MOST_YEARS = 100
_DATATYPES = {f"{XSD}date", f"{XSD}gYearMonth", f"{XSD}gYear"}


def days_of(values: Iterable[object]) -> list[int]:
    """Give the first and the last day of each day, month or year among values.

    >>> month = ox.Literal("2012-02", datatype=ox.NamedNode(f"{XSD}gYearMonth"))
    >>> [date.fromordinal(day).isoformat() for day in days_of([month])]
    ['2012-02-01', '2012-02-29']
    """
    found: list[int] = []
    for value in values:
        if isinstance(value, ox.Literal) and value.datatype.value in _DATATYPES:
            found += _days_in(value.value)
    return found


@lru_cache(8192)
def _days_in(text: str) -> tuple[int, ...]:
    match = _STATED.fullmatch(text)
    if not match:
        return ()
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last = day or monthrange(first.year, month or 12)[1]
        return first.toordinal(), date(first.year, month or 12, last).toordinal()
    except ValueError:
        return ()


def first_and_last(
    stated: Iterable[object], earliest: Iterable[object], latest: Iterable[object]
) -> tuple[int | None, int | None]:
    """Give the first and last day that a start or an end can be, by what is said of it.

    :param stated: a day, a month or a year.
    :param earliest: the first day, if it is said; ``latest`` the last.
    """
    first, last = days_of(earliest), days_of(latest)
    every = [*days_of(stated), *first, *last]
    return min(first or every, default=None), max(last or every, default=None)


def years_between(period: PeriodBounds | None) -> dict[str, tuple[str, ...]]:
    """Give the years of a period, as values of facets: those of its start and of its end, where
    that is one year, and all in which it was for certain; of more than 100 the first and the last.

    >>> day = date(2012, 5, 1).toordinal()
    >>> years_between(PeriodBounds(day, day, day + 365, day + 365))["year"]
    ('2012', '2013')
    """
    if period is None:
        return {}
    start = _years(period.earliest_start, period.latest_start)
    end = _years(period.earliest_end, period.latest_end)
    during = _years(period.latest_start, period.earliest_end)
    found = {"start_year": start, "end_year": end}
    return {
        **{name: years for name, years in found.items() if len(years) == 1},
        "year": during,
    }


@lru_cache(8192)
def _years(first: int | None, last: int | None) -> tuple[str, ...]:
    if first is None or last is None:
        return ()
    years: Sequence[int] = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    kept = years if len(years) <= _MOST_YEARS else (years[0], years[-1])
    return tuple(f"{year:04}" for year in kept)
