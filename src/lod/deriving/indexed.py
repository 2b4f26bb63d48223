"""Subjects → rows of the index: what lists and search need, said of a thing and of its parts.

Pure, and local: a row needs what is said of the thing, its parts and its document. What follows
from others (its owner's county) is the writer's.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext

import pyoxigraph as ox

from lod.deriving.timed import days_of, first_and_last, years_between
from lod.files import temporary_folder
from lod.rdf import DCAT, DCTERMS, NAMING, ORG, PROV, RDF, RDFS, SCHEMA, SKOS, Subjects
from lod.release import INDEX, Hubs, IndexRow, PeriodBounds, write_index

_ABOUT = (
    f"{SCHEMA}description",
    f"{RDFS}comment",
    f"{SKOS}definition",
    f"{DCTERMS}description",
)
_CALLED = (f"{SCHEMA}alternateName", f"{SKOS}altLabel", f"{SCHEMA}identifier")
_CHUNK = 1024 * 1024
_VALUE = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{0,40})?")

PropertyValues = dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]
"""What is said of a subject: values by property."""


def index_rows(subjects: Subjects, base_iri: str, vocab_iri: str) -> Iterator[IndexRow]:
    """Make a row of each thing with a class or a name, in the order of IRIs; and of decisions.

    Parts of things, and documents, are none: in a publication what lies below ``id/KIND/KEY``,
    ``source/NAME`` and ``doc``.
    """
    maker = _RowMaker(subjects, base_iri, vocab_iri)
    within = re.compile(re.escape(base_iri) + r"(?:doc/|id/[^/]+/[^/]+/|source/[^/]+/)")
    for subject, triples in subjects.items():
        if not isinstance(subject, ox.NamedNode):
            continue
        if not within.match(subject.value):
            if (row := maker.row(subject.value, _said(triples))) is not None:
                yield row
        elif decides := maker.decides(triples):
            yield IndexRow(subject.value, decides=decides, listed=False)


def index_files(rows: Iterable[IndexRow], hubs: Hubs) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Make the index, in a temporary folder: SQLite writes no stream."""
    yield INDEX, _index_bytes(rows, hubs)


def _index_bytes(rows: Iterable[IndexRow], hubs: Hubs) -> Iterator[bytes]:
    with temporary_folder("index") as folder:
        write_index(folder / INDEX, rows, hubs)
        with (folder / INDEX).open("rb") as stream:
            while piece := stream.read(_CHUNK):
                yield piece


def _said(triples: Sequence[ox.Triple]) -> PropertyValues:
    said: PropertyValues = defaultdict(list)
    for triple in triples:
        said[triple.predicate.value].append(triple.object)
    return said


