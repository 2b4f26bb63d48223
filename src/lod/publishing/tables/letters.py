"""Letters that are likely not those that were meant: told, and kept as written."""

import re
import unicodedata
from collections.abc import Iterator

from lod.publishing.unicode14 import is_assigned
from lod.words import Message, msg

_CHARSETS = {"cp1252": "Windows-1252", "iso8859-1": "Latin-1", "cp1250": "Windows-1250"}
_RUN = re.compile("[^\x00-\x7f]{2,}")
_LATIN = re.compile("[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff]*")
_WORD = re.compile(r"[^\W\d_]+")
_LIKE_LATIN = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕЅІЈКМНОРСТУХаеорсухіјѕ")
"""Greek and Cyrillic letters that look like Latin ones."""
_MICRO = "\u00b5"
_REPLACED = "\ufffd"


def odd_letters(text: str) -> Iterator[Message]:
    """Give what is odd about a text's letters.

    >>> [*map(str, odd_letters("CafÃ©"))]
    ['looks like UTF-8 read as Windows-1252 (Ã©); kept as written']
    """
    if text.isascii():
        return
    for run in dict.fromkeys(_RUN.findall(text)):
        charset = next((c for c in _CHARSETS if _is_misread(run, c)), None)
        if charset:
            yield msg(
                "looks like UTF-8 read as {charset} ({letters}); kept as written",
                charset=_CHARSETS[charset],
                letters=run[:10],
            )
    if _REPLACED in text:
        yield msg("has a sign that stands for a lost letter (U+FFFD); kept as written")
    for word in _WORD.findall(text):
        if letter := _alike(word):
            what = f"{letter} (U+{ord(letter):04X})"
            yield msg("a letter of another alphabet that looks alike, {letter}; kept", letter=what)
            return


def _is_misread(run: str, charset: str) -> bool:
    """Whether letters are the bytes of others, read in a charset of one byte a letter."""
    try:
        meant = run.encode(charset).decode("utf-8")
    except UnicodeError:
        return False
    return all(c < "\u0530" or "\u2000" <= c <= "\u22ff" for c in meant)


def _alike(word: str) -> str | None:
    """Find a letter of a word that looks like one of the word's own alphabet, and isn't one."""
    if _LATIN.fullmatch(word):
        return None
    scripts = {_script(letter) for letter in word}
    if _MICRO in word and "GREEK" in scripts:
        return _MICRO
    if "LATIN" in scripts and scripts & {"GREEK", "CYRILLIC"}:
        return next((letter for letter in word if letter in _LIKE_LATIN), None)
    return None


def _script(letter: str) -> str:
    if letter == _MICRO or not is_assigned(letter):
        return ""
    return unicodedata.name(letter, "").partition(" ")[0]
