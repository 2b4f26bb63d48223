"""Says what is wrong with JSON, and finds where pyoxigraph stops in JSON-LD: it doesn't say."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from json.decoder import JSONDecodeError
from typing import NamedTuple

import pyoxigraph as ox

from lod.checking.positions.jsonmaps import without_type_maps
from lod.checking.positions.jsontext import Item, read_json
from lod.checking.positions.problems import Complaint
from lod.words import msg

_WORDS = {
    "Expecting value": (msg("a value is missing"), msg("check for a comma too many")),
    "Expecting property name enclosed in double quotes": (
        msg("a name in double quotes is missing"),
        msg('put the name in double quotes: "name"'),
    ),
    "Expecting ':' delimiter": (
        msg("a colon is missing"),
        msg("put a colon between name and value"),
    ),
    "Expecting ',' delimiter": (msg("a comma is missing"), msg("put a comma before this")),
    "Illegal trailing comma": (
        msg("a comma stands before the closing bracket"),
        msg("remove the comma"),
    ),
    "Unterminated string starting at": (
        msg("text in quotes isn't closed"),
        msg("put {quote} at its end", quote='"'),
    ),
    "Invalid control character at": (
        msg("a line break or tab stands in a text"),
        msg(r"write it as \n, \t"),
    ),
    "Extra data": (msg("something stands after the end of the document"), msg("remove it")),
    "Duplicate name": (
        msg("the same name stands twice in an object"),
        msg("put its values in one list: [ , ]"),
    ),
    "Nested too deep": (
        msg("the brackets are nested too deep"),
        msg("name the things within with @id, and describe them beside each other"),
    ),
}
"""What the reader of JSON says → what is wrong, and what to do."""


def explain_json(error: JSONDecodeError) -> Complaint:
    """Say what isn't JSON; the offset is in code points."""
    what, todo = _WORDS.get(error.msg, (error.msg, msg("check quotes, commas, brackets")))
    return Complaint(error.pos, what, None, todo)


class _Cut(NamedTuple):
    """A place where the document may be cut off, and what closes it there.

    :param at: where what was last added stands.
    """

    end: int
    closing: str
    at: int


def find_fault(text: str, base: str | None, why: str) -> int:
    """Find where pyoxigraph stops for a reason: at the end of the shortest document that has it.

    The offset is in code points.
    """
    cuts = list(_cuts(read_json(text), ""))
    number = bisect_left(cuts, True, key=lambda cut: _failure(text, cut, base) == why)
    return cuts[min(number, len(cuts) - 1)].at


def _failure(text: str, cut: _Cut, base: str | None) -> str | None:
    """Give what pyoxigraph says of a document that is cut off."""
    try:
        document = without_type_maps((text[: cut.end] + cut.closing).encode(), base)
        for _ in ox.parse(document, ox.RdfFormat.JSON_LD, base_iri=base):
            pass
    except SyntaxError as error:
        return error.msg
    return None


def _cuts(item: Item, closing: str) -> Iterator[_Cut]:
    """Give the places to cut at, in order: after each value, all that is open being closed."""
    if item.kind not in ("object", "array"):
        return
    own = ("}" if item.kind == "object" else "]") + closing
    yield _Cut(item.start + 1, own, item.start)
    for member in _parts(item):
        yield from _cuts(member, own)
        yield _Cut(member.end, own, member.start)


def _parts(item: Item) -> Sequence[Item]:
    return [*item.members.values()] if item.kind == "object" else item.items
