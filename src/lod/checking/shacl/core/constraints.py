"""The constraint components of SHACL Core that look at values and counts.

One class a component, or one for several that differ in a test alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lod.checking.shacl.core.datatypes import compare_literals, well_formed
from lod.checking.shacl.core.index import is_instance
from lod.checking.shacl.core.model import Met, Outcome, Shape, Validating, met
from lod.checking.shacl.core.paths import value_nodes
from lod.checking.shacl.core.regex import Regex
from lod.rdf import (
    DIRECTED,
    RDF,
    SH,
    TYPE,
    XSD,
    Path,
    has_string,
    is_blank,
    is_iri,
    is_literal,
    literal,
    step,
    string,
)

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ValueTest:
    """A test of each value by itself. Source: SHACL, 4.1.2 to 4.4 and 4.8.3 (in)."""

    component: str
    test: Test

    def __call__(
        self, _run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that fails."""
        return [shape.outcome(self.component, focus, v) for v in values if not self.test(v)]


@dataclass(frozen=True, slots=True)
class OfClass:
    """sh:class; of several classes, one is enough (SHACL 1.2). Source: SHACL, 4.1.1."""

    kinds: tuple[str, ...]

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that is no instance."""
        component = f"{SH}ClassConstraintComponent"
        return [
            shape.outcome(component, focus, v, met=met(run.graph.objects(v, TYPE)))
            for v in values
            if not any(is_instance(run.graph, v, kind) for kind in self.kinds)
        ]


@dataclass(frozen=True, slots=True)
class Count:
    """sh:minCount and sh:maxCount. Source: SHACL, 4.2."""

    component: str
    low: int = 0
    high: int | None = None

    def fits(self, number: int) -> bool:
        """Whether a number of values is allowed."""
        return number >= self.low and (self.high is None or number <= self.high)

    def __call__(
        self, _run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give one result, without a value."""
        if self.fits(len(values)):
            return ()
        return (shape.outcome(self.component, focus, met=met(values)),)


