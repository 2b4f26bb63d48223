"""The files themselves: ontology/, shapes/, data/reference/ and data/curated/."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, BNode, Graph, URIRef
from rdflib.namespace import Namespace

from lod.publishing.own import check_base
from shapes.cases import BASE, ROOT, shapes, turtle_files, valid, validate

SHARED = ROOT.parent / "shared"
SCHEMA = "https://schema.org/"
BROUGHT_UP_TO_DATE = ("earliestStart", "latestEnd")
"""Terms of the model that are explained otherwise, since starts and ends are days and years too."""

SPEC = f"{BASE}spec/"
TURTLE = [*(ROOT / "ontology").glob("*.ttl"), *(ROOT / "shapes").glob("*.ttl")]
TURTLE += (ROOT / "data" / "curated").glob("*.ttl")


def shared(path: str) -> Path:
    if not (SHARED / path).exists():
        pytest.skip(f"{SHARED / path} is not there")
    return SHARED / path


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def union(*files: Path, graph: str | None = None) -> Graph:
    """The triples of TriG files; rdflib's own reader warns of deprecation, and leaks files."""
    quads = [q for file in files for q in parse(path=file, format=RdfFormat.TRIG)]
    named = [q.triple for q in quads if graph in (None, getattr(q.graph_name, "value", None))]
    return Graph().parse(data=serialize(named, format=RdfFormat.N_TRIPLES), format="nt")


def test_the_ontology_has_no_blank_nodes() -> None:
    assert not [n for triple in turtle_files("ontology") for n in triple if isinstance(n, BNode)]


def test_a_triple_of_the_ontology_stands_in_one_file() -> None:
    files = sorted((ROOT / "ontology").glob("*.ttl"))
    counts = Counter(triple for file in files for triple in Graph().parse(file))
    assert [triple for triple, count in counts.items() if count > 1] == []


def test_a_message_that_names_a_scheme_lists_its_concepts() -> None:
    ontology, found = turtle_files("ontology"), 0
    for message in map(str, shapes().graph.objects(None, SH.message)):
        for scheme in re.findall(r"(?:listan|list) def/([a-z-]+)", message):
            for concept in ontology.subjects(SKOS.inScheme, URIRef(f"{BASE}def/{scheme}")):
                assert f":{str(concept).rpartition('/')[2]}" in message
                found += 1
    assert found > 20


def test_each_own_iri_in_the_ontology_is_described() -> None:
    graph = turtle_files("ontology")
    kinds = (OWL.Ontology, RDFS.Class, RDF.Property, SKOS.ConceptScheme, SKOS.Concept)
    described = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    named = {n for t in graph for n in t if isinstance(n, URIRef) and n.startswith(BASE)}
    assert named == described


def test_the_ontology_has_the_terms_of_the_model() -> None:
    wanted = set(union(shared("model/example.trig"), graph=f"{BASE}graph/ontology"))
    changed = {(URIRef(f"{BASE}def/{name}"), RDFS.comment) for name in BROUGHT_UP_TO_DATE}
    assert {triple[:2] for triple in wanted} > changed
    wanted = {triple for triple in wanted if triple[:2] not in changed}
    assert wanted - set(turtle_files("ontology")) == set()


def test_the_profile_lists_every_shape_with_a_target_or_a_use() -> None:
    graph = shapes().graph
    listed = set(graph.objects(URIRef(f"{SPEC}funded-projects"), DCTERMS.hasPart))
    assert listed == set(graph.subjects(RDF.type, SH.NodeShape))


def test_shapes_are_named() -> None:
    graph = shapes().graph
    named = [s for kind in (SH.NodeShape, SH.PropertyShape) for s in graph.subjects(RDF.type, kind)]
    assert [s for s in named if not str(s).startswith(SPEC)] == []


