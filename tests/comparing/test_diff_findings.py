"""What is new and gone among findings: matched by content."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lod.checking.report import Finding, Place, Report, Rule, render_report
from lod.comparing import BareFinding, compare_findings, from_check, from_json
from lod.publishing.build import check_publication
from lod.publishing.publication import Mapped
from lod.rdf.paths import step

_ONE = BareFinding(
    "spec/a MinCount", "https://x.example/a", "https://x.example/p", None, "violation"
)


def test_new_gone_and_unchanged_are_told_by_content() -> None:
    reworded = replace(_ONE, messages={"en": "other words"})
    other = replace(_ONE, severity="warning")
    found = compare_findings([_ONE, _ONE], [reworded, other])
    assert (found.new, found.gone, found.unchanged) == ((other,), (_ONE,), 1)


@pytest.mark.parametrize("field", ["rule", "focus", "path", "value", "severity"])
def test_each_part_of_the_content_counts(field: str) -> None:
    fields: dict[str, Any] = {field: "warning"}
    found = compare_findings([_ONE], [replace(_ONE, **fields)])
    assert (len(found.new), len(found.gone), found.unchanged) == (1, 1, 0)


def test_a_finding_follows_a_renamed_thing() -> None:
    now = replace(_ONE, focus="https://x.example/b", value="<https://x.example/b>")
    was = replace(_ONE, value="<https://x.example/a>")
    found = compare_findings([was], [now], lambda iri: iri.replace("/a", "/b"))
    assert found.unchanged == 1


def test_the_report_of_a_release_is_what_the_check_found(release: Path, mapped: Mapped) -> None:
    stored = from_json((release / "current/report.json").read_bytes())
    fresh = from_check(check_publication(mapped, lambda _line: None).findings)
    assert stored
    assert sorted(map(repr, stored)) == sorted(map(repr, fresh))


def test_the_json_of_a_report_is_what_the_check_found() -> None:
    shape = Rule("spec:a", "violation", "https://x.example/spec/a")
    guard = Rule("guard/x", "warning")
    component = "http://www.w3.org/ns/shacl#MinCountConstraintComponent"
    findings = [
        Finding(
            shape,
            "violation",
            {"en": "m"},
            Place("f", 3),
            "<a:a>",
            step("<a:p>"),
            component=component,
        ),
        Finding(guard, "warning", {"en": "n"}),
    ]
    stored = from_json(render_report(Report(findings), "json", "en"))
    assert sorted(map(repr, stored)) == sorted(map(repr, from_check(findings)))
    assert {found.rule for found in stored} == {"https://x.example/spec/a MinCount", "guard/x"}


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"results": [3]}', json.dumps(3).encode()])
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_json(data)


def test_the_words_tell_apart_what_is_about_nothing() -> None:
    one, other = (replace(_ONE, focus=None, messages={"en": text}) for text in "ab")
    assert compare_findings([one], [other]).unchanged == 0
