"""Labels without a colon: what stands after them is read, and what nobody named isn't published."""

import pytest

from lod.publishing.records import Page, Text
from lod.publishing.sources.signs import has_contact
from publishing.sources.reading import read_own

HEAD = "Fonden\n\nFonden stöder byar.\n\nBeviljade projekt\n\n"
FIELDS = {"Kontaktperson": "contact", "Beviljat belopp": "amount"}


def read(text: str, fields: dict[str, str] | None = None) -> Page:
    labels = {
        **{"owner": "Sökande", "period": "Projekttid", "fields": fields or {}},
        "sections": {"Beviljade projekt": "ongoing"},
    }
    return read_own(text, "Fonden", "sv", labels)


def project(title: str, owner: str, *more: str, purpose: str) -> str:
    facts = [f"Sökande\n{owner}", "Projekttid\n2016-03 – 2018-02", *more]
    return "\n\n".join([title, *facts, purpose]) + "\n\n"


def rows(page: Page) -> list[tuple[str, str | None, str | None]]:
    def said(text: Text | None) -> str | None:
        return text.value if text else None

    return [(p.title.value, said(p.owner), said(p.purpose)) for p in page.projects]


FIBER = ("Fiber", "Byalaget", "Fiber grävs.")
SKATE = ("Skate", "Hjo kommun", "En ramp byggs.")
MORE = ("Beviljat belopp\n75 000 kr", "Kontaktperson\nN. N.\n000-000 00 00\nn@example.org")


def page_with(*more: str) -> str:
    first = project(FIBER[0], FIBER[1], *more, purpose=FIBER[2])
    return HEAD + first + project(SKATE[0], SKATE[1], *more, purpose=SKATE[2])


def lines_of(text: str, *words: str) -> set[int]:
    return {at for at, line in enumerate(text.split("\n"), 1) if line in words}


def test_what_the_sidecar_says_of_a_label_alone_on_a_line_is_done() -> None:
    text = page_with(*MORE)
    page = read(text, FIELDS)
    assert rows(page) == [FIBER, SKATE]
    assert [int(p.grant.value) for p in page.projects if p.grant] == [75_000, 75_000]
    assert page.problems == ()
    secret = lines_of(text, "Kontaktperson", "N. N.", "000-000 00 00", "n@example.org")
    assert page.withheld == secret


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_label_alone_that_nobody_named_is_told_and_withheld(order: tuple[int, int]) -> None:
    more = [("Beviljat belopp\n75 000 kr", "Ansvarig\nN. N.\nStorgatan 1")[at] for at in order]
    text = page_with(*more)
    page = read(text)
    assert rows(page) == [FIBER, SKATE]
    named = ("Beviljat belopp", "75 000 kr", "Ansvarig", "N. N.", "Storgatan 1")
    assert page.withheld == lines_of(text, *named)
    told = {problem.line for problem in page.problems}
    assert lines_of(text, "Beviljat belopp", "Ansvarig") <= told


def test_a_name_below_its_label_is_nobodys_title_whatever_stands_around_it() -> None:
    for blank in ("\n", "\n\n"):
        text = HEAD + (
            f"Fiber\n\nSökande: Byalaget\nKontaktperson:{blank}N. N.\n\n"
            "Projekttid: 2016-03 – 2018-02\n\nFiber grävs.\n"
        )
        for fields in ({}, FIELDS):
            page = read(text, dict(fields))
            assert rows(page) == [FIBER]
            assert lines_of(text, "N. N.") <= page.withheld


@pytest.mark.parametrize(
    "words",
    [
        *("Kontaktperson N. N.", "• Kontakt N. N.", "Handläggare N. N.", "Contact person N. N."),
        *("Ansprechpartnerin N. N.", "Yhteyshenkilö N. N.", "Prosjektleder N. N."),
    ],
)
@pytest.mark.parametrize("where", ["in", "below", "above"])
def test_a_line_that_begins_with_a_contact_is_withheld_without_a_colon(
    words: str, where: str
) -> None:
    one = "Fiber\nSökande: Byalaget\nProjekttid: 2016-03 – 2018-02\n{}\nFiber grävs.\n"
    text = {
        "in": HEAD + one.format(f"{words}\n"),
        "below": HEAD + one.format("") + f"\n{words}\n",
        "above": f"{words}\n\n{HEAD}{one.format('')}",
    }[where]
    page = read(text)
    assert rows(page) == [FIBER]
    assert page.withheld == lines_of(text, words)


