"""Times in words: what can mean one thing only is read, and nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.publishing.records import Day, MonthSpan
from lod.publishing.sources.times import read_slashes, read_time

DAY = "2012-03-05"


@pytest.mark.parametrize(
    "words",
    [
        "2012-03-05",
        "2012‑03‑05",
        "5 mars 2012",
        "05 mars 2012",
        "5 Mars 2012",
        "den 5 mars 2012",
        "5 March 2012",
        "5th March 2012",
        "March 5, 2012",
        "March 5th, 2012",
        "5 Mar 2012",
        "5 Mar. 2012",
        "5. März 2012",
        "5.3.2012",
        "05.03.2012",
        "5. 3. 2012",
        "5. marts 2012",
        "den 5. marts 2012",
        "5. mars 2012",
        "5. maaliskuuta 2012",
    ],
)
def test_a_day_in_unambiguous_words_is_that_day(words: str) -> None:
    time = read_time(words)
    assert isinstance(time, Day)
    assert str(time) == DAY


@pytest.mark.parametrize(
    ("words", "read", "first", "last"),
    [
        ("2012", "2012", "2012-01-01", "2012-12-31"),
        ("2012-02", "2012-02", "2012-02-01", "2012-02-29"),
        ("februari 2012", "2012-02", "2012-02-01", "2012-02-29"),
        ("February 2013", "2013-02", "2013-02-01", "2013-02-28"),
        ("Mai 2012", "2012-05", "2012-05-01", "2012-05-31"),
        ("joulukuu 2012", "2012-12", "2012-12-01", "2012-12-31"),
        ("desember 2012", "2012-12", "2012-12-01", "2012-12-31"),
        ("anden kvartal 2012", "2012 Q2", "2012-04-01", "2012-06-30"),
        ("andre halvår 2012", "2012 H2", "2012-07-01", "2012-12-31"),
        ("2. vuosineljännes 2012", "2012 Q2", "2012-04-01", "2012-06-30"),
        ("2012 Q1", "2012 Q1", "2012-01-01", "2012-03-31"),
        ("2012Q4", "2012 Q4", "2012-10-01", "2012-12-31"),
        ("q3 2012", "2012 Q3", "2012-07-01", "2012-09-30"),
        ("kvartal 2 2012", "2012 Q2", "2012-04-01", "2012-06-30"),
        ("kv 2 2012", "2012 Q2", "2012-04-01", "2012-06-30"),
        ("andra kvartalet 2012", "2012 Q2", "2012-04-01", "2012-06-30"),
        ("2:a kvartalet 2012", "2012 Q2", "2012-04-01", "2012-06-30"),
        ("second quarter of 2012", "2012 Q2", "2012-04-01", "2012-06-30"),
        ("2nd quarter 2012", "2012 Q2", "2012-04-01", "2012-06-30"),
        ("2. Quartal 2012", "2012 Q2", "2012-04-01", "2012-06-30"),
        ("H1 2012", "2012 H1", "2012-01-01", "2012-06-30"),
        ("2012 H2", "2012 H2", "2012-07-01", "2012-12-31"),
        ("första halvåret 2012", "2012 H1", "2012-01-01", "2012-06-30"),
        ("halvår 2 2012", "2012 H2", "2012-07-01", "2012-12-31"),
        ("first half of 2012", "2012 H1", "2012-01-01", "2012-06-30"),
        ("2. Halbjahr 2012", "2012 H2", "2012-07-01", "2012-12-31"),
    ],
)
def test_a_time_lies_between_its_first_and_last_day(
    words: str, read: str, first: str, last: str
) -> None:
    time = read_time(words)
    assert time is not None
    assert (str(time), time.first_day.isoformat(), time.last_day.isoformat()) == (read, first, last)


@pytest.mark.parametrize(
    "words",
    [
        *("", "soon", "12", "0999", "20120", "12-03-05", "5 mars 12", "5.3.12", "05.02.16"),
        *("03/04/2012", "15/03/2012", "3/2012", "2012/03/15", "mars", "5 mars", "5 smarch 2012"),
        *("30 februari 2012", "2012-02-30", "31.4.2012", "2012-13", "0 mars 2012", "32 May 2012"),
        *("Q0 2012", "Q5 2012", "2012 Q5", "H3 2012", "kvartal 5 2012", "tredje halvåret 2012"),
        *("mars 2 2012 3", "kvartal 2012", "half 2012", "2012-3-5", "２０１２-03-05", "2012 2013"),
        *("ca 2012", "2012?", "våren 2012", "spring 2012", "March 5 2012 13:46", "20120305"),
    ],
)  # fmt: skip
def test_nothing_else_is_a_time(words: str) -> None:
    assert read_time(words) is None


MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu "
    "marraskuu joulukuu",
}


@pytest.mark.parametrize("language", MONTHS)
def test_the_months_of_six_languages_are_known(language: str) -> None:
    found = [str(read_time(f"{name} 2012")) for name in MONTHS[language].split()]
    assert found == [f"2012-{number:02}" for number in range(1, 13)]
    ending = "ta" if language == "fi" else ""
    days = [str(read_time(f"5. {name}{ending} 2012")) for name in MONTHS[language].split()]
    assert days == [f"2012-{number:02}-05" for number in range(1, 13)]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_as_itself(day: date) -> None:
    assert str(read_time(str(day))) == str(day)


@given(st.text() | st.text("0123456789-./ qhmars"))
def test_any_words_are_a_time_or_none(words: str) -> None:
    time = read_time(words)
    assert time is None or time.first_day <= time.last_day
    assert all(isinstance(day, Day) for day in read_slashes(words))


def test_a_quarter_is_three_months_and_a_half_year_six() -> None:
    for number in range(1, 5):
        quarter = read_time(f"2012 Q{number}")
        assert isinstance(quarter, MonthSpan)
        assert (quarter.first.month, quarter.last.month) == (3 * number - 2, 3 * number)
