"""`lod check` tells what RDF files hide: those that are cut off, names that mean nothing."""

import json
from pathlib import Path

import pytest

from checking.test_command import lod
from lod.checking.given import find_files
from lod.errors import InputError
from lod.publishing.anyfiles import read_quads

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x/> .
x:S a sh:NodeShape ; sh:targetClass x:T ; sh:property [ sh:path x:p ; sh:minCount 1 ] .
"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://x/">
<T rdf:about="http://x/å"><p>1</p></T>
</rdf:RDF>
"""
MISSPELT = '{"@context": {"x": "http://x/"},\n "@id": "x:a", "@type": "x:T", "x:p": 1, "nmae": 2}'
SHAPES_LD = """{"@context": {"sh": "http://www.w3.org/ns/shacl#", "x": "http://x/"},
 "@id": "x:S", "@type": "sh:NodeShape", "sh:targetClass": {"@id": "x:T"},
 "propert": {"sh:path": {"@id": "x:p"}, "sh:minCount": 1}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "shapes.jsonld").write_text(SHAPES_LD)
    (tmp_path / "data.rdf").write_bytes(RDF.encode())
    (tmp_path / "cut.rdf").write_bytes(RDF.encode()[:-12])
    (tmp_path / "also.rdf").write_bytes(RDF.replace("<p>", "<p >").replace("</p>", "</q>").encode())
    (tmp_path / "latin.rdf").write_bytes(
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{RDF.replace("<p>1</p>", "")}'.encode("latin1")
    )
    (tmp_path / "data.jsonld").write_text(MISSPELT)
    return tmp_path


def test_files_that_are_cut_off_or_broken_are_told_all_of_them(folder: Path) -> None:
    done = lod("cut.rdf", "data.rdf", "also.rdf", "--shapes", "shapes.ttl", cwd=folder)
    assert done.returncode == 3
    assert "cut.rdf:2:39: the file ends before its elements are closed" in done.stderr
    assert '  <T rdf:about="http://x/å"><p>1</p></T>\n' in done.stderr
    assert "also.rdf:2:" in done.stderr


def test_a_file_in_another_encoding_is_shown_as_text(folder: Path) -> None:
    done = lod("latin.rdf", "--shapes", "shapes.ttl", cwd=folder)
    assert done.returncode == 1
    assert 'latin.rdf:2:15\n       2 | <T rdf:about="http://x/å"></T>' in done.stdout


@pytest.mark.parametrize(("arguments", "code"), [((), 0), (("--strict",), 1)])
def test_a_name_that_means_nothing_is_told(
    folder: Path, arguments: tuple[str, ...], code: int
) -> None:
    command = ("data.jsonld", "--shapes", "shapes.ttl", "--format", "json", *arguments)
    done = lod(*command, cwd=folder)
    assert done.returncode == code, done.stderr
    (found,) = json.loads(done.stdout)["results"]
    place = (found["file"], found["line"], found["column"], found["rule"])
    assert place == ("data.jsonld", 2, 42, "guard/unknown-name")
    assert "“nmae”" in found["messages"]["en"]
    assert "betyder inget" in found["messages"]["sv"]


def test_a_name_in_the_shapes_that_means_nothing_is_told_and_fails_where_it_is_strict(
    folder: Path,
) -> None:
    done = lod("data.rdf", "--shapes", "shapes.jsonld", "--format", "json", "--strict", cwd=folder)
    assert done.returncode == 1
    warned = ("--format", "json", "--fail-on", "warning")
    done = lod("data.rdf", "--shapes", "shapes.jsonld", *warned, cwd=folder)
    assert done.returncode == 0
    found = json.loads(done.stdout)["results"]
    assert ("shapes.jsonld", 3) in [(f["file"], f["line"]) for f in found]


def test_a_file_to_be_served_is_not_believed_either(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_quads(find_files([str(folder / "cut.rdf")]))
    assert "cut.rdf:2:39: the file ends before" in str(caught.value)
    assert len(read_quads(find_files([str(folder / "latin.rdf")]))) == 1
