"""The dataset that a query works on, its default graph a set of triples (SPARQL 1.1, 13.2).

Oxigraph goes through the graphs of a default graph one after the other: a triple that stands in
two of them, or in one that is named twice, would count twice.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

Graphs = tuple[str, ...] | None


class Dataset(NamedTuple):
    """What a query works on.

    :param default: IRIs of the graphs that make the default graph; None for the store's own.
    :param named: IRIs of the named graphs; None for all.
    :param union: all graphs together make the default graph.
    """

    default: Graphs = None
    named: Graphs = None
    union: bool = False


def make_dataset(default: Iterable[str], named: Iterable[str]) -> Dataset:
    """Make a dataset of graphs that are named by a request or a query, each once."""
    return Dataset(tuple(dict.fromkeys(default)), tuple(dict.fromkeys(named)))


def read_sharing(store: Path) -> frozenset[str] | None:
    """Give the graphs that have a triple in common with another; "" is the store's default graph.

    The manifest of the release that the store lies in has them; None if there is no telling.
    """
    try:
        return frozenset(json.loads((store.parent / "manifest.json").read_bytes())["sharing"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


class Datasets:
    """A store's datasets. The copy that was made last is kept for the next query.

    :param sharing: see :func:`read_sharing`; None for any of them.
    """

    def __init__(self, store: ox.Store, sharing: frozenset[str] | None = None) -> None:
        self._store, self._sharing = store, sharing
        self._kept: tuple[Dataset, ox.Store] | None = None

    def query(self, query: str, base: str | None, dataset: Dataset) -> Any:
        """Query a dataset; on a copy in memory where graphs of its default graph share triples.

        :raises SyntaxError: the engine can't read the query.
        """
        store = self._store
        if self._would_count_twice(dataset):
            # Without the word no query sees a named graph.
            named = dataset.named if "graph" in query.lower() else ()
            store = self._copy(dataset._replace(named=named))
            default, union = ox.DefaultGraph(), False
        else:
            default, union, named = _nodes(dataset.default), dataset.union, dataset.named
        return store.query(
            query,
            base_iri=base,
            use_default_graph_as_union=union,
            default_graph=default,
            named_graphs=_nodes(named),
        )

    def _would_count_twice(self, dataset: Dataset) -> bool:
        if dataset.union:
            return self._sharing is None or bool(self._sharing)
        graphs = dataset.default or ()
        if self._sharing is not None:
            graphs = tuple(self._sharing.intersection(graphs))
        return len(graphs) > 1

    def _copy(self, dataset: Dataset) -> ox.Store:
        if self._kept is None or self._kept[0] != dataset:
            self._kept = None  # never two at once
            store = ox.Store()
            store.extend(self._default(dataset))
            store.extend(self._named(dataset))
            self._kept = dataset, store
        return self._kept[1]

    def _default(self, dataset: Dataset) -> Iterator[ox.Quad]:
        graphs = [None] if dataset.union else _nodes(dataset.default)
        for graph in graphs:
            for quad in self._store.quads_for_pattern(None, None, None, graph):
                yield ox.Quad(*quad.triple)

    def _named(self, dataset: Dataset) -> Iterator[ox.Quad]:
        graphs = self._store.named_graphs() if dataset.named is None else _nodes(dataset.named)
        for graph in graphs:
            yield from self._store.quads_for_pattern(None, None, None, graph)


def _nodes(graphs: Graphs) -> Any:
    return None if graphs is None else [ox.NamedNode(iri) for iri in graphs]
