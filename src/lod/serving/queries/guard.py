"""What a query may not do, found in its text before any engine sees it. No IO.

SERVICE fetches from elsewhere, and Oxigraph has no switch for it; FROM of a foreign graph
promises data that isn't here. A worker has no network either: this guard says why in words.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin

from lod.errors import ForbiddenSource, NestedTooDeep
from lod.rdf import (
    SparqlToken,
    end_of_target,
    has_service,
    read_as_engine,
    read_every_way,
    read_sparql_tokens,
    skip_space,
    starts_after,
    unescape_query,
)
from lod.serving.queries.protocol import refuse_update

MAX_PATH_STEPS = 200
"""Steps in one property path: the engine's time grows with the cube (800 took 30 s)."""

MAX_TRIPLE_TERMS = 200
"""Triple terms that a query may make: one stands in another, and readers of results recurse."""

_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_VOLATILE_FUNCTIONS = ("NOW", "RAND", "UUID")  # and STRUUID
_VOLATILE = re.compile("now|rand|uuid", re.ASCII | re.IGNORECASE)
_FROM = re.compile("from", re.ASCII | re.IGNORECASE)
_NAMED = re.compile("named", re.ASCII | re.IGNORECASE)
# No reading has a step within: none has //, and no string ends or begins here.
_ADDRESS = re.compile(r"""<[A-Za-z][\w.-]*://[^<>"'{}|^`\\\x00-\x20]*+>""")
_AFTER_SOURCE = re.compile(r"\{|where|from(?!:)", re.ASCII | re.IGNORECASE)
_GLUED = re.compile("(prefix|base|select|construct|ask|from|named)(.*)", re.ASCII | re.IGNORECASE)


def check_query(
    query: str, known_graphs: Container[str], protocol_dataset: bool, base: str | None = None
) -> None:
    """Refuse what this endpoint doesn't do.

    :param known_graphs: IRIs of the graphs that are here.
    :param protocol_dataset: the request gave the dataset, so FROM is without effect.
    :param base: what relative IRIs are resolved against where the query has no BASE.
    :raises ForbiddenSource: SERVICE, or FROM of a graph that isn't here.
    :raises UpdateRefused: the query is an update.
    :raises NestedTooDeep: a property path of more than MAX_PATH_STEPS steps, or more than
        MAX_TRIPLE_TERMS triple terms.
    """
    _check_form(query)
    if has_service(query):
        raise ForbiddenSource(
            "SERVICE is refused: this endpoint answers from its own graphs and fetches nothing. "
            "(If “service” begins one of your prefixes, choose another name for it.)"
        )
    if not protocol_dataset:
        for reading in {query, unescape_query(query)}:
            _check_sources(reading, known_graphs, base)
        if _hides_source(query):
            raise ForbiddenSource(
                "The query can be read with another FROM than it seems to have, and is refused: "
                "write it with the escapes that SPARQL has. (If “from” begins one of your "
                "prefixes, choose another name for it.)"
            )
    _check_paths(query)
    _check_triple_terms(query)


def _check_form(query: str) -> None:
    text = query.upper()  # for a query like most, ten times as fast as reading its prologue
    if any(word in text for word in _UPDATES) and form_of_query(query) in _UPDATES:
        refuse_update()


def form_of_query(query: str) -> str:
    """Give the first word after the prologue in upper case: SELECT, ASK …; or "" if none.

    >>> form_of_query("PREFIX a: <b:c> # x\\nselect * {}")
    'SELECT'
    """
    skip = False
    for token in read_sparql_tokens(query):
        word = token.text.upper()
        if word == "BASE" or word.startswith("PREFIX"):
            skip = True
        elif token.kind == "word":
            return word
        elif not skip:
            return ""
    return ""


@dataclass
class _Names:
    """BASE and PREFIX as read so far."""

    base: str | None = None
    prefixes: dict[str, str] = field(default_factory=dict)

    def resolve(self, token: SparqlToken) -> str | None:
        """Give the absolute IRI; None if it can't be told."""
        if token.kind == "iri":
            return self._absolute(unescape_query(token.text[1:-1]))
        prefix, _, local = token.text.partition(":")
        if token.kind != "pname" or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def _absolute(self, iri: str) -> str | None:
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri):
            return iri
        try:
            return urljoin(self.base, iri) if self.base else None
        except ValueError:
            return None


def names_dataset(query: str) -> bool:
    """Whether the query has FROM or FROM NAMED: its default graph is then not the union."""
    return any(True for _ in _sources(query))


def dataset_of(query: str, base: str | None = None) -> tuple[list[str], list[str]]:
    """Give the graphs of FROM and those of FROM NAMED (13.2).

    >>> dataset_of("SELECT * FROM <a:b> FROM NAMED <a:c> FROM <a:b> {}")
    (['a:b', 'a:b'], ['a:c'])
    """
    graphs: tuple[list[str], list[str]] = [], []
    for source in _sources(query, base):
        if source.iri is not None:
            graphs[source.named].append(source.iri)
    return graphs


def _check_sources(query: str, known_graphs: Container[str], base: str | None) -> None:
    for source in _sources(query, base):
        if source.iri is None or source.iri not in known_graphs:
            raise ForbiddenSource(
                f"FROM {source.text} is refused: it isn't one of this endpoint's graphs, and "
                "nothing is fetched from elsewhere. The service description lists the graphs."
            )


