"""A project that a newer page lists under another title is told, with its likely old self."""

from pathlib import Path

import pytest
from bringing import add_page, publish
from editing import NAME

from lod.checking.report import Finding
from lod.publishing.build import check_publication
from lod.publishing.config import read_config
from lod.publishing.publication import Mapped, map_all

BASE = "https://data.tillvaxtverket.example/"
DATE = "15 november 2013 13:46"
LATER = "5 maj 2014 09:30"
OLD = f"<{BASE}id/project/hall-ut>"
TITLES = (
    *("Progressiva kommuner", "Tillväxtföretag i Västernorrland"),
    "Många vägar in — tillväxt och företagande i Kristianstad",
    "Utmaningen — samverkan och samsyn för tillväxt",
    "Utvecklingsplan Motala — staden och regionen en integrerad del i det lokala näringlivets "
    "utvecklingsförutsättningar",
    *("Håll ut", "FRONT (Framtid och Norsjös tillväxt)", "Business Unusual"),
    *("Örnsköldsviks kommun i samverkan med Företagarna", "Regional tillväxt på alla nivåer"),
)


@pytest.fixture
def text(site: Path) -> str:
    return (site / f"data/sources/{NAME}.txt").read_text("utf-8")


def block(text: str) -> str:
    return text[text.index("Håll ut\n") : text.index("FRONT (Framtid")]


def renamed(
    site: Path, text: str, title: str = "Håll i", change: tuple[str, str] | None = None
) -> None:
    """Add a page with another title for Håll ut, and another change in its block."""
    new = block(text).replace("Håll ut", title)
    if change:
        assert change[0] in new
        new = new.replace(*change)
    add_page(site, "later", text.replace(block(text), new).replace(DATE, LATER))


def told(mapped: Mapped) -> list[Finding]:
    report = check_publication(mapped, lambda _: None)
    assert report.conforms
    return [f for f in report.findings if f.rule.id == "notice/likely-renamed"]


def of(site: Path, text: str, name: str, programme: str, date: str, title: str) -> None:
    """Add a page about another programme, with another title for Håll ut."""
    growth = "Lokalt och regionalt tillväxtarbete"
    changed = text.replace(DATE, date).replace("\nHåll ut\n", f"\n{title}\n")
    add_page(site, name, changed.replace(growth, programme))
    sidecar = site / f"data/sources/{name}.toml"
    sidecar.write_text(sidecar.read_text("utf-8").replace(f'"{growth}"', f'"{programme}"'), "utf-8")


def test_a_project_of_two_programmes_that_both_rename_is_told_once(site: Path, text: str) -> None:
    of(site, text, "growth", "Tillväxt", "1 mars 2013 09:00", "Håll ut")
    of(site, text, "rural", "Landsbygd", "1 mars 2013 10:00", "Håll ut")
    of(site, text, "growth2", "Tillväxt", "1 mars 2014 09:00", "Håll i")
    of(site, text, "rural2", "Landsbygd", "1 mars 2015 09:00", "Håll i")
    mapped = publish(site, "growth", "rural", "growth2", "rural2")
    assert [(f.focus, f.messages["en"][:36]) for f in told(mapped)] == [
        (OLD, "Håll ut is probably Håll i now (hall"),
    ]


def test_of_two_renames_each_is_told_at_the_title_before_it(site: Path, text: str) -> None:
    add_page(site, "second", text.replace(DATE, LATER).replace("\nHåll ut\n", "\nHåll i\n"))
    third = text.replace(DATE, "5 maj 2015 09:30").replace("\nHåll ut\n", "\nHåll om\n")
    add_page(site, "third", third)
    found = [
        f.messages["en"].partition(" (")[0] for f in told(publish(site, NAME, "second", "third"))
    ]
    assert found == ["Håll ut is probably Håll i now", "Håll i is probably Håll om now"]


@pytest.mark.parametrize(("projects", "expected"), [(10, 1), (6, 1), (5, 0), (1, 0)])
def test_a_programme_with_another_name_is_told_by_its_projects(
    site: Path, text: str, projects: int, expected: int
) -> None:
    """Its first page lists so many of the ten that the last page of the old one lists."""
    starts = [text.index(f"\n{title}\n") for title in TITLES] + [text.index("\nSenast ändrad")]
    kept = text[: starts[projects]] + text[starts[-1] :]
    of(site, kept, "later", "Landsbygd", LATER, "Håll ut")
    found = [f for f in told(publish(site, NAME, "later")) if "programme" in str(f.focus)]
    assert len(found) == expected
    for one in found:
        assert one.messages["en"].endswith("Landsbygd now (landsbygd): most projects are the same")
        assert (one.severity, one.place and one.place.line) == ("warning", 2)


def test_two_programmes_side_by_side_are_two(site: Path, text: str) -> None:
    of(site, text, "rural", "Landsbygd", "1 mars 2013 09:00", "Håll ut")
    of(site, text, "rural2", "Landsbygd", "1 mars 2015 09:00", "Håll ut")
    assert told(publish(site, NAME, "rural", "rural2")) == []


