"""A page's date as pages write it: a day, or a day and a time."""

import pytest

from lod.publishing.records import Page
from lod.publishing.sources.changed import parse_time
from publishing.sources.reading import read_own

DAYS = """
    20 november 2013|den 20 november 2013|onsdag 20 november 2013|onsdagen den 20 november 2013
    2013-11-20|20131120|20 nov 2013|20 nov. 2013|20 November 2013|November 20, 2013
    Wed, 20 Nov 2013|20th November 2013|20. november 2013|onsdag 20. november 2013|20.11.2013
    20. marraskuuta 2013|keskiviikkona 20. marraskuuta 2013|20.11.2013|20. November 2013
    Mittwoch, 20. November 2013|20/11/2013|20/11 2013
"""
TIMES = """
    20 november 2013 13:46|20 november 2013 kl 13:46|20 november 2013 kl. 13.46|2013-11-20 13:46
    2013-11-20T13:46|20 November 2013, 13:46|20 November 2013 at 1:46 pm|November 20, 2013 1:46 PM
    20. november 2013 kl. 13.46|20.11.2013 klo 13.46|20.11.2013 13.46|20.11.2013, 13:46 Uhr
    20.11.2013 um 13:46 Uhr|2013-11-20 13:46:00
"""


def listed(words: str) -> list[str]:
    return [one.strip() for line in words.strip().split("\n") for one in line.split("|")]


@pytest.mark.parametrize("words", listed(DAYS))
def test_a_day_is_read_as_a_day(words: str) -> None:
    assert str(parse_time(words)) == "2013-11-20"


@pytest.mark.parametrize("words", listed(TIMES))
def test_a_day_with_a_time_is_read_with_it(words: str) -> None:
    assert str(parse_time(words)) == "2013-11-20 13:46:00"


@pytest.mark.parametrize(
    "words",
    [
        *("november 2013", "2013", "03/04/2013", "20.11.13", "2013-11-20 av N. N.", "idag", ""),
        *("2013-11-20 25:00", "20 november 2013 13:61", "1 maj 2013 0:10 pm", "20 november"),
    ],
)
def test_nothing_else_is_a_date(words: str) -> None:
    assert parse_time(words) is None


def page(date: str) -> Page:
    text = (
        "Fonden\n\nBeviljade projekt\n\nFiber\nSökande: Byalaget\nProjekttid: 2012 – 2014\n\n"
        f"Fiber grävs.\n\n{date}\n"
    )
    labels = {
        **{"owner": "Sökande", "period": "Projekttid", "changed": "Senast ändrad"},
        "sections": {"Beviljade projekt": "ongoing"},
    }
    return read_own(text, "Fonden", "sv", labels)


@pytest.mark.parametrize("between", [" ", ": ", "\n", ":\n"])
def test_it_stands_beside_or_below_its_label(between: str) -> None:
    read = page(f"Senast ändrad{between}20 november 2013")
    assert (str(read.changed), read.problems) == ("2013-11-20", ())
    assert str(read.stated) == "2013-11-20"


@pytest.mark.parametrize("between", [" ", ": ", ":\n"])
def test_one_with_somebodys_name_is_told_and_withheld(between: str) -> None:
    read = page(f"Senast ändrad{between}2013-11-20 av N. N.")
    (problem,) = read.problems
    assert "can't be read" in problem.message
    assert "stated = 2013-11-20" in problem.todo
    assert problem.line in read.withheld
    assert [p.title.value for p in read.projects] == ["Fiber"]


def test_two_readings_are_both_told() -> None:
    (problem,) = page("Senast ändrad 03/04/2013").problems
    assert "2013-03-04 or 2013-04-03" in problem.message
