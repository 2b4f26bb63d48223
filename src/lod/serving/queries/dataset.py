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


class StoreNote(NamedTuple):
    """What a release says of its store.

    :param sharing: graphs that have a triple in common with another; "" is the default graph.
    :param merged: the default graph has the triples of all graphs.
    """

    sharing: frozenset[str] = frozenset()
    merged: bool = False


def read_note(store: Path) -> StoreNote | None:
    """Read it from the manifest of the release that the store lies in; None if it tells nothing."""
    try:
        table = json.loads((store.parent / "manifest.json").read_bytes())
        sharing = frozenset(table["sharing"])
        return StoreNote(sharing, bool(table["union"] and sharing))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


class Datasets:
    """A store's datasets. The copy that was made last is kept for the next query.

    :param note: None if nothing is known.
    """

    def __init__(self, store: ox.Store, note: StoreNote | None = None) -> None:
        self._store, self._note = store, note
        self._kept: tuple[Dataset, ox.Store] | None = None

    def query(self, query: str, base: str | None, dataset: Dataset) -> Any:
        """Query a dataset; on a copy in memory where graphs of its default graph share triples.

        :raises SyntaxError: the engine can't read the query.
        """
        store = self._store
        default, union, named = _nodes(dataset.default), dataset.union, dataset.named
        if union and self._note is not None and self._note.merged:
            union = False
        elif self._would_count_twice(dataset):
            # Without the word no query sees a named graph.
            named = named if "graph" in query.lower() else ()
            store = self._copy(dataset._replace(named=named))
            default, union = ox.DefaultGraph(), False
        return store.query(
            query,
            base_iri=base,
            use_default_graph_as_union=union,
            default_graph=default,
            named_graphs=_nodes(named),
        )

    def _would_count_twice(self, dataset: Dataset) -> bool:
        if dataset.union:
            return self._note is None or bool(self._note.sharing)
        graphs = dataset.default or ()
        if self._note is not None:
            graphs = tuple(self._note.sharing.intersection(graphs))
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
