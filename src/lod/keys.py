"""The keys of things, minted once into data/keys.csv and kept. A build never derives one."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lod.edited import Row as Cells
from lod.edited import read_rows
from lod.errors import ConfigError, MappingError
from lod.iris import KEY_LENGTH, KINDS, slug
from lod.linking import Reference
from lod.messages import msg
from lod.records import Page, Text, clean
from lod.whole import put

_COLUMNS = ("kind", "key", "source", "as_written", "now")
RETIRED = "retired"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of keys.csv.

    :param as_written: the name in the source, cleaned.
    :param now: empty; ``retired`` (the thing answers 410); or the key that replaced it (308).
    :param line: of a row that was read, the line on which it starts; of a new one, the page's.
    """

    kind: str
    key: str
    source: str
    as_written: str
    now: str = ""
    line: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return ",".join((self.kind, self.key, self.source, self.as_written, self.now))


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
                msg(
                    "the key of {name} is retired, but the source {source} needs it",
                    name=as_written,
                    source=source,
                ),
                self.file,
                row.line,
                todo=msg("empty its column now, or name the key that replaces it"),
            )
        if row:
            return row.now or row.key
        raise _without_key(kind, as_written, self.file)

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
    rows = read_rows(file, _COLUMNS)
    if rows and tuple(rows[0].cells) != _COLUMNS:
        message = msg("the first line isn't the columns")
        raise ConfigError(message, file, 1, expected=",".join(_COLUMNS))
    keys = Keys(file, tuple(map(_read, rows)))
    _check_replacements(keys)
    _check_unique(keys)
    return keys


def _read(row: Cells) -> Row:
    kind, key, source, as_written, now = (row[column] for column in _COLUMNS)
    found = Row(kind, key, source, as_written, now, row.line)
    if found.kind not in KINDS:
        message = msg("no such kind: {kind}", kind=found.kind)
        raise row.wrong("kind", message, ", ".join(KINDS))
    for column in ("key", *(["now"] if found.now else [])):
        value = row[column]
        if slug(value) != value or not value:
            message = msg("no good key: {key}", key=value or "“”")
            expected = msg("letters a to z, digits and hyphens, 60 at most")
            raise row.wrong(column, message, expected)
    return found


def _check_unique(keys: Keys) -> None:
    """A thing has one key; a key names one thing (an organisation may be spelt in many ways)."""
    things: dict[tuple[str, str, str], int] = {}
    names: dict[tuple[str, str, str], int] = {}
    for row in keys.rows:
        thing = (row.kind, row.source, _fold(row.as_written))
        if thing in things:
            message = msg(
                "{name} has a key already, on line {line}", name=row.as_written, line=things[thing]
            )
            todo = msg("take one of the two rows out")
            raise ConfigError(message, keys.file, row.line, todo=todo)
        things[thing] = row.line
        if row.kind == "organization":
            continue
        for key in {row.key, row.now} - {"", RETIRED}:
            name = (row.kind, row.source, key)
            if name in names:
                message = msg(
                    "the key {key} stands for another thing on line {line}",
                    key=key,
                    line=names[name],
                )
                todo = msg("give it a key of its own")
                raise ConfigError(message, keys.file, row.line, todo=todo)
            names[name] = row.line


def _check_replacements(keys: Keys) -> None:
    """A key that replaces another stands by itself: no loops, no chains."""
    live = {(row.kind, row.key) for row in keys.rows if not row.now}
    for row in keys.rows:
        if row.now not in ("", RETIRED) and (row.kind, row.now) not in live:
            message = msg(
                "{key} is replaced by {now}, which is no key in use", key=row.key, now=row.now
            )
            expected = msg("a key whose column now is empty")
            raise ConfigError(message, keys.file, row.line, expected=expected)


def _without_key(kind: str, name: str, file: Path, line: int | None = None) -> MappingError:
    return MappingError(
        msg("no key for {name} ({kind})", name=name, kind=kind),
        file,
        line,
        todo=msg("run lod keys, and look at the rows it adds to data/keys.csv"),
    )


def names_of(page: Page) -> Iterator[tuple[str, Text]]:
    """List (kind, name) of all things on a page that need a key, in reading order."""
    yield "programme", page.programme.name
    for project in page.projects:
        yield "project", project.title
        for text in (project.owner, *project.partners):
            if text is not None:
                yield "organization", text
    if page.report:
        yield "report", page.report.name


def missing(page: Page, keys: Keys, reference: Reference) -> list[Row]:
    """Propose rows for the things of a page that have no key yet."""
    rows = list(keys.rows)
    have = {(r.kind, r.source, _fold(r.as_written)) for r in rows}
    found = []
    for kind, name in names_of(page):
        if (kind, page.source.name, _fold(name.value)) not in have:
            key = _propose(kind, name.value, rows, reference)
            row = Row(kind, key, page.source.name, name.value, line=name.span.first)
            have.add((kind, page.source.name, _fold(name.value)))
            rows.append(row)
            found.append(row)
    return found


def check_keys(page: Page, file: Path, keys: Keys, reference: Reference) -> list[MappingError]:
    """List the things of a page that have no key, each with its line in the page ``file``."""
    return [
        _without_key(row.kind, row.as_written, file, row.line)
        for row in missing(page, keys, reference)
    ]


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
    """Append rows to the file, in one atomic step.

    :raises UsageError: it can't be written.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in (*keys.rows, *new):
        writer.writerow((row.kind, row.key, row.source, row.as_written, row.now))
    put(keys.file, buffer.getvalue().encode())
