"""Other funders' pages, through the real commands: what is published, and what is told where."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from packed import unpacked

from lod.publishing.records import Page
from publishing.sources.funders import FOOT, HEAD, NAME, SV, Funder, Told

DATED = {**SV, "changed": "Senast ändrad"}
PURPOSE = "\n\nProjektet gräver fiber."
BEFORE, AFTER = HEAD + "Fiber i byn\n", PURPOSE + FOOT
FACTS = "Projektägare: Laxå kommun\nProjekttid: 2012-01 — 2013-10"
FIBER = ("Fiber i byn", "Laxå kommun", "2012-01", "2013-10", "Projektet gräver fiber.")


def projects(page: Page) -> list[tuple[str | None, ...]]:
    return [
        (
            p.title.value,
            p.owner.value if p.owner else None,
            *((str(p.period.start), str(p.period.end)) if p.period else ("", "")),
            p.purpose.value if p.purpose else None,
        )
        for p in page.projects
    ]


def errors(told: list[Told]) -> list[int]:
    return [one.line for one in told if one.rule in ("unreadable", "unmapped", "")]


def funder(tmp_path: Path, text: str, labels: Mapping[str, object] = DATED) -> Funder:
    return Funder.of(tmp_path / "site", text, labels)


SHAPES = {
    "as on the shipped page": FACTS.replace("\n", " "),
    "on two lines": FACTS,
    "apart": FACTS.replace("\n", "\n\n"),
    "period first": "Projekttid: 2012-01 — 2013-10\nProjektägare: Laxå kommun",
    "below their labels": FACTS.replace(": ", ":\n"),
    "below their labels, apart": FACTS.replace(": ", ":\n\n").replace("\nP", "\n\nP"),
    "below, without colons": FACTS.replace(": ", "\n"),
    "as items": FACTS.replace("Projekt", "• Projekt"),
    "as nested items": FACTS.replace("Projekt", "  + Projekt"),
    "other letters": FACTS.replace("Projekt", "PROJEKT"),
    "parted by a bar": FACTS.replace("\n", " | "),
    "parted by a comma": FACTS.replace("\n", ", "),
    "spaced": FACTS.replace(":", " :\u00a0"),
}


@pytest.mark.parametrize("form", SHAPES)
def test_facts_are_read_in_any_order_and_form(form: str, tmp_path: Path) -> None:
    made = funder(tmp_path, BEFORE + SHAPES[form] + AFTER)
    code, told = made.check()
    assert (projects(made.read()), code, errors(told)) == ([FIBER], 0, [])


def test_titles_may_be_items_and_descriptions_stand_below(tmp_path: Path) -> None:
    items = "* Fiber i byn\n  + {}\nProjektet gräver fiber.\n* Ungas bygd\n  + {}\nUnga bygger."
    facts = FACTS.replace("\n", "\n  + ")
    made = funder(tmp_path, HEAD + items.format(facts, facts) + FOOT)
    assert made.check()[0] == 0
    assert projects(made.read()) == [FIBER, ("Ungas bygd", *FIBER[1:4], "Unga bygger.")]


def test_a_description_may_stand_above_the_facts(tmp_path: Path) -> None:
    text = f"Fiber i byn\n\nProjektet gräver fiber.\n\n{FACTS}\n\nUngas bygd\n\nUnga bygger.\n\n"
    made = funder(tmp_path, HEAD + text + FACTS.replace("Laxå", "Hjo") + FOOT)
    assert made.check()[0] == 0
    ungas = ("Ungas bygd", "Hjo kommun", "2012-01", "2013-10", "Unga bygger.")
    assert projects(made.read()) == [FIBER, ungas]


def test_a_description_may_stand_between_the_facts(tmp_path: Path) -> None:
    made = funder(tmp_path, BEFORE + FACTS.replace("\n", PURPOSE + "\n\n") + FOOT)
    assert (made.check()[0], projects(made.read())) == (0, [FIBER])


CONTACTS = {
    "beside": "Kontaktperson: N. N., 000-000 00 00, n@example.org",
    "below": "Kontaktperson:\nN. N.\n000-000 00 00",
    "with an address": "Kontakt: N. N.,\nStorgatan 1\n000 00 Byn",
    "without a label": "N. N., tel 000-000 00",
    "an address alone": "n@example.org",
    "a personal number": "Sökande N. N. 811228-9874",
    "a number without a name": "811228-9874 och 19811228-9874",
    "an item": "• Kontakt: N. N.",
    "another label": "Handläggare: N. N.",
    "a label like the owner's": "Projektledare: N. N.",
    "a name as label": "N. N.: handläggare i Byn",
    "in the midst of a value": "Beviljat stöd: 12 kr Kontakt: N. N.",
}
SECRETS = ("N. N.", "000", "example.org", "Storgatan", "811228", "Nilsson")


def is_clean(folder: Path, source: str) -> bool:
    """Whether nothing secret that a source has is in a release."""
    secrets = [secret for secret in SECRETS[:1] + SECRETS[2:] if secret in source]
    assert secrets
    texts = [f.read_bytes().decode(errors="replace") for f in folder.rglob("*") if f.is_file()]
    assert any("Projektet gräver fiber" in text for text in texts)
    texts = [text for text in texts if "Projektet gräver" in text or NAME in text]
    return not any(secret in text for secret in secrets for text in texts)


@pytest.mark.parametrize("where", ["between", "above", "below"])
@pytest.mark.parametrize("form", CONTACTS)
def test_contact_persons_are_told_and_published_nowhere(
    form: str, where: str, tmp_path: Path
) -> None:
    contact = CONTACTS[form]
    facts = {
        "between": FACTS.replace("\n", f"\n{contact}\n"),
        "above": f"{contact}\n{FACTS}",
        "below": f"{FACTS}{PURPOSE}\n\n{contact}",
    }[where]
    made = funder(tmp_path, BEFORE + facts + (FOOT if where == "below" else AFTER))
    code, told = made.check()
    first = made.read().file.read_text(encoding="utf-8").split("\n").index(contact.split("\n")[0])
    assert (code, errors(told)[0]) == (1, first + 1)
    published = projects(made.read())
    assert published in ([FIBER], []) if where == "above" else published == [FIBER]
    if published:
        code, release = made.build(tmp_path / "var")
        assert code == 1
        assert is_clean(release, contact)


APART = {"below, apart": "Kontaktperson:\n\nNina Nilsson\nStorgatan 1"}


@pytest.mark.parametrize("where", ["at the top", "at the bottom", "below the last project"])
@pytest.mark.parametrize("form", CONTACTS | APART)
def test_contact_persons_elsewhere_on_the_page_are_published_nowhere(
    form: str, where: str, tmp_path: Path
) -> None:
    page, contact = BEFORE + FACTS + AFTER, (CONTACTS | APART)[form]
    made = funder(
        tmp_path,
        {
            "at the top": f"{contact}\n\n{page}",
            "at the bottom": f"{page}\n{contact}\n",
            "below the last project": page.replace(FOOT, f"\n\n{contact}{FOOT}"),
        }[where],
    )
    assert projects(made.read()) == [FIBER]
    assert made.build(tmp_path / "var")[0] in (0, 1)
    assert is_clean((tmp_path / "var/current").resolve(), contact)


def test_an_organisations_number_is_nobodys(tmp_path: Path) -> None:
    text = BEFORE + FACTS + "\n\nProjektet drivs av 212000-2445 och 202100-6149." + FOOT
    (project,) = funder(tmp_path, text).read().projects
    assert project.purpose is not None
    assert "212000-2445" in project.purpose.value


def test_a_letter_that_is_another_only_in_small_letters_ends_nothing(tmp_path: Path) -> None:
    labels = {**DATED, "owner": "Kind", "period": "Tid"}
    text = HEAD + "Fiber i byn\n\u212aind: Laxå kommun\nT\u0131d: 2012-01 — 2013-10" + AFTER
    code, told = funder(tmp_path, text, labels).check()
    assert code in (0, 1, 3)
    assert told


def test_what_the_sidecar_says_of_a_label_is_done(tmp_path: Path) -> None:
    facts = FACTS + "\nKontaktperson: N. N.\nDiarienummer: 12\nBeviljat stöd: 1,2 mnkr"
    fields = {"Kontaktperson": "contact", "Diarienummer": "ignore", "Beviljat stöd": "amount"}
    made = funder(tmp_path, BEFORE + facts + AFTER, {**DATED, "fields": fields})
    assert made.check()[0] == 0
    page = made.read()
    assert projects(page) == [FIBER]
    grant = page.projects[0].grant
    assert grant is not None
    assert (grant.text.value, int(grant.value), grant.currency) == ("1,2 mnkr", 1_200_000, "SEK")
    assert page.lines[9] == page.lines[10] == "left out, as the sidecar says"
    code, release = made.build(tmp_path / "var")
    assert code == 0
    assert is_clean(release, facts)


def test_other_words_for_owner_period_and_purpose(tmp_path: Path) -> None:
    text = "Sökande: Laxå kommun\nTid: 2012-01 — 2013-10\nSyfte: Projektet gräver fiber."
    fields = {"Sökande": "owner", "Tid": "period", "Syfte": "purpose"}
    made = funder(tmp_path, BEFORE + text + FOOT, {**DATED, "fields": fields})
    assert (made.check()[0], projects(made.read())) == (0, [FIBER])


def test_what_only_looks_like_a_label_is_published_if_the_sidecar_says_so(tmp_path: Path) -> None:
    text = BEFORE + FACTS + "\n\nMålet: Fiber till alla." + FOOT
    made = funder(tmp_path, text)
    code, told = made.check()
    assert (code, errors(told), made.read().projects[0].purpose) == (1, [10], None)
    made.write(text, {**DATED, "fields": {"Målet": "text"}})
    assert made.check()[0] == 0
    purpose = made.read().projects[0].purpose
    assert purpose is not None
    assert purpose.value == "Målet: Fiber till alla."


def test_a_public_address_may_be_published(tmp_path: Path) -> None:
    text = BEFORE + FACTS + "\n\nSkriv till info@example.org om fiber." + FOOT
    made = funder(tmp_path, text, {**DATED, "public": ["info@example.org"]})
    assert made.check()[0] == 0
    purpose = made.read().projects[0].purpose
    assert purpose is not None
    assert "info@example.org" in purpose.value


LINES_BETWEEN = ["Beviljat stöd: 1,2 mnkr", "Beviljat stöd 1,2 mnkr", "Beviljat stöd:\n1,2 mnkr"]


@pytest.mark.parametrize("line", LINES_BETWEEN)
def test_a_line_between_owner_and_period_makes_no_project(line: str, tmp_path: Path) -> None:
    made = funder(tmp_path, BEFORE + FACTS.replace("\n", f"\n{line}\n") + AFTER)
    code, told = made.check()
    assert (code, errors(told)) == (1, [8])
    assert projects(made.read()) == [FIBER]


TWO = "Ungas bygd\nProjektägare: Hjo kommun\nProjekttid: 2012-03 — 2013-12\n\nUnga bygger."
MISSPELT = {
    "a letter too few": "Projektägre: Laxå kommun",
    "no colon": "Projektägare Laxå kommun",
    "a semicolon": "Projektägare; Laxå kommun",
    "no first letter": "rojektägare: Laxå kommun",
    "its value below": "Projektägre:\nLaxå kommun",
    "its value below, apart": "Projektägre:\n\nLaxå kommun",
    "another word": "Sökande: Laxå kommun",
    "cut short": "Projektäg",
    "both in a line": "Projektägre: Laxå kommun Projekttid: 2012-01 — 2013-10",
    "both misspelt": "Projektägre Laxå kommun Projekttd 2012-01 — 2013-10",
}


@pytest.mark.parametrize("form", MISSPELT)
@pytest.mark.parametrize("first", [True, False])
def test_a_misspelt_label_leaves_the_project_out_and_is_told(
    form: str, first: bool, tmp_path: Path
) -> None:
    line = MISSPELT[form]
    facts = line if "2012" in line else f"{line}\nProjekttid: 2012-01 — 2013-10"
    damaged = f"Fiber i byn\n{facts}{PURPOSE}"
    parts = [damaged, TWO] if first else [TWO, damaged]
    made = funder(tmp_path, HEAD + "\n\n".join(parts) + FOOT)
    code, told = made.check()
    page = made.read()
    at = page.file.read_text(encoding="utf-8").split("\n").index(line.split("\n")[0]) + 1
    assert code == 1
    assert at in errors(told)
    assert [p.title.value for p in page.projects] == ["Ungas bygd"]
    assert any("Fiber i byn" in one.message for one in told)


@pytest.mark.parametrize(
    ("place", "line"),
    [("introduction", 7), ("end", 21), ("below the last", 21)],
)
@pytest.mark.parametrize("words", ["Beslut: 12 maj", "Hela tiden 2012-01 — 2013-10"])
def test_a_label_or_a_period_outside_of_projects_is_an_error(
    place: str, line: int, words: str, tmp_path: Path
) -> None:
    one = f"Fiber i byn\n{FACTS}{PURPOSE}"
    text = {
        "introduction": f"{HEAD}Följande får stöd.\n{words}\n\n{one}{FOOT}",
        "end": f"{HEAD}{one}\n\n{TWO}\n\nSlut.\n\n{words}{FOOT}",
        "below the last": f"{HEAD}{one}\n\n{TWO}\n\nSlut.\n\n{words}",
    }[place]
    labels = SV if place == "below the last" else DATED
    made = funder(tmp_path, text, labels)
    found = [n for n, raw in enumerate(text.split("\n"), 1) if raw == words]
    code, told = made.check()
    assert (code, errors(told)) == (1, found)
    assert made.read().projects[0].title.value == "Fiber i byn"


OWNERS = {
    "Gullspångs kommun och Töreboda kommun": ["Gullspångs kommun", "Töreboda kommun"],
    "Laxå kommun, Töreboda kommun samt Leader": ["Laxå kommun", "Töreboda kommun", "Leader"],
    "Hjo kommun (1,2 mnkr)": ["Hjo kommun"],
    "City of Vaasa, Finland": ["City of Vaasa"],
    "Hjo kommun/Laxå kommun": ["Hjo kommun", "Laxå kommun"],
    "Hjo kommun & Laxå kommun": ["Hjo kommun", "Laxå kommun"],
    "Hjo kommun i samverkan med Laxå kommun": ["Hjo kommun"],
    "Hjo kommun – Laxå kommun": ["Hjo kommun", "Laxå kommun"],
    "Kristinestad ja Närpes": ["Kristinestad", "Närpes"],
    "Föreningen Hav och Land": ["Föreningen Hav och Land"],
    "Region Norr, 556000-0000": ["Region Norr"],
}


@pytest.mark.parametrize("words", OWNERS)
def test_an_owner_that_may_be_more_than_a_name_gets_no_key_before_the_steward_says(
    words: str, tmp_path: Path
) -> None:
    text = BEFORE + FACTS.replace("Laxå kommun", words) + AFTER
    made = funder(tmp_path, text)
    code, told = made.check()
    assert "organization" not in (made.site / "data/keys.csv").read_text()
    assert (code, [(o.line, o.file) for o in told if o.rule == "notice/owner-in-doubt"]) == (
        0,
        [(7, "page.txt")],
    )
    (anomaly,) = [a for a in made.read().projects[0].anomalies if a.aspect == "owner"]
    assert [quote.value for quote in anomaly.quotes] == [words]
    made.write(text, {**DATED, "owners": {words: OWNERS[words]}})
    code, told = made.check()
    assert (code, [o for o in told if o.rule == "notice/owner-in-doubt"]) == (0, [])
    rows = (made.site / "data/keys.csv").read_text(encoding="utf-8").split("\n")
    assert len([row for row in rows if row.startswith("organization")]) == len(OWNERS[words])
    assert [owner.value for owner in made.read().projects[0].owners] == OWNERS[words]


def test_an_owner_that_has_a_key_is_taken_at_its_word(tmp_path: Path) -> None:
    words = "Hav och Land"
    made = funder(tmp_path, BEFORE + FACTS.replace("Laxå kommun", words) + AFTER)
    keys = made.site / "data/keys.csv"
    keys.write_text(keys.read_text() + f"organization,hav-och-land,{NAME},{words},\n")
    code, told = made.check()
    assert (code, [o for o in told if "owner-in-doubt" in o.rule]) == (0, [])
    assert not [o for o in told if o.rule == "notice/unyielded-key"]


MENU = "Start\nPågående projekt\nKontakt\n\n"


def test_a_menu_above_repeats_a_heading(tmp_path: Path) -> None:
    made = funder(tmp_path, MENU + BEFORE + FACTS + PURPOSE, SV)
    code, told = made.check()
    page = made.read()
    assert (code, projects(page)) == (0, [FIBER])
    assert page.programme.description is not None
    assert page.programme.description.value == "Ett program för bygden."
    assert {o.line for o in told if o.rule in ("notice/untaken-line", "notice/slogan")} == {1, 2, 3}


@pytest.mark.parametrize(("lang", "words"), [("en", "no status"), ("sv", "ingen status")])
def test_without_a_date_no_status_is_published_and_a_warning_counts(
    lang: str, words: str, tmp_path: Path
) -> None:
    made = funder(tmp_path, BEFORE + FACTS + f"{PURPOSE}\n\n{TWO}", SV)
    code, told = made.check(lang)
    (undated,) = [o for o in told if o.rule == "notice/undated-status"]
    assert (code, undated.file) == (0, "page.toml")
    assert words in undated.message
    assert undated.message.endswith("2")


def test_the_sidecar_may_say_the_day(tmp_path: Path) -> None:
    text = BEFORE + FACTS + PURPOSE
    made = Funder.of(tmp_path / "site", text, SV, more="stated = 2013-11-20\n")
    code, told = made.check()
    assert (code, [o for o in told if o.rule == "notice/undated-status"]) == (0, [])
    code, release = made.build(tmp_path / "var")
    graphs = (release / "graphs").resolve().glob("*.nt.gz")
    dumped = "".join(unpacked(file.with_suffix("")).decode() for file in graphs)
    assert '"2013-11-20"' in dumped
    assert "statusAsOf" in dumped


def test_two_days_that_differ_are_told(tmp_path: Path) -> None:
    made = Funder.of(tmp_path / "site", BEFORE + FACTS + AFTER, DATED, more="stated = 2013-11-20\n")
    code, told = made.check()
    assert code == 1
    assert [o.file for o in told if o.rule == "unreadable"] == ["page.toml"]


@pytest.mark.parametrize(
    "table",
    [
        "Projekt  Projektägare  Projekttid  Stöd (kr)\nSmart  Region Örebro  201603 — 201802  9",
        "Projekt\tProjektägare\tProjekttid\nSmart\tRegion Örebro\t201603 — 201802",
        "Projekt\nProjektägare\nProjekttid\nSmart\nRegion Örebro\n201603 — 201802",
        "Projekttid | Projektägare | Projekt\n201603 — 201802 | Region Örebro | Smart",
    ],
)
@pytest.mark.parametrize(("lang", "words"), [("en", "in a table"), ("sv", "i en tabell")])
def test_a_table_is_said_to_be_one(table: str, lang: str, words: str, tmp_path: Path) -> None:
    code, told = funder(tmp_path, HEAD + table + FOOT).check(lang)
    assert code == 3
    assert [o.line for o in told if words in o.message] == [7 if "\nP" in table else 6]


def test_a_slogan_is_published_only_if_it_is_named(tmp_path: Path) -> None:
    text = "Bygd är bäst\n\n" + BEFORE + FACTS + AFTER
    made = funder(tmp_path, text)
    code, told = made.check()
    assert (code, made.read().slogan) == (0, None)
    assert [(o.rule, o.line) for o in told if o.line == 1][:1] == [("notice/slogan", 1)]
    made.write(text, {**DATED, "slogan": "Bygd är bäst"})
    slogan = made.read().slogan
    assert slogan is not None
    assert slogan.value == "Bygd är bäst"


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "has this no more"), ("sv", "inte detta längre")]
)
def test_a_key_whose_thing_is_gone_is_told(lang: str, words: str, tmp_path: Path) -> None:
    one = f"Fiber i byn\n{FACTS}{PURPOSE}"
    made = funder(tmp_path, f"{HEAD}{one}\n\n{TWO}{FOOT}")
    made.check()
    made.write(f"{HEAD}{one}{FOOT}", DATED)
    code, told = made.check(lang)
    gone = [o for o in told if o.rule == "notice/unyielded-key"]
    assert (code, len(gone)) == (0, 2)
    assert {o.file for o in gone} == {"keys.csv"}
    assert all(words in o.message for o in gone)
    assert "Ungas bygd" in gone[0].message


@pytest.mark.parametrize(("lang", "words"), [("en", "isn't known"), ("sv", "inte känt")])
def test_an_unknown_label_is_told_in_both_languages(lang: str, words: str, tmp_path: Path) -> None:
    code, told = funder(tmp_path, BEFORE + FACTS + "\nBeslut: 12" + AFTER).check(lang)
    assert code == 1
    assert [o.line for o in told if words in o.message] == [9]


def test_a_title_is_never_a_line_with_a_colon(tmp_path: Path) -> None:
    text = f"{HEAD}Ungas bygd\n\n{FACTS}\n\nUnga bygger\n\nFiber: nu\n\n{FACTS}{PURPOSE}{FOOT}"
    made = funder(tmp_path, text)
    code, told = made.check()
    assert code == 1
    assert errors(told)[0] == 13
    assert [p.title.value for p in made.read().projects] == ["Ungas bygd"]
    made.write(text, {**DATED, "fields": {"Fiber": "text"}})
    assert made.check()[0] == 0
    assert [p.title.value for p in made.read().projects] == ["Ungas bygd", "Fiber: nu"]


AMBIGUOUS = {
    "a heading between owner and period": FACTS.replace("\n", "\n\nEtt ord\n\n"),
    "short words all the way": f"Kort\n\n{FACTS}",
}


@pytest.mark.parametrize("form", AMBIGUOUS)
def test_in_doubt_the_project_is_left_out_by_name(form: str, tmp_path: Path) -> None:
    made = funder(tmp_path, f"{HEAD}{TWO}\n\nFiber i byn\n{AMBIGUOUS[form]}{AFTER}")
    code, told = made.check()
    assert code == 1
    assert errors(told)
    titles = [p.title.value for p in made.read().projects]
    assert "Ungas bygd" in titles or form != "a heading between owner and period"
    assert not {"Ett ord", "Laxå kommun"} & set(titles)


ONE = f"Fiber i byn\n{FACTS}{PURPOSE}"
WORD = "\nOrd\n\nProjekttid"
TOLD = {
    "unknown": (f"{BEFORE}{FACTS}\nBeslut: 12{AFTER}", "isn't known", "inte känt"),
    "contact": (f"{BEFORE}{FACTS}\nn@example.org{AFTER}", "contact details", "kontaktuppgifter"),
    "contact in an owner": (
        f"{HEAD}{TWO}\n\n{ONE.replace('Laxå', 'n@example.org')}{FOOT}",
        *("the project is left out", "projektet utelämnas"),
    ),
    "period": (f"{HEAD}Tid 2012–2013\n\n{ONE}{FOOT}", "no project's", "inte är något projekts"),
    "between": (
        BEFORE + FACTS.replace("\n", "\nEtt ord\n") + AFTER,
        *("between a project's labels", "mellan ett projekts uppgifter"),
    ),
    "further": (
        f"{HEAD}{ONE}\n\nBeslut: 12\n\nMer text.\n\n{TWO}{FOOT}",
        *("parted from the purpose", "skild från syftet"),
    ),
    "incomplete": (
        f"{HEAD}{TWO}\n\n{ONE.replace('Projektägare', 'Sökande')}{FOOT}",
        *("Fiber i byn has no Projektägare", "Fiber i byn har ingen uppgift Projektägare"),
    ),
    "doubt": (
        f"{HEAD}{TWO}\n\n{ONE.replace('Projekttid', WORD)}{FOOT}",
        *("may be a project's title or not", "kan vara ett projekts titel eller inte"),
    ),
    "outside": (
        f"{HEAD}Beviljat stöd: 1 kr\n\n{ONE}{FOOT}",
        *("stands in no project", "står inte i något projekt"),
    ),
    "value with a label": (
        f"{HEAD}{TWO}\n\n{ONE.replace('2013-10', '2013-10 Beslut: 12')}{FOOT}",
        *("another label stands in the value", "ännu ett ord med kolon"),
    ),
    "owner": (
        BEFORE + FACTS.replace("Laxå", "Laxå och Hjo") + AFTER,
        "several names",
        "flera namn",
    ),
    "slogan": (f"Ord\n\n{BEFORE}{FACTS}{AFTER}", "is not published", "publiceras inte"),
}


@pytest.mark.parametrize("lang", ["en", "sv"])
@pytest.mark.parametrize("name", TOLD)
def test_each_thing_is_told_in_both_languages(name: str, lang: str, tmp_path: Path) -> None:
    text, *words = TOLD[name]
    labels = {**DATED, "fields": {"Beviljat stöd": "amount"}}
    _, told = funder(tmp_path, text, labels).check(lang)
    assert [one for one in told if words[lang == "sv"] in one.message]
