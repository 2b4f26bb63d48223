"""Syntax errors: where, in which words, and all of a file at once."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checking.positions.finding import BASE, EX, PREFIXES
from checking.positions.layouts import documents
from lod.checking.positions import SyntaxProblem, find_syntax_errors
from lod.errors import InputError
from lod.rdf.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from lod.words import width

FILE = Path("data.ttl")
LONG = "x" * 20_000  # more than pyoxigraph asks for at once
RDFXML_HEAD = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{EX}">\n'

# The text (the place is marked ▲), and words of the message.
TURTLE_CASES = {
    "no dot": (":a :p 1\n▲:b :p 2 .", "a dot or semicolon is missing before “:b”"),
    "no semicolon": (":a :p 1\n  ▲:q 2 .", "a dot or semicolon is missing before “:q”"),
    "no semicolon in brackets": (":a :p [ :q 1 ▲:r 2 ] .", "missing before “:r”"),
    "no dot at the end": (":a :p 1▲", "the file ends without a dot"),
    "ends in the middle": (":a :p▲", "the file ends in the middle"),
    "no value": (":a :p ▲; :q 1 .", "the value is missing before “;”"),
    "no property": (":a :p 1 ; ▲, 2 .", "the property is missing before “,”"),
    "prefix not declared": (":a ▲foo:p 1 .", "the prefix foo: is not declared"),
    "prefix of a datatype": (':a :p "1"^^▲foo:t .', "the prefix foo: is not declared"),
    "text not closed": (':a :p ▲"x .\n:b :p "y" .', "text in quotes isn't closed on its line"),
    "long text not closed": (':a :p ▲"""x\ny" .\n', 'starts with """ is never closed'),
    "backslash": (r':a :p ▲"C:\dir" .', "a backslash with a wrong sign"),
    "space in an IRI": (":a :p ▲<http://x/a b> .", "has a space in it"),
    "brace in an IRI": (":a :p ▲<http://x/{b}> .", "has “{” in it"),
    "IRI not closed": (":a :p ▲<http://x/b .\n:a :q 1 .", "isn't closed"),
    "brackets not closed": (":a :p [ :q 1 ▲.", "the “[” isn't closed before the dot"),
    "brackets closed twice": (":a :p [ :q 1 ] ▲] .", "“]” closes nothing"),
    "list not closed": (":a :p (1 2 ▲.", "the list isn't closed"),
    "comma in a list": (":a :p (1▲, 2) .", "no commas between them"),
    "file ends in brackets": (":a :p [ :q 1▲", "the file ends, but “[” isn't closed"),
    "word": (":a :p ▲Motala .", "“Motala” is neither a name with a prefix nor text"),
    "True": (":a :p ▲True .", "“True” must be written in lower case"),
    "value as subject": ('▲"x" :p 1 .', "a statement can't start with the value"),
    "value as property": (':a ▲"x" 1 .', "here stands the value"),
    "two dots": (":a :p 1 . ▲.", "“.” stands alone"),
    "sign": (":a :p ▲& .", "the sign “&” can't stand here"),
    "prefix without colon": ("@prefix ▲foo <http://x/> .", "“foo” is no prefix with a colon"),
    "prefix without brackets": ("@prefix foo: ▲http://x/ .", "is not an IRI in < >"),
    "prefix without dot": ("@prefix foo: <http://x/>\n▲:a :p 1 .", "the dot is missing before"),
    "graph in Turtle": (":g ▲{ :a :p 1 }", "“{” can't stand here"),
    "curly quotes": (":a :p ▲“Håll ut” .", "the quotes around text are curly ones"),
    "curly quotes, Swedish": (":a :p ▲”x”@sv .", "the quotes around text are curly ones"),
    "curly quotes with a colon": (":a :p ▲“a:b” .", "the quotes around text are curly ones"),
    "no dot, then lines": (":a :p 1▲ # end\n\n", "the file ends without a dot"),
    "percent sign": (":a :p ▲<http://x/%zz> .\n:b :p .", "Invalid IRI percent encoding"),
    "after å and 😀": (':a :p "å😀" ▲1 .', "missing before “1”"),
}


