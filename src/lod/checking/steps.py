"""From a result to the statement that it is about: the last step of its path to its value."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from lod.checking.questions import Question
from lod.checking.shacl import Path, Result, Shapes
from lod.checking.shacl.core.index import Index
from lod.checking.shacl.core.paths import value_nodes
from lod.rdf import SH, is_literal

_UNIQUE_LANG = f"{SH}UniqueLangConstraintComponent"


class LastStep(NamedTuple):
    """A step by which a path may end.

    :param before: the paths that lead to where it starts, one after the other.
    """

    before: tuple[Path, ...]
    predicate: str
    inverse: bool


class Steps:
    """Finds the statements that results are about.

    :param graph: gives the data; asked only for longer paths and for what queries found.
    """

    def __init__(self, graph: Callable[[], Index], shapes: Shapes) -> None:
        self._make, self._shapes = graph, shapes

    def question(self, result: Result) -> Question:
        """Give what to look for of a result."""
        focus, path, value = result.focus, result.path, result.value
        if result.component == _UNIQUE_LANG and result.met is not None:
            value = result.met.terms[0]  # one of those that share a language
        if path is not None and path.operator:
            found = self._of_longer(focus, path, value)
        elif path is None and value is not None and value != focus:
            found = self._of_query(focus, value)
        else:
            found = Question(focus, path.predicate if path else "", value)
        return found._replace(pointing=self._pointing.get(result.shape, ()))

    def _of_longer(self, focus: str, path: Path, value: str | None) -> Question:
        reached = None if value is None else self._reaching(focus, path, value)
        if reached is not None:
            return reached
        if value == focus:  # the path may be empty
            return Question(focus)
        own = self._graph.record(focus)
        begun = next((name for name in _first_predicates(path) if name in own), "")
        return Question(focus, begun, value)

    def _of_query(self, focus: str, value: str) -> Question:
        """Look for a value among those of a thing, then among those of its values."""
        for node in (focus, *sorted(_objects(self._graph, focus))):
            if any(value in values for values in self._graph.record(node).values()):
                return Question(node, value=value)
        return Question(focus, value=value)

    def _reaching(self, focus: str, path: Path, value: str) -> Question | None:
        """Find the statement by which a path reaches a value."""
        for before, predicate, inverse in last_steps(path):
            for node in sorted(_along(self._graph, before, focus)):
                thing, end = (value, node) if inverse else (node, value)
                if end in self._graph.objects(thing, predicate):
                    return Question(node, predicate, value, turned=inverse)
        return None

    @cached_property
    def _graph(self) -> Index:
        return self._make()

    @cached_property
    def _pointing(self) -> dict[str, tuple[str, ...]]:
        """The properties whose objects a shape, or one it is part of, has for its target."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for shape in self._shapes.targeted:
            named = [t.value for t in shape.targets if t.kind == "objects-of"]
            for node in _with_inner(self._shapes, shape.node) if named else ():
                found[node].update(dict.fromkeys(named))
        return {node: tuple(names) for node, names in found.items()}


def _with_inner(shapes: Shapes, start: str) -> Iterable[str]:
    found = [start]
    for node in found:
        inner = [n for constraint in shapes.shapes[node].constraints for n in constraint.shapes]
        found += [n for n in dict.fromkeys(inner) if n not in found]
    return found


def _objects(graph: Index, node: str) -> Iterable[str]:
    values = (value for found in graph.record(node).values() for value in found)
    return (value for value in values if not is_literal(value))


def _along(graph: Index, paths: Iterable[Path], start: str) -> Iterable[str]:
    nodes: Iterable[str] = (start,)
    for path in paths:
        nodes = dict.fromkeys(end for node in nodes for end in value_nodes(graph, path, node))
    return nodes


def last_steps(path: Path, inverse: bool = False) -> Iterator[LastStep]:
    """Give the steps by which a path may end, those of its last part first.

    >>> from lod.rdf.paths import step
    >>> [s.predicate for s in last_steps(Path("/", parts=(step("<a:p>"), step("<a:q>"))))]
    ['<a:q>']
    """
    if path.predicate:
        yield LastStep((), path.predicate, inverse)
    elif path.operator == "^":
        yield from last_steps(path.parts[0], not inverse)
    elif path.operator == "|":
        for part in path.parts:
            yield from last_steps(part, inverse)
    elif path.operator == "/":
        yield from _of_sequence(path.parts[::-1] if inverse else path.parts, inverse)
    else:
        repeated = () if path.operator == "?" else (Path("*", parts=path.parts),)
        for before, predicate, back in last_steps(path.parts[0], inverse):
            yield LastStep((*(_turned(p, inverse) for p in repeated), *before), predicate, back)


def _of_sequence(parts: tuple[Path, ...], inverse: bool) -> Iterator[LastStep]:
    """Give the steps of the last part, and of those before it after which nothing need follow."""
    for end in range(len(parts), 0, -1):
        ahead = tuple(_turned(part, inverse) for part in parts[: end - 1])
        for before, predicate, back in last_steps(parts[end - 1], inverse):
            yield LastStep((*ahead, *before), predicate, back)
        if not _may_be_empty(parts[end - 1]):
            return


def _turned(path: Path, inverse: bool) -> Path:
    return Path("^", parts=(path,)) if inverse else path


def _may_be_empty(path: Path) -> bool:
    if path.operator == "/":
        return all(map(_may_be_empty, path.parts))
    if path.operator == "|":
        return any(map(_may_be_empty, path.parts))
    return path.operator in ("*", "?") or (
        path.operator in ("^", "+") and _may_be_empty(path.parts[0])
    )


def _first_predicates(path: Path) -> Iterator[str]:
    """Give the properties of a thing itself with which a path may begin."""
    for _, predicate, inverse in last_steps(Path("^", parts=(path,))):
        if inverse:
            yield predicate
