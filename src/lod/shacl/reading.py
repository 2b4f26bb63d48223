"""Reads shapes, and refuses what can't be run: never a silent pass."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from lod.namespaces import OWL, RDF, RDFS, SH
from lod.shacl.builders import BUILDERS, Wrong, is_true
from lod.shacl.errors import MalformedShapes, UnsupportedShapes
from lod.shacl.index import MemoryIndex, index_of, instances, is_instance, read_list
from lod.shacl.model import VIOLATION, Constraint, Note, Shape, Shapes, Target
from lod.shacl.paths import Path, PathError, read_path
from lod.shacl.querying import QueryReader
from lod.shacl.syntax import check_parameter, check_reference, check_vocabulary
from lod.shacl.terms import is_blank, is_iri, is_literal, plain
from lod.shacl.vocabulary import DECLARED, ON_SHAPES, PARAMETERS, TARGETS, local

_REFERRING = ("node", "property", "not", "qualifiedValueShape")
_LISTING = ("and", "or", "xone")
# Qualifiers of another parameter: no constraint of their own.
_SECOND = {
    "flags": "pattern",
    "ignoredProperties": "closed",
    "qualifiedMinCount": "qualifiedValueShape",
    "qualifiedMaxCount": "qualifiedValueShape",
    "qualifiedValueShapesDisjoint": "qualifiedValueShape",
}


def read_shapes(triples: Iterable[object]) -> Shapes:
    """Read shapes from pyoxigraph triples or quads; their graphs' names are dropped.

    :raises MalformedShapes: with all that is wrong, the first error and its ``others``.
    :raises UnsupportedShapes: shapes that refer to themselves, SHACL-JS.
    Source: SHACL, 2 and appendix C (syntax rules).
    """
    return _Reading(index_of(triples)).shapes()


class _Reading:
    """One reading; collects errors rather than stopping at the first."""

    def __init__(self, graph: MemoryIndex) -> None:
        self.graph = graph
        self.notes: list[Note] = []
        self.errors: list[MalformedShapes] = []
        self.queries = QueryReader(graph, self.fail)

    def fail(self, error: ValueError, node: str, name: str) -> None:
        """Note an error in a property of a shape."""
        expected = getattr(error, "expected", None)
        todo = getattr(error, "todo", None)
        iri = name if ":" in name else f"{SH}{name}"
        self.errors.append(
            MalformedShapes(
                f"in the shape {node}: {error}",
                expected=expected,
                todo=todo,
                shape=node,
                property=iri,
            )
        )

    def one(self, node: str, name: str) -> str | None:
        """Give the first value of a SHACL property; more than one is noted elsewhere."""
        found = self.graph.objects(node, f"<{SH}{name}>")
        return found[0] if found else None

    def siblings(self, node: str, shape: str) -> tuple[str, ...]:
        """Give the sibling shapes of a qualified value shape. Source: SHACL, 4.7.3."""
        qualified = f"<{SH}qualifiedValueShape>"
        parents = self.graph.subjects(f"<{SH}property>", node)
        found = (
            other
            for parent in parents
            for brother in self.graph.objects(parent, f"<{SH}property>")
            for other in self.graph.objects(brother, qualified)
        )
        return tuple(dict.fromkeys(s for s in found if s != shape))

    def shapes(self) -> Shapes:
        """Read everything, then raise what was wrong."""
        check_vocabulary(self.graph, self.fail, self.notes.append)
        components = self.queries.components()
        made = {n: s for n in self.nodes if (s := self._shape(n)) is not None}
        self._check_recursion(made)
        if self.errors:
            first, *others = self.errors
            first.others = tuple(others)
            raise first
        advanced = tuple(self._advanced())
        return Shapes(made, components, advanced, tuple(self.notes), self.graph)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """The nodes that are shapes. Source: SHACL, 2.1."""
        graph = self.graph
        found = dict.fromkeys(
            n for kind in ("NodeShape", "PropertyShape") for n in instances(graph, f"<{SH}{kind}>")
        )
        for node, record in graph.forward.items():
            names = {local(p) for p in record}
            if names & (PARAMETERS.keys() | TARGETS.keys() | ON_SHAPES) or any(
                p in self.queries.parameters for p in record
            ):
                found[node] = None
        queue = list(found)
        while queue:
            for inner in self._referred(queue.pop()):
                if inner not in found:
                    found[inner] = None
                    queue.append(inner)
        return tuple(n for n in found if not is_literal(n))

    def _referred(self, node: str) -> Iterator[str]:
        for name in _REFERRING:
            yield from self.graph.objects(node, f"<{SH}{name}>")
        for name in _LISTING:
            for head in self.graph.objects(node, f"<{SH}{name}>"):
                yield from self._members(head)

    def _members(self, head: str) -> list[str]:
        try:
            return read_list(self.graph, head)
        except ValueError:
            return []  # said where the list is used

    def _shape(self, node: str) -> Shape | None:
        path = self._path(node)
        before = len(self.errors)
        constraints = tuple(self._constraints(node, path))
        return Shape(
            node=node,
            path=path,
            constraints=constraints if len(self.errors) == before else (),
            targets=tuple(self._targets(node)),
            severity=self._severity(node),
            messages=tuple(self._messages(node)),
            deactivated=self._deactivated(node),
        )

    def _path(self, node: str) -> Path | None:
        found = self.graph.objects(node, f"<{SH}path>")
        typed = is_instance(self.graph, node, f"<{SH}PropertyShape>")
        wanted = typed or any(True for _ in self.graph.subjects(f"<{SH}property>", node))
        try:
            if len(found) > 1:
                raise Wrong("a property shape has one sh:path", expected="a single sh:path")
            if found:
                return read_path(self.graph, found[0])
            if wanted and (typed or self.graph.record(node)):
                raise Wrong(
                    "a property shape without sh:path",
                    expected="sh:path with a property or a path",
                    todo="give sh:path",
                )
        except PathError as error:
            wrong = Wrong(f"a wrong sh:path: {error}", expected="a property, or a SHACL path")
            self.fail(wrong, node, "path")
        except Wrong as wrong:
            self.fail(wrong, node, "path")
        return None

    def _constraints(self, node: str, path: Path | None) -> Iterator[Constraint]:
        for predicate, values in list(self.graph.record(node).items()):
            name = local(predicate)
            if name in PARAMETERS:
                yield from self._of_parameter(node, name, values, path)
        yield from self.queries.component_constraints(node, path)

    def _of_parameter(
        self, node: str, name: str, values: Iterable[str], path: Path | None
    ) -> Iterator[Constraint]:
        try:
            check_parameter(self.graph, name, list(values), path is not None)
            for value in values:
                check_reference(self.graph, name, value)
        except Wrong as wrong:
            self.fail(wrong, node, name)
            return
        if name in _SECOND and self.one(node, _SECOND[name]) is None:
            text = f"sh:{name} without sh:{_SECOND[name]} checks nothing"
            self.notes.append(Note(text, node, f"{SH}{name}"))
        if name == "sparql":
            yield from self.queries.sparql_constraints(node, path)
        elif name in BUILDERS:
            for value in values:
                try:
                    yield from BUILDERS[name](self, node, value)
                except Wrong as wrong:
                    self.fail(wrong, node, name)

    def _targets(self, node: str) -> Iterator[Target]:
        for name, kind in TARGETS.items():
            for value in self.graph.objects(node, f"<{SH}{name}>"):
                ok = not is_blank(value) if kind == "node" else is_iri(value)
                if not ok:
                    self.fail(Wrong(f"sh:{name} is {value}", expected="an IRI"), node, name)
                else:
                    yield Target(kind, value)
        classes = (f"<{RDFS}Class>", f"<{OWL}Class>")
        kinds = (f"<{SH}NodeShape>", f"<{SH}PropertyShape>")
        if any(is_instance(self.graph, node, c) for c in classes) and any(
            is_instance(self.graph, node, k) for k in kinds
        ):
            yield Target("class", node)

    def _severity(self, node: str) -> str:
        found = self.graph.objects(node, f"<{SH}severity>")
        if len(found) > 1 or any(not is_iri(v) for v in found):
            self.fail(Wrong("a wrong sh:severity", expected="one IRI"), node, "severity")
        return plain(found[0]) if found else VIOLATION

    def _messages(self, node: str) -> Iterator[str]:
        for message in self.graph.objects(node, f"<{SH}message>"):
            if not is_literal(message):
                self.fail(Wrong(f"sh:message is {message}", expected="a text"), node, "message")
            else:
                yield message

    def _deactivated(self, node: str) -> bool:
        found = self.graph.objects(node, f"<{SH}deactivated>")
        if len(found) > 1 or any(not is_literal(v) for v in found):
            wrong = Wrong("a wrong sh:deactivated", expected="true or false, once")
            self.fail(wrong, node, "deactivated")
            return False
        return bool(found) and is_true(self, node, "deactivated", found[0])

    def _advanced(self) -> Iterator[Note]:
        """Find what only the reference can run. Source: SHACL-AF."""
        for node, record in self.graph.forward.items():
            for predicate in record:
                if local(predicate) in ON_SHAPES:
                    if local(predicate) == "js":
                        raise _unsupported("sh:js (JavaScript) isn't supported", node, "js")
                    yield Note(f"sh:{local(predicate)} (SHACL-AF)", node, plain(predicate))
            for kind in record.get(f"<{_TYPE}>", ()):
                if local(kind) in DECLARED:
                    yield Note(f"sh:{local(kind)} (SHACL-AF)", node, _TYPE)

    def _check_recursion(self, shapes: dict[str, Shape]) -> None:
        """Refuse shapes that refer to themselves. Source: SHACL, 3.4.3."""
        done: set[str] = set()
        for start in shapes:
            trail: dict[str, Iterator[str]] = {start: _inner(shapes, start)}
            while trail and start not in done:
                node, inner = next(reversed(trail.items()))
                following = next(inner, None)
                if following is None:
                    done.add(node)
                    trail.pop(node)
                elif following in trail:
                    raise _unsupported("the shape refers to itself", following, "node")
                elif following not in done:
                    trail[following] = _inner(shapes, following)


_TYPE = f"{RDF}type"


def _inner(shapes: dict[str, Shape], node: str) -> Iterator[str]:
    return iter([n for c in shapes[node].constraints for n in c.shapes if n in shapes])


def _unsupported(message: str, node: str, name: str) -> UnsupportedShapes:
    return UnsupportedShapes(
        f"in the shape {node}: {message}",
        expected="shapes that SHACL defines (3.4.3: recursion has no meaning)",
        todo="take it apart, or leave it out",
        shape=node,
        property=f"{SH}{name}",
    )