@dataclass(frozen=True, slots=True)
class UniqueLang:
    """sh:uniqueLang. Source: SHACL, 4.4.5."""

    def __call__(
        self, _run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each language that is used twice."""
        texts: dict[str, list[str]] = {}
        for value in values:
            if tag := directed_language(value):
                texts.setdefault(tag, []).append(value)
        component = f"{SH}UniqueLangConstraintComponent"
        twice = [same for same in texts.values() if len(same) > 1]
        return [shape.outcome(component, focus, met=met(same)) for same in twice]


@dataclass(frozen=True, slots=True)
class HasValue:
    """sh:hasValue. Source: SHACL, 4.8.2."""

    value: str

    def __call__(
        self, _run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result if the value is not among them."""
        if self.value in values:
            return ()
        return (shape.outcome(f"{SH}HasValueConstraintComponent", focus, met=met(values)),)


@dataclass(frozen=True, slots=True)
class Closed:
    """sh:closed. Source: SHACL, 4.8.1.

    :param allowed: the predicates that may be used, in brackets.
    """

    allowed: frozenset[str]

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each triple with another predicate."""
        component = f"{SH}ClosedConstraintComponent"
        return [
            shape.outcome(component, focus, found, path=step(predicate))
            for v in values
            for predicate, objects in run.graph.record(v).items()
            if predicate not in self.allowed
            for found in objects
        ]


@dataclass(frozen=True, slots=True)
class Equals:
    """sh:equals. Source: SHACL, 4.5.1."""

    other: Path

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that only one side has."""
        others = value_nodes(run.graph, self.other, focus)
        component = f"{SH}EqualsConstraintComponent"
        alone = [(v, Met()) for v in values if v not in others]
        alone += [(o, Met(number=1)) for o in others if o not in values]
        return [shape.outcome(component, focus, v, met=where) for v, where in alone]


@dataclass(frozen=True, slots=True)
class Disjoint:
    """sh:disjoint. Source: SHACL, 4.5.2."""

    other: Path

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that both sides have."""
        others = value_nodes(run.graph, self.other, focus)
        component = f"{SH}DisjointConstraintComponent"
        return [shape.outcome(component, focus, v) for v in values if v in others]


@dataclass(frozen=True, slots=True)
class Less:
    """sh:lessThan and sh:lessThanOrEquals. Source: SHACL, 4.5.3 and 4.5.4."""

    component: str
    other: Path
    or_equal: bool

    def ordered(self, left: str, right: str) -> bool:
        """Whether two terms are in order; those that can't be compared are not."""
        order = compare_literals(left, right)
        return order is not None and order <= (0 if self.or_equal else -1)

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each pair that is out of order."""
        others = value_nodes(run.graph, self.other, focus)
        return [
            shape.outcome(self.component, focus, v, met=Met((o,), 1))
            for v in values
            for o in others
            if not self.ordered(v, o)
        ]


def language(term: str) -> str:
    """Give a literal's language tag, or nothing."""
    return literal(term).language if is_literal(term) else ""


def directed_language(term: str) -> str:
    """Give a literal's language tag with its base direction, or nothing (RDF 1.2).

    >>> directed_language('"x"@ar--rtl'), directed_language('"@en"')
    ('ar--rtl', '')
    """
    tail = term[term.rindex('"') + 1 :] if is_literal(term) else ""
    return tail[1:] if tail.startswith("@") else ""


def language_in(ranges: Sequence[str]) -> Test:
    """Test by langMatches. Source: SHACL, 4.4.4; RFC 4647, 3.3.1."""
    wanted = tuple(r.lower() for r in ranges)

    def test(term: str) -> bool:
        tag = language(term)
        return bool(tag) and any(r == "*" or tag == r or tag.startswith(f"{r}-") for r in wanted)

    return test


def datatype(wanted: str) -> Test:
    """Test datatype and form. Source: SHACL, 4.1.2."""
    if wanted in (f"{RDF}langString", DIRECTED):
        return lambda term: is_literal(term) and literal(term).datatype == wanted
    tail = "" if wanted == f"{XSD}string" else f"^^<{wanted}>"

    def test(term: str) -> bool:
        if term[0] != '"':
            return False
        found = term[term.rindex('"') + 1 :]
        return found == tail and (not tail or well_formed(string(term), wanted))

    return test


NODE_KINDS: dict[str, Test] = {
    f"<{SH}{name}>": test
    for name, test in (
        ("IRI", is_iri),
        ("BlankNode", is_blank),
        ("Literal", is_literal),
        ("BlankNodeOrIRI", lambda t: is_blank(t) or is_iri(t)),
        ("BlankNodeOrLiteral", lambda t: is_blank(t) or is_literal(t)),
        ("IRIOrLiteral", has_string),
    )
}


def bound(limit: str, accepted: frozenset[int]) -> Test:
    """Test the order to a limit: the accepted results of comparing value with limit.

    Source: SHACL, 4.3.
    """
    return lambda term: compare_literals(term, limit) in accepted


def length(low: int, high: int | None) -> Test:
    """Test the length of the text; blank nodes have none. Source: SHACL, 4.4.1 and 4.4.2."""
    fits = Count("", low, high).fits

    def test(term: str) -> bool:
        if term[0] == '"' and "\\" not in term:  # most terms; nothing need be taken apart
            return fits(term.rindex('"') - 1)
        return has_string(term) and fits(len(string(term)))

    return test


def pattern(regex: Regex) -> Test:
    """Test by a regular expression. Source: SHACL, 4.4.3."""
    search = regex.compiled.search
    return lambda term: has_string(term) and search(string(term)) is not None


def member(values: Sequence[str]) -> Test:
    """Test membership of a list. Source: SHACL, 4.8.3."""
    return frozenset(values).__contains__
