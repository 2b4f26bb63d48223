"""The command line: parse, call, print; exit codes and signals.

What a command does lives in the wings below."""

from lod.cli.commands import (
    main,
)
from lod.cli.exits import (
    BUG,
    end,
    end_once,
    heed,
    leave,
)
from lod.cli.guardian import (
    go_on_guarded,
)
from lod.cli.terminal import (
    take_output,
)

__all__ = [
    "BUG",
    "end",
    "end_once",
    "go_on_guarded",
    "heed",
    "leave",
    "main",
    "take_output",
]
