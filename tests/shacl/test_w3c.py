"""All tests of the W3C's suite for SHACL, reports and messages compared."""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rdflib import RDF, SH, Graph

from lod.errors import LodError
from lod.shacl import read_shapes, validate
from shacl.report import report, triples

SHARED = (Path(__file__).parents[3] / "shared").resolve()
FOLDER = SHARED / "suites" / "w3c-shacl"


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


def _shown(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


@pytest.mark.skipif(not CASES, reason="../shared/suites is not here")
def test_all_of_the_suite_is_collected() -> None:
    assert len(CASES) == 120


NONE = [pytest.param({}, marks=pytest.mark.skip("../shared/suites is not here"))]


@pytest.mark.parametrize("case", CASES or NONE, ids=lambda c: _name(c) if c else "none")
def test_the_report_is_the_expected_one(case: Mapping[str, Any]) -> None:
    suite = _suite()
    data, shapes = triples(case["data"]), triples(case["shapes"])
    if case["result"] == suite.SHT.Failure:
        with pytest.raises(LodError):
            validate(data, read_shapes(shapes))
        return
    given = _shown(report(validate(data, read_shapes(shapes))))
    node = next(given.subjects(RDF.type, SH.ValidationReport))
    messages = set(case["g"].objects(None, SH.resultMessage))
    expected, _ = suite.normal(case["g"], case["result"], messages)
    found, _ = suite.normal(given, node, messages)
    assert suite.isomorphic(expected, found), _difference(suite, expected, found)


def _difference(suite: ModuleType, expected: Graph, found: Graph) -> str:
    e, f = suite.show(expected), suite.show(found)
    return f"missing {list((e - f).elements())}, extra {list((f - e).elements())}"
