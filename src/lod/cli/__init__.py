"""The command line: parse, call, print; exit codes and signals.

What a command does lives in the wings below. Nothing else is loaded before signals are heeded.
"""

from collections.abc import Callable

from lod.cli.exits import BUG, end, end_once, heed, leave
from lod.cli.guardian import go_on_guarded

__all__ = ["BUG", "end", "end_once", "go_on_guarded", "heed", "leave", "load_commands"]


def load_commands() -> tuple[Callable[[], object], Callable[[], None]]:
    """Load all commands: what runs the one that was given, and what takes standard output."""
    from lod.cli.commands import main
    from lod.cli.terminal import take_output

    return main, take_output
