"""Shapes as read, and what validation gives."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

from lod.checking.shacl.core.components import Component
from lod.checking.shacl.core.errors import MalformedShapes
from lod.checking.shacl.core.index import Index, MemoryIndex
from lod.rdf import SH, Path, is_blank, literal
from lod.words import Message

VIOLATION = f"{SH}Violation"
MILD = frozenset((f"{SH}Debug", f"{SH}Trace"))
"""Severities that conform (SHACL 1.2)."""

_UNIQUE_VALUES = f"{SH}UniqueValuesForConstraintComponent"

ShapeMessage = tuple[str, str]

FEW = 5
"""Of what was met, how many terms are kept."""


class Met(NamedTuple):
    """What a constraint met beside the value, for people; no part of the result.

    :param terms: the first few, in an order of their own: values, classes, shapes.
    :param number: how many there are, of how many values; with sh:equals 1 if the other property
        has the value, not the shape's own path.
    """

    terms: tuple[str, ...] = ()
    number: int = 0
    of: int = 0


def met(terms: Sequence[str], of: int = 0) -> Met:
    """Keep the first few terms; the same ones in whichever order a graph has them."""
    return Met(tuple(sorted(terms)[:FEW]), len(terms), of)


class Outcome(NamedTuple):
    """A result as it is made; ``Result`` is what callers get.

    :param messages: literals in N-Triples form.
    :param wanted: the value of the parameter that it breaks: a shape may have several.
    """

    focus: str
    path: Path | None
    value: str | None
    component: str
    shape: "Shape"
    source_constraint: str | None = None
    messages: tuple[str, ...] = ()
    details: "tuple[Outcome, ...]" = ()
    severity: str = VIOLATION
    met: Met | None = None
    wanted: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One constraint that one focus node breaks. Source: SHACL, 3.6.2.

    Terms are in N-Triples form.

    :param value: as written in the data, except that language tags are lower-cased.
    :param severity: IRI; any that the shape gives.
    :param component: IRI of the constraint component.
    :param source_constraint: the SPARQL constraint, for ``sh:sparql``.
    :param messages: pairs of text and language (``""`` for none), sorted by language.
    :param details: what a nested shape found, for sh:node, sh:and, sh:or and sh:xone.
    :param met: what explains it, and ``wanted`` the parameter's value: for people.
    """

    focus: str
    path: Path | None
    value: str | None
    severity: str
    component: str
    shape: str
    source_constraint: str | None = None
    messages: tuple[ShapeMessage, ...] = ()
    details: "tuple[Result, ...]" = ()
    met: Met | None = field(default=None, compare=False)
    wanted: str | None = field(default=None, compare=False)


def to_result(outcome: Outcome) -> Result:
    """Turn an outcome into what callers get."""
    return Result(
        focus=outcome.focus,
        path=outcome.path,
        value=outcome.value,
        severity=outcome.severity,
        component=outcome.component,
        shape=outcome.shape.node,
        source_constraint=outcome.source_constraint,
        messages=paired_by_language(outcome.messages),
        details=results_in_order(map(to_result, outcome.details)),
        met=outcome.met,
        wanted=outcome.wanted,
    )


def results_in_order(details: Iterable[Result]) -> tuple[Result, ...]:
    """Sort what nested shapes found by what it says; names of blank nodes say nothing."""
    return tuple(sorted(details, key=_said))


def _said(result: Result) -> tuple[str, ...]:
    met = result.met.terms if result.met else ()
    terms = (result.focus, result.value or "", result.shape, *met)
    shown = ["_:" if is_blank(term) else term for term in terms]
    return (*shown[:3], result.component, result.path.text if result.path else "", *shown[3:])


def paired_by_language(messages: Iterable[str]) -> tuple[ShapeMessage, ...]:
    """Sort message literals by language, then text."""
    parts = (literal(m) for m in messages)
    return tuple(sorted(((p.lexical, p.language) for p in parts), key=lambda m: m[::-1]))


class PreparedQueries(Protocol):
    """The queries of SPARQL constraints, which find for many focus nodes at once."""

    def prepare(self, graph: Index, shape: "Shape", foci: Sequence[str]) -> None:
        """Run the queries of a shape, and of those on the same focus nodes."""


class Validating(Protocol):
    """What a constraint asks of the validation that checks it.

    :param shapes: by node.
    """

    graph: Index
    shapes: Mapping[str, "Shape"]
    queries: PreparedQueries

    def validate(self, shape: "Shape", focus: str) -> Iterator[Outcome]:
        """Give the results of one focus node."""

    def conforms(self, shape: str, node: str) -> bool:
        """Whether a node conforms to a shape."""

    def disallows(self, severity: str) -> bool:
        """Whether a result of a severity keeps a node from conforming."""

    def alike(
        self, shape: "Shape", properties: tuple[str, ...]
    ) -> Mapping[tuple[frozenset[str], ...], Sequence[str]]:
        """Give the targets of a shape by their values for properties."""


