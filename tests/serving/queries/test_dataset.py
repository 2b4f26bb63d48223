"""A default graph is a set: a triple counts once, however often its graphs are named."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.deriving import derive
from lod.rdf import merge_graphs
from lod.release.write import Contents, write_release
from lod.serving.queries.dataset import Dataset, Datasets, StoreNote, make_dataset
from lod.serving.queries.protocol import Request, read_request
from lod.serving.queries.single import run_query
from serving.queries.stores import FAST, Opened, service

BASE = "https://data.example/"
A, B, C = (f"{BASE}graph/{name}" for name in "abc")
SIZES = {A: 4, B: 3, C: 1}
DATA = f"""
BASE <{BASE}>
<s> <p> <o> .
GRAPH <graph/a> {{ <s> <p> <o> . <o> <q> 1 . <s> <knows> _:b . _:b <p> 2 }}
GRAPH <graph/b> {{ <s> <p> <o> . <o> <q> 1, 2 }}
GRAPH <graph/c> {{ <s> <p> <other> }}
"""
COUNT = "SELECT (COUNT(*) AS ?n)"
EVERYTHING = f"{COUNT} {{ ?s ?p ?o }}"


def write(folder: Path, data: str, *, union: bool) -> Path:
    """A release's folder."""
    quads = list(ox.parse(data.encode(), format=ox.RdfFormat.TRIG))
    return write_release(Contents(quads, BASE, f"{BASE}def/", union=union), derive, folder)


