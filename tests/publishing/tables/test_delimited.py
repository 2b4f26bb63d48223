"""CSV and its like: cells as written, rows by their physical lines, nothing shifted."""

from pathlib import Path

import pytest

from lod.errors import SourceError
from lod.publishing.tables.cells import open_table
from lod.publishing.tables.grid import Grid, Layout, TableBounds

TABLE = Path("table.csv")
PLAIN = Layout()


def grid(data: bytes | str, layout: Layout = PLAIN, file: Path = TABLE) -> Grid:
    return open_table(data.encode() if isinstance(data, str) else data, file, layout).grid


def cells(found: Grid) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found.rows]


def test_rows_have_their_physical_lines_when_cells_have_several() -> None:
    found = grid('a,b\r\n"1\n2\r\n3",x\ry,"z\n"\n\nq,w')
    assert [(row.number, row.ordinal) for row in found.rows] == [
        (1, 1),
        (2, 2),
        (5, 3),
        (7, 4),
        (8, 5),
    ]
    assert cells(found) == [["a", "b"], ["1\n2\r\n3", "x"], ["y", "z\n"], [], ["q", "w"]]


def test_separators_of_unicode_end_no_row() -> None:
    assert cells(grid("a,b\u2028c\x85d\x0be\n1,2\n")) == [["a", "b\u2028c\x85d\x0be"], ["1", "2"]]


def test_a_lost_quotation_mark_costs_one_row() -> None:
    found = grid('a,b\n"open,1\nc,2\nd,3\n')
    assert [(row.number, row.fault is not None) for row in found.rows] == [
        (1, False), (2, True), (3, False), (4, False),
    ]  # fmt: skip
    assert cells(found)[2:] == [["c", "2"], ["d", "3"]]


def test_lost_quotation_marks_in_all_rows_end_the_reading() -> None:
    text = "a,b\n" + 'x","\n' * 100
    assert sum(row.fault is not None for row in grid(text).rows) == 100
    with pytest.raises(SourceError, match="too many quotation marks"):
        open_table(text.encode(), TABLE, PLAIN, TableBounds(vain=10_000))


def test_text_after_a_closed_quotation_mark_is_a_fault_not_a_guess() -> None:
    found = grid('a,b\n"x"y,1\nc,2\n')
    assert [row.number for row in found.rows if row.fault] == [2]


def test_marks_within_a_cell_are_text() -> None:
    assert cells(grid('a,5" pipe\n')) == [["a", '5" pipe']]
    assert cells(grid('"a"\t"b\n', Layout(quote="", delimiter="\t"))) == [['"a"', '"b']]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8-sig", None), ("utf-16", None), ("utf-16-le", "utf-16-le"),
        ("cp1250", "cp1250"), ("cp1252", "cp1252"), ("cp1253", "cp1253"), ("utf-8", None),
    ],
)  # fmt: skip
def test_encodings_by_their_mark_or_as_said(encoding: str, said: str | None) -> None:
    words = {"cp1250": "Łódź", "cp1252": "Håbo", "cp1253": "Δήμος"}.get(encoding, "Łódź Håbo Δήμος")
    assert cells(grid(f"Id,{words}\n".encode(encoding), Layout(encoding=said))) == [["Id", words]]


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    assert cells(grid(b"\xef\xbb\xbfId,b\n"))[0][0] == "Id"
    assert cells(grid(b'\xef\xbb\xbf"Id",b\n'))[0][0] == "Id"


def test_what_is_not_in_its_encoding_is_refused_with_the_line() -> None:
    with pytest.raises(SourceError, match=r"is not utf-8") as raised:
        grid(b"a\nb\nH\xe5bo\n")
    assert raised.value.line == 3
    with pytest.raises(SourceError, match=r"is not cp1252"):
        grid(b"a\x81\n", Layout(encoding="cp1252"))


def test_a_mark_of_another_encoding_than_was_said_is_refused() -> None:
    with pytest.raises(SourceError, match="byte order mark of utf-16-le"):
        grid("a".encode("utf-16"), Layout(encoding="cp1252"))


def test_utf_16_without_a_mark_is_asked_about() -> None:
    with pytest.raises(SourceError, match="no text has"):
        grid("a,b\n".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("bounds", "what"),
    [
        (TableBounds(rows=3), "more than 3 rows"),
        (TableBounds(columns=3), "more than 3 columns"),
        (TableBounds(cells=7), "more than 7 cells"),
    ],
)
def test_a_table_has_bounds(bounds: TableBounds, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        open_table(b"a,b,c,d\n1,2,3\n1,2,3\n4,5,6\n", TABLE, Layout(), bounds)


def test_a_cell_has_a_bound() -> None:
    found = open_table(
        b"a,b\n%s,1\nc,2\n" % (b"x" * 50), TABLE, Layout(), TableBounds(cell=40)
    ).grid
    assert [row.fault is not None for row in found.rows] == [False, True, False]


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.csv", b"", "0 bytes"),
        ("a.csv", b"<!DOCTYPE html><html><body>Log in</body></html>", "a page without a table"),
        ("a.csv", b"  <html><table><tr><td>1</table>", "is not csv, but html"),
        ("a.html", b"<html><p>no</p></html>", "a page without a table"),
        ("a.csv", b'{"a": 1}', "is not csv, but json"),
        ("a.xlsx", b"a;b\n", "is not xlsx, but csv"),
        ("a.csv", b"%PDF-1.4", "a PDF"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Office"),
        ("a.parquet", b"PAR1....PAR1", "Parquet"),
        ("a.xlsx", b"PK\x03\x04rubbish", "no workbook"),
        ("a.json", b"a,b\n", "is not json, but csv"),
    ],
)
def test_a_file_is_what_its_bytes_are(name: str, data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        grid(data, file=Path(name))


def test_what_the_sidecar_says_of_a_file_is_held_against_its_bytes() -> None:
    with pytest.raises(SourceError, match="is not xlsx, but csv"):
        grid("a;b\n", Layout(format="xlsx"))
    told = open_table(b"a;b\n", Path("a.xlsx"), Layout(format="csv")).told
    assert told == "its name says xlsx, its bytes are csv"
    assert open_table(b"<table><tr><td>1", Path("a.xls"), Layout()).told is None


def test_tabs_are_the_mark_of_a_file_that_is_called_so() -> None:
    assert cells(grid("a\tb,c\n", file=Path("a.tsv"))) == [["a", "b,c"]]
