"""Lines are found by bisection, whatever letters they are in and however many there are."""

import mmap
from pathlib import Path

import pytest

from lod.files import SortedLines

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


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_last_line_may_lack_its_end(tmp_path: Path, end: str) -> None:
    file = tmp_path / "lines"
    file.write_text(f"a 1\na 2\nb 1{end}", encoding="utf-8")
    lines = SortedLines(file)
    assert lines.starting_with(b"b ") == f"b 1{end}".encode()
    assert lines.starting_with(b"a ") == b"a 1\na 2\n"
    assert [lines.first_at_least(key) for key in (b"", b"a 2", b"b", b"c")] == [
        *(0, 4, 8),
        len(lines.data),
    ]
    lines.close()


def test_pages_are_let_go_where_the_system_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = lines_of(tmp_path, ["a", "b"])
    lines.let_go()
    monkeypatch.delattr(mmap, "MADV_DONTNEED")  # as on Windows
    lines.let_go()
    assert lines.starting_with(b"b") == b"b\n"
    lines.close()
