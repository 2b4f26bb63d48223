"""Every construct of RDF/XML: the place of each term, and pyoxigraph's graph."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from checking.positions.finding import BASE, EX, ex, parse_with_positions, text_at
from lod.checking.positions import parse
from lod.rdf.formats import RDFXML
from lod.rdf.namespaces import RDF, prefixes
from lod.rdf.writers import write

ONTOLOGY = Path(__file__).parents[3] / "ontology/terms.ttl"
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rdf:RDF [<!ENTITY x "{EX}">]>
<rdf:RDF xmlns:rdf="{RDF}"
  xmlns="{EX}" xmlns:ex="{EX}ex/">
"""
ITS = "http://www.w3.org/2005/11/its"
NODE = '<rdf:Description rdf:about="a">'

# What stands in a description of <a>, and where what is stated is found (pyoxigraph's order).
CASES = {
    "text": ("<p>å &amp; b</p>", "å &amp; b"),
    "text with space around": ("<p>\n  x y\n</p>", "x y"),
    "no text": ("<p></p><ex:q/>", "p ex:q"),
    "language": ('<p xml:lang="sv">x</p>', "x"),
    "datatype": (f'<p rdf:datatype="{EX}t">1</p>', "1"),
    "datatype by entity": ('<p rdf:datatype="&x;t">1</p>', "1"),
    "reference": ('<p rdf:resource="b"/>', "b"),
    "reference in other quotes": ("<p rdf:resource = '#b' />", "#b"),
    "label": ('<p rdf:nodeID="n"/>', "n"),
    "node in a property": ('<p><T rdf:about="b"><q>1</q></T></p>', "T 1 b"),
    "node without a name": ("<p><T><q>1</q></T></p>", "T 1 <T"),
    "node with type": ('<p><ex:T rdf:ID="b"/></p>', "ex:T b"),
    "property attributes": ('<p ex:q="1"/>', "1 <p"),
    "attributes and reference": ('<p ex:q="1" rdf:resource="b"/>', "1 b"),
    "parse type Resource": ('<p rdf:parseType="Resource"><q>1</q></p>', "<p 1"),
    "parse type Literal": ('<p rdf:parseType="Literal"><b>x</b> y</p>', "<p"),
    "empty collection": ('<p rdf:parseType="Collection"/>', "p"),
    "members": ("<rdf:li>1</rdf:li><rdf:li>2</rdf:li>", "1 2"),
    "base": ('<p xml:base="http://z/" rdf:resource="b"/>', "b"),
    "language from above": ('<p xml:lang="en"><T ex:q="1"/></p>', "T 1 <T"),
    "comment": ("<!-- <p>0</p> --><p><!-- 1 -->2</p>", "2"),
    "comment inside text": ("<p>1<!-- > -->2</p><q>3</q>", "1<!-- > -->2 3"),
    "CDATA": ("<p><![CDATA[<x> &]]> y</p><q>3</q>", "<![CDATA[<x> &]]> y 3"),
    "no language": ('<p xml:lang="">x</p>', "x"),
    "line breaks": ("<p>\r\n  x\r\ny\r</p><q>z</q>", "x\r\ny z"),
    "line breaks in an attribute": ('<p ex:q="1\r\n2\t>"/>', "1\r\n2\t> <p"),
    "a line break by number": ("<p>x&#13;y</p>", "x&#13;y"),
    "astral characters": ("<p>😀</p><p>x</p>", "😀 x"),
    "annotation": ('<p rdf:annotation="r">x</p>', "x x"),
    "annotations": ('<p rdf:annotation="r" rdf:annotationNodeID="m"><T/></p>', "T <T <T <T"),
    "parse type Triple, by no version": ('<p rdf:parseType="Triple"><T rdf:about="b"/></p>', "<p"),
    "parse type Triple": (
        '<p rdf:version="1.2" rdf:parseType="Triple"><T rdf:about="b"/></p><q>1</q>', "p 1"
    ),
    "triple in a triple": (
        '<p rdf:version="1.2" rdf:parseType="Triple"><rdf:Description><q rdf:parseType="Triple"><T/></q></rdf:Description></p>',  # noqa: E501
        "p",
    ),
    "direction": (
        f'<p rdf:version="1.2" xml:lang="ar" d:dir="rtl" xmlns:d="{ITS}">x</p><q>y</q>', "x y"
    ),
    "direction from above": (
        f'<p rdf:version="1.2" xml:lang="ar" d:dir="rtl" xmlns:d="{ITS}"><T ex:q="1"><p>x</p></T></p>',  # noqa: E501
        "T 1 x <T",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_value_stands_where_it_is_written(case: str) -> None:
    body, expected = CASES[case]
    document = f"{HEAD}{NODE}{body}</rdf:Description>\n</rdf:RDF>"
    assert values(document) == expected


def values(document: str) -> str:
    quads, positions = parse_with_positions(document.encode(), RDFXML, BASE)
    assert positions.exact
    assert len(positions) == len(quads)
    found = [positions.find(q.subject, q.predicate, q.object) for q in quads]
    return " ".join(text_at(document, span) for span in found)


def test_line_breaks_are_read_as_xml_has_them() -> None:
    document = f"{HEAD}{NODE}<p ex:q='1\r\n2\t3'/><p>4\r\n5\r6&#13;</p></rdf:Description></rdf:RDF>"
    read = {q.object.value for q in parse(document.encode(), RDFXML, BASE)}  # type: ignore[union-attr]
    assert {"1 2 3", "4\n5\n6\r"} <= read


@pytest.mark.parametrize("name", ["ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE", "US-ASCII"])
def test_other_encodings_are_read(name: str) -> None:
    text = "x" if name == "US-ASCII" else "å"
    head = HEAD.replace('"UTF-8"', f'"{name}"')
    document = f"{head}{NODE}<p>{text}</p><p>after</p></rdf:Description></rdf:RDF>"
    quads, positions = parse_with_positions(document.encode(name), RDFXML, BASE)
    assert positions.exact
    found = [positions.find(q.subject, q.predicate, q.object) for q in quads]
    assert [text_at(document, span) for span in found] == [text, "after"]


def test_attributes_and_type_of_a_node() -> None:
    document = f'{HEAD}<ex:T rdf:about="a" ex:p="1" rdf:type="{EX}U" xml:lang="sv"/>\n</rdf:RDF>'
    assert sorted(values(document).split()) == sorted(["ex:T", f"{EX}U", "1"])


def test_reified_statements_and_collections_agree_with_the_parse() -> None:
    body = """<p rdf:ID="r">x</p>
      <p rdf:ID="s" rdf:parseType="Collection"><T/><T><q>1</q></T><T rdf:about="t"/><T/></p>
      <p rdf:ID="t" rdf:parseType="Resource"><q rdf:ID="u">1</q></p>
      <p rdf:ID="v"><T/></p>"""
    document = f"{HEAD}{NODE}{body}</rdf:Description></rdf:RDF>"
    assert len(values(document).split()) > 30


def test_subject_and_predicate() -> None:
    document = f"{HEAD}{NODE}<ex:p>1</ex:p></rdf:Description></rdf:RDF>"
    quads, positions = parse_with_positions(document.encode(), RDFXML, BASE)
    assert text_at(document, positions.find(quads[0].subject)) == "a"
    assert text_at(document, positions.find(quads[0].subject, ex("ex/p"))) == "ex:p"


def test_every_statement_of_a_written_document_is_at_its_value() -> None:
    triples = {quad.triple for quad in ox.parse(path=ONTOLOGY)}
    data = write(triples, RDFXML, prefixes=prefixes(f"{EX}def/"), base=EX)
    quads, positions = parse_with_positions(data, RDFXML, EX)
    assert positions.exact
    for quad in quads:
        text = text_at(data.decode(), positions.find(quad.subject, quad.predicate, quad.object))
        text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        name = text.rpartition(":")[2] if quad.predicate.value == f"{RDF}type" else text
        assert isinstance(quad.object, ox.Literal | ox.NamedNode)
        assert quad.object.value.strip().endswith(name)


def test_a_large_document_is_read_in_blocks() -> None:
    rows = "".join(f'<T rdf:about="{n}"><p>å{n}</p></T>\n' for n in range(5000))
    document = f"{HEAD}{rows}</rdf:RDF>"
    _, positions = parse_with_positions(document.encode(), RDFXML, BASE)
    assert positions.exact
    subject = ox.NamedNode("https://b.example/dir/4321")
    assert text_at(document, positions.find(subject, ex("p"), ox.Literal("å4321"))) == "å4321"
