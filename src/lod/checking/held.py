"""Graphs in memory where files are expected, and what a programmer gives for either."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from lod.checking.files import RdfFile
from lod.checking.given import find_files
from lod.checking.positions import SyntaxProblem
from lod.checking.report.model import Place
from lod.checking.statements import VALUE, Pattern
from lod.errors import InputError
from lod.rdf import NTRIPLES, Format, is_graph

if TYPE_CHECKING:
    from rdflib import Graph

Named: TypeAlias = "str | os.PathLike[str] | Graph"
"""A file, folder or glob; or a graph of rdflib."""

HeldTriples: TypeAlias = "Graph | Iterable[ox.Triple | ox.Quad]"
"""A graph of rdflib, or what pyoxigraph gives: of quads, the names of their graphs are dropped."""


@dataclass(frozen=True)
class HeldGraph(RdfFile):
    """A graph in memory: its statements stand nowhere, and its blank nodes keep their names.

    :param bound: its prefixes.
    """

    statements: tuple[ox.Triple, ...] = ()
    bound: tuple[tuple[str, str], ...] = ()

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Its prefixes."""
        return dict(self.bound)

    @property
    def format(self) -> Format:
        """What stands for it where a format is asked for."""
        return NTRIPLES

    @property
    def size(self) -> int:
        """It takes no bytes of files: it is in memory already."""
        return 0

    def triples(self) -> Iterator[ox.Triple]:
        """Give what it says."""
        return iter(self.statements)

    @cached_property
    def placed(self) -> tuple[ox.Triple, ...]:
        """What it says."""
        return self.statements

    def quads(self) -> Iterator[ox.Quad]:
        """Give what it says, in no graph."""
        return (ox.Quad(t.subject, t.predicate, t.object) for t in self.statements)

    def syntax_errors(self) -> Sequence[InputError]:
        """Nothing: it was never text."""
        return ()

    def unknown_names(self) -> list[SyntaxProblem]:
        """Nothing, likewise."""
        return []

    def place(self, pattern: Pattern) -> Place | None:
        """None: it has no places."""

    def find(
        self, subject: object, predicate: object = None, value: object = None, mark: int = VALUE
    ) -> Place | None:
        """None, likewise."""


def hold(given: HeldTriples, name: str = "graph") -> HeldGraph:
    """Take triples in memory as a file of RDF.

    :raises InputError: one of them is no triple of RDF 1.1.
    """
    bound = tuple((p, str(iri)) for p, iri in given.namespaces()) if is_graph(given) else ()
    triples = tuple(dict.fromkeys(_triples(given)))
    return HeldGraph(name, Path(name), statements=triples, bound=bound)


def _triples(given: HeldTriples) -> Iterator[ox.Triple]:
    if is_graph(given):
        from lod.rdf import triples_of

        yield from triples_of(given)
        return
    for statement in given:
        if isinstance(statement, ox.Quad):
            yield statement.triple
        elif isinstance(statement, ox.Triple):
            yield statement
        else:
            raise TypeError(f"no triple or quad of pyoxigraph, and no graph: {statement!r}")


def files_of(given: "Named | Iterable[Named]") -> list[RdfFile]:
    """Find files by names, folders and globs; a graph of rdflib is taken as it is.

    :param given: one of these, or several.
    :raises UsageError: a name fits no file, or a file's format can't be told.
    :raises InputError: a folder can't be read, or a graph's terms are none of RDF 1.1.
    """
    names: list[str] = []
    graphs: list[Graph] = []
    for one in _each(given):
        if is_graph(one):
            graphs.append(one)
        else:
            names.append(os.fspath(one))
    several = len(graphs) > 1
    held = [hold(g, f"graph {n}" if several else "graph") for n, g in enumerate(graphs, 1)]
    return [*held, *find_files(names)]


def _each(given: "Named | Iterable[Named]") -> Iterable[Named]:
    if isinstance(given, str | os.PathLike) or is_graph(given):
        return [given]
    return given
