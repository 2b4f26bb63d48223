"""Times in words: what can mean one thing only is read, and nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.publishing.records import Day, Month, MonthSpan
from lod.publishing.sources.times import read_numbered, read_time

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
        *("03/04/2012", "1/6 2012", "13/2012", "2012/03", "mars", "5 mars", "5 smarch 2012"),
        *("30 februari 2012", "2012-02-30", "31.4.2012", "2012-13", "0 mars 2012", "32 May 2012"),
        *("Q0 2012", "Q5 2012", "2012 Q5", "H3 2012", "kvartal 5 2012", "tredje halvåret 2012"),
        *("mars 2 2012 3", "kvartal 2012", "half 2012", "2012-3-5", "２０１２-03-05", "2012 2013"),
        *("ca 2012", "2012?", "våren 2012", "spring 2012", "March 5 2012 13:46", "05122012"),
    ],
)  # fmt: skip
def test_nothing_else_is_a_time(words: str) -> None:
    assert read_time(words) is None


NAMES = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "fi": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu "
    "marraskuu joulukuu",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
DAYS = {
    "sv": ["{d} {m} {y}", "den {d} {m} {y}", "{d}:e {m} {y}", "{d} {s} {y}", "{d} {s}. {y}"],
    "en": ["{d} {m} {y}", "{m} {d}, {y}", "{d}th of {m} {y}", "{s} {d} {y}", "the {d}th {m} {y}"],
    "nb": ["{d}. {m} {y}", "{d}.{m} {y}", "{d}. {s}. {y}", "{d:02}.{n:02}.{y}"],
    "da": ["{d}. {m} {y}", "den {d}. {m} {y}", "d. {d}. {s} {y}", "{d}. {n}. {y}"],
    "fi": ["{d}. {m}ta {y}", "{d}.{n}.{y}", "{d:02}.{n:02}.{y}"],
    "de": ["{d}. {m} {y}", "{d:02}. {m} {y}", "{d}. {s}. {y}", "{d}.{n}.{y}"],
    "none": ["{y}-{n:02}-{d:02}", "{y}{n:02}{d:02}", "{y}/{n:02}/{d:02}", "{y}‑{n:02}‑{d:02}"],
}
MONTHS = ["{m} {y}", "{m}, {y}", "{s} {y}", "{s}. {y}", "{y} {m}", "{n}/{y}", "{n:02}/{y}"]
MONTHS += ["{n:02}.{y}", "{y}-{n:02}", "{y}{n:02}"]
WHEN = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


def written(form: str, day: date, language: str) -> str:
    name = NAMES.get(language, NAMES["sv"]).split()[day.month - 1]
    short = name.removesuffix("kuu") if language == "fi" else name[:3]
    return form.format(d=day.day, n=day.month, y=day.year, m=name, s=short)


@given(WHEN, st.sampled_from([(form, lang) for lang, forms in DAYS.items() for form in forms]))
def test_a_day_is_read_as_six_languages_write_it(day: date, way: tuple[str, str]) -> None:
    form, language = way
    assert read_time(written(form, day, language)) == Day(day)


@given(WHEN, st.sampled_from(MONTHS), st.sampled_from(sorted(NAMES)), st.booleans())
def test_a_month_is_read_as_six_languages_write_it(
    day: date, form: str, language: str, upper: bool
) -> None:
    words = written(form, day, language)
    assert read_time(words.upper() if upper else words) == Month(day.year, day.month)


PARTS = {
    3: {
        "sv": ["kvartal {n} {y}", "kv. {n} {y}", "{o} kvartalet {y}", "{n}:a kvartalet {y}"],
        "en": ["Q{n} {y}", "{o} quarter of {y}", "{y} Q{n}", "Q{n}/{y}"],
        "nb": ["{n}. kvartal {y}", "{o} kvartal {y}", "{o} kvartal i {y}"],
        "da": ["{n}. kvartal {y}", "{o} kvartal {y}"],
        "fi": ["{n}. neljännes {y}", "vuoden {y} {o} neljännes", "{n}. vuosineljännes {y}"],
        "de": ["{n}. Quartal {y}", "{o} Quartal {y}", "Quartal {n}/{y}"],
    },
    6: {
        "sv": ["halvår {n} {y}", "{o} halvåret {y}"],
        "en": ["H{n} {y}", "{o} half of {y}"],
        "nb": ["{n}. halvår {y}", "{o} halvår {y}"],
        "da": ["{n}. halvår {y}", "{o} halvår {y}"],
        "fi": ["{n}. puolivuosi {y}", "vuoden {y} {o} vuosipuolisko"],
        "de": ["{n}. Halbjahr {y}", "{o} Halbjahr {y}"],
    },
}
ORDINAL_WORDS = {
    "sv": "första andra tredje fjärde",
    "en": "first second third fourth",
    "nb": "første andre tredje fjerde",
    "da": "første andet tredje fjerde",
    "fi": "ensimmäinen toinen kolmas neljäs",
    "de": "erstes zweites drittes viertes",
}
FORMS = [(m, lang, form) for m, ways in PARTS.items() for lang, fs in ways.items() for form in fs]


@pytest.mark.parametrize(("months", "language", "form"), FORMS)
def test_a_part_of_a_year_is_read_as_six_languages_write_it(
    months: int, language: str, form: str
) -> None:
    for number in range(1, 12 // months + 1):
        ordinal = ORDINAL_WORDS[language].split()[number - 1]
        time = read_time(form.format(n=number, o=ordinal, y=2012))
        assert isinstance(time, MonthSpan)
        assert (time.first.month, time.last.month) == (months * (number - 1) + 1, months * number)


@given(WHEN, st.sampled_from(["{d:02}/{n:02}/{y}", "{d}/{n} {y}", "{d}/{n}-{y}", "{d}-{n}-{y}"]))
def test_what_may_be_swapped_has_all_its_readings(day: date, form: str) -> None:
    words = form.format(d=day.day, n=day.month, y=day.year)
    swapped = {date(day.year, day.day, day.month)} if day.day <= 12 else set()
    readings = {day} | swapped
    assert {time.day for time in read_numbered(words)} == readings
    assert read_time(words) == (Day(day) if len(readings) == 1 else None)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_as_itself(day: date) -> None:
    assert str(read_time(str(day))) == str(day)


@given(st.text() | st.text("0123456789-./ qhmars"))
def test_any_words_are_a_time_or_none(words: str) -> None:
    time = read_time(words)
    assert time is None or time.first_day <= time.last_day
    assert all(isinstance(day, Day) for day in read_numbered(words))


def test_a_quarter_is_three_months_and_a_half_year_six() -> None:
    for number in range(1, 5):
        quarter = read_time(f"2012 Q{number}")
        assert isinstance(quarter, MonthSpan)
        assert (quarter.first.month, quarter.last.month) == (3 * number - 2, 3 * number)
