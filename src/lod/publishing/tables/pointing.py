"""Where the values of a table stand: each row and cell by a pointer into the source as served."""

import re
from typing import NamedTuple

from lod.publishing.records import PointedSpan, Text
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.grid import GridRow
from lod.publishing.tables.rendition import is_quotable
from lod.publishing.tables.results import TableRecord, TableValue
from lod.publishing.tables.tabling import ReadTable

WHOLE = PointedSpan(1, 1, "")
"""A table as a whole."""

_BREAK = re.compile(r"\r\n|\n|\r")


class _Row(NamedTuple):
    """Where a row stands: its number, its lines, what points at it."""

    number: int
    first: int
    last: int
    pointer: str


class TablePlaces:
    """A table that was read, pointed into."""

    def __init__(self, described: TableDescription, read: ReadTable) -> None:
        self.described, self.reading, self.columns = described, read.reading, read.columns
        self.format = read.opened.format
        self.rows = {row.number: row for row in read.opened.grid.rows}
        self._last = _Row(-1, 0, 0, "")
        self.rejected: dict[int | None, set[str | None]] = {}
        for each in self.reading.rejected:
            self.rejected.setdefault(each.row, set()).add(each.column)

    def span(self, number: int, column: str | None = None) -> PointedSpan:
        """Point at a row: RFC 7111 of CSV, RFC 6901 of JSON, RFC 5147 of its lines."""
        if self._last.number != number:
            self._last = self._row(number)
        return PointedSpan(self._last.first, self._last.last, self._last.pointer, column)

    def _row(self, number: int) -> "_Row":
        row = self.rows[number]
        first = row.line or number
        pointer = f"row={row.ordinal}"
        if self.format == "json":
            pointer = f"{self.described.layout.records or ''}/{number - 1}"
        if self.format == "jsonl":
            pointer = f"line={number - 1},{number}"
        return _Row(number, first, first + _breaks(row), pointer)

    def text(self, value: TableValue, field: str) -> Text:
        """Give a value's words; a constant's stand in the sidecar."""
        if value.row is None:
            return Text(str(value.value), "", WHOLE, setting=("constants", field))
        return Text(str(value.value), value.verbatim, self.span(value.row, value.column))

    def texts(self, record: TableRecord, field: str) -> tuple[Text, ...]:
        """Give the words of a field's values."""
        return tuple(self.text(value, field) for value in record.values.get(field, ()))

    def one(self, record: TableRecord, field: str) -> Text | None:
        """Give the words of a field's only value, if it has one."""
        return next(iter(self.texts(record, field)), None)

    def lost_words(self, record: TableRecord, *fields: str) -> tuple[Text, ...] | None:
        """Give the words of rejected cells that are safe to quote; None if none was rejected.

        A cell that isn't a date may be anything: a telephone number.
        """
        columns = {name for field in fields for name in self.described.columns.get(field, ())}
        lost = [
            (row, n) for row in record.rows for n in columns & self.rejected.get(row, set()) if n
        ]
        cells = [(row, n, self.rows[row].cells[self.columns.places[n]]) for row, n in sorted(lost)]
        quoted = (Text.of(c.text, self.span(row, n)) for row, n, c in cells if is_quotable(c.text))
        return tuple(quoted) if lost else None


def _breaks(row: GridRow) -> int:
    """Count the line breaks within a row's cells."""
    if row.record is not None:
        return 0
    texts = (cell.text for cell in row.cells)
    return sum(len(_BREAK.findall(text)) for text in texts if "\n" in text or "\r" in text)
