"""SHACL property paths. Source: SHACL, 2.3.1."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lod.namespaces import SH
from lod.shacl.index import Index, read_list
from lod.shacl.terms import FIRST, is_blank, is_iri

Report = Callable[[str], None]

_UNARY = {
    f"<{SH}inversePath>": "^",
    f"<{SH}zeroOrMorePath>": "*",
    f"<{SH}oneOrMorePath>": "+",
    f"<{SH}zeroOrOnePath>": "?",
}
_ALTERNATIVE = f"<{SH}alternativePath>"


@dataclass(frozen=True, slots=True)
class Path:
    """A path, as structure.

    :param operator: ``""`` for a predicate, ``/``, ``|``, ``^``, ``*``, ``+`` or ``?``.
    :param predicate: the IRI in brackets, where the path is a predicate.
    """

    operator: str
    predicate: str = ""
    parts: tuple["Path", ...] = ()

    @property
    def text(self) -> str:
        """The path in SPARQL's syntax.

        >>> Path("/", parts=(Path("", "<a:p>"), Path("^", parts=(Path("", "<a:q>"),)))).text
        '<a:p>/(^<a:q>)'
        """
        if not self.operator:
            return self.predicate
        if self.operator in "/|":
            return self.operator.join(_bracketed(p) for p in self.parts)
        inner = _bracketed(self.parts[0])
        return f"^{inner}" if self.operator == "^" else f"{inner}{self.operator}"

    def __str__(self) -> str:
        return self.text

    def predicates(self) -> Iterator[str]:
        """Give every predicate that the path names."""
        if self.predicate:
            yield self.predicate
        for part in self.parts:
            yield from part.predicates()


def _bracketed(path: Path) -> str:
    return f"({path.text})" if path.operator else path.text


def step(predicate: str) -> Path:
    """Make the path of one predicate, given in brackets."""
    return Path("", predicate)


def directions(path: Path, inverse: bool = False) -> tuple[frozenset[str], frozenset[str]]:
    """Give the predicates that a path follows forward and backward."""
    if path.predicate:
        one = frozenset((path.predicate,))
        return (frozenset(), one) if inverse else (one, frozenset())
    found = [directions(p, inverse ^ (path.operator == "^")) for p in path.parts]
    return frozenset().union(*(f for f, _ in found)), frozenset().union(*(b for _, b in found))


class PathError(ValueError):
    """A path that can't be read; the text says why."""


def read_path(graph: Index, node: str, seen: frozenset[str] = frozenset()) -> Path:
    """Read a path from the shapes.

    A list wins over other forms on the same node, as in the W3C's tests (path-strange).

    :raises PathError: it isn't a path.
    """
    if is_iri(node):
        return step(node)
    if not is_blank(node):
        raise PathError(f"{node} is no path")
    if node in seen:
        raise PathError("a path that contains itself")
    inside = seen | {node}
    if graph.objects(node, FIRST):
        return _several("/", graph, node, inside)
    if found := graph.objects(node, _ALTERNATIVE):
        return _several("|", graph, found[0], inside)
    for predicate, operator in _UNARY.items():
        if found := graph.objects(node, predicate):
            return Path(operator, parts=(read_path(graph, found[0], inside),))
    raise PathError("a path without predicate or path operator")


def _several(operator: str, graph: Index, node: str, seen: frozenset[str]) -> Path:
    try:
        members = read_list(graph, node)
    except ValueError as error:
        raise PathError(f"a path's list is ill-formed: {error}") from error
    if len(members) < 2:
        raise PathError("a list of paths has two members at least")
    return Path(operator, parts=tuple(read_path(graph, m, seen) for m in members))


def value_nodes(graph: Index, path: Path, focus: str) -> list[str]:
    """Give what a path reaches from a node, each once, in order of first meeting."""
    if not path.operator:
        return list(graph.objects(focus, path.predicate))
    if path.operator == "^" and not path.parts[0].operator:
        return list(graph.subjects(path.parts[0].predicate, focus))
    return list(dict.fromkeys(_reach(graph, path, (focus,), False)))


def _reach(graph: Index, path: Path, nodes: Iterable[str], inverse: bool) -> Iterable[str]:
    """Give what a path reaches from any of the nodes."""
    parts = path.parts
    if not path.operator:
        p = path.predicate
        found = [graph.subjects(p, n) if inverse else graph.objects(n, p) for n in nodes]
        return dict.fromkeys(x for some in found for x in some)
    if path.operator == "^":
        return _reach(graph, parts[0], nodes, not inverse)
    if path.operator == "/":
        for part in reversed(parts) if inverse else parts:
            nodes = _reach(graph, part, nodes, inverse)
        return nodes
    if path.operator == "|":
        start = tuple(nodes)
        return dict.fromkeys(x for part in parts for x in _reach(graph, part, start, inverse))
    return _repeat(graph, path, tuple(nodes), inverse)


def _repeat(graph: Index, path: Path, nodes: tuple[str, ...], inverse: bool) -> Iterable[str]:
    found: dict[str, None] = {} if path.operator == "+" else dict.fromkeys(nodes)
    frontier: Iterable[str] = nodes
    while frontier:
        reached = _reach(graph, path.parts[0], frontier, inverse)
        frontier = [n for n in reached if n not in found]
        found.update(dict.fromkeys(frontier))
        if path.operator == "?":
            break
    return found