class _Source(NamedTuple):
    """A dataset clause: the graph's IRI, None if it can't be told; as written; of FROM NAMED.

    :param start: where FROM stands.
    """

    iri: str | None
    text: str
    named: bool
    start: int


def _sources(query: str, base: str | None = None) -> Iterator[_Source]:
    """Give each dataset clause (13.2)."""
    if "from" not in query.lower():
        return
    names = _Names(base)
    tokens = _unglued(query, names)
    for token in tokens:
        keyword = token.text.upper()
        if keyword == "BASE":
            names.base = names.resolve(next(tokens, token))
        elif keyword == "PREFIX":
            prefix, iri = next(tokens, token), names.resolve(next(tokens, token))
            names.prefixes[prefix.prefix] = iri or ""
        elif keyword == "FROM":
            graph = next(tokens, token)
            named = graph.text.upper() == "NAMED"
            graph = next(tokens, graph) if named else graph
            yield _Source(names.resolve(graph), graph.text, named, token.start)


def _hides_source(query: str) -> bool:
    """Whether any reading has a dataset clause that the one we answer by hasn't."""
    if "from" not in query.lower():
        return False
    known = {source.start for source in _sources(query)}
    return any(
        token.start + match.start() not in known and _is_source(query, token.start + match.end())
        for token in read_every_way(query)
        if token.kind in ("word", "pname")
        for match in _FROM.finditer(token.prefix)
    )


def _is_source(query: str, at: int) -> bool:
    """FROM ends at ``at``: are there [NAMED], a graph, and what follows a dataset clause?

    DESCRIBE alone may end with it, and has no place before it that could hide it.
    """
    return any(_is_graph(query, start) for start in starts_after(query, at, _NAMED))


def _is_graph(query: str, at: int) -> bool:
    end = end_of_target(query, at)
    if end is None or query[at] in "?$":
        return False
    return _AFTER_SOURCE.match(query, skip_space(query, end)) is not None


def _unglued(query: str, names: _Names) -> Iterator[SparqlToken]:
    """Part keywords from what follows without a space: ``FROMNAMED``, ``FROMex:a``."""
    before = ""
    for token in read_as_engine(query):
        rest = token
        before, declared = token.text.upper(), before == "PREFIX"
        while not declared and (match := _glued(rest, names)):
            yield SparqlToken("word", match[1], rest.start)
            kind = "pname" if ":" in match[2] else "word"
            rest = SparqlToken(kind, rest.text[match.end(1) :], rest.start + match.end(1))
        if rest.text:
            yield rest


def _glued(token: SparqlToken, names: _Names) -> re.Match[str] | None:
    if token.kind == "word" or (token.kind == "pname" and token.prefix not in names.prefixes):
        match = _GLUED.fullmatch(token.text)
        return match if match and match[2] else None
    return None


def _check_paths(query: str) -> None:
    if query.count("/") <= MAX_PATH_STEPS:
        return
    if _ADDRESS.sub("", query).count("/") <= MAX_PATH_STEPS:
        return
    steps: dict[int, int] = {}  # by place: the most of any reading that comes there
    for token in sorted(read_every_way(query), key=lambda token: token.start):
        count = 0 if token.text in ".;,{}" else steps.get(token.start, 0) + (token.text == "/")
        if count > MAX_PATH_STEPS:
            raise NestedTooDeep(f"A property path may have at most {MAX_PATH_STEPS} steps.")
        after = skip_space(query, token.start + len(token.text))
        steps[after] = max(count, steps.get(after, 0))


def _check_triple_terms(query: str) -> None:
    """Nothing in a query is done twice within itself, so as many as it makes can nest, no more."""
    if query.lower().count("triple") + query.count("<<(") <= MAX_TRIPLE_TERMS:
        return
    made = {token.start for token in read_every_way(query) if _makes_triple_term(query, token)}
    if len(made) > MAX_TRIPLE_TERMS:
        raise NestedTooDeep(f"A query may make at most {MAX_TRIPLE_TERMS} triple terms.")


def _makes_triple_term(query: str, token: SparqlToken) -> bool:
    word = token.text.upper()
    if token.kind == "word" and word.endswith("TRIPLE") and not word.endswith("ISTRIPLE"):
        return query.startswith("(", skip_space(query, token.start + len(word)))
    return query.startswith("<<(", token.start)


def is_volatile(query: str) -> bool:
    """Whether asking again may give another answer of the same data (17.4.2, 17.4.4, 17.4.5).

    BNODE is not among them: blank nodes have no names beyond their result.

    >>> is_volatile("SELECT (rand() AS ?x) {}"), is_volatile("SELECT ?rand { ?rand a 'NOW()' }")
    (True, False)
    """
    if not _VOLATILE.search(query):
        return False
    return any(
        token.kind == "word"
        and token.text.upper().endswith(_VOLATILE_FUNCTIONS)  # FILTERRAND() needs no space
        and query.startswith("(", skip_space(query, token.start + len(token.text)))
        for token in read_every_way(query)  # a false alarm costs no more than caching
    )
