"""Which shapes were left out, in words: those that can't run, and those that need them."""

from collections.abc import Iterator

from lod.checking.shacl import Shapes
from lod.checking.shacl.core.naming import name_of
from lod.rdf import SH, is_iri
from lod.words import Message, msg

_PROPERTY = f"<{SH}property>"
_NAMED = 20
"""How many are named."""


def left_out_notes(shapes: Shapes) -> list[Message]:
    """Name the shapes that didn't run; the parts of one that is left out go with it."""
    nodes = sorted(_left_out(shapes))
    notes = [msg("not run: {shape}", shape=name_of(shapes.graph, n)) for n in nodes[:_NAMED]]
    more = len(nodes) - _NAMED
    return [*notes, msg("… and {count} more", count=more)] if more > 0 else notes


def _left_out(shapes: Shapes) -> Iterator[str]:
    for node in shapes.left_out:
        owners = shapes.graph.subjects(_PROPERTY, node)
        if is_iri(node) or any(owner in shapes.shapes for owner in owners):
            yield node
