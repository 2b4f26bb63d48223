"""What is missing on a page: refused with a line, a problem, or an anomaly; the rest is read."""

from collections.abc import Callable

import pytest

from lod.errors import SourceError
from lod.publishing.records import Anomaly, Page, Project
from publishing.sources.reading import PATH, SEED, read, seed_with, values
from publishing.sources.seed_table import ROWS

LINES = SEED.split("\n")
OWNER = "Projektägare: Lycksele kommun Projekttid: 201203 — 201410"


def without_labels(text: str) -> str:
    return text.replace("Projektägare:", "Projektägare").replace("Projekttid:", "Projekttid")


FAILURES: dict[str, tuple[bytes, int, str]] = {
    "nothing at all": (b"", 1, "the text of a page"),
    "only space": (" \n\u00a0\n".encode(), 1, "the text of a page"),
    "not UTF-8": (SEED.replace("Norsjö", "Nors\0").encode().replace(b"\0", b"\xf6"), 49, "UTF-8"),
    "not UTF-8 after a mark": (b"\xef\xbb\xbfa\r\n\xf6", 2, "UTF-8"),
    "no section heading": (
        SEED.replace("\nPågående projekt\n", "\nProjekt\n").encode(),
        15,
        "Pågående projekt",
    ),
    "section heading too far down": (
        ("\n".join([*LINES[:8], *LINES[11:], LINES[8]])).encode(),
        12,
        "Pågående projekt",
    ),
    "neither heading nor project": (b"Kontakt\n\nRing oss.", 3, "Pågående projekt"),
    "no programme heading": (
        seed_with("\n\nLokalt och regionalt tillväxtarbete\n\n", "\n\n\n\n").encode(),
        9,
        "Lokalt och regionalt tillväxtarbete",
    ),
    "no project": (without_labels(SEED).encode(), 9, "Projektägare:"),
    "no project with a title": (
        "\n".join([*LINES[:12], *LINES[14:18]]).encode(),
        13,
        "title",
    ),
}


