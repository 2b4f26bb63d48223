"""Cells of workbooks: what the file says, with what libraries lose."""

from pathlib import Path

import pytest

from lod.errors import SourceError
from lod.publishing.tables.cells import OpenedTable, open_table
from lod.publishing.tables.grid import GridCell, Layout, TableBounds
from publishing.tables.books import num, ods, ods_row, ods_text, row, xlsx

BOOK = Path("book.xlsx")
SHEET = Path("book.ods")


def opened(data: bytes, file: Path = BOOK, sheet: str | None = None) -> OpenedTable:
    return open_table(data, file, Layout(sheet=sheet))


RICH = '<c t="inlineStr"><is><r><t>a</t></r><rPh><t>no</t></rPh><r><t>b_x000D_</t></r></is></c>'


def cell(xml: str) -> GridCell:
    return opened(xlsx({"A": row(1, xml)})).grid.rows[0].cells[0]


@pytest.mark.parametrize(
    ("xml", "text", "kind"),
    [
        (num("0.30000000000000004"), "0.3", "number"),
        (num("1.25E+5"), "125000", "number"),
        (num("123456789012345"), "123456789012345", "number"),
        (num("1234567890123456"), "", "fault"),
        (num("8", "0000"), "0008", "number"),
        (num("12.5", "0000"), "12.5", "number"),
        (num("2020001234", "000000-0000"), "2020001234", "number"),
        (num("0.2545", "0.00%"), "0.2545", "number"),
        (num("42064", "yyyy-mm-dd"), "2015-03-01", "date"),
        (num("42064.5", "yyyy-mm-dd"), "2015-03-01T12:00:00", "date"),
        (num("42064", "mmm-yy"), "2015-03", "date"),
        (num("42064", "yyyy"), "2015", "date"),
        (num("0.5", "h:mm"), "0.5", "number"),
        (num("42064"), "42064", "number"),
        (num("59", "yyyy-mm-dd"), "1900-02-28", "date"),
        (num("60", "yyyy-mm-dd"), "", "fault"),
        (num("61", "yyyy-mm-dd"), "1900-03-01", "date"),
        (num("0", "yyyy-mm-dd"), "", "fault"),
        ("<c><f>A1</f><v>5</v></c>", "5", "number"),
        ("<c><f>A1</f><v/></c>", "", "fault"),
        ("<c><f>A1</f></c>", "", "fault"),
        ('<c t="str"><f>A1</f><v></v></c>', "", "text"),
        ('<c t="str"><f>A1</f><v>x</v></c>', "x", "text"),
        ('<c t="e"><v>#REF!</v></c>', "#REF!", "fault"),
        ('<c t="b"><v>1</v></c>', "true", "truth"),
        ('<c t="d"><v>2015-03-01</v></c>', "2015-03-01", "date"),
        ('<c t="s"><v>7</v></c>', "", "fault"),
        (RICH, "ab\r", "text"),
        ("<c><v>NaN</v></c>", "", "fault"),
        ("<c><v>1e999</v></c>", "", "fault"),
        ("<c/>", "", "text"), ('<c t="str"><v>_xD83D_</v></c>', "_xD83D_", "text"),
    ],
)  # fmt: skip
def test_a_cell_is_what_the_file_says(xml: str, text: str, kind: str) -> None:
    found = cell(xml)
    assert (found.text, found.kind) == (text, kind)


def test_numbers_in_text_stay_text() -> None:
    assert (cell("007"), cell("1234567890123456")) == (
        GridCell("007"),
        GridCell("1234567890123456"),
    )


def test_days_may_count_from_1904() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = (
        f'<workbook xmlns="{main}" xmlns:r="{links}"><workbookPr date1904="1"/>'
        '<sheets><sheet name="A" r:id="rId1"/></sheets></workbook>'
    )
    data = xlsx({"A": row(1, num("0", "yyyy-mm-dd"))}, more={"xl/workbook.xml": book})
    assert opened(data).grid.rows[0].cells[0].text == "1904-01-01"
    for beyond in ("1e30", "-1"):
        data = xlsx({"A": row(1, num(beyond, "yyyy-mm-dd"))}, more={"xl/workbook.xml": book})
        assert opened(data).grid.rows[0].cells[0].kind == "fault"


