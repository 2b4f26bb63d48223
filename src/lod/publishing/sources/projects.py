"""A project's block becomes a project, with what its words leave open as anomalies."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lod.publishing.records import Anomaly, LineSpan, Period, Project, Text
from lod.publishing.sources import wording
from lod.publishing.sources.account import Account
from lod.publishing.sources.blocks import Block, Section
from lod.publishing.sources.facts import Said, read_facts, read_purpose
from lod.publishing.sources.lines import SourceLine
from lod.publishing.sources.marks import INDENT, Marked, Marks
from lod.publishing.sources.money import Money, read_money
from lod.publishing.sources.owners import name_owners
from lod.publishing.sources.period import Window, missing_period, read_period
from lod.publishing.sources.problems import enter_doubt, enter_title_again, enter_untitled
from lod.words import msg

ONGOING = "ongoing"
_CONCERNS = {"owner": "fp:projectOwner", "purpose": "schema:description"}


@dataclass(frozen=True, slots=True)
class Facts:
    """The words of a block, before they are read.

    :param said: what stands after its labels.
    :param body: the lines of title and purpose.
    :param stray: whether a heading that isn't known follows it.
    :param silent: whether a line of it isn't published, which may be its purpose.
    """

    title: Text
    said: Said
    money: Money
    purpose: Text | None
    section: Section
    span: LineSpan
    body: tuple[SourceLine, ...]
    stray: bool = False
    silent: bool = False


def read_projects(
    blocks: Iterable[Block],
    marks: Marks,
    stated: date | None,
    account: Account,
) -> tuple[Project, ...]:
    """Read all blocks of a page; one that can't be read is a problem, and left out.

    Twice, as a month that can't be read is compared with those of the other projects.

    :param stated: the day on which the page said what it says.
    """
    read = list(_known(_facts(block, marks, account) for block in blocks))
    found = list(_once(read, account))
    periods = [read_period(facts.said.period)[0] for facts in found if facts.said.period]
    starts = Window.of(period.start for period in periods if period)
    ends = Window.of(period.end for period in periods if period)
    partners = [(name, _whole_word(name)) for name in marks.labels.partners]
    return tuple(_project(facts, (starts, ends), partners, stated, marks) for facts in found)


def _once(found: Iterable[Facts], account: Account) -> Iterator[Facts]:
    """Pass on the first project of each title: a second one can't be told from it."""
    seen: dict[str, Facts] = {}
    for facts in found:
        first = seen.setdefault(facts.title.value, facts)
        if first is facts:
            yield facts
        else:
            enter_title_again(facts.body[0], first.title.span.first, account)


def _known(found: Iterable[Facts | None]) -> Iterator[Facts]:
    """Pass on what could be read; below a heading that isn't known, the stage isn't either."""
    doubtful: Section | None = None
    for facts in found:
        if facts is None:
            continue
        if facts.section == doubtful:
            yield replace(facts, section=replace(facts.section, stage=None))
        else:
            yield facts
        doubtful = facts.section if facts.stray or facts.section == doubtful else None


def _facts(block: Block, marks: Marks, account: Account) -> Facts | None:
    if block.title is None:
        enter_untitled(block.group.marked[0].line, account)
        return None
    doubt = block.doubt or block.group.doubt or _other_title(block, block.title)
    if doubt is not None:
        enter_doubt(doubt.line, block.title.line, account)
        return None
    said = read_facts(block, marks, account)
    if said is None:
        return None
    below = read_purpose(block, marks, account, labelled=said.purpose is not None)
    purpose = said.purpose or below.text
    lines = [block.title.line, *said.lines, *below.lines]
    account.take([block.title.line], msg("project title"))
    account.take(below.lines, msg("project purpose"))
    span = LineSpan(min(line.number for line in lines), max(line.number for line in lines))
    raw = block.title.line.raw
    indent = len(raw) - len(raw.lstrip(INDENT))
    return Facts(
        title=Text.of(raw[indent:], block.title.line.span),
        said=said,
        money=read_money(said.values, said.lines, marks, account),
        purpose=purpose,
        section=block.section,
        span=span,
        body=(block.title.line, *(said.purposed if said.purpose else below.lines)),
        stray=below.stray,
        silent=bool(said.unknown),
    )


def _other_title(block: Block, title: Marked) -> Marked | None:
    """Give a line with a colon between title and labels, alone as a title is: it may be one."""
    first = block.group.marked[0]
    alone = first.kind == "unknown" and first.apart and not first.misspelt
    below = first.line.number - len(first.blanks) - 1 == title.line.number
    return first if alone and below else None


def _project(
    facts: Facts,
    windows: tuple[Window | None, Window | None],
    partners: Sequence[tuple[str, re.Pattern[str]]],
    stated: date | None,
    marks: Marks,
) -> Project:
    anomalies: list[Anomaly] = []
    said = facts.said
    named = name_owners(said.owner, marks.labels) if said.owner else ()
    if said.broken and named == (said.owner,):
        named = None
    if said.owner is None:
        anomalies.append(_missing("owner", facts))
    elif named is None:
        anomalies.append(_doubtful_owner(said.owner))
    period: Period | None = None
    if said.period is None:
        anomalies.append(missing_period(Text("", "", said.span)))
    else:
        period, found = read_period(said.period, *windows)
        anomalies += found
    if facts.purpose is None and not facts.silent:
        anomalies.append(_missing("purpose", facts))
    anomalies += facts.money.anomalies
    anomalies += _status(facts.section, period, stated)
    return Project(
        title=facts.title,
        owner=said.owner,
        named=named if named and named != (said.owner,) else (),
        doubtful=named is None,
        period=period,
        purpose=facts.purpose,
        stage=facts.section.stage,
        heading=facts.section.heading,
        span=facts.span,
        partners=_partners(facts, partners, [name.value for name in named or ()]),
        introduction=facts.section.introduction,
        grant=facts.money.grant,
        cofinancing=facts.money.cofinancing,
        share=facts.money.share,
        anomalies=tuple(anomalies),
    )


def _missing(aspect: str, facts: Facts) -> Anomaly:
    span = facts.said.span if aspect == "owner" else facts.span
    why = wording.missing(aspect)
    return Anomaly(aspect, "missing-value", _CONCERNS[aspect], (), why, span=span)


def _doubtful_owner(owner: Text) -> Anomaly:
    why = wording.doubtful_owner()
    return Anomaly("owner", "unreadable-value", _CONCERNS["owner"], (owner,), why)


def _status(section: Section, period: Period | None, stated: date | None) -> Iterator[Anomaly]:
    """Find an ongoing project whose end was over when the page said so."""
    if section.stage != ONGOING or stated is None or period is None or period.end is None:
        return
    if period.end.last_day < stated:
        why = wording.ended_yet_ongoing(period.end, stated, section.heading.value)
        quotes = (section.heading, period.text)
        yield Anomaly("status", "contradiction", "fp:status", quotes, why)


def _whole_word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def _partners(
    facts: Facts, partners: Sequence[tuple[str, re.Pattern[str]]], owners: Sequence[str]
) -> tuple[Text, ...]:
    """Find the names in title and purpose, also one that a line's end parts."""
    whole = " ".join(line.text for line in facts.body)
    found = []
    for name, pattern in partners:
        match = pattern.search(whole) if name not in owners else None
        if match:
            lines = [line.span for line in facts.body if pattern.search(line.text)]
            span = lines[0].to(lines[-1]) if lines else facts.span
            found.append((match.start(), Text(name, name, span)))
    return tuple(text for _, text in sorted(found, key=lambda item: item[0]))
