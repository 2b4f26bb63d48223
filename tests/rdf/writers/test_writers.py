"""Whatever is written parses back to the same graph, with pyoxigraph and with rdflib."""

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from lod.rdf.formats import GRAPH_FORMATS, JSONLD, NTRIPLES, RDFXML, TURTLE, Format
from lod.rdf.namespaces import RDF, SCHEMA, XSD, prefixes
from lod.rdf.subjects import in_order
from lod.rdf.writers import NotSerializable, write, write_stream

BASE = "https://data.example/"
PREFIXES = prefixes(f"{BASE}def/")
OX = {
    TURTLE: ox.RdfFormat.TURTLE,
    JSONLD: ox.RdfFormat.JSON_LD,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RDFXML: ox.RdfFormat.RDF_XML,
}
RDFLIB = {TURTLE: "turtle", JSONLD: "json-ld", NTRIPLES: "nt", RDFXML: "xml"}

iris = st.sampled_from(
    [
        BASE + tail
        for tail in (
            "id/project/a",
            "id/project/a/period",
            "doc/project/a",
            "a:b",
            "//x",
            "../y",
            "./z",
            "?q=1",
            "#f",
            "x/../y",
            "x//y",
            "",
            "def/Term",
            "def/stage/ongoing",
            "source/p#line=1,2",
            "å",
            "id/project/a/",
            "x(y)",
            "...",
            "id/%41",
        )
    ]
    + [
        "id:x",
        "type:x",
        "schema://x/y",
        "http://o.example/{}".format("%C3%A5?a=b&c='d'"),
        f"{SCHEMA}Project",
        f"{BASE}def/FundedProject",
        f"{BASE}id/project",
        f"{BASE}name",
        f"{RDF}nil",
        "urn:x:y",
        "org:x",
        "name:1",
        "https://schema.org/",
        "http://other.example/a#b",
        f"{SCHEMA}x.y",
    ]
).map(ox.NamedNode)
known = [PREFIXES["fp"] + x for x in ("programme", "verbatim", "candidate", "status", "odd")]
known += [SCHEMA + x for x in ("name", "member", "description")]
known += [PREFIXES["dcterms"] + "description", PREFIXES["rdfs"] + "label", "http://o.example/p"]
known += [PREFIXES["rdf"] + x for x in ("type", "first", "rest", "value")]
known += [SCHEMA + "mainEntityOfPage", "http://o.example/x/1a", "urn:p", f"{BASE}å#b-c.d"]
predicates = st.sampled_from(known).map(ox.NamedNode)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8) | st.sampled_from(
    [
        "",
        "\r\n",
        "\x85",
        "\u2028",
        "\ufeff",
        "@sv",
        "_:b0",
        "id/x",
        "true",
        "-0",
        '"',
        "\\",
        "a\nb",
        "a\tb",
        "'",
        "</script>",
        " x ",
        "@id",
    ]
)
literals = st.one_of(
    texts.map(ox.Literal),
    st.builds(
        lambda v, tag: ox.Literal(v, language=tag), texts, st.sampled_from(["sv", "en", "de-at"])
    ),
    st.sampled_from(
        [
            ("2012-01", "gYearMonth"),
            ("2012-01-01", "date"),
            ("01", "integer"),
            ("7", "integer"),
            ("-0", "integer"),
            ("true", "boolean"),
            ("1", "boolean"),
            ("1.50", "decimal"),
        ]
    ).map(lambda pair: ox.Literal(pair[0], datatype=ox.NamedNode(XSD + pair[1]))),
    texts.map(lambda value: ox.Literal(value, datatype=ox.NamedNode("urn:t"))),
)
blanks = st.sampled_from(["b1", "b2", "b3", "0a", "x.y-z"]).map(ox.BlankNode)
graphs = st.lists(
    st.builds(ox.Triple, iris | blanks, predicates, iris | blanks | literals), max_size=12
)


def as_rdflib(data: bytes, kind: str) -> rdflib.Graph:
    rdflib.NORMALIZE_LITERALS = False
    try:
        return rdflib.Graph().parse(data=data, format=kind, publicID=BASE)
    finally:
        rdflib.NORMALIZE_LITERALS = True


