"""The keys of things, kept in data/keys.csv once they are minted. A build never derives one."""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from lod.errors import ConfigError, InputError, MappingError
from lod.files import put, refuse_outside
from lod.publishing.handwritten import Cell, TableRow, edited_table, new_table, read_rows
from lod.publishing.iris import KEY_KINDS, slug
from lod.publishing.linking import AreaScheme
from lod.publishing.records import clean
from lod.words import Message, msg

_COLUMNS = ("kind", "key", "source", "as_written", "now")
RETIRED = "retired"
KIND_NAMES = {
    "project": msg("project"),
    "organization": msg("organization"),
    "programme": msg("programme"),
    "area": msg("area"),
    "report": msg("report"),
}
"""What the kinds of things are called."""
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")

KeyedThing: TypeAlias = tuple[str, str, str]
"""What has a key: kind, source, and the name as :func:`fold` gives it."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A row of keys.csv.

    :param as_written: the name in the source, cleaned.
    :param now: empty; ``retired`` (the thing answers 410), with the day after it if that is known;
        or the key that replaced it (308).
    :param line: of a row that was read, the line on which it starts; of a new one, the page's.
    :param cells: where its values stand; a new row has none.
    """

    kind: str
    key: str
    source: str
    as_written: str
    now: str = ""
    line: int = field(default=0, compare=False)
    cells: TableRow | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return new_table([_values(self)]).decode().removesuffix("\n")

    @property
    def is_retired(self) -> bool:
        """Whether the key was withdrawn."""
        return self.now.partition(" ")[0] == RETIRED

    @property
    def since(self) -> date | None:
        """The day on which it was withdrawn, if the row says it."""
        day = self.now.partition(" ")[2] if self.is_retired else ""
        return date.fromisoformat(day) if day else None

    @property
    def thing(self) -> KeyedThing:
        """What it is the key of."""
        return self.kind, self.source, fold(self.as_written)


