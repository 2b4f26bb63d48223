"""Files in any form give what the graph gives; patterns and datatypes follow their own rules."""

from collections import Counter
from pathlib import Path

import pytest

from checking.shacl import cases
from checking.shacl.synthetic import SHAPES, write_data
from lod.checking.shacl import Result, read_shapes, validate, validate_file
from lod.checking.shacl.core.datatypes import compare_literals, well_formed
from lod.checking.shacl.stream.reading import FilePart, NotSorted, records, spans
from lod.errors import InputError
from lod.rdf.namespaces import XSD

EX = "http://example.org/"
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
SHAPE = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:in () ] ."


def check(file: Path, processes: int = 1) -> set[tuple[str, str]]:
    found = validate_file(file, cases.shapes(SHAPE), processes=processes)
    return {(str(r.focus), str(r.value)) for r in found}


def written(folder: Path, name: str, *lines: str) -> Path:
    file = folder / name
    file.write_text("".join(lines), encoding="utf-8")
    return file


# A line, and its object in canonical form.
LINES = {
    f'<{EX}a> <{EX}p> "x" .\n': '"x"',
    f'<{EX}a>\t<{EX}p>\t"x"\t.\n': '"x"',
    f'  <{EX}a> <{EX}p> "x". # comment\n': '"x"',
    f'<{EX}a> <{EX}p> "x" . # "y" .\n': '"x"',
    f'<{EX}a> <{EX}p> "caf\\u00E9" .\n': '"café"',
    f'<{EX}a> <{EX}p> "a\\"b" .\n': '"a\\"b"',
    f'<{EX}a> <{EX}p> "a\tb" .\n': '"a\\tb"',
    f'<{EX}\\u0061> <{EX}p> "x" .\n': '"x"',
    f'<{EX}a> <{EX}\\u0070> "x" .\n': '"x"',
    f'<{EX}a> <{EX}p> "x"^^<{XSD}string> .\n': '"x"',
    f'<{EX}a> <{EX}p> "x"@EN-gb .\n': '"x"@en-gb',
    f'<{EX}a> <{EX}p> "01"^^<{XSD}int> .\n': f'"01"^^<{XSD}int>',
    f"<{EX}a> <{EX}p> <{EX}b> .\n": f"<{EX}b>",
    f"<{EX}a> <{EX}p> _:b .\n": "_:b",
    f'<{EX}a> <{EX}p> "x" .\r\n': '"x"',
}


@pytest.mark.parametrize("line", LINES)
def test_every_way_to_write_a_line_is_read(line: str, tmp_path: Path) -> None:
    file = written(tmp_path, "data.nt", line)
    assert check(file) == {(f"<{EX}a>", LINES[line])}


@pytest.mark.parametrize(
    "graph", ["", f"<{EX}g>", "_:g"], ids=["default graph", "graph", "blank graph"]
)
def test_graphs_of_quads_are_dropped(graph: str, tmp_path: Path) -> None:
    end = f" {graph} .\n" if graph else " .\n"
    objects = ['"x"', '"y <z>"', f'"1"^^<{XSD}integer>', f"<{EX}b>", '"sv"@sv']
    lines = sorted(f"<{EX}a> <{EX}p> {o}{end}" for o in objects)
    file = written(tmp_path, "data.nq", *lines, f'<{EX}a> <{EX}p> "x" <{EX}other> .\n')
    assert check(file) == {(f"<{EX}a>", o) for o in objects}


def test_unsorted_files_are_sorted(tmp_path: Path) -> None:
    lines = [f'<{EX}{s}> <{EX}p> "{v}" .\n' for s, v in (("b", 1), ("a", 1), ("b", 2))]
    assert len(check(written(tmp_path, "data.nt", *lines))) == 3


@pytest.mark.parametrize("name", ["data.nt", "data.ttl"])
def test_empty_files_conform(name: str, tmp_path: Path) -> None:
    assert check(written(tmp_path, name)) == set()


