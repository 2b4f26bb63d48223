"""Messy tables of several countries, each read as was decided by hand."""

import json
from typing import Any

import pytest
from conftest import SHARED

from lod.errors import SourceError
from lod.publishing.tables import TableReading
from publishing.tables.readings import SIDECARS, account_of, in_order, read_with

CASES = SHARED / "cases/tables"
LANGUAGES = {"bygdestod-se": "sv", "rakennerahasto-fi": "fi", "espa-gr": "el"}
NAMES = (
    *("bygdestod-se", "dates-ie", "esf-uk-groups", "espa-gr", "grants-uk", "rakennerahasto-fi"),
    *("tiny-csv-named", "tiny-empty", "tiny-header-only", "tiny-login-page"),
)
NOT_IN_THE_FILE = {"bygdestod-se": {2, 17}}
"""Blank rows that the XML of a sheet hasn't got."""


@pytest.fixture(params=NAMES)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    if not CASES.exists():
        pytest.skip(f"{CASES} is not there")
    told: dict[str, Any] = json.loads((CASES / f"{request.param}.expected.json").read_bytes())
    return {**told, "name": request.param}


def read(case: dict[str, Any]) -> TableReading | SourceError:
    name, file = case["name"], CASES / case["file"]
    own = SIDECARS / f"{name}.toml"
    sidecar = own if own.exists() else SIDECARS / "tiny.toml"
    try:
        return read_with(sidecar, file.read_bytes(), file, LANGUAGES.get(name, "en"))
    except SourceError as error:
        return error


def test_a_case_is_read_as_was_decided(case: dict[str, Any]) -> None:
    found = account_of(read(case))
    records = [{k: v for k, v in each.items() if k != "line"} for each in case["records"]]
    assert found["records"] == records
    rows = {each["row"] for each in case["left_out"]} - NOT_IN_THE_FILE.get(case["name"], set())
    assert found["left_out"] == sorted(rows)
    for what in ("rejected", "told"):
        assert found[what] == in_order((each["row"], each["column"]) for each in case[what])


def test_each_left_out_row_is_left_out_by_the_rule_that_was_meant(case: dict[str, Any]) -> None:
    found = read(case)
    if isinstance(found, SourceError):
        return
    expected = {each["row"]: each["rule"] for each in case["left_out"]}
    assert {each.row: each.rule for each in found.left_out}.items() <= expected.items()


def test_lines_are_those_of_the_file(case: dict[str, Any]) -> None:
    found = read(case)
    if isinstance(found, TableReading):
        lines = {each["row"]: each["line"] for each in case["records"] if "line" in each}
        assert lines.items() <= {r.rows[0]: r.line for r in found.records}.items()


def test_what_must_not_be_shown_is_nowhere(case: dict[str, Any]) -> None:
    shown = repr(read(case))
    assert [words for words in case["never_shown"] if words in shown] == []
