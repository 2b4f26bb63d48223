"""RDF files: which there are, what they say, and where in them it stands."""

import atexit
import glob
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from lod.errors import InputError, UsageError, raise_all
from lod.formats import JSONLD, Format
from lod.positions import (
    EXTENSIONS,
    Lines,
    Positions,
    SyntaxProblem,
    find_syntax_errors,
    find_unknown_names,
    parse,
    parse_stream,
    read_positions,
    to_text,
)
from lod.reports.model import Place

STDIN = "-"
LINES = ("nt", "nq")
"""Extensions of the formats with a statement a line."""

_SELDOM_RDF = (".json", ".xml")  # in a folder; named alone they are read


@dataclass(frozen=True)
class RdfFile:
    """A file of RDF.

    :param name: as the user named it.
    :param path: where its bytes are.
    :param label: what its blank nodes' names begin with, so that those of two files differ.
    :param base: what relative IRIs in it are resolved against.
    """

    name: str
    path: Path
    label: str = ""
    base: str = "file:///"

    @property
    def format(self) -> Format:
        """Its format, by the name's ending."""
        return EXTENSIONS[Path(self.name).suffix.lower()]

    @cached_property
    def data(self) -> bytes:
        """Its bytes.

        :raises InputError: it can't be read.
        """
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise InputError(f"can't be read: {error.strerror}", self.name) from error

    def triples(self) -> Iterator[ox.Triple]:
        """Give what it says, read as it goes; its graphs' names are dropped.

        :raises InputError: it isn't of its format.
        """
        try:
            with self.path.open("rb") as stream:
                names: dict[str, str] = {}
                for quad in parse_stream(stream, self.format, self.base):
                    yield self._own(quad.triple, names)
        except InputError as error:
            error.file = self.name
            raise
        except OSError as error:
            raise InputError(f"can't be read: {error.strerror}", self.name) from error

    @cached_property
    def placed(self) -> tuple[ox.Triple, ...]:
        """What it says, in memory, with the blank nodes that :meth:`find` knows.

        :raises InputError: it isn't of its format, or can't be read.
        """
        return tuple(self._own(quad.triple, self._names) for quad in self._quads)

    def syntax_errors(self) -> Sequence[InputError]:
        """Give what in it isn't of its format."""
        return find_syntax_errors(self.data, self.format, Path(self.name), self.base)

    def unknown_names(self) -> list[SyntaxProblem]:
        """Give the names in JSON-LD that mean nothing: what stands under them is not read."""
        if self.format != JSONLD:
            return []
        lines = self._lines
        return [c.at(lines, self.name) for c in find_unknown_names(self.data, self.base)]

    def find(self, subject: object, predicate: object = None, value: object = None) -> Place | None:
        """Find a statement; else its subject's property; else where the subject first stands."""
        terms: list[Any] = [self._theirs.get(term, term) for term in (subject, predicate, value)]
        span = self._positions.find(*terms)
        if span is None:
            return None
        text = self.line(span.line)
        return Place(self.name, span.line, span.column, span.end_line, span.end_column, text)

    def line(self, number: int) -> str:
        """Give a line, counted from 1, without its end."""
        return self._lines.line(number)

    def says(self, triple: ox.Triple) -> bool:
        """Whether it has a statement."""
        return triple in self._said

    def properties(self, subject: object) -> frozenset[str]:
        """Give the IRIs of a subject's properties; none if it is no subject here."""
        return self._subjects.get(subject, frozenset())

    def pointing_at(self, node: object) -> ox.Triple | None:
        """Give the first statement whose object is a node."""
        return self._objects.get(node)

    @cached_property
    def _quads(self) -> list[ox.Quad]:
        try:
            return parse(self.data, self.format, self.base)
        except InputError as error:
            error.file = self.name
            raise

    @cached_property
    def _positions(self) -> Positions:
        return read_positions(self.data, self.format, self.base, self._quads)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(to_text(self.data, EXTENSIONS.get(Path(self.name).suffix.lower())))

    @cached_property
    def _said(self) -> frozenset[ox.Triple]:
        return frozenset(self.placed)

    @cached_property
    def _subjects(self) -> Mapping[object, frozenset[str]]:
        table: defaultdict[object, set[str]] = defaultdict(set)
        for t in self.placed:
            table[t.subject].add(t.predicate.value)
        return {subject: frozenset(found) for subject, found in table.items()}

    @cached_property
    def _objects(self) -> Mapping[object, ox.Triple]:
        return {t.object: t for t in reversed(self.placed)}

    @cached_property
    def _names(self) -> dict[str, str]:
        """What the parser calls each blank node → what it is called here."""
        return {}

    def _own(self, triple: ox.Triple, names: dict[str, str]) -> ox.Triple:
        """Name blank nodes by their order, the same each time that the file is read.

        Where they have names in every line, those stay, after the file's label.
        """
        ends: list[Any] = [triple.subject, triple.object]
        if not any(isinstance(end, ox.BlankNode) for end in ends):
            return triple
        for place, end in enumerate(ends):
            if isinstance(end, ox.BlankNode):
                given = end.value if self.format.extension in LINES else f"b{len(names)}"
                ends[place] = ox.BlankNode(names.setdefault(end.value, self.label + given))
        return ox.Triple(ends[0], triple.predicate, ends[1])

    @cached_property
    def _theirs(self) -> Mapping[object, ox.BlankNode]:
        """The blank nodes as the parser names them, by what they are called here."""
        read = self.placed and self._names
        return {ox.BlankNode(own): ox.BlankNode(name) for name, own in (read or {}).items()}


