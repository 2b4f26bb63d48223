"""Number cells of workbooks: their characters, as many digits as they hold, and dates."""

import re
from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from typing import Literal

from lod.publishing.tables.grid import GridCell
from lod.words import msg

DIGITS = 15
"""What a cell with a number holds for certain: its value is a double."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_PRECISIONS = {"day": 10, "month": 7, "year": 4}
Precision = Literal["day", "month", "year"]
"""What of a date a cell shows."""

_ROUNDED = Context(prec=DIGITS)
_FIRST = datetime(1899, 12, 30)
_FIRST_1904 = datetime(1904, 1, 1)
_DAY_60 = 60
_LARGEST = 300  # powers of ten; a double ends at 308
_MOST_ZEROS = 100


def number_cell(written: str, zeros: int = 0) -> GridCell:
    """Make a cell of a number as the file writes it; without an exponent, to 15 digits.

    :param zeros: how many digits its format fills up with zeros: 4 for ``0000``.

    >>> number_cell("0.30000000000000004").text, number_cell("1.25E+5").text
    ('0.3', '125000')
    >>> number_cell("8", 2).text, number_cell("1234567890123456").kind
    ('08', 'fault')
    """
    unfit = not _NUMBER.fullmatch(written) or Decimal(written).adjusted() > _LARGEST
    if unfit or zeros > _MOST_ZEROS:
        return GridCell("", "fault", msg("no number that can be read"))
    value = Decimal(written)
    if value.adjusted() >= DIGITS:
        return GridCell("", "fault", msg("a number cell keeps 15 digits, and this has more"))
    exact = len(value.as_tuple().digits) <= DIGITS
    text = f"{value if exact else _ROUNDED.plus(value).normalize():f}"
    if zeros and value == value.to_integral_value() and value >= 0:
        text = f"{int(value):0{zeros}}"
    return GridCell(text, "number")


def date_cell(written: str, shown: Precision = "day", *, from_1904: bool = False) -> GridCell:
    """Make a cell of a day's serial number: ISO 8601, as precise as it is shown, with its time.

    Day 60 is the 29th of February 1900, which never was; it shifts the days before it by one.

    >>> date_cell("42064").text, date_cell("42064.5").text, date_cell("60").kind
    ('2015-03-01', '2015-03-01T12:00:00', 'fault')
    >>> date_cell("42064", "month").text
    '2015-03'
    """
    serial = Decimal(written) if _NUMBER.fullmatch(written) else Decimal(-1)
    days = int(serial) if serial.adjusted() < DIGITS else -1
    first = _FIRST_1904 if from_1904 else _FIRST
    if not from_1904 and days < _DAY_60:
        first += timedelta(days=1)
    try:
        if days < 0 or (not from_1904 and days in (0, _DAY_60)):
            raise ValueError
        when = first + timedelta(days=days, seconds=round(serial % 1 * 86_400))
    except (ValueError, OverflowError):
        return GridCell("", "fault", msg("no such day"))
    return GridCell(
        iso_text(when) if shown == "day" else iso_text(when)[: _PRECISIONS[shown]], "date"
    )


def iso_cell(written: str) -> GridCell:
    """Make a cell of a date that is written as ISO 8601.

    >>> iso_cell("2015-03-01T00:00:00").text, iso_cell("2015-02-30").kind
    ('2015-03-01', 'fault')
    """
    try:
        whole = "T" not in written
        when = date.fromisoformat(written) if whole else datetime.fromisoformat(written)
    except ValueError:
        return GridCell("", "fault", msg("no such day"))
    if isinstance(when, datetime):
        return GridCell(iso_text(when), "date")
    return GridCell(when.isoformat(), "date")


def iso_text(when: datetime) -> str:
    """Write a day, and its time if that isn't midnight."""
    midnight = (when.hour, when.minute, when.second) == (0, 0, 0)
    return when.date().isoformat() if midnight else when.replace(microsecond=0).isoformat()
