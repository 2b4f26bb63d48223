"""The shipped page, read: compared with what was typed from it by hand."""

from datetime import datetime

import pytest

from lod.publishing.records import LineSpan, Project, Text
from lod.publishing.sources.page import read_page
from publishing.sources.reading import FILE, SEED, SOURCE, read
from publishing.sources.seed_table import ROWS, Row

PAGE = read_page(SOURCE, FILE.read_bytes(), FILE)
BY_TITLE = {project.title.value: project for project in PAGE.projects}


def at(line: int, last: int | None = None) -> LineSpan:
    return LineSpan(line, last or line)


@pytest.fixture(params=ROWS, ids=lambda row: f"line {row.first}")
def pair(request: pytest.FixtureRequest) -> tuple[Row, Project]:
    row: Row = request.param
    return row, BY_TITLE[row.title]


def test_the_page_lists_the_ten_projects_in_order() -> None:
    assert [project.title.value for project in PAGE.projects] == [row.title for row in ROWS]
    assert len(ROWS) == 10


def test_title_owner_and_purpose_are_letter_for_letter(pair: tuple[Row, Project]) -> None:
    row, project = pair
    assert project.title == Text(row.title, row.title, at(row.first))
    assert project.owner == Text(row.owner, row.owner, at(row.labels))
    assert project.purpose == Text(row.purpose, row.purpose, at(row.last))
    assert project.purpose is not None
    words = project.purpose.value.split()
    assert (words[0], words[-1]) == row.words


def test_the_period_keeps_its_words_and_its_months(pair: tuple[Row, Project]) -> None:
    row, project = pair
    assert project.period is not None
    assert project.period.text == Text(row.period, row.period, at(row.labels))
    months = [str(m) if m else None for m in (project.period.start, project.period.end)]
    assert months == [row.start, row.end]


def test_a_project_reaches_from_title_to_purpose(pair: tuple[Row, Project]) -> None:
    row, project = pair
    assert project.span == at(row.first, row.last)


def test_stage_and_heading_come_from_line_9(pair: tuple[Row, Project]) -> None:
    project = pair[1]
    assert project.stage == "ongoing"
    assert project.heading == Text("Pågående projekt", "Pågående projekt", at(9))


def test_partners_are_the_two_that_the_steward_named(pair: tuple[Row, Project]) -> None:
    row, project = pair
    found = tuple((p.value, p.span.first, p.span.last) for p in project.partners)
    assert found == row.partners


def test_programme_slogan_date_and_report() -> None:
    assert PAGE.slogan is not None
    assert PAGE.slogan.value == "Vi arbetar för att stärka företagens konkurrenskraft"
    assert PAGE.slogan.span == at(1)
    programme = PAGE.programme
    assert programme.name.value == "Lokalt och regionalt tillväxtarbete"
    assert programme.description is not None
    assert programme.description.value == (
        "Programmet för Lokalt och regionalt tillväxtarbete är avslutat. Det finns ett antal "
        "pågående projekt som Tillväxtverket medfinansierade under tiden programmet pågår. "
        "Tillväxtverket följer och tillvaratar erfarenhet från dessa pågående projekt löpande."
    )
    assert (programme.stage, programme.span) == ("closed", at(5, 7))
    assert PAGE.changed == datetime(2013, 11, 15, 13, 46)
    assert PAGE.changed_text == Text("15 november 2013 13:46", "15 november 2013 13:46", at(74))
    assert PAGE.report is not None
    assert PAGE.report.name.value == "Företagens förväntningar på kommunen"
    assert PAGE.report.description is not None
    assert PAGE.report.description.value.startswith("Generellt tycks företagen vara relativt")
    assert PAGE.report.description.value.endswith("näringslivsutvecklade insatser.")
    assert (PAGE.report.description.span, PAGE.report.span) == (at(78), at(76, 80))


def test_there_are_two_anomalies_and_no_problems() -> None:
    found = [(p.title.span.first, a.aspect) for p in PAGE.projects for a in p.anomalies]
    assert found == [(25, "status"), (61, "period-start")]
    assert PAGE.problems == ()


def test_the_five_digit_year_has_two_candidates_and_no_start() -> None:
    (anomaly,) = BY_TITLE[ROWS[8].title].anomalies
    assert (anomaly.type, anomaly.concerns) == ("unreadable-value", "dcat:startDate")
    assert [str(month) for month in anomaly.candidates] == ["2011-12", "2012-01"]
    assert anomaly.quotes == (Text("20112-01", "20112-01", at(63)),)
    assert anomaly.spans == (at(63),)
    assert anomaly.explanation == {
        "sv": "Startmånaden är skriven med fem siffror i året. Både 2011-12 och 2012-01 är "
        "rimliga läsningar; ingen av dem är publicerad som startmånad.",
        "en": "The start month has a five-digit year. Both 2011-12 and 2012-01 are plausible "
        "readings; neither is published as the start month.",
    }


def test_a_project_that_had_ended_contradicts_its_heading() -> None:
    (anomaly,) = BY_TITLE[ROWS[2].title].anomalies
    assert (anomaly.type, anomaly.concerns) == ("contradiction", "fp:status")
    assert [quote.value for quote in anomaly.quotes] == ["Pågående projekt", "201206 — 201310"]
    assert anomaly.spans == (at(9), at(27))
    assert anomaly.explanation == {
        "sv": "Projekttiden gick ut i oktober 2013, men sidan som senast ändrades 2013-11-15 "
        "har projektet under rubriken Pågående projekt.",
        "en": "The project period ended in October 2013, yet the page, last changed on "
        "2013-11-15, lists the project under the heading Pågående projekt.",
    }


def test_the_account_covers_all_80_lines() -> None:
    assert PAGE.untaken == (Text("Tillväxtverkets logotyp", "Tillväxtverkets logotyp", at(3)),)
    assert sorted([*PAGE.lines, 3]) == list(range(1, 81))
    blank = {n for n, line in enumerate(SEED.split("\n"), 1) if not line.strip()}
    assert {n for n, what in PAGE.lines.items() if what == "blank"} == blank


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (1, "slogan"),
        (5, "programme name"),
        (7, "programme description"),
        (9, "section heading"),
        (11, "section introduction"),
        (61, "project title"),
        (63, "project owner and period"),
        (65, "project purpose"),
        (73, "page date"),
        (74, "page date"),
        (76, "report name"),
        (78, "report description"),
        (80, "report link"),
    ],
)
def test_each_kind_of_line_has_a_name(line: int, what: str) -> None:
    assert PAGE.lines[line] == what


def test_a_page_says_nothing_that_its_sidecar_gives_no_words_for() -> None:
    page = read(SEED, changed=None, closed=None, report=None, partners=None)
    assert (page.changed, page.programme.stage, page.report) == (None, None, None)
    assert not any(project.partners for project in page.projects)
    assert "status" not in {a.aspect for p in page.projects for a in p.anomalies}
    assert page.problems == ()
