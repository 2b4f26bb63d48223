"""Random graphs in random layout: what stands at each span is the term that was asked for."""

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from checking.positions.finding import BASE, assert_each_text_is_its_term, parse_with_positions
from checking.positions.layouts import HEAD, datasets, documents, new_documents
from lod.checking.positions import parse
from lod.rdf import from_ox


@settings(max_examples=100, deadline=None)
@given(documents())
def test_turtle(document: str) -> None:
    assert_each_text_is_its_term(document, "ttl", HEAD)


@settings(max_examples=200, deadline=None)
@given(new_documents())
def test_turtle_of_rdf_1_2(document: str) -> None:
    assert_each_text_is_its_term(document, "ttl", HEAD)


@settings(max_examples=80, deadline=None)
@given(st.one_of(datasets(), datasets(new=True)))
def test_trig(document: str) -> None:
    quads, positions = parse_with_positions(document.encode(), "trig", BASE)
    assert positions.exact
    assert len(positions) == len(quads)


@settings(max_examples=120, deadline=None)
@given(st.one_of(documents(), new_documents()), st.sampled_from(["nt", "nq"]), st.booleans())
def test_lines(document: str, extension: str, has_version: bool) -> None:
    quads = parse(document.encode(), "ttl", BASE)
    written = ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES)
    assert written is not None
    text = ('VERSION "1.2" # å\n' if has_version else "") + written.decode()
    positions = assert_each_text_is_its_term(text, extension, "")
    lines = {line: number for number, line in reversed([*enumerate(text.split("\n"), 1)])}
    for quad in quads:
        span = positions.find(quad.subject, quad.predicate, quad.object)
        assert span is not None
        assert lines[f"{quad.subject} {quad.predicate} {from_ox(quad.object)} ."] == span.line


@settings(max_examples=80, deadline=None)
@given(documents(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_documents_cut_anywhere_never_break_the_reader(
    document: str, first: int, second: int
) -> None:
    data = document.encode()
    start, stop = sorted((first % (len(data) + 1), second % (len(data) + 1)))
    damaged = data[:start] + data[stop:]
    try:
        quads = list(ox.parse(damaged, ox.RdfFormat.TURTLE, base_iri=BASE))
    except SyntaxError:
        return
    _, positions = parse_with_positions(damaged, "ttl", BASE)
    assert positions.exact
    assert len(positions) == len(quads)
