"""The files that a command line names: by name, folder, glob, or standard input."""

import atexit
import glob
import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from urllib.parse import quote

from lod.checking.files import RdfFile, rdf_files_in, refuse_unreachable
from lod.errors import UsageError
from lod.messages import msg
from lod.positions import EXTENSIONS
from lod.whole import put, scratch

STDIN = "-"
_KEPT = ExitStack()
"""What is kept until the command ends."""


def find_files(names: Iterable[str], extension: str = ".ttl") -> list[RdfFile]:
    """Find files by names, folders and globs; ``-`` is standard input. Each file counts once.

    :param extension: what standard input's format is told by.
    :raises UsageError: a name fits no file, or a file's format can't be told.
    :raises InputError: a folder can't be read, or a link leads nowhere.
    """
    _refuse_missing(names := [*names])
    found: dict[Path, tuple[str, Path]] = {}
    for name in names:
        pairs = [(f"stdin{extension}", _stdin(extension))] if name == STDIN else _named(name)
        for shown, path in pairs:
            found.setdefault(path.resolve(), (shown, path))
    refuse_unknown_format(*(shown for shown, _ in found.values()))
    several = len(found) > 1
    return [
        RdfFile(shown, path, f"f{number}x" if several else "", _base(shown))
        for number, (shown, path) in enumerate(found.values())
    ]


def refuse_unknown_format(*names: str) -> None:
    """Check that the formats of files can be told by their names.

    :raises UsageError: has all whose can't.
    """
    unknown = [name for name in names if Path(name).suffix.lower() not in EXTENSIONS]
    if unknown:
        raise UsageError(
            msg(
                "{name}: its format can't be told by its name; known are {known}",
                name=", ".join(unknown),
                known=", ".join(EXTENSIONS),
            )
        )


def _base(name: str) -> str:
    """Resolve relative IRIs alike wherever the files lie: by the name, not the folder."""
    return f"file:///{quote(name.lstrip('/'))}"


def _refuse_missing(names: Iterable[str]) -> None:
    """Refuse names that fit nothing, all of them at once."""
    missing = [name for name in names if name != STDIN and not _matching(name)]
    if "" in missing:
        raise UsageError(msg("the name of a file is empty: write . for this folder"))
    if missing:
        raise UsageError(msg("{file}: there is no such file", file=", ".join(missing)))


def _named(name: str) -> list[tuple[str, Path]]:
    matching = _matching(name)
    refuse_unreachable(map(Path, matching))
    inside = [f for m in matching if os.path.isdir(m) for f in map(str, rdf_files_in(Path(m)))]
    found = [*inside, *(m for m in matching if not os.path.isdir(m))]
    if not found:
        raise UsageError(msg("{folder}: there is no RDF file in this folder", folder=name))
    return [(file.replace(os.sep, "/"), Path(file)) for file in found]


def _matching(name: str) -> list[str]:
    """Give what a name or a glob stands for, links that lead nowhere included."""
    try:
        os.lstat(name)
    except (FileNotFoundError, NotADirectoryError):
        return sorted(glob.glob(name, recursive=True))
    except OSError:
        pass  # there is something that can't be looked at: who reads it says why
    return [name]


@cache
def _stdin(extension: str) -> Path:
    """Put standard input, which can be read once, into a file for as long as the command runs."""
    folder = _KEPT.enter_context(scratch("lod-stdin-"))
    atexit.register(_KEPT.close)
    copy = folder / f"stdin{extension}"
    put(copy, sys.stdin.buffer.read())
    return copy
