"""Two tables as publishers have them: read whole, each row accounted for, values as typed."""

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
TYPED_BANK = (
    ("20200923", "10090000", "2016-09-01", "2019-12-31"),
    ("20200981", "368714", "2016-09-01", "2017-05-31"),
    ("20200967", "5024694", "2016-08-31", "2019-12-31"),
    ("20200919", "9735500", "2016-08-01", "2019-11-30"),
    ("20200873", "4744000", "2016-07-01", "2019-10-31"),
    ("20200937", "200000", "2016-03-31", "2016-09-30"),
    ("20200524", "400000", "2016-03-01", "2016-11-30"),
    ("20200615", "300850", "2016-01-04", "2016-08-25"),
    ("20200596", "1059934", "2016-01-01", "2018-06-30"),
    ("20200775", "10275179", "2016-01-01", "2019-03-31"),
    ("20200759", "380203", "2016-01-01", "2016-09-30"),
    ("20200520", "2830445", "2016-01-01", "2018-12-31"),
    ("20200571", "8885000", "2015-11-01", "2018-12-31"),
    ("20200689", "4316785", "2015-10-01", "2018-12-31"),
    ("20200749", "22375981", "2015-09-15", "2019-04-30"),
    ("20200472", "368650", "2015-08-03", "2016-04-30"),
    ("20200462", "397109", "2015-08-01", "2016-05-17"),
    ("20200182", "76119244", "2015-07-01", "2018-04-30"),
    ("20200356", "10000000", "2015-07-01", "2018-06-30"),
    ("20200285", "8250000", "2014-01-01", "2017-04-30"),
)
TYPED_GRANTS = (
    *(("19760", "40000.0"), ("19791", "25000.0"), ("19801", "1000000.0"), ("19831", "5000.0")),
    *(("19854", "71000.0"), ("19864", "36000.0"), ("19890", "40000.0"), ("19891", "40000.0")),
    *(("19896", "40000.0"), ("19905", "5000.0"), ("19915", "200000.0"), ("19929", "0.0")),
    *(("19948", "0.0"), ("19956", "0.0"), ("20039", "50000.0"), ("20090", "30000.0")),
    *(("20101", "60000.0"), ("20108", "60000.0"), ("20123", "0.0"), ("20183", "0.0")),
)


def source_part(name: str) -> str:
    return (HERE / f"{name}.toml").read_text("utf-8")


def read(name: str, shared: Callable[[str], Path], folder: Path) -> TableReading:
    file = shared(f"tables/{name}.json")
    sidecar = folder / f"{name}.toml"
    sidecar.write_text(source_part(name), "utf-8")
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


def test_amounts_and_dates_of_rows_picked_at_random_are_as_typed(
    shared: Callable[[str], Path], tmp_path: Path
) -> None:
    fields = ("id", "amount", "start", "end")
    bank = [
        [str(r.values[f][0].value) for f in fields] for r in read(BANK, shared, tmp_path).records
    ]
    assert {*TYPED_BANK} - {tuple(row) for row in bank} == set()
    grants = read(GRANTS, shared, tmp_path).records
    amounts = {
        (str(r.values["id"][0].value)[-5:], str(r.values["amount"][0].value)) for r in grants
    }
    assert {*TYPED_GRANTS} - amounts == set()


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
