"""A table as a source of a publication: ``data/sources/NAME.csv`` and its sidecar ``NAME.toml``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import chain
from pathlib import Path, PurePath

from lod.errors import InputError, SourceError, raise_all
from lod.files import read_file
from lod.publishing.handwritten import (
    LANGUAGE_ALONE,
    Settings,
    is_language,
    language_of,
    read_settings,
)
from lod.publishing.records import Page, Source, clean
from lod.publishing.sources.sidecar import check_name
from lod.publishing.tables.asking import Inquiry
from lod.publishing.tables.columns import withheld_here
from lod.publishing.tables.declared import OF_SOURCE
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.grid import Grid
from lod.publishing.tables.listing import page_of_table
from lod.publishing.tables.sidecar import TABLE_SETTINGS, read_description
from lod.publishing.tables.tabling import open_described, read_with_cells
from lod.words import msg

_MEDIA_TYPES = {
    **{".csv": "text/csv", ".tsv": "text/tab-separated-values"},
    **{".json": "application/json", ".jsonl": "application/jsonl"},
}
_OTHERS = (".xlsx", ".xlsm", ".xls", ".ods", ".html", ".htm", ".parquet")
MOST_OF_TABLE = 256 << 20
"""Bytes."""

AlsoWrong = Callable[[Source, TableDescription], Iterable[InputError]]
"""Finds what else is wrong with a sidecar."""


def is_table(entry: str) -> bool:
    """Whether an entry of ``sources`` in lod.toml is a table: it says its file's extension.

    >>> is_table("grants-2021.csv"), is_table("page-2013-11-15")
    (True, False)
    """
    return PurePath(entry).suffix.lower() in (*_MEDIA_TYPES, *_OTHERS)


def table_name(entry: str) -> str:
    """Give a source's name by its entry in lod.toml: of a table, without the extension."""
    return PurePath(entry).stem if is_table(entry) else entry


def read_table_source(
    directory: Path, entry: str, config: Path, line: int | None, root: Path, also: AlsoWrong
) -> Page:
    """Read ``directory/ENTRY`` by its sidecar; what is wrong with both is told at once.

    :param config: the file that lists the entry, and the line in it.
    :param root: the folder that all must lie in.
    :param also: finds what else is wrong with a sidecar, where it stands.
    :raises ConfigError: the name or the sidecar is wrong.
    :raises SourceError: the table can't be read, or nothing of it may be published.
    """
    name, file = table_name(check_name(entry, config, line)), directory / entry
    suffix = file.suffix.lower()
    if suffix in _OTHERS:
        todo = msg(
            "bring it in with lod import, which makes CSV of it without what nobody may see "
            "(docs/tables.md), and write the name of that into lod.toml"
        )
        raise SourceError(
            msg("is no text, and a release holds its sources as text"), file, todo=todo
        )
    todo = msg("write it beside the table: docs/tables.md says what it holds")
    settings = read_settings(directory / f"{name}.toml", todo, root)
    asked = Inquiry()
    source, described = _read_sidecar(settings, name, _MEDIA_TYPES[suffix], asked)
    for error in chain(_without_stages(described, settings), also(source, described)):
        asked.take(error)
    if asked.errors:
        _look_at_table(file, source, described, root, asked)
    asked.close()
    data = _read_bytes(file, source, root)
    read = read_with_cells(data, file, replace(described, withheld=()))
    raise_all([*_withheld(read.opened.grid, described, file)])
    refused = read.reading.refused
    if refused and not read.reading.records and not read.reading.lost:
        raise SourceError(refused.reason, file, todo=msg("look at the table and its sidecar"))
    return page_of_table(source, file, described, read)


def _look_at_table(
    file: Path, source: Source, described: TableDescription, root: Path, asked: Inquiry
) -> None:
    """Note what is wrong with the table of a wrong sidecar, as far as that can be read."""
    try:
        data = _read_bytes(file, source, root)
        if asked.settled:
            opened, _, _ = open_described(data, file, replace(described, withheld=()))
            for error in _withheld(opened.grid, described, file):
                asked.take(error)
    except InputError as error:
        asked.take(error)


def _read_sidecar(
    settings: Settings, name: str, media_type: str, asked: Inquiry
) -> tuple[Source, TableDescription]:
    """Read what a sidecar says of the source and of its table."""
    asked.known(settings, (*OF_SOURCE, *TABLE_SETTINGS))
    language = asked.text(settings, "language")
    if language and not is_language(language):
        asked.refuse(settings, "language", LANGUAGE_ALONE, f'"{language_of(language, "en")}"')
    source = Source(
        name=name,
        title=clean(asked.text(settings, "title")),
        publisher=asked.get(settings, "publisher", Settings.key, ""),
        language=language,
        media_type=media_type,
        sha256=asked.text(settings, "sha256") if "sha256" in settings else "",
        sidecar=settings.file,
        address=_iri(settings, "address", asked),
        fetched=asked.get(settings, "fetched", Settings.day, None),
        stated=asked.get(settings, "stated", Settings.day, None),
        licence=_iri(settings, "licence", asked),
        lines=settings.lines,
    )
    return source, read_description(settings, language, asked)


def _iri(settings: Settings, name: str, asked: Inquiry) -> str | None:
    return asked.get(settings, name, Settings.iri, "") if name in settings else None


def _withheld(grid: Grid, described: TableDescription, file: Path) -> Iterator[InputError]:
    """Refuse columns that nobody may see: they have no place in what is published."""
    table = described.settings.table("table", optional=True)
    todo = msg("take the column out of the table, as lod import does: docs/tables.md")
    for name in withheld_here(grid, described, file):
        message = msg("a withheld column is in data/sources: {name}", name=name)
        yield table.refused("withhold", message, None, todo)


def _without_stages(described: TableDescription, settings: Settings) -> Iterator[InputError]:
    """Ask for stages: the words of statuses alone say nothing to a reader."""
    if described.columns.get("status") and "status" not in described.values:
        message = msg("nothing says what the words of this column mean")
        todo = msg("add the table [values.status], as in {example}", example='"Pågår" = "ongoing"')
        expected = msg("a stage for each word")
        yield settings.table("columns").refused("status", message, expected, todo)


def _read_bytes(file: Path, source: Source, root: Path) -> bytes:
    try:
        data = read_file(file, root, MOST_OF_TABLE)
    except OSError as error:
        message = msg("can't be read: {why}", why=error.strerror)
        if isinstance(error, FileNotFoundError):
            message = msg("is missing")
        todo = msg("put the table there, or take its name out of lod.toml")
        raise SourceError(message, file, todo=todo) from error
    if source.sha256 and source.sha256 != (found := sha256(data).hexdigest()):
        message = msg("is not the table that was fetched: its sha256 is {found}", found=found)
        todo = msg("bring the fetched file back, or take sha256 out of the sidecar")
        raise SourceError(message, file, todo=todo)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        todo = msg("save it as UTF-8, as a release serves it so")
        raise SourceError(msg("is not UTF-8"), file, todo=todo) from error
    return data
