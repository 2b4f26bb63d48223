"""The folder ``rejected`` beside the releases: what of tables is in no project, for the steward.

``NAME.csv`` has rejected rows and cells as they were, ``NAME.left-out.csv`` the rows that a rule
took. Never part of a release; what a new build doesn't write is removed.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from lod.files import put_all
from lod.publishing.noted import UnusedRows
from lod.publishing.records import Page
from lod.words import msg, told

FOLDER = "rejected"
_FIRST = (msg("row"), msg("column"), msg("reason"))
_LEFT_OUT = (msg("row"), msg("rule"))


def write_rejected(pages: Iterable[Page], out: Path, language: str) -> Sequence[Path]:
    """Write what of tables is in no project, all or nothing, into ``out/rejected``.

    :param language: that of the reasons.
    :returns: the files with what is rejected.
    :raises UsageError: they can't be written.
    """
    files: dict[str, bytes | None] = {}
    for page in pages:
        if page.unused is not None:
            files |= _files(page.source.name, page.unused, language)
    rejected = [out / name for name in files if not name.endswith(".left-out.csv")]
    gone = {f"{FOLDER}/{name}" for name in _names(out / FOLDER)} - files.keys()
    files |= dict.fromkeys(gone)
    if files:
        with suppress(OSError):  # what is wrong with it is told by who writes into it
            out.mkdir(parents=True, exist_ok=True)
        put_all(out, files)
    with suppress(OSError):  # it isn't there, or isn't empty
        (out / FOLDER).rmdir()
    return rejected


def _names(folder: Path) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.endswith(".csv")]
    except OSError:
        return []


def _files(name: str, unused: UnusedRows, language: str) -> Mapping[str, bytes]:
    made: dict[str, bytes] = {}
    if unused.rejected:
        rows = ((e.row, e.column, told(e.reason, language), *e.cells) for e in unused.rejected)
        head = (*(told(word, language) for word in _FIRST), *unused.columns)
        made[f"{FOLDER}/{name}.csv"] = _csv(head, rows)
    if unused.left_out:
        left = ((each.row, told(each.rule, language)) for each in unused.left_out)
        head = tuple(told(word, language) for word in _LEFT_OUT)
        made[f"{FOLDER}/{name}.left-out.csv"] = _csv(head, left)
    return made


def _csv(head: Iterable[object], rows: Iterable[Iterable[object]]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return made.getvalue().encode(errors="backslashreplace")
