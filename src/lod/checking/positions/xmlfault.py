"""Finds where pyoxigraph stops in RDF/XML, which it doesn't say, by handing the file out in pieces.

It asks for the next tag only when it has taken the one before, so what it got last is what it
stops at; text it takes when the tag after it has come.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import IO, cast

import pyoxigraph as ox

from lod.checking.positions.xmltext import pieces

_NAMED = re.compile(r"'([^']+)'|^<([^>]+)>|^(\S+) is not")
_VISIBLE = re.compile(rb"\S")
_TEXT = "Unexpected text"


class _Pieces:
    """A stream that gives a piece a time; ``given`` are those given, each after its offset."""

    def __init__(self, text: bytes) -> None:
        self._left: Iterator[tuple[int, bytes]] = (piece for piece in pieces(text) if piece[1])
        self._rest = b""
        self.given: list[tuple[int, bytes]] = []

    def read(self, size: int) -> bytes:
        """Give the next piece, or what is left of it; b"" at the end.

        :param size: bytes at most: pyoxigraph ends the process if it gets more.
        """
        if not self._rest:
            found = [*islice(self._left, 1)]
            self.given += found
            self._rest = b"".join(piece for _, piece in found)
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def find_xml_fault(text: bytes, base: str | None) -> int:
    """Give the offset at which pyoxigraph stops: of a tag, of text, or of a value in a tag."""
    stream = _Pieces(text)
    try:
        for _ in ox.parse(cast(IO[bytes], stream), ox.RdfFormat.RDF_XML, base_iri=base):
            pass
    except SyntaxError as error:
        return _place(stream.given, error.msg, text)
    return 0


def _place(given: list[tuple[int, bytes]], why: str, text: bytes) -> int:
    if why.startswith(_TEXT):
        last = next(at for at, piece in reversed(given) if piece.strip() and piece[:1] != b"<")
        visible = _VISIBLE.search(text, last)
        return visible.start() if visible else last
    at, tag = given[-1] if given else (0, b"")
    named = _NAMED.match(why) or _NAMED.search(why)
    value = next((v for v in named.groups() if v), "") if named else ""
    found = re.search(rb"[\"'#]%b[\"']" % re.escape(value.encode()), tag, re.IGNORECASE)
    return at + found.start() + 1 if value and found else at
