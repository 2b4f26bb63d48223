"""A project's period: two times, a dash or a word between: days, months, parts of a year, years.

What can't be read for certain stays in its words as an anomaly, with the readings that the page
makes plausible. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lod.publishing.records import Anomaly, Month, Period, StatedTime, Text
from lod.publishing.sources import wording
from lod.publishing.sources.datewords import OPEN_ENDS
from lod.publishing.sources.pairs import bare_time, read_times, word_between
from lod.publishing.sources.times import HYPHENS, month_of, read_numbered

_LONG = "‒–—―−"
_MONTH = re.compile(r"([0-9]{4})-?([0-9]{2})")
_FIVE_DIGITS = re.compile(r"([0-9]{5})-?([0-9]{2})")
_MOST_HYPHENS = 5  # of two days and the dash between them
_FIRST, _LAST = Month(1000, 1), Month(9999, 12)
_CONCERNS = {"start": "dcat:startDate", "end": "dcat:endDate"}


@dataclass(frozen=True, slots=True)
class Window:
    """From the first to the last of some months, both included."""

    first: Month
    last: Month

    @classmethod
    def of(cls, times: Iterable[StatedTime | None]) -> "Window | None":
        """Span the months of the times that are known; None if there are none."""
        known = [time for time in times if time]
        if not known:
            return None
        first, last = min(t.first_day for t in known), max(t.last_day for t in known)
        return cls(Month(first.year, first.month), Month(last.year, last.month))


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of the dash: ``start`` or ``end``."""

    name: str
    text: Text
    time: StatedTime | None

    @property
    def plain(self) -> str:
        return bare_time(self.text.value)


def read_period(
    text: Text, starts: Window | None = None, ends: Window | None = None
) -> tuple[Period | None, tuple[Anomaly, ...]]:
    """Read a period; no period if there is nothing but a dash.

    :param starts: the starts that the page's other projects state; ``ends`` likewise. Without
        them a month that can't be read has no candidates.

    >>> from lod.publishing.records import LineSpan
    >>> period, anomalies = read_period(Text.of("201203 — 2014-10", LineSpan(15, 15)))
    >>> print(period.start, period.end, anomalies)
    2012-03 2014-10 ()
    """
    sides = _sides(text)
    if sides is None:
        why = wording.unreadable_period()
        found = Anomaly("period", "unreadable-value", "fp:period", (text,), why)
        return Period(text, None, None), (found,)
    start, end = sides
    if not start.plain and not end.plain:
        return None, (missing_period(text),)
    if start.time and end.time and end.time.last_day < start.time.first_day:
        why = wording.end_before_start(start.time, end.time)
        contradiction = Anomaly("period", "contradiction", "fp:period", (text,), why)
        return Period(text, None, None), (contradiction,)
    before, after = Window.of([end.time]), Window.of([start.time])
    to_end = Window(_FIRST, before.last) if before else None
    from_start = Window(after.first, _LAST) if after else None
    both = (_anomaly(start, text, (starts, to_end)), _anomaly(end, text, (ends, from_start)))
    return Period(text, start.time, end.time), tuple(a for a in both if a)


def missing_period(text: Text) -> Anomaly:
    """Say that a project has no period, where it should stand."""
    why = wording.missing("period")
    return Anomaly("period", "missing-value", "fp:period", (), why, span=text.span)


def _sides(text: Text) -> tuple[_Side, _Side] | None:
    if not text.value:
        nothing = Text.of("", text.span)
        return _Side("start", nothing, None), _Side("end", nothing, None)
    at = _separator(text.verbatim)
    if at is None:
        return None
    halves = text.verbatim[:at], text.verbatim[at + 1 :]
    start, end = (Text.of(half, text.span) for half in halves)
    first, last = read_times(*halves)
    return _Side("start", start, first), _Side("end", end, last)


def _separator(words: str) -> int | None:
    """Find what parts two times: a word, a long dash, else a dash with space beside it."""
    if (at := word_between(words)) is not None:
        return at
    long = [at for at, c in enumerate(words) if c in _LONG]
    if len(long) == 1:
        return long[0]
    plain = words.translate(HYPHENS)
    hyphens = [at for at, c in enumerate(plain) if c == "-"]
    padded = f" {plain} "
    spaced = [at for at in hyphens if padded[at].isspace() or padded[at + 2].isspace()]
    return spaced[0] if len(spaced) == 1 else _tight_separator(plain, hyphens)


def _tight_separator(plain: str, hyphens: list[int]) -> int | None:
    """Find it where times may hold hyphens too: ``201203-201410``, ``2012-01-2013-11``."""
    few = hyphens if len(hyphens) <= _MOST_HYPHENS else []
    parting = [at for at in few if _parts(plain, at)]
    if len(parting) == 1:
        return parting[0]
    if len(hyphens) == 3:
        return hyphens[1]
    if len(hyphens) in (1, 2):
        first, last = hyphens[0], hyphens[-1]
        if first >= 5 and (len(hyphens) == 2 or len(plain) - first > 5):
            return first
        if len(hyphens) == 2 and len(plain) - last > 5:
            return last
    return None


def _parts(plain: str, at: int) -> bool:
    return None not in read_times(plain[:at], plain[at + 1 :])


def _anomaly(side: _Side, whole: Text, windows: tuple[Window | None, ...]) -> Anomaly | None:
    if side.time:
        return None
    aspect, concerns = f"period-{side.name}", _CONCERNS[side.name]
    if not side.plain or side.text.value.lower().rstrip(".") in OPEN_ENDS:
        words = (side.text,) if side.plain else ()
        why = wording.missing_month(side.name, side.text.value)
        return Anomaly(aspect, "missing-value", concerns, words, why, span=whole.span)
    found: tuple[StatedTime, ...] = read_numbered(side.plain) or _plausible(side.plain, *windows)
    why = wording.unreadable_month(side.name, _reason(side.plain), found)
    return Anomaly(aspect, "unreadable-value", concerns, (side.text,), why, found)


def _reason(plain: str) -> str:
    if _FIVE_DIGITS.fullmatch(plain):
        return "year"
    if read_numbered(plain):
        return "slashes" if "/" in plain else "order"
    return "month" if _MONTH.fullmatch(plain) else "form"


def _plausible(plain: str, stated: Window | None, own: Window | None = None) -> tuple[Month, ...]:
    """Keep the readings among the page's other months, on the right side of its own."""
    if stated is None:
        return ()
    allowed = [window for window in (stated, own) if window]
    return tuple(
        month
        for month in sorted(_readings(plain))
        if all(window.first <= month <= window.last for window in allowed)
    )


def _readings(plain: str) -> set[Month]:
    """Undo one slip of the pen in a five-digit year.

    Either a digit too many, or a whole date that lost a digit and a hyphen: 2011-12-01
    became 20112-01.
    """
    match = _FIVE_DIGITS.fullmatch(plain)
    if not match:
        return set()
    year, rest = match[1], match[2]
    found = {month_of(year[:at] + year[at + 1 :], rest) for at in range(5)}
    if "-" in plain:
        found |= {_month_of_day(year[:4], ten + year[4], rest) for ten in "01"}
    return {month for month in found if month}


def _month_of_day(year: str, month: str, day: str) -> Month | None:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return None
    return month_of(year, month)
