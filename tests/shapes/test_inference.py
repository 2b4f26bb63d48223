"""Shapes and ontology under inference: what follows from the data breaks no rule that it keeps.

The reference engine infers here (pyshacl, owlrl), as those do who load the dump beside
schema.org's vocabulary. One test has our own, which reads subclasses from beside the data.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import owlrl  # type: ignore[import-untyped] # comes with pyshacl
import pyshacl
import pytest
from packed import unpacked
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import ORG, RDF, RDFS, SH, SKOS, Graph, Namespace, URIRef, term
from rdflib.term import Node

from lod.checking import shacl
from shapes.cases import BASE, shapes, triples, turtle_files, valid

SCHEMA = Namespace("https://schema.org/")
FP = Namespace(f"{BASE}def/")
# How owlrl tells of a contradiction.
CONTRADICTION = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
VOCABULARY = "vocab/schemaorg-30.0/schemaorg-current-https.ttl"
# A publisher who loads these too, each as its own specification has it.
OTHERS = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
dcat:Catalog rdfs:subClassOf dcat:Dataset . dcat:Dataset rdfs:subClassOf dcat:Resource .
org:Organization rdfs:subClassOf foaf:Agent . foaf:Organization rdfs:subClassOf foaf:Agent .
prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:wasRevisionOf rdfs:subPropertyOf prov:wasDerivedFrom .
prov:wasQuotedFrom rdfs:subPropertyOf prov:wasDerivedFrom .
prov:wasAttributedTo rdfs:domain prov:Entity ; rdfs:range prov:Agent .
skos:semanticRelation rdfs:domain skos:Concept ; rdfs:range skos:Concept .
skos:mappingRelation rdfs:subPropertyOf skos:semanticRelation .
skos:closeMatch rdfs:subPropertyOf skos:mappingRelation .
skos:relatedMatch rdfs:subPropertyOf skos:mappingRelation .
skos:topConceptOf rdfs:subPropertyOf skos:inScheme ; rdfs:domain skos:Concept .
skos:inScheme rdfs:range skos:ConceptScheme .
"""
WAYS = {
    "rdfs": ("rdfs", ()),
    "owl rl": ("owlrl", ()),
    "schema.org": (None, ("schema",)),
    "schema.org, rdfs": ("rdfs", ("schema",)),
    "others": (None, ("others",)),
    "others, rdfs": ("rdfs", ("others",)),
    "all, owl rl": ("owlrl", ("schema", "others")),
}

Found = set[tuple[str, str, str]]
Find = Callable[[str], Path]


@pytest.fixture(autouse=True, scope="module")
def conversions_of_rdflib() -> Iterator[None]:
    """Undo what owlrl does to rdflib's reading of literals, for the tests that come after."""
    before = dict(term._toPythonMapping)
    yield
    term._toPythonMapping.clear()
    term._toPythonMapping.update(before)


@cache
def parsed(file: Path) -> Graph:
    quads = parse(path=file, format=RdfFormat.from_extension(file.suffix[1:]))
    lines = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    return Graph().parse(data=lines, format="nt")


def subclasses(file: Path) -> Graph:
    graph = Graph()
    for triple in parsed(file).triples((None, RDFS.subClassOf, None)):
        graph.add(triple)
    return graph


def vocabulary(names: tuple[str, ...], shared: Find) -> Graph:
    graph = Graph()
    if "others" in names:
        graph.parse(data=OTHERS, format="turtle")
    return graph + subclasses(shared(VOCABULARY)) if "schema" in names else graph


def results(data: Graph, inference: str | None = None, ontology: Graph | None = None) -> Found:
    """Validate a copy: the engine puts in what it infers."""
    _, report, _ = pyshacl.validate(
        data + Graph(), shacl_graph=shapes().graph, ont_graph=ontology, inference=inference
    )
    assert isinstance(report, Graph)
    return {
        (str(report.value(one, SH.focusNode)), str(report.value(one, SH.sourceShape)),
         str(report.value(one, SH.sourceConstraintComponent)))
        for one in report.subjects(RDF.type, SH.ValidationResult)
    }  # fmt: skip


