"""SPARQL in tokens: as the grammar has them, and as any engine may."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.rdf import has_service, read_every_way, read_sparql_tokens

TERMS = {
    "a:b.c": "pname",
    "a:b\\#c": "pname",
    "a:b.c\\'d": "pname",
    "a:%41.%42": "pname",
    "a:\\_b": "pname",
    "a:b\u0301": "pname",
    "a:\u2fef": "pname",
    "a.b:c": "pname",
    "a:": "pname",
    "_:a.b": "bnode",
    "1.e5": "number",
    "-01": "number",
    "+.5E-3": "number",
    "<a:\\u0041#b>": "iri",
    "?v\u0301": "var",
    """'''it's'''""": "string",
    r"""'it\'s'""": "string",
}


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_one_token(term: str) -> None:
    query = f"PREFIX a:<a:> PREFIX a.b:<a:> ASK {{ ?s ?p {term} . }}"
    ox.Store().query(query)
    texts = {token.text: token.kind for token in read_sparql_tokens(query)}
    assert texts.get(term) == TERMS[term]


def test_a_datatype_is_told_from_its_literal() -> None:
    kinds = [(t.kind, t.text) for t in read_sparql_tokens("'1'^^a:b@en")]
    assert kinds == [("string", "'1'"), ("other", "^^"), ("pname", "a:b"), ("lang", "@en")]


@given(st.text(alphabet="a:.\\#'\"<>?/ {}()é1@-\n\r^", max_size=40))
def test_all_but_space_is_in_some_token(query: str) -> None:
    plain = "".join(token.text for token in read_sparql_tokens(query))
    assert len(plain) <= len(query)
    at = 0
    for token in read_sparql_tokens(query):
        gap = query[at : token.start]
        assert not gap or gap[0] in " #\n\r"
        assert query.startswith(token.text, token.start)
        at = token.start + len(token.text)
    starts = {token.start for token in read_every_way(query)}
    assert {t.start for t in read_sparql_tokens(query) if t.text[0] == "'"} <= starts


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE a:b {} }",  # the prefix is declared where the query isn't
        "ASK { SERVICE :b{} }",
        "ASK { SERVICE # to some a comment ends at the line's end only \r ?\n<a:b> {} }",
        r"ASK { # \u000ASERVICE <a:b> {}" "\n}",
    ],
)
def test_service_is_seen_by_the_readings_of_other_engines(query: str) -> None:
    assert has_service(query, declared=True)
