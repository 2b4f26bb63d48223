"""A process that reads one Parquet file, and says its cells as lines of JSON; then it ends.

Started by ``parquet`` with what it may take, as JSON, in its first argument, and the file as its
standard input. It says ``{"names": […], "kinds": […]}``, then a row a line, and at last
``{"rows": 3}``; or, instead of any of these, ``{"wrong": "memory"}``. A cell is a text, ``null``,
or, of what has no text, ``["nested"]``: a word that says why.

The file may be made to harm: before it is looked at, this process gives up the network, other
programs, writing, and all but so much memory and time. It imports little: each file waits for it.
Source: Apache Parquet, parquet-format, LogicalTypes.md.
"""

import json
import mmap
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from lod.confining import data_in_use, deny_network, deny_tcp, die_with, lower_limit

SaidCell = str | list[str] | None
"""A cell: a text, nothing, or why it has no text."""

_EPOCH = datetime(1970, 1, 1)
_DAY_ONE = date(1970, 1, 1).toordinal()
_DAY = 86_400_000  # ms
_PARTS = {"s": 0, "ms": 3, "us": 6, "ns": 9}
_BATCH, _FEWEST, _MOST = 65_536, 16, 4_096
"""Cells that are read at a time, and rows at least and at most."""

_ODD_DAY, _NO_NUMBER = ["day"], ["number"]


class _TooMuch(Exception):
    """The file has more than a table may have: its word."""


def main() -> None:
    """Read the file, say what it holds, and end."""
    asked: dict[str, int] = json.loads(sys.argv[1])
    _confine(asked)
    with open(sys.stdout.fileno(), "w", encoding="utf-8", buffering=1 << 16) as said:
        for line in _answered(asked):
            said.write(json.dumps(line, ensure_ascii=False) + "\n")


