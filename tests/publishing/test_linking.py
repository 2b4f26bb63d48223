"""Owners as written → known organisations, genitives and all; never a guess."""

import csv
from pathlib import Path

import pytest

from lod.publishing.linking import Reference, read_reference

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(ROOT / "data/reference")


@pytest.mark.parametrize(
    ("written", "type_", "area"),
    [
        ("Kristianstads kommun", "municipality", "1290"),
        ("Falu kommun", "municipality", "2080"),
        ("Falu stad", "municipality", "2080"),
        ("Falun stad", "municipality", "2080"),
        ("Faluns stad", "municipality", "2080"),
        ("Kommunen Falun", "municipality", "2080"),
        ("Länsstyrelsen Västernorrlands län", "county-administrative-board", "22"),
        ("Region Gotland", "municipality", "0980"),
        ("LYCKSELE  KOMMUN", "municipality", "2481"),
        ("O\u0308rnsko\u0308ldsviks kommun", "municipality", "2284"),
        ("Göteborgs stad", "municipality", "1480"),
        ("Länsstyrelsen i Västernorrland", "county-administrative-board", "22"),
        ("Länsstyrelsen i Västernorrlands län", "county-administrative-board", "22"),
        ("Länsstyrelsen i Skåne län", "county-administrative-board", "12"),
        ("Länsstyrelsen Skåne", "county-administrative-board", "12"),
    ],
)
def test_known_organisations(reference: Reference, written: str, type_: str, area: str) -> None:
    known = reference.link(written)
    assert known is not None
    assert (known.type, known.area) == (type_, area)


@pytest.mark.parametrize(
    "written",
    [
        "Lycksele", "Region 8", "Regionförbundet Västerbotten", "Region Västerbotten", "", "kommun",
        "Industriellt Utvecklingscentrum i Kalmar AB", "Länsstyrelsen", "Företagarna", "Kalmar AB",
    ],
)  # fmt: skip
def test_what_nothing_knows_stays_unlinked(reference: Reference, written: str) -> None:
    assert reference.link(written) is None


def test_every_municipality_and_county_board_is_found_by_its_own_name(reference: Reference) -> None:
    with (ROOT / "data/reference/municipalities.csv").open(encoding="utf-8") as file:
        towns = list(csv.DictReader(file))
    assert len(towns) == 290
    for row in towns:
        known = reference.link(row["name"])
        assert known is not None
        assert known.area == row["code"]
    counties = [a for a in reference.areas.values() if a.county is None]
    assert len(counties) == 21
    for county in counties:
        for name in (f"Länsstyrelsen i {county.short_name}", f"Länsstyrelsen i {county.name}"):
            known = reference.link(name)
            assert known is not None
            assert known.area == county.code


def test_the_tables_agree_with_the_facts(reference: Reference, shared: object) -> None:
    facts = shared("facts/municipalities.csv")  # type: ignore[operator]
    with facts.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            area = reference.areas[row["code"]]
            assert area.county == row["county_code"] == row["code"][:2]
            if row["code"] != "0380":  # the facts' item is Uppsala's before 2003
                assert area.wikidata == row["wikidata"]
