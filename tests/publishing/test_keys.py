"""Keys are minted once, and never derived by a build."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from editing import change

from lod.errors import ConfigError, MappingError
from lod.publishing.config import read_config
from lod.publishing.keys import KeyRow, Keys, read_keys, write_keys
from lod.publishing.linking import read_reference
from lod.publishing.minting import missing_keys
from lod.publishing.publication import map_all, read_pages
from lod.publishing.records import LineSpan, Page, Text


@pytest.fixture
def page(site: Path) -> Page:
    return read_pages(read_config(site))[0]


def test_nothing_is_missing_in_the_shipped_publication(site: Path, page: Page) -> None:
    keys, reference = read_keys(site / "data/keys.csv"), read_reference(site / "data/reference")
    assert missing_keys([page], keys, reference) == []


def test_minting_anew_gives_the_shipped_keys(site: Path, page: Page) -> None:
    keys, reference = read_keys(site / "data/keys.csv"), read_reference(site / "data/reference")
    assert missing_keys([page], Keys(keys.file, ()), reference) == list(keys.rows)


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


def minted(site: Path, page: Page, kind: str, names: Sequence[str]) -> list[KeyRow]:
    """Mint keys for names of one kind, in their order."""
    texts = [Text.of(name, LineSpan(n, n)) for n, name in enumerate(names, 1)]
    projects = [replace(page.projects[0], partners=()) for _ in texts]
    named = [
        replace(p, owner=t) if kind == "organization" else replace(p, title=t)
        for p, t in zip(projects, texts, strict=True)
    ]
    reference = read_reference(site / "data/reference")
    rows = missing_keys(
        [replace(page, projects=tuple(named))], Keys(Path("keys.csv"), ()), reference
    )
    return [row for row in rows if row.kind == kind]


def test_habo_and_habo_get_different_keys(site: Path, page: Page) -> None:
    rows = minted(site, page, "organization", ["Habo kommun", "Håbo kommun", "Habo Kommun"])
    assert [r.key for r in rows] == ["habo-kommun", "habo-kommun-0305", "habo-kommun"]


COLUMNS = "kind,key,source,as_written,now\n"


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("kind,key\n", (1, 1), "kind,key"),
        ("kind,key,source,now,as_written\nproject,a,s,,A\n", (1, 1), "kind,key,source,now,"),
        (f"{COLUMNS}project,a,s,A\n", (2, 14), "project,a,s,A"),
        (f"{COLUMNS}project,a,s,A,,x\n", (2, 16), "project,a,s,A,,x"),
        (f"{COLUMNS}planet,a,s,A,\n", (2, 1), "planet,a,s,A,"),
        (f"{COLUMNS}project,Å b,s,A,\n", (2, 9), "project,Å b,s,A,"),
        (f"{COLUMNS}project,a,s,A,\nproject,b,s,A,\n", (3, 13), "project,b,s,A,"),
        (f"{COLUMNS}project,a,s,A–B,\nproject,b,s,A-B,\n", (3, 13), "project,b,s,A-B,"),
        (f"{COLUMNS}project,a,s,A,\nproject,a,s,B,\n", (3, 9), "project,a,s,B,"),
        (f"{COLUMNS}project,a,s,A,\nproject,b,s,B,a\n", (3, 15), "project,b,s,B,a"),
        (f"{COLUMNS}project,a,s,A,a\n", (2, 15), "project,a,s,A,a"),
        (f"{COLUMNS}project,a,s,A,Not a key\n", (2, 15), "project,a,s,A,Not a key"),
        (f"{COLUMNS}project,a,s,A,b\nproject,b,s,B,a\n", (2, 15), "project,a,s,A,b"),
        (f"{COLUMNS}project,a,s,A,\n\nproject,a,s,A,\n", (4, 13), "project,a,s,A,"),
        (f'{COLUMNS}project,a,s,"A\nB\n",\nproject,b,s,"A B",\n', (5, 14), 'project,b,s,"A B",'),
        (f'{COLUMNS}project,a,s,"A\nB",c\n', (3, 4), 'B",c'),
        (f'{COLUMNS}project,a,s,"A\u2028\x0b\x85",\nplanet,b,s,B,\n', (3, 1), "planet,b,s,B,"),
        (f'{COLUMNS}project,a,s,"A,\n', (2, 13), 'project,a,s,"A,'),
        (
            f"{COLUMNS}project,a,s,A,b\nproject,a,t,A,retired\nproject,b,s,B,\n",
            (3, 15),
            "project,a,t",
        ),
        (f"{COLUMNS}project,a,s,A,\nproject,a,t,A,b\nproject,b,s,B,\n", (4, 9), "project,b,s,B,"),
        (
            f"{COLUMNS}project,a,s,A,\nproject,a,t,A,b\nproject,b,u,B,a\n",
            (3, 15),
            "project,a,t,A,b",
        ),
        (
            f"{COLUMNS}project,x,s,X,a\nproject,a,t,A,b\nproject,b,u,B,c\nproject,c,v,C,a\n",
            (2, 15),
            "project,x,s,X,a",
        ),
        (f"{COLUMNS}project,a,s,A,b\nproject,b,t,B,c\n", (3, 15), "project,b,t,B,c"),
        (
            f"{COLUMNS}project,a,s,A,b\nproject,b,t,B,c\nproject,c,s,C,\n",
            (4, 9),
            "project,c,s,C,",
        ),
        (f"{COLUMNS}project,GB-KEN,s,Kent,\n", (2, 9), "project,GB-KEN"),
        (f"{COLUMNS}area,GB KEN,s,Kent,\n", (2, 6), "area,GB KEN"),
    ],
)
def test_a_wrong_row_is_named_by_line_and_column(
    tmp_path: Path, text: str, place: tuple[int, int], shown: str
) -> None:
    file = tmp_path / "keys.csv"
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_keys(file)
    assert (caught.value.line, caught.value.column) == place
    assert (caught.value.source or "").startswith(shown)


def test_keys_in_another_encoding_are_named_by_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "keys.csv"
    file.write_bytes(f"{COLUMNS}project,å,s,å,\r\nproject,a,s,".encode() + b"\xe5,\r\n")
    with pytest.raises(ConfigError) as caught:
        read_keys(file)
    assert (caught.value.line, caught.value.column) == (3, 13)


def test_a_retired_key_that_is_needed_is_named_by_line_and_column(site: Path) -> None:
    file = site / "data/keys.csv"
    file.write_text(file.read_text().replace("Lycksele kommun,", "Lycksele kommun,retired"))
    with pytest.raises(MappingError, match="is retired") as caught:
        map_all(read_config(site))
    rows = file.read_text().split("\n")
    line, column = caught.value.line or 0, caught.value.column or 0
    assert rows[line - 1][column - 1 :] == "retired"


def test_written_rows_are_read_back(tmp_path: Path) -> None:
    rows = (KeyRow("project", "a", "s", 'A, "quoted"'), KeyRow("project", "b", "s", "B", "retired"))
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
    assert missing_keys(mapped.pages, mapped.keys, reference) == []
    assert len(mapped.pages[0].projects) == 10


def test_the_first_of_several_keys_for_one_thing_is_minted_again(site: Path, page: Page) -> None:
    """An organisation may have had two keys; its new spelling takes the older, never a gone one."""
    reference = read_reference(site / "data/reference")
    owner = page.projects[0].owner
    assert owner is not None
    assert owner.value == "Lycksele kommun"
    rows = (
        KeyRow("organization", "gone", "s", "Kommunen Lycksele", "later"),
        KeyRow("organization", "later", "s", "LYCKSELE kommun"),
        KeyRow("organization", "latest", "t", "Lycksele kommun"),
    )
    found = missing_keys([page], Keys(Path("keys.csv"), rows), reference)
    assert next(row.key for row in found if row.as_written == owner.value) == "later"


def test_pages_are_minted_together(site: Path, page: Page) -> None:
    """A title that two pages have is one project; one that only looks alike gets a number."""
    other = replace(page.source, name="other")
    first, second = page.projects[:2]
    alike = replace(second, title=Text.of("Progressiva: kommuner", second.title.span))
    pages = [replace(page, projects=(first,)), replace(page, source=other, projects=(first, alike))]
    reference = read_reference(site / "data/reference")
    rows = missing_keys(pages, Keys(Path("keys.csv"), ()), reference)
    assert [(r.source, r.key) for r in rows if r.kind == "project"] == [
        ("programsida-2013-11-15", "progressiva-kommuner"),
        ("other", "progressiva-kommuner"),
        ("other", "progressiva-kommuner-2"),
    ]


def alike(page: Page, *titles: str) -> Page:
    """A later page with projects of these titles."""
    texts = [Text.of(title, page.projects[0].title.span) for title in titles]
    found = tuple(replace(page.projects[0], title=text, partners=()) for text in texts)
    return replace(page, source=replace(page.source, name="later"), projects=found)


@pytest.mark.parametrize(("titles", "expected"), [
    (["Håll ut!"], ["hall-ut"]),
    (["HÅLL UT"], ["hall-ut"]),
    (["Håll – ut", "Håll ut"], ["hall-ut-2", "hall-ut"]),
    (["Håll ut", "Håll ut."], ["hall-ut", "hall-ut-2"]),
    (["Håll ut:", "Håll: ut"], ["hall-ut", "hall-ut-2"]),
    (["Håll ut 2"], ["hall-ut-2"]),
    (["Håll ut+"], ["hall-ut-2"]),
    (["!", "?"], ["project", "project-2"]),
])  # fmt: skip
def test_a_title_that_differs_in_punctuation_is_the_same_unless_both_are_listed(
    site: Path, page: Page, titles: list[str], expected: list[str]
) -> None:
    keys, reference = read_keys(site / "data/keys.csv"), read_reference(site / "data/reference")
    rows = missing_keys([alike(page, *titles)], keys, reference)
    assert [row.key for row in rows if row.kind == "project"] == expected


def test_an_old_title_has_the_key_that_replaced_it(site: Path, page: Page) -> None:
    rows = (KeyRow("project", "a", "s", "A", "b"), KeyRow("project", "b", "t", "B"))
    keys, reference = Keys(Path("keys.csv"), rows), read_reference(site / "data/reference")
    again = missing_keys([alike(page, "A")], keys, reference)
    assert [row.key for row in again if row.kind == "project"] == ["b"]
    both = missing_keys([alike(page, "A", "B")], keys, reference)
    assert [row.key for row in both if row.kind == "project"] == ["a-2", "b"]
    Keys(Path("keys.csv"), (*rows, *both))


def test_one_row_says_for_all_what_became_of_a_key(tmp_path: Path) -> None:
    file = tmp_path / "keys.csv"
    file.write_text(
        f"{COLUMNS}project,a,s,A,\nproject,a,t,A,b\nproject,b,u,B,\n"
        "project,c,s,C,\nproject,c,t,C,retired\n"
    )
    keys = read_keys(file)
    assert [keys.find("project", source, "A") for source in "st"] == ["b", "b"]
    assert [keys.is_retired("project", source, "C") for source in "st"] == [True, True]
    assert keys.moved() == {"project/a": "project/b", "project/c": None}
    with pytest.raises(MappingError, match="is retired"):
        keys.find("project", "s", "C")


def test_a_key_is_what_its_replacement_is_in_the_end(tmp_path: Path) -> None:
    file = tmp_path / "keys.csv"
    file.write_text(
        f"{COLUMNS}project,a,s,A,b\nproject,b,t,B,c\nproject,b,s2,B,\nproject,c,u,C,d\n"
        "project,d,v,D,\nproject,x,s,X,y\nproject,y,t,Y,retired 2026-11-30\n"
        "area,GB-KEN,reference,Kent,retired\n"
    )
    keys = read_keys(file)
    ends = [("s", "A"), ("t", "B"), ("s2", "B"), ("u", "C"), ("v", "D")]
    assert {keys.find("project", *end) for end in ends} == {"d"}
    assert keys.is_retired("project", "s", "X")
    assert keys.is_replaced("project", "s", "A")
    assert not keys.is_replaced("project", "s", "X")
    assert keys.moved() == {
        **dict.fromkeys(("project/a", "project/b", "project/c"), "project/d"),
        **dict.fromkeys(("project/x", "project/y", "area/GB-KEN")),
    }
    assert [row.now for row in keys.of_source("s2")] == ["d"]
    row = keys.withdrawal("project", "s", "X")
    assert row is not None
    assert (row.line, str(row.since)) == (8, "2026-11-30")


def test_a_retired_project_is_not_published(site: Path) -> None:
    file = site / "data/keys.csv"
    file.write_text(file.read_text().replace("Håll ut,", "Håll ut,retired"))
    said = [t for t in map_all(read_config(site)).graph.quads if "hall-ut" in str(t)]
    assert [t.predicate.value.rpartition("#")[2] for t in said] == ["type", "invalidatedAtTime"]
