"""Checks N-Triples and N-Quads line by line. Source: RDF 1.1 N-Quads, 4; N-Triples, 7."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from lod.checking.positions.kinds import PARSED
from lod.checking.positions.nquads import without_versions
from lod.checking.positions.parserwords import as_parsed
from lod.checking.positions.problems import Complaint, quoted
from lod.checking.positions.spans import LineTable
from lod.checking.positions.tokens import LABEL, TAG, TURTLE_IRI
from lod.rdf import NQUADS, STRING_LITERAL_QUOTE, Format
from lod.words import Message, msg

_LINE = re.compile(rb"[^\r\n]+")
_STRING = rb"%b(?:%b|\^\^%b)?" % (STRING_LITERAL_QUOTE.encode(), TAG, TURTLE_IRI)
_PARTS = (
    (
        re.compile(rb"[ \t]*(?:%b|%b)[ \t]*" % (TURTLE_IRI, LABEL)),
        msg("the subject: an IRI in < > or a label such as _:a"),
    ),
    (re.compile(rb"%b[ \t]*" % TURTLE_IRI), msg("the property's IRI in < >")),
    (
        re.compile(rb"(?:%b|%b|%b)[ \t]*" % (TURTLE_IRI, LABEL, _STRING)),
        msg('a value: an IRI in < >, a label such as _:a, or "text" in double quotes'),
    ),
)
_GRAPH = re.compile(rb"(?:(?:%b|%b)[ \t]*)?" % (TURTLE_IRI, LABEL))
_DOT = re.compile(rb"\.[ \t]*(?:#.*)?")
_EMPTY = re.compile(rb"[ \t]*(?:#.*)?")


def check_quads(data: bytes, form: Format) -> Iterator[Complaint]:
    """Tell of every line that isn't a statement, to us or to pyoxigraph."""
    for line in _LINE.finditer(data):
        refused = _refused(line[0], line.start(), form)
        has_term = b"<<(" in line[0]  # of triple terms pyoxigraph's own words say more
        complaint = None if has_term else _check(line[0], line.start(), graphs=form == NQUADS)
        if refused:  # what is only beyond RDF 1.1 is not
            yield complaint or refused


def _refused(line: bytes, start: int, form: Format) -> Complaint | None:
    """Say of a line what pyoxigraph does: that an IRI is relative, or a language isn't right."""
    try:
        list(ox.parse(without_versions(line), PARSED[form]))
    except (SyntaxError, MemoryError) as failure:
        error = failure if isinstance(failure, SyntaxError) else SyntaxError(str(failure))
        return as_parsed(start + LineTable(line).offset(1, error.offset or 1), form, error)
    return None


def _check(line: bytes, start: int, *, graphs: bool) -> Complaint | None:
    if _EMPTY.fullmatch(line):
        return None
    at = 0
    for pattern, expected in _PARTS:
        match = pattern.match(line, at)
        if match is None:
            return _missing(line, at, start, expected)
        at = match.end()
    if graphs and (match := _GRAPH.match(line, at)):
        at = match.end()
    if line[at : at + 1] != b".":
        return _undotted(line, at, start)
    if not _DOT.fullmatch(line, at):
        todo = msg("put each statement on a line of its own")
        return Complaint(start + at + 1, msg("something stands after the dot"), None, todo)
    return None


def _undotted(line: bytes, at: int, start: int) -> Complaint:
    expected = msg("one statement a line, ending in a dot")
    rest = line[at:].split()
    if not rest:
        message = msg("the dot at the end of the line is missing")
        return Complaint(start + len(line.rstrip()), message, expected)
    message = msg("{text} stands where the dot must stand", text=quoted(rest[0]))
    return Complaint(start + at, message, expected)


def _missing(line: bytes, at: int, start: int, expected: Message) -> Complaint:
    rest = line[at:].lstrip()
    place = start + len(line) - len(rest)
    if not rest:
        return Complaint(place, msg("the statement isn't complete"), expected)
    word = quoted(rest.split()[0])
    if rest[:1] == b'"' and expected == _PARTS[2][1]:
        message = msg("text in quotes isn't closed, or has a wrong backslash")
        return Complaint(place, message, expected)
    if rest[:1] == b"<":
        message = msg("the IRI {iri} isn't closed, or has a wrong sign in it", iri=word)
        return Complaint(place, message)
    if re.match(rb"[\w.-]*:", rest):
        todo = msg("write the whole IRI in < >; this format has no prefixes")
        return Complaint(place, msg("{text} is not an IRI in < >", text=word), expected, todo)
    return Complaint(place, msg("{text} can't stand here", text=word), expected)
