"""A little store on disk, and services over it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from lod.serving.queries.service import BrokerProcess, QueryService
from lod.serving.settings import Limits

GRAPHS = frozenset(f"http://kasei.us/2009/09/sparql/data/data{i}.rdf" for i in range(4))
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DOCUMENT = ox.NamedNode("http://xmlns.com/foaf/0.1/Document")

FAST = Limits(timeout=60, memory=200, result=1, workers=2, waiting=32)


def build_store(folder: Path, more: int = 0) -> Path:
    """Write a store with one triple in each of GRAPHS, as fixtures/protocol_data.trig has."""
    store = ox.Store(str(folder))
    for graph in GRAPHS:
        node = ox.NamedNode(graph)
        store.add(ox.Quad(node, TYPE, DOCUMENT, node))
    for number in range(more):
        store.add(ox.Quad(DOCUMENT, TYPE, ox.Literal(number), ox.DefaultGraph()))
    store.flush()
    del store
    return folder


@dataclass(frozen=True)
class Opened(QueryService):
    """A service with its broker at hand."""

    process: BrokerProcess

    def workers(self) -> list[int]:
        """Give the ids of the broker's workers."""
        file = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return sorted(map(int, file.read_text().split()))


@contextmanager
def service(
    store: Path,
    limits: Limits = FAST,
    *,
    union: bool = True,
    graphs: frozenset[str] = GRAPHS,
) -> Iterator[Opened]:
    """Open a service and close it at the end."""
    broker = BrokerProcess(limits)
    try:
        yield Opened(store, broker.address, limits, union, graphs, {}, broker)
    finally:
        broker.close()