def canonical(triples: object) -> object:
    found = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)  # type: ignore[attr-defined]
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(q) for q in found}


@pytest.mark.parametrize("kind", GRAPH_FORMATS, ids=lambda kind: kind.name)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(triples=graphs, first=iris)
def test_every_format_parses_back_to_the_same_graph(
    kind: Format, triples: list[ox.Triple], first: ox.NamedNode
) -> None:
    data = write(triples, kind, prefixes=PREFIXES, base=BASE, first=first.value)
    back = [q.triple for q in ox.parse(data, format=OX[kind], base_iri=BASE)]
    assert canonical(back) == canonical(triples), data.decode()
    expected = as_rdflib(write(triples, NTRIPLES, prefixes=PREFIXES, base=BASE), "nt")
    assert isomorphic(as_rdflib(data, RDFLIB[kind]), expected), data.decode()


@given(triples=graphs)
def test_the_order_of_the_triples_changes_nothing(triples: list[ox.Triple]) -> None:
    for kind in GRAPH_FORMATS:
        one = write(triples, kind, prefixes=PREFIXES, base=BASE)
        assert one == write(triples[::-1], kind, prefixes=PREFIXES, base=BASE)


def test_in_pieces_a_prefix_that_only_the_cells_of_lists_need_is_left_out() -> None:
    text = b'<urn:s> <urn:p> ( 1 "a"@en ) .'
    triples = [q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    given = {**PREFIXES, "rdf": RDF}
    data = b"".join(write_stream(in_order(triples), TURTLE, prefixes=given, base=BASE))
    assert data == write(triples, TURTLE, prefixes=given, base=BASE)
    assert b"@prefix rdf:" not in data


@settings(max_examples=300, deadline=None)
@given(triples=graphs)
def test_in_pieces_the_same_is_written(triples: list[ox.Triple]) -> None:
    for kind in (TURTLE, JSONLD):
        pieces = write_stream(in_order(triples), kind, prefixes=PREFIXES, base=BASE)
        assert b"".join(pieces) == write(triples, kind, prefixes=PREFIXES, base=BASE)


@pytest.mark.parametrize("kind", [TURTLE, JSONLD], ids=lambda kind: kind.name)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_in_pieces_few_subjects_are_written_as_whole(kind: Format, count: int) -> None:
    name = ox.NamedNode("urn:p")
    triples = [ox.Triple(ox.NamedNode(f"urn:{n}"), name, ox.Literal("x")) for n in range(count)]
    pieces = write_stream(in_order(triples), kind, prefixes=PREFIXES, base=BASE)
    assert b"".join(pieces) == write(triples, kind, prefixes=PREFIXES, base=BASE)


@pytest.mark.parametrize(
    ("predicate", "value"), [("http://a.example/123", "x"), ("http://a.example/p", "a\x01")]
)
def test_rdfxml_refuses_what_it_cannot_write(predicate: str, value: str) -> None:
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode(predicate), ox.Literal(value))
    with pytest.raises(NotSerializable):
        write([triple], RDFXML, prefixes=PREFIXES, base=BASE)


