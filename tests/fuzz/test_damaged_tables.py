"""A damaged table says nothing that it doesn't hold, loses no row unseen, and no address untold.

Each table is damaged 200 times, of a seed each: our own, the cases, and the two as publishers have
them, of which a damage leaves a dozen records that follow each other.
"""

import random
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from pathlib import Path

import pytest
from conftest import ROOT, SHARED
from publishing.tables.readings import SIDECARS, check_each_row_is_in_one_place
from publishing.tables.test_own_tables import MADE, OWN

from fuzz.table_cells import Above, Book, Delimited, Holds, Records, decoded, of_ods
from fuzz.table_damages import damaged_book, damaged_text
from fuzz.test_fuzz_files import PERCENT
from lod.errors import InputError
from lod.publishing.handwritten import read_settings
from lod.publishing.keys import Keys
from lod.publishing.linking import Reference, read_reference
from lod.publishing.minting import check_keys, missing_keys, unyielded
from lod.publishing.records import Page, Source, clean
from lod.publishing.tables import TableDescription, TableValue, read_description
from lod.publishing.tables.listing import page_of_table
from lod.publishing.tables.tabling import ReadTable, read_with_cells

COUNT = max(20, int(200 * PERCENT / 100))
CASES, REAL = SHARED / "cases/tables", SHARED / "tables"
LANGUAGES = {"bygdestod-se.xlsx": "sv", "rakennerahasto-fi.csv": "fi", "espa-gr.xls": "el"}
SPLIT = {
    "tillvaxtverket_projektbank_2014-2020.json": re.compile(r"(?<=\}),(?=\s*\{\s*\"_source\")"),
    "360giving_grants.json": re.compile(r'(?<=\}), (?=\{"id": "360G-wolfson-\d+",)'),
}
WINDOW = 12
SHEETS = {"register.xlsx": 1, "bygdestod-se.xlsx": 2}
"""Which part of a workbook has the sheet."""


@dataclass(frozen=True)
class Table:
    """A table that is damaged."""

    file: Path
    sidecar: Path
    language: str

    @cached_property
    def data(self) -> bytes:
        """Its bytes; of a table as publishers have it, of a dozen records."""
        name = self.file.name
        return MADE[name]() if name in MADE else self.file.read_bytes()

    @cached_property
    def described(self) -> TableDescription:
        """What its sidecar says."""
        return read_description(read_settings(self.sidecar), self.language)

    @property
    def code(self) -> str:
        """What it is encoded in, without a mark."""
        declared = {"espa-gr.xls": "cp1253", "subsidies.xls": "cp1252"}
        return declared.get(self.file.name, self.described.layout.encoding or "utf-8")

    def part(self, chance: random.Random) -> bytes:
        """Give it whole, or the records that a damage leaves."""
        between = SPLIT.get(self.file.name)
        if between is None:
            return self.data
        records = between.split(self.data.decode())
        first = chance.randrange(len(records) - WINDOW)
        head, tail = records[0], records[-1]
        return ",".join((head, *records[first + 1 : first + WINDOW - 1], tail)).encode()

    def damaged(self, data: bytes, chance: random.Random) -> bytes:
        """Damage it."""
        if self.file.suffix in (".xlsx", ".ods") and data[:2] == b"PK":
            return damaged_book(data, chance)
        text = data.decode("utf-16") if data[:2] == b"\xff\xfe" else data.decode(self.code)
        return damaged_text(text, "utf-16" if data[:2] == b"\xff\xfe" else self.code, chance)

    def read(self, data: bytes) -> ReadTable:
        """Read it by its sidecar."""
        return read_with_cells(data, self.file, self.described)

    def holds(self, data: bytes, found: str) -> Holds:
        """Read its cells by other means."""
        layout, header = self.described.layout, self.described.header
        if found == "xlsx":
            part = f"xl/worksheets/sheet{SHEETS[self.file.name]}.xml"
            return Book.of(data, part, header)
        if found == "ods":
            return of_ods(data, layout.sheet or "")
        text = decoded(data, self.code)
        if found == "html":
            return Above.of_html(text, layout.table or 1)
        if found in ("json", "jsonl"):
            return (
                Records.of_lines(text)
                if found == "jsonl"
                else Records.of_array(text, layout.records or "")
            )
        mark = layout.delimiter or ("\t" if self.file.suffix == ".tsv" else ",")
        return Delimited.of(text, mark, header, quoted=bool(layout.quote))


def tables() -> Iterator[Table]:
    for name in ("operations.csv", "zabytki.csv", "subsidies.xls", "awards.jsonl", *MADE):
        file = OWN / name
        yield Table(file, file.with_suffix(".toml"), "sv" if file.stem == "register" else "en")
    names: tuple[str, ...] = (
        "esf-uk-groups.csv",
        "dates-ie.tsv",
        "rakennerahasto-fi.csv",
        "bygdestod-se.xlsx",
    )
    names += ("espa-gr.xls", "grants-uk.json", "tiny-csv-named.xlsx", "tiny-empty.csv")
    for name in (*names, "tiny-header-only.csv", "tiny-login-page.csv"):
        own = SIDECARS / f"{Path(name).stem}.toml"
        sidecar = own if own.exists() else SIDECARS / "tiny.toml"
        yield Table(CASES / name, sidecar, LANGUAGES.get(name, "en"))
    for name in SPLIT:
        sidecar = SIDECARS.parent / f"real/{Path(name).stem}.toml"
        yield Table(REAL / name, sidecar, "sv" if "bank" in name else "en")


