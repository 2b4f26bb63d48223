"""What a reader would take, or drop, without a word is told, with its place."""

import re
import tracemalloc

import pytest

from checking.positions.finding import BASE, EX, parse_with_positions, text_at
from checking.positions.test_positions_rdfxml import HEAD, NODE
from lod.checking.positions import SyntaxProblem, find_syntax_errors, find_unknown_names, parse
from lod.errors import InputError
from lod.rdf.formats import JSONLD, RDFXML, Format

END = "</rdf:Description></rdf:RDF>"


def first(document: str, format: Format) -> SyntaxProblem:
    """Give the first error, which must stand where ▲ does, and make the parse fail too."""
    data = document.replace("▲", "").encode()
    with pytest.raises(InputError):
        parse(data, format, BASE)
    error = find_syntax_errors(data, format, "f", BASE)[0]
    assert isinstance(error, SyntaxProblem)
    before, mark, _ = document.partition("▲")
    assert mark
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    assert (error.line, error.column) == (line, column), str(error)
    assert error.source == document.replace("▲", "").split("\n")[line - 1].rstrip("\r")
    return error


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}{NODE}<p>x</p>▲",
        f"{HEAD}{NODE}\n<p>x▲",
        f"{HEAD}{NODE}\n<p>x</p>\n</rdf:Description>▲\n\n",
        f"{HEAD}{NODE}<p>x</p>▲<q",
        f"{HEAD}{NODE}\n<p>x<▲/p",
        "▲",
    ],
)
def test_xml_that_is_cut_off_is_refused(text: str) -> None:
    text = text.replace("<▲", "▲<")
    assert first(text, RDFXML).todo


def bomb(levels: int) -> str:
    rows = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels)]
    rows = ['<!ENTITY a0 "lol">', *rows]
    return "<!DOCTYPE rdf:RDF [\n" + "\n".join(rows) + "\n]>\n" + HEAD.partition("\n")[2]


def test_entities_that_grow_without_limit_are_refused() -> None:
    head = bomb(12).replace("<!ENTITY a4", "▲<!ENTITY a4").replace(DOCTYPE, "")
    tracemalloc.start()
    assert "a4" in first(f"{head}{NODE}<p>&a11;</p>{END}", RDFXML).message
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


DOCTYPE = HEAD.split("\n")[1] + "\n"


def with_doctype(inside: str) -> str:
    return HEAD.replace(DOCTYPE, f"<!DOCTYPE rdf:RDF [{inside}]>\n")


def test_one_long_entity_used_often_is_refused() -> None:
    head = with_doctype(f'<!ENTITY x "{"y" * 9000}">')
    errors = find_syntax_errors(f"{head}{NODE}<p>{'&x;' * 20_000}</p>{END}".encode(), RDFXML, "f")
    assert errors[0].line == head.count("\n") + 1


@pytest.mark.parametrize(
    ("inside", "body"),
    [
        ('▲<!ENTITY x SYSTEM "file:///etc/hostname">', "<p>&x;</p>"),
        ('<!ENTITY x "&x;">', "<p>▲&x;</p>"),
        ('<!ENTITY % x "q">', "<p>▲&x;</p>"),
    ],
)
def test_other_entities_are_refused(inside: str, body: str) -> None:
    assert first(f"{with_doctype(inside)}{NODE}{body}{END}", RDFXML).todo


def test_entities_for_namespaces_are_read() -> None:
    head = with_doctype(f'<!ENTITY x "{EX}"><!ENTITY y "&x;y">')
    quads = parse(f'{head}{NODE}<p rdf:resource="&y;z"/>{END}'.encode(), RDFXML, BASE)
    assert [str(quad.object) for quad in quads] == [f"<{EX}yz>"]


def test_text_without_a_language_within_a_language_has_none() -> None:
    body = '<p xml:lang="">x</p><q>y</q><q xml:lang=""/><r xml:lang=""><T><q>z</q></T></r>'
    text = f'{HEAD}<rdf:Description xml:lang="sv">{body}{END}'
    found = {str(quad.object) for quad in parse(text.encode(), RDFXML, BASE)}
    assert {'"x"', '"y"@sv', '""', '"z"'} <= found


def test_a_value_in_an_attribute_without_a_language_within_one_is_told() -> None:
    text = f'{HEAD}<rdf:Description xml:lang="sv">▲<p xml:lang="" ex:q="x"/>{END}'
    assert "xml:lang" in first(text, RDFXML).message


