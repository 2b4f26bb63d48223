"""Folders for a while: gone when they are no longer needed, however the command ends.

Each holds a file that its process keeps locked (flock(2)). After SIGKILL or a crash the lock is
free, and the next command that makes a folder in the same place clears away what was left.
"""

import atexit
import errno
import os
import re
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path

from lod.errors import InputError
from lod.words import msg

_LOCK = ".lod-lock"
_OURS = re.compile(r"\.?lod-[a-z]+-\w{8}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("No space left on device", "Disk quota exceeded", "File too large")
_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in dir(signal)
]
_USUAL_TODO = msg("make room there, or set TMPDIR to a folder on another disk")
_until_exit = ExitStack()


@contextmanager
def temporary_folder(purpose: str, within: Path | None = None) -> Iterator[Path]:
    """Make a folder, and remove it with all that is in it at the end of the context.

    :param purpose: a word of small letters, for who finds the folder.
    :param within: where to make it, with a dot before its name; by default where the system has
        temporary files (TMPDIR, else /tmp).
    :raises InputError: there is no room for it, or for what is being written to it.
    :raises OSError: likewise, with ``within``.
    """
    place = _usual_place() if within is None else within
    _clear_left(place)
    made = ExitStack()
    try:
        with no_room_told(place) if within is None else nullcontext():
            with held_back():
                folder = _make(place, f"{'.' if within else ''}lod-{purpose}-", made)
            yield folder
    finally:
        with held_back():
            made.close()


def _usual_place() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        why = msg("there is no folder where temporary files can be written")
        raise InputError(why, todo=_USUAL_TODO) from error


def folder_until_exit(purpose: str) -> Path:
    """Make a folder that is there until this process ends.

    :raises InputError: there is no room for it.
    """
    return _until_exit.enter_context(temporary_folder(purpose))


@contextmanager
def held_back() -> Iterator[None]:
    """Let no signal interrupt this: one that comes is answered when it is done."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def try_lock(file: int) -> bool:
    """Lock an open file until it is closed, or this process ends; False if another has it."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        lock = partial(msvcrt.locking, file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        lock = partial(fcntl.flock, file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        lock()
    except (BlockingIOError, PermissionError):  # as flock has it, and as Windows has it
        return False
    return True


def is_full(error: Exception) -> bool:
    """Whether what failed has no room on the disk. RocksDB says so in words alone."""
    number = error.errno if isinstance(error, OSError) else None
    return number in _FULL or any(words in str(error) for words in _FULL_WORDS)


@contextmanager
def no_room_told(place: Path) -> Iterator[None]:
    """Say in plain words that a disk is full.

    :raises InputError: there is no room in ``place``.
    """
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        usual = place.is_relative_to(tempfile.gettempdir())
        todo = _USUAL_TODO if usual else msg("make room there")
        raise InputError(msg("the disk is full"), error.filename or place, todo=todo) from error


def _make(place: Path, prefix: str, made: ExitStack) -> Path:
    """Make a folder and lock it; once more if another took it for left before it was locked."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
        made.callback(_remove_own, folder, os.getpid())
        lock = os.open(folder / _LOCK, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        made.callback(os.close, lock)
        mine = True
        with suppress(OSError):  # a file system without locks: nobody will take it for left
            mine = try_lock(lock)
        if mine and os.fstat(lock).st_nlink:
            return folder


def _remove_own(folder: Path, maker: int) -> None:
    if os.getpid() == maker:  # not a fork of it
        shutil.rmtree(folder, ignore_errors=True)


def _clear_left(place: Path) -> None:
    """Remove what a killed process left: our folders in ``place`` whose lock is free."""
    if not hasattr(os, "geteuid"):  # Windows: whose a folder is can't be told
        return
    with suppress(OSError):
        for entry in os.scandir(place):
            if _OURS.fullmatch(entry.name):
                with suppress(OSError):  # another clears it, or it isn't as we make them
                    _remove_if_left(Path(entry.path))


def _remove_if_left(folder: Path) -> None:
    """Remove a folder of this user's whose lock nobody holds. Links are not followed."""
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        return
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with ExitStack() as opened:
        opened.callback(os.close, at)
        flags = os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        lock = os.open(_LOCK, flags, dir_fd=at)
        opened.callback(os.close, lock)
        if try_lock(lock):
            shutil.rmtree(folder, ignore_errors=True)


atexit.register(_until_exit.close)
