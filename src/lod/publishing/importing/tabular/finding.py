"""The table in a file: its format by its bytes, then its characters, then what parts its cells."""

import csv
import re
from dataclasses import dataclass, replace
from pathlib import Path

from clevercsv.detect import Detector

from lod.errors import SourceError
from lod.publishing.importing.kinds import is_table_text
from lod.publishing.importing.tabular.characters import Hint, find_encoding
from lod.publishing.importing.tabular.heads import find_head
from lod.publishing.importing.tabular.jsoncopy import find_pointers, find_records
from lod.publishing.importing.tabular.looking import guess_columns
from lod.publishing.tables.cells import (
    OpenedTable,
    format_by_bytes,
    is_binary,
    open_table,
    page_tables,
)
from lod.publishing.tables.grid import Layout
from lod.words import msg

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES, _SAMPLE = 100, 16_384
"""Lines and characters that the delimiter is told by: of more it takes time without bound."""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table that is being brought in.

    :param hint: the encoding that was guessed, if it was.
    """

    opened: OpenedTable
    layout: Layout
    text: str
    hint: Hint | None = None


def find_table(data: bytes, file: Path, said: Layout, language: str) -> FoundTable:
    """Find the table in a file's bytes.

    :param said: what is known of it already, by options or a sidecar: it counts.
    :param language: the publication's first.
    :raises SourceError: there is none that is read here, or several to choose from.
    """
    layout, hint, text = said, None, ""
    if not is_binary(data):
        encoding, hint = (
            (said.encoding, None) if said.encoding else find_encoding(data, file, language)
        )
        layout = replace(said, encoding=encoding)
    found, characters = format_by_bytes(data, file, layout)
    layout = replace(layout, format=said.format or found)
    if characters is not None:
        text = characters
        if found == "csv":
            layout = _delimited(text, layout)
        elif found == "html":
            layout = replace(layout, table=said.table or _number(said.sheet))
            layout = _choose(text, file, layout)
        else:
            layout = _pointed(text, data, file, layout)
    return FoundTable(open_table(data, file, layout), layout, text, hint)


def _pointed(text: str, data: bytes, file: Path, layout: Layout) -> Layout:
    """Find where the records of JSON are, and all that stands in them."""
    if layout.format == "json" and layout.records is None:
        records = [layout.sheet] if layout.sheet else [*find_records(text, file)]
        if len(records) > 1:
            message = msg("has several lists of records: {pointers}", pointers=", ".join(records))
            todo = msg("say which it is: {line}", line=f"--sheet {records[0]}")
            raise SourceError(message, file, todo=todo)
        layout = replace(layout, records=next(iter(records), None) or None)
    rows = open_table(data, file, layout).grid.rows
    return replace(layout, columns=find_pointers(rows))


def _number(sheet: str | None) -> int | None:
    return int(sheet) if sheet and re.fullmatch("[1-9][0-9]{0,3}", sheet) else None


def _choose(text: str, file: Path, layout: Layout) -> Layout:
    """Choose a page's only table of three columns and two rows: others only set the page out."""
    if layout.table is not None:
        return layout
    large = [n for n, (rows, width) in enumerate(page_tables(text), 1) if rows > 1 and width > 2]
    if len(large) == 1:
        return replace(layout, table=large[0])
    if not large:
        return layout
    message = msg("has several tables: {numbers}", numbers=", ".join(map(str, large)))
    todo = msg("say which it is: {line}", line=f"--sheet {large[0]}")
    raise SourceError(message, file, todo=todo)


def _delimited(text: str, layout: Layout) -> Layout:
    """Tell what parts the cells, by clevercsv, and whether quotation marks are text."""
    sample, delimiter = _sample(text), layout.delimiter
    if delimiter is None:
        found = Detector().detect(sample, delimiters=[*_DELIMITERS])
        likely = found.delimiter if found else None
        delimiter = likely if likely in _DELIMITERS else max(_DELIMITERS, key=sample.count)
    return replace(layout, delimiter=delimiter, quote=_quote(sample, delimiter, layout))


def _sample(text: str) -> str:
    """Give whole lines from the beginning."""
    lines = text[:_SAMPLE].splitlines(keepends=True)
    whole = lines if len(text) <= _SAMPLE or len(lines) < 2 else lines[:-1]
    return "".join(whole[:_SAMPLE_LINES])


def _quote(sample: str, delimiter: str, said: Layout) -> str:
    """Give the quotation mark; none, if rows are of one width only without one."""
    if said.quote != '"' or '"' not in sample or _reads(sample, delimiter, '"'):
        return said.quote
    return "" if _reads(sample, delimiter, "") else '"'


def _reads(sample: str, delimiter: str, quote: str) -> bool:
    """Whether rows can be read with a quotation mark; without one, whether they have one width."""
    marks = {"quotechar": quote} if quote else {"quotechar": None, "quoting": csv.QUOTE_NONE}
    lines = sample.splitlines(keepends=True)
    try:
        widths = {len(row) for row in csv.reader(lines, delimiter=delimiter, strict=True, **marks)}
    except csv.Error:
        return False
    return bool(quote) or len(widths - {0}) == 1


def has_table(data: bytes, file: Path, language: str) -> bool:
    """Whether a file is to be brought in as a table, and not as a page or its text.

    Its bytes tell; of text it is its name, or as many cells in each of its first rows. A page's
    list is a table if its columns are named as those of projects are.
    """
    suffix = file.suffix.lower()
    try:
        if is_binary(data):
            format_by_bytes(data, file, Layout())
            return b"opendocument.text" not in data[:_MIMETYPE]
        encoding = find_encoding(data, file, language)[0]
        found, text = format_by_bytes(data, file, Layout(encoding=encoding))
    except SourceError:
        return suffix in _SUFFIXES
    if found == "html":
        return suffix in _SUFFIXES or _lists_projects(data, file, language)
    return found != "csv" or suffix in _SUFFIXES or is_table_text(text or "")


_SUFFIXES = (
    *(".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet"),
    *(".json", ".jsonl", ".ndjson"),
)
_MIMETYPE = 120
"""Bytes in which an OpenDocument says what it is (part 2, 3.3)."""


def _lists_projects(data: bytes, file: Path, language: str) -> bool:
    try:
        found = find_table(data, file, Layout(), language)
    except SourceError:
        return False
    grid = found.opened.grid
    fields = guess_columns(find_head(grid), frozenset(), grid).fields
    return {"title", "owner"} <= {*fields}
