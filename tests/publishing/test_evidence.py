"""Each document points at the lines that say what it does, wherever they stand on the page."""

from pathlib import Path

import pytest
from editing import change

from lod.publishing.config import read_config
from lod.publishing.mapping.quotations import quotation_keys
from lod.publishing.publication import Mapped, map_all
from lod.publishing.records import LineSpan, Text

BASE = "https://data.tillvaxtverket.example/"
SOURCE = f"{BASE}source/programsida-2013-11-15#line="
HEADING, INTRODUCTION, PROGRAMME, DATE = "8,9", "10,11", "4,7", "73,74"


def evidence(mapped: Mapped, name: str) -> set[str]:
    """The lines that a document points at."""
    predicate = mapped.graph.expand("prov:wasDerivedFrom")
    return {
        str(q.object)[1:-1].removeprefix(SOURCE)
        for q in mapped.graph
        if str(q.subject) == f"<{BASE}doc/{name}>" and q.predicate.value == predicate
    }


def published(site: Path) -> Mapped:
    return map_all(read_config(site))


def test_a_project_under_a_second_heading_points_at_that(site: Path) -> None:
    change(site, "\nHåll ut\n", "\nKommande projekt\n\nBeviljade.\nMen inte igång.\n\nHåll ut\n")
    sidecar = site / "data/sources/programsida-2013-11-15.toml"
    with sidecar.open("a", encoding="utf-8") as file:
        file.write('"Kommande projekt" = "ongoing"\n')
    found = evidence(published(site), "project/hall-ut")
    assert found == {"42,43", "44,46", "47,52", PROGRAMME, "78,79"}
    before = evidence(published(site), "project/progressiva-kommuner")
    assert before == {"12,17", HEADING, INTRODUCTION, PROGRAMME, "78,79"}


def test_where_no_status_is_published_nothing_is_said_to_say_it(site: Path) -> None:
    sidecar = site / "data/sources/programsida-2013-11-15.toml"
    text = sidecar.read_text("utf-8")
    sidecar.write_text(text.replace('changed = "Senast ändrad"\n', ""), "utf-8")
    mapped = published(site)
    assert DATE not in evidence(mapped, "project/hall-ut")
    assert evidence(mapped, "programme/lokalt-och-regionalt-tillvaxtarbete") == {PROGRAMME}


def test_projects_without_an_introduction_point_at_their_heading(site: Path) -> None:
    words = "Följande projekt har hittills blivit beviljade medel inom programmet:\n\n"
    change(site, words, "")
    found = evidence(published(site), "project/progressiva-kommuner")
    assert found == {"10,15", HEADING, PROGRAMME, "71,72"}


def test_an_owner_of_several_projects_is_named_on_the_line_of_each(site: Path) -> None:
    change(site, "Projektägare: Vansbro kommun", "Projektägare: Motala kommun")
    assert evidence(published(site), "organization/motala-kommun") == {"32,33", "38,39"}


def test_the_publisher_is_named_wherever_the_page_names_it(site: Path) -> None:
    change(site, "inom programmet:", "av Tillväxtverket inom programmet:")
    change(site, "syfte är att etablera", "syfte är att med Tillväxtverkets stöd etablera")
    change(site, "kommunernas basutbud", "Tillväxtverkethusets basutbud")
    found = evidence(published(site), "organization/tillvaxtverket")
    assert found == {"0,1", "2,3", "6,7", "10,11", "16,17"}


def test_a_publisher_that_owns_a_project_is_named_there_too(site: Path) -> None:
    change(site, "Projektägare: Vansbro kommun", "Projektägare: Tillväxtverket")
    with (site / "data/keys.csv").open("a", encoding="utf-8") as keys:
        keys.write("organization,tillvaxtverket,programsida-2013-11-15,Tillväxtverket,\n")
    found = evidence(published(site), "organization/tillvaxtverket")
    assert found == {"0,1", "2,3", "6,7", "32,33"}


def test_a_publisher_without_a_name_in_the_page_has_its_slogan(site: Path) -> None:
    toml = site / "lod.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace('name = "Tillväxtverket"', 'name = "Verket (TVV)"'), "utf-8")
    assert evidence(published(site), "organization/tillvaxtverket") == {"0,1"}


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["Pågående projekt", "201206 — 201310"], ["pagaende-projekt", "201206-201310"]),
        (["2012-01", "2012 01", "2012/01"], ["2012-01", "2012-01-2", "2012-01-3"]),
        (["?", "–"], ["words", "words-2"]),
        (["tills vidare", "tills vidare"], ["tills-vidare", "tills-vidare"]),
        (["a 2", "a", "A"], ["a-2", "a", "a-3"]),
    ],
)
def test_a_quotation_is_named_by_its_words(words: list[str], keys: list[str]) -> None:
    quotes = [Text.of(w, LineSpan(n, n)) for n, w in enumerate(words, 1)]
    assert [key for key, _ in quotation_keys(quotes)] == keys
