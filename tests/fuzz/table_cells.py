"""The cells of a damaged table, read without the code that is tested: the standard library alone.

What stands in a cell is held as a text of letters, or as a number; of HTML and ODS, whose cells
reach over rows, all that stands in the table down to a row.
"""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal
from xml.etree import ElementTree

from lxml import html as lxml_html

Holds = Callable[[int, str, str], bool]
"""Whether words stand in a row, by its number, in the column of a name."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def letters(text: str) -> str:
    """Give letters and digits, whatever stands between them."""
    return "".join(filter(str.isalnum, text))


def decoded(data: bytes, code: str) -> str:
    """Decode by a byte order mark, else as the table is."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(name)
    return data.decode(code)


@dataclass(frozen=True)
class Delimited:
    """CSV: a row by the line that it starts on."""

    lines: list[str]
    delimiter: str
    quoted: bool
    header: tuple[int, ...]

    @classmethod
    def of(cls, text: str, delimiter: str, header: tuple[int, ...], *, quoted: bool) -> "Delimited":
        """Part a text into lines."""
        return cls(re.findall(r"[^\r\n]*(?:\r\n|\n|\r|\Z)", text), delimiter, quoted, header)

    def cells(self, row: int) -> list[str]:
        """Give the cells of the row that starts on a line."""
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE
        return next(
            csv.reader(self.lines[row - 1 :], delimiter=self.delimiter, quoting=quoting), []
        )

    def __call__(self, row: int, column: str, words: str) -> bool:
        last = folded(column.rpartition(" / ")[2])
        heads = [self.cells(number) for number in self.header]
        cells = self.cells(row)
        places = {at for head in heads for at, name in enumerate(head) if folded(name) == last}
        return any(at < len(cells) and folded(words) in folded(cells[at]) for at in places)


def folded(text: str) -> str:
    """Give a text with one space for each run of blanks."""
    return " ".join(text.split())


