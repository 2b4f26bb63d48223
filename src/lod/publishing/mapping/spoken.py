"""What lod itself says is published in the languages of the publication. Pure.

What sources and people say in a language stays, whichever it is.
"""

from collections.abc import Collection, Sequence

import pyoxigraph as ox

from lod.publishing.mapping.terms import Graph
from lod.rdf import DCTERMS, RDF, unspoken_texts


def keep_spoken(graph: Graph, languages: Sequence[str]) -> None:
    """Take back what lod itself says in a language that the publication doesn't have.

    That is the vocabulary's texts, and why something is an anomaly.
    """
    anomaly, ontology = ox.NamedNode(graph.expand("fp:SourceAnomaly")), graph.iris.graph("ontology")
    kind, why = ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{DCTERMS}description")
    anomalies = {t.subject for t in graph.quads if t.object == anomaly and t.predicate == kind}
    own = [
        triple
        for triple, name in graph.quads.items()
        if name.value == ontology or (triple.predicate == why and triple.subject in anomalies)
    ]
    graph.take_back(unspoken_texts(own, languages))


def spoken_shapes(triples: Collection[ox.Triple], languages: Sequence[str]) -> list[ox.Triple]:
    """Leave out names of shapes in a language that the publication doesn't have; messages stay."""
    named = [triple for triple in triples if not triple.predicate.value.endswith("#message")]
    gone = unspoken_texts(named, languages)
    return [triple for triple in triples if triple not in gone]
