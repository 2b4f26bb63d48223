"""`lod check` names the place, and reads what is valid: one file for each way to go wrong."""

from pathlib import Path

import pytest

from lod.checking import Options, check_files, find_files, read_shape_files

SHAPES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property ex:Sp .
ex:Sp sh:path ex:p ; sh:in ( ex:never ) .
"""
CASES = {
    "version.ttl": (
        'VERSION "1.2"\n@prefix ex: <http://example.org/> .\nex:a ex:p ex:v .\n',
        [(3, 11)],
    ),
    "null.jsonld": (
        '{"@context": {"ex": "http://example.org/", "p": {"@id": "ex:p"},'
        ' "pl": {"@id": "ex:p", "@container": "@list"}},\n'
        ' "@id": "ex:s", "p": [null, "t"],\n "pl": ["a"]}',
        [(2, 29), (3, 8)],
    ),
    "types.jsonld": (
        '{"@context": {"ex": "http://example.org/", "pt": {"@id":"ex:p","@container":"@type"}},\n'
        ' "@id": "ex:s", "pt": {"ex:T": {"@id": "ex:k2"}}}',
        [(2, 40)],
    ),
    "number.jsonld": (
        '{"@context": {"ex": "http://example.org/", "p": {"@id": "ex:p", "@type": "@json"}},\n'
        f' "@id": "ex:s", "p": [{"9" * 5000}, 1]}}',
        [(2, 22)],
    ),
    "literal.rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
        ' xmlns:ex="http://example.org/"><rdf:Description rdf:about="http://example.org/x">\n'
        '<ex:p rdf:parseType="literal">a<b/></ex:p></rdf:Description></rdf:RDF>',
        [(3, 1)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_finding_is_at_its_place(name: str, tmp_path: Path) -> None:
    text, places = CASES[name]
    (tmp_path / name).write_text(text)
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    report = check(tmp_path, name)
    assert sorted(report) == [(name, *place) for place in places]


def check(folder: Path, *names: str) -> list[tuple[str, int | None, int | None]]:
    shapes = read_shape_files(find_files([str(folder / "shapes.ttl")]))
    report = check_files(find_files([str(folder / name) for name in names]), shapes, Options())
    results = [finding.place for finding in report.findings if finding.component]
    return [(Path(p.file).name, p.line, p.column) for p in results if p]


def test_a_place_is_in_the_file_that_says_so(tmp_path: Path) -> None:
    """Several files say nearly the same, with the same names and labels of blank nodes."""
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    head = "@prefix ex: <http://example.org/> .\n"
    (tmp_path / "a.ttl").write_text(f"{head}_:b ex:q 1 .\nex:s ex:q 2 ; ex:r _:b .\n")
    (tmp_path / "b.ttl").write_text(f"{head}\n_:b ex:p 1 .\n")
    (tmp_path / "c.nt").write_text(
        'VERSION "1.2"\n_:b <http://example.org/p> "1" .\n'
        "<http://example.org/s> <http://example.org/p> <<( _:b <x:p> _:c )>> .\n"
    )
    (tmp_path / "d.ttl").write_text(f"{head}\n\nex:s ex:p <<( _:b <x:p> _:c )>> .\n")
    found = check(tmp_path, "a.ttl", "b.ttl", "c.nt", "d.ttl")
    assert sorted(found) == [("b.ttl", 3, 10), ("c.nt", 2, 28), ("c.nt", 3, 47), ("d.ttl", 4, 11)]
