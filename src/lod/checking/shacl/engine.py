"""Validates a graph in memory."""

from collections.abc import Iterable

from lod.checking.shacl.core.errors import UnsupportedShapes
from lod.checking.shacl.core.evaluator import Validation
from lod.checking.shacl.core.index import Hierarchy, MemoryIndex, index_of
from lod.checking.shacl.core.model import Result, Shapes, to_result
from lod.checking.shacl.core.naming import name_of
from lod.checking.shacl.core.resolving import LINK, link_shapes, resolve_where
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
    shapes = resolve_targets(graph, shapes)
    run = _validation(graph, shapes)
    return [
        to_result(outcome)
        for shape in shapes.targeted
        for outcome in run.of_shape(shape, run.foci(shape))
    ]


def _validation(graph: MemoryIndex, shapes: Shapes) -> Validation:
    return Validation(graph, shapes, ConstraintQueries(IndexSource(graph), shapes))


def resolve_targets(graph: MemoryIndex, shapes: Shapes) -> Shapes:
    """Put things in the place of targets that only the data tells (SHACL 1.2)."""
    links = graph.backward.get(LINK, {}).items()
    shapes = link_shapes(shapes, ((thing, shape) for shape, things in links for thing in things))
    asking = [s for s in shapes.targeted if any(t.kind == "where" for t in s.targets)]
    if not asking:
        return shapes
    run = _validation(graph, shapes)
    return resolve_where(shapes, {shape.node: run.foci(shape) for shape in asking})


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
