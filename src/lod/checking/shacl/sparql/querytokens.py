"""A query of shapes in tokens, and what must hide in none: a call for data from elsewhere."""

from collections.abc import Iterator, Sequence

from lod.checking.shacl.core.errors import Wrong
from lod.rdf import SparqlToken, has_service, read_sparql_tokens, unescape, unescape_query
from lod.words import msg

_ELSEWHERE = ("SERVICE", "FROM", "LOAD")


def read_whole(query: str) -> Iterator[SparqlToken]:
    """Split a query; what stands between tokens, white space and comments, comes as ``space``."""
    end = 0
    for token in read_sparql_tokens(query):
        if token.start > end:
            yield SparqlToken("space", query[end : token.start], end)
        yield token
        end = token.start + len(token.text)
    if end < len(query):
        yield SparqlToken("space", query[end:], end)


def quoted_literal(text: str) -> str:
    r"""Give what a text in quotation marks says.

    >>> quoted_literal("'a\\tb'")
    'a\tb'
    """
    marks = 3 if text.startswith(('"""', "'''")) else 1
    return unescape(text[marks:-marks])


def significant(parts: Sequence[SparqlToken]) -> list[SparqlToken]:
    """Leave out white space and comments."""
    return [t for t in parts if t.kind != "space"]


def refuse_fetching(text: str) -> None:
    """Refuse a query, or an update, that asks for data from elsewhere.

    >>> refuse_fetching("ASK { ?service ?p 'from here' }")

    :raises Wrong: it does, by SERVICE, FROM or LOAD.
    """
    words = {token.upper for token in read_sparql_tokens(unescape_query(text))}
    found = [asked for asked in _ELSEWHERE if any(word.startswith(asked) for word in words)]
    if has_service(text, declared=True):
        found = ["SERVICE"]
    if found:
        named = (t.start for t in read_sparql_tokens(text) if t.upper.startswith(found[0]))
        raise Wrong(
            msg("{word} is not allowed: nothing is fetched from elsewhere", word=found[0]),
            todo=msg("give the data to be checked as files"),
            at=next(named, None),
        )
