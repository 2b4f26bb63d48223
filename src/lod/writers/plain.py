"""N-Triples, a line for each triple."""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox


def write_ntriples(
    triples: Iterable[ox.Triple],
    *,
    prefixes: Mapping[str, str],
    base: str,
    first: str | None = None,
) -> bytes:
    """Write N-Triples, sorted by line; every IRI in full, so ``prefixes`` and the rest are unused."""
    return "".join(sorted({f"{triple} .\n" for triple in triples})).encode()