@pytest.mark.parametrize(
    "line", ["<a> b .\n", f"<{EX}a> <{EX}p> .\n", f'<{EX}a> <{EX}p> "x\n', "\x00\n"]
)
def test_broken_lines_are_refused(line: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        check(written(tmp_path, "data.nt", f'<{EX}A> <{EX}p> "x" .\n', line))


@pytest.mark.parametrize("name", ["data.nt", "data.nq"])
@pytest.mark.parametrize("broken", [f"<{EX}b> <{EX}p> oops .\n", f"<{EX}b> <{SUBCLASS}> oops .\n"])
def test_a_broken_line_is_named(broken: str, name: str, tmp_path: Path) -> None:
    lines = [f'<{EX}a> <{EX}p> "{n}" .\n' for n in range(50_000)]
    file = written(tmp_path, name, *sorted(lines), broken, f'<{EX}c> <{EX}p> "x" .\n')
    with pytest.raises(InputError) as error:
        check(file, processes=2)
    assert (error.value.file, error.value.line) == (file, 50_001)


def test_nodes_named_by_a_target_are_checked_in_empty_files_too(tmp_path: Path) -> None:
    shapes = cases.shapes("ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:class ex:C .")
    assert len(validate_file(written(tmp_path, "data.nt"), shapes)) == 1


def test_records_hold_each_triple_once(tmp_path: Path) -> None:
    file = written(tmp_path, "data.nt", *[f'<{EX}a> <{EX}p> "x" .\n'] * 2)
    found = list(records(FilePart(file, 0, file.stat().st_size, False)))
    assert found == [(f"<{EX}a>", {f"<{EX}p>": ['"x"']})]


# Objects that were hard to read once.
HARD = {
    "a triple term": f'<<( <{EX}a> <{EX}q> <<( <{EX}b> <{EX}p> "x" )>> )>>',
    "a text with a direction": '"x"@en--ltr',
    "a number of 5,000 digits": f'"{"9" * 5000}"^^<{XSD}integer>',
    "a decimal of 5,000 digits": f'"0.{"9" * 5000}"^^<{XSD}decimal>',
    "a year of 5,000 digits": f'"{"9" * 5000}-02-29"^^<{XSD}date>',
    "a duration of 5,000 digits": f'"P{"9" * 5000}Y"^^<{XSD}yearMonthDuration>',
}
EVERYTHING = """ex:S a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:maxCount 0 ;
    sh:minLength 3 ; sh:maxLength 3 ; sh:pattern "y" ; sh:nodeKind sh:IRI ; sh:datatype xsd:date ;
    sh:class ex:C ; sh:lessThan ex:p ; sh:minInclusive 5 ; sh:maxInclusive 5 ; sh:in ( 1 ) ;
    sh:hasValue 1 ; sh:languageIn ( "sv" ) ; sh:uniqueLang true ; sh:equals ex:q ;
    sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] ; sh:sparql [ sh:select
    "SELECT $this ?value WHERE { $this $PATH ?value FILTER (isLiteral(?value) || !isIRI(?value)) }"
    ] . ex:T a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:nodeKind sh:BlankNode ."""


@pytest.mark.parametrize("case", HARD)
def test_hard_terms_are_judged_as_others_are(case: str, tmp_path: Path) -> None:
    line = f"<{EX}a> <{EX}p> {HARD[case]} .\n"
    shapes = cases.shapes(EVERYTHING)
    expected = Counter(validate(cases.turtle(line), shapes))
    assert len(expected) >= 10
    for name in ("data.nt", "data.ttl"):
        assert Counter(validate_file(written(tmp_path, name, line), shapes)) == expected


def test_a_triple_term_is_no_iri_for_the_filter_either(tmp_path: Path) -> None:
    values = [f"<<( <{EX}a> <{EX}q> {n} )>>" if n % 2 else f"<{EX}v{n}>" for n in range(100)]
    lines = [f"<{EX}s{n:02}> <{EX}p> {value} .\n" for n, value in enumerate(values)]
    shape = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ;"
    shapes = cases.shapes(f"{shape} sh:nodeKind sh:IRI ] .")
    assert len(validate_file(written(tmp_path, "data.ttl", *lines), shapes)) == 50


@pytest.mark.parametrize("share", [0.02, 1.0])
def test_one_and_two_processes_and_memory_agree(share: float, tmp_path: Path) -> None:
    file = tmp_path / "data.nt"
    write_data(file, 400, share)
    shapes = read_shapes(cases.turtle(SHAPES))
    expected: Counter[Result] = Counter(validate(cases.turtle(file.read_text("utf-8")), shapes))
    assert len(expected) >= 8
    for processes in (1, 2, 3):
        assert Counter(validate_file(file, shapes, processes=processes)) == expected


@pytest.mark.parametrize(
    ("lexical", "name", "fine"),
    [
        ("300", "byte", False),
        ("2013-02-29", "date", False),
        ("2012-02-29Z", "date", True),
        ("0000-02-29", "date", True),
        ("24:00:00", "time", True),
        ("24:00:01", "time", False),
        ("2012-13", "gYearMonth", False),
        ("--02-30", "gMonthDay", False),
        ("P", "duration", False),
        ("P1YT", "duration", False),
        (" 1", "integer", False),
        ("1\n", "integer", False),
        ("INF", "double", True),
        ("YQ==", "base64Binary", True),
        ("x", "unknown", True),
        ("9" * 5000, "integer", True),
        ("9" * 5000, "byte", False),
        (f"{'9' * 5000}-02-29", "date", False),
        (f"{'4' * 5000}-02-29", "date", True),
    ],
)
def test_literals_are_well_formed_as_xml_schema_says(lexical: str, name: str, fine: bool) -> None:
    assert well_formed(lexical, f"{XSD}{name}") is fine


@pytest.mark.parametrize(
    ("left", "right", "name", "order"),
    [
        ("1", "01", "integer", 0),
        ("2013-02-28", "2013-03-01", "date", -1),
        ("2013-02-30", "2013-03-01", "date", None),
        ("2012-03", "2012-04", "gYearMonth", None),
        ("NaN", "1", "double", None),
        ("16777216", "16777217", "float", 0),
        ("16777216", "16777217", "double", -1),
        ("9" * 5000, "9" * 4999, "integer", 1),
        (f"{'9' * 5000}-01-01", f"-{'9' * 5000}-01-01", "date", 1),
        (f"0.{'9' * 5000}", "1", "decimal", -1),
        ("2002-10-10T12:00:00", "2002-10-10T12:00:00Z", "dateTime", None),
        ("2002-10-10T12:00:00", "2002-10-12T12:00:00Z", "dateTime", -1),
        ("2002-10-10T12:00:00", "2002-10-11T02:00:00Z", "dateTime", None),
        ("2002-10-10T12:00:00", "2002-10-11T02:00:00.1Z", "dateTime", -1),
        ("2002-10-10T12:00:00", "2002-10-09T22:00:00Z", "dateTime", None),
        ("2002-10-10T12:00:00", "2002-10-09T21:59:59Z", "dateTime", 1),
        ("2002-10-10", "2002-10-10Z", "date", None),
        ("2002-10-10", "2002-10-11-13:59", "date", -1),
        ("2002-10-10", "2002-10-10-14:00", "date", None),
        ("2002-10-10", "2002-10-11Z", "date", -1),
        ("2002-10-11Z", "2002-10-10", "date", 1),
        ("03:00:00", "17:00:00Z", "time", None),
        ("03:00:00", "17:00:01Z", "time", -1),
        ("2002-10-10T12:00:00+01:00", "2002-10-10T11:00:00Z", "dateTime", 0),
        ("P1Y", "P13M", "yearMonthDuration", -1),
        ("P1Y", "P13M", "duration", None),
    ],
)
def test_order_is_sparqls(left: str, right: str, name: str, order: int | None) -> None:
    terms = (f'"{text}"^^<{XSD}{name}>' for text in (left, right))
    assert compare_literals(*terms) == order


def test_two_sorted_files_in_one_are_noticed_where_it_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "data.nt"
    lines = (f"<https://example.org/{n}> <https://example.org/p> <x:o> .\n" for n in "abcdeab")
    file.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(NotSorted):
        spans(file, 2)
