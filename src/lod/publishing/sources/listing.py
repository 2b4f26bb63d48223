"""The part of a page that lists projects: each of its lines is used, left out by name, or told."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from lod.publishing.records import Project
from lod.publishing.sources.account import Account
from lod.publishing.sources.bare import mark_bare
from lod.publishing.sources.blocks import Block, ListPart, Paragraph, Run, Stretch, find_blocks
from lod.publishing.sources.lines import SourceLine, text_of
from lod.publishing.sources.marks import PUBLISHED, Marked, Marks, mark_all, with_values_below
from lod.publishing.sources.problems import (
    enter_contact,
    enter_dated,
    enter_outside,
    enter_stray,
    enter_unknown,
)
from lod.publishing.sources.projects import read_projects
from lod.publishing.sources.sidecar import MONEY
from lod.publishing.sources.signs import has_contact, holds_period
from lod.words import msg


def read_listing(
    lines: Sequence[SourceLine], marks: Marks, stated: date | None, account: Account
) -> tuple[Project, ...]:
    """Read the projects of a list, which starts with the heading of a section.

    :param stated: the day on which the page said what it says.
    """
    marked = with_values_below(mark_bare(mark_all(lines, marks), marks))
    for one in marked:
        _keep_back(one, marks, account)
    blocks: list[Block] = []
    for part in find_blocks(marked, marks):
        blocks += _enter_section(part, marks, account)
    named = {name for one in marked for name in one.fields}
    for name in MONEY:
        if words := getattr(marks.labels, name):
            account.seek(("labels", name), words, met=name in named)
    projects = read_projects(blocks, marks, stated, account)
    texts = [one.line for one in marked if one.kind == "text"]
    for line in account.free(texts):
        if holds_period(line.text):
            enter_dated(line, marks, account)
    return projects


def _keep_back(one: Marked, marks: Marks, account: Account) -> None:
    """Enter a line that isn't published, whichever project it stands in."""
    if one.kind == "unknown":
        enter_unknown(one, marks, account)
        account.take([one.line], msg("not understood"))
    elif one.kind == "contact":
        enter_contact(one.line, account)
        account.take([one.line], msg("contact details"))
    elif one.kind == "below" and not one.values:
        account.withhold(one.line)
        account.take([one.line], msg("not understood"))
    elif one.kind in ("fact", "below") and not PUBLISHED.issuperset(one.fields):
        account.withhold(one.line)
        if PUBLISHED.isdisjoint(one.fields):
            account.take([one.line], msg("left out, as the sidecar says"))


def _enter_section(part: ListPart, marks: Marks, account: Account) -> Iterable[Block]:
    """Enter the heading and introduction; give its blocks, without a stage if that is in doubt."""
    account.take([part.heading.line], msg("section heading"))
    astray = False
    taken: list[SourceLine] = []
    texts = part.introduction
    for at, text in enumerate(texts):
        if isinstance(text, Paragraph):
            prose = any(isinstance(p, Paragraph) and not p.is_heading for p in texts[at + 1 :])
            if text.is_dated:
                continue
            if text.is_heading and prose:
                enter_stray(text.marked[0].line, marks, account, prose=True)
                astray = True
            else:
                account.take((one.line for one in text.marked), msg("section introduction"))
                taken += _going_on(taken, text)
    for run in _runs((*texts, *part.left)):
        for one in run.marked:
            if not PUBLISHED.isdisjoint(one.fields):
                enter_outside(one.line, account)
    below = text_of(taken) if taken else None
    found = [replace(b, section=replace(b.section, introduction=below)) for b in part.blocks]
    if not astray:
        return found
    return [replace(b, section=replace(b.section, stage=None)) for b in found]


def _going_on(taken: Sequence[SourceLine], text: Paragraph) -> list[SourceLine]:
    """Give the lines of a paragraph, the blank ones above too, if it goes on with those taken."""
    lines = [line for one in text.marked for line in (*one.blanks, one.line)]
    if not taken:
        return lines[len(text.marked[0].blanks) :]
    return lines if taken[-1].number + 1 == lines[0].number else []


def _runs(parts: Iterable[Stretch]) -> Iterable[Run]:
    return (part for part in parts if isinstance(part, Run))


def withhold_rest(lines: Iterable[SourceLine], marks: Marks, account: Account) -> None:
    """Keep back the lines elsewhere that have contact details, or a label that isn't known.

    What stands right below such a label goes on with it, or is its value.
    """
    below = waits = False  # a line that goes on with a label, a label without a value
    for line in lines:
        if has_contact(line.text, marks.labels.public):
            account.withhold(line)
        if not line.text:
            below = False
        elif line.number in account.taken:
            below = waits = False
        elif _is_unknown(one := marks.mark(line), marks):
            account.withhold(line)
            below, waits = True, one.waits
        elif below or waits:
            account.withhold(line)
            below, waits = True, False


def _is_unknown(one: Marked, marks: Marks) -> bool:
    """Whether a line has a label that isn't known, or one of what isn't published."""
    kept = one.kind == "fact" and PUBLISHED.isdisjoint(one.fields)
    return kept or one.bare or (one.kind == "unknown" and one.label != marks.labels.changed)
