"""All tests of the W3C's suite for SHACL through ``lod check``, reports and messages compared.

The runs are in this process, by the command itself; some are made once more as a program.
"""

import importlib.util
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import rdflib
from click.testing import CliRunner
from rdflib import RDF, SH, Graph

from lod.cli.commands import main

SHARED = (Path(__file__).parents[4] / "shared").resolve()
FOLDER = SHARED / "suites" / "w3c-shacl"
ABSENT = "../shared/suites is not here"


@cache
def _suite() -> ModuleType:
    place = SHARED / "suites" / "shacl_suite.py"
    found = importlib.util.spec_from_file_location("shacl_suite", place)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _cases() -> list[Mapping[str, Any]]:
    return list(_suite().crawl(FOLDER / "manifest.ttl", set())) if FOLDER.exists() else []


CASES = _cases()


def _name(case: Mapping[str, Any]) -> str:
    return str(Path(case["file"]).relative_to(FOLDER).with_suffix(""))


@pytest.fixture(autouse=True)
def _literals_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)  # pyshacl sets it back


@pytest.mark.skipif(not CASES, reason=ABSENT)
def test_all_of_the_suite_is_collected() -> None:
    assert len(CASES) == 120


NONE = [pytest.param({}, marks=pytest.mark.skip(ABSENT))]


@pytest.mark.parametrize("case", CASES or NONE, ids=lambda c: _name(c) if c else "none")
def test_the_report_is_the_expected_one(case: Mapping[str, Any]) -> None:
    arguments = ["check", str(case["data"]), "--shapes", str(case["shapes"]), "--format", "turtle"]
    ended = CliRunner().invoke(main, arguments)
    given = Graph().parse(data=ended.stdout_bytes, format="turtle")
    nodes = list(given.subjects(RDF.type, SH.ValidationReport))
    suite = _suite()
    if case["result"] == suite.SHT.Failure:
        assert (ended.exit_code, nodes) == (3, [])
        return
    messages = set(case["g"].objects(None, SH.resultMessage))
    expected, _ = suite.normal(case["g"], case["result"], messages)
    found, _ = suite.normal(given, *nodes, messages)
    assert suite.isomorphic(expected, found), _difference(suite, expected, found)
    severities = set(given.objects(None, SH.resultSeverity))
    assert ended.exit_code == (1 if severities - {SH.Warning, SH.Info} else 0)


def _difference(suite: ModuleType, expected: Graph, found: Graph) -> str:
    e, f = suite.show(expected), suite.show(found)
    return f"missing {list((e - f).elements())}, extra {list((f - e).elements())}"


@pytest.mark.skipif(not CASES, reason=ABSENT)
@pytest.mark.parametrize("part", ["core/misc/severity", "core/node/class-002", "sparql/node"])
def test_the_suite_run_as_its_own_program_agrees(part: str) -> None:
    command = f"{sys.executable} -m lod check {{data}} --shapes {{shapes}} --format turtle"
    program = [sys.executable, str(SHARED / "suites" / "shacl_suite.py")]
    done = subprocess.run(
        [*program, "--cmd", command, "--messages", "--only", part],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert ", 0 failed" in done.stdout
