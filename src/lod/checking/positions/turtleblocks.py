"""Cuts a large Turtle document into parts that several processes read.

That holds where prefixes come first, and then blocks: a subject with an absolute or prefixed name
and all that is said of it, without brackets and blank nodes, as most programs write them.
"""

import re
from array import array
from collections.abc import Iterator, Mapping
from itertools import pairwise
from mmap import mmap
from typing import NamedTuple

import pyoxigraph as ox

from lod.checking.positions import bounds
from lod.checking.positions.excerpt import TURTLE_BLOCK, prefixes_at
from lod.checking.positions.members import Members, Misjudged, Uncut
from lod.checking.positions.tokens import TURTLE_SPACE

_AT_ONCE = 2 << 20  # bytes that are parsed at once
_NEAR = 1 << 16  # bytes in which a block is sought that begins a line
_BETWEEN = re.compile(rb"\.[ \t]*[\r\n]+(?=[<A-Za-z])")
_REST = re.compile(TURTLE_SPACE + rb"\Z")


class TurtleCut(NamedTuple):
    """A document that was cut by guess: who reads a part to its end knows where the next begins.

    :param head: the prefixes, as they are written.
    :param spaces: what they stand for.
    :param parts: where parts start and end, in bytes.
    """

    head: bytes
    spaces: Mapping[bytes, str]
    parts: list[tuple[int, int]]


def cut_turtle(document: mmap, count: int) -> TurtleCut:
    """Cut a document where a line ends with a full stop, and the next one begins with a name.

    :raises Uncut: its prefixes take more than anything of a document may.
    """
    head, spaces = prefixes_at(document)
    if head > bounds.LONGEST_TOKEN:
        raise Uncut
    size = len(document)
    cuts = [head]
    for number in range(1, count):
        near = head + (size - head) * number // count
        if found := _BETWEEN.search(document, near, min(near + _NEAR, size)):
            cuts.append(found.start() + 1)
    return TurtleCut(document[:head], spaces, [*pairwise([*dict.fromkeys(cuts), size])])


def read_blocks(
    document: mmap, cut: TurtleCut, start: int, end: int, base: str
) -> Iterator[tuple[Members, bytes]]:
    """Read a part, some blocks at a time: of what they speak, and what they say as N-Triples.

    :raises Uncut: something in it isn't a block, or is wrong.
    :raises Misjudged: its end isn't where a block ends.
    """
    at, found = start, _nothing()
    first = start
    while at < end and (match := TURTLE_BLOCK.match(document, at)):
        if match.end() - at > bounds.LONGEST_TOKEN:
            raise Uncut
        found.subjects.append(hash(_full(match[1], cut.spaces)))
        found.starts.append(at)
        at = match.end()
        found.ends.append(at)
        if at - first > _AT_ONCE:
            yield found, _lines(cut.head + document[first:at], base)
            first, found = at, _nothing()
    if at != end and (end < len(document) or not _REST.match(document, at)):
        raise Misjudged
    if end - at > bounds.LONGEST_TOKEN:
        raise Uncut
    yield found, _lines(cut.head + document[first:at], base)


def _nothing() -> Members:
    return Members(array("q"), array("Q"), array("Q"))


def _full(name: bytes, spaces: Mapping[bytes, str]) -> str:
    """Give the IRI of a name, without brackets."""
    if name.startswith(b"<"):
        return name[1:-1].decode()
    prefix, colon, local = name.partition(b":")
    return spaces.get(prefix + colon, "") + local.decode()


def _lines(text: bytes, base: str) -> bytes:
    try:
        found = ox.parse(text, ox.RdfFormat.TURTLE, base_iri=base)
        lines = ox.serialize((quad.triple for quad in found), format=ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError, MemoryError) as error:
        raise Uncut from error
    assert lines is not None
    return lines
