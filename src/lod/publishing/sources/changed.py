"""When a page says that it was changed: a date in words, with a time and without a zone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import zip_longest

from lod.publishing.records import LineSpan, Text
from lod.publishing.sources.account import Account
from lod.publishing.sources.lines import SourceLine, words_pattern
from lod.words import LANGUAGES, MONTHS, Message, msg

_DATE = re.compile(
    r"([0-9]{1,2}) (\w+) ([0-9]{4})(?: kl\.?)? ([0-9]{1,2})[:.]([0-9]{2})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Changed:
    """The page's date and its words (None: not read), and the lines of label and date."""

    time: datetime | None
    text: Text | None
    span: LineSpan


def parse_time(words: str) -> datetime | None:
    """Read a cleaned Swedish or English date with its time; nothing is added to what it says.

    >>> parse_time("15 november 2013 13:46").isoformat()
    '2013-11-15T13:46:00'
    >>> parse_time("15 november 2013") is None
    True
    """
    match = _DATE.fullmatch(words)
    month = _months().get(match[2].lower()) if match else None
    if not match or not month:
        return None
    day, year, hour, minute = (int(match[at]) for at in (1, 3, 4, 5))
    try:
        return datetime(year, month, day, hour, minute)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    named = [
        (month.told(lang).lower(), at) for lang in LANGUAGES for at, month in enumerate(MONTHS, 1)
    ]
    return dict(named)


def read_changed(lines: Sequence[SourceLine], label: str, account: Account) -> Changed | None:
    """Find the label, and the date beside or below it; without a date enter a problem.

    :returns: None if not even the label is found.
    """
    pattern = re.compile(words_pattern(label) + r"\s*(:?)\s*", re.IGNORECASE)
    words = [line for line in lines if line.text]
    seen: tuple[SourceLine, SourceLine] | None = None
    for line, below in zip_longest(words, words[1:]):
        match = pattern.match(line.raw.lstrip())
        if not match:
            continue
        rest = line.raw.lstrip()[match.end() :]
        stated = line if rest or not below else below
        text = Text.of(rest if stated is line else stated.raw, stated.span)
        if time := parse_time(text.value):
            account.take([line, stated], msg("page date"))
            return Changed(time, text, line.span.to(text.span))
        if seen is None and (match[1] or not rest):
            seen = line, stated
    if seen is None:
        _enter_missing(words[-1], label, account)
        return None
    _enter_unread(seen[1], label, account)
    return Changed(None, None, seen[0].span)


def _enter_unread(line: SourceLine, label: str, account: Account) -> None:
    account.problem(
        line,
        msg("the page's date can't be read"),
        expected=_dated(label),
        todo=msg("check the label changed in the sidecar, or take it away if the page has no date"),
    )


def _enter_missing(last: SourceLine, label: str, account: Account) -> None:
    account.problem(
        last,
        msg("no line of the page starts with {words}", words=label),
        expected=_dated(label),
        todo=msg("write the label as the page does, or take it away if the page has no date"),
        setting=("labels", "changed"),
    )


def _dated(label: str) -> Message:
    return msg("{label}, then a date, as in 15 november 2013 13:46", label=label)