class _RowMaker:
    def __init__(self, subjects: Subjects, base_iri: str, vocab_iri: str) -> None:
        self._subjects, self._base, self._fp = subjects, base_iri, vocab_iri
        self._decides = f"{vocab_iri}decides"
        fp = vocab_iri
        self._facets = {
            f"{RDF}type": "type",
            f"{fp}programme": "programme",
            f"{fp}status": "status",
            f"{fp}projectOwner": "owner",
            f"{fp}namedPartner": "partner",
            f"{SCHEMA}funder": "funder",
            f"{fp}county": "county",
            f"{fp}municipality": "municipality",
            f"{ORG}classification": "organization_type",
        }
        self._shown = {
            "status_as_of": f"{fp}statusAsOf",
            "owner_as_stated": f"{fp}ownerAsStated",
            "funded_share": f"{fp}fundedShare",
            "identifier": f"{SCHEMA}identifier",
        }

    def decides(self, triples: Sequence[ox.Triple]) -> tuple[str, ...]:
        """Give the anomalies that a subject decides."""
        return tuple(
            t.object.value
            for t in triples
            if t.predicate.value == self._decides and isinstance(t.object, ox.NamedNode)
        )

    def row(self, iri: str, said: PropertyValues) -> IndexRow | None:
        """Describe a thing; None if it has neither class nor name."""
        naming = next((name for name in NAMING if name in said), None)
        names = _texts(said, *([naming] if naming else ()))
        if not names and f"{RDF}type" not in said:
            return None
        about = _texts(said, *_ABOUT)
        called = _texts(said, *_CALLED, f"{self._fp}ownerAsStated")
        anomalies = _links(said, f"{self._fp}anomaly")
        period, dates = self._period(iri, said, anomalies)
        amount, currency = self._amount(said)
        linked = ((self._facets[name], name) for name in said if name in self._facets)
        facets = {facet: _links(said, name) for facet, name in linked}
        facets |= {"place": self._places(iri, said), "source": self._sources(iri)}
        facets |= years_between(period)
        facets["currency"] = (currency,) if currency else ()
        return IndexRow(
            iri,
            names,
            about,
            called,
            {name: values for name, values in facets.items() if values},
            period,
            amount,
            currency,
            self._facts(said) | dates,
            anomalies,
            _links(said, self._decides),
        )

    def _about(self, iri: str) -> PropertyValues:
        """Give what is said of another subject, if anything is."""
        try:
            return _said(self._subjects.get(ox.NamedNode(iri), ()))
        except ValueError:  # no IRI to a parser
            return {}

    def _period(
        self, iri: str, said: PropertyValues, anomalies: Sequence[str]
    ) -> tuple[PeriodBounds | None, dict[str, str]]:
        """Give the bounds of a thing's period, and the period as it is stated."""
        periods = _links(said, f"{self._fp}period")
        if not periods:
            return None, {}
        period = self._about(periods[0])
        start, end = period.get(f"{DCAT}startDate", ()), period.get(f"{DCAT}endDate", ())
        names = ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
        bounds = [period.get(f"{self._fp}{name}", ()) for name in names]
        first, last = first_and_last(start, *bounds[:2])
        begun, done = first_and_last(end, *bounds[2:])
        if first is None:
            first = min(self._readings(f"{DCAT}startDate", anomalies), default=None)
        if done is None:
            done = max(self._readings(f"{DCAT}endDate", anomalies), default=None)
        stated = {"start": f"{DCAT}startDate", "end": f"{DCAT}endDate"}
        stated["period_text"] = f"{self._fp}verbatim"
        texts = {name: _texts(period, iri) for name, iri in stated.items()}
        dates = {name: found[0][1] for name, found in texts.items() if found}
        return PeriodBounds(first, last, begun, done), dates

    def _readings(self, concerned: str, anomalies: Sequence[str]) -> Iterator[int]:
        """Give the days of what a date that is in doubt may be."""
        for anomaly in anomalies:
            said = self._about(anomaly)
            if concerned in _links(said, f"{self._fp}concerns"):
                yield from days_of(said.get(f"{self._fp}candidate", ()))

    def _amount(self, said: PropertyValues) -> tuple[Decimal | None, str]:
        """Add up what is granted, if it is all in one currency."""
        found: list[tuple[Decimal, str]] = []
        for grant in _links(said, f"{SCHEMA}funding"):
            for amount in _links(self._about(grant), f"{SCHEMA}amount"):
                found += _money(self._about(amount))
        currencies = {currency for _, currency in found}
        if len(found) == 1:
            return found[0]
        if len(currencies) != 1:
            return None, ""
        with localcontext(prec=200):
            return sum((value for value, _ in found), Decimal()), currencies.pop()

    def _places(self, iri: str, said: PropertyValues) -> tuple[str, ...]:
        """Give the areas where a thing is; a place that is its own part by its name."""
        found: list[str] = []
        for place in _links(said, f"{SCHEMA}location"):
            if place.startswith(f"{iri}/"):
                found += (text for _, text in _texts(self._about(place), f"{SCHEMA}name"))
            else:
                found.append(place)
        return tuple(found)

    def _sources(self, iri: str) -> tuple[str, ...]:
        """Give the sources that a thing's document is from."""
        if not iri.startswith(f"{self._base}id/"):
            return ()
        document = iri.replace(f"{self._base}id/", f"{self._base}doc/", 1)
        lines = _links(self._about(document), f"{PROV}wasDerivedFrom")
        return tuple(dict.fromkeys(line.partition("#")[0] for line in lines))

    def _facts(self, said: PropertyValues) -> dict[str, str]:
        texts = {name: _texts(said, iri) for name, iri in self._shown.items()}
        found = {name: told[0][1] for name, told in texts.items() if told}
        for part in _links(said, f"{self._fp}cofinancing"):
            for value, currency in _money(self._about(part)):
                found["cofinancing"] = f"{value:f} {currency}"
        return found


def _links(said: PropertyValues, name: str) -> tuple[str, ...]:
    """Give the IRIs that are values of a property."""
    if name not in said:
        return ()
    return tuple([value.value for value in said[name] if isinstance(value, ox.NamedNode)])


def _texts(said: PropertyValues, *properties: str) -> tuple[tuple[str, str], ...]:
    """Give the literals among the values of these properties, with their languages."""
    found: list[tuple[str, str]] = []
    for name in properties:
        if name in said:
            values = said[name]
            found += [(v.language or "", v.value) for v in values if isinstance(v, ox.Literal)]
    return tuple(found)


def _money(said: PropertyValues) -> Iterator[tuple[Decimal, str]]:
    """Give an amount and its currency, if both are as they should be."""
    values = [text for _, text in _texts(said, f"{SCHEMA}value") if _VALUE.fullmatch(text)]
    currencies = [text for _, text in _texts(said, f"{SCHEMA}currency")]
    if values and currencies:
        yield Decimal(values[0]), currencies[0]
