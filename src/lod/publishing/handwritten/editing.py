"""Changes to a CSV file that people edit: what they wrote stays as it is, byte for byte."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from lod.errors import UsageError
from lod.files import MOST_EDITED, read_file
from lod.publishing.handwritten.rows import Cell, separator_of
from lod.words import msg

_BREAK = re.compile("\r\n|\r|\n")
_MARK = "\ufeff"


def edited_table(
    file: Path,
    columns: Sequence[str],
    cells: Iterable[tuple[Cell, str]],
    added: Iterable[Sequence[str]],
    root: Path | None = None,
) -> bytes:
    """Give a table's bytes with values changed and rows added at its end.

    Separator, ends of lines, quotation marks and a byte order mark stay those of the file.

    :param cells: values as they were read from this file, each with what is to stand there.
    :raises UsageError: the file isn't the one that was read.
    """
    whole = read_file(file, root, MOST_EDITED).decode()
    text = whole.removeprefix(_MARK)
    sign = separator_of(_BREAK.split(text, maxsplit=1)[0], columns)
    end = found[0] if (found := _BREAK.search(text)) else "\n"
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    for cell, value in sorted(cells, key=lambda one: (one[0].line, one[0].column), reverse=True):
        text = _with_value(text, starts[cell.line - 1] + cell.column - 1, cell, value, sign, file)
    rows = "".join(_written(row, sign) + end for row in added)
    between = end if rows and not text.endswith(("\n", "\r")) else ""
    return f"{whole[: len(whole) - len(whole.removeprefix(_MARK))]}{text}{between}{rows}".encode()


def new_table(rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table that nobody has written yet."""
    return "".join(f"{_written(row, ',')}\n" for row in rows).encode()


def _with_value(text: str, at: int, cell: Cell, value: str, sign: str, file: Path) -> str:
    """Put a value in the place of another, in quotation marks if it needs them."""
    quoted = at > 0 and text[at - 1] == '"'
    old = re.compile(r'((?:[^"]|"")*)"' if quoted else rf"([^{sign}\r\n]*)").match(text, at)
    said = _BREAK.sub("\n", old[1]).replace('""', '"') if old and quoted else old and old[1]
    if old is None or said != cell.text:
        raise UsageError(msg("{file} has been changed meanwhile: run this again", file=file))
    return text[: at - quoted] + _written([value], sign) + text[old.end() :]


def _written(values: Sequence[str], sign: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=sign, lineterminator="").writerow(values)
    return buffer.getvalue() if values != [""] else ""
