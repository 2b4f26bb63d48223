"""Every construct of Turtle and TriG: the place of each term, and pyoxigraph's graph."""

import pyoxigraph as ox
import pytest

from checking.positions.finding import (
    BASE,
    EX,
    PREFIXES,
    assert_each_text_is_its_term,
    ex,
    parse_with_positions,
    positions_of,
    text_at,
    texts,
)
from lod.checking.positions import Span
from lod.rdf.formats import TRIG, TURTLE

XSD = "http://www.w3.org/2001/XMLSchema#"

# A document after the prefixes, and the text of each value in pyoxigraph's order.
VALUES = {
    "IRI": (":a :p <http://y/z> .", ["<http://y/z>"]),
    "relative IRI": (":a :p <>, <#f>, <../up>, <//h/x>, <?q> .", "<> <#f> <../up> <//h/x> <?q>"),
    "IRI with escapes": (r":a :p <http://y/\u00e9\U0001F600> .", [r"<http://y/\u00e9\U0001F600>"]),
    "prefixed names": (":a :p ex:b, :c, ex:, : .", "ex:b :c ex: :"),
    "names with escapes": (r":a :p :b\,c, :%20x, :d\(e\), :\~f .", r":b\,c :%20x :d\(e\) :\~f"),
    "names with dots": (":a :p ex:b.c, :1:2, :d-e.f . :a :q :h.", "ex:b.c :1:2 :d-e.f :h"),
    "names beyond ASCII": (":a :p :åäö, :日本 .", ":åäö :日本"),
    "the word a": (":b a :C .", ":C"),
    "integers": (":a :p 1, -2, +03 .", "1 -2 +03"),
    "decimals": (":a :p 1.5, -.5, +0.50 .", "1.5 -.5 +0.50"),
    "doubles": (":a :p 1e5, 1.E-3, -.5e+3 .", "1e5 1.E-3 -.5e+3"),
    "number before the dot": (":a :p 1.\n:b :p 2.0.", "1 2.0"),
    "booleans": (":a :p true, false .", "true false"),
    "a name that starts as a boolean": (":a :p :true, ex:false .", ":true ex:false"),
    "text in both quotes": (""":a :p "x", 'y', '', "z" .""", """"x" 'y' '' "z\""""),
    "escapes": (r':a :p "a\"b\\", "\t\u00e9\U0001F600" .', [r'"a\"b\\"', r'"\t\u00e9\U0001F600"']),
    "long text": (':a :p """x\n"y" ""z"""  .', ['"""x\n"y" ""z"""']),
    "long text, other quotes": (":a :p '''x\n'y' ''z''', '''''' .", ["'''x\n'y' ''z'''", "''''''"]),
    "long text with escapes": (r':a :p """\"""" .', [r'"""\""""']),
    "languages": (':a :p "x"@en, "y"@sv-SE, "z"@EN-gb .', '"x"@en "y"@sv-SE "z"@EN-gb'),
    "datatypes": (f':a :p "1"^^<{XSD}int>, "2"^^ex:t .', [f'"1"^^<{XSD}int>', '"2"^^ex:t']),
    "space before a datatype": (':a :p "1" ^^ #\n ex:t, "2" @en .', ['"1" ^^ #\n ex:t', '"2" @en']),
    "labels": ("_:b :p _:c.d, _:1 .", "_:c.d _:1"),
    "empty brackets": ("[] :p [ ] .", "["),
    "bracketed node": (":a :p [ :q 1 ; :r 2 ] .", "1 2 ["),
    "nested brackets": (":a :p [ :q [ :r [ :s 3 ] ] ] .", "3 [ [ ["),
    "brackets as statement": ("[ :p 1 ] .", "1"),
    "brackets as subject": ("[ :p 1 ] :q 2 .", "1 2"),
    "empty list": (":a :p () .", "("),
    "list as subject": ("(1) :p 2 .", "1 ) 2"),
    "semicolons": (":a :p 1 ; ; :q 2 ;; . :b :p 3 ; .", "1 2 3"),
    "no space": ("<a><p>:b,<c>;a<d>.<e><f>[<g>:h].", ":b <c> <d> :h ["),
    "comments": (':a # "unclosed { [ (\n :p #\n 1 # } .\n . # end', "1"),
    "prefix again": (":a :p ex:b . @prefix ex: <http://other/> . :a :q ex:b .", "ex:b ex:b"),
    "SPARQL's prefix and base": ("PREFIX y: <http://y/>\nbAsE <http://z/>\n<a> y:b <c> .", "<c>"),
    "base, and a base relative to it": ("@base <http://z/a/> . @base <b/> . <s> :p <c> .", "<c>"),
    "prefix relative to the base": ("@prefix r: <r#> . :a :p r:x .", "r:x"),
    "carriage returns": (':a :p 1 ;\r\n  :q """x\r\n""" ;\r :r 2 .\r\n', ["1", '"""x\r\n"""', "2"]),
    "astral characters": (':a :p "😀😀", "𝒳" .', '"😀😀" "𝒳"'),
    "keywords as names": (":a :p :prefix, ex:base, :graph, :a .", ":prefix ex:base :graph :a"),
}  # fmt: skip


