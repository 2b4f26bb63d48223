"""Finds all syntax errors of a file that can be told apart, in plain words.

pyoxigraph decides whether a file is right. If it isn't, our readers say where and why, and go on
after the statement; where they see nothing wrong, pyoxigraph's own words are shown.
"""

import re
from collections.abc import Callable
from json.decoder import JSONDecodeError
from pathlib import Path

import pyoxigraph as ox

from lod.errors import InputError
from lod.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from lod.positions.jsontext import read_json
from lod.positions.kinds import BOM, PARSED, find_format
from lod.positions.lines import check_quads
from lod.positions.problems import Complaint, SyntaxProblem
from lod.positions.rdfxml import NotWellFormed, XmlReader
from lod.positions.recover import check_turtle
from lod.positions.spans import Lines

_MOST = 100
_XML_WORDS = {
    "mismatched tag": ("this end tag closes an element that isn't the one open", "write </{}>"),
    "no element found": ("the file ends before its elements are closed", "write </{}>"),
    "undefined entity": ("an entity such as &name; isn't declared", "write the letter itself"),
    "unbound prefix": ("a prefix isn't declared", 'add xmlns:prefix="…" to the first element'),
    "duplicate attribute": ("an attribute stands twice", "remove one of them"),
    "junk after document element": ("something stands after the last end tag", "remove it"),
    "unclosed token": ("a tag isn't closed", "put > at its end"),
    "not well-formed (invalid token)": (
        "a sign that can't stand here",
        "check quotes and brackets near it; & is written &amp; and < is written &lt;",
    ),
}
_JSON_WORDS = {
    "Expecting value": ("a value is missing", "check for a comma too many"),
    "Expecting property name enclosed in double quotes": (
        "a name in double quotes is missing",
        'put the name in double quotes: "name"',
    ),
    "Expecting ':' delimiter": ("a colon is missing", "put a colon between name and value"),
    "Expecting ',' delimiter": ("a comma is missing", "put a comma before this"),
    "Illegal trailing comma": ("a comma stands before the closing bracket", "remove the comma"),
    "Unterminated string starting at": ("text in quotes isn't closed", 'put " at its end'),
    "Invalid control character at": ("a line break or tab stands in a text", r"write it as \n, \t"),
    "Extra data": ("something stands after the end of the document", "remove it"),
}


def find_syntax_errors(
    data: bytes, format: Format | str, file: Path | str, base: str | None = None
) -> list[InputError]:
    """Find what can't be read, in the order of the file; nothing if the file is right.

    At most 100. Turtle, TriG: every statement that can be told from the next; N-Triples,
    N-Quads: every line; JSON-LD, RDF/XML: the first.
    """
    form = find_format(format)
    data = data.removeprefix(BOM)
    failure, read = _failure(data, form, base)
    if failure is None:
        return []
    lines = Lines(data)
    complaints = _not_unicode(data) or _CHECKS[form](data, base)
    found = [c.at(lines, file) for c in complaints[:_MOST]]
    if failure.lineno and form not in (NTRIPLES, NQUADS):
        found = [p for p in found if p.line and p.line >= failure.lineno]
    if not found and form == RDFXML:
        return [_near(failure, data, base, read).at(lines, file)]
    return list(found) or [_as_parsed(failure, form, lines, file)]


def _failure(data: bytes, form: Format, base: str | None) -> tuple[SyntaxError | None, int]:
    """Give pyoxigraph's first error, and how many statements it had read."""
    read = 0
    try:
        for _ in ox.parse(data, PARSED[form], base_iri=base):
            read += 1
    except SyntaxError as error:
        return error, read
    except ValueError as error:
        return SyntaxError(str(error)), read
    return None, read


def _near(failure: SyntaxError, data: bytes, base: str | None, read: int) -> Complaint:
    """Place an error of RDF/XML, which pyoxigraph doesn't, after the last statement read."""
    slots = list(XmlReader(data, base).slots())
    offset = slots[min(read, len(slots)) - 1][1][0] if slots and read else 0
    message = f"is not RDF/XML, here or a little further on: {_words(failure)}"
    return Complaint(offset, message, None, "see that properties and things alternate")


def _not_unicode(data: bytes) -> list[Complaint]:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return [Complaint(error.start, "the file is not UTF-8 here", None, "save it as UTF-8")]
    return []


def _as_parsed(failure: SyntaxError, form: Format, lines: Lines, file: Path | str) -> InputError:
    message = f"is not {form.name}: {_words(failure)}"
    if "LoadDocumentCallback" in message:
        todo = "write the context itself into the file"
        return InputError("its @context is at another address: nothing is fetched", file, todo=todo)
    if failure.lineno is None:
        return InputError(message, file)
    number = min(failure.lineno, len(lines.starts))
    source = lines.line(number)
    column = min(failure.offset or 1, len(source) + 1)
    return SyntaxProblem(message, file, number, column=column, source=source)


def _words(failure: SyntaxError) -> str:
    words = re.sub(r"^Parser error (at|between) .*?: ", "", failure.msg or "")
    return re.sub(r" \(line \d+\)$", "", words)


def _check_json(data: bytes, _base: str | None) -> list[Complaint]:
    text = data.decode()
    try:
        read_json(text)
    except JSONDecodeError as error:
        offset = len(text[: error.pos].encode())
        message, todo = _JSON_WORDS.get(error.msg, (error.msg, "check quotes, commas, brackets"))
        return [Complaint(offset, message, None, todo)]
    return []


def _check_xml(data: bytes, base: str | None) -> list[Complaint]:
    try:
        for _ in XmlReader(data, base).slots():
            pass
    except NotWellFormed as error:
        other = (error.reason, "check tags, quotes and brackets near it")
        message, todo = _XML_WORDS.get(error.reason, other)
        todo = todo.replace("{}", error.open_tag)
        return [Complaint(error.token[0], message, None, todo)]
    return []


_CHECKS: dict[Format, Callable[[bytes, str | None], list[Complaint]]] = {
    TURTLE: lambda data, base: check_turtle(data, base, trig=False),
    TRIG: lambda data, base: check_turtle(data, base, trig=True),
    NTRIPLES: lambda data, _: list(check_quads(data, graphs=False)),
    NQUADS: lambda data, _: list(check_quads(data, graphs=True)),
    JSONLD: _check_json,
    RDFXML: _check_xml,
}
