"""What was expected, in both languages; what can't be read, by rules of its own."""

from pathlib import Path

import pytest

from checking.running import results, run
from lod import check
from lod.checking import unread_check, unread_findings
from lod.checking.report import render_report
from lod.errors import InputError, MappingError
from lod.words.messages import told

DATA = 'ex:a a ex:T ; ex:p "long" , "x"@fi ; ex:q ex:b ; ex:n 5 .\n'
# A property shape → what it expects, in English and in Swedish.
EXPECTED = {
    "ex:p ; sh:in ( 'a' 'b' )": ('one of "a", "b"', 'ett av "a", "b"'),
    "ex:p ; sh:in ( 1 2 3 4 5 6 7 )": (
        "one of 1, 2, 3, 4, 5 (and 2 more)",
        "ett av 1, 2, 3, 4, 5 (och 2 till)",
    ),
    "ex:p ; sh:in ()": ("no value at all", "inget värde alls"),
    "ex:p ; sh:languageIn ( 'sv' 'en' )": (
        "text in one of the languages sv, en",
        "text på något av språken sv, en",
    ),
    "ex:none ; sh:minCount 1": ("a value", "ett värde"),
    f"ex:none ; sh:minCount 1{'0' * 5000}": (
        "at least 1000000000000000000 values",
        "minst 1000000000000000000 värden",
    ),
    "ex:none ; sh:minCount 2": ("at least 2 values", "minst 2 värden"),
    "ex:p ; sh:maxCount 0": ("no value at all", "inget värde alls"),
    "ex:p ; sh:maxCount 1": ("at most one value", "högst ett värde"),
    "ex:p ; sh:maxLength 1": ("at most one character", "högst ett tecken"),
    "ex:p ; sh:minLength 9": ("at least 9 characters", "minst 9 tecken"),
    "ex:p ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 2": (
        "values that conform to (an IRI): 2 or more",
        "värden som följer (en adress): 2 eller fler",
    ),
    "ex:p ; sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMaxCount 1": (
        "values that conform to (a value such as text, number or date): 1 or fewer",
        "värden som följer (ett värde, till exempel text, tal eller datum): 1 eller färre",
    ),
    "ex:p ; sh:nodeKind sh:IRI": ("an IRI", "en adress"),
    "ex:q ; sh:class ex:C": (
        "a thing of the class ex:C",
        "en sak av klassen ex:C",
    ),
    "ex:n ; sh:maxExclusive 5": ("less than 5", "mindre än 5"),
    "ex:p ; sh:pattern '^y'": ("text that matches the pattern ^y", "text som följer mönstret ^y"),
    "ex:q ; sh:or ( [ sh:nodeKind sh:Literal ] [ sh:class ex:C ] )": (
        "something that conforms to one or more of (a value such as text, number or date), "
        "(a thing of the class ex:C)",
        "något som följer minst en av (ett värde, till exempel text, tal eller datum), "
        "(en sak av klassen ex:C)",
    ),
}


@pytest.mark.parametrize("shape", EXPECTED)
def test_a_finding_says_what_was_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    shapes = f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path {shape} ] ."
    found = results(run(tmp_path, DATA, shapes, monkeypatch))
    assert {(f.expected["en"], f.expected["sv"]) for f in found} == {EXPECTED[shape]}


def test_a_closed_shape_names_the_properties_that_it_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:closed true ; sh:ignoredProperties ( rdf:type ex:n ) ; sh:property [ sh:path ex:p ] ."  # noqa: E501
    (found,) = results(run(tmp_path, DATA, shapes, monkeypatch))
    names = "ex:p, rdf:type, ex:n"
    assert found.expected == {
        "en": f"only the properties {names}",
        "sv": f"bara egenskaperna {names}",
    }


@pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
def test_notes_are_told_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:nodeKind sh:IRI ."
    check = run(tmp_path, DATA, shapes, monkeypatch, large=large)
    assert [str(told(note, "sv")).partition(",")[0] for note in check.notes] == [
        "kontrollerat av lod"
    ]
    for form in ("text", "html", "sarif"):
        assert "kontrollerat av lod" in render_report(check, form, "sv").decode()
        assert "engine: lod" in render_report(check, form, "en").decode()


def test_what_has_no_key_is_no_file_that_cannot_be_read() -> None:
    errors = (MappingError("no key", "keys.csv", 3), InputError("can't be read", "a.ttl"))
    found = [unread_check(error).findings[0] for error in errors]
    assert [f.rule.id for f in found] == ["unmapped", "unreadable"]
    assert all(rule.title["sv"] != rule.title["en"] for rule in (f.rule for f in found))
    assert {rule.id for rule in unread_check(errors[0]).rules} >= {f.rule.id for f in found}


def test_a_file_is_read_once_for_all_that_is_wrong_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, read = tmp_path / "page.txt", []
    file.write_text("one\ntwo\nthree", encoding="utf-8")

    def read_text(path: Path, root: Path, **_: str) -> str:
        read.append(path)
        return path.read_text(encoding="utf-8")

    monkeypatch.setattr("lod.checking.unread.read_text_file", read_text)
    errors = [InputError("wrong", file, line) for line in (1, 3, 4, None)]
    places = [found.place for found in unread_findings(errors)]
    assert [place and place.text for place in places] == ["one", "three", None, None]
    assert read == [file]


def test_the_names_in_a_longer_path_can_be_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ( ex:q [ sh:inversePath <urn:x:p> ] ) ; sh:minCount 1 ] ."  # noqa: E501
    outcome = run(tmp_path, DATA, shapes, monkeypatch)
    (found,) = results(outcome)
    path = "ex:q/(^<urn:x:p>)"
    assert found.messages["en"] == f"{path}: expected a value; found no value"
    assert f"property: {path}\n" in render_report(outcome, "text", "en").decode()


def test_a_report_shortens_a_property_as_its_message_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("org:a-b", "schema:name", "schema:2d", "rdf:_1", "schema:å")
    (tmp_path / "s.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> ."
        "@prefix org: <http://www.w3.org/ns/org#> . @prefix schema: <https://schema.org/> ."
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."
        "ex:S a sh:NodeShape ; sh:targetNode ex:a .\n"
        + "".join(f"ex:S sh:property [ sh:path {n} ; sh:minCount 1 ] .\n" for n in names),
        encoding="utf-8",
    )
    data = tmp_path / "d.nt"
    data.write_text("<https://example.org/a> <https://example.org/p> <x:o> .\n", encoding="utf-8")
    report = check(data, shapes=tmp_path / "s.ttl").render("text", language="en")
    said = {line.partition(": ")[2] for line in report.splitlines() if "property: " in line}
    assert said == set(names)
    assert all(f"{name}: expected a value" in report for name in names)
