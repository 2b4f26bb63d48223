"""Amounts on a page: wherever their lines stand, with their words and lines."""

import pytest

from lod.publishing.records import LineSpan, Page, Project
from publishing.sources.reading import SEED, read, seed_with

LABELS = {"amount": "Beviljat belopp", "cofinancing": "Medfinansiering", "share": "Andel"}
OWNER = "Projektägare: Lycksele kommun Projekttid: 201203 — 201410"
TITLE = "Progressiva kommuner"
PURPOSE_END = "samt regionalt i hela Region 8."
AMOUNT = "Beviljat belopp: 1 200 000 kr"

# Where an amount can stand → the change to the page, and the line.
PLACES = {
    "after the period, on its line": (OWNER, f"{OWNER} {AMOUNT}", 15),
    "before the owner, on its line": (OWNER, f"{AMOUNT} {OWNER}", 15),
    "on a line below": (OWNER, f"{OWNER}\n{AMOUNT}", 16),
    "on a line below, apart": (OWNER, f"{OWNER}\n\n{AMOUNT}", 17),
    "between title and owner": (OWNER, f"{AMOUNT}\n\n{OWNER}", 15),
    "below the purpose": (PURPOSE_END, f"{PURPOSE_END}\n\n{AMOUNT}", 19),
    "at the end of the purpose": (PURPOSE_END, f"{PURPOSE_END}\n{AMOUNT}", 18),
}


def first(page: Page) -> Project:
    return page.projects[0]


@pytest.mark.parametrize("place", PLACES)
def test_an_amount_is_read_wherever_it_stands(place: str) -> None:
    old, new, line = PLACES[place]
    page, before = read(seed_with(old, new), amount="Beviljat belopp"), first(read(SEED))
    project = first(page)
    assert project.grant is not None
    assert (str(project.grant.value), project.grant.currency) == ("1200000", "SEK")
    assert project.grant.text.verbatim == "1 200 000 kr"
    assert project.grant.text.span == LineSpan(line, line)
    assert project.span.first <= line <= project.span.last
    for name in ("title", "owner", "purpose", "period"):
        old_value, new_value = getattr(before, name), getattr(project, name)
        if name == "period":
            assert (new_value.start, new_value.end) == (old_value.start, old_value.end)
        else:
            assert new_value.value == old_value.value, name
    assert len(page.projects) == 10
    assert not page.problems
    assert page.untaken == read(SEED).untaken
    assert all(p.grant is None for p in page.projects[1:])


def test_co_financing_and_share_are_their_own() -> None:
    new = f"{OWNER} {AMOUNT}\nMedfinansiering: 0,8 mkr Andel: 60 %"
    project = first(read(seed_with(OWNER, new), **LABELS))
    assert project.grant is not None
    assert project.cofinancing is not None
    assert project.share is not None
    assert str(project.grant.value) == "1200000"
    assert project.cofinancing.value == 800000
    assert project.share.percent == 60


def test_a_label_is_a_whole_word() -> None:
    new = "Projektägare: Lycksele kommun Projektstöd: 5 kr Projekttid: 201203 — 201410"
    page = read(seed_with(OWNER, new), amount="Stöd")
    assert [problem.line for problem in page.problems] == [15]
    assert "the owner is more than a name" in page.problems[0].message
    assert len(page.projects) == 9


@pytest.mark.parametrize(
    ("words", "labels", "message"),
    [
        ("1.200 kr", {}, "1.200 kr can be read as 1.200 or 1200"),
        ("1,200 mkr", {}, "1,200 mkr can be read as 1200000.000 or 1200000000"),
        ("1 200", {}, "nothing says the currency of 1 200"),
    ],
)
def test_what_the_sidecar_can_settle_is_a_problem_of_its_line(
    words: str, labels: dict[str, str], message: str
) -> None:
    page = read(seed_with(OWNER, f"{OWNER}\nBeviljat belopp: {words}"), **LABELS)
    (problem,) = page.problems
    assert problem.line == 16
    assert problem.message.startswith(message)
    assert "[labels]" in problem.todo
    assert first(page).grant is None
    assert first(page).anomalies == ()


def test_the_sidecar_settles_it() -> None:
    changed = seed_with(OWNER, f"{OWNER}\nBeviljat belopp: 1.200")
    page = read(changed, amount="Beviljat belopp", decimal=",", currency="EUR")
    grant = first(page).grant
    assert not page.problems
    assert grant is not None
    assert (str(grant.value), grant.currency) == ("1200", "EUR")


@pytest.mark.parametrize(
    ("label", "aspect", "concerns"),
    [
        ("Beviljat belopp", "amount", "schema:funding"),
        ("Medfinansiering", "cofinancing", "fp:cofinancing"),
        ("Andel", "share", "fp:fundedShare"),
    ],
)
@pytest.mark.parametrize(("words", "kind"), [("enligt beslut", "unreadable"), ("", "missing")])
def test_what_is_no_amount_is_an_anomaly_with_its_words(
    label: str, aspect: str, concerns: str, words: str, kind: str
) -> None:
    page = read(seed_with(OWNER, f"{OWNER}\n{label}: {words}"), **LABELS)
    (anomaly,) = first(page).anomalies
    assert (anomaly.aspect, anomaly.concerns) == (aspect, concerns)
    assert anomaly.type == f"{kind}-value"
    assert [quote.verbatim for quote in anomaly.quotes] == ([words] if words else [])
    assert anomaly.spans == (LineSpan(16, 16),)
    assert words in anomaly.explanation["sv"]
    assert not page.problems


def test_an_amount_stated_twice_leaves_the_project_out() -> None:
    page = read(seed_with(OWNER, f"{OWNER} {AMOUNT}\n{AMOUNT}"), **LABELS)
    assert len(page.projects) == 9
    assert [problem.line for problem in page.problems] == [16]
    assert "Beviljat belopp twice" in page.problems[0].message


BELOW = {
    "a heading that isn't known": (PURPOSE_END, f"{PURPOSE_END}\n\nAndra\n\n{AMOUNT}"),
    "a heading below the last": ("Senast ändrad", f"Kontakt\n\n{AMOUNT}\n\nSenast ändrad"),
    "the page's end": (SEED[-40:], f"{SEED[-40:]}\n\n{AMOUNT}\n"),
}


@pytest.mark.parametrize("where", BELOW)
def test_an_amount_below_another_heading_is_told_and_nobodys(where: str) -> None:
    page = read(seed_with(*BELOW[where]), **LABELS)
    assert all(project.grant is None for project in page.projects)
    assert AMOUNT in [text.value for text in page.untaken]


def test_an_amount_above_the_first_project_is_told_and_nobodys() -> None:
    heading = "\nPågående projekt\n"
    page = read(seed_with(heading, f"{heading}{AMOUNT}\n"), **LABELS)
    assert all(project.grant is None for project in page.projects)
    assert AMOUNT in [text.value for text in page.untaken]


def test_a_label_that_the_page_does_not_have_is_told() -> None:
    page = read(SEED, **LABELS)
    assert {unmet.setting for unmet in page.unmet} == {("labels", name) for name in LABELS}