@pytest.mark.parametrize(("data", "line", "expected"), FAILURES.values(), ids=FAILURES)
def test_a_page_without_its_structure_is_refused(data: bytes, line: int, expected: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(data)
    error = caught.value
    assert (error.file, error.line) == (PATH, line)
    assert error.expected is not None
    assert expected in error.expected
    assert error.todo
    assert str(error).startswith(f"page.txt:{line}:")


def expect_others_untouched(page: Page, left: int = 0) -> None:
    kept = [v for v, p in zip(_values(page), page.projects, strict=True) if p.span.first != 13]
    same = [v for v, p in zip(_values(read(SEED)), ROWS, strict=True) if p is not ROWS[left]]
    assert kept == same


def _values(page: Page) -> list[object]:
    found = values(page)
    assert isinstance(found, tuple)
    return list(found[4])


BROKEN: dict[str, tuple[Callable[[], str], int, str]] = {
    "no title": (lambda: seed_with("Progressiva kommuner\n", "\n"), 15, "no title"),
    "a sentence as title": (
        lambda: seed_with("Progressiva kommuner\n", "Progressiva kommuner.\n"),
        15,
        "no title",
    ),
    "two owner lines": (
        lambda: seed_with(OWNER, "Projektägare: Malå kommun\n" + OWNER),
        16,
        "Projektägare twice",
    ),
    "two periods": (
        lambda: seed_with(OWNER, OWNER + " Projekttid: 201301"),
        15,
        "Projekttid twice",
    ),
}


@pytest.mark.parametrize(("make", "line", "message"), BROKEN.values(), ids=BROKEN)
def test_a_project_that_cant_be_read_is_a_problem_and_the_other_nine_stay(
    make: Callable[[], str], line: int, message: str
) -> None:
    page = read(make())
    (problem,) = page.problems
    assert problem.line == line
    assert message in problem.message
    assert problem.expected
    assert problem.todo
    assert len(page.projects) == 9
    expect_others_untouched(page)
    assert line in {text.span.first for text in page.untaken}


PURPOSE = "\n\n" + LINES[16]
MISSING: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "owner text": (
        seed_with("Projektägare: Lycksele kommun", "Projektägare: \u00a0"),
        [("owner", "fp:projectOwner")],
    ),
    "owner label": (
        seed_with("Projektägare: Lycksele kommun ", ""),
        [("owner", "fp:projectOwner")],
    ),
    "period label": (seed_with(OWNER, "Projektägare: Lycksele kommun"), [("period", "fp:period")]),
    "period text": (
        seed_with(OWNER, "Projektägare: Lycksele kommun Projekttid:"),
        [("period", "fp:period")],
    ),
    "purpose": (seed_with(PURPOSE, ""), [("purpose", "schema:description")]),
    "all three": (
        seed_with(OWNER + PURPOSE, "Projektägare:"),
        [
            ("owner", "fp:projectOwner"),
            ("period", "fp:period"),
            ("purpose", "schema:description"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISSING.values(), ids=MISSING)
def test_what_is_merely_missing_is_an_anomaly_and_the_project_stays(
    text: str, expected: list[tuple[str, str]]
) -> None:
    page = read(text)
    project = page.projects[0]
    assert project.title.value == "Progressiva kommuner"
    assert [(a.aspect, a.concerns) for a in project.anomalies] == expected
    assert {a.type for a in project.anomalies} == {"missing-value"}
    assert all(a.spans and project.span.first <= a.spans[0].first for a in project.anomalies)
    given = {"owner": project.owner, "period": project.period, "purpose": project.purpose}
    assert {name for name, value in given.items() if value is None} == {a for a, _ in expected}
    assert page.problems == ()
    expect_others_untouched(page)


def test_a_heading_that_the_sidecar_doesnt_know_is_a_problem() -> None:
    page = read(seed_with("\nHåll ut\n", "\nAvslutade projekt\n\nHåll ut\n"))
    (problem,) = page.problems
    assert (problem.line, "Avslutade projekt" in problem.message) == (43, True)
    assert "[labels.sections]" in problem.todo
    assert [text.span.first for text in page.untaken] == [3, 43]
    assert _values(page)[:5] == _values(read(SEED))[:5]
    assert [p.title.value for p in page.projects] == [p.title.value for p in read(SEED).projects]
    assert [p.stage for p in page.projects] == ["ongoing"] * 5 + [None] * 5


def test_a_heading_that_the_sidecar_knows_sets_the_stage() -> None:
    text = seed_with("\nHåll ut\n", "\nAvslutade projekt\n\nDessa är klara\n\nHåll ut\n")
    sections = {"Pågående projekt": "ongoing", "Avslutade projekt": "closed"}
    page = read(text, sections=sections)
    assert [p.stage for p in page.projects] == ["ongoing"] * 5 + ["closed"] * 5
    assert page.projects[5].heading.span.first == 43
    assert page.lines[45] == "section introduction"
    assert page.problems == ()


def status(text: str, at: int) -> list[Anomaly]:
    project: Project = read(text).projects[at]
    return [anomaly for anomaly in project.anomalies if anomaly.aspect == "status"]


def test_a_month_contradicts_the_heading_only_when_it_was_over() -> None:
    assert status(SEED, 6) == []  # Norsjö, to 2013-11; the page is of the 15th
    assert status(seed_with("15 november 2013", "30 november 2013"), 6) == []
    assert len(status(seed_with("15 november 2013", "1 december 2013"), 6)) == 1
    assert status(seed_with("15 november 2013", "31 oktober 2013"), 2) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (seed_with("Senast ändrad\n15 november 2013 13:46\n", ""), 78),
        (seed_with("15 november 2013 13:46", "i november 2013"), 74),
    ],
    ids=["missing", "unreadable"],
)
def test_a_page_without_a_date_is_read_with_a_problem(text: str, line: int) -> None:
    page = read(text)
    assert [problem.line for problem in page.problems] == [line]
    assert (page.changed, page.changed_text) == (None, None)
    assert [p.title.value for p in page.projects] == [row.title for row in ROWS]
    assert page.report is not None
    purpose = page.projects[9].purpose
    assert purpose is not None
    assert purpose.value == ROWS[9].purpose


def test_a_block_below_the_projects_that_links_to_nothing_is_no_report() -> None:
    page = read(seed_with("ladda hem publikationen", "se"))
    assert page.report is None
    assert [text.span.first for text in page.untaken] == [3, 76, 78, 80]


def test_a_link_without_a_heading_is_a_problem() -> None:
    page = read(seed_with("\n\nFöretagens förväntningar på kommunen\n", "\n\n\n"))
    assert page.report is None
    assert [problem.line for problem in page.problems] == [80]


def test_a_heading_that_starts_with_a_label_is_no_project() -> None:
    text = without_labels(SEED).replace("\nPågående projekt\n", "\nProjekttid: nu\n")
    with pytest.raises(SourceError) as caught:
        read(text, sections={"Projekttid: nu": "ongoing"})
    assert caught.value.line == 9


@pytest.mark.parametrize(("length", "is_title"), [(199, True), (200, True), (201, False)])
def test_a_title_has_at_most_200_letters(length: int, is_title: bool) -> None:
    title = "Å" + "å" * (length - 1)
    page = read(seed_with("\nHåll ut\n", f"\n{title}\n"))
    assert (title in [project.title.value for project in page.projects]) is is_title
