"""What changed in what a check finds: new, gone, and how much stayed. Matched by content."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lod.checking import SEVERITIES, Finding, bare, written


@dataclass(frozen=True, slots=True)
class BareFinding:
    """One finding of a check, without its place.

    :param rule: what was broken: the shape and its component, or a guard's id.
    :param focus: IRI of the thing, or as the check wrote it.
    :param value: in N-Triples form, or None where it's missing.
    :param messages: by language.
    """

    rule: str
    focus: str | None
    path: str | None
    value: str | None
    severity: str
    messages: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class Findings:
    """How two checks differ.

    :param new: worst first; ``gone`` likewise.
    :param unchanged: how many findings both have.
    """

    new: tuple[BareFinding, ...]
    gone: tuple[BareFinding, ...]
    unchanged: int


def compare_findings(
    old: Iterable[BareFinding], new: Iterable[BareFinding], rename: Callable[[str], str] = str
) -> Findings:
    """Match findings by rule, focus, path, value and severity.

    The words count only where there is nothing else to tell a finding from its like.

    :param rename: from an IRI of the old side to the one the thing has now.
    """
    before = [(_key(found, rename), found) for found in old]
    after = [(_key(found, str), found) for found in new]
    gone = _beyond(before, Counter(key for key, _ in after))
    fresh = _beyond(after, Counter(key for key, _ in before))
    return Findings(tuple(fresh), tuple(gone), len(after) - len(fresh))


def _key(found: BareFinding, rename: Callable[[str], str]) -> tuple[str | None, ...]:
    focus = None if found.focus is None else rename(found.focus)
    value = found.value
    if value and value.startswith("<") and value.endswith(">"):
        value = f"<{rename(value[1:-1])}>"
    said = json.dumps(found.messages, sort_keys=True) if focus in (None, "", "[]") else None
    return (found.rule, focus, found.path, value, found.severity, said)


def _beyond(
    pairs: Iterable[tuple[tuple[str | None, ...], BareFinding]],
    others: Counter[tuple[str | None, ...]],
) -> list[BareFinding]:
    """Give those that the other side hasn't as many of."""
    left = Counter(others)
    found = []
    for key, one in pairs:
        if left[key]:
            left[key] -= 1
        else:
            found.append(one)
    return sorted(found, key=_order)


def _order(found: BareFinding) -> tuple[object, ...]:
    rank = SEVERITIES.index(found.severity) if found.severity in SEVERITIES else len(SEVERITIES)
    return (rank, found.rule, found.focus or "", found.path or "", found.value or "")


def from_check(findings: Iterable[Finding]) -> list[BareFinding]:
    """Take the findings of a ``lod.checking.report`` check; those in the baseline too."""
    return [
        BareFinding(
            _rule(f.rule.iri or f.rule.id, f.component),
            f.focus and bare(f.focus),
            None if f.path is None else f.path.plain,
            f.value and written(f.value),
            f.severity,
            dict(sorted(f.messages.items())),
        )
        for f in findings
    ]


def from_json(data: bytes) -> list[BareFinding]:
    """Read a release's ``report.json``; those of older releases too.

    :raises ValueError: it isn't one.
    """
    try:
        results: Sequence[Mapping[str, Any]] = json.loads(data)["results"]
        return [_from_record(record) for record in results]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no report of a check: {error!r}") from error


def _from_record(record: Mapping[str, Any]) -> BareFinding:
    shape = record.get("shape") or record["rule"]
    return BareFinding(
        _rule(shape, record.get("component")),
        record.get("focus"),
        record.get("path"),
        record.get("value"),
        record["severity"],
        dict(sorted((record.get("messages") or {}).items())),
    )


def _rule(shape: str, component: str | None) -> str:
    """Name a rule: a shape may have many constraints.

    >>> _rule("https://x.example/spec/a", "http://www.w3.org/ns/shacl#MinCountConstraintComponent")
    'https://x.example/spec/a MinCount'
    """
    local = (component or "").rpartition("#")[2].removesuffix("ConstraintComponent")
    return f"{shape} {local}".rstrip()