def test_a_should_stands_in_a_file_of_its_own() -> None:
    for file in (ROOT / "shapes").glob("*.ttl"):
        severities = set(Graph().parse(file).objects(None, SH.severity))
        assert severities == ({SH.Warning} if file.stem.endswith("-should") else set()), file


def test_terms_of_schema_org_exist() -> None:
    known = set(
        Graph().parse(shared("vocab/schemaorg-30.0/schemaorg-current-https.ttl")).subjects()
    )
    used = (
        turtle_files("ontology") + turtle_files("shapes") + turtle_files("data/curated") + valid()
    )
    named = {n for triple in used for n in triple if re.match(f"{SCHEMA}.", str(n))}
    assert len(named) > 20
    assert sorted(named - known, key=str) == []


def test_the_http_form_of_each_used_term_of_schema_org_is_forbidden() -> None:
    shape, graph, http = URIRef(f"{SPEC}schema-https"), shapes().graph, "http://schema.org/"
    data = valid()
    used = {p for p in data.predicates() if str(p).startswith(SCHEMA)}
    used |= {o for o in data.objects(None, RDF.type) if str(o).startswith(SCHEMA)}
    targets = {o for p in (SH.targetClass, SH.targetSubjectsOf) for o in graph.objects(shape, p)}
    assert {URIRef(str(t).replace(SCHEMA, http)) for t in used} <= targets


def test_the_model_conforms() -> None:
    model = union(shared("model/example.trig"))
    assert [r for r in validate(model, shapes()) if r.severity == "violation"] == []


def test_the_model_with_a_decision_conforms() -> None:
    model = union(shared("model/example.trig"), shared("model/decision.trig"))
    assert [r for r in validate(model, shapes()) if r.severity == "violation"] == []


@pytest.mark.parametrize("file", TURTLE, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_file_is_written_for_the_shipped_base(file: Path) -> None:
    check_base([file], BASE)
    Graph().parse(file)


def test_another_base_is_put_in_by_replacing_text() -> None:
    other = "https://lod.example.org/"
    for file in TURTLE:
        text = file.read_text(encoding="utf-8").replace(BASE, other)
        assert "tillvaxtverket.example" not in text
        graph = Graph().parse(data=text, format="turtle")
        own = Namespace(other)
        assert not [n for t in graph for n in t if str(n).startswith(own + "def/def/")]


def test_the_comment_in_decisions_is_a_decision_when_uncommented() -> None:
    text = (ROOT / "data" / "curated" / "decisions.ttl").read_text(encoding="utf-8")
    head, mark, comment = text.partition("# <id/")
    block = re.sub(r"(?m)^# ?", "", mark + comment)
    decision = Graph().parse(data=f"{head}{block}", format="turtle")
    model = union(shared("model/example.trig")) + decision
    assert [r for r in validate(model, shapes()) if r.severity == "violation"] == []


def test_there_are_290_municipalities_in_21_counties() -> None:
    municipalities, counties = rows("municipalities.csv"), rows("counties.csv")
    codes = {row["code"] for row in counties}
    assert (len(municipalities), len(codes)) == (290, 21)
    assert {row["county_code"] for row in municipalities} == codes
    assert all(re.fullmatch(r"\d{4}", row["code"]) for row in municipalities)
    assert all(row["code"].startswith(row["county_code"]) for row in municipalities)
    assert all(re.fullmatch(r"SE\d{3}", row["nuts3"]) for row in counties)


def test_reference_rows_are_whole_and_their_identifiers_differ() -> None:
    everything = [*rows("municipalities.csv"), *rows("counties.csv")]
    assert all(v == v.strip() for row in everything for v in row.values())
    lacking = {(row["code"], k) for row in everything for k, v in row.items() if not v}
    assert lacking == {("0380", "wikidata")}  # Uppsala: none in the facts we wrote from
    items = [row["wikidata"] for row in everything if row["wikidata"]]
    assert all(re.fullmatch(r"Q[1-9]\d*", item) for item in items)
    assert len(set(items)) == len(items)
