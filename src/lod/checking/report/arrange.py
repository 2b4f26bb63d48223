"""The order in which reports for people show findings, and what stays the same of a finding."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from lod.checking.report.grouped import grouped
from lod.checking.report.model import SEVERITIES, Covered, Finding, Report, Rule, bare, written
from lod.words import msg, number


@dataclass(frozen=True)
class ArrangedFindings:
    """The fresh findings, apart.

    :param files: by file, each by line; guards not among them.
    :param nowhere: those without a place.
    :param guards: about the shapes and the coverage rather than the data; many of one as one.
    """

    files: Mapping[str, list[Finding]]
    nowhere: list[Finding]
    guards: list[Finding]


def arrange_findings(check: Report) -> ArrangedFindings:
    """Put the fresh findings in their groups."""
    fresh = check.fresh_by_place
    guards = grouped(finding for finding in fresh if is_guard(finding))
    data = [finding for finding in fresh if not is_guard(finding)]
    placed = [finding for finding in data if finding.place is not None]
    files = {file: list(group) for file, group in groupby(placed, key=_file)}
    return ArrangedFindings(files, [finding for finding in data if finding.place is None], guards)


IDLE = 10
"""Of the shapes that had nothing to check, how many a table names."""


def shown_coverage(coverage: Iterable[Covered], language: str) -> list[Covered]:
    """Give the rows of a table: all, but of the shapes that had nothing to check the first."""
    rows = [*coverage]
    idle = [row for row in rows if row.kind == "shape" and not row.targets][IDLE:]
    if len(idle) < 2:
        return rows
    more = msg("… and {count} more", count=number(len(idle))).told(language)
    left = set(map(id, idle))
    return [*(row for row in rows if id(row) not in left), Covered("shape", more, 0, 0)]


def is_guard(finding: Finding) -> bool:
    """Whether a finding is about the check itself."""
    return finding.rule.id.startswith("guard/")


def by_weight(finding: Finding) -> tuple[int, bool]:
    """Order findings where there isn't room for all: the worst first, and results before guards."""
    return SEVERITIES.index(finding.severity), is_guard(finding)


def all_rules(check: Report) -> list[Rule]:
    """Give every rule once: those checked, then those that findings name besides."""
    table: dict[str, Rule] = {}
    for rule in (*check.rules, *(finding.rule for finding in check.findings)):
        table.setdefault(rule.id, rule)
    return list(table.values())


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Name each finding by its content: not by file, line, language or wording of the message.

    32 hexadecimal digits; findings with the same content are told apart by their number.
    """
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        content = json.dumps(_content(finding))
        seen[content] += 1
        text = f"{content}{seen[content]}"
        names.append(hashlib.sha256(text.encode()).hexdigest()[:32])
    return names


def _content(finding: Finding) -> list[object]:
    focus = finding.focus and bare(finding.focus)
    path = finding.path and finding.path.plain
    value = finding.value and written(finding.value)
    content: list[object] = [finding.rule.id, finding.component, focus, path, value]
    if focus in (None, "[]"):  # nothing but the text tells it from its like
        text = finding.place and (finding.place.text or "").strip()
        said_by_us = finding.found and not finding.literals  # its wording may change
        content += [[] if said_by_us else sorted(finding.messages.items()), text]
    return content


def _file(finding: Finding) -> str:
    return finding.place.file if finding.place else ""
