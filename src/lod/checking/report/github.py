"""The report for a run on GitHub: annotations on the lines, and a summary of the job.

Escaping: actions/toolkit, packages/core/src/command.ts (``escapeData``, ``escapeProperty``).
Limits: actions/toolkit, docs/problem-matchers.md, "Limitations": 10 error, 10 warning and 10
notice annotations per step, 50 per job. A title takes 255 characters (REST API, check runs).
"""

from collections.abc import Iterable

from lod.checking.report.arrange import by_weight
from lod.checking.report.grouped import grouped
from lod.checking.report.model import SEVERITIES, Finding, Place, Report
from lod.checking.report.wording import advice, counts, message, subject, title
from lod.rdf import Shortening
from lod.words import cut, msg, number, printable

SHOWN = 10
"""Annotations of one severity that GitHub shows for a step."""

_COMMANDS = {"violation": "error", "warning": "warning"} | dict.fromkeys(SEVERITIES[2:], "notice")
_TITLE = 255
_MESSAGE = 4000


def write(check: Report, language: str) -> str:
    """Write workflow commands, errors first, no more of each severity than GitHub shows.

    Of one severity results go before what guards tell.

    If there are more findings, the last command is a notice that says how many.
    """
    fresh = grouped(check.fresh_by_place)
    errors, warnings, notices = (
        sorted((f for f in fresh if f.severity in severities), key=by_weight)
        for severities in (SEVERITIES[:1], SEVERITIES[1:2], SEVERITIES[2:])
    )
    room = SHOWN
    if any(len(findings) > SHOWN for findings in (errors, warnings, notices)):
        room = SHOWN - 1  # one notice says how many more there are
    shown = errors[:SHOWN] + warnings[:SHOWN] + notices[:room]
    rows = [_annotation(finding, language, check.shorten) for finding in shown]
    if len(shown) < len(fresh):
        rows.append(_more(check, len(shown), len(fresh), language))
    return "".join(f"{row}\n" for row in rows)


def command(name: str, properties: Iterable[tuple[str, object]], text: str) -> str:
    r"""Write a workflow command.

    >>> command("error", [("file", "a,b.ttl"), ("line", 3)], "50 %\nmer")
    '::error file=a%2Cb.ttl,line=3::50 %25%0Amer'
    """
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties)
    return f"::{name}{' ' if listed else ''}{listed}::{_data(text)}"


def _annotation(finding: Finding, language: str, shorten: Shortening) -> str:
    properties: list[tuple[str, object]] = _place(finding.place) if finding.place else []
    properties.append(("title", cut(title(finding.rule, language), _TITLE)))
    said = message(finding, language)
    rows = [*subject(finding, language, shorten, said=said), *advice(finding, language, shorten)]
    text = "\n".join([said, *(f"{label}: {row}" for label, row in rows)])
    return command(_COMMANDS[finding.severity], properties, cut(text, _MESSAGE))


def _place(place: Place) -> list[tuple[str, object]]:
    """Give the properties of a place; columns only within one line, as GitHub wants them."""
    given: list[tuple[str, object | None]] = [
        ("file", printable(place.file)),
        ("line", place.line),
        ("endLine", place.end_line),
    ]
    if place.end_line in (None, place.line):
        given += [("col", place.column), ("endColumn", place.end_column)]
    return [(key, value) for key, value in given if value is not None]


def _more(check: Report, shown: int, total: int, language: str) -> str:
    text = msg(
        "GitHub shows {shown} of {total} results; {more} more are in the full report: {counts}.",
        shown=number(shown),
        total=number(total),
        more=number(total - shown),
        counts=counts(check, language),
    )
    title = msg("More than GitHub shows").told(language)
    return command("notice", [("title", title)], text.told(language))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
