"""Each constraint of shapes/ is broken in a Turtle file, and the finding points at the fault."""

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from shapes.cases import BASE, ROOT, Copy, copies, head_and_sections, valid
from shapes.examples import EXAMPLES

from lod.checking import Options, check_files, find_files, read_shape_files
from lod.checking.report import Finding, Report
from lod.checking.report.model import bare
from lod.rdf import literal

COPIES = copies(EXAMPLES)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """All broken examples, each in a Turtle file of its own, checked together."""
    folder = tmp_path_factory.mktemp("broken")
    write(valid(), folder / "valid.ttl")
    for copy in COPIES:
        write(copy.graph, folder / f"{copy.example.section}-{copy.number}.ttl")
    shapes = read_shape_files(find_files([str(ROOT / "shapes")]))
    return check_files(find_files([str(folder)]), shapes, Options())


def write(graph: Graph, file: Path) -> None:
    file.write_text(graph.serialize(format="turtle"), encoding="utf-8")


def marked(finding: Finding) -> str:
    """The text that the finding's place spans."""
    place = finding.place
    assert place is not None
    assert place.line is not None
    assert place.column is not None
    assert place.end_line is not None
    assert place.end_column is not None
    rows = lines(place.file)[place.line - 1 : place.end_line]
    assert rows[0] == place.text
    rows[-1] = rows[-1][: place.end_column - 1]
    return "\n".join(rows)[place.column - 1 :]


@cache
def lines(file: str) -> list[str]:
    return Path(file).read_text(encoding="utf-8").splitlines()


@cache
def head(file: str) -> str:
    """The prefixes of a file."""
    return "\n".join(line for line in lines(file) if line.startswith("@prefix"))


def as_term(text: str, file: str) -> str:
    """A term in N-Triples form, as the file means it."""
    data = f"{head(file)}\n<x:s> <x:p> {text} ." if text != "a" else "<x:s> <x:p> a ."
    (quad,) = ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri=Path(file).as_uri())
    return str(quad.object)


def test_every_result_of_the_examples_has_a_place(checked: Report) -> None:
    results = [f for f in checked.findings if f.component and f.focus and "://" in f.focus]
    assert len(results) > 200
    assert not [f for f in results if f.place is None]


def test_a_value_is_marked_where_it_is_written(checked: Report) -> None:
    found = 0
    for finding in checked.findings:
        if finding.component is None or finding.value is None or finding.value.startswith("_:"):
            continue
        text = marked(finding)
        assert as_term(text, finding.place.file) == finding.value, finding  # type: ignore[union-attr]
        found += 1
    assert found > 120


def test_what_has_no_value_is_marked_at_its_property_or_its_subject(checked: Report) -> None:
    found = 0
    for finding in checked.findings:
        if finding.component is None or finding.value is not None or not finding.focus:
            continue
        if not finding.focus.startswith("<http"):
            continue
        text, place = marked(finding), finding.place
        assert place is not None
        names = {finding.focus, *(finding.path.predicates() if finding.path else ())}
        if (finding.component or "").endswith("UniqueLangConstraintComponent"):
            assert literal(as_term(text, place.file)).lexical in finding.found["en"]
        else:
            assert text == "a" or as_term(text, place.file) in names, finding
        found += 1
    assert found > 60


def test_a_finding_stands_in_the_file_that_breaks_the_rule(checked: Report) -> None:
    for copy in COPIES:
        own = f"{copy.example.section}-{copy.number}.ttl"
        assert findings_of(checked, copy), copy.example.title
        for finding in findings_of(checked, copy):
            assert finding.place is not None
            assert finding.place.file.endswith((own, "valid.ttl")), finding


def findings_of(checked: Report, copy: Copy) -> list[Finding]:
    named = {focus for focus, _, _ in copy.expected()}
    return [f for f in checked.findings if f.component and bare(f.focus or "") in named]


def test_every_rule_knows_its_line(checked: Report) -> None:
    for rule in checked.rules:
        assert rule.place is not None, rule.id
        assert rule.place.text is not None
        name = (rule.iri or "").removeprefix(BASE)
        assert name in rule.place.text, rule.id


def test_the_head_of_the_examples_declares_the_base() -> None:
    assert BASE in head_and_sections()[0]
