"""Offsets become lines and columns as an editor counts them."""

import pytest

from lod.checking.positions.spans import LineTable, Span

TEXT = "a😀b\r\nå\n\nx\ry"


@pytest.mark.parametrize(
    ("before", "line", "column"),
    [
        ("", 1, 1),
        ("a", 1, 2),
        ("a😀", 1, 3),
        ("a😀b", 1, 4),
        ("a😀b\r\n", 2, 1),
        ("a😀b\r\nå\n", 3, 1),
        ("a😀b\r\nå\n\n", 4, 1),
        ("a😀b\r\nå\n\nx\r", 5, 1),
        (TEXT, 5, 2),
    ],
)
def test_places_in_bytes_and_in_text(before: str, line: int, column: int) -> None:
    assert LineTable(TEXT.encode()).place(len(before.encode())) == (line, column)
    assert LineTable(TEXT).place(len(before)) == (line, column)


def test_the_text_of_a_line_has_no_end() -> None:
    assert [LineTable(TEXT.encode()).line(n) for n in range(1, 6)] == ["a😀b", "å", "", "x", "y"]
    assert [LineTable(TEXT).line(n) for n in range(1, 6)] == ["a😀b", "å", "", "x", "y"]


def test_a_span_may_go_over_lines_and_lose_its_columns() -> None:
    span = LineTable(TEXT).span(1, 6)
    assert span == Span(1, 2, 2, 2)
    assert span.without_columns() == Span(1, None, 2, None)
