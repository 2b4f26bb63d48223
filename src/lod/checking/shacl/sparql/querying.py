"""Reads SPARQL constraints and constraint components from shapes. Source: SHACL, 5 and 6."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from lod.checking.shacl.core.components import Component, Parameter, Validator
from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.core.index import MemoryIndex, instances
from lod.checking.shacl.core.model import Constraint
from lod.checking.shacl.core.naming import name_of
from lod.checking.shacl.core.syntax import Fail, is_boolean, is_string, shown
from lod.checking.shacl.sparql.checks import SPARQL_COMPONENT, Ask, Select
from lod.checking.shacl.sparql.queries import ConstraintQuery
from lod.checking.shacl.sparql.queryregex import check_regexes
from lod.checking.shacl.sparql.querytext import QueryText, read_query
from lod.rdf import OWL, SH, TRUE, Path, is_blank, is_iri, is_literal, literal, plain
from lod.words import msg

_VALIDATORS = ("validator", "nodeValidator", "propertyValidator")
_ALWAYS = ("this", "shapesGraph", "currentShape")


class QueryReader:
    """Reads what has a SPARQL query; ``seen`` are the nodes whose query was read."""

    def __init__(self, graph: MemoryIndex, fail: Fail) -> None:
        self.graph = graph
        self.fail = fail
        self.seen: set[str] = set()

    def _objects(self, node: str, name: str) -> tuple[str, ...]:
        return tuple(self.graph.objects(node, f"<{SH}{name}>"))

    def literals(self, node: str, name: str) -> tuple[str, ...]:
        """Give the literals of a SHACL property."""
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
                raise Wrong(_without("sh:parameter"))
            if all(p.optional for p in parameters):
                text = msg("all parameters of the component are optional")
                raise Wrong(text, expected=msg("at least one that isn't"))
            validators = {n: v for n in _VALIDATORS if (v := self._validator(node, n)) is not None}
            if not validators:
                raise Wrong(_without("sh:validator"))
        except Wrong as wrong:
            self.fail(wrong, node, "parameter")
            return None
        templates = self.literals(node, "labelTemplate")
        messages = self.literals(node, "message")
        return Component(node, parameters, messages, templates, validators)

    def _parameter(self, node: str) -> Parameter:
        paths = self._objects(node, "path")
        if len(paths) != 1 or not is_iri(paths[0]):
            raise Wrong(msg("a parameter whose sh:path isn't one IRI"), "sh:path ex:parameter")
        name = _variable_of(paths[0])
        if not re.fullmatch(r"\w+", name) or name in (*_ALWAYS, "value", "path", "PATH"):
            text = msg("a parameter can't be named {name}", name=name)
            raise Wrong(text, expected=msg("the name of a variable that isn't in use"))
        optional = self._objects(node, "optional")
        if wrong := [value for value in optional if not is_boolean(value)]:
            text = msg(
                "sh:{name} is {value}", name="optional", value=shown(wrong[0], self.graph.shorten)
            )
            raise Wrong(text, expected=msg("true or false, without quotation marks"))
        return Parameter(paths[0], name, TRUE in optional)

    def _validator(self, component: str, name: str) -> Validator | None:
        found = self._objects(component, name)
        if not found:
            return None
        queries = [(form, q) for form in ("SELECT", "ASK") for q in self._text(found[0], form)]
        if len(found) > 1 or len(queries) != 1:
            text = msg("sh:{name} has not exactly one query", name=name)
            raise Wrong(text, expected=msg("sh:select or sh:ask"))
        form = queries[0][0]
        if name == "validator" and form == "SELECT":
            text = msg("sh:validator takes an ASK")
            raise Wrong(text, expected=msg("sh:nodeValidator or sh:propertyValidator for a SELECT"))
        return Validator(found[0], form, self.literals(found[0], "message"))

    def _text(self, node: str, form: str) -> tuple[str, ...]:
        return self._objects(node, form.lower())

    def sparql_constraint(self, shape: str, node: str, path: Path | None) -> Iterator[Constraint]:
        """Read a value of sh:sparql. Source: SHACL, 5.2."""
        if TRUE in self._objects(node, "deactivated"):
            return
        try:
            text = self._read_text(node, "SELECT", _ALWAYS, path)
            check_regexes(text.parts, {})
        except Wrong as wrong:
            written = bool(self._text(node, "SELECT"))
            self.fail(wrong, node if written else shape, "select" if written else "sparql")
            return
        query = self._query(node, text, path, {})
        check = Select(query, SPARQL_COMPONENT, node, self.literals(node, "message"))
        yield Constraint(SPARQL_COMPONENT, f"<{SH}sparql>", node, check)

    def component_constraints(self, shape: str, path: Path | None) -> Iterator[Constraint]:
        """Give the constraints of custom components that a shape declares. Source: SHACL, 6.1."""
        for component in self._components:
            try:
                yield from self._applied(component, shape, path)
            except Wrong as wrong:
                wrong.at = None  # that is a place in the component's query
                self.fail(wrong, shape, plain(component.parameters[0].path))

    def stated(self, shape: str, made: Constraint) -> Iterator[tuple[str, str, str]]:
        """Give the statements that are one constraint of a custom component."""
        component = next(c for c in self._components if plain(c.node) == made.component)
        several = len(component.parameters) > 1
        for parameter in component.parameters:
            values = self.graph.objects(shape, parameter.path) if several else (made.value,)
            yield from ((shape, parameter.path, value) for value in values)

    def _applied(self, component: Component, shape: str, path: Path | None) -> Iterator[Constraint]:
        given = {p: self.graph.objects(shape, p.path) for p in component.parameters}
        if any(not values and not p.optional for p, values in given.items()):
            return
        validator = component.validator(property_shape=path is not None)
        name = self.graph.shorten(component.node)
        if validator is None:
            kind = msg("property shapes") if path is not None else msg("node shapes")
            raise Wrong(msg("{component} has no validator for {kind}", component=name, kind=kind))
        if len(given) > 1 and any(len(values) > 1 for values in given.values()):
            text = msg(
                "{component} has several parameters, and one of them two values", component=name
            )
            raise Wrong(text, expected=msg("one value of each"))
        several = next(iter(given)) if len(given) == 1 else None
        for value in given[several] if several else ("",):
            chosen = {p.name: value if p is several else v[0] for p, v in given.items() if v}
            yield from self._constraint(component, validator, path, chosen)

    def _constraint(
        self, component: Component, validator: Validator, path: Path | None, given: dict[str, str]
    ) -> Iterator[Constraint]:
        if any(is_blank(v) for v in given.values()):
            message = msg("a blank node as a component's parameter can't be bound")
            raise Wrong(message, expected=msg("an IRI"))
        names = [p.name for p in component.parameters]
        bound = (*_ALWAYS, *names, *(["value"] if validator.form == "ASK" else []))
        try:
            text = self._read_text(validator.node, validator.form, bound, path)
        except Wrong as wrong:
            self.fail(wrong, validator.node, validator.form.lower())
            return
        check_regexes(text.parts, given)
        query = self._query(validator.node, text, path, given)
        messages = validator.messages or component.messages
        made = Select if validator.form == "SELECT" else Ask
        check = made(query, plain(component.node), None, messages)
        first = component.parameters[0]
        value = given.get(first.name, next(iter(given.values())))
        yield Constraint(plain(component.node), first.path, value, check)

    def _query(
        self, node: str, text: QueryText, path: Path | None, given: dict[str, str]
    ) -> ConstraintQuery:
        return ConstraintQuery(text, node, name_of(self.graph, node), _shown(path), given)

    def _read_text(
        self, node: str, form: str, bound: tuple[str, ...], path: Path | None
    ) -> QueryText:
        self.seen.add(node)
        found = self._text(node, form)
        if len(found) == 1 and not is_string(found[0]):
            said = msg(
                "sh:{name} is {value}", name=form.lower(), value=shown(found[0], self.graph.shorten)
            )
            raise Wrong(said, expected=msg("a text without language"))
        if len(found) != 1:
            name, count = name_of(self.graph, node), len(found)
            raise Wrong(
                msg("{name} has {count} sh:{form}", name=name, count=count, form=form.lower()),
                expected=msg("one sh:{name}, with a query in quotation marks", name=form.lower()),
                todo=msg("correct the name, or give the query"),
            )
        written = literal(found[0]).lexical
        try:
            text = read_query(written, form, bound, self.prefixes(node))
            if form == "SELECT" and "this" not in text.variables and "*" not in written:
                raise Wrong(msg("the query doesn't give {name}", name="$this"))
            functions = instances(self.graph, f"<{SH}SPARQLFunction>")
            text.check(bound, _shown(path), map(plain, functions))
        except Wrong as wrong:
            message = msg("a wrong query: {why}", why=wrong.message)
            todo = wrong.todo or msg("correct the query")
            raise Wrong(message, wrong.expected, todo, wrong.at) from wrong
        return text

    def prefixes(self, node: str) -> dict[str, str]:
        """Collect declared prefixes, over owl:imports. Source: SHACL, 5.2.1."""
        table: dict[str, str] = {}
        queue, seen = list(self._objects(node, "prefixes")), set[str]()
        while queue:
            owner = queue.pop()
            if owner in seen:
                continue
            seen.add(owner)
            if is_literal(owner):
                text = msg(
                    "sh:{name} is {value}", name="prefixes", value=shown(owner, self.graph.shorten)
                )
                raise Wrong(text, expected=msg("an IRI"))
            queue += self.graph.objects(owner, f"<{OWL}imports>")
            for declaration in self._objects(owner, "declare"):
                self._declare(node, declaration, table)
        return table

    def _declare(self, node: str, declaration: str, table: dict[str, str]) -> None:
        names, spaces = (
            self._objects(declaration, "prefix"),
            self._objects(declaration, "namespace"),
        )
        if len(names) != 1 or len(spaces) != 1 or not is_string(names[0]):
            raise Wrong(msg("sh:declare without one sh:prefix and one sh:namespace"))
        prefix = literal(names[0]).lexical
        space = literal(spaces[0]).lexical if is_literal(spaces[0]) else plain(spaces[0])
        if table.setdefault(prefix, space) != space:
            raise Wrong(msg("the prefix {name} is declared twice, differently", name=prefix))


def _shown(path: Path | None) -> str:
    return "" if path is None else path.text


def _without(name: str) -> str:
    return msg("a constraint component without {name}", name=name)


def _variable_of(path: str) -> str:
    """Give the variable of a parameter: the local name of its path. Source: SHACL, 6.2.1."""
    return re.split(r"[#/:]", plain(path))[-1]
