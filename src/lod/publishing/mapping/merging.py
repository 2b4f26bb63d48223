"""What each source says → one graph. Pure: sources can have been mapped anywhere, in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyoxigraph as ox

from lod.errors import MappingError
from lod.publishing.iris import Iris
from lod.publishing.mapping.terms import (
    Graph,
    SourceWords,
    Statement,
    Superseded,
    iri_term,
)
from lod.rdf import PROV

_FROM = f"{PROV}wasDerivedFrom"


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

    :param name: the source's, and its graph's.
    :param file: where its text is.
    :param changed: the date that it states.
    """

    name: str
    file: Path
    changed: datetime | None
    parts: tuple[MappedPart, ...]


def merge(iris: Iris, first: Iterable[Statement], sources: Sequence[MappedSource]) -> Graph:
    """Make one graph: each thing as the newest source that names it describes it.

    A statement stands in the graph of the first that says it: of ``first``, then of the sources by
    date, of those as new as in the order of lod.toml. One without a date comes last. What an older
    source says of a thing that a newer one describes is kept in ``Graph.superseded``.

    :param sources: in the order of lod.toml.
    :raises MappingError: a thing of the graph can't be described.
    """
    graph = Graph(iris)
    for one in first:
        graph.insert(one.graph, one.triple, one.origin)
    described: dict[str, str] = {}
    for source in newest_first(sources):
        for part in source.parts:
            thing = part.thing
            if thing is None or described.setdefault(thing, source.name) == source.name:
                _put_part(part, graph)
            else:
                _supersede(part, source, graph)
    return graph


def newest_first(sources: Iterable[MappedSource]) -> list[MappedSource]:
    """Order sources by the date they state; one without a date comes last."""
    return sorted(sources, key=lambda source: source.changed or datetime.min, reverse=True)


def _put_part(part: MappedPart, graph: Graph) -> None:
    if part.fault:
        raise part.fault
    for one in part.said:
        graph.insert(one.graph, one.triple, one.origin)


def _supersede(part: MappedPart, source: MappedSource, graph: Graph) -> None:
    """Keep what a source says of a thing that a newer one describes, and that it names it."""
    iris, own = graph.iris, [one for one in part.said if one.graph == source.name]
    if own and part.thing is not None:
        thing, page = iri_term(part.thing), iris.source(source.name)
        graph.add(source.name, page, "schema:mentions", thing, own[0].origin)
    places = [one.triple.object for one in own if one.triple.predicate.value == _FROM]
    lines = tuple(dict.fromkeys(p for p in places if isinstance(p, ox.NamedNode)))
    for one in own:
        if one.triple.predicate.value != _FROM:
            graph.superseded.append(Superseded(one, _quoted(one, source, iris) or lines))


def _quoted(one: Statement, source: MappedSource, iris: Iris) -> tuple[ox.NamedNode, ...]:
    """Point at the lines that say something; what a sidecar makes of lines has none of its own."""
    at = one.origin
    if not isinstance(at, SourceWords) or at.file != source.file:
        return ()
    return (iri_term(iris.source(source.name, at.span.fragment)),)
