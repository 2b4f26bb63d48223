"""The files that a command line names: by name, folder, glob, or standard input."""

import glob
import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import quote

from lod.checking.filenames import GZIP, ending_of, rdf_files_in, refuse_unreachable
from lod.checking.files import RdfFile
from lod.checking.positions import EXTENSIONS
from lod.errors import InputError, UsageError
from lod.files import (
    copy_stream,
    folder_until_exit,
    folders_in,
    inflate_into,
    no_room_told,
    open_file,
    shown_path,
)
from lod.words import msg

STDIN = "-"
_MAGIC = re.compile(r"[*?\[]")
_TIMES, _LEAST = 250, 64 << 20
"""How much may be in what lies compressed: so many times its bytes, and so many at least."""


class _Found(NamedTuple):
    """A file as it is named to the user, where its bytes are, and the folder it must lie in."""

    shown: str
    path: Path
    root: Path | None = None


def find_files(names: Iterable[str], extension: str = ".ttl") -> list[RdfFile]:
    """Find files by names, folders and globs; ``-`` is standard input. Each file counts once.

    What folders and globs hold must be regular files in there, links followed. A file that is named
    by itself may be anything; a pipe is read once, into a file that lasts as long as the command.
    What ends in .gz is inflated into such a file.

    :param extension: what the format of standard input, and of pipes without one, is told by.
    :raises UsageError: a name fits no file, or a file's format can't be told.
    :raises InputError: a folder can't be read, a link leads nowhere or out of its folder, a
        pipe gives more than 1 GiB, or what lies compressed can't be inflated.
    """
    _refuse_missing(names := [*names])
    found: dict[Path, _Found] = {}
    for name in names:
        for file in [_stdin(extension)] if name == STDIN else _named(name, extension):
            found.setdefault(file.path.resolve(), file)
    refuse_unknown_format(*(file.shown for file in found.values()))
    several = len(found) > 1
    return [
        RdfFile(shown, path, f"f{number}x" if several else "", _base(shown), root)
        for number, (shown, path, root) in enumerate(map(_whole, found.values()))
    ]


def refuse_unknown_format(*names: str) -> None:
    """Check that the formats of files can be told by their names.

    :raises UsageError: has all whose can't.
    """
    unknown = [name for name in names if ending_of(name) not in EXTENSIONS]
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
    plain = name[: -len(GZIP)] if name.lower().endswith(GZIP) else name
    return f"file:///{quote(plain.lstrip('/'))}"


def _refuse_missing(names: Iterable[str]) -> None:
    """Refuse names that fit nothing, all of them at once."""
    missing = [name for name in names if name != STDIN and not _matching(name)]
    if "" in missing:
        raise UsageError(msg("the name of a file is empty: write . for this folder"))
    if far := [name for name in missing if name.startswith(("http://", "https://"))]:
        names = ", ".join(far)
        raise UsageError(msg("{file}: nothing is fetched; save it, and name the file", file=names))
    if missing:
        raise UsageError(msg("{file}: there is no such file", file=", ".join(missing)))


def _named(name: str, extension: str) -> list[_Found]:
    if not _is_pattern(name) and not os.path.isdir(name):
        refuse_unreachable([Path(name)])
        return [_by_itself(name, extension)]
    root = _root(name)
    found: list[Path] = []
    for match in map(Path, _matching(name)):
        found += rdf_files_in(match, root) if match.is_dir() else [match]
    refuse_unreachable(found, root)
    if not found:
        raise UsageError(msg("{folder}: there is no RDF file in this folder", folder=name))
    return [_Found(shown_path(file), file, root) for file in found]


def _is_pattern(name: str) -> bool:
    return not os.path.lexists(name) and _MAGIC.search(name) is not None


def _root(name: str) -> Path:
    """Give the folder that a name or a glob is about: what stands before its first sign."""
    if not _is_pattern(name):
        return Path(name)
    parts = Path(name).parts
    plain = next(number for number, part in enumerate(parts) if _MAGIC.search(part))
    return Path(*parts[:plain])


def _by_itself(name: str, extension: str) -> _Found:
    """Take a file that was named as it is; one that can be read only once is put aside."""
    path, shown = Path(name), shown_path(name)
    try:
        if not path.exists() or path.is_file():  # who reads it says what is wrong with it
            return _Found(shown, path)
        with open_file(path) as stream:
            kept = _kept(stream, extension)
    except OSError as error:
        raise InputError(msg("can't be read: {why}", why=error.strerror), shown) from error
    return _Found(shown if ending_of(path) in EXTENSIONS else shown + extension, kept)


def _matching(name: str) -> list[str]:
    """Give what a name or a glob stands for, links that lead nowhere included."""
    try:
        os.lstat(name)
    except (FileNotFoundError, NotADirectoryError):
        return sorted(set(_expanded(name, _root(name))))
    except OSError:
        pass  # there is something that can't be looked at: who reads it says why
    return [name]


def _expanded(pattern: str, root: Path) -> list[str]:
    """Expand a glob; ``**`` stands for folders below, each once, and none out of ``root``.

    :raises InputError: a link leads out of ``root``.
    """
    parts = Path(pattern).parts
    if "**" not in parts:
        return glob.glob(pattern)
    at = parts.index("**")
    rest = parts[at + 1 :]
    found: list[str] = []
    try:
        for top in glob.glob(str(Path(*parts[:at]))):
            for folder in folders_in(Path(top), root):
                found += _expanded(str(Path(glob.escape(str(folder)), *(rest or "*"))), root)
    except OSError as error:
        why = msg("can't be read: {why}", why=error.strerror)
        raise InputError(why, shown_path(error.filename)) from error
    return found


@cache
def _stdin(extension: str) -> _Found:
    return _Found(f"stdin{extension}", _kept(sys.stdin.buffer, extension))


def _kept(stream: BinaryIO, extension: str) -> Path:
    """Put what can be read once into a file for as long as the command runs."""
    folder = folder_until_exit("piped")
    copy = folder / f"piped{extension}"
    with no_room_told(folder):
        copy_stream(stream, copy)
    return copy


def _whole(found: _Found) -> _Found:
    path = inflate_named(*found)
    return found if path == found.path else found._replace(path=path, root=None)


def inflate_named(name: str, path: Path, root: Path | None = None) -> Path:
    """Give where a file's bytes are: of what ends in .gz, a copy for as long as the command runs.

    :raises InputError: it isn't gzip, or is made to fill the disk: no RDF is compressed so well.
    """
    if not name.lower().endswith(GZIP):
        return path
    folder = folder_until_exit("gzip")
    copy = folder / f"inflated{ending_of(name)}"
    try:
        with open_file(path, root) as packed, no_room_told(folder):
            size = os.fstat(packed.fileno()).st_size
            inflate_into(copy, packed, max(_LEAST, _TIMES * size))
    except OSError as error:
        raise InputError(msg("can't be read: {why}", why=error.strerror), name) from error
    return copy
