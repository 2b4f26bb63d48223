"""RDF files by their names: what they are taken for, and which there are in folders."""

import os
from collections.abc import Iterable
from pathlib import Path, PurePath

from lod.checking.positions import EXTENSIONS
from lod.errors import InputError, raise_all
from lod.files import Unfit, refuse_outside, refuse_unfit, shown_path
from lod.words import msg

GZIP = ".gz"

_SELDOM_RDF = (".json", ".xml")  # in a folder; named alone they are read


def ending_of(name: str | PurePath) -> str:
    """Give what a file's name ends in, in small letters; of what lies compressed, what is in it.

    >>> ending_of("a/b.NQ"), ending_of("b.nq.gz")
    ('.nq', '.nq')
    """
    path = PurePath(name)
    return PurePath(path.stem if path.suffix.lower() == GZIP else path).suffix.lower()


def named_here(path: Path) -> str:
    """Name a file as from the folder that the command runs in, with ``/`` on every system."""
    try:
        here, path = Path.cwd(), path.absolute()
    except OSError:  # the folder has been deleted
        return shown_path(path)
    return shown_path(path.relative_to(here) if path.is_relative_to(here) else path)


def rdf_files_in(folder: Path, root: Path | None = None) -> list[Path]:
    """Find the RDF files in a folder and those below it; what is hidden is left out.

    Links to folders are followed, to each folder once.

    :param root: the folder that all must lie in; by default the folder itself.
    :raises InputError: folders can't be read, links lead nowhere or out of there, or what has the
        name of an RDF file is a pipe or a device.
    """
    root = folder if root is None else root
    errors: list[OSError] = []
    outside = [link] if (link := _outside(folder, root)) else []
    files: list[Path] = []
    seen: set[str] = set()
    for top, folders, names in os.walk(folder, onerror=errors.append, followlinks=True):
        here = os.path.realpath(top)
        folders[:] = [] if here in seen else sorted(f for f in folders if f[:1] != ".")
        outside += [link for f in folders if (link := _outside(Path(top, f), root))]
        if outside:
            break
        files += [] if here in seen else [Path(top, n) for n in names if n[:1] != "."]
        seen.add(here)
    raise_all([*outside, *(unreadable_file(error.filename, error) for error in errors)])
    refuse_unreachable(sorted(files))
    found = [file for file in sorted(files) if is_rdf(file)]
    refuse_unreachable(found, root)
    return found


def _outside(folder: Path, root: Path) -> InputError | None:
    try:
        refuse_outside(folder, root)
    except OSError as error:
        return unreadable_file(folder, error)
    return None


def refuse_unreachable(files: Iterable[Path], root: Path | None = None) -> None:
    """Refuse links that lead nowhere, and what else isn't there to be read.

    :param root: the folder in which they must be regular files; None where each was named by
        itself.
    :raises InputError: all of them.
    """
    errors = []
    for file in files:
        try:
            file.stat()
            if root is not None:
                refuse_unfit(file, root)
        except OSError as error:
            errors.append(unreadable_file(file, error))
    raise_all(errors)


def unreadable_file(name: str | Path, error: OSError) -> InputError:
    """Say why a file can't be read, and what to do."""
    if os.path.islink(name) and not os.path.exists(name):
        todo = msg("mend the link, or remove it")
        return InputError(msg("is a link that leads nowhere"), name, todo=todo)
    unfit = isinstance(error, Unfit)
    advice = msg("put the file itself there, or name it by itself") if unfit else None
    return InputError(msg("can't be read: {why}", why=error.strerror), name, todo=advice)


def is_rdf(file: PurePath) -> bool:
    """Whether a file in a folder is taken for RDF, by its name."""
    ending = file.suffix.lower()
    return ending in EXTENSIONS and ending not in _SELDOM_RDF
