"""Rewrites a query for a store with stand-ins: it then sees terms exactly as they are written.

Patterns, joins, COUNT, DISTINCT, GROUP BY and sameTerm see the stand-ins themselves, and so tell
01 from 1. What looks at the term (STR, DATATYPE, isBlank, isIRI) becomes a function of ours; any
other expression gets the values that the stand-ins stand for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lod.checking.shacl.sparql.querytokens import quoted_literal
from lod.checking.shacl.sparql.standins import FUNCTION, stored
from lod.rdf import XSD, SparqlToken, typed

_FUNCTIONS = {
    "STR": "str",
    "DATATYPE": "datatype",
    "ISBLANK": "isBlank",
    "ISIRI": "isIRI",
    "ISURI": "isIRI",
}
# Where a term that stands alone is meant as it is: BIND (?x AS ?y), COUNT(?x).
_AS_TERM = frozenset((*_FUNCTIONS, "BIND", "SAMETERM", "BOUND", "ISLITERAL", "COUNT", "SAMPLE"))
_PASSED_ON = frozenset(("IF", "COALESCE"))
_CLAUSES = {
    **{word: word for word in ("SELECT", "GROUP", "HAVING", "ORDER")},
    **dict.fromkeys(("WHERE", "LIMIT", "OFFSET"), ""),
}
_NOTHING = SparqlToken("other", "")


@dataclass
class _Frame:
    """What is between two brackets.

    :param kind: ``pattern``; of expressions ``term``, where a term that stands alone is meant as
        it is, ``string`` (GROUP_CONCAT), or ``value``.
    :param clause: in a pattern, the clause of SELECT that is being read.
    :param condition: it is the first argument of IF.
    """

    kind: str
    clause: str = ""
    condition: bool = False


class Exact(NamedTuple):
    """A query, rewritten.

    :param constants: whether it has a constant that the store would change.
    """

    parts: tuple[SparqlToken, ...]
    constants: bool


def exact_query(parts: Sequence[SparqlToken], prefixes: Mapping[str, str]) -> Exact:
    """Rewrite a query.

    :param prefixes: those that are declared outside of it.
    """
    return _Rewriting(parts, prefixes).result()


class _Rewriting:
    """One reading of a query from left to right; ``kept`` is without spaces and comments."""

    def __init__(self, parts: Sequence[SparqlToken], prefixes: Mapping[str, str]) -> None:
        self.out = list(parts)
        self.places = [i for i, t in enumerate(parts) if t.kind != "space"]
        self.kept = [parts[i] for i in self.places]
        self.prefixes = {**prefixes, **self._declared()}
        self.frames = [_Frame("pattern")]
        self.constants = False

    def _declared(self) -> dict[str, str]:
        found = zip(self.kept, self.kept[1:], self.kept[2:], strict=False)
        return {n.text[:-1]: i.text[1:-1] for w, n, i in found if w.upper == "PREFIX"}

    def result(self) -> Exact:
        """Read it all."""
        for number, token in enumerate(self.kept):
            self._read(number, token)
        return Exact(tuple(self.out), self.constants)

    def _read(self, number: int, token: SparqlToken) -> None:
        frame = self.frames[-1]
        if token.kind == "other":
            self._bracket(number, token.text, frame)
        elif token.kind == "var":
            self._variable(number, frame)
        elif token.kind in ("string", "number"):
            self._constant(number, frame)
        elif token.upper in _FUNCTIONS and self._at(number + 1).text == "(":
            self._put(number, f"<{FUNCTION}{_FUNCTIONS[token.upper]}>")
        elif frame.kind == "pattern":
            frame.clause = _CLAUSES.get(token.upper, frame.clause)

    def _bracket(self, number: int, text: str, frame: _Frame) -> None:
        if text in ("{", "["):
            frame.clause = ""
            self.frames.append(_Frame("pattern"))
        elif text == "(":
            self.frames.append(self._opened(number, frame))
        elif text in ("}", "]", ")") and len(self.frames) > 1:
            self.frames.pop()
        elif text == ",":
            frame.condition = False

    def _opened(self, number: int, frame: _Frame) -> _Frame:
        """Tell what a ``(`` begins."""
        before = self._at(number - 1)
        if frame.kind == "pattern":
            called = before.kind in ("word", "pname", "iri")
            called &= before.upper not in ("BY", "FILTER")
            if frame.clause == "SELECT" or (frame.clause == "GROUP" and not called):
                return _Frame("term")
            filtered = "FILTER" in (before.upper, self._at(number - 2).upper)
            if not frame.clause and before.upper != "BIND" and not filtered:
                return _Frame("pattern")  # of a path, or a list
        if before.upper in _PASSED_ON:
            alone = frame.kind == "term" and self._is_alone(number - 1, self._closing(number))
            return _Frame("term" if alone else "value", condition=before.upper == "IF")
        if before.upper in _AS_TERM:
            return _Frame("term")
        return _Frame("string" if before.upper == "GROUP_CONCAT" else "value")

    def _closing(self, number: int) -> int:
        depth = 0
        for at in range(number, len(self.kept)):
            if self.kept[at].kind == "other":
                depth += (self.kept[at].text == "(") - (self.kept[at].text == ")")
            if not depth:
                return at
        return number

    def _variable(self, number: int, frame: _Frame) -> None:
        text = self.kept[number].text
        alone = self._is_alone(number, number)
        if frame.kind == "pattern":
            given = frame.clause != "ORDER"
        else:
            term = frame.kind == "term" and alone and not frame.condition
            given = term or self._at(number - 1).upper == "AS"
        if not given:
            name = "str" if frame.kind == "string" and alone else "value"
            self._put(number, f"<{FUNCTION}{name}>({text})")

    def _constant(self, number: int, frame: _Frame) -> None:
        """Write a constant as it stands in the store, where it is meant as a term."""
        term, end = self._literal(number)
        alone = frame.kind == "term" and self._is_alone(number, end) and not frame.condition
        cut = self._at(number - 1).upper in ("LIMIT", "OFFSET")
        if (frame.kind == "pattern" and not cut) or alone:
            kept = stored(term)
            if kept != term:
                self.constants = True
                self._put(number, kept)
                for at in range(number + 1, end + 1):
                    self._put(at, "")

    def _literal(self, number: int) -> tuple[str, int]:
        """Read the constant that starts at a token; give the token that ends it too."""
        token, following = self.kept[number], self._at(number + 1)
        if token.kind == "number":
            exponent = "e" in token.text.lower()
            name = "double" if exponent else "decimal" if "." in token.text else "integer"
            return typed(token.text, f"{XSD}{name}"), number
        if following.text == "^^":
            datatype = self._expanded(self._at(number + 2))
            return typed(quoted_literal(token.text), datatype), number + 2
        tagged = following.kind == "lang"
        return '""', number + tagged  # texts, with a language or without, are never changed

    def _expanded(self, token: SparqlToken) -> str:
        if token.kind == "iri":
            return token.text[1:-1]
        prefix, _, name = token.text.partition(":")
        return self.prefixes.get(prefix, "") + name

    def _is_alone(self, first: int, last: int) -> bool:
        """Whether what stands from token to token is an argument by itself."""
        before, after = self._at(first - 1), self._at(last + 1)
        opened = before.text in ("(", ",") or before.upper == "DISTINCT"
        return opened and (after.text in (")", ",", ";") or after.upper == "AS")

    def _at(self, number: int) -> SparqlToken:
        return self.kept[number] if 0 <= number < len(self.kept) else _NOTHING

    def _put(self, number: int, text: str) -> None:
        self.out[self.places[number]] = SparqlToken("other", text)
