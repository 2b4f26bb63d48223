"""Organisations that may be one are listed for the steward, and not again once decided."""

import csv
import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from bringing import list_pages
from click.testing import CliRunner

from lod.cli.commands import main
from lod.publishing.build import check_publication
from lod.publishing.candidates import COLUMNS
from lod.publishing.config import Config, read_config
from lod.publishing.keys import read_keys
from lod.publishing.publication import map_all

HERE = Path(__file__).parent
HEAD = "Dnr,Projekt,Ägare,Org.nr,Län,Kommun,Plats\n"
ROWS = """\
P-1,Bro,Föreningen Hamnljus,,,,
P-2,Led,Hamnljusföreningen,,,,
P-3,Hus,Motala kommum,,,,
P-4,Väg,Bygdens vänner,802000-0017,,,
P-5,Ö,Roddarna i Å,802000-0017,,,
P-6,Å,Byalaget i Hav,802000-0025,,,
P-7,Äng,Byalaget i Hav ideell förening,802000-0033,,,
P-8,Sjö,Habo kommun,,,,
P-9,Ek,Håbo kommun,,,,
"""


@pytest.fixture
def table(site: Path) -> Config:
    folder = site / "data/sources"
    shutil.copy(HERE / "platser.toml", folder)
    (folder / "platser.csv").write_text(HEAD + ROWS, "utf-8")
    return list_pages(site, "platser.csv")


def run(config: Config, *arguments: str) -> str:
    result = CliRunner().invoke(
        main, ["keys", *arguments, "--site", str(config.site), "--lang", "en"]
    )
    assert result.exit_code == 0, result.output
    return result.output


def listed(config: Config) -> Sequence[tuple[str, ...]]:
    text = (config.site / "var/linking-candidates.csv").read_text("utf-8")
    columns, *rows = csv.reader(io.StringIO(text))
    assert tuple(columns) == COLUMNS
    return [(row[1], row[2], row[4], row[6]) for row in rows]


SAME_NUMBER = ("number", "bygdens-vanner", "roddarna-i-a", "")
SPELT = ("name", "foreningen-hamnljus", "hamnljusforeningen", "")
REGISTER = ("name", "motala-kommum", "motala-kommun", "0583")


def test_pairs_are_listed_the_likeliest_first_with_their_scores(table: Config) -> None:
    said = run(table)
    assert "3 pairs of organisations may be one: var/linking-candidates.csv" in said
    assert listed(table)[0] == SAME_NUMBER
    assert {*listed(table)} == {SAME_NUMBER, SPELT, REGISTER}
    text = (table.site / "var/linking-candidates.csv").read_text("utf-8")
    rows = [*csv.reader(text.splitlines())][1:]
    scores = [float(row[0]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert all(0.5 < score <= 1 for score in scores)


def test_what_is_two_is_written_down_and_not_listed_again(table: Config) -> None:
    run(table)
    said = run(
        table,
        *("--apart", "roddarna-i-a=bygdens-vanner"),
        *("--apart", "motala-kommum=motala-kommun"),
        *("--apart", "foreningen-hamnljus=hamnljusforeningen"),
    )
    assert "3 pairs of organisations are said to be two in data/curated/different.ttl" in said
    assert listed(table) == []
    run(table)
    assert listed(table) == []
    report = check_publication(map_all(read_config(table.site)), lambda _: None)
    assert report.conforms
    assert not [f for f in report.findings if f.place and "different.ttl" in f.place.file]


def test_what_is_one_gets_one_key_and_then_its_number(table: Config) -> None:
    run(table)
    run(table, "bygdens-vanner=roddarna-i-a")
    assert SAME_NUMBER not in listed(table)
    keys = read_keys(table.site / "data/keys.csv")
    assert keys.find("organization", "platser", "Roddarna i Å") == "bygdens-vanner"
    graph = map_all(read_config(table.site)).graph
    assert any(getattr(t.object, "value", "") == "0007:8020000017" for t in graph.quads)


def test_which_area_an_organisation_serves_decides_too(table: Config) -> None:
    run(table)
    base = table.base_iri
    (table.site / "data/curated/more.ttl").write_text(
        f"<{base}id/organization/motala-kommum> <https://schema.org/areaServed> "
        f"<{base}id/area/0583> .\n",
        "utf-8",
    )
    run(table)
    assert REGISTER not in listed(table)


def test_a_dry_run_writes_no_list(table: Config) -> None:
    run(table, "--dry-run")
    assert not (table.site / "var").exists()


def test_what_is_said_twice_to_be_two_is_written_once(table: Config) -> None:
    run(table)
    pair = ("--apart", "roddarna-i-a=bygdens-vanner")
    run(table, *pair, *pair)
    before = (table.site / "data/curated/different.ttl").read_bytes()
    assert before.count(b"differentFrom") == 1
    run(table, *pair)
    assert (table.site / "data/curated/different.ttl").read_bytes() == before


def test_what_has_the_key_of_a_registers_body_is_no_pair_with_it(table: Config) -> None:
    with (table.site / "data/keys.csv").open("a", encoding="utf-8") as file:
        file.write("organization,motala-kommun,platser,Motala kommum,\n")
        file.write("organization,motala-kommun,earlier,Motala kommun,\n")
    run(table)
    assert {*listed(table)} == {SAME_NUMBER, SPELT}


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        ("bygdens-vanner=ingen", "no organisation has the key ingen"),
        ("bygdens-vanner", "no organisation has the key “”"),
        ("bygdens-vanner=bygdens-vanner", "write the keys of two organisations"),
    ],
)
def test_a_pair_that_is_none_is_refused(table: Config, pair: str, why: str) -> None:
    run(table)
    command = ["keys", "--apart", pair, "--site", str(table.site), "--lang", "en"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert why in result.output
    assert not (table.site / "data/curated/different.ttl").exists()


def test_no_spreadsheet_takes_a_name_for_a_formula(table: Config) -> None:
    rows = "P-1,Bro,=Hamnljus förening,,,,\nP-2,Led,Hamnljus förening,,,,\n"
    (table.site / "data/sources/platser.csv").write_text(HEAD + rows, "utf-8")
    run(table)
    text = (table.site / "var/linking-candidates.csv").read_text("utf-8")
    assert ",'=Hamnljus förening," in text


def test_the_folder_of_the_list_may_be_a_link(table: Config, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (table.site / "var").symlink_to(tmp_path / "elsewhere")
    run(table)
    assert (tmp_path / "elsewhere/linking-candidates.csv").exists()
