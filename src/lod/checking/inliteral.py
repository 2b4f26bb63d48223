"""Where something in a literal's text stands in the file: a word of a query, in its quotes."""

import json
import re
from collections.abc import Callable
from html import unescape as unescape_xml

from lod.checking.files import RdfFile
from lod.checking.positions import LineTable, Span, to_text
from lod.checking.report.model import Place
from lod.rdf import JSONLD, RDFXML, unescape

_QUOTES = re.compile("\"\"\"|'''|\"|'")
_TURTLE_SIGN = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\.|[^\\]", re.DOTALL)
_JSON_SIGN = re.compile(
    r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\.|[^\\]"
)
_XML_SIGN = re.compile(r"&[^;\s]+;|\r\n|.", re.DOTALL)


def place_inside(file: RdfFile, place: Place, text: str, at: int) -> Place | None:
    """Give the place of a sign in a literal's text; None if it can't be told.

    :param place: where the literal stands.
    :param at: which sign of ``text``, in code points; its length for the end.
    """
    if place.line is None or place.column is None:
        return None
    lines = LineTable(to_text(file.data, file.format).decode(errors="replace"))
    start = _offset(lines, lines.starts[place.line - 1] + place.column - 1, file, text, at)
    if start is None:
        return None
    line, column = lines.place(start)
    return file.at(Span(line, column, line, column + 1))


def _offset(lines: LineTable, start: int, file: RdfFile, text: str, at: int) -> int | None:
    """Walk the signs from where the literal starts, as far as they are those of its text."""
    written = lines.text
    assert isinstance(written, str)
    signs, read = _reading(file)
    if file.format != RDFXML:
        quotes = _QUOTES.match(written, start)
        if quotes is None:
            return None
        start = quotes.end()
    for number, sign in enumerate(text):
        if number == at:
            return start
        match = signs.match(written, start)
        if match is None or read(match[0]) != sign:
            return None
        start = match.end()
    return start if at == len(text) else None


def _reading(file: RdfFile) -> tuple[re.Pattern[str], Callable[[str], str]]:
    """Give how a sign is written in a file's format, and how it is read."""
    if file.format == JSONLD:
        return _JSON_SIGN, lambda sign: str(json.loads(f'"{sign}"'))
    if file.format == RDFXML:
        return _XML_SIGN, lambda sign: "\n" if sign in ("\r", "\r\n") else unescape_xml(sign)
    return _TURTLE_SIGN, unescape
