"""Reads queries that can be refuted without a store, from rdflib's algebra."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib import BNode, Literal, URIRef, Variable
from rdflib.paths import SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parserutils import CompValue

from lod.checking.shacl.core.index import SUBCLASS
from lod.checking.shacl.sparql.algebra import is_asking, parsed_query
from lod.checking.shacl.sparql.conditions import (
    FUNCTIONS_OF_ONE,
    TERM_TESTS,
    TEXT_TESTS,
    Condition,
    Expression,
    comparing,
    each_of,
    function_of,
    negated,
    one_of,
    seen_value,
    term_test,
    text_test,
)
from lod.checking.shacl.sparql.simple import SimplePattern, SimpleQuery
from lod.rdf import XSD, is_iri, typed

_ABOVE = ("Project", "Distinct", "Reduced", "OrderBy", "Extend")  # whatever they give, of solutions
_THIS = "this"


class NotSimple(Exception):
    """A query asks for more."""


def read_simple(text: str, arguments: Mapping[str, str]) -> SimpleQuery:
    """Read a query.

    :raises NotSimple: it isn't simple.
    :raises Exception: of many kinds: rdflib can't read it.
    """
    parsed = parsed_query(text)
    query = translateQuery(parsed).algebra
    node = query.p
    if is_asking(parsed) or query.datasetClause:
        raise NotSimple
    while node.name in _ABOVE:
        node = node.p
    filters = []
    while node.name == "Filter":
        filters.append(node.expr)
        node = node.p
    steps = list(_steps(node))
    if any(is_iri(arguments.get(subject, "")) for subject, _, _ in steps):
        raise NotSimple
    own = [step for step in steps if step[0] == _THIS]
    others = {subject for subject, _, _ in steps} - {_THIS}
    leading = [step for step in own if step[2] in others]
    if not own or len(others) != len(leading) or len(leading) > 1:
        raise NotSimple
    return _made(own, leading, [s for s in steps if s[0] in others], filters, arguments)


_Step = tuple[str, str, str]
"""The variable of a subject, a property, and a variable or an IRI."""


def _made(
    own: Sequence[_Step],
    leading: Sequence[_Step],
    more: Sequence[_Step],
    filters: Sequence[object],
    arguments: Mapping[str, str],
) -> SimpleQuery:
    patterns = [_pattern(step, arguments) for step in own if step not in leading]
    other = [_pattern(step, arguments) for step in more]
    names = [p.variable for p in (*patterns, *other) if p.variable]
    taken = {_THIS, *(step[2] for step in leading)}
    if len(set(names)) < len(names) or taken.intersection(names):
        raise NotSimple
    reader = _Filters({*names, *(() if leading else (_THIS,))}, arguments, set())
    conditions = tuple(map(reader.condition, filters))
    step = leading[0][1] if leading else ""
    if SUBCLASS in {step, *(p.predicate for p in (*patterns, *other))}:
        raise NotSimple  # an ontology may state more than the data
    return SimpleQuery(tuple(patterns), step, tuple(other), conditions, frozenset(reader.used))


def _pattern(step: _Step, arguments: Mapping[str, str]) -> SimplePattern:
    _, predicate, value = step
    value = arguments.get(value, value)
    if is_iri(value):
        return SimplePattern(predicate, value=value)
    if value[0] in '"_<' and value != step[2]:
        raise NotSimple
    return SimplePattern(predicate, value)


def _steps(node: CompValue) -> Iterator[_Step]:
    """Give the triples of a part, paths taken apart."""
    if node.name == "Join":
        yield from _steps(node.p1)
        yield from _steps(node.p2)
    elif node.name == "BGP":
        for number, (subject, path, value) in enumerate(node.triples):
            parts = path.args if isinstance(path, SequencePath) else [path]
            between = [f" {id(node)}.{number}.{at}" for at in range(1, len(parts))]
            ends = [_name(subject), *between, _name(value)]
            for at, part in enumerate(parts):
                if not isinstance(part, URIRef):
                    raise NotSimple
                yield ends[at], f"<{part}>", ends[at + 1]
    else:
        raise NotSimple


def _name(term: object) -> str:
    """Give a variable's name, or an IRI in brackets."""
    if isinstance(term, Variable):
        return str(term)
    if isinstance(term, BNode):
        return f" {term}"
    if isinstance(term, URIRef):
        return f"<{term}>"
    raise NotSimple


@dataclass
class _Filters:
    """Reads filters.

    :param known: the variables of the patterns.
    :param used: those that were met.
    """

    known: Collection[str]
    arguments: Mapping[str, str]
    used: set[str]

    def condition(self, node: Any) -> Condition:
        """Read what is true or false.

        :raises NotSimple: it isn't known what holds.
        """
        if not isinstance(node, CompValue):
            raise NotSimple
        match node.name:
            case "ConditionalAndExpression":
                return each_of(list(map(self.condition, (node.expr, *node.other))))
            case "ConditionalOrExpression":
                return one_of(list(map(self.condition, (node.expr, *node.other))))
            case "UnaryNot":
                return negated(self.condition(node.expr))
            case "RelationalExpression":
                return self._relation(node)
        name = node.name.removeprefix("Builtin_").upper()
        if name in TEXT_TESTS:
            return text_test(name, self._expression(node.arg1), self._expression(node.arg2))
        if name in TERM_TESTS or name == "BOUND":
            variable = self._variable(node.arg)
            return term_test(name, variable) if name in TERM_TESTS else lambda _env: True
        raise NotSimple

    def _relation(self, node: CompValue) -> Condition:
        left = self._expression(node.expr)
        if node.op in ("IN", "NOT IN"):
            among = one_of([comparing("=", left, self._expression(one)) for one in node.other])
            return among if node.op == "IN" else negated(among)
        return comparing(node.op, left, self._expression(node.other))

    def _variable(self, node: object) -> str:
        if not isinstance(node, Variable) or str(node) not in self.known:
            raise NotSimple
        self.used.add(str(node))
        return str(node)

    def _expression(self, node: Any) -> Expression:
        if isinstance(node, Variable) and str(node) in self.arguments:
            return _constant(self.arguments[str(node)])
        if isinstance(node, Variable):
            name = self._variable(node)
            return lambda env: seen_value(env[name])
        if isinstance(node, URIRef | Literal):
            return _constant(_term(node))
        name = node.name.removeprefix("Builtin_").upper() if isinstance(node, CompValue) else ""
        if name not in FUNCTIONS_OF_ONE:
            raise NotSimple
        return function_of(name, self._expression(node.arg))


def _term(node: URIRef | Literal) -> str:
    if isinstance(node, URIRef):
        return f"<{node}>"
    if node.language:
        return f"{typed(str(node))}@{node.language}"
    return typed(str(node), str(node.datatype or f"{XSD}string"))


def _constant(term: str) -> Callable[[object], Any]:
    value = seen_value(term)
    return lambda _env: value
