"""The columns of a table by their names, in one header row or several."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lod.errors import ConfigError, NoSuchRow, raise_all
from lod.publishing.handwritten import Settings, nearest_name
from lod.publishing.records import clean
from lod.publishing.tables.cells import has_value, pointer_steps
from lod.publishing.tables.described import RowRule, TableDescription
from lod.publishing.tables.grid import Grid, GridRow
from lod.words import msg

_JOINT = " / "
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands where in a row.

    :param names: how each column is called in messages; empty for one without a name.
    :param places: by each name that the sidecar uses.
    :param repeated: what a row says that is the header again.
    :param last: the header's last row; 0 of a table without one.
    """

    names: tuple[str, ...]
    places: Mapping[str, int]
    repeated: frozenset[tuple[str, ...]]
    first: int | None
    last: int

    @property
    def width(self) -> int:
        """How many there are."""
        return len(self.names)


def find_columns(grid: Grid, described: TableDescription, file: Path) -> Columns:
    """Find the columns that the sidecar names.

    :raises NoSuchRow: the header's rows aren't there.
    :raises ConfigError: a name that no column has, or several have; all of them at once.
    """
    if grid.names is not None:
        places = {name: at for at, name in enumerate(grid.names)}
        return Columns(grid.names, places, frozenset(), None, 0)
    rows = _header(grid, described, file)
    width = max(len(row.cells) for row in rows)
    texts = [[*_texts(row), *[""] * (width - len(row.cells))] for row in rows]
    joined = [_join(column) for column in zip(*texts, strict=True)]
    found = _Names(texts, joined)
    raise_all([*found.errors(described)])
    places = {name: found.at(name)[0] for name, _, _ in _used(described)}
    own = found.row_of(places)
    names = joined if own is None else [a or b for a, b in zip(texts[own], joined, strict=True)]
    for name, at in places.items():
        names[at] = name
    repeated = frozenset(tuple(row) for row in texts)
    return Columns(tuple(names), places, repeated, rows[0].number, rows[-1].number)


def withheld_here(grid: Grid, described: TableDescription, file: Path) -> Iterator[str]:
    """Give the withheld columns that a table has all the same, and those with nearly their name."""
    if grid.names is not None:
        for name in described.withheld:
            if any(has_value(row.record, pointer_steps(name)) for row in grid.rows):
                yield name
        return
    texts = {text for row in _header(grid, described, file) for text in _texts(row)}
    joined = {*_joined(_header(grid, described, file))}
    named = {name for names in described.columns.values() for name in names}
    others = (texts | joined) - named - {*described.ignored, ""}
    for name in described.withheld:
        if name in texts | joined:
            yield name
        elif near := nearest_name(name, others):
            yield near


def _joined(rows: list[GridRow]) -> list[str]:
    width = max(len(row.cells) for row in rows)
    texts = [[*_texts(row), *[""] * (width - len(row.cells))] for row in rows]
    return [_join(column) for column in zip(*texts, strict=True)]


def _header(grid: Grid, described: TableDescription, file: Path) -> list[GridRow]:
    rows = [row for row in grid.rows if row.number in described.header]
    if missing := sorted(set(described.header) - {row.number for row in rows}):
        message = msg("has no row {number}, where the columns' names are to be", number=missing[0])
        todo = msg("correct header in the sidecar, in [table]")
        raise NoSuchRow(message, file, todo=todo)
    return rows


def _texts(row: GridRow) -> list[str]:
    return [clean(cell.text) for cell in row.cells]


def _join(texts: Iterable[str]) -> str:
    """Join what stands in a column's header rows; what is merged stands there once."""
    return _JOINT.join(dict.fromkeys(text for text in texts if text))


@dataclass(frozen=True, slots=True)
class _Names:
    """:param texts: of each header row; ``joined`` what they say together."""

    texts: list[list[str]]
    joined: list[str]

    def at(self, name: str) -> list[int]:
        """Give the columns of a name: by all header rows, or else by one."""
        whole = [at for at, joined in enumerate(self.joined) if joined == name]
        single = {at for row in self.texts for at, text in enumerate(row) if text == name}
        return whole or sorted(single)

    def row_of(self, names: Iterable[str]) -> int | None:
        """Give the header row that has all the names, if there is one, as of one language."""
        rows = (at for at, row in enumerate(self.texts) if set(names) <= set(row))
        return next(rows, None)

    def errors(self, described: TableDescription) -> Iterator[ConfigError]:
        for name, table, setting in _used(described):
            found = self.at(name)
            if not found:
                yield self._missing(name, table, setting)
            elif len(found) > 1:
                message = msg("several columns have the name {name}", name=name)
                whole = [self.joined[at] for at in found]
                if len({*whole}) == len(whole):
                    expected = msg("one of {names}", names=", ".join(whole))
                    todo = msg("write the name with the one above it")
                else:
                    expected, todo = None, msg("give each column a name of its own in the table")
                yield table.refused(setting, message, expected, todo)

    def _missing(self, name: str, table: Settings, setting: str) -> ConfigError:
        known = [*dict.fromkeys(name for name in self.joined if name)]
        known += [text for row in self.texts for text in row if text and text not in known]
        todo = msg("write the name as the table's header has it, or correct header")
        if near := nearest_name(name, known):
            todo = msg("is {name} meant?", name=near)
        message = msg("the table has no column {name}", name=name)
        expected = msg("one of {names}", names=", ".join(known[:_SHOWN]))
        return table.refused(setting, message, expected, todo)


def _used(described: TableDescription) -> Iterator[tuple[str, Settings, str]]:
    """Give each name of a column that the sidecar uses, with the setting that has it."""
    settings = described.settings
    columns = settings.table("columns", optional=True)
    for field, names in described.columns.items():
        yield from ((name, columns, field) for name in names)
    table = settings.table("table", optional=True)
    yield from ((name, table, "withhold") for name in described.withheld)
    yield from ((name, table, "ignore") for name in described.ignored)
    rows = settings.table("rows", optional=True)
    for setting in ("total", "footnote"):
        rule: RowRule | None = getattr(described.rules, setting)
        if rule:
            named = (*((rule.column,) if rule.column else ()), *rule.empty)
            yield from ((name, rows, setting) for name in named)
