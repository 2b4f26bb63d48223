"""A SHACL engine: Core and SHACL-SPARQL, in plain Python over text terms.

The rule of this room: the evaluator alone decides and makes results; the filter only finds
candidates, too many but never too few; only ``reference`` knows pyshacl.
"""

from lod.paths import Path
from lod.shacl.engine import validate
from lod.shacl.errors import MalformedShapes, QueryFailure, UnsupportedShapes
from lod.shacl.files import validate_file
from lod.shacl.model import Result, Shape, ShapeMessage, Shapes, ShapesNote, Target
from lod.shacl.reading import read_shapes

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
    "validate",
    "validate_file",
]
