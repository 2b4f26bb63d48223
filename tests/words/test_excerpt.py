"""A line with a caret under the place: errors and reports draw it alike, as a terminal shows it."""

import pytest

from lod.checking.report import Place
from lod.checking.report.excerpt import excerpt
from lod.errors import InputError
from lod.words import WIDTH, width

LINES = [
    ("a <b .", 3, "a <b .", "  ^"),
    ("\ta\t<b .", 4, "    a   <b .", "        ^"),
    ("a\tb <c .", 5, "a   b <c .", "      ^"),
    ("漢字 <b .", 4, "漢字 <b .", "     ^"),
    ("e\u0301 <b .", 4, "e\u0301 <b .", "  ^"),
    ("a\x1b[31m <b .", 8, "a\\u001B[31m <b .", "            ^"),
    ("a\u200b\u202e<b .", 4, "a\\u200B\\u202E<b .", "             ^"),
    ("<a> <b>", 8, "<a> <b>", "       ^"),
    ("<a>\r", 9, "<a>", "   ^"),
    ("", 1, "", "^"),
]


@pytest.mark.parametrize(("source", "column", "line", "carets"), LINES)
def test_an_error_points_where_a_report_points(
    source: str, column: int, line: str, carets: str
) -> None:
    drawn = excerpt(Place("a.ttl", 1, column, text=source))
    assert drawn is not None
    assert (drawn.line, drawn.carets) == (line, carets)
    said = InputError("wrong", "a.ttl", 1, column=column, source=source).told("en")
    assert said.split("\n") == [f"a.ttl:1:{column}: wrong", f"  {line}".rstrip(), f"  {carets}"]


@pytest.mark.parametrize("column", [1, 2, 60, 119, 200, 500, 999, 1000, 1001])
@pytest.mark.parametrize("letter", ["a", "漢", "\t", "\x1b"])
def test_a_long_line_is_cut_around_the_place(column: int, letter: str) -> None:
    source = letter * (column - 1) + "<" + letter * (1000 - column)
    said = InputError("wrong", "a.ttl", 1, column=column, source=source).told("en")
    _, line, carets = said.split("\n")
    assert width(line) <= WIDTH + 2
    assert "<" in line or column > 1000
    assert carets == " " * width(line.partition("<")[0]) + "^"
