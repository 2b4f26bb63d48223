"""Standard streams that are closed, full, or read by nobody: no reason for the rest to stop."""

import io
import os
import select
import socket
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TextIO

PACKET = 65_536
"""Bytes that a process of the server writes at once, and that stay together."""

_LARGEST = 1 << 20
_PATIENCE = 1.0
"""Seconds at the end in which a reader may take what is left."""


def fill_closed() -> None:
    """Put /dev/null where a standard stream is closed, as the next file opened would be there."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
            os.set_inheritable(number, True)


def write_all(file: int, data: bytes | memoryview, *, waits: bool = True) -> None:
    """Write bytes to an open file, also to one that somebody has made non-blocking.

    :raises BlockingIOError: it has no room, and ``waits`` is false.
    :raises OSError: it can't be written.
    """
    left = memoryview(data)
    while left:
        try:
            left = left[os.write(file, left) :]
        except BlockingIOError:
            if not waits:
                raise
            has_room(file, None)


def has_room(file: int, seconds: float | None) -> bool:
    """Wait for an open file to have room; False if it has none after so many seconds."""
    waiting = select.poll()
    waiting.register(file, select.POLLOUT)
    return bool(waiting.poll(None if seconds is None else seconds * 1000))


class _Raw(io.RawIOBase):
    """Writes all at once; what can't be written is told to ``failed``, and is gone."""

    def __init__(self, file: int, failed: Callable[[OSError], None], waits: bool) -> None:
        super().__init__()
        self._file, self._failed, self._waits = file, failed, waits

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file

    def isatty(self) -> bool:
        return os.isatty(self._file)

    def write(self, data: bytes) -> int:  # type: ignore[override]
        try:
            write_all(self._file, data, waits=self._waits)
        except OSError as error:
            self._failed(error)
        return len(data)


def text_to(
    file: int, failed: Callable[[OSError], None] = lambda _: None, *, waits: bool = True
) -> TextIO:
    """Give a stream of text to an open file: it keeps nothing back, and raises nothing itself.

    :param failed: told why something could not be written.
    :param waits: whether it waits for room; where there is none it fails else.
    """
    raw = _Raw(file, failed, waits)
    return io.TextIOWrapper(
        raw,  # type: ignore[type-var] # has what a buffer needs
        encoding="utf-8",
        errors="backslashreplace",
        write_through=True,
    )


def raising(error: OSError) -> None:
    """Raise: what a stream does that is not to lose anything in silence."""
    raise error


@contextmanager
def unblocked() -> Iterator[None]:
    """Let nobody wait for the readers of standard output and error: not us, nor our children.

    Meanwhile both are sockets that refuse what they have no room for; threads pass on what comes.
    """
    before = sys.stderr
    with ExitStack() as stack:
        for number in (1, 2):
            if _may_wait(number):
                stack.callback(_Relay(number).close)
        sys.stderr = text_to(2, waits=False)
        try:
            yield
        finally:
            sys.stderr = before


def _may_wait(file: int) -> bool:
    """Whether a write can wait for a reader: not in a regular file, nor where all vanishes."""
    about = os.stat(file)
    return not stat.S_ISREG(about.st_mode) and about.st_rdev != os.stat(os.devnull).st_rdev


class _Relay:
    """Stands in for the open file ``number``, and passes on what is written to it."""

    def __init__(self, number: int) -> None:
        self._number, self._target = number, os.dup(number)
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            theirs.setblocking(False)
            os.dup2(theirs.fileno(), number)
        self._thread = threading.Thread(target=self._pass_on, name=f"relay {number}", daemon=True)
        self._thread.start()

    def _pass_on(self) -> None:
        """Copy until all who write are gone; or the reader is, as they learn by EPIPE."""
        with self._ours, suppress(OSError):
            while piece := self._ours.recv(_LARGEST):
                write_all(self._target, piece)

    def close(self) -> None:
        """Put the file back, once what was written is read; who doesn't read is not waited for."""
        os.dup2(self._target, self._number)
        self._thread.join(_PATIENCE)
