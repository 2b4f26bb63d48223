"""A little store on disk, and services over it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from lod.config import Limits
from lod.sparql.service import QueryService

GRAPHS = frozenset(f"http://kasei.us/2009/09/sparql/data/data{i}.rdf" for i in range(4))
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DOCUMENT = ox.NamedNode("http://xmlns.com/foaf/0.1/Document")

FAST = Limits(timeout=2, memory=200, result=1, workers=2, waiting=32)


def build_store(folder: Path) -> Path:
    """Write a store with one triple in each of GRAPHS, as fixtures/protocol_data.trig has."""
    store = ox.Store(str(folder))
    for graph in GRAPHS:
        node = ox.NamedNode(graph)
        store.add(ox.Quad(node, TYPE, DOCUMENT, node))
    store.flush()
    del store
    return folder


@contextmanager
def service(store: Path, limits: Limits = FAST, *, union: bool = True) -> Iterator[QueryService]:
    """Open a service and close it at the end."""
    queries = QueryService(store, limits=limits, union=union, graphs=GRAPHS)
    try:
        yield queries
    finally:
        queries.close()