def find(text: str, format: Format, head: str = "", base: str | None = BASE) -> InputError:
    """Give the first error, which must stand where ▲ does."""
    document = head + text.replace("▲", "")
    before = (head + text).partition("▲")[0]
    errors = find_syntax_errors(document.encode(), format, FILE, base)
    first = errors[0]
    assert isinstance(first, SyntaxProblem)
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    assert (first.line, first.column) == (line, column)
    shown = document.split("\n")[line - 1].rstrip("\r")
    assert str(first).startswith(f"data.ttl:{line}:{column}: ")
    drawn, caret = str(first).split("\n")[1:3]
    assert (drawn, caret) == (f"  {shown}", "  " + " " * width(shown[: column - 1]) + "^")
    return first


@pytest.mark.parametrize("case", TURTLE_CASES)
def test_turtle(case: str) -> None:
    text, words = TURTLE_CASES[case]
    assert words in find(text, TURTLE, PREFIXES).message


@pytest.mark.parametrize("case", TURTLE_CASES)
def test_every_error_says_what_to_do_or_what_was_expected(case: str) -> None:
    error = find(TURTLE_CASES[case][0], TURTLE, PREFIXES)
    assert error.todo or error.expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (":g { :a :p 1 ▲2 }", "missing before “2”"),
        (":g { :a :p 1 .▲", "the file ends, but the graph's { isn't closed"),
        (":g { :a :p 1 } ▲} :a :p 1 .", "“}” stands alone"),
        (":g { { :a :p 1 } }".replace("{ {", "{ ▲{"), "“{” can't stand here"),
        ("GRAPH ▲{ :a :p 1 }", "“{” can't stand here"),
    ],
)
def test_trig(text: str, words: str) -> None:
    assert words in find(text, TRIG, PREFIXES).message


def test_a_relative_iri_needs_a_base() -> None:
    assert "no @base" in find("<http://x/> <http://x/> ▲<y> .", TURTLE, base=None).message


def test_all_errors_of_a_file_are_told() -> None:
    broken = [text.replace("▲", "") for text, _ in TURTLE_CASES.values()]
    broken = [text for text in broken if text.endswith(".") and '"""' not in text]
    good = ":good :p 1 .\n"
    document = PREFIXES + good.join(f"{text}\n" for text in broken) + good
    told = {e.line for e in find_syntax_errors(document.encode(), TURTLE, FILE, BASE)}
    first = 3
    for text in broken:
        lines = range(first, first + text.count("\n") + 1)
        undeclared_again = "foo:" in text and ":t" in text
        assert told & set(lines) or undeclared_again, text
        first = lines.stop + 1
    assert len(told) < len(broken) * 1.3


def test_what_stands_between_two_errors_is_not_told() -> None:
    document = PREFIXES + ":a :p 1\n:b :p 2 .\n:c :p .\n:d :p 4 .\n:e :p [ .\n:f :p 6 .\n"
    errors = find_syntax_errors(document.encode(), TURTLE, FILE)
    assert [e.line for e in errors] == [4, 5, 7]


def test_a_statement_after_one_without_a_dot_is_read() -> None:
    document = PREFIXES + ":a :p 1\n:b :p .\n:c :p 3 .\n"
    errors = find_syntax_errors(document.encode(), TURTLE, FILE)
    assert [(e.line, e.message.split(" ")[-1]) for e in errors] == [(4, "“:b”"), (4, "“.”")]


