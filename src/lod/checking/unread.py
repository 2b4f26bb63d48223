"""What can't be read, as findings: every format then shows it on its line, as it shows the rest."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from lod.checking.filenames import named_here
from lod.checking.files import each_error
from lod.checking.report.model import Finding, Place, Report, Rule
from lod.errors import EmptyShapes, InputError, MappingError, ShapesError
from lod.files import read_text_file
from lod.words import msg, texts

_UNREADABLE = Rule(
    "unreadable", "violation", title=texts(msg("what is published must be readable"))
)
_UNMAPPED = Rule(
    "unmapped",
    "violation",
    title=texts(msg("what is read must be able to become data")),
)
ILL_FORMED = "ill-formed-shape"
"""The rule that shapes break which can't run."""

_ILL_FORMED = Rule(ILL_FORMED, "violation", title=texts(msg("every shape must be able to run")))


def unread_check(error: InputError) -> Report:
    """Make the outcome of a check that came no further than reading."""
    errors = each_error(error)
    found, empty = unread_findings(errors), all(isinstance(e, EmptyShapes) for e in errors)
    files = dict.fromkeys(finding.place.file for finding in found if finding.place)
    rules = (_UNREADABLE, _UNMAPPED, _ILL_FORMED)
    return Report(found, rules, files=tuple(files), unread=True, empty=empty)


def unread_findings(errors: Sequence[InputError]) -> list[Finding]:
    """Make a finding of each thing that can't be read; a file is read once for all of its own."""
    lines = cache(_lines)
    return [_finding(error, lines) for error in errors]


def _finding(error: InputError, lines: Callable[[str], Sequence[str]]) -> Finding:
    return Finding(
        _rule(error),
        "violation",
        texts(error.message),
        _place(error, lines),
        expected=texts(error.expected) if error.expected else {},
        help=texts(error.todo) if error.todo else {},
    )


def _rule(error: InputError) -> Rule:
    if isinstance(error, ShapesError) and not isinstance(error, EmptyShapes):
        return _ILL_FORMED
    return _UNMAPPED if isinstance(error, MappingError) else _UNREADABLE


def _place(error: InputError, lines: Callable[[str], Sequence[str]]) -> Place | None:
    if error.file is None:
        return None
    name = str(error.file) if isinstance(error.file, str) else named_here(error.file)
    if error.source is not None:
        return Place(name, error.line, error.column, text=error.source or None)
    number = error.line or 0
    rows = lines(name) if number else ()
    return Place(name, error.line, text=rows[number - 1] if 0 < number <= len(rows) else None)


def _lines(name: str) -> Sequence[str]:
    with suppress(OSError):
        return read_text_file(Path(name), Path(name).parent, errors="replace").split("\n")
    return ()
