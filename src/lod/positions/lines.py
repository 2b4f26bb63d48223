"""Checks N-Triples and N-Quads line by line. Source: RDF 1.1 N-Quads, 4; N-Triples, 7."""

import re
from collections.abc import Iterator

from lod.positions.problems import Complaint, quoted
from lod.positions.tokens import IRI, LABEL, QUOTED, TAG

_LINE = re.compile(rb"[^\r\n]+")
_STRING = rb'(?=")(?:%b)(?:%b|\^\^%b)?' % (QUOTED, TAG, IRI)
_SUBJECT, _PREDICATE = "the subject: an IRI in < > or a label such as _:a", "the property's IRI"
_VALUE = 'a value: an IRI in < >, a label such as _:a, or "text" in double quotes'
_PARTS = (
    (re.compile(rb"[ \t]*(?:%b|%b)[ \t]*" % (IRI, LABEL)), _SUBJECT),
    (re.compile(rb"%b[ \t]*" % IRI), _PREDICATE + " in < >"),
    (re.compile(rb"(?:%b|%b|%b)[ \t]*" % (IRI, LABEL, _STRING)), _VALUE),
)
_GRAPH = re.compile(rb"(?:(?:%b|%b)[ \t]*)?" % (IRI, LABEL))
_DOT = re.compile(rb"\.[ \t]*(?:#.*)?")
_EMPTY = re.compile(rb"[ \t]*(?:#.*)?")


def check_quads(data: bytes, *, graphs: bool) -> Iterator[Complaint]:
    """Tell of every line that isn't a statement."""
    for line in _LINE.finditer(data):
        complaint = _check(line[0], line.start(), graphs=graphs)
        if complaint:
            yield complaint


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
        where = _last(line, at)
        message = "the dot at the end of the line is missing" if not line[at:].strip() else None
        message = message or f"{quoted(line[at:].split()[0])} stands where the dot must stand"
        return Complaint(start + where, message, "one statement a line, ending in a dot", None)
    if not _DOT.fullmatch(line, at):
        todo = "put each statement on a line of its own"
        return Complaint(start + at + 1, "something stands after the dot", None, todo)
    return None


def _last(line: bytes, at: int) -> int:
    return len(line.rstrip()) if not line[at:].strip() else at


def _missing(line: bytes, at: int, start: int, expected: str) -> Complaint:
    rest = line[at:].lstrip()
    place = start + len(line) - len(rest)
    if not rest:
        return Complaint(place, "the statement isn't complete", expected, None)
    word = rest.split()[0]
    if rest[:1] == b'"' and "value" in expected:
        return Complaint(place, "text in quotes isn't closed, or has a wrong backslash", expected)
    if rest[:1] == b"<":
        return Complaint(place, f"the IRI {quoted(word)} isn't closed, or has a wrong sign in it")
    if re.match(rb"[\w.-]*:", word):
        todo = "write the whole IRI in < >; this format has no prefixes"
        return Complaint(place, f"{quoted(word)} isn't an IRI in < >", expected, todo)
    return Complaint(place, f"{quoted(word)} can't stand here", expected)
