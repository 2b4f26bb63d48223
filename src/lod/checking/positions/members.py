"""Cuts a large JSON-LD document into the nodes at its top, each of which says its own by itself.

So they are read by several processes, and only those that are asked for are read for places. That
holds for an array of nodes, and for an object of a context and, after it, a graph.
"""

import codecs
import json
import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import IO, Any, NamedTuple

import pyoxigraph as ox

from lod.checking.positions.bounds import LONGEST_TOKEN
from lod.checking.positions.context import Context
from lod.checking.positions.jsoncheck import find_dropped
from lod.checking.positions.jsontext import read_unplaced
from lod.checking.positions.kinds import PARSED
from lod.checking.positions.reading import to_parse
from lod.rdf import JSONLD

_PIECE = 2 << 20  # letters that are read, and given, at once
_LONGEST_HEAD = 1 << 16
_HEAD = re.compile(r'\s*\{\s*"@context"\s*:\s*')
_GRAPH = re.compile(r'\s*,\s*"@graph"\s*:\s*\[\s*')
_ARRAY = re.compile(r"\s*\[\s*")
NEXT_MEMBER = re.compile(r"\s*(?:,\s*(?=[{\[\"])|(\]))")
"""After a node: the comma, or as its group the end of all."""
_SPACE = re.compile(r"\n[ \t]*\Z")
_NEAR = 1 << 16  # bytes in which a node is sought that begins a line
_BLANK = re.compile(rb"^(?:<[^>]*+> <[^>]*+> )?_:", re.MULTILINE)
JsonScan = Callable[[str, int], tuple[object, int]]


def json_scanner(hook: Callable[[list[tuple[str, Any]]], object] | None = None) -> JsonScan:
    """Give what reads a JSON value at an offset of a text, and gives where it ends too."""
    return json.JSONDecoder(object_pairs_hook=hook).scan_once  # type: ignore[attr-defined,no-any-return]


_SCAN = json_scanner()


class Uncut(Exception):
    """A document is of another form, or something in it must be looked at as a whole."""


class Misjudged(Uncut):
    """Where a document was cut by guess, no node may begin."""


class JsonHead(NamedTuple):
    """What stands before and after the nodes."""

    text: str
    tail: str

    def around(self, nodes: str) -> bytes:
        """Make a document of some of the nodes."""
        return f"{self.text}{nodes}{self.tail}".encode()

    def context(self, base: str | None) -> Context:
        """Give what names mean in the nodes.

        :raises Uncut: something in it means nothing, or doesn't hold everywhere.
        """
        tree = read_unplaced(f"{self.text}{self.tail}")
        if not find_dropped(tree, base).is_empty:
            raise Uncut
        found = Context(base)
        if "@context" in tree.members:
            found = found.reading(tree.members["@context"])
        if found.before is not None:
            raise Uncut
        return found


class JsonPiece(NamedTuple):
    """Nodes that stand together.

    :param start: where they start, in bytes.
    :param end: where what comes after them starts.
    :param after: its first sign: that of a node, or of the end.
    """

    start: int
    end: int
    after: str = "{"


class JsonCut(NamedTuple):
    """A document that was cut."""

    head: JsonHead
    pieces: Sequence[JsonPiece]


class Members(NamedTuple):
    """What was seen of nodes in their order.

    :param subjects: hashes of the IRIs that each node speaks of; that of "" for one that may speak
        of others.
    :param starts: where the nodes start, in bytes.
    :param ends: and end.
    """

    subjects: "array[int]"
    starts: "array[int]"
    ends: "array[int]"


def guess_cut(stream: IO[bytes], count: int) -> JsonCut | None:
    """Cut a document, open at its start, at lines that look as if a node of its top began there.

    No line ends within a text of JSON. If what is between two cuts is read to its end, and that is
    where a node ends, the next one starts right if this one does; and the first one does.

    :raises Uncut: it can't be.
    """
    try:
        return _guessed(stream, count)
    except (ValueError, RecursionError) as error:
        raise Uncut from error


