"""What proofs are about, and how they are put together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from lod.checking.shacl.core import constraints
from lod.checking.shacl.core.model import Constraint
from lod.checking.shacl.stream.flags import Proof, Values
from lod.rdf import SH, Path

# What speaks of each value by itself, so that values of values are the same.
_EACH = (
    *("Class", "Datatype", "NodeKind", "MinExclusive", "MinInclusive", "MaxExclusive"),
    *("MaxInclusive", "MinLength", "MaxLength", "Pattern", "LanguageIn", "In", "SingleLine"),
    *("Not", "And", "Or", "Xone", "Node", "Property"),
)
_OF_OTHERS = ("Equals", "Disjoint", "SubsetOf", "LessThan", "LessThanOrEquals", "Closed")


class ValuesOf(NamedTuple):
    """The values that a constraint is about: the node itself, or those of its properties."""

    predicates: tuple[str, ...] = ()

    def reach(self, node: str, own: Values) -> Sequence[str]:
        """Give the values."""
        match self.predicates:
            case ():
                return (node,)
            case (one,):
                return own.get(one, ())
        return list(dict.fromkeys(v for p in self.predicates for v in own.get(p, ())))

    @property
    def needs(self) -> Proof:
        """What a proof about these values looks at; it always holds."""
        uses = frozenset(self.predicates)
        return Proof(lambda _n, _o: True, uses, itself=not uses, by_kind=True)


def conjunction(proofs: Sequence[Proof]) -> Proof:
    """Join proofs about one node."""
    if len(proofs) == 1:
        return proofs[0]
    runs = tuple(p.run for p in proofs)
    made = Proof(lambda n, own: all(run(n, own) for run in runs), by_kind=True).needing(*proofs)
    return replace(made, parts=tuple(part for p in proofs for part in p.parts or (p,)))


def outward(path: Path) -> Path:
    """Turn a turned sequence into one of turned steps: ``^(a/b)`` is ``^b/^a``."""
    if path.operator == "/":
        return Path("/", parts=tuple(map(outward, path.parts)))
    if path.operator != "^":
        return path
    inner = path.parts[0]
    if inner.operator == "^":
        return outward(inner.parts[0])
    if inner.operator == "/":
        turned = (outward(Path("^", parts=(part,))) for part in reversed(inner.parts))
        return Path("/", parts=tuple(turned))
    return path


def how_of(constraint: Constraint) -> str:
    """Say whether a constraint holds if it does so for all that a step leads to, or for some.

    ``one``: if that is one node, or none. Empty where even that is not so.
    """
    name = constraint.component.removeprefix(SH).removesuffix("ConstraintComponent")
    if name in _OF_OTHERS:
        return ""
    some = name == "HasValue" or (name == "MinCount" and constraint_low(constraint) == 1)
    return "all" if name in _EACH else "some" if some else "one"


def constraint_low(constraint: Constraint) -> int:
    """Give what sh:minCount asks for."""
    assert isinstance(constraint.check, constraints.Count)
    return constraint.check.low


def of_values(
    where: ValuesOf, test: Callable[[Sequence[str]], bool], by_kind: bool = False
) -> Proof:
    """Prove by all values together."""
    reach = where.reach
    made = Proof(lambda node, own: test(reach(node, own)), by_kind=by_kind)
    return made.needing(where.needs)


def of_each(where: ValuesOf, test: constraints.Test, by_kind: bool = False) -> Proof:
    """Prove by each value."""
    made = of_values(where, lambda values: all(map(test, values)), by_kind)
    return replace(made, each=test) if len(where.predicates) < 2 else made
