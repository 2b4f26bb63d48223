"""The constraint components that refer to shapes. Source: SHACL, 4.6 and 4.7."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lod.checking.shacl.core.model import Met, Outcome, Shape, Validating, met
from lod.rdf import SH


@dataclass(frozen=True, slots=True)
class Property:
    """sh:property: its results are reported themselves. Source: SHACL, 4.7.2."""

    shape: str

    def __call__(
        self, run: Validating, _shape: Shape, _focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give the results of the property shape for each value."""
        inner = run.shapes[self.shape]
        for value in values:
            yield from run.validate(inner, value)


@dataclass(frozen=True, slots=True)
class NodeConstraint:
    """sh:node. Source: SHACL, 4.7.1."""

    shape: str

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that doesn't conform, with details."""
        inner = run.shapes[self.shape]
        for value in values:
            details = tuple(run.validate(inner, value))
            if any(run.disallows(detail.severity) for detail in details):
                yield shape.outcome(f"{SH}NodeConstraintComponent", focus, value, details)


@dataclass(frozen=True, slots=True)
class Not:
    """sh:not. Source: SHACL, 4.6.1."""

    shape: str

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that conforms."""
        component = f"{SH}NotConstraintComponent"
        return [shape.outcome(component, focus, v) for v in values if run.conforms(self.shape, v)]


@dataclass(frozen=True, slots=True)
class Several:
    """sh:and, sh:or and sh:xone. Source: SHACL, 4.6.2 to 4.6.4.

    :param low: how many of the shapes a value must conform to.
    :param high: how many it may conform to.
    """

    component: str
    shapes: tuple[str, ...]
    low: int
    high: int

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value, with what the shapes it breaks say."""
        for value in values:
            kept = tuple(s for s in self.shapes if run.conforms(s, value))
            if not self.low <= len(kept) <= self.high:
                details = self._details(run, value, len(kept))
                found = Met(kept, len(kept), len(self.shapes))
                yield shape.outcome(self.component, focus, value, details, met=found)

    def _details(self, run: Validating, value: str, number: int) -> tuple[Outcome, ...]:
        if number > self.high:
            return ()
        return tuple(o for s in self.shapes for o in run.validate(run.shapes[s], value))


@dataclass(frozen=True, slots=True)
class Qualified:
    """sh:qualifiedMinCount and sh:qualifiedMaxCount. Source: SHACL, 4.7.3.

    :param siblings: the sibling shapes, if the values must be disjoint.
    """

    shape: str
    low: int | None
    high: int | None
    siblings: tuple[str, ...]

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for too few and one for too many."""
        counted = [v for v in values if self._counts(run, v)]
        found = met(counted, len(values))
        if self.low is not None and len(counted) < self.low:
            yield shape.outcome(f"{SH}QualifiedMinCountConstraintComponent", focus, met=found)
        if self.high is not None and len(counted) > self.high:
            yield shape.outcome(f"{SH}QualifiedMaxCountConstraintComponent", focus, met=found)

    def _counts(self, run: Validating, value: str) -> bool:
        return run.conforms(self.shape, value) and not any(
            run.conforms(s, value) for s in self.siblings
        )
