"""Six tables of our own, one for each group of traps, each read as was typed by hand.

Groups, totals and footnotes with dates both ways; Windows-1250 with lists and shares; HTML that is
called ``.xls``; JSON Lines; a workbook, as XLSX and as ODS.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from lod.publishing.tables import TableReading
from publishing.tables.readings import (
    account_of,
    check_each_row_is_in_one_place,
    in_order,
    read_with,
)
from publishing.tables.workbooks import register_ods, register_xlsx

OWN = Path(__file__).parent / "own"
MADE = {"register.xlsx": register_xlsx, "register.ods": register_ods}
FILES = ("operations.csv", "zabytki.csv", "subsidies.xls", "awards.jsonl", *MADE)


@pytest.fixture(params=FILES)
def pair(request: pytest.FixtureRequest) -> tuple[TableReading, dict[str, Any]]:
    file = OWN / request.param
    data = MADE[file.name]() if file.name in MADE else file.read_bytes()
    language = "sv" if file.stem == "register" else "en"
    read = read_with(file.with_suffix(".toml"), data, file, language)
    expected: dict[str, Any] = json.loads(file.with_suffix(".expected.json").read_bytes())
    return read, expected


def test_a_table_is_read_as_was_typed(pair: tuple[TableReading, dict[str, Any]]) -> None:
    read, expected = pair
    found = account_of(read)
    assert found["records"] == expected["records"]
    assert found["left_out"] == expected["left_out"]
    for what in ("rejected", "told"):
        assert found[what] == in_order(tuple(place) for place in expected[what])


def test_each_row_is_in_one_place(pair: tuple[TableReading, dict[str, Any]]) -> None:
    check_each_row_is_in_one_place(pair[0])


def test_what_is_withheld_is_nowhere(pair: tuple[TableReading, dict[str, Any]]) -> None:
    shown = repr(pair[0])
    assert [words for words in pair[1].get("never_shown", ()) if words in shown] == []
