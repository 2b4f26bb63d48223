"""The report in SARIF 2.1.0, for code scanning and editors.

Sections are those of the specification (OASIS, Errata 01). GitHub asks for more than it: a
result has a location, and a location a region; so what has no place of its own is put at line 1
of the file where its rule stands. GitHub takes 25,000 results of a run and shows 5,000; nothing
is left out here.
"""

import json
from collections.abc import Mapping

from lod.checking.report.arrange import all_rules, fingerprints
from lod.checking.report.model import (
    SEVERITIES,
    Covered,
    Finding,
    Place,
    Report,
    Rule,
    bare,
    in_language,
    written,
)
from lod.checking.report.sarifplaces import Json, at, helped, located, uri
from lod.checking.report.wording import message, title
from lod.words import Message, cut, msg, prose, told

SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

FINGERPRINT = "lodFinding/v1"
"""The key in partialFingerprints (3.27.17): see ``fingerprints``."""

_EXITS: Mapping[int, Message] = {
    0: msg("0: conforms"),
    1: msg("1: does not conform"),
    3: msg("3: not all could be checked"),
}
_LONG = 1000  # of a term, code points: viewers load all of it
_LEVELS = {"violation": "error", "warning": "warning"} | dict.fromkeys(SEVERITIES[2:], "note")


def write(check: Report, language: str) -> str:
    """Write the log: one run; each rule and each result on a line of its own."""
    rules = all_rules(check)
    index = {rule.id: number for number, rule in enumerate(rules)}
    findings = check.by_place
    names = fingerprints(findings)
    baseline = any(finding.known for finding in findings)
    results = [
        _result(finding, name, index, language)
        | _state(finding, baseline)
        | _places(finding, check, language)
        for finding, name in zip(findings, names, strict=True)
    ]
    run = _run(check, language)
    listed = ",\n".join(_dumped(_rule(rule, language)) for rule in rules)
    driver = f'{{"driver":{{"name":"lod","rules":[\n{listed}\n]}}}}'
    found = ",\n".join(map(_dumped, results))
    return (
        f'{{"$schema":"{SARIF_SCHEMA}","version":"2.1.0","runs":[{{"tool":{driver},\n'
        f'{_dumped(run)[1:-1]},\n"results":[\n{found}\n]}}]}}\n'
    )


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _run(check: Report, language: str) -> Json:
    """Give what a run says besides its tool and results (3.14)."""
    folder = msg("The folder in which the check ran.").told(language)
    root = {"description": {"text": folder}}
    notes = [{"level": "note", "message": {"text": told(note, language)}} for note in check.notes]
    invocation: Json = {
        "executionSuccessful": not (check.unread or check.incomplete),
        "exitCode": check.exit_code,
        "exitCodeDescription": _EXITS[check.exit_code].told(language),
    }
    if notes:
        invocation["toolExecutionNotifications"] = notes
    return {
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": root},
        "invocations": [invocation],
        "artifacts": [{"location": uri(file)} for file in dict.fromkeys(check.files)],
        "properties": {
            "statements": check.statements,
            "failOn": check.fail_on,
            "coverage": [_covered(row) for row in check.coverage],
        },
    }


def _covered(row: Covered) -> Json:
    return {"kind": row.kind, "name": row.name, "targets": row.targets, "checked": row.checked}


def _rule(rule: Rule, language: str) -> Json:
    """Describe a rule (3.49), with help in text and Markdown from its shape."""
    name = title(rule, language)
    described: Json = {
        "id": rule.id,
        "shortDescription": {"text": name},
        "fullDescription": {"text": name},
        "help": helped(rule, name, language),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["guard" if rule.id.startswith("guard/") else "shacl"]},
    }
    if rule.iri and rule.iri.startswith(("http://", "https://")):
        described["helpUri"] = uri(rule.iri)["uri"]
    return described


def _result(finding: Finding, name: str, index: dict[str, int], language: str) -> Json:
    texts = [message(finding, language)]
    expected = prose(in_language(finding.expected, language))
    if expected and expected not in texts[0]:
        texts.append(f"{msg('expected').told(language).capitalize()}: {expected}.")
    if (found := prose(in_language(finding.found, language))) and found not in texts[0]:
        texts.append(f"{msg('found').told(language).capitalize()}: {found}.")
    if mending := prose(in_language(finding.help, language)):
        texts.append(f"{msg('how to mend it').told(language).capitalize()}: {mending}.")
    said_of = {
        "focus": finding.focus and cut(bare(finding.focus), _LONG),
        "path": finding.path and finding.path.plain,
        "value": finding.value and cut(written(finding.value), _LONG),
        "component": finding.component,
        "severity": finding.own_severity,
    }
    return {
        "ruleId": finding.rule.id,
        "ruleIndex": index[finding.rule.id],
        "level": _LEVELS[finding.severity],
        "message": {"text": " ".join(texts)},
        "partialFingerprints": {FINGERPRINT: name},
        "properties": {key: value for key, value in said_of.items() if value},
    }


def _state(finding: Finding, baseline: bool) -> Json:
    return {"baselineState": "unchanged" if finding.known else "new"} if baseline else {}


def _places(finding: Finding, check: Report, language: str) -> Json:
    """Give where the finding is, and the rule and the details beside it (3.27.12, 3.27.22)."""
    place, rule = finding.place, finding.rule
    stand_in = rule.place or (Place(check.files[0]) if check.files else None)
    here = located(place or (Place(stand_in.file) if stand_in else None), finding)
    others = [at(rule.place, msg("The rule stands here").told(language))] if rule.place else []
    others += [at(d.place, message(d, language)) for d in finding.details if d.place]
    numbered = [{"id": number} | other for number, other in enumerate(others, 1)]
    related: Json = {"relatedLocations": numbered} if numbered else {}
    return {"locations": [here] if here else []} | related
