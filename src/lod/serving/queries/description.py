"""What the endpoint says of itself: SPARQL 1.1 Service Description."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from lod.rdf import RDF

SD = "http://www.w3.org/ns/sparql-service-description#"
W3C_FORMATS = "http://www.w3.org/ns/formats/"

RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "JSON-LD",
    "N-Triples",
    "RDF_XML",
)


def describe_service(endpoint: str, graphs: Iterable[str], *, union: bool) -> list[Triple]:
    """Describe the endpoint: what it speaks, its result formats, its dataset and graphs.

    A graph's IRI stands for the sd:NamedGraph too, so there are no blank nodes.

    :param endpoint: its canonical IRI, which is the sd:Service as well.
    :param union: the default graph is the union of the named ones.
    Source: SPARQL 1.1 Service Description, 3.
    """
    return [
        Triple(NamedNode(subject), NamedNode(predicate), NamedNode(object_))
        for subject, predicate, object_ in _statements(endpoint, sorted(graphs), union)
    ]


def _statements(endpoint: str, graphs: list[str], union: bool) -> Iterator[tuple[str, str, str]]:
    dataset, default = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    yield endpoint, f"{RDF}type", f"{SD}Service"
    yield endpoint, f"{SD}endpoint", endpoint
    yield endpoint, f"{SD}supportedLanguage", f"{SD}SPARQL11Query"
    yield from ((endpoint, f"{SD}resultFormat", W3C_FORMATS + name) for name in RESULT_FORMATS)
    if union:
        yield endpoint, f"{SD}feature", f"{SD}UnionDefaultGraph"
    yield endpoint, f"{SD}defaultDataset", dataset
    yield dataset, f"{RDF}type", f"{SD}Dataset"
    yield dataset, f"{SD}defaultGraph", default
    yield default, f"{RDF}type", f"{SD}Graph"
    for graph in graphs:
        yield dataset, f"{SD}namedGraph", graph
        yield graph, f"{RDF}type", f"{SD}NamedGraph"
        yield graph, f"{SD}name", graph
