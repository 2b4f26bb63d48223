"""A table's file, opened: one grid, or a workbook whose sheets are grids."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lod.errors import NoSuchSheet, SourceError
from lod.publishing.handwritten import nearest_name
from lod.publishing.tables.cells.delimited import read_delimited
from lod.publishing.tables.cells.formats import format_of
from lod.publishing.tables.cells.htmltable import read_html_table
from lod.publishing.tables.cells.jsonrecords import read_json_lines, read_json_records
from lod.publishing.tables.cells.ods import Spreadsheet
from lod.publishing.tables.cells.parquet import read_parquet
from lod.publishing.tables.cells.xlsx import Workbook
from lod.publishing.tables.grid import BOUNDS, Grid, Layout, TableBounds
from lod.words import Message, msg

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
    :param others: the names of a workbook's other sheets.
    """

    format: str
    grid: Grid
    sheet: Callable[[str], Grid] | None = None
    told: Message | None = None
    tabs: bool = False
    others: tuple[str, ...] = ()


def open_table(
    data: bytes, file: Path, layout: Layout, bounds: TableBounds = BOUNDS
) -> OpenedTable:
    """Read a table's bytes.

    :param file: its name, which is held against what the bytes are.
    :raises SourceError: it is empty, damaged, too large, or of another kind; has no such part.
    """
    found, text, told = format_of(data, file, layout)
    if text is not None:
        grid = _READERS[found](text, file, layout, bounds)
        return OpenedTable(found, grid, None, told, file.suffix.lower() in TABBED)
    if found == "parquet":
        return OpenedTable(found, read_parquet(data, file, bounds), None, told)
    book = (Workbook if found == "xlsx" else Spreadsheet)(data, file, bounds)

    def sheet(name: str) -> Grid:
        return book.grid(_sheet_of(book.sheets, name, file))

    chosen = _sheet_of(book.sheets, layout.sheet, file)
    others = tuple(name for name in book.sheets if name != chosen)
    return OpenedTable(found, book.grid(chosen), sheet, told, others=others)


def _sheet_of(sheets: Mapping[str, tuple[object, bool]], wanted: str | None, file: Path) -> str:
    """Choose a workbook's sheet: the one that is named, else the only one that is shown.

    :raises SourceError: there is none of that name, or more than one to choose from.
    """
    shown = [name for name, (_, hidden) in sheets.items() if not hidden]
    if wanted is not None and wanted in sheets:
        return wanted
    if wanted is None and len(shown) == 1:
        return shown[0]
    expected = msg("one of {names}", names=", ".join(shown))
    todo = msg("name it in the sidecar, in [table]: {line}", line=f'sheet = "{"".join(shown[:1])}"')
    if wanted is None:
        raise SourceError(msg("has several sheets"), file, None, expected, todo)
    if near := nearest_name(wanted, sheets):
        todo = msg("is {name} meant?", name=near)
    message = msg("has no sheet of the name {name}", name=wanted)
    raise NoSuchSheet(message, file, None, expected, todo)
