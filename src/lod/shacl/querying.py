"""Reads SPARQL constraints and constraint components from shapes. Source: SHACL, 5 and 6."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import pyoxigraph as ox

from lod.namespaces import OWL, SH
from lod.shacl.builders import Wrong
from lod.shacl.components import (
    SPARQL_COMPONENT,
    Ask,
    Component,
    Parameter,
    Select,
    Validator,
    variable_of,
)
from lod.shacl.index import MemoryIndex, instances
from lod.shacl.model import Constraint
from lod.shacl.paths import Path
from lod.shacl.queries import Query
from lod.shacl.queryterms import query_triples
from lod.shacl.querytext import QueryError, read_text
from lod.shacl.terms import TRUE, is_blank, is_iri, is_literal, literal, plain

Fail = Callable[[ValueError, str, str], None]

_VALIDATORS = ("validator", "nodeValidator", "propertyValidator")
_ALWAYS = ("this", "shapesGraph", "currentShape")


class QueryReader:
    """Reads what has a SPARQL query."""

    def __init__(self, graph: MemoryIndex, fail: Fail) -> None:
        self.graph = graph
        self.fail = fail
        self._prefix_tables: dict[str, dict[str, str]] = {}

    def _objects(self, node: str, name: str) -> tuple[str, ...]:
        return tuple(self.graph.objects(node, f"<{SH}{name}>"))

    def _literals(self, node: str, name: str) -> tuple[str, ...]:
        return tuple(v for v in self._objects(node, name) if is_literal(v))

    def components(self) -> Mapping[str, Component]:
        """Give the custom constraint components, by IRI."""
        return {plain(c.node): c for c in self._components}

    @cached_property
    def _components(self) -> tuple[Component, ...]:
        return tuple(
            c
            for node in instances(self.graph, f"<{SH}ConstraintComponent>")
            if (c := self._component(node)) is not None
        )

    @cached_property
    def parameters(self) -> frozenset[str]:
        """The mandatory parameters of custom components, in brackets."""
        return frozenset(p.path for c in self._components for p in c.parameters if not p.optional)

    def _component(self, node: str) -> Component | None:
        try:
            parameters = tuple(self._parameter(p) for p in self._objects(node, "parameter"))
            if not parameters:
                raise Wrong("a constraint component without sh:parameter", expected="sh:parameter")
            if all(p.optional for p in parameters):
                raise Wrong("all parameters of the component are optional", expected="one isn't")
            validators = {n: v for n in _VALIDATORS if (v := self._validator(node, n)) is not None}
            if not validators:
                raise Wrong("a constraint component without validator", expected="sh:validator")
        except Wrong as wrong:
            self.fail(wrong, node, "parameter")
            return None
        templates = self._literals(node, "labelTemplate")
        messages = self._literals(node, "message")
        return Component(node, parameters, messages, templates, validators)

    def _parameter(self, node: str) -> Parameter:
        paths = self._objects(node, "path")
        if len(paths) != 1 or not is_iri(paths[0]):
            raise Wrong("a parameter has one sh:path, an IRI", expected="sh:path ex:parameter")
        name = variable_of(paths[0])
        if not re.fullmatch(r"\w+", name) or name in (*_ALWAYS, "value", "path", "PATH"):
            raise Wrong(f"a parameter can't be named {name}", expected="the name of a variable")
        return Parameter(paths[0], name, TRUE in self._objects(node, "optional"))

    def _validator(self, component: str, name: str) -> Validator | None:
        found = self._objects(component, name)
        if not found:
            return None
        queries = [(form, q) for form in ("SELECT", "ASK") for q in self._text(found[0], form)]
        if len(found) > 1 or len(queries) != 1:
            raise Wrong(f"sh:{name} has not exactly one query", expected="sh:select or sh:ask")
        form = queries[0][0]
        if name == "validator" and form == "SELECT":
            raise Wrong("sh:validator takes an ASK", expected="sh:nodeValidator for a SELECT")
        return Validator(found[0], form, self._literals(found[0], "message"))

    def _text(self, node: str, form: str) -> tuple[str, ...]:
        return self._objects(node, form.lower())

    def sparql_constraints(self, shape: str, path: Path | None) -> Iterator[Constraint]:
        """Read sh:sparql of a shape. Source: SHACL, 5.2."""
        for node in self._objects(shape, "sparql"):
            if TRUE in self._objects(node, "deactivated"):
                continue
            try:
                query = self._query(node, "SELECT", _ALWAYS, path, {})
            except Wrong as wrong:
                self.fail(wrong, node, "select")
                continue
            messages = self._literals(node, "message")
            check = Select(query, SPARQL_COMPONENT, node, messages)
            yield Constraint(SPARQL_COMPONENT, f"<{SH}sparql>", node, check)

    def component_constraints(self, shape: str, path: Path | None) -> Iterator[Constraint]:
        """Give the constraints of custom components that a shape declares. Source: SHACL, 6.1."""
        for component in self._components:
            try:
                yield from self._applied(component, shape, path)
            except Wrong as wrong:
                self.fail(wrong, shape, plain(component.parameters[0].path))

    def _applied(self, component: Component, shape: str, path: Path | None) -> Iterator[Constraint]:
        given = {p: self.graph.objects(shape, p.path) for p in component.parameters}
        if any(not values and not p.optional for p, values in given.items()):
            return
        validator = component.validator(property_shape=path is not None)
        if validator is None:
            kind = "property" if path is not None else "node"
            raise Wrong(f"{component.node} has no validator for {kind} shapes")
        if len(given) > 1 and any(len(values) > 1 for values in given.values()):
            raise Wrong(f"{component.node} has several parameters, and one of them two values")
        several = next(iter(given)) if len(given) == 1 else None
        for value in given[several] if several else ("",):
            chosen = {p.name: value if p is several else v[0] for p, v in given.items() if v}
            yield self._constraint(component, validator, path, chosen)

    def _constraint(
        self, component: Component, validator: Validator, path: Path | None, given: dict[str, str]
    ) -> Constraint:
        names = [p.name for p in component.parameters]
        bound = [*_ALWAYS, *names, *(["value"] if validator.form == "ASK" else [])]
        query = self._query(validator.node, validator.form, tuple(bound), path, given)
        messages = validator.messages or component.messages
        made = Select if validator.form == "SELECT" else Ask
        check = made(query, plain(component.node), None, messages)
        first = component.parameters[0]
        value = given.get(first.name, next(iter(given.values())))
        return Constraint(plain(component.node), first.path, value, check)

    def _query(
        self, node: str, form: str, bound: tuple[str, ...], path: Path | None, given: dict[str, str]
    ) -> Query:
        found = self._text(node, form)
        if len(found) != 1 or not is_literal(found[0]):
            raise Wrong(
                f"{node} has {len(found)} sh:{form.lower()}",
                expected=f"one sh:{form.lower()} with a query",
                todo="correct the name, or give the query",
            )
        if any(is_blank(v) for v in given.values()):
            raise Wrong("a blank node as a component's parameter can't be bound", expected="an IRI")
        written = literal(found[0]).lexical
        try:
            text = read_text(written, form, bound, self._prefixes(node))
            self._check_projection(text.variables, written, form)
        except QueryError as error:
            raise Wrong(f"a wrong query in {node}: {error}", todo="rewrite the query") from error
        where = "" if path is None else path.text
        row = {name: given.get(name, "<urn:x-lod:bound>") for name in bound}
        tried = text.bind([], row, path=where)
        try:
            ox.Store().query(tried, custom_functions={})
        except (SyntaxError, ValueError) as error:
            raise Wrong(
                f"a wrong query in {node}: {error}", expected="SPARQL 1.1", todo="correct the query"
            ) from error
        plain_text = text.bind([], {}, path=where)
        return Query(text, node, query_triples(plain_text), given)

    @staticmethod
    def _check_projection(variables: frozenset[str], text: str, form: str) -> None:
        if form == "SELECT" and "this" not in variables and "*" not in text:
            raise QueryError("the query doesn't give $this")

    def _prefixes(self, node: str) -> dict[str, str]:
        """Collect declared prefixes, over owl:imports. Source: SHACL, 5.2.1."""
        table: dict[str, str] = {}
        queue, seen = list(self._objects(node, "prefixes")), set[str]()
        while queue:
            owner = queue.pop()
            if owner in seen:
                continue
            seen.add(owner)
            queue += self.graph.objects(owner, f"<{OWL}imports>")
            for declaration in self._objects(owner, "declare"):
                self._declare(node, declaration, table)
        return table

    def _declare(self, node: str, declaration: str, table: dict[str, str]) -> None:
        names, spaces = (
            self._objects(declaration, "prefix"),
            self._objects(declaration, "namespace"),
        )
        if len(names) != 1 or len(spaces) != 1 or not is_literal(names[0]):
            raise Wrong("sh:declare without one sh:prefix and one sh:namespace")
        prefix = literal(names[0]).lexical
        space = literal(spaces[0]).lexical if is_literal(spaces[0]) else plain(spaces[0])
        if table.setdefault(prefix, space) != space:
            raise Wrong(f"the prefix {prefix} is declared twice, differently")
