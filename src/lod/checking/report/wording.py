"""What to say of a finding, a rule and a check as a whole: one line each, safe to show."""

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
from lod.checking.report.words import ReportWords
from lod.rdf import SHARED, Shortening
from lod.words import printable, prose

Labelled = list[tuple[str, str]]
"""Label and text."""

_SHORTENING = Shortening(SHARED)


def message(finding: Finding, words: ReportWords) -> str:
    """Say what is wrong; without a message, what the rule demands.

    >>> from lod.checking.report.words import report_words
    >>> message(Finding(Rule("spec/project", "violation"), "violation", {}), report_words("sv"))
    'spec/project'
    """
    return prose(in_language(finding.messages, words.language)) or title(finding.rule, words)


def title(rule: Rule, words: ReportWords) -> str:
    """Say what a rule demands, else its id."""
    return prose(in_language(rule.title, words.language)) or prose(rule.id)


def rule_named(rule: Rule, words: ReportWords) -> str:
    """Name a rule, and say where it stands."""
    name = title(rule, words)
    where = [prose(rule.id)] if name != prose(rule.id) else []
    place = rule.place and Place(rule.place.file, rule.place.line)
    where += [printable(str(place))] if place else []
    return f"{name} ({', '.join(where)})" if where else name


def advice(finding: Finding, words: ReportWords) -> Labelled:
    """Say of which property, what was expected, how to mend it, and which rule says so."""
    said = message(finding, words)
    rows = [] if finding.path is None else [(words.path, printable(_SHORTENING.path(finding.path)))]
    expected = prose(in_language(finding.expected, words.language))
    mending = prose(in_language(finding.help or finding.rule.help, words.language))
    rows += [(words.expected, expected)] if expected else []
    rows += [(words.help, mending)] if mending and mending not in said else []
    return [*rows, (words.rule, rule_named(finding.rule, words))]


def subject(finding: Finding, words: ReportWords, *, marked: str | None = None) -> Labelled:
    """Say which value of which thing it is about.

    :param marked: the text that the reader sees marked; it isn't said again.
    """
    rows: Labelled = []
    focus = None if finding.focus is None else bare(finding.focus)
    value = None if finding.value is None else written(finding.value)
    if value is not None and _stripped(value) != focus:
        seen = marked and (_stripped(marked) in value)
        rows += [] if seen else [(words.value, printable(value))]
    if focus is not None and focus != "[]":
        rows.append((words.focus, printable(focus)))
    if finding.place and finding.place.pointer is not None:
        rows.append((words.pointer, printable(finding.place.pointer)))
    return rows


def counts(check: Report, words: ReportWords) -> str:
    """Count the fresh findings: errors and warnings always, notes if there are any."""
    return counted(check.counts, words)


def counted(numbers: dict[str, int], words: ReportWords) -> str:
    """Write how many there are of each severity.

    >>> from lod.checking.report.words import report_words
    >>> counted({"violation": 1, "warning": 0, "info": 0}, report_words("en"))
    '1 error, 0 warnings'
    """
    shown = [(n, words.severity(s)) for s, n in numbers.items() if n or s in FAILING[:2]]
    return ", ".join(words.counted(n, forms) for n, forms in shown)


def verdict(check: Report, words: ReportWords) -> str:
    """Say whether the data conforms, and if milder things than errors broke it."""
    if check.unread:
        return words.unread
    if check.conforms:
        return words.conforms
    even = "" if check.counts["violation"] else words.even.get(check.fail_on, "")
    return f"{words.broken} {even}".rstrip()


def extent(check: Report, words: ReportWords) -> list[str]:
    """Say how much was checked, and how much isn't shown as it was known before."""
    numbers = (
        (len(check.rules), words.rules),
        (check.statements, words.statements),
        (len(check.files), words.files),
    )
    told = check.rules and not check.unread
    rows = [words.read.format(*(words.counted(*pair) for pair in numbers))] if told else []
    known = len(check.findings) - len(check.fresh)
    return [*rows, f"{words.counted(known, words.known)}."] if known else rows


def covered(row: Covered, words: ReportWords) -> tuple[str, str, str, str, str]:
    """Write a row of the coverage table: kind, name, how many, how many checked, a remark."""
    left = row.targets - row.checked
    remark = words.unchecked.format(words.number(left)) if left > 0 else ""
    if row.kind == "shape" and not row.targets:
        remark = words.untargeted
    kind = words.kinds.get(row.kind, printable(row.kind))
    return kind, prose(row.name), words.number(row.targets), words.number(row.checked), remark


def where(place: Place | None) -> str:
    """Write ``file:line:column``, safe to show; empty for no place."""
    return "" if place is None else printable(str(place))


def _stripped(term: str) -> str:
    return term.strip('<>"')
