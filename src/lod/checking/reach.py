"""What shapes look at besides their targets: the things that their paths lead to (sh:node …)."""

from collections.abc import Iterable, Iterator, Mapping

from lod.checking.shacl import Shape, Shapes
from lod.checking.shacl.core.logic import NodeConstraint
from lod.checking.shacl.core.model import Constraint
from lod.checking.shacl.stream.noted import Edges
from lod.rdf import FIRST, REST, SH, Path, step

_OTHERS = (f"{SH}NotConstraintComponent", f"{SH}ReifierShapeConstraintComponent")
_MEMBERS = f"{SH}MemberShapeConstraintComponent"


class Reach:
    """Walks from the foci of shapes to the things that inner shapes check."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._leading: dict[str, bool] = {}

    def leads_on(self, shape: Shape) -> bool:
        """Whether a shape, or one in it, has inner shapes for the values of a path."""
        if shape.node not in self._leading:
            inner = [*self._inner(shape)]
            here = bool(shape.path and inner)
            self._leading[shape.node] = here or any(map(self.leads_on, inner))
        return self._leading[shape.node]

    def one_step(self, shape: Shape) -> frozenset[str] | None:
        """Give the properties whose values are all that a shape leads to.

        None if it leads further, or by a longer path.
        """
        found: set[str] = set()
        for inner in self._inner(shape):
            further = [*self._inner(inner)]
            if inner.path is None:
                further_on = self.one_step(inner)
                if further_on is None:
                    return None
                found |= further_on
            elif further and (inner.path.operator or any(map(self.leads_on, further))):
                return None
            elif further:
                found.add(inner.path.predicate)
        return None if shape.path else frozenset(found)

    def predicates(self, shapes: Iterable[Shape]) -> frozenset[str]:
        """Give the properties of the paths by which shapes lead on."""
        found: set[str] = set()
        for shape in filter(self.leads_on, shapes):
            found.update(shape.path.predicates() if shape.path else ())
            found |= self.predicates(self._inner(shape))
        return frozenset(found)

    def led_to(self, edges: Mapping[str, Edges], foci: Mapping[Shape, Iterable[int]]) -> set[int]:
        """Give what inner shapes check, by hashes.

        :param edges: the statements of :meth:`predicates`.
        :param foci: of the shapes that are to be followed.
        """
        some = (self._walk(edges, shape, {*nodes}) for shape, nodes in foci.items())
        return set().union(*some)

    def _walk(self, edges: Mapping[str, Edges], shape: Shape, nodes: set[int]) -> set[int]:
        inner, found = [*self._inner(shape)], set[int]()
        if shape.path is not None:
            nodes = _led(edges, shape.path, nodes)
            found |= nodes if inner else set()
        for other in filter(self.leads_on, inner):
            found |= self._walk(edges, other, nodes)
        return found

    def _inner(self, shape: Shape) -> Iterator[Shape]:
        """Give the shapes that a shape applies, but those of what must not be, and of reifiers."""
        for constraint in () if shape.deactivated else shape.constraints:
            for node in constraint.shapes if constraint.component not in _OTHERS else ():
                inner = self._shapes.shapes[node]
                yield _of_members(inner) if constraint.component == _MEMBERS else inner


def _of_members(inner: Shape) -> Shape:
    """Make a shape of lists that applies one to their members (sh:memberShape)."""
    value = inner.node
    applied = Constraint(f"{SH}NodeConstraintComponent", "", value, NodeConstraint(value), (value,))
    path = Path("/", parts=(Path("*", parts=(step(REST),)), step(FIRST)))
    return Shape(f"members {value}", path, (applied,))


def _led(
    edges: Mapping[str, Edges], path: Path, nodes: set[int], inverse: bool = False
) -> set[int]:
    """Give what a path leads to from any of some nodes."""
    match path.operator:
        case "":
            some = edges.get(path.predicate, ((), ()))
            ends = zip(*reversed(some), strict=True) if inverse else zip(*some, strict=True)
            return {end for start, end in ends if start in nodes}
        case "^":
            return _led(edges, path.parts[0], nodes, not inverse)
        case "/":
            for part in reversed(path.parts) if inverse else path.parts:
                nodes = _led(edges, part, nodes, inverse)
            return nodes
        case "|":
            return set().union(*(_led(edges, part, nodes, inverse) for part in path.parts))
    found = set() if path.operator == "+" else {*nodes}
    while nodes:
        nodes = _led(edges, path.parts[0], nodes, inverse) - found
        found |= nodes
        if path.operator == "?":
            break
    return found
