"""Two tables as publishers have them: read whole, each row accounted for, values as typed."""

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lod.publishing.build import check_publication, mint_keys
from lod.publishing.config import read_config
from lod.publishing.keys import write_keys
from lod.publishing.publication import map_all
from lod.publishing.tables import TableReading
from publishing.tables.readings import check_each_row_is_in_one_place, read_with

HERE = Path(__file__).parent / "real"
BANK, GRANTS = "tillvaxtverket_projektbank_2014-2020", "360giving_grants"
ROWS = {BANK: 374, GRANTS: 379}
TYPED_BANK = {
    6: ("20200917", "17148553", "2016-10-01", "2019-12-31"),
    9: ("20200927", "12000000", "2016-10-01", "2019-09-30"),
    19: ("20200951", "2771368", "2016-09-01", "2019-12-31"),
    29: ("20200980", "36511445", "2016-09-01", "2019-12-31"),
    60: ("20201031", "2408342", "2016-06-01", "2018-11-30"),
    76: ("20201004", "6878735", "2016-04-01", "2019-12-31"),
    81: ("20201051", "400000", "2016-03-21", "2016-12-20"),
    107: ("20200661", "9602214", "2016-01-11", "2018-12-21"),
    123: ("20200599", "198340", "2016-01-01", "2016-09-30"),
    135: ("20200626", "4575000", "2016-01-01", "2019-04-30"),
    144: ("20200774", "400000", "2016-01-01", "2016-09-30"),
    174: ("20200688", "6907086", "2016-01-01", "2019-04-30"),
    183: ("20200555", "334096", "2015-12-01", "2016-06-30"),
    189: ("20200062", "100000000", "2015-10-01", "2021-12-31"),
    201: ("20200465", "19500000", "2015-10-01", "2018-09-30"),
    239: ("20200453", "392000", "2015-09-01", "2016-04-30"),
    267: ("20200462", "397109", "2015-08-01", "2016-05-17"),
    349: ("20200065", "3770195", "2015-01-01", "2018-04-30"),
    356: ("20200287", "3600000", "2014-05-01", "2017-04-30"),
    363: ("20200842", "1409956", "2014-01-01", "2021-12-31"),
}
"""Read in the file by eye and typed by hand: row → id, amount, start, end."""
TYPED_GRANTS = {
    3: ("360G-wolfson-19749", "40000.0", "2014-06-05"),
    6: ("360G-wolfson-19752", "19602.0", "2014-06-05"),
    114: ("360G-wolfson-19868", "30000.0", "2014-06-05"),
    117: ("360G-wolfson-19873", "24000.0", "2014-06-05"),
    122: ("360G-wolfson-19878", "20000.0", "2014-06-05"),
    133: ("360G-wolfson-19889", "42000.0", "2014-06-05"),
    146: ("360G-wolfson-19902", "5000.0", "2014-06-05"),
    152: ("360G-wolfson-19908", "5000.0", "2014-06-05"),
    155: ("360G-wolfson-19911", "5000.0", "2014-06-05"),
    172: ("360G-wolfson-19928", "0.0", "2014-06-05"),
    186: ("360G-wolfson-19942", "0.0", "2014-06-05"),
    210: ("360G-wolfson-19967", "0.0", "2014-12-04"),
    214: ("360G-wolfson-19971", "0.0", "2014-12-04"),
    229: ("360G-wolfson-20008", "44000.0", "2014-12-04"),
    241: ("360G-wolfson-20020", "75000.0", "2014-12-04"),
    247: ("360G-wolfson-20026", "98650.0", "2014-12-04"),
    326: ("360G-wolfson-20105", "60000.0", "2014-12-04"),
    337: ("360G-wolfson-20116", "0.0", "2014-12-04"),
    342: ("360G-wolfson-20121", "0.0", "2014-12-04"),
    365: ("360G-wolfson-20173", "0.0", "2014-12-04"),
}
"""Likewise: row → id, amount awarded, award date, which is written with the day first."""
_AWARDED = {
    "[table]": '[table]\ndates = ["d/m/yyyy"]',
    "[columns]": '[columns]\nstart = "/awardDate"',
}
"""What has the date of the award read, which is no project's start: only here."""


def source_part(name: str) -> str:
    return (HERE / f"{name}.toml").read_text("utf-8")


def read(
    name: str, shared: Callable[[str], Path], folder: Path, said: str | None = None
) -> TableReading:
    file = shared(f"tables/{name}.json")
    sidecar = folder / f"{name}.toml"
    sidecar.write_text(said or source_part(name), "utf-8")
    return read_with(sidecar, file.read_bytes(), file, "sv" if name == BANK else "en")


@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_accounted_for(
    name: str, shared: Callable[[str], Path], tmp_path: Path
) -> None:
    found = read(name, shared, tmp_path)
    check_each_row_is_in_one_place(found)
    assert (found.rows, found.refused) == (ROWS[name], None)
    assert len(found.records) + len(found.left_out) + len(found.lost) == ROWS[name]
    assert len(source_part(name).splitlines()) <= 25


def typed_fields(found: TableReading, *fields: str) -> dict[int, tuple[str, ...]]:
    return {
        record.rows[0]: tuple(str(record.values[name][0].value) for name in fields)
        for record in found.records
    }


def test_amounts_and_dates_of_rows_picked_at_random_are_as_typed(
    shared: Callable[[str], Path], tmp_path: Path
) -> None:
    assert sorted(TYPED_BANK) == sorted(random.Random(15).sample(range(1, 375), 20))
    assert sorted(TYPED_GRANTS) == sorted(random.Random(16).sample(range(1, 380), 20))
    bank = typed_fields(read(BANK, shared, tmp_path), "id", "amount", "start", "end")
    assert {row: bank.get(row) for row in TYPED_BANK} == TYPED_BANK
    sidecar = source_part(GRANTS)
    for old, new in _AWARDED.items():
        sidecar = sidecar.replace(old, new)
    grants = typed_fields(read(GRANTS, shared, tmp_path, sidecar), "id", "amount", "start")
    assert {row: grants.get(row) for row in TYPED_GRANTS} == TYPED_GRANTS


@pytest.mark.parametrize("name", ROWS)
def test_it_is_published(name: str, shared: Callable[[str], Path], site: Path) -> None:
    shutil.copy(shared(f"tables/{name}.json"), site / "data/sources")
    shutil.copy(HERE / f"{name}.toml", site / "data/sources")
    settings = site / "lod.toml"
    listed = re.sub(
        r"(?m)^sources = .*$", f'sources = ["{name}.json"]', settings.read_text("utf-8")
    )
    settings.write_text(listed, "utf-8")
    write_keys(*mint_keys(read_config(site)))
    mapped = map_all(read_config(site))
    report = check_publication(mapped, lambda _: None)
    assert [str(f) for f in report.findings if f.severity == "violation"] == []
    (page,) = mapped.pages
    assert len(page.lines) == ROWS[name]
