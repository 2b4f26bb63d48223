"""JSON pointers and JSON-LD statements are found in the text."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.formats import JSONLD
from lod.namespaces import prefixes
from lod.positions import json_positions
from lod.writers import write
from positions.finding import BASE, EX, ex, parse_with_positions, text_at

ONTOLOGY = Path(__file__).parents[2] / "ontology/terms.ttl"

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)  # fmt: skip


def follow(document: object, pointer: str) -> object:
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]  # type: ignore[index]
    return document


@settings(max_examples=80, deadline=None)
@given(documents, st.sampled_from([None, 2]), st.booleans())
def test_every_pointer_has_the_span_of_its_value(
    document: object, indent: int | None, ascii: bool
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ascii)
    positions = json_positions(text.encode(errors="surrogatepass") if ascii else encode(text))
    assert len(positions) == len(set(positions))
    for pointer in positions:
        assert json.loads(text_at(text, positions[pointer])) == follow(document, pointer)


def encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(json.loads(text)).encode()


def test_signs_in_names_are_escaped_in_pointers() -> None:
    text = '{"a/b": 1, "a~b": 2, "~1": 3, "": {"": 4}}'
    positions = json_positions(text.encode())
    assert list(positions) == ["", "/a~1b", "/a~0b", "/~01", "/", "//"]
    assert [text_at(text, positions[p]) for p in list(positions)[1:4]] == ["1", "2", "3"]


@pytest.mark.parametrize("pointer", ["/b", "/a/2", "/a/x", "a", "/a/0/0"])
def test_a_pointer_to_nothing_is_a_key_error(pointer: str) -> None:
    with pytest.raises(KeyError):
        json_positions(b'{"a": [1, 2]}')[pointer]


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("{", 1),
        ("[1 2]", 3),
        ("[1,]", 2),
        ('{"a" 1}', 5),
        ("{a: 1}", 1),
        ('["x]', 1),
        ("01", 1),
        ("[]]", 2),
        ("", 0),
        ("[" * 300, 201),
        ('["a\nb"]', 3),
    ],
)
def test_what_is_not_json_is_refused_at_its_place(text: str, offset: int) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json_positions(text.encode())
    assert caught.value.pos == offset


CONTEXT = """{
  "@context": {
    "@vocab": "https://x.example/", "ex": "https://x.example/ex/",
    "id": "@id", "type": "@type",
    "ref": {"@id": "https://x.example/ref", "@type": "@id"},
    "list": {"@id": "ex:list", "@container": "@list"},
    "label": {"@id": "ex:label", "@container": "@language"}
  },
"""
LD = {
    "text": ('"@id": "a", "p": "å"', "p", '"å"'),
    "number": ('"@id": "a", "p": 1.50', "p", "1.50"),
    "true": ('"@id": "a", "p": true', "p", "true"),
    "value object": ('"@id": "a", "p": {"@value": "x", "@language": "sv"}', "p", '"x"'),
    "second of two": ('"@id": "a", "p": ["x", "y"]', "p", '"x" "y"'),
    "reference": ('"id": "a", "p": {"id": "b"}', "p", '"b"'),
    "typed reference": ('"@id": "a", "ref": "b"', "ref", '"b"'),
    "type": ('"@id": "a", "@type": "T"', "type", '"T"'),
    "type under another name": ('"id": "a", "type": ["T", "ex:U"]', "type", '"T" "ex:U"'),
    "compact IRI": ('"@id": "a", "ex:p": {"@id": "ex:b"}', "ex/p", '"ex:b"'),
    "node without a name": ('"@id": "a", "p": {"q": 1}', "p", "{"),
    "inside it": ('"@id": "a", "p": {"q": 1}', "q", "1"),
    "list": ('"@id": "a", "list": [1, 2]', "ex/list", "["),
    "list object": ('"@id": "a", "p": {"@list": [1, 2]}', "p", "["),
    "set": ('"@id": "a", "p": {"@set": [1, 2]}', "p", "1 2"),
    "language map": ('"@id": "a", "label": {"sv": "x", "en": ["y"]}', "ex/label", '"x" "y"'),
    "nobody at the top": ('"p": 1', "p", "1"),
    "graph": ('"@graph": [{"@id": "a", "p": 1}, {"@id": "b", "p": {"@id": "a"}}]', "p", '1 "a"'),
    "reversed: its node": ('"@id": "b", "q": 1, "@reverse": {"p": {"@id": "b"}}', "q", "1"),
    "own context": ('"@id": "a", "n": {"@context": {"p": "ex:q"}, "p": 7}', "ex/q", "7"),
}  # fmt: skip


@pytest.mark.parametrize("case", LD)
def test_values_of_json_ld(case: str) -> None:
    body, predicate, expected = LD[case]
    document = f"{CONTEXT}{body}}}"
    quads, positions = parse_with_positions(document.encode(), JSONLD, BASE)
    name = RDF_TYPE if predicate == "type" else ex(predicate)
    found = [q for q in quads if q.predicate == name]
    texts = [text_at(document, positions.find(q.subject, q.predicate, q.object)) for q in found]
    assert " ".join(texts) == expected


RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def test_subject_and_predicate_of_json_ld() -> None:
    document = CONTEXT + '"@id": "a", "p": [1, 2]}'
    _, positions = parse_with_positions(document.encode(), JSONLD, BASE)
    subject = ox.NamedNode("https://b.example/dir/a")
    assert text_at(document, positions.find(subject)) == '"a"'
    assert text_at(document, positions.find(subject, ex("p"))) == '"p"'
    assert text_at(document, positions.find(subject, ex("p"), ox.Literal("3"))) == '"p"'


def test_a_statement_that_is_not_located_stands_at_its_node() -> None:
    document = CONTEXT + '"@id": "a", "p": {"@id": "b", "@reverse": {"q": {"@id": "c"}}, "r": 1}}'
    _, positions = parse_with_positions(document.encode(), JSONLD, BASE)
    node = ox.NamedNode("https://b.example/dir/b")
    assert text_at(document, positions.find(node, ex("z"))) == '"b"'


def test_every_statement_of_a_written_document_is_at_its_value() -> None:
    triples = {quad.triple for quad in ox.parse(path=ONTOLOGY)}
    data = write(triples, JSONLD, prefixes=prefixes(f"{EX}def/"), base=EX)
    quads, positions = parse_with_positions(data, JSONLD, EX)
    assert {quad.triple for quad in quads} == triples
    for quad in quads:
        text = text_at(data.decode(), positions.find(quad.subject, quad.predicate, quad.object))
        written = json.loads(text)
        is_text = isinstance(quad.object, ox.Literal)
        value = str(quad.object.value) if not isinstance(quad.object, ox.Triple) else ""
        assert (written == value) if is_text else value.endswith(written.rpartition(":")[2])
