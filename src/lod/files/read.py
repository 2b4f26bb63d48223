"""Reads the files that people name and contributors write: the one place that opens them.

A contributor of data may write links, pipes and devices as well as files. So what stands in a
folder is opened only if it is a regular file that resolves inside that folder: nothing else of the
machine gets into a report. A file that a command line names by itself may be of any kind.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lod.words import msg

MOST_EDITED = 64 << 20
"""Bytes of a file that is edited by hand, or saved from a page."""

MOST_PIPED = 1 << 30
"""Bytes that are taken from a pipe, a device or standard input."""

_BLOCK = 1 << 20
_FLAGS = 0
for _name in ("O_RDONLY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)  # Windows has only some of them


class Unfit(OSError):
    """A file that isn't read; ``strerror`` says why, and nothing of what is in it."""

    def __init__(self, why: str) -> None:
        super().__init__(0, why)


def open_file(file: Path, root: Path | None = None) -> BinaryIO:
    """Open a file to read its bytes.

    :param root: the folder that it must lie in, links followed; None for a file that is named
        by itself.
    :raises OSError: it can't be opened; as :class:`Unfit`, it isn't a regular file in ``root``.
    """
    if root is None:
        return file.open("rb")
    # A pipe that nobody writes to is opened without waiting, and then refused.
    opened = os.fdopen(os.open(_resolved(file, root), _FLAGS), "rb", closefd=True)
    try:
        _refuse_special(os.fstat(opened.fileno()).st_mode)
    except OSError:
        opened.close()
        raise
    return opened


def refuse_unfit(file: Path, root: Path) -> None:
    """Look at a file without opening it.

    :raises OSError: as :func:`open_file`.
    """
    _refuse_special(os.lstat(_resolved(file, root)).st_mode)


def refuse_outside(place: Path, root: Path) -> None:
    """Look at what need not be there yet, and is going to be written.

    :raises Unfit: links lead out of ``root``.
    """
    if not _is_inside(os.path.realpath(place), root):
        raise Unfit(_outside())


def folders_in(folder: Path, root: Path) -> Iterator[Path]:
    """Give a folder and those below it, each once, links within ``root`` followed; none is hidden.

    :raises Unfit: a link leads out of ``root``; ``filename`` says which.
    """
    seen: set[str] = set()
    for top, folders, _ in os.walk(folder, followlinks=True):
        if not _is_inside(real := os.path.realpath(top), root):
            unfit = Unfit(_outside())
            unfit.filename = top
            raise unfit
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if name[:1] != ".")
        yield Path(top)


def read_file(file: Path, root: Path | None = None, most: int | None = None) -> bytes:
    """Read a file's bytes.

    :param most: bytes that it may have; what isn't a regular file has a bound of its own.
    :raises OSError: as :func:`open_file`; as :class:`Unfit`, it is larger.
    """
    with open_file(file, root) as stream:
        if most is None and not is_regular(stream):
            most = MOST_PIPED
        data = stream.read() if most is None else stream.read(most + 1)
    if most is not None and len(data) > most:
        raise _too_large(most)
    return data


def read_text_file(file: Path, root: Path | None = None, *, errors: str = "strict") -> str:
    """Read a text in UTF-8 that people edit: no byte order mark is part of it, lines end in LF.

    :raises OSError: as :func:`read_file`; it may have 64 MiB.
    :raises UnicodeDecodeError: it isn't UTF-8.
    """
    text = read_file(file, root, MOST_EDITED).decode("utf-8-sig", errors)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_regular(stream: BinaryIO) -> bool:
    """Whether what is open can be read more than once, and ends."""
    return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)


def copy_stream(source: BinaryIO, target: Path) -> None:
    """Put what can be read once into a new file.

    :raises Unfit: it is larger than 1 GiB.
    """
    left = MOST_PIPED
    with target.open("xb") as made:
        while block := source.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise _too_large(MOST_PIPED)
            made.write(block)


def shown_path(name: str | os.PathLike[str]) -> str:
    r"""Give a file's name to show: bytes that aren't UTF-8 are spelt out, folders end in ``/``.

    >>> shown_path(os.fsdecode(b"bad\xff.ttl"))
    'bad\\xff.ttl'
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _resolved(file: Path, root: Path) -> str:
    real = os.path.realpath(file, strict=True)
    if not _is_inside(real, root):
        raise Unfit(_outside())
    return real


def _is_inside(real: str, root: Path) -> bool:
    return Path(real).is_relative_to(os.path.realpath(root))


def _outside() -> str:
    return msg("it is a link that leads out of the folder")


def _refuse_special(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise Unfit(msg("it is a folder"))
    if not stat.S_ISREG(mode):
        raise Unfit(msg("it is a pipe, a device or a socket, not a file"))


def _too_large(most: int) -> Unfit:
    return Unfit(msg("it is larger than {most} MiB", most=most >> 20))
