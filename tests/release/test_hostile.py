"""A release that somebody else made: what it says of itself leads to no file but its own."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import Any

import pytest
from servers import serving, write_site

from lod.errors import ReleaseError
from lod.release.manifest import Damaged, damage_of, fingerprint, sealed, sums_of
from lod.release.read import open_release

Table = dict[str, Any]
UP = "../../../../../../../../../../etc/hostname"
NAMES = (
    UP, "/etc/hostname", "../current/data.nq", "graphs/../data.nq", "graphs/1.nt/../../data.nq",
    "sources/../data.nq", "./data.nq", "graphs//1.nt", "graphs/1.nt\n", "graphs/\u0661.nt",
    "graphs/99.nt", "sources/99", "data.nq", "store/CURRENT", "store/files.json", "manifest.json",
    "", ".", "..", "\0", "graphs/1.nt\0",
)  # fmt: skip
VALUES: tuple[Any, ...] = (None, 7, 1.5, True, "x\n", [], [1], ["x", 2], {}, {"a": 1}, {"a": None})
"""Of every type; those that a field may have are left out where it is tried."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    write_site(out, projects=210)
    return out


@pytest.fixture
def directory(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree((made / "current").resolve(), tmp_path / "releases/hostile"))


def rewrite(
    directory: Path, change: Callable[[Table], object], name: str = "manifest.json"
) -> None:
    """Change a table of a release, and seal it again as its maker would."""
    table = json.loads((directory / name).read_bytes())
    del table["checksum"]
    change(table)
    (directory / name).write_bytes(sealed(table))


def refused(directory: Path, within: str) -> bool:
    """Whether opening and verifying both say which file is damaged."""
    with pytest.raises(Damaged) as caught:
        open_release(directory).close()
    found = [error.within for error in damage_of(directory) if isinstance(error, Damaged)]
    return caught.value.within == within and found[:1] == [within]


def in_source(name: str) -> Callable[[Table], object]:
    return lambda table: table["sources"]["page"].update(file=name)


def in_graph(name: str) -> Callable[[Table], object]:
    return lambda table: table["graphs"].update({sorted(table["graphs"])[0]: name})


def in_files(name: str) -> Callable[[Table], object]:
    return lambda table: table["files"].update({name: [1, "0" * 64]})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", [in_source, in_graph])
def test_a_name_that_is_not_ours_leads_nowhere(
    directory: Path, change: Callable[[str], Callable[[Table], object]], name: str
) -> None:
    rewrite(directory, change(name))
    assert refused(directory, "manifest.json")


@pytest.mark.parametrize("name", [UP, "/etc/hostname", "store/x", "graphs/../x", "", "..", ".x"])
def test_no_file_is_listed_under_a_name_that_is_not_ours(directory: Path, name: str) -> None:
    rewrite(directory, in_files(name))
    assert refused(directory, "manifest.json")


@pytest.mark.parametrize("name", [UP, "/etc/hostname", "data.nq", "store/../x", "store/a/b", ""])
def test_the_store_lists_its_own_files_alone(directory: Path, name: str) -> None:
    rewrite(directory, lambda table: table.update({name: [1, "0" * 64]}), "store/files.json")
    assert refused(directory, "store/files.json")


@pytest.mark.parametrize(
    "name", ["data.nq.gz", "data.nq.index", "incoming.nt.gz", "index.sqlite", "shapes.nt"]
)
def test_what_is_opened_of_any_release_has_a_checksum(directory: Path, name: str) -> None:
    """Else a link in its place would be no damage."""
    rewrite(directory, lambda table: table["files"].pop(name))
    (directory / name).unlink()
    (directory / name).symlink_to("/etc/hostname")
    assert refused(directory, "manifest.json")


def test_a_swapped_file_is_no_graph_and_no_source(directory: Path) -> None:
    rewrite(directory, in_source("graphs/1.nt"))
    assert refused(directory, "manifest.json")
    rewrite(directory, lambda table: (in_source("sources/1")(table), in_graph("sources/1")(table)))
    assert refused(directory, "manifest.json")


