"""What SHACL 1.2 Core adds (a draft): each part by itself, in memory and streamed."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

import lod
from checking.running import guards, marked, results, run
from checking.shacl import cases
from lod.checking import Options, check_given, find_files
from lod.checking.report import Report
from lod.checking.shacl import (
    MalformedShapes,
    Result,
    UnsupportedShapes,
    read_shapes,
    validate,
    validate_file,
)
from lod.errors import ShapesError

STREAMED = pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
S = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; "
P = S + "sh:property [ sh:path ex:p ; "
LIST = "ex:a ex:p ( 1 2 ) . ex:b ex:p ( 1 2 2 ) . ex:c ex:p ex:none . ex:d ex:p () ."
PAIR = "ex:a ex:p 1 ; ex:q [ ex:r 1 ] . ex:b ex:p 2 ; ex:q [ ex:r 3 ] . ex:c ex:p 4 ."
CLASSES = "ex:D rdfs:subClassOf ex:C . ex:a ex:p ex:D . ex:b ex:p ex:C . ex:c ex:p ex:E , 1 ."
KEYS = "ex:a ex:p 1 ; ex:q 2 . ex:b ex:p 1 ; ex:q 2 . ex:c ex:p 1 . ex:d ex:p 3 ; ex:q 2 ."
REIFIED = "ex:a ex:p 1 {| ex:q 2 |} . ex:b ex:p 1 {| ex:q 3 |} . ex:c ex:p 1 . _:d ex:p _:e {| ex:q 3 |} ."  # noqa: E501
# Shapes → data, the focus nodes with results, the component of all of them.
PARTS = {
    P + "sh:minListLength 2 ] .": (LIST, "cd", "MinListLength"),
    P + "sh:maxListLength 2 ] .": (LIST, "bc", "MaxListLength"),
    P + "sh:uniqueMembers true ] .": (LIST, "bc", "UniqueMembers"),
    P + "sh:uniqueMembers false ] .": (LIST, "c", "UniqueMembers"),
    P + "sh:memberShape [ sh:maxInclusive 1 ] ] .": (LIST, "abc", "MemberShape"),
    P + "sh:memberShape [ sh:datatype xsd:integer ] ] .": (LIST, "c", "MemberShape"),
    P + "sh:singleLine true ] .": ('ex:a ex:p "x\\ny" , "x" . ex:b ex:p ex:c .', "a", "SingleLine"),
    P + "sh:singleLine false ] .": ('ex:a ex:p "x\\ny" .', "", ""),
    P + "sh:someValue [ sh:class ex:C ] ] .": (
        "ex:a ex:p ex:x , 1 . ex:x a ex:C . ex:b ex:p 1 , 2 .",
        "b",
        "SomeValue",
    ),
    P + "sh:subsetOf ex:q ] .": (
        "ex:a ex:p 1 ; ex:q 1 , 2 . ex:b ex:p 1 , 2 ; ex:q 2 .",
        "b",
        "SubsetOf",
    ),
    P + "sh:subsetOf ( ex:q ex:r ) ] .": (PAIR, "bc", "SubsetOf"),
    P + "sh:equals ( ex:q ex:r ) ] .": (PAIR, "bbc", "Equals"),
    P + "sh:disjoint ( ex:q ex:r ) ] .": (PAIR, "a", "Disjoint"),
    P + "sh:lessThan ( ex:q ex:r ) ] .": (PAIR, "a", "LessThan"),
    P + "sh:lessThanOrEquals ( ex:q ex:r ) ] .": (
        PAIR + " ex:d ex:p 9 ; ex:q [ ex:r 1 ] .",
        "d",
        "LessThanOrEquals",
    ),
    P + "sh:equals [ sh:inversePath ex:q ] ] .": (
        "ex:a ex:p ex:b . ex:b ex:q ex:a ; ex:p ex:c .",
        "b",
        "Equals",
    ),
    P + "sh:rootClass ex:C ] .": (CLASSES, "cc", "RootClass"),
    P + "sh:rootClass ( ex:C ex:E ) ] .": (CLASSES, "c", "RootClass"),
    P + "sh:class ( ex:C ex:E ) ] .": (
        "ex:a ex:p ex:x . ex:b ex:p ex:y . ex:c ex:p ex:z , 1 . ex:x a ex:C . ex:y a ex:E .",
        "cc",
        "Class",
    ),
    P + "sh:datatype ( xsd:string rdf:langString ) ] .": (
        'ex:a ex:p "x" , "x"@en , 1 .',
        "a",
        "Datatype",
    ),
    P + "sh:nodeKind ( sh:IRI sh:Literal ) ] .": ("ex:a ex:p 1 , ex:b , [] .", "a", "NodeKind"),
    S + "sh:uniqueValuesFor ex:q .": (KEYS, "abd", "UniqueValuesFor"),
    S + "sh:uniqueValuesFor ( ex:p ex:q ) .": (KEYS, "ab", "UniqueValuesFor"),
    P + "sh:reifierShape [ sh:property [ sh:path ex:q ; sh:in ( 2 ) ] ] ] .": (
        REIFIED,
        "b_",
        "ReifierShape",
    ),
    P + "sh:reifierShape [ sh:nodeKind sh:BlankNode ] ; sh:reificationRequired true ] .": (
        REIFIED,
        "c",
        "ReifierShape",
    ),
    "ex:C a sh:ShapeClass ; sh:closed sh:ByTypes ; sh:property [ sh:path ex:p ] . "
    "ex:N sh:targetClass ex:C ; sh:property [ sh:path ex:q ] .": (
        "ex:a a ex:C ; ex:p 1 ; ex:q 2 . ex:b a ex:C ; ex:r 3 .",
        "b",
        "Closed",
    ),
    P + "sh:uniqueLang true ] .": (
        'ex:a ex:p "x"@ar--ltr , "x"@ar--rtl , "x"@ar . ex:b ex:p "x"@ar--ltr , "y"@ar--ltr .',
        "b",
        "UniqueLang",
    ),
    "ex:S a sh:NodeShape ; sh:targetWhere [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ] ; "
    "sh:property [ sh:path ex:q ; sh:maxCount 0 ] .": (KEYS, "abd", "MaxCount"),
    "ex:S a sh:NodeShape ; sh:targetWhere [ sh:datatype xsd:string ] ; sh:maxLength 1 .": (
        'ex:a ex:p "xy" , "x" , 17 .',
        '"',
        "MaxLength",
    ),
    "ex:S a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:maxCount 0 ] .": (
        KEYS + "ex:a sh:shape ex:S . ex:c sh:shape ex:S .",
        "a",
        "MaxCount",
    ),
}


def told(found: Report) -> tuple[str, set[str]]:
    """Give the last letters of the focus nodes, and the components."""
    foci = [str(f.focus) for f in results(found)]
    letters = "".join(sorted(f[0] if f[0] in '_"' else f[-2] for f in foci))
    names = {str(f.component).rpartition("#")[2] for f in results(found)}
    return letters, {name.removesuffix("ConstraintComponent") for name in names}


@STREAMED
@pytest.mark.parametrize("shapes", PARTS)
def test_each_part_tells_what_breaks_it_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shapes: str, large: bool
) -> None:
    data, wanted, component = PARTS[shapes]
    found = run(tmp_path, data, shapes, monkeypatch, large=large)
    assert told(found) == ("".join(sorted(wanted)), {component} - {""})
    assert found.exit_code == (1 if wanted else 0)
    assert not guards(found, "unknown-term")
    assert not guards(found, "no-target")
    for finding in results(found):
        assert finding.expected.get("sv", "") != finding.expected.get("en", "x")
        assert "inner shapes" not in finding.expected["en"]


@pytest.mark.parametrize("shapes", PARTS)
def test_streamed_says_the_same_as_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shapes: str
) -> None:
    both = [
        run(tmp_path, PARTS[shapes][0], shapes, monkeypatch, large=large) for large in (False, True)
    ]
    first, second = (
        [(f.focus, f.value, f.place, f.messages, len(f.details)) for f in c.by_place if f.component]
        for c in both
    )
    assert sorted(map(str, first)) == sorted(map(str, second))
    assert both[0].coverage == both[1].coverage


P_ = "ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; "
# What is ill-formed → the property that is told, a word of what is said or expected.
ILL_FORMED = {
    P_ + "sh:minListLength -1 .": ("minListLength", "whole number"),
    P_ + 'sh:maxListLength "1" .': ("maxListLength", "whole number"),
    P_ + "sh:maxListLength 1 , 2 .": ("maxListLength", "one value"),
    P_ + "sh:uniqueMembers 1 .": ("uniqueMembers", "true or false"),
    P_ + 'sh:singleLine "true" .': ("singleLine", "true or false"),
    P_ + 'sh:memberShape "x" .': ("memberShape", "a shape"),
    P_ + "sh:memberShape [ sh:path ex:q ; sh:minCount 1 ] .": ("memberShape", "property shape"),
    P_ + "sh:memberShape ex:Gone .": ("memberShape", "don't describe"),
    P_ + "sh:someValue ex:Gone .": ("someValue", "don't describe"),
    P_ + 'sh:subsetOf "p" .': ("subsetOf", "a path"),
    P_ + "sh:subsetOf ( ex:p ) .": ("subsetOf", "two members"),
    P_ + "sh:equals [ ex:x ex:y ] .": ("equals", "operator"),
    P_ + 'sh:rootClass "C" .': ("rootClass", "IRI"),
    P_ + 'sh:rootClass ( ex:C "D" ) .': ("rootClass", "no IRI"),
    P_ + "sh:class () .": ("class", "empty list"),
    P_ + "sh:datatype ( xsd:string 1 ) .": ("datatype", "no IRI"),
    P_ + "sh:datatype ( xsd:string ) , xsd:date .": ("datatype", "one value"),
    P_ + "sh:nodeKind ( sh:IRI sh:Text ) .": ("nodeKind", "one of"),
    P_ + 'sh:uniqueValuesFor ( "x" ) .': ("uniqueValuesFor", "no IRI"),
    P_ + "sh:closed sh:ByType .": ("closed", "sh:ByTypes"),
    P_ + "sh:reifierShape ex:Gone .": ("reifierShape", "don't describe"),
    P_ + "sh:reifierShape [ sh:nodeKind sh:IRI ] ; sh:reificationRequired 1 .": (
        "reificationRequired",
        "true or false",
    ),
    "ex:S sh:targetClass ex:C ; sh:reifierShape [ sh:nodeKind sh:IRI ] .": (
        "reifierShape",
        "property shape",
    ),
    "ex:S sh:targetClass ex:C ; sh:path ( ex:p ex:q ) ; sh:reifierShape [ sh:nodeKind sh:IRI ] .": (
        "reifierShape",
        "single property",
    ),
    "ex:S sh:targetWhere ex:Gone ; sh:nodeKind sh:IRI .": ("targetWhere", "don't describe"),
    "ex:S sh:targetWhere ex:S ; sh:nodeKind sh:IRI .": ("targetWhere", "itself"),
    "ex:S sh:targetNode [ sh:path ex:p ] ; sh:nodeKind sh:IRI .": ("targetNode", "an IRI"),
    P_ + "sh:minCount 1 . ex:G sh:conformanceDisallows 1 .": ("conformanceDisallows", "an IRI"),
    P_ + "sh:minCount 1 {| sh:severity sh:Info , sh:Warning |} .": ("minCount", "one IRI"),
    P_ + "sh:minCount 1 {| sh:deactivated 1 |} .": ("deactivated", "true or false"),
    P_ + "sh:minCount 1 {| sh:message ex:m |} .": ("message", "quotation marks"),
    P_ + "sh:nodeByExpression [] .": ("nodeByExpression", "can't be run"),
}


@pytest.mark.parametrize("shapes", ILL_FORMED)
def test_what_is_ill_formed_is_told_with_its_property(shapes: str) -> None:
    name, word = ILL_FORMED[shapes]
    with pytest.raises(MalformedShapes) as caught:
        cases.shapes(shapes)
    error = caught.value
    assert str(error.property).endswith(f"#{name}")
    assert word in f"{error.message} {error.expected}"


@pytest.mark.parametrize("wrong", ["sh:minListLength -1", "sh:minCount 1 {| sh:severity 1 |}"])
def test_it_is_told_at_its_place_and_the_shape_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    good = "ex:G a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:nodeKind sh:BlankNode ."
    bad = "ex:B a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:q ; "
    found = run(tmp_path, "ex:a ex:p 1 .", f"{good}\n{bad} {wrong} .", monkeypatch)
    (finding,) = [f for f in found.findings if f.rule.id == "ill-formed-shape"]
    assert finding.place is not None
    assert wrong.split()[0] in (finding.place.text or "")
    if "{|" not in wrong:
        assert marked(finding, end=False).startswith(wrong.split()[0])
    assert [f.shape for f in results(found)] == ["<https://example.org/G>"]
    assert found.exit_code == 3


MANY = "ex:a ex:p 1 , 2 ."
ANNOTATED: dict[str, list[tuple[str, dict[str, str]]]] = {
    "sh:deactivated true": [],
    "sh:deactivated false": [("violation", {})],
    "sh:severity sh:Info": [("info", {})],
    "sh:severity sh:Trace": [("trace", {})],
    'sh:message "Ett"@sv ; sh:severity sh:Warning': [("warning", {"sv": "Ett"})],
}


@STREAMED
@pytest.mark.parametrize("said", ANNOTATED)
def test_what_is_said_of_a_constraint_counts_for_that_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, large: bool
) -> None:
    other = 'sh:datatype xsd:string ; sh:message "Text"@en'
    shapes = P + f"sh:maxCount 1 {{| {said} |}} ; {other} ] ."
    found = run(tmp_path, MANY, shapes, monkeypatch, large=large)
    counted = [f for f in results(found) if f.component and "MaxCount" in f.component]
    wanted = [(severity, told or {"en": "Text"}) for severity, told in ANNOTATED[said]]
    assert [(f.severity, f.messages) for f in counted] == wanted
    others = [f for f in results(found) if f not in counted]
    assert [(f.severity, f.messages) for f in others] == [("violation", {"en": "Text"})] * 2


# Of a constraint made of several statements, what is said of any of them.
PARTS_OF_ONE = (
    'sh:pattern "^x" ; sh:flags "i" {| sh:deactivated true |}',
    "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] {| sh:deactivated true |} ; sh:qualifiedMinCount 1",  # noqa: E501
    "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1 {| sh:deactivated true |}",  # noqa: E501
    "sh:node [ sh:nodeKind sh:IRI ] {| sh:deactivated true |}",
    "sh:not [ sh:nodeKind sh:Literal ] {| sh:deactivated true |}",
    'sh:sparql [ sh:select "SELECT $this { $this ?p ?o }" ] {| sh:deactivated true |}',
)


@STREAMED
@pytest.mark.parametrize("parameters", PARTS_OF_ONE)
def test_a_constraint_is_deactivated_by_any_of_its_statements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parameters: str, large: bool
) -> None:
    found = run(tmp_path, MANY, P + parameters + " ] .", monkeypatch, large=large)
    assert results(found) == []
    again = run(
        tmp_path, MANY, P + parameters.replace("true", "false") + " ] .", monkeypatch, large=large
    )
    assert results(again) != []
    assert not guards(found, "no-target"), "what it refers to is used, though not now"


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p {| sh:deactivated true |} ; sh:nodeKind sh:IRI .",  # noqa: E501
        P + "sh:minCount 1 ] {| sh:severity sh:Info |} .",
        S + "sh:nodeKind sh:IRI . << ex:S sh:class ex:C >> sh:deactivated true .",
    ],
)
def test_an_annotation_that_says_nothing_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shapes: str
) -> None:
    found = run(tmp_path, MANY, shapes, monkeypatch)
    assert any("says nothing" in str(note) for note in found.notes)


MILD = "ex:M a sh:NodeShape ; sh:nodeKind sh:IRI ; sh:severity sh:Debug ."


@STREAMED
@pytest.mark.parametrize(
    ("inner", "count"), [("sh:node ex:M", 0), ("sh:not ex:M", 1), ("sh:someValue ex:M", 0)]
)
def test_what_breaks_mild_shapes_conforms_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inner: str, count: int, large: bool
) -> None:
    shapes = f"{P} {inner} ] . {MILD}"
    assert len(results(run(tmp_path, "ex:a ex:p 1 .", shapes, monkeypatch, large=large))) == count


@STREAMED
def test_severities_that_disallow_are_those_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    shapes = P + "sh:nodeKind sh:IRI ; sh:severity sh:Warning ] . "
    named = "ex:R sh:conformanceDisallows sh:Violation , ex:Own ."
    plain = run(tmp_path, MANY, shapes, monkeypatch, large=large).render("turtle")
    assert "sh:conforms false" in plain
    assert "conformanceDisallows" not in plain
    found = run(tmp_path, MANY, shapes + named, monkeypatch, large=large)
    assert "sh:conforms true" in found.render("turtle")
    assert "sh:conformanceDisallows <https://example.org/Own>" in found.render("turtle")
    own = run(tmp_path, MANY, shapes.replace("sh:Warning", "ex:Own") + named, monkeypatch)
    assert "sh:conforms false" in own.render("turtle")


@STREAMED
def test_members_and_what_data_links_are_covered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    shapes = P + "sh:memberShape ex:L ] . ex:L a sh:NodeShape ; sh:nodeKind sh:IRI ."
    data = "ex:a ex:p ( ex:b ex:c ) . ex:b a ex:T . ex:c a ex:T . ex:d a ex:T ; sh:shape ex:L ."
    found = run(tmp_path, data, shapes, monkeypatch, large=large)
    assert guards(found, "uncovered") == []
    left = run(tmp_path, data + " ex:e a ex:T .", shapes, monkeypatch, large=large)
    assert len(guards(left, "uncovered")) == 1


@STREAMED
def test_a_shape_of_reifiers_covers_no_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    shapes = P + "sh:reifierShape [ sh:property [ sh:path ex:q ; sh:maxCount 1 ] ] ] ."
    data = "ex:a ex:p ex:b {| ex:q 1 |} . ex:b a ex:T ."
    found = run(tmp_path, data, shapes, monkeypatch, large=large)
    assert [f.focus for f in guards(found, "uncovered")] == ["https://example.org/T"]


# What only 1.2 has, and a word by which it is named.
DRAFTS = {
    **{
        shapes: ""
        for shapes in PARTS
        if "uniqueLang" not in shapes and "sh:maxCount 0 ] ." not in shapes
    },
    "ex:S a sh:NodeShape ; sh:targetWhere [ sh:nodeKind sh:IRI ] ; sh:nodeKind sh:IRI .": "sh:targetWhere",  # noqa: E501
    P + "sh:minCount 1 {| sh:deactivated true |} ] .": "sh:minCount",
    P + "sh:minCount 1 ; sh:severity sh:Debug ] .": "sh:Debug",
    P + "sh:minCount 1 ] . ex:R sh:conformanceDisallows sh:Violation .": "sh:conformanceDisallows",
    "ex:C a sh:ShapeClass ; sh:nodeKind sh:IRI .": "sh:ShapeClass",
}


@pytest.mark.parametrize("shapes", DRAFTS)
def test_as_shacl_10_it_is_refused_by_its_name(shapes: str) -> None:
    with pytest.raises(UnsupportedShapes, match=rf"this is SHACL 1.2: .*{DRAFTS[shapes]}"):
        read_shapes(cases.turtle(shapes), "1.0")


def check(folder: Path, options: Options) -> Report:
    """Check what ``run`` has written, otherwise."""
    data, shapes = (find_files([str(folder / name)]) for name in ("data.ttl", "shapes.ttl"))
    return check_given(data, shapes, [], options)


def test_as_shacl_10_the_other_shapes_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = "ex:B a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:memberShape ex:G ."
    good = "ex:G a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:nodeKind sh:BlankNode ."
    run(tmp_path, MANY, f"{good}\n{bad}", monkeypatch)
    found = check(tmp_path, Options(shacl="1.0"))
    assert (len(results(found)), found.exit_code) == (1, 3)
    assert check(tmp_path, Options(shacl="1.0", skip_bad_shapes=True)).exit_code == 1


@pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
def test_as_shacl_10_what_the_data_says_of_its_shapes_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    shapes = "ex:S sh:targetClass ex:T ; sh:nodeKind sh:IRI . ex:L a sh:NodeShape ; sh:nodeKind sh:Literal ."  # noqa: E501
    run(tmp_path, "ex:a a ex:T ; sh:shape ex:L .", shapes, monkeypatch, large=large)
    found = check(tmp_path, Options(shacl="1.0"))
    assert results(found) == []
    assert "sh:shape in the data says nothing: this is SHACL 1.2" in found.notes
    assert len(results(check(tmp_path, Options()))) == 1


def test_as_shacl_10_mild_results_do_not_conform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, MANY, P + "sh:nodeKind sh:IRI ; sh:severity sh:Info ] .", monkeypatch)
    assert "sh:conforms false" in check(tmp_path, Options(shacl="1.0")).render("turtle")


def test_pyshacl_is_not_let_pass_over_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, MANY, P + "sh:maxListLength 1 ] .", monkeypatch)
    found = check(tmp_path, Options(engine="pyshacl"))
    (told,) = [f for f in found.findings if f.rule.id == "ill-formed-shape"]
    assert "maxListLength (SHACL 1.2) is not known to pyshacl" in told.messages["en"]
    assert (found.exit_code, found.incomplete) == (3, True)


def test_what_pyshacl_must_run_is_refused_beside_it() -> None:
    rule = "ex:R a sh:NodeShape ; sh:targetClass ex:C ; sh:rule [ a sh:TripleRule ] ."
    with pytest.raises(UnsupportedShapes, match="can't be run together"):
        cases.shapes(f"{rule} {P_} sh:minListLength 1 .")


def some_shapes(random: Random) -> str:
    """Write shapes with parts of 1.2 in them, some of them mild, some within others."""
    rows = []
    for number in range(4):
        path, target = random.choice(cases.PATHS), random.choice(cases.TARGETS)
        severity = random.choice(("sh:Debug", "sh:Warning", "sh:Violation"))
        said = random.choice(("", "{| sh:severity sh:Trace |}", "{| sh:deactivated true |}"))
        part = f"{random.choice(ANY)} {said} ; sh:severity {severity}"
        rows.append(f"ex:S{number} a sh:PropertyShape ; {target} ; sh:path {path} ; {part} .")
    for number, inner in enumerate(("sh:not ex:S0", "sh:or ( ex:S0 ex:S1 )", "sh:node ex:N")):
        target = random.choice(cases.TARGETS)
        rows.append(f"ex:T{number} a sh:NodeShape ; {target} ; {inner} .")
    rows.append(f"ex:N a sh:NodeShape ; sh:property ex:S2 ; {random.choice(ANY)} .")
    return "\n".join(rows)


ANY = (
    *("sh:minListLength 1", "sh:maxListLength 1", "sh:uniqueMembers true", "sh:singleLine true"),
    *("sh:memberShape [ sh:nodeKind sh:IRI ]", "sh:someValue [ sh:class ex:C ]"),
    *("sh:rootClass ex:C", "sh:class ( ex:C ex:E )", "sh:datatype ( xsd:integer xsd:string )"),
    *("sh:nodeKind ( sh:IRI sh:Literal )", "sh:closed sh:ByTypes", "sh:subsetOf ex:q"),
    *("sh:equals ( ex:q ex:r )", "sh:disjoint [ sh:inversePath ex:q ]", "sh:nodeKind sh:IRI"),
)


def some_data(random: Random) -> str:
    """Write data with lists, classes and links."""
    names = [f"ex:{letter}" for letter in "abcdefgh"]
    values = (*cases.VALUES, "( ex:a )", "( 1 1 )", "()", '"x\\ny"', *names)
    rows = ["ex:D rdfs:subClassOf ex:C ."]
    for _ in range(24):
        row = random.choice(names), random.choice(cases.PREDICATES), random.choice(values)
        rows.append(" ".join((*row, random.choice(("", "{| ex:q 1 |}")), ".")))
    rows += [f"{random.choice(names)} a {random.choice(('ex:C', 'ex:D', 'ex:E'))} ." for _ in names]
    rows.append(f"{random.choice(names)} sh:shape ex:S{random.randint(0, 5)} .")
    return "\n".join(rows)


def key(result: Result) -> tuple[object, ...]:
    """Give what is compared; blank nodes have no names."""
    terms = [t if t and not t.startswith("_:") else "" for t in (result.focus, result.value)]
    return (*terms, result.component, result.shape, result.severity, len(result.details))


def test_random_shapes_give_the_same_streamed_and_in_memory(tmp_path: Path) -> None:
    random = Random(12)
    counted = 0
    for _ in range(150):
        shapes, text = cases.shapes(some_shapes(random)), some_data(random)
        file = tmp_path / "data.ttl"
        file.write_text(cases.PREFIXES + text, encoding="utf-8")
        expected = Counter(map(key, validate(cases.turtle(text), shapes)))
        assert Counter(map(key, validate_file(file, shapes, processes=1))) == expected
        counted += expected.total()
    assert counted > 1000


LINKED = "ex:S a sh:NodeShape ; sh:nodeKind sh:BlankNode ."


def test_a_link_that_is_written_in_another_way_counts_too(tmp_path: Path) -> None:
    file = tmp_path / "data.nt"
    predicate = "<http://www.w3.org/ns/shacl#\\u0073hape>"
    file.write_text(f"<http://example.org/a> {predicate} <http://example.org/S> .\n")
    found = validate_file(file, cases.shapes(LINKED))
    assert [result.focus for result in found] == ["<http://example.org/a>"]


def test_graphs_in_memory_name_their_shapes_too() -> None:
    data = cases.turtle("ex:a sh:shape ex:S . ex:b sh:shape ex:T .")
    report = lod.validate(data, cases.turtle(LINKED))
    assert [f.focus for f in report.findings] == ["<http://example.org/a>"]
    with pytest.raises(ShapesError, match="no shape has a target"):
        lod.validate(data[1:], cases.turtle(LINKED))


def test_data_that_names_what_is_no_shape_leaves_nothing_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ShapesError, match="no shape has a target"):
        run(tmp_path, "ex:a sh:shape ex:Shap .", "ex:S a sh:NodeShape ; sh:nodeKind sh:IRI .", monkeypatch)  # fmt: skip # noqa: E501
