"""SPARQL constraints and SPARQL-based constraint components. Source: SHACL, 5 and 6."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod.checking.shacl.core.model import Outcome, Shape
from lod.checking.shacl.sparql.queries import ConstraintQuery
from lod.rdf import SH, is_blank, is_iri, literal, plain, step, string

if TYPE_CHECKING:
    from lod.checking.shacl.core.evaluator import Validation

_SLOT = re.compile(r"\{[?$](\w+)\}")
SPARQL_COMPONENT = f"{SH}SPARQLConstraintComponent"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a component; ``name`` is its variable. Source: SHACL, 6.2.1."""

    path: str
    name: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Validator:
    """A query of a component, before its parameters have values.

    :param form: ``SELECT`` or ``ASK``.
    """

    node: str
    form: str
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Component:
    """A constraint component with SPARQL validators. Source: SHACL, 6.2.

    :param label_templates: sh:labelTemplate, literals in N-Triples form.
    """

    node: str
    parameters: tuple[Parameter, ...]
    messages: tuple[str, ...] = ()
    label_templates: tuple[str, ...] = ()
    validators: Mapping[str, Validator] = field(default_factory=dict)

    def validator(self, *, property_shape: bool) -> Validator | None:
        """Choose the validator. Source: SHACL, 6.2.3."""
        own = "propertyValidator" if property_shape else "nodeValidator"
        return self.validators.get(own) or self.validators.get("validator")

    def labels(self, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """Fill the label templates, for people. Source: SHACL, 6.2.2."""
        return tuple(fill(t, arguments) for t in self.label_templates)


def fill(message: str, bindings: Mapping[str, str]) -> str:
    """Fill ``{?name}`` and ``{$name}`` of a message literal. Source: SHACL, 5.3.2.

    >>> fill('"Not {?value}"@en', {"value": "<a:b>"})
    '"Not a:b"@en'
    """
    lexical, datatype, language = literal(message)
    text = _SLOT.sub(lambda m: _shown(bindings[m[1]]) if m[1] in bindings else m[0], lexical)
    if language:
        return str(ox.Literal(text, language=language))
    return str(ox.Literal(text, datatype=ox.NamedNode(datatype)))


def _shown(term: str) -> str:
    return term if is_blank(term) else string(term)


@dataclass(frozen=True, slots=True, eq=False)
class Select:
    """A SELECT that gives one solution for each violation. Source: SHACL, 5.3 and 6.3.

    :param source: the constraint, for sh:sparql.
    :param messages: of the constraint, or of validator or component.
    """

    query: ConstraintQuery
    component: str
    source: str | None
    messages: tuple[str, ...]

    def __call__(
        self, run: "Validation", shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each solution."""
        for row in run.queries.rows(self.query, shape, focus):
            bound = {**self.query.arguments, **row, "this": focus}
            value = row.get("value", focus if shape.path is None else None)
            yield self._outcome(shape, focus, value, bound)

    def _outcome(
        self, shape: Shape, focus: str, value: str | None, bound: Mapping[str, str]
    ) -> Outcome:
        path = bound.get("path", "")
        where = step(path) if shape.path is None and is_iri(path) else None
        made = shape.outcome(self.component, focus, value, path=where)
        messages = chosen(shape, self, bound)
        return made._replace(source_constraint=self.source, messages=messages)


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """An ASK that holds for each value that conforms. Source: SHACL, 6.3."""

    query: ConstraintQuery
    component: str
    source: str | None
    messages: tuple[str, ...]

    def __call__(
        self, run: "Validation", shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value for which it doesn't hold."""
        holding = run.queries.asks(self.query, shape, focus, values) if values else set()
        for value in values:
            if value not in holding:
                bound = {**self.query.arguments, "this": focus, "value": value}
                made = shape.outcome(self.component, focus, value)
                yield made._replace(messages=chosen(shape, self, bound))


def chosen(shape: Shape, check: Select | Ask, bound: Mapping[str, str]) -> tuple[str, ...]:
    """Choose the messages: the query's own, the constraint's, the shape's, the component's.

    Source: SHACL, 5.3.2; 2.1.5 puts the shape's before those of a component.
    """
    if "message" in bound:
        return (bound["message"],)
    templates = check.messages
    if shape.messages and (check.source is None or not templates):
        templates = shape.messages
    return tuple(fill(t, bound) for t in templates)


def variable_of(path: str) -> str:
    """Give the variable of a parameter: the local name of its path. Source: SHACL, 6.2.1."""
    return re.split(r"[#/:]", plain(path))[-1]