def test_rows_have_the_numbers_of_the_sheet_whatever_its_dimension_says() -> None:
    data = xlsx(
        {"A": row(9, "c") + row(2, "a") + "<row><c t='inlineStr'><is><t>b</t></is></c></row>"}
    )
    assert [(r.number, r.cells[0].text) for r in opened(data).grid.rows] == [
        (2, "a"),
        (3, "b"),
        (9, "c"),
    ]


def test_a_merged_area_is_filled_and_an_empty_cell_never() -> None:
    merged = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C1:XFD1048576"/></mergeCells>'
    data = xlsx({"A": row(1, "x", "", "y") + row(2, "", "lost") + row(3, "", "z")}, after=merged)
    rows = opened(data).grid.rows
    assert [c.text for c in rows[1].cells[:3]] == ["x", "x", "y"]
    assert [c.text for c in rows[2].cells[:3]] == ["", "z", "y"]


def test_hidden_rows_are_marked() -> None:
    data = xlsx({"A": row(1, "a") + row(2, "b", hidden=True)})
    assert [r.hidden for r in opened(data).grid.rows] == [False, True]


def test_a_hidden_sheet_is_not_read_unless_it_is_named() -> None:
    data = xlsx({"A": row(1, "a"), "B": row(1, "b")})
    with pytest.raises(SourceError, match="several sheets"):
        opened(data)
    assert opened(data, sheet="B").grid.rows[0].cells[0].text == "b"
    with pytest.raises(SourceError, match="no sheet of the name C"):
        opened(data, sheet="C")
    secret = ods({"A": ods_row("a"), "B": ods_row("b")}, hidden=["A"])
    assert opened(secret, SHEET).grid.rows[0].cells[0].text == "b"


def test_no_workbook_has_a_document_type() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
    with pytest.raises(SourceError, match="document type"):
        opened(xlsx({"A": ""}, more={"xl/worksheets/sheet1.xml": bomb}))
    with pytest.raises(SourceError, match="document type"):
        opened(xlsx({"A": ""}, more={"xl/workbook.xml": bomb}))


def test_what_is_unpacked_has_a_bound() -> None:
    data = xlsx({"A": "".join(row(n, "x" * 1000) for n in range(1, 2000))})
    assert len(data) < 100_000
    with pytest.raises(SourceError, match="too large when it is unpacked"):
        open_table(data, BOOK, Layout(), TableBounds(unpacked=1_000_000))


def test_one_row_or_the_strings_together_have_a_bound_too() -> None:
    bounds = TableBounds(elements=100, cells=100)
    with pytest.raises(SourceError, match="too large when it is unpacked"):
        open_table(xlsx({"A": f"<row>{'<c/>' * 101}</row>"}), BOOK, Layout(), bounds)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{main}">{"<si/>" * 101}</sst>'
    data = xlsx({"A": row(1, '<c t="s"><v>0</v></c>')}, more={"xl/sharedStrings.xml": strings})
    with pytest.raises(SourceError, match="more than 100 cells"):
        open_table(data, BOOK, Layout(), bounds)


@pytest.mark.parametrize(
    ("refs", "bounds", "what"),
    [
        (("A1:Z9",), TableBounds(cells=200), "200 cells"),
        (("A1:Z9", "B1:Z9"), TableBounds(columns=30), "30 columns"),
        (("A1:B1", "A2:B2", "A3:B3", "A4:B4"), TableBounds(rows=3), "3 merged areas"),
    ],
)
def test_merged_areas_have_bounds(refs: tuple[str, ...], bounds: TableBounds, what: str) -> None:
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    rows = "".join(row(n, "x") for n in range(1, 10 if bounds.rows > 9 else 2))
    data = xlsx({"A": rows}, after=f"<mergeCells>{merged}</mergeCells>")
    with pytest.raises(SourceError, match=f"more than {what}"):
        open_table(data, BOOK, Layout(), bounds)


def test_a_merged_area_beyond_all_columns_or_without_any_is_none() -> None:
    merged = '<mergeCells><mergeCell ref="C1:A2"/><mergeCell ref="ZZY1:ZZZ2"/></mergeCells>'
    found = opened(xlsx({"A": row(1, "x") + row(2, "y")}, after=merged)).grid.rows
    assert [r.cells for r in found] == [(GridCell("x"),), (GridCell("y"),)]


