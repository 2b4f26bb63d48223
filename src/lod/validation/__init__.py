"""Checks a graph against the shapes, and says what is wrong in words a steward can act on.

No network here: neither shapes nor data are fetched.
"""

from lod.validation.base import check_base
from lod.validation.engine import Result, validate
from lod.validation.report import Report
from lod.validation.shapes import Shapes, known_terms, read_shapes

__all__ = [
    "Report",
    "Result",
    "Shapes",
    "check_base",
    "known_terms",
    "read_shapes",
    "validate",
]
