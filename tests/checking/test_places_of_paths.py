"""Where values of longer paths, of queries and of targets stand: in memory and streamed."""

from pathlib import Path

import pytest

from checking.running import guards, marked, results, run

DATA = """
ex:a a ex:T ; ex:p ex:b ; ex:q "direct" ; ex:r "other" .
ex:b ex:p ex:c ; ex:q "inner" .
ex:c ex:p ex:d ; ex:q "deep" .
ex:x ex:points ex:a .
ex:k ex:says "liked" .
ex:z ex:likes "liked" , ex:m .
"""
T = "ex:S a sh:NodeShape ; sh:targetClass ex:T ;"
PREFIXED = """<> sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
"""
# What is broken → the shape, and what must be marked, in its line.
CASES = {
    "a sequence": (f"{T} sh:property [ sh:path ( ex:p ex:q ) ; sh:maxLength 2 ] .", '"inner" .'),
    "a long sequence": (
        f"{T} sh:property [ sh:path ( ex:p ex:p ex:q ) ; sh:maxLength 2 ] .",
        '"deep" .',
    ),
    "a sequence without a value": (
        f"{T} sh:property [ sh:path ( ex:p ex:none ) ; sh:minCount 1 ] .",
        "ex:p ex:b ; ex:q",
    ),
    "an alternative": (
        f"{T} sh:property [ sh:path [ sh:alternativePath ( ex:none ex:r ) ] ; sh:maxLength 2 ] .",
        '"other" .',
    ),
    "an inverse": (
        f"{T} sh:property [ sh:path [ sh:inversePath ex:points ] ; sh:nodeKind sh:Literal ] .",
        "ex:x ex:points",
    ),
    "an inverse without a value": (
        f"{T} sh:property [ sh:path [ sh:inversePath ex:none ] ; sh:minCount 1 ] .",
        "ex:a a ex:T",
    ),
    "a sequence through an inverse": (
        "ex:S a sh:NodeShape ; sh:targetNode ex:b ; "
        "sh:property [ sh:path ( [ sh:inversePath ex:p ] ex:r ) ; sh:maxLength 2 ] .",
        '"other" .',
    ),
    "an inverse of a sequence": (
        "ex:S a sh:NodeShape ; sh:targetNode ex:c ; "
        "sh:property [ sh:path [ sh:inversePath ( ex:points ex:p ex:p ) ] ; sh:nodeKind sh:Literal ] .",  # noqa: E501
        "ex:x ex:points",
    ),
    "any number": (
        f"{T} sh:property [ sh:path [ sh:zeroOrMorePath ex:p ] ; sh:not [ sh:hasValue ex:d ] ] .",
        "ex:d ; ex:q",
    ),
    "any number, none": (
        f"{T} sh:property [ sh:path [ sh:zeroOrMorePath ex:p ] ; sh:not [ sh:hasValue ex:a ] ] .",
        "ex:a a ex:T",
    ),
    "one or more": (
        f"{T} sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ; sh:not [ sh:hasValue ex:c ] ] .",
        "ex:c ; ex:q",
    ),
    "one or none": (
        f"{T} sh:property [ sh:path [ sh:zeroOrOnePath ex:p ] ; sh:not [ sh:hasValue ex:b ] ] .",
        "ex:b ; ex:q",
    ),
    "a sequence that may end early": (
        f"{T} sh:property [ sh:path ( ex:p [ sh:zeroOrMorePath ex:none ] ) ; sh:nodeKind sh:Literal ] .",  # noqa: E501
        "ex:b ; ex:q",
    ),
    "a long sequence that may end early": (
        f"{T} sh:property [ sh:path ( ex:p ex:p [ sh:zeroOrMorePath ex:none ] ) ; sh:nodeKind sh:Literal ] .",  # noqa: E501
        "ex:c ; ex:q",
    ),
    "a value that another property lacks": (
        f"{T} sh:property [ sh:path ex:q ; sh:equals ex:q2 ] .",
        '"direct" ; ex:r',
    ),
    "a value that only another property has": (
        f"{T} sh:property [ sh:path ex:q2 ; sh:equals ex:r ] .",
        '"other" .',
    ),
    "a value that two properties have": (
        f"{T} sh:property [ sh:path ex:q ; sh:lessThan ex:r ; sh:maxLength 3 ] .",
        '"direct" ; ex:r',
    ),
    "a property that is closed out": (
        f"{T} sh:closed true ; sh:ignoredProperties ( rdf:type ex:p ex:q ) .",
        '"other" .',
    ),
    "a thing itself": (f"{T} sh:nodeKind sh:Literal .", "ex:a a ex:T"),
    "a value of a query": (
        f"{PREFIXED}{T} sh:sparql [ sh:prefixes <> ; sh:select "
        '"SELECT $this ?value WHERE { $this ex:r ?value }" ] .',
        '"other" .',
    ),
    "a value of a query, further away": (
        f"{PREFIXED}{T} sh:sparql [ sh:prefixes <> ; sh:select "
        '"SELECT $this ?value WHERE { $this ex:p/ex:q ?value }" ] .',
        '"inner" .',
    ),
    "a query without a value": (
        f"{PREFIXED}{T} sh:sparql [ sh:prefixes <> ; sh:select "
        '"SELECT $this WHERE { $this ex:r ?other }" ] .',
        "ex:a a ex:T",
    ),
    "a thing that a target names": (
        "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:likes ; sh:not [ sh:hasValue ex:m ] .",
        "ex:m .",
    ),
    "a text that a target names": (
        "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:likes ; sh:nodeKind sh:IRI .",
        '"liked" , ex:m',
    ),
    "a text that a shape names": (
        'ex:S a sh:NodeShape ; sh:targetNode "liked" ; sh:nodeKind sh:IRI .',
        '"liked" .',
    ),
}
STREAMED = pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])