def named_here(path: Path) -> str:
    """Name a file as from the folder that the command runs in."""
    here, path = Path.cwd(), path.absolute()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def find_files(names: Iterable[str], extension: str = ".ttl") -> list[RdfFile]:
    """Find files by names, folders and globs; ``-`` is standard input. Each file counts once.

    :param extension: what standard input's format is told by.
    :raises UsageError: a name fits no file, or a file's format can't be told.
    """
    found: dict[Path, tuple[str, Path]] = {}
    for name in names:
        pairs = [(f"stdin{extension}", _stdin(extension))] if name == STDIN else _named(name)
        for shown, path in pairs:
            found.setdefault(path.resolve(), (shown, path))
    for shown, _ in found.values():
        if Path(shown).suffix.lower() not in EXTENSIONS:
            known = ", ".join(EXTENSIONS)
            raise UsageError(f"{shown}: its format can't be told by its name; known are {known}")
    several = len(found) > 1
    return [
        RdfFile(shown, path, f"f{number}x" if several else "", _base(shown))
        for number, (shown, path) in enumerate(found.values())
    ]


def _base(name: str) -> str:
    """Resolve relative IRIs alike wherever the files lie: by the name, not the folder."""
    return f"file:///{quote(name.lstrip('/'))}"


def _named(name: str) -> list[tuple[str, Path]]:
    path = Path(name)
    if path.is_dir():
        inside = rdf_files_in(path)
        if not inside:
            raise UsageError(f"{name}: there is no RDF file in this folder")
        return [(str(p), p) for p in inside]
    if path.exists():
        return [(name, path)]
    matching = sorted(p for p in glob.glob(name, recursive=True) if Path(p).is_file())
    if not matching:
        raise UsageError(f"{name}: there is no such file")
    return [(p, Path(p)) for p in matching]


def rdf_files_in(folder: Path) -> list[Path]:
    """Find the RDF files in a folder and those below it; what is hidden is left out."""
    return [
        file
        for file in sorted(folder.rglob("*"))
        if is_rdf(file)
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    ]


def is_rdf(file: PurePath) -> bool:
    """Whether a file in a folder is taken for RDF, by its name."""
    ending = file.suffix.lower()
    return ending in EXTENSIONS and ending not in _SELDOM_RDF


@cache
def _stdin(extension: str) -> Path:
    """Put standard input, which can be read once, into a file for as long as the command runs."""
    with tempfile.NamedTemporaryFile(suffix=extension, delete=False) as copy:
        copy.write(sys.stdin.buffer.read())
    atexit.register(Path(copy.name).unlink, missing_ok=True)
    return Path(copy.name)


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


def all_errors(file: RdfFile, error: InputError) -> Sequence[InputError]:
    """Give all that is wrong with a file's syntax, where one error of it is known."""
    try:
        return file.syntax_errors() or [error]
    except InputError:  # it can't even be read
        return [error]
