"""What guards tell of, and what they must not: each case in memory and streamed."""

from dataclasses import replace
from pathlib import Path

import pytest

from checking.running import guards, marked, results, run
from lod.checking import FAILING, find_files, read_shape_files
from lod.checking.report import Report
from lod.errors import SeveralErrors
from lod.rdf import SHARED, expand

PERSON = "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:name ; sh:maxCount 1 ] .\n"  # noqa: E501
ADA = 'ex:a a ex:Person ; ex:name "Ada" .\n'
STREAMED = pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])


def whole(name: str) -> str:
    return expand(name, {"ex": EX, **SHARED}) if name else ""


def said(check: Report) -> list[tuple[str, str, str]]:
    """Guard, severity, and what was meant."""
    return sorted(
        (
            f.rule.id.removeprefix("guard/"),
            f.severity,
            whole(f.messages["en"].partition("Did you mean ")[2].rstrip("?")),
        )
        for f in guards(check)
    )


EX = "https://example.org/"
NEITHER = ""
# What is done → data, shapes, ontology, and what guards say of it.
CASES: dict[str, tuple[str, str, str, list[tuple[str, str, str]]]] = {
    "all is well": (ADA, PERSON, "", []),
    "a shape without a name or a target": (
        ADA,
        PERSON + "[] a sh:NodeShape ; sh:nodeKind sh:IRI .",
        "",
        [("no-target", "violation", NEITHER)],
    ),
    "a property shape that nobody uses": (
        ADA,
        PERSON + "[] sh:path ex:name ; sh:minCount 1 .",
        "",
        [("no-target", "violation", NEITHER)],
    ),
    "shapes that others use": (
        ADA,
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:or ( [ sh:nodeKind sh:IRI ] [ sh:not [ sh:nodeKind sh:IRI ] ] ) .",  # noqa: E501
        "",
        [],
    ),
    "a deactivated shape": (
        ADA,
        PERSON
        + "ex:O a sh:NodeShape ; sh:deactivated true . ex:D a sh:NodeShape ; sh:targetClass ex:Persn ; sh:deactivated true .",  # noqa: E501
        "",
        [],
    ),
    "a misspelt target of what must not be": (
        ADA,
        PERSON + "ex:N a sh:NodeShape ; sh:targetClass ex:Persn ; sh:not [ sh:nodeKind sh:IRI ] .",
        "",
        [("unknown-target", "violation", "https://example.org/Person")],
    ),
    "a target of what must not be, and isn't": (
        ADA,
        PERSON + "ex:N a sh:NodeShape ; sh:targetClass ex:Banned ; sh:not [ sh:nodeKind sh:IRI ] .",
        "",
        [],
    ),
    "a class that is its own shape, misspelt": (
        ADA,
        PERSON + "ex:Persn a sh:NodeShape , rdfs:Class ; sh:nodeKind sh:IRI .",
        "",
        [("unknown-target", "violation", "https://example.org/Person")],
    ),
    "a class that is its own shape, and has no things": (
        ADA,
        PERSON + "ex:Animal a sh:NodeShape , rdfs:Class ; sh:nodeKind sh:IRI .",
        "",
        [],
    ),
    "a target that isn't there": (
        ADA,
        PERSON + "ex:B a sh:NodeShape ; sh:targetClass ex:Building ; sh:nodeKind sh:IRI .",
        "",
        [("unknown-target", "warning", NEITHER)],
    ),
    "a target that isn't there, but in the ontology": (
        ADA,
        PERSON + "ex:B a sh:NodeShape ; sh:targetClass ex:Building ; sh:nodeKind sh:IRI .",
        "ex:Building a owl:Class .",
        [],
    ),
    "targets none of which is there": (
        "ex:a ex:b ex:c .",
        PERSON,
        "",
        [
            ("uncovered", "warning", NEITHER),
            ("unknown-property", "warning", NEITHER),
            ("unknown-target", "violation", NEITHER),
        ],
    ),
    "targets none of which has things": (
        "",
        PERSON,
        "ex:Person a owl:Class . ex:name a rdf:Property .",
        [("nothing-checked", "warning", NEITHER)],
    ),
    "a class that the data declares": (
        ADA + "ex:Building a owl:Class . ex:height a owl:DatatypeProperty .",
        PERSON
        + "ex:B a sh:NodeShape ; sh:targetClass ex:Building ; sh:nodeKind sh:IRI . "
        + "ex:H a sh:NodeShape ; sh:targetSubjectsOf ex:height ; sh:nodeKind sh:IRI .",
        "",
        [],
    ),
    "well-known terms": (
        'ex:a a ex:Person ; rdfs:label "a" ; rdfs:seeAlso ex:b ; owl:sameAs ex:c ; rdf:_1 ex:d .',
        PERSON,
        "",
        [],
    ),
    "misspelt well-known properties": (
        'ex:a a ex:Person ; rdfs:lable "a" ; owl:sameas ex:c .',
        PERSON,
        "",
        [
            ("unknown-property", "warning", "http://www.w3.org/2000/01/rdf-schema#label"),
            ("unknown-property", "warning", "http://www.w3.org/2002/07/owl#sameAs"),
        ],
    ),
    "a misspelt rdf:type": (
        ADA + "ex:b rdf:Type ex:Person .",
        PERSON,
        "",
        [
            ("uncovered", "warning", NEITHER),
            ("unknown-property", "warning", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        ],
    ),
    "a misspelt well-known class": (
        ADA + "ex:B a owl:class .",
        PERSON,
        "",
        [("unknown-class", "warning", "http://www.w3.org/2002/07/owl#Class")],
    ),
    "things that sh:node looks at": (
        'ex:a a ex:Person ; ex:home ex:h ; ex:work [ ex:name "w" ] . ex:h ex:name "h" . ex:k a ex:Key . ex:h ex:key ex:k .',  # noqa: E501
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:home ; sh:node ex:Place ] , "  # noqa: E501
        + "[ sh:path ex:work ; sh:node ex:Place ] . "
        + "ex:Place sh:property [ sh:path ex:name ; sh:maxCount 1 ] , [ sh:path ex:key ; sh:node [ sh:class ex:Key ] ] .",  # noqa: E501
        "",
        [],
    ),
    "things that sh:node looks at in one step": (
        'ex:a a ex:Person ; ex:home ex:h . ex:h ex:name "h" .',
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:home ; sh:node [ sh:nodeKind sh:IRI ] ] .",  # noqa: E501
        "",
        [],
    ),
    "things that sh:node would look at, were they another's": (
        ADA + 'ex:h ex:name "h" . ex:o a ex:Other ; ex:home ex:h .',
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:home ; sh:node [ sh:nodeKind sh:IRI ] ] . "  # noqa: E501
        + "ex:Q a sh:NodeShape ; sh:targetClass ex:Other ; sh:nodeKind sh:IRI .",
        "",
        [("uncovered", "warning", NEITHER)],
    ),
    "things that nothing looks at": (
        ADA + "[] ex:name 'x' . ex:k a ex:Key .",
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:key ; sh:class ex:Key ] .",  # noqa: E501
        "",
        [("uncovered", "warning", NEITHER), ("uncovered", "warning", NEITHER)],
    ),
    "the cells of a list": (
        ADA + "ex:a ex:names ( 'a' 'b' ) .",
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:names ; sh:maxCount 1 ] .",  # noqa: E501
        "",
        [],
    ),
    "a misspelt path": (
        ADA,
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:nmae ; sh:maxCount 1 ] .",  # noqa: E501
        "",
        [("unknown-path", "warning", "https://example.org/name")],
    ),
    "a misspelt path, with an ontology": (
        ADA,
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ( ex:nickame ex:name ) ; sh:maxCount 1 ] .",  # noqa: E501
        "ex:Person a owl:Class . ex:name a rdf:Property . ex:nickname a rdf:Property .",
        [("unknown-path", "violation", "https://example.org/nickname")],
    ),
    "a path of a urn that is like one of another vocabulary": (
        "ex:a a <urn:a:Person> .",
        "ex:S a sh:NodeShape ; sh:targetClass <urn:a:Person> ; sh:property [ sh:path <urn:a:nme> ; sh:maxCount 1 ] .",  # noqa: E501
        "<urn:b:name> a rdf:Property .",
        [],
    ),
    "a path that the ontology doesn't have": (
        ADA,
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:height ; sh:maxCount 1 ] .",  # noqa: E501
        "ex:Person a owl:Class . ex:name a rdf:Property .",
        [("unknown-path", "warning", NEITHER)],
    ),
    "a path that the data doesn't use": (
        ADA,
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:height ; sh:maxCount 1 ] .",  # noqa: E501
        "",
        [],
    ),
    "a misspelling that is forbidden": (
        ADA,
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:nmae ; sh:maxCount 0 ] .",  # noqa: E501
        "",
        [],
    ),
    "a misspelt well-known path": (
        ADA,
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path rdfs:lable ; sh:maxCount 1 ] .",  # noqa: E501
        "",
        [("unknown-path", "violation", "http://www.w3.org/2000/01/rdf-schema#label")],
    ),
    "a misspelt datatype": (
        ADA,
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:age ; sh:datatype xsd:integr ] .",  # noqa: E501
        "",
        [("unknown-datatype", "violation", "http://www.w3.org/2001/XMLSchema#integer")],
    ),
    "a component of one's own": (
        ADA,
        PERSON + "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ; "
        'sh:validator [ sh:message "no" ; sh:ask "ASK { FILTER ($most) }" ] .',
        "",
        [],
    ),
    "a datatype of one's own": (
        ADA,
        PERSON
        + "ex:O a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:age ; sh:datatype ex:age ] .",  # noqa: E501
        "",
        [],
    ),
}


