"""What a release says is found by bisection, whatever letters it is in and however much it is."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.deriving import derive
from lod.release.manifest import PAGE
from lod.release.read import SortedLines, open_release
from lod.release.write import Contents, write_release

LETTERS = (
    "!",
    "a",
    "~",
    "\x7f",
    "\x80",
    "å",
    "\u07ff",
    "\u0800",
    "\uffff",
    "\U00010000",
    "\U0010ffff",
)
"""The first and last of each length in UTF-8, and some between."""


def lines_of(tmp_path: Path, texts: list[str]) -> SortedLines:
    file = tmp_path / "lines"
    file.write_bytes(b"".join(sorted(f"{text}\n".encode() for text in texts)))
    return SortedLines(file)


@pytest.mark.parametrize("count", [1, 63, 64, 65, 66, 200])
@pytest.mark.parametrize("letter", LETTERS, ids=ascii)
def test_all_lines_of_a_prefix_are_given(tmp_path: Path, count: int, letter: str) -> None:
    wanted = sorted(f"<x/{letter}{n:03}> .\n".encode() for n in range(count))
    others = ["<w/z> .", "<x", "<x.> .", "<x0", "<y/a> .", "å", "\U0010ffff"]
    lines = lines_of(tmp_path, [line.decode()[:-1] for line in wanted] + others)
    assert lines.starting_with(b"<x/").splitlines(keepends=True) == wanted
    assert lines.starting_with(f"<x/{letter}".encode()).splitlines(keepends=True) == wanted
    assert lines.starting_with(b"<x/\xf4\x90") == b""
    lines.close()


@pytest.mark.parametrize("prefix", ["a", "<x/", "zz"])
def test_of_no_lines_none_are_given(tmp_path: Path, prefix: str) -> None:
    assert lines_of(tmp_path, []).starting_with(prefix.encode()) == b""


def test_the_first_and_the_last_line_are_found(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, [f"{n:03}" for n in range(1000)])
    for prefix in ("000", "001", "500", "998", "999"):
        assert lines.starting_with(prefix.encode()) == f"{prefix}\n".encode()
    assert lines.part(b"99", 4, 12) == b"991\n992\n"
    lines.close()


def test_any_part_of_what_points_at_a_hub_is_given(tmp_path: Path) -> None:
    base, count = "https://x.example/", 2 * PAGE + 50
    hub, name = ox.NamedNode(f"{base}id/area/1"), ox.NamedNode("https://schema.org/name")
    graph, points = ox.NamedNode(f"{base}graph/s"), ox.NamedNode("urn:p")
    quads = [ox.Quad(hub, name, ox.Literal("Nav"), graph)]
    things = [ox.NamedNode(f"{base}id/project/{n:04}") for n in range(count)]
    quads += [ox.Quad(thing, points, hub, graph) for thing in things]
    release = open_release(
        write_release(Contents(quads, base, f"{base}def/", union=True), derive, tmp_path)
    )
    for offset in (
        0,
        1,
        50,
        PAGE - 1,
        PAGE,
        PAGE + 1,
        2 * PAGE - 1,
        2 * PAGE,
        count - 1,
        count,
        9999,
    ):
        found = release.describe(hub.value, offset=offset)
        assert found is not None
        pointing = [t.subject for t in found.triples if t.predicate == points]
        assert pointing == things[offset : offset + PAGE], offset
        assert found.incoming == count
    release.close()
