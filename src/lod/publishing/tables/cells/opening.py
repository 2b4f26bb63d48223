"""A table's file, opened: one grid, or a workbook whose sheets are grids."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lod.publishing.tables.cells.delimited import read_delimited
from lod.publishing.tables.cells.formats import format_of
from lod.publishing.tables.cells.htmltable import read_html_table
from lod.publishing.tables.cells.jsonrecords import read_json_lines, read_json_records
from lod.publishing.tables.cells.ods import Spreadsheet
from lod.publishing.tables.cells.xlsx import Workbook, sheet_of
from lod.publishing.tables.grid import BOUNDS, Grid, Layout, TableBounds
from lod.words import Message

TABBED = (".tsv", ".tab")

_READERS: dict[str, Callable[[str, Path, Layout, TableBounds], Grid]] = {
    "csv": read_delimited,
    "html": read_html_table,
    "json": read_json_records,
    "jsonl": read_json_lines,
}


@dataclass(frozen=True, slots=True)
class OpenedTable:
    """A table, and what there is to tell of its file.

    :param sheet: reads another sheet of a workbook, to look codes up.
    :param told: what is odd about the file as a whole.
    :param tabs: whether its name says that cells are parted by tabs.
    """

    format: str
    grid: Grid
    sheet: Callable[[str], Grid] | None = None
    told: Message | None = None
    tabs: bool = False


def open_table(
    data: bytes, file: Path, layout: Layout, bounds: TableBounds = BOUNDS
) -> OpenedTable:
    """Read a table's bytes.

    :param file: its name, which is held against what the bytes are.
    :raises SourceError: it is empty, damaged, too large, or of another kind.
    """
    found, text, told = format_of(data, file, layout)
    if text is not None:
        grid = _READERS[found](text, file, layout, bounds)
        return OpenedTable(found, grid, None, told, file.suffix.lower() in TABBED)
    book = (Workbook if found == "xlsx" else Spreadsheet)(data, file, bounds)

    def sheet(name: str) -> Grid:
        return book.grid(sheet_of(book.names, book.shown, name, file))

    chosen = sheet_of(book.names, book.shown, layout.sheet, file)
    return OpenedTable(found, book.grid(chosen), sheet, told)
