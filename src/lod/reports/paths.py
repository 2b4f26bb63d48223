"""Property paths: from SPARQL's way of writing them to SHACL's in Turtle."""

import re
from collections.abc import Callable

_TOKEN = re.compile(r"\s*(<[^<>\"{}|^`\\\x00-\x20]*>|[()/|^*+?])")
_REPEATED = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
_DEEPEST = 100


def turtle_path(path: str) -> str | None:
    """Write a path in Turtle; None for what is no SHACL path.

    >>> turtle_path("<a:p>/^<a:q>*")
    '( <a:p> [ sh:inversePath [ sh:zeroOrMorePath <a:q> ] ] )'

    Sources: SPARQL 1.1, 9.1 and 19.8 (rules 88 to 96); SHACL, 2.3.1.
    """
    tokens = _tokens(path)
    if not tokens or len(tokens) > _DEEPEST:
        return None
    read = _several("|", lambda rest: _several("/", _element, rest), tokens)
    return read if not tokens else None


def _tokens(path: str) -> list[str]:
    """Split a path, last token first; empty if something is no token."""
    tokens, end = [], 0
    while end < len(path):
        match = _TOKEN.match(path, end)
        if match is None:
            return []
        tokens.append(match[1])
        end = match.end()
    return tokens[::-1]


def _several(mark: str, read: Callable[[list[str]], str | None], rest: list[str]) -> str | None:
    steps = [read(rest)]
    while rest and rest[-1] == mark:
        rest.pop()
        steps.append(read(rest))
    known = [step for step in steps if step is not None]
    if len(known) < len(steps):
        return None
    if len(known) == 1:
        return known[0]
    listed = f"( {' '.join(known)} )"
    return listed if mark == "/" else f"[ sh:alternativePath {listed} ]"


def _element(rest: list[str]) -> str | None:
    if rest and rest[-1] == "^":
        rest.pop()
        inner = _element(rest)
        return inner and f"[ sh:inversePath {inner} ]"
    read = _primary(rest)
    if read is not None and rest and rest[-1] in _REPEATED:
        return f"[ sh:{_REPEATED[rest.pop()]} {read} ]"
    return read


def _primary(rest: list[str]) -> str | None:
    token = rest.pop() if rest else ""
    if token.startswith("<"):
        return token
    if token != "(":
        return None
    read = _several("|", lambda inner: _several("/", _element, inner), rest)
    return read if rest and rest.pop() == ")" else None
