"""A start or an end in a source's words: a day, a month, a quarter, a half year, a year.

Read is what can mean one thing only, in the languages of ``datewords``. A generic ISO 8601 reader
takes 201203 for 2020-12-03, and 03/04/2012 is whichever day its country writes so. Pure.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from lod.publishing.records import Day, Month, MonthSpan, StatedTime, Year
from lod.publishing.sources.datewords import MONTH_NAMES, OF_YEAR, ORDINALS, YEAR_PARTS

DASHES = "-‒–—―−‐‑"
HYPHENS = str.maketrans(dict.fromkeys(DASHES, "-"))
"""Makes all dashes one."""

_YEAR = "(?P<year>[1-9][0-9]{3})"
_NAME, _PART = "(?P<name>[^\\W\\d_]+)", "(?P<part>[^\\W\\d_]+)"
_ORDINAL = "(?P<ordinal>[0-9](?:[.]|:[ae]|:sta|st|nd|rd|th)?|[^\\W\\d_]+[.]?)"
_OF = f"(?:(?:{'|'.join(OF_YEAR)}) )*"


def read_month(words: str) -> Month | None:
    """Read YYYYMM or YYYY-MM, and nothing else.

    >>> str(read_month("201203")), read_month("201213"), read_month("2012")
    ('2012-03', None, None)
    """
    match = re.fullmatch("([0-9]{4})-?([0-9]{2})", words.translate(HYPHENS))
    return month_of(match[1], match[2]) if match else None


def month_of(year: str, month: str) -> Month | None:
    """Make a month of its digits; None if there is no such month."""
    try:
        return Month(int(year), int(month))
    except ValueError:
        return None


def read_time(words: str) -> StatedTime | None:
    """Read a cleaned text, if it can mean one time only.

    >>> [str(read_time(words)) for words in ("2012-03-15", "15 mars 2012", "March 2012", "2012")]
    ['2012-03-15', '2012-03-15', '2012-03', '2012']
    >>> [str(read_time(words)) for words in ("kvartal 1 2012", "første halvår 2012", "3/2012")]
    ['2012 Q1', '2012 H1', '2012-03']
    >>> read_time("03/04/2012"), read_time("15 mars 12")
    (None, None)
    """
    plain = words.translate(HYPHENS).casefold().rstrip(" .,;")
    if found := read_month(plain):
        return found
    for pattern, make in _FORMS.items():
        if (match := re.fullmatch(pattern, plain)) and (time := make(match.groupdict())):
            return time
    days = read_numbered(plain)
    return days[0] if len(days) == 1 else None


def read_numbered(words: str) -> tuple[Day, ...]:
    """Give the days that a day and a month in numbers can mean: day first, or month first.

    >>> [str(day) for day in read_numbered("03/04/2012")], read_numbered("2012")
    (['2012-03-04', '2012-04-03'], ())
    >>> [str(day) for day in read_numbered("15-03-2012")]
    ['2012-03-15']
    """
    match = re.fullmatch(f"([0-9]{{1,2}})([/-])([0-9]{{1,2}})(?:\\2|[ -]){_YEAR}", words)
    if not match:
        return ()
    both = {_day(match[4], match[1], match[3]), _day(match[4], match[3], match[1])}
    return tuple(sorted((day for day in both if day), key=lambda day: day.day))


def _day(year: str, month: int | str, day: str) -> Day | None:
    try:
        return Day(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _named_day(found: Mapping[str, str]) -> Day | None:
    month = MONTH_NAMES.get(found["name"])
    return _day(found["year"], month, found["day"]) if month else None


def _numbered_day(found: Mapping[str, str]) -> Day | None:
    return _day(found["year"], found["month"], found["day"])


def _numbered_month(found: Mapping[str, str]) -> Month | None:
    return month_of(found["year"], found["month"])


def _named_month(found: Mapping[str, str]) -> Month | None:
    month = MONTH_NAMES.get(found["name"])
    return Month(int(found["year"]), month) if month else None


def _part(found: Mapping[str, str]) -> MonthSpan | None:
    length, number = YEAR_PARTS.get(found["part"]), ORDINALS.get(found["ordinal"])
    if length is None or number is None or number * length > 12:
        return None
    year, last = int(found["year"]), number * length
    words = f"{year} {'Q' if length == 3 else 'H'}{number}"
    return MonthSpan(Month(year, last - length + 1), Month(year, last), words)


_DD, _MM = "(?P<day>[0-9]{1,2})", "(?P<month>[0-9]{1,2})"
_NTH = "(?:[.]|st|nd|rd|th|:a|:e)?"
_QH = "(?P<part>[qh])(?P<ordinal>[1-4])"
_FORMS: Mapping[str, Callable[[Mapping[str, str]], StatedTime | None]] = {
    f"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})": _numbered_day,
    f"{_YEAR}/(?P<month>[0-9]{{2}})/(?P<day>[0-9]{{2}})": _numbered_day,
    # ISO 8601, basic format: of these centuries the digits can be nothing else.
    "(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})": _numbered_day,
    rf"{_DD}\. ?{_MM}\. ?{_YEAR}": _numbered_day,  # DIN 5008: the day comes first
    rf"(?:den |the |d\. )?{_DD}{_NTH} ?(?:of )?{_NAME}\.?,? {_YEAR}": _named_day,
    rf"{_NAME}\.? {_DD}(?:st|nd|rd|th)?,? {_YEAR}": _named_day,
    rf"{_MM}[/.] ?{_YEAR}": _numbered_month,
    rf"{_NAME}\.?,? {_OF}{_YEAR}": _named_month,
    rf"{_YEAR},? {_NAME}": _named_month,
    f"{_OF}{_YEAR}": lambda found: Year(int(found["year"])),
    rf"{_YEAR}[ :/-]?{_QH}": _part,
    rf"{_QH}[ :/-]?{_YEAR}": _part,
    rf"{_PART}\.? {_ORDINAL}[,/]? ?{_OF}{_YEAR}": _part,
    rf"{_ORDINAL} {_PART}\.?[,/]? ?{_OF}{_YEAR}": _part,
    rf"{_OF}{_YEAR}[,:]? {_PART}\.? {_ORDINAL}": _part,
    rf"{_OF}{_YEAR}[,:]? {_ORDINAL} {_PART}": _part,
}
"""How times are written, in small letters → what makes one of the match."""
