"""What ``--help`` says, and what click says of a wrong command line, in the messages' language."""

import gettext
from collections.abc import Iterator
from copy import copy
from inspect import cleandoc
from types import ModuleType

import click
from click import core, decorators, exceptions, formatting, parser, types

from lod.cli.exits import EXIT_CODES
from lod.cli.terminal import message_language
from lod.words import unfilled

CLICK_TEXTS = (
    *("Usage:", "Options", "Commands", "Error: {message}", "Missing command."),
    *("Show this message and exit.", "Show the version and exit.", "default: {default}"),
    *("Try '{command} {option}' for help.", "Invalid value for {param_hint}: {message}"),
    *(
        "Missing argument",
        "Missing option",
        "No such option {name!r}.",
        "No such command {name!r}.",
    ),
    *("Option {name!r} does not take a value.", "{value} is not in the range {range}."),
    "{name} {filename!r} does not exist.",
    *("{name} {filename!r} is a file.", "{name} {filename!r} is a directory."),
    *("{name} {filename!r} is not readable.", "{value!r} is not a valid {number_type}."),
    "Got unexpected extra arguments ({args})",
    "Option {name!r} requires {nargs} arguments.",
    "{value!r} is not one of {choices}.",
    "(Did you mean one of: {possibilities}?)",
)
"""The words of click that a user of lod can meet; of a count, those for several."""

EXIT_CODES_HEADING = "Exit codes"
_SPEAKING: tuple[ModuleType, ...] = (core, decorators, exceptions, formatting, parser, types)


def _told(text: str) -> str:
    swedish = unfilled(text, 0, message_language())
    return gettext.gettext(text) if swedish is None else swedish


def _told_of(one: str, several: str, n: int) -> str:
    swedish = unfilled(several, n, message_language())
    return gettext.ngettext(one, several, n) if swedish is None else swedish


def take_over() -> None:
    """Have click look its words up in the one catalogue; it does so by names of its own."""
    for module in _SPEAKING:
        for name, ours in (("_", _told), ("ngettext", _told_of)):
            if hasattr(module, name):
                setattr(module, name, ours)


class Speaking(click.Command):
    """A command that says its help in the language of the messages."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        super(Speaking, self._spoken()).format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Give the line that stands in a group's help."""
        return super(Speaking, self._spoken()).get_short_help_str(limit)

    def _spoken(self) -> "Speaking":
        said = copy(self)
        said.help = _told(cleandoc(self.help or ""))
        said.params = [_spoken(param) for param in self.params]
        return said


class SpeakingGroup(Speaking, click.Group):
    """A group of such commands."""

    command_class = Speaking


def _spoken(param: click.Parameter) -> click.Parameter:
    said = copy(param)
    if isinstance(said, click.Option) and said.help:
        said.help = _told(said.help)
    return said


def write_exit_codes(formatter: click.HelpFormatter) -> None:
    """Write what each exit code means."""
    with formatter.section(_told(EXIT_CODES_HEADING)):
        formatter.write_dl([(str(code), _told(said)) for code, said in EXIT_CODES.items()])


def help_texts(command: click.Command) -> Iterator[str]:
    """Give all texts that a command's help is made of, in English."""
    found = (command.help, *(getattr(param, "help", None) for param in command.params))
    yield from (cleandoc(text) for text in found if text)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from help_texts(inner)
