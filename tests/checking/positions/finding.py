"""What these tests share: the text that stands at a span, and whether it is a term."""

import re

import pyoxigraph as ox

from lod.checking.positions import Positions, Span, parse, read_positions
from lod.rdf.formats import Format
from lod.rdf.namespaces import RDF

EX = "https://x.example/"
BASE = "https://b.example/dir/doc"
PREFIXES = f"@prefix : <{EX}> .\n@prefix ex: <{EX}ex/> .\n"


def parse_with_positions(
    data: bytes, format: Format | str, base: str | None = None
) -> tuple[list[ox.Quad], Positions]:
    quads = parse(data, format, base)
    return quads, read_positions(data, format, base, quads)


def positions_of(data: bytes, format: Format | str, base: str | None = None) -> Positions:
    return parse_with_positions(data, format, base)[1]


def ex(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def text_at(document: str, span: Span | None) -> str:
    """Give the text of a span, counting as an editor does."""
    assert span is not None
    assert span.column is not None
    assert span.end_column is not None
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", document)
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, last = lines[span.line - 1][span.column - 1 :], lines[span.end_line - 1]
    return "".join([first, *lines[span.line : span.end_line - 1], last[: span.end_column - 1]])


def texts(document: str, format: Format | str, base: str | None = BASE) -> list[list[str]]:
    """Give the texts of subject, predicate and object of each statement, in pyoxigraph's order."""
    quads, positions = parse_with_positions(document.encode(), format, base)
    assert positions.exact
    assert len(positions) == len(quads)
    return [
        [
            text_at(document, positions.find(quad.subject)),
            text_at(document, positions.find(quad.subject, quad.predicate)),
            text_at(document, positions.find(quad.subject, quad.predicate, quad.object)),
        ]
        for quad in quads
    ]


def assert_each_text_is_its_term(document: str, format: str, head: str) -> Positions:
    """Check that what stands at each value's span, under the same prefixes, is the value.

    :param head: the prefixes and the base that hold in the whole document.
    """
    quads, positions = parse_with_positions(document.encode(), format, BASE)
    assert positions.exact, document
    assert len(positions) == len(quads)
    for quad in quads:
        subject = text_at(document, positions.find(quad.subject))
        predicate = text_at(document, positions.find(quad.subject, quad.predicate))
        value = text_at(document, positions.find(quad.subject, quad.predicate, quad.object))
        for text, term in ((subject, quad.subject), (value, quad.object)):
            assert_is(text, term, head)
        if quad.predicate.value.startswith(RDF):
            continue  # the statements of lists and reifiers have no property that is written
        assert_is(predicate, quad.predicate, head)
    return positions


SIGNS = ("<<", "~", "{|")
"""What stands for a reifier without a name, and for the triple that it reifies."""


def has_unnamed(term: object) -> bool:
    """Tell whether a blank node without a label is in a triple term."""
    if isinstance(term, ox.Triple):
        return has_unnamed(term.subject) or has_unnamed(term.object)
    return isinstance(term, ox.BlankNode) and len(term.value) > 20


def assert_is(text: str, term: object, head: str) -> None:
    """Check that a text is a term; a blank node without a label has a bracket or a list's item."""
    if isinstance(term, ox.BlankNode) and len(term.value) > 20:
        assert text
        return
    if text in SIGNS:
        assert isinstance(term, ox.BlankNode | ox.Triple)
        return
    if isinstance(term, ox.Triple) and has_unnamed(term):
        assert text.startswith("<<(")
        assert text.endswith(")>>")
        return
    if term == ox.NamedNode(f"{RDF}nil"):
        assert text in ("(", ")", str(term))
        return
    quads = list(ox.parse(f"{head}\n<s:> <p:> {text} .", ox.RdfFormat.TURTLE, base_iri=BASE))
    assert [quad.object for quad in quads] == [term]