def _confine(asked: dict[str, int]) -> None:
    import resource  # Windows has none, and reads no Parquet

    die_with(asked["parent"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    lower_limit(resource.RLIMIT_FSIZE, 0)
    lower_limit(resource.RLIMIT_CPU, asked["seconds"])
    _ = deny_network() or deny_tcp()
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"  # others reserve more than they use
    import pyarrow.parquet  # noqa: F401  # its own memory isn't the file's

    lower_limit(resource.RLIMIT_DATA, data_in_use() + asked["memory"])


def _answered(asked: dict[str, int]) -> Iterator[object]:
    try:
        held = mmap.mmap(sys.stdin.fileno(), 0, prot=mmap.PROT_READ)
        yield from _Reading(held, asked).lines()
    except _TooMuch as error:
        yield {"wrong": str(error)}
    except MemoryError:
        yield {"wrong": "memory"}
    except (ValueError, OSError, NotImplementedError, KeyError, OverflowError, RuntimeError):
        yield {"wrong": "damaged"}  # what it says of the file may quote it


@dataclass(slots=True)
class _Reading:
    """:param asked: how many rows, columns, cells, characters in all and in one cell there may be.

    ``text`` counts characters.
    """

    held: mmap.mmap
    asked: dict[str, int]
    text: int = 0
    rows: int = 0

    def lines(self) -> Iterator[object]:
        """Give what is said, line by line."""
        file = self._opened("us")
        schema, claimed = file.schema_arrow, file.metadata.num_rows
        width = len(schema)
        self._refuse("columns", width)
        self._refuse("rows", claimed + 1)
        self._refuse("cells", (claimed + 1) * width)
        columns = [_Column(each.type, self.asked["cell"]) for each in schema]
        yield {"names": schema.names, "kinds": [column.kind for column in columns]}
        size = min(max(_FEWEST, _BATCH // max(width, 1)), _MOST)
        batches = (
            each.iter_batches(size, use_threads=False) for each in (file, *self._finer(file))
        )
        for batch, *fine in zip(*batches, strict=True):
            self.rows += batch.num_rows
            self._refuse("rows", self.rows + 1)
            yield from self._rows(batch, fine, columns)
        yield {"rows": self.rows} if self.rows == claimed else {"wrong": "damaged"}

    def _finer(self, file: Any) -> list[Any]:
        """Open the file for its moments of 96 bits too, if it has any; see ``_moments``."""
        kinds = {file.schema.column(at).physical_type for at in range(len(file.schema))}
        return [self._opened("ns")] if "INT96" in kinds else []

    def _opened(self, unit: str) -> Any:
        """Open the file, whose moments of 96 bits become 64 bits of a unit."""
        import pyarrow.parquet as library

        source = library.core.pa.BufferReader(self.held)
        return library.ParquetFile(
            source, coerce_int96_timestamp_unit=unit, page_checksum_verification=True
        )

    def _rows(
        self, batch: Any, fine: list[Any], columns: "list[_Column]"
    ) -> Iterator[list[SaidCell]]:
        arrays = zip(*(each.columns for each in (batch, *fine)), strict=True)
        cells = [column.said(*each) for column, each in zip(columns, arrays, strict=True)]
        self.text += sum(len(each) for column in cells for each in column if each)
        self._refuse("text", self.text)
        yield from (list(row) for row in zip(*cells, strict=True))

    def _refuse(self, what: str, found: int) -> None:
        if found > self.asked[what]:
            raise _TooMuch(what)


class _Column:
    """How the values of a column are said; ``kind`` is what they are."""

    def __init__(self, stored: Any, longest: int) -> None:
        import pyarrow

        self.stored = getattr(stored, "storage_type", stored)  # of an extension's type
        if pyarrow.types.is_dictionary(self.stored):
            self.stored = self.stored.value_type
        self.longest = longest
        self.kind, self._said = _way(self.stored)

    def said(self, array: Any, fine: Any = None) -> list[SaidCell]:
        """Give the cells of a column; ``fine`` has its values too, with as many ns as there is."""
        if fine is not None and fine.type != array.type and self.kind == "date":
            found = _moments(array, fine)
        else:
            array = getattr(array, "storage", array)
            found = self._said(array.cast(self.stored) if array.type != self.stored else array)
        return [["long"] if each and len(each) > self.longest else each for each in found]


Way = Callable[[Any], list[SaidCell]]
"""Says the values of an array."""


def _way(stored: Any) -> tuple[str, Way]:
    """Give the kind of a column's cells, and how they are said."""
    from pyarrow import types as t

    ways: tuple[tuple[Callable[[Any], bool], str, Way], ...] = (
        (_is_text, "text", _texts),
        (t.is_boolean, "truth", _truths),
        (t.is_integer, "number", _integers),
        (t.is_decimal, "number", _decimals),
        (t.is_floating, "number", _floats),
        (t.is_date, "date", _dates),
        (t.is_timestamp, "date", _timestamps),
        (t.is_time, "text", _times),
        (t.is_null, "text", lambda array: [None] * len(array)),
    )
    for is_one, kind, way in ways:
        if is_one(stored):
            return kind, way
    nested = ("nested", t.is_nested(stored)), ("binary", "binary" in str(stored))
    why = next((word for word, true in nested if true), "kind")
    return "text", lambda array: [[why] if v else None for v in array.is_valid().to_pylist()]


def _is_text(stored: Any) -> bool:
    from pyarrow import types as t

    return bool(t.is_string(stored) or t.is_large_string(stored) or t.is_string_view(stored))


def _each(values: list[Any], said: Callable[[Any], SaidCell]) -> list[SaidCell]:
    return [None if value is None else said(value) for value in values]


def _texts(array: Any) -> list[SaidCell]:
    import pyarrow

    return _each(array.cast(pyarrow.large_binary()).to_pylist(), _text)


def _text(value: bytes) -> SaidCell:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return ["text"]


def _truths(array: Any) -> list[SaidCell]:
    return _each(array.to_pylist(), lambda value: "true" if value else "false")


def _integers(array: Any) -> list[SaidCell]:
    return _each(array.to_pylist(), str)


def _decimals(array: Any) -> list[SaidCell]:
    return _each(array.to_pylist(), lambda value: f"{value:f}")


def _floats(array: Any) -> list[SaidCell]:
    """Give the fewest digits that are this number, of its own width, without an exponent."""
    import pyarrow

    return _each(array.cast(pyarrow.string()).to_pylist(), _float)


def _float(written: str) -> SaidCell:
    if not written.lstrip("-")[:1].isdigit():
        return _NO_NUMBER
    plain = f"{Decimal(written):f}" if "e" in written else written
    return plain if "." in plain else f"{plain}.0"


def _dates(array: Any) -> list[SaidCell]:
    import pyarrow

    in_days = array.type == pyarrow.date32()
    numbers = array.cast(pyarrow.int32() if in_days else pyarrow.int64()).to_pylist()
    return _each(numbers, lambda value: _day(value if in_days else value // _DAY))


def _day(days: int) -> SaidCell:
    try:
        return date.fromordinal(_DAY_ONE + days).isoformat()
    except (ValueError, OverflowError):
        return _ODD_DAY


def _timestamps(array: Any) -> list[SaidCell]:
    import pyarrow

    digits, name = _PARTS[array.type.unit], array.type.tz
    values = array.cast(pyarrow.int64()).to_pylist()
    zone = _zone(name) if name is not None else None
    if name is not None and zone is None:
        return _each(values, lambda _: ["zone"])
    return _each(values, lambda value: _moment(value, digits, zone))


def _moments(coarse: Any, fine: Any) -> list[SaidCell]:
    """Give moments of 96 bits: 64 hold those of any year in us, but not those of all in ns."""
    import pyarrow

    us, ns = (each.cast(pyarrow.int64()).to_pylist() for each in (coarse, fine))
    both = [n if v is None or n // 1000 == v else v * 1000 for v, n in zip(us, ns, strict=True)]
    return _each(both, lambda value: _moment(value, _PARTS["ns"], None))


def _moment(value: int, digits: int, zone: tzinfo | None) -> SaidCell:
    """Write a moment, in its zone if it has one; a day alone if it has none and is midnight."""
    seconds, part = divmod(value, 10**digits)
    try:
        when = _EPOCH + timedelta(seconds=seconds)
        if zone is not None:
            when = when.replace(tzinfo=UTC).astimezone(zone)
    except (OverflowError, ValueError):
        return _ODD_DAY
    written, offset = when.replace(tzinfo=None).isoformat(), when.isoformat()[19:]
    if zone is None and not part and written.endswith("T00:00:00"):
        return written[:10]
    fraction = f".{part:0{digits}}".rstrip("0") if part else ""
    return f"{written}{fraction}{'Z' if offset == '+00:00' else offset}"


def _zone(name: str) -> tzinfo | None:
    from zoneinfo import ZoneInfo, available_timezones

    if name == "UTC":
        return UTC
    if name[:1] in ("+", "-"):
        with suppress(ValueError):
            return datetime.strptime(name, "%z").tzinfo
    known = name in available_timezones() - {"localtime"}  # which is another on each machine
    return ZoneInfo(name) if known else None


def _times(array: Any) -> list[SaidCell]:
    import pyarrow

    return _each(array.cast(pyarrow.string()).to_pylist(), _time)


def _time(written: str) -> SaidCell:
    if not written[:1].isdigit():
        return ["time"]
    whole, _, part = written.partition(".")
    return f"{whole}.{part.rstrip('0')}" if part.strip("0") else whole


if __name__ == "__main__":
    main()
