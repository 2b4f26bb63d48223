"""Sheets of XLSX, from the file's own XML.

The libraries were measured by the cases: calamine reads a formula without a stored value and
``#REF!`` as nothing, drops blank rows, merged areas and the format 0000, and reads hidden rows;
openpyxl makes floats of numbers, and of both kinds of formula it gives only one at a time. The XML
has it all. Source: ECMA-376, part 1, 18.3 (sheets), 18.4 (shared strings), 18.8 (styles).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath
from typing import cast

from lxml.etree import _Element as Element

from lod.publishing.tables.cells.archive import Archive
from lod.publishing.tables.cells.numbers import Precision, date_cell, iso_cell, number_cell
from lod.publishing.tables.grid import (
    EMPTY,
    Grid,
    GridCell,
    GridRow,
    MergedArea,
    RowsTaken,
    TableBounds,
    too_large,
)
from lod.words import msg

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_ROW, _CELL, _MERGED, _COLUMN = "row", "c", "mergeCell", "col"
_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_WORKBOOK = "xl/workbook.xml"
_BOOK = re.compile(r"workbook[^/]*\.xml")
_ROW_NUMBER = re.compile(r"[0-9]{1,9}")
_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.I)
_ELAPSED = re.compile(r"\[[hms]+\]", re.I)
_DATES = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
"""Formats that are built in and have a date (18.8.30; 27 to 36 and 50 to 58 in East Asia)."""
_MONTH = 17  # mmm-yy
_DATED = re.compile(r"[dy]|mmm|^m+$")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _tags(*names: str) -> tuple[str, ...]:
    return tuple(f"{{{space}}}{name}" for space in (_MAIN, _STRICT) for name in names)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a cell's number is shown: as a date, or filled up with zeros."""

    date: Precision | None = None
    zeros: int = 0

    @classmethod
    def of(cls, number: int, code: str | None) -> "NumberFormat":
        """Read a format's code, or know a built-in one by its number.

        >>> NumberFormat.of(164, "mmm yyyy").date, NumberFormat.of(165, "0000").zeros
        ('month', 4)
        """
        if code is None:
            month = "month" if number == _MONTH else "day"
            return cls(date=cast(Precision, month) if number in _DATES else None)
        if set(code) == {"0"}:
            return cls(zeros=len(code))
        shown = _QUOTED.sub("", code.partition(";")[0]).lower()
        if _ELAPSED.search(shown) or "general" in shown or not _DATED.search(shown):
            return cls()
        monthly: Precision = "month" if "m" in shown else "year"
        return cls(date="day" if "d" in shown else monthly)


