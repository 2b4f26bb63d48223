"""One bad shape doesn't stop the rest: it's told at its place, and the others run."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from checking.running import guards, marked, results, run
from lod.checking import Options, check_given, find_files
from lod.checking.report import Report, render_report
from lod.cli.commands import main
from lod.errors import ShapesError

DATA = "ex:a a ex:T ; ex:p 1 . ex:b a ex:U .\n"
GOOD = (
    "ex:G a sh:NodeShape ; sh:targetClass ex:U ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .\n"
)
BAD = "ex:B a sh:NodeShape ; sh:targetClass ex:T ; "
COMPONENT = "sh:parameter [ sh:path ex:most ] ; sh:validator"
PATH = "sh:path ex:q ; sh:minCount 1"
STREAMED = pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
# What is wrong → the shapes, what its place spans.
FAULTS = {
    "recursion": (BAD + "sh:property [ sh:path ex:p ; sh:node ex:B ] .", "sh:property"),
    "two of a parameter": (BAD + "sh:nodeKind sh:IRI , sh:Literal .", "sh:nodeKind"),
    "a pattern": (BAD + 'sh:pattern "(" .', "sh:pattern"),
    "a count": (BAD + "sh:property [ sh:path ex:q ; sh:minCount -1 ] .", "sh:minCount"),
    "qualified on a node shape": (
        BAD + "sh:qualifiedValueShape [ sh:class ex:U ] ; sh:qualifiedMinCount 1 .",
        "sh:qualifiedValueShape",
    ),
    "a query": (BAD + 'sh:sparql [ sh:select "SELECT $this {" ] .', "{"),
    "a component": (
        f'ex:K a sh:ConstraintComponent ; {COMPONENT} [ sh:ask "ASK {{" ] . {BAD} ex:most 1 .',
        "{",
    ),
    "a component without a validator": (
        f"ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] . {BAD} ex:most 1 .",
        "sh:parameter",
    ),
    "a list": (BAD + "sh:in ex:nothing .", "sh:in"),
    "a shape that isn't there": (BAD + "sh:node ex:Gone .", "sh:node"),
}


@STREAMED
@pytest.mark.parametrize("fault", FAULTS)
def test_a_shape_that_cannot_run_is_told_and_the_others_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, large: bool
) -> None:
    shapes, place = FAULTS[fault]
    found = run(tmp_path, DATA, GOOD + shapes, monkeypatch, large=large)
    assert [f.focus for f in results(found)] == ["<https://example.org/b>"]
    told = [f for f in found.findings if f.rule.id == "ill-formed-shape"]
    assert told
    for finding in told:
        assert finding.place is not None
        assert (finding.place.text or "")[(finding.place.column or 0) - 1 :].startswith(place)
        assert finding.messages["sv"] != finding.messages["en"]
    assert (found.exit_code, found.incomplete) == (3, True)
    said = found.render("text")
    assert "Not all could be checked" in said
    assert "Conforms." not in said
    assert "sh:ValidationReport" not in found.render("turtle"), "SHACL, 3.4: a failure"


@STREAMED
@pytest.mark.parametrize(
    "component", [f"{COMPONENT} [ sh:ask 'ASK {{' ]", COMPONENT.split(" ;")[0]]
)
def test_a_shape_that_uses_a_component_that_cannot_run_is_left_out_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, component: str, large: bool
) -> None:
    shapes = (
        f"ex:K a sh:ConstraintComponent ; {component} . {BAD} ex:most 1 ; sh:property [ {PATH} ] ."
    )
    found = run(tmp_path, DATA, GOOD + shapes, monkeypatch, large=large)
    assert [f.focus for f in results(found)] == ["<https://example.org/b>"]


def test_sarif_says_that_not_all_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = run(tmp_path, DATA, GOOD + FAULTS["a count"][0], monkeypatch)
    whole = json.loads(found.render("sarif"))["runs"][0]["invocations"][0]
    assert whole["executionSuccessful"] is False


# Others of the kind, each with what its place spans.
Q = "sh:property [ sh:path ex:q ; "
SIBLINGS = {
    Q + "sh:minCount '1' ] .": "sh:minCount",
    Q + "sh:minCount 1.5 ] .": "sh:minCount",
    Q + "sh:minCount 1 , 2 ] .": "sh:minCount",
    Q + "sh:maxLength -1 ] .": "sh:maxLength",
    Q + "sh:languageIn 'en' ] .": "sh:languageIn",
    Q + "sh:languageIn ( ex:en ) ] .": "sh:languageIn",
    Q + "sh:in 'x' ] .": "sh:in",
    Q + "sh:pattern 'a' ; sh:flags 'k' ] .": "sh:pattern",
    Q + "sh:pattern 'a' ; sh:flags 'i' , 's' ] .": "sh:flags",
    Q + "sh:pattern '(?<a>b)' ] .": "sh:pattern",
    Q + "sh:datatype xsd:int , xsd:string ] .": "sh:datatype",
    Q + "sh:class 'T' ] .": "sh:class",
    Q + "sh:nodeKind sh:Blank ] .": "sh:nodeKind",
    Q + "sh:lessThan 'x' ] .": "sh:lessThan",
    Q + "sh:uniqueLang 'true' ] .": "sh:uniqueLang",
    Q + "sh:qualifiedValueShape ex:B ; sh:qualifiedMinCount 1 ] .": "sh:property",
    "sh:property [ sh:path ex:q , ex:r ; sh:minCount 1 ] .": "sh:path",
    "sh:property [ sh:path ( ex:q ) ; sh:minCount 1 ] .": "sh:path",
    "sh:property [ sh:path [ ] ; sh:minCount 1 ] .": "sh:path",
    "sh:property [ sh:path 'x' ; sh:minCount 1 ] .": "sh:path",
    "sh:property [ sh:path _:p ; sh:minCount 1 ] . _:p sh:inversePath _:p .": "sh:path",
    "sh:property 'x' .": "sh:property",
    "sh:closed 'yes' .": "sh:closed",
    "sh:closed true ; sh:ignoredProperties ( 'q' ) .": "sh:closed",
    "sh:deactivated 1 ; sh:nodeKind sh:Literal .": "sh:deactivated",
    "sh:severity sh:Info , sh:Warning ; sh:nodeKind sh:Literal .": "sh:severity",
    "sh:severity 'high' ; sh:nodeKind sh:Literal .": "sh:severity",
    "sh:message ex:m ; sh:nodeKind sh:Literal .": "sh:message",
    "sh:or [ sh:class ex:U ] .": "sh:or",
    "sh:or _:l . _:l rdf:first [ sh:class ex:T ] ; rdf:rest _:l .": "sh:or",
    "sh:or ( 'x' ex:G ) .": "sh:or",
    "sh:and () .": "sh:and",
    "sh:not ex:B .": "sh:not",
    "sh:xone ( ex:C ) . ex:C sh:node ex:B .": "sh:xone",
    "sh:uniqueLang true .": "sh:uniqueLang",
    "sh:lessThanOrEquals ex:q .": "sh:lessThanOrEquals",
    "sh:maxCount 1 .": "sh:maxCount",
    "sh:sparql [ sh:ask 'ASK { }' ] .": "sh:sparql",
    "sh:sparql [ sh:select 'SELECT ?x { ?x a ?y }' ] .": "sh:select",
    "sh:sparql [ sh:select 'SELECT $this { $this a ?c MINUS { $this a ex:U } }' ] .": "MINUS",
    "sh:sparql [ sh:prefixes ex:n ; sh:select 'SELECT $this { $this a ex:T }' ] .": "ex:T",
    "sh:js [ sh:jsFunctionName 'f' ] .": "sh:js",
}


@pytest.mark.parametrize("shape", SIBLINGS)
def test_whatever_is_wrong_with_a_shape_the_others_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    found = run(tmp_path, DATA, GOOD + BAD + shape, monkeypatch)
    assert "<https://example.org/b>" in {f.focus for f in results(found)}
    first = next(f for f in found.findings if f.rule.id == "ill-formed-shape")
    assert marked(first, end=False).startswith(SIBLINGS[shape])
    assert (found.exit_code, found.conforms) == (3, False)
    assert guards(found, "no-target") == []


def skipping(folder: Path) -> Report:
    """Check what ``run`` has written, once more."""
    data, shapes = (find_files([str(folder / name)]) for name in ("data.ttl", "shapes.ttl"))
    return check_given(data, shapes, [], Options(skip_bad_shapes=True))


@pytest.mark.parametrize("fault", FAULTS)
def test_with_leave_the_rest_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    run(tmp_path, DATA, GOOD + FAULTS[fault][0], monkeypatch)
    found = skipping(tmp_path)
    assert (found.exit_code, len(results(found))) == (1, 1)
    (tmp_path / "data.ttl").write_text((tmp_path / "data.ttl").read_text() + "ex:b ex:q 1 .")
    found = skipping(tmp_path)
    assert (found.exit_code, found.conforms) == (0, True)
    assert [f.severity for f in found.findings if f.rule.id == "ill-formed-shape"][:1] == [
        "warning"
    ]
    assert b"sh:ValidationReport" in render_report(found, "turtle", "en")


AF = "sh:rule [ a sh:TripleRule ; sh:subject sh:this ]"
FAILURE = "SELECT $this ?failure { $this a ?class BIND (true AS ?failure) }"
# What is wrong only when it runs → the shapes, what its place spans.
RUNNING = {
    "a rule that pyshacl can't read": (f"{BAD} {AF} .", "sh:rule"),
    "a query that says so": (f'{BAD} sh:sparql [ sh:select "{FAILURE}" ] .', "[ sh:select"),
}


@STREAMED
@pytest.mark.parametrize("fault", RUNNING)
def test_a_shape_that_fails_as_it_runs_is_told_and_the_others_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, large: bool
) -> None:
    shapes, place = RUNNING[fault]
    found = run(tmp_path, DATA, GOOD + shapes, monkeypatch, large=large)
    assert [f.focus for f in results(found)] == ["<https://example.org/b>"]
    (told,) = [f for f in found.findings if f.rule.id == "ill-formed-shape"]
    assert marked(told, end=False).startswith(place)
    assert (found.exit_code, found.incomplete) == (3, True)
    assert skipping(tmp_path).exit_code == 1


DRAFT = f"{BAD} sh:property [ sh:path ex:p ; sh:minListLength 1 ] ."
RULED = "ex:R a sh:NodeShape ; sh:targetClass ex:U ; sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:z ; sh:object ex:z ] ."  # noqa: E501


@pytest.mark.parametrize(
    ("more", "options", "engine"),
    [
        (RULED, Options(), "pyshacl"),
        (RULED, Options(shacl="1.0"), "pyshacl"),
        ("", Options(shacl="1.0"), "lod"),
        ("", Options(engine="pyshacl"), "pyshacl"),
        (RULED, Options(engine="pyshacl"), "pyshacl"),
    ],
    ids=["beside SHACL-AF", "as 1.0 beside SHACL-AF", "as 1.0", "by pyshacl", "both by pyshacl"],
)
def test_what_is_of_shacl_12_where_it_cannot_run_is_left_out_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str, options: Options, engine: str
) -> None:
    run(tmp_path, DATA, f"{GOOD} {DRAFT} {more}", monkeypatch)
    files = find_files(["data.ttl"]), find_files(["shapes.ttl"])
    for skip, code in ((False, 3), (True, 1)):
        found = check_given(*files, [], replace(options, skip_bad_shapes=skip))
        assert [f.focus for f in results(found)] == ["<https://example.org/b>"]
        (told,) = [f for f in found.findings if f.rule.id == "ill-formed-shape"]
        assert marked(told, end=False).startswith("sh:minListLength")
        assert f"engine: {engine}" in found.notes[0]
        assert found.exit_code == code


def test_functions_are_called_in_queries_so_nothing_can_do_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    function = "ex:f a sh:SPARQLFunction ; sh:parameter [ sh:name 'x' ] ; sh:select 'SELECT (1 AS ?r) {}' ."  # noqa: E501
    with pytest.raises(ShapesError):
        run(tmp_path, DATA, f"{GOOD} {BAD} {AF} . {function}", monkeypatch)


# What is said falsely of shapes and terms, because a shape that has them is left out.
FOLLOWING = {
    "a member of its list": BAD + "sh:or ( [ sh:nodeKind sh:IRI ] ex:B ) .",
    "shapes that aren't there": BAD + "sh:or ( ex:Gone ex:Away ) .",
    "a shape that it uses": BAD
    + "sh:nodeKind sh:IRI , sh:Literal ; sh:node ex:N . ex:N a sh:NodeShape ; sh:nodeKind sh:IRI .",
    "who uses who uses it": BAD
    + "sh:node ex:N . ex:N sh:not ex:M . ex:M sh:or ( ex:L ex:Gone ) . ex:L sh:nodeKind sh:IRI .",
}


@pytest.mark.parametrize("case", FOLLOWING)
def test_nothing_is_said_to_be_unused_or_unknown_that_a_shape_left_out_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    found = run(tmp_path, DATA, GOOD + FOLLOWING[case], monkeypatch)
    assert [f.rule.id for f in found.findings if f.rule.id == "ill-formed-shape"]
    assert guards(found, "no-target") == []
    assert guards(found, "unknown-class") == [], "the shapes name it"


def test_a_shape_that_another_wrongly_uses_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = run(tmp_path, DATA, GOOD + BAD + "sh:property ex:G .", monkeypatch)
    assert len(results(found)) == 1
    (told,) = [f for f in found.findings if f.rule.id == "ill-formed-shape"]
    assert marked(told, end=False).startswith("sh:property ex:G")


@pytest.mark.parametrize("name", ["name", "description"])
def test_a_text_that_is_none_is_noted_and_the_shape_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shapes = f"{BAD} sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:{name} 5 ] ."
    found = run(tmp_path, DATA, shapes, monkeypatch)
    assert (found.exit_code, len(results(found))) == (1, 1)
    assert any(f"sh:{name} is" in str(note) for note in found.notes)


def test_an_unknown_severity_of_shacl_counts_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = run(
        tmp_path, DATA, BAD + "sh:severity sh:warning ; sh:nodeKind sh:Literal .", monkeypatch
    )
    assert found.exit_code == 1
    (told,) = guards(found, "unknown-term")
    assert "counts as sh:Violation" in told.messages["en"]


# What needs the shape that is wrong → how many results are left of two.
NEEDS = {
    f"ex:O a sh:NodeShape ; sh:targetClass ex:U ; sh:property [ {PATH} ] , ex:Bad .": 2,
    f"ex:O a sh:NodeShape ; sh:targetClass ex:U ; sh:property [ {PATH} ; sh:node ex:N ] .": 1,
    "ex:O a sh:NodeShape ; sh:targetClass ex:U ; sh:not ex:Bad .": 1,
    f"ex:O a sh:NodeShape ; sh:targetClass ex:U ; sh:or ( ex:Bad [ {PATH} ] ) .": 1,
    f"ex:O a sh:NodeShape ; sh:targetClass ex:U ; sh:property [ {PATH} ; sh:not ex:Bad ] .": 1,
}


@pytest.mark.parametrize("needing", NEEDS)
def test_who_needs_it_is_left_out_too_but_not_who_only_adds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, needing: str
) -> None:
    bad = "ex:Bad a sh:PropertyShape ; sh:path ex:p ; sh:minCount -1 . ex:N a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:not ex:Bad ] .\n"  # noqa: E501
    found = run(tmp_path, DATA, GOOD + bad + needing, monkeypatch)
    assert len(results(found)) == NEEDS[needing]


def test_shapes_all_of_which_are_wrong_check_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ShapesError):
        run(tmp_path, DATA, FAULTS["recursion"][0], monkeypatch)


UNKNOWN = {
    "a parameter": (BAD + "sh:property [ sh:path ex:q ; sh:minCuont 1 ] .", "minCuont", "minCount"),
    "a draft's": (BAD + "sh:property [ sh:path ex:q ; sh:shape ex:D ] .", "shape", "node"),
    "a class": ("ex:B a sh:NodeShap ; sh:targetClass ex:T .", "NodeShap", "NodeShape"),
    "a severity": (BAD + "sh:severity sh:Waring .", "Waring", "Warning"),
    "in a list": (
        BAD + "sh:or ( [ sh:minCuont 1 ] [ sh:nodeKind sh:IRI ] ) .",
        "minCuont",
        "minCount",
    ),
    "nothing like it": (BAD + "sh:xyzzy 1 .", "xyzzy", None),
}


@STREAMED
@pytest.mark.parametrize("case", UNKNOWN)
def test_a_term_that_shacl_does_not_have_is_noted_at_its_place_and_the_rest_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, large: bool
) -> None:
    shapes, term, meant = UNKNOWN[case]
    found = run(tmp_path, DATA, GOOD + shapes, monkeypatch, large=large)
    assert (len(results(found)), found.exit_code) == (1, 1)
    (told,) = guards(found, "unknown-term")
    assert marked(told) == f"sh:{term}"
    assert told.severity == "warning"
    near = told.messages["en"].partition("Did you mean ")[2]
    assert near == (f"sh:{meant}?" if meant else "")


def test_a_file_without_a_shape_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, DATA, GOOD, monkeypatch)
    Path("empty.ttl").write_text("<a:s> <a:p> <a:o> .")
    files = find_files(["data.ttl"]), find_files(["shapes.ttl", "empty.ttl"])
    found = check_given(*files, [], Options())
    assert [f.file for f in guards(found, "no-shape")] == ["empty.ttl"]
    assert found.exit_code == 1


def test_a_severity_beside_a_shape_is_noted_as_void(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = 'sh:select "SELECT $this { $this a <https://example.org/U> }" ; sh:severity sh:Info'
    shapes = f"ex:Q a sh:NodeShape ; sh:targetClass ex:U ; sh:sparql [ {query} ] ."
    found = run(tmp_path, DATA, shapes, monkeypatch)
    assert [f.severity for f in results(found)] == ["violation"]
    assert any("sh:severity" in str(note) for note in found.notes)


def test_the_report_says_which_shapes_did_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needing = "ex:A a sh:NodeShape ; sh:targetClass ex:U ; sh:not ex:B ."
    part = "ex:P a sh:NodeShape ; sh:targetClass ex:U ; sh:property [ sh:path ex:q ; sh:node ex:B ] , [ sh:path ex:r ; sh:minCount 1 ] ."  # noqa: E501
    bad = "ex:B a sh:NodeShape ; sh:minCount 1 ."
    found = run(tmp_path, DATA, f"{GOOD} {needing} {part} {bad}", monkeypatch)
    assert [str(note) for note in found.notes if "not run" in note] == [
        "not run: ex:A",
        "not run: ex:B",
        "not run: the property shape for ex:q of ex:P",
    ]
    assert len(results(found)) == 2, "of the good one, and of the part that can run"


def test_a_baseline_never_knows_a_shape_that_cannot_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it would have found nobody knows: it must be told each time, and fail each time."""
    run(tmp_path, DATA, GOOD + FAULTS["a count"][0], monkeypatch)
    command = ["check", "data.ttl", "--shapes", "shapes.ttl", "--baseline", "known.json"]
    command += ["--format", "json", "--lang", "en"]
    for more in (["--update-baseline"], []):
        done = CliRunner().invoke(main, [*command, *more])
        told = json.loads(done.stdout)
        assert (done.exit_code, told["conforms"]) == (3, False)
        known = {found["rule"]: found["known"] for found in told["results"]}
        assert known == {"ill-formed-shape": False, "G/q": True, "guard/unknown-property": True}
    assert "ill-formed" not in Path("known.json").read_text()
