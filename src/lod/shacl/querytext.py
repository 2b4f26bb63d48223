"""The text of SPARQL constraints: what is allowed, and pre-binding.

Source: SHACL, 5.2.1, 5.3 and appendix A (pre-binding of variables in SPARQL queries).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

MAX_DEPTH = 50  # pyoxigraph ends the process at about 4,000 braces

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    |(?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<variable>[?$]\w+)
    |(?P<name>[^\W\d]?[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*|@[\w-]+)
    |(?P<word>[^\W\d]\w*)
    |(?P<space>\s+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_AGGREGATES = frozenset(
    ("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "GROUP", "HAVING")
)
_CUTS = frozenset(("LIMIT", "OFFSET"))
_REFUSED = ("MINUS", "SERVICE", "VALUES")
_BLANK_TESTS = {"ISBLANK": "isBlank", "ISIRI": "isIRI", "ISURI": "isIRI"}
TEST_FUNCTION = "urn:x-lod:test:"


class Token(NamedTuple):
    """A token; ``upper`` is a keyword in capitals, or empty."""

    kind: str
    text: str
    upper: str


class QueryError(ValueError):
    """A query that SHACL doesn't allow; the text says why."""


def tokens(text: str) -> list[Token]:
    """Split a query, white space and comments included."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        found.append(Token(kind, match[0], match[0].upper() if kind == "word" else ""))
    return found


@dataclass(frozen=True)
class QueryText:
    """A query, ready for pre-binding.

    :param form: ``SELECT`` or ``ASK``.
    :param prefixes: PREFIX lines.
    """

    form: str
    prefixes: str
    parts: tuple[Token, ...] = field(repr=False)

    @property
    def variables(self) -> frozenset[str]:
        """Names of the variables in the text."""
        return frozenset(t.text[1:] for t in self.parts if t.kind == "variable")

    @property
    def batched(self) -> bool:
        """Whether one query may answer for several focus nodes."""
        words = [t.upper for t in self.parts if t.upper]
        nested = words.count("SELECT") > (self.form == "SELECT")
        return not nested and not _AGGREGATES.intersection(words) and not _CUTS.intersection(words)

    def bind(
        self,
        rows: Sequence[Mapping[str, str]],
        fixed: Mapping[str, str],
        *,
        select: str = "",
        path: str = "",
        tests: bool = False,
    ) -> str:
        """Write the query with variables bound: VALUES at the head of every group.

        :param rows: terms by variable, the same variables in each.
        :param fixed: terms of further variables, the same for all rows.
        :param select: if given, an ASK becomes a SELECT of this variable of the rows.
        :param path: what replaces ``$PATH``.
        :param tests: isBlank and isIRI become functions of ours.
        """
        used = self.variables | {select}
        parts = [_values([fixed], [n]) for n in fixed if n in used]
        varying = [n for n in (rows[0] if rows else ()) if n in used]
        table = " ".join([*parts, _values(rows, varying)] if varying else parts)
        ask = f"SELECT DISTINCT ${select}" if select else "ASK"
        written = [
            ask
            if part.upper == "ASK"
            else _head(part, opens, table)
            if opens is not None
            else _written(part, path, tests)
            for part, opens in _groups(self.parts)
        ]
        return self.prefixes + "".join(written)


def _written(part: Token, path: str, tests: bool) -> str:
    if part.kind == "variable" and part.text[1:] == "PATH" and path:
        return f" {path} "
    if tests and part.upper in _BLANK_TESTS:
        return f"<{TEST_FUNCTION}{_BLANK_TESTS[part.upper]}>"
    return " " if part.kind == "comment" else part.text


def _head(part: Token, subselect: bool, table: str) -> str:
    return part.text if subselect or not table else f"{part.text} {table} "


def _values(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> str:
    head = " ".join(f"${n}" for n in names)
    body = " ".join(f"({' '.join(row[n] for n in names)})" for row in rows)
    return f"VALUES ({head}) {{ {body} }}"


def _groups(parts: Sequence[Token]) -> Iterator[tuple[Token, bool | None]]:
    """Give each token; with a ``{`` whether it opens a sub-select rather than a group."""
    for i, part in enumerate(parts):
        if part.text != "{" or part.kind != "other":
            yield part, None
        else:
            following = (t for t in parts[i + 1 :] if t.kind not in ("space", "comment"))
            yield part, next(following, part).upper == "SELECT"


def _significant(parts: Sequence[Token]) -> list[Token]:
    return [t for t in parts if t.kind not in ("space", "comment")]


def _projection(parts: Sequence[Token]) -> list[str]:
    """Give the texts between SELECT and its group, variables without their sign."""
    found = []
    started = False
    for part in _significant(parts):
        if started and (part.upper in ("WHERE", "FROM") or part.text == "{"):
            break
        if started:
            found.append(part.text[1:] if part.kind == "variable" else part.text)
        started |= part.upper == "SELECT"
    return found


def read_text(text: str, form: str, bound: Sequence[str], prefixes: Mapping[str, str]) -> QueryText:
    """Read a query.

    :param bound: variables that are pre-bound.
    :raises QueryError: what SHACL doesn't allow. Source: SHACL, 5.2.1 and A.
    """
    parts = tuple(tokens(text))
    words = [t.upper for t in parts if t.upper]
    if form not in words or next((w for w in words if w in ("SELECT", "ASK")), "") != form:
        raise QueryError(f"the query is no {form} query")
    for word in _REFUSED:
        if word in words:
            raise QueryError(f"{word} is not allowed in SHACL's queries")
    for word in ("FROM", "CONSTRUCT", "DESCRIBE", "LOAD"):
        if word in words:
            raise QueryError(f"{word} is not allowed here")
    _check_depth(parts)
    _check_bindings(parts, bound)
    _check_subselects(parts, [v for v in bound if v not in ("shapesGraph", "currentShape")])
    lines = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in sorted(prefixes.items()))
    return QueryText(form, lines, parts)


def _check_depth(parts: Sequence[Token]) -> None:
    depth = 0
    for part in parts:
        if part.kind == "other":
            depth += (part.text in "{([") - (part.text in "})]")
        if depth > MAX_DEPTH:
            raise QueryError(f"the query is nested deeper than {MAX_DEPTH} levels")


def _check_bindings(parts: Sequence[Token], bound: Sequence[str]) -> None:
    kept = _significant(parts)
    for before, part in pairwise(kept):
        if before.upper == "AS" and part.kind == "variable" and part.text[1:] in bound:
            raise QueryError(f"AS {part.text} binds what SHACL has bound already")


def _check_subselects(parts: Sequence[Token], bound: Sequence[str]) -> None:
    """Sub-selects must project the pre-bound variables that the query uses."""
    used = {t.text[1:] for t in parts if t.kind == "variable"}
    starts = [i for i, t in enumerate(parts) if t.upper == "SELECT"]
    outer = 0 if starts and not any(t.text == "{" for t in parts[: starts[0]]) else -1
    for number, start in enumerate(starts):
        projected = _projection(parts[start:])
        missing = [v for v in bound if v in used | {"this"} and v not in projected]
        if number != outer and missing:
            raise QueryError(f"a sub-select doesn't give ${missing[0]}")
