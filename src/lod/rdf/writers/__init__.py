"""Writes a graph in each format: the same bytes for the same triples, every literal as it is.

Pure functions over triples. rdflib and pyoxigraph read back exactly what was written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from lod.rdf.formats import JSONLD, NTRIPLES, RDFXML, TURTLE, Format
from lod.rdf.writers.context import write_context
from lod.rdf.writers.errors import NotSerializable
from lod.rdf.writers.graph import SubjectNode
from lod.rdf.writers.jsonld import stream_jsonld, write_jsonld
from lod.rdf.writers.plain import write_ntriples
from lod.rdf.writers.rdfxml import write_rdfxml
from lod.rdf.writers.turtle import stream_turtle, write_turtle

__all__ = ["NotSerializable", "write", "write_context", "write_stream"]

_WRITERS = {
    TURTLE: write_turtle,
    JSONLD: write_jsonld,
    NTRIPLES: write_ntriples,
    RDFXML: write_rdfxml,
}
_STREAMED = {TURTLE: stream_turtle, JSONLD: stream_jsonld}


def write(
    triples: Iterable[ox.Triple],
    format: Format,
    *,
    prefixes: Mapping[str, str],
    base: str,
    first: str | None = None,
) -> bytes:
    """Write a graph in UTF-8, ending in a line feed.

    :param format: one of GRAPH_FORMATS.
    :param first: the IRI of the subject that the document is about; it comes first.
    :raises NotSerializable: the format can't hold the graph.

    >>> from lod.rdf.formats import TURTLE
    >>> name = ox.NamedNode("https://schema.org/name")
    >>> triple = ox.Triple(ox.NamedNode("https://x.example/id/project/a"), name, ox.Literal("A"))
    >>> prefixes = {"schema": "https://schema.org/"}
    >>> print(write([triple], TURTLE, prefixes=prefixes, base="https://x.example/").decode())
    @prefix schema: <https://schema.org/> .
    @base <https://x.example/> .
    <BLANKLINE>
    <id/project/a> schema:name "A" .
    <BLANKLINE>
    """
    return _WRITERS[format](triples, prefixes=prefixes, base=base, first=first)


def write_stream(
    subjects: Mapping[SubjectNode, Sequence[ox.Triple]],
    format: Format,
    *,
    prefixes: Mapping[str, str],
    base: str,
) -> Iterator[bytes]:
    """Write a graph as :func:`write` does, in pieces, without holding it.

    :param subjects: in the order of :func:`lod.rdf.in_order`; read twice, and by name.
    :param format: Turtle or JSON-LD.
    :raises NotSerializable: the format can't hold the graph.
    """
    return _STREAMED[format](subjects, prefixes=prefixes, base=base)
