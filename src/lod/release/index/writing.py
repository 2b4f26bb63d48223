"""Rows → ``index.sqlite``. Held while it is written: for each word and value the numbers of its
things (four bytes each), and names to sort by; texts go to the file as they come.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from lod.release.index.bits import (
    packed,
    packed_numbers,
    packed_set,
    packed_values,
    set_of,
    sliced,
)
from lod.release.index.gathering import Gathered
from lod.release.index.rows import IndexRow
from lod.release.index.schema import INDEX_TABLES, MEASURES, ORDERS
from lod.release.index.vocabulary import vocabulary_rows

if TYPE_CHECKING:
    from sqlite3 import Connection

_ABOUT = 300  # characters of a text that lists show
_SETTINGS = (
    "PRAGMA page_size = 8192",
    "PRAGMA journal_mode = OFF",  # nobody reads it before it is whole
    "PRAGMA synchronous = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
)

_TRIED = 1 << 16
"""Bytes that are written to learn why others weren't."""

Hubs = Mapping[str, Sequence[int]]
"""IRI of what many point at → how many, where in bytes each page of them begins, and the end."""


def write_index(file: Path, rows: Iterable[IndexRow], hubs: Hubs) -> None:
    """Write the index of a release; the same rows give the same bytes with one version of SQLite.

    :param file: there is none yet.
    :param rows: in the order of their IRIs, each IRI once.
    :raises OSError: it can't be written.
    """
    import sqlite3  # who writes no index does without

    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            for setting in _SETTINGS:
                database.execute(setting)
            database.execute("BEGIN")
            _write(database, rows, hubs)
            database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        with file.open("ab") as stream:  # SQLite doesn't say why it can't write: the system does
            stream.write(bytes(_TRIED))
        raise OSError(str(error)) from error


def _write(database: "Connection", rows: Iterable[IndexRow], hubs: Hubs) -> None:
    tables = [text for text in INDEX_TABLES if text.startswith("CREATE TABLE")]
    for text in tables:
        database.execute(text)
    gathered = Gathered()
    _insert(database, "thing", _things(rows, gathered))
    gathered.complete()
    _insert(database, "told", gathered.told())
    _insert(database, "held_value", _values(gathered))
    _insert(database, "cube", gathered.cube())
    for table, found in vocabulary_rows(gathered):
        _insert(database, table, found)
    _insert(database, "slice", _slices(gathered))
    orders = ((name, *found) for name, found in zip(ORDERS, gathered.orders(), strict=True))
    _insert(database, "ordering", (_ordering(n, *found) for n, found in enumerate(orders)))
    _insert(database, "hub", _hub_pages(hubs))
    _insert(database, "hub_size", sorted((iri, marks[0]) for iri, marks in hubs.items()))
    for text in INDEX_TABLES:
        if text not in tables:
            database.execute(text)


def _insert(database: "Connection", table: str, rows: Iterable[Sequence[object]]) -> None:
    (columns,) = database.execute("SELECT count(*) FROM pragma_table_info(?)", [table]).fetchone()
    marks = ", ".join("?" * columns)
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _things(rows: Iterable[IndexRow], gathered: Gathered) -> Iterator[Sequence[object]]:
    for row in rows:
        held = gathered.take(row)
        if row.listed:
            names = dict(reversed(row.names))
            about = {tag: _shortened(text) for tag, text in reversed(row.about)}
            facts = {**row.facts, "period": _days(row), "amount": _amount(row)}
            told = {"about": about, "facts": facts, "held": held}
            yield gathered.size - 1, row.iri, _json(names), _json(told)


def _days(row: IndexRow) -> list[int | None] | None:
    period = row.period
    if period is None:
        return None
    start = (period.earliest_start, period.latest_start)
    return [*start, period.earliest_end, period.latest_end]


def _amount(row: IndexRow) -> list[str] | None:
    return None if row.amount is None else [format(row.amount, "f"), row.currency]


def _shortened(text: str) -> str:
    """Cut a text after a word.

    >>> len(_shortened("ord " * 100)), _shortened("ord " * 100)[-5:]
    (296, ' ord…')
    """
    if len(text) <= _ABOUT:
        return text
    cut = text[: _ABOUT - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _values(gathered: Gathered) -> Iterator[Sequence[object]]:
    for number, facet, value, things in gathered.values():
        yield number, facet, value, len(things), packed(things, gathered.size)


def _slices(gathered: Gathered) -> Iterator[Sequence[object]]:
    for name in MEASURES:
        measure = gathered.measures[name]
        yield name, -1, packed_set(set_of(measure.known, gathered.size), gathered.size)
        for place, things in enumerate(sliced(measure.values)):
            yield name, place, packed_set(things, gathered.size)
    yield "amount", -2, packed_values(gathered.measures["amount"].values)
    timed = set_of(gathered.timed, gathered.size)
    yield "period", -1, packed_set(timed, gathered.size)


def _ordering(number: int, name: str, things: Sequence[int], known: int) -> Sequence[object]:
    places = array("I", bytes(4 * len(things)))
    for place, thing in enumerate(things):
        places[thing] = place
    return number, name, known, packed_numbers(things), packed_numbers(places)


def _hub_pages(hubs: Hubs) -> Iterator[Sequence[object]]:
    for iri, marks in sorted(hubs.items()):
        for page, start in enumerate(marks[1:]):
            yield iri, page, start