@pytest.mark.parametrize(
    "text",
    [
        ":a :p <http://x/a b> .\n:b :p 1 .",
        ':a :p "note: this, and that .\n:b :p 1 .',
        ":a :p <http://x/ .\n:b :p 1 .",
        ":a :p 'x\\y: z' .\n:b :p 1 .",
        ':a :p """note: \\y\nthis: "" that""" .\n:b :p 1 .',
        ":a no:p no:q, no:r . :b no:s 1 .",
    ],
)
def test_what_follows_from_an_error_is_not_told(text: str) -> None:
    errors = find_syntax_errors((PREFIXES + text).encode(), TURTLE, FILE)
    assert [e.line for e in errors] == [3]


LINE_CASES = {
    "no dot": (f"<{EX}a> <{EX}p> <{EX}b>▲", "the dot at the end of the line is missing"),
    "prefix": (f"<{EX}a> ▲ex:p <{EX}b> .", "“ex:p” is not an IRI in < >"),
    "text not closed": (f'<{EX}a> <{EX}p> ▲"b .', "text in quotes isn't closed"),
    "number": (f"<{EX}a> <{EX}p> ▲1 .", "“1” can't stand here"),
    "IRI not closed": (f"▲<{EX} a> <{EX}p> _:a .", "isn't closed"),
    "short": (f"<{EX}a> <{EX}p>▲", "the statement isn't complete"),
    "two on a line": (f"<{EX}a> <{EX}p> _:b .▲ <{EX}a> <{EX}p> _:c .", "after the dot"),
    "relative IRI": (f"<{EX}a> <{EX}p> ▲<b> .", "No scheme"),
    "language": (f'<{EX}å> <{EX}p> "😀"@▲toolongtagg .', "subtag"),
    "sign that is none": (f'<{EX}a> <{EX}p> "▲\\uD800" .', "valid unicode"),
    "long text": (f'<{EX}a> <{EX}p> ""▲"x""" .', "stands where the dot must stand"),
    "too many": (f'<{EX}a> <{EX}p> "x" <{EX}g> ▲"y" .', "stands where the dot must stand"),
}


@pytest.mark.parametrize("case", LINE_CASES)
def test_n_quads(case: str) -> None:
    text, words = LINE_CASES[case]
    assert words in find(text, NQUADS, f"# c\n<{EX}a> <{EX}p> <{EX}b> .\n\n").message


def test_every_bad_line_is_told() -> None:
    texts = [text.replace("▲", "") for text, _ in LINE_CASES.values()]
    good = f'<{EX}a> <{EX}p> "b"@en . # c'
    document = "\r\n".join(line for text in texts for line in (text, good))
    errors = find_syntax_errors(document.encode(), NTRIPLES, FILE)
    assert [e.line for e in errors] == list(range(1, 2 * len(texts), 2))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": [1, 2▲,]}', "a comma stands before the closing bracket"),
        ('{"a": 1\n ▲"b": 2}', "a comma is missing"),
        ('{"å": "😀", "b" ▲2}', "a colon is missing"),
        ('{▲a: 2}', "a name in double quotes is missing"),
        ('{"a": ▲"x}', "text in quotes isn't closed"),
        ('{"a": ▲True}', "a value is missing"),
        ('{"a": "x▲\ny"}', "a line break or tab"),
        ("{} ▲{}", "something stands after the end"),
    ],
)  # fmt: skip
def test_json(text: str, words: str) -> None:
    assert words in find(text, JSONLD).message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<T><p>å</▲q></T></rdf:RDF>", "closes an element that isn't the one open"),
        ("<T><p>a &▲ b</p></T></rdf:RDF>", "a sign that can't stand here"),
        ("<T>▲<no:p>1</no:p></T></rdf:RDF>", "a prefix isn't declared"),
        ("<T><p>▲&nbsp;</p></T></rdf:RDF>", "an entity such as &name;"),
    ],
)
def test_xml(text: str, words: str) -> None:
    error = find(text, RDFXML, RDFXML_HEAD)
    assert words in error.message
    assert error.todo