def test_such_a_release_is_not_served(made: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(made, tmp_path / "out", symlinks=True))
    for release in (out / "releases").iterdir():
        rewrite(release, in_source(UP))
    with serving(out) as server:
        reply = server.get("/ready")
        assert (reply.status, b"manifest.json" in reply.body) == (503, True)
        assert server.get("/source/page").status == 503


def wrong(table: Table) -> Iterator[tuple[str, Any]]:
    """Give each field with each value that it can't have."""
    fits: dict[str, Callable[[Any], bool]] = {
        "base_iri": lambda _: False,
        "vocab_iri": lambda value: isinstance(value, str),
        "dataset": lambda value: isinstance(value, str),
        "union": lambda value: isinstance(value, bool),
        "titles": lambda value: value == {},
        "descriptions": lambda value: value == {},
        "graphs": lambda value: value in ({}, {"a": None}),
        "sources": lambda value: value == {},
        "moved": lambda value: value in ({}, {"a": None}),
        "languages": lambda _: False,
        "store": lambda value: value is True,
        "sharing": lambda value: value == [],
        "files": lambda _: False,
        "contents": lambda _: False,
    }
    for name in table.keys() - {"layout", "checksum"}:
        yield from ((name, value) for value in VALUES if not fits[name](value))


def test_a_field_of_the_wrong_type_is_damage(directory: Path) -> None:
    whole = (directory / "manifest.json").read_bytes()
    tried = 0
    for name, value in wrong(json.loads(whole)):
        rewrite(directory, partial(dict.update, **{name: value}))
        assert refused(directory, "manifest.json"), (name, value)
        (directory / "manifest.json").write_bytes(whole)
        tried += 1
    for name in json.loads(whole).keys() - {"checksum"}:
        rewrite(directory, methodcaller("pop", name))
        with pytest.raises(ReleaseError):
            open_release(directory)
        (directory / "manifest.json").write_bytes(whole)
    assert tried > 90
    assert damage_of(directory) == []


@pytest.mark.parametrize(
    "value", [*VALUES, [1, 2], ["1", "x"], [True, "x"], [-1, "x"], [1, "x", 2]]
)
@pytest.mark.parametrize("listing", ["manifest.json", "store/files.json"])
def test_a_sum_of_the_wrong_type_is_damage(directory: Path, listing: str, value: Any) -> None:
    def change(table: Table) -> None:
        files = table["files"] if listing == "manifest.json" else table
        files[sorted(files)[0]] = value

    rewrite(directory, change, listing)
    assert refused(directory, listing)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (n, v)
        for n in ("media_type", "language", "file")
        for v in VALUES
        if n != "media_type" or v != "x\n"
    ],
)
def test_a_sources_description_of_the_wrong_type_is_damage(
    directory: Path, name: str, value: Any
) -> None:
    rewrite(directory, lambda table: table["sources"]["page"].update({name: value}))
    assert refused(directory, "manifest.json")


@pytest.mark.parametrize("name", ["manifest.json", "store/files.json"])
@pytest.mark.parametrize(
    "text",
    ["7", "null", "[]", '"base_iri"', '["base_iri"]', '{"checksum": 1, "a": "\\ud800"}',
     '{"checksum": 1, "a": ' + "[" * 600 + "]" * 600 + "}", "[" * 100_000, "", "\x00", "NaN"],
)  # fmt: skip
def test_what_is_no_table_is_damage(directory: Path, name: str, text: str) -> None:
    (directory / name).write_text(text)
    assert refused(directory, name)


@pytest.mark.parametrize("name", ["data.nq.index", "incoming.nt.index"])
@pytest.mark.parametrize("text", [b"", b"[]", bytes(8), b"\xff" * 8, b"\x01" + bytes(47)])
def test_an_index_that_is_none_is_damage(directory: Path, name: str, text: bytes) -> None:
    """Its checksum is right: its maker has written it."""
    (directory / name).write_bytes(text)
    told = sums_of(directory, [name])
    rewrite(directory, lambda table: table["files"].update(told))
    with pytest.raises(Damaged) as caught:
        open_release(directory).close()
    assert caught.value.within == name
    assert "isn't what was written" in str(caught.value)


