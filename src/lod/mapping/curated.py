"""What a steward wrote by hand: links, and decisions on anomalies, which win over the source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from lod.errors import MappingError
from lod.mapping.terms import Graph, Object, Place, day, iri, month
from lod.namespaces import RDF, XSD
from lod.records import Month, Span

_CURATED = "curated"
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Curated:
    """The triples of data/curated, with the file and line of each subject."""

    triples: dict[ox.Triple, Place]

    def value(self, subject: object, predicate: str) -> Object | None:
        """Give one value of a subject's property, if there is any."""
        for t in self.triples:
            if t.subject == subject and t.predicate.value == predicate:
                assert isinstance(t.object, ox.NamedNode | ox.Literal)
                return t.object
        return None


def read_curated(directory: Path, base_iri: str) -> Curated:
    """Read all ``*.ttl`` files in ``directory``, relative IRIs against the base.

    :raises MappingError: one isn't Turtle, or has a blank node; names file and line.
    """
    found: dict[ox.Triple, Place] = {}
    for file in sorted(directory.glob("*.ttl")):
        try:
            words = file.read_text(encoding="utf-8")
            parsed = ox.parse(words, format=ox.RdfFormat.TURTLE, base_iri=base_iri)
            triples = [q.triple for q in parsed]
        except SyntaxError as error:
            raise MappingError(f"is not Turtle: {error.msg}", file, error.lineno) from error
        except (OSError, UnicodeDecodeError) as error:
            raise MappingError(f"can't be read: {error}", file) from error
        for triple in triples:
            line = _line_of(triple.subject, words)
            if not all(isinstance(x, _NAMED) for x in (triple.subject, triple.object)):
                raise MappingError(
                    "has a blank node", file, line, todo="give it an IRI under the base"
                )
            found[triple] = Place(str(file), Span(line, line))
    return Curated(found)


_NAMED = ox.NamedNode | ox.Literal


def _line_of(subject: object, words: str) -> int:
    """Find the line that names a subject, by the last part of its IRI; else the first."""
    local = str(subject).strip("<>")
    tails = [local, *(local.split("/", n)[-1] for n in range(3, local.count("/")))]
    for tail in tails:
        for number, line in enumerate(words.splitlines(), start=1):
            if tail in line and not line.lstrip().startswith("#"):
                return number
    return 1


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
            for subject, predicate, value in _yields(triple.subject, curated, graph, place):
                graph.drop(subject, predicate)
                graph.add(_CURATED, subject, predicate, value, place)


def _yields(
    decision: object, curated: Curated, graph: Graph, place: Place
) -> Iterator[tuple[str, str, Object]]:
    """Give (subject, property, value) of what a decision chooses; nothing if it chooses none."""
    anomaly = curated.value(decision, graph.expand("fp:decides"))
    concerns = [
        t.object
        for t in graph.quads
        if t.subject == anomaly and t.predicate.value == graph.expand("fp:concerns")
    ]
    if not isinstance(anomaly, ox.NamedNode) or not concerns:
        raise _refused(place, f"the decision decides no anomaly: {anomaly}", "an fp:decides")
    chosen = curated.value(decision, graph.expand("fp:chosen"))
    if chosen is None:
        return
    thing = anomaly.value.partition("/anomaly/")[0]
    concerned = str(concerns[0]).strip("<>")
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
