"""A project's block becomes a project, with what its words leave open as anomalies."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lod.publishing.records import Anomaly, LineSpan, Period, Project, Text
from lod.publishing.sources import wording
from lod.publishing.sources.account import Account
from lod.publishing.sources.blocks import Block, Marks, Section
from lod.publishing.sources.lines import SourceLine, heading_of, paragraphs, text_of
from lod.publishing.sources.money import Money, read_money
from lod.publishing.sources.period import Window, missing_period, read_period
from lod.publishing.sources.problems import (
    enter_more,
    enter_stray,
    enter_title_again,
    enter_twice,
    enter_untitled,
)
from lod.publishing.sources.sidecar import MONEY
from lod.words import msg

ONGOING = "ongoing"
_MORE = re.compile(r":|(?<!\d)\d{4}-?(?:0[1-9]|1[0-2])(?!\d)")
_LABELLED = {
    ("owner",): msg("project owner"),
    ("period",): msg("project period"),
    ("owner", "period"): msg("project owner and period"),
    ("period", "owner"): msg("project owner and period"),
}
_CONCERNS = {"owner": "fp:projectOwner", "purpose": "schema:description"}


@dataclass(frozen=True, slots=True)
class Facts:
    """The words of a block, before they are read.

    :param body: the lines of title and purpose.
    :param labels: the lines of owner and period.
    :param stray: whether a heading that isn't known follows it.
    """

    title: Text
    owner: Text | None
    period: Text | None
    purpose: Text | None
    money: Money
    section: Section
    labels: LineSpan
    span: LineSpan
    body: tuple[SourceLine, ...]
    stray: bool = False


def read_projects(
    blocks: Iterable[Block],
    marks: Marks,
    changed: datetime | None,
    account: Account,
    spoken: str,
) -> tuple[Project, ...]:
    """Read all blocks of a page; one that can't be read is a problem, and left out.

    Twice, as a month that can't be read is compared with those of the other projects.

    :param spoken: the page's language.
    """
    read = list(_known(_facts(block, marks, account) for block in blocks))
    found = list(_once(read, account))
    periods = [read_period(facts.period)[0] for facts in found if facts.period]
    starts = Window.of(period.start for period in periods if period)
    ends = Window.of(period.end for period in periods if period)
    partners = [(name, _whole_word(name)) for name in marks.labels.partners]
    return tuple(_project(facts, (starts, ends), partners, (changed, spoken)) for facts in found)


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
    values = _values(block, marks, account)
    if values is None:
        return None
    if block.title is None:
        enter_untitled(block.labels[0], account)
        return None
    purpose, stray = _purpose(block, marks, account)
    money = _stated_money(block)
    account.take([block.title], msg("project title"))
    for line in block.labels:
        named = tuple(name for name, _ in marks.values(line) if name not in MONEY)
        account.take([line], _LABELLED[named])
    account.take(money, msg("project amount"))
    account.take(purpose, msg("project purpose"))
    owner = values.get("owner")
    return Facts(
        title=Text.of(block.title.raw, block.title.span),
        owner=owner if owner and owner.value else None,
        period=values.get("period"),
        purpose=text_of(purpose) if purpose else None,
        money=read_money(values, (*block.labels, *money), marks, account),
        section=block.section,
        labels=block.labels[0].span.to(block.labels[-1].span),
        span=block.title.span.to(max(line.span for line in (*block.labels, *purpose, *money))),
        body=(block.title, *purpose),
        stray=stray,
    )


def _values(block: Block, marks: Marks, account: Account) -> dict[str, Text] | None:
    """Give what stands after each label; None and a problem if it can't be told."""
    values: dict[str, Text] = {}
    for line in (*block.labels, *_stated_money(block)):
        for name, text in marks.values(line):
            if name in values:
                enter_twice(line, name, marks, account)
                return None
            if name == "owner" and _MORE.search(text.value):
                enter_more(line, text, marks, account)
                return None
            values[name] = text
    return values


def _stated_money(block: Block) -> list[SourceLine]:
    """Give the lines with amounts, but for those below what reads as another heading."""
    strays = (line for found in paragraphs(block.rest)[1:] if (line := heading_of(found)))
    stray = next(strays, None)
    return [line for line in block.money if stray is None or line.number < stray.number]


def _purpose(block: Block, marks: Marks, account: Account) -> tuple[Sequence[SourceLine], bool]:
    """Take the paragraphs up to one that reads as another heading; say whether there is one."""
    astray = False
    found = paragraphs(block.rest)
    for at, paragraph in enumerate(found):
        stray = heading_of(paragraph) if at else None
        if stray:
            if not block.last:
                prose = any(below[-1].text.endswith(".") for below in found[at + 1 :])
                enter_stray(stray, marks, account, prose=prose)
                astray = True
            found = found[:at]
            break
    if not found:
        return (), astray
    first, last = found[0][0].number, found[-1][-1].number
    return [line for line in block.rest if first <= line.number <= last], astray


def _project(
    facts: Facts,
    windows: tuple[Window | None, Window | None],
    partners: Sequence[tuple[str, re.Pattern[str]]],
    page: tuple[datetime | None, str],
) -> Project:
    anomalies: list[Anomaly] = []
    if facts.owner is None:
        anomalies.append(_missing("owner", facts))
    period: Period | None = None
    if facts.period is None:
        anomalies.append(missing_period(Text("", "", facts.labels)))
    else:
        period, found = read_period(facts.period, *windows)
        anomalies += found
    if facts.purpose is None:
        anomalies.append(_missing("purpose", facts))
    anomalies += facts.money.anomalies
    anomalies += _status(facts.section, period, *page)
    return Project(
        title=facts.title,
        owner=facts.owner,
        period=period,
        purpose=facts.purpose,
        stage=facts.section.stage,
        heading=facts.section.heading,
        introduction=facts.section.introduction,
        span=facts.span,
        partners=_partners(facts, partners),
        anomalies=tuple(anomalies),
        grant=facts.money.grant,
        cofinancing=facts.money.cofinancing,
        share=facts.money.share,
    )


def _missing(aspect: str, facts: Facts) -> Anomaly:
    span = facts.labels if aspect == "owner" else facts.span
    why = wording.missing(aspect)
    return Anomaly(aspect, "missing-value", _CONCERNS[aspect], (), why, span=span)


def _status(
    section: Section, period: Period | None, changed: datetime | None, spoken: str
) -> Iterator[Anomaly]:
    """Find an ongoing project whose end was over when the page was changed."""
    if section.stage != ONGOING or changed is None or period is None or period.end is None:
        return
    if period.end.last_day < changed.date():
        why = wording.ended_yet_ongoing(period.end, changed.date(), section.heading.value, spoken)
        quotes = (section.heading, period.text)
        yield Anomaly("status", "contradiction", "fp:status", quotes, why)


def _whole_word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def _partners(facts: Facts, partners: Sequence[tuple[str, re.Pattern[str]]]) -> tuple[Text, ...]:
    """Find the names in title and purpose, also one that a line's end parts."""
    whole = " ".join(line.text for line in facts.body)
    owner = facts.owner.value if facts.owner else None
    found = []
    for name, pattern in partners:
        match = pattern.search(whole) if name != owner else None
        if match:
            lines = [line.span for line in facts.body if pattern.search(line.text)]
            span = lines[0].to(lines[-1]) if lines else facts.span
            found.append((match.start(), Text(name, name, span)))
    return tuple(text for _, text in sorted(found, key=lambda item: item[0]))
