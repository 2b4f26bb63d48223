"""Reads sorted N-Triples or N-Quads, one subject's lines at a time, without a parser.

Lines in canonical form are split; any other line goes through pyoxigraph. In a file sorted by
bytes a subject's lines stand together, and text compares as its UTF-8 does.
"""

import mmap
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from lod.checking.positions.nquads import without_versions
from lod.errors import InputError
from lod.rdf import CANONICAL, IRI, NODE, from_ox, possessive
from lod.words import msg

Record = dict[str, list[str]]
Pair = tuple[bytes, bytes]

BLOCK = 1 << 22
ENDS = {False: rb" \.\n", True: possessive(rb"(?: %b)?+ \.\n" % NODE.encode())}
"""How a line goes on after its value, by whether graphs are named."""

_LINES = {
    quads: re.compile(f"({NODE}) ({IRI}) ({CANONICAL})".encode() + end)
    for quads, end in ENDS.items()
}
_FORMATS = {False: ox.RdfFormat.N_TRIPLES, True: ox.RdfFormat.N_QUADS}


class NotSorted(Exception):
    """The file isn't sorted by subject, or writes subjects in another form."""


class BadLine(Exception):
    """A line that can't be read. Takes where it starts, and why."""


class FilePart(NamedTuple):
    """A part of a file, in bytes, that starts and ends between subjects."""

    path: Path
    start: int
    end: int
    quads: bool


def spans(path: Path, parts: int) -> list[FilePart]:
    """Cut a file at subjects into about equal parts, none of them empty.

    :raises NotSorted: the subjects at a cut aren't in order.
    """
    size = path.stat().st_size
    quads = path.suffix == ".nq"
    if not size:
        return []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        cuts = sorted({0, size, *(_cut(data, size * i // parts) for i in range(1, parts))})
        if not all(_is_ordered(data, cut) for cut in cuts[1:-1]):
            raise NotSorted
    return [FilePart(path, a, b, quads) for a, b in pairwise(cuts)]


def _cut(data: mmap.mmap, near: int) -> int:
    """Find the first line from a place on whose subject differs from the line before."""
    at = data.find(b"\n", near) + 1
    if not at:
        return len(data)
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        following = data[end : data.find(b" ", end) + 1] if end < len(data) else b""
        if data[at : data.find(b" ", at) + 1] != following:
            return end
        at = end
    return len(data)


def _is_ordered(data: mmap.mmap, cut: int) -> bool:
    """Whether the subject of the line before a place is less than that of the line after."""
    start = data.rfind(b"\n", 0, cut - 1) + 1
    return data[start : data.find(b" ", start)] < data[cut : data.find(b" ", cut)]


def blocks(span: FilePart) -> Iterator[tuple[int, bytes]]:
    """Give a span in pieces of whole subjects, each with where it starts.

    :raises InputError: it isn't UTF-8.
    """
    with span.path.open("rb") as file:
        file.seek(span.start)
        start, rest, want = span.start, b"", BLOCK
        while start + len(rest) < span.end:
            data = rest + file.read(min(want, span.end - start - len(rest)))
            last = start + len(data) >= span.end
            end = len(data) if last else boundary(data)
            want = BLOCK if end else 2 * len(data)
            if end:
                yield start, _checked(data if end == len(data) else data[:end], span.path, start)
            start, rest = start + end, data[end:]


def boundary(data: bytes) -> int:
    """Find where the last subject starts, which may go on after the data."""
    end = data.rfind(b"\n") + 1
    start = data.rfind(b"\n", 0, max(end - 1, 0)) + 1
    key = data[start : data.find(b" ", start, end) + 1]
    while start and key:
        before = data.rfind(b"\n", 0, start - 1) + 1
        if not data.startswith(key, before):
            break
        start = before
    return start


def _checked(data: bytes, path: Path, start: int) -> bytes:
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError as error:
            raise InputError(
                msg("is not UTF-8"), path, line_at(path, start + error.start)
            ) from error
    return data if data.endswith(b"\n") else data + b"\n"


def line_at(path: Path, place: int) -> int:
    """Give the number of the line at a place in a file."""
    number = 1
    with path.open("rb") as file:
        while place > 0 and (data := file.read(min(place, BLOCK))):
            number += data.count(b"\n")
            place -= len(data)
    return number


def read_record(data: bytes, at: int, quads: bool) -> tuple[bytes, list[Pair], int]:
    """Read the subject at a place: its predicates and objects, each pair once, and the end.

    :raises NotSorted: a subject isn't written canonically, or there is no triple.
    :raises BadLine: a line is wrong.
    """
    match, subject = _LINES[quads].match, b""
    pairs: dict[Pair, None] = {}
    while at < len(data) and (not subject or data.startswith(subject + b" ", at)):
        if found := match(data, at):
            subject, predicate, value = found.groups()
            at = found.end()
        else:
            end = data.find(b"\n", at) + 1 or len(data)
            subject, predicate, value = parse_line(data[at:end], at, quads)
            at = end
        pairs[predicate, value] = None
    return subject, list(pairs), at


def parse_line(line: bytes, at: int = 0, quads: bool = False) -> tuple[bytes, bytes, bytes]:
    """Read a line that isn't canonical.

    :raises NotSorted: it is empty, or its subject or its predicate isn't written canonically.
    :raises BadLine: it's wrong.
    """
    try:
        found = list(ox.parse(without_versions(line), format=_FORMATS[quads]))
    except SyntaxError as error:
        raise BadLine(at, error.msg) from error
    if len(found) != 1:
        raise NotSorted
    s, p, o = (from_ox(t).encode() for t in found[0].triple)
    if not line.startswith(b"%b %b " % (s, p)):
        raise NotSorted
    return s, p, o


def as_text(pairs: list[Pair]) -> Record:
    """Give the values of each predicate."""
    record: Record = {}
    for predicate, value in pairs:
        record.setdefault(predicate.decode(), []).append(value.decode())
    return record


def records_in(data: bytes, quads: bool) -> Iterator[tuple[str, Record]]:
    """Give what whole lines say: each subject with its triples."""
    at = 0
    while at < len(data):
        subject, pairs, at = read_record(data, at, quads)
        yield subject.decode(), as_text(pairs)


def records(span: FilePart) -> Iterator[tuple[str, Record]]:
    """Give each subject of a span with its triples."""
    for _, block in blocks(span):
        yield from records_in(block, span.quads)
