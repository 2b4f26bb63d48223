"""Shapes that can't be read, or would check nothing, are refused with file and line."""

from pathlib import Path

import pytest
from rdflib import Graph

from lod.errors import InputError, ShapesError
from lod.validation import check_base, known_terms, read_shapes

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix fp: <https://x.example/def/> .
@base <https://x.example/> .
"""
GOOD = "<spec/a> a sh:NodeShape ; sh:targetClass fp:Thing .\n"


def write(folder: Path, text: str, name: str = "a.ttl") -> Path:
    file = folder / name
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def test_shapes_of_a_folder_are_one_graph_that_knows_its_places(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD)
    second = write(tmp_path, "\n" + GOOD.replace("spec/a", "spec/b"), "b.ttl")
    shapes = read_shapes(tmp_path)
    assert shapes.files == (first, second)
    assert shapes.place("https://x.example/spec/a") == (first, 4)
    assert shapes.place("https://x.example/spec/b") == (second, 5)
    assert shapes.place("https://x.example/def/Thing") == (first, 4)
    assert shapes.place("https://x.example/spec/c") == (None, None)
    assert read_shapes([second]).place("https://x.example/spec/c") == (second, None)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (GOOD + "<spec/b> a sh:NodeShape ;;; ] .\n", 5, "is not Turtle"),
        (GOOD + "<spec/b> a nope:NodeShape .\n", 5, "is not Turtle"),
        ("fp:Thing a fp:Class .\n", None, "there is no shape"),
        (GOOD + "<spec/b> a sh:NodeShape .\n", 5, "checks nothing"),
        (GOOD + "<spec/b> a sh:PropertyShape ; sh:path fp:thing .\n", 5, "checks nothing"),
        (GOOD[:-2] + ";\n    sh:property <spec/nope> .\n", 5, "no path"),
        (GOOD[:-2] + '; sh:pattern "[" .\n', 4, "a wrong sh:pattern"),
        (GOOD[:-2] + ";\n  sh:sparql <q> .\n<q> sh:select 'SELECT' .\n", 6, "a wrong query"),
        (GOOD[:-2] + "; sh:sparql <q> .\n<q> sh:select 'ASK {?s a x:y}' .", 5, "a wrong query"),
        (GOOD + "<spec/b> a sh:NodeShape ;\n sh:targetClass fp:Thign .\n", 6, "no such term"),
        (GOOD[:-2] + ";\n    sh:in ( fp:Thing\n    fp:other ) .\n", 6, "no such term"),
    ],
)
def test_bad_shapes_are_named(tmp_path: Path, text: str, line: int | None, message: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ShapesError, match=message) as caught:
        read_shapes(
            [file], vocab_iri="https://x.example/def/", known={"https://x.example/def/Thing"}
        )
    assert caught.value.line == line
    assert caught.value.exit_code == 3
    assert caught.value.file in (file, None)


def test_a_folder_without_shapes_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match="there is no shape"):
        read_shapes(tmp_path)


def test_a_file_that_is_missing_or_not_utf_8_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match="can't be read"):
        read_shapes([tmp_path / "nope.ttl"])
    (tmp_path / "latin.ttl").write_bytes("# å".encode("latin-1"))
    with pytest.raises(ShapesError, match="not UTF-8"):
        read_shapes([tmp_path / "latin.ttl"])


def test_known_terms_are_what_graphs_describe_or_use() -> None:
    data = "@prefix ex: <https://x.example/> . ex:a a ex:C ; ex:p ex:o ."
    found = known_terms(Graph().parse(data=data, format="turtle"))
    assert {t[-1] for t in found if "x.example" in t} == {"a", "C", "p"}


BASE = "https://x.example/"


@pytest.mark.parametrize(
    "line",
    [
        "@base <https://other.example/> .",
        "BASE <https://other.example/>",
        "@prefix fp: <https://other.example/def/> .",
        "PREFIX stage: <https://x.example/stage/>",
        "<https://other.example/id/project/a> a <https://schema.org/Project> .",
        '<spec/a> sh:pattern "^https://other.example/id/project/" .',
    ],
)
def test_a_file_for_another_base_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(f"# a comment on https://other.example/def/\n\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="another publication") as caught:
        check_base([file], BASE)
    assert (caught.value.file, caught.value.line) == (file, 3)


@pytest.mark.parametrize(
    "line",
    [
        "@base <https://x.example/> .",
        "@prefix fp: <https://terms.example/fp#> .",
        "@prefix orgtype: <https://terms.example/fp#organization-type/> .",
        "@prefix other: <https://other.example/def/> .",
        "<https://terms.example/fp#Project> a <http://www.w3.org/2002/07/owl#Class> .",
        "<https://x.example/id/project/a> a <https://schema.org/Project> .",
        "<http://dataportal.se/organisation/SE1> a <http://xmlns.com/foaf/0.1/Agent> .",
    ],
)
def test_a_file_for_this_base_passes(tmp_path: Path, line: str) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(f"\ufeff{line}\n", encoding="utf-8")
    check_base([file], BASE, "https://terms.example/fp#")


def test_a_file_whose_base_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        check_base([tmp_path / "nope.ttl"], BASE)
