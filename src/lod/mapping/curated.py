"""What a steward wrote by hand: links, and decisions on anomalies, which win over the source."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from lod.errors import MappingError
from lod.mapping.terms import Graph, Object, Place, day, iri, month
from lod.namespaces import RDF, XSD
from lod.records import Month

_CURATED = "curated"
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Curated:
    """The triples of data/curated, with the file and line of each."""

    triples: dict[ox.Triple, Place]

    def value(self, subject: object, predicate: str) -> Object | None:
        """Give one value of a subject's property, if there is any."""
        for t in self.triples:
            if t.subject == subject and t.predicate.value == predicate:
                assert isinstance(t.object, ox.NamedNode | ox.Literal)
                return t.object
        return None


def read_curated(placed: Iterable[tuple[ox.Triple, Place]]) -> Curated:
    """Take what the files in data/curated say, with where they say it.

    :raises MappingError: there is a blank node; names file and line.
    """
    found: dict[ox.Triple, Place] = {}
    for triple, place in placed:
        if not all(isinstance(x, _NAMED) for x in (triple.subject, triple.object)):
            todo = "give it an IRI under the base"
            raise MappingError("has a blank node", place.source, place.span.first, todo=todo)
        found[triple] = place
    return Curated(found)


_NAMED = ox.NamedNode | ox.Literal


def apply_decisions(curated: Curated, graph: Graph) -> None:
    """Add the curated triples and what the decisions yield, in place of what the source says.

    Shape: shapes/decision.ttl.
    :raises MappingError: a decision decides no anomaly, or its value doesn't fit.
    """
    for triple, place in curated.triples.items():
        graph.insert(_CURATED, triple, place)
    decision = iri(graph.expand("fp:Decision"))
    for triple, place in curated.triples.items():
        if triple.predicate.value == f"{RDF}type" and triple.object == decision:
            _apply(triple.subject, curated, graph, place)


def _apply(decision: object, curated: Curated, graph: Graph, place: Place) -> None:
    anomaly = curated.value(decision, graph.expand("fp:decides"))
    concerns = [
        t.object
        for t in graph.quads
        if t.subject == anomaly and t.predicate.value == graph.expand("fp:concerns")
    ]
    if not isinstance(anomaly, ox.NamedNode) or not concerns:
        raise _refused(place, f"the decision decides no anomaly: {anomaly}", "an fp:decides")
    thing, concerned = anomaly.value.partition("/anomaly/")[0], str(concerns[0]).strip("<>")
    for triple, at in curated.triples.items():
        if triple.subject == decision and triple.predicate.value == graph.expand("fp:chosen"):
            for yielded in list(_yields(thing, concerned, triple, curated, graph, at)):
                graph.drop(*yielded[:2])
                graph.add(_CURATED, *yielded, at)
            return


def _yields(
    thing: str, concerned: str, says: ox.Triple, curated: Curated, graph: Graph, place: Place
) -> Iterator[tuple[str, str, Object]]:
    """Give (subject, property, value) of what a decision chooses.

    :param concerned: IRI of the property that the anomaly concerns.
    :param says: the decision's statement of what it chooses.
    """
    decision, chosen = says.subject, says.object
    assert isinstance(chosen, ox.NamedNode | ox.Literal)  # read_curated refuses others
    if concerned == graph.expand("fp:status"):
        yield from _status(thing, decision, chosen, curated, place)
    elif concerned == graph.expand("fp:projectOwner") and isinstance(chosen, ox.NamedNode):
        yield thing, "fp:projectOwner", chosen
        yield thing, "schema:member", chosen
    elif concerned == graph.expand("fp:period"):
        yield from _period(f"{thing}/period", chosen, place)
    elif concerned in (graph.expand("dcat:startDate"), graph.expand("dcat:endDate")):
        start = concerned == graph.expand("dcat:startDate")
        yield from _month(f"{thing}/period", start, _as_month(chosen, place))
    elif concerned == graph.expand("schema:description") and isinstance(chosen, ox.Literal):
        yield thing, "schema:description", chosen
    else:
        raise _refused(place, f"the chosen value doesn't fit <{concerned}>", "a value of its kind")


def _status(
    thing: str, decision: object, chosen: Object, curated: Curated, place: Place
) -> Iterator[tuple[str, str, Object]]:
    on = curated.value(decision, "http://purl.org/dc/terms/date")
    if not isinstance(chosen, ox.NamedNode) or not isinstance(on, ox.Literal):
        raise _refused(place, "the decision on a status lacks its stage or date", "a stage:… IRI")
    yield thing, "fp:status", chosen
    yield thing, "fp:statusAsOf", on


def _period(period: str, chosen: Object, place: Place) -> Iterator[tuple[str, str, Object]]:
    """Read ``2012-01/2013-10`` (ISO 8601-1, 5.5)."""
    halves = chosen.value.split("/")
    if len(halves) != 2:
        raise _refused(place, f"the chosen period can't be read: {chosen}", '"2012-01/2013-10"')
    for start, half in zip((True, False), halves, strict=True):
        yield from _month(period, start, _as_month(ox.Literal(half), place))


def _month(period: str, start: bool, value: Month) -> Iterator[tuple[str, str, Object]]:
    yield period, "dcat:startDate" if start else "dcat:endDate", month(value)
    bound = value.first_day if start else value.last_day
    yield period, "fp:earliestStart" if start else "fp:latestEnd", day(bound)


def _as_month(chosen: Object, place: Place) -> Month:
    kinds = (f"{XSD}gYearMonth", f"{XSD}string")
    match = _MONTH.fullmatch(chosen.value)
    if match and isinstance(chosen, ox.Literal) and chosen.datatype.value in kinds:
        try:
            return Month(int(match[1]), int(match[2]))
        except ValueError:
            pass
    raise _refused(place, f"the chosen month can't be read: {chosen}", '"2012-01"^^xsd:gYearMonth')


def _refused(place: Place, message: str, expected: str) -> MappingError:
    return MappingError(
        message,
        place.source,
        place.span.first,
        expected=expected,
        todo="mend the decision; docs/steward.md shows a whole one",
    )