def _guessed(stream: IO[bytes], count: int) -> JsonCut | None:
    text = codecs.getreader("utf-8")(stream).read(_LONGEST_HEAD)
    head, at = _head(text)
    start, size = len(text[:at].encode()), stream.seek(0, 2)
    near_end = max(start, size - _NEAR)
    stream.seek(near_end)
    end = near_end + _end_before(stream.read(), head.tail)
    space = _SPACE.search(text[:at])
    cuts = [start]
    for number in range(1, count):
        near = start + (end - start) * number // count
        found = _line_near(stream, near, space[0] if space else "\n")
        if found is None:
            return None
        cuts.append(found)
    cuts = sorted({*cuts, end})
    pieces = [JsonPiece(a, b, "{" if b < end else "]") for a, b in pairwise(cuts)]
    return JsonCut(head, pieces)


def _end_before(data: bytes, tail: str) -> int:
    """Give where the last node of a document ends, before the brackets that end it."""
    data = data.rstrip()
    for bracket in reversed(tail):
        if not data.endswith(bracket.encode()):
            raise Uncut
        data = data[:-1].rstrip()
    return len(data)


def _line_near(stream: IO[bytes], place: int, indent: str) -> int | None:
    """Find where an object begins a line as far from its start as the first node is."""
    stream.seek(place)
    data = stream.read(_NEAR)
    at = data.find(f"{indent}{{".encode())
    return None if at < 0 else place + at + len(indent)


def cut_document(stream: IO[bytes]) -> JsonCut:
    """Cut a document that is open at its start.

    :raises Uncut: it can't be.
    """
    try:
        return _cut(stream)
    except (ValueError, RecursionError) as error:
        raise Uncut from error


def _cut(stream: IO[bytes]) -> JsonCut:
    read = codecs.getreader("utf-8")(stream).read
    text = read(_LONGEST_HEAD)
    head, at = _head(text)
    done, pieces = len(text[:at].encode()), list[JsonPiece]()
    text = text[at:]
    while True:
        more = read(_PIECE)
        text += more
        end, is_last = _members_end(text, whole=not more)
        if end:
            size = len(text[:end].encode())
            pieces.append(JsonPiece(done, done + size, "]" if is_last else "{"))
            done += size
        text = text[end:]
        if is_last:
            break
        if not more or len(text) > LONGEST_TOKEN:
            raise Uncut
    if "".join((text + read()).split()) != head.tail:
        raise Uncut
    return JsonCut(head, pieces)


def _head(text: str) -> tuple[JsonHead, int]:
    if match := _HEAD.match(text):
        try:
            _, end = _SCAN(text, match.end())
        except StopIteration as error:
            raise Uncut from error
        if graph := _GRAPH.match(text, end):
            return JsonHead(text[: graph.end()], "]}"), graph.end()
    if match := _ARRAY.match(text):
        return JsonHead(match[0], "]"), match.end()
    raise Uncut


def _members_end(text: str, *, whole: bool) -> tuple[int, bool]:
    """Give where the last whole node of a text ends with its comma, and whether none comes after.

    :raises ValueError: what stands there is no JSON, and the text is all that is left.
    """
    end = 0
    scan, after = _SCAN, NEXT_MEMBER.match
    try:
        while text[end : end + 1] == "{":
            _, at = scan(text, end)
            match = after(text, at)
            if match is None:
                break
            if match[1]:
                return at, True
            end = match.end()
    except (ValueError, StopIteration):
        if whole:
            raise Uncut from None
    return end, False


def joined_members(pieces: Iterable[Members]) -> Members:
    """Put together what was seen of the pieces of a document, in their order."""
    found = Members(array("q"), array("Q"), array("Q"))
    for piece in pieces:
        for own, more in zip(found, piece, strict=True):
            own.extend(more)
    return found


def to_lines(document: bytes, base: str | None) -> bytes:
    """Write what a document says, that was looked at and nothing is wrong with, as N-Quads.

    :raises Uncut: it can't be read, or has blank nodes, which are named by their order in the
        whole.
    """
    try:
        quads = ox.parse(to_parse(document, JSONLD, base), PARSED[JSONLD], base_iri=base)
        lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError, MemoryError) as error:
        raise Uncut from error
    assert lines is not None
    if b"_:" in lines and _BLANK.search(lines):
        raise Uncut
    return lines
