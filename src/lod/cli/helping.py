"""What ``--help`` says, and what click says of a wrong command line, in the messages' language."""

import gettext
from copy import copy
from inspect import cleandoc
from types import ModuleType

import click
from click import core, decorators, exceptions, formatting, parser, types

from lod.cli.exits import EXIT_CODES
from lod.cli.terminal import message_language
from lod.words import msg, unfilled

_SPEAKING: tuple[ModuleType, ...] = (core, decorators, exceptions, formatting, parser, types)

_PIECES = {str(said): said for said in (msg("[OPTIONS]"), msg("COMMAND [ARGS]..."))}
"""What click writes of a command line in its first line of help."""


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

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Give the parts of the line that says how to call it."""
        pieces, language = super().collect_usage_pieces(ctx), message_language()
        return [_PIECES[piece].told(language) if piece in _PIECES else piece for piece in pieces]

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
    with formatter.section(_told("Exit codes")):
        formatter.write_dl([(str(code), _told(said)) for code, said in EXIT_CODES.items()])
