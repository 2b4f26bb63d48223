"""The filter misses no focus node, and each of its parts is needed for that."""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from checking.shacl import cases
from lod.checking.shacl import Shapes, validate, validate_file
from lod.checking.shacl.core.evaluator import Validation, focus_nodes
from lod.checking.shacl.core.index import index_of
from lod.checking.shacl.sparql.queries import ConstraintQueries, IndexSource
from lod.checking.shacl.stream import proofs as making
from lod.checking.shacl.stream.candidates import find_candidates as candidates_of
from lod.checking.shacl.stream.candidates import incoming_of
from lod.checking.shacl.stream.facts import class_table
from lod.checking.shacl.stream.fileindex import FileIndex
from lod.checking.shacl.stream.files import stated_in
from lod.checking.shacl.stream.filter import Filter
from lod.checking.shacl.stream.flags import Proof
from lod.checking.shacl.stream.reading import spans
from lod.checking.shacl.stream.sorting import write_sorted

CHECKS = int(os.environ.get("LOD_FILTER_CHECKS", "3000"))
_COMPONENTS = sorted(cases.CONSTRAINTS | cases.ADDED)


def some_data(random: Random, nodes: int = 8) -> str:
    names = [f"ex:{chr(97 + n % 26)}{n // 26 or ''}" for n in range(nodes)]
    triples = [
        (random.choice(names), random.choice(cases.PREDICATES), random.choice(cases.VALUES))
        for _ in range(nodes * 3)
    ]
    types = [(random.choice(names), random.choice(("ex:C", "ex:D", "ex:E"))) for _ in names]
    return cases.data(triples, types)


def some_shapes(random: Random) -> str:
    """Write two to five shapes, some of them nested in others."""
    written = []
    for number in range(random.randint(2, 5)):
        component = random.choice(_COMPONENTS)
        target = random.choice(cases.TARGETS)
        text = cases.one_shape(component, random.choice(cases.PATHS), target)
        written.append(text.replace("ex:S", f"ex:S{number}", 1))
    inner = random.choice(("sh:and", "sh:not", "sh:or", "sh:xone", "sh:property"))
    value = "( ex:S0 ex:S1 )" if inner in ("sh:and", "sh:or", "sh:xone") else "ex:S1"
    if inner == "sh:property":
        value = "[ sh:path ex:q ; sh:and ( ex:S0 ) ]"
    written.append(f"ex:T a sh:NodeShape ; {random.choice(cases.TARGETS)} ; {inner} {value} .")
    return "\n".join(written)


def missed(folder: Path, text: str, shapes: Shapes) -> tuple[set[tuple[str, str]], int]:
    """Give focus nodes with results that are no candidates, and how many records were checked."""
    source, sorted_file = folder / "data.ttl", folder / "data.nt"
    source.write_text(cases.PREFIXES + text, encoding="utf-8")
    write_sorted(source, sorted_file)
    filtering = Filter(shapes, class_table(stated_in(sorted_file).subclasses))
    for span in spans(sorted_file, 1):
        filtering.run(span)
    found = filtering.found
    index = FileIndex(sorted_file, incoming_of(filtering, found))
    candidates = candidates_of(filtering, found, index)
    faulty = focus_nodes_with_results(cases.turtle(text), shapes)
    return {f for f in faulty if f[1] not in candidates.get(f[0], ())}, found.count


def focus_nodes_with_results(triples: Iterable[object], shapes: Shapes) -> set[tuple[str, str]]:
    """Give each shape with a target and each of its focus nodes that has a result."""
    graph = index_of(triples)
    run = Validation(graph, shapes, ConstraintQueries(IndexSource(graph), shapes))
    return {
        (shape.node, focus)
        for shape in shapes.targeted
        for focus in focus_nodes(graph, shape)
        if any(True for _ in run.validate(shape, focus))
    }


def test_no_focus_node_with_a_result_is_missed(tmp_path: Path) -> None:
    random, checked = Random(20131115), 0
    while checked < CHECKS:
        shapes, text = cases.shapes(some_shapes(random)), some_data(random)
        lost, records = missed(tmp_path, text, shapes)
        assert not lost, f"{lost}\n{text}"
        checked += records


def test_the_file_gives_the_results_of_the_graph(tmp_path: Path) -> None:
    random = Random(7)
    for _ in range(60):
        shapes, text = cases.shapes(some_shapes(random)), some_data(random)
        file = tmp_path / "data.ttl"
        file.write_text(cases.PREFIXES + text, encoding="utf-8")
        expected = Counter(validate(cases.turtle(text), shapes))
        assert Counter(validate_file(file, shapes, processes=1)) == expected