@STREAMED
@pytest.mark.parametrize("case", CASES)
def test_a_result_stands_where_its_value_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, large: bool
) -> None:
    shapes, text = CASES[case]
    check = run(tmp_path, DATA, shapes, monkeypatch, large=large)
    found = results(check)[0]
    assert found.place is not None
    assert found.place.file == "data.ttl"
    assert marked(found, end=False).startswith(text)
    assert text.startswith(marked(found))


@STREAMED
def test_a_target_that_the_data_does_not_have_stands_in_the_shapes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    shapes = 'ex:S a sh:NodeShape ;\n  sh:targetNode "x" ; sh:nodeKind sh:IRI .'
    (found,) = results(run(tmp_path, DATA, shapes, monkeypatch, large=large))
    assert str(found.place).startswith("shapes.ttl:8:")
    assert marked(found) == '"x"'


@STREAMED
def test_a_detail_has_a_place_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    shapes = f"{T} sh:property [ sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:maxLength 2 ] ] ] ."  # noqa: E501
    (found,) = results(run(tmp_path, DATA, shapes, monkeypatch, large=large))
    assert marked(found) == "ex:b"
    assert [marked(detail) for detail in found.details] == ['"inner"']


@STREAMED
def test_guards_stand_at_the_first_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    data = """
ex:b ex:knows ex:x . ex:b a ex:Other .
ex:a a ex:Other . ex:a ex:knows ex:x .
[] ex:knows ex:x .
"""
    shapes = "ex:S a sh:NodeShape ;\n sh:targetClass ex:Othr , ex:T ; sh:nodeKind sh:IRI ."
    check = run(tmp_path, data, shapes, monkeypatch, large=large)
    at = [(f.rule.id.removeprefix("guard/"), str(f.place), marked(f)) for f in guards(check)]
    assert sorted(at) == [
        ("uncovered", "data.ttl:10:1", "["),
        ("uncovered", "data.ttl:9:8", "ex:Other"),
        ("unknown-class", "data.ttl:8:29", "ex:Other"),
        ("unknown-property", "data.ttl:8:6", "ex:knows"),
        ("unknown-target", "shapes.ttl:8:17", "ex:Othr"),
        ("unknown-target", "shapes.ttl:8:27", "ex:T"),
    ]
