"""Deactivated shapes within others, and sorted files that are read in several pieces."""

from collections import Counter
from pathlib import Path

import pytest

from checking.shacl import cases
from checking.shacl.synthetic import SHAPES, write_data
from lod.checking.shacl import MalformedShapes, Result, read_shapes, validate, validate_file
from lod.checking.shacl.stream import files
from lod.checking.shacl.stream import reading as stream

S = "ex:S a sh:NodeShape ; sh:targetClass ex:C"
OFF = "ex:Off a sh:NodeShape ; sh:deactivated true ; sh:nodeKind sh:Literal ."
DATA = "ex:a a ex:C ; ex:p ex:b ."

# What has a deactivated shape in it, and how many results there are.
NESTED = {
    "the property shape": ("sh:property [ sh:path ex:p ; sh:maxCount 0 ; sh:deactivated true ]", 0),
    "sh:node": ("sh:node ex:Off", 0),
    "sh:node of a value": ("sh:property [ sh:path ex:p ; sh:node ex:Off ]", 0),
    "sh:property of sh:node": (
        "sh:node [ sh:property [ sh:path ex:p ; sh:maxCount 0 ; sh:deactivated true ] ]",
        0,
    ),
    "sh:not": ("sh:not ex:Off", 1),
    "sh:and": ("sh:and ( ex:Off [ sh:nodeKind sh:Literal ] )", 1),
    "sh:or": ("sh:or ( ex:Off [ sh:nodeKind sh:Literal ] )", 0),
    "sh:xone": ("sh:xone ( ex:Off [ sh:nodeKind sh:IRI ] )", 1),
    "a qualified shape": (
        "sh:property [ sh:path ex:p ; sh:qualifiedValueShape ex:Off ; sh:qualifiedMaxCount 0 ]",
        1,
    ),
    "a query": (
        "sh:property [ sh:path ex:p ; sh:deactivated true ; sh:sparql [ sh:select"
        " 'SELECT $this WHERE {}' ] ]",
        0,
    ),
    "a constraint": (
        "sh:sparql [ sh:deactivated true ; sh:select 'SELECT $this WHERE { $this ?p ?o }' ]",
        0,
    ),
}


@pytest.mark.parametrize("case", NESTED)
def test_a_deactivated_shape_within_another_is_conformed_to(case: str, tmp_path: Path) -> None:
    text, number = NESTED[case]
    shapes = cases.shapes(f"{OFF} {S} ; {text} .")
    file = tmp_path / "data.ttl"
    file.write_text(cases.PREFIXES + DATA, encoding="utf-8")
    assert len(validate(cases.turtle(DATA), shapes)) == number
    assert len(validate_file(file, shapes)) == number


@pytest.mark.parametrize("extension", ["nt", "nq"])
@pytest.mark.parametrize("processes", [1, 2, 3])
@pytest.mark.parametrize("block", [300, 4096, 65536])
def test_a_sorted_file_in_many_pieces_gives_what_memory_gives(
    block: int, processes: int, extension: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / f"data.{extension}"
    write_data(file, 150, 0.3)
    lines = file.read_bytes().splitlines(keepends=True)
    assert lines == sorted(lines)
    assert len(b"".join(lines)) > 3 * 65536
    shapes = read_shapes(cases.turtle(SHAPES))
    expected: Counter[Result] = Counter(validate(cases.turtle(file.read_text("utf-8")), shapes))
    assert expected

    def never(*_arguments: object) -> None:
        raise AssertionError("it is sorted already")

    monkeypatch.setattr(files, "write_sorted", never)
    monkeypatch.setattr(files, "_SMALL", 1000)
    monkeypatch.setattr(stream, "BLOCK", block)
    assert Counter(validate_file(file, shapes, processes=processes)) == expected


@pytest.mark.parametrize(("levels", "fine"), [(2, True), (49, True), (50, True), (51, False)])
def test_shapes_are_nested_as_deep_as_it_says(levels: int, fine: bool) -> None:
    """The outermost is the first level."""
    links = [f"ex:N{n} a sh:NodeShape ; sh:node ex:N{n + 1} ." for n in range(2, levels)]
    last = f"ex:N{levels} a sh:NodeShape ; sh:nodeKind sh:IRI ."
    text = " ".join([f"{S} ; sh:node ex:N2 .", *links, last])
    if fine:
        assert validate(cases.turtle("ex:a a ex:C ."), cases.shapes(text)) == []
    else:
        with pytest.raises(MalformedShapes, match="deeper than 50 levels"):
            cases.shapes(text)
