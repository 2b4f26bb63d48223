"""The encoding of a table that says none: a guess over the whole file, shown to be confirmed."""

import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from lod.errors import SourceError
from lod.publishing.importing.tabular.shown import example_words
from lod.publishing.tables.cells import KNOWN_ENCODINGS, declared_in, encoding_of, marked_encoding
from lod.words import msg

_SAMPLE = 1 << 18
"""Bytes of lines with letters beyond ASCII that the guess goes by: the others say nothing."""

_LANGUAGES = dict.fromkeys(
    ("sv", "fi", "de", "da", "nb", "nn", "no", "nl", "fr", "es", "it", "pt", "is"), "cp1252"
)
_USUAL = ("cp1252", "iso8859-15", "cp1250")
_CELLS = re.compile(r"[^\n\r\t;,|\"]*[^\x00-\x7f][^\n\r\t;,|\"]*")
_ODD = re.compile(
    r"[^\W\d_][^\w\s\x00-\x7f’–—“”«»]|[¡-¿][^\W\d_]|[^\W\d_][²³¹]|[\x80-\x9f]|[a-zß-ÿ][A-ZÀ-Þ]|[ĺĹŕŔ]"
)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """A guess: the encoding by Python's name, and cells with letters by which to judge it."""

    encoding: str
    cells: tuple[str, ...]


def find_encoding(data: bytes, file: Path, language: str) -> tuple[str | None, Hint | None]:
    """Give a text's encoding: by its mark, its declaration, as UTF-8, or else as a guess.

    :param language: the publication's first: of encodings that fit alike, its own is likelier.
    :raises SourceError: no encoding that is read here fits.
    """
    if marked_encoding(data) is not None:
        return None, None
    if (declared := declared_in(data)) is not None:
        return declared, None
    if b"\0" in data[:_SAMPLE]:
        return _of_two_bytes(data), None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        guessed = _guess(data, file, language)
        return guessed, Hint(guessed, _cells(data.decode(guessed)))
    return "utf-8", None


def _of_two_bytes(data: bytes) -> str | None:
    """Tell UTF-16 without a mark by where its zeros are, of letters as in English."""
    sample = data[: _SAMPLE & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 3 < len(sample) // 2:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _guess(data: bytes, file: Path, language: str) -> str:
    """Guess by all lines with other letters, the whole file through."""
    told = b"\n".join(line for line in data.splitlines() if not line.isascii())
    step = len(told) // _SAMPLE + 1
    sample = b"\n".join(told.splitlines()[::step])[:_SAMPLE]
    found = from_bytes(sample, cp_isolation=[*KNOWN_ENCODINGS], enable_fallback=False)
    named = (n for each in found for n in (each.encoding, *each.could_be_from_charset))
    fitting = [n for n in dict.fromkeys(filter(None, map(encoding_of, named))) if _decodes(data, n)]
    if fitting:
        likely = _LANGUAGES.get(language)
        order = {n: (_oddities(sample.decode(n, "ignore")), n != likely) for n in fitting}
        return _usual(told, min(fitting, key=order.__getitem__))
    for name in _USUAL:
        if _decodes(data, name):
            return name
    todo = msg("save it as UTF-8, or say what it is: {line}", line="--encoding windows-1252")
    raise SourceError(msg("is in no encoding that is read here"), file, todo=todo)


def _oddities(text: str) -> int:
    """Count the words with a sign in them that is no letter, as ``Tytu³``: some letter is meant."""
    return len(_ODD.findall(text))


def _usual(told: bytes, name: str) -> str:
    """Give the more usual encoding of those that give the same letters."""
    letters = told.decode(name)
    same = (other for other in _USUAL if _decodes(told, other) and told.decode(other) == letters)
    return next(same, name)


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _cells(text: str) -> tuple[str, ...]:
    found = dict.fromkeys(match[0].strip() for match in _CELLS.finditer(text[: _SAMPLE * 4]))
    return tuple(example_words(each) for each in [*found][:_SHOWN])
