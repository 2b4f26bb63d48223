"""Values of JSON, and the statements of JSON-LD, are found in the text."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checking.positions.finding import BASE, EX, ex, parse_with_positions, text_at
from lod.checking.positions.jsontext import Item, read_json
from lod.rdf.formats import JSONLD
from lod.rdf.namespaces import prefixes
from lod.rdf.writers import write

ONTOLOGY = Path(__file__).parents[3] / "ontology/terms.ttl"

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)  # fmt: skip


def items(item: Item) -> Iterator[Item]:
    yield item
    for part in [*item.members.values(), *item.items]:
        yield from items(part)


def values(document: object) -> Iterator[object]:
    """Give what a document holds in the order of :func:`items`."""
    yield document
    if isinstance(document, dict | list):
        for part in document.values() if isinstance(document, dict) else document:
            yield from values(part)


@settings(max_examples=80, deadline=None)
@given(documents, st.sampled_from([None, 2]), st.booleans())
def test_every_value_has_its_place(document: object, indent: int | None, ascii: bool) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ascii)
    found = [json.loads(text[item.start : item.end]) for item in items(read_json(text))]
    assert found == [*values(document)]


def test_every_name_has_its_place() -> None:
    text = '{"a": 1, "å\\"": {"": 2}}'
    places = [text[a:b] for item in items(read_json(text)) for a, b in item.keys.values()]
    assert places == ['"a"', '"å\\""', '""']


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
        ('{"a": 1, "a": 2}', 9),
    ],
)
def test_what_is_not_json_is_refused_at_its_place(text: str, offset: int) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        read_json(text)
    assert caught.value.pos == offset


CONTEXT = """{
  "@context": {
    "@vocab": "https://x.example/", "ex": "https://x.example/ex/",
    "id": "@id", "type": "@type",
    "ref": {"@id": "https://x.example/ref", "@type": "@id"},
    "list": {"@id": "ex:list", "@container": "@list"},
    "label": {"@id": "ex:label", "@container": "@language"},
    "inverse": {"@reverse": "ex:inv"},
    "byid": {"@id": "ex:byid", "@container": "@id"},
    "index": {"@id": "ex:index", "@container": "@index"},
    "types": {"@id": "ex:types", "@container": "@type"},
    "json": {"@id": "ex:json", "@type": "@json"},
    "graph": {"@id": "ex:graph", "@container": "@graph"},
    "graphs": {"@id": "ex:graphs", "@container": ["@graph", "@id"]},
    "scoped": {"@id": "ex:scoped", "@context": {"p": "ex:q"}},
    "nest": "@nest"
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
    "reversed": ('"@id": "b", "@reverse": {"p": {"@id": "a"}}', "p", '"b"'),
    "inside a reversed": ('"@id": "b", "@reverse": {"p": {"@id": "a", "q": 2}}', "q", "2"),
    "inside a reversed without a name":
        ('"@id": "b", "@reverse": {"p": [{"q": 2}, {"q": 3}]}', "q", "2 3"),
    "reversed by its context": ('"@id": "b", "inverse": {"@id": "a", "q": 3}', "q", "3"),
    "reversed by its context, it": ('"@id": "b", "inverse": {"@id": "a"}', "ex/inv", '"b"'),
    "label of a node": ('"@id": "_:n", "p": {"@id": "_:m", "q": 1}', "p", '"_:m"'),
    "inside a node with a label": ('"@id": "_:n", "p": {"@id": "_:m", "q": 1}', "q", "1"),
    "typed reference to a label": ('"@id": "a", "ref": "_:n"', "ref", '"_:n"'),
    "labels beside nobody":
        ('"@graph": [{"p": 1}, {"@id": "_:n", "p": 2}, {"r": 1}, {"p": 3}]', "p", "1 2 3"),
    "map by names": ('"@id": "a", "byid": {"b": {"q": 1}, "c": {"q": 2}}', "q", "1 2"),
    "map by names, it": ('"@id": "a", "byid": {"b": {"q": 1}}', "ex/byid", '"b"'),
    "map by index": ('"@id": "a", "index": {"x": {"@id": "b"}, "y": 2}', "ex/index", '"b" 2'),
    "after null": ('"@id": "a", "p": [null, "t"], "list": ["t"]', "p", '"t"'),
    "list beside null": ('"@id": "a", "ex:list": [null, "t"],\n "list": ["t"]', "ex/list", '"t" ['),
    "empty list": ('"@id": "a", "list": []', "ex/list", "["),
    "JSON": ('"@id": "a", "json": {"a": [1, null]}', "ex/json", '{"a": [1, null]}'),
    "JSON that is null": ('"@id": "a", "json": null', "ex/json", "null"),
    "map by types": ('"@id": "a", "types": {"T": {"@id": "b"}, "U": "c"}', "ex/types", '"b" "c"'),
    "map by types, types":
        ('"@id": "a", "types": {"T": {"@type": "V"}, "U": ["c"]}', "type", '"T" "V" "U"'),
    "map by types, inside": ('"@id": "a", "types": {"T": {"@id": "b", "q": 1}}', "q", "1"),
    "graph as a value": ('"@id": "a", "graph": {"@id": "b", "q": 1}', "q", "1"),
    "graph as a value, it": ('"@id": "a", "graph": {"@id": "b", "q": 1}', "ex/graph", "{"),
    "graph with nobody": ('"@id": "a", "graph": [{"q": 1}, {"q": 2}]', "q", "1 2"),
    "graphs by names": ('"@id": "a", "graphs": {"g": {"@id": "b", "q": 1}}', "q", "1"),
    "graphs by names, it": ('"@id": "a", "graphs": {"g": {"q": 1}}', "ex/graphs", '"g"'),
    "context of a property": ('"@id": "a", "scoped": {"@id": "b", "p": 5}', "ex/q", "5"),
    "nested": ('"@id": "a", "nest": {"p": 4}', "p", "4"),
    "graph with a name": ('"@id": "g", "q": 0, "@graph": {"@id": "a", "p": 4}', "p", "4"),
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