@pytest.mark.parametrize("case", VALUES)
def test_each_value_stands_where_it_is_written(case: str) -> None:
    body, expected = VALUES[case]
    rows = texts(PREFIXES + body, TURTLE)
    assert [row[2] for row in rows] == (expected.split() if isinstance(expected, str) else expected)


def test_every_statement_of_a_list_is_found() -> None:
    rows = texts(PREFIXES + ":a :p (1 (2) [ :q 3 ] ()) .", TURTLE)
    assert sorted(row[2] for row in rows) == sorted(
        ["1", "(", "(", "2", ")", "(", "[", "3", "[", "(", "(", ")"]
    )


@pytest.mark.parametrize(
    "body",
    [
        "(((4) 5) 6) :p ([:p 1] (2 (3 4) 5) ()).",
        ":a :p ((((((1)))))), (((((((((2))))))))) .",
        "[:p [:q (1)]] :r (2) .",
        ":a :p (1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20) .",
        "(1) :p (2) ; :q (), (()) .",
    ],
)
def test_lists_in_lists_agree_with_the_parse(body: str) -> None:
    quads, positions = parse_with_positions((PREFIXES + body).encode(), TURTLE)
    assert positions.exact
    assert len(positions) == len(quads)


TRIG_VALUES = {
    "default graph": ("{ :a :p 1 . :b :p 2 }", "1 2"),
    "named graph": (":g { :a :p 1 } <h> { :a :p 2 . }", "1 2"),
    "the word GRAPH": ("GRAPH :g { :a :p 1 } graph _:g { :b :p 2 }", "1 2"),
    "no graph": (":a :p 1 . :g { :a :q 2 } :a :r 3 .", "1 2 3"),
    "blank graphs": ("_:g { _:g :p 1 } [] { :a :q 2 } GRAPH [] { :a :r 3 }", "1 2 3"),
    "empty graph": (":g {} { } :a :p 1 .", "1"),
    "brackets in a graph": (":g { :a :p [ :q 1 ] ; :r (2) . [ :s 3 ] }", "1 [ 2 ( ) 3"),
    "prefix between graphs": (
        ":g { :a :p ex:b } @prefix ex: <x:> . :h { :a :q ex:b }",
        "ex:b ex:b",
    ),
    "brackets before a verb": ("[] :p 1 . [ :q 2 ] :r 3 . [ :s 4 ] .", "1 2 3 4"),
}


@pytest.mark.parametrize("case", TRIG_VALUES)
def test_graph_blocks(case: str) -> None:
    body, expected = TRIG_VALUES[case]
    rows = texts(PREFIXES + body, TRIG)
    assert sorted(row[2] for row in rows) == sorted(expected.split())


def test_subject_and_predicate_stand_where_they_are_written() -> None:
    document = PREFIXES + '_:x a :C ;\n  ex:name "N" .'
    assert texts(document, TURTLE) == [["_:x", "a", ":C"], ["_:x", "ex:name", '"N"']]


def test_columns_count_code_points_and_the_byte_order_mark_is_none() -> None:
    document = ':a :p "😀å", 2 .'
    data = b"\xef\xbb\xbf" + f"@prefix : <{EX}> . {document}".encode()
    before = len(f"@prefix : <{EX}> . ")
    span = positions_of(data, TURTLE).find(ex("a"), ex("p"), ox.Literal(2))
    assert span == Span(1, before + 13, 1, before + 14)


def test_the_first_of_equal_statements_is_found() -> None:
    positions = positions_of(f"{PREFIXES}:a :p 1 .\n:b :p 1 .\n:a :p 1 .".encode(), TURTLE)
    assert positions.find(ex("a"), ex("p"), ox.Literal(1)) == Span(3, 7, 3, 8)


