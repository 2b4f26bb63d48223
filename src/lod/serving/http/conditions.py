"""Conditional requests. Pure functions over header values.

Source: RFC 9110, 8.8.3 (entity tags), 13.1 and 13.2.2 (preconditions and their order).
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from werkzeug.http import parse_date, parse_etags


def precondition(headers: Mapping[str, str], tag: str, modified: datetime) -> int | None:
    """Evaluate the conditions of a GET or HEAD: 304, 412, or None to go on.

    :param tag: the strong entity tag without quotes.
    :param modified: in UTC.
    """
    whole = modified.replace(microsecond=0)
    if "If-Match" in headers:
        if not parse_etags(headers["If-Match"]).contains(tag):
            return 412
    elif (since := _date(headers.get("If-Unmodified-Since"))) is not None and whole > since:
        return 412
    if "If-None-Match" in headers:
        return 304 if parse_etags(headers["If-None-Match"]).contains_weak(tag) else None
    since = _date(headers.get("If-Modified-Since"))
    return 304 if since is not None and whole <= since else None


def _date(value: str | None) -> datetime | None:
    try:
        found = parse_date(value)
        return None if found is None else found.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
