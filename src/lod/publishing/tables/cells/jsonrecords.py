"""Records of JSON and JSON Lines: a row each, whose cells are the pointers that are wanted."""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lod.errors import SourceError
from lod.publishing.tables.cells.jsontext import (
    JsonConstant,
    JsonNumber,
    JsonObject,
    JsonText,
    pointer_of,
    pointer_steps,
)
from lod.publishing.tables.grid import (
    EMPTY,
    Grid,
    GridCell,
    GridRow,
    Layout,
    RowsTaken,
    TableBounds,
)
from lod.words import msg

ALL = "*"
"""What stands for all of an array, in a pointer of ours."""

_LINE = re.compile(r"[^\n]*\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json_records(text: str, file: Path, layout: Layout, bounds: TableBounds) -> Grid:
    """Read the records of an array, at the top or below a pointer.

    :raises SourceError: it isn't JSON, or there is no such array.
    """
    taken, source = RowsTaken(file, bounds), JsonText(text, file)
    for number, (record, line) in enumerate(_records(source, layout), 1):
        taken.add(_row(record, number, line, layout, bounds))
    return Grid(tuple(taken.rows), ragged=False, names=layout.columns)


def read_json_lines(text: str, file: Path, layout: Layout, bounds: TableBounds) -> Grid:
    """Read a record of each line; one that can't be read is a fault. Lines end in LF or CR LF.

    :raises SourceError: there are too many.
    """
    taken = RowsTaken(file, bounds)
    for number, line in enumerate(_LINE.findall(text)[:-1], 1):
        if not line.strip():
            taken.add(GridRow(number, (), number, number))
            continue
        row = _row(_on_line(line.strip(), file), number, number, layout, bounds)
        taken.add(replace(row, written=line.strip()) if row.record is None else row)
    return Grid(tuple(taken.rows), ragged=False, names=layout.columns)


def pointers_in(records: Iterable[Any]) -> Iterator[str]:
    """Give the pointers that lead to values of records, with ``*`` for what is in a list.

    >>> [*pointers_in([JsonObject({"a": 1, "b": [JsonObject({"c": 2})]})])]
    ['/a', '/b/*/c']
    """
    left: deque[tuple[str, Any]] = deque(("", record) for record in records)
    while left:
        at, value = left.popleft()
        if isinstance(value, JsonObject):
            left += [(at + pointer_of((key,)), each) for key, each in value.items()]
        elif isinstance(value, list):
            left += [(f"{at}/{ALL}", each) for each in value]
        else:
            yield at


def _on_line(line: str, file: Path) -> Any:
    """Give the record of a line; of one that isn't JSON the line itself, which is no object."""
    source = JsonText(line, file)
    try:
        record, end = source.value(0)
    except SourceError:
        return line
    return record if source.blank(end) == len(line) else line


def _records(source: JsonText, layout: Layout) -> Iterator[tuple[Any, int]]:
    at, ends = source.blank(0), []
    for key in pointer_steps(layout.records or ""):
        if source.text[at : at + 1] != "{":
            raise source.wrong(at, msg("isn't the object that records points into"))
        at = source.find(at, key)
        ends.append(source.ended)
    if source.text[at : at + 1] != "[":
        message = msg("no list of records stands here; records in the sidecar says where it is")
        raise source.wrong(at, message)
    yield from source.array(at)
    source.close((*ends, source.ended)[0])


def _row(record: Any, number: int, line: int, layout: Layout, bounds: TableBounds) -> GridRow:
    if record is None:
        return GridRow(number, (), number, line)
    if not isinstance(record, JsonObject):
        fault = GridCell("", "fault", msg("not an object of JSON"))
        return GridRow(number, (), number, line, fault=fault)
    try:
        fault_at = _fault(record, ())
        cells = tuple(_cell(record, pointer_steps(p), (), bounds) for p in layout.columns)
        whole = json.dumps(record, sort_keys=True)
    except RecursionError:
        fault = GridCell("", "fault", msg("stands too deep within brackets"))
        return GridRow(number, (), number, line, fault=fault)
    return GridRow(number, cells, number, line, fault=fault_at, whole=whole, record=record)


def _fault(value: Any, steps: tuple[str, ...]) -> GridCell | None:
    """Find what makes a record unfit: a key that stands twice, or half of a character."""
    if isinstance(value, JsonObject):
        if value.twice is not None:
            column = pointer_of((*steps, value.twice))
            return GridCell(
                "", "fault", msg("the key stands twice in one object"), (), None, column
            )
        within: Iterator[tuple[str, Any]] = iter(value.items())
    elif isinstance(value, list):
        within = ((str(at), each) for at, each in enumerate(value))
    elif isinstance(value, str) and _SURROGATE.search(value):
        why = msg("half of a surrogate pair, which is no character")
        return GridCell("", "fault", why, (), None, pointer_of(steps))
    else:
        return None
    return next((f for key, each in within if (f := _fault(each, (*steps, key)))), None)


def _cell(value: Any, steps: tuple[str, ...], at: tuple[str, ...], bounds: TableBounds) -> GridCell:
    """Follow a pointer; what isn't there is empty, what is of another kind a fault."""
    if value is None:
        return EMPTY
    if not steps:
        return _leaf(value, at, bounds)
    key, rest = steps[0], steps[1:]
    if key == ALL or (key.isascii() and key.isdigit() and not isinstance(value, JsonObject)):
        if not isinstance(value, list):
            why = msg("an array is expected here")
            return GridCell("", "fault", why, (), None, pointer_of(at))
        if key != ALL:
            step = int(key[:9])
            return _cell(value[step] if step < len(value) else None, rest, (*at, key), bounds)
        parts = (_cell(each, rest, (*at, key), bounds) for each in value[: bounds.columns])
        found = tuple(part for part in parts if part.filled)
        return GridCell("", "list", parts=found) if found else EMPTY
    if not isinstance(value, JsonObject):
        why = msg("an object is expected here")
        return GridCell("", "fault", why, (), None, pointer_of(at))
    return _cell(value.get(key), rest, (*at, key), bounds)


def has_value(value: Any, steps: tuple[str, ...]) -> bool:
    """Whether anything stands at a pointer, below ``*`` at any place.

    >>> has_value({"a": [{"b": 1}]}, ("a", "*", "b")), has_value({"a": {}}, ("a",))
    (True, False)
    """
    if not steps:
        return value not in (None, "", [], {})
    if isinstance(value, list):
        rest = steps[1:] if steps[0] == ALL or steps[0].isdigit() else steps
        return any(has_value(each, rest) for each in value)
    return isinstance(value, dict) and has_value(value.get(steps[0]), steps[1:])


def _leaf(value: Any, at: tuple[str, ...], bounds: TableBounds) -> GridCell:
    if isinstance(value, bool):
        return GridCell("true" if value else "false", "truth")
    if isinstance(value, JsonNumber):
        return GridCell(str(value), "number")
    if isinstance(value, JsonConstant):
        return GridCell("", "fault", msg("no number that JSON has"))
    if isinstance(value, str):
        return GridCell(value)
    if isinstance(value, list):
        found = tuple(
            p for each in value[: bounds.columns] if (p := _cell(each, (), at, bounds)).filled
        )
        return GridCell("", "list", parts=found) if found else EMPTY
    return GridCell("", "fault", msg("a text or a number is expected here, not an object"))
