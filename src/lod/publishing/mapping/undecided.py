"""The anomalies that nobody has decided."""

from collections.abc import Mapping

import pyoxigraph as ox

from lod.publishing.mapping.terms import Graph
from lod.rdf import DCTERMS, RDF
from lod.words import LANGUAGES


def undecided(graph: Graph) -> dict[ox.NamedNode, dict[str, str]]:
    """Give the anomalies that no decision decides, each with why it is one, by language."""
    kind = ox.NamedNode(graph.expand("fp:SourceAnomaly"))
    decides, why = graph.expand("fp:decides"), f"{DCTERMS}description"
    decided = {t.object for t in graph.quads if t.predicate.value == decides}
    found: dict[ox.NamedNode, dict[str, str]] = {}
    for t in graph.quads:
        typed = t.object == kind and t.predicate.value == f"{RDF}type"
        if typed and isinstance(t.subject, ox.NamedNode) and t.subject not in decided:
            found[t.subject] = {
                said.object.language or "": said.object.value
                for said in graph.about[t.subject]
                if said.predicate.value == why and isinstance(said.object, ox.Literal)
            }
    return {anomaly: _in_each(reasons) for anomaly, reasons in found.items()}


def _in_each(reasons: Mapping[str, str]) -> dict[str, str]:
    """Give a reason in each of our languages: an anomaly speaks the publication's."""
    one = next(iter(reasons.values()), "")
    return {language: reasons.get(language, one) for language in LANGUAGES}
