"""Keys are minted once, and never derived by a build."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from editing import change

from lod.build import map_all
from lod.config import read_config
from lod.errors import ConfigError, MappingError
from lod.keys import Keys, Row, read_keys, write_keys
from lod.linking import read_reference
from lod.mapped import read_pages
from lod.minting import missing
from lod.records import Page, Span, Text


@pytest.fixture
def page(site: Path) -> Page:
    return read_pages(read_config(site))[0]


def test_nothing_is_missing_in_the_shipped_publication(site: Path, page: Page) -> None:
    keys, reference = read_keys(site / "data/keys.csv"), read_reference(site / "data/reference")
    assert missing([page], keys, reference) == []


def test_minting_anew_gives_the_shipped_keys(site: Path, page: Page) -> None:
    keys, reference = read_keys(site / "data/keys.csv"), read_reference(site / "data/reference")
    assert missing([page], Keys(keys.file, ()), reference) == list(keys.rows)


def test_a_build_without_a_key_stops_and_says_what_to_do(site: Path) -> None:
    file = site / "data/keys.csv"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "hall-ut" not in line))
    with pytest.raises(MappingError, match=r"Håll ut.*\n.*lod keys"):
        map_all(read_config(site))


def test_a_kept_key_wins_over_what_would_be_derived(site: Path) -> None:
    file = site / "data/keys.csv"
    file.write_text(file.read_text().replace(",hall-ut,", ",some-other,"))
    quads = map_all(read_config(site)).graph.quads
    assert any("id/project/some-other>" in str(t) for t in quads)
    assert not any("hall-ut" in str(t) for t in quads)


def minted(site: Path, page: Page, kind: str, names: Sequence[str]) -> list[Row]:
    """Mint keys for names of one kind, in their order."""
    texts = [Text.of(name, Span(n, n)) for n, name in enumerate(names, 1)]
    projects = [replace(page.projects[0], partners=()) for _ in texts]
    named = [
        replace(p, owner=t) if kind == "organization" else replace(p, title=t)
        for p, t in zip(projects, texts, strict=True)
    ]
    reference = read_reference(site / "data/reference")
    rows = missing([replace(page, projects=tuple(named))], Keys(Path("keys.csv"), ()), reference)
    return [row for row in rows if row.kind == kind]


def test_habo_and_habo_get_different_keys(site: Path, page: Page) -> None:
    rows = minted(site, page, "organization", ["Habo kommun", "Håbo kommun", "Habo Kommun"])
    assert [r.key for r in rows] == ["habo-kommun", "habo-kommun-0305", "habo-kommun"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kind,key\n", 1),
        ("kind,key,source,as_written,now\nproject,a,s,A\n", 2),
        ("kind,key,source,as_written,now\nplanet,a,s,A,\n", 2),
        ("kind,key,source,as_written,now\nproject,Å b,s,A,\n", 2),
        ("kind,key,source,as_written,now\nproject,a,s,A,\nproject,b,s,A,\n", 3),
        ("kind,key,source,as_written,now\nproject,a,s,A,\nproject,a,s,B,\n", 3),
        ("kind,key,source,as_written,now\nproject,a,s,A,a\n", 2),
        ("kind,key,source,as_written,now\nproject,a,s,A,Not a key\n", 2),
        ("kind,key,source,as_written,now\nproject,a,s,A,b\nproject,b,s,B,a\n", 2),
        ("kind,key,source,as_written,now\nproject,a,s,A,\n\nproject,a,s,A,\n", 4),
        ('kind,key,source,as_written,now\nproject,a,s,"A\nB\n",\nproject,b,s,"A B",\n', 5),
        ('kind,key,source,as_written,now\nproject,a,s,"A\u2028\x0b\x85",\nplanet,b,s,B,\n', 3),
    ],
)
def test_a_wrong_row_is_named_by_its_line(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "keys.csv"
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_keys(file)
    assert caught.value.line == line


def test_written_rows_are_read_back(tmp_path: Path) -> None:
    rows = (Row("project", "a", "s", 'A, "quoted"'), Row("project", "b", "s", "B", "retired"))
    keys = Keys(tmp_path / "keys.csv", rows)
    write_keys(keys, ())
    assert read_keys(keys.file) == keys
    assert keys.moved() == {"project/b": None}


def test_a_minted_key_is_one_that_is_read(tmp_path: Path, site: Path, page: Page) -> None:
    title = "a-" * 30 + "ende"
    rows = minted(site, page, "project", [f"{title} {'x' * n}".strip() for n in range(112)])
    keys = Keys(tmp_path / "keys.csv", tuple(rows))
    write_keys(keys, ())
    assert read_keys(keys.file) == keys
    assert len({r.key for r in rows}) == 112
    assert [rows[n].key[-5:] for n in (1, 9, 98)] == ["a-a-2", "-a-10", "-a-99"]
    assert rows[99].key[-5:] == "a-100"


@pytest.mark.parametrize("dash", ["-", "–"])
def test_another_dash_on_the_page_is_the_same_thing(site: Path, dash: str) -> None:
    change(site, "—", dash)
    mapped = map_all(read_config(site))
    reference = read_reference(site / "data/reference")
    assert missing(mapped.pages, mapped.keys, reference) == []
    assert len(mapped.pages[0].projects) == 10


def test_a_retired_project_is_not_published(site: Path) -> None:
    file = site / "data/keys.csv"
    file.write_text(file.read_text().replace("Håll ut,", "Håll ut,retired"))
    assert not [t for t in map_all(read_config(site)).graph.quads if "hall-ut" in str(t)]
