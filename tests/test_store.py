"""A file of sorted lines is searched by bisection, whatever letters its lines are in."""

from pathlib import Path

import pytest

from lod.store import SortedLines

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
