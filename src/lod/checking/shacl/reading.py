"""Reads shapes, and refuses what can't be run: never a silent pass."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from lod.checking.shacl.core.builders import BUILDERS
from lod.checking.shacl.core.errors import Beyond, MalformedShapes, UnsupportedShapes, Wrong
from lod.checking.shacl.core.index import MemoryIndex, index_of, instances, is_instance, read_list
from lod.checking.shacl.core.model import VIOLATION, Constraint, Shape, Shapes, ShapesNote, Target
from lod.checking.shacl.core.naming import name_of
from lod.checking.shacl.core.nesting import check_nesting
from lod.checking.shacl.core.paths import read_path
from lod.checking.shacl.core.sound import sound_shapes
from lod.checking.shacl.core.syntax import (
    check_parameter,
    check_reference,
    check_settings,
    check_vocabulary,
    shown,
)
from lod.checking.shacl.core.vocabulary import ON_SHAPES, PARAMETERS, TARGETS, local_name
from lod.checking.shacl.sparql.advanced import advanced, check_queries
from lod.checking.shacl.sparql.querying import QueryReader
from lod.rdf import OWL, RDFS, SH, TRUE, Path, is_blank, is_iri, is_literal, plain
from lod.words import msg

_REFERRING = ("node", "property", "not", "qualifiedValueShape")
_LISTING = ("and", "or", "xone")
_REFERS = (*_REFERRING, *_LISTING)
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
    found = read_sound_shapes(triples)
    if found.faults:
        first, *others = found.faults
        raise replace(first, others=tuple(others))
    return found


def read_sound_shapes(triples: Iterable[object]) -> Shapes:
    """Read the shapes that can run, and say what is wrong with the others (``faults``)."""
    return _Reading(index_of(triples)).shapes()


class _Reading:
    """One reading; collects errors rather than stopping at the first."""

    def __init__(self, graph: MemoryIndex) -> None:
        self.graph = graph
        self.notes: list[ShapesNote] = []
        self.errors: list[MalformedShapes] = []
        self.queries = QueryReader(graph, self.fail)

    def fail(self, wrong: Wrong, node: str, name: str) -> None:
        """Note an error in a property of a shape."""
        kind = UnsupportedShapes if isinstance(wrong, Beyond) else MalformedShapes
        error = kind(
            msg("in {shape}: {why}", shape=name_of(self.graph, node), why=wrong.message),
            expected=wrong.expected,
            todo=wrong.todo,
            shape=node,
            property=name if ":" in name else f"{SH}{name}",
        )
        if error not in self.errors:  # a component is read for each shape that uses it
            self.errors.append(error)

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
        """Read everything; leave out what is wrong."""
        check_vocabulary(self.graph, self.notes.append)
        check_settings(self.graph, self.fail, self.notes.append)
        components = self.queries.components()
        made = {node: self._shape(node) for node in self.nodes}
        self._note_severities(made)
        beyond = [*advanced(self.graph, self.fail)]
        check_queries(self.graph, self.queries, self.fail)
        for node, wrong in check_nesting(made):
            self.fail(wrong, node, next((n for n in _REFERS if self.one(node, n)), "node"))
        faulty = [error.shape for error in self.errors if error.shape]
        sound = sound_shapes(made, faulty, self.graph) if faulty else made
        runnable = tuple(n for n in beyond if n.shape in sound or n.shape not in made)
        return Shapes(
            *(sound, components, runnable, tuple(self.notes), self.graph, tuple(self.errors)),
            left_out=frozenset(made.keys() - sound.keys()),
        )

    def _note_severities(self, shapes: Container[str]) -> None:
        for node in self.graph.holders(f"<{SH}severity>"):
            if node not in shapes:
                text = msg("sh:severity stands on what is no shape, and says nothing: move it to the shape")  # fmt: skip # noqa: E501
                self.notes.append(ShapesNote(text, node, f"{SH}severity"))

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """The nodes that are shapes. Source: SHACL, 2.1."""
        graph = self.graph
        found = dict.fromkeys(
            n for kind in ("NodeShape", "PropertyShape") for n in instances(graph, f"<{SH}{kind}>")
        )
        for node, record in graph.forward.items():
            names = {local_name(p) for p in record}
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
        except Wrong:
            return []  # said where the list is used

    def _shape(self, node: str) -> Shape:
        path = self._path(node)
        return Shape(
            node=node,
            path=path,
            constraints=tuple(self._constraints(node, path)),
            targets=tuple(self._targets(node)),
            severity=self._severity(node),
            messages=tuple(self._messages(node)),
            deactivated=self._deactivated(node),
        )

    def _is_property_shape(self, node: str) -> bool:
        """Whether a node is used as one, rightly or not."""
        if self.graph.objects(node, f"<{SH}path>"):
            return True
        if is_instance(self.graph, node, f"<{SH}PropertyShape>"):
            return True
        used = bool(self.graph.subjects(f"<{SH}property>", node))
        return used and not is_instance(self.graph, node, f"<{SH}NodeShape>")

    def _path(self, node: str) -> Path | None:
        found = self.graph.objects(node, f"<{SH}path>")
        try:
            if len(found) > 1:
                text = msg("a property shape has one sh:path")
                raise Wrong(text, expected=msg("a single sh:path"))
            if found and is_instance(self.graph, node, f"<{SH}NodeShape>"):
                raise Wrong(
                    msg("a sh:NodeShape with sh:path"),
                    expected=msg("sh:path on property shapes alone"),
                    todo=msg("call it sh:PropertyShape, or take out sh:path"),
                )
            if found:
                return read_path(self.graph, found[0])
            if self._is_property_shape(node) and self.graph.record(node):
                raise Wrong(
                    msg("a property shape without sh:path"),
                    expected=msg("sh:path with a property or a path"),
                    todo=msg("give sh:path"),
                )
        except Wrong as wrong:
            self.fail(wrong, node, "path")
        return None

    def _constraints(self, node: str, path: Path | None) -> Iterator[Constraint]:
        for predicate, values in list(self.graph.record(node).items()):
            name = local_name(predicate)
            if name in PARAMETERS:
                yield from self._of_parameter(node, name, values, path)
        yield from self.queries.component_constraints(node, path)

    def _of_parameter(
        self, node: str, name: str, values: Iterable[str], path: Path | None
    ) -> Iterator[Constraint]:
        try:
            check_parameter(name, list(values), self._is_property_shape(node))
        except Wrong as wrong:
            self.fail(wrong, node, name)
            return
        if name in _SECOND and self.one(node, _SECOND[name]) is None:
            text = msg(
                "sh:{name} without sh:{other} checks nothing", name=name, other=_SECOND[name]
            )
            self.notes.append(ShapesNote(text, node, f"{SH}{name}"))
        for value in values:
            try:
                check_reference(self.graph, name, value)
                if name == "sparql":
                    yield from self.queries.sparql_constraint(node, value, path)
                elif name in BUILDERS:
                    yield from BUILDERS[name](self, node, value)
            except Wrong as wrong:
                self.fail(wrong, node, name)

    def _targets(self, node: str) -> Iterator[Target]:
        for name, kind in TARGETS.items():
            for value in self.graph.objects(node, f"<{SH}{name}>"):
                ok = not is_blank(value) if kind == "node" else is_iri(value)
                if ok:
                    yield Target(kind, value)
                else:
                    text = msg("sh:{name} is {value}", name=name, value=shown(value))
                    self.fail(Wrong(text, expected=msg("an IRI")), node, name)
        for value in self.graph.objects(node, f"<{SH}target>"):
            yield Target("advanced", value)
        classes = (f"<{RDFS}Class>", f"<{OWL}Class>")
        kinds = (f"<{SH}NodeShape>", f"<{SH}PropertyShape>")
        if any(is_instance(self.graph, node, c) for c in classes) and any(
            is_instance(self.graph, node, k) for k in kinds
        ):
            yield Target("class", node)

    def _severity(self, node: str) -> str:
        found = self.graph.objects(node, f"<{SH}severity>")
        if len(found) > 1 or any(not is_iri(v) for v in found):
            self.fail(Wrong(msg("a wrong sh:severity"), msg("one IRI")), node, "severity")
        return plain(found[0]) if found else VIOLATION

    def _messages(self, node: str) -> Iterator[str]:
        return filter(is_literal, self.graph.objects(node, f"<{SH}message>"))

    def _deactivated(self, node: str) -> bool:
        return TRUE in self.graph.objects(node, f"<{SH}deactivated>")
