"""Targets that only the data tells: sh:targetWhere, and sh:shape in the data (SHACL 1.2, draft).

What they find becomes targets by name, so that all the rest knows those alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lod.checking.shacl.core.model import Shape, Shapes, ShapesNote, Target
from lod.rdf import SH
from lod.words import msg

LINK = f"<{SH}shape>"


def link_shapes(shapes: Shapes, links: Iterable[tuple[str, str]]) -> Shapes:
    """Add what things of the data say of their shapes; in SHACL 1.0 that says nothing.

    :param links: sh:shape statements of the data: thing and shape.
    Source: SHACL 1.2 Core, 3.3 (explicit shape targets).
    """
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for thing, shape in links:
        if shape in shapes.shapes:
            found[shape][thing] = None
    if not found:
        return shapes
    if shapes.version == "1.0":
        text = msg("{term} in the data says nothing: this is SHACL 1.2", term="sh:shape")
        return replace(shapes, notes=(*shapes.notes, ShapesNote(text, next(iter(found)), LINK)))
    text = msg("{term} (SHACL 1.2)", term="sh:shape")
    used = (ShapesNote(text, shape, f"{SH}shape") for shape in found)
    named = {**shapes.shapes, **_with_things(shapes, found)}
    return replace(shapes, shapes=named, drafts=(*shapes.drafts, *used))


def resolve_where(shapes: Shapes, found: Mapping[str, Iterable[str]]) -> Shapes:
    """Put what sh:targetWhere has found in its place.

    :param found: by shape, the things.
    """
    named = _with_things(shapes, found)
    for node, shape in named.items():
        targets = (replace(t, kind="found") if t.kind == "where" else t for t in shape.targets)
        named[node] = replace(shape, targets=tuple(targets))
    return replace(shapes, shapes={**shapes.shapes, **named})


def _with_things(shapes: Shapes, found: Mapping[str, Iterable[str]]) -> dict[str, Shape]:
    return {
        node: replace(
            shape,
            targets=tuple(
                dict.fromkeys((*shape.targets, *(Target("node", n) for n in found[node])))
            ),
        )
        for node in found
        for shape in (shapes.shapes[node],)
    }
