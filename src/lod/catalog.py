"""The catalogue record of the publication, from lod.toml → graph/catalog. A stub of DCAT-AP."""

from datetime import date

from lod.config import Config
from lod.formats import JSONLD, NQUADS, TURTLE
from lod.mapping.terms import Graph, Place, day, iri, text
from lod.records import Span

_CATALOG = "catalog"
_IANA = "http://www.iana.org/assignments/media-types/"


def map_catalog(config: Config, graph: Graph, modified: date | None) -> None:
    """Describe the catalogue, the dataset and its distributions: about 25 quads.

    Shape: shapes/catalog.ttl.
    :param modified: the newest fetch; None where no sidecar knows one.
    """
    iris = graph.iris
    agent = config.publisher.iri or iris.thing("organization", config.publisher.key)
    dataset, catalog = iris.at(f"set/{config.dataset}"), iris.at("catalog")
    graph.types(_CATALOG, catalog, _at(config), "dcat:Catalog")
    _describe(graph, catalog, config, agent)
    graph.add(_CATALOG, catalog, "dcat:dataset", iri(dataset), _at(config))
    graph.types(_CATALOG, dataset, _at(config), "dcat:Dataset", "void:Dataset")
    _describe(graph, dataset, config, agent)
    graph.add(
        _CATALOG, dataset, "dcterms:conformsTo", iri(iris.at("spec/funded-projects")), _at(config)
    )
    graph.add(_CATALOG, dataset, "void:sparqlEndpoint", iri(iris.at("sparql")), _at(config))
    graph.add(
        _CATALOG, dataset, "dcterms:modified", day(modified) if modified else None, _at(config)
    )
    _distributions(graph, dataset, config)
    if config.publisher.iri:
        graph.types(_CATALOG, agent, _at(config), "foaf:Agent")
        graph.add(_CATALOG, agent, "foaf:name", text(config.publisher.name, "sv"), _at(config))


def _describe(graph: Graph, subject: str, config: Config, agent: str) -> None:
    for language, title in config.titles.items():
        graph.add(_CATALOG, subject, "dcterms:title", text(title, language), _at(config))
    for language, description in config.descriptions.items():
        graph.add(
            _CATALOG, subject, "dcterms:description", text(description, language), _at(config)
        )
    graph.add(_CATALOG, subject, "dcterms:publisher", iri(agent), _at(config))
    _license(graph, subject, config)


def _license(graph: Graph, subject: str, config: Config) -> None:
    licence = iri(config.licence) if config.licence else None
    graph.add(_CATALOG, subject, "dcterms:license", licence, _at(config))


def _distributions(graph: Graph, dataset: str, config: Config) -> None:
    for kind in (NQUADS, TURTLE, JSONLD):
        subject = f"{dataset}/distribution/{kind.extension}"
        file = f"{dataset}/data.{kind.extension}"
        graph.add(_CATALOG, dataset, "dcat:distribution", iri(subject), _at(config))
        graph.types(_CATALOG, subject, _at(config), "dcat:Distribution")
        graph.add(_CATALOG, subject, "dcat:accessURL", iri(dataset), _at(config))
        graph.add(_CATALOG, subject, "dcat:downloadURL", iri(file), _at(config))
        graph.add(_CATALOG, subject, "dcat:mediaType", iri(_IANA + kind.media_type), _at(config))
        graph.add(_CATALOG, subject, "dcterms:title", text(kind.name, "en"), _at(config))
        _license(graph, subject, config)


def _at(config: Config) -> Place:
    """Say that it comes from lod.toml: the line of its dataset."""
    lines = config.file.read_text(encoding="utf-8-sig").splitlines()
    found = [n for n, line in enumerate(lines, 1) if line.startswith("dataset")]
    line = found[0] if found else 1
    return Place(str(config.file), Span(line, line))
