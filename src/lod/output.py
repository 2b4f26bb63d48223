"""What lod writes to the terminal, to pipes and to files its user names: whole, and in UTF-8."""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from lod.errors import UsageError
from lod.messages import LANGUAGES, msg, told
from lod.reports.printable import printable, unobeyed
from lod.streams import text_to


def spoken(environment: Mapping[str, str]) -> str:
    """Give the language that the environment speaks: Swedish unless it says otherwise."""
    value = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG")
    return "en" if (value or "sv").startswith("en") else "sv"


def language() -> str:
    """Give the language of this run's messages: as ``--lang`` or the environment says."""
    context = click.get_current_context(silent=True)
    chosen = context.find_root().obj if context else None
    return str(chosen or spoken(os.environ))


def _choose(context: click.Context, _: object, value: str | None) -> str:
    context.find_root().obj = value or spoken(os.environ)
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


def emit(written: bytes) -> None:
    """Write to standard output. A reader that has had enough is no error.

    :raises UsageError: it can't be written, as when the disk is full.
    """
    sys.stdout.flush()
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()


def put(file: Path, written: bytes) -> None:
    """Write a file in one step: it has its old content, or all of the new.

    :raises UsageError: it can't be written.
    """
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        if file.exists() and not file.is_file():  # a pipe, a terminal
            file.write_bytes(written)
            return
        fresh.write_bytes(written)
        os.replace(fresh, file)
    except OSError as error:
        raise UsageError(
            msg("{file} can't be written: {why}", file=file, why=error.strerror)
        ) from error
    finally:
        with suppress(OSError):  # it is there still after an error or a signal
            fresh.unlink()


def say(text: object) -> None:
    """Print progress or an error on stderr; what data says in it steers no terminal and no CI."""
    for line in str(told(text, language())).split("\n"):
        click.echo(unobeyed(printable(line)), err=True)


def is_coloured() -> bool:
    """Whether colours are wanted on standard output. Source: no-color.org."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain
