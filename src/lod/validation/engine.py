"""Runs the shapes on a graph. Pure: the same graph and shapes give the same results."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyshacl
from pyshacl.errors import ReportableRuntimeError, ValidationFailure
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins import sparql
from rdflib.term import Node

from lod.errors import ShapesError
from lod.validation.shapes import Shapes

SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Result:
    """One constraint that one focus node breaks.

    :param focus: IRI of the thing; a literal in N-Triples form, a blank node as ``[]``.
    :param path: IRI of the property, a SPARQL property path (``^<…>``, ``<…>|<…>``,
        ``<…>/<…>``), or None where the thing itself is meant.
    :param value: the offending value in N-Triples form, or None where it's missing.
    :param severity: ``violation``, ``warning`` or ``info``.
    :param component: IRI of the constraint component (``sh:MinCountConstraintComponent``).
    :param shape: IRI of the shape.
    :param messages: by language; ``""`` for a message without one.
    """

    focus: str
    path: str | None
    value: str | None
    severity: str
    component: str
    shape: str
    messages: Mapping[str, str] = field(hash=False)

    def message(self, language: str) -> str:
        """Give the message in a language, else in English, else any."""
        known = self.messages
        return known.get(language) or known.get("en") or next(iter(known.values()), "")


def validate(data: Graph, shapes: Shapes) -> list[Result]:
    """Check a graph against shapes: SHACL Core and SPARQL constraints, nothing inferred.

    Sorted by severity (violations first), focus, shape, component, path, value.

    :param data: the union of the graphs, ontology included (``sh:class`` looks up subclasses).
    :raises ShapesError: the engine can't run the shapes.
    Source: SHACL, 3.4 and 5.
    """
    sparql.SPARQL_LOAD_GRAPHS = False  # else FROM in a constraint reads files
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes.graph, inference="none", advanced=False, meta_shacl=False
        )
    except (ReportableRuntimeError, ValidationFailure) as error:
        raise ShapesError(f"the shapes can't be run: {error}") from error
    if not isinstance(report, Graph):
        raise ShapesError(f"the shapes can't be run: {text}")
    found = [_result(report, node, shapes.graph) for node in report.objects(None, SH.result)]
    return sorted(found, key=_order)


def _order(result: Result) -> tuple[object, ...]:
    return (
        SEVERITIES.index(result.severity),
        result.focus,
        result.shape,
        result.component,
        result.path or "",
        result.value or "",
    )


def _result(report: Graph, node: Node, shapes: Graph) -> Result:
    def one(predicate: URIRef) -> Node | None:
        return report.value(node, predicate)

    focus, value, path = one(SH.focusNode), one(SH.value), one(SH.resultPath)
    severity = str(one(SH.resultSeverity)).removeprefix(str(SH)).lower()
    return Result(
        focus=str(focus) if isinstance(focus, URIRef) else _written(focus) or "",
        path=None if path is None else describe_path(report, path),
        value=_written(value),
        severity=severity if severity in SEVERITIES else "violation",
        component=str(one(SH.sourceConstraintComponent)),
        shape=_written_shape(one(SH.sourceShape)),
        messages=_messages(report, node, shapes),
    )


def _written_shape(shape: Node | None) -> str:
    return str(shape) if isinstance(shape, URIRef) else "[]"


def _written(value: Node | None) -> str | None:
    if isinstance(value, URIRef | Literal):
        return value.n3()
    return None if value is None else "[]"


def _messages(report: Graph, node: Node, shapes: Graph) -> dict[str, str]:
    """Take the messages from the shapes: pyshacl drops their language for sh:sparql."""
    owners = (report.value(node, SH.sourceConstraint), report.value(node, SH.sourceShape))
    for owner in owners:
        found = owner is not None and list(shapes.objects(owner, SH.message))
        if found:
            return _by_language(found)
    return _by_language(list(report.objects(node, SH.resultMessage)))


def _by_language(messages: list[Node]) -> dict[str, str]:
    pairs = sorted((getattr(m, "language", None) or "", str(m)) for m in messages)
    table: dict[str, str] = {}
    for language, text in pairs:
        table[language] = f"{table[language]} {text}" if language in table else text
    return table


def describe_path(graph: Graph, path: Node) -> str:
    """Write a SHACL path as SPARQL does; a plain property is its IRI alone."""
    return _path(graph, path) if isinstance(path, BNode) else str(path)


def _path(graph: Graph, path: Node) -> str:
    if isinstance(path, URIRef):
        return path.n3()
    if (path, RDF.first, None) in graph:
        return "/".join(_path(graph, step) for step in Collection(graph, path))
    if (inverse := graph.value(path, SH.inversePath)) is not None:
        return f"^{_path(graph, inverse)}"
    if (choices := graph.value(path, SH.alternativePath)) is not None:
        return "|".join(_path(graph, step) for step in Collection(graph, choices))
    marks = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}
    for predicate, mark in marks.items():
        if (inner := graph.value(path, predicate)) is not None:
            return f"({_path(graph, inner)}){mark}"
    return "[]"
