"""The pieces of N-Triples mean what pyoxigraph means by them, of text and of bytes alike."""

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.rdf import (
    BLANK_NODE_LABEL,
    CANONICAL,
    IRIREF,
    LANGTAG,
    ROUGH_IRI,
    ROUGH_LITERAL,
    STRING_LITERAL_QUOTE,
    from_ox,
    unescape,
)
from lod.rdf.ntriples import CANONICAL_LITERAL

GRAMMAR = (
    rf"(?:{IRIREF}|{BLANK_NODE_LABEL}|{STRING_LITERAL_QUOTE}(?:{LANGTAG}|\^\^{IRIREF})?)(?![^ ])"
)
SIGNS = st.text("ab:._-0å·\"\\'<>@^u{}% \t\n\x7f\u2028\U0001f600", max_size=8)
TERMS = st.one_of(
    SIGNS.map(lambda text: f"<x:{text}>"),
    SIGNS.map(lambda text: f"_:{text}"),
    SIGNS.map(lambda text: f'"{text}"'),
    st.builds(lambda text, tag: f'"{text}"@{tag}', SIGNS, st.from_regex("[a-zA-Z-]{1,9}")),
    st.builds(lambda text, name: f'"{text}"^^<x:{name}>', SIGNS, SIGNS),
)


def read(term: str) -> str | None:
    """Give the term as pyoxigraph writes it; None if it is none, or the line says more."""
    try:
        (quad,) = ox.parse(f"<x:s> <x:p> {term} .".encode(), ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        return None
    return from_ox(quad.object)


def both(pattern: str, term: str) -> bool:
    """Whether a pattern fits a term; asserts that the same holds of its bytes."""
    found = re.fullmatch(pattern, term) is not None
    assert found == (re.fullmatch(pattern.encode(), term.encode()) is not None)
    return found


@given(TERMS)
def test_what_is_canonical_is_written_as_it_is_read(term: str) -> None:
    written = read(term)
    if both(CANONICAL, term) and written is not None:
        assert written == term


@given(TERMS)
def test_what_can_be_read_is_of_the_grammar(term: str) -> None:
    if read(term) is not None:
        assert both(GRAMMAR, term.strip(" \t")) or "\n" in term


@given(TERMS)
def test_rough_pieces_find_the_end_of_a_term(term: str) -> None:
    written = read(term)
    if written is not None and not written.startswith("_"):
        found = re.match(f"{ROUGH_IRI}|{ROUGH_LITERAL}", f"{written} .")
        assert found is not None
        assert found[0] == written


@pytest.mark.parametrize(
    ("term", "canonical"),
    [
        ('"a"', True),
        (r'"a\tb\"\\"@sv-se', True),
        ('"a"@SV', False),
        (r'"\u00e5"', False),
        ('"a"^^<http://www.w3.org/2001/XMLSchema#string>', False),
        ('"1"^^<http://www.w3.org/2001/XMLSchema#integer>', True),
        ("<x:å>", True),
        ("<å>", False),
        ("_:b.1", False),
    ],
)
def test_canonical_terms(term: str, canonical: bool) -> None:
    assert both(CANONICAL, term) is canonical
    if term.startswith('"'):
        assert both(CANONICAL_LITERAL, term) is canonical


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"a\u00e5\U0001F600", "aå\U0001f600"),
        (r"\t\b\n\r\f\"\'\\", "\t\b\n\r\f\"'\\"),
        (r"\ud800\UFFFFFFFF", "\ufffd\ufffd"),
        (r"a\-b\~", "a-b~"),
    ],
)
def test_escapes_are_undone(written: str, text: str) -> None:
    assert unescape(written) == text