@dataclass(frozen=True)
class Keys:
    """All rows of ``file``."""

    file: Path
    rows: tuple[KeyRow, ...]

    def find(self, kind: str, source: str, as_written: str) -> str:
        """Give the key of a thing as a source writes it.

        :raises MappingError: none was minted, or it is retired.
        """
        row = self._row(kind, source, as_written)
        if row is None:
            raise without_key(kind, as_written, self.file)
        gone = self.gone.get((row.kind, row.key))
        if gone is not None and gone.is_retired:
            raise _retired(row, gone, self.file)
        return gone.now if gone else row.key

    def has(self, kind: str, source: str, as_written: str) -> bool:
        """Whether a thing has a row, retired or not."""
        return self._row(kind, source, as_written) is not None

    def is_retired(self, kind: str, source: str, as_written: str) -> bool:
        """Whether a thing was withdrawn: it isn't published any more."""
        row = self._row(kind, source, as_written)
        return row is not None and self.settled(row).is_retired

    def withdrawal(self, kind: str, source: str, as_written: str) -> KeyRow | None:
        """Give the row that says that a thing was withdrawn, if it was."""
        row = self._row(kind, source, as_written)
        gone = self.gone.get((row.kind, row.key)) if row else None
        return gone if gone and gone.is_retired else None

    def is_replaced(self, kind: str, source: str, as_written: str) -> bool:
        """Whether a thing goes by the key of another now."""
        row = self._row(kind, source, as_written)
        return row is not None and bool((now := self.settled(row)).now) and not now.is_retired

    def names(self, kind: str, key: str) -> Sequence[str]:
        """Give all names of a key in use, in whatever source; not those of what it replaced."""
        return self._names.get((kind, key), ())

    @cached_property
    def _names(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.rows:
            if (row.kind, row.key) not in self.gone:
                found[row.kind, row.key].append(row.as_written)
        return found

    def of_source(self, source: str) -> Sequence[KeyRow]:
        """Give the rows of a source's things, each with what became of its key."""
        return self._by_source.get(source, ())

    @cached_property
    def _by_source(self) -> dict[str, list[KeyRow]]:
        found: dict[str, list[KeyRow]] = defaultdict(list)
        for row in self.rows:
            found[row.source].append(self.settled(row))
        return found

    def _row(self, kind: str, source: str, as_written: str) -> KeyRow | None:
        return self._by_thing.get((kind, source, fold(as_written)))

    @cached_property
    def _by_thing(self) -> dict[KeyedThing, KeyRow]:
        """The row of each thing; the first, if there are several."""
        return {row.thing: row for row in reversed(self.rows)}

    @cached_property
    def gone(self) -> dict[tuple[str, str], KeyRow]:
        """The keys that are retired or replaced, each with the row that says so.

        One row says it for all: other sources may name the thing too. Of a key whose replacement is
        gone itself it is the row that says what became of that, and so on to the end.
        """
        gone = _gone(self.rows)
        return {name: _last(row, gone) or row for name, row in gone.items()}

    def settled(self, row: KeyRow) -> KeyRow:
        """Give a row with what became of its key, whichever row says it."""
        gone = self.gone.get((row.kind, row.key))
        return replace(row, now=gone.now) if gone else row

    def moved(self) -> dict[str, str | None]:
        """Give the paths of things that are gone: what replaces them, or None."""
        return {
            f"{kind}/{key}": None if row.is_retired else f"{kind}/{row.now}"
            for (kind, key), row in self.gone.items()
        }


def _gone(rows: Iterable[KeyRow]) -> dict[tuple[str, str], KeyRow]:
    found: dict[tuple[str, str], KeyRow] = {}
    for row in rows:
        if row.now:
            found.setdefault((row.kind, row.key), row)
    return found


def _last(row: KeyRow, gone: Mapping[tuple[str, str], KeyRow]) -> KeyRow | None:
    """Follow a key that is gone to the row that says what it is in the end; None in a circle."""
    seen: set[str] = set()
    while not row.is_retired and (row.kind, row.now) in gone:
        if row.now in seen:
            return None
        seen.add(row.now)
        row = gone[row.kind, row.now]
    return row


def fold(name: str) -> str:
    """Give a name as it is compared, whichever dash is used.

    >>> fold("Växtkraft — nu") == fold("Växtkraft –  nu")
    True
    """
    return clean(name).translate(_DASHES)


def read_keys(file: Path, root: Path | None = None) -> Keys:
    """Read keys.csv; a missing file is an empty one.

    :param root: the folder that it must lie in, the publication's.
    :raises ConfigError: a column or a value is missing or wrong; has line and column.
    """
    if not os.path.lexists(file):
        return Keys(file, ())
    rows = read_rows(file, _COLUMNS, root=root)
    if rows and tuple(rows[0].cells) != _COLUMNS:
        message, expected = msg("the first line isn't the columns"), ",".join(_COLUMNS)
        raise ConfigError(message, file, 1, expected, None, 1, ",".join(rows[0].cells))
    found = tuple(map(_read, rows))
    _check_replacements(found)
    _check_unique(found)
    return Keys(file, found)


def _read(row: TableRow) -> KeyRow:
    kind, key, source, as_written, now = (row[column] for column in _COLUMNS)
    found = KeyRow(kind, key, source, as_written, now, row.line, row)
    if found.kind not in KEY_KINDS:
        message = msg("no such kind: {kind}", kind=found.kind)
        raise row.wrong("kind", message, ", ".join(KEY_KINDS))
    if found.is_retired and not _is_retirement(found.now):
        message = msg("can't be read as a day: {value}", value=now)
        raise row.wrong("now", message, msg("retired, or retired 2026-11-30"))
    for column in ("key", *(["now"] if found.now and not found.is_retired else [])):
        value = row[column]
        if not _is_key(kind, value):
            message = msg("no good key: {key}", key=value or "“”")
            expected = msg("letters a to z, digits and hyphens, 60 at most")
            raise row.wrong(column, message, expected)
    return found


def _is_key(kind: str, value: str) -> bool:
    """Whether a text can be a key; an area's is its code."""
    code = kind == "area" and any(scheme.has(value) for scheme in AreaScheme)
    return code or (slug(value) == value and value != "")


def _is_retirement(now: str) -> bool:
    """Whether it is ``retired``, with nothing or a day after it."""
    _, space, day = now.partition(" ")
    try:
        return not space or date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


def _check_unique(rows: Iterable[KeyRow]) -> None:
    """A thing has one key; a key names one thing (an organisation may be spelt in many ways)."""
    things: dict[KeyedThing, int] = {}
    names: dict[tuple[str, str, str], int] = {}
    gone = Keys(Path(), rows := tuple(rows)).gone
    for row in rows:
        line = things.setdefault(row.thing, row.line)
        if line != row.line:
            name = row.as_written
            message = msg("{name} has a key already, on line {line}", name=name, line=line)
            raise _wrong(row, "as_written", message, todo=msg("take one of the two rows out"))
        for column, key in _names(row, gone):
            line = names.setdefault((row.kind, row.source, key), row.line)
            if line != row.line:
                message = msg(
                    "the key {key} stands for another thing on line {line}", key=key, line=line
                )
                raise _wrong(row, column, message, todo=msg("give it a key of its own"))


def _names(row: KeyRow, gone: Mapping[tuple[str, str], KeyRow]) -> Sequence[tuple[str, str]]:
    """Give the keys that name a row's thing alone, each with its column."""
    if row.kind == "organization":
        return ()
    now = gone.get((row.kind, row.key), row)
    named = [("key", row.key)]
    if now.now and not now.is_retired:
        named.append(("now" if row.now else "key", now.now))
    return named


def _check_replacements(rows: Sequence[KeyRow]) -> None:
    """A key is replaced by one that has a row; none leads back to itself; each has one fate."""
    gone = _gone(rows)
    known = {(row.kind, row.key) for row in rows}
    for row in rows:
        if row.now and not row.is_retired and (row.kind, row.now) not in known:
            message = msg("{key} is replaced by {now}, which has no row", key=row.key, now=row.now)
            raise _wrong(row, "now", message, msg("the key of another row"))
        if row.now and _last(row, gone) is None:
            message = msg("{key} is replaced by {now}, which leads round in a circle", key=row.key, now=row.now)  # fmt: skip # noqa: E501
            raise _wrong(row, "now", message, msg("a key whose column now is empty, in the end"))
        first = gone.get((row.kind, row.key), row)
        if row.now and row.now != first.now:
            message = msg(
                "{key} is something else now on line {line}: {now}",
                key=row.key,
                line=first.line,
                now=first.now,
            )
            raise _wrong(row, "now", message, todo=msg("write the same into both rows"))


def _wrong(
    row: KeyRow,
    column: str,
    message: Message,
    expected: Message | None = None,
    todo: Message | None = None,
) -> ConfigError:
    assert row.cells is not None, "only rows that were read are checked"
    return row.cells.wrong(column, message, expected, todo)


def _retired(row: KeyRow, gone: KeyRow, file: Path) -> MappingError:
    message = msg(
        "the key of {name} is retired, but the source {source} needs it",
        name=row.as_written,
        source=row.source,
    )
    todo = msg("empty its column now, or name the key that replaces it")
    if gone.cells is None:
        return MappingError(message, file, gone.line, None, todo)
    now = gone.cells.cells["now"]
    return MappingError(message, file, now.line, None, todo, now.column, now.source)


def without_key(kind: str, name: str, file: Path, line: int | None = None) -> MappingError:
    """Make the error for a thing that has no key; ``file`` and ``line`` are where it is named."""
    return MappingError(
        msg("no key for {name} ({kind})", name=name, kind=KIND_NAMES[kind]),
        file,
        line,
        todo=msg("run lod keys, and look at the rows it adds to data/keys.csv"),
    )


def write_keys(keys: Keys, new: Iterable[KeyRow], root: Path | None = None) -> None:
    """Append rows to the file, in one atomic step.

    :param root: the folder that it must lie in, the publication's.
    :raises InputError: links lead out of there.
    :raises UsageError: it can't be written.
    """
    if root is not None:
        try:
            refuse_outside(keys.file.parent, root)
        except OSError as error:
            message = msg("can't be written: {why}", why=error.strerror)
            raise InputError(message, keys.file) from error
    put(keys.file, with_rows(keys, new, root))


def with_rows(
    keys: Keys,
    new: Iterable[KeyRow],
    root: Path | None = None,
    cells: Iterable[tuple[Cell, str]] = (),
) -> bytes:
    """Give the file's bytes with more rows; what stands in it stays as it is.

    :param cells: values in it that change.
    :raises UsageError: it was changed since it was read.
    """
    added = [_values(row) for row in new]
    if os.path.lexists(keys.file) and all(row.cells for row in keys.rows):
        return edited_table(keys.file, _COLUMNS, cells, added, root)
    return new_table((_COLUMNS, *map(_values, keys.rows), *added))


def _values(row: KeyRow) -> tuple[str, ...]:
    return row.kind, row.key, row.source, row.as_written, row.now
