"""What a file is, by its bytes: a page of HTML, one in a browser's single file, text, or no page.

A file's name says nothing: pages are saved under any.
"""

import csv
import email
import io
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from lod.errors import SourceError
from lod.publishing.importing.decoding import decode, mark_of
from lod.words import Message, msg

_TAG = re.compile(r"<(?:!doctype|html|head|meta|body|div|p|ul|ol|dl|table|br)\b|</[a-z]", re.I)
_SNIFFED = 1 << 16
_MHTML = re.compile(rb"\A(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_SIGNATURES = (
    (b"%PDF-", msg("a PDF")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", msg("a document or spreadsheet of an older Office")),
    (b"{\\rtf", msg("a document of a word processor")),
    (b"bplist00", msg("a web archive of Safari")),
    (b"\x1f\x8b", msg("a compressed file")),
    (b"\x89PNG", msg("a picture")),
    (b"\xff\xd8\xff", msg("a picture")),
    (b"GIF8", msg("a picture")),
)
_SHEET = msg("a spreadsheet")
_DOCUMENT = msg("a document of a word processor")
_IN_ZIP = (
    *(("xl/", _SHEET), ("word/", _DOCUMENT), ("ppt/", msg("a presentation"))),
    *(("content.xml", msg("a document or spreadsheet of LibreOffice")),),
)
_ROWS = 20


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page, apart from the bytes that it was saved in.

    :param text: its characters: HTML if ``html``, else lines.
    :param extension: what its original is called by.
    :param address: where it was saved from, if that stands in it; ``day`` when, as ISO 8601.
    """

    text: str
    html: bool
    extension: str
    address: str | None = None
    day: str | None = None


def read_saved(data: bytes, file: Path | str | None = None) -> Saved:
    """Tell what a file is, and give its text.

    :param file: its name, for messages.
    :raises SourceError: it is no page, or its characters can't be read.
    """
    _refuse_other(data, file)
    if message := _message(data):
        return _from_message(message, file)
    text = decode(data, file)
    if _TAG.search(text[:_SNIFFED]):
        return Saved(text, html=True, extension=".html", address=_saved_from(text))
    if "\0" in text:
        raise _no_page(msg("a file of another kind"), file)
    if is_table_text(text):
        raise _no_page(msg("a table (CSV)"), file)
    return Saved(text, html=False, extension=".original")


def _refuse_other(data: bytes, file: Path | str | None) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise _no_page(what, file)
    if data.startswith(b"PK\x03\x04"):
        raise _no_page(_zipped(data), file)
    if mark_of(data) is None and b"\0" in data[:_SNIFFED]:
        raise _no_page(msg("a file of another kind"), file)


def _zipped(data: bytes) -> Message:
    names: list[str] = []
    with suppress(zipfile.BadZipFile, ValueError, OSError):
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    found = (what for start, what in _IN_ZIP if any(name.startswith(start) for name in names))
    return next(found, msg("a compressed file"))


def _no_page(what: Message, file: Path | str | None) -> SourceError:
    return SourceError(
        msg("is {what}, no page", what=what),
        file,
        expected=msg("a web page, saved from a browser, or its text"),
        todo=msg("save the page that lists the projects as HTML, or its words in a text file"),
    )


def _message(data: bytes) -> EmailMessage | None:
    """Read MHTML (RFC 2557), which is a message in parts."""
    head = _MHTML.match(data[:_SNIFFED])
    if not head or b"multipart/" not in head[0].lower():
        return None
    return email.message_from_bytes(data, policy=default)


def _from_message(message: EmailMessage, file: Path | str | None) -> Saved:
    pages = (part for part in message.walk() if part.get_content_type() == "text/html")
    page = next(pages, None)
    if page is None:
        raise _no_page(msg("a message without a page"), file)
    body = page.get_payload(decode=True)
    text = decode(body if isinstance(body, bytes) else b"", file, page.get_content_charset())
    address = message.get("Snapshot-Content-Location") or page.get("Content-Location")
    return Saved(text, html=True, extension=".mhtml", address=address, day=_day(message))


def _day(message: EmailMessage) -> str | None:
    with suppress(AttributeError, TypeError, ValueError):
        return cast(str, message["Date"].datetime.date().isoformat())
    return None


def _saved_from(text: str) -> str | None:
    found = re.search(r"<!-- saved from url=\(\d+\)(\S+) -->", text[:_SNIFFED])
    return found[1] if found else None


def is_table_text(text: str) -> bool:
    """Whether the first rows have as many cells, three or more."""
    for delimiter in (";", "\t", ","):
        lines = [line for line in text.splitlines()[:_ROWS] if line.strip()]
        with suppress(csv.Error):
            widths = {len(row) for row in csv.reader(lines, delimiter=delimiter)}
            if len(lines) > 1 and len(widths) == 1 and max(widths) > 2:
                return True
    return False