def test_words_of_a_purpose_that_only_begin_so_are_published() -> None:
    purpose = "Kontakt mellan byar är målet. Projektledare utbildas."
    page = read(HEAD + project("Fiber", "Byalaget", purpose=purpose))
    assert rows(page) == [("Fiber", "Byalaget", purpose)]
    assert page.withheld == frozenset()


@pytest.mark.parametrize(
    "foot", ["Kontaktperson: N. N.", "Kontaktperson\nN. N.", "Handläggare N. N."]
)
def test_a_contact_that_the_sidecar_names_is_withheld_outside_of_the_list_too(foot: str) -> None:
    text = f"{HEAD}{project(*FIBER[:2], purpose=FIBER[2])}Mer finns här.\n\n{foot}\n"
    for page in (read(text, FIELDS), read(f"{foot}\n\n{text}", FIELDS)):
        kept = [one.value for one in page.untaken if one.span.first not in page.withheld]
        published = " ".join([*kept, *(p.purpose.value for p in page.projects if p.purpose)])
        assert "N. N." not in published


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_heading_above_somebodys_name_ends_the_project(between: str) -> None:
    text = f"{HEAD}{project(*FIBER[:2], purpose=FIBER[2])}Kontakt{between}N. N.\n"
    page = read(text)
    assert rows(page) == [FIBER]
    assert lines_of(text, "N. N.") <= page.withheld


COLONLESS = (
    "Fiber\n\nSökande Byalaget\nProjekttid 2016-03 – 2018-02\n{}\n\nFiber grävs.\n\n"
    "Skate\n\nProjekttid 2016-03 – 2018-02\nSökande Hjo kommun\n{}\n\nEn ramp byggs.\n"
)


def test_labels_may_stand_right_before_their_values() -> None:
    page = read(HEAD + COLONLESS.format(*["Beviljat belopp 75 000 kr"] * 2), FIELDS)
    assert rows(page) == [FIBER, SKATE]
    assert [int(p.grant.value) for p in page.projects if p.grant] == [75_000, 75_000]
    assert [str(p.period and p.period.start) for p in page.projects] == ["2016-03"] * 2
    assert page.problems == ()


def test_a_line_below_them_that_nobody_named_is_told() -> None:
    text = HEAD + COLONLESS.format("Diarienr 12", "Samordnare N. N.")
    page = read(text)
    assert rows(page) == [FIBER, SKATE]
    assert page.withheld == lines_of(text, "Diarienr 12", "Samordnare N. N.")
    assert {problem.line for problem in page.problems} == page.withheld


def test_a_page_with_colons_takes_no_line_without_one() -> None:
    text = HEAD + "Fiber\n\nSökande: Byalaget\nProjekttid 2016-03 – 2018-02\n\nFiber grävs.\n"
    problems = read(
        f"{text}\nSkate\n\nSökande: Hjo kommun\nProjekttid: 2016-03 – 2018-02\n\nRamp."
    ).problems
    assert any("Fiber" in problem.message for problem in problems)


def test_several_owners_below_each_other_are_the_stewards_to_part() -> None:
    text = HEAD + "Fiber\nSökande: Byalaget\nSökande: Hjo kommun\nProjekttid: 2016-03 – 2018-02\n"
    words = "Byalaget Sökande: Hjo kommun"
    (one,) = read(text).projects
    assert (one.owner and one.owner.value, one.owners, one.doubtful) == (words, (), True)
    labels = {
        **{"owner": "Sökande", "period": "Projekttid"},
        **{"owners": {words: ["Byalaget", "Hjo kommun"]}},
        "sections": {"Beviljade projekt": "ongoing"},
    }
    (one,) = read_own(text, "Fonden", "sv", labels).projects
    assert [owner.value for owner in one.owners] == ["Byalaget", "Hjo kommun"]