@pytest.mark.parametrize(
    ("terms", "text"),
    [
        ((ex("a"), ex("p"), ox.Literal("1", datatype=ox.NamedNode(f"{XSD}integer"))), "1"),
        ((ex("a"), ex("p"), ox.Literal("01", datatype=ox.NamedNode(f"{XSD}integer"))), "01"),
        ((ex("a"), ex("p"), ox.Literal("1")), ":p"),
        ((ex("a"), ex("p"), ox.Literal("x", language="sv")), '"x"@sv'),
        ((ex("a"), ex("p"), ox.Literal("x", language="en")), ":p"),
        ((ex("a"), ex("q"), ox.Literal("x")), ":a"),
        ((ex("a"), None, ox.Literal("01")), ":a"),
        ((ex("a"), None, ex("p")), ":a"),
        ((ex("a"),), ":a"),
    ],
)
def test_what_is_not_there_is_found_at_its_property_or_its_subject(
    terms: tuple[ox.NamedNode, ...], text: str
) -> None:
    document = f'{PREFIXES}:a :p 1, 01, "x"@sv .'
    assert text_at(document, positions_of(document.encode(), TURTLE).find(*terms)) == text


def test_a_subject_that_is_not_there_has_no_place() -> None:
    assert positions_of(f"{PREFIXES}:a :p 1 .".encode(), TURTLE).find(ex("b")) is None


def test_blank_nodes_are_known_by_label_in_any_parse() -> None:
    document = f"{PREFIXES}:a :p _:x .\n_:x :q 1 ."
    positions = positions_of(document.encode(), TURTLE)
    assert positions.find(ox.BlankNode("x"), ex("q"), ox.Literal(1)) == Span(4, 8, 4, 9)


def test_blank_nodes_without_label_are_told_apart() -> None:
    document = f"{PREFIXES}:a :p [ :q 1 ] .\n:b :p [ :q 1 ] .\n:c :p [ :q 1 ] ."
    quads, positions = parse_with_positions(document.encode(), TURTLE)
    nodes = {q.subject: q.object for q in quads if isinstance(q.object, ox.BlankNode)}
    lines = [positions.find(nodes[ex(name)], ex("q"), ox.Literal(1)) for name in "abc"]
    assert [span.line for span in lines if span] == [3, 4, 5]


@pytest.mark.parametrize(
    "beyond",
    [
        ":b :p 1 ~ :r {| :q 2 ~ ~ |} {| :q 3 |} .",  # pyoxigraph says 3 of another reifier
    ],
)
def test_what_the_reader_does_not_know_costs_the_columns(beyond: str) -> None:
    document = f"{PREFIXES}:a :p 1 .\n{beyond}\n:c :p 2 ."
    quads, positions = parse_with_positions(document.encode(), TURTLE)
    assert len(quads) > 2
    assert not positions.exact
    assert positions.find(ex("a"), ex("p"), ox.Literal(1)) == Span(3, None, 3, None)
    assert positions.find(ex("c"), ex("p"), ox.Literal(2)) is None


def test_a_base_changes_what_is_found() -> None:
    positions = positions_of(b"<s> <p> <o> .", TURTLE, BASE)
    found = [ox.NamedNode(f"https://b.example/dir/{name}") for name in "spo"]
    assert positions.find(*found) == Span(1, 9, 1, 12)


NESTED = [
    "((_:a 1)) :p :o .",
    "(([] 1) _:b) :p ((_:b []) ([:q _:b])) .",
    ":a :p ([:q ([] [])] [] _:c), [:r ([:s []])] .",
    ":a :p ([:q 1; :r 2; :s 3; :t 4; :u 5; :v 6; :w 7; :x 8; :y 9; :z 0] 2) .",
    "([:q ((_:d))]) :p (() (())) .",
]


@pytest.mark.parametrize("document", NESTED)
def test_lists_in_lists_of_things_without_names(document: str) -> None:
    assert_each_text_is_its_term(PREFIXES + document, "ttl", PREFIXES)


def test_a_label_is_not_taken_for_text_of_the_same_letters() -> None:
    assert_each_text_is_its_term(PREFIXES + ':a :p "x", _:x, "0", _:0 .', "ttl", PREFIXES)


NEW = {
    'VERSION "1.2"\n:a :p 1 .': [":a :p 1"],
    "@version '1.2' .\n@prefix x: <x:> .\n:a :p 1 .": [":a :p 1"],
    ":a :p <<( :s :p _:o )>> .": [":a :p <<( :s :p _:o )>>"],
    "<< :s :p :o ~ :r >> :q 1 .": [":r ~ ~", ":r :q 1"],
    "<< :s :p :o >> :q 1 .": ["<< << <<", "<< :q 1"],
    ':s :p "o" ~ :r {| :q 1 |} .': [':s :p "o"', ":r ~ ~", ":r :q 1"],
    ":s :p 1 {| :q 2 |} , 3 .": [":s :p 1", "{| {| {|", "{| :q 2", ":s :p 3"],
    ':s :p "o"@ar--rtl .': [':s :p "o"@ar--rtl'],
}


@pytest.mark.parametrize("written", NEW)
def test_rdf_1_2(written: str) -> None:
    rows = texts(PREFIXES + written, TURTLE)
    assert [" ".join(row) for row in rows] == NEW[written]