@pytest.fixture(scope="module")
def dump(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    file = tmp_path_factory.mktemp("dump") / "data.ttl"
    file.write_bytes(unpacked(release / "current/data.ttl"))
    return parsed(file)


@pytest.mark.parametrize("way", WAYS)
def test_inference_finds_nothing_more_in_the_dump(way: str, dump: Graph, shared: Find) -> None:
    inference, names = WAYS[way]
    plain = results(dump)
    assert plain
    assert results(dump, inference, vocabulary(names, shared)) == plain


@pytest.mark.parametrize("way", WAYS)
def test_inference_finds_nothing_in_valid_data(way: str, shared: Find) -> None:
    inference, names = WAYS[way]
    assert results(valid(), inference, vocabulary(names, shared)) == set()


def test_the_whole_of_schema_org_beside_it_finds_nothing_more(dump: Graph, shared: Find) -> None:
    whole = parsed(shared(VOCABULARY))
    found = results(dump, "rdfs", whole) - results(dump)
    assert {row for row in found if not row[0].startswith(str(SCHEMA))} == set()


def test_our_engine_beside_schema_org_finds_nothing_more(dump: Graph, shared: Find) -> None:
    whole = [(s.n3(), o.n3()) for s, _, o in subclasses(shared(VOCABULARY))]
    found = [
        {(r.focus, r.shape, r.component) for r in shacl.validate(triples(dump), shapes().engine, h)}
        for h in ((), whole)
    ]
    assert found[0] == found[1] != set()


def close(graph: Graph, semantics: type = owlrl.OWLRL_Semantics) -> Graph:
    """Put in what follows from a graph."""
    owlrl.DeductiveClosure(semantics).expand(graph)
    return graph


def of_type(graph: Graph, *kinds: URIRef) -> set[Node]:
    return {s for kind in kinds for s in graph.subjects(RDF.type, kind)}


@pytest.mark.parametrize("semantics", [owlrl.RDFS_Semantics, owlrl.OWLRL_Semantics])
def test_no_project_is_inferred_to_be_an_organization(
    semantics: type, dump: Graph, shared: Find
) -> None:
    projects = of_type(dump, FP.FundedProject, FP.FundingProgramme)
    stated = of_type(dump, ORG.Organization)
    closed = close(dump + vocabulary(("schema", "others"), shared), semantics)
    assert len(projects) == 11
    assert all(str(s).startswith(f"{BASE}id/organization/") for s in stated)
    assert of_type(closed, ORG.Organization) == stated
    # What schema.org says itself: Project and FundingScheme are below Organization.
    assert of_type(closed, SCHEMA.Organization) == stated | projects
    assert not of_type(closed, CONTRADICTION)


@pytest.mark.parametrize("semantics", [owlrl.RDFS_Semantics, owlrl.OWLRL_Semantics])
def test_without_schema_org_no_project_is_an_organization_of_any_kind(
    semantics: type, dump: Graph
) -> None:
    stated = of_type(dump, ORG.Organization)
    assert of_type(close(dump + Graph(), semantics), SCHEMA.Organization) == stated


@pytest.mark.parametrize("kind", [FP.FundedProject, FP.FundingProgramme])
def test_what_is_a_project_and_an_organization_contradicts_the_ontology(kind: URIRef) -> None:
    graph = turtle_files("ontology")
    thing = URIRef(f"{BASE}id/project/exempel")
    graph.add((thing, RDF.type, kind))
    assert not of_type(close(graph + Graph()), CONTRADICTION)
    graph.add((thing, RDF.type, ORG.Organization))
    assert of_type(close(graph), CONTRADICTION)


def test_no_class_becomes_a_concept(dump: Graph, shared: Find) -> None:
    closed = close(dump + vocabulary(("others",), shared))
    assert of_type(dump, SKOS.Concept) == of_type(closed, SKOS.Concept)