def in_index(directory: Path, *statements: str) -> None:
    """Change the index of a release, and seal the release again as its maker would."""
    with closing(sqlite3.connect(directory / "index.sqlite", isolation_level=None)) as database:
        for statement in statements:
            database.executescript(statement)
    told = sums_of(directory, ["index.sqlite"])
    rewrite(directory, lambda table: table["files"].update(told))


HUB = "https://data.example/id/organization/a-kommun"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE hub_size SET count = 'x'", "UPDATE hub_size SET count = NULL",
        "UPDATE hub_size SET count = 1.5", "UPDATE hub_size SET count = -1",
        "UPDATE hub SET start = 'x'", "UPDATE hub SET start = NULL", "UPDATE hub SET start = x'00'",
        "UPDATE hub SET start = start - 5", "UPDATE hub SET start = 9 - page",
    ],
)  # fmt: skip
def test_pages_of_what_points_at_a_thing_that_are_no_numbers_are_damage(
    directory: Path, change: str
) -> None:
    """Their checksum is right: their maker has written it."""
    in_index(directory, change)
    release = open_release(directory)
    with pytest.raises(Damaged) as caught:
        release.describe(HUB)
    release.close()
    assert caught.value.within == "index.sqlite"


@pytest.mark.parametrize(
    "change",
    [
        "CREATE VIEW more AS SELECT 1", "CREATE TABLE more (a)", "DROP TABLE hub",
        "CREATE INDEX more ON hub (start)", "ALTER TABLE hub ADD COLUMN more",
        "CREATE TRIGGER more AFTER INSERT ON hub BEGIN SELECT 1; END",
        "UPDATE told SET value = 'x'", "UPDATE told SET value = -1", "DELETE FROM told",
        "UPDATE told SET value = 1000000000000 WHERE name = 'things'",
        "UPDATE told SET value = 99999999 WHERE name = 'scale'", "DELETE FROM thing",
        "UPDATE thing SET id = 9999999999 WHERE id = 3;"
        "UPDATE told SET value = 9999999999 WHERE name = 'things'",
    ],
)  # fmt: skip
def test_an_index_whose_tables_are_not_ours_is_not_opened(directory: Path, change: str) -> None:
    """A view or a trigger would be a program; a size that isn't true would fill the memory."""
    in_index(directory, change)
    with pytest.raises(Damaged) as caught:
        open_release(directory).close()
    assert caught.value.within == "index.sqlite"


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0", b"\0" * 8192, b"[" * 100_000])
def test_what_is_no_index_is_damage(directory: Path, data: bytes) -> None:
    (directory / "index.sqlite").write_bytes(data)
    told = sums_of(directory, ["index.sqlite"])
    rewrite(directory, lambda table: table["files"].update(told))
    with pytest.raises(Damaged, match=r"index\.sqlite"):
        open_release(directory)


def test_a_time_that_is_no_date_is_damage(directory: Path) -> None:
    os.utime(directory / "manifest.json", (0, 2**33 * 100))
    if (directory / "manifest.json").stat().st_mtime < 2**38:
        return  # this file system has no such times
    assert refused(directory, "manifest.json")


def link_elsewhere(folder: Path) -> None:
    elsewhere = folder.parent.parent / f"elsewhere-{folder.name}"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)


@pytest.mark.parametrize("name", ["store", "graphs", "sources"])
def test_a_folder_that_is_a_link_is_damage(directory: Path, name: str) -> None:
    before = fingerprint(directory)
    link_elsewhere(directory / name)
    assert refused(directory, name)
    assert fingerprint(directory) != before


def test_a_link_to_another_folder_changes_the_fingerprint(directory: Path) -> None:
    """The files it leads to aren't looked at, so the link itself is."""
    link_elsewhere(directory / "graphs")
    before = fingerprint(directory)
    os.replace(directory / "graphs", directory / "graphs.old")
    (directory / "graphs.old").unlink()
    (directory / "graphs").symlink_to(directory / "sources")
    assert fingerprint(directory) != before
