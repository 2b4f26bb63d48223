"""Decides: runs shapes on focus nodes. The only maker of results, details and messages.

Source: SHACL, 3.4.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lod.checking.shacl.core.added import values_for
from lod.checking.shacl.core.index import Index, MemoryIndex, instances
from lod.checking.shacl.core.model import Outcome, PreparedQueries, Shape, Shapes, Target
from lod.checking.shacl.core.paths import value_nodes

ValueSets = tuple[frozenset[str], ...]


class Validation:
    """One validation of a graph by shapes."""

    def __init__(self, graph: Index, shapes: Shapes, queries: PreparedQueries) -> None:
        self.graph = graph
        self.shapes = shapes.shapes
        self.queries = queries
        self.disallows = shapes.disallows
        self._known: dict[tuple[str, str], bool] = {}
        self._foci: dict[str, list[str]] = {}
        self._alike: dict[tuple[str, tuple[str, ...]], dict[ValueSets, list[str]]] = {}

    def validate(self, shape: Shape, focus: str) -> Iterator[Outcome]:
        """Give the results of one focus node. Source: SHACL, 3.4.1."""
        if shape.deactivated:
            return
        values: Sequence[str] = (focus,)
        if shape.path is not None:
            values = value_nodes(self.graph, shape.path, focus)
        for constraint in shape.constraints:
            for outcome in constraint.results(self, shape, focus, values):
                own = outcome.shape is shape
                yield outcome._replace(wanted=constraint.value) if own else outcome

    def conforms(self, shape: str, node: str) -> bool:
        """Whether a node conforms to a shape. Source: SHACL, 3.4.2."""
        key = (shape, node)
        found = self._known.get(key)
        if found is None:
            results = self.validate(self.shapes[shape], node)
            found = not any(self.disallows(result.severity) for result in results)
            self._known[key] = found
        return found

    def foci(self, shape: Shape) -> list[str]:
        """Give a shape's focus nodes, each once; only of a graph in memory."""
        if shape.node not in self._foci:
            found = focus_nodes(self.graph, shape)
            for target in shape.targets:
                if target.kind == "where":
                    found += [n for n in _nodes(self.graph) if self.conforms(target.value, n)]
            self._foci[shape.node] = list(dict.fromkeys(found))
        return self._foci[shape.node]

    def alike(self, shape: Shape, properties: tuple[str, ...]) -> Mapping[ValueSets, Sequence[str]]:
        """Give the targets of a shape by their values for properties."""
        wanted = (shape.node, properties)
        if wanted not in self._alike:
            found = self._alike[wanted] = {}
            for node in self.foci(shape):
                found.setdefault(values_for(self, node, properties), []).append(node)
        return self._alike[wanted]

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
    """Give a shape's focus nodes, each once, but those of sh:targetWhere. Source: SHACL, 2.1.3."""
    return list(dict.fromkeys(n for target in shape.targets for n in _targeted(graph, target)))


def _targeted(graph: Index, target: Target) -> Iterable[str]:
    if target.kind == "node":
        return (target.value,)
    if target.kind == "class":
        return instances(graph, target.value)
    if target.kind == "subjects-of":
        return graph.holders(target.value)
    return graph.values(target.value) if target.kind == "objects-of" else ()


def _nodes(graph: Index) -> Iterable[str]:
    """Give the nodes of a graph: what is a subject or an object of it."""
    assert isinstance(graph, MemoryIndex)
    return dict.fromkeys(node for s, _, o in graph.triples() for node in (s, o))
