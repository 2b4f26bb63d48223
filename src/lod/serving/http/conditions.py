"""Conditional requests. Pure functions over header values.

Source: RFC 9110, 8.8.3 (entity tags), 13.1 and 13.2.2 (preconditions and their order).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from werkzeug.http import parse_date

_LIST = re.compile(r'[ \t,]*(?:(W/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*(?:,[ \t,]*|$))')


def parse_tags(value: str) -> list[tuple[bool, str]]:
    """Read a list of entity tags as (weak, tag), up to the first that is malformed.

    >>> parse_tags('W/"a", "b,c" , x')
    [(True, 'a'), (False, 'b,c')]
    """
    found, at = [], 0
    while at < len(value) and (match := _LIST.match(value, at)):
        found.append((match[1] is not None, match[2]))
        at = match.end()
    return found


def matches(value: str, tag: str, *, weak: bool) -> bool:
    """Whether a list of entity tags names the strong tag; ``*`` names any.

    >>> matches('W/"a"', "a", weak=True), matches('W/"a"', "a", weak=False)
    (True, False)
    """
    if value.strip() == "*":
        return True
    return any(t == tag and (weak or not is_weak) for is_weak, t in parse_tags(value))


def precondition(headers: Mapping[str, str], tag: str, modified: datetime) -> int | None:
    """Evaluate the conditions of a GET or HEAD: 304, 412, or None to go on.

    :param tag: the strong entity tag without quotes.
    :param modified: in UTC.
    """
    whole = modified.replace(microsecond=0)
    if "If-Match" in headers:
        if not matches(headers["If-Match"], tag, weak=False):
            return 412
    elif (since := _date(headers.get("If-Unmodified-Since"))) is not None and whole > since:
        return 412
    if "If-None-Match" in headers:
        return 304 if matches(headers["If-None-Match"], tag, weak=True) else None
    since = _date(headers.get("If-Modified-Since"))
    return 304 if since is not None and whole <= since else None


def _date(value: str | None) -> datetime | None:
    try:
        found = parse_date(value)
        return None if found is None else found.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
