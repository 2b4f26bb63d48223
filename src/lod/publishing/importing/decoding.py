"""The characters of a saved page, by its byte order mark, its declaration, or else UTF-8."""

import re
from pathlib import Path

from lod.errors import SourceError
from lod.words import msg

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"))
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,1000}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
_SNIFFED = 4096
# WHATWG Encoding, 4.2: pages that say Latin-1 or ASCII are read as Windows-1252.
_CHARSETS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "ascii", "us-ascii"),
        "windows-1252",
    ),
    **dict.fromkeys(("windows-1252", "cp1252", "x-cp1252"), "windows-1252"),
    **dict.fromkeys(("iso-8859-15", "iso8859-15", "latin-9", "latin9"), "iso-8859-15"),
    # WHATWG HTML, 13.2.3.2: a declaration that can be read as ASCII isn't in UTF-16.
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-8"),
}


def mark_of(data: bytes) -> str | None:
    """Give the encoding that a byte order mark names."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def decode(data: bytes, file: Path | str | None, said: str | None = None) -> str:
    """Give the characters of a page, without a byte order mark.

    :param file: its name, for messages.
    :param said: the character set that stands outside of it, as in a message's head.
    :raises SourceError: the character set is unknown, or isn't what it says.
    """
    charset = mark_of(data) or _declared(data, file, said)
    try:
        return data.decode(charset).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        todo = msg("fetch the page again as bytes, or save it as UTF-8")
        message = msg("is not {charset}, as it says", charset=charset)
        raise SourceError(message, file, todo=todo) from error


def _declared(data: bytes, file: Path | str | None, said: str | None) -> str:
    declared = _DECLARED.search(data[:_SNIFFED])
    label = said or (declared[1].decode("ascii", "replace") if declared else "utf-8")
    charset = _CHARSETS.get(label.lower())
    if charset is None:
        todo = msg("save the page as UTF-8, and say so in its meta element")
        message = msg("has the character set {name}, which isn't read here", name=label.lower())
        raise SourceError(message, file, todo=todo)
    return charset
