"""The questions in queries/, asked of two engines: Oxigraph, which serves, and rdflib."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.query import ResultRow

QUERIES = Path(__file__).parents[1] / "queries"
ENGINES = ("oxigraph", "rdflib")

Row = tuple[str, ...]
Ask = Callable[[str], list[Row]]


def engines(data: bytes) -> dict[str, Ask]:
    """What answers a query in each engine, over the union of all graphs."""
    store = ox.Store()
    store.load(data, format=ox.RdfFormat.N_QUADS)
    dataset = Dataset(default_union=True)
    dataset.parse(data=data, format="nquads")

    def in_oxigraph(query: str) -> list[Row]:
        found = store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return [tuple("" if v is None else v.value for v in row) for row in found]

    def in_rdflib(query: str) -> list[Row]:
        rows = dataset.query(query)
        return [
            tuple("" if v is None else str(v) for v in row)
            for row in rows
            if isinstance(row, ResultRow)
        ]

    return {"oxigraph": in_oxigraph, "rdflib": in_rdflib}


def question(name: str) -> str:
    return (QUERIES / f"{name}.rq").read_text(encoding="utf-8")
