"""Finds all syntax errors of a file that can be told apart, in plain words.

pyoxigraph decides whether a file is right, after our look at what it takes without a word. If it
isn't, a look for what other programs leave behind comes first (``leftbehind``); then our readers
say where and why, and go on after the statement; where they see nothing wrong,
pyoxigraph's own words are shown, at the place where it stopped.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from lod.checking.positions.jsonfault import find_fault
from lod.checking.positions.kinds import PARSED, find_format, to_text
from lod.checking.positions.leftbehind import as_git_mark, find_git_marks, find_unseen
from lod.checking.positions.lines import check_quads
from lod.checking.positions.parserwords import as_parsed
from lod.checking.positions.problems import Complaint, in_bytes
from lod.checking.positions.reading import look, not_unicode, to_parse
from lod.checking.positions.recover import check_turtle
from lod.checking.positions.spans import LineTable
from lod.checking.positions.tokens import TURTLE_SPACE
from lod.checking.positions.xmlfault import find_xml_fault
from lod.errors import InputError
from lod.rdf import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from lod.words import msg

_MOST = 1_000
_NOTHING = re.compile(TURTLE_SPACE)


def find_syntax_errors(
    data: bytes, format: Format | str, file: Path | str, base: str | None = None
) -> list[InputError]:
    """Find what can't be read, in the order of the file; nothing if the file is right.

    Each with line, column and the line itself; after 1,000 one more counts the rest. Turtle, TriG:
    every statement that can be told from the next; N-Triples, N-Quads: every line; JSON-LD: every
    IRI and language, else the first error; RDF/XML: the first.
    """
    form = find_format(format)
    text = to_text(data, form)
    complaints = _complaints(text, form, base)
    lines = LineTable(text)
    found: list[InputError] = [complaint.at(lines, file) for complaint in complaints[:_MOST]]
    if more := len(complaints) - len(found):
        found.append(InputError(msg("… and {count} more like these", count=more), file))
    return found


def _complaints(text: bytes, form: Format, base: str | None) -> list[Complaint]:
    complaints = look(text, form, base)
    if not complaints:
        failure = _failure(text, form, base)
        if failure is None:
            return []
        complaints = (
            not_unicode(text)
            or _FINDERS[form](text, base, failure)
            or [_where_parsed(text, form, failure)]
        )
    if marks := find_git_marks(text):
        return marks
    found, without = find_unseen(text, form)
    lines = LineTable(text)
    told = {lines.place(complaint.offset)[0] for complaint in found}
    rest = _complaints(without, form, base) if found else complaints
    found += [as_git_mark(c, lines) for c in rest if lines.place(c.offset)[0] not in told]
    return sorted(found, key=lambda complaint: complaint.offset)


def _failure(text: bytes, form: Format, base: str | None) -> SyntaxError | None:
    """Give pyoxigraph's first error."""
    try:
        for _ in ox.parse(to_parse(text, form, base), PARSED[form], base_iri=base):
            pass
    except SyntaxError as error:
        return error
    except (ValueError, MemoryError) as error:
        return SyntaxError(str(error))
    return None


def _where_parsed(text: bytes, form: Format, failure: SyntaxError) -> Complaint:
    """Say it as pyoxigraph does, where it does."""
    offset = LineTable(text).offset(failure.lineno or 1, failure.offset or 1)
    return as_parsed(offset, form, failure)


def _in_turtle(
    text: bytes, base: str | None, failure: SyntaxError, *, trig: bool
) -> list[Complaint]:
    """Tell what our reader finds from pyoxigraph's line on, after that if it is further on."""
    lines, number = LineTable(text), failure.lineno or 1
    told = check_turtle(text, base, trig=trig)
    at_end = [c for c in told[-1:] if _NOTHING.fullmatch(text, c.offset)]
    found = [c for c in told if lines.place(c.offset)[0] >= number] or at_end
    if found and lines.place(found[0].offset)[0] <= (failure.end_lineno or number):
        return found
    return [_where_parsed(text, TRIG if trig else TURTLE, failure), *found]


def _in_json(text: bytes, base: str | None, failure: SyntaxError) -> list[Complaint]:
    if failure.lineno:
        return [_where_parsed(text, JSONLD, failure)]
    offset = find_fault(text.decode(), base, failure.msg)
    return in_bytes([as_parsed(offset, JSONLD, failure)], text.decode())


def _in_xml(text: bytes, base: str | None, failure: SyntaxError) -> list[Complaint]:
    return [as_parsed(find_xml_fault(text, base), RDFXML, failure)]


_FINDERS: dict[Format, Callable[[bytes, str | None, SyntaxError], list[Complaint]]] = {
    TURTLE: lambda text, base, failure: _in_turtle(text, base, failure, trig=False),
    TRIG: lambda text, base, failure: _in_turtle(text, base, failure, trig=True),
    NTRIPLES: lambda text, *_: list(check_quads(text, NTRIPLES)),
    NQUADS: lambda text, *_: list(check_quads(text, NQUADS)),
    JSONLD: _in_json,
    RDFXML: _in_xml,
}