def test_a_part_that_is_not_packed_right_is_told() -> None:
    made = bytearray(xlsx({"A": "".join(row(n, f"x{n}") for n in range(200))}))
    start = made.index(b"xl/worksheets/sheet1.xml") + 40
    made[start : start + 50] = b"\xff" * 50
    with pytest.raises(SourceError, match="damaged"):
        opened(bytes(made))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_damaged_part_is_told(part: str) -> None:
    with pytest.raises(SourceError, match="damaged"):
        opened(xlsx({"A": row(1, num("1"))}, more={part: "<a><b></a>"}))


def test_two_rows_of_one_number_are_damage() -> None:
    with pytest.raises(SourceError, match="damaged"):
        opened(xlsx({"A": row(1, "a") + row(1, "b")}))


NOON = "2015-03-01T12:00:00"
NOTED = (
    "<office:annotation><text:p>N. N.</text:p></office:annotation>"
    '<text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p>'
)


def of_kind(kind: str, extra: str, inside: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" {extra}>{inside}</table:table-cell>'


ZEROS = (
    '<number:number-style style:name="N1"><number:number number:min-integer-digits="4" '
    'number:decimal-places="0"/></number:number-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    '<number:number-style style:name="N2"><number:number number:min-integer-digits="99999999" '
    'number:decimal-places="0"/></number:number-style>'
    '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N2"/>'
)


@pytest.mark.parametrize(
    ("xml", "text", "kind"),
    [
        (of_kind("float", 'office:value="0.30000000000000004"'), "0.3", "number"),
        (of_kind("float", 'office:value="8" table:style-name="ce1"'), "0008", "number"),
        (of_kind("date", f'office:date-value="{NOON}"'), NOON, "date"),
        (of_kind("boolean", 'office:boolean-value="true"'), "true", "truth"),
        (of_kind("percentage", 'office:value="0.5"'), "0.5", "number"),
        ('<table:table-cell table:formula="of:=A1"/>', "", "fault"),
        (of_kind("float", 'table:formula="of:=A1" office:value="5"'), "5", "number"),
        (of_kind("string", 'calcext:value-type="error"', "<text:p>#N/A</text:p>"), "#N/A", "fault"),
        (of_kind("string", "", NOTED), "a  b\nc", "text"),
        (of_kind("string", "", '<text:p>a<text:s text:c="²"/>b</text:p>'), "a b", "text"),
        (of_kind("float", 'office:value="8" table:style-name="ce2"'), "", "fault"),
    ],
)  # fmt: skip
def test_a_cell_of_an_ods_is_what_the_file_says(xml: str, text: str, kind: str) -> None:
    found = opened(ods({"A": ods_row(xml)}, ZEROS), SHEET).grid.rows[0].cells[0]
    assert (found.text, found.kind) == (text, kind)


def test_repeated_and_covered_cells_and_rows_of_an_ods() -> None:
    spanned = ods_text("x", 'table:number-rows-spanned="2" table:number-columns-spanned="2"')
    covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    twice = ods_text("r", 'table:number-columns-repeated="2"')
    wide = ods_text("", 'table:number-columns-repeated="16384"')
    rows = (
        ods_row(spanned, "<table:covered-table-cell/>", "end"),
        ods_row(covered, wide),
        ods_row("", extra='table:number-rows-repeated="3"'),
        "<table:table-row-group>",
        ods_row(twice, extra='table:number-rows-repeated="2"'),
        "</table:table-row-group>",
        ods_row("h", extra='table:visibility="filter"'),
        ods_row(wide, extra='table:number-rows-repeated="1048000"'),
    )
    found = opened(ods({"A": "".join(rows)}), SHEET).grid.rows
    texts = [(r.number, r.hidden, [c.text for c in r.cells]) for r in found]
    assert texts == [
        (1, False, ["x", "x", "end"]), (2, False, ["x", "x"]),
        (6, False, ["r", "r"]), (7, False, ["r", "r"]), (8, True, ["h"]),
    ]  # fmt: skip


def test_a_row_that_is_repeated_without_bound_is_refused() -> None:
    for times in ("99999999999", "9" * 5000):
        data = ods({"A": ods_row("a", extra=f'table:number-rows-repeated="{times}"')})
        with pytest.raises(SourceError, match="more than 100 rows"):
            open_table(data, SHEET, Layout(), TableBounds(rows=100))
