"""The report as JUnit XML: a test suite for each shapes file, a case for each rule.

What fails the check fails its case; other findings are told in its output. The form is the one
that Jenkins and GitLab read (Jenkins xUnit plugin, junit-10.xsd), without times: the same check
gives the same bytes.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from itertools import groupby

from lod.checking.report.arrange import all_rules
from lod.checking.report.model import SEVERITIES, Finding, Report, Rule
from lod.checking.report.wording import (
    advice,
    by_severity,
    message,
    severity_word,
    subject,
    title,
    where,
)
from lod.rdf import Shortening
from lod.words import cut, msg, printable

SaidOf = Callable[[Sequence[Finding]], str]


def write(check: Report, language: str) -> str:
    """Write the suites, every rule in one, broken or not."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in check.by_place:
        if not finding.known:
            found[finding.rule.id].append(finding)
    rules = sorted(all_rules(check), key=_suite_of)
    said = partial(_told, language=language, shorten=check.shorten)
    cases = [
        (_suite_of(rule), *_case(check, rule, found[rule.id], language, said)) for rule in rules
    ]
    failed = sum(failing for _, _, failing in cases)
    head = f'<testsuites name="lod" tests="{len(cases)}" failures="{failed}" errors="0">'
    rows = ['<?xml version="1.0" encoding="UTF-8"?>', head]
    for suite, group in groupby(cases, key=lambda case: case[0]):
        rows += _suite(suite, [case[1:] for case in group])
    return "\n".join([*rows, "</testsuites>"]) + "\n"


def _suite_of(rule: Rule) -> str:
    if rule.id.startswith("guard/"):
        return "guard"
    return rule.place.file if rule.place else "lod"


def _suite(name: str, cases: Sequence[tuple[str, bool]]) -> list[str]:
    failed = sum(failing for _, failing in cases)
    numbers = f'tests="{len(cases)}" failures="{failed}" errors="0" skipped="0"'
    inner = [text for text, _ in cases]
    return [f"  <testsuite name={_quoted(name)} {numbers}>", *inner, "  </testsuite>"]


def _case(
    check: Report, rule: Rule, findings: Sequence[Finding], language: str, said: SaidOf
) -> tuple[str, bool]:
    """Write a test case, and say whether it fails.

    :param said: tells findings in full.
    """
    failing = [finding for finding in findings if check.fails(finding)]
    mild = [finding for finding in findings if not check.fails(finding)]
    head = (
        f"    <testcase classname={_quoted(_suite_of(rule))} name={_quoted(_name(rule, language))}"
    )
    if rule.place:
        head += f" file={_quoted(rule.place.file)}"
        head += f' line="{rule.place.line}"' if rule.place.line else ""
    if not findings:
        return f"{head}/>", False
    rows = [f"{head}>", *_failure(failing, language, said)]
    rows += [f"      <system-out>{said(mild)}</system-out>"] if mild else []
    return "\n".join([*rows, "    </testcase>"]), bool(failing)


def _failure(findings: Sequence[Finding], language: str, said: SaidOf) -> list[str]:
    """Write one failure with all findings in it: readers take the first failure of a case."""
    if not findings:
        return []
    first = message(findings[0], language)
    numbers = {s: sum(f.severity == s for f in findings) for s in SEVERITIES}
    total = by_severity({s: n for s, n in numbers.items() if n}, language)
    summary = cut(f"{total}: {first}", 500)
    kind = min((finding.severity for finding in findings), key=SEVERITIES.index)
    head = f"      <failure message={_quoted(summary)} type={_quoted(kind)}>"
    return [f"{head}{said(findings)}</failure>"]


def _name(rule: Rule, language: str) -> str:
    name = title(rule, language)
    return name if name == printable(rule.id) else f"{name} [{rule.id}]"


def _told(findings: Sequence[Finding], language: str, shorten: Shortening) -> str:
    rows = []
    for finding in findings:
        kind = severity_word(finding.severity).told(language)
        head = ": ".join(part for part in (where(finding.place), kind) if part)
        said = message(finding, language)
        rows.append(f"{head}: {said}")
        pairs = subject(finding, language, shorten, said=said)
        pairs += advice(finding, language, shorten)
        rows += [f"    {label}: {text}" for label, text in pairs]
        rows += [
            f"    {msg('more precisely').told(language)}: {message(detail, language)}"
            for detail in finding.details
        ]
    return escape("\n" + "\n".join(rows) + "\n", quote=False)


def _quoted(text: str) -> str:
    return f'"{escape(printable(text))}"'
