"""Checks the regular expressions in queries.

A wrong one gives no value, and so hides what breaks the constraint.
"""

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.sparql.querytokens import quoted_literal, significant
from lod.rdf import SparqlToken, is_literal, literal, typed
from lod.words import msg

_FLAGS = {"REGEX": 2, "REPLACE": 3}  # which argument has the flags


def check_regexes(parts: Sequence[SparqlToken], given: Mapping[str, str]) -> None:
    """Try the patterns of a query that are known.

    :param given: the terms of variables, where they are known.
    :raises Wrong: one that the engine of queries doesn't take.
    """
    kept = significant(parts)
    for number, token in enumerate(kept):
        if token.upper in _FLAGS:
            arguments = list(_arguments(kept, number + 1))
            at = _FLAGS[token.upper]
            pattern, *flags = (_known(a, given) for a in (arguments[1:2] + arguments[at : at + 1]))
            if pattern is not None and None not in flags and not _is_taken(pattern, flags):
                raise Wrong(
                    msg("a wrong pattern, {text}", text=literal(pattern).lexical),
                    expected=msg("a regular expression as SPARQL's REGEX takes it"),
                    todo=msg(
                        "correct it; in a query in Turtle each {one} is written {four}",
                        one="\\",
                        four="\\" * 4,
                    ),
                    at=arguments[1][0].start,
                )


def _arguments(kept: Sequence[SparqlToken], start: int) -> Iterator[list[SparqlToken]]:
    """Give the arguments of a call whose ``(`` is at ``start``."""
    depth, argument = 0, list[SparqlToken]()
    for token in kept[start:]:
        mark = token.text if token.kind == "other" else ""
        depth += (mark in ("(", "{", "[")) - (mark in (")", "}", "]"))
        if not depth or (depth == 1 and mark == ","):
            yield argument
            argument = []
        elif depth > 1 or mark != "(":
            argument.append(token)
        if not depth:
            return


def _known(argument: Sequence[SparqlToken], given: Mapping[str, str]) -> str | None:
    """Give the text of an argument, as a literal, if it is known."""
    if len(argument) != 1:
        return None
    (token,) = argument
    if token.kind == "string":
        return typed(quoted_literal(token.text))
    value = given.get(token.text[1:]) if token.kind == "var" else None
    return value if value is not None and is_literal(value) else None


def _is_taken(pattern: str, flags: Sequence[str | None]) -> bool:
    written = ", ".join(('""', pattern, *map(str, flags)))
    found = ox.Store().query(f"SELECT (REGEX({written}) AS ?found) {{}}")
    assert isinstance(found, ox.QuerySolutions)
    return next(found)["found"] is not None
