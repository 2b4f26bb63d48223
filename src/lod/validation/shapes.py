"""Shapes are read, and refused where they can't be read or would check nothing."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from lod.errors import ShapesError

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf, SH.target)
_SHAPES = (SH.NodeShape, SH.PropertyShape)


@dataclass(frozen=True)
class Shapes:
    """Shapes of several files as one graph.

    :param texts: each file's text, for finding the line that a shape stands on.
    """

    graph: Graph
    texts: Mapping[Path, str]

    @property
    def files(self) -> tuple[Path, ...]:
        """The files, in the order they were read."""
        return tuple(self.texts)

    def place(self, term: Node | str) -> tuple[Path | None, int | None]:
        """Find the file and line (from 1) that names a term, a subject first."""
        found = [
            (not first, file, line)
            for file, text in self.texts.items()
            for line, first in _mentions(text, str(term))
        ]
        if not found:
            return (self.files[0] if len(self.texts) == 1 else None), None
        _, file, line = min(found, key=lambda f: f[0])
        return file, line


def known_terms(*graphs: Graph) -> frozenset[str]:
    """Give the IRIs that graphs describe or use as predicate or type: terms that exist."""
    return frozenset(
        str(term)
        for graph in graphs
        for s, p, o in graph
        for term in ((s, p, o) if p == RDF.type else (s, p))
        if isinstance(term, URIRef)
    )


def read_shapes(
    where: Path | Iterable[Path],
    *,
    vocab_iri: str | None = None,
    known: Collection[str] = (),
) -> Shapes:
    """Read shapes from a folder's ``*.ttl``, or from the files given.

    :param vocab_iri: if given, each term under it that a shape names must be in ``known``.
    :raises ShapesError: a file can't be read; there is no shape; a shape has no target and
        no other uses it, has no path, a wrong pattern or query; a term doesn't exist.
    """
    files = sorted(where.glob("*.ttl")) if isinstance(where, Path) else list(where)
    graph = Graph()
    texts = {file: _text(file) for file in files}
    for file, text in texts.items():
        graph += _parse(file, text)
    shapes = Shapes(graph, texts)
    if not any(graph.subjects(RDF.type, kind) for kind in _SHAPES) or not _typed(graph):
        place = where if isinstance(where, Path) else None
        raise ShapesError("there is no shape", place, expected="a sh:NodeShape in a .ttl file")
    for check in (_check_targets, _check_paths, _check_patterns, _check_queries):
        check(shapes)
    if vocab_iri is not None:
        _check_terms(shapes, vocab_iri, known)
    return shapes


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ShapesError("is not UTF-8", file, todo="save it as UTF-8") from error
    except OSError as error:
        raise ShapesError(f"can't be read: {error.strerror}", file) from error


def _parse(file: Path, text: str) -> Graph:
    try:
        return Graph().parse(data=text, format="turtle", publicID=file.as_uri())
    except BadSyntax as error:
        message = f"is not Turtle: {error._why}"
        raise ShapesError(message, file, error.lines + 1) from error
    except (ParserError, ValueError) as error:
        raise ShapesError(f"is not Turtle: {error}", file) from error


def _typed(graph: Graph) -> list[Node]:
    return sorted({s for kind in _SHAPES for s in graph.subjects(RDF.type, kind)}, key=str)


def _used(graph: Graph) -> set[Node]:
    return {o for _, p, o in graph if p == RDF.first or str(p).startswith(str(SH))}


def _check_targets(shapes: Shapes) -> None:
    used = _used(shapes.graph)
    for shape in _typed(shapes.graph):
        targeted = any((shape, target, None) in shapes.graph for target in _TARGETS)
        implicit = (shape, RDF.type, RDFS.Class) in shapes.graph
        if not (targeted or implicit or shape in used):
            raise ShapesError(
                f"the shape {shape} checks nothing",
                *shapes.place(shape),
                expected="a target (sh:targetClass …), or another shape that uses it",
            )


def _check_paths(shapes: Shapes) -> None:
    graph = shapes.graph
    wanted = set(graph.objects(None, SH.property)) | set(graph.subjects(RDF.type, SH.PropertyShape))
    for shape in sorted(wanted, key=str):
        if (shape, SH.path, None) not in graph:
            raise ShapesError(
                f"the property shape {shape} has no path",
                *shapes.place(shape),
                expected="sh:path with a property",
                todo="correct the name, or describe the shape",
            )


def _check_patterns(shapes: Shapes) -> None:
    for shape, pattern in shapes.graph.subject_objects(SH.pattern):
        try:
            re.compile(str(pattern))
        except re.error as error:
            place = shapes.place(shape)
            raise ShapesError(f"a wrong sh:pattern, {pattern}: {error}", *place) from error


def _check_queries(shapes: Shapes) -> None:
    for constraint, query in shapes.graph.subject_objects(SH.select):
        names = dict(_declared(shapes.graph, constraint))
        try:
            prepareQuery(str(query), initNs=names)
        except Exception as error:  # rdflib raises a bare Exception on an unknown prefix
            place = shapes.place(constraint)
            raise ShapesError(f"a wrong query in {constraint}: {error}", *place) from error


def _declared(graph: Graph, constraint: Node) -> Iterator[tuple[str, str]]:
    for owner in graph.objects(constraint, SH.prefixes):
        for declaration in graph.objects(owner, SH.declare):
            prefix = graph.value(declaration, SH.prefix)
            namespace = graph.value(declaration, SH.namespace)
            if isinstance(prefix, Literal) and namespace is not None:
                yield str(prefix), str(namespace)


def _check_terms(shapes: Shapes, vocab_iri: str, known: Collection[str]) -> None:
    named = {o for _, _, o in shapes.graph if isinstance(o, URIRef)}
    for term in sorted(named):
        if term.startswith(vocab_iri) and str(term) not in known:
            raise ShapesError(
                f"no such term: {term}",
                *shapes.place(term),
                expected="a term of ontology/",
                todo="correct its spelling here, or add it to ontology/",
            )


def _mentions(text: str, iri: str) -> Iterator[tuple[int, bool]]:
    """Give each line (from 1) that names an IRI, and whether it stands first on it."""
    names = dict(re.findall(r"(?im)^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", text))
    bases = re.findall(r"(?im)^\s*@?base\s+<([^>]*)>", text)
    spellings = [f"<{iri}>"]
    spellings += [f"<{iri.removeprefix(base)}>" for base in bases if iri.startswith(base)]
    spellings += [
        f"{prefix}:{iri.removeprefix(namespace)}"
        for prefix, namespace in names.items()
        if iri.startswith(namespace)
    ]
    pattern = re.compile("|".join(rf"(?<![\w-]){re.escape(s)}(?![\w/-])" for s in spellings))
    for number, line in enumerate(text.splitlines(), 1):
        if match := pattern.search(line):
            yield number, match.start() == 0
