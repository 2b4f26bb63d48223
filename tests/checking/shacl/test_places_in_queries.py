"""Where in the shapes file a query is wrong: at its word, inside the literal."""

import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from lod.checking import find_files, read_shape_files
from lod.errors import ShapesError

HEAD = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
QUERY = 'SELECT $this ?value\nWHERE { $this <http://example.org/å😀> ?value ; <x:p> "a\'\\\\b" }\nGROUP BY ?value'  # noqa: E501


def told(folder: Path, text: str, name: str = "shapes.ttl") -> ShapesError:
    (folder / name).write_bytes(text.encode())
    with pytest.raises(ShapesError) as caught:
        read_shape_files(find_files([str(folder / name)]))
    return caught.value


def turtle(written: str, path: str = "") -> str:
    shape = (
        f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; {path} sh:sparql [\n sh:select {written} ] ."
    )
    return HEAD + shape


def at(error: ShapesError) -> str:
    """What stands where an error points."""
    assert error.source is not None
    assert error.column is not None
    return error.source[error.column - 1 :]


def escaped(query: str) -> str:
    return query.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


WRITTEN = {
    "long": '"""' + QUERY.replace("\\", "\\\\") + '"""',
    "long, single": "'''" + QUERY.replace("\\", "\\\\") + "'''",
    "short": f'"{escaped(QUERY)}"',
    "short, single": "'" + escaped(QUERY).replace("'", "\\'") + "'",
    "by code points": '"'
    + escaped(QUERY).replace("S", "\\u0053").replace("😀", "\\U0001F600")
    + '"',
    "after lines": '"""'
    + "\n# a comment with ? and $this\n\t"
    + QUERY.replace("\\", "\\\\")
    + '"""',
}


@pytest.mark.parametrize("form", WRITTEN)
def test_a_variable_that_is_not_grouped_is_told_at_its_place(tmp_path: Path, form: str) -> None:
    error = told(tmp_path, turtle(WRITTEN[form]))
    assert "the variable $this is selected, but not grouped" in error.message
    assert at(error).startswith("$this ?value")
    assert error.line == (5 if form == "after lines" else 3)


def test_it_is_so_in_json_ld_and_in_rdf_xml(tmp_path: Path) -> None:
    sh = "http://www.w3.org/ns/shacl#"
    shape = {
        "@id": "http://example.org/S",
        "@type": f"{sh}NodeShape",
        f"{sh}targetClass": {"@id": "http://example.org/T"},
        f"{sh}sparql": {f"{sh}select": QUERY},
    }
    for ascii_only in (True, False):
        written = json.dumps(shape, ensure_ascii=ascii_only)
        assert at(told(tmp_path, written, "shapes.jsonld")).startswith("$this ?value")
    xml = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:sh="{sh}">
