"""SPARQL constraints: what their queries find becomes results. Source: SHACL, 5 and 6."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lod.checking.shacl.core.components import fill
from lod.checking.shacl.core.model import Outcome, Shape, Validating
from lod.checking.shacl.sparql.queries import ConstraintQueries, ConstraintQuery
from lod.rdf import SH, is_iri, step

SPARQL_COMPONENT = f"{SH}SPARQLConstraintComponent"


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
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each solution."""
        for row in _answers(run).rows(self.query, shape, focus):
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
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value for which it doesn't hold."""
        holding = _answers(run).asks(self.query, shape, focus, values) if values else set()
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


def _answers(run: Validating) -> ConstraintQueries:
    assert isinstance(run.queries, ConstraintQueries)
    return run.queries
