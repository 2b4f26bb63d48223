"""What lod.toml says of the whole → graph/catalog (a stub of DCAT-AP), and of the ontology."""

from dataclasses import dataclass
from datetime import date

from lod.publishing.config import Config
from lod.publishing.mapping.terms import Graph, Object, SourceWords, day, iri_term, text
from lod.rdf import JSONLD, NQUADS, TURTLE

_CATALOG = "catalog"
_IANA = "http://www.iana.org/assignments/media-types/"


def map_catalog(config: Config, graph: Graph, modified: date | None) -> None:
    """Describe the catalogue, the dataset and its distributions: about 25 quads.

    Shape: shapes/catalog.ttl.
    :param modified: the newest fetch; None where no sidecar knows one.
    """
    iris, record = graph.iris, _Record(config, graph)
    dataset, catalog = iris.at(f"set/{config.dataset}"), iris.at("catalog")
    record.typed(catalog, "dcat:Catalog")
    record.describe(catalog)
    record.say(catalog, "dcat:dataset", iri_term(dataset))
    record.typed(dataset, "dcat:Dataset", "void:Dataset")
    record.describe(dataset)
    record.say(dataset, "dcterms:conformsTo", iri_term(iris.at("spec/funded-projects")))
    endpoint = iri_term(iris.at("sparql")) if config.store else None
    record.say(dataset, "void:sparqlEndpoint", endpoint)
    record.say(dataset, "dcterms:modified", day(modified) if modified else None)
    record.distributions(dataset)
    record.agent()


def map_ontology_header(config: Config, graph: Graph) -> None:
    """Say whose the ontology is and under which licence, if it's described: up to 2 quads.

    The rest of its header stands in ontology/terms.ttl. Shape: shapes/ontology.ttl.
    """
    ontology = graph.iris.at("def")
    if iri_term(ontology) in graph.about:
        record = _Record(config, graph, "ontology")
        record.published(ontology)


@dataclass(frozen=True, slots=True)
class _Record:
    config: Config
    graph: Graph
    into: str = _CATALOG

    def at(self, *setting: str, words: str | None = None) -> SourceWords:
        return SourceWords.of_setting(self.config.file, self.config.lines, *setting, words=words)

    @property
    def whole(self) -> SourceWords:
        """What comes from no setting of its own stands at the dataset's name."""
        return self.at("dataset", words=self.config.dataset)

    def typed(self, subject: str, *names: str) -> None:
        self.graph.types(self.into, subject, self.whole, *names)

    def say(
        self, subject: str, predicate: str, value: Object | None, at: SourceWords | None = None
    ) -> None:
        self.graph.add(self.into, subject, predicate, value, at or self.whole)

    def describe(self, subject: str) -> None:
        config = self.config
        for language in config.languages:
            place = self.at("languages", words=language)
            self.say(subject, "schema:inLanguage", text(language), place)
        for language, title in config.titles.items():
            self.say(subject, "dcterms:title", text(title, language), self.at("title", language))
        for language, words in config.descriptions.items():
            place = self.at("description", language)
            self.say(subject, "dcterms:description", text(words, language), place)
        self.published(subject)

    def published(self, subject: str) -> None:
        """Say who publishes a thing, and the licence if the steward has set one."""
        publisher = self.config.publisher
        key = self.graph.iris.thing("organization", publisher.key)
        words = publisher.iri or publisher.key
        place = self.at("publisher", "iri" if publisher.iri else "key", words=words)
        self.say(subject, "dcterms:publisher", iri_term(publisher.iri or key), place)
        self.license(subject)

    def license(self, subject: str) -> None:
        licence = self.config.licence
        place = self.at("licence", words=licence)
        self.say(subject, "dcterms:license", iri_term(licence) if licence else None, place)

    def distributions(self, dataset: str) -> None:
        for kind in (NQUADS, TURTLE, JSONLD):
            subject = f"{dataset}/distribution/{kind.extension}"
            file = f"{dataset}/data.{kind.extension}"
            self.say(dataset, "dcat:distribution", iri_term(subject))
            self.typed(subject, "dcat:Distribution")
            self.say(subject, "dcat:accessURL", iri_term(dataset))
            self.say(subject, "dcat:downloadURL", iri_term(file))
            self.say(subject, "dcat:mediaType", iri_term(_IANA + kind.media_type))
            self.say(subject, "dcterms:title", text(kind.name, "en"))
            self.license(subject)

    def agent(self) -> None:
        """Describe the publisher as harvesters know it, if they do."""
        publisher = self.config.publisher
        if publisher.iri:
            place = self.at("publisher", "name", words=publisher.name)
            self.typed(publisher.iri, "foaf:Agent")
            self.say(
                publisher.iri,
                "foaf:name",
                text(self.config.publisher_name, self.config.language),
                place,
            )
