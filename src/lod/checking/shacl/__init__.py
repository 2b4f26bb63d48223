"""A SHACL engine: Core and SHACL-SPARQL, in plain Python over text terms.

The rule of this room: the evaluator alone decides and makes results; the filter only finds
candidates, too many but never too few; only ``reference`` knows pyshacl. What only large files
need is loaded for them.
"""

from typing import TYPE_CHECKING

from lod.checking.shacl.core.errors import MalformedShapes, QueryFailure, UnsupportedShapes
from lod.checking.shacl.core.model import Result, Shape, ShapeMessage, Shapes, ShapesNote, Target
from lod.checking.shacl.engine import validate
from lod.checking.shacl.reading import read_shapes, read_sound_shapes
from lod.rdf import Path

if TYPE_CHECKING:
    from lod.checking.shacl.stream.files import validate_file

__all__ = [
    "MalformedShapes",
    "Path",
    "QueryFailure",
    "Result",
    "Shape",
    "ShapeMessage",
    "Shapes",
    "ShapesNote",
    "Target",
    "UnsupportedShapes",
    "read_shapes",
    "read_sound_shapes",
    "validate",
    "validate_file",
]


def __getattr__(name: str) -> object:
    if name != "validate_file":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from lod.checking.shacl.stream.files import validate_file

    return validate_file
