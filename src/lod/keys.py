"""The keys of things, minted once into data/keys.csv and kept. A build never derives one."""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lod.errors import ConfigError, MappingError
from lod.iris import KEY_LENGTH, KINDS, slug
from lod.linking import Reference
from lod.records import Page, clean

_COLUMNS = ("kind", "key", "source", "as_written", "now")
RETIRED = "retired"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of keys.csv.

    :param as_written: the name in the source, cleaned.
    :param now: empty; ``retired`` (the thing answers 410); or the key that replaced it (308).
    """

    kind: str
    key: str
    source: str
    as_written: str
    now: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """All rows of ``file``."""

    file: Path
    rows: tuple[Row, ...]

    def find(self, kind: str, source: str, as_written: str) -> str:
        """Give the key of a thing as a source writes it.

        :raises MappingError: none was minted.
        """
        row = self._row(kind, source, as_written)
        if row and row.now == RETIRED:
            raise MappingError(
                f"the key of the {kind} {as_written!r} is retired, but {source} needs it",
                self.file,
                todo="empty its column now, or name the key that replaces it",
            )
        if row:
            return row.now or row.key
        raise MappingError(
            f"no key for the {kind} {as_written!r} of the source {source}",
            self.file,
            todo="run lod keys, look at the rows it adds, and build again",
        )

    def is_retired(self, kind: str, source: str, as_written: str) -> bool:
        """Whether a thing was withdrawn: it isn't published any more."""
        row = self._row(kind, source, as_written)
        return row is not None and row.now == RETIRED

    def _row(self, kind: str, source: str, as_written: str) -> Row | None:
        wanted = (kind, source, _fold(as_written))
        for row in self.rows:
            if (row.kind, row.source, _fold(row.as_written)) == wanted:
                return row
        return None

    def moved(self) -> dict[str, str | None]:
        """Give the paths of things that are gone: what replaces them, or None."""
        return {
            f"{r.kind}/{r.key}": None if r.now == RETIRED else f"{r.kind}/{r.now}"
            for r in self.rows
            if r.now
        }


def read_keys(file: Path) -> Keys:
    """Read keys.csv; a missing file is an empty one.

    :raises ConfigError: a column or a value is missing or wrong; names the line.
    """
    if not file.exists():
        return Keys(file, ())
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"can't be read: {error}", file) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            expected = ",".join(_COLUMNS)
            raise ConfigError("the first line isn't the columns", file, 1, expected=expected)
        keys = Keys(file, tuple(_read(row, file, reader.line_num) for row in reader))
    except csv.Error as error:
        raise ConfigError(f"can't be read: {error}", file, reader.line_num) from error
    _check_unique(keys)
    _check_replacements(keys)
    return keys


def _read(row: dict[str, str], file: Path, line: int) -> Row:
    if None in row or None in row.values():
        raise ConfigError("wrong number of values", file, line, expected=",".join(_COLUMNS))
    found = Row(**row)
    if found.kind not in KINDS:
        raise ConfigError(f"no such kind: {found.kind}", file, line, expected=", ".join(KINDS))
    for key in (found.key, *([found.now] if found.now else [])):
        if slug(key) != key or not key:
            expected = "letters a to z, digits and hyphens, 60 at most"
            raise ConfigError(f"no good key: {key!r}", file, line, expected=expected)
    return found


def _check_unique(keys: Keys) -> None:
    """A thing has one key; a key names one thing (an organisation may be spelt in many ways)."""
    things: dict[tuple[str, str, str], int] = {}
    names: dict[tuple[str, str, str], int] = {}
    for number, row in enumerate(keys.rows, start=2):
        thing = (row.kind, row.source, _fold(row.as_written))
        if thing in things:
            message = f"{row.as_written!r} has a key already, on line {things[thing]}"
            raise ConfigError(message, keys.file, number, todo="take one of the two rows out")
        things[thing] = number
        name = (row.kind, row.source, row.key)
        if name in names and row.kind != "organization":
            message = f"the key {row.key!r} stands for another {row.kind} on line {names[name]}"
            raise ConfigError(message, keys.file, number, todo="give it a key of its own")
        names[name] = number


def _check_replacements(keys: Keys) -> None:
    """A key that replaces another stands by itself: no loops, no chains."""
    live = {(row.kind, row.key) for row in keys.rows if not row.now}
    for number, row in enumerate(keys.rows, start=2):
        if row.now not in ("", RETIRED) and (row.kind, row.now) not in live:
            message = f"{row.key!r} is replaced by {row.now!r}, which is no key in use"
            raise ConfigError(
                message, keys.file, number, expected="a key whose column now is empty"
            )


def names_of(page: Page) -> Iterator[tuple[str, str]]:
    """List (kind, name) of all things on a page that need a key, in reading order."""
    yield "programme", page.programme.name.value
    for project in page.projects:
        yield "project", project.title.value
        for text in (project.owner, *project.partners):
            if text is not None:
                yield "organization", text.value
    if page.report:
        yield "report", page.report.name.value


def missing(page: Page, keys: Keys, reference: Reference) -> list[Row]:
    """Propose rows for the things of a page that have no key yet."""
    rows = list(keys.rows)
    have = {(r.kind, r.source, _fold(r.as_written)) for r in rows}
    found = []
    for kind, name in names_of(page):
        if (kind, page.source.name, _fold(name)) not in have:
            key = _propose(kind, name, rows, reference)
            row = Row(kind, key, page.source.name, name)
            have.add((kind, page.source.name, _fold(name)))
            rows.append(row)
            found.append(row)
    return found


def _propose(kind: str, name: str, rows: Iterable[Row], reference: Reference) -> str:
    known = reference.link(name) if kind == "organization" else None
    used = {}
    for row in (r for r in rows if r.kind == kind):
        if not row.now and _same(row.as_written, name, kind, reference):
            return row.key
        used[row.key] = row
    key = slug(known.name if known else name) or kind
    if key in used and known:
        key = f"{key}-{known.area}"
    number, base = 2, key
    while key in used:
        key, number = _numbered(base, f"-{number}"), number + 1
    return key


def _numbered(key: str, suffix: str) -> str:
    """Add a suffix, and cut the key at a hyphen where the two would be too long."""
    room = KEY_LENGTH - len(suffix)
    cut = key if len(key) <= room else key[: room + 1].rpartition("-")[0] or key[:room]
    return cut + suffix


def _same(one: str, other: str, kind: str, reference: Reference) -> bool:
    if _fold(one) == _fold(other):
        return True
    known = reference.link(one) if kind == "organization" else None
    return known is not None and known == reference.link(other)


def _fold(name: str) -> str:
    """Compare names whichever dash is used."""
    return clean(name).translate(_DASHES)


def write_keys(keys: Keys, new: Iterable[Row]) -> None:
    """Append rows to the file, in one atomic step."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in (*keys.rows, *new):
        writer.writerow((row.kind, row.key, row.source, row.as_written, row.now))
    fresh = keys.file.with_name(f".{keys.file.name}.{os.getpid()}")
    fresh.write_text(buffer.getvalue(), encoding="utf-8")
    os.replace(fresh, keys.file)
