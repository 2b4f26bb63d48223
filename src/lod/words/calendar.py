"""The calendar in words: the months, and why a day isn't in it."""

import re
from calendar import isleap

from lod.words.messages import Message, msg

MONTHS = (
    *(msg("January"), msg("February"), msg("March"), msg("April"), msg("May"), msg("June")),
    *(msg("July"), msg("August"), msg("September"), msg("October"), msg("November")),
    msg("December"),
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WRITTEN = re.compile(r"-?(\d{4,})-(\d\d)(?:-(\d\d)(?:T.*)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)


def why_no_day(text: str) -> Message | None:
    """Say why a day or a month isn't in the calendar; None if it is, or isn't written as one.

    >>> str(why_no_day("2013-11-31")), str(why_no_day("2013-02-29")), str(why_no_day("2012-13"))
    ('November has 30 days', 'February 2013 has 28 days', 'there is no month 13')
    >>> why_no_day("2012-02-29"), why_no_day("soon")
    (None, None)

    Of a whole day only what its form doesn't show: that the month hasn't so many.

    :param text: ``YYYY-MM-DD`` or ``YYYY-MM``, as XML Schema writes them, with or without a time.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    # Of a year's long number the last four digits tell whether it is a leap year.
    year, month, day = int(match[1][-4:]), int(match[2]), match[3]
    if not 1 <= month <= 12:
        return msg("there is no month {number}", number=match[2]) if day is None else None
    if day is None:
        return None
    days = _DAYS[month - 1] + (month == 2 and isleap(year))
    if int(day) == 0:
        return msg("there is no day {number}", number=day)
    named = (
        msg("{month} {year}", month=MONTHS[1], year=match[1]) if month == 2 else MONTHS[month - 1]
    )
    return msg("{month} has {days} days", month=named, days=days) if int(day) > days else None
