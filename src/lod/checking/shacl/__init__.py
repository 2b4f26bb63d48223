"""A SHACL engine: Core and SHACL-SPARQL, in plain Python over text terms.

The rule of this room: the evaluator alone decides and makes results; the filter only finds
candidates, too many but never too few; only ``reference`` knows pyshacl.
"""

from lod.checking.shacl.core.errors import MalformedShapes, QueryFailure, UnsupportedShapes
from lod.checking.shacl.core.model import Result, Shape, ShapeMessage, Shapes, ShapesNote, Target
from lod.checking.shacl.engine import validate
from lod.checking.shacl.reading import read_shapes
from lod.checking.shacl.stream.files import validate_file
from lod.rdf import Path

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
