"""Where the blocks of a page lie: headings of sections, and a block for each project.

A project's block starts at the line above its labels, if that may be a title, and ends where
the next block or section starts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lod.publishing.records import Text
from lod.publishing.sources.account import Account
from lod.publishing.sources.lines import SourceLine, is_heading, text_of, words_pattern
from lod.publishing.sources.sidecar import MONEY, Labels
from lod.words import msg


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and the stage of the projects under it; None if another heading follows it.

    :param introduction: what stands below it and belongs to no project.
    """

    heading: Text
    stage: str | None
    introduction: Text | None = None

    @classmethod
    def of(cls, lines: Sequence[SourceLine], marks: "Marks") -> "Section":
        """Take a heading, and what stands below it."""
        first, filled = lines[0], [at for at, line in enumerate(lines) if at and line.text]
        introduction = text_of(lines[filled[0] : filled[-1] + 1]) if filled else None
        stage = marks.labels.sections[first.text]
        return cls(Text.of(first.raw, first.span), stage, introduction)


@dataclass(frozen=True, slots=True)
class Block:
    """A project's lines: title (None: there is none), those with labels, and the rest.

    :param money: those that state amounts and nothing else, wherever they stand.
    """

    title: SourceLine | None
    labels: tuple[SourceLine, ...]
    money: tuple[SourceLine, ...]
    rest: tuple[SourceLine, ...]
    section: Section
    last: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """Tells lines apart by the page's labels."""

    labels: Labels
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, labels: Labels) -> "Marks":
        """Compile the labels once for a page."""
        owner, period = words_pattern(labels.owner), words_pattern(labels.period)
        money = "".join(
            rf"|(?<!\w)(?P<{name}>{words_pattern(words)})"
            for name in MONEY
            if (words := getattr(labels, name))
        )
        pattern = rf"(?:(?P<owner>{owner})|(?P<period>{period}){money})\s*:"
        return cls(labels, re.compile(pattern, re.IGNORECASE))

    def is_section(self, line: SourceLine) -> bool:
        """Whether the line is the heading of a section."""
        return line.text in self.labels.sections

    def is_label(self, line: SourceLine) -> bool:
        """Whether the line starts with the label of an owner or a period, and heads no section."""
        return bool(self.names_in(line) - {*MONEY})

    def is_money(self, line: SourceLine) -> bool:
        """Whether the line starts with the label of an amount, and has no owner or period."""
        named = self.names_in(line)
        return bool(named) and named <= {*MONEY}

    def names_in(self, line: SourceLine) -> set[str]:
        """Give what a line names that starts with a label, and heads no section."""
        if self.is_section(line) or not self.pattern.match(line.raw.lstrip()):
            return set()
        return {name for name, _ in self.values(line)}

    def values(self, line: SourceLine) -> Iterator[tuple[str, Text]]:
        """Give what the line says after each label: ``owner``, ``period``, …, and the value."""
        matches = list(self.pattern.finditer(line.raw))
        ends = [match.start() for match in matches[1:]] + [len(line.raw)]
        for match, end in zip(matches, ends, strict=True):
            text = Text.of(line.raw[match.end() : end], line.span, match.end())
            yield match.lastgroup or "", text


def find_blocks(lines: Sequence[SourceLine], marks: Marks, account: Account) -> list[Block]:
    """Cut the part of a page that lists projects; it starts with the heading of a section.

    Headings of sections and the words below them are entered in the account.
    """
    starts = [*_starts(lines, marks), len(lines)]
    blocks: list[Block] = []
    section = Section.of(lines[:1], marks)
    for start, end in pairwise(starts):
        first, rest = lines[start], lines[start + 1 : end]
        if marks.is_section(first):
            section = Section.of(lines[start:end], marks)
            account.take([first], msg("section heading"))
            introduction = [line for line in rest if not marks.is_money(line)]
            account.take(introduction, msg("section introduction"))
        else:
            blocks.append(_block(lines[start:end], marks, section, last=end == len(lines)))
    return blocks


def _starts(lines: Sequence[SourceLine], marks: Marks) -> Iterator[int]:
    """Where sections and blocks start; a block may follow labels only with text between."""
    previous: tuple[int, str] = (0, "section")
    for at, line in enumerate(lines):
        if not line.text or marks.is_money(line):
            continue
        kind = "section" if marks.is_section(line) else "label" if marks.is_label(line) else "text"
        if kind == "section":
            yield at
        elif kind == "label" and previous[1] != "label":
            titled = previous[1] == "text" and is_heading(lines[previous[0]].text)
            yield previous[0] if titled else at
        previous = (at, kind)


def _block(lines: Sequence[SourceLine], marks: Marks, section: Section, *, last: bool) -> Block:
    money = tuple(line for line in lines if marks.is_money(line))
    lines = [line for line in lines if line not in money]
    title = None if marks.is_label(lines[0]) else lines[0]
    at = 1 if title else 0
    labels: list[SourceLine] = []
    while at < len(lines) and (not lines[at].text or marks.is_label(lines[at])):
        labels += [lines[at]] if lines[at].text else []
        at += 1
    return Block(title, tuple(labels), money, tuple(lines[at:]), section, last)
