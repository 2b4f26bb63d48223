"""What can't be read of a project, in words for who keeps the page or the sidecar."""

from collections.abc import Iterable
from decimal import Decimal

from lod.publishing.records import Text
from lod.publishing.sources.account import Account
from lod.publishing.sources.lines import SourceLine
from lod.publishing.sources.marks import Marked, Marks
from lod.publishing.sources.signs import has_contact, label_in
from lod.words import msg


def enter_twice(line: SourceLine, name: str, marks: Marks, account: Account) -> None:
    """Tell of a label that a project has twice; ``name`` is what stands after it."""
    label = next(label for label, field in marks.known.items() if field == name)
    label = getattr(marks.labels, name, None) or label
    account.problem(
        line,
        msg("a project has {label} twice; it is left out", label=label),
        expected=msg("a title, an owner, a period and a purpose for each project"),
        todo=msg("ask who keeps the page which is right; the project comes with the next fetch"),
    )


def enter_more(line: SourceLine, name: str, text: Text, marks: Marks, account: Account) -> None:
    """Tell of a value with a label in it, or an owner with a period: its key would be for ever."""
    labels = marks.labels
    message = msg("another label stands in the value of this one; the project is left out")
    private = has_contact(text.value, labels.public)
    if name == "owner" and not private:
        message = msg(
            "the owner is more than a name: {words}; the project is left out", words=text.value
        )
    if private or label_in(text.value) or name != "owner":
        account.withhold(line)
    account.problem(
        line,
        message,
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
        todo=msg(
            "ask who keeps the page for the title; if it is there but has a colon, write {example} "
            "into [labels.fields] in the sidecar, with its words before the colon",
            example='"…" = "text"',
        ),
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
            "if it heads projects, add it to [labels.sections] in the sidecar: those below it are "
            "published without a status; if it is nothing of the list's, write {example} into "
            "[labels.fields]",
            example=f'"{line.text}" = "ignore"',
        )
    account.problem(line, message, expected, todo)


def enter_unknown(marked: Marked, marks: Marks, account: Account) -> None:
    """Tell of a line with a label that the sidecar doesn't know, without its value."""
    line = marked.line
    label = marked.label
    if label and has_contact(label, marks.labels.public):
        label = None
    account.withhold(line)
    if label is None:
        message = msg("this line isn't understood, and not published")
    else:
        message = msg("this label isn't known, and its line not published: {label}", label=label)
    todo = msg(
        "say what it stands before in [labels.fields] in the sidecar, as in {example}, or {other} "
        "if it is no label but belongs to a title or a text; or compare it with the labels there, "
        "if a letter or the colon is wrong on the page",
        example=f'"{label or "…"}" = "ignore"',
        other='"text"',
    )
    if marked.misspelt:
        todo = msg(
            "compare it with the labels in the sidecar, and ask who keeps the page; "
            "if the page has two words for the same, add the other to [labels.fields]"
        )
    expected = msg(
        "{owner}: or {period}:, or a label that is in [labels.fields]",
        owner=marks.labels.owner,
        period=marks.labels.period,
    )
    account.problem(line, message, expected, todo)


def enter_contact(line: SourceLine, account: Account) -> None:
    """Tell of a line with a telephone number or an address in it, without its words."""
    account.withhold(line)
    account.problem(
        line,
        msg("contact details stand on this line, and it isn't published"),
        expected=msg("nothing that belongs to a person"),
        todo=msg(
            "if a number or address on it is an organisation's, and may be published, add it to "
            "public under [labels] in the sidecar"
        ),
    )


def enter_private(line: SourceLine, account: Account) -> None:
    """Tell of an owner or period with contact details, without its words."""
    account.withhold(line)
    account.problem(
        line,
        msg("contact details stand on this line; the project is left out"),
        expected=msg("a name, a period or an amount alone"),
        todo=msg("ask who keeps the page; the project comes with the next fetch"),
    )


def enter_incomplete(
    line: SourceLine, title: SourceLine, missing: str, marks: Marks, account: Account
) -> None:
    """Tell of a project that lacks an owner or a period, which an unknown line may be."""
    label = marks.labels.owner if missing == "owner" else marks.labels.period
    account.problem(
        line,
        msg(
            "{title} has no {label}, unless it is on this line; the project is left out",
            title=title.text,
            label=label,
        ),
        expected=msg("{label}: and its value", label=label),
        todo=msg(
            "say in [labels.fields] in the sidecar what this line is, or ask who keeps the page"
        ),
    )


def enter_doubt(line: SourceLine, title: SourceLine, account: Account) -> None:
    """Tell of a line that may be a title or not, so that it isn't certain what is whose."""
    account.problem(
        line,
        msg(
            "this may be a project's title or not; {title} is left out: it can't be told which "
            "lines are its own",
            title=title.text,
        ),
        expected=msg("the title alone on the line above, without a full stop"),
        todo=msg("ask who keeps the page; the project comes with the next fetch"),
    )


def enter_between(line: SourceLine, account: Account) -> None:
    """Tell of a line of text in the midst of a project's labels."""
    account.withhold(line)
    account.problem(
        line,
        msg("stands between a project's labels, and isn't published"),
        expected=msg("a label, then its value"),
        todo=msg("compare the line with the labels in the sidecar, and ask who keeps the page"),
    )


def enter_further(line: SourceLine, account: Account) -> None:
    """Tell of text that is parted from the purpose."""
    account.problem(
        line,
        msg("text that is parted from the purpose, and isn't published: {words}", words=line.text),
        expected=msg("the purpose in one piece"),
        todo=msg(
            'if a label above it is a part of the text, write "…" = "text" in [labels.fields] '
            "in the sidecar"
        ),
    )


def enter_dated(line: SourceLine, marks: Marks, account: Account) -> None:
    """Tell of a line with a period in it that is no project's."""
    account.problem(
        line,
        msg("a period that is no project's: {words}", words=line.text),
        expected=msg("{period}: before it, in a project", period=marks.labels.period),
        todo=msg("compare the line with the labels in the sidecar, and ask who keeps the page"),
    )


def enter_outside(line: SourceLine, account: Account) -> None:
    """Tell of a label and its value that stand outside of all projects."""
    account.problem(
        line,
        msg("stands in no project, and isn't published: {words}", words=line.text),
        expected=msg("a project's title above it"),
        todo=msg("ask who keeps the page for the title; the project comes with the next fetch"),
    )


def enter_ambiguous(
    line: SourceLine, text: Text, readings: Iterable[Decimal], account: Account
) -> None:
    """Tell of a number that can be read in more ways than one."""
    one, other = (format(reading, "f") for reading in readings)
    mark = "," if "," in text.value else "."
    account.problem(
        line,
        msg(
            "{words} can be read as {one} or {other}; it is not published",
            words=text.value, one=one, other=other,
        ),
        expected=msg("a number that can be read in one way"),
        todo=msg(
            "if the page always writes the same mark before decimals, give it in the sidecar, "
            "under [labels]: {line} if this is {one}, {another} if it is {other}",
            line=f'decimal = "{mark}"', one=one, another=f'decimal = "{",.".replace(mark, "")}"',
            other=other,
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
