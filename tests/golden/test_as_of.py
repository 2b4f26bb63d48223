"""What each of two pages of different dates says, asked by one query: as-of.csv, typed by hand."""

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest
from asking import ENGINES, engines, question
from bringing import add_page, publish
from editing import NAME

from lod.publishing.config import read_config
from lod.publishing.publication import Mapped, map_all

HERE = Path(__file__).parent
LATER = "programsida-2014-05-05"
BASE = "https://data.tillvaxtverket.example/"
ONGOING = f"{BASE}def/stage/ongoing"
DATE = "15 november 2013 13:46"
WHOLE = "Projektägare: Ljungby kommun Projekttid: 2011-12 — 2014-01"


def asked(mapped: Mapped, engine: str = "oxigraph") -> list[tuple[str, ...]]:
    data = ox.serialize(mapped.graph, format=ox.RdfFormat.N_QUADS) or b""
    found = engines(data)[engine](question("as-of-a-source"))
    return [(row[0].removeprefix(f"{BASE}source/"), *row[1:]) for row in found]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("names", [(NAME, LATER), (LATER, NAME)], ids=["in order", "newest first"])
def test_each_source_says_what_it_said_also_what_a_newer_one_replaced(
    site: Path, names: tuple[str, str], engine: str
) -> None:
    add_page(site, LATER, (HERE / f"{LATER}.txt").read_text("utf-8"))
    table = csv.reader((HERE / "as-of.csv").read_text("utf-8").splitlines())
    expected = [
        (source, source.removeprefix("programsida-"), *row, ONGOING)
        for source, *row in list(table)[1:]
    ]
    assert asked(publish(site, *names), engine) == expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("older", "row"),
    [
        ("Projekttid: 2011-12 — 2014-01", ("", "2011-12 — 2014-01", "2011-12-01", "2014-01-31")),
        ("Projektägare: Ljungby kommun", ("Ljungby kommun", "", "", "")),
        (
            WHOLE.replace("2011-12", "20112-12"),
            ("Ljungby kommun", "20112-12 — 2014-01", "", "2014-01-31"),
        ),
        (
            WHOLE.replace("2014-01", "20144-01"),
            ("Ljungby kommun", "2011-12 — 20144-01", "2011-12-01", ""),
        ),
        (
            WHOLE.replace("2011-12", "kvartal 4 2011"),
            ("Ljungby kommun", "kvartal 4 2011 — 2014-01", "2011-10-01", "2014-01-31"),
        ),
    ],
)
def test_what_an_older_page_did_not_say_is_not_said_for_it(
    site: Path, older: str, row: tuple[str, ...], engine: str
) -> None:
    text = (site / f"data/sources/{NAME}.txt").read_text("utf-8")
    assert WHOLE in text
    add_page(site, "older", text.replace(WHOLE, older).replace(DATE, "1 mars 2013 09:00"))
    found = {row[:3]: row[3:] for row in asked(publish(site, "older", NAME), engine)}
    project = "Business Unusual"
    assert found["older", "2013-03-01", project] == (*row, ONGOING)
    whole = ("Ljungby kommun", "2011-12 — 2014-01", "2011-12-01", "2014-01-31")
    assert found[NAME, "2013-11-15", project] == (*whole, ONGOING)


def test_a_page_without_a_date_says_no_status(site: Path) -> None:
    text = (site / f"data/sources/{NAME}.txt").read_text("utf-8")
    add_page(site, "undated", text[: text.index("Senast ändrad")])
    found = asked(publish(site, "undated", NAME))
    assert [row[-1] for row in found if row[0] == "undated"] == [""] * 10
    assert [row[-1] for row in found if row[0] == NAME] == [ONGOING] * 10


def test_of_three_pages_the_one_between_says_what_it_said(site: Path) -> None:
    text = (site / f"data/sources/{NAME}.txt").read_text("utf-8")
    for name, date, owner in (
        ("p2012", "1 mars 2012 09:00", "Mora kommun"),
        ("p2014", "5 maj 2014 09:00", "Mora kommun"),
    ):
        add_page(site, name, text.replace(DATE, date).replace("Vansbro kommun", owner))
    found = asked(publish(site, "p2012", NAME, "p2014"))
    owners = {row[0]: row[3] for row in found if row[2].startswith("Utmaningen")}
    assert owners == {"p2012": "Mora kommun", NAME: "Vansbro kommun", "p2014": "Mora kommun"}
    assert len(found) == 30


def test_an_older_pages_other_status_and_a_renamed_projects_older_name_are_its_own(
    site: Path,
) -> None:
    text = (site / f"data/sources/{NAME}.txt").read_text("utf-8")
    add_page(site, "older", text.replace(DATE, "1 mars 2013 09:00"))
    sidecar = site / "data/sources/older.toml"
    sidecar.write_text(sidecar.read_text("utf-8").replace('"ongoing"', '"closed"'), "utf-8")
    add_page(site, LATER, (HERE / f"{LATER}.txt").read_text("utf-8"))
    publish(site, "older", NAME, LATER)
    keys = site / "data/keys.csv"
    keys.write_text(keys.read_text("utf-8").replace(",Håll ut,", ",Håll ut,hall-i"), "utf-8")
    found = asked(map_all(read_config(site)))
    statuses = {(row[0], row[-1].rpartition("/")[2]) for row in found}
    assert statuses == {("older", "closed"), (NAME, "ongoing"), (LATER, "ongoing")}
    owner = "Industriellt Utvecklingscentrum i Kalmar AB"
    names = {row[0]: row[2] for row in found if row[3] == owner}
    assert names == {"older": "Håll ut", NAME: "Håll ut", LATER: "Håll i"}
    assert len(found) == 30
