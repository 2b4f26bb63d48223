"""What lod writes to the terminal and to pipes: in UTF-8."""

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from lod.errors import UsageError
from lod.files import text_to
from lod.words import LANGUAGES, environment_language, msg, printable, told, unobeyed


def message_language() -> str:
    """Give the language of this run's messages: as ``--lang`` or the environment says."""
    context = click.get_current_context(silent=True)
    chosen = context.find_root().obj if context else None
    return str(chosen or _asked() or environment_language(os.environ))


def service_language() -> str:
    """Give the language of a service's own lines: English where neither ``--lang`` nor the
    environment speaks Swedish, as those who watch services expect where no language is set.
    """
    first = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return _asked() or ("sv" if first.startswith("sv") else "en")


def _asked() -> str | None:
    """Give the language of a command line that may be wrong elsewhere."""
    given = sys.argv[1:]
    after = [*given[1:], None]
    named = [n for a, n in zip(given, after, strict=True) if a == "--lang"] if given else []
    named += [a.removeprefix("--lang=") for a in given if a.startswith("--lang=")]
    return next((language for language in named if language in LANGUAGES), None)


def speak(context: click.Context, language: str) -> None:
    """Have this run's messages in a language, sv or en."""
    context.find_root().obj = language


def _choose(context: click.Context, _: object, value: str | None) -> str:
    speak(context, value or environment_language(os.environ))
    return str(context.find_root().obj)


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--lang``."""
    option = click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        callback=_choose,
        expose_value=False,
        is_eager=True,
        help="Language of the messages; by default the environment's.",
    )
    return option(command)


def take_output() -> None:
    """Have all that this process writes to standard output told of, should it get lost."""
    told: list[OSError] = []

    def refuse(error: OSError) -> None:
        if isinstance(error, BrokenPipeError) or told:  # a reader that has had enough is no error
            return
        told.append(error)
        raise UsageError(
            msg("standard output can't be written: {why}", why=error.strerror)
        ) from error

    sys.stdout = text_to(1, refuse)


def emit(written: bytes | str) -> None:
    """Write to standard output. A reader that has had enough is no error.

    :param written: of a text, what isn't UTF-8 (in the names of files) is spelt out.

    :raises UsageError: it can't be written, as when the disk is full.
    """
    if isinstance(written, str):
        written = written.encode(errors="backslashreplace")
    sys.stdout.flush()
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()


def silence_stdout() -> None:
    """Python would try to write it once more as it ends."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - for the rest of the run


def say(text: object) -> None:
    """Print progress or an error on stderr; what data says in it steers no terminal and no CI."""
    try:
        for line in str(told(text, message_language())).split("\n"):
            click.echo(unobeyed(printable(line)), err=True)
    except OSError:  # nobody hears; what the command does goes on
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - for the rest of the run


def is_coloured() -> bool:
    """Whether colours are wanted on standard output. Source: no-color.org."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain
