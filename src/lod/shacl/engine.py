"""Validates a graph in memory."""

from collections.abc import Iterable

from lod.messages import msg
from lod.shacl.errors import UnsupportedShapes
from lod.shacl.evaluator import Validation, focus_nodes
from lod.shacl.index import index_of
from lod.shacl.model import Result, Shapes, to_result
from lod.shacl.naming import name_of
from lod.shacl.queries import ConstraintQueries, IndexSource


def validate(data: Iterable[object], shapes: Shapes) -> list[Result]:
    """Check pyoxigraph triples or quads (their union) against shapes; nothing is inferred.

    :raises UnsupportedShapes: the shapes need pyshacl.
    :raises QueryFailure: a SPARQL constraint failed.
    Source: SHACL, 3.4.
    """
    check_runnable(shapes)
    graph = index_of(data)
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