@STREAMED
@pytest.mark.parametrize("case", CASES)
def test_guards_tell_what_is_checked_by_nothing_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, large: bool
) -> None:
    data, shapes, ontology, expected = CASES[case]
    check = run(
        tmp_path, data, shapes, monkeypatch, large=large, ontology=ontology, publication=True
    )
    assert said(check) == expected
    for finding in guards(check):
        assert finding.rule.id == "guard/nothing-checked" or marked(finding)
        assert finding.messages["sv"] != finding.messages["en"]


@STREAMED
@pytest.mark.parametrize("case", CASES)
def test_in_any_rdf_it_is_a_warning_that_fails_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, large: bool
) -> None:
    data, shapes, ontology, expected = CASES[case]
    check = run(tmp_path, data, shapes, monkeypatch, large=large, ontology=ontology)
    assert said(check) == [(slug, "warning", meant) for slug, _, meant in expected]
    for mildest in FAILING:
        asked = replace(check, fail_on=mildest)
        assert asked.conforms == (not results(check)), "results alone decide"


@pytest.mark.parametrize("case", CASES)
def test_strict_makes_each_warning_a_violation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    data, shapes, ontology, expected = CASES[case]
    check = run(tmp_path, data, shapes, monkeypatch, ontology=ontology, strict=True)
    assert said(check) == [(slug, "violation", meant) for slug, _, meant in expected]


