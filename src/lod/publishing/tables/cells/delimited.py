r"""CSV and its like: rows by the standard library's reader, with their physical lines.

Lines end in CR LF, LF or CR; U+2028 and the like don't end one. A row that can't be read is a
fault at its first line, and the reading goes on with the next line, so that a lost quotation mark
doesn't swallow the rows below it. Such marks in all rows would have each read all that follow, so
what is read in vain has a bound. Source: RFC 4180.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lod.errors import SourceError
from lod.publishing.tables.grid import Grid, GridCell, GridRow, Layout, RowsTaken, TableBounds
from lod.words import Message, msg

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_QUOTE = msg("a quotation mark that isn't closed, or with text after it")
_LONG = msg("a cell is too long, or a quotation mark isn't closed")
_OPEN = msg("has too many quotation marks that aren't closed")
_AS_TEXT = msg(
    "if quotation marks are text, say so in the sidecar, in [table]: {line}", line='quote = "none"'
)


def read_delimited(text: str, file: Path, layout: Layout, bounds: TableBounds) -> Grid:
    """Read rows of cells with a mark between.

    :raises SourceError: there are too many, or too many lost quotation marks.
    """
    taken = RowsTaken(file, bounds)
    reading = _Reading(_LINE.findall(text), _dialect(layout, file), bounds.vain)
    usual = csv.field_size_limit(bounds.cell)  # one for the whole process
    try:
        for ordinal, (line, cells, why) in enumerate(reading.rows(), 1):
            if reading.vain < 0:
                raise SourceError(_OPEN, file, line, todo=_AS_TEXT)
            fault = GridCell("", "fault", why) if why else None
            found = tuple(map(GridCell, cells))
            whole = reading.lines[line - 1].rstrip("\r\n") if why else ""
            taken.add(GridRow(line, found, ordinal, line, fault=fault, written=whole))
    finally:
        csv.field_size_limit(usual)
    return Grid(tuple(taken.rows))


def _dialect(layout: Layout, file: Path) -> dict[str, Any]:
    tabs = file.suffix.lower() in (".tsv", ".tab")
    made: dict[str, Any] = {"delimiter": layout.delimiter or ("\t" if tabs else ",")}
    if layout.quote:
        return {**made, "quotechar": layout.quote, "strict": True}
    return {**made, "quoting": csv.QUOTE_NONE, "quotechar": None}


@dataclass(slots=True)
class _Reading:
    """:param lines: with their ends; the last is empty. ``vain``: how much may be read in vain."""

    lines: list[str]
    dialect: dict[str, Any]
    vain: int

    def rows(self) -> Iterator[tuple[int, list[str], Message | None]]:
        """Give each row: its first line, from 1, its cells, and what is wrong with it."""
        at, last = 0, len(self.lines) - (self.lines[-1:] == [""])
        while at < last:
            reader = csv.reader((self.lines[n] for n in range(at, last)), **self.dialect)
            start = at
            try:
                for cells in reader:
                    yield start + 1, cells, None
                    start = at + reader.line_num
                return
            except csv.Error as error:
                self.vain -= sum(map(len, self.lines[start : at + reader.line_num]))
                yield start + 1, [], _LONG if "limit" in str(error) else _QUOTE
                at = start + 1
