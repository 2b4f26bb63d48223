"""Open ``index.sqlite`` and read from it. Nothing here writes; what isn't what was is told.

A file that somebody else made is taken only if its tables are ours, word for word: a view or a
trigger would be a program.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from lod.release.index.bits import (
    listed_in,
    union_of,
    unpacked,
    unpacked_numbers,
    unpacked_values,
)
from lod.release.index.schema import INDEX_TABLES, ORDERS
from lod.release.index.wording import plain_word, stems_of

_KEPT = 64 * 1024 * 1024  # bytes of sets in memory
_AT_ONCE = 500  # rows that are asked for by name
_LAST = "\U0010ffff"

_UNFIT = (ArithmeticError, LookupError, TypeError, ValueError, RecursionError)


class IndexFile:
    """An opened index, for any thread.

    :ivar size: how many things it has.
    :ivar everything: the set of all of them.
    :param damaged: makes the error for a file that isn't as it was written.
    """

    def __init__(self, file: Path, damaged: Callable[[], Exception]) -> None:
        import sqlite3  # who reads no release does without

        self._damaged, self._lock, self._wrong = damaged, Lock(), sqlite3.Error
        largest = file.stat().st_size  # which says why, if it can't be had
        with self.reading():
            address = f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1"
            self._database = sqlite3.connect(address, uri=True, check_same_thread=False)
        try:
            self._prepare(largest)
        except BaseException:
            self.close()
            raise

    def _prepare(self, largest: int) -> None:
        self.select((), "PRAGMA trusted_schema = OFF")
        found = self.select((str,), "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        self._told = dict(self.select((str, int), "SELECT name, value FROM told LIMIT 100"))
        self.size, scale = self.told("things"), self.told("scale")
        with self.reading():
            if {text for (text,) in found} != set(INDEX_TABLES) or not 0 <= scale <= 4:
                raise ValueError(INDEX_TABLES)
            if not 0 <= self.size <= min(self.count("thing"), largest):  # it is memory that we take
                raise ValueError(self.size)
        self.scale, self.everything = scale, (1 << self.size) - 1
        most = max(64, min(4096, _KEPT // (self.size // 8 + 1)))
        self.members = lru_cache(most)(self._read_set)
        self.word_sets = lru_cache(max(16, most // 16))(self._read_word)
        self.slices = lru_cache(8)(self._read_slices)
        self.order = lru_cache(len(ORDERS))(self._read_order)
        self.amounts = lru_cache(1)(self._read_amounts)

    def close(self) -> None:
        """Give the file back, and what was kept of it."""
        for kept in ("members", "word_sets", "slices", "order", "amounts"):
            if found := getattr(self, kept, None):
                found.cache_clear()
        with self._lock:
            self._database.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Take what can't be read within this context for damage."""
        try:
            yield
        except (self._wrong, *_UNFIT) as error:
            raise self._damaged() from error

    def select(self, kinds: Sequence[type], query: str, *values: object) -> list[Any]:
        """Give rows, each value of its type.

        :raises Damaged: they can't be had, or aren't as they were written.
        """
        with self.reading():
            with self._lock:
                rows = self._database.execute(query, [*map(_taken, values)]).fetchall()
            for row in rows:
                if tuple(map(type, row)) != kinds:
                    raise TypeError(kinds)
        return rows

    def count(self, table: str) -> int:
        """Tell how many rows there are: by the largest id, which is the quickest way."""
        rows = self.select((int,), f"SELECT ifnull(max(id), -1) + 1 FROM {table}")
        return int(rows[0][0])

    def told(self, name: str) -> int:
        """Give a number that is told of the whole."""
        with self.reading():
            return int(self._told[name])

    def values_of(self, facet: str) -> list[tuple[int, str, int]]:
        """Give the values of a facet: number, value, count; UNKNOWN among them."""
        query = "SELECT id, value, count FROM held_value WHERE facet = ? ORDER BY value"
        return self.select((int, str, int), query, facet)

    def value_number(self, facet: str, value: str) -> int | None:
        """Find a value; None if nothing has it."""
        query = "SELECT id FROM held_value WHERE facet = ? AND value = ?"
        rows = self.select((int,), query, facet, value)
        return rows[0][0] if rows else None

    def value_set(self, facet: str, value: str) -> int:
        """Give the things that have a value."""
        number = self.value_number(facet, value)
        return 0 if number is None else self.members("held_value", number)

    def listed(self, number: int) -> Sequence[int]:
        """Give the things of a value that few have, as they are listed; else none."""
        data = self._blob("SELECT things FROM held_value WHERE id = ?", number)
        with self.reading():
            return listed_in(data)

    def _read_set(self, table: str, number: int) -> int:
        data = self._blob(f"SELECT things FROM {table} WHERE id = ?", number)
        with self.reading():
            return unpacked(data, self.size)

    def _blob(self, query: str, *values: object) -> bytes:
        rows = self.select((bytes,), query, *values)
        with self.reading():
            data: bytes = rows[0][0]
        return data

    def _read_word(self, field: int, word: str) -> tuple[int, int]:
        """Give the things with a word as it is written, and with one like it: as a beginning."""
        exact = self._beginning(field, 0, word)
        like = exact | self._beginning(field, 1, plain_word(word))
        for stem in set(stems_of(word)):
            like |= self._union("= ?2", field, stem)
        return exact, like

    def _beginning(self, field: int, plain: int, start: str) -> int:
        query = "SELECT id FROM beginning WHERE field = ? AND plain = ? AND start = ?"
        if rows := self.select((int,), query, field, plain, start):
            return self.members("beginning", rows[0][0])
        return self._union("BETWEEN ?2 AND ?3", field, start, start + _LAST, forms=bool(plain))

    def _union(self, condition: str, field: int, *texts: str, forms: bool = True) -> int:
        """Give the things of all words, or forms of words too, of which a condition holds."""
        query = f"SELECT id FROM word WHERE field = ?1 AND word {condition}"
        if forms:
            query += f" UNION SELECT word FROM form WHERE field = ?1 AND form {condition}"
        query = f"SELECT things FROM word WHERE id IN ({query})"
        rows = self.select((bytes,), query, field, *texts)
        with self.reading():
            return union_of((data for (data,) in rows), self.size)

    def _read_slices(self, measure: str) -> tuple[int, list[int]]:
        """Give the things that have a measure, and the sets of its binary places."""
        query = "SELECT place, things FROM slice WHERE measure = ? AND place >= -1 ORDER BY place"
        rows = self.select((int, bytes), query, measure)
        with self.reading():
            if [place for place, _ in rows] != [*range(-1, len(rows) - 1)] or not rows:
                raise ValueError(measure)
            known, *places = (unpacked(data, self.size) for _, data in rows)
        return known, places

    def _read_order(self, name: str) -> tuple[Sequence[int], Sequence[int], int]:
        """Give the things in an order, the place of each, and how many have a value."""
        query = "SELECT known, things, places FROM ordering WHERE name = ?"
        rows = self.select((int, bytes, bytes), query, name)
        with self.reading():
            known, *data = rows[0]
            things, places = map(unpacked_numbers, data)
            sizes = {len(things), len(places), max(things, default=-1) + 1}
            if {*sizes, max(places, default=-1) + 1} != {self.size} or not 0 <= known <= self.size:
                raise ValueError(name)
        return things, places, known

    def _read_amounts(self) -> Sequence[int]:
        data = self._blob("SELECT things FROM slice WHERE measure = 'amount' AND place = -2")
        with self.reading():
            found = unpacked_values(data)
            if len(found) != self.size:
                raise ValueError(len(found))
        return found

    def rows_by(self, kinds: Sequence[type], query: str, names: Sequence[object]) -> list[Any]:
        """Select rows by name or number, so many at a time; ``{}`` stands for them."""
        found = []
        for at in range(0, len(names), _AT_ONCE):
            some = names[at : at + _AT_ONCE]
            found += self.select(kinds, query.format(", ".join("?" * len(some))), *some)
        return found

    def number(self, iri: str) -> int | None:
        """Find a thing's number; None if it isn't known."""
        rows = self.select((int,), "SELECT id FROM thing WHERE iri = ?", iri)
        return rows[0][0] if rows and 0 <= rows[0][0] < self.size else None

    def table(self, text: str) -> dict[str, Any]:
        """Read JSON of an object."""
        with self.reading():
            found = json.loads(text)
            if type(found) is not dict:
                raise TypeError(text)
        return found

    def hub(self, iri: str, first: int, end: int) -> tuple[int, list[int]] | None:
        """Tell what many point at: how many, and where pages from ``first`` to ``end`` begin.

        The last page's end counts as the beginning of one more. None if it is no hub.
        """
        rows = self.select((int,), "SELECT count FROM hub_size WHERE iri = ?", iri)
        if not rows:
            return None
        query = "SELECT start FROM hub WHERE iri = ? AND page BETWEEN ? AND ? ORDER BY page"
        starts = self.select((int,), query, iri, first, end)
        found = [start for (start,) in starts]
        with self.reading():
            if found != sorted(found) or min(found, default=0) < 0 or rows[0][0] < 1:
                raise ValueError(iri)
        return rows[0][0], found


def _taken(value: object) -> object:
    """Give a value that SQLite takes: it refuses halves of surrogate pairs, which no text has."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
