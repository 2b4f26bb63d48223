"""What the reference tables and lod.toml say of organisations and areas → graph/reference."""

from lod.config import Publisher
from lod.iris import Iris
from lod.linking import Known, Reference
from lod.mapping.terms import Graph, Object, Place, iri, text

_REFERENCE = "reference"
_WIKIDATA = "http://www.wikidata.org/entity/"
_NUTS = "http://data.europa.eu/nuts/code/"
_PUBLIC = ("schema:GovernmentOrganization", "schema:Organization", "org:Organization")


def map_known(subject: str, known: Known, graph: Graph, at: Place) -> None:
    """Describe an organisation that the tables know: 7 or 8 quads.

    Shape: shapes/organization.ttl.
    """
    iris = graph.iris
    graph.types(_REFERENCE, subject, at, *_PUBLIC)
    values: dict[str, Object | None] = {
        "schema:name": text(known.name, "sv"),
        "org:classification": iri(iris.term(f"organization-type/{known.type}")),
        "schema:areaServed": iri(iris.thing("area", known.area)),
        "schema:sameAs": iri(_WIKIDATA + known.wikidata) if known.wikidata else None,
        "schema:mainEntityOfPage": iri(iris.document(subject)),
    }
    for predicate, value in values.items():
        graph.add(_REFERENCE, subject, predicate, value, at)


def map_publisher(publisher: Publisher, graph: Graph, language: str = "sv") -> str:
    """Describe the publisher as lod.toml does, and give its IRI.

    Shape: shapes/organization.ttl.
    """
    iris = graph.iris
    subject = iris.thing("organization", publisher.key)
    graph.types(_REFERENCE, subject, None, *_PUBLIC)
    kind = f"organization-type/{publisher.type}"
    pairs: list[tuple[str, Object | None]] = [
        ("schema:name", text(publisher.name, language)),
        ("org:classification", iri(iris.term(kind)) if publisher.type else None),
        ("schema:identifier", text(publisher.identifier) if publisher.identifier else None),
        ("schema:mainEntityOfPage", iri(iris.document(subject))),
        *(("schema:sameAs", iri(same)) for same in publisher.same_as),
    ]
    for predicate, value in pairs:
        graph.add(_REFERENCE, subject, predicate, value, None)
    return subject


def map_areas(graph: Graph, reference: Reference) -> None:
    """Describe the areas that the graph points at, and the counties that hold them.

    Shape: shapes/area.ttl.
    """
    start = graph.iris.thing("area", "")
    pointed = {str(t.object).strip("<>") for t in graph.quads}
    codes = {p.removeprefix(start) for p in pointed if p.startswith(start)}
    codes |= {c for c in (reference.areas[x].county for x in codes if x in reference.areas) if c}
    for code in sorted(codes & set(reference.areas)):
        _map_area(code, graph, reference)


def _map_area(code: str, graph: Graph, reference: Reference) -> None:
    area, iris = reference.areas[code], graph.iris
    subject = iris.thing("area", code)
    graph.types(_REFERENCE, subject, None, "schema:AdministrativeArea")
    pairs: list[tuple[str, Object | None]] = [
        ("schema:name", text(area.name, "sv")),
        ("schema:name", text(area.english_name, "en") if area.english_name else None),
        ("fp:municipalityCode" if area.county else "fp:countyCode", text(code)),
        ("schema:mainEntityOfPage", iri(iris.document(subject))),
        ("schema:containedInPlace", _county(iris, area.county)),
    ]
    if area.county is None:
        pairs += [("schema:sameAs", iri(_WIKIDATA + area.wikidata))] if area.wikidata else []
        pairs += [("schema:sameAs", iri(_NUTS + area.nuts3))] if area.nuts3 else []
    for predicate, value in pairs:
        graph.add(_REFERENCE, subject, predicate, value, None)


def _county(iris: Iris, code: str | None) -> Object | None:
    return iri(iris.thing("area", code)) if code else None
