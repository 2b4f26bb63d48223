"""What a block says after its labels, and in the text below them, as written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lod.publishing.records import LineSpan, Text
from lod.publishing.sources.account import Account
from lod.publishing.sources.blocks import Block, Paragraph, Run, Stretch
from lod.publishing.sources.lines import SourceLine, text_of
from lod.publishing.sources.marks import FACTS, PUBLISHED, Marked, Marks
from lod.publishing.sources.problems import (
    enter_between,
    enter_further,
    enter_incomplete,
    enter_more,
    enter_outside,
    enter_private,
    enter_stray,
    enter_twice,
)
from lod.publishing.sources.sidecar import MONEY
from lod.publishing.sources.signs import has_contact, is_period
from lod.words import Message, msg

_LABELLED: dict[tuple[str, ...], Message] = {
    ("owner",): msg("project owner"),
    ("period",): msg("project period"),
    ("owner", "period"): msg("project owner and period"),
    ("period", "owner"): msg("project owner and period"),
    ("purpose",): msg("project purpose"),
    **{(name,): msg("project amount") for name in MONEY},
}
_COLON = re.compile(r":(?![0-9]|[aes]\b|sta\b|Q[1-4])|(?<![0-9]):")


@dataclass(frozen=True, slots=True)
class Said:
    """What stands after a block's labels.

    :param values: all of it, by what its label stands before.
    :param lines: those of its labels and their values; ``purposed`` those of a purpose's value.
    :param unknown: its lines that aren't published.
    :param broken: whether another line that may go on with the owner stands right below it.
    """

    owner: Text | None
    period: Text | None
    purpose: Text | None
    values: Mapping[str, Text]
    lines: tuple[SourceLine, ...]
    purposed: tuple[SourceLine, ...]
    unknown: tuple[Marked, ...]
    broken: bool

    @property
    def span(self) -> LineSpan:
        """From the first to the last line of its labels."""
        return self.lines[0].span.to(self.lines[-1].span)


@dataclass(frozen=True, slots=True)
class Below:
    """The text of a block: its purpose, and whether a heading that isn't known follows."""

    lines: tuple[SourceLine, ...] = ()
    text: Text | None = None
    stray: bool = False


def read_facts(block: Block, marks: Marks, account: Account) -> Said | None:
    """Read what stands after a block's labels; None and a problem if it can't be told."""
    own = _up_to_heading(block.rest)
    loose = [one for part in own if isinstance(part, Run) for one in part.marked]
    marked = [*block.group.marked, *loose]
    values = _values(marked, marks, account)
    if values is None:
        return None
    unknown = tuple(one for one in marked if not one.fields)
    labelled = [one for one in unknown if one.kind == "unknown"]
    missing = [name for name in FACTS if not any(text.value for text in values.get(name, ()))]
    if labelled and missing and block.title:
        enter_incomplete(labelled[0].line, block.title.line, missing[0], marks, account)
        return None
    facts = [one for one in marked if not PUBLISHED.isdisjoint(one.fields)]
    for one in facts:
        account.take([one.line], _LABELLED.get(tuple(one.fields), msg("project facts")))
    for part in block.rest[len(own) :]:
        for one in part.marked:
            if not PUBLISHED.isdisjoint(one.fields):
                enter_outside(one.line, account)
    for text in block.group.amidst:
        enter_between(text.marked[0].line, account)
    return Said(
        owner=_first(values, "owner"),
        period=next(iter(values.get("period", ())), None),
        purpose=_first(values, "purpose"),
        values={name: texts[0] for name, texts in values.items()},
        lines=tuple(sorted((one.line for one in facts), key=lambda line: line.number)),
        purposed=tuple(one.line for one in facts if "purpose" in one.fields),
        unknown=unknown,
        broken=_is_broken(_first(values, "owner"), block),
    )


def _is_broken(owner: Text | None, block: Block) -> bool:
    below = {text.marked[0].line.number for text in block.group.amidst}
    return owner is not None and owner.span.last + 1 in below


def _up_to_heading(parts: Sequence[Stretch]) -> Sequence[Stretch]:
    """Leave out what stands below another heading: a paragraph that isn't the first."""
    texts = [at for at, part in enumerate(parts) if isinstance(part, Paragraph)]
    headings = (at for at in texts[1:] if isinstance(p := parts[at], Paragraph) and p.is_heading)
    return parts[: next(headings, len(parts))]


