"""Reads SHACL property paths, and follows them. Source: SHACL, 2.3.1."""

from collections.abc import Iterable

from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.core.index import Index, read_list
from lod.rdf import FIRST, SH, Path, is_blank, is_iri, step
from lod.words import msg

MAX_SHAPE_DEPTH = 50  # of paths in paths, and of shapes in shapes: the evaluator calls itself

_UNARY = {
    f"<{SH}inversePath>": "^",
    f"<{SH}zeroOrMorePath>": "*",
    f"<{SH}oneOrMorePath>": "+",
    f"<{SH}zeroOrOnePath>": "?",
}
_ALTERNATIVE = f"<{SH}alternativePath>"


def directions(path: Path, inverse: bool = False) -> tuple[frozenset[str], frozenset[str]]:
    """Give the predicates that a path follows forward and backward."""
    if path.predicate:
        one = frozenset((path.predicate,))
        return (frozenset(), one) if inverse else (one, frozenset())
    found = [directions(p, inverse ^ (path.operator == "^")) for p in path.parts]
    return frozenset().union(*(f for f, _ in found)), frozenset().union(*(b for _, b in found))


def read_path(graph: Index, node: str, above: tuple[str, ...] = ()) -> Path:
    """Read a path from the shapes.

    A list may have other properties too, which say nothing, as in the W3C's tests (path-strange).

    :param above: the paths that this one is a part of.
    :raises Wrong: it isn't a path.
    """
    if is_iri(node):
        return step(node)
    if not is_blank(node):
        raise Wrong(msg("{value} is no path", value=node), _expected())
    if node in above:
        raise Wrong(msg("the path contains itself"), _expected())
    if len(above) == MAX_SHAPE_DEPTH:
        raise Wrong(msg("paths are nested deeper than {count} levels", count=MAX_SHAPE_DEPTH))
    inside = (*above, node)
    if graph.objects(node, FIRST):
        return _several("/", graph, node, inside)
    predicate, value = _only_triple(graph, node)
    if predicate == _ALTERNATIVE:
        return _several("|", graph, value, inside)
    return Path(_UNARY[predicate], parts=(read_path(graph, value, inside),))


def _expected() -> str:
    return msg("a property, or a path of SHACL")


def _only_triple(graph: Index, node: str) -> tuple[str, str]:
    """Give the property and the value of a path that is no list: it has exactly one triple."""
    triples = [(p, value) for p, values in graph.record(node).items() for value in values]
    known = [(p, value) for p, value in triples if p in _UNARY or p == _ALTERNATIVE]
    if not known:
        raise Wrong(msg("a path without a property or a path operator"), _expected())
    if len(triples) > 1:
        raise Wrong(
            msg("a path with {count} statements", count=len(triples)),
            expected=msg("exactly one, such as sh:inversePath"),
            todo=msg("take out the others; steps one after the other are a list, ( … )"),
        )
    return known[0]


def _several(operator: str, graph: Index, node: str, above: tuple[str, ...]) -> Path:
    members = read_list(graph, node)
    if len(members) < 2:
        raise Wrong(msg("a list of paths has at least two members"), _expected())
    return Path(operator, parts=tuple(read_path(graph, m, above) for m in members))


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
