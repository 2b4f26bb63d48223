"""Places in large files: N-Triples and N-Quads are gone through line by line, once or twice."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from mmap import ACCESS_READ, mmap
from os import SEEK_CUR
from typing import IO

from lod.checking.files import LINES, RdfFile
from lod.checking.ntriples import canonical_line, labelled_term
from lod.checking.positions.kinds import BOM
from lod.checking.questions import Asked, Find, Finder, among
from lod.checking.report.model import Place
from lod.checking.shacl.stream.fileindex import FileIndex
from lod.checking.shacl.stream.reading import BLOCK
from lod.checking.statements import Pattern, Terms
from lod.rdf import (
    BLANK_NODE_LABEL,
    ROUGH_IRI,
    ROUGH_LITERAL,
    is_blank,
    is_literal,
    is_triple,
)

_TERM = re.compile(
    rb"[ \t]*(<<\(.*\)>>|%b|%b|%b)"
    % (ROUGH_IRI.encode(), BLANK_NODE_LABEL.encode(), ROUGH_LITERAL.encode())
)
_FEW = 16
NumberedLine = tuple[int, bytes]
"""A line with its number, from 1."""


def in_large_files(files: Sequence[RdfFile], *, ordered: bool) -> Finder:
    """Find in line-based files by passes, in others by their positions.

    :param ordered: whether the files are sorted by subject, and subjects and properties written
        as the engine writes them.
    """

    def finder(asked: Collection[Asked]) -> Find:
        passed = {file.name: _Lines(file, ordered) for file in files if _is_plain(file)}
        told: set[Terms] = set()
        for lines in passed.values():
            lines.note_subjects({_terms(p) for some in asked for p in some if p[0]})
            told |= lines.found.keys()
        left = [some for some in asked if told.isdisjoint(map(_terms, some))]
        for lines in passed.values():
            lines.note_others({_terms(p) for some in left for p in some if not p[0]})
        return among([passed[file.name].place if _is_plain(file) else file.place for file in files])

    return finder


def _is_plain(file: RdfFile) -> bool:
    return file.format.extension in LINES


def _terms(pattern: Pattern) -> Terms:
    return pattern[:3]


class _Lines:
    """The lines of a file that have what is looked for."""

    def __init__(self, file: RdfFile, ordered: bool) -> None:
        self._file, self._ordered = file, ordered
        self.found: dict[Terms, NumberedLine] = {}

    def place(self, pattern: Pattern) -> Place | None:
        """Give the first statement that fits a pattern, of those noted."""
        line = self.found.get(_terms(pattern))
        if line is None:
            return None
        return _place(self._file.name, *line, _matches(line[1])[pattern[3]])

    def note_subjects(self, wanted: Collection[Terms]) -> None:
        """Note the first line of each statement whose subject is given."""
        nodes = {subject for subject, _, _ in wanted if not is_literal(subject)}
        lines = self._of_subjects(nodes) if self._ordered else self._about_subjects(nodes)
        for line in lines if nodes else ():
            s, p, o = self._statement(line[1]) or ("", "", "")
            for terms in ((s, p, o), (s, p, ""), (s, "", o), (s, "", "")):
                if terms in wanted:
                    self.found.setdefault(terms, line)

    def note_others(self, wanted: Collection[Terms]) -> None:
        """Note the first line of each statement whose subject is not given."""
        few = [t for t in wanted if not is_literal(t[2])] if self._ordered else []
        for terms, line in self._first_lines(few) if len(few) <= _FEW else ():
            self.found[terms] = line
        left = set(wanted) - self.found.keys()
        for line in self._all_lines(left) if left else ():
            _, p, o = self._statement(line[1]) or ("", "", "")
            for terms in {("", p, ""), ("", p, o), ("", "", o)} & left:
                left.remove(terms)
                self.found[terms] = line
            if not left:
                break

    def _first_lines(self, wanted: Iterable[Terms]) -> Iterator[tuple[Terms, NumberedLine]]:
        """Search a file for the first line of each of a few statements."""
        starts = {}
        if not self._file.path.stat().st_size:
            return
        with (
            self._file.path.open("rb") as stream,
            mmap(stream.fileno(), 0, access=ACCESS_READ) as data,
        ):
            for terms in wanted:
                if (start := self._search(data, terms)) is not None:
                    starts[terms] = start
            number = 1
            for terms, start in sorted(starts.items(), key=lambda item: item[1]):
                number += _newlines(stream, start)
                yield terms, (number, data[start : data.find(b"\n", start) + 1 or len(data)])

    def _search(self, data: mmap, terms: Terms) -> int | None:
        """Find where the first line starts that has a property and a value."""
        _, predicate, value = terms
        needle = b"".join(b" " + self._theirs(term) for term in (predicate, value) if term)
        at = data.find(needle)
        while at >= 0:
            start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at) + 1 or len(data)
            _, p, o = self._statement(data[start:end]) or ("", "", "")
            if (predicate or p, value or o) == (p, o):
                return start
            at = data.find(needle, end - 1)
        return None

    def _all_lines(self, wanted: Iterable[Terms]) -> Iterator[NumberedLine]:
        """Give the lines that may have properties or values, those written unusually too."""
        names = {self._theirs(p) for _, p, _ in wanted if p}
        nodes = {self._theirs(o) for _, p, o in wanted if not p}
        starts = tuple({mark for mark in (b'"', b"<<") for node in nodes if node.startswith(mark)})
        for number, line in self._numbered():
            words = line.split(None, 2)
            value = words[-1].partition(b" ")[0] if words else b""
            if (
                (len(words) == 3 and words[1] in names)
                or value in nodes
                or (starts and value.startswith(starts))
                or any(map(_is_unusual, (*words[:2], value)))
            ):
                yield number, line

    def _of_subjects(self, wanted: Iterable[str]) -> Iterator[NumberedLine]:
        """Give the lines of subjects in a sorted file, found by bisection."""
        index = FileIndex(self._file.path, {})
        starts = sorted(p for node in wanted if (p := index.place(node)) is not None)
        with self._file.path.open("rb") as stream:
            number = 1
            for start in starts:
                number += _newlines(stream, start)
                subject = b""
                while (line := stream.readline()).startswith(subject) and line:
                    subject = subject or line[: line.index(b" ") + 1]
                    yield number, line
                    number += 1
                stream.seek(-len(line), SEEK_CUR)

    def _about_subjects(self, wanted: set[str]) -> Iterator[NumberedLine]:
        """Give the lines that may be of subjects: theirs, and those written unusually."""
        nodes = set(map(self._theirs, wanted))
        for number, line in self._numbered():
            term = line.partition(b" ")[0]
            if term in nodes or _is_unusual(term):
                yield number, line

    def _numbered(self) -> Iterator[NumberedLine]:
        with self._file.path.open("rb") as stream:
            yield 1, stream.readline().removeprefix(BOM)
            yield from enumerate(stream, 2)

    def _statement(self, line: bytes) -> Terms | None:
        """Give what a line says, in the terms of the results."""
        terms = [self._own(match[1]) for match in _matches(line)]
        return (terms[0], terms[1], terms[2]) if len(terms) == 3 else None

    def _own(self, term: bytes) -> str:
        text, label = term.decode("utf-8", "replace"), self._file.label
        named = is_blank(text) or is_triple(text)
        return labelled_term(text, label) if named else canonical_line(text)

    def _theirs(self, node: str) -> bytes:
        """Give a term as the file has it, if it is written as the engine writes it."""
        own = f"_:{self._file.label}"
        return (f"_:{node[len(own) :]}" if node.startswith(own) else node).encode()


def _newlines(stream: IO[bytes], end: int) -> int:
    """Count the line feeds from where a stream stands to a place."""
    count = 0
    while (left := end - stream.tell()) > 0:
        count += stream.read(min(left, BLOCK)).count(b"\n")
    return count


def _is_unusual(term: bytes) -> bool:
    """Whether what stands up to a space isn't one whole term: escaped, or with more after it."""
    return b"\\" in term or b"\t" in term or b">" in term[:-1] or term[-1:] in (b"", b".", b"\n")


def _matches(line: bytes) -> list[re.Match[bytes]]:
    terms: list[re.Match[bytes]] = []
    at = 0
    while len(terms) < 3 and (match := _TERM.match(line, at)):
        terms.append(match)
        at = match.end()
    return terms


def _place(name: str, number: int, line: bytes, match: re.Match[bytes]) -> Place:
    start, end = (len(line[:at].decode("utf-8", "replace")) + 1 for at in match.span(1))
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    return Place(name, number, start, number, end, text)
