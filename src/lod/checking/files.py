"""RDF files: what they say, and where in them it stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from lod.checking.filenames import ending_of, unreadable_file
from lod.checking.positions import (
    EXTENSIONS,
    LineTable,
    Positions,
    Span,
    SyntaxProblem,
    find_syntax_errors,
    find_unknown_names,
    parse,
    parse_stream,
    read_positions,
    refuse_excess,
    to_text,
)
from lod.checking.report.model import Place
from lod.checking.statements import VALUE, Pattern, Statements, Terms, renamed
from lod.errors import InputError, SeveralErrors, raise_all
from lod.files import open_file, read_file
from lod.rdf import JSONLD, Format

if TYPE_CHECKING:
    from lod.checking.positions.members import JsonHead, Members

LINES = ("nt", "nq")
"""Extensions of the formats with a statement a line."""

_PIECE = 10_000  # statements
_NAMING = (ox.BlankNode, ox.Triple)


@dataclass(frozen=True)
class RdfFile:
    """A file of RDF.

    :param name: as the user named it.
    :param path: where its bytes are, not compressed.
    :param label: what its blank nodes' names begin with, so that those of two files differ.
    :param base: what relative IRIs in it are resolved against.
    :param root: the folder that it must lie in; None for a file that was named by itself.
    """

    name: str
    path: Path
    label: str = ""
    base: str = "file:///"
    root: Path | None = None

    @property
    def format(self) -> Format:
        """Its format, by the name's ending."""
        return EXTENSIONS[ending_of(self.name)]

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that it declares, of what has been read of it."""
        return {}

    @cached_property
    def members(self) -> "list[tuple[JsonHead, Members]]":
        """The nodes of JSON-LD that was cut into them, once it has been: nothing is dropped of it.

        Empty until then, and if it can't be.
        """
        return []

    @cached_property
    def blocks(self) -> "list[Members]":
        """The blocks of Turtle that was cut into them, once it has been; empty until then."""
        return []

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.path.stat().st_size

    @cached_property
    def data(self) -> bytes:
        """Its bytes.

        :raises InputError: it can't be read.
        """
        try:
            return read_file(self.path, self.root)
        except OSError as error:
            raise unreadable_file(self.name, error) from error

    def triples(self) -> Iterator[ox.Triple]:
        """Give what it says, read as it goes; its graphs' names are dropped.

        :raises InputError: it isn't of its format.
        """
        names: dict[str, str] = {}
        with self._opened() as stream:
            for quad in parse_stream(stream, self.format, self.base, self.prefixes):
                yield self._own(quad.triple, names)

    def as_lines(self) -> Iterator[bytes]:
        """Give what it says as N-Quads, many lines at a time; blank nodes as in :meth:`triples`.

        :raises InputError: it isn't of its format, or can't be read.
        """
        names: dict[str, str] = {}
        with self._opened() as stream:
            quads = parse_stream(stream, self.format, self.base, self.prefixes)
            while some := [*islice(quads, _PIECE)]:
                lines = _to_bytes(some, ox.RdfFormat.N_QUADS)
                if b"_:" in lines:
                    own = (self._own(quad.triple, names) for quad in some)
                    lines = _to_bytes(own, ox.RdfFormat.N_TRIPLES)
                yield lines

    def refuse_excess(self) -> None:
        """Look at it before others read it as it lies.

        :raises InputError: it can't be read, or is nested too deep or too long.
        """
        with self._opened() as stream:
            refuse_excess(stream, self.format)

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        """Open it, and name it in what is wrong with it."""
        try:
            with open_file(self.path, self.root) as stream:
                yield stream
        except InputError as error:
            raise error.in_file(self.name) from error
        except OSError as error:
            raise unreadable_file(self.name, error) from error

    @cached_property
    def placed(self) -> tuple[ox.Triple, ...]:
        """What it says, in memory, with the blank nodes that :meth:`find` knows.

        :raises InputError: it isn't of its format, or can't be read.
        """
        return tuple(self._own(quad.triple, self._names) for quad in self._quads)

    def quads(self) -> Iterator[ox.Quad]:
        """Give what it says, and in which graph; blank nodes are named as in :attr:`placed`.

        :raises InputError: it isn't of its format, or can't be read.
        """
        for quad in self._quads:
            triple, graph = self._own(quad.triple, self._names), quad.graph_name
            if isinstance(graph, ox.BlankNode):
                graph = self._blank(graph, self._names)
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def syntax_errors(self) -> Sequence[InputError]:
        """Give what in it isn't of its format."""
        return find_syntax_errors(self.data, self.format, Path(self.name), self.base)

    def unknown_names(self) -> list[SyntaxProblem]:
        """Give the names in JSON-LD that mean nothing: what stands under them is not read."""
        if self.format != JSONLD or self.members:
            return []
        lines = self.lines
        return [c.at(lines, self.name) for c in find_unknown_names(self.data, self.base)]

    def place(self, pattern: Pattern) -> Place | None:
        """Find the first statement that fits a pattern, and in it the term that is marked."""
        *terms, mark = pattern
        triple = self._statements.first((terms[0], terms[1], terms[2]))
        if triple is None:
            return None
        return self.find(triple.subject, triple.predicate, triple.object, mark)

    def says(self, terms: Terms) -> bool:
        """Whether it has a statement with some terms."""
        return self._statements.first(terms) is not None

    def find(
        self, subject: object, predicate: object = None, value: object = None, mark: int = VALUE
    ) -> Place | None:
        """Find a statement; else its subject's property; else where the subject first stands.

        :param mark: which of the terms; the last of those found, if it is beyond them.
        """
        terms = [renamed(term, self._parsers) for term in (subject, predicate, value)]
        span = self._positions.find(*terms, mark=mark)
        return None if span is None else self.at(span)

    def at(self, span: Span) -> Place:
        """Give a stretch of its text as a place, with the first line of it."""
        text = self.lines.shown(span.line)
        return Place(self.name, span.line, span.column, span.end_line, span.end_column, text)

    def line(self, number: int) -> str:
        """Give a line, counted from 1, without its end."""
        return self.lines.line(number)

    @cached_property
    def _quads(self) -> list[ox.Quad]:
        try:
            return parse(self.data, self.format, self.base, prefixes=self.prefixes)
        except InputError as error:
            raise error.in_file(self.name) from error

    @cached_property
    def _positions(self) -> Positions:
        lines = None if self.format == JSONLD else self.lines  # whose offsets are in bytes
        return read_positions(self.data, self.format, self.base, self._quads, lines)

    @cached_property
    def lines(self) -> LineTable:
        """Its lines.

        :raises InputError: it can't be read.
        """
        return LineTable(to_text(self.data, EXTENSIONS.get(ending_of(self.name))))

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self.placed)

    @cached_property
    def _names(self) -> dict[str, str]:
        """What the parser calls each blank node → what it is called here."""
        return {}

    def _own(self, triple: ox.Triple, names: dict[str, str]) -> ox.Triple:
        """Name blank nodes by their order, the same each time that the file is read.

        Where they have names in every line, those stay, after the file's label.
        """
        if not isinstance(triple.subject, ox.BlankNode) and not isinstance(triple.object, _NAMING):
            return triple
        own: ox.Triple = renamed(triple, lambda node: self._blank(node, names))
        return own

    def named_anew(self, triple: ox.Triple) -> ox.Triple:
        """Name the blank nodes of a statement after its label, if they have names in every line."""
        return self._own(triple, {})

    def _blank(self, node: ox.BlankNode, names: dict[str, str]) -> ox.BlankNode:
        given = node.value if self.format.extension in LINES else f"b{len(names)}"
        return ox.BlankNode(names.setdefault(node.value, self.label + given))

    def _parsers(self, node: ox.BlankNode) -> ox.BlankNode:
        return self._theirs.get(node, node)

    @cached_property
    def _theirs(self) -> Mapping[object, ox.BlankNode]:
        """The blank nodes as the parser names them, by what they are called here."""
        read = self.placed and self._names
        return {ox.BlankNode(own): ox.BlankNode(name) for name, own in (read or {}).items()}