def test_an_encoding_that_is_not_known_is_told() -> None:
    text = f"{HEAD.replace('UTF-8', '▲EBCDIC-X')}{NODE}<p>x</p>{END}"
    assert "EBCDIC-X" in first(text, RDFXML).message


@pytest.mark.parametrize(
    "body",
    [
        '<T ▲rdf:resource="y"><p>1</p></T>',
        '<T rdf:about="x" ▲rdf:parseType="Resource"><p>1</p></T>',
        '<T rdf:about="x" ▲rdf:datatype="t"/>',
        '<T><p ▲rdf:about="y"/></T>',
        '<T><p rdf:parseType="Literal" ▲rdf:resource="y">x</p></T>',
        '<T><p rdf:parseType="Resource" ▲rdf:nodeID="y"/></T>',
        '<T><p ▲rdf:type="y"/></T>',
        '<T rdf:about="x" ▲rdf:bagID="b"/>',
        '<T><p ▲rdf:bagID="b">x</p></T>',
        '<T rdf:about="x" ▲rdf:annotation="r"/>',
        '<T><p rdf:datatype="t" ▲rdf:resource="y"/></T>',
        '<T><p rdf:datatype="t" ▲rdf:nodeID="y"/></T>',
        '<T><p rdf:datatype="t" ▲ex:q="1"/></T>',
        '<T><p rdf:parseType="Literal" ▲ex:q="1">x</p></T>',
    ],
)
def test_attributes_that_say_nothing_where_they_stand_are_told(body: str) -> None:
    body = re.sub('▲([^"]*")', r"\1▲", body)
    assert first(f"{HEAD}{body}</rdf:RDF>", RDFXML).todo


def test_a_thing_in_a_typed_text_is_told() -> None:
    text = f'{HEAD}{NODE}<p rdf:datatype="t">▲<T/></p>{END}'
    assert "rdf:datatype" in first(text, RDFXML).message


@pytest.mark.parametrize("kind", ["literal", "resource", "Triple", "x", ""])
def test_other_parse_types_are_read_as_literals(kind: str) -> None:
    text = f'{HEAD}{NODE}\n<p rdf:parseType="{kind}">a<b/></p>{END}'
    quads, positions = parse_with_positions(text.encode(), RDFXML, BASE)
    assert [str(quad.object)[:6] for quad in quads] == ['"a<b x']
    assert positions.exact
    (quad,) = quads
    assert text_at(text, positions.find(quad.subject, quad.predicate, quad.object)) == "<p"


WRONG = [
    '{"@id": ▲"http://x/a b", "http://x/p": 1}',
    '{"å": "😀", "@graph": [{"@id": "http://x/a",\n "http://x/p": {"@id": ▲"http://x/<b>"}}]}',
    '{"@id": "http://x/a", ▲"http://x/ p": 1}',
    '{"@id": "http://x/a", "@type": ["http://x/T", ▲"http://x/ T"]}',
    '{"@id": "http://x/a", "http://x/p": {"@value": "x", "@language": ▲"sv_SE"}}',
    '{"@id": "http://x/a", "http://x/p": {"@value": "x", "@type": ▲"http://x/ t"}}',
    '{"@context": {"@language": ▲"s v"}, "@id": "http://x/a", "http://x/p": "x"}',
    '{"@context": {"p": {"@id": "http://x/p", "@language": ▲"s v"}}, "p": "x"}',
    '{"@context": {"p": {"@id": ▲"http://x/ p"}}, "p": "x"}',
    '{"@context": {"p": ▲"http://x/ p"}, "p": "x"}',
    '{"@context": {"p": {"@id": "http://x/p", "@type": "@id"}}, "p": ▲"http://x/ b"}',
    '{"@context": {"p": {"@id": "http://x/p", "@type": "@vocab"}}, "p": ▲"http://x/ b"}',
    '{"@context": {"p": {"@id": "http://x/p", "@container": "@language"}},\n'
    ' "p": {"sv": "x", ▲"e n": "y"}}',
    '{"@context": {"p": {"@id": "http://x/p", "@container": "@id"}},\n "p": {▲"http://x/ b": {}}}',
    '{"@context": {"@base": null}, "@id": ▲"a", "http://x/p": 1}',
    '{"@reverse": {"http://x/p": {"@id": ▲"http://x/ b"}}}',
    '{"http://x/p": {"@list": [{"@id": ▲"http://x/ b"}]}}',
    '{"@context": {"ex": "http://x/"}, "@id": ▲"ex:a b", "ex:p": 1}',
    '{"@context": {"p": {"@id": "http://x/p", "@context": {"q": ▲"http://x/ q"}}}, "p": {"q": 1}}',
    '{"@id": ▲"a b", "http://x/p": 1}',
    '{"@id": ▲"@foo", "http://x/p": 1}',
    '▲"text"',
]


