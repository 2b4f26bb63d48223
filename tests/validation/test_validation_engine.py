"""The engine: each result says what, where, how badly and in which words."""

from pathlib import Path

import pytest
from rdflib import Graph

from lod.errors import ShapesError
from lod.namespaces import SH
from lod.validation import Result, Shapes, validate

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://x.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPE = """
ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:SName, ex:SPart, ex:SCode .
ex:SName a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 ;
    sh:message "namn saknas"@sv, "no name"@en .
ex:SPart a sh:PropertyShape ; sh:severity sh:Warning ; sh:maxCount 0 ;
    sh:path [ sh:inversePath ex:part ] ; sh:message "ingen del"@sv, "no part"@en .
ex:SCode a sh:PropertyShape ; sh:severity sh:Info ; sh:path ( ex:code ex:value ) ;
    sh:datatype xsd:string ; sh:message "kod"@sv, "code"@en .
"""
QUERY = """
ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:message "annat"@sv ; sh:sparql ex:Q .
ex:Q a sh:SPARQLConstraint ; sh:message "udda"@sv, "odd"@en ;
    sh:select "SELECT $this ?value {from} WHERE {{ $this <https://x.example/odd> ?value }}" .
"""


def graph(text: str) -> Graph:
    return Graph().parse(data=HEAD + text, format="turtle")


def check(data: str, shapes: str = SHAPE) -> list[Result]:
    return validate(graph(data), Shapes(graph(shapes), {}))


def test_data_that_conforms_has_no_results() -> None:
    assert check('ex:a a ex:Thing ; ex:name "A" .') == []


def test_a_result_names_focus_path_component_shape_and_messages() -> None:
    assert check("ex:a a ex:Thing .") == [
        Result(
            focus="https://x.example/a",
            path="https://x.example/name",
            value=None,
            severity="violation",
            component=f"{SH}MinCountConstraintComponent",
            shape="https://x.example/SName",
            messages={"sv": "namn saknas", "en": "no name"},
        )
    ]


def test_results_come_worst_first_then_by_focus() -> None:
    found = check("""
        ex:b a ex:Thing ; ex:code [ ex:value 7 ] .
        ex:a a ex:Thing ; ex:name "A" . ex:c ex:part ex:a .
    """)
    assert [(r.severity, r.focus[-1], r.path, r.value) for r in found] == [
        ("violation", "b", "https://x.example/name", None),
        ("warning", "a", "^<https://x.example/part>", None),
        (
            "info",
            "b",
            "<https://x.example/code>/<https://x.example/value>",
            '"7"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
    ]


def test_a_query_keeps_the_languages_of_its_own_messages() -> None:
    (result,) = check("ex:a a ex:Thing ; ex:odd ex:b .", QUERY.format(**{"from": ""}))
    assert result.messages == {"sv": "udda", "en": "odd"}
    assert (result.path, result.value) == (None, "<https://x.example/b>")


def test_a_message_falls_back_on_english_then_on_any() -> None:
    def result(**messages: str) -> Result:
        return Result("f", None, None, "info", "c", "s", messages)

    assert result(sv="hej", en="hello").message("sv") == "hej"
    assert result(sv="hej", en="hello").message("fi") == "hello"
    assert result(sv="hej").message("fi") == "hej"
    assert result().message("sv") == ""


def test_a_query_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<https://x.example/a> <https://x.example/odd> 1 .")
    query = QUERY.format(**{"from": f"FROM <{secret.as_uri()}>"})
    assert [r.value for r in check("ex:a a ex:Thing .", query)] == []


def test_the_order_is_the_same_every_time() -> None:
    data = "".join(f"ex:t{n} a ex:Thing . ex:p ex:part ex:t{n} .\n" for n in range(20))
    assert check(data) == check(data)


@pytest.mark.parametrize(
    "shape",
    [
        'ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:minCount "one" .',
        "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Nowhere .",
    ],
)
def test_shapes_that_cannot_run_are_an_error_of_the_shapes(shape: str) -> None:
    with pytest.raises(ShapesError, match="can't be run"):
        check("ex:a a ex:Thing .", shape)
