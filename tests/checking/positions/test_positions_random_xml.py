"""Random RDF/XML in random layout is read as pyoxigraph reads it, every value at its place."""

from xml.sax.saxutils import unescape

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from checking.positions.finding import BASE, EX, parse_with_positions, text_at
from lod.rdf.formats import RDFXML
from lod.rdf.namespaces import RDF

XML = ox.NamedNode(f"{RDF}XMLLiteral")
ITS = "http://www.w3.org/2005/11/its"
HEAD = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="{EX}" xmlns:ex="{EX}ex/" xmlns:its="{ITS}"'
versions = st.sampled_from(["", ' rdf:version="1.2"', ' its:version="2.0" rdf:version="1.2"'])
gaps = st.sampled_from(["", "\n", "\r\n", "<!-- <x> & -->", "\r\n  <!-- å -->\t", "<?x y?>"])
inner = st.sampled_from([" ", "\n", "\r\n  ", "\t"])
languages = st.sampled_from(["", ' xml:lang="sv"', " xml:lang='en-GB' its:dir='ltr'"])
annotations = st.sampled_from(
    ["", "", ' rdf:annotation="r"', ' rdf:annotation="r" rdf:annotationNodeID="m"']
)
plain = st.sampled_from(
    ["x", "å😀", "1&amp;2", "a\r\nb", "<![CDATA[<]]>z", "y<!-- c -->z", "&#13;", ""]
)
names = st.sampled_from(["p", "ex:q", "ex:r", "s"])
subjects = st.sampled_from(
    [' rdf:about="a"', " rdf:about='#b'", ' rdf:nodeID="n"', "", "", f' rdf:about="{EX}c"']
)


@st.composite
def attributes(draw: st.DrawFn) -> str:
    """Give values in attributes, each property once."""
    chosen = draw(st.lists(st.sampled_from(["ex:q", "ex:r", "ex:s", "rdf:type"]), unique=True))
    value = st.sampled_from(["x", "1\r\n2", "å\t😀", "&lt;&amp;"])
    return "".join(
        f'{draw(inner)}{name}="{"T" if name == "rdf:type" else draw(value)}"' for name in chosen
    )


@st.composite
def nodes(draw: st.DrawFn, depth: int = 2) -> str:
    name = draw(st.sampled_from(["rdf:Description", "T", "ex:U"]))
    start = f"<{name}{draw(subjects)}{draw(languages)}{draw(attributes())}"
    parts = draw(st.lists(properties(depth), max_size=3))
    if not parts and draw(st.booleans()):
        return f"{start}/>"
    return f"{start}>" + "".join(draw(gaps) + part for part in parts) + f"{draw(gaps)}</{name}>"


@st.composite
def properties(draw: st.DrawFn, depth: int) -> str:
    name, gap, said = draw(names), draw(gaps), draw(annotations)
    kinds = ["text", "typed", "reference", "attributes", "triple", "node", "collection", "resource"]
    kind = draw(st.sampled_from(kinds if depth else kinds[:5]))
    if kind == "text":
        return f"<{name}{said}{draw(languages)}>{draw(plain)}</{name}>"
    if kind == "typed":
        return f'<{name} rdf:datatype="t"{said}>{draw(plain)}</{name}>'
    if kind == "reference":
        return f'<{name}{draw(inner)}rdf:resource="b"{draw(attributes())}{said}/>'
    if kind == "attributes":
        # pyoxigraph takes no notice of rdf:type if it stands there alone
        return f'<{name} ex:t="0"{draw(attributes())}{draw(languages)}/>'
    if kind == "triple":
        return f'<{name} rdf:parseType="Triple"{said}>{gap}{draw(triples())}</{name}>'
    if kind == "node":
        return f"<{name}{draw(languages)}{said}>{gap}{draw(nodes(depth - 1))}{gap}</{name}>"
    if kind == "collection":
        items = draw(st.lists(nodes(depth - 1), max_size=3))
        return f'<{name} rdf:parseType="Collection"{said}>{gap}{gap.join(items)}</{name}>'
    inside = "".join(draw(st.lists(properties(depth - 1), max_size=2)))
    return f'<{name} rdf:parseType="Resource"{said}>{inside}{gap}</{name}>'


@st.composite
def triples(draw: st.DrawFn) -> str:
    """Give an element that says one thing: a triple term, where the version is RDF 1.2's."""
    subject = draw(subjects)
    said = draw(st.sampled_from(["<ex:q>v</ex:q>", '<p rdf:resource="b"/>', '<p xml:lang="sv"/>']))
    if draw(st.booleans()):
        said = f'<p rdf:parseType="Triple"><T{draw(subjects)}/></p>'
    return f"<rdf:Description{subject}>{said}</rdf:Description>"


@st.composite
def documents(draw: st.DrawFn) -> str:
    parts = "".join(draw(gaps) + node for node in draw(st.lists(nodes(), max_size=4)))
    return f"{HEAD}{draw(versions)}{draw(languages)}>{parts}{draw(gaps)}</rdf:RDF>"


@settings(max_examples=150, deadline=None)
@given(documents())
def test_every_value_is_at_its_place(document: str) -> None:
    quads, positions = parse_with_positions(document.encode(), RDFXML, BASE)
    assert positions.exact
    assert len(positions) == len(quads)
    for quad in quads:
        span = positions.find(quad.subject, quad.predicate, quad.object)
        if not isinstance(quad.object, ox.Literal) or quad.object.datatype == XML:
            continue
        if quad.object.value.strip():
            written = text_at(document, span)
            for raw, read in (("<!-- c -->", ""), ("<![CDATA[<]]>", "&lt;"), ("&#13;", "\r")):
                written = written.replace(raw, read)
            assert unescape(written).split() == quad.object.value.split()
