"""Runs pyshacl, the reference: what the engine is compared with, and SHACL-AF's way.

The only module that knows pyshacl.
"""

from collections.abc import Iterable

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.plugins import sparql
from rdflib.term import Node

from lod.checking.shacl.core.errors import MalformedShapes, Wrong
from lod.checking.shacl.core.index import index_of
from lod.checking.shacl.core.model import Result, results_in_order
from lod.checking.shacl.core.paths import read_path
from lod.checking.shacl.core.vocabulary import QUERIES
from lod.checking.shacl.sparql.querytokens import refuse_fetching
from lod.rdf import Path, from_ox, from_rdflib, to_graph, triples_of
from lod.words import msg


def run_reference(
    data: Iterable[ox.Triple | ox.Quad], shapes: Iterable[ox.Triple | ox.Quad]
) -> list[Result]:
    """Check pyoxigraph triples or quads with pyshacl, SHACL-AF included; nothing is inferred.

    Literals come back as pyshacl writes them: rdflib normalises some.

    :raises InputError: the data has what rdflib can't hold.
    :raises MalformedShapes: pyshacl can't run the shapes, or a query of theirs would fetch.
    """
    sparql.SPARQL_LOAD_GRAPHS = False  # else FROM in a constraint reads files
    data_graph, shapes_graph = to_graph(data), to_graph(shapes)
    _refuse_fetching(shapes_graph)
    try:
        _, report, text = pyshacl.validate(
            data_graph, shacl_graph=shapes_graph, advanced=True, inference="none"
        )
    except Exception as error:
        raise _cant_run(error) from error
    if not isinstance(report, Graph):
        raise _cant_run(text)
    found = report.value(None, RDF.type, SH.ValidationReport)
    paths = _paths(report)
    return [_result(report, node, paths) for node in report.objects(found, SH.result)]


def _cant_run(why: object) -> MalformedShapes:
    return MalformedShapes(msg("pyshacl can't run the shapes: {why}", why=why))


def _refuse_fetching(shapes: Graph) -> None:
    """Refuse queries that would fetch, also where the shapes were not read by lod."""
    for name in QUERIES:
        for node, text in shapes.subject_objects(SH[name]):
            try:
                refuse_fetching(str(text))
            except Wrong as wrong:
                shape = from_ox(from_rdflib(node))
                raise MalformedShapes(
                    wrong.message, todo=wrong.todo, shape=shape, property=str(SH[name])
                ) from wrong


def _paths(report: Graph) -> dict[Node, Path]:
    index = index_of(triples_of(report))
    found = {}
    for node in set(report.objects(None, SH.resultPath)):
        try:
            found[node] = read_path(index, from_ox(from_rdflib(node)))
        except Wrong as error:
            raise _cant_run(error) from error
    return found


def _result(report: Graph, node: Node, paths: dict[Node, Path]) -> Result:
    def one(name: URIRef) -> str | None:
        found = report.value(node, name)
        return None if found is None else from_ox(from_rdflib(found))

    focus, shape = one(SH.focusNode), one(SH.sourceShape)
    assert focus is not None
    assert shape is not None
    path = report.value(node, SH.resultPath)
    messages = {
        (str(m), m.language or "")
        for m in report.objects(node, SH.resultMessage)
        if isinstance(m, Literal)
    }
    return Result(
        focus=focus,
        path=None if path is None else paths[path],
        value=one(SH.value),
        severity=str(report.value(node, SH.resultSeverity)),
        component=str(report.value(node, SH.sourceConstraintComponent)),
        shape=shape,
        source_constraint=one(SH.sourceConstraint),
        messages=tuple(sorted(messages, key=lambda m: m[::-1])),
        details=results_in_order(
            _result(report, d, paths) for d in report.objects(node, SH.detail)
        ),
    )
