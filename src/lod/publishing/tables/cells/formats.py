"""What a table's file is, by its bytes, held against its name and the sidecar."""

import io
import re
import zipfile
from contextlib import suppress
from pathlib import Path

from lod.errors import SourceError
from lod.publishing.tables.cells.characters import declared_in, read_characters
from lod.publishing.tables.cells.parquet import PARQUET
from lod.publishing.tables.grid import Layout
from lod.words import Message, msg

FORMATS = ("csv", "xlsx", "ods", "json", "jsonl", "html", "parquet")
"""The formats that are read. One with tabs is ``csv`` too."""

POINTED = ("json", "jsonl")
"""Those whose columns are JSON pointers."""

_BY_NAME = {
    **{".csv": ("csv",), ".tsv": ("csv",), ".tab": ("csv",), ".txt": ("csv",)},
    **{".xlsx": ("xlsx",), ".xlsm": ("xlsx",), ".ods": ("ods",)},
    **{".json": ("json", "jsonl"), ".jsonl": ("jsonl",), ".ndjson": ("jsonl",)},
    **{".html": ("html",), ".htm": ("html",), ".parquet": ("parquet",)},
    ".xls": ("html",),  # many systems write a page, and call it so
}
_ZIP = b"PK\x03\x04"
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", msg("a workbook of an older Office")),
    (b"PARE", msg("encrypted Parquet")),
    (b"%PDF-", msg("a PDF")),
    (b"\x1f\x8b", msg("a compressed file")),
)
_TAG = re.compile(r"\s*<(?:!doctype html|!--|\?xml|[a-z]+[\s>/])", re.I)
_TABLE = re.compile(r"<table[\s>]", re.I)
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*(?:[\[{"\]\d-]|true|false|null))')
_LINES = re.compile(r"\s*\{[^\n]*\}[ \t\r]*\n\s*\{")


def format_of(data: bytes, file: Path, layout: Layout) -> tuple[str, str | None, Message | None]:
    """Tell what a file is; gives its characters too, if it is text, and what there is to tell.

    :raises SourceError: it is empty, none that is read here, or what neither its name nor the
        sidecar says.
    """
    found, text = format_by_bytes(data, file, layout)
    named = _BY_NAME.get(file.suffix.lower(), FORMATS)
    if layout.format is not None and layout.format != found:
        raise _another(file, layout.format, found, text)
    if layout.columns and found not in POINTED:
        raise _another(file, POINTED[0], found, text)
    if layout.format is None and found not in named:
        raise _another(file, named[0], found, text)
    if found == "html" and not _TABLE.search(text or ""):
        raise SourceError(msg("is a page without a table"), file, todo=_AGAIN)
    told = None
    if found not in named:
        told = msg("its name says {name}, its bytes are {format}", name=named[0], format=found)
    return found, text, told


_AGAIN = msg("fetch the table again, and look at what came")


def is_binary(data: bytes) -> bool:
    """Whether a file is a workbook or another file that is no text, by its first bytes."""
    return data.startswith((_ZIP, PARQUET, *(start for start, _ in _OTHERS)))


def format_by_bytes(data: bytes, file: Path, layout: Layout) -> tuple[str, str | None]:
    """Tell what a file is by its bytes alone; gives its characters too, if it is text.

    :raises SourceError: it is empty, or none that is read here.
    """
    if not data:
        raise SourceError(msg("is empty: it has 0 bytes"), file, todo=_AGAIN)
    if data.startswith(_ZIP):
        return _zipped(data, file), None
    if data.startswith(PARQUET):
        return "parquet", None
    for start, what in _OTHERS:
        if data.startswith(start):
            todo = msg("save it as {formats}", formats=", ".join(FORMATS))
            raise SourceError(msg("is {what}, which isn't read here", what=what), file, todo=todo)
    text = read_characters(data, file, layout.encoding or declared_in(data))
    if _TAG.match(text):
        return "html", text
    if not _JSON.match(text):
        return "csv", text
    lines = _LINES.match(text) is not None or file.suffix.lower() in (".jsonl", ".ndjson")
    return ("jsonl" if lines or layout.format == "jsonl" else "json"), text


def _zipped(data: bytes, file: Path) -> str:
    names: list[str] = []
    with suppress(zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    if any(name.lower().startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    message = msg("is a compressed file, and no workbook")
    raise SourceError(message, file, todo=msg("unpack it, or save it as xlsx or ods"))


def _another(file: Path, expected: str, found: str, text: str | None) -> SourceError:
    what = msg("is not {format}, but {found}", format=expected, found=found)
    if found == "html" and not _TABLE.search(text or ""):
        what = msg("is not {format}, but a page without a table", format=expected)
        return SourceError(what, file, 1, todo=_AGAIN)
    todo = msg(
        "if that is the table, say so in the sidecar, in [table]: {line}",
        line=f'format = "{found}"',
    )
    return SourceError(what, file, 1, todo=todo)