TABLES = {table.file.name: table for table in tables()}


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest) -> Table:
    found = TABLES[request.param]
    if found.file.name not in MADE and not found.file.exists():
        pytest.skip(f"{found.file} is not there")
    return found


def test_a_damaged_table_says_what_it_holds_and_loses_nothing_unseen(table: Table) -> None:
    wrong, refused = [], 0
    for seed in range(COUNT):
        chance = random.Random(f"{table.file.name} {seed}")
        part = table.part(chance)
        data = table.damaged(part, chance)
        try:
            read = table.read(data)
        except InputError as error:
            wrong += [] if error.file else [f"{seed}: no file is named: {error}"]
            refused += 1
            continue
        wrong += [f"{seed}: {what}" for what in faults(table, part, data, read)]
    assert wrong == [], f"{len(wrong)} faults"
    assert refused < COUNT or table.file.name.startswith("tiny-")


def faults(table: Table, part: bytes, data: bytes, read: ReadTable) -> Iterator[str]:
    check_each_row_is_in_one_place(read.reading)
    holds = table.holds(data, read.opened.format)
    for record in read.reading.records:
        for field, values in record.values.items():
            for value in values:
                if value.row is not None and not _stands(holds, field, value, table.described):
                    yield f"{field} isn't in its cell: {value}"
                if not _is_faithful(field, value, table.described):
                    yield f"{field} isn't what its cell says: {value}"
    yield from _untold(table, part, read)


def _stands(holds: Holds, field: str, value: TableValue, described: TableDescription) -> bool:
    assert value.row is not None
    words = value.verbatim.split() if field in described.html else value.verbatim.split(" + ")
    row, column = value.row, value.column or ""
    return " + " in value.verbatim or all(holds(row, column, word) for word in words)


def _is_faithful(field: str, value: TableValue, described: TableDescription) -> bool:
    """Whether a value has the characters of its cell, as far as the declared forms allow."""
    said, words = value.value, value.verbatim
    if value.row is None or " + " in words or field in {*described.values, *described.codes}:
        return True
    if isinstance(said, Decimal):
        return _digits(f"{said:f}") == _digits(words)
    if not isinstance(said, str):
        return _numbers(str(said)) <= _numbers(words) | _months(words, described)
    if field == "owner_number":
        return re.sub(r"\D", "", said) in re.sub(r"\D", "", words) or clean(words) == said
    return (
        clean(words).startswith(said)
        if field in ("title", *described.whole)
        else clean(words) == said
    )


def _digits(words: str) -> str:
    with suppress(InvalidOperation):
        words = f"{Decimal(words):f}"
    return re.sub("[^0-9]", "", words).strip("0")


def _numbers(words: str) -> set[int]:
    found = [int(n) for n in re.findall("[0-9]+", words)]
    return {n % 100 if n > 99 else n for n in found}


def _months(words: str, described: TableDescription) -> set[int]:
    forms = [form for each in described.dates.values() for form in each]
    return {n for form in forms for name, n in form.names.items() if name in words.casefold()}


@cache
def _reference() -> Reference:
    return read_reference(ROOT / "data/reference", ROOT)


def _page(table: Table, read: ReadTable) -> Page:
    source = Source(
        name="t", title="T", publisher="p", language=table.language, media_type="text/csv",
        sha256="", sidecar=table.sidecar, lines={},
    )  # fmt: skip
    return page_of_table(source, table.file, table.described, read)


def _untold(table: Table, part: bytes, read: ReadTable) -> Iterator[str]:
    """Tell which projects are gone without a word at keys.csv, or new without one at their row."""
    described = table.described
    if read.opened.format not in ("csv", "json", "jsonl"):
        return
    if "status" in described.columns and "status" not in described.values:
        return
    keys = _keys(table, part)
    if keys is None:
        return
    page = _page(table, read)
    before = {row.as_written for row in keys.rows if row.kind == "project"}
    now = {project.keyed.value: project.span.first for project in page.projects}
    told = {row.as_written for row in unyielded([page], keys) if row.kind == "project"}
    yield from (f"gone without a word: {name}" for name in before - now.keys() - told)
    lines = {error.line for error in check_keys(page, keys)}
    new = {name: line for name, line in now.items() if name not in before}
    yield from (f"new without a word: {name}" for name, line in new.items() if line not in lines)
    rows = {row.number for row in read.opened.grid.rows}
    yield from (f"no account of row {number}" for number in rows - page.lines.keys())


_KEYS: dict[tuple[str, bytes], Keys | None] = {}


def _keys(table: Table, part: bytes) -> Keys | None:
    """Mint the keys of the whole table; none if nothing of it is published."""
    at = (table.file.name, part)
    if at not in _KEYS:
        _KEYS.clear()
        none = Keys(Path("keys.csv"), ())
        try:
            rows = missing_keys([_page(table, table.read(part))], none, _reference())
            _KEYS[at] = Keys(Path("keys.csv"), tuple(rows))
        except InputError:
            _KEYS[at] = None
    return _KEYS[at]
