"""Each shape is exercised: it accepts valid data, and each of its constraints can be broken."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from rdflib import RDF, SH, Literal, URIRef
from rdflib.term import Node

from shapes.cases import BASE, Copy, Result, broken, copies, run, shapes, valid, validate
from shapes.examples import EXAMPLES

COPIES = copies(EXAMPLES)

# Parameter of a constraint → its component, as far as shapes/ uses them.
COMPONENTS = {
    "class": "Class",
    "closed": "Closed",
    "datatype": "Datatype",
    "disjoint": "Disjoint",
    "equals": "Equals",
    "hasValue": "HasValue",
    "lessThanOrEquals": "LessThanOrEquals",
    "maxCount": "MaxCount",
    "maxInclusive": "MaxInclusive",
    "minCount": "MinCount",
    "minInclusive": "MinInclusive",
    "node": "Node",
    "nodeKind": "NodeKind",
    "not": "Not",
    "or": "Or",
    "pattern": "Pattern",
    "qualifiedMinCount": "QualifiedMinCount",
    "sparql": "SPARQL",
    "uniqueLang": "UniqueLang",
    "xone": "Xone",
}
NO_CONSTRAINT = {"path", "message", "severity", "property", "qualifiedValueShape"} | {
    "ignoredProperties"
}
TARGETS = {"targetClass", "targetSubjectsOf", "targetObjectsOf"}
# Its targets are what is forbidden: valid data has none of them.
FORBIDS = {URIRef(f"{BASE}spec/schema-https")}


@cache
def results() -> list[Result]:
    return run(COPIES)


def local(predicate: Node) -> str | None:
    return str(predicate).removeprefix(str(SH)) if str(predicate).startswith(str(SH)) else None


def targeted() -> set[Node]:
    graph = shapes().graph
    return {s for name in TARGETS for s in graph.subjects(SH[name])}


def reporting() -> set[Node]:
    """Shapes that make results of their own: those with a target, and their properties."""
    return targeted() | {p for s in targeted() for p in shapes().graph.objects(s, SH.property)}


def constraints() -> Iterator[tuple[str, str]]:
    for shape in reporting():
        for predicate in shapes().graph.predicates(shape):
            name = local(predicate)
            if name is not None and name not in NO_CONSTRAINT | TARGETS:
                yield str(shape), COMPONENTS[name]


def test_valid_data_conforms_without_a_warning() -> None:
    assert validate(valid(), shapes()) == []


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.example.title)
def test_an_example_breaks_exactly_what_it_says(copy: Copy) -> None:
    own = copy.focuses()
    assert {broken(r) for r in results() if r.focus in own} == copy.expected()


def test_the_examples_account_for_every_result() -> None:
    expected = set().union(*(copy.expected() for copy in COPIES))
    assert {broken(r) for r in results()} == expected


def test_no_two_examples_share_a_thing() -> None:
    named = [focus for copy in COPIES for focus, _, _ in copy.expected()]
    owners = {f: [c for c in COPIES if f in {e[0] for e in c.expected()}] for f in set(named)}
    assert not [focus for focus, found in owners.items() if len(found) > 1]


def test_every_constraint_is_broken_by_an_example() -> None:
    found = {(r.shape, broken(r)[2]) for r in results()}
    wanted = set(constraints())
    assert len(wanted) > 100
    assert sorted(wanted - found) == []


def test_every_message_of_a_query_is_given_by_an_example() -> None:
    graph = shapes().graph
    wanted = {str(m) for c in graph.objects(None, SH.sparql) for m in graph.objects(c, SH.message)}
    given = "\n".join(m for r in results() for m in r.messages)
    assert len(wanted) > 10
    for message in wanted:
        words = re.escape(message).replace(re.escape("{?language}"), "(sv|en)")
        assert re.search(f"(?m)^{words}$", given), message


@pytest.mark.parametrize("shape", sorted(targeted() - FORBIDS, key=str), ids=str)
def test_valid_data_has_what_the_shape_is_about(shape: Node) -> None:
    graph, data = shapes().graph, valid()
    found = [
        *(s for c in graph.objects(shape, SH.targetClass) for s in data.subjects(RDF.type, c)),
        *(s for p in graph.objects(shape, SH.targetSubjectsOf) for s in data.subjects(p)),
        *(o for p in graph.objects(shape, SH.targetObjectsOf) for o in data.objects(None, p)),
    ]
    assert found


@pytest.mark.parametrize("shape", sorted(reporting(), key=str), ids=str)
def test_what_a_shape_reports_it_says_in_both_languages(shape: Node) -> None:
    graph = shapes().graph
    constrains = {local(p) for p in graph.predicates(shape)} & set(COMPONENTS)
    speakers = list(graph.objects(shape, SH.sparql)) if constrains == {"sparql"} else [shape]
    for speaker in speakers if constrains else []:
        messages = [m for m in graph.objects(speaker, SH.message) if isinstance(m, Literal)]
        assert sorted(str(m.language) for m in messages) == ["en", "sv"]
