"""Reads shapes, and refuses what can't be run: never a silent pass."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from lod.checking.shacl.core.annotations import Annotation, Annotations
from lod.checking.shacl.core.builders import BUILDERS
from lod.checking.shacl.core.drafts import MILD_NAMES, drafted_severity, drafted_term
from lod.checking.shacl.core.errors import Beyond, MalformedShapes, UnsupportedShapes, Wrong
from lod.checking.shacl.core.index import (
    MemoryIndex,
    Triple,
    index_of,
    instances,
    is_instance,
    read_list,
)
from lod.checking.shacl.core.model import VIOLATION, Constraint, Shape, Shapes, ShapesNote
from lod.checking.shacl.core.naming import name_of
from lod.checking.shacl.core.nesting import check_nesting
from lod.checking.shacl.core.paths import read_path
from lod.checking.shacl.core.sound import sound_shapes
from lod.checking.shacl.core.syntax import (
    check_parameter,
    check_reference,
    check_settings,
    check_vocabulary,
)
from lod.checking.shacl.core.targets import read_targets
from lod.checking.shacl.core.vocabulary import ON_SHAPES, PARAMETERS, TARGETS, WHERE, local_name
from lod.checking.shacl.sparql.advanced import advanced, check_queries
from lod.checking.shacl.sparql.querying import QueryReader
from lod.rdf import SH, SHARED, TRUE, Path, Shortening, is_iri, is_literal, plain
from lod.words import msg

_REFERRING = (
    *("node", "property", "not", "qualifiedValueShape"),
    *("memberShape", "someValue", "reifierShape", WHERE),
)
_LISTING = ("and", "or", "xone")
_REFERS = (*_REFERRING, *_LISTING)
_SHAPE_CLASSES = ("NodeShape", "PropertyShape", "ShapeClass")
# Qualifiers of another parameter: no constraint of their own.
_SECOND = {
    "flags": "pattern",
    "ignoredProperties": "closed",
    "qualifiedMinCount": "qualifiedValueShape",
    "qualifiedMaxCount": "qualifiedValueShape",
    "qualifiedValueShapesDisjoint": "qualifiedValueShape",
    "reificationRequired": "reifierShape",
}
_COUNTS = ("qualifiedMinCount", "qualifiedMaxCount")  # each a constraint of its own
_DISALLOWS = "conformanceDisallows"


def read_shapes(triples: Iterable[object], version: str = "1.2") -> Shapes:
    """Read shapes from pyoxigraph triples or quads; their graphs' names are dropped.

    :param version: of SHACL; ``1.0`` refuses what only the draft of 1.2 has.
    :raises MalformedShapes: with all that is wrong, the first error and its ``others``.
    :raises UnsupportedShapes: shapes that refer to themselves, SHACL-JS.
    Source: SHACL, 2 and appendix C (syntax rules).
    """
    found = read_sound_shapes(triples, version)
    if found.faults:
        first, *others = found.faults
        raise replace(first, others=tuple(others))
    return found


def read_sound_shapes(
    triples: Iterable[object], version: str = "1.2", prefixes: Mapping[str, str] = SHARED
) -> Shapes:
    """Read the shapes that can run, and say what is wrong with the others (``faults``).

    :param prefixes: for showing IRIs.
    """
    graph = index_of(triples)
    graph.shorten = Shortening(prefixes)
    return _Reading(graph, version).shapes()


class _Reading:
    """One reading; collects errors rather than stopping at the first."""

    def __init__(self, graph: MemoryIndex, version: str) -> None:
        self.graph = graph
        self.version = version
        self.drafts: list[ShapesNote] = []
        self.annotations = Annotations(graph)
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
            at=wrong.at,
        )
        if error not in self.errors:  # a component is read for each shape that uses it
            self.errors.append(error)

    def takes(self, term: str, node: str, name: str) -> bool:
        """Note that SHACL 1.2 is used; give whether it may be.

        :param term: for people.
        :param name: of the property by which it is used.
        """
        where = name if ":" in name else f"{SH}{name}"
        if term not in MILD_NAMES:  # any engine takes any severity
            text = msg("{term} (SHACL 1.2)", term=term)
            self.drafts.append(ShapesNote(text, node, where))
        if self.version != "1.0":
            return True
        todo = msg("take it out, or check with {option}", option="--shacl 1.2")
        self.fail(Beyond(msg("this is SHACL 1.2: {term}", term=term), todo=todo), node, name)
        return False

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
        disallowed = self._disallowed()
        self._note_severities(made)
        self._note_annotations()
        beyond = [*advanced(self.graph, self.fail)]
        self._refuse_both(beyond)
        check_queries(self.graph, self.queries, self.fail)
        for node, wrong in check_nesting(made):
            self.fail(wrong, node, next((n for n in _REFERS if self.one(node, n)), "node"))
        faulty = [*self._faulty()]
        sound = sound_shapes(made, faulty, self.graph) if faulty else made
        out = frozenset(made.keys() - sound.keys())
        runnable = tuple(note for note in beyond if note.shape not in out)
        return Shapes(
            *(sound, components, runnable, tuple(self.notes), self.graph, tuple(self.errors)),
            left_out=out,
            version=self.version,
            drafts=tuple(note for note in self.drafts if note.shape not in out.union(faulty)),
            disallowed=disallowed,
        )

    def _faulty(self) -> Iterator[str]:
        """Give the nodes that errors are about, and the shapes that they annotate."""
        for error in self.errors:
            if error.shape:
                yield error.shape
                yield from self.annotations.subjects(error.shape)

    def _disallowed(self) -> frozenset[str]:
        """Give the severities of sh:conformanceDisallows. Source: SHACL 1.2 Core, 5.5."""
        found: list[str] = []
        for node in self.graph.holders(f"<{SH}{_DISALLOWS}>"):
            if self.takes(f"sh:{_DISALLOWS}", node, _DISALLOWS):
                found += self.graph.objects(node, f"<{SH}{_DISALLOWS}>")
                if not all(map(is_iri, found)):
                    text = msg("a wrong sh:{name}", name=_DISALLOWS)
                    self.fail(Wrong(text, msg("an IRI")), node, _DISALLOWS)
        return frozenset(plain(value) for value in found if is_iri(value))

    def _refuse_both(self, beyond: Iterable[ShapesNote]) -> None:
        """Refuse SHACL 1.2 where pyshacl must run the shapes, which doesn't know it."""
        for other in [*beyond][:1]:
            for draft in self.drafts if self.version != "1.0" else ():
                text = msg("{one} can't be run together with {other}", one=draft.text, other=other.text)  # fmt: skip # noqa: E501
                todo = msg("check with two runs, each with its own shapes")
                self.fail(Beyond(text, todo=todo), draft.shape, draft.property)

    def _note_annotations(self) -> None:
        """Note what is said of statements that are no constraint."""
        for node in self.annotations.reifiers:
            if node not in self.annotations.used:
                name = self.annotations.first_property(node)
                text = msg("{name} stands on a statement that is no constraint, and says nothing", name=f"sh:{name.removeprefix(SH)}")  # fmt: skip # noqa: E501
                self.notes.append(ShapesNote(text, node, name))

    def _note_severities(self, shapes: Container[str]) -> None:
        for node in self.graph.holders(f"<{SH}severity>"):
            if node not in shapes and node not in self.annotations.reifiers:
                text = msg("sh:severity stands on what is no shape, and says nothing: move it to the shape")  # fmt: skip # noqa: E501
                self.notes.append(ShapesNote(text, node, f"{SH}severity"))

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """The nodes that are shapes. Source: SHACL, 2.1."""
        graph = self.graph
        found = dict.fromkeys(
            n for kind in _SHAPE_CLASSES for n in instances(graph, f"<{SH}{kind}>")
        )
        for node, record in graph.forward.items():
            names = {local_name(p) for p in record}
            if names & (PARAMETERS.keys() | TARGETS.keys() | ON_SHAPES | {WHERE}) or any(
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
        spared: list[str] = []
        return Shape(
            node=node,
            path=path,
            constraints=tuple(self._constraints(node, path, spared)),
            targets=tuple(read_targets(self, node)),
            severity=self._severity(node),
            messages=tuple(self._messages(node)),
            deactivated=self._deactivated(node),
            spared=tuple(spared),
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

    def _constraints(self, node: str, path: Path | None, spared: list[str]) -> Iterator[Constraint]:
        """Give the constraints of a shape that aren't deactivated.

        :param spared: gets the shapes that the others refer to.
        """
        for predicate, values in list(self.graph.record(node).items()):
            name = local_name(predicate)
            if name in PARAMETERS:
                for value, made in self._of_parameter(node, name, values, path):
                    stated = self._stated(node, name, value, made)
                    yield from self._annotated(node, name, made, stated, spared)
        for made in self.queries.component_constraints(node, path):
            stated = self.queries.stated(node, made)
            name = plain(made.parameter)
            yield from self._annotated(node, name, made, stated, spared)

    def _stated(self, node: str, name: str, value: str, made: Constraint) -> Iterator[Triple]:
        """Give the statements that are one constraint: its parameter's, and its qualifiers'."""
        yield node, f"<{SH}{name}>", value
        yield node, made.parameter, made.value
        for second, first in _SECOND.items():
            if first == name and second not in _COUNTS:
                for other in self.graph.objects(node, f"<{SH}{second}>"):
                    yield node, f"<{SH}{second}>", other

    def _annotated(
        self,
        node: str,
        name: str,
        made: Constraint,
        stated: Iterable[Triple],
        spared: list[str],
    ) -> Iterator[Constraint]:
        """Give a constraint with what is said of it; not if it is deactivated."""
        try:
            said = self.annotations.of(stated)
        except Wrong as wrong:
            self.fail(wrong, node, name)
            return
        if said is None:
            yield made
            return
        if said.severity and (mild := drafted_severity(said.severity)):
            self.takes(mild, node, name)
        term = msg("an annotation of {name}", name=f"sh:{name.removeprefix(SH)}")
        if not self.takes(term, node, name):
            return
        if said.deactivated:
            spared += made.shapes
        else:
            yield self._with(made, said, node, name)

    def _with(self, made: Constraint, said: Annotation, node: str, name: str) -> Constraint:
        if name != "property":
            return replace(made, severity=said.severity, messages=said.messages)
        text = msg("an annotation of sh:property says nothing: write it at the property shape")
        self.notes.append(ShapesNote(text, node, f"{SH}{name}"))
        return made

    def _of_parameter(
        self, node: str, name: str, values: Sequence[str], path: Path | None
    ) -> Iterator[tuple[str, Constraint]]:
        """Give the constraints of a parameter, each with the value that it is of."""
        draft = next(filter(None, (drafted_term(self.graph, name, v) for v in values)), None)
        if draft is not None and not self.takes(draft, node, name):
            return
        try:
            check_parameter(name, list(values), self._is_property_shape(node), self.graph.shorten)
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
                    found: Iterable[Constraint] = self.queries.sparql_constraint(node, value, path)
                else:
                    found = BUILDERS[name](self, node, value) if name in BUILDERS else ()
                yield from [(value, made) for made in found]
            except Wrong as wrong:
                self.fail(wrong, node, name)

    def _severity(self, node: str) -> str:
        found = self.graph.objects(node, f"<{SH}severity>")
        for mild in filter(None, map(drafted_severity, found)):
            self.takes(mild, node, "severity")
        if len(found) > 1 or any(not is_iri(v) for v in found):
            self.fail(Wrong(msg("a wrong sh:severity"), msg("one IRI")), node, "severity")
        return plain(found[0]) if found else VIOLATION

    def _messages(self, node: str) -> Iterator[str]:
        return filter(is_literal, self.graph.objects(node, f"<{SH}message>"))

    def _deactivated(self, node: str) -> bool:
        return TRUE in self.graph.objects(node, f"<{SH}deactivated>")