def test_xml_names_the_element_to_close() -> None:
    errors = find_syntax_errors(f"{RDFXML_HEAD}<T>\n<p>x</T>".encode(), RDFXML, FILE, BASE)
    assert errors[0].todo == "write </p>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<T>\n<p>1</p>\n<q><T/>▲x</q></T></rdf:RDF>", "Unexpected text"),
        ("<T>\n<q><T/>▲<T/></q></T></rdf:RDF>", "Unexpected node"),
        ('<T>\n<q rdf:resource="▲a b"/></T></rdf:RDF>', "Invalid IRI"),
        ('<T>\n<q rdf:datatype="▲a b">1</q></T></rdf:RDF>', "Invalid IRI"),
        ('<T><p>x</p>\n<q xml:lang="▲sv_SE">1</q></T></rdf:RDF>', "language"),
        ('<T rdf:ID="a"/>\n<T/>▲<T rdf:ID="a"/></rdf:RDF>', "already been used"),
        ("<T>\r\n<!-- <T> -->\r\n▲x<p>1</p></T></rdf:RDF>", "Unexpected text"),
        ("<T/>▲<rdf:li/></rdf:RDF>", "Invalid property element"),
        (f'<T rdf:about="{LONG}"/>\n▲x<T/></rdf:RDF>', "Unexpected text"),
        (f"<!--{LONG}--><T><p>{LONG}</p>\n<q><T/>▲x</q></T></rdf:RDF>", "Unexpected text"),
        (f'<T><q rdf:ID="{LONG}"\n rdf:datatype="▲a b"/></T></rdf:RDF>', "Invalid IRI"),
    ],
)
def test_xml_that_is_not_rdf(text: str, words: str) -> None:
    error = find(text, RDFXML, RDFXML_HEAD)
    assert words in error.message
    assert error.todo


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a:p": 1,\n "@id": ▲5}', "@id"),
        ('{"@id": "a:b", "a:p": [1,\n {"@value": ▲["x"]}]}', "@value"),
        ('{"a:p": {"@list": [1],\n "@id": ▲"a:b"}}', "@list"),
        ('[{"a:p": 1}, {"@id": "a:b",\n "@type": ▲5}, {"a:p": 2}]', "@type"),
        ('{"@context": {"å": {"@id": ▲5}},\n "a:p": 1}', "@id"),
        ('{"@context": ▲5}', "@context"),
        ('{"@context": [{}, ▲"https://schema.org/"]}', "@context"),
        ('{"a:p": ▲"\\ud800"}', "JSON-LD"),
        ('{"a:p": 1, ▲"a:p": 2}', "the same name"),
    ],
)
def test_json_that_is_not_json_ld(text: str, words: str) -> None:
    assert words in find(text, JSONLD).message


def test_what_is_not_utf_8_is_shown() -> None:
    (error,) = find_syntax_errors(b"<a:> <a:>\n '\xe5' .", TURTLE, FILE)
    assert (error.line, error.message) == (2, "the file is not UTF-8 here")


def test_a_long_line_is_cut_around_the_place() -> None:
    text = f"{PREFIXES}:a :p {', '.join(map(str, range(1000)))} oops, 1 ."
    (error,) = find_syntax_errors(text.encode(), TURTLE, FILE)
    shown, caret = str(error).split("\n")[1:3]
    assert len(shown) < 130
    assert shown[caret.index("^") :].startswith("oops")


@settings(max_examples=100, deadline=None)
@given(documents(), st.data())
def test_damaged_documents_have_errors_exactly_when_pyoxigraph_says_so(
    document: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(document)))
    stop = start + data.draw(st.integers(0, 6))
    text = (
        document[:start]
        + data.draw(st.sampled_from(["", ".", '"', "<", "]", "x"]))
        + document[stop:]
    )
    errors = find_syntax_errors(text.encode(), TURTLE, FILE, BASE)
    try:
        list(ox.parse(text, ox.RdfFormat.TURTLE, base_iri=BASE))
    except SyntaxError:
        assert errors
        assert all(str(error) for error in errors)
    else:
        assert errors == []


