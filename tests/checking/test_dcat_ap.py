"""DCAT-AP 3.0.1, all files: each constraint is broken by data of our own, and pyshacl agrees."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from conftest import SHARED
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from checking.running import guards, results
from lod.checking import Options, check_given, find_files, read_shape_files
from lod.checking.report import Finding, Report
from lod.checking.shacl import Shape, Shapes

FOLDER = SHARED / "vocab" / "dcat-ap-3.0.1"
EX = "https://example.org/"
NAME = "http://xmlns.com/foaf/0.1/name"
# How many constraints can be broken: of the shapes with a target and their properties, and of all.
OF_TARGETS, ALL = 360, 439
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"{FOLDER} is not there")

# A result: focus, path, value, component, severity. Constraint: shape, component.
Told = tuple[str | None, str, str | None, str | None, str]
_DELEGATING = "PropertyConstraintComponent"  # makes no results of its own
_KIND = "NodeKindConstraintComponent"  # what points at a thing is never a literal


def shapes_of(*files: Path) -> Shapes:
    return read_shape_files(find_files(map(str, files))).shapes


def properties(shape: Shape, shapes: Shapes) -> Iterator[Shape]:
    """Give the property shapes of a shape, and those of the shapes that it needs."""
    for constraint in shape.constraints:
        for node in constraint.shapes:
            inner = shapes.shapes[node]
            if inner.path is not None:
                yield inner
            else:
                yield from properties(inner, shapes)


def step(name: str) -> tuple[URIRef, bool]:
    """Give a path's property, and whether it is followed backwards."""
    return URIRef(name.strip("^<>")), name.startswith("^")


class Breaking:
    """Data that breaks shapes: things with each property twice, of each kind of value."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes, self.graph, self._count = shapes, Graph(), 0

    def _new(self) -> URIRef:
        self._count += 1
        return URIRef(f"{EX}{self._count}")

    def _add(self, thing: Node, path: str, value: Node) -> None:
        name, backwards = step(path)
        if not backwards:
            self.graph.add((thing, name, value))
        elif not isinstance(value, Literal):
            self.graph.add((value, name, thing))

    def _values(self) -> Iterator[tuple[Node, Node]]:
        """Give two values of each kind; that there are two breaks sh:maxCount 1."""
        yield self._new(), self._new()
        yield BNode(), BNode()
        yield Literal("x"), Literal(1)

    def of_shape(self, shape: Shape) -> Iterator[Node]:
        """Add things that break a shape; give them."""
        if shape.path is None:
            yield from (self._new(), Literal("x"))
            return
        yield self._new()
        for values in self._values():
            thing = self._new()
            yield thing
            for value in values:
                self._add(thing, shape.path.text, value)

    def of_class(self, shape: Shape, kind: str) -> None:
        """Add a thing that has nothing, and for each property some with wrong values."""
        self.graph.add((self._new(), RDF.type, URIRef(kind)))
        for inner in [*properties(shape, self.shapes)]:
            assert inner.path is not None
            for values in self._values():
                thing = self._new()
                self.graph.add((thing, RDF.type, URIRef(kind)))
                for value in values:
                    self._add(thing, inner.path.text, value)
                    self.below(value, inner)

    def below(self, thing: Node, shape: Shape) -> None:
        """Give a value wrong values for what the shapes of it look at."""
        for inner in () if isinstance(thing, Literal) else properties(shape, self.shapes):
            assert inner.path is not None
            for value in (Literal("x"), self._new()):
                self._add(thing, inner.path.text, value)


def check(folder: Path, shapes: Iterable[Path], engine: str) -> Report:
    data = find_files([str(folder / "data.ttl")])
    return check_given(data, find_files(map(str, shapes)), [], Options(engine=engine))


def told(finding: Finding) -> Told:
    path = finding.path.text if finding.path else ""
    severity = finding.own_severity or finding.severity
    return finding.focus, path, finding.value, finding.component, severity


def agreed(folder: Path, shapes: Iterable[Path]) -> Report:
    """Check with both engines; the results must be the same."""
    ours, theirs = (check(folder, shapes, engine) for engine in ("own", "pyshacl"))
    assert Counter(map(told, results(ours))) == Counter(map(told, results(theirs)))
    assert (ours.exit_code, theirs.exit_code) == (1, 1)
    return ours


def constraints(shapes: Iterable[Shape]) -> set[tuple[str, str]]:
    """Give shape and component of each constraint that can make a result."""
    return {
        (shape.node, constraint.component)
        for shape in shapes
        for constraint in shape.constraints
        if not constraint.component.endswith(_DELEGATING)
        if not (constraint.component.endswith(_KIND) and shape.path and shape.path.operator == "^")
    }


def delegated(shape: Shape, shapes: Shapes) -> Iterator[Shape]:
    """Give the property shapes that a shape hands its things to."""
    for constraint in shape.constraints:
        if constraint.component.endswith(_DELEGATING):
            yield from map(shapes.shapes.__getitem__, constraint.shapes)


def broken(report: Report) -> set[tuple[str, str]]:
    return {(f.shape or "", f.component or "") for f in results(report)}


def test_each_constraint_of_its_targets_is_broken_and_pyshacl_agrees(tmp_path: Path) -> None:
    shapes = shapes_of(FOLDER)
    data = Breaking(shapes)
    for shape in shapes.targeted:
        for target in shape.targets:
            data.of_class(shape, target.value[1:-1])
    data.graph.serialize(tmp_path / "data.ttl")
    own = [inner for shape in shapes.targeted for inner in (shape, *delegated(shape, shapes))]
    assert len(constraints(own)) == OF_TARGETS
    assert len(broken(agreed(tmp_path, [FOLDER]))) == OF_TARGETS, "each is broken"


def test_so_is_each_of_the_shapes_that_others_use(tmp_path: Path) -> None:
    """The same shapes, each with things of its own to look at: also what ``sh:or`` hides."""
    stated = Graph()
    for file in sorted(FOLDER.iterdir()):
        stated += Graph().parse(file).skolemize(authority=EX)  # so that each can have a target
    for owner, path in stated.subject_objects(SH.path):
        for name in stated.objects(path, SH.inversePath):
            stated.remove((owner, SH.path, path))
            stated.add((owner, SH.path, node := BNode()))
            stated.add((node, SH.inversePath, name))
    file = tmp_path / "all.ttl"
    stated.serialize(file)
    shapes = shapes_of(file)
    data = Breaking(shapes)
    for shape in shapes.shapes.values():
        for thing in data.of_shape(shape):
            stated.add((URIRef(shape.node[1:-1]), SH.targetNode, thing))
    stated.serialize(file)
    data.graph.serialize(tmp_path / "data.ttl")
    wanted = constraints(shapes.shapes.values())
    assert len(wanted) == ALL
    assert wanted - broken(agreed(tmp_path, [file])) == set()


def test_a_thing_that_conforms_exits_with_0_and_what_is_unused_is_a_warning(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(f'<{EX}a> a <http://xmlns.com/foaf/0.1/Agent> ; <{NAME}> "A" .')
    command = [sys.executable, "-m", "lod", "check", str(data), "--shapes", str(FOLDER)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = check(tmp_path, [FOLDER], "own")
    assert {f.severity for f in results(found)} == {"warning"}, "what is recommended"
    assert {f.rule.id for f in guards(found)} == {
        "guard/no-target",
        "guard/unknown-target",
        "guard/unknown-term",
    }
