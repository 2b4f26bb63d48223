"""Decides: runs shapes on focus nodes. The only maker of results, details and messages.

Source: SHACL, 3.4.
"""

from collections.abc import Iterable, Iterator, Sequence

from lod.checking.shacl.core.index import Index, instances
from lod.checking.shacl.core.model import Outcome, PreparedQueries, Shape, Shapes, Target
from lod.checking.shacl.core.paths import value_nodes


class Validation:
    """One validation of a graph by shapes."""

    def __init__(self, graph: Index, shapes: Shapes, queries: PreparedQueries) -> None:
        self.graph = graph
        self.shapes = shapes.shapes
        self.queries = queries
        self._known: dict[tuple[str, str], bool] = {}

    def validate(self, shape: Shape, focus: str) -> Iterator[Outcome]:
        """Give the results of one focus node. Source: SHACL, 3.4.1."""
        if shape.deactivated:
            return
        values: Sequence[str] = (focus,)
        if shape.path is not None:
            values = value_nodes(self.graph, shape.path, focus)
        for constraint in shape.constraints:
            for outcome in constraint.check(self, shape, focus, values):
                own = outcome.shape is shape
                yield outcome._replace(wanted=constraint.value) if own else outcome

    def conforms(self, shape: str, node: str) -> bool:
        """Whether a node conforms to a shape. Source: SHACL, 3.4.2."""
        key = (shape, node)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = next(self.validate(self.shapes[shape], node), None) is None
        return found

    def of_shape(self, shape: Shape, foci: Iterable[str]) -> Iterator[Outcome]:
        """Give the results of several focus nodes; SPARQL constraints run in batches."""
        nodes = list(foci)
        self.queries.prepare(self.graph, shape, nodes)
        for focus in nodes:
            yield from self.validate(shape, focus)

    def forget(self) -> None:
        """Drop what is remembered of nodes."""
        self._known.clear()


def focus_nodes(graph: Index, shape: Shape) -> list[str]:
    """Give a shape's focus nodes, each once. Source: SHACL, 2.1.3."""
    return list(dict.fromkeys(n for target in shape.targets for n in _targeted(graph, target)))


def _targeted(graph: Index, target: Target) -> Iterable[str]:
    if target.kind == "node":
        return (target.value,)
    if target.kind == "class":
        return instances(graph, target.value)
    if target.kind == "subjects-of":
        return graph.holders(target.value)
    return graph.values(target.value)
