"""What kind of organisation each one is: as somebody says, else as its name does."""

from collections.abc import Container
from dataclasses import dataclass

import pyoxigraph as ox

from lod.publishing.kinds import KINDS, PUBLIC_KINDS, kind_named
from lod.publishing.mapping.terms import Graph, iri_term
from lod.rdf import RDF


@dataclass(frozen=True, slots=True)
class KnownKinds:
    """The kinds of organisations that there are.

    :param public: those of public bodies.
    :param named: whether a kind, by its last part, may be said of who has it in the name.
    """

    public: frozenset[object]
    named: frozenset[str]


def known_kinds(graph: Graph, *, own_vocabulary: bool = True) -> KnownKinds:
    """Find the kinds in a graph that has the ontology, and what is written by hand.

    :param own_vocabulary: whether the graph holds all kinds that there are.
    """
    concepts = {kind: iri_term(graph.iris.term(f"organization-type/{kind}")) for kind in KINDS}
    named = (k for k, concept in concepts.items() if concept in graph.about or not own_vocabulary)
    return KnownKinds(frozenset(_public(graph)), frozenset(named))


def map_kinds(graph: Graph, kinds: KnownKinds) -> None:
    """Say the kind of each organisation that nothing says, and which are the government's.

    A kind stands beside the name that says it; ``schema:GovernmentOrganization`` beside a kind that
    is public, or narrower than one.

    Shape: shapes/organization.ttl.
    """
    classified = graph.expand("org:classification")
    organization = iri_term(graph.expand("org:Organization"))
    government = iri_term(graph.expand("schema:GovernmentOrganization"))
    for subject in [t.subject for t in graph.quads if t.object == organization]:
        said = _said(graph, subject, classified)
        if not said:
            _map_named_kind(graph, subject, kinds.named)
            said = _said(graph, subject, classified)
        for triple in said:
            if triple.object in kinds.public:
                graph.add_beside(triple, f"{RDF}type", government)


def _said(graph: Graph, subject: object, predicate: str) -> list[ox.Triple]:
    return [t for t in graph.about.get(subject, ()) if t.predicate.value == predicate]


def _map_named_kind(graph: Graph, subject: object, named: Container[str]) -> None:
    """Say what the names of an organisation say, if it is one kind."""
    names = _said(graph, subject, graph.expand("schema:name"))
    kinds = {kind_named(t.object.value): t for t in names if isinstance(t.object, ox.Literal)}
    kinds.pop(None, None)
    for kind, said in kinds.items() if len(kinds) == 1 else ():
        if kind in named:
            concept = iri_term(graph.iris.term(f"organization-type/{kind}"))
            graph.add_beside(said, "org:classification", concept)


def _public(graph: Graph) -> set[object]:
    """Give the public kinds, and those that the ontology has below them."""
    found: set[object] = {iri_term(graph.iris.term(f"organization-type/{k}")) for k in PUBLIC_KINDS}
    broader = graph.expand("skos:broader")
    pairs = [(t.subject, t.object) for t in graph.quads if t.predicate.value == broader]
    while more := {narrow for narrow, broad in pairs if broad in found} - found:
        found |= more
    return found
