"""The report: by file and line for people, the same bytes each time for programs."""

import json

import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from lod.validation import Report, Result

X = "https://x.example/"
MIN = f"{SH}MinCountConstraintComponent"
NAME = Result(f"{X}a", f"{X}name", None, "violation", MIN, f"{X}S", {"sv": "Namn.", "en": "Name."})
LINK = Result(
    f"{X}b",
    f"<{X}o>|<{X}m>",
    '"å \\"x\\""@sv',
    "warning",
    f"{SH}EqualsConstraintComponent",
    f"{X}T",
    {"sv": 'Länk "x".', "en": "Link."},
)
SAME = Result('"Q1"', None, '"Q1"', "violation", f"{SH}NodeKindConstraintComponent", f"{X}U", {})
PLACES = {f"{X}a": "data/b.ttl:7", f"{X}b": "data/a.ttl:12"}


def locate(focus: str, path: str | None, value: str | None) -> str | None:
    return PLACES.get(focus)


def test_a_report_without_results_conforms() -> None:
    assert Report([]).conforms
    assert Report([]).text("sv") == "Följer reglerna. 0 fel, 0 varningar.\n"
    assert Report([]).text("en") == "Conforms. 0 errors, 0 warnings.\n"


def test_warnings_do_not_break_conformance() -> None:
    assert Report([LINK]).conforms
    assert not Report([LINK, NAME]).conforms
    assert Report([LINK, NAME, NAME]).counts == {"violation": 2, "warning": 1, "info": 0}


def test_the_text_is_grouped_by_file_with_the_counts_last() -> None:
    assert Report([NAME, SAME, LINK], locate).text("sv").splitlines() == [
        "data/a.ttl",
        '  data/a.ttl:12: varning: Länk "x".',
        "      gäller: https://x.example/b",
        '      värde: "å \\"x\\""@sv',
        "",
        "data/b.ttl",
        "  data/b.ttl:7: fel: Namn.",
        "      gäller: https://x.example/a",
        "",
        "(utan plats i någon fil)",
        "  fel: ",
        '      gäller: "Q1"',
        '      värde: "Q1"',
        "",
        "Följer inte reglerna. 2 fel, 1 varning.",
    ]


def test_the_text_speaks_english_too() -> None:
    text = Report([NAME], locate).text("en")
    assert "data/b.ttl:7: error: Name.\n      about: https://x.example/a" in text
    assert text.endswith("Does not conform. 1 error, 0 warnings.\n")


def test_json_says_all_and_is_the_same_bytes_each_time() -> None:
    first = Report([NAME, LINK], locate).json()
    assert first == Report([NAME, LINK], locate).json()
    found = json.loads(first)
    assert found["conforms"] is False
    assert found["counts"] == {"violation": 1, "warning": 1, "info": 0}
    assert [(r["file"], r["line"], r["focus"]) for r in found["results"]] == [
        ("data/a.ttl", 12, f"{X}b"),
        ("data/b.ttl", 7, f"{X}a"),
    ]
    assert found["results"][0]["messages"] == {"en": "Link.", "sv": 'Länk "x".'}
    assert "å".encode() in first


def test_turtle_is_a_validation_report_with_named_results() -> None:
    text = Report([NAME, LINK, SAME], locate).turtle(f"{X}report")
    assert text == Report([NAME, LINK, SAME]).turtle(f"{X}report")
    graph = Graph().parse(data=text, format="turtle")
    report = URIRef(f"{X}report")
    named = [URIRef(f"{X}report#result-{n}") for n in (1, 2, 3)]
    assert set(graph.objects(report, SH.result)) == set(named)
    assert set(graph.subjects(RDF.type, SH.ValidationResult)) == set(named)
    assert graph.value(report, SH.conforms) == Literal(False)
    assert graph.value(named[1], SH.value) == Literal('å "x"', lang="sv")
    assert graph.value(named[2], SH.focusNode) == Literal("Q1")
    assert graph.value(named[1], SH.resultSeverity) == SH.Warning


def test_turtle_of_nothing_conforms() -> None:
    graph = Graph().parse(data=Report([]).turtle(f"{X}report"), format="turtle")
    assert graph.value(URIRef(f"{X}report"), SH.conforms) == Literal(True)


@pytest.mark.parametrize(
    ("path", "turtle"),
    [
        (f"{X}p", f"<{X}p>"),
        (f"^<{X}p>", f"[ sh:inversePath <{X}p> ]"),
        (f"<{X}p>/^<{X}q>", f"( <{X}p> [ sh:inversePath <{X}q> ] )"),
        (f"<{X}p>|<{X}q>", f"[ sh:alternativePath ( <{X}p> <{X}q> ) ]"),
        (f"(<{X}p>)*", None),
        (f"<{X}p>/<{X}q>|<{X}r>", None),
        (None, None),
    ],
)
def test_turtle_writes_paths_as_shacl_does(path: str | None, turtle: str | None) -> None:
    result = Result(f"{X}a", path, None, "info", MIN, f"{X}S", {})
    graph = Graph().parse(data=Report([result]).turtle(f"{X}r"), format="turtle")
    found = graph.value(URIRef(f"{X}r#result-1"), SH.resultPath)
    if turtle is None:
        assert found is None
        return
    prefix = "@prefix sh: <http://www.w3.org/ns/shacl#> . "
    wanted = Graph().parse(data=f"{prefix}<{X}x> sh:resultPath {turtle} .", format="turtle")
    part = Graph()
    for triple in graph:
        if isinstance(triple[0], BNode):
            part.add(triple)
    assert found is not None
    part.add((URIRef(f"{X}x"), SH.resultPath, found))
    assert isomorphic(part, wanted)
