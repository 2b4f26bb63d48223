"""A start or an end in a source's words: a day, a month, a quarter, a half year, a year.

Read is what can mean one thing only, in Swedish, English, German, Danish, Norwegian and Finnish. A
generic ISO 8601 reader takes 201203 for 2020-12-03, and 03/04/2012 is whichever day its country
writes so. Pure.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from lod.publishing.records import Day, Month, MonthSpan, StatedTime, Year

HYPHENS = str.maketrans(dict.fromkeys("‒–—―−‐‑", "-"))
"""Makes all dashes one."""

_NAMES = """
    januari january januar jan tammikuu tammikuuta
    februari february februar feb helmikuu helmikuuta
    mars march märz marts mar maaliskuu maaliskuuta   april apr huhtikuu huhtikuuta
    maj may mai toukokuu toukokuuta   juni june jun kesäkuu kesäkuuta
    juli july jul heinäkuu heinäkuuta   augusti august aug elokuu elokuuta
    september sept sep syyskuu syyskuuta   oktober october okt oct lokakuu lokakuuta
    november nov marraskuu marraskuuta
    december dezember desember dec dez des joulukuu joulukuuta
"""
_MONTHS = {
    name: number
    for number, names in enumerate(re.split(r"(?<=\w)\s{2,}", _NAMES.strip()), 1)
    for name in names.split()
}
_ORDINALS = {
    **dict.fromkeys(("1", "första", "1:a", "1st", "first", "1.", "erstes", "første"), 1),
    **dict.fromkeys(
        ("2", "andra", "2:a", "2nd", "second", "2.", "zweites", "andre", "anden", "andet"), 2
    ),
    **dict.fromkeys(("3", "tredje", "3:e", "3rd", "third", "3.", "drittes"), 3),
    **dict.fromkeys(("4", "fjärde", "4:e", "4th", "fourth", "4.", "viertes", "fjerde"), 4),
}
_PARTS = {
    **dict.fromkeys(("q", "kv", "kvartal", "kvartalet", "quarter", "quartal", "vuosineljännes"), 3),
    **dict.fromkeys(("h", "halvår", "halvåret", "half", "halbjahr", "vuosipuolisko"), 6),
}
"""Words for parts of a year → how many months they have."""

_YEAR = "(?P<year>[1-9][0-9]{3})"
_NAME = "(?P<name>[^\\W\\d_]+)"
_PART, _ORDINAL = (
    "(?P<part>[^\\W\\d_]+)",
    "(?P<ordinal>[0-9](?:[.]|:[ae]|st|nd|rd|th)?|[^\\W\\d_]+)",
)
_OF = "(?: (?:of|av|år|year))?"


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
    >>> [str(read_time(words)) for words in ("kvartal 1 2012", "första halvåret 2012")]
    ['2012 Q1', '2012 H1']
    >>> read_time("03/04/2012"), read_time("15 mars 12")
    (None, None)
    """
    plain = words.translate(HYPHENS).casefold()
    if found := read_month(plain):
        return found
    for pattern, make in _FORMS.items():
        if (match := re.fullmatch(pattern, plain)) and (time := make(match.groupdict())):
            return time
    return None


def read_slashes(words: str) -> tuple[Day, ...]:
    """Give the days that a text with slashes can mean, in order: day first, or month first.

    >>> [str(day) for day in read_slashes("03/04/2012")], read_slashes("2012")
    (['2012-03-04', '2012-04-03'], ())
    """
    match = re.fullmatch(f"([0-9]{{1,2}})/([0-9]{{1,2}})/{_YEAR}", words)
    if not match:
        return ()
    both = {_day(match[3], match[1], match[2]), _day(match[3], match[2], match[1])}
    return tuple(sorted((day for day in both if day), key=lambda day: day.day))


def _day(year: str, month: int | str, day: str) -> Day | None:
    try:
        return Day(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _named_day(found: Mapping[str, str]) -> Day | None:
    month = _MONTHS.get(found["name"])
    return _day(found["year"], month, found["day"]) if month else None


def _numbered_day(found: Mapping[str, str]) -> Day | None:
    return _day(found["year"], found["month"], found["day"])


def _named_month(found: Mapping[str, str]) -> Month | None:
    month = _MONTHS.get(found["name"])
    return Month(int(found["year"]), month) if month else None


def _part(found: Mapping[str, str]) -> MonthSpan | None:
    length, number = _PARTS.get(found["part"]), _ORDINALS.get(found["ordinal"])
    if length is None or number is None or number * length > 12:
        return None
    year, last = int(found["year"]), number * length
    words = f"{year} {'Q' if length == 3 else 'H'}{number}"
    return MonthSpan(Month(year, last - length + 1), Month(year, last), words)


_DD, _MM = "(?P<day>[0-9]{1,2})", "(?P<month>[0-9]{1,2})"
_FORMS: Mapping[str, Callable[[Mapping[str, str]], StatedTime | None]] = {
    f"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})": _numbered_day,
    rf"{_DD}\. ?{_MM}\. ?{_YEAR}": _numbered_day,  # DIN 5008: the day comes first
    rf"{_DD}(?:\.|st|nd|rd|th)? {_NAME}\.?,? {_YEAR}": _named_day,
    rf"den {_DD}\.? {_NAME} {_YEAR}": _named_day,
    rf"{_NAME}\.? {_DD}(?:st|nd|rd|th)?, {_YEAR}": _named_day,
    rf"{_NAME}\.? {_YEAR}": _named_month,
    _YEAR: lambda found: Year(int(found["year"])),
    rf"{_YEAR}[ -]?(?P<part>[qh])(?P<ordinal>[1-4])": _part,
    rf"(?P<part>[qh])(?P<ordinal>[1-4])[ -]?{_YEAR}": _part,
    rf"{_PART} {_ORDINAL},?{_OF} {_YEAR}": _part,
    rf"{_ORDINAL} {_PART},?{_OF} {_YEAR}": _part,
    rf"{_YEAR},? {_PART} {_ORDINAL}": _part,
    rf"{_YEAR},? {_ORDINAL} {_PART}": _part,
}
"""How times are written, in small letters → what makes one of the match."""
