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
    """Write N-Triples, sorted by line. Every IRI in full: the rest is for likeness' sake."""
    return "".join(sorted({f"{triple} .\n" for triple in triples})).encode()
