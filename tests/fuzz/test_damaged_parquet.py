"""A damaged Parquet file says what it holds, or is refused by its name: nothing falls or hangs.

Each file is damaged 200 times, of a seed each. What is read of one without compression stands in
its bytes; of any, each row is in one place.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from publishing.tables.parquets import library, parquet
from publishing.tables.readings import check_each_row_is_in_one_place

from fuzz.test_damaged_tables import COUNT
from lod.errors import InputError
from lod.publishing.handwritten import read_settings
from lod.publishing.tables import TableDescription, read_description
from lod.publishing.tables.tabling import ReadTable, read_with_cells

FILE = Path("grants.parquet")
SIDECAR = """
[columns]
id = "Ref"
title = "Title"
owner = "Owner"
start = "From"
amount = "Amount"
[amount]
currency = "EUR"
"""
ROWS = 60


def columns() -> Mapping[str, list[Any]]:
    numbers = range(ROWS)
    return {
        "Ref": [f"R-{n:03}" for n in numbers],
        "Title": [None if n % 17 == 5 else f"Brücke {n}" for n in numbers],
        "Owner": [("Kent Council", "Hull Council", "Åby kommun")[n % 3] for n in numbers],
        "From": [date(2015, 1 + n % 12, 1 + n % 28) for n in numbers],
        "Amount": [None if n % 7 == 3 else Decimal(n * 1000).scaleb(-2) for n in numbers],
    }


PLAIN = {"compression": "none", "use_dictionary": False}
KINDS: dict[str, dict[str, Any]] = {
    "plain": PLAIN,
    "of several groups": {**PLAIN, "row_group_size": 20, "data_page_version": "2.0"},
    "usual": {},
    "summed": {"compression": "zstd", "write_page_checksum": True},
}


def _flipped(data: bytearray, at: int, chance: random.Random) -> bytes:
    data[at] ^= 1 << chance.randrange(8)
    return bytes(data)


def _without(data: bytearray, at: int, chance: random.Random) -> bytes:
    del data[at : at + chance.randint(1, 40)]
    return bytes(data)


def _twice(data: bytearray, at: int, chance: random.Random) -> bytes:
    data[at:at] = data[at : at + chance.randint(1, 40)]
    return bytes(data)


def _zeros(data: bytearray, at: int, chance: random.Random) -> bytes:
    end = min(at + chance.randint(1, 12), len(data))
    data[at:end] = bytes(end - at)
    return bytes(data)


def _large(data: bytearray, at: int, _: random.Random) -> bytes:
    """Let a number be as large as it gets: lengths, counts and offsets are such."""
    data[at : at + 4] = b"\xff\xff\xff\x7f"
    return bytes(data)


def _noise(data: bytearray, at: int, chance: random.Random) -> bytes:
    data[at : at + 8] = chance.randbytes(8)
    return bytes(data)


def _cut(data: bytearray, at: int, _: random.Random) -> bytes:
    return bytes(data[:at])


DAMAGES: tuple[Callable[[bytearray, int, random.Random], bytes], ...] = (
    *(_flipped, _flipped, _without, _twice, _zeros, _large, _noise, _cut),
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Damage a file behind its first bytes, half of the time where its footer is."""
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    at = (
        chance.randrange(footer, len(data))
        if chance.random() < 0.5
        else chance.randrange(4, footer)
    )
    return chance.choice(DAMAGES)(bytearray(data), at, chance)


@pytest.fixture
def described(tmp_path: Path) -> TableDescription:
    sidecar = tmp_path / "grants.toml"
    sidecar.write_text(SIDECAR, "utf-8")
    return read_description(read_settings(sidecar), "en")


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_read_or_refused(kind: str, described: TableDescription) -> None:
    library()
    whole = parquet(columns(), **KINDS[kind])
    before = read_with_cells(whole, FILE, described)
    assert len(before.opened.grid.rows) == ROWS + 1
    wrong, refused = [], 0
    for seed in range(COUNT):
        data = damaged(whole, random.Random(f"{kind} {seed}"))
        try:
            read = read_with_cells(data, FILE, described)
        except InputError as error:
            wrong += [] if error.file else [f"{seed}: no file is named: {error}"]
            refused += 1
            continue
        check_each_row_is_in_one_place(read.reading)
        wrong += [f"{seed}: {what}" for what in _faults(kind, data, read)]
        if kind == "summed":
            wrong += [f"{seed}: {what}" for what in _others(before, read)]
    assert wrong == []
    assert 0 < refused < COUNT


def _faults(kind: str, data: bytes, read: ReadTable) -> Iterator[str]:
    rows = read.opened.grid.rows
    if [row.number for row in rows] != [*range(1, len(rows) + 1)]:
        yield "rows have other numbers"
    for row in rows if KINDS[kind].get("compression") == "none" else ():
        for cell in row.cells:
            if cell.kind == "text" and cell.text.encode() not in data:
                yield f"{cell.text} is nowhere in row {row.number}"


def _others(before: ReadTable, read: ReadTable) -> Iterator[str]:
    """Tell which cells have other values, in a file whose pages have checksums.

    The footer has none: what it says of kinds and names may differ.
    """
    for one, other in zip(before.opened.grid.rows[1:], read.opened.grid.rows[1:], strict=True):
        for was, now in zip(one.cells, other.cells, strict=True):
            if was.kind == now.kind == "text" and was.text != now.text:
                yield f"{was.text} is {now.text} in row {one.number}"