Evaluate = Callable[[Validating, "Shape", str, Sequence[str]], Iterable[Outcome]]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint of a shape.

    :param component: IRI of its component.
    :param parameter: the parameter in brackets; for a custom component its first.
    :param value: the parameter's value; for lists and counts the term as written.
    :param check: gives the results of one focus node.
    :param shapes: the shapes that it refers to.
    :param paths: those that it follows from the focus node, besides the shape's own.
    :param severity: IRI, if it has one of its own; ``messages`` likewise (SHACL 1.2).
    """

    component: str
    parameter: str
    value: str
    check: Evaluate
    shapes: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    severity: str | None = None
    messages: tuple[str, ...] = ()

    def results(
        self, run: Validating, shape: "Shape", focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give the results of one focus node, with what is said of this constraint alone."""
        found = self.check(run, shape, focus, values)
        if self.severity is None and not self.messages:
            return found
        severity, messages = self.severity or shape.severity, self.messages
        return (o._replace(severity=severity, messages=messages or o.messages) for o in found)


@dataclass(frozen=True, slots=True)
class Target:
    """Where focus nodes come from. Source: SHACL, 2.1.3.

    :param kind: ``node``, ``class``, ``subjects-of``, ``objects-of``; ``where``, with a shape, and
        ``found``, which is that when its nodes are known; ``advanced`` is pyshacl's.
    """

    kind: str
    value: str


@dataclass(frozen=True, eq=False)
class Shape:
    """A node shape, or with a path a property shape.

    :param severity: IRI.
    :param messages: literals in N-Triples form.
    :param spared: the shapes that deactivated constraints refer to.
    """

    node: str
    path: Path | None = None
    constraints: tuple[Constraint, ...] = ()
    targets: tuple[Target, ...] = ()
    severity: str = VIOLATION
    messages: tuple[str, ...] = ()
    deactivated: bool = False
    spared: tuple[str, ...] = ()

    @property
    def refers(self) -> tuple[str, ...]:
        """The shapes that its constraints and its targets refer to."""
        where = (t.value for t in self.targets if t.kind in ("where", "found"))
        return (*(n for c in self.constraints for n in c.shapes), *where)

    def outcome(
        self,
        component: str,
        focus: str,
        value: str | None = None,
        details: tuple[Outcome, ...] = (),
        path: Path | None = None,
        met: Met | None = None,
    ) -> Outcome:
        """Make a result of this shape. Source: SHACL, 3.6.2 and 2.1.5 (messages)."""
        where = path or self.path
        said = (None, self.messages, details, self.severity, met)
        return Outcome(focus, where, value, component, self, *said)


@dataclass(frozen=True, slots=True)
class ShapesNote:
    """Something in the shapes that is allowed, but checks less than it seems to, or elsewhere.

    :param term: a term in SHACL's namespace that SHACL doesn't have, if it's about one.
    """

    text: Message
    shape: str
    property: str
    term: str | None = None


@dataclass(frozen=True)
class Shapes:
    """Shapes that are ready to run.

    :param shapes: by node, in N-Triples form.
    :param components: custom constraint components, by IRI.
    :param needs_reference: what only pyshacl can run (SHACL-AF), with shape and property.
    :param notes: what a person who wrote the shapes may want to know.
    :param graph: the shapes graph itself.
    :param faults: what is wrong with shapes; ``left_out`` are those that can't run for it.
    :param version: of SHACL, ``1.0`` or ``1.2``.
    :param drafts: what only SHACL 1.2 has, with shape and property.
    :param disallowed: the severities that keep from conforming, if sh:conformanceDisallows says.
    """

    shapes: Mapping[str, Shape]
    components: Mapping[str, Component] = field(default_factory=dict)
    needs_reference: tuple[ShapesNote, ...] = ()
    notes: tuple[ShapesNote, ...] = ()
    graph: MemoryIndex = field(default_factory=MemoryIndex, repr=False)
    faults: tuple[MalformedShapes, ...] = ()
    left_out: frozenset[str] = frozenset()
    version: str = "1.2"
    drafts: tuple[ShapesNote, ...] = ()
    disallowed: frozenset[str] = frozenset()

    def disallows(self, severity: str) -> bool:
        """Whether a result keeps from conforming. Source: SHACL, 3.4.2; SHACL 1.2 Core, 5.5."""
        if self.disallowed:
            return severity in self.disallowed
        return self.version == "1.0" or severity not in MILD

    @cached_property
    def needs_whole(self) -> bool:
        """Whether they can be checked only with all of the data in memory."""
        return any(
            any(t.kind == "where" for t in shape.targets)
            or any(c.component == _UNIQUE_VALUES for c in shape.constraints)
            for shape in self.reached
        )

    @cached_property
    def targeted(self) -> tuple[Shape, ...]:
        """The shapes with a target that are not deactivated."""
        return tuple(s for s in self.shapes.values() if s.targets and not s.deactivated)

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be checked: no shape has a target, not even one deactivated."""
        return not any(shape.targets for shape in self.shapes.values())

    @property
    def targets(self) -> tuple[tuple[str, Target], ...]:
        """Every target with its shape."""
        return tuple((s.node, t) for s in self.shapes.values() for t in s.targets)

    @cached_property
    def reached(self) -> tuple[Shape, ...]:
        """The shapes with a target, and those that they refer to."""
        return self._reached(lambda _: True)

    @property
    def running(self) -> tuple[Shape, ...]:
        """Those of them that aren't deactivated, and that no deactivated one alone refers to."""
        return self._reached(lambda shape: not shape.deactivated)

    def _reached(self, counts: Callable[[Shape], bool]) -> tuple[Shape, ...]:
        found: dict[str, Shape] = {}
        queue = list(self.targeted)
        while queue:
            shape = queue.pop()
            if shape.node not in found and counts(shape):
                found[shape.node] = shape
                queue += [self.shapes[n] for n in shape.refers]
        return tuple(found.values())
