"""The W3C's tests of what SHACL 1.2 Core adds (a draft) through ``lod check``.

Details are compared, too, and so are messages that the expected report has. The files are RDF 1.2,
which rdflib doesn't read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import lod.checking.run as checking
from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.core.index import MemoryIndex, index_of
from lod.checking.shacl.core.paths import read_path
from lod.cli.commands import main
from lod.rdf import RDF, SH, is_blank

SHARED = (Path(__file__).parents[4] / "shared").resolve()
FOLDER = SHARED / "suites" / "w3c-shacl12" / "core"
ABSENT = "../shared/suites/w3c-shacl12 is not here"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"

OF_10 = {"property/uniqueLang-003", "validation-reports/conformance-disallows-002"}
"""Tests whose shapes are of SHACL 1.0, too."""


class Case(NamedTuple):
    """A test: what is checked, and the graph with the node of the report that is expected."""

    data: Path
    shapes: Path
    graph: MemoryIndex
    report: str


def read(data: Path | bytes, base: str) -> MemoryIndex:
    """Index a file of Turtle, or its bytes."""
    given = {"path": str(data)} if isinstance(data, Path) else {"input": data}
    quads = ox.parse(**given, format=ox.RdfFormat.TURTLE, base_iri=base)
    return index_of(quads)


def one(graph: MemoryIndex, node: str, name: str) -> str:
    (found,) = graph.objects(node, f"<{name}>")
    return found


def case_in(file: Path) -> Case:
    graph = read(file, file.as_uri())
    (test,) = graph.subjects(f"<{RDF}type>", f"<{SHT}Validate>")
    action = one(graph, test, f"{MF}action")
    named = (one(graph, action, f"{SHT}{kind}Graph") for kind in ("data", "shapes"))
    data, shapes = (Path(iri[len("<file://") : -1]) for iri in named)
    return Case(data, shapes, graph, one(graph, test, f"{MF}result"))


def files() -> list[Path]:
    """The tests, all but the manifests and what is data alone."""
    found = sorted(FOLDER.glob("*/*.ttl"))
    return [f for f in found if f.stem != "manifest" and not f.stem.endswith("-data")]


def said(
    graph: MemoryIndex, report: str, property_: str, messages: Iterable[str]
) -> Counter[object]:
    """Give the results of a report, or of a result; blank nodes of data have no name."""
    return Counter(
        _result(graph, node, set(messages)) for node in graph.objects(report, f"<{SH}{property_}>")
    )


def _result(graph: MemoryIndex, node: str, messages: set[str]) -> object:
    parts = []
    for name in ("focusNode", "value", "resultSeverity", "sourceConstraintComponent"):
        parts.append([_shown(v) for v in graph.objects(node, f"<{SH}{name}>")])
    parts.append([_shown(v) for v in graph.objects(node, f"<{SH}sourceShape>")])
    parts.append([_path(graph, v) for v in graph.objects(node, f"<{SH}resultPath>")])
    told = graph.objects(node, f"<{SH}resultMessage>")
    parts.append(sorted(messages.intersection(told)))
    details = said(graph, node, "detail", messages)
    return str(parts), str(sorted(details.items(), key=str))


def _shown(term: str) -> str:
    return "_:" if is_blank(term) else term


def _path(graph: MemoryIndex, node: str) -> str:
    try:
        return read_path(graph, node).text
    except Wrong:
        return node


def values(graph: MemoryIndex, property_: str) -> Iterator[str]:
    return iter(graph.values(f"<{SH}{property_}>"))


NONE = [pytest.param(None, marks=pytest.mark.skip(ABSENT))]


@pytest.mark.skipif(not FOLDER.exists(), reason=ABSENT)
def test_all_of_the_tests_are_collected() -> None:
    assert len(files()) == 42


@pytest.mark.parametrize("streamed", [False, True], ids=["in memory", "streamed"])
@pytest.mark.parametrize(
    "file", files() or NONE, ids=lambda f: f"{f.parent.name}/{f.stem}" if f else "none"
)
def test_the_report_is_the_expected_one(
    file: Path, streamed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_LARGE", -1 if streamed else 1 << 30)
    case = case_in(file)
    arguments = ["check", str(case.data), "--shapes", str(case.shapes), "--format", "turtle"]
    ended = CliRunner().invoke(main, arguments)
    given = read(ended.stdout_bytes, "file:///")
    (report,) = given.subjects(f"<{RDF}type>", f"<{SH}ValidationReport>")
    messages = set(values(case.graph, "resultMessage"))
    if not any(True for _ in values(case.graph, "detail")):  # they are a "should"
        for record in given.forward.values():
            record.pop(f"<{SH}detail>", None)
    found = said(given, report, "result", messages)
    wanted = said(case.graph, case.report, "result", messages)
    assert (found - wanted, wanted - found) == (Counter(), Counter())
    for name in ("conforms", "conformanceDisallows"):
        assert given.objects(report, f"<{SH}{name}>") == case.graph.objects(
            case.report, f"<{SH}{name}>"
        )


@pytest.mark.parametrize(
    "file", files() or NONE, ids=lambda f: f"{f.parent.name}/{f.stem}" if f else "none"
)
def test_as_shacl_10_they_are_refused_by_name_if_they_are_none(file: Path) -> None:
    case = case_in(file)
    arguments = [
        "check",
        str(case.data),
        "--shapes",
        str(case.shapes),
        "--shacl",
        "1.0",
        "--lang",
        "en",
    ]
    ended = CliRunner().invoke(main, arguments)
    refused = f"{file.parent.name}/{file.stem}" not in OF_10
    assert (ended.exit_code == 3) == refused
    assert ("this is SHACL 1.2" in ended.output) == refused
    assert "Did you mean" not in ended.output
