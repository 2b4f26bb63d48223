"""What changed between two sides, in words, by thing: releases, folders, RDF files, revisions.

The rule of this room: ``sides`` and ``git`` open what the user named, read it as data and execute
nothing of it; ``compare`` looks things up in the two sides; all else is pure, and the same two
sides give the same bytes. What takes time to load is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from lod.errors import UsageError
from lod.words import msg, spoken

if TYPE_CHECKING:
    from lod.comparing.against import find_losses
    from lod.comparing.checks import check_for_diff, checker_of_files
    from lod.comparing.findings import (
        BareFinding,
        compare_findings,
        from_check,
        from_json,
    )
    from lod.comparing.model import ChangedThing, ComparedValue, Diff
    from lod.comparing.sides import Surroundings

__all__ = [
    "DIFF_FORMATS",
    "BareFinding",
    "ChangedThing",
    "ComparedValue",
    "Diff",
    "Surroundings",
    "check_for_diff",
    "checker_of_files",
    "compare_findings",
    "diff",
    "find_losses",
    "from_check",
    "from_json",
    "render_diff",
]

DIFF_FORMATS = ("text", "markdown", "json")

_ROOMS = {
    "BareFinding": "findings",
    "ChangedThing": "model",
    "ComparedValue": "model",
    "Diff": "model",
    "Surroundings": "sides",
    "check_for_diff": "checks",
    "checker_of_files": "checks",
    "compare_findings": "findings",
    "find_losses": "against",
    "from_check": "findings",
    "from_json": "findings",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)


def diff(old: str | None, new: str | None, where: "Surroundings") -> "Diff":
    """Compare OLD with NEW.

    :param old: a release's folder, or one with ``current``; a publication's folder; a folder of
        RDF files; an RDF file; a git revision, ``REV`` or ``REV:path``. None: the current release.
    :param new: likewise. None: the publication as it stands in its folder.
    :raises InputError: one of them can't be read.
    :raises UsageError: one of them is none of these; or shapes are given, and neither is RDF.
    """
    from lod.comparing.compare import compare_sides
    from lod.comparing.side import RDF_SIDE
    from lod.comparing.sides import open_side

    with (
        open_side(old or str(where.out), where) as before,
        open_side(new or str(where.site), where) as after,
    ):
        if where.file_checker and RDF_SIDE not in (before.about.kind, after.about.kind):
            raise UsageError(msg("--shapes goes with RDF: a publication is checked by its own"))
        return compare_sides(before, after)


def render_diff(found: "Diff", form: str, language: str, *, everything: bool = False) -> str:
    """Write a comparison in a format.

    :param form: one of ``DIFF_FORMATS``.
    :param language: ``sv`` or ``en``; English for any other.
    :param everything: tell also what is implied, and what only moved within its source.
    :raises KeyError: no such format.
    """
    from lod.comparing import document, markdown, text

    write = {"text": text.write, "markdown": markdown.write, "json": document.write}[form]
    return write(found, spoken(language), everything=everything)
