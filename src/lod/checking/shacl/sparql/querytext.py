"""The text of SPARQL constraints: what is allowed, and pre-binding.

Source: SHACL, 5.2.1, 5.3 and appendix A (pre-binding of variables in SPARQL queries).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import pyoxigraph as ox

from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.sparql.exact import Exact, exact_query
from lod.checking.shacl.sparql.querytokens import read_whole, refuse_fetching, significant
from lod.checking.shacl.sparql.standins import FUNCTIONS
from lod.checking.shacl.sparql.unreadable import find_unreadable
from lod.rdf import SparqlToken
from lod.words import msg

MAX_QUERY_DEPTH = 50  # pyoxigraph ends the process at about 4,000 braces

_AGGREGATES = frozenset(
    ("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "GROUP", "HAVING")
)
_CUTS = frozenset(("LIMIT", "OFFSET"))
_REFUSED = ("MINUS", "VALUES", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True)
class QueryText:
    """A query, ready for pre-binding.

    :param form: ``SELECT`` or ``ASK``.
    :param prefixes: those that are declared outside of it.
    """

    form: str
    prefixes: Mapping[str, str] = field(repr=False)
    parts: tuple[SparqlToken, ...] = field(repr=False)

    @cached_property
    def variables(self) -> frozenset[str]:
        """Names of the variables in the text."""
        return frozenset(t.text[1:] for t in self.parts if t.kind == "var")

    @cached_property
    def exact(self) -> Exact:
        """The query for a store with stand-ins."""
        return exact_query(self.parts, self.prefixes)

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
        standing_in: bool = False,
    ) -> str:
        """Write the query with variables bound: VALUES at the head of every group.

        :param rows: terms by variable, the same variables in each.
        :param fixed: terms of further variables, the same for all rows.
        :param select: if given, an ASK becomes a SELECT of this variable of the rows.
        :param path: what replaces ``$PATH``.
        :param standing_in: for a store with stand-ins.
        """
        used = self.variables | {select}
        tables = [_values([fixed], [n]) for n in fixed if n in used]
        varying = [n for n in (rows[0] if rows else ()) if n in used]
        table = " ".join([*tables, _values(rows, varying)] if varying else tables)
        ask = f"SELECT DISTINCT ${select}" if select else "ASK"
        written = [
            ask
            if part.upper == "ASK"
            else _head(part, opens, table)
            if opens is not None
            else _written(part, path)
            for part, opens in _groups(self.exact.parts if standing_in else self.parts)
        ]
        lines = [f"PREFIX {p}: <{iri}>\n" for p, iri in sorted(self.prefixes.items())]
        return "".join([*lines, *written])

    def check(self, bound: Sequence[str], path: str, functions: Iterable[str]) -> None:
        """Let the engine of queries read it, as it is and for a store with stand-ins.

        :param functions: the IRIs of those that the shapes declare; pyshacl runs them.
        :raises Wrong: it isn't SPARQL, or calls a function that there isn't.
        """
        declared = {ox.NamedNode(name): lambda *_arguments: None for name in functions}

        def read(text: str) -> str | None:
            try:
                ox.Store().query(
                    text,
                    prefixes=dict(self.prefixes),
                    custom_functions={**FUNCTIONS, **declared},
                )
            except (SyntaxError, ValueError, RuntimeError) as error:
                return str(error)
            return None

        texts = [_written(part, path) for part in self.parts]
        if (wrong := find_unreadable(self.parts, texts, self.prefixes, read)) is not None:
            raise wrong
        terms = dict.fromkeys(bound, "<urn:x-lod:bound>")
        for standing_in in (False, True):
            if error := read(self.bind([], terms, path=path, standing_in=standing_in)):
                raise Wrong(error, msg("a query of SPARQL 1.1"))


_COMMENT = re.compile(r"#[^\r\n]*")


def _written(part: SparqlToken, path: str) -> str:
    if part.kind == "var" and part.text[1:] == "PATH" and path:
        return f" {path} "
    return _COMMENT.sub(" ", part.text) if part.kind == "space" else part.text


def _head(part: SparqlToken, subselect: bool, table: str) -> str:
    return part.text if subselect or not table else f"{part.text} {table} "


def _values(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> str:
    head = " ".join(f"${n}" for n in names)
    body = " ".join(f"({' '.join(row[n] for n in names)})" for row in rows)
    return f"VALUES ({head}) {{ {body} }}"


def _groups(parts: Sequence[SparqlToken]) -> Iterator[tuple[SparqlToken, bool | None]]:
    """Give each token; with a ``{`` whether it opens a sub-select rather than a group."""
    for i, part in enumerate(parts):
        if part.text != "{" or part.kind != "other":
            yield part, None
        else:
            following = (t for t in parts[i + 1 :] if t.kind != "space")
            yield part, next(following, part).upper == "SELECT"


def _projection(parts: Sequence[SparqlToken]) -> list[str]:
    """Give the texts between SELECT and its group, variables without their sign."""
    found = []
    started = False
    for part in significant(parts):
        if started and (part.upper == "WHERE" or part.text == "{"):
            break
        if started:
            found.append(part.text[1:] if part.kind == "var" else part.text)
        started |= part.upper == "SELECT"
    return found


def read_query(
    text: str, form: str, bound: Sequence[str], prefixes: Mapping[str, str]
) -> QueryText:
    """Read a query.

    :param bound: variables that are pre-bound.
    :raises Wrong: what SHACL doesn't allow. Source: SHACL, 5.2.1 and A.
    """
    refuse_fetching(text)
    parts = tuple(read_whole(text))
    words = [t.upper for t in parts if t.upper]
    if next((w for w in words if w in ("SELECT", "ASK")), "") != form:
        raise Wrong(msg("the query is no {form} query", form=form))
    for token in parts:
        if token.upper in _REFUSED:
            text = msg("{word} is not allowed in SHACL's queries", word=token.upper)
            raise Wrong(text, at=token.start)
    _check_depth(parts)
    _check_bindings(parts, bound)
    _check_subselects(parts, [v for v in bound if v not in ("shapesGraph", "currentShape")])
    return QueryText(form, prefixes, parts)


def _check_depth(parts: Sequence[SparqlToken]) -> None:
    depth = 0
    for part in parts:
        if part.kind == "other":
            depth += (part.text in "{([") - (part.text in "})]")
        if depth > MAX_QUERY_DEPTH:
            raise Wrong(
                msg("the query is nested deeper than {count} levels", count=MAX_QUERY_DEPTH),
                at=part.start,
            )


def _check_bindings(parts: Sequence[SparqlToken], bound: Sequence[str]) -> None:
    for before, part in pairwise(significant(parts)):
        if before.upper == "AS" and part.kind == "var" and part.text[1:] in bound:
            text = msg("AS {name} binds what SHACL has bound already", name=part.text)
            raise Wrong(text, at=part.start)


def _check_subselects(parts: Sequence[SparqlToken], bound: Sequence[str]) -> None:
    """Sub-selects must project the pre-bound variables that the query uses."""
    used = {t.text[1:] for t in parts if t.kind == "var"}
    starts = [i for i, t in enumerate(parts) if t.upper == "SELECT"]
    outer = 0 if starts and not any(t.text == "{" for t in parts[: starts[0]]) else -1
    for number, start in enumerate(starts):
        projected = _projection(parts[start:])
        missing = [v for v in bound if v in used | {"this"} and v not in projected]
        if number != outer and missing:
            text = msg("a sub-select doesn't give {name}", name=f"${missing[0]}")
            raise Wrong(text, at=parts[start].start)
