"""Which shapes can run where others are wrong."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lod.checking.shacl.core.index import MemoryIndex
from lod.checking.shacl.core.model import Shape, Shapes
from lod.checking.shacl.core.vocabulary import local_name
from lod.rdf import FIRST, REST, SH, is_literal

_PROPERTY, _PARAMETER, _PATH = (f"<{SH}{name}>" for name in ("property", "parameter", "path"))
_LIST = (FIRST, REST)


def sound_shapes(
    made: Mapping[str, Shape], wrong: Iterable[str], graph: MemoryIndex
) -> dict[str, Shape]:
    """Leave out the shapes that are wrong, and those whose results need one that is.

    A shape that has a wrong one as its sh:property runs without it: what else it demands stands. It
    is weaker then, so that no other (sh:not, say) can go by it.

    :param wrong: the nodes that errors are about: shapes, or parts of them such as a query.
    """
    faulty = set(wrong)
    dead = {path for paths in _components(graph, faulty) for path in paths}
    out = {
        node
        for node in made
        if not dead.isdisjoint(graph.record(node))
        or not faulty.isdisjoint(_parts(node, made, graph))
    }
    weak = set(out)
    while more := {n for n, shape in made.items() if n not in weak and _uses(shape, weak)}:
        weak |= more
    out |= {node for node, shape in made.items() if _uses(shape, weak, otherwise=_PROPERTY)}
    return {node: _without(shape, out) for node, shape in made.items() if node not in out}


def shapes_without(shapes: Shapes, wrong: str | None, *, reference: bool) -> Shapes | None:
    """Leave out a shape that failed as it ran; with what only pyshacl runs, all of that.

    Gives None where it can't be told what needs what failed: functions are called in queries.

    :param wrong: the node of the shape, or of a part of it.
    :param reference: whether pyshacl runs all of them: then it alone is left out.
    """
    beyond = set() if reference else {note.shape for note in shapes.needs_reference}
    if not beyond <= shapes.shapes.keys():
        return None
    sound = sound_shapes(shapes.shapes, beyond | ({wrong} if wrong else set()), shapes.graph)
    gone = shapes.shapes.keys() - sound.keys()
    return _left(shapes, sound, frozenset(gone)) if gone else None


def _left(shapes: Shapes, sound: Mapping[str, Shape], gone: frozenset[str]) -> Shapes:
    return replace(
        shapes,
        shapes=sound,
        needs_reference=tuple(n for n in shapes.needs_reference if n.shape not in gone),
        drafts=tuple(n for n in shapes.drafts if n.shape not in gone),
        left_out=shapes.left_out | gone,
    )


def _components(graph: MemoryIndex, faulty: set[str]) -> Iterator[list[str]]:
    """Give the paths of the parameters of each custom component that is wrong."""
    for component in graph.holders(_PARAMETER):
        if not faulty.isdisjoint(_parts(component, {}, graph)):
            declared = graph.objects(component, _PARAMETER)
            yield [path for node in declared for path in graph.objects(node, _PATH)]


def _parts(node: str, made: Mapping[str, Shape], graph: MemoryIndex) -> Iterator[str]:
    """Give a node, and the nodes that describe it and are no shapes themselves."""
    seen, queue = {node}, [node]
    while queue:
        part = queue.pop()
        yield part
        for predicate, values in graph.record(part).items():
            if predicate in _LIST or local_name(predicate):
                new = {v for v in values if v not in made and not is_literal(v)} - seen
                seen |= new
                queue += new


def _uses(shape: Shape, others: set[str], otherwise: str = "") -> bool:
    """Whether a shape uses one of others, otherwise than by a parameter."""
    where = (target.value for target in shape.targets if target.kind == "where")
    return not others.isdisjoint(where) or any(
        not others.isdisjoint(constraint.shapes)
        for constraint in shape.constraints
        if constraint.parameter != otherwise
    )


def _without(shape: Shape, out: set[str]) -> Shape:
    kept = tuple(c for c in shape.constraints if out.isdisjoint(c.shapes))
    return shape if len(kept) == len(shape.constraints) else replace(shape, constraints=kept)