class Workbook:
    """An XLSX file; its properties, comments and pictures are never read.

    ``sheets`` has by its name where a sheet is, and whether it is hidden.

    :raises SourceError: it can't be read.
    """

    def __init__(self, data: bytes, file: Path, bounds: TableBounds) -> None:
        self.archive, self.bounds, self.file = Archive(data, file, bounds), bounds, file
        self.sheets: dict[str, tuple[str, bool]] = {}
        self.from_1904 = False
        part = next((p for p in self._related("").values() if _BOOK.search(p)), _WORKBOOK)
        paths = self._related(part)
        for element in self.archive.elements(part, *_tags("workbookPr", "sheet")):
            if _local(element) == "workbookPr":
                self.from_1904 = element.get("date1904") in ("1", "true")
            else:
                link = next((v for k, v in element.items() if k.endswith("}id")), "")
                hidden = element.get("state", "visible") != "visible"
                self.sheets[element.get("name", "")] = (paths.get(link, ""), hidden)

    def _related(self, part: str) -> dict[str, str]:
        """Give what a part of the file is related to, by id; of an empty name, the file itself."""
        folder, _, name = part.rpartition("/")
        found: dict[str, str] = {}
        if not part and "_rels/.rels" not in self.archive.names:
            return found
        tag = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
        for element in self.archive.elements(join(folder, f"_rels/{name}.rels"), tag):
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found[element.get("Id", "")] = path
        return found

    def grid(self, name: str) -> Grid:
        """Read a sheet.

        :raises SourceError: it is too large, or damaged.
        """
        taken = RowsTaken(self.file, self.bounds)
        part, number = self.sheets[name][0], 0
        for element in self.archive.elements(part, *_tags(_COLUMN, _ROW, _MERGED)):
            if _local(element) == _COLUMN:
                _note_unseen(element, taken)
            elif _local(element) == _ROW:
                number = self._number(element, number + 1)
                taken.add(self._row(element, number))
            elif area := _area(element.get("ref", "")):
                taken.merge(area)
        if len({row.number for row in taken.rows}) < len(taken.rows):
            raise self.archive.damaged()
        return taken.grid()

    def _number(self, element: Element, following: int) -> int:
        """Give a row's own number; the file may leave it out, or rows that are blank."""
        written = element.get("r", str(following))
        if not _ROW_NUMBER.fullmatch(written):
            raise self.archive.damaged()
        return int(written)

    def _row(self, element: Element, number: int) -> GridRow:
        hidden = element.get("hidden") in ("1", "true")
        cells: list[GridCell] = []
        for each in element:
            if _local(each) != _CELL:
                continue
            place = _place(each.get("r", ""))
            column = place[1] if place else len(cells) + 1
            if column > self.bounds.columns:
                break
            cells.extend([EMPTY] * (column - 1 - len(cells)))
            cells[column - 1 :] = [self._cell(each)]
        return GridRow(number, tuple(cells), number, hidden=hidden)

    def _cell(self, element: Element) -> GridCell:
        kind = element.get("t", "n")
        parts = {_local(part): part for part in element}
        if kind == "inlineStr":
            return GridCell(_string(parts["is"]) if "is" in parts else "")
        value = parts.get("v")
        written = "" if value is None else value.text or ""
        formula = "f" in parts
        if formula and (value is None or (kind == "n" and not written)):
            return GridCell("", "fault", msg("a formula whose value isn't stored in the file"))
        if not written:
            return EMPTY
        try:
            return self._typed(kind, written, element.get("s", "0"))
        except (ValueError, IndexError):
            return GridCell("", "fault", msg("a cell that can't be read"))

    def _typed(self, kind: str, written: str, style: str) -> GridCell:
        if kind == "n":
            form = self._formats[int(style)] if self._formats else NumberFormat()
            if form.date:
                return date_cell(written, form.date, from_1904=self.from_1904)
            return number_cell(written, form.zeros)
        simple: dict[str, Callable[[], GridCell]] = {
            "s": lambda: GridCell(self._strings[int(written)]),
            "str": lambda: GridCell(_unescaped(written)),
            "b": lambda: GridCell("true" if written == "1" else "false", "truth"),
            "d": lambda: iso_cell(written),
            "e": lambda: GridCell(written, "fault", msg("an error of the spreadsheet")),
        }
        return simple[kind]() if kind in simple else GridCell("", "fault", _UNKNOWN)

    @cached_property
    def _strings(self) -> list[str]:
        part = "xl/sharedStrings.xml"
        if part not in self.archive.names:
            return []
        found: list[str] = []
        for element in self.archive.elements(part, *_tags("si")):
            found.append(_string(element))
            if len(found) > self.bounds.cells:
                raise too_large(self.file, msg("cells"), self.bounds.cells)
        return found

    @cached_property
    def _formats(self) -> list[NumberFormat]:
        if "xl/styles.xml" not in self.archive.names:
            return []
        codes: dict[int, str] = {}
        formats: list[NumberFormat] = []
        for element in self.archive.elements("xl/styles.xml", *_tags("numFmts", "cellXfs")):
            for each in element:
                number = int(each.get("numFmtId", "0"))
                if _local(each) == "numFmt":
                    codes[number] = each.get("formatCode", "")
                else:
                    formats.append(NumberFormat.of(number, codes.get(number)))
        return formats


def _note_unseen(column: Element, taken: RowsTaken) -> None:
    """Note columns that are hidden (18.3.1.13)."""
    ends = [column.get(name, "") for name in ("min", "max")]
    if column.get("hidden") in ("1", "true") and all(_ROW_NUMBER.fullmatch(end) for end in ends):
        taken.hide(*map(int, ends))


_UNKNOWN = msg("a cell of a kind that isn't known")


def _string(element: Element) -> str:
    """Give a string's text; how it is pronounced is no part of it (18.4.6)."""
    pieces = (text.text or "" for text in _texts(element))
    return _unescaped("".join(pieces))


def _texts(element: Element) -> Iterator[Element]:
    for each in element:
        if _local(each) == "t":
            yield each
        elif _local(each) == "r":
            yield from (text for text in each if _local(text) == "t")


def _unescaped(text: str) -> str:
    """Give the characters that stand as ``_xHHHH_`` (22.4.2.4); half of a pair is none."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _place(reference: str) -> tuple[int, int] | None:
    """Give row and column of ``B3``, from 1.

    >>> _place("AB12")
    (12, 28)
    """
    match = _REF.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _area(reference: str) -> MergedArea | None:
    first, _, last = reference.partition(":")
    top, bottom = _place(first), _place(last or first)
    return MergedArea(*top, *bottom) if top and bottom else None


def column_number(letters: str) -> int:
    """Give a column's number, from 1, by its letters.

    :raises ValueError: they are none.

    >>> column_number("D")
    4
    """
    place = _place(f"{letters.strip().upper()}1")
    if place is None:
        raise ValueError(letters)
    return place[1]
