"""How a command ends: its exit codes, and what a signal does to it.

One rule for what is amiss: 2 where the command line itself is wrong, or names what isn't there; 3
where what it names is there and can't be used.
"""

import os
import signal
from collections.abc import Callable, Mapping
from types import FrameType, MappingProxyType

BUG = 70

EXIT_CODES: Mapping[int, str] = MappingProxyType(
    {
        0: "all is as it must be (there may be warnings)",
        1: "the data breaks a rule, a part of a source could not be read, a query got no answer, "
        "there are differences (lod diff --exit-code), what is published would be gone, or an "
        "upgrade has conflicts",
        2: "the command line is wrong, or names what isn't there",
        3: "a file can't be read, or the shapes check nothing: the message says which, and where",
        BUG: "a bug in lod",
        130: "interrupted: nothing was decided",
        143: "ended by SIGTERM, or with its terminal (SIGHUP): nothing was decided",
    }
)
"""Code → meaning. For signals, 128 and their number, as shells have it."""

ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in dir(signal)]
SignalHandler = Callable[[int, FrameType | None], object]


class Ended(SystemExit):
    """A signal came. Leaves a command as an error does: what it put aside for itself goes."""


def heed(answer: SignalHandler) -> None:
    """Take SIGINT, SIGTERM and SIGHUP, unless whoever started this ignores them, as nohup does."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, answer)


def leave(number: int, _: FrameType | None) -> None:
    """End at once: while the code is being loaded there is nothing to clean up."""
    os._exit(_code(number))


def end_once(number: int, frame: FrameType | None) -> None:
    """End by an exception, in a command that is ended anyway if it takes long over its tidying."""
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    end(number, frame)


def end(number: int, _: FrameType | None) -> None:
    """End by an exception, which nothing takes for an error."""
    raise Ended(_code(number))


def _code(number: int) -> int:
    """Give a signal's exit code: SIGHUP ends as SIGTERM does."""
    is_farewell = number not in (signal.SIGINT, signal.SIGTERM)
    return 128 + (signal.SIGTERM if is_farewell else number)