def test_a_value_whose_label_is_lost_is_no_title() -> None:
    below = HEAD + (
        "Fiber\n\nSökande:\nByalaget\n\nProjekttid:\n2016-03 – 2018-02\n\nFiber grävs.\n\n"
        "Skate\n\nSökande:\nHjo kommun\n\nProjekttid:\n2016-03 – 2018-02\n\nEn ramp byggs.\n"
    )
    assert rows(read(below)) == [FIBER, SKATE]
    page = read(below.replace("Sökande:\nHjo", "Hjo"))
    assert rows(page) == [FIBER]
    assert any("Skate" in problem.message for problem in page.problems)


def test_on_a_page_without_blank_lines_a_title_whose_facts_are_lost_is_told() -> None:
    lines = ["Fiber", "Sökande: Byalaget Projekttid: 2016-03 – 2018-02", "Fiber grävs."]
    more = ["Skate", "Sökande: Hjo kommun Projekttid: 2016-03 – 2018-02", "En ramp byggs."]
    head = HEAD.replace("\n\n", "\n")
    assert rows(read(head + "\n".join([*lines, *more]))) == [FIBER, SKATE]
    last = read(head + "\n".join([*lines, more[0], more[2]]))
    assert rows(last) == [FIBER]
    assert "Skate" in {text.value for text in last.untaken}
    first = read(head + "\n".join([lines[0], lines[2], *more]))
    assert any("Fiber" in problem.message for problem in first.problems)


COLONS = HEAD + (
    "Fiber\nSökande: {}\nProjekttid: {}\n\nFiber grävs.\n\n{}"
    "Skate\nSökande: Hjo kommun\nProjekttid: 2016-03 – 2018-02\n\nEn ramp byggs.\n"
)


def test_a_period_that_a_lines_end_parts_is_whole() -> None:
    page = read(COLONS.format("Byalaget", "1 mars 2016 –\n28 februari 2018", ""))
    assert rows(page) == [FIBER, SKATE]
    assert str(page.projects[0].period and page.projects[0].period.end) == "2018-02-28"
    page = read(COLONS.format("Byalaget", "1 mars 2016 –\nFiber tills vidare.", ""))
    assert page.projects[0].period
    assert page.projects[0].period.end is None


@pytest.mark.parametrize("owner", ["Regionförbundet\nÖstsam", "Hjo kommun."])
def test_an_owner_that_may_go_on_gets_no_key(owner: str) -> None:
    page = read(COLONS.format(owner, "2016 – 2018", ""))
    assert (page.projects[0].owners, page.projects[0].doubtful) == ((), True)


def test_a_link_between_projects_can_be_ignored() -> None:
    text = COLONS.format("Byalaget", "2016 – 2018", "Läs mer\n\n")
    told = read(text)
    assert [p.stage for p in told.projects] == ["ongoing", None]
    assert '"Läs mer" = "ignore"' in told.problems[0].todo
    page = read(text, {"Läs mer": "ignore"})
    assert (rows(page), page.problems) == ([FIBER, SKATE], ())
    assert [p.stage for p in page.projects] == ["ongoing", "ongoing"]


@pytest.mark.parametrize(
    "words",
    [
        *("Telefon 030/1234567", "0573/123 45", "900 00 000", "22 00 00 00", "070.123.45.67"),
        *("tlf 90000000", "puh. 040-1234567", "n(a)example.org", "+46 (0)70-123 45 67"),
    ],
)
def test_contact_details_are_known_as_six_countries_write_them(words: str) -> None:
    assert has_contact(words)


@pytest.mark.parametrize(
    "words",
    [
        *("01.06.2012 – 31.12.2013", "1.6.–31.12.2012", "03/2012 – 10/2014", "20120301-20131231"),
        *("2 500 000 kr", "12 500 000", "Q1 2013 – Q4 2014", "15/3 2012", "1 200 000 000 kr"),
        *("1 000 000", "01.06.12", "210 000 000 SEK"),
    ],
)
def test_dates_and_amounts_are_no_contact_details(words: str) -> None:
    assert not has_contact(words)
