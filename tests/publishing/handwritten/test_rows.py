"""CSV files of people: each cell knows its line and column; only a line feed ends a line."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.errors import ConfigError, InputError, SeveralErrors, UsageError
from lod.publishing.handwritten import edited_table, read_rows

OTHER_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def write(folder: Path, text: str) -> Path:
    file = folder / "x.csv"
    file.write_bytes(text.encode())
    return file


@pytest.mark.parametrize("sign", OTHER_ENDS)
def test_what_is_no_line_feed_ends_no_line(tmp_path: Path, sign: str) -> None:
    rows = read_rows(write(tmp_path, f"a,b\nx{sign}y,1\nz,2\n"), ("a", "b"))
    assert [(row.line, row["a"]) for row in rows] == [(2, f"x{sign}y"), (3, "z")]
    assert [row.source for row in rows] == [f"x{sign}y,1", "z,2"]


def test_cells_know_where_they_stand(tmp_path: Path) -> None:
    text = 'a,b\r\n"x, ""y""",2\r\n\r\n"two\r\nlines",3\r\n'
    rows = read_rows(write(tmp_path, text), ("a", "b"))
    found = [(c.text, c.line, c.column) for row in rows for c in row.cells.values()]
    assert found == [('x, "y"', 2, 2), ("2", 2, 12), ("two\nlines", 4, 2), ("3", 5, 8)]
    assert [row.number for row in rows] == [2, 4]


cells = st.text(alphabet='ab ,;\t"\n' + OTHER_ENDS, max_size=5)


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells), max_size=5), st.sampled_from(",;\t"))
def test_what_a_csv_writer_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, str]], sign: str
) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", delimiter=sign)
    writer.writerows([("a", "b"), *table])
    file = write(tmp_path_factory.mktemp("csv"), buffer.getvalue())
    rows = read_rows(file, ("a", "b"))
    assert [(row["a"], row["b"]) for row in rows] == [row for row in table if any(row)]
    lines = buffer.getvalue().split("\n")
    for row in rows:
        for cell in row.cells.values():
            first = cell.text.split("\n")[0].replace('"', '""')
            assert lines[cell.line - 1].startswith(first, cell.column - 1)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a\nx\n", (1, 1)),
        ("a,b\nx,1\ny\n", (3, 2)),
        ("a,b\nx,1,2\n", (2, 5)),
        ('a,b\n"x\ny",1,2\n', (3, 6)),
        ('a,b\n1,2\n"x\nyz"\n', (3, 3)),
        ('a,b\nx,"1\n', (2, 3)),
        ('a,b\n"x" y,1\n', (2, 1)),
        ("", (1, 1)),
        ("a,b,a\nx,1,2\n", (1, 5)),
        ('a,b,"b"\n', (1, 6)),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(
    tmp_path: Path, text: str, place: tuple[int, int]
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_rows(write(tmp_path, text), ("a", "b"))
    assert (caught.value.line, caught.value.column) == place


def test_all_wrong_rows_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_rows(write(tmp_path, "a,b\nx\ny,1\nz\n"), ("a", "b"))
    said = str(caught.value)
    assert "x.csv:2:2: " in said
    assert "x.csv:4:2: " in said


def test_of_very_many_wrong_rows_a_thousand_are_told_and_the_others_counted(tmp_path: Path) -> None:
    with pytest.raises(SeveralErrors) as caught:
        read_rows(write(tmp_path, "a,b\n" + "x\n" * 3000), ("a", "b"))
    assert [error.line for error in caught.value.others[:1000]] == list(range(2, 1002))
    assert [error.line for error in caught.value.others[1000:]] == [1002]
    assert "2000" in str(caught.value.others[-1])


plain = st.text(alphabet='ab ,;\t"', max_size=5)


@settings(deadline=None)
@given(
    st.lists(st.tuples(plain, plain), min_size=1, max_size=4),
    st.lists(st.tuples(plain, plain), max_size=2),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.data(),
)
def test_a_value_that_changes_changes_alone(
    tmp_path_factory: pytest.TempPathFactory,
    table: list[tuple[str, str]],
    added: list[tuple[str, str]],
    sign: str,
    end: str,
    marked: bool,
    data: st.DataObject,
) -> None:
    """In any dialect; what is read back are the old values, the new one, and the rows added."""
    buffer = io.StringIO()
    quoted = data.draw(st.booleans())
    writer = csv.writer(
        buffer,
        lineterminator=end,
        delimiter=sign,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
    )
    writer.writerows([("a", "b"), *table])
    file = write(tmp_path_factory.mktemp("csv"), ("\ufeff" if marked else "") + buffer.getvalue())
    before, rows = file.read_bytes(), read_rows(file, ("a", "b"))
    assert edited_table(file, ("a", "b"), [], []) == before
    expected = [(row["a"], row["b"]) for row in rows]
    changes = []
    if rows:
        n, value = data.draw(st.integers(0, len(rows) - 1)), data.draw(plain)
        changes.append((rows[n].cells["b"], value))
        expected[n] = (expected[n][0], value)
    after = edited_table(file, ("a", "b"), changes, added)
    file.write_bytes(after)
    found = [(row["a"], row["b"]) for row in read_rows(file, ("a", "b"))]
    assert found == [row for row in [*expected, *added] if any(row)]
    assert after.startswith(b"\xef\xbb\xbf") == marked
    if not changes:
        assert after.startswith(before)


def test_a_file_that_was_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    file = write(tmp_path, "a,b\nx,1\n")
    (row,) = read_rows(file, ("a", "b"))
    file.write_text("a,b\ny,2\nx,1\n")
    with pytest.raises(UsageError, match="changed meanwhile"):
        edited_table(file, ("a", "b"), [(row.cells["b"], "3")], [])


@pytest.mark.parametrize(("text", "said"), [
    ("a;b\nx;1;2\n", "this file has a semicolon between values"),
    ("a\tb\nx,1\n", "this file has a tab between values"),
    ("a,b\nx;1\n", "this file has a comma between values"),
    ('a;b\n"x;1"\n', "take the quotation marks around the whole row away"),
    ("a;c\nx;1\n", "columns are missing in the first row: b"),
    ("a,b,\nx,1,\n", "a column without a name"),
])  # fmt: skip
def test_what_a_spreadsheet_left_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_rows(write(tmp_path, text), ("a", "b"))
