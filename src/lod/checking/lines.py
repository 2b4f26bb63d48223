"""Places in large files: N-Triples and N-Quads are gone through line by line, once or twice."""

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from mmap import ACCESS_READ, mmap
from os import SEEK_CUR
from pathlib import Path
from typing import IO

from lod.checking.excerpts import Excerpts
from lod.checking.files import LINES, RdfFile
from lod.checking.linesearch import NumberedLine, Sought, lines_with
from lod.checking.ntriples import canonical_line, labelled_term
from lod.checking.questions import Asked, Find, Finder, Locate, among
from lod.checking.report.model import Place
from lod.checking.shacl.stream.fileindex import FileIndex
from lod.checking.shacl.stream.reading import BLOCK
from lod.checking.shacl.stream.sorting import LineStarts
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
_MANY = 50_000  # lines that are quicker sought by a pattern than read one by one


def in_large_files(
    files: Sequence[RdfFile], starts: Mapping[str, LineStarts], *, ordered: bool
) -> Finder:
    """Find in line-based files by passes, in others by their positions.

    :param starts: where subjects stand in files, by name, if it is known.
    :param ordered: whether the files are sorted by subject, and subjects and properties written
        as the engine writes them.
    """

    def finder(asked: Collection[Asked]) -> Find:
        searched = [
            _Lines(file, ordered, starts.get(file.name)) if _is_of_lines(file) else Excerpts(file)
            for file in files
        ]
        told: set[Terms] = set()
        for some in searched:
            some.note({_terms(p) for patterns in asked for p in patterns})
            told |= some.found.keys()
        left = [patterns for patterns in asked if told.isdisjoint(map(_terms, patterns))]
        for some in searched:
            some.note_others({_terms(p) for patterns in left for p in patterns if not p[0]})
        return among([some.place for some in searched])

    return finder


def in_sorted_file(data: Path, locate: Locate) -> Finder:
    """Find where the statements of a file come from that is sorted, and written by us.

    A statement whose subject nobody knows is sought in the file: one pass for all that is asked.

    :param locate: finds where a statement comes from; without its subject, perhaps not.
    """

    def finder(asked: Collection[Asked]) -> Find:
        index, lines = FileIndex(data, {}), _Lines(RdfFile(data.name, data), ordered=True)
        named = {p[0] for patterns in asked for p in patterns if p[0]}
        there = {node for node in named if index.place(node) is not None}
        left = [patterns for patterns in asked if there.isdisjoint(p[0] for p in patterns)]
        lines.note_others({_terms(p) for patterns in left for p in patterns if not p[0]})

        def place(pattern: Pattern) -> Place | None:
            found, said = locate(pattern), lines.statement(_terms(pattern))
            return locate((*said, pattern[3])) if found is None and said else found

        return among([place])

    return finder


def _is_of_lines(file: RdfFile) -> bool:
    return file.format.extension in LINES


def _terms(pattern: Pattern) -> Terms:
    return pattern[:3]


class _Lines:
    """The lines of a file that have what is looked for."""

    def __init__(self, file: RdfFile, ordered: bool, starts: LineStarts | None = None) -> None:
        self._file, self._ordered, self._starts = file, ordered, starts
        self.found: dict[Terms, NumberedLine] = {}

    def place(self, pattern: Pattern) -> Place | None:
        """Give the first statement that fits a pattern, of those noted."""
        line = self.found.get(_terms(pattern))
        if line is None:
            return None
        return _place(self._file.name, *line, _matches(line[1])[pattern[3]])

    def statement(self, terms: Terms) -> Terms | None:
        """Give all terms of the first statement that fits, of those noted."""
        line = self.found.get(terms)
        return None if line is None else self._statement(line[1])

    def note(self, wanted: Collection[Terms]) -> None:
        """Note the first line of each statement whose subject is given."""
        given = {terms for terms in wanted if terms[0]}
        nodes = {subject for subject, _, _ in given if not is_literal(subject)}
        if self._ordered:
            lines = self._of_subjects(nodes)
        elif self._starts is not None and self._is_plain:
            lines = self._from(self._starts.of([b"", *(self._theirs(n) + b" " for n in nodes)]))
        else:
            self._note_all(given)
            return
        for line in lines if nodes else ():
            self._note_line(line, given)

    def _note_line(self, line: NumberedLine, wanted: Container[Terms]) -> None:
        s, p, o = self._statement(line[1]) or ("", "", "")
        for terms in _kinds_of(s, p, o):
            if terms in wanted:
                self.found.setdefault(terms, line)

    def _note_all(self, wanted: Collection[Terms]) -> None:
        """Go through the file, each processor through a part of it."""
        seek = Sought(map(self._in_file, wanted))
        for line in lines_with(self._file.path, seek) if wanted else ():
            self._note_line(line, wanted)

    def _in_file(self, terms: Terms) -> tuple[bytes, bytes, bytes]:
        s, p, o = map(self._theirs, terms)
        return s, p, o

    def note_others(self, wanted: Collection[Terms]) -> None:
        """Note the first line of each statement whose subject is not given."""
        few = {t for t in wanted if not is_literal(t[2])} if self._is_plain else set()
        if few and len(few) <= _FEW:
            for line in sorted((*self._first_lines(few), *self._odd_lines())):
                self._note_line(line, few)
        if left := set(wanted) - self.found.keys():
            self._note_all(left)

    @property
    def _is_plain(self) -> bool:
        """Whether terms are written as the engine writes them, but in lines that are known."""
        return self._ordered or (self._starts is not None and self._starts.odd < _MANY)

    def _odd_lines(self) -> Iterator[NumberedLine]:
        """Give the lines in which terms may be written otherwise, if there are any."""
        return self._from(self._starts.of([b""]) if self._starts is not None else ())

    def _first_lines(self, wanted: Iterable[Terms]) -> Iterator[NumberedLine]:
        """Search a file for the first line of each of a few statements."""
        if not self._file.path.stat().st_size:
            return
        with (
            self._file.path.open("rb") as stream,
            mmap(stream.fileno(), 0, access=ACCESS_READ) as data,
        ):
            found = {self._search(data, terms) for terms in wanted}
            number = 1
            for start in sorted(place for place in found if place is not None):
                number += _newlines(stream, start)
                yield number, data[start : data.find(b"\n", start) + 1 or len(data)]

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

    def _of_subjects(self, wanted: Iterable[str]) -> Iterator[NumberedLine]:
        """Give the lines of subjects in a sorted file, found by bisection."""
        index = FileIndex(self._file.path, {})
        return self._from(sorted(p for node in wanted if (p := index.place(node)) is not None))

    def _from(self, starts: Iterable[int]) -> Iterator[NumberedLine]:
        """Give the lines from some places on that have the subject which stands there."""
        with self._file.path.open("rb") as stream:
            number = 1
            for start in starts:
                if start < stream.tell():
                    continue  # given with those before
                number += _newlines(stream, start)
                subject = b""
                while (line := stream.readline()).startswith(subject) and line:
                    subject = subject or line[: line.find(b" ") + 1] or line
                    yield number, line
                    number += 1
                stream.seek(-len(line), SEEK_CUR)

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


def _kinds_of(s: str, p: str, o: str) -> tuple[Terms, ...]:
    """Give what a statement answers, whatever is asked of it."""
    return (s, p, o), (s, p, ""), (s, "", o), (s, "", ""), ("", p, ""), ("", p, o), ("", "", o)


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
