"""Checks how shapes refer to each other: not in circles, and not too deep."""

from collections.abc import Iterator, Mapping

from lod.checking.shacl.core.errors import Beyond
from lod.checking.shacl.core.model import Shape
from lod.checking.shacl.core.paths import MAX_SHAPE_DEPTH
from lod.rdf import is_iri
from lod.words import msg


def check_nesting(shapes: Mapping[str, Shape]) -> Iterator[tuple[str, Beyond]]:
    """Give each shape that refers to itself, or else one that is nested too deep.

    Source: SHACL, 3.4.3 (the specification gives recursion no meaning).
    """
    left = {node: {*shape.refers} for node, shape in shapes.items()}
    for _ in range(MAX_SHAPE_DEPTH):
        _take(left, [n for n, inner in left.items() if inner.isdisjoint(left)])
    circles = dict(left)
    while starts := circles.keys() - set().union(*circles.values()):
        _take(circles, starts)
    for node in [n for n in circles if is_iri(n)] or circles:
        yield node, _beyond(msg("the shape refers to itself"))
    if left and not circles:
        text = msg("shapes are nested deeper than {count} levels", count=MAX_SHAPE_DEPTH)
        yield next(iter(left)), _beyond(text)


def _take(shapes: dict[str, set[str]], nodes: "list[str] | set[str]") -> None:
    for node in nodes:
        del shapes[node]


def _beyond(text: str) -> Beyond:
    return Beyond(text, msg("shapes that end"), msg("take it apart, or leave it out"))
