"""A table as a source of a publication: ``data/sources/NAME.csv`` and its sidecar ``NAME.toml``."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePath

from lod.errors import SourceError, raise_all
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
from lod.publishing.tables.cells import open_table
from lod.publishing.tables.columns import withheld_here
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.listing import page_of_table
from lod.publishing.tables.sidecar import TABLE_SETTINGS, read_description
from lod.publishing.tables.tabling import read_opened
from lod.words import msg

_MEDIA_TYPES = {
    **{".csv": "text/csv", ".tsv": "text/tab-separated-values"},
    **{".json": "application/json", ".jsonl": "application/jsonl"},
}
_OTHERS = (".xlsx", ".xlsm", ".xls", ".ods", ".html", ".htm", ".parquet")
OF_SOURCE = ("title", "publisher", "language", "sha256", "address", "fetched", "stated", "licence")
MOST_OF_TABLE = 256 << 20
"""Bytes."""


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
    directory: Path, entry: str, config: Path, line: int | None, root: Path
) -> Page:
    """Read ``directory/ENTRY`` by its sidecar.

    :param config: the file that lists the entry, and the line in it.
    :param root: the folder that all must lie in.
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
    source, described = _read_sidecar(settings, name, _MEDIA_TYPES[suffix])
    data = _read_bytes(file, source, root)
    opened = open_table(data, file, described.layout)
    _refuse_withheld(withheld_here(opened.grid, described, file), settings)
    read = read_opened(opened, file, replace(described, withheld=()))
    if refused := read.reading.refused:
        raise SourceError(refused.reason, file, todo=msg("look at the table and its sidecar"))
    return page_of_table(source, file, described, read)


def _read_sidecar(
    settings: Settings, name: str, media_type: str
) -> tuple[Source, TableDescription]:
    """Read what a sidecar says of the source and of its table; all its faults at once."""
    asked = Inquiry()
    asked.known(settings, (*OF_SOURCE, *TABLE_SETTINGS))
    language = asked.text(settings, "language")
    if language and not is_language(language):
        asked.refuse(settings, "language", LANGUAGE_ALONE, f'"{language_of(language, "en")}"')
    source = Source(
        name=name,
        title=clean(asked.text(settings, "title")),
        publisher=asked.get(lambda: settings.key("publisher"), ""),
        language=language,
        media_type=media_type,
        sha256=asked.text(settings, "sha256") if "sha256" in settings else "",
        sidecar=settings.file,
        address=asked.get(lambda: settings.iri("address"), "") if "address" in settings else None,
        fetched=asked.get(lambda: settings.day("fetched"), None),
        stated=asked.get(lambda: settings.day("stated"), None),
        licence=asked.get(lambda: settings.iri("licence"), "") if "licence" in settings else None,
        lines=settings.lines,
    )
    return source, read_description(settings, language, asked)


def _refuse_withheld(names: Iterable[str], settings: Settings) -> None:
    """Refuse columns that nobody may see: they have no place in what is published."""
    table = settings.table("table", optional=True)
    todo = msg("take the column out of the table, as lod import does: docs/tables.md")
    raise_all(
        [
            table.refused(
                "withhold",
                msg("a withheld column is in data/sources: {name}", name=name),
                None,
                todo,
            )
            for name in names
        ]
    )


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
