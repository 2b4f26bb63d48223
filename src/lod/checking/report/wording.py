"""What to say of a finding, a rule and a check as a whole: one line each, safe to show."""

from collections.abc import Callable, Mapping, Sequence

from lod.checking.report.arrange import arrange_findings
from lod.checking.report.model import (
    FAILING,
    Covered,
    Finding,
    Place,
    Report,
    Rule,
    bare,
    in_language,
    written,
)
from lod.rdf import SHARED, Shortening
from lod.words import Message, counted, msg, number, printable, prose

Labelled = list[tuple[str, str]]
"""Label and text."""

_SHORTENING = Shortening(SHARED)


_SEVERITIES: Mapping[str, tuple[Message, Message, Callable[[int], Message]]] = {
    "violation": (msg("error"), msg("errors"), lambda n: counted("{n} error", "{n} errors", n)),
    "warning": (
        msg("warning"),
        msg("warnings"),
        lambda n: counted("{n} warning", "{n} warnings", n),
    ),
    "info": (msg("note"), msg("notes"), lambda n: counted("{n} note", "{n} notes", n)),
    "debug": (
        msg("debug note"),
        msg("debug notes"),
        lambda n: counted("{n} debug note", "{n} debug notes", n),
    ),
    "trace": (
        msg("trace note"),
        msg("trace notes"),
        lambda n: counted("{n} trace note", "{n} trace notes", n),
    ),
}
"""Severity → what one is called, several, and a number of them."""

_EVEN = {
    "warning": msg("Warnings too stop the run here."),
    "info": msg("Warnings and notes too stop the run here."),
}
_KINDS = {"shape": msg("shape"), "class": msg("class")}


def severity_word(severity: str) -> Message:
    """Name one finding of a severity.

    >>> severity_word("warning").told("sv"), severity_words("warning").told("sv")
    ('varning', 'varningar')
    """
    return _SEVERITIES[severity][0]


def severity_words(severity: str) -> Message:
    """Name several findings of a severity."""
    return _SEVERITIES[severity][1]


def message(finding: Finding, language: str) -> str:
    """Say what is wrong; without a message, what the rule demands.

    >>> message(Finding(Rule("spec/project", "violation"), "violation", {}), "sv")
    'spec/project'
    """
    return prose(in_language(finding.messages, language)) or title(finding.rule, language)


def title(rule: Rule, language: str) -> str:
    """Say what a rule demands, else its id."""
    return prose(in_language(rule.title, language)) or prose(rule.id)


def rule_named(rule: Rule, language: str) -> str:
    """Name a rule, and say where it stands."""
    name = title(rule, language)
    where = [prose(rule.id)] if name != prose(rule.id) else []
    place = rule.place and Place(rule.place.file, rule.place.line)
    where += [printable(str(place))] if place else []
    return f"{name} ({', '.join(where)})" if where else name


def advice(finding: Finding, language: str) -> Labelled:
    """Say of which property, what was expected, how to mend it, and which rule says so."""
    said = message(finding, language)
    path = (
        []
        if finding.path is None
        else [(msg("property"), printable(_SHORTENING.path(finding.path)))]
    )
    expected = prose(in_language(finding.expected, language))
    mending = prose(in_language(finding.help or finding.rule.help, language))
    rows = [
        *path,
        *([(msg("expected"), expected)] if expected else []),
        *([(msg("how to mend it"), mending)] if mending and mending not in said else []),
        (msg("rule"), rule_named(finding.rule, language)),
    ]
    return [(label.told(language), text) for label, text in rows]


def subject(finding: Finding, language: str, *, marked: str | None = None) -> Labelled:
    """Say which value of which thing it is about.

    :param marked: the text that the reader sees marked; it isn't said again.
    """
    rows: Labelled = []
    focus = None if finding.focus is None else bare(finding.focus)
    value = None if finding.value is None else written(finding.value)
    if value is not None and _stripped(value) != focus:
        seen = marked and (_stripped(marked) in value)
        rows += [] if seen else [(msg("value").told(language), printable(value))]
    if focus is not None and focus != "[]":
        rows.append((msg("about").told(language), printable(focus)))
    if finding.place and finding.place.pointer is not None:
        rows.append((msg("place in the file").told(language), printable(finding.place.pointer)))
    return rows


def counts(check: Report, language: str) -> str:
    """Count the fresh findings: errors and warnings always, notes if there are any."""
    return by_severity(check.counts, language)


def by_severity(numbers: dict[str, int], language: str) -> str:
    """Write how many there are of each severity.

    >>> by_severity({"violation": 1, "warning": 0, "info": 0}, "en")
    '1 error, 0 warnings'
    """
    shown = [(s, n) for s, n in numbers.items() if n or s in FAILING[:2]]
    return ", ".join(_SEVERITIES[s][2](n).told(language) for s, n in shown)


def verdict(check: Report, language: str) -> str:
    """Say whether the data conforms, and if milder things than errors broke it."""
    if check.unread:
        return msg("Could not be checked: something can't be read.").told(language)
    if check.incomplete:
        return msg("Not all could be checked: shapes that can't run were left out.").told(language)
    if check.conforms:
        return msg("Conforms.").told(language)
    broken = msg("Does not conform.").told(language)
    even = None if check.counts["violation"] else _EVEN.get(check.fail_on)
    return f"{broken} {even.told(language)}" if even else broken


def extent(check: Report, language: str) -> list[str]:
    """Say how much was checked, and how much isn't shown as it was known before."""
    rows: list[Message] = []
    if check.rules and not check.unread:
        rules = counted("{n} rule", "{n} rules", len(check.rules))
        statements = counted("{n} statement", "{n} statements", check.statements)
        files = counted("{n} file", "{n} files", len(check.files))
        rows.append(
            msg(
                "{rules} checked on {statements} in {files}.",
                rules=rules,
                statements=statements,
                files=files,
            )
        )
    if known := len(check.findings) - len(check.fresh):
        rows.append(
            counted(
                "{n} known from before is not shown.",
                "{n} known from before are not shown.",
                known,
            )
        )
    return [row.told(language) for row in rows]


def parts_of(check: Report, language: str) -> list[tuple[str, Sequence[Finding]]]:
    """Give the fresh findings under their headings: by file, without a place, of the check."""
    found = arrange_findings(check)
    parts = [
        *found.files.items(),
        (msg("Without a place in a file").told(language), found.nowhere),
        (msg("About the check itself").told(language), found.guards),
    ]
    return [(name, findings) for name, findings in parts if findings]


def coverage_heads(language: str) -> tuple[str, ...]:
    """Head the five columns of the coverage table."""
    heads = (msg("kind"), msg("name"), msg("there are"), msg("checked"), msg("remark"))
    return tuple(head.told(language) for head in heads)


def covered(row: Covered, language: str) -> tuple[str, str, str, str, str]:
    """Write a row of the coverage table: kind, name, how many, how many checked, a remark."""
    left = row.targets - row.checked
    unchecked = msg("{count} without a rule", count=number(left)).told(language)
    remark = unchecked if left > 0 else ""
    if row.kind == "shape" and not row.targets:
        remark = msg("nothing to check").told(language)
    kind = _KINDS[row.kind].told(language) if row.kind in _KINDS else printable(row.kind)
    targets, checked = (number(n).told(language) for n in (row.targets, row.checked))
    return kind, prose(row.name), targets, checked, remark


def where(place: Place | None) -> str:
    """Write ``file:line:column``, safe to show; empty for no place."""
    return "" if place is None else printable(str(place))


def _stripped(term: str) -> str:
    return term.strip('<>"')
