"""Whatever a table holds, each row is in one place. Of damages: tests/fuzz."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lod.publishing.handwritten import read_settings
from lod.publishing.tables import TableReading, read_description, read_table
from publishing.tables.readings import SIDECARS, check_each_row_is_in_one_place, read_with

FILE = Path("table.csv")
OWN = SIDECARS.parent / "own"
PLAIN = OWN / "plain.toml"
HEADER = ("Id", "Title", "Owner", "Number", "Start", "Amount", "Contact")
WORDS = st.sampled_from(
    (
        *("", "-", "1", "2", "Total", "Group A", "a*", "811228-9874", "212000-0001", "5/6/2014"),
        *("2014", '"', "\n", "x\ny", " ", "\u00a0", "=1", "CafÃ©", "N. N.", "31/2/2014", "12.5"),
        *HEADER,
    )
)
ROWS = st.lists(
    st.one_of(st.lists(WORDS, min_size=7, max_size=7), st.lists(WORDS, max_size=9)), max_size=12
)


def texts_but_ids(read: TableReading) -> Iterator[str]:
    """Give all that is said of rows; an id may be of any form."""
    yield from (repr((read.left_out, read.rejected, read.told)),)
    for record in read.records:
        yield from (repr(v.verbatim) for n, vs in record.values.items() for v in vs if n != "id")


def written(rows: list[list[str]]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made).writerows([HEADER, *rows])
    return made.getvalue().encode()


@given(ROWS)
def test_each_row_of_any_table_is_in_one_place(rows: list[list[str]]) -> None:
    read = read_with(PLAIN, written(rows), FILE, "sv")
    check_each_row_is_in_one_place(read)
    assert not any("9874" in shown for shown in texts_but_ids(read))


@given(st.text(max_size=300))
def test_each_row_of_any_text_is_in_one_place(text: str) -> None:
    read = read_with(
        PLAIN,
        ",".join(HEADER).encode() + b"\n" + text.replace("\0", "").encode("utf-8", "ignore"),
        FILE,
    )
    check_each_row_is_in_one_place(read)


def test_a_table_is_described_once_and_read_often() -> None:
    described = read_description(read_settings(OWN / "operations.toml"), "en")
    data = (OWN / "operations.csv").read_bytes()
    assert read_table(data, FILE, described) == read_table(data, FILE, described)
