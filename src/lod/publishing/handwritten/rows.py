"""CSV files that people edit: rows whose cells know where they stand. Source: RFC 4180.

Values are parted by commas, or as spreadsheets do by semicolons or tabs: the first row says which.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lod.errors import ConfigError, raise_all
from lod.files import UNSEEN, UNSEEN_TODO, unseen
from lod.publishing.handwritten.text import conflict_errors, read_edited
from lod.words import Message, msg

_MOST = 1000  # errors of a file that are told
SEPARATORS = {",": msg("a comma"), ";": msg("a semicolon"), "\t": msg("a tab")}
"""What may stand between the values of a row."""
# A cell in quotation marks, which may hold lines, or one without; then what ends it.
_CELLS = {
    sign: re.compile(rf'(?:"((?:[^"]++|"")*)"|([^"{sign}\n][^{sign}\n]*|))({sign}|\n|\Z)')
    for sign in SEPARATORS
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as written: its text, and where that starts, from 1.

    :param source: the text of the line on which it starts.
    """

    text: str
    line: int
    column: int
    source: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row below the one with the columns' names.

    :param number: counted as RFC 7111 does, from 1, the row with the names included.
    :param line: on which it starts.
    """

    file: Path
    number: int
    line: int
    cells: Mapping[str, Cell]

    @property
    def source(self) -> str:
        """The text of its first line."""
        return next(iter(self.cells.values())).source

    def __getitem__(self, column: str) -> str:
        return self.cells[column].text

    def wrong(
        self,
        column: str,
        message: Message,
        expected: Message | str | None = None,
        todo: Message | None = None,
    ) -> ConfigError:
        """Make the error for a cell."""
        cell = self.cells[column]
        return ConfigError(message, self.file, cell.line, expected, todo, cell.column, cell.source)


def read_rows(
    file: Path,
    columns: Sequence[str],
    todo: Message | None = None,
    root: Path | None = None,
) -> list[TableRow]:
    """Read a table; empty lines are left out, and rows of separators alone.

    :param columns: the names that its first row must have, in any order.
    :param todo: what to do if the file isn't there.
    :param root: the folder that it must lie in.
    :raises ConfigError: it can't be read, a column is missing or stands twice, or a row has more
        or fewer cells.
    """
    text = read_edited(file, todo, root)
    raise_all(conflict_errors(text, file))
    lines = text.split("\n")
    sign = separator_of(text, columns)
    found = enumerate(_cells(text, file, lines, sign), 1)
    first = next(found)[1]
    raise_all([_unseen(file, cell, m) for cell in first if (m := UNSEEN.search(cell.text))])
    names = [cell.text for cell in first]
    if missing := [name for name in columns if name not in names]:
        raise _missing(file, missing, columns, lines[0])
    raise_all([_misnamed(file, cell, lines) for cell in _again(first)])
    rows = [(n, cells) for n, cells in found if any(cell.text for cell in cells)]
    uneven = [cells for _, cells in rows if len(cells) != len(names)]
    raise_all(first_of(_uneven(file, cells, names, sign) for cells in uneven))
    return [
        TableRow(file, n, cells[0].line, dict(zip(names, cells, strict=True))) for n, cells in rows
    ]


def separator_of(text: str, columns: Sequence[str]) -> str:
    r"""Give the separator by which the first row has most of the columns.

    >>> separator_of("a;b,c\n", ("a", "b,c")), separator_of("", ("a",))
    (';', ',')
    """

    def known(sign: str) -> int:
        parted = text.partition("\n")[0].split(sign)
        return len({name.strip('"') for name in parted} & set(columns))

    return max(SEPARATORS, key=known)


def _missing(
    file: Path, missing: Sequence[str], columns: Sequence[str], source: str
) -> ConfigError:
    message = msg("columns are missing in the first row: {names}", names=", ".join(missing))
    todo = msg("put a comma between the columns' names, or a semicolon or tab in all rows alike")
    if "\0" in source:
        message, todo = msg("is not UTF-8"), msg("save it as UTF-8; spreadsheets call it CSV UTF-8")
    return ConfigError(message, file, 1, ",".join(columns), todo, 1, source)


def first_of(errors: Iterable[ConfigError]) -> list[ConfigError]:
    """Give the first thousand errors of a file, and one that counts the others."""
    errors = iter(errors)
    told = [*islice(errors, _MOST)]
    if rest := next(errors, None):
        message = msg(
            "errors that aren't told one by one: {count}", count=1 + sum(1 for _ in errors)
        )
        todo = msg("mend those above first")
        told.append(ConfigError(message, rest.file, rest.line, todo=todo))
    return told


def _unseen(file: Path, cell: Cell, sign: re.Match[str]) -> ConfigError:
    """Make the error for a sign in a column's name that can't be seen."""
    at = cell.column + sign.start()
    return ConfigError(unseen(sign[0]), file, cell.line, None, UNSEEN_TODO, at, cell.source)


def _again(first: Iterable[Cell]) -> Iterator[Cell]:
    """Find the names of columns that stand before, and columns without one."""
    seen = {""}
    for cell in first:
        if cell.text in seen:
            yield cell
        seen.add(cell.text)


def _misnamed(file: Path, cell: Cell, lines: Sequence[str]) -> ConfigError:
    message = msg("the column {name} stands twice", name=cell.text)
    todo = msg("keep one of the two")
    if not cell.text:
        message, todo = (
            msg("a column without a name"),
            msg("take the empty column away, in all rows"),
        )
    at = (cell.column, lines[0]) if cell.line == 1 else (None, None)
    return ConfigError(message, file, cell.line, None, todo, *at)


def _cells(text: str, file: Path, lines: Sequence[str], sign: str) -> Iterator[list[Cell]]:
    """Part a text into the cells of each row."""
    at, line, start, pattern = 0, 1, 0, _CELLS[sign]
    row: list[Cell] = []
    while at < len(text) or row or not at:
        match = pattern.match(text, at)
        if match is None:
            raise _unclosed(file, line, at - start + 1, lines[line - 1])
        quoted = match[1] is not None
        cell = (match[1] or "").replace('""', '"') if quoted else match[2]
        row.append(Cell(cell, line, at - start + 1 + quoted, lines[line - 1]))
        if "\n" in match[0]:
            line, start = line + match[0].count("\n"), at + match[0].rindex("\n") + 1
        at = match.end()
        if match[3] != sign:
            yield row
            row = []
            if match[3] == "":
                return


def _uneven(file: Path, cells: Sequence[Cell], names: Sequence[str], sign: str) -> ConfigError:
    """Make the error for a row: at the first value too many, or after the last of too few."""
    message = msg(
        "not as many values as there are columns: {count} instead of {columns}",
        count=len(cells),
        columns=len(names),
    )
    todo = msg(
        "this file has {sign} between values: put a value that holds one in quotation marks",
        sign=SEPARATORS[sign],
    )
    if len(cells) == 1 and cells[0].column > 1 and sign in cells[0].text:
        todo = msg("take the quotation marks around the whole row away, and write those in it once")
    last = cells[min(len(names), len(cells) - 1)]
    column = last.column if len(cells) > len(names) else len(last.source) + 1
    return ConfigError(message, file, last.line, sign.join(names), todo, column, last.source)


def _unclosed(file: Path, line: int, column: int, source: str) -> ConfigError:
    message = msg("a quotation mark that isn't closed, or with text after it")
    todo = msg('put a value that holds one in quotation marks, and write it twice: "a ""b"" c"')
    return ConfigError(message, file, line, None, todo, column, source)
