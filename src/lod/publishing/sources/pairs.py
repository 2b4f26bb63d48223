"""Two times and what stands between them: a dash or a word, and what the one leaves to the other.

``1 mars – 30 april 2013`` says the year once, ``1–30 april 2013`` the month too. Pure.
"""

import re
from collections.abc import Iterator

from lod.publishing.records import StatedTime, Year, clean
from lod.publishing.sources.times import HYPHENS, read_time

Times = tuple[StatedTime | None, StatedTime | None]

_FROM = (
    *("från och med", "fr.o.m.", "fr. o. m.", "fr o m", "f.o.m.", "från"),
    *("fra og med", "fra", "from", "vom", "von", "ab"),
)
_TO = (
    *("till och med", "t.o.m.", "t. o. m.", "t o m", "tom", "till", "til og med", "til"),
    *("up to", "until", "through", "to", "bis einschließlich", "bis zum", "bis"),
)
_BETWEEN = ("mellan", "mellem", "mellom", "between", "zwischen")
_AND = ("och", "og", "and", "und")


def _any_of(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) + ")"


_LEADING = re.compile(rf"{_any_of((*_FROM, *_TO, *_BETWEEN, *_AND))}\s+", re.IGNORECASE)
_PARTING = re.compile(rf"\s(?={_any_of(_TO)}\s)", re.IGNORECASE)
_PARTING_BETWEEN = re.compile(rf"\s(?={_any_of(_AND)}\s)", re.IGNORECASE)
_STARTS_BETWEEN = re.compile(rf"\s*{_any_of(_BETWEEN)}\s", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])[1-9][0-9]{3}(?![0-9])")


def bare_time(words: str) -> str:
    """Give a time's words without what leads to it, dashes made one, cleaned.

    >>> bare_time("fr.o.m. 1 mars 2012"), bare_time("bis zum 30. April 2013")
    ('1 mars 2012', '30. April 2013')
    """
    plain = clean(words).translate(HYPHENS).removesuffix(" -")
    found = _LEADING.match(plain)
    return plain[found.end() :] if found else plain


def word_between(words: str) -> int | None:
    """Find the space before the word that parts two times, if one of them at least can be read.

    >>> word_between("15 March 2012 to 30 April 2013"), word_between("våren till hösten 2014")
    (13, None)
    """
    pattern = _PARTING_BETWEEN if _STARTS_BETWEEN.match(words) else _PARTING
    partings = (parting.start() for parting in pattern.finditer(words))
    return next((at for at in partings if any(read_times(words[:at], words[at:]))), None)


def read_times(start: str, end: str) -> Times:
    """Read a start and an end; what one doesn't say is the other's, if they are in order then.

    A start in digits alone is as precise as the end: ``1.`` of ``1.–30. April`` is no month.

    >>> [str(time) for time in read_times("1 mars", "30 april 2013")]
    ['2013-03-01', '2013-04-30']
    >>> [str(time) for time in read_times("April 1", "30, 2013")]
    ['2013-04-01', '2013-04-30']
    >>> read_times("november", "april 2013")[0] is read_times("1", "30/4/2013")[0] is None
    True
    """
    start, end = bare_time(start), bare_time(end)
    first, last = read_time(start), read_time(end)
    if first and end and not last and _YEAR.match(start) and not _YEAR.search(end):
        last = _if_in_order(first, read_time(f"{start[:4]} {end}"), last=True)
    elif start and not first and not re.search("[0-9]{4}", start) and _YEAR.search(end):
        if last is None:  # April 1–30, 2013
            end = f"{start.partition(' ')[0]} {end}"
            last = read_time(end)
        if last and not isinstance(last, Year):
            read = (read_time(whole) for whole in _wholes(start, end))
            found = next((time for time in read if time), None)
            if re.search(r"[^\W\d]", start) or type(found) is type(last):
                first = _if_in_order(found, last, last=False)
    return first, last


def _wholes(start: str, end: str) -> Iterator[str]:
    """Give a start with all of the end but its first word, or with its year."""
    year = _YEAR.findall(end)[-1]
    yield f"{start} {end.partition(' ')[2]}"
    yield from (f"{start}{sign}{year}" for sign in (" ", ", ", "", "/"))


def _if_in_order(
    first: StatedTime | None, end: StatedTime | None, *, last: bool
) -> StatedTime | None:
    """Give the one that was read with the other's year, if the first isn't after the last then."""
    in_order = first and end and first.first_day <= end.last_day
    return (end if last else first) if in_order else None
