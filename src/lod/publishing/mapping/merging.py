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
_WHERE = (_FROM, f"{PROV}wasQuotedFrom")


@dataclass(frozen=True, slots=True)
class MappedPart:
    """A thing that a source describes, and all that is said in describing it.

    :param thing: its IRI; None for the source itself.
    :param aspect: what of the thing, if that may stand where nothing else of it does: a slogan.
    :param fault: why it can't be described.
    :param membership: that of it which says in which programme the thing is, and where that stands.
    """

    thing: str | None
    said: tuple[Statement, ...]
    fault: MappingError | None = None
    membership: tuple[Statement, ...] = ()
    aspect: str = ""


@dataclass(frozen=True, slots=True)
class MappedSource:
    """What a source says, or a part of it, with where it says so.

    :param name: the source's, and its graph's.
    :param file: where its text is.
    :param changed: the date that it states.
    :param programme: IRI of the programme that it is about; None if that has no key.
    """

    name: str
    file: Path
    changed: datetime | None
    parts: tuple[MappedPart, ...]
    programme: str | None = None

    @property
    def date(self) -> datetime:
        """The date by which it comes before or after others; without one it comes last."""
        return self.changed or datetime.min


def merge(iris: Iris, first: Iterable[Statement], sources: Sequence[MappedSource]) -> Graph:
    """Make one graph: each thing as the newest source that names it describes it.

    A statement stands in the graph of the first that says it: of ``first``, then of the sources by
    date, of those as new as in the order of lod.toml. One without a date comes last. What an older
    source says of a thing that a newer one describes is kept in ``Graph.superseded``; but
    it holds that the thing is in the older one's programme too, if no page about that programme
    came between the two.

    :param sources: in the order of lod.toml.
    :raises MappingError: a thing of the graph can't be described.
    """
    graph = Graph(iris)
    for one in first:
        graph.insert(one.graph, one.triple, one.origin)
    described: dict[tuple[str, str], MappedSource] = {}
    for source in newest_first(sources):
        for part in source.parts:
            thing = part.thing and (part.thing, part.aspect)
            by = described.setdefault(thing, source) if thing else source
            if by.name == source.name:
                _put_part(part, graph)
                continue
            if part.membership and _is_member(source, by, sources):
                _put(part.membership, graph)
            _supersede(part, source, graph)
    return graph


def _is_member(source: MappedSource, by: MappedSource, sources: Iterable[MappedSource]) -> bool:
    """Whether a thing is in a source's programme as of the newer one that describes it.

    It is if the source was the newest about its programme then. What comes after the description
    and doesn't list the thing changes nothing, as it wouldn't of any other value.
    """
    if source.programme in (None, by.programme):
        return False
    alike = (other for other in sources if other.programme == source.programme)
    return not any(source.date < other.date <= by.date for other in alike)


def newest_first(sources: Iterable[MappedSource]) -> list[MappedSource]:
    """Order sources by the date they state; one without a date comes last."""
    return sorted(sources, key=lambda source: source.date, reverse=True)


def _put_part(part: MappedPart, graph: Graph) -> None:
    if part.fault:
        raise part.fault
    _put(part.said, graph)


def _put(said: Iterable[Statement], graph: Graph) -> None:
    for one in said:
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
        if one.triple.predicate.value not in _WHERE:
            graph.superseded.append(Superseded(one, _quoted(one, source, iris) or lines))


def _quoted(one: Statement, source: MappedSource, iris: Iris) -> tuple[ox.NamedNode, ...]:
    """Point at the lines that say something; what a sidecar makes of lines has none of its own."""
    at = one.origin
    if not isinstance(at, SourceWords) or at.file != source.file:
        return ()
    return (iri_term(iris.source(source.name, at.span.fragment)),)
