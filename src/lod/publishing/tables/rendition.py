"""A table as it is served: what is published of it, and ``[…]`` in place of all else.

A row that nobody understood may hold anything, a footnote a telephone number. So the source in a
release has the cells that its records are made of, in their rows, and no others. Rows are those of
the file, so that what points at one still does.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from lod.publishing.noted import OMITTED
from lod.publishing.tables.cells import ALL, JsonNumber, pointer_steps
from lod.publishing.tables.completing import told_within
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.fields import DATES, PERIOD_FIELD
from lod.publishing.tables.grid import GridRow
from lod.publishing.tables.tabling import ReadTable

QUOTED_FIELDS = (*DATES, PERIOD_FIELD)
"""The fields of which an anomaly quotes what can't be read."""

_DATE = re.compile(r"\s*[0-9]{1,4}[./-][0-9]{1,2}(?:[./-][0-9]{1,4})?\s*")
Shown = Mapping[int, frozenset[str]]
"""The columns that are published of each row."""


def is_quotable(text: str) -> bool:
    """Whether a cell that isn't read as a date looks like one: others may be anything.

    >>> is_quotable("31/04/2015"), is_quotable("070-123 45 67")
    (True, False)
    """
    return _DATE.fullmatch(text) is not None


def shown_cells(read: ReadTable, described: TableDescription) -> Shown:
    """Give the columns of each row that are published; of other rows none."""
    rejected: dict[int | None, set[str | None]] = defaultdict(set)
    for each in read.reading.rejected:
        rejected[each.row].add(each.column)
    named = frozenset(name for names in described.columns.values() for name in names)
    shown: dict[int, frozenset[str]] = dict.fromkeys(described.header, named)
    cells = {row.number: row.cells for row in read.opened.grid.rows}
    dates = {name for field in QUOTED_FIELDS for name in described.columns.get(field, ())}
    places = {name: read.columns.places[name] for name in dates}
    for record in read.reading.records:
        for row in record.rows:
            lost = rejected.get(row, set())
            lost -= {name for name, at in places.items() if is_quotable(cells[row][at].text)}
            shown[row] = frozenset(name for name in named if not told_within(name, lost))
        for value in record.values.get(described.rules.field, ()):
            if value.row is not None and value.column and value.row not in record.rows:
                shown[value.row] = frozenset((value.column,))
    return shown


def render_table(read: ReadTable, described: TableDescription, shown: Shown) -> bytes:
    """Write a table with what is published of it: CSV of a table of text, JSON of JSON."""
    rows = read.opened.grid.rows
    if read.opened.format == "csv":
        return _as_csv(rows, read, described, shown)
    records = [_as_json(row, shown) for row in rows]
    if read.opened.format == "jsonl":
        return "".join(f"{record}\n" for record in records).encode()
    listed = "[\n" + ",\n".join(records) + "\n]"
    for key in reversed(pointer_steps(described.layout.records or "")):
        listed = "{" + f"{json.dumps(key, ensure_ascii=False)}: {listed}" + "}"
    return f"{listed}\n".encode()


def _as_csv(
    rows: tuple[GridRow, ...], read: ReadTable, described: TableDescription, shown: Shown
) -> bytes:
    made = io.StringIO(newline="")
    mark = "\t" if described.layout.delimiter == "\t" or read.opened.tabs else ","
    writer = csv.writer(made, delimiter=mark, lineterminator="\n")
    for row in rows:
        names = shown.get(row.number, frozenset())
        places = {read.columns.places.get(name) for name in names}
        cells = [c.text if at in places else _hidden(c.text) for at, c in enumerate(row.cells)]
        if row.blank:
            cells = [""]
        elif not names:
            cells = [OMITTED]
        # A row of one empty cell is written as "", which is no blank line.
        made.write("\n") if cells == [""] else writer.writerow(cells)
    return made.getvalue().encode()


def _hidden(text: str) -> str:
    return OMITTED if text.strip() else ""


def _as_json(row: GridRow, shown: Shown) -> str:
    """Write a record with the pointers that are published; a blank line stays one."""
    if row.blank:
        return ""
    names = shown.get(row.number, frozenset())
    wanted: dict[str, Any] = {}
    for name in sorted(names):
        below = wanted
        for step in pointer_steps(name):
            below = below.setdefault(step, {})
    return _written(_kept(row.record, wanted)) if names else "null"


def pointed_text(row: GridRow, name: str) -> str:
    """Write what a record of JSON has at a pointer, with the keys that lead to it."""
    wanted: dict[str, Any] = {}
    below = wanted
    for step in pointer_steps(name):
        below = below.setdefault(step, {})
    return _written(_kept(row.record, wanted))


def _kept(value: Any, wanted: Mapping[str, Any]) -> Any:
    if not wanted:
        return value
    if isinstance(value, dict):
        return {key: _kept(each, wanted[key]) for key, each in value.items() if key in wanted}
    if isinstance(value, list):
        steps = [wanted.get(str(at), wanted.get(ALL)) for at in range(len(value))]
        return [None if s is None else _kept(v, s) for v, s in zip(value, steps, strict=True)]
    return None


def _written(value: Any) -> str:
    """Write JSON whose numbers have the characters that they had."""
    if isinstance(value, JsonNumber):
        return str(value)
    if isinstance(value, dict):
        parts = (f"{json.dumps(k, ensure_ascii=False)}: {_written(v)}" for k, v in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
