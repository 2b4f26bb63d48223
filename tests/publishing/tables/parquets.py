"""Parquet files that tests make, with the library that reads them or by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

REASON = 'pyarrow is not installed: pip install "lod-publisher[parquet]"'


def library() -> Any:
    """Give pyarrow, or skip."""
    return pytest.importorskip("pyarrow", reason=REASON)


def parquet(columns: Mapping[str, Any] | Sequence[tuple[str, Any]], **options: Any) -> bytes:
    """Make a file of columns, by name; as pairs, names may stand twice. Options are pyarrow's."""
    pa = library()
    from pyarrow.parquet import write_table

    pairs = [*columns.items()] if isinstance(columns, Mapping) else columns
    arrays = [values if isinstance(values, pa.Array) else pa.array(values) for _, values in pairs]
    made = pa.BufferOutputStream()
    write_table(pa.table(arrays, names=[name for name, _ in pairs]), made, **options)
    return bytes(made.getvalue())


def varint(number: int) -> bytes:
    """Write an integer as Thrift's compact protocol has it: zigzag, seven bits a byte."""
    left, made = (number << 1) ^ (number >> 63), bytearray()
    while left > 127:
        made.append(left & 127 | 128)
        left >>= 7
    return bytes((*made, left))


def claiming(data: bytes, rows: int, claimed: int) -> bytes:
    """Let a file of so many rows say that it has others: num_rows, field 3 of FileMetaData."""
    length = int.from_bytes(data[-8:-4], "little")
    head, footer = data[: -8 - length], data[-8 - length : -8]
    old = b"\x16" + varint(rows)  # the next field, an i64
    assert footer.count(old) >= 1
    footer = footer.replace(old, b"\x16" + varint(claimed), 1)
    return head + footer + len(footer).to_bytes(4, "little") + b"PAR1"
