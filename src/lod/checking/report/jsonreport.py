"""The report for programs: one JSON object. Its keys are a promise; new ones may come.

=============  =====================================================================
key            what it is
=============  =====================================================================
conforms       whether the command exits with 0: all checked, nothing fresh as bad as ``fail_on``
unread         whether something could not be read, and so nothing was checked
incomplete     whether shapes that can't run were left out, without leave
fail_on        ``violation``, ``warning`` or ``info``
counts         severity → how many fresh results; ``debug`` and ``trace`` where there are any
known          how many results the baseline has
statements     how many triples were looked at
files          what was read
notes          what else to know
results        see below; by file, line and column, those without a place last
rules          id, iri, severity, title, help, file, line
coverage       kind (``shape`` or ``class``), name, targets, checked
=============  =====================================================================

A result: severity (``violation`` for one of somebody's own, whose IRI is severity_iri), rule (its
id), shape (IRI), component (IRI), file, line, column, end_line, end_column, text (the line),
pointer, focus (IRI; a literal in N-Triples form, a blank node as ``[]``), path (as in SPARQL; a
plain property by its IRI), value (in N-Triples form), messages, expected, found, help, details
(results), known, fingerprint (null for a detail). Texts are objects by language, ``""`` for none.
A key that has nothing to say is null, ``[]`` or ``{}``, never absent. Lines and columns are counted
from 1, columns in code points; the end column is the first one after.
"""

import json
from collections.abc import Sequence

from lod.checking.report.arrange import all_rules, fingerprints
from lod.checking.report.model import Covered, Finding, Place, Report, Rule, Texts, bare, written


def write(check: Report, language: str) -> str:
    """Write the report, all languages in it: a key a line, a result a line."""
    findings = check.by_place
    names = fingerprints(findings)
    results = [_result(*pair) for pair in zip(findings, names, strict=True)]
    document = {
        "conforms": check.conforms,
        "unread": check.unread,
        "incomplete": check.incomplete,
        "fail_on": check.fail_on,
        "counts": check.counts,
        "known": len(check.findings) - len(check.fresh),
        "statements": check.statements,
        "files": list(check.files),
        "notes": list(check.notes),
    }
    parts = [f"{_dumped(key)}: {_dumped(value)}" for key, value in document.items()]
    parts.append(_listed("results", results))
    parts.append(_listed("rules", [_rule(rule) for rule in all_rules(check)]))
    parts.append(_listed("coverage", [_covered(row) for row in check.coverage]))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _listed(key: str, rows: Sequence[object]) -> str:
    inner = ",\n".join(map(_dumped, rows))
    return f'"{key}": [\n{inner}\n]' if rows else f'"{key}": []'


def _result(finding: Finding, name: str | None) -> dict[str, object]:
    place = finding.place or Place("")
    return {
        "severity": finding.severity,
        "severity_iri": finding.own_severity,
        "rule": finding.rule.id,
        "shape": finding.rule.iri,
        "component": finding.component,
        "file": place.file if finding.place else None,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": place.text,
        "pointer": place.pointer,
        "focus": None if finding.focus is None else bare(finding.focus),
        "path": None if finding.path is None else finding.path.plain,
        "value": None if finding.value is None else written(finding.value),
        "messages": _texts(finding.messages),
        "expected": _texts(finding.expected),
        "found": _texts(finding.found),
        "help": _texts(finding.help),
        "details": [_result(detail, None) for detail in finding.details],
        "known": finding.known,
        "fingerprint": name,
    }


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "iri": rule.iri,
        "severity": rule.severity,
        "title": _texts(rule.title),
        "help": _texts(rule.help),
        "file": rule.place.file if rule.place else None,
        "line": rule.place.line if rule.place else None,
    }


def _covered(row: Covered) -> dict[str, object]:
    return {"kind": row.kind, "name": row.name, "targets": row.targets, "checked": row.checked}


def _texts(texts: Texts) -> dict[str, str]:
    return dict(sorted(texts.items()))
