"""When a page says that it was changed: a day in words, with a time or without, and no zone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import zip_longest

from lod.publishing.records import Day, LineSpan, Text
from lod.publishing.sources.account import Account
from lod.publishing.sources.datewords import WEEKDAY_PATTERN
from lod.publishing.sources.lines import SourceLine, words_pattern
from lod.publishing.sources.times import read_numbered, read_time
from lod.words import Message, msg

_WEEKDAY = re.compile(rf"{WEEKDAY_PATTERN} (?:den )?(?=.*[0-9])", re.IGNORECASE)
_TIME = re.compile(
    r"(?P<day>.*?)(?:[,. ]+|(?<=[0-9])T)(?:(?:kl|klo|klokken|klockan|um|at)\.? ?)?"
    r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: uhr)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Changed:
    """The page's date and its words (None: not read), and the lines of label and date."""

    time: date | datetime | None
    text: Text | None
    span: LineSpan


def parse_time(words: str) -> date | datetime | None:
    """Read a cleaned day, with its time if it has one; nothing is added to what it says.

    >>> parse_time("15 november 2013 13:46").isoformat(), parse_time("20.11.2013").isoformat()
    ('2013-11-15T13:46:00', '2013-11-20')
    >>> parse_time("november 2013") is parse_time("03/04/2013") is None
    True
    """
    plain = _WEEKDAY.sub("", words, count=1) if _WEEKDAY.match(words) else words
    if day := _day(plain):
        return day
    match = _TIME.fullmatch(plain.rstrip(" ."))
    day, at = (_day(match["day"]), _clock(match)) if match else (None, None)
    return datetime.combine(day, at) if day and at else None


def _day(words: str) -> date | None:
    found = read_time(words)
    return found.day if isinstance(found, Day) else None


def _clock(found: re.Match[str]) -> time | None:
    """Read the time of day; None if no clock shows it."""
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (found["half"] in "pP")
    try:
        return time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None


def read_changed(lines: Sequence[SourceLine], label: str, account: Account) -> Changed | None:
    """Find the label, and the date beside or below it; without a date enter a problem.

    :returns: None if not even the label is found.
    """
    pattern = re.compile(words_pattern(label) + r"\s*(:?)\s*", re.IGNORECASE)
    words = [line for line in lines if line.text]
    seen: tuple[SourceLine, Text] | None = None
    for line, below in zip_longest(words, words[1:]):
        match = pattern.match(line.raw.lstrip())
        if not match:
            continue
        rest = line.raw.lstrip()[match.end() :]
        said = line if rest or not below else below
        text = Text.of(rest if said is line else said.raw, said.span)
        if time := parse_time(text.value):
            account.take([line, said], msg("page date"))
            return Changed(time, text, line.span.to(text.span))
        if seen is None and (match[1] or not rest or any(c.isdigit() for c in rest)):
            seen = line, text
    if seen is None:
        _enter_missing(words[-1], label, account)
        return None
    line, text = seen
    _enter_unread(lines[text.span.first - 1], text.value, label, account)
    return Changed(None, None, line.span)


def _enter_unread(line: SourceLine, words: str, label: str, account: Account) -> None:
    """Tell of a date that can't be read; what stands with it may be somebody's name."""
    days = read_numbered(words)
    message = msg("the page's date can't be read")
    if len(days) > 1:
        message = msg("the page's date can be read as {one} or {other}", one=days[0], other=days[1])
    account.withhold(line)
    account.problem(
        line,
        message,
        expected=_dated(label),
        todo=msg(
            "write the day into the sidecar, as stated = 2013-11-20 above [labels], and take "
            "changed away"
        ),
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
