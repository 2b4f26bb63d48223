"""The inputs that went wrong for strangers, each with what is right, by the command itself.

The folder's README says what that is. Their kinds, with data of our own: `test_guards_of_terms`,
`test_hierarchy`, `test_left_out`, `test_turtle_report`, `positions`, `test_unused`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rdflib import SH, Graph, URIRef

X = "http://example.org/"
Find = Callable[[str], Path]


class Right(NamedTuple):
    """What must come of a case.

    :param results: component, focus and line:column of each, sorted.
    :param others: rules of what else is told, and severity.
    :param said: what the report for people has.
    """

    code: int
    results: Sequence[tuple[str, str, str]] = ()
    others: Sequence[tuple[str, str]] = ()
    said: Sequence[str] = ()


ILL_FORMED = [("ill-formed-shape", "violation")]
IN = "In"
LESS_THAN = (("a", "7:11"), ("d", "8:64"), ("f", "8:108"), ("g", "8:137"), ("h", "8:170"), ("i", "8:225"))  # fmt: skip # noqa: E501
# Folder → what is right. What the words of the last three must say is tested elsewhere.
CASES = {
    "guard-lookalike-class": Right(0, [], [("guard/unknown-target", "warning")], ["IPv6Address?"]),
    "guard-unused-helper-shape": Right(
        0, [], [("guard/no-target", "warning")], ["DateOrDateTime checks nothing"]
    ),
    "ontology-subclass-ignored": Right(
        1, [("MinCount", "i", "7:1")], [("guard/unknown-path", "warning")]
    ),
    "unknown-sh-term": Right(
        1,
        [("MinCount", "a", "7:1")],
        [("guard/no-target", "warning"), ("guard/unknown-term", "warning")],
        ["sh:shape", "Did you mean sh:node?"],
    ),
    "custom-severity-lost": Right(
        1,
        [("Node", "a", "7:19"), ("NodeKind", "a", "7:19"), ("Not", "a", "7:1")],
        said=["ex:Fatal"],
    ),
    "qualified-on-node-shape": Right(
        3, others=ILL_FORMED, said=["sh:qualifiedValueShape on a node shape", "shapes.ttl:7:43"]
    ),
    "recursion": Right(
        3, others=ILL_FORMED, said=["the shape refers to itself", "shapes.ttl:7:43"]
    ),
    "rdf12-version": Right(1, [(IN, "a", "3:11")]),
    "rdfxml-parsetype-other": Right(1, [(IN, "x", "3:51")]),
    "jsonld-null-position": Right(1, [(IN, "s", "2:29"), (IN, "s", "3:8")]),
    "jsonld-type-map": Right(
        1,
        [(IN, "s", "2:40")],
        [("guard/uncovered", "warning"), ("guard/unknown-class", "warning")],
    ),
    "lessthan-message": Right(1, [("LessThan", *one) for one in LESS_THAN]),
    "uniquelang-message": Right(1, [("UniqueLang", "b", "7:34"), ("UniqueLang", "b", "7:62")]),
    "group-by-message": Right(3, others=ILL_FORMED, said=["shapes.ttl:7:"]),
}


def lod(folder: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    (data,) = folder.glob("data.*")
    ontology = ("--ontology", "onto.ttl") if (folder / "onto.ttl").exists() else ()
    forms = [f"--format={form}={out / form}" for form in ("json", "turtle")]
    command = [sys.executable, "-m", "lod", "check", data.name, "--shapes", "shapes.ttl", *ontology]
    return subprocess.run(
        [*command, "--lang", "en", "--format", "text", *forms, *options],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def shown(result: dict[str, Any]) -> tuple[str, str, str]:
    component = result["component"].rpartition("#")[2].removesuffix("ConstraintComponent")
    place = f"{result['line']}:{result['column']}"
    return component, result["focus"].removeprefix(X), place


@pytest.mark.parametrize("case", CASES)
def test_each_case_comes_out_right(case: str, shared: Find, tmp_path: Path) -> None:
    folder, right = shared(f"cases/check/{case}"), CASES[case]
    done = lod(folder, tmp_path)
    assert done.returncode == right.code, done.stdout + done.stderr
    found = json.loads((tmp_path / "json").read_text())["results"]
    assert sorted(shown(f) for f in found if f["component"]) == sorted(right.results)
    others = sorted((f["rule"], f["severity"]) for f in found if not f["component"])
    assert others == sorted(right.others)
    for words in right.said:
        assert words in done.stdout + done.stderr
    names = {file.name for file in folder.iterdir()}
    assert {f["file"] for f in found} <= names, "never a place in a wrong file"


def test_a_severity_of_one_s_own_is_the_result_s(shared: Find, tmp_path: Path) -> None:
    lod(shared("cases/check/custom-severity-lost"), tmp_path)
    graph = Graph().parse(tmp_path / "turtle", format="turtle")
    severities = set(graph.objects(None, SH.resultSeverity))
    assert URIRef(f"{X}Fatal") in severities


def test_every_case_is_here(shared: Find) -> None:
    assert {folder.name for folder in shared("cases/check").iterdir()} == CASES.keys()