def _first(values: dict[str, list[Text]], name: str) -> Text | None:
    return next((text for text in values.get(name, ()) if text.value), None)


def _values(
    marked: Sequence[Marked], marks: Marks, account: Account
) -> dict[str, list[Text]] | None:
    """Give what stands after each label, a value below its label with it."""
    values: dict[str, list[Text]] = {}
    alone = {one.line.number for one in marked if len(one.fields) == 1}
    for name, text, line in _joined(marked):
        again = values.get(name, [])[-1:]
        if again and _names_another(name, again[0], text, alone):  # the sidecar parts them
            joined = f"{again[0].verbatim}\n{line.raw}"
            values[name][-1] = Text.of(joined, again[0].span.to(text.span))
            continue
        if name in values and name in PUBLISHED:
            enter_twice(line, name, marks, account)
            return None
        if name in PUBLISHED and name != "purpose" and _is_more(name, text, marks):
            enter_more(line, name, text, marks, account)
            return None
        if name in PUBLISHED and has_contact(text.value, marks.labels.public):
            enter_private(line, account)
            return None
        values.setdefault(name, []).append(text)
    return values


def _names_another(name: str, above: Text, text: Text, alone: set[int]) -> bool:
    """Whether the owner's label stands again on the very next line, as each of several has it.

    :param alone: numbers of the lines that have nothing but one label and its value.
    """
    lines = (above.span.last, text.span.first)
    both = bool(above.value and text.value) and above.value != text.value
    return name == "owner" and both and lines[0] + 1 == lines[1] and alone.issuperset(lines)


def _is_more(name: str, text: Text, marks: Marks) -> bool:
    """Whether a value has a label in it, or an owner a period: its key would be minted for ever."""
    words = text.value
    labelled = _COLON.search(words) is not None or marks.bare.search(words) is not None
    return labelled or (name == "owner" and is_period(words))


def _joined(marked: Sequence[Marked]) -> Iterator[tuple[str, Text, SourceLine]]:
    """Give each value with its field and the line of its label."""
    open_: tuple[str, Text, SourceLine] | None = None
    for one in marked:
        values = list(one.values)
        if one.kind == "below" and values and open_:
            name, text, line = open_
            open_ = (name, _with(text, values[0][1]), line)
            continue
        if open_:
            yield open_
            open_ = None
        yield from ((name, text, one.line) for name, text in values[:-1])
        if values:
            open_ = (*values[-1], one.line)
    if open_:
        yield open_


def _with(above: Text, below: Text) -> Text:
    """Join a value with what stands on the line below; of an empty one nothing is left."""
    if not above.value:
        return below
    return Text.of(f"{above.verbatim}\n{below.verbatim}", above.span.to(below.span))


def read_purpose(block: Block, marks: Marks, account: Account, *, labelled: bool) -> Below:
    """Take the paragraphs up to a label, or to one that reads as another heading.

    :param labelled: whether the purpose has a label; then no other text is one.
    """
    parts = [*block.rest]
    while parts and isinstance(parts[0], Run):
        parts = parts[1:]
    found: list[Paragraph] = []
    stray = False
    for at, part in enumerate(parts):
        if labelled or isinstance(part, Run) or not _goes_on(found, part):
            _enter_rest(parts[at:], block, account)
            break
        if (found and part.is_heading) or part.is_dated:
            stray = not block.last and not part.is_dated
            if stray:
                prose = any(_is_prose(below) for below in parts[at + 1 :])
                enter_stray(part.marked[0].line, marks, account, prose=prose)
            break
        found.append(part)
    marked = [one for part in found for one in part.marked]
    lines = [line for one in marked for line in (*one.blanks, one.line)]
    lines = lines[len(marked[0].blanks) :] if marked else []
    return Below(tuple(lines), text_of(lines) if lines else None, stray)


def _goes_on(found: Sequence[Paragraph], part: Paragraph) -> bool:
    """Whether nothing but blank lines stands between a paragraph and those above it."""
    first = part.marked[0]
    return (
        not found or found[-1].marked[-1].line.number + len(first.blanks) + 1 == first.line.number
    )


def _enter_rest(parts: Sequence[Paragraph | Run], block: Block, account: Account) -> None:
    for part in parts:
        if isinstance(part, Paragraph) and not block.last:
            enter_further(part.marked[0].line, account)


def _is_prose(part: Paragraph | Run) -> bool:
    return isinstance(part, Paragraph) and part.marked[-1].line.text.endswith(".")