@pytest.mark.parametrize("names", [(NAME, "later"), ("later", NAME)])
def test_it_is_told_at_the_row_where_it_is_decided(
    site: Path, text: str, names: tuple[str, ...]
) -> None:
    renamed(site, text)
    (found,) = told(publish(site, *names))
    assert found.messages["en"] == (
        "Håll ut is probably Håll i now (hall-i): owner and period are the same"
    )
    assert (found.severity, found.focus) == ("warning", OLD)
    assert found.place is not None
    assert Path(found.place.file).name == "keys.csv"
    row = (site / "data/keys.csv").read_text("utf-8").splitlines()[(found.place.line or 0) - 1]
    assert row == f"project,hall-ut,{NAME},Håll ut,"
    assert found.place.column == len(row) + 1, "where now stands"


def test_once_it_is_decided_it_is_told_no_more(site: Path, text: str) -> None:
    renamed(site, text)
    publish(site, NAME, "later")
    file = site / "data/keys.csv"
    file.write_text(file.read_text("utf-8").replace(",Håll ut,", ",Håll ut,hall-i"), "utf-8")
    assert told(map_all(read_config(site))) == []


@pytest.mark.parametrize("turned", [False, True])
def test_two_that_are_said_to_be_two_are_told_no_more(site: Path, text: str, turned: bool) -> None:
    renamed(site, text)
    publish(site, NAME, "later")
    one, other = ("hall-i", "hall-ut") if turned else ("hall-ut", "hall-i")
    (site / "data/curated/projects.ttl").write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        f"<{BASE}id/project/{one}> owl:differentFrom <{BASE}id/project/{other}> .\n"
    )
    assert told(map_all(read_config(site))) == []


@pytest.mark.parametrize("change", [
    ("201410", "201412"),
    ("Industriellt Utvecklingscentrum i Kalmar AB", "Kalmar kommun"),
    ("201203 — 201410", "löpande"),
], ids=["another end", "another owner", "no period"])  # fmt: skip
def test_what_has_another_owner_or_period_is_another_project(
    site: Path, text: str, change: tuple[str, str]
) -> None:
    renamed(site, text, change=change)
    assert told(publish(site, NAME, "later")) == []


def test_two_that_a_page_lists_together_are_two(site: Path, text: str) -> None:
    twin = block(text).replace("Håll ut", "Håll i")
    add_page(site, "later", text.replace(block(text), block(text) + twin).replace(DATE, LATER))
    assert told(publish(site, NAME, "later")) == []


def test_of_several_the_most_alike_is_told(site: Path, text: str) -> None:
    twin = block(text).replace("Håll ut", "Växa i Kalmar")
    add_page(site, "both", text.replace(block(text), block(text) + twin))
    renamed(site, text, title="Växa mer i Kalmar")
    (found,) = told(publish(site, "both", "later"))
    assert found.messages["sv"].startswith("Växa i Kalmar heter troligen Växa mer i Kalmar nu")


def test_it_is_told_over_a_page_between(site: Path, text: str) -> None:
    add_page(site, "between", text.replace(block(text), "").replace(DATE, "1 mars 2014 09:00"))
    renamed(site, text)
    assert len(told(publish(site, "later", NAME, "between"))) == 1


def test_a_page_alone_and_pages_of_one_date_tell_of_none(site: Path, text: str) -> None:
    renamed(site, text)
    add_page(site, "same", (site / "data/sources/later.txt").read_text().replace(LATER, DATE))
    assert told(publish(site, "same", NAME)) == []
    assert told(publish(site, "later")) == []


def test_a_date_that_the_sidecar_states_counts_as_the_pages_own(site: Path, text: str) -> None:
    undated = text.replace(f"Senast ändrad\n{DATE}\n", "")
    assert undated != text
    new = block(text).replace("Håll ut", "Håll i")
    add_page(site, "later", undated.replace(block(text), new))
    sidecar = site / "data/sources/later.toml"
    lines = sidecar.read_text("utf-8").replace('changed = "Senast ändrad"\n', "")
    sidecar.write_text(lines.replace("[labels]\n", "stated = 2014-05-05\n[labels]\n"), "utf-8")
    mapped = publish(site, NAME, "later")
    (found,) = told(mapped)
    assert found.focus == OLD
    (revision,) = [t for t in mapped.graph.quads if t.predicate.value.endswith("#wasRevisionOf")]
    assert str(revision.subject) == f"<{BASE}source/later>"
    place = mapped.places.of_words(mapped.graph.origins[revision])  # type: ignore[arg-type]
    assert (Path(place.file).name, place.text) == ("later.toml", "stated = 2014-05-05")
    modified = [
        t.object.value  # type: ignore[union-attr]
        for t in mapped.graph.quads
        if str(t.subject) == f"<{BASE}graph/later>" and t.predicate.value.endswith("/modified")
    ]
    assert modified == ["2014-05-05"]