@pytest.fixture(scope="module", params=[False, True], ids=["own default graph", "union"])
def queries(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    release = write(tmp_path_factory.mktemp("shared"), DATA, union=request.param)
    with service(release / "store", union=request.param, graphs=frozenset(SIZES)) as found:
        yield found


def count(queries: Opened, request: Request) -> int:
    return int(queries.run(request, "text/csv", BASE).body.split()[1])


FROM = {
    f"FROM <{A}>": 4,
    f"FROM <{A}> FROM <{A}>": 4,
    f"FROM <{A}> FROM <{B}>": 5,
    f"FROM <{B}> FROM <{A}> FROM <{B}> FROM <graph/a>": 5,
    f"FROM <{A}> FROM <{C}>": 5,
    f"FROM <{A}> FROM <{B}> FROM <{C}> FROM NAMED <{A}>": 6,
    f"FROM NAMED <{A}> FROM NAMED <{A}>": 0,
    f"FROM <{A}> " * 1000: 4,
    f"#\nfrom<{A}>from\t<graph/\\u0062>": 5,
}


@pytest.mark.parametrize("clauses", FROM, ids=lambda clauses: clauses[:60])
def test_a_triple_counts_once_in_what_the_query_names(queries: Opened, clauses: str) -> None:
    assert count(queries, Request(f"{COUNT} {clauses} {{ ?s ?p ?o }}")) == FROM[clauses]
    hidden = f"SELECT(SUM(1<'>')AS?x)(COUNT(*)AS?n){clauses}{{?s ?p ?o}} #'"
    body = queries.run(Request(hidden), "text/csv", BASE).body
    assert body.split(b",")[-1].strip() == b"%d" % FROM[clauses]


@pytest.mark.parametrize(
    ("graphs", "number"), [((A,), 4), ((A, A), 4), ((A, B), 5), ((A, B, A, C), 6), ((A,) * 1000, 4)]
)
def test_a_triple_counts_once_in_what_the_request_names(
    queries: Opened, graphs: tuple[str, ...], number: int
) -> None:
    assert count(queries, Request(EVERYTHING, default_graphs=graphs)) == number
    named = Request(f"{COUNT} {{ GRAPH ?g {{ ?s ?p ?o }} }}", named_graphs=graphs)
    assert count(queries, named) == sum(SIZES[graph] for graph in set(graphs))


def test_a_triple_counts_once_in_the_union(tmp_path: Path) -> None:
    release = write(tmp_path, DATA, union=True)
    with service(release / "store", union=True, graphs=frozenset(SIZES)) as union:
        assert count(union, Request(EVERYTHING)) == 6
        assert count(union, Request(f"{COUNT} {{ <s> <p>/<q> ?n }}")) == 2
        assert count(union, Request(f"{COUNT} {{ GRAPH ?g {{ ?s ?p ?o }} }}")) == 8


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_named_a_thousand_times_is_one(name: str) -> None:
    encoded = "&".join(["query=ASK+{}", *[f"{name}=a:b"] * 900]).encode()
    asked = read_request("GET", encoded, None, b"")
    assert asked is not None
    assert asked.default_graphs + asked.named_graphs == ("a:b",)


GRAPH_QUERIES = ["CONSTRUCT WHERE { ?s ?p ?o }", f"DESCRIBE <{BASE}s>"]
SELECTS = [
    EVERYTHING,
    "SELECT * { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o . ?o ?q ?n }",
    "SELECT * { ?s <p>/<q> ?n }",
    "SELECT * { ?s (<p>|<knows>|^<q>)+ ?n }",
    "SELECT * { <s> !<q> ?n }",
    "SELECT (SUM(?n) AS ?sum) (GROUP_CONCAT(?n) AS ?all) { ?s <q> ?n }",
    "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(?o) > 1)",
    "SELECT * { ?s ?p ?o OPTIONAL { ?o <q> ?n } }",
    "SELECT * { ?s ?p ?o MINUS { ?s <p> ?x } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?o <q> ?n } }",
    "SELECT * { ?s ?p ?o { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s } }",
    "SELECT ?p { { ?s ?p ?o } UNION { ?s ?p ?o } }",
    "SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } ?s ?p ?o }",
    "SELECT ?o { GRAPH <graph/a> { ?s <p> ?o } ?s <p> ?o }",
    "SELECT ?o {graph<graph/b>{?s <p> ?o}}",
]
CHOICES = [
    make_dataset(default, named)
    for default, named in product(([A], [A, A], [A, B], [B, C], [A, B, C]), ([], [A], [B, A, B]))
]
CHOICES.append(Dataset(union=True))


@pytest.mark.parametrize("note", [None, StoreNote(frozenset(("", A, B)))], ids=["unknown", "known"])
@pytest.mark.parametrize("query", [*SELECTS, *GRAPH_QUERIES])
def test_answers_are_those_of_the_set(query: str, note: StoreNote | None) -> None:
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    datasets = Datasets(store, note)
    for dataset in CHOICES:
        expected = plain(store, dataset).query(query, base_iri=BASE)
        assert bag(datasets.query(query, BASE, dataset)) == bag(expected), dataset


@pytest.mark.parametrize("query", [*SELECTS, *GRAPH_QUERIES])
def test_a_merged_store_gives_the_same_and_needs_no_copy(query: str) -> None:
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    expected = plain(store, Dataset(union=True)).query(query, base_iri=BASE)
    merge_graphs(store)
    datasets = Datasets(store, StoreNote(frozenset(("", A, B)), merged=True))
    assert bag(datasets.query(query, BASE, Dataset(union=True))) == bag(expected)
    assert datasets._kept is None


def plain(store: ox.Store, dataset: Dataset) -> ox.Store:
    """The dataset as a store of its own, put together by hand."""
    made = ox.Store()
    for quad in store:
        graph = getattr(quad.graph_name, "value", "")
        if dataset.union or graph in (dataset.default or ()):
            made.add(ox.Quad(*quad.triple))
        if graph and (dataset.named is None or graph in dataset.named):
            made.add(quad)
    return made


def bag(results: object) -> Counter[str]:
    if isinstance(results, ox.QueryTriples):
        return Counter(set(map(str, results)))
    assert isinstance(results, ox.QuerySolutions)
    return Counter(str([str(value) for value in row]) for row in results)


@pytest.mark.parametrize(
    ("data", "sharing"),
    [
        (DATA, ["", A, B]),
        ("GRAPH <a:1> { <a:s> <a:p> 1 } GRAPH <a:2> { <a:s> <a:p> 1 , 2 }", ["a:1", "a:2"]),
        ("GRAPH <a:1> { <a:s> <a:p> 'x', 1 } GRAPH <a:2> { <a:s> <a:p> 'x'@en , '1' }", []),
        ("<a:s> <a:p> 1 . GRAPH <a:2> { <a:s> <a:p> 2 }", []),
        ("", []),
    ],
)
def test_a_release_says_which_graphs_share_triples(
    tmp_path: Path, data: str, sharing: list[str]
) -> None:
    manifest = write(tmp_path, data, union=False) / "manifest.json"
    assert json.loads(manifest.read_bytes())["sharing"] == sharing


def test_the_publications_graphs_share_none_so_their_union_is_no_copy(release: Path) -> None:
    assert json.loads((release / "current" / "manifest.json").read_bytes())["sharing"] == []
    datasets = Datasets(ox.Store.read_only(str(release / "current" / "store")), StoreNote())
    assert bool(datasets.query("ASK { ?s ?p ?o }", None, Dataset(union=True)))
    assert datasets._kept is None


def test_the_copy_is_made_once_for_queries_alike() -> None:
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    datasets = Datasets(store)
    for _ in range(2):
        datasets.query(EVERYTHING, None, make_dataset([A, B], []))
        kept = datasets._kept
        datasets.query("ASK { ?s ?p ?o }", None, make_dataset([A, B, A], []))
        assert datasets._kept is kept
    datasets.query("ASK { GRAPH ?g {} }", None, make_dataset([A, B], [A]))
    assert datasets._kept is not kept


def test_the_command_line_counts_once_too(tmp_path: Path) -> None:
    write(tmp_path, DATA, union=False)
    query = f"{COUNT} FROM <{A}> FROM <{A}> FROM <{B}> {{ ?s ?p ?o }}"
    assert run_query(query, "csv", tmp_path / "current", FAST).split() == [b"n", b"5"]