@pytest.mark.parametrize(
    "scheme", ["id", "type", "name", "programme", "stage", "org", "schema", "urn"]
)
@pytest.mark.parametrize(
    "position", ["subject", "property", "object", "class", "datatype", "blank"]
)
def test_an_iri_of_a_scheme_that_is_a_word_of_the_context_stays(scheme: str, position: str) -> None:
    """In JSON-LD, a word or prefix of the context would swallow it."""
    odd, plain, name = (
        ox.NamedNode(iri) for iri in (f"{scheme}:x", f"{BASE}id/project/a", f"{SCHEMA}name")
    )
    used = [
        ox.Triple(
            plain, ox.NamedNode(f"{PREFIXES['fp']}programme"), ox.NamedNode(f"{BASE}id/programme/p")
        ),
        ox.Triple(
            plain, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{PREFIXES['org']}Organization")
        ),
        ox.Triple(
            plain, ox.NamedNode(f"{PREFIXES['fp']}status"), ox.NamedNode(f"{PREFIXES['stage']}a")
        ),
        ox.Triple(plain, name, ox.Literal("a")),
    ]
    said = {
        "subject": ox.Triple(odd, name, ox.Literal("x")),
        "property": ox.Triple(plain, odd, ox.Literal("x")),
        "object": ox.Triple(plain, ox.NamedNode(f"{SCHEMA}member"), odd),
        "class": ox.Triple(plain, ox.NamedNode(f"{RDF}type"), odd),
        "datatype": ox.Triple(plain, name, ox.Literal("x", datatype=odd)),
        "blank": ox.Triple(ox.BlankNode("b"), odd, ox.BlankNode("b")),
    }[position]
    data = write([*used, said], JSONLD, prefixes=PREFIXES, base=BASE)
    back = [q.triple for q in ox.parse(data, format=OX[JSONLD], base_iri=BASE)]
    assert canonical(back) == canonical([*used, said]), data.decode()
    pieces = write_stream(in_order([*used, said]), JSONLD, prefixes=PREFIXES, base=BASE)
    assert b"".join(pieces) == data


LIST = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> sh:property [ sh:in ( 1 "a"@en [ sh:path <urn:x> ] ( ) ( "b" ) ) ] ; sh:in _:ring .
_:ring sh:in _:ring2 . _:ring2 sh:in _:ring . _:alone sh:in _:alone , [] ."""


@pytest.mark.parametrize("kind", GRAPH_FORMATS, ids=lambda kind: kind.name)
def test_lists_nesting_and_rings_of_blank_nodes_survive(kind: Format) -> None:
    triples = [q.triple for q in ox.parse(LIST.encode(), format=ox.RdfFormat.TURTLE)]
    data = write(triples, kind, prefixes=PREFIXES, base=BASE)
    assert canonical(q.triple for q in ox.parse(data, format=OX[kind])) == canonical(triples)


@pytest.mark.parametrize("kind", [TURTLE, JSONLD], ids=lambda kind: kind.name)
def test_a_long_chain_of_blank_nodes_is_no_recursion(kind: Format) -> None:
    p = ox.NamedNode(f"{SCHEMA}mainEntityOfPage")
    for make in (lambda i: ox.BlankNode(f"n{i}"), lambda i: ox.NamedNode(f"urn:{i}")):
        chain = [ox.Triple(make(i), p, make(i + 1)) for i in range(3000)]
        data = write(chain, kind, prefixes=PREFIXES, base=BASE)
        assert sum(1 for _ in ox.parse(data, format=OX[kind])) == 3000


def test_a_control_character_survives_where_the_format_can_hold_it() -> None:
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("a\x00\x1f\x7fb"))
    for kind in (TURTLE, JSONLD, NTRIPLES):
        data = write([triple], kind, prefixes=PREFIXES, base=BASE)
        assert [q.triple for q in ox.parse(data, format=OX[kind])] == [triple]


def test_turtle_reads_like_the_model() -> None:
    triples = [q.triple for q in ox.parse(MODEL.encode(), format=ox.RdfFormat.TURTLE)]
    first = f"{BASE}id/project/a"
    assert write(triples, TURTLE, prefixes=PREFIXES, base=BASE, first=first).decode() == MODEL


MODEL = f"""@prefix schema: <https://schema.org/> .
@prefix fp: <{BASE}def/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@base <{BASE}> .

<id/project/a> a fp:FundedProject, schema:Project ;
    schema:name "Å"@sv, "A"@en ;
    schema:member <id/organization/a>, <id/organization/b> ;
    fp:period <id/project/a/period> ;
    schema:mainEntityOfPage <doc/project/a> .

<id/project/a/period> a fp:ProjectPeriod, dcterms:PeriodOfTime ;
    fp:verbatim "201203 — \\"201410\\"" .

<doc/project/a> a foaf:Document .

<id/organization/a> schema:name "B"@sv .
"""
