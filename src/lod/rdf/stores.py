"""pyoxigraph's stores."""

import pyoxigraph as ox


def merge_graphs(store: ox.Store) -> None:
    """Put the triples of all named graphs into the default graph too, where each counts once.

    >>> store, end = ox.Store(), ox.NamedNode("https://x.example/")
    >>> for name in ("https://x.example/a", "https://x.example/b"):
    ...     store.add(ox.Quad(end, end, end, ox.NamedNode(name)))
    >>> merge_graphs(store)
    >>> len(store), len(list(store.quads_for_pattern(None, None, None, ox.DefaultGraph())))
    (3, 1)
    """
    store.bulk_extend(ox.Quad(*quad.triple) for quad in store)
