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
    Texts,
    in_language,
)
from lod.rdf import Shortening, is_blank, is_iri, plain
from lod.words import Message, counted, cut, msg, number, printable, prose

_LONG, _MOST = 300, 2000
"""How much is shown of a term, of a message: a query may put a value into one."""

Labelled = list[tuple[str, str]]
"""Label and text."""

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
    said = prose(in_language(finding.messages, language)) or title(finding.rule, language)
    return cut(said, _MOST)


def gist(finding: Finding, language: str, shorten: Shortening) -> str:
    """Say what is wrong, without what was found, which differs between findings."""
    if finding.literals or not finding.expected or not finding.found:
        return message(finding, language)
    path = "" if finding.path is None else shorten.path(finding.path)
    wanted = in_language(finding.expected, language)
    return prose(unexpected(wanted, path).told(language))


def unexpected(expected: str, path: str) -> Message:
    """Say what was expected of a property, or of a thing."""
    if not path:
        return msg("expected is {expected}", expected=expected)
    return msg("{path}: expected {expected}", path=path, expected=expected)


def title(rule: Rule, language: str) -> str:
    """Say what a rule demands, else how it is called."""
    return prose(in_language(rule.title, language)) or prose(rule.name or rule.id)


def rule_named(rule: Rule, language: str) -> str:
    """Name a rule, and say where it stands."""
    name = title(rule, language)
    called = prose(rule.name or rule.id)
    where = [called] if name != called else []
    place = rule.place and Place(rule.place.file, rule.place.line)
    where += [printable(str(place))] if place else []
    return f"{name} ({', '.join(where)})" if where else name


def advice(finding: Finding, language: str, shorten: Shortening) -> Labelled:
    """Say the severity, if it is one's own, the property, what to do, and which rule says so."""
    said = message(finding, language)
    path = [] if finding.path is None else [(msg("property"), _shown(shorten.path(finding.path)))]
    expected = prose(in_language(finding.expected, language))
    mending = cut(prose(in_language(_help(finding), language)), _MOST)
    own = finding.own_severity
    rows = [
        *([(msg("severity"), _shown(shorten(f"<{own}>")))] if own else []),
        *path,
        *([(msg("expected"), expected)] if expected and expected not in said else []),
        *([(msg("how to mend it"), mending)] if mending and mending not in said else []),
        (msg("rule"), rule_named(finding.rule, language)),
    ]
    return [(label.told(language), text) for label, text in rows]


def _help(finding: Finding) -> Texts:
    """Give how to mend it; a query that has words of its own doesn't break what its shape says."""
    own = finding.source_constraint is not None and finding.literals
    return finding.help or ({} if own else finding.rule.help)


def expectations(finding: Finding, language: str) -> list[str]:
    """Say what was expected and what was found, each in a line."""
    pairs = ((msg("expected"), finding.expected), (msg("found"), finding.found))
    said = ((label, prose(in_language(texts, language))) for label, texts in pairs)
    return [f"{label.told(language)}: {text}" for label, text in said if text]


def subject(
    finding: Finding,
    language: str,
    shorten: Shortening,
    *,
    marked: str | None = None,
    said: str = "",
) -> Labelled:
    """Say which value of which thing it is about, and what was found.

    :param marked: the text that the reader sees marked; it isn't said again.
    :param said: what the reader has been told; what was found isn't said again in it.

    A value that what was found names isn't said twice.
    """
    rows: list[tuple[Message, str]] = []
    focus = None if finding.focus is None else _thing(finding.focus, shorten)
    value = None if finding.value is None else shorten.term(finding.value)
    found = prose(in_language(finding.found, language))
    told = found and finding.value is not None and _is_named(finding.value, found, shorten)
    if value is not None and finding.value != finding.focus and not told:
        seen = marked and any(_stripped(marked) in text for text in (value, finding.value or ""))
        rows += [] if seen else [(msg("value"), _shown(value))]
    rows += [(msg("found"), found)] if found and found not in said else []
    if focus is not None and focus != "[]":
        rows.append((msg("about"), _shown(focus)))
    if finding.place and finding.place.pointer is not None:
        rows.append((msg("place in the file"), printable(finding.place.pointer)))
    return [(label.told(language), text) for label, text in rows]


def _is_named(value: str, found: str, shorten: Shortening) -> bool:
    """Whether a text names a value, or it has no name."""
    return is_blank(value) or prose(shorten(value)) in found


def _shown(term: str) -> str:
    """Make a term safe to show, and no longer than one reads; JSON and Turtle have it whole."""
    return printable(cut(term, _LONG))


def _thing(focus: str, shorten: Shortening) -> str:
    """Name a thing: an IRI without a prefix stands without its brackets too."""
    return shorten.iri(plain(focus)) if is_iri(focus) else shorten.term(focus)


def counts(check: Report, language: str) -> str:
    """Count the fresh findings: errors and warnings always, notes if there are any."""
    return by_severity(check.counts, language)


def outcome(check: Report, language: str) -> str:
    """Count the fresh findings, and say what is left open though nothing of it is wrong."""
    said = f"{counts(check, language)}."
    if check.left_open:
        items = ", ".join(item.told(language) for item in check.left_open)
        said += f" {msg('Still open: {items}.', items=items).told(language)}"
    return said


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


def covered(row: Covered, language: str, shorten: Shortening) -> tuple[str, str, str, str, str]:
    """Write a row of the coverage table: kind, name, how many, how many checked, a remark."""
    left = row.targets - row.checked
    unchecked = msg("{count} without a rule", count=number(left)).told(language)
    remark = unchecked if left > 0 else ""
    if row.kind == "shape" and not row.targets:
        remark = msg("nothing to check").told(language)
    kind = _KINDS[row.kind].told(language) if row.kind in _KINDS else printable(row.kind)
    targets, checked = (number(n).told(language) for n in (row.targets, row.checked))
    return kind, prose(shorten.iri(row.name)), targets, checked, remark


def where(place: Place | None) -> str:
    """Write ``file:line:column``, safe to show; empty for no place."""
    return "" if place is None else printable(str(place))


def _stripped(term: str) -> str:
    return term.strip('<>"')
