"""Periods: two times or an anomaly, never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.publishing.records import Anomaly, LineSpan, Month, Period, Text
from lod.publishing.sources.period import Window, read_period
from lod.publishing.sources.times import read_month

LINE = LineSpan(63, 63)
STARTS = Window(Month(2011, 12), Month(2012, 9))
ENDS = Window(Month(2013, 10), Month(2014, 10))


def of(
    words: str, starts: Window | None = STARTS, ends: Window | None = ENDS
) -> tuple[Period | None, tuple[Anomaly, ...]]:
    return read_period(Text.of(words, LINE), starts, ends)


@pytest.mark.parametrize(
    "words",
    [
        "201203 — 201410",
        "201203 – 201410",
        "201203 - 201410",
        "201203-201410",
        "201203—201410",
        "2012-03 — 2014-10",
        "2012-03 - 2014-10",
        "2012-03-2014-10",
        "2012-03–2014-10",
        "2012–03 – 2014–10",
        "2012‑03 — 2014‑10",
        "201203-2014-10",
        "2012-03-201410",
        "201203\u00a0—\u00a02014-10",
        "  201203 —201410 ",
    ],
)
def test_two_months_with_a_dash_between_are_a_period(words: str) -> None:
    period, anomalies = of(words)
    assert period == Period(Text.of(words, LINE), Month(2012, 3), Month(2014, 10))
    assert anomalies == ()


def test_six_digits_are_a_month_and_never_a_day() -> None:
    assert read_month("201203") == Month(2012, 3)


@pytest.mark.parametrize(
    "words",
    ["2012", "2012-3", "20120", "2012-03-01", "20120301", "0999-01", "２０１２-03", "+2012-3"],
)
def test_nothing_else_is_a_month(words: str) -> None:
    assert read_month(words) is None


BAD = [
    # words, start, end, (aspect, type, concerns, words quoted), …
    (
        "201213 — 201410",
        (None, "2014-10"),
        [("period-start", "unreadable-value", "dcat:startDate", ["201213"])],
    ),
    (
        "2012-01 — 2014-00",
        ("2012-01", None),
        [("period-end", "unreadable-value", "dcat:endDate", ["2014-00"])],
    ),
    (
        "20112-01 — 2014-10",
        (None, "2014-10"),
        [("period-start", "unreadable-value", "dcat:startDate", ["20112-01"])],
    ),
    (
        "2012-2 — 12-2014",
        (None, None),
        [
            ("period-start", "unreadable-value", "dcat:startDate", ["2012-2"]),
            ("period-end", "unreadable-value", "dcat:endDate", ["12-2014"]),
        ],
    ),
    (
        "03/04/2012 – 2014-10-31",
        (None, "2014-10-31"),
        [("period-start", "unreadable-value", "dcat:startDate", ["03/04/2012"])],
    ),
    (
        "15 March 2012 – 31 Februari 2014",
        ("2012-03-15", None),
        [("period-end", "unreadable-value", "dcat:endDate", ["31 Februari 2014"])],
    ),
    (
        "Q2 2013 – Q1 2013",
        (None, None),
        [("period", "contradiction", "fp:period", ["Q2 2013 – Q1 2013"])],
    ),
    ("2012-03-15", (None, None), [("period", "unreadable-value", "fp:period", ["2012-03-15"])]),
    (
        "201410 — 201203",
        (None, None),
        [("period", "contradiction", "fp:period", ["201410 — 201203"])],
    ),
    ("2012-01 —", ("2012-01", None), [("period-end", "missing-value", "dcat:endDate", [])]),
    ("2012-01-", ("2012-01", None), [("period-end", "missing-value", "dcat:endDate", [])]),
    (
        "2012-01 — Pågående",
        ("2012-01", None),
        [("period-end", "missing-value", "dcat:endDate", ["Pågående"])],
    ),
    (
        "2012-01-pågående",
        ("2012-01", None),
        [("period-end", "missing-value", "dcat:endDate", ["pågående"])],
    ),
    ("— 2014-10", (None, "2014-10"), [("period-start", "missing-value", "dcat:startDate", [])]),
    ("201203", (None, None), [("period", "unreadable-value", "fp:period", ["201203"])]),
    ("20112-01", (None, None), [("period", "unreadable-value", "fp:period", ["20112-01"])]),
    (
        "våren 2012 till hösten 2014",
        (None, None),
        [("period", "unreadable-value", "fp:period", ["våren 2012 till hösten 2014"])],
    ),
]


@pytest.mark.parametrize(("words", "months", "expected"), BAD, ids=[row[0] for row in BAD])
def test_what_is_no_period_becomes_anomalies_with_its_words(
    words: str,
    months: tuple[str | None, str | None],
    expected: list[tuple[str, str, str, list[str]]],
) -> None:
    period, anomalies = of(words)
    assert period is not None
    assert period.text.verbatim == words
    assert tuple(str(m) if m else None for m in (period.start, period.end)) == months
    found = [(a.aspect, a.type, a.concerns, [q.verbatim for q in a.quotes]) for a in anomalies]
    assert found == expected
    assert all(a.spans == (LINE,) for a in anomalies)
    assert all(set(a.explanation) == {"sv", "en"} for a in anomalies)


@pytest.mark.parametrize("words", ["", "—", " - "])
def test_no_words_are_no_period(words: str) -> None:
    period, (anomaly,) = of(words)
    assert period is None
    assert (anomaly.aspect, anomaly.type, anomaly.spans) == ("period", "missing-value", (LINE,))


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        ("20112-01 — 2014-10", ["2011-12", "2012-01"]),
        ("20112-01 — 2011-12", ["2011-12"]),  # not after its own end
        ("20122-02 — 2014-10", ["2012-02"]),  # 2022-02 and 2012-12 start after all others
        ("2011201 — 2014-10", ["2012-01"]),  # nothing shows that a hyphen was lost
        ("2012-01 — 20114-10", ["2014-10"]),
        ("2014-11 — 20114-10", []),  # not before its own start
        ("20993-01 — 2014-10", []),
        ("201213 — 201410", []),
    ],
)
def test_candidates_undo_one_slip_and_lie_among_the_pages_months(
    words: str, candidates: list[str]
) -> None:
    (anomaly,) = of(words)[1]
    assert [str(month) for month in anomaly.candidates] == candidates


@pytest.mark.parametrize("words", ["03/04/2012", "3/4 2012", "3/4-2012", "03-04-2012"])
def test_a_day_and_a_month_that_may_be_swapped_are_refused_with_both_readings(words: str) -> None:
    (anomaly,) = of(f"{words} — 2014-10")[1]
    assert [str(day) for day in anomaly.candidates] == ["2012-03-04", "2012-04-03"]
    said = ("is written with slashes", "skriven med snedstreck")
    said = said if "/" in words else ("can be read in two ways", "kan läsas på två sätt")
    assert said[0] in anomaly.explanation["en"]
    assert said[1] in anomaly.explanation["sv"]


@pytest.mark.parametrize("words", ["15/03/2012", "15/3 2012", "03/15/2012", "15-03-2012"])
def test_a_day_beyond_the_twelfth_is_no_month(words: str) -> None:
    period, anomalies = of(f"{words} – 2014-10")
    assert period is not None
    assert (str(period.start), anomalies) == ("2012-03-15", ())


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("mars – oktober 2012", "2012-03", "2012-10"),
        ("jan-dec 2013", "2013-01", "2013-12"),
        ("1 mars – 31 oktober 2014", "2014-03-01", "2014-10-31"),
        ("1.6.–31.12.2012", "2012-06-01", "2012-12-31"),
        ("Q1–Q3 2013", "2013 Q1", "2013 Q3"),
        ("3–10/2012", "2012-03", "2012-10"),
        ("nov – mars 2013", "None", "2013-03"),
        ("15/3 – 20/5 2012", "2012-03-15", "2012-05-20"),
        ("mars – 31 oktober 2014", "2014-03", "2014-10-31"),
        ("12 – 2014", "None", "2014"),
    ],
)
def test_a_start_may_leave_its_year_to_the_end(words: str, start: str, end: str) -> None:
    period, anomalies = of(words)
    assert period is not None
    assert (str(period.start), str(period.end)) == (start, end)
    assert [a.aspect for a in anomalies] == (["period-start"] if start == "None" else [])


@pytest.mark.parametrize(
    "words",
    [
        *(
            "pågående",
            "tills vidare",
            "Tills vidare.",
            "ongoing",
            "present",
            "until further notice",
        ),
        *("løpende", "inntil videre", "løbende", "indtil videre", "toistaiseksi", "jatkuu"),
        *("laufend", "unbefristet", "bis auf weiteres", ""),
    ],
)
def test_an_end_may_be_open_in_six_languages(words: str) -> None:
    period, (anomaly,) = of(f"2012-01 – {words}")
    assert period is not None
    assert (str(period.start), period.end, anomaly.type) == ("2012-01", None, "missing-value")


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2012-03-15 — 2014-10-31", "2012-03-15", "2014-10-31"),
        ("2012-03-15 - 2014-10-31", "2012-03-15", "2014-10-31"),
        ("2012-03-15-2014-10-31", "2012-03-15", "2014-10-31"),
        ("2012-03-15-2014-10", "2012-03-15", "2014-10"),
        ("2012-03-2014-10-31", "2012-03", "2014-10-31"),
        ("2012–03–15 – 2014–10–31", "2012-03-15", "2014-10-31"),
        ("2012-2014", "2012", "2014"),
        ("2012 – 2014", "2012", "2014"),
        ("2012-03-2014", "2012-03", "2014"),
        ("15 mars 2012 – 31 oktober 2014", "2012-03-15", "2014-10-31"),
        ("15 March 2012 - 31 October 2014", "2012-03-15", "2014-10-31"),
        ("15. März 2012 – 31.10.2014", "2012-03-15", "2014-10-31"),
        ("mars 2012-juni 2013", "2012-03", "2013-06"),
        ("Q1 2012–Q2 2014", "2012 Q1", "2014 Q2"),
        ("2012-Q1-2014-Q2", "2012 Q1", "2014 Q2"),
        ("kvartal 1 2012 - andra halvåret 2013", "2012 Q1", "2013 H2"),
        ("2012-03-15 – 2012-03", "2012-03-15", "2012-03"),
        ("H2 2012 – 2012", "2012 H2", "2012"),
    ],
)
def test_a_start_and_an_end_are_days_months_parts_of_a_year_or_years(
    words: str, start: str, end: str
) -> None:
    period, anomalies = of(words)
    assert period is not None
    assert ((str(period.start), str(period.end)), anomalies) == ((start, end), ())


@pytest.mark.parametrize(
    "words",
    [
        "15 March 2012 to 30 April 2013",
        "15 mars 2012 till 30 april 2013",
        "15 mars 2012 till och med 30 april 2013",
        "fr.o.m. 15 mars 2012 t.o.m. 30 april 2013",
        "Från och med den 15 mars 2012 till och med den 30 april 2013",
        "från 2012-03-15 till 2013-04-30",
        "2012-03-15 tom 2013-04-30",
        "from 15 March 2012 until 30 April 2013",
        "From March 15, 2012 through April 30, 2013",
        "15 March 2012 up to 30 April 2013",
        "between 15 March 2012 and 30 April 2013",
        "mellan 15 mars 2012 och 30 april 2013",
        "zwischen 15. März 2012 und 30. April 2013",
        "mellem 15. marts 2012 og 30. april 2013",
        "vom 15. März 2012 bis 30. April 2013",
        "vom 15.3.2012 bis zum 30.04.2013",
        "von 15. März 2012 bis einschließlich 30. April 2013",
        "fra 15. marts 2012 til 30. april 2013",
        "fra den 15. marts 2012 til den 30. april 2013",
        "fra og med 15. mars 2012 til og med 30. april 2013",
        "15. maaliskuuta 2012 – 30. huhtikuuta 2013",
        "15.3.2012 – 30.4.2013",
        "15 mars 2012 – t.o.m. 30 april 2013",
        "fr o m 15 mars 2012 – 30 april 2013",
        "15 mars 2012\u00a0till\u00a030 april 2013",
    ],
)
def test_words_may_stand_before_and_between_two_times(words: str) -> None:
    period, anomalies = of(words)
    assert period is not None
    assert (str(period.start), str(period.end), anomalies) == ("2012-03-15", "2013-04-30", ())
    assert period.text.verbatim == words


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("1 mars – 30 april 2013", "2013-03-01", "2013-04-30"),
        ("1 mars till 30 april 2013", "2013-03-01", "2013-04-30"),
        ("1 March to 30 April 2013", "2013-03-01", "2013-04-30"),
        ("from 1 March until April 2013", "2013-03-01", "2013-04"),
        ("March 1 – April 30, 2013", "2013-03-01", "2013-04-30"),
        ("April 1–30, 2013", "2013-04-01", "2013-04-30"),
        ("1–30 april 2013", "2013-04-01", "2013-04-30"),
        ("den 1–30 april 2013", "2013-04-01", "2013-04-30"),
        ("1.–30. April 2013", "2013-04-01", "2013-04-30"),
        ("1.3.–30.4.2013", "2013-03-01", "2013-04-30"),
        ("vom 1. März bis zum 30. April 2013", "2013-03-01", "2013-04-30"),
        ("fra 1. marts til 30. april 2013", "2013-03-01", "2013-04-30"),
        ("1. maaliskuuta – 30. huhtikuuta 2013", "2013-03-01", "2013-04-30"),
        ("mars–april 2013", "2013-03", "2013-04"),
        ("mars-april 2013", "2013-03", "2013-04"),
        ("mars t.o.m. april 2013", "2013-03", "2013-04"),
        ("mellan mars och april 2013", "2013-03", "2013-04"),
        ("Q1–Q3 2013", "2013 Q1", "2013 Q3"),
        ("2013 Q1–Q3", "2013 Q1", "2013 Q3"),
        ("kvartal 1–3 2013", "2013 Q1", "2013 Q3"),
        ("första – andra kvartalet 2013", "2013 Q1", "2013 Q2"),
        ("september 2012 till december 2012", "2012-09", "2012-12"),
    ],
)
def test_what_two_times_share_is_said_once(words: str, start: str, end: str) -> None:
    period, anomalies = of(words)
    assert period is not None
    assert ((str(period.start), str(period.end)), anomalies) == ((start, end), ())


@pytest.mark.parametrize(
    ("words", "start", "end", "quoted"),
    [
        ("november – april 2013", None, "2013-04", ["november"]),  # of 2012, or never
        ("31 – 30 april 2013", None, "2013-04-30", ["31"]),
        ("mars – 2013", None, "2013", ["mars"]),
        ("15 March 2012 to 31 Februari 2014", "2012-03-15", None, ["to 31 Februari 2014"]),
        ("från 20112-01 till 2014-10", None, "2014-10", ["från 20112-01"]),
        ("2012-03 – 05", "2012-03", None, ["05"]),
        ("2012-03 till och med pågående", "2012-03", None, ["till och med pågående"]),
    ],
)
def test_what_is_shared_by_guess_alone_is_an_anomaly(
    words: str, start: str | None, end: str | None, quoted: list[str]
) -> None:
    period, anomalies = of(words)
    assert period is not None
    assert [str(time) if time else None for time in (period.start, period.end)] == [start, end]
    assert [quote.verbatim for one in anomalies for quote in one.quotes] == quoted


def test_a_slip_in_a_month_among_words_has_its_candidates() -> None:
    (anomaly,) = of("från 20112-01 till 2014-10")[1]
    assert [str(month) for month in anomaly.candidates] == ["2011-12", "2012-01"]


def test_without_other_projects_there_are_no_candidates() -> None:
    (anomaly,) = of("20112-01 — 2014-10", None, None)[1]
    assert anomaly.candidates == ()
    assert anomaly.explanation["sv"].endswith("Ingen startmånad är publicerad.")
    assert anomaly.explanation["en"].endswith("No start month is published.")


@pytest.mark.parametrize(
    ("last", "sv", "en"),
    [
        ("2011-12", "2011-12 är en rimlig läsning; den är inte", "2011-12 is a plausible reading;"),
        ("2012-01", "Både 2011-12 och 2012-01 är rimliga", "Both 2011-12 and 2012-01 are"),
    ],
)
def test_the_explanation_counts_the_candidates(last: str, sv: str, en: str) -> None:
    year, month = last.split("-")
    window = Window(Month(2011, 12), Month(int(year), int(month)))
    (anomaly,) = of("20112-01 — 2014-10", window)[1]
    assert sv in anomaly.explanation["sv"]
    assert en in anomaly.explanation["en"]


def test_three_candidates_are_listed() -> None:
    (anomaly,) = of("20112-01 — 2014-10", Window(Month(2011, 1), Month(2012, 9)))[1]
    assert "2011-01, 2011-02, 2011-12 och 2012-01 är rimliga" in anomaly.explanation["sv"]
    assert "none of them is published" in anomaly.explanation["en"]


@given(
    st.text()
    | st.text("0123456789-—– pågående\u00a0")
    | st.lists(
        st.sampled_from(
            ["1", "30", "2012", "2013", "mars", "april", "till", "från", "Q1", "–", "-"]
        )
    ).map(" ".join)
)
def test_any_words_give_months_or_anomalies(words: str) -> None:
    period, anomalies = of(words)
    complete = period is not None and period.start is not None and period.end is not None
    assert complete == (not anomalies)
    if period and period.start and period.end:
        assert period.start.first_day <= period.end.last_day
