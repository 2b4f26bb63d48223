"""Dates by declared forms only: ``d/m/yyyy`` takes ``5/6/2014``, and nothing else.

A form is anchored at both ends, a day must be in the calendar, and the precision is the form's.
What doesn't fit is told with the likely reason, and never mended.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lod.publishing.records import Day, Month, StatedTime, Year
from lod.publishing.tables.grid import GridCell
from lod.words import Message, msg

DATE_CELL = "cell"
"""The form of a date that is one in the file itself, in a workbook."""

_PIECES = {
    **{"yyyy": r"(?P<year>[0-9]{4})", "yy": r"(?P<short>[0-9]{2})"},
    **{"mm": r"(?P<month>[0-9]{2})", "m": r"(?P<month>[0-9]{1,2})"},
    **{"dd": r"(?P<day>[0-9]{2})", "d": r"(?P<day>[0-9]{1,2})"},
    **{
        "hh:mm:ss": r"(?P<time>[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?)",
        "hh:mm": r"(?P<time>[0-9]{1,2}:[0-9]{2})",
        "+hh:mm": r"[+-][0-9]{2}:[0-9]{2}",
    },
}
_TOKEN = re.compile(r"\+hh:mm|hh:mm:ss|hh:mm|yyyy|yy|mmm|mm|m|dd|d|[^a-z]|.", re.DOTALL)
_MARKS = re.compile(r"[^A-Za-z0-9]|[TZ]")
_LEAST, _MOST = 1000, 9999
_SERIAL = re.compile(r"[2-6][0-9]{4}(?:\.[0-9]+)?")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T([0-9:.]+)(?:Z|[+-][0-9:]+)?)?")


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date that was read.

    :param swapped: whether day and month could change places, and be another day.
    :param time: a time that was dropped and isn't midnight.
    """

    value: StatedTime
    swapped: bool = False
    time: bool = False


@dataclass(frozen=True, slots=True)
class Misread:
    """A date that wasn't read, and why.

    :param other: whether it is a date with day and month in the other order.
    """

    why: Message
    other: bool = False


class DateForm:
    """A form of dates.

    :param months: twelve names, for ``mmm``; ``century`` is added to ``yy``.
    :raises ValueError: it is none.
    """

    def __init__(
        self, written: str, months: Sequence[str] = (), century: int | None = None
    ) -> None:
        self.written, self.century = written, century
        self.names = {name.casefold(): number for number, name in enumerate(months, 1)}
        tokens = _TOKEN.findall(written)
        known = (*_PIECES, *(("mmm",) if months else ()))
        letters = [t for t in tokens if t not in known and not _MARKS.fullmatch(t)]
        kinds = sorted(t[0] for t in tokens if t in known and t[0] not in "h+")
        if letters or kinds not in (["y"], ["m", "y"], ["d", "m", "y"]):
            raise ValueError(written)
        if ("yy" in tokens and century is None) or sum(t[0] == "h" for t in tokens) > 1:
            raise ValueError(written)
        self._pattern = re.compile("".join(self._piece(token) for token in tokens))
        numeric = {"m", "mm"} & {*tokens} and {"d", "dd"} & {*tokens}
        self.swappable = bool(numeric) and not written.startswith("yyyy")

    def _piece(self, token: str) -> str:
        if token == "mmm":
            names = sorted(self.names, key=len, reverse=True)
            return f"(?P<name>(?i:{'|'.join(map(re.escape, names))}))"
        return _PIECES.get(token, re.escape(token))

    def read(self, text: str) -> ReadDate | Misread | None:
        """Read a text; None if it isn't of this form."""
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        found = match.groupdict()
        year = int(found.get("year") or (self.century or 0) + int(found.get("short") or 0))
        month = self.names[found["name"].casefold()] if found.get("name") else found.get("month")
        parts = (year, *(int(part) for part in (month, found.get("day")) if part is not None))
        return self._made(parts, found.get("time") or "")

    def _made(self, parts: tuple[int, ...], time: str) -> ReadDate | Misread:
        value = calendar_time(*parts)
        other = calendar_time(parts[0], parts[2], parts[1]) if len(parts) == 3 else None
        swapped = self.swappable and other is not None
        if value is None and swapped:
            why = msg("no month {number} in {form}", number=parts[1], form=self.written)
            return Misread(why, other=True)
        if value is None:
            return Misread(msg("no such day"))
        return ReadDate(value, swapped and other != value, bool(time.strip("0:.")))


def calendar_time(year: int, month: int | None = None, day: int | None = None) -> StatedTime | None:
    """Make a year, a month or a day; None if the calendar hasn't got it.

    >>> calendar_time(2015, 2, 29), str(calendar_time(2012, 3))
    (None, '2012-03')
    """
    if not _LEAST <= year <= _MOST:
        return None
    try:
        if month is None:
            return Year(year)
        return Month(year, month) if day is None else Day(date(year, month, day))
    except ValueError:
        return None


def read_date(
    cell: GridCell, text: str, forms: Sequence[DateForm], dated: bool
) -> ReadDate | Misread:
    """Read a cell by the forms that are declared.

    :param text: the cell's, without blanks at its ends.
    :param dated: whether cells that are dates in the file itself are taken.
    """
    if cell.kind == "date":
        return _from_file(text) if dated else Misread(msg("a date cell, and no form says so"))
    found = [made for form in forms if (made := form.read(text)) is not None]
    read = {made.value: made for made in found if isinstance(made, ReadDate)}
    if len(read) > 1:
        return Misread(msg("two of the declared forms fit, with two dates"))
    if read:
        return next(iter(read.values()))
    if found:
        return next((f for f in found if isinstance(f, Misread) and f.other), found[0])
    if _SERIAL.fullmatch(text):
        return Misread(msg("of no declared form; it looks like a day's number in a spreadsheet"))
    return Misread(msg("of no declared form"))


def _from_file(text: str) -> ReadDate | Misread:
    match = _ISO.fullmatch(text)
    parts = [int(part) for part in match.groups()[:3] if part] if match else []
    value = calendar_time(*parts) if parts else None
    if value is None or match is None:
        return Misread(msg("no such day"))
    return ReadDate(value, time=bool((match[4] or "").strip("0:.")))


def forms_of(written: Mapping[str, Sequence[DateForm]], field: str) -> Sequence[DateForm]:
    """Give the forms of a field: its own, or else those for all."""
    return written.get(field, written.get("", ()))