def _first(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return dict(reversed(pairs))


def _read(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=_first)


@dataclass(frozen=True)
class Records:
    """JSON and JSON Lines: a row by its record."""

    records: list[Any]

    @classmethod
    def of_array(cls, text: str, below: str) -> "Records":
        """Read the array below a pointer of one key, or none."""
        whole = _read(text)
        return cls(whole[below.strip("/")] if below else whole)

    @classmethod
    def of_lines(cls, text: str) -> "Records":
        """Read each line that is asked for."""
        return cls(text.split("\n"))

    def __call__(self, row: int, column: str, words: str) -> bool:
        record = self.records[row - 1]
        record = _read(record) if isinstance(record, str) else record
        steps = [s.replace("~1", "/").replace("~0", "~") for s in column.split("/")[1:]]
        return any(
            letters(words) in letters(html.unescape(found)) for found in _values(record, steps)
        )


def _values(value: Any, steps: list[str]) -> Iterator[str]:
    if isinstance(value, list) and not steps:
        for each in value:
            yield from _values(each, steps)
    elif isinstance(value, list):
        chosen = value if steps[0] == "*" else value[int(steps[0]) :][:1]
        for each in chosen:
            yield from _values(each, steps[1:])
    elif isinstance(value, dict):
        yield from _values(value.get(steps[0]), steps[1:]) if steps else ()
    elif value is not None and not steps:
        yield str(value)


@dataclass(frozen=True)
class Above:
    """A table of cells that may reach down: all that stands in it, from its top to each row."""

    texts: list[str]

    @classmethod
    def of_html(cls, text: str, number: int) -> "Above":
        """Read a table of a page as a browser does."""
        tables = [
            *lxml_html.document_fromstring(
                text.encode("utf-8", "replace"), lxml_html.HTMLParser(encoding="utf-8")
            ).iter("table")
        ]
        rows = tables[number - 1].xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
        said = ".//text()[not(ancestor::script or ancestor::style)]"
        return cls.of_rows("".join(tr.xpath(said)) for tr in rows)

    @classmethod
    def of_rows(cls, rows: Iterator[str]) -> "Above":
        """Gather the texts of rows."""
        texts, whole = [], ""
        for row in rows:
            whole += letters(row) + "\n"
            texts.append(whole)
        return cls(texts)

    def __call__(self, row: int, column: str, words: str) -> bool:
        return letters(words) in self.texts[min(row, len(self.texts)) - 1]


def of_ods(data: bytes, sheet: str) -> Above:
    """Read a sheet of an ODS: the texts and values of its rows, repeated as they are."""
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml"))
    return Above.of_rows(_ods_rows(root, sheet))


def _ods_rows(root: ElementTree.Element, sheet: str) -> Iterator[str]:
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    found = [t for t in root.iter(f"{table}table") if t.get(f"{table}name") == sheet]
    for row in found[-1].iter(f"{table}table-row"):
        values = (v for e in row.iter() for k, v in e.items() if k.endswith("value"))
        times = row.get(f"{table}number-rows-repeated", "1")
        for _ in range(min(int(times), 100) if times.isdigit() else 1):
            yield " ".join((*row.itertext(), *values))


@dataclass(frozen=True)
class Book:
    """A sheet of an XLSX: its cells by row and column, merged ones by their first."""

    cells: dict[tuple[int, int], str]
    merged: list[tuple[int, int, int, int]]
    header: tuple[int, ...]

    @classmethod
    def of(cls, data: bytes, part: str, header: tuple[int, ...]) -> "Book":
        """Read a sheet's XML, and the shared strings."""
        archive = zipfile.ZipFile(io.BytesIO(data))
        root, shared = ElementTree.fromstring(archive.read(part)), []
        if "xl/sharedStrings.xml" in archive.namelist():
            strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            shared = [
                "".join(t.text or "" for t in si.iter(f"{_MAIN}t"))
                for si in strings.iter(f"{_MAIN}si")
            ]
        cells: dict[tuple[int, int], str] = {}
        number = 0
        for row in root.iter(f"{_MAIN}row"):
            number, column = int(row.get("r", number + 1)), 0
            for each in row.iter(f"{_MAIN}c"):
                column = _column(each.get("r", "")) or column + 1
                cells[number, column] = _said(each, shared)
        areas = (m.get("ref", "").split(":") for m in root.iter(f"{_MAIN}mergeCell"))
        merged = [(_line(a[0]), _column(a[0]), _line(a[-1]), _column(a[-1])) for a in areas]
        return cls(cells, merged, header)

    def _at(self, row: int, column: int) -> Iterator[str]:
        yield self.cells.get((row, column), "")
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                yield self.cells.get((top, left), "")

    def __call__(self, row: int, column: str, words: str) -> bool:
        names = {letters(name) for name in column.split(" / ")}
        columns = {c for _, c in self.cells} | {right for *_, right in self.merged}
        wide = range(1, max(columns) + 1)
        heads = {c: {letters(t) for n in self.header for t in self._at(n, c)} for c in wide}
        places = [c for c in wide if names <= heads[c]]
        return any(_same(words, text) for c in places for text in self._at(row, c))


def _said(cell: ElementTree.Element, shared: list[str]) -> str:
    value = cell.findtext(f"{_MAIN}v") or ""
    if cell.get("t") == "s" and value.strip().isdigit() and int(value) < len(shared):
        return shared[int(value)]
    return value if value else "".join(t.text or "" for t in cell.iter(f"{_MAIN}t"))


def _same(words: str, text: str) -> bool:
    """Whether a cell's words stand in it: as they are, as the same number, as a serial's day."""
    if letters(words) in letters(text):
        return True
    try:
        number = Decimal(text)
        day = (datetime(1899, 12, 30) + timedelta(days=int(number))).isoformat()
        return day.startswith(words[:10]) or (letters(words).isdigit() and Decimal(words) == number)
    except (InvalidOperation, OverflowError, ValueError):
        return False


def _column(reference: str) -> int:
    found = 0
    for letter in re.sub(r"[^A-Z]", "", reference):
        found = found * 26 + ord(letter) - 64
    return found


def _line(reference: str) -> int:
    return int(re.sub(r"[^0-9]", "", reference) or 0)
