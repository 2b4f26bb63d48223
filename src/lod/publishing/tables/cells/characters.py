"""The characters of a table: by its byte order mark, by what the sidecar says, or else UTF-8."""

import codecs
import re
from pathlib import Path

from lod.errors import SourceError
from lod.words import msg

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LATIN = {  # WHATWG Encoding, 4.2: what says Latin-1 or ASCII is Windows-1252
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "latin-5", "latin5"), "cp1254"),
}
_KNOWN = (
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "koi8-r", "koi8-u", "mac-roman"),
    *(f"cp{number}" for number in (437, 737, 775, 850, 852, 855, 857, 862, 866)),
    *(f"cp{number}" for number in range(1250, 1259)),
    *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
)
KNOWN_ENCODINGS = tuple(dict.fromkeys(codecs.lookup(name).name for name in _KNOWN))
"""All that are read, by Python's names."""
ENCODINGS = ("windows-1252", "iso-8859-1", *_KNOWN, *(f"windows-{n}" for n in range(1250, 1259)))
"""Names of those that are read here; there are others for the same."""

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,1000}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
_SNIFFED = 4096


def encoding_of(name: str) -> str | None:
    """Give Python's name of an encoding; None for one that isn't read here.

    >>> encoding_of("Windows-1253"), encoding_of("latin1"), encoding_of("rot13")
    ('cp1253', 'cp1252', None)
    """
    label = name.strip().lower().replace("_", "-")
    try:
        found = codecs.lookup(_LATIN.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return found if found in KNOWN_ENCODINGS else None


def marked_encoding(data: bytes) -> str | None:
    """Give the encoding that a byte order mark says."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def declared_in(data: bytes) -> str | None:
    """Give the encoding that a page of HTML says of itself.

    WHATWG HTML, 13.2.3.2: what can be read as ASCII isn't in UTF-16.
    """
    declared = _DECLARED.search(data[:_SNIFFED])
    found = encoding_of(declared[1].decode("ascii", "replace")) if declared else None
    return "utf-8" if found and found.startswith("utf-16") else found


def read_characters(data: bytes, file: Path, said: str | None = None) -> str:
    """Decode the bytes of a table; a byte order mark is no part of them.

    :param said: the encoding by Python's name, as the sidecar or the file itself says.
    :raises SourceError: they aren't in that encoding, or their mark is another's.
    """
    marked = next(((m, name) for m, name in _MARKS if data.startswith(m)), None)
    if marked and said and not marked[1].startswith(said):
        message = msg("begins with the byte order mark of {found}", found=marked[1])
        expected = msg("{encoding}, as the sidecar says", encoding=said)
        raise SourceError(message, file, 1, expected, msg("correct encoding in the sidecar"))
    encoding, start = (marked[1], len(marked[0])) if marked else (said or "utf-8", 0)
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(error, encoding, file) from error
    if "\0" in text[:_SNIFFED]:
        message = msg("has characters that no text has")
        todo = msg("say its encoding in the sidecar, as in {line}", line='encoding = "utf-16-le"')
        raise SourceError(message, file, 1, todo=todo)
    return text


def _undecodable(error: UnicodeDecodeError, encoding: str, file: Path) -> SourceError:
    before = error.object[: error.start].decode(encoding, "replace")
    line = len(re.findall(r"\r\n|\n|\r", before)) + 1
    message = msg("is not {charset}", charset=encoding)
    todo = msg(
        "say its encoding in the sidecar, as in {line}, and look at letters as å and é afterwards",
        line='encoding = "windows-1252"',
    )
    return SourceError(message, file, line, todo=todo)
