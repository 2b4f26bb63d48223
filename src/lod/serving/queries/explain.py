"""An engine's syntax error in plain words. No IO.

Oxigraph names the place where its parser got furthest; what it says that it might have taken there
is a part of that, and some of it is refused here. A person wants to know what is wrong. So the
usual faults are looked for in the query itself.
"""

import re
from itertools import pairwise

from lod.files import (
    CONFLICT,
    CONFLICT_TODO,
    CURLY,
    STRAIGHT_TODO,
    UNSEEN,
    UNSEEN_TODO,
    curly,
    find_conflicts,
    unseen,
)
from lod.rdf import SCHEME, SHARED, SparqlToken, read_sparql_tokens
from lod.serving.queries.guard import form_of_query
from lod.serving.queries.triples import find_broken_triple

QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")

_POSITION = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_SCHEME = re.compile(f"<{SCHEME}")
_CLOSING = {"(": ")", "{": "}", "[": "]"}
_REASONS = {
    "Duplicated variable name": "a variable is given twice in SELECT",
    "contains a variable that is unbound": "SELECT has a variable that is neither grouped by nor "
    "inside an aggregate such as COUNT or SAMPLE",
    "IRI parsing failed": "the IRI isn't a valid absolute one (a relative one needs BASE)",
    "<unreported>": "a blank node's label may stand in one group only, or a name is used twice",
    "escape sequence should be": "a \\u escape needs 4 hexadecimal digits, \\U needs 8",
}


def explain_query(query: str, message: str) -> str:
    """Say where and why the query can't be read.

    >>> said = explain_query("SELECT * { ?s foaf:name ?o }", "error at 1:25: expected OPTIONAL")
    >>> said.partition(";")[0]
    'Line 1, column 15: the prefix “foaf:” is not declared'

    :param message: the engine's, ``error at LINE:COLUMN: expected …``.
    """
    tokens = list(read_sparql_tokens(query))
    found = (
        _left_behind(query, tokens)
        or _form(query, tokens)
        or _iri(tokens)
        or _prefix(tokens)
        or _string(tokens)
        or _bracket(tokens)
        or find_broken_triple(tokens)
    )
    if found:
        token, reason = found
        return f"{_place(query, token.start)}: {reason}."
    return _from_engine(query, message)


def _place(query: str, at: int) -> str:
    before = query[:at]
    return f"Line {before.count(chr(10)) + 1}, column {at - before.rfind(chr(10))}"


def _left_behind(query: str, tokens: list[SparqlToken]) -> tuple[SparqlToken, str] | None:
    """Find what git or a word processor has left: marks of a conflict, signs that aren't seen."""
    marks = find_conflicts(query)
    for token in tokens:
        if marks and token.start >= marks[0]:
            return token, f"{CONFLICT}; {CONFLICT_TODO}"
        if token.kind not in ("string", "iri"):
            if sign := UNSEEN.search(token.text):
                return token, f"{unseen(sign[0])}; {UNSEEN_TODO}"
            if token.text[:1] in CURLY:
                return token, f"{curly(token.text[:60])}; {STRAIGHT_TODO}"
    return None


def _form(query: str, tokens: list[SparqlToken]) -> tuple[SparqlToken, str] | None:
    form = form_of_query(query)
    if form in QUERY_FORMS:
        return None
    known = ", ".join(QUERY_FORMS)
    for token in tokens:
        if token.kind == "word" and token.text.upper() == form:
            return token, f"“{token.text}” begins no query: it must be one of {known}"
    return (tokens[0], f"a query begins with one of {known}") if tokens else None


def _iri(tokens: list[SparqlToken]) -> tuple[SparqlToken, str] | None:
    for token, after in pairwise(tokens):
        if token.text == "<" and after.kind == "pname" and after.start == token.start + 1:
            reason = "holds a space or another character that no IRI has, or has no >"
            return token, f"the IRI that begins with <{after.text} {reason}"
    return None


def _prefix(tokens: list[SparqlToken]) -> tuple[SparqlToken, str] | None:
    declared = {
        token.prefix for before, token in pairwise(tokens) if before.text.upper() == "PREFIX"
    }
    for token in tokens:
        if token.kind == "pname" and token.prefix not in declared:
            if token.text.upper().startswith("PREFIX"):
                continue
            iri = SHARED.get(token.prefix, "…")
            line = f"PREFIX {token.prefix}: <{iri}>"
            return token, f"the prefix “{token.prefix}:” is not declared; begin with {line}"
    return None


def _string(tokens: list[SparqlToken]) -> tuple[SparqlToken, str] | None:
    for token in tokens:
        if token.kind == "other" and token.text in "\"'":
            return token, f"the text that begins with {token.text} has no end"
    return None


def _bracket(tokens: list[SparqlToken]) -> tuple[SparqlToken, str] | None:
    open_ones: list[SparqlToken] = []
    for token in tokens:
        if token.text in _CLOSING:
            open_ones.append(token)
        elif token.text in _CLOSING.values():
            if not open_ones:
                return token, f"“{token.text}” closes nothing"
            opening = open_ones.pop()
            if _CLOSING[opening.text] != token.text:
                return token, f"“{token.text}” stands where “{_CLOSING[opening.text]}” must close"
    if open_ones:
        last = open_ones[-1]
        return last, f"“{last.text}” is never closed; a “{_CLOSING[last.text]}” is missing"
    return None


def _from_engine(query: str, message: str) -> str:
    match = _POSITION.search(message)
    if match is None:
        return f"The query can't be read: {message}"
    for phrase, reason in _REASONS.items():
        if phrase in match[3]:
            return f"Line {match[1]}, column {match[2]}: {reason}."
    token = _token_at(query, int(match[1]), int(match[2]))
    if token is None:
        return f"Line {match[1]}, column {match[2]}: the query ends before it has begun."
    if token.kind == "iri" and not _SCHEME.match(token.text):
        what = "is a relative IRI, and the query has no BASE"
    else:
        what = "can't stand here"
    return f"{_place(query, token.start)}: “{token.text[:60]}” {what}."


def _token_at(query: str, line: int, column: int) -> SparqlToken | None:
    """The parser names the place where it got stuck, often inside the token that is wrong."""
    offset = sum(len(row) + 1 for row in query.split("\n")[: line - 1]) + column - 1
    before = [token for token in read_sparql_tokens(query) if token.start <= offset]
    return before[-1] if before else None
