"""Checks RDF against shapes, and says of each finding in which file and line it stands.

Files come in, a ``reports.Check`` goes out. The engine is ``lod.shacl``, places come from
``lod.positions``; this room puts them together and adds the guards: what is checked by nothing.
"""

from lod.checking.base import check_base, read_own
from lod.checking.baseline import mark_known, read_baseline, write_baseline
from lod.checking.check import check_files, check_given, check_graph
from lod.checking.files import RdfFile, labelled, read_files
from lod.checking.given import find_files
from lod.checking.options import Options
from lod.checking.rules import ReadShapes, read_shape_files
from lod.checking.unread import unread_check, unread_findings

__all__ = [
    "Options",
    "RdfFile",
    "ReadShapes",
    "check_base",
    "check_files",
    "check_given",
    "check_graph",
    "find_files",
    "labelled",
    "mark_known",
    "read_baseline",
    "read_files",
    "read_own",
    "read_shape_files",
    "unread_check",
    "unread_findings",
    "write_baseline",
]
