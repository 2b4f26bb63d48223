"""Validates a graph in memory."""

from collections.abc import Iterable

from lod.checking.shacl.core.errors import UnsupportedShapes
from lod.checking.shacl.core.evaluator import Validation, focus_nodes
from lod.checking.shacl.core.index import Hierarchy, index_of
from lod.checking.shacl.core.model import Result, Shapes, to_result
from lod.checking.shacl.core.naming import name_of
from lod.checking.shacl.sparql.queries import ConstraintQueries, IndexSource
from lod.words import msg


def validate(data: Iterable[object], shapes: Shapes, hierarchy: Hierarchy = ()) -> list[Result]:
    """Check pyoxigraph triples or quads (their union) against shapes; nothing is inferred.

    :param hierarchy: subclasses that an ontology states, for targets and sh:class (SHACL, 1.5).
    :raises UnsupportedShapes: the shapes need pyshacl.
    :raises QueryFailure: a SPARQL constraint failed.
    Source: SHACL, 3.4.
    """
    check_runnable(shapes)
    graph = index_of(data, hierarchy)
    run = Validation(graph, shapes, ConstraintQueries(IndexSource(graph), shapes))
    return [
        to_result(outcome)
        for shape in shapes.targeted
        for outcome in run.of_shape(shape, focus_nodes(graph, shape))
    ]


def check_runnable(shapes: Shapes) -> None:
    """Refuse shapes that need pyshacl.

    :raises UnsupportedShapes: they do.
    """
    if shapes.needs_reference:
        note = shapes.needs_reference[0]
        why = msg("{feature} is beyond this engine", feature=note.text)
        raise UnsupportedShapes(
            msg("in {shape}: {why}", shape=name_of(shapes.graph, note.shape), why=why),
            expected="SHACL Core, SHACL-SPARQL",
            todo=msg("run the reference: {option}", option="--engine pyshacl"),
            shape=note.shape,
            property=note.property,
        )