<sh:NodeShape rdf:about="http://example.org/S"><sh:targetClass rdf:resource="http://example.org/T"/>
<sh:sparql><rdf:Description><sh:select>{escape(QUERY)}</sh:select></rdf:Description></sh:sparql>
</sh:NodeShape></rdf:RDF>"""
    error = told(tmp_path, xml, "shapes.rdf")
    assert error.line == 3


WRONG = {
    "SELECT $this { $this ex:p ?o }": "ex:p ?o",
    'SELECT $this { $this <x:p> "å😀" ) }': ") }",
    "SELECT $this # $this\n { $this <x:p> ) }": ") }",
    "SELECT $this { $this <x:p> ?o MINUS { ?o <x:p> 1 } }": "MINUS",
    "SELECT $this { $this <x:p> ?o . SERVICE <x:s> { ?o <x:p> 1 } }": "SERVICE",
    "SELECT $this { $this <x:p> ?o . BIND (1 AS $this) }": "$this)",
    "SELECT $this { $this <x:p> ?o . { SELECT ?o { $this <x:p> ?o } } }": "SELECT ?o",
    'SELECT $this { $this <x:p> ?o . FILTER regex(?o, "a(") }': '\\"a(',
    "SELECT $this (COUNT(?o) AS ?n) { $this <x:p> ?o }": "$this (COUNT",
    "SELECT (?o + 1 AS ?n) $this { $this <x:p> ?o } GROUP BY $this": "?o + 1",
    "SELECT * { $this <x:p> ?o } GROUP BY $this": "* {",
    "SELECT (STR($this) AS ?s) ?o { $this <x:p> ?o } GROUP BY ($this) (STR(?o) AS ?x)": "?o {",
}


# A query's group after « $this », where it is wrong, and how that is told.
STOPPED = {
    "{ $this <x:p> ?o": ("{ $this <x:p>", "“{” is never closed"),
    "{ $this <x:p> ?o FILTER(?o > 1 }": ("(?o > 1", "“(” isn't closed before “}”"),
    "{ $this <x:p> ?o FILTER(?o > ) }": (") }", "not readable from “)” on (line 1, column 43)"),
    "{ $this <x:p> ?o FILTER(?o = 1 and ?o = 2) }": ("and ?o", "from “and” on"),
    "{ $this <x:p> ?o FILTER(STRLENGTH(?o) > 1) }": ("STRLENGTH", "from “STRLENGTH” on"),
    "{ $this <x:p> ?o FILTER(SUBSTR(?o) > 1) }": (") > 1", "from “)” on"),
    "{ $this <x:p> ?o FILTER NOT EXIST { ?o <x:q> 1 } }": ("EXIST", "from “EXIST” on"),
    "{ $this <x:p> ?o OPTIONAL ?o <x:q> 1 }": ("?o <x:q>", "from “?o” on"),
    "WHER { $this <x:p> ?o }": ("WHER", "from “WHER” on"),
    "{ $this <x:p> ?o } LIMIT ten": ("ten", "from “ten” on"),
    "{ $this <x:p> ?o } ORDER $this": ("$this", "from “$this” on"),
    "{ $this <x:p> ?o } ORDER BY": ("#", "the query ends too early"),
    "{ $this <x:p> 'a }": ("'a", "text in quotes isn't closed"),
    "{ $this <http://a b> ?o }": ("<http://a b>", "<http://a b> is no IRI"),
    "{ $this <x:p> ?o BIND(1 AS ?o) }": ("?o) }", "AS gives ?o a value, and it has one already"),
    "{ $this <x:p> ?o FILTER(?o<(1)&&(?o>2)) . FILTR(?o) }": ("FILTR", "from “FILTR” on"),
    "{ { SELECT $this (COUNT(?o) AS ?n) { $this <x:p> ?o } } }": (
        "$this (COUNT",
        "the variable $this is selected, but not grouped",
    ),
    "?o $this { $this <x:p> ?o }": ("$this {", "$this is selected twice"),
    "(1 AS ?o) { $this <x:p> ?o }": ("?o) {", "AS gives ?o a value, and it has one already"),
    "{ $this <x:p> ?o FILTER(<x:f>(?o)) }": ("<x:f>", "there is no function <x:f>"),
    "{ $this <x:p> ?o } # é\n HAVNG (?o > 1)": ("HAVNG", "from “HAVNG” on (line 2, column 2)"),
}


@pytest.mark.parametrize("group", STOPPED)
def test_the_word_at_which_a_query_is_wrong_is_told(tmp_path: Path, group: str) -> None:
    place, said = STOPPED[group]
    error = told(tmp_path, turtle('"""SELECT $this ' + group + '#"""'))
    assert said in error.message
    assert at(error).startswith(place)


@pytest.mark.parametrize("query", WRONG)
def test_what_is_wrong_in_a_query_is_placed_inside_it(tmp_path: Path, query: str) -> None:
    error = told(tmp_path, turtle(f'"{escaped(query)}"'))
    assert at(error).startswith(WRONG[query]), (str(error), at(error))


def test_what_stands_after_the_path_is_found(tmp_path: Path) -> None:
    query = "SELECT $this ?value { $this $PATH ?value ) }"
    text = turtle(f'"{query}"', "sh:property [ sh:path ( ex:aaaa ex:bbbb ex:cccc ) ;")
    error = told(tmp_path, text.replace("] .", "] ] ."))
    assert at(error).startswith(') }"')


def test_groups_that_are_right_are_not_told(tmp_path: Path) -> None:
    query = "SELECT $this (COUNT(DISTINCT ?o) AS ?n) { $this <x:p> ?o } GROUP BY $this HAVING (COUNT(?o) > 1)"  # noqa: E501
    (tmp_path / "shapes.ttl").write_text(turtle(f'"{query}"'), encoding="utf-8")
    read = read_shape_files(find_files([str(tmp_path / "shapes.ttl")]))
    assert not read.faults
