"""What each source says → one graph. Pure: sources can have been mapped anywhere, in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lod.errors import MappingError
from lod.publishing.iris import Iris
from lod.publishing.mapping.terms import Graph, Statement


@dataclass(frozen=True, slots=True)
class MappedPart:
    """A thing that a source describes, and all that is said in describing it.

    :param thing: its IRI; None for the source itself.
    :param fault: why it can't be described.
    """

    thing: str | None
    said: tuple[Statement, ...]
    fault: MappingError | None = None


@dataclass(frozen=True, slots=True)
class MappedSource:
    """What a source says, or a part of it, with where it says so.

    :param changed: the date that it states.
    """

    changed: datetime | None
    parts: tuple[MappedPart, ...]


def merge(iris: Iris, first: Iterable[Statement], sources: Sequence[MappedSource]) -> Graph:
    """Make one graph: each thing as the newest source describes it.

    A statement stands in the graph of the first that says it: of ``first``, then of the sources by
    date, of those as new as in the order of lod.toml. One without a date comes last.

    :param sources: in the order of lod.toml.
    :raises MappingError: a thing of the graph can't be described.
    """
    graph = Graph(iris)
    for one in first:
        graph.insert(one.graph, one.triple, one.origin)
    described: set[str] = set()
    for part in (part for source in newest_first(sources) for part in source.parts):
        if part.thing not in described:
            _put_part(part, graph)
        if part.thing is not None:
            described.add(part.thing)
    return graph


def newest_first(sources: Iterable[MappedSource]) -> list[MappedSource]:
    """Order sources by the date they state; one without a date comes last."""
    return sorted(sources, key=lambda source: source.changed or datetime.min, reverse=True)


def _put_part(part: MappedPart, graph: Graph) -> None:
    if part.fault:
        raise part.fault
    for one in part.said:
        graph.insert(one.graph, one.triple, one.origin)
