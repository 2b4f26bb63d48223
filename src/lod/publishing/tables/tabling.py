"""A table, read whole: bytes and a description become records, and an account of every row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import TypeVar

from lod.errors import ConfigError, InputError, NoSuchPart, NoSuchSheet, raise_all
from lod.publishing.handwritten import Settings, nearest_name, place_of
from lod.publishing.records import clean
from lod.publishing.tables.cells import OpenedTable, open_table, pointers_in
from lod.publishing.tables.columns import Columns, find_columns
from lod.publishing.tables.completing import Completer
from lod.publishing.tables.described import Codes, TableDescription
from lod.publishing.tables.grid import BOUNDS, EMPTY, Grid, GridRow, TableBounds
from lod.publishing.tables.reading import PERSON, RowReader
from lod.publishing.tables.repeats import RepeatFolder
from lod.publishing.tables.results import TableReading, TableRecord, Told, lost_rows
from lod.publishing.tables.sorting import RowSorter
from lod.words import msg

T = TypeVar("T")
_LOOKED_AT = 100  # records, for what a pointer may mean


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table that was read, with its cells."""

    opened: OpenedTable
    columns: Columns
    reading: TableReading


def read_table(
    data: bytes, file: Path, described: TableDescription, bounds: TableBounds = BOUNDS
) -> TableReading:
    """Read a table.

    :param data: the bytes of ``file``, which is opened no more.
    :returns: its records, and what became of its other rows; :attr:`TableReading.refused` if
        nothing of it may be published.
    :raises SourceError: the file can't be read as a table.
    :raises ConfigError: the sidecar names columns that the table hasn't.
    """
    return read_with_cells(data, file, described, bounds).reading


def read_with_cells(
    data: bytes, file: Path, described: TableDescription, bounds: TableBounds = BOUNDS
) -> ReadTable:
    """Read a table as :func:`read_table` does, and give its cells too."""
    opened, columns, codes = open_described(data, file, described, bounds)
    told = Told()
    if opened.told:
        told.remark(None, None, opened.told)
    read = [*_records(opened.grid, described, columns, codes, told)]
    rows = {row.number: row for row in opened.grid.rows}
    records = tuple(RepeatFolder(described, rows, told).folded(read))
    _tell_columns(opened.grid, described, columns, told)
    _refuse(records, described, told)
    rejected = tuple(each for row in told.rejected.values() for each in row)
    reading = TableReading(
        records, tuple(told.left_out), rejected, tuple(told.remarks), len(opened.grid.rows)
    )
    return ReadTable(opened, columns, reading)


def open_described(
    data: bytes, file: Path, described: TableDescription, bounds: TableBounds = BOUNDS
) -> tuple[OpenedTable, Columns, dict[str, dict[str, str | None]]]:
    """Open a table and find in it what its sidecar names: its columns, and what codes stand for.

    :raises SourceError: the file can't be read as a table.
    :raises ConfigError: the sidecar names what isn't there; all of it at once.
    """
    errors: list[InputError] = []
    table = described.settings.table("table", optional=True)
    found = _or_note(lambda: open_table(data, file, described.layout, bounds), table, None, errors)
    raise_all(errors)
    assert found is not None, "opened, or refused"
    columns = _or_note(lambda: find_columns(found.grid, described, file), table, None, errors)
    of, codes = described.settings.table("codes", optional=True), {}
    for name, each in described.codes.items():
        codes[name] = _or_note(partial(_codes, found, each, file), of, name, errors) or {}
    raise_all(errors)
    assert columns is not None, "found, or refused"
    return found, columns, codes


def _or_note(
    read: Callable[[], T], table: Settings, setting: str | None, errors: list[InputError]
) -> T | None:
    """Read something; of a part that isn't there, note it at the setting that names it."""
    try:
        return read()
    except NoSuchPart as error:
        place = place_of(table.lines, (*table.at, setting or error.setting))
        what = msg("{file} {what}", file=PurePath(error.file or "").name, what=error.message)
        at = ConfigError(what, table.file, place and place[0], error.expected, error.todo)
        errors.append(at if (setting or error.setting) in table else error)
    except InputError as error:
        errors.append(error)
    return None


def _records(
    grid: Grid,
    described: TableDescription,
    columns: Columns,
    codes: Mapping[str, Mapping[str, str | None]],
    told: Told,
) -> Iterator[TableRecord]:
    reader = RowReader(described, columns, codes, told)
    completer = Completer(described, columns, told)
    for candidate in RowSorter(described, columns, told).candidates(grid):
        if reader.is_private(candidate):
            told.leave(candidate.row.number, PERSON)
        elif record := completer.record(candidate, reader.values(candidate)):
            yield record
    reader.swapped.tell(told)


def _codes(opened: OpenedTable, codes: Codes, file: Path) -> dict[str, str | None]:
    """Read what codes stand for; None for a code with two meanings."""
    if opened.sheet is None:
        todo = msg("write the words in [values] instead of [codes]")
        message = msg("has no other sheets, where codes could stand")
        raise NoSuchSheet(message, file, todo=todo)
    found: dict[str, str | None] = {}
    for row in opened.sheet(codes.sheet).rows:
        cells = [*row.cells, *([EMPTY] * max(codes.code, codes.value))]
        code, value = (clean(cells[at - 1].text) for at in (codes.code, codes.value))
        if code and value:
            found[code] = value if found.get(code, value) == value else None
    return found


def _tell_columns(grid: Grid, described: TableDescription, columns: Columns, told: Told) -> None:
    """Tell of columns that are withheld, and of those that nothing is said of, once each."""
    for name in described.withheld:
        told.remark(columns.first, name, msg("withheld"))
    if grid.names is not None:
        _tell_absent(grid, grid.names, told)
    known = {*columns.places.values()}
    for at, name in enumerate(columns.names):
        if at not in known and name:
            told.remark(columns.first, name, msg("a column that the sidecar doesn't name"))
        elif at not in known and any(
            len(r.cells) > at and r.cells[at].filled for r in _below(grid, columns)
        ):
            told.remark(columns.first, None, msg("a column without a name"))


def _tell_absent(grid: Grid, names: Sequence[str], told: Told) -> None:
    """Tell of pointers that lead nowhere in any record, and of those that they nearly are."""
    for at, name in enumerate(names):
        if any(row.cells[at].filled for row in grid.rows if row.cells):
            continue
        near = nearest_name(name, pointers_in(row.record for row in grid.rows[:_LOOKED_AT]))
        what = msg("in no record")
        told.remark(None, name, msg("in no record: is {name} meant?", name=near) if near else what)


def _below(grid: Grid, columns: Columns) -> Iterator[GridRow]:
    return (row for row in grid.rows if row.number > columns.last)


def _refuse(records: tuple[TableRecord, ...], described: TableDescription, told: Told) -> None:
    """Note why nothing of a table may be published: it has no record, or too few."""
    lost = len(lost_rows(records, (each for row in told.rejected.values() for each in row)))
    if not records and not lost and not described.empty:
        told.reject(None, None, msg("has no record: no row below the columns' names holds one"))
    if described.rejected is not None and lost * 100 > described.rejected * (len(records) + lost):
        what = msg(
            "{lost} of {all} rows are rejected, more than {most} of a hundred",
            lost=lost, all=len(records) + lost, most=described.rejected,
        )  # fmt: skip
        told.reject(None, None, what)
