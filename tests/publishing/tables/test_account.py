"""Whatever a table holds, each row is in one place, and each value stands in its cell."""

import csv
import html
import io
import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.errors import InputError
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


Damage = Callable[[random.Random, list[list[str]]], None]


def change_cell(chance: random.Random, rows: list[list[str]]) -> None:
    row = chance.choice(rows)
    row[chance.randrange(len(row))] = chance.choice(
        ["", "x", "1.2.3", "31/02/2014", "9", "\n", '"']
    )


def drop_row(chance: random.Random, rows: list[list[str]]) -> None:
    del rows[chance.randrange(len(rows))]


def double_row(chance: random.Random, rows: list[list[str]]) -> None:
    at = chance.randrange(len(rows))
    rows.insert(at, [*rows[at]])


def drop_cell(chance: random.Random, rows: list[list[str]]) -> None:
    row = chance.choice(rows)
    del row[chance.randrange(len(row))]


def swap_cells(chance: random.Random, rows: list[list[str]]) -> None:
    row = chance.choice(rows)
    one, other = chance.randrange(len(row)), chance.randrange(len(row))
    row[one], row[other] = row[other], row[one]


DAMAGES: tuple[Damage, ...] = (change_cell, drop_row, double_row, drop_cell, swap_cells)


@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_table_says_nothing_that_it_does_not_hold(seed: int) -> None:
    chance = random.Random(seed)
    text = (OWN / "operations.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    for _ in range(chance.randint(1, 3)):
        chance.choice(DAMAGES)(chance, rows)
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    data = made.getvalue()
    try:
        read = read_with(OWN / "operations.toml", data.encode(), Path("operations.csv"))
    except InputError:
        return  # told with its place, and nothing is published
    check_each_row_is_in_one_place(read)
    check_values_stand_in_their_cells(read, data)


def check_values_stand_in_their_cells(read: TableReading, data: str) -> None:
    lines = re.split("\r\n|\n|\r", data)
    for record in read.records:
        for name, values in record.values.items():
            for value in values:
                if value.row is not None and len(record.rows) == 1:
                    quoted = value.verbatim.replace('"', '""')
                    assert quoted.split("\n")[0] in "\n".join(lines[value.row - 1 :]), name
                    if isinstance(value.value, Decimal):
                        assert str(value.value) == value.verbatim.replace(",", "")


def folded(text: str) -> str:
    return " ".join(text.split())


def letters(page: str) -> str:
    """Give the letters and digits of a page, whatever stands between them."""
    bare = html.unescape(re.sub(r"<[^<>]*>", "", page))
    return "".join(filter(str.isalnum, bare))


TAG = re.compile("<[^<>]*>|[<>]")
MARKS = ',;\t"\n<>{}[]:.0123456789aåłδ €\u00a0\u202f\ufeff'


def damaged(text: str, chance: random.Random) -> str:
    """Damage a text at a few places, in its lines, or its marks everywhere."""
    for _ in range(chance.randint(1, 4)):
        if not text:
            break
        at = chance.randrange(len(text))
        lines = text.splitlines(keepends=True)
        one = chance.randrange(len(lines))
        old, new = chance.sample((",", ";", "\t", "\r\n", "\n", ".", " "), 2)
        text = chance.choice(
            (
                text[:at] + text[at + 1 :],
                text[:at] + chance.choice(MARKS) + text[at:],
                text[:at] + chance.choice(MARKS) + text[at + 1 :],
                "".join(lines[:one] + lines[one + 1 :]),
                "".join(lines[: one + 1] + lines[one:]),
                text.replace(old, new),
                text[: at + 1],
            )
        )
    return text


@pytest.mark.parametrize("name", ["operations.csv", "zabytki.csv", "subsidies.xls", "awards.jsonl"])
def test_values_of_a_damaged_file_stand_in_it_as_they_are(name: str) -> None:
    file = OWN / name
    said = {"zabytki.csv": "cp1250", "subsidies.xls": "cp1252"}.get(name, "utf-8")
    whole, refused = file.read_bytes().decode(said), 0
    for seed in range(200):
        chance = random.Random(seed)
        text = damaged(whole, chance)
        data = text.encode(chance.choice((said, said, said, "utf-16", "cp1253")), "ignore")
        try:
            read = read_with(file.with_suffix(".toml"), data, file)
        except InputError:
            refused += 1
            continue
        check_each_row_is_in_one_place(read)
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else said
        shown = data.decode(encoding, "replace").replace('""', '"')
        alike = letters if name.endswith(".xls") else folded
        if alike is letters and TAG.findall(shown) != TAG.findall(whole):
            continue  # what a browser makes of broken tags
        for value in (v for r in read.records for vs in r.values.values() for v in vs):
            for part in value.verbatim.split(" + "):
                assert value.row is None or alike(part) in alike(shown), (seed, value)
    assert refused < 150


def test_a_table_is_described_once_and_read_often() -> None:
    described = read_description(read_settings(OWN / "operations.toml"), "en")
    data = (OWN / "operations.csv").read_bytes()
    assert read_table(data, FILE, described) == read_table(data, FILE, described)
