"""How quads are made and where each came from: a growing set with positions beside it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeGuard

import pyoxigraph as ox

from lod.publishing.handwritten import SettingLines, TableRow, place_of
from lod.publishing.iris import Iris
from lod.publishing.records import Day, LineSpan, Month, MonthSpan, StatedTime, Year
from lod.rdf import RDF, XSD, expand, prefixes

Object = ox.NamedNode | ox.Literal
_TYPE = f"{RDF}type"


@dataclass(frozen=True, slots=True)
class SourceWords:
    """Where a statement comes from: lines of a file.

    :param words: what stands there for the value, where that isn't the value itself.
    :param column: where the words start on the first line, from 1, if that is known.
    :param pointer: a table's cell: ``row=5;column=name``, rows counted as in RFC 7111.
    """

    file: Path
    span: LineSpan
    words: str | None = None
    column: int | None = None
    pointer: str | None = None

    @classmethod
    def of_cell(cls, row: TableRow, column: str) -> "SourceWords":
        """Give the place of a table's cell."""
        cell = row.cells[column]
        span = LineSpan(cell.line, cell.line)
        pointer = f"row={row.number};column={column}"
        return cls(row.file, span, cell.text, cell.column, pointer)

    @classmethod
    def of_setting(
        cls, file: Path, lines: SettingLines, *name: str, words: str | None = None
    ) -> "SourceWords":
        """Give the place of a setting in a TOML file; of its table, if it isn't there."""
        return cls(file, LineSpan(*(place_of(lines, name) or (1, 1))), words)


@dataclass(frozen=True, slots=True)
class StatedIn:
    """Where a statement comes from: one in a file of RDF, the same or what it follows from."""

    file: Path
    triple: ox.Triple


Origin = SourceWords | StatedIn


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that is said.

    :param graph: the name of the graph that says it: a source's, reference, curated, …
    """

    graph: str
    triple: ox.Triple
    origin: Origin


@dataclass(frozen=True, slots=True)
class Superseded:
    """What an older source says of a thing that a newer one describes.

    :param quoted: the lines that say so, as pointers into the source.
    """

    said: Statement
    quoted: tuple[ox.NamedNode, ...]


@dataclass(slots=True)
class StatementWriter(ABC):
    """Takes what is said. Subjects are IRIs; predicates prefixed names."""

    iris: Iris
    _nodes: dict[str, ox.NamedNode] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _last: tuple[str, ox.NamedNode] = field(
        default=("", ox.NamedNode("x:")), init=False, repr=False, compare=False
    )

    @abstractmethod
    def insert(self, graph: str, triple: ox.Triple, at: Origin) -> None:
        """Say a triple in a graph."""

    def add(
        self, graph: str, subject: str, predicate: str, value: Object | None, at: Origin
    ) -> None:
        """Say one thing; a value of None says nothing."""
        if value is not None:
            self.insert(graph, ox.Triple(self._subject(subject), self.named(predicate), value), at)

    def types(self, graph: str, subject: str, at: Origin, *names: str) -> None:
        """Say the classes of a subject."""
        for name in names:
            self.add(graph, subject, _TYPE, self.named(name), at)

    def named(self, name: str) -> ox.NamedNode:
        """Make an IRI node of a prefixed name of a property or class: each once."""
        node = self._nodes.get(name)
        if node is None:
            node = self._nodes[name] = iri_term(self.expand(name))
        return node

    def _subject(self, iri: str) -> ox.NamedNode:
        """Make an IRI node of a subject, of whom more is said at once."""
        if self._last[0] != iri:
            self._last = iri, iri_term(iri)
        return self._last[1]

    def expand(self, name: str) -> str:
        """Make an IRI of a prefixed name; an IRI stays."""
        return name if "//" in name else expand(name, prefixes(self.iris.vocab))


@dataclass(slots=True)
class StatementList(StatementWriter):
    """What is said, one thing after the other, whether or not it was said before."""

    said: list[Statement] = field(default_factory=list)

    def insert(self, graph: str, triple: ox.Triple, at: Origin) -> None:
        """Say a triple in a graph."""
        self.said.append(Statement(graph, triple, at))


@dataclass(slots=True)
class Graph(StatementWriter):
    """All quads of a build; a triple stands in the first graph that says it.

    :param about: the triples of each subject.
    :param superseded: what older sources say of things that a newer one describes.
    """

    quads: dict[ox.Triple, ox.NamedNode] = field(default_factory=dict)
    origins: dict[ox.Triple, Origin] = field(default_factory=dict)
    about: dict[object, list[ox.Triple]] = field(default_factory=dict)
    superseded: list[Superseded] = field(default_factory=list)

    def insert(self, graph: str, triple: ox.Triple, at: Origin) -> None:
        """Say a triple in a graph, unless a graph says it already."""
        if triple not in self.quads:
            self.quads[triple] = iri_term(self.iris.graph(graph))
            self.origins[triple] = at
            self.about.setdefault(triple.subject, []).append(triple)

    def add_beside(self, said: ox.Triple, predicate: str, value: Object) -> None:
        """Say of a statement's subject what follows from it: in its graph, from where it comes."""
        triple = ox.Triple(said.subject, iri_term(self.expand(predicate)), value)
        name = self.quads[said].value.removeprefix(self.iris.graph(""))
        self.insert(name, triple, self.origins[said])

    def drop(self, subject: str, predicate: str) -> None:
        """Take back what is said of a subject's property."""
        said, gone = self.about.pop(iri_term(subject), []), iri_term(self.expand(predicate))
        for triple in said:
            if triple.predicate == gone:
                del self.quads[triple], self.origins[triple]
        self.about[iri_term(subject)] = [triple for triple in said if triple.predicate != gone]

    def take_back(self, triples: Iterable[ox.Triple]) -> None:
        """Take back single statements."""
        for triple in triples:
            del self.quads[triple], self.origins[triple]
            self.about[triple.subject].remove(triple)

    def __iter__(self) -> Iterator[ox.Quad]:
        for triple, graph in self.quads.items():
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def object_of(triple: ox.Triple) -> Object:
    """Give the object of a triple that we have made: no blank node, no triple."""
    assert isinstance(triple.object, ox.NamedNode | ox.Literal)
    return triple.object