MILD = "sh:severity sh:Info"
INSIDE_NOT = {
    "a value": f"sh:path ex:p ; sh:nodeKind sh:Literal ; {MILD}",
    "a count": f"sh:path ex:r ; sh:minCount 1 ; {MILD}",
    "a value of a value": f"sh:path ( ex:p ex:q ) ; sh:nodeKind sh:IRI ; {MILD}",
    "some value of a value": f"sh:path ( ex:p ex:q ) ; sh:hasValue ex:none ; {MILD}",
    "what points at it": f"sh:path [ sh:inversePath ex:p ] ; sh:class ex:D ; {MILD}",
    "a node": f"sh:path ex:p ; sh:node [ sh:property [ sh:path ex:r ; sh:minCount 1 ; {MILD} ] ]",
    "a node that points at it": "sh:path [ sh:inversePath ex:p ] ; sh:node [ "
    f"sh:property [ sh:path ex:r ; sh:minCount 1 ; {MILD} ] ]",
    "a node of what points at it": "sh:path [ sh:inversePath ex:p ] ; sh:node [ sh:property [ "
    f"sh:path ex:p ; sh:node [ sh:property [ sh:path ex:r ; sh:minCount 1 ; {MILD} ] ] ] ]",
    "a node of a node": "sh:path ex:p ; sh:node [ sh:property [ sh:path ex:p ; "
    f"sh:node [ sh:property [ sh:path ex:r ; sh:minCount 1 ; {MILD} ] ] ] ]",
}


@pytest.mark.parametrize("inner", INSIDE_NOT.values(), ids=INSIDE_NOT)
def test_what_breaks_only_a_mild_rule_conforms_inside_not(inner: str, tmp_path: Path) -> None:
    """SHACL 1.2: with sh:conformanceDisallows a milder result leaves a node conforming."""
    text = 'ex:a a ex:C ; ex:p ex:b . ex:b ex:p ex:c ; ex:q "x" . ex:c ex:p ex:a .'
    shapes = cases.shapes(
        f"ex:T a sh:NodeShape ; sh:targetClass ex:C ; sh:not ex:S . "
        f"ex:S a sh:NodeShape ; sh:property [ {inner} ] . "
        "[] sh:conformanceDisallows sh:Violation ."
    )
    (faulty,) = focus_nodes_with_results(cases.turtle(text), shapes)
    assert faulty[1].endswith("/a>")
    assert not missed(tmp_path, text, shapes)[0]


def test_every_component_of_core_has_a_maker() -> None:
    names = {name.rpartition("#")[2].removesuffix("ConstraintComponent") for name in making.MAKERS}
    assert names == set(_COMPONENTS)


@pytest.mark.parametrize("component", _COMPONENTS)
def test_a_component_whose_filter_is_broken_is_noticed(
    component: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = cases.shapes(cases.one_shape(component, target="sh:targetClass ex:C"))
    if component == "Property":  # the filter takes it apart on the focus node itself
        nested = "ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; "
        shapes = cases.shapes(f"{nested}{cases.CONSTRAINTS[component]} .")
    dense = [some_data(Random(seed)) for seed in range(12)]
    text = "\n".join([some_data(Random(0), 60), *dense, 'ex:l a ex:C ; ex:p "x\\ny" .'])
    assert not missed(tmp_path, text, shapes)[0]

    def never(_prover: object, _constraint: object, _where: object) -> Proof:
        return Proof(lambda _node, _own: True)

    name = f"http://www.w3.org/ns/shacl#{component}ConstraintComponent"
    monkeypatch.setitem(making.MAKERS, name, never)
    fresh = Shapes(shapes.shapes, graph=shapes.graph)
    assert missed(tmp_path, text, fresh)[0]


def test_what_the_form_of_records_tells_is_not_looked_at_again() -> None:
    """Types, and whether there is any value, are the same for all records of a form."""
    shapes = cases.shapes(
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:class ex:D ; "
        "sh:property [ sh:path [ sh:alternativePath ( ex:p ex:r ) ] ; sh:minCount 1 ] ."
    )
    filtering = Filter(shapes, {})
    assert [proof.by_kind for proof in filtering.by_shape["<http://example.org/S>"]] == [True, True]
    two = cases.shapes(
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; "
        "sh:property [ sh:path [ sh:alternativePath ( ex:p ex:r ) ] ; sh:maxCount 1 ] ."
    )
    assert [p.by_kind for p in Filter(two, {}).by_shape["<http://example.org/S>"]] == [False]
