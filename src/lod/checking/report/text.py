"""The report for people: by file and line, with the value marked and what to do about it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from lod.checking.report.arrange import shown_coverage
from lod.checking.report.excerpt import excerpt
from lod.checking.report.model import Covered, Finding, Place, Report, in_language, tally
from lod.checking.report.wording import (
    Labelled,
    advice,
    by_severity,
    coverage_heads,
    covered,
    extent,
    gist,
    message,
    outcome,
    parts_of,
    severity_word,
    subject,
    verdict,
    where,
)
from lod.rdf import Shortening
from lod.words import msg, printable, prose, told, unobeyed, width

EXCERPTS = 3
"""Of findings that say the same in one file, how many show their line; the rest take one row."""

Paint = Callable[[str, str], str]
"""A text and what it is (a severity, ``strong`` or ``weak``) → the text in its colour."""


class Manner(NamedTuple):
    """How a report is written."""

    language: str
    shorten: Shortening
    paint: Paint


_CODES = {"violation": "1;31", "warning": "1;33", "info": "1;36", "strong": "1", "weak": "2"}
_CODES |= {"debug": _CODES["info"], "trace": _CODES["info"]}


def write(check: Report, language: str, *, colour: bool = False) -> str:
    """Write the report; every fresh finding is in it.

    What data says can't steer the terminal (``printable``), nor GitHub's runner.

    :param colour: with ANSI escapes, for a terminal.
    """
    manner = Manner(language, check.shorten, _coloured if colour else _plain)
    rows: list[str] = []
    for name, findings in parts_of(check, language):
        rows += _section(name, findings, manner)
    rows += _ending(check, manner)
    return "\n".join(map(unobeyed, rows)) + "\n"


def _coloured(text: str, kind: str) -> str:
    return f"\x1b[{_CODES[kind]}m{text}\x1b[0m" if text else text


def _plain(text: str, kind: str) -> str:
    return text


def _section(name: str, findings: Sequence[Finding], manner: Manner) -> list[str]:
    numbers = {severity: n for severity, n in tally(findings).items() if n}
    heading = f"{printable(name)}: {by_severity(numbers, manner.language)}"
    rows = [manner.paint(heading, "strong"), ""]
    for group in _alike(findings, manner):
        rows += [f"  {row}" for row in _block(group, manner)]
        rows.append("")
    return rows


def _alike(findings: Iterable[Finding], manner: Manner) -> list[list[Finding]]:
    """Group findings that say the same, but for what was found, each where its first one stands."""
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        alone = number if finding.details else None
        text = (gist(finding, manner.language, manner.shorten), *_advice(finding, manner))
        groups.setdefault((finding.severity, text, alone), []).append(finding)
    return list(groups.values())


def _advice(finding: Finding, manner: Manner) -> Labelled:
    return advice(finding, manner.language, manner.shorten)


def _block(group: Sequence[Finding], manner: Manner) -> Iterator[str]:
    first, (language, shorten, paint) = group[0], manner
    said = {message(finding, language) for finding in group}
    told_first = said.pop() if len(said) == 1 else gist(first, language, shorten)
    severity = paint(f"{severity_word(first.severity).told(language)}:", first.severity)
    yield f"{severity} {told_first}"
    for number, (place, same) in enumerate(groupby(group, key=lambda finding: finding.place)):
        if number < EXCERPTS:
            yield from (f"  {row}" for row in _shown(place, list(same), manner, told_first))
        else:
            yield from (f"  {_brief(finding, manner, told_first)}" for finding in same)
    yield from (f"  {row}" for row in _labelled(_advice(first, manner), paint))
    for detail in first.details:
        yield f"  {paint(msg('more precisely').told(language) + ':', 'weak')}"
        yield from (f"    {row}" for row in _block([detail], manner))


def _shown(place: Place | None, same: Sequence[Finding], manner: Manner, said: str) -> list[str]:
    """Write a place, its line and caret, and which things it is about."""
    rows, marked = [], None
    language, shorten, paint = manner
    if place is not None:
        rows.append(paint(where(place), "strong"))
        drawn = excerpt(place)
        if drawn is not None:
            marked = drawn.marked
            rows += _drawn(place.line, drawn.line, paint(drawn.carets, same[0].severity))
    inside = "  " if place is not None else ""
    for finding in same:
        pairs = subject(finding, language, shorten, marked=marked, said=said)
        rows += [inside + row for row in _labelled(pairs, paint)]
    return rows


def _drawn(line: int | None, text: str, carets: str) -> list[str]:
    number = str(line or "")
    gutter = max(4, len(number))
    rows = [f"{number:>{gutter}} | {text}".rstrip()]
    return [*rows, f"{'':>{gutter}} | {carets}"] if carets else rows


def _brief(finding: Finding, manner: Manner, said: str) -> str:
    pairs = subject(finding, manner.language, manner.shorten, said=said)
    rows = [f"{label} {text}" for label, text in pairs]
    return ": ".join(part for part in (where(finding.place), ", ".join(rows)) if part)


def _labelled(rows: Labelled, paint: Paint) -> list[str]:
    return [f"{paint(f'{label}:', 'weak')} {text}" for label, text in rows]


def _ending(check: Report, manner: Manner) -> list[str]:
    language, _, paint = manner
    rows = _coverage(shown_coverage(check.coverage, language), manner)
    rows += [f"{msg('Note').told(language)}: {prose(told(note, language))}" for note in check.notes]
    rows += extent(check, language)
    kind = "strong" if check.conforms else "violation"
    return [*rows, f"{paint(verdict(check, language), kind)} {outcome(check, language)}"]


def _coverage(coverage: Sequence[Covered], manner: Manner) -> list[str]:
    """Write the table: all classes, and in one line the shapes that had nothing to check."""
    language, shorten, paint = manner
    idle = [row for row in coverage if row.kind == "shape" and not row.targets]
    together = idle if len(idle) > 1 else []
    coverage = [row for row in coverage if row.kind != "shape" or row in idle[: not together]]
    rows: list[str] = []
    if coverage:
        head = coverage_heads(language)
        table = [head, *(covered(row, language, shorten) for row in coverage)]
        wide = [max(width(row[n]) for row in table) for n in range(4)]
        first, *others = (_row(row, wide) for row in table)
        rows = [paint(msg("What the rules cover").told(language), "strong"), paint(first, "weak")]
        rows += [*others, ""]
    if together:
        called = (in_language(r.title, language) or shorten.iri(r.name) for r in together)
        names = prose("; ".join(called))
        rows += [msg("Shapes that had nothing to check: {names}", names=names).told(language), ""]
    return rows


def _row(row: tuple[str, ...], wide: Sequence[int]) -> str:
    left = (text + " " * (wide[n] - width(text)) for n, text in enumerate(row[:2]))
    right = (" " * (wide[n] - width(text)) + text for n, text in enumerate(row[2:4], 2))
    return ("  " + "  ".join((*left, *right, row[4]))).rstrip()