def _to_bytes(statements: Iterable[ox.Triple] | Iterable[ox.Quad], form: ox.RdfFormat) -> bytes:
    written = ox.serialize(statements, format=form)
    assert written is not None  # it is only where a target is given
    return written


def labelled(*groups: Sequence[RdfFile], prefix: str = "f") -> list[list[RdfFile]]:
    """Give each file a label of its own, so that no blank node of it is one of another's.

    A file that stands in several groups has one label: its blank nodes are the same ones.

    :param prefix: a letter; files of different prefixes are apart too.
    """
    numbers: dict[Path, int] = {}
    return [
        [
            replace(file, label=f"{prefix}{numbers.setdefault(file.path.resolve(), len(numbers))}x")
            for file in group
        ]
        for group in groups
    ]


def read_files(files: Iterable[RdfFile]) -> list[ox.Triple]:
    """Read files into memory, or say of all of them what is wrong.

    :raises InputError: what is wrong with their syntax, all together.
    """
    found: list[ox.Triple] = []
    errors: list[InputError] = []
    for file in files:
        try:
            found += file.placed
        except InputError as error:
            errors += all_errors(file, error)
    raise_all(errors)
    return found


def unreadable(files: Iterable[RdfFile]) -> list[InputError]:
    """Give all that is wrong with files' syntax; nothing is kept in memory."""
    errors: list[InputError] = []
    for file in files:
        try:
            for _ in file.triples():
                pass
        except InputError as error:
            errors += all_errors(file, error)
    return errors


def each_error(error: InputError) -> Sequence[InputError]:
    """Give the errors that an error is made of."""
    return error.others if isinstance(error, SeveralErrors) else (error,)


def all_errors(file: RdfFile, error: InputError) -> Sequence[InputError]:
    """Give all that is wrong with a file's syntax, where one error of it is known."""
    try:
        return file.syntax_errors() or [error]
    except InputError:  # it can't even be read
        return [error]
