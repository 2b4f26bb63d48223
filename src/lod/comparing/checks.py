"""What a check finds of a side, for comparing: the same as ``lod check``, without places."""

from collections.abc import Callable, Iterable, Sequence

from lod.checking import (
    Options,
    RdfFile,
    check_files,
    find_files,
    labelled,
    read_shape_files,
    unread_findings,
)
from lod.comparing.findings import BareFinding, from_check
from lod.publishing import Mapped, check_publication
from lod.rdf import SHARED

FileChecker = Callable[[Sequence[RdfFile]], Sequence[BareFinding]]


def check_for_diff(mapped: Mapped) -> list[BareFinding]:
    """Check a publication against its own shapes; what could not be read of it counts too.

    :raises ShapesError: its shapes can't be read, or check nothing.
    """
    checked = check_publication(mapped, silent)
    return from_check([*unread_findings(mapped.problems), *checked.findings])


def checker_of_files(shapes: Iterable[str]) -> FileChecker:
    """Read shapes, and give what checks RDF files against them.

    :param shapes: files, folders, globs.
    :raises UsageError: one of them fits no file.
    :raises InputError: the shapes can't be read, or check nothing.
    """
    (files,) = labelled(find_files(shapes), prefix="s")
    read = read_shape_files(files)
    options = Options(prefixes=SHARED)
    return lambda files: from_check(check_files(files, read, options).findings)


def silent(line: str) -> None:
    """Take a line of progress and print nothing."""
