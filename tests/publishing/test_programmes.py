"""A project on pages of several programmes: programmes.csv says what holds, typed by hand."""

import csv
from itertools import permutations
from pathlib import Path

import pytest
from bringing import add_page, list_pages
from editing import NAME

from lod.publishing.build import check_publication, mint_keys
from lod.publishing.config import read_config
from lod.publishing.keys import write_keys
from lod.publishing.publication import Mapped, map_all
from publishing.test_several_pages import DATE, earlier, edit, said

BASE = "https://data.tillvaxtverket.example/"
GROWTH, RURAL = "Lokalt och regionalt tillväxtarbete", "Landsbygdens näringar"
PROJECT = "id/project/hall-ut"
TABLE = list(
    csv.DictReader(
        (Path(__file__).parents[1] / "golden/programmes.csv").read_text("utf-8").splitlines()
    )
)
"""Which pages there are: name, programme, day and whether Håll ut stands on it with which end;
and what holds then: programmes, end, and which page's statement of a programme is quoted."""


def page(site: Path, name: str, programme: str, day: str, end: str) -> None:
    """Add a page about a programme; without an end it doesn't list the project."""
    text = (site / f"data/sources/{NAME}.txt").read_text("utf-8")
    block = text[text.index("Håll ut\n") : text.index("FRONT (Framtid")]
    listed = block.replace("201410", end) if end != "-" else ""
    number, month = day.split("/")
    dated = f"{number} {['', 'januari', 'februari', 'mars', 'april', 'maj'][int(month)]} 2014 09:00"
    title = {"G": GROWTH, "R": RURAL}[programme]
    add_page(site, name, edit(text, [(block, listed), (DATE, dated), (GROWTH, title)]))
    sidecar = site / f"data/sources/{name}.toml"
    sidecar.write_text(sidecar.read_text("utf-8").replace(f'"{GROWTH}"', f'"{title}"'), "utf-8")


def publish(site: Path, pages: str, order: int = 0) -> Mapped:
    """Publish pages as a row says: ``name programme day end``, parted by semicolons."""
    rows = [row.split() for row in pages.split("; ")]
    for row in rows:
        page(site, *row)
    names = [*permutations(row[0] for row in rows)][order]
    config = list_pages(site, *names)
    write_keys(*mint_keys(config))
    return map_all(read_config(site))


@pytest.mark.parametrize("order", [0, -1], ids=["in order", "the other way round"])
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["what"])
def test_a_project_is_in_all_programmes_of_which_pages_list_it(
    site: Path, row: dict[str, str], order: int
) -> None:
    mapped = publish(site, row["pages"], order)
    keys = {"G": "lokalt-och-regionalt-tillvaxtarbete", "R": "landsbygdens-naringar"}
    graph = mapped.graph
    expected = sorted(f"id/programme/{keys[one]}" for one in row["programmes"].split())
    assert said(graph, PROJECT, "programme") == expected
    assert said(graph, f"{PROJECT}/period", "endDate") == [row["end"]]
    names = [mapped_page.source.name for mapped_page in mapped.pages]
    quoted = {
        name
        for name in names
        if any(s == PROJECT and p == "programme" for s, p, _ in earlier(graph, name))
    }
    assert quoted == set(row["quoted"].split())
    assert check_publication(mapped, lambda _: None).conforms


def test_each_programme_has_its_lines_and_its_place(site: Path) -> None:
    mapped = publish(site, "growth G 5/1 201410; rural R 6/2 201410")
    graph = mapped.graph
    found = {}
    for triple, name in graph.quads.items():
        if str(triple.subject) == f"<{BASE}{PROJECT}>" and "def/programme" in str(triple.predicate):
            place = mapped.places(
                (str(triple.subject), str(triple.predicate), str(triple.object), 2)
            )
            assert place is not None
            found[name.value.removeprefix(f"{BASE}graph/")] = (Path(place.file).name, place.line)
    assert found == {"growth": ("growth.txt", 43), "rural": ("rural.txt", 43)}
    lines = said(graph, "doc/project/hall-ut", "wasDerivedFrom")
    assert [one for one in lines if "growth" in one] == [
        "source/growth#line=4,7",  # the programme's name and description
        "source/growth#line=42,43",  # the project's title
    ]
    assert "source/rural#line=42,47" in lines


def test_a_project_of_one_programme_gets_no_lines_of_older_pages(site: Path) -> None:
    mapped = publish(site, "old G 5/1 201410; new G 6/2 201410")
    lines = said(mapped.graph, "doc/project/hall-ut", "wasDerivedFrom")
    assert not [one for one in lines if "old" in one]
