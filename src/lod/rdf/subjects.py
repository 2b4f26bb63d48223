"""The things of a graph in their order, each with all that is said of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import pyoxigraph as ox

from lod.rdf.writers.graph import SubjectNode, node_of, place_among

Subjects: TypeAlias = Mapping[SubjectNode, Sequence[ox.Triple]]
"""Read one after the other as often as wanted, in the order of :func:`in_order`; or by name."""


def in_order(triples: Iterable[ox.Triple]) -> Subjects:
    """Group triples by subject, each once: subjects by IRI, blank nodes last by label.

    >>> ends = [ox.NamedNode(f"https://x.example/{name}") for name in ("b", "a", "a/b")]
    >>> said = [ox.Triple(end, ends[0], ends[0]) for end in ends]
    >>> [node.value.rpartition("example/")[2] for node in in_order(said)]
    ['a', 'a/b', 'b']
    """
    found: dict[SubjectNode, list[ox.Triple]] = defaultdict(list)
    for triple in dict.fromkeys(triples):
        found[node_of(triple.subject)].append(triple)
    return {node: found[node] for node in sorted(found, key=place_among)}
