"""The constraint components that SHACL 1.2 Core adds (a draft), but those for lists.

Where the draft's text and the W3C's tests differ, the tests are followed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lod.checking.shacl.core.constraints import Test
from lod.checking.shacl.core.index import SUBCLASS, MemoryIndex, is_instance, superclasses
from lod.checking.shacl.core.model import Met, Outcome, Shape, Validating, met
from lod.checking.shacl.core.paths import value_nodes
from lod.rdf import OWL, RDF, RDFS, SH, TYPE, Path, is_iri, is_literal, literal, step

REIFIES = f"<{RDF}reifies>"
_NODE, _PROPERTY, _PATH = (f"<{SH}{name}>" for name in ("node", "property", "path"))
_CLASSES = (f"<{RDFS}Class>", f"<{OWL}Class>", f"<{SH}ShapeClass>")
_TARGET = f"<{SH}targetClass>"
_SHAPES = (f"<{SH}NodeShape>", f"<{SH}ShapeClass>")
_BREAKS = frozenset("\f\r\n\v")


def any_of(tests: Sequence[Test]) -> Test:
    """Test that one of several tests holds. Source: SHACL 1.2 Core, 7.1 (lists)."""
    return lambda term: any(test(term) for test in tests)


def single_line(term: str) -> bool:
    """Whether a term is no text of several lines. Source: SHACL 1.2 Core, 7.4.4 (at risk)."""
    return not is_literal(term) or _BREAKS.isdisjoint(literal(term).lexical)


@dataclass(frozen=True, slots=True)
class SubsetOf:
    """sh:subsetOf: what the path reaches has all the values."""

    other: Path

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that it doesn't reach."""
        others = value_nodes(run.graph, self.other, focus)
        component = f"{SH}SubsetOfConstraintComponent"
        return [shape.outcome(component, focus, v) for v in values if v not in others]


@dataclass(frozen=True, slots=True)
class SomeValue:
    """sh:someValue."""

    shape: str

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give one result, without a value, if none of the values conforms."""
        if any(run.conforms(self.shape, value) for value in values):
            return ()
        return (shape.outcome(f"{SH}SomeValueConstraintComponent", focus, met=met(values)),)


@dataclass(frozen=True, slots=True)
class RootClass:
    """sh:rootClass: a value is one of the classes, or below one."""

    roots: frozenset[str]

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that is no such class."""
        component = f"{SH}RootClassConstraintComponent"
        return [
            shape.outcome(component, focus, v, met=met(run.graph.objects(v, SUBCLASS)))
            for v in values
            if not is_iri(v) or self.roots.isdisjoint(superclasses(run.graph, v))
        ]


@dataclass(frozen=True, slots=True)
class UniqueValuesFor:
    """sh:uniqueValuesFor: no two targets of the shape have the same values for all properties."""

    properties: tuple[str, ...]

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result, without a value, for each value node that shares them with another."""
        alike = run.alike(shape, self.properties)
        component = f"{SH}UniqueValuesForConstraintComponent"
        for value in values:
            sets = values_for(run, value, self.properties)
            others = [other for other in alike.get(sets, ()) if other != value]
            if any(sets) and others:
                yield shape.outcome(component, focus, met=met(others))


def values_for(run: Validating, node: str, properties: Iterable[str]) -> tuple[frozenset[str], ...]:
    """Give the values of a node's properties, as a key."""
    return tuple(frozenset(run.graph.objects(node, p)) for p in properties)


@dataclass(frozen=True, slots=True)
class Reified:
    """sh:reifierShape and sh:reificationRequired.

    :param predicate: the path, in brackets.
    :param required: whether each value's statement has a reifier.
    """

    predicate: str
    shape: str
    required: bool

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each reifier that doesn't conform, or for a value without any."""
        inner, component = run.shapes[self.shape], f"{SH}ReifierShapeConstraintComponent"
        for value in values:
            statement = f"<<( {focus} {self.predicate} {value} )>>"
            reifiers = run.graph.subjects(REIFIES, statement)
            if self.required and not reifiers:
                yield shape.outcome(component, focus, value, met=Met())
            for reifier in reifiers:
                found = tuple(run.validate(inner, reifier))
                if any(run.disallows(o.severity) for o in found):
                    yield shape.outcome(component, focus, value, found, met=Met((reifier,), 1))


@dataclass(frozen=True, slots=True)
class ClosedByTypes:
    """sh:closed sh:ByTypes: what the shapes of a thing's types speak of is allowed.

    :param ignored: predicates that always are.
    :param shapes: the shapes graph.
    """

    ignored: frozenset[str]
    shapes: MemoryIndex
    _known: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each triple with another predicate."""
        component = f"{SH}ClosedConstraintComponent"
        for value in values:
            record = run.graph.record(value)
            allowed = self.ignored.union(*map(self._properties, record.get(TYPE, ())))
            for predicate, objects in record.items():
                if predicate not in allowed and predicate != TYPE:
                    for found in objects:
                        yield shape.outcome(component, focus, found, path=step(predicate))

    def _properties(self, kind: str) -> frozenset[str]:
        """Give the properties that shapes of a class, and of those above it, speak of."""
        if kind not in self._known:
            seen, queue = {kind}, [kind]
            while queue:
                new = {*self._further(queue.pop())} - seen
                seen |= new
                queue += new
            objects = self.shapes.objects
            paths = (p for s in seen for o in objects(s, _PROPERTY) for p in objects(o, _PATH))
            self._known[kind] = frozenset(filter(is_iri, paths))
        return self._known[kind]

    def _further(self, node: str) -> Iterable[str]:
        if any(is_instance(self.shapes, node, kind) for kind in _CLASSES):
            yield from self.shapes.objects(node, SUBCLASS)
            yield from self.shapes.subjects(_TARGET, node)
        if any(is_instance(self.shapes, node, kind) for kind in _SHAPES):
            yield from self.shapes.objects(node, _NODE)
