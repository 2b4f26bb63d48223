"""How much of the disk a build of many projects takes: told before it begins."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lod.errors import ReleaseError
from lod.publishing.parts import MANY_PROJECTS
from lod.words import msg, number

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class _Room:
    """Bytes of the disk for each project: where releases are, and where temporary files are."""

    kept: int
    making: int
    passing: int


_USUAL = {False: _Room(2_500, 2_500, 16_000), True: _Room(8_000, 13_000, 16_000)}
"""Without a store, and with one. Measured by `python benchmarks/disk.py 10000` (rows "all"): the
release, the most there was of it while it was made, and the most of temporary files."""

_LEAST = {False: 700, True: 3_000}
"""Bytes of a release for each project that has but an id, a title and an owner: less than the 1,060
and 4,070 that were measured, as there are file systems that compress."""


def tell_room(count: int, out: Path, say: Callable[[str], None], *, store: bool) -> None:
    """Say how much of the disk a build of many projects takes, and how much of it is free.

    :param count: of projects.
    :param out: the folder of the releases; it may not be there yet.
    :param store: whether the release is to have a SPARQL store.
    :raises ReleaseError: it can't fit, however little is said of each.
    """
    if count <= MANY_PROJECTS:  # they take less than 60 MB, and no temporary files
        return
    usual = _USUAL[store]
    where, passing = _existing(out), Path(tempfile.gettempdir())
    say(
        msg(
            "the release of {count} projects takes about {size} MB of disk while it is made, and "
            "{kept} MB then; in {folder} {free} MB are free",
            count=number(count),
            size=_shown(usual.making * count),
            kept=_shown(usual.kept * count),
            folder=out,
            free=_shown(_free(where)),
        )
    )
    say(
        msg(
            "temporary files take about {size} MB; in {folder} {free} MB are free",
            size=_shown(usual.passing * count),
            folder=passing,
            free=_shown(_free(passing)),
        )
    )
    if folder := _too_small(count, usual, where, passing):
        say(msg("this may not fit in {folder}", folder=folder))
    if _LEAST[store] * count > _free(where):
        todo = msg("make room there, or use --out; the old release stays")
        raise ReleaseError(
            msg("the disk is too small for this; no release was made"), out, todo=todo
        )


def _too_small(count: int, each: _Room, out: Path, passing: Path) -> Path | None:
    """Give the folder that has too little room, if one has; the two may be on one disk."""
    shared = os.stat(out).st_dev == os.stat(passing).st_dev
    if (each.passing + (each.making if shared else 0)) * count > _free(passing):
        return passing
    return out if each.making * count > _free(out) else None


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if os.path.isdir(each))


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _shown(size: int) -> object:
    return number(max(1, round(size / _MB)))
