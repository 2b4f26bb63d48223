"""Checks any RDF against any shapes, and says of each finding in which file and line it stands.

It knows no publication. Files come in, a :class:`Report` goes out. The engine is ``shacl``, places
come from ``positions``, ``report`` writes; what stands here puts them together and adds the
guards: what is checked by nothing.
"""

from lod.checking.baseline import (
    all_known,
    mark_known,
    read_baseline,
    write_baseline,
)
from lod.checking.filenames import (
    is_rdf,
    named_here,
    rdf_files_in,
)
from lod.checking.files import (
    RdfFile,
    all_errors,
    each_error,
    labelled,
    read_files,
)
from lod.checking.given import (
    STDIN,
    find_files,
    inflate_named,
    refuse_unknown_format,
)
from lod.checking.held import (
    HeldTriples,
    Named,
    files_of,
    hold,
)
from lod.checking.located import (
    Asking,
    LocatedFile,
    locate_in,
)
from lod.checking.options import (
    Options,
)
from lod.checking.positions import (
    EXTENSIONS,
    declaring,
    undeclared_prefix,
)
from lod.checking.report import (
    REPORT_FORMATS,
    fingerprints,
    render_report,
)
from lod.checking.report.markdown import (
    escaped,
    summary,
)
from lod.checking.report.model import (
    FAILING,
    SEVERITIES,
    Finding,
    Place,
    Report,
    Rule,
    Texts,
    bare,
    in_language,
    written,
)
from lod.checking.report.wording import (
    severity_word,
)
from lod.checking.rules import (
    ReadShapes,
    demands_of,
    read_shape_files,
)
from lod.checking.run import (
    check_files,
    check_given,
    check_graph,
    check_shapes_only,
    check_sorted,
)
from lod.checking.statements import (
    PROPERTY,
    SUBJECT,
    VALUE,
    Pattern,
    Statements,
)
from lod.checking.terms import (
    nearest,
)
from lod.checking.unread import (
    unread_check,
    unread_findings,
)

__all__ = [
    "EXTENSIONS",
    "FAILING",
    "PROPERTY",
    "REPORT_FORMATS",
    "SEVERITIES",
    "STDIN",
    "SUBJECT",
    "VALUE",
    "Asking",
    "Finding",
    "HeldTriples",
    "LocatedFile",
    "Named",
    "Options",
    "Pattern",
    "Place",
    "RdfFile",
    "ReadShapes",
    "Report",
    "Rule",
    "Statements",
    "Texts",
    "all_errors",
    "all_known",
    "bare",
    "check_files",
    "check_given",
    "check_graph",
    "check_shapes_only",
    "check_sorted",
    "declaring",
    "demands_of",
    "each_error",
    "escaped",
    "files_of",
    "find_files",
    "fingerprints",
    "hold",
    "in_language",
    "inflate_named",
    "is_rdf",
    "labelled",
    "locate_in",
    "mark_known",
    "named_here",
    "nearest",
    "rdf_files_in",
    "read_baseline",
    "read_files",
    "read_shape_files",
    "refuse_unknown_format",
    "render_report",
    "severity_word",
    "summary",
    "undeclared_prefix",
    "unread_check",
    "unread_findings",
    "write_baseline",
    "written",
]
