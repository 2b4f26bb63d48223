"""Sheets of ODS, from the file's own XML.

Source: OpenDocument 1.3, part 3, 9.1 (tables), 19 (attributes).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml.etree import _Element as Element

from lod.publishing.tables.cells.archive import Archive
from lod.publishing.tables.cells.numbers import iso_cell, number_cell
from lod.publishing.tables.grid import (
    EMPTY,
    Grid,
    GridCell,
    GridRow,
    MergedArea,
    RowsTaken,
    TableBounds,
)
from lod.words import msg

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = f"{{{_NS}table:1.0}}", f"{{{_NS}office:1.0}}", f"{{{_NS}text:1.0}}"
_STYLE, _NUMBER = f"{{{_NS}style:1.0}}", f"{{{_NS}datastyle:1.0}}"
_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_COLUMN = f"{_TABLE}table-column"
_SPACES = 1_000
_DIGITS = 12  # of a count
_NUMBERS = ("float", "currency", "percentage")


class Spreadsheet:
    """An ODS file; comments in cells are never read.

    ``sheets`` has the sheets by their names, and whether each is hidden.

    :raises SourceError: it can't be read, or has too many rows.
    """

    def __init__(self, data: bytes, file: Path, bounds: TableBounds) -> None:
        self.bounds, self.file = bounds, file
        self.styles = _Styles()
        self.sheets: dict[str, tuple[Grid, bool]] = {}
        sheet = self._sheet()
        tags = (f"{_STYLE}style", f"{_NUMBER}number-style", _COLUMN, f"{_TABLE}table-row")
        archive = Archive(data, file, bounds)
        for element in archive.elements("content.xml", *tags, ended=(f"{_TABLE}table",)):
            if element.tag == tags[-1]:
                sheet.take(element)
            elif element.tag == _COLUMN:
                sheet.note_column(element)
            elif element.tag in tags:
                self.styles.note(element)
            else:
                unseen = element.get(f"{_TABLE}style-name", "") in self.styles.hidden
                self.sheets[element.get(f"{_TABLE}name", "")] = (sheet.taken.grid(), unseen)
                sheet = self._sheet()

    def _sheet(self) -> "_Sheet":
        return _Sheet(self.styles, self.bounds, RowsTaken(self.file, self.bounds))

    def grid(self, name: str) -> Grid:
        """Give a sheet."""
        return self.sheets[name][0]


@dataclass(slots=True)
class _Styles:
    """:param padded: how many digits a number's style fills up with zeros."""

    hidden: set[str] = field(default_factory=set)
    padded: dict[str, int] = field(default_factory=dict)
    zeros: dict[str, int] = field(default_factory=dict)

    def note(self, element: Element) -> None:
        name = element.get(f"{_STYLE}name", "")
        if element.tag == f"{_NUMBER}number-style":
            self.padded[name] = _padding(element)
        else:
            self.zeros[name] = self.padded.get(element.get(f"{_STYLE}data-style-name", ""), 0)
            if any(each.get(f"{_TABLE}display") == "false" for each in element):
                self.hidden.add(name)


@dataclass(slots=True)
class _Sheet:
    """A sheet while its rows are read: :param lowest: the last row of a merged area."""

    styles: _Styles
    bounds: TableBounds
    taken: RowsTaken
    number: int = 0
    lowest: int = 0
    column: int = 0

    def note_column(self, element: Element) -> None:
        """Note how many columns are described, and whether they are shown (19.615)."""
        first, times = self.column + 1, _count(element, "columns-repeated")
        self.column += times
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            self.taken.hide(first, self.column)

    def take(self, element: Element) -> None:
        """Take a row, as often as it is repeated; blank ones only count."""
        times, first = _count(element, "rows-repeated"), self.number + 1
        row = self._row(element, first)
        self.number += times
        if not row.blank or self.lowest >= first:
            for each in range(first, first + min(times, self.bounds.rows + 1)):
                self.taken.add(GridRow(each, row.cells, each, hidden=row.hidden))

    def _row(self, element: Element, number: int) -> GridRow:
        cells: list[GridCell] = []
        column, most = 1, self.bounds.columns
        for each in element.iterchildren(*_CELLS):
            times = _count(each, "columns-repeated")
            self._note_area(each, number, column)
            cell = _read_cell(each, self.styles.zeros)
            if cell.filled and column <= most + 1:
                cells += [EMPTY] * (column - 1 - len(cells))
                cells += [cell] * min(times, most + 1)
            column += times
        hidden = element.get(f"{_TABLE}visibility", "visible") != "visible"
        return GridRow(number, tuple(cells), number, hidden=hidden)

    def _note_area(self, cell: Element, row: int, column: int) -> None:
        down, across = _count(cell, "rows-spanned"), _count(cell, "columns-spanned")
        if down > 1 or across > 1:
            area = MergedArea(row, column, row + down - 1, column + across - 1)
            self.taken.merge(area)
            self.lowest = max(self.lowest, area.bottom)


def _count(element: Element, name: str) -> int:
    return max(1, _whole(element.get(f"{_TABLE}number-{name}", "1"), 1))


def _whole(written: str, otherwise: int) -> int:
    """Read a count; of one that is larger than all, the first digits do."""
    return int(written[:_DIGITS]) if written.isascii() and written.isdigit() else otherwise


def _padding(style: Element) -> int:
    """Give how many digits a format of zeros alone has, else 0."""
    number = style.find(f"{_NUMBER}number")
    if number is None or len(style) != 1 or number.get(f"{_NUMBER}grouping") == "true":
        return 0
    if number.get(f"{_NUMBER}decimal-places", "0") != "0":
        return 0
    digits = _whole(number.get(f"{_NUMBER}min-integer-digits", "0"), 0)
    return digits if digits > 1 else 0


def _read_cell(element: Element, zeros: dict[str, int]) -> GridCell:
    if element.tag != _CELLS[0]:
        return EMPTY
    kind = element.get(f"{_OFFICE}value-type")
    formula = f"{_TABLE}formula" in element.attrib
    if element.get(_ERROR) == "error":
        return GridCell(_words(element), "fault", msg("an error of the spreadsheet"))
    if kind is None:
        if formula:
            return GridCell("", "fault", msg("a formula whose value isn't stored in the file"))
        return GridCell(_words(element))
    return _typed_cell(element, kind, zeros)


def _typed_cell(element: Element, kind: str, zeros: dict[str, int]) -> GridCell:
    if kind in _NUMBERS:
        padded = zeros.get(element.get(f"{_TABLE}style-name", ""), 0)
        return number_cell(element.get(f"{_OFFICE}value", ""), padded)
    if kind == "date":
        return iso_cell(element.get(f"{_OFFICE}date-value", ""))
    if kind == "boolean":
        return GridCell(element.get(f"{_OFFICE}boolean-value", ""), "truth")
    if kind == "string":
        return GridCell(element.get(f"{_OFFICE}string-value") or _words(element))
    return GridCell(_words(element))


def _words(cell: Element) -> str:
    """Give a cell's paragraphs, a line each."""
    return "\n".join("".join(_pieces(each)) for each in cell if each.tag == f"{_TEXT}p")


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        if each.tag == f"{_TEXT}s":
            yield " " * min(_whole(each.get(f"{_TEXT}c", "1"), 1), _SPACES)
        elif each.tag == f"{_TEXT}tab":
            yield "\t"
        elif each.tag == f"{_TEXT}line-break":
            yield "\n"
        elif each.tag != f"{_OFFICE}annotation" and isinstance(each.tag, str):
            yield from _pieces(each)
        yield each.tail or ""
