"""Messy tables of several countries, brought in: the copy says what the original said."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import SHARED

from lod.publishing.tables import TableReading
from publishing.importing.brought import bring, copy_of, read_copy, sidecar_of, told_of
from publishing.tables.readings import SIDECARS, as_case
from publishing.tables.workbooks import register_ods, register_xlsx

CASES = SHARED / "cases/tables"
OWN = Path(__file__).parents[1] / "tables/own"
LANGUAGES = {"bygdestod-se": "sv", "rakennerahasto-fi": "fi", "espa-gr": "el"}
NAMES = ("bygdestod-se", "dates-ie", "esf-uk-groups", "espa-gr", "grants-uk", "rakennerahasto-fi")
CODES = """\
[codes]
status = { sheet = "Koder", code = "A", value = "B" }
county = { sheet = "Koder", code = "D", value = "E" }
"""
WORDS = """\
[values]
status = { "1" = "Beviljat", "2" = "Pågår", "3" = "Avslutat" }
county = { "08" = "Kalmar län", "24" = "Västerbottens län", "25" = "Norrbottens län" }
"""
CHANGED = {
    "bygdestod-se": {'["cell", ': '["yyyy-mm-dd", ', CODES: WORDS},
    "register": {
        '["cell", ': '["yyyy-mm-dd", ',
        'county = { sheet = "Koder", code = "A", value = "B" }': "",
        "[codes]": '[values]\ncounty = { "08" = "Kalmar län", "24" = "Västerbottens län" }',
    },
}  # fmt: skip
SHEETS = {"bygdestod-se": "Projekt", "register": "Stöd"}


@pytest.fixture(params=NAMES)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    if not CASES.exists():
        pytest.skip(f"{CASES} is not there")
    told: dict[str, Any] = json.loads((CASES / f"{request.param}.expected.json").read_bytes())
    return {**told, "name": request.param}


def records_of(read: TableReading) -> list[dict[str, Any]]:
    """Write the records as the cases have them, by the rows of the file: not those of its lines."""
    found = []
    for record in read.records:
        told = as_case(record) | {"row": record.ordinals[0]}
        if len(record.rows) > 1:
            told = {**told, "rows": [*record.ordinals]}
            del told["row"]
        found.append(told)
    return found


def test_the_copy_of_a_case_says_what_the_case_says(case: dict[str, Any], tmp_path: Path) -> None:
    name, file = case["name"], CASES / case["file"]
    brought = bring(file.read_bytes(), file.name, tmp_path, sheet=SHEETS.get(name))
    read = read_copy(
        brought, SIDECARS / f"{name}.toml", tmp_path, LANGUAGES.get(name, "en"), CHANGED.get(name)
    )
    expected = [{k: v for k, v in each.items() if k != "line"} for each in case["records"]]
    assert records_of(read) == expected


def test_what_a_case_rejects_its_copy_rejects(case: dict[str, Any], tmp_path: Path) -> None:
    name, file = case["name"], CASES / case["file"]
    brought = bring(file.read_bytes(), file.name, tmp_path, sheet=SHEETS.get(name))
    language = LANGUAGES.get(name, "en")
    read = read_copy(brought, SIDECARS / f"{name}.toml", tmp_path, language, CHANGED.get(name))
    lines = {record.rows[0]: record.ordinals[0] for record in read.records}
    found = {(lines.get(each.row or 0, each.row), each.column) for each in read.rejected}
    assert found == {(each["row"], each["column"]) for each in case["rejected"]}


def test_what_must_not_be_shown_is_nowhere(case: dict[str, Any], tmp_path: Path) -> None:
    file = CASES / case["file"]
    brought = bring(file.read_bytes(), file.name, tmp_path, sheet=SHEETS.get(case["name"]))
    shown = {*case["never_shown"]} - {"x()"}  # of a script in a text, which the reader takes out
    whole = "\n".join([*(data.decode() for data in brought.files.values()), *told_of(brought)])
    assert [words for words in shown if words in whole] == []


def test_a_sidecar_is_toml_that_says_what_was_guessed(case: dict[str, Any], tmp_path: Path) -> None:
    file = CASES / case["file"]
    brought = bring(file.read_bytes(), file.name, tmp_path, sheet=SHEETS.get(case["name"]))
    written = tomllib.loads(sidecar_of(brought))
    columns = {name: value for name, value in written["columns"].items() if value}
    assert {"title", "owner"} <= {*columns}
    assert len(sidecar_of(brought).splitlines()) <= 35


OWN_FILES = (
    "operations.csv",
    "zabytki.csv",
    "subsidies.xls",
    "awards.jsonl",
    "register.xlsx",
    "register.ods",
)
MADE = {"register.xlsx": register_xlsx, "register.ods": register_ods}


@pytest.mark.parametrize("name", OWN_FILES)
def test_the_copy_of_a_table_of_our_own_says_what_it_says(name: str, tmp_path: Path) -> None:
    file = OWN / name
    data = MADE[name]() if name in MADE else file.read_bytes()
    encoding = "windows-1250" if file.stem == "zabytki" else None
    brought = bring(data, name, tmp_path, sheet=SHEETS.get(file.stem), encoding=encoding)
    language = "sv" if file.stem == "register" else "en"
    sidecar = file.with_suffix(".toml")
    read = read_copy(brought, sidecar, tmp_path, language, CHANGED.get(file.stem))
    expected = json.loads(file.with_suffix(".expected.json").read_bytes())
    found = [*map(as_case, read.records)] if file.suffix == ".csv" else records_of(read)
    assert found == expected["records"]
    shown = expected.get("never_shown", ())
    if file.stem != "zabytki":  # whose sidecar alone says which numbers persons have
        whole = copy_of(brought) + sidecar_of(brought) + "".join(told_of(brought))
        assert [words for words in shown if words in whole] == []
