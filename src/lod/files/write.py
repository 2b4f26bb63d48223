"""Files and folders that are written whole or not at all.

The only room that gives what was written its name. What can't be written is a ``UsageError`` that
names the path, and nothing is left behind.
"""

import errno
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from lod.errors import UsageError
from lod.files.read import refuse_outside
from lod.files.temporary import held_back, temporary_folder
from lod.words import msg


def _numbers(names: str) -> frozenset[int]:
    return frozenset(getattr(errno, name) for name in names.split() if hasattr(errno, name))


_FULL = _numbers("ENOSPC EDQUOT EFBIG EROFS EIO")
DISK = _FULL | _numbers("EMFILE ENFILE EACCES EPERM ENAMETOOLONG ENOTDIR EISDIR ELOOP")
"""What the system says where a disk is full, or a path can't be used: never a bug."""


def put(file: Path, written: bytes) -> None:
    """Write a file in one step: it has its old content, or all of the new.

    A link among a contributor's files is replaced by a file. A pipe or a terminal is written to as
    it is; one that a link leads to only if the link is the system's.

    :raises UsageError: it can't be written.
    """
    with _naming(file):
        if _takes_pieces(file):
            file.write_bytes(written)
            return
        fresh = file.with_name(f".{file.name[:100]}.{os.urandom(8).hex()}")
        try:
            _write(fresh, written)
            with suppress(OSError):  # there is none, or its rights can't be had
                shutil.copymode(file, fresh, follow_symlinks=False)
            os.replace(fresh, file)
        finally:
            with suppress(OSError):  # it is there still after an error or a signal
                fresh.unlink()


def _takes_pieces(file: Path) -> bool:
    is_own = not file.is_symlink() or file.parent.resolve().is_relative_to("/proc")
    is_own |= file.parent == Path("/dev")
    return is_own and file.exists() and not file.is_file()


def put_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, all or none, and none over another.

    :raises FileExistsError: one of the names is taken.
    :raises UsageError: they can't be written.
    """
    with (
        _naming(folder, (FileExistsError,)),
        temporary_folder("new", folder) as aside,
    ):
        for name, written in files.items():
            _write(aside / name, written)
        done: list[Path] = []
        try:
            for name in files:
                os.link(aside / name, folder / name)  # fails if the name is taken
                done.append(folder / name)
        except BaseException:
            for file in done:
                with suppress(OSError):
                    file.unlink()
            raise


def put_all(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Write, replace and remove files of a folder, all or none; folders that lack are made.

    A machine that falls in between leaves each file old or new, and whole.

    :param files: path in the folder, with ``/`` → content; None for one that is to go.
    :raises UsageError: they can't be written; a link leads out of the folder.
    """
    with _naming(folder), temporary_folder("new", folder) as aside:
        steps = [_Step(folder / name, aside / f"{n}") for n, name in enumerate(files)]
        for step, written in zip(steps, files.values(), strict=True):
            refuse_outside(step.file, folder)
            with _naming(step.file):
                step.prepare(written)
        done: list[_Step] = []
        with held_back():
            try:
                for step in steps:
                    done.append(step)
                    step.take()
            except BaseException:
                for step in reversed(done):
                    step.undo()
                raise


class _Step:
    """One file of several that change together.

    :param aside: a name, free in another folder of the same disk.
    """

    def __init__(self, file: Path, aside: Path) -> None:
        self.file, self._new, self._old = file, aside.with_suffix(".new"), aside.with_suffix(".old")
        self._made: list[Path] = []

    def prepare(self, written: bytes | None) -> None:
        """Put what is to come, and what is there, aside."""
        if written is not None:
            _write(self._new, written)
        if os.path.lexists(self.file):
            shutil.copy2(self.file, self._old, follow_symlinks=False)
            if written is not None and not self.file.is_symlink():
                shutil.copymode(self.file, self._new)

    def take(self) -> None:
        """Put the new file in place, or take the old one away."""
        for above in reversed([p for p in self.file.parents if not p.exists()]):
            above.mkdir()
            self._made.append(above)
        if self._new.exists():
            os.replace(self._new, self.file)
        else:
            self.file.unlink(missing_ok=True)

    def undo(self) -> None:
        """Have all as it was."""
        with suppress(OSError):  # it was not taken
            if os.path.lexists(self._old):
                os.replace(self._old, self.file)
            else:
                self.file.unlink(missing_ok=True)
        for folder in reversed(self._made):
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to fill, which has its name once all is in it; those above it are made.

    :param folder: not there yet, or empty.
    :raises UsageError: it can't be written.
    """
    missing = [above for above in folder.parents if not os.path.exists(above)]
    try:
        with _naming(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            with temporary_folder("new", folder.parent) as aside:
                made = aside / "new"
                made.mkdir()
                yield made
                if folder.exists():
                    _move_into(folder, made)
                else:
                    os.rename(made, folder)
    except BaseException:
        for above in missing:
            with suppress(OSError):  # it was never made, or another has put something there
                above.rmdir()
        raise


def _move_into(folder: Path, made: Path) -> None:
    """Move all that is in a folder into an empty one, which stays itself: who stands in it does."""
    if any(folder.iterdir()):
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), str(folder))
    moved = list[str]()
    try:
        for name in sorted(os.listdir(made)):
            moved.append(name)
            os.rename(made / name, folder / name)
    except BaseException:
        for name in moved:
            with suppress(FileNotFoundError):
                os.rename(folder / name, made / name)
        raise


def point(link: Path, target: Path, fresh: Path) -> None:
    """Make a link to a folder point at another, in one step.

    Windows has no such step: there the old link goes first, and the new one is a junction, which
    needs no rights that others don't have.

    :param fresh: a name beside the link, free for this.
    """
    fresh.unlink(missing_ok=True)
    if sys.platform == "win32":
        import _winapi

        if os.path.lexists(link):
            os.unlink(link)
        _winapi.CreateJunction(str(target), str(link))
    else:
        fresh.symlink_to(target.relative_to(link.parent))
        os.replace(fresh, link)


def unwritable(path: Path | str, error: OSError) -> UsageError:
    """Say that a path can't be written, and why."""
    return UsageError(msg("{file} can't be written: {why}", file=path, why=_why(error)))


def _why(error: OSError) -> object:
    """Give the system's words; of several errors (shutil.Error) the first one's."""
    several = error.args[0] if error.strerror is None and error.args else None
    return several[0][2] if isinstance(several, list) and several else error.strerror or error


@contextmanager
def _naming(path: Path, passing: tuple[type[OSError], ...] = ()) -> Iterator[None]:
    try:
        yield
    except passing:
        raise
    except OSError as error:
        raise unwritable(path, error) from error


def _write(file: Path, written: bytes) -> None:
    with file.open("xb") as stream:  # what lies there, a link even, is not written to
        stream.write(written)
        stream.flush()
        os.fsync(stream.fileno())
