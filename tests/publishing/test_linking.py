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
        ("Länsstyrelsen i Kalmar", "county-administrative-board", "08"),
        ("länsstyrelsen i kalmar", "county-administrative-board", "08"),
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


COUNTIES = {
    "01": ("Stockholm", "Stockholms"), "03": ("Uppsala", "Uppsala"),
    "04": ("Södermanland", "Södermanlands"), "05": ("Östergötland", "Östergötlands"),
    "06": ("Jönköping", "Jönköpings"), "07": ("Kronoberg", "Kronobergs"),
    "08": ("Kalmar", "Kalmar"), "09": ("Gotland", "Gotlands"), "10": ("Blekinge", "Blekinge"),
    "12": ("Skåne", "Skåne"), "13": ("Halland", "Hallands"),
    "14": ("Västra Götaland", "Västra Götalands"), "17": ("Värmland", "Värmlands"),
    "18": ("Örebro", "Örebro"), "19": ("Västmanland", "Västmanlands"),
    "20": ("Dalarna", "Dalarnas"), "21": ("Gävleborg", "Gävleborgs"),
    "22": ("Västernorrland", "Västernorrlands"), "23": ("Jämtland", "Jämtlands"),
    "24": ("Västerbotten", "Västerbottens"), "25": ("Norrbotten", "Norrbottens"),
}  # fmt: skip


@pytest.mark.parametrize("short_name", ["{}", "{} län"])
def test_a_county_board_is_found_with_and_without_genitive_and_län(
    tmp_path: Path, short_name: str
) -> None:
    """Also where the table's short name has *län* in it."""
    towns = (ROOT / "data/reference/municipalities.csv").read_text("utf-8")
    (tmp_path / "municipalities.csv").write_text(towns, "utf-8")
    rows = [f"{code},{genitive} län,{short_name.format(name)},,\n" for code, (name, genitive) in COUNTIES.items()]  # fmt: skip # noqa: E501
    head = "code,name,short_name,wikidata,nuts3\n"
    (tmp_path / "counties.csv").write_text(head + "".join(rows), "utf-8")
    reference = read_reference(tmp_path)
    for code, (name, genitive) in COUNTIES.items():
        for stem in {name, genitive, f"{name}s"}:
            for place in (stem, f"{stem} län"):
                for written in (f"Länsstyrelsen i {place}", f"Länsstyrelsen {place}"):
                    known = reference.link(written)
                    assert known is not None, written
                    assert (known.type, known.area) == ("county-administrative-board", code)
    assert reference.link("Länsstyrelsen i Kalma") is None


def test_the_tables_agree_with_the_facts(reference: Reference, shared: object) -> None:
    facts = shared("facts/municipalities.csv")  # type: ignore[operator]
    with facts.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            area = reference.areas[row["code"]]
            assert area.county == row["county_code"] == row["code"][:2]
            if row["code"] != "0380":  # the facts' item is Uppsala's before 2003
                assert area.wikidata == row["wikidata"]
