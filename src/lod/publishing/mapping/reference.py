"""What the reference tables and lod.toml say of organisations and areas → graph/reference."""

from collections.abc import Collection, Iterator
from functools import partial

from lod.publishing.config import Config
from lod.publishing.linking import Area, AreaScheme, KnownBody, Reference
from lod.publishing.mapping.terms import (
    Graph,
    Object,
    SourceWords,
    StatementWriter,
    iri_term,
    text,
)

_REFERENCE = "reference"
_SWEDISH = "sv"
_WIKIDATA = "http://www.wikidata.org/entity/"
_NUTS = "http://data.europa.eu/nuts/code/"
_ORGANIZATION = ("schema:Organization", "org:Organization")
_NAMED = {"municipality": "name", "county-administrative-board": "short_name"}
"""Type of a known organisation → the column that its name comes from."""


def map_known(
    subject: str, known: KnownBody, reference: Reference, graph: StatementWriter, at: SourceWords
) -> None:
    """Describe an organisation that the tables know: 6 or 7 quads.

    Shape: shapes/organization.ttl.
    :param at: where a source names it.
    """
    iris, row = graph.iris, reference.areas[known.area].row
    graph.types(_REFERENCE, subject, at, *_ORGANIZATION)
    kind = iri_term(iris.term(f"organization-type/{known.type}"))
    graph.add(_REFERENCE, subject, "org:classification", kind, at)
    graph.add(_REFERENCE, subject, "schema:mainEntityOfPage", iri_term(iris.document(subject)), at)
    item = iri_term(_WIKIDATA + known.wikidata) if known.wikidata else None
    for predicate, value, column in (
        ("schema:name", text(known.name, _SWEDISH), _NAMED[known.type]),
        ("schema:areaServed", iri_term(iris.thing("area", known.area)), "code"),
        ("schema:sameAs", item, "wikidata"),
    ):
        graph.add(_REFERENCE, subject, predicate, value, SourceWords.of_cell(row, column))


def map_publisher(config: Config, graph: StatementWriter) -> str:
    """Describe the publisher as lod.toml does, in its language, and give its IRI.

    Shape: shapes/organization.ttl.
    """
    iris, publisher = graph.iris, config.publisher
    subject = iris.thing("organization", publisher.key)
    kind, number = publisher.type, publisher.identifier
    rows: list[tuple[str, str, Object | None, str | None]] = [
        ("name", "schema:name", text(config.publisher_name, config.language), publisher.name),
        ("type", "org:classification", iri_term(iris.term(f"organization-type/{kind}")), kind),
        ("identifier", "schema:identifier", text(number or ""), number),
        *(("iso6523", "schema:iso6523Code", text(code), code) for code in publisher.iso6523),
        ("vat", "schema:vatID", text(publisher.vat or ""), publisher.vat),
        ("key", "schema:mainEntityOfPage", iri_term(iris.document(subject)), publisher.key),
        *(("same_as", "schema:sameAs", iri_term(same), same) for same in publisher.same_as),
    ]
    place = partial(SourceWords.of_setting, config.file, config.lines, "publisher")
    graph.types(_REFERENCE, subject, place("key", words=publisher.key), *_ORGANIZATION)
    document = iris.document(subject)
    graph.types(_REFERENCE, document, place("key", words=publisher.key), "foaf:Document")
    for name, predicate, value, words in rows:
        stated = value if words else None
        graph.add(_REFERENCE, subject, predicate, stated, place(name, words=words))
    return subject


def map_counties(graph: Graph, reference: Reference) -> None:
    """Say the county and the municipality of each organisation and project in one step.

    They follow from the areas that the one serves and the other is in, whoever says so: a
    municipality's county is that which holds it.
    """
    within = {graph.expand(name) for name in ("schema:areaServed", "schema:location")}
    start = graph.iris.thing("area", "")
    for triple in [t for t in graph.quads if t.predicate.value in within]:
        code = str(triple.object)[1:-1].removeprefix(start)
        if (area := reference.areas.get(code)) is not None:
            subject, at = str(triple.subject)[1:-1], graph.origins[triple]
            county = iri_term(start + (area.county or code))
            graph.add(_REFERENCE, subject, "fp:county", county, at)
            municipality = iri_term(start + code) if area.county else None
            graph.add(_REFERENCE, subject, "fp:municipality", municipality, at)


def map_areas(
    graph: Graph, reference: Reference, language: str, named: Collection[str] = ()
) -> None:
    """Describe the areas that the graph points at, and the counties that hold them.

    Shape: shapes/area.ttl.
    :param language: that of names outside Sweden.
    :param named: the codes of more areas: those whose organisations are gone.
    """
    start = graph.iris.thing("area", "")
    pointed = {str(t.object).strip("<>") for t in graph.quads}
    codes = {p.removeprefix(start) for p in pointed if p.startswith(start)} | set(named)
    codes |= {c for c in (reference.areas[x].county for x in codes if x in reference.areas) if c}
    for code in sorted(codes & set(reference.areas)):
        _map_area(reference.areas[code], graph, language)


def _elsewhere(area: Area) -> Iterator[tuple[str, str, Object]]:
    """Give what an area is called by others; a Swedish municipality's item is its legal body's."""
    if area.wikidata and not (area.is_swedish and area.county):
        yield "wikidata", "schema:sameAs", iri_term(_WIKIDATA + area.wikidata)
    if area.nuts3:
        yield "nuts3", "schema:sameAs", iri_term(_NUTS + area.nuts3)
    elif area.scheme is AreaScheme.NUTS:
        yield "code", "schema:sameAs", iri_term(_NUTS + area.code)


def _map_area(area: Area, graph: Graph, language: str) -> None:
    iris = graph.iris
    subject = iris.thing("area", area.code)
    graph.types(
        _REFERENCE, subject, SourceWords.of_cell(area.row, "code"), "schema:AdministrativeArea"
    )
    rows: list[tuple[str, str, Object | None]] = [
        ("name", "schema:name", text(area.name, _SWEDISH if area.is_swedish else language)),
        ("code", area.scheme.term, text(area.code)),
        ("code", "schema:mainEntityOfPage", iri_term(iris.document(subject))),
    ]
    if area.english_name and area.english_name != area.name:
        rows.append(("english_name", "schema:alternateName", text(area.english_name, "en")))
    if area.county:
        county = iri_term(iris.thing("area", area.county))
        rows.append(("county_code", "schema:containedInPlace", county))
    rows += _elsewhere(area)
    for column, predicate, value in rows:
        graph.add(_REFERENCE, subject, predicate, value, SourceWords.of_cell(area.row, column))
