"""A table as it lies in its file: rows of cells, all text, with the places where they stand.

What every format becomes, and the bounds that all are held to.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from lod.errors import SourceError
from lod.words import Message, msg

CellKind = Literal["text", "number", "date", "truth", "list", "fault"]
"""What the file itself says that a cell is; of a file of text, and of HTML, all are text."""


class GridCell(NamedTuple):
    """A cell: its characters as written.

    :param text: of a number its characters, never through a float; of a date ISO 8601; of a
        list nothing, of a fault nothing but an error that the file shows: ``#VALUE!``.
    :param why: what is wrong with a fault.
    :param parts: the cells of a list.
    :param area: the merged area that it lies in, by the place of its first cell.
    :param column: where the fault is, if not in the cell's own column.
    """

    text: str
    kind: CellKind = "text"
    why: Message | None = None
    parts: tuple["GridCell", ...] = ()
    area: tuple[int, int] | None = None
    column: str | None = None

    @property
    def filled(self) -> bool:
        """Whether anything but blanks stands in it."""
        return self.kind in ("list", "fault") or bool(self.text.strip())


EMPTY = GridCell("")
"""A cell with nothing in it."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table.

    :param number: as people count: the physical line, the sheet's row, the tr, the record.
    :param cells: without empty ones at its end, where the format has no width.
    :param ordinal: which row of the file it is, from 1; a cell may have several lines.
    :param line: on which it starts, where the format has lines.
    :param fault: why nothing of it can be used, and in which column.
    :param whole: what it says in all, of a format whose cells are only those that were asked for;
        ``record`` the same as the file has it.
    :param written: the characters of a row that can't be parted into cells.
    """

    number: int
    cells: tuple[GridCell, ...]
    ordinal: int
    line: int | None = None
    hidden: bool = False
    fault: GridCell | None = None
    whole: Hashable = None
    record: object = None
    written: str = ""

    @property
    def said(self) -> Hashable:
        """All that it says, to compare with another row."""
        if self.whole is not None:
            return self.whole
        return tuple((cell.text, cell.kind) for cell in self.trimmed)

    @property
    def trimmed(self) -> tuple[GridCell, ...]:
        """Its cells without empty ones at its end."""
        last = len(self.cells)
        while last and not self.cells[last - 1].filled:
            last -= 1
        return self.cells[:last]

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        empty = self.fault is None and self.whole is None
        return empty and not any(cell.filled for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose columns have no meaning yet.

    :param ragged: whether a row of another width may be shifted: cells have no addresses.
    :param names: the columns' names, of a format that has no row of them.
    :param unseen: the columns that a workbook doesn't show, from 1.
    """

    rows: tuple[GridRow, ...]
    ragged: bool = True
    names: tuple[str, ...] | None = None
    unseen: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TableBounds:
    """How large a table may be.

    :param unpacked: bytes of one part of a file that is compressed; ``elements`` those of XML that
        a row or a string there may have; ``cell`` is in characters.
    :param vain: characters of CSV that are read again, as a quotation mark before them was lost.
    """

    rows: int = 1_048_576
    columns: int = 1_000
    cells: int = 20_000_000
    cell: int = 131_072
    unpacked: int = 1 << 30
    elements: int = 1_000_000
    vain: int = 1 << 28


BOUNDS = TableBounds()
"""Those of a table that is read."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the bytes of a table are read; what isn't said is None.

    :param sheet: the name of a sheet; ``table`` is the number of a page's table, from 1.
    :param records: the JSON pointer (RFC 6901) of an array of records.
    :param quote: the quotation mark of CSV, empty if it has none.
    :param columns: JSON pointers of what is wanted of a record; ``*`` stands for all of an array.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str = '"'
    sheet: str | None = None
    table: int | None = None
    records: str | None = None
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class RowsTaken:
    """The rows of a grid while they are read, within bounds.

    :param areas: merged ones, by the place of their first cell: row and column, from 1.
    :param unseen: columns that aren't shown, from 1.

    :raises SourceError: from its methods, there are too many.
    """

    file: Path
    bounds: TableBounds
    rows: list[GridRow] = field(default_factory=list)
    areas: dict[tuple[int, int], "MergedArea"] = field(default_factory=dict)
    unseen: set[int] = field(default_factory=set)
    cells: int = 0

    def hide(self, first: int, last: int) -> None:
        """Note columns that aren't shown."""
        self.unseen.update(range(first, min(last, self.bounds.columns) + 1))

    def add(self, row: GridRow) -> None:
        """Take a row."""
        self.rows.append(row)
        self.cells += len(row.cells)
        if len(self.rows) > self.bounds.rows:
            raise too_large(self.file, msg("rows"), self.bounds.rows)
        if len(row.cells) > self.bounds.columns:
            raise too_large(self.file, msg("columns"), self.bounds.columns)
        if self.cells > self.bounds.cells:
            raise too_large(self.file, msg("cells"), self.bounds.cells)

    def merge(self, area: "MergedArea") -> None:
        """Take a merged area, unless it lies beyond all columns, or has none."""
        if area.left <= min(area.right, self.bounds.columns):
            self.areas[area.top, area.left] = area
        if len(self.areas) > self.bounds.rows:
            raise too_large(self.file, msg("merged areas"), self.bounds.rows)

    def grid(self) -> Grid:
        """Give the rows in order, each cell within a merged area with what its first cell says."""
        filled = RowsTaken(self.file, self.bounds)
        for row in _filled(sorted(self.rows, key=lambda row: row.number), self):
            filled.add(row)
        return Grid(tuple(filled.rows), ragged=False, unseen=frozenset(self.unseen))


def too_large(file: Path, what: Message, most: int) -> SourceError:
    """Make the error for a table beyond a bound."""
    message = msg("has more than {most} {what}", most=most, what=what)
    return SourceError(message, file, todo=msg("part it into several tables"))


class MergedArea(NamedTuple):
    """A merged area: rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def _filled(rows: list[GridRow], taken: RowsTaken) -> Iterator[GridRow]:
    values = {at: EMPTY._replace(area=at) for at in taken.areas}
    starting = sorted(taken.areas.values(), key=lambda area: area.top)[::-1]
    current: list[MergedArea] = []
    most = taken.bounds.columns
    for row in rows:
        while starting and starting[-1].top <= row.number:
            current.append(starting.pop())
        current = [area for area in current if area.bottom >= row.number]
        if sum(min(area.right, most) - area.left + 1 for area in current) > most:
            raise too_large(taken.file, msg("columns"), most)  # areas that lie over each other
        yield _filled_row(row, current, values, most) if current else row


def _filled_row(
    row: GridRow,
    current: list[MergedArea],
    values: dict[tuple[int, int], GridCell],
    most: int,
) -> GridRow:
    width = min(max(len(row.cells), *(area.right for area in current)), most)
    cells = [*row.cells, *([EMPTY] * (width - len(row.cells)))]
    for area in current:
        at = (area.top, area.left)
        if row.number == area.top:
            values[at] = cells[area.left - 1]._replace(area=at)
        across = slice(area.left - 1, min(area.right, width))
        cells[across] = [values[at]] * len(cells[across])
    return replace(row, cells=tuple(cells))