def test_what_sh_node_looks_at_is_covered_in_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, shapes, _, _ = CASES["things that sh:node looks at"]
    check = run(tmp_path, data, shapes, monkeypatch)
    rows = {row.name: (row.targets, row.checked) for row in check.coverage if row.kind == "class"}
    assert rows == {f"{EX}Key": (1, 1), f"{EX}Person": (1, 1)}


def test_files_without_a_shape_are_all_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.ttl", "b.ttl"):
        Path(name).write_text("<x:a> <x:b> <x:c> .")
    with pytest.raises(SeveralErrors) as raised:
        read_shape_files(find_files(["a.ttl", "b.ttl"]))
    assert [str(error.file) for error in raised.value.others] == ["a.ttl", "b.ttl"]


def test_all_unknown_terms_of_shapes_are_told_each_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    for name in ("a.ttl", "b.ttl"):
        Path(name).write_text(f"{text}ex:{name[0]} a sh:NodeShape ;\n sh:targetClass ex:Persn .\n")
    read = read_shape_files(find_files(["a.ttl", "b.ttl"]))
    with pytest.raises(SeveralErrors) as raised:
        read.refuse_unknown(EX, {f"{EX}Person"})
    told = [error.told("en") for error in raised.value.others]
    assert [row.partition(" ")[0] for row in told] == ["a.ttl:3:17:", "b.ttl:3:17:"]
    assert all("perhaps https://example.org/Person" in row for row in told)


def test_a_relative_name_without_a_base_is_told_how_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = run(tmp_path, ADA + "ex:a <height> 3 ; a <Tall> .", PERSON, monkeypatch)
    helped = [f for f in guards(check, "unknown") if "@base" in f.help.get("en", "")]
    assert [marked(f) for f in helped] == ["<Tall>", "<height>"]
    assert all("@base" in f.help["sv"] for f in helped)