def iri_term(value: str) -> ox.NamedNode:
    """Make an IRI node."""
    return ox.NamedNode(value)


def text(value: str, language: str | None = None) -> ox.Literal:
    """Make a text, in a language or plain."""
    return ox.Literal(value, language=language) if language else ox.Literal(value)


_DATATYPES = {Day: "date", Month: "gYearMonth", Year: "gYear"}


def stated(value: StatedTime | None) -> ox.Literal | None:
    """Make an xsd:date, gYearMonth or gYear; nothing of a quarter or half year, which has none."""
    kind = _DATATYPES.get(type(value))
    return _typed(str(value), kind) if kind else None


def bounds(start: StatedTime | None, end: StatedTime | None) -> dict[str, ox.Literal]:
    """Give the first and last days that a start and an end can be: property → xsd:date.

    Both of a quarter, a half year or a year; of a day or a month the outer one.
    """
    found = {}
    if start:
        found["fp:earliestStart"] = day(start.first_day)
    if isinstance(start, MonthSpan | Year):
        found["fp:latestStart"] = day(start.last_day)
    if isinstance(end, MonthSpan | Year):
        found["fp:earliestEnd"] = day(end.first_day)
    if end:
        found["fp:latestEnd"] = day(end.last_day)
    return found


def day(value: date) -> ox.Literal:
    """Make an xsd:date."""
    return _typed(value.isoformat(), "date")


def is_day(term: object) -> TypeGuard[ox.Literal]:
    """Whether a term is an xsd:date of the calendar, without a zone."""
    if not isinstance(term, ox.Literal) or term.datatype.value != f"{XSD}date":
        return False
    try:
        date.fromisoformat(term.value)
    except ValueError:
        return False
    return True


def moment(value: date | datetime) -> ox.Literal:
    """Make an xsd:dateTime, without a zone where the source gives none; of a day an xsd:date."""
    return _typed(value.isoformat(), "dateTime" if isinstance(value, datetime) else "date")


def decimal(value: Decimal) -> ox.Literal:
    """Make an xsd:decimal, exactly, in its canonical form but for a whole number's ``.0``."""
    text = format(value, "f")
    return _typed(text.rstrip("0").rstrip(".") if "." in text else text, "decimal")


def _typed(value: str, local: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + local))
