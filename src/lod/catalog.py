"""The catalogue record of the publication, from lod.toml → graph/catalog. A stub of DCAT-AP."""

from datetime import date

from lod.config import Config
from lod.formats import JSONLD, NQUADS, TURTLE
from lod.mapping.terms import Graph, day, iri, text

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
    graph.types(_CATALOG, catalog, None, "dcat:Catalog")
    _describe(graph, catalog, config, agent)
    graph.add(_CATALOG, catalog, "dcat:dataset", iri(dataset), None)
    graph.types(_CATALOG, dataset, None, "dcat:Dataset", "void:Dataset")
    _describe(graph, dataset, config, agent)
    graph.add(_CATALOG, dataset, "dcterms:conformsTo", iri(iris.at("spec/funded-projects")), None)
    graph.add(_CATALOG, dataset, "void:sparqlEndpoint", iri(iris.at("sparql")), None)
    graph.add(_CATALOG, dataset, "dcterms:modified", day(modified) if modified else None, None)
    _distributions(graph, dataset, config)
    if config.publisher.iri:
        graph.types(_CATALOG, agent, None, "foaf:Agent")
        graph.add(_CATALOG, agent, "foaf:name", text(config.publisher.name, "sv"), None)


def _describe(graph: Graph, subject: str, config: Config, agent: str) -> None:
    for language, title in config.titles.items():
        graph.add(_CATALOG, subject, "dcterms:title", text(title, language), None)
    for language, description in config.descriptions.items():
        graph.add(_CATALOG, subject, "dcterms:description", text(description, language), None)
    graph.add(_CATALOG, subject, "dcterms:publisher", iri(agent), None)
    _license(graph, subject, config)


def _license(graph: Graph, subject: str, config: Config) -> None:
    licence = iri(config.licence) if config.licence else None
    graph.add(_CATALOG, subject, "dcterms:license", licence, None)


def _distributions(graph: Graph, dataset: str, config: Config) -> None:
    for kind in (NQUADS, TURTLE, JSONLD):
        subject = f"{dataset}/distribution/{kind.extension}"
        file = f"{dataset}/data.{kind.extension}"
        graph.add(_CATALOG, dataset, "dcat:distribution", iri(subject), None)
        graph.types(_CATALOG, subject, None, "dcat:Distribution")
        graph.add(_CATALOG, subject, "dcat:accessURL", iri(dataset), None)
        graph.add(_CATALOG, subject, "dcat:downloadURL", iri(file), None)
        graph.add(_CATALOG, subject, "dcat:mediaType", iri(_IANA + kind.media_type), None)
        graph.add(_CATALOG, subject, "dcterms:title", text(kind.name, "en"), None)
        _license(graph, subject, config)
