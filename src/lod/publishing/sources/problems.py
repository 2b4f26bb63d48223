"""What can't be read of a project, in words for who keeps the page or the sidecar."""

from collections.abc import Iterable
from decimal import Decimal

from lod.publishing.records import Text
from lod.publishing.sources.account import Account
from lod.publishing.sources.blocks import Marks
from lod.publishing.sources.lines import SourceLine
from lod.words import msg


def enter_twice(line: SourceLine, name: str, marks: Marks, account: Account) -> None:
    """Tell of a label that a project has twice; ``name`` is ``owner``, ``period``, …."""
    label = getattr(marks.labels, name)
    account.problem(
        line,
        msg("a project has {label} twice; it is left out", label=label),
        expected=msg("a title, an owner, a period and a purpose for each project"),
        todo=msg("ask who keeps the page which is right; the project comes with the next fetch"),
    )


def enter_more(line: SourceLine, owner: Text, marks: Marks, account: Account) -> None:
    """Tell of an owner with a period in it: its key would be minted for ever."""
    labels = marks.labels
    account.problem(
        line,
        msg("the owner is more than a name: {words}; the project is left out", words=owner.value),
        expected=msg(
            "{owner}: a name {period}: two months", owner=labels.owner, period=labels.period
        ),
        todo=msg(
            "compare the line with the labels in the sidecar: one may be misspelt on the page; "
            "then ask who keeps it"
        ),
    )


def enter_title_again(line: SourceLine, first: int, account: Account) -> None:
    """Tell of a title that stands already, on the line ``first``."""
    account.problem(
        line,
        msg("a project has the same title as the one on line {line}; it is left out", line=first),
        expected=msg("a title of its own for each project"),
        todo=msg("ask who keeps the page for the title; the project comes with the next fetch"),
    )


def enter_untitled(line: SourceLine, account: Account) -> None:
    """Tell of labels without a title above them."""
    account.problem(
        line,
        msg("a project has no title; it is left out"),
        expected=msg("the title alone on the line above, without a full stop"),
        todo=msg("ask who keeps the page for the title; the project comes with the next fetch"),
    )


def enter_stray(line: SourceLine, marks: Marks, account: Account, *, prose: bool) -> None:
    """Tell of a line that reads as a heading: with sentences below it, rather a project's title."""
    labels = marks.labels
    if prose:
        message = msg(
            "reads as a project's title, but has no owner and period: {words}", words=line.text
        )
        expected = msg("below it {owner}: and {period}:", owner=labels.owner, period=labels.period)
        todo = msg(
            "ask who keeps the page for the missing line; if it is a heading instead, add it to "
            "[labels.sections] in the sidecar. Those below it are published without a status"
        )
    else:
        message = msg("reads as a heading, but not one that is known: {words}", words=line.text)
        expected = msg("the purpose's next paragraph, the next project's title, or a known heading")
        todo = msg(
            "if it heads projects, add it to [labels.sections] in the sidecar: "
            "those below it are published without a status"
        )
    account.problem(line, message, expected, todo)


def enter_ambiguous(
    line: SourceLine, text: Text, readings: Iterable[Decimal], account: Account
) -> None:
    """Tell of a number that can be read in more ways than one."""
    one, other = (format(reading, "f") for reading in readings)
    account.problem(
        line,
        msg(
            "{words} can be read as {one} or {other}; it is not published",
            words=text.value, one=one, other=other,
        ),
        expected=msg("a number that can be read in one way"),
        todo=msg(
            "if the page always writes the same mark before decimals, give it in the sidecar, "
            "under [labels]: {line}",
            line='decimal = ","',
        ),
    )  # fmt: skip


def enter_no_currency(line: SourceLine, text: Text, account: Account) -> None:
    """Tell of an amount of which nothing says the currency."""
    account.problem(
        line,
        msg("nothing says the currency of {words}; it is not published", words=text.value),
        expected=msg("a number and its currency, as in {example}", example="1 200 000 SEK"),
        todo=msg(
            "if all of the page's amounts are in one currency, give it in the sidecar, "
            "under [labels]: {line}",
            line='currency = "SEK"',
        ),
    )
