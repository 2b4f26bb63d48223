"""The constraint components for values that are lists. Source: SHACL 1.2 Core (draft), 7.5."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lod.checking.shacl.core.constraints import Count
from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.core.index import Index, read_list
from lod.checking.shacl.core.model import FEW, Met, Outcome, Shape, Validating
from lod.rdf import SH


def members_of(graph: Index, node: str) -> list[str] | None:
    """Give the members of a list; None if a node isn't a well-formed one."""
    try:
        return read_list(graph, node)
    except Wrong:
        return None


def _of_lists(
    run: Validating,
    component: str,
    shape: Shape,
    focus: str,
    values: Sequence[str],
    faults: Callable[[list[str]], tuple[Outcome, ...] | None],
) -> Iterable[Outcome]:
    """Give a result for each value that is no list, or has faults; these are its details.

    :param faults: gives those of a list's members; None if there are none.
    """
    for value in values:
        members = members_of(run.graph, value)
        found = () if members is None else faults(members)
        if found is not None:
            what = None if members is None else Met(tuple(members[:FEW]), len(members))
            yield shape.outcome(component, focus, value, found, met=what)


@dataclass(frozen=True, slots=True)
class MemberShape:
    """sh:memberShape."""

    shape: str

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that isn't a list of what conforms, with details."""
        inner = run.shapes[self.shape]

        def faults(members: list[str]) -> tuple[Outcome, ...] | None:
            found = tuple(o for m in dict.fromkeys(members) for o in run.validate(inner, m))
            return found if any(run.disallows(o.severity) for o in found) else None

        component = f"{SH}MemberShapeConstraintComponent"
        return _of_lists(run, component, shape, focus, values, faults)


@dataclass(frozen=True, slots=True)
class ListLength:
    """sh:minListLength and sh:maxListLength."""

    component: str
    low: int
    high: int | None

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that isn't a list of such a length."""
        fits = Count("", self.low, self.high).fits

        def faults(members: list[str]) -> tuple[Outcome, ...] | None:
            return None if fits(len(members)) else ()

        return _of_lists(run, self.component, shape, focus, values, faults)


@dataclass(frozen=True, slots=True)
class UniqueMembers:
    """sh:uniqueMembers: with false, too, the values are lists."""

    unique: bool

    def __call__(
        self, run: Validating, shape: Shape, focus: str, values: Sequence[str]
    ) -> Iterable[Outcome]:
        """Give a result for each value that isn't a list without doubles; they are its details."""
        component = f"{SH}UniqueMembersConstraintComponent"

        def faults(members: list[str]) -> tuple[Outcome, ...] | None:
            seen, twice = set[str](), dict[str, None]()
            for member in members if self.unique else ():
                if member in seen:
                    twice[member] = None
                seen.add(member)
            double = Met(number=2)
            return tuple(shape.outcome(component, focus, m, met=double) for m in twice) or None

        return _of_lists(run, component, shape, focus, values, faults)
