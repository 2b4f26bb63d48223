"""Tables of saved pages: a row is a tr, and what is not shown is no text."""

from pathlib import Path

import pytest

from lod.errors import SourceError
from lod.publishing.tables.cells import open_table
from lod.publishing.tables.grid import Grid, Layout

PAGE = Path("page.html")


def grid(text: str, table: int | None = None) -> Grid:
    return open_table(text.encode(), PAGE, Layout(table=table)).grid


def rows(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid(text).rows]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<tr><td>a<td>b<tr><td>c", [["a", "b"], ["c"]]),
        ("<tr><td>a<br>b</td><td><p>c</p><p>d</p></td>", [["a\nb", "c\nd"]]),
        ("<tr><td>a\n   <b>b</b>c &amp;lt;&nbsp;&#233;</td>", [["a bc &lt;\xa0é"]]),
        ("<tr><td>a<script>x()</script><!-- N. N. --><span hidden>no</span></td>", [["a"]]),
        ("<tr><td style='DISPLAY : NONE'>no</td><td>b</td>", [["", "b"]]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e", [["a", "b"], ["a", "c"], ["d", "e"]]),
        ("<tr><td colspan=2>a<td>b", [["a", "a", "b"]]),
        ("<tr><td>a<td>b<td rowspan=2>c<tr><td>d", [["a", "b", "c"], ["d", "", "c"]]),
        ("<thead><tr><th>h</thead><tfoot><tr><td>f</tfoot><tbody><tr><td>b", [["h"], ["f"], ["b"]]),
        ("<tr><td colspan=0>a<td colspan=x>b", [["a", "b"]]),
    ],
)
def test_cells_of_a_table(html: str, expected: list[list[str]]) -> None:
    assert rows(f"<table>{html}</table>") == expected


def test_a_hidden_row_is_marked_and_rows_have_their_lines() -> None:
    found = grid(
        "<table>\n<tr><td>a\n<tr hidden><td>b\n<tbody style='display:none'><tr><td>c</table>"
    )
    assert [(r.number, r.line, r.hidden) for r in found.rows] == [
        (1, 2, False), (2, 3, True), (3, 4, True),
    ]  # fmt: skip


def test_a_table_in_a_script_is_none_and_one_in_a_cell_has_its_own_rows() -> None:
    script = "<script>'<table><tr><td>no'</script>"
    text = f"{script}<table><tr><td>a<table><tr><td>in</table><tr><td>b</table>"
    assert [[c.text for c in r.cells] for r in grid(text, 1).rows] == [["a\nin"], ["b"]]
    assert [[c.text for c in r.cells] for r in grid(text, 2).rows] == [["in"]]
    with pytest.raises(SourceError, match="has 2 tables"):
        grid(text)


def test_a_span_has_a_bound() -> None:
    with pytest.raises(SourceError, match="columns"):
        rows("<table><tr>" + "<td colspan=1000>a" * 3)
    with pytest.raises(SourceError, match="columns"):
        rows("<table><tr>" + "<td colspan=1000 rowspan=9>a" * 3)
    assert len(rows("<table><tr><td rowspan=99999999>a<tr><td>b")) == 2


def test_a_page_says_its_encoding() -> None:
    data = "<meta charset=windows-1253><table><tr><td>Δήμος".encode("cp1253")
    assert open_table(data, PAGE, Layout()).grid.rows[0].cells[0].text == "Δήμος"