@pytest.mark.parametrize("text", WRONG)
def test_what_json_ld_drops_in_silence_is_wrong(text: str) -> None:
    error = first(text, JSONLD)
    assert error.todo or error.expected


def test_a_relative_iri_that_is_wrong_is_not_told_for_want_of_a_base() -> None:
    (error,) = find_syntax_errors(b'{"@id": "a b"}', JSONLD, "f", BASE)
    assert "code point ' '" in error.message


def test_all_that_is_wrong_is_told() -> None:
    text = '[{"@id": "http://x/ a"}, {"@id": "http://x/b", "http://x/ p": 1}]'
    errors = find_syntax_errors(text.encode(), JSONLD, "f", BASE)
    assert [error.column for error in errors if isinstance(error, SyntaxProblem)] == [10, 48]


UNKNOWN = {
    "a name": ('{"@id": "http://x/a", "name": 1}', ["name"]),
    "a keyword": ('{"@id": "http://x/a", "@typ": "http://x/T"}', ["@typ"]),
    "of a value": ('{"http://x/p": {"@value": "x", "@langage": "sv"}}', ["@langage"]),
    "of a list": ('{"http://x/p": {"@list": [1], "x": 2}}', ["x"]),
    "a label": ('{"_:p": 1}', ["_:p"]),
    "in a graph": ('{"@graph": [{"@id": "http://x/a", "http://x/p": [{"q": 1}]}]}', ["q"]),
    "in an inverse": ('{"@reverse": {"p": {"@id": "http://x/b"}}}', ["p"]),
    "defined as nothing much": ('{"@context": {"p": {"@id": "q"}}, "p": 1}', ["p"]),
    "said to mean nothing": ('{"@context": {"p": null}, "p": 1}', []),
    "known": ('{"@context": {"@vocab": "http://x/"}, "p": 1}', []),
    "a relative vocabulary": ('{"@context": {"@vocab": "#"}, "p": 1}', []),
    "a prefix": ('{"@context": {"ex": "http://x/"}, "ex:p": 1}', []),
    "keys of a map":
        ('{"@context": {"p": {"@id": "http://x/p", "@container": "@index"}}, "p": {"a": 1}}', []),
    "JSON itself":
        ('{"@context": {"p": {"@id": "http://x/p", "@type": "@json"}}, "p": {"a": 1}}', []),
    "a property's context":
        ('{"@context": {"p": {"@id": "http://x/p", "@context": {"q": "http://x/q"}}},'
         ' "p": {"q": 1}, "q": 2}', ["q"]),
    "a type's context":
        ('{"@context": {"T": {"@id": "http://x/T", "@context": {"q": "http://x/q"}},'
         ' "p": "http://x/p"}, "@type": "T", "q": 1, "p": {"q": 1}}', ["q"]),
    "nested": ('{"@context": {"n": "@nest"}, "n": {"p": 1}}', ["p"]),
}  # fmt: skip


@pytest.mark.parametrize("case", UNKNOWN)
def test_names_that_mean_nothing(case: str) -> None:
    text, names = UNKNOWN[case]
    found = find_unknown_names(text.encode(), BASE)
    assert [text[c.offset :].split('"')[1] for c in found] == names
    if case.endswith("context"):
        assert found[0].offset == text.rindex('"q"')


def test_a_name_is_told_once_with_its_number() -> None:
    text = '[{"åp": 1}, {"@id": "http://x/a", "åp": 2}]'
    (found,) = find_unknown_names(text.encode(), BASE)
    assert "2" in found.message
    assert text.encode()[found.offset :].startswith('"åp": 1'.encode())


@pytest.mark.parametrize("unit", ['{"http://x/p":', "[", '[{"http://x/p":'])
@pytest.mark.parametrize("levels", [190, 400, 5000, 200_000])
def test_deep_nesting_is_read_or_refused(unit: str, levels: int) -> None:
    parts = levels // len([sign for sign in unit if sign in "[{"])
    closing = "".join({"{": "}", "[": "]"}[sign] for sign in reversed(unit) if sign in "[{")
    data = (unit * parts + "1" + closing * parts).encode()
    errors = find_syntax_errors(data, JSONLD, "f", BASE)
    assert [error.message for error in errors if "nested too deep" not in error.message] == []
    assert levels > 200 or not errors
    assert levels < 1000 or errors
