"""What is told of cells and rows that stay, and why others don't: each at its place."""

from pathlib import Path

import pytest

from lod.errors import ConfigError
from lod.publishing.tables import TableReading
from publishing.tables.books import row, xlsx
from publishing.tables.readings import read_text, reasons_of, values_of

COLUMNS = '[columns]\ntitle = "T"\nowner = "O"\n'


def told(read: TableReading) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.column, str(each.what)) for each in read.told]


def test_dates_that_fit_both_ways_are_told_if_one_fits_only_the_other(tmp_path: Path) -> None:
    toml = f'[table]\ndates = ["d/m/yyyy"]\n{COLUMNS}start = "S"\n'
    text = "T,O,S\na,o,5/6/2014\nb,o,6/6/2014\n"
    assert told(read_text(text, toml, tmp_path)) == []
    what = "fits with day and month in either order; row 4, S, only in the other"
    assert told(read_text(f"{text}c,o,12/17/2015\n", toml, tmp_path)) == [(2, "S", what)]


def test_an_end_before_its_start_is_told_and_kept(tmp_path: Path) -> None:
    toml = f'[table]\ndates = ["yyyy"]\n{COLUMNS}start = "S"\nend = "E"\n'
    read = read_text("T,O,S,E\na,o,2015,2014\nb,o,2014,2014\n", toml, tmp_path)
    assert told(read) == [(2, "E", "before the start")]
    assert values_of(read, "end") == {2: ["2014"], 3: ["2014"]}


def test_numbers_are_told_by_their_dash_and_by_the_name_beside_them(tmp_path: Path) -> None:
    text = "T,O,N\na,x,212000–0001\nb,y,212000-0001\nc,x,212000-0001\n"
    read = read_text(text, f'{COLUMNS}owner_number = "N"\n', tmp_path, language="sv")
    assert told(read) == [
        (2, "N", "another dash, read as a hyphen"),
        (3, "N", "the same number as in row 2, under another name"),
    ]


def test_a_footnotes_marks_are_taken_out_and_told(tmp_path: Path) -> None:
    read = read_text("T,O\na * *,o\n", f"{COLUMNS}[rows]\nmark = '*'\n", tmp_path)
    assert values_of(read, "title") == {2: ["a"]}
    assert told(read) == [(2, "T", "a footnote's mark, taken out")]


def test_what_is_odd_about_a_file_or_beyond_its_columns_is_told(tmp_path: Path) -> None:
    read = read_text("T,O\na,o\n", f'[table]\nformat = "csv"\n{COLUMNS}', tmp_path, "t.xlsx")
    assert told(read) == [(None, None, "its name says xlsx, its bytes are csv")]
    data = xlsx({"A": row(1, "T", "O") + row(2, "a", "o", "x")})
    read = read_text(data, COLUMNS, tmp_path, "t.xlsx")
    assert told(read) == [(2, None, "a cell beyond the last column, not read")]


@pytest.mark.parametrize(
    ("record", "reasons"),
    [
        ('{"t": ["a", "b"], "o": [{"n": "x"}]}',
         {(1, "/t"): "several values where one is expected"}),
        ('{"t": true, "o": [{"n": "x"}]}', {(1, "/t"): "a truth value, not a text"}),
        ('{"t": "a", "o": {"n": "x"}}', {(1, "/o"): "an array is expected here"}),
        ('{"t": "a", "o": []}',
         {(1, "/o/*/n"): "nothing stands here; the row isn't published"}),
    ],
)  # fmt: skip
def test_what_a_record_lacks_is_told_once_where_it_is(
    record: str, reasons: dict[tuple[int, str], str], tmp_path: Path
) -> None:
    toml = '[columns]\ntitle = "/t"\nowner = "/o/*/n"\n'
    read = read_text(f"[{record}]", f"[table]\nempty = true\n{toml}", tmp_path, "t.json")
    assert reasons_of(read) == reasons


def test_an_amount_without_a_currency_is_none(tmp_path: Path) -> None:
    read = read_text("T,O,A\na,o,5\n", f'{COLUMNS}amount = "A"\n', tmp_path)
    assert reasons_of(read) == {(2, "A"): "nothing says its currency"}
    assert values_of(read, "amount") == {}


def test_rows_below_two_headings_are_two_projects(tmp_path: Path) -> None:
    toml = f"{COLUMNS}[rows]\ngroup = {{ match = '^G' }}\n"
    read = read_text("T,O\nG1,\na,o\nG2,\na,o\na,o\n", toml, tmp_path)
    assert values_of(read, "programme") == {3: ["G1"], 5: ["G2"]}
    assert str(read.left_out[-1].rule) == "exact duplicate of row 5"


def test_a_persons_number_in_a_text_is_kept_with_the_others(tmp_path: Path) -> None:
    text = "T,O\na,N. N. 131052-308T\nb,o\n"
    assert values_of(read_text(text, COLUMNS, tmp_path, language="fi"), "title") == {3: ["b"]}
    kept = f"{COLUMNS}[owner_number]\nkept = true\n"
    assert len(read_text(text, kept, tmp_path, language="fi").records) == 2


def test_columns_that_nothing_is_said_of_are_told_by_the_names_of_their_language(
    tmp_path: Path,
) -> None:
    text, toml = "Projekt,Ägare,Not,\nT,O,Note,\na,o,n,x\n", f"[table]\nheader = [1, 2]\n{COLUMNS}"
    unsaid = (1, "Note", "a column that the sidecar doesn't name")
    unnamed = (1, None, "a column without a name")
    assert told(read_text(text, toml, tmp_path)) == [unsaid, unnamed]
    assert told(read_text(text.replace("x", ""), toml, tmp_path)) == [unsaid]


def test_a_name_in_all_header_rows_goes_before_one_in_some(tmp_path: Path) -> None:
    toml = '[table]\nheader = [1, 2]\n[columns]\ntitle = "T"\nowner = "O / T"\n'
    read = read_text("T,O\n,T\na,o\n", toml, tmp_path)
    assert (values_of(read, "title"), values_of(read, "owner")) == ({3: ["a"]}, {3: ["o"]})


def test_two_columns_of_one_whole_name_are_to_be_told_apart_in_the_table(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="several columns have the name T") as raised:
        read_text("T,O,T\na,o,b\n", COLUMNS, tmp_path)
    assert raised.value.expected is None
    assert raised.value.todo == "give each column a name of its own in the table"
