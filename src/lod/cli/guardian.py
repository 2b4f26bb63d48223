"""Runs a command in a process that a signal always ends, whatever native code runs in it.

Python answers a signal between two of its own steps, and a parser or an expression in C may not
come back for minutes. So the parent does nothing but wait: it passes a signal on, and kills what
hasn't ended after that. The child's temporary files lie in a folder that the parent removes.
"""

import os
import signal
import sys
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from lod.cli.exits import BUG, ENDING
from lod.confining import die_with
from lod.errors import InputError
from lod.files import temporary_folder
from lod.words import Message, environment_language, msg

PATIENCE = 1.0
"""Seconds in which a command may end by itself after a signal."""

_FELL = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE")


def go_on_guarded() -> None:
    """Return in a child process; this one waits for it, and ends with its exit code.

    Called before there are threads. Where no process can be made, return in this one.
    """
    if not hasattr(os, "fork"):  # Windows
        return
    folder = ExitStack()
    made = _made(folder)
    parent = os.getpid()
    try:
        child = os.fork()
    except OSError:
        return
    if child:
        _Guardian(child, folder).wait()
    die_with(parent)
    if made is not None:
        os.environ["TMPDIR"] = tempfile.tempdir = str(made)


def _made(folder: ExitStack) -> Path | None:
    """Make the folder for temporary files; without room for one, who needs some says so."""
    try:
        return folder.enter_context(temporary_folder("command"))
    except (InputError, OSError):
        return None


class _Guardian:
    def __init__(self, child: int, folder: ExitStack) -> None:
        self._child, self._folder = child, folder
        self._asked: int | None = None
        for number in ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._end)
        signal.signal(signal.SIGALRM, self._kill)

    def _end(self, number: int, _: FrameType | None) -> None:
        if self._asked is None:
            self._asked = number
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        with suppress(ProcessLookupError):
            os.kill(self._child, number)

    def _kill(self, _number: int, _: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)

    def wait(self) -> NoReturn:
        """Wait for the child, tidy up, and end as it did."""
        _, status = os.waitpid(self._child, 0)
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        self._folder.close()
        if os.WIFEXITED(status):
            os._exit(os.WEXITSTATUS(status))
        self._tell(os.WTERMSIG(status))

    def _tell(self, number: int) -> NoReturn:
        """Say that a signal ended the child: ours, a fault in native code, or another's."""
        if self._asked is not None:
            _say(msg("interrupted"))
            os._exit(128 + (signal.SIGTERM if self._asked == signal.SIGHUP else self._asked))
        if signal.Signals(number).name in _FELL:
            _say(msg("the process fell (signal {number})", number=number))
            _say(msg("This is a bug in lod: please report it with the lines above."))
            os._exit(BUG)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        os._exit(128 + number)


def _say(text: Message) -> None:
    with suppress(OSError, ValueError, AttributeError):  # standard error is closed
        sys.stderr.write(f"{text.told(environment_language(os.environ))}\n")
        sys.stderr.flush()
