"""What changed between two sides, in words, by thing: releases, folders, RDF files, revisions.

The rule of this room: ``sides`` and ``git`` open what the user named, read it as data and execute
nothing of it; ``compare`` looks things up in the two sides; all else is pure, and the same two
sides give the same bytes.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from lod.diff import document, markdown, text
from lod.diff.checks import check_publication, checker_of_files
from lod.diff.compare import compare
from lod.diff.findings import Findings, Found, compare_findings, from_check, from_json
from lod.diff.model import Change, Diff, Thing, Value
from lod.diff.side import FILES
from lod.diff.sides import Checker, Where, open_side
from lod.errors import UsageError
from lod.messages import msg

__all__ = [
    "FORMATS",
    "Change",
    "Checker",
    "Diff",
    "Findings",
    "Found",
    "Thing",
    "Value",
    "Where",
    "check_publication",
    "checker_of_files",
    "compare",
    "compare_findings",
    "diff",
    "from_check",
    "from_json",
    "open_side",
    "render",
]

Write = Callable[..., str]

FORMATS: Mapping[str, Write] = MappingProxyType(
    {"text": text.write, "markdown": markdown.write, "json": document.write}
)
"""Name → writer."""


def diff(old: str | None, new: str | None, where: Where) -> Diff:
    """Compare OLD with NEW.

    :param old: a release's folder, or one with ``current``; a publication's folder; a folder of
        RDF files; an RDF file; a git revision, ``REV`` or ``REV:path``. None: the current release.
    :param new: likewise. None: the publication as it stands in its folder.
    :raises InputError: one of them can't be read.
    :raises UsageError: one of them is none of these; or shapes are given, and neither is RDF.
    """
    with (
        open_side(old or str(where.out), where) as before,
        open_side(new or str(where.site), where) as after,
    ):
        if where.file_checker and FILES not in (before.about.kind, after.about.kind):
            raise UsageError(msg("--shapes goes with RDF: a publication is checked by its own"))
        return compare(before, after)


def render(found: Diff, form: str, language: str, *, everything: bool = False) -> str:
    """Write a comparison in a format.

    :param form: one of ``FORMATS``.
    :param language: ``sv`` or ``en``; English for any other.
    :param everything: tell also what is implied, and what only moved within its source.
    :raises KeyError: no such format.
    """
    return FORMATS[form](found, language, everything=everything)