WRONG = {
    "ttl": (b"@prefix : <x:> .\n", b":s :p :o :q .\n"),
    "trig": (b"@prefix : <x:> .\n", b":g { :s :p :o :q . }\n"),
    "nt": (b"", b"<x:s> <x:p> .\n"),
    "nq": (b"", b"<x:s> <x:p> <x:o> <x:g> <x:h> .\n"),
    "jsonld": (b"[", b'{"@id":"x:a b","x:p":1},\n'),
}


@pytest.mark.parametrize("form", WRONG)
def test_after_a_thousand_errors_the_rest_are_counted(form: str) -> None:
    head, wrong = WRONG[form]
    data = head + wrong * 3_000
    errors = find_syntax_errors(
        data.removesuffix(b",\n") + b"]" if form == "jsonld" else data, form, "x"
    )
    assert len(errors) == 1_001
    assert str(errors[-1]) == "x: … and 2000 more like these"


def test_every_prefix_is_known_however_many_there_are() -> None:
    """100,000 of them, each declared twice: each declaration used to copy those before it."""
    declared = b"".join(b"@prefix p%d: <x:%d/> .\n" % (n, n) for n in range(50_000))
    data = declared * 2 + b"".join(b"q%d:s <x:p> 1 .\n" % n for n in range(2_000))
    errors = find_syntax_errors(data, "ttl", "x")
    assert str(errors[-1]) == "x: … and 1000 more like these"
    assert "use one of: p0:, p1:" in (errors[0].todo or "")
    assert len(errors[0].todo or "") < 300


@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\UFFFFFFFF", r"\U00110000"])
@pytest.mark.parametrize("text", ["@prefix p: <{}> .\n<a> <b> <c> .", "@base <{}> .\n<a> <b> <c> .",
                                  "<{}> <b> <c> .", "<a> <b> \"x\"^^<{}> ."])  # fmt: skip
@pytest.mark.parametrize("form", [TURTLE, TRIG])
def test_an_escape_that_is_no_character_is_told(escape: str, text: str, form: Format) -> None:
    errors = find_syntax_errors(text.format(escape).encode(), form, FILE, BASE)
    assert [error.line for error in errors] == [1]


@pytest.mark.parametrize("form", [NTRIPLES, NQUADS])
def test_what_only_rdf_1_2_has_is_no_error_beside_one(form: Format) -> None:
    lines = ["x .", '<a:a> <a:b> <<( <a:s> <a:p> "o" )>> .', '<a:a> <a:b> "x"@ar--rtl .']
    errors = find_syntax_errors("\n".join(lines).encode(), form, FILE, BASE)
    assert [error.line for error in errors] == [1]


BEFORE = {
    "12^^<x:d>": "before ^^ stands “12”, which isn't text in quotes",
    "<a:o>^^<x:d>": "before ^^ stands “<a:o>”, which isn't text in quotes",
    "'it'@en^^<x:d>": "“'it'@en” has its language or datatype already",
    '"x"^^<x:d>^^<x:e>': '“"x"^^<x:d>” has its language or datatype already',
    "'x\\'y'^^date": "after “'x\\'y'”^^ stands “date”, which is no datatype",
    '"""long\n"x" text"""^^"y"': 'after “"""long "x" text"""”^^ stands “"y"”, which is no datatype',
    '"x"^<x:d>': 'a single ^ stands after “"x"”',
}


@pytest.mark.parametrize("written", BEFORE)
def test_what_stands_before_a_datatype_is_told_as_it_stands(written: str) -> None:
    (error,) = find_syntax_errors(f"<a:s> <a:p> {written} .".encode(), "ttl", "a.ttl")
    assert error.message == BEFORE[written]
