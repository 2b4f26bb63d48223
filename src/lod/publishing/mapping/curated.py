"""What a steward wrote by hand: links, and decisions on anomalies, which win over the source.

A decision that can't be applied changes nothing: shapes/decision.ttl says what is wrong with it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from lod.publishing.mapping.terms import Graph, Object, StatedIn, bounds, iri_term, is_day, stated
from lod.publishing.records import Day, Month, StatedTime, Year
from lod.rdf import DCTERMS, RDF, XSD

_CURATED = "curated"
_TIME = re.compile(r"([1-9][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

Yield = tuple[str, str, Object, StatedIn]
"""A statement that a decision yields (subject, property, value), and the one it follows from."""


@dataclass(frozen=True, slots=True)
class _Decision:
    """What is said of a decision.

    :param concerned: IRI of the property that the anomaly concerns.
    :param says: where it says what it chooses; ``on`` where it says its date.
    """

    thing: str
    concerned: str
    says: StatedIn
    on: StatedIn | None

    @property
    def chosen(self) -> object:
        return self.says.triple.object


def apply_decisions(curated: Iterable[StatedIn], graph: Graph) -> None:
    """Add the curated triples and what the decisions yield, in place of what the source says.

    What has a blank node is left out: a release has none.

    Shape: shapes/decision.ttl.
    :param curated: what the files in data/curated say.
    """
    about: dict[object, list[StatedIn]] = defaultdict(list)
    for said in curated:
        ends = (said.triple.subject, said.triple.object)
        if not any(isinstance(end, ox.BlankNode) for end in ends):
            graph.insert(_CURATED, said.triple, said)
            about[said.triple.subject].append(said)
    concerns = _concerns(graph)
    kind = ox.NamedNode(graph.expand("fp:Decision"))
    for found in about.values():
        if any(s.triple.predicate.value == f"{RDF}type" and s.triple.object == kind for s in found):
            _apply(found, concerns, graph)


def map_successions(graph: Graph) -> None:
    """Say from both sides which organisation became which, of those that are described.

    Shape: shapes/change.ttl.
    """
    sides = {
        graph.expand("org:originalOrganization"): "org:changedBy",
        graph.expand("org:resultingOrganization"): "org:resultedFrom",
    }
    for triple in [t for t in graph.quads if t.predicate.value in sides]:
        if isinstance(triple.object, ox.NamedNode) and triple.object in graph.about:
            change, at = iri_term(str(triple.subject)[1:-1]), graph.origins[triple]
            graph.add(_CURATED, triple.object.value, sides[triple.predicate.value], change, at)


def _concerns(graph: Graph) -> dict[str, str]:
    """Give the property that each anomaly concerns; IRIs."""
    name = graph.expand("fp:concerns")
    return {
        str(t.subject)[1:-1]: str(t.object)[1:-1] for t in graph.quads if t.predicate.value == name
    }


def _apply(found: Iterable[StatedIn], concerns: dict[str, str], graph: Graph) -> None:
    """Apply what is said of a decision, if it is one choice for one anomaly that there is."""
    by: dict[str, list[StatedIn]] = defaultdict(list)
    for said in found:
        by[said.triple.predicate.value].append(said)
    decides, chosen = by[graph.expand("fp:decides")], by[graph.expand("fp:chosen")]
    if len(decides) != 1 or len(chosen) != 1:
        return
    anomaly = str(decides[0].triple.object)[1:-1]
    if anomaly in concerns:
        dates = by[f"{DCTERMS}date"]
        thing = anomaly.partition("/anomaly/")[0]
        on = dates[0] if len(dates) == 1 else None
        decision = _Decision(thing, concerns[anomaly], chosen[0], on)
        for subject, predicate, value, said in list(_yields(decision, graph)):
            if predicate != "schema:member":  # partners keep theirs; an owner's, there is none
                graph.drop(subject, predicate)
            graph.add(_CURATED, subject, predicate, value, said)


def _yields(decision: _Decision, graph: Graph) -> Iterator[Yield]:
    """Give what a decision yields; nothing if its choice doesn't fit what it decides."""
    thing, says, chosen = decision.thing, decision.says, decision.chosen
    start, end = graph.expand("dcat:startDate"), graph.expand("dcat:endDate")
    owner, purpose = graph.expand("fp:projectOwner"), graph.expand("schema:description")
    if decision.concerned == graph.expand("fp:status"):
        yield from _status(decision)
    elif decision.concerned == graph.expand("fp:period"):
        yield from _period(f"{thing}/period", decision)
    elif decision.concerned in (start, end):
        time = as_time(chosen)
        if decision.concerned == start:
            yield from _times(f"{thing}/period", (time, None), says)
        else:
            yield from _times(f"{thing}/period", (None, time), says)
    elif isinstance(chosen, ox.NamedNode) and decision.concerned == owner:
        yield thing, "fp:projectOwner", chosen, says
        yield thing, "schema:member", chosen, says
    elif isinstance(chosen, ox.Literal) and decision.concerned == purpose:
        yield thing, "schema:description", chosen, says


def _status(decision: _Decision) -> Iterator[Yield]:
    stage, on = decision.chosen, decision.on
    if isinstance(stage, ox.NamedNode) and on and is_day(on.triple.object):
        yield decision.thing, "fp:status", stage, decision.says
        yield decision.thing, "fp:statusAsOf", on.triple.object, on


def _period(period: str, decision: _Decision) -> Iterator[Yield]:
    """Read ``2012-01/2013-10`` (ISO 8601-1, 5.5)."""
    chosen = decision.chosen
    halves = chosen.value.split("/") if isinstance(chosen, ox.Literal) else []
    times = [as_time(ox.Literal(half)) for half in halves]
    if len(times) == 2 and all(times):
        yield from _times(period, (times[0], times[1]), decision.says)


def _times(
    period: str, times: tuple[StatedTime | None, StatedTime | None], says: StatedIn
) -> Iterator[Yield]:
    """Say a start and an end, with the first day of the one and the last of the other."""
    for name, value in zip(("dcat:startDate", "dcat:endDate"), map(stated, times), strict=True):
        if value is not None:
            yield period, name, value, says
    for name, value in bounds(*times).items():
        yield period, name, value, says


def as_time(chosen: object) -> StatedTime | None:
    """Read a day, a month or a year, of its datatype or as a plain text."""
    match = _TIME.fullmatch(chosen.value) if isinstance(chosen, ox.Literal) else None
    if not match or not isinstance(chosen, ox.Literal):
        return None
    try:
        time = _time_of(*(int(part) for part in match.groups() if part))
    except ValueError:
        return None
    own = stated(time)
    plain = chosen.datatype.value == f"{XSD}string"
    return time if plain or (own is not None and chosen.datatype == own.datatype) else None


def _time_of(year: int, month: int = 0, day: int = 0) -> Day | Month | Year:
    if day:
        return Day(date(year, month, day))
    return Month(year, month) if month else Year(year)
