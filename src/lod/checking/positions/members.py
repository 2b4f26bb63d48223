"""Cuts a large JSON-LD document into the nodes at its top, each of which says its own by itself.

So they are read by several processes, and only those that are asked for are read for places. That
holds for an array of nodes, and for an object of a context and, after it, a graph.
"""

import codecs
import json
import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO, Any, NamedTuple, TypeAlias

import pyoxigraph as ox

from lod.checking.positions.bounds import DEEPEST, LONGEST_TOKEN, find_excess
from lod.checking.positions.context import Context
from lod.checking.positions.jsoncheck import find_dropped, is_right_iri, is_right_language
from lod.checking.positions.jsontext import read_unplaced
from lod.checking.positions.kinds import PARSED
from lod.checking.positions.reading import to_parse
from lod.rdf import JSONLD, possessive

_PIECE = 2 << 20  # letters that are read, and given, at once
_LONGEST_HEAD = 1 << 16
_SHORT, _FLAT = LONGEST_TOKEN // 4, DEEPEST - 10  # letters, brackets: what can't be excessive
_KINDS = 10_000  # remembered
_HEAD = re.compile(r'\s*\{\s*"@context"\s*:\s*')
_GRAPH = re.compile(r'\s*,\s*"@graph"\s*:\s*\[\s*')
_ARRAY = re.compile(r"\s*\[\s*")
_NEXT = re.compile(r"\s*(?:,\s*(?=[{\[\"])|(\]))")
_PLAIN_IRI = re.compile(
    possessive(
        r"https?://[A-Za-z0-9.-]++(?:/[A-Za-z0-9._~!$&'()*+,;=:@/-]*+)?+(?:#[A-Za-z0-9._~/-]*+)?+"
    )
)
_BLANK = re.compile(rb"^(?:<[^>]*+> <[^>]*+> )?_:", re.MULTILINE)
_KEYWORDS = ("@id", "@type", "@value", "@language")
_COERCED = {"@type": "@vocab", "under @id": "@id", "under @vocab": "@vocab"}
_OTHERS: Mapping[str, tuple[type, ...]] = {  # than texts, by what is looked at
    "@id": (),
    "@type": (list,),
    "@value": (int, float, bool),
    "@language": (),
    "under @id": (list, type(None)),
    "under @vocab": (list, type(None)),
}
_Scan: TypeAlias = Callable[[str, int], tuple[object, int]]


def _scanner(hook: Callable[[list[tuple[str, Any]]], object] | None = None) -> _Scan:
    """Give what reads a JSON value at an offset of a text, and gives where it ends too."""
    return json.JSONDecoder(object_pairs_hook=hook).scan_once  # type: ignore[attr-defined,no-any-return]


_SCAN = _scanner()


class Uncut(Exception):
    """A document is of another form, or something in it must be looked at as a whole."""


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
    """Nodes that stand together: where they start and end, in bytes."""

    start: int
    end: int


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
            pieces.append(JsonPiece(done, done + size))
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
    scan, after = _SCAN, _NEXT.match
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


def _size(text: str) -> int:
    """Give how many bytes a text has."""
    return len(text) if text.isascii() else len(text.encode())


class PieceReader:
    """Looks at the nodes of pieces: whether all that they say is taken, and of what they speak."""

    def __init__(self, head: JsonHead, base: str | None) -> None:
        self._head, self._base = head, base
        self._looker = _Looker(head.context(base))

    def read(self, data: bytes, start: int) -> Members:
        """Look at a piece.

        :param start: where in the document it starts.
        :raises Uncut: it has a name that means nothing or something that isn't right, is too
            deep or too long.
        """
        text = data.decode()
        found = Members(array("q"), array("Q"), array("Q"))
        end = 0
        while text[end : end + 1] == "{":
            subjects, at = self._looker.look(text, end)
            node = text[end:at]
            last = start + _size(node)
            if subjects is None:
                self._look_again(node)
                subjects = [hash("")]
            if len(node) > _SHORT or node.count("{") + node.count("[") > _FLAT:
                self._refuse_excess(node)
            found.subjects.extend(subjects)
            found.starts.extend([start] * len(subjects))
            found.ends.extend([last] * len(subjects))
            match = _NEXT.match(text, at)
            end = match.end() if match else len(text)
            start = last + _size(text[at:end])
        return found

    def _refuse_excess(self, node: str) -> None:
        if find_excess(self._head.around(node), JSONLD) is not None:
            raise Uncut

    def _look_again(self, member: str) -> None:
        if '"@context"' in member or "@\\u" in member:
            raise Uncut
        try:
            tree = read_unplaced(self._head.around(member).decode())
        except (ValueError, RecursionError) as error:
            raise Uncut from error
        if not find_dropped(tree, self._base).is_empty:
            raise Uncut


class _Looker:
    """Looks at each object of a node as the parser of JSON meets it, those within first.

    That does where a name means the same everywhere. What of it is plain is certain: names with a
    meaning, nodes with an IRI, values that are texts.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._scan = _scanner(self._object)
        self._kinds: dict[tuple[str, ...], Sequence[tuple[int, str]] | None] = {}
        self._known: dict[tuple[str, str], bool] = {}
        self._subjects: list[int] = []
        self._is_plain = True

    def look(self, text: str, start: int) -> tuple[list[int] | None, int]:
        """Give hashes of what a node speaks of, None if it isn't plain; and where it ends."""
        self._subjects, self._is_plain = [], True
        _, end = self._scan(text, start)
        return (self._subjects if self._is_plain and self._subjects else None), end

    def _object(self, pairs: list[tuple[str, Any]]) -> None:
        names = tuple([name for name, _ in pairs])
        kinds = self._kinds
        if names not in kinds:
            if len(kinds) > _KINDS:
                kinds.clear()
            kinds[names] = self._kind(names)
        kind = kinds[names]
        if kind is None:
            self._is_plain = False
            return
        for number, check in kind:
            value = pairs[number][1]
            if check == "@id":
                if type(value) is not str or not self._is_node(value, len(pairs) > 1):
                    self._is_plain = False
            elif type(value) is str:
                if check != "@value" and not self._is_right(value, check):
                    self._is_plain = False
            elif type(value) not in _OTHERS[check] or not self._are_right(value, check):
                self._is_plain = False

    def _is_node(self, name: str, speaks: bool) -> bool:
        if not _PLAIN_IRI.fullmatch(name):
            if name.startswith("_:") or not self._is_right(name, "@id"):
                return False
            name = self._context.resolve(name) if speaks else name
        if "/." in name:  # which is resolved
            return False
        if speaks:
            self._subjects.append(hash(name))
        return True

    def _are_right(self, values: object, check: str) -> bool:
        """Whether the texts of a list are right; of ``None``, an object, that is known."""
        if type(values) is not list:
            return True
        others = _OTHERS[check][1:]
        return all(
            self._is_right(v, check) if type(v) is str else type(v) in others for v in values
        )

    def _is_right(self, value: str, check: str) -> bool:
        known = self._known
        if (value, check) not in known:
            if len(known) > _KINDS:
                known.clear()
            known[value, check] = self._found_right(value, check)
        return known[value, check]

    def _found_right(self, value: str, check: str) -> bool:
        if check == "@language":
            return is_right_language(value)
        if value.startswith("@") or self._context.term(value).context is not None:
            return False
        return is_right_iri(value, self._context, _COERCED.get(check, check))

    def _kind(self, names: Sequence[str]) -> Sequence[tuple[int, str]] | None:
        """Give what is to be looked at in an object by its names; None if it isn't plain."""
        meanings = [self._meaning(name) for name in names]
        if len(set(names)) < len(names) or "" in meanings:
            return None
        if "@value" in meanings:
            if not {"@value", "@type", "@language"}.issuperset(meanings):
                return None
        elif "@id" not in meanings or {"@value", "@language"}.intersection(meanings):
            return None
        return [(n, meaning) for n, meaning in enumerate(meanings) if meaning in _OTHERS]

    def _meaning(self, name: str) -> str:
        """Give the keyword of a name, or how texts under it are taken: "" if that isn't plain."""
        meaning, term = self._context.expand(name), self._context.term(name)
        if meaning in _KEYWORDS:
            return meaning
        plain = term.type in (None, "@id", "@vocab") or ":" in (term.type or "")
        if not plain or term.context or term.reverse or term.container - {"@set"}:
            return ""
        if meaning is None or ":" not in meaning or meaning.startswith("_:"):
            return ""
        if not is_right_iri(name, self._context, "@vocab"):
            return ""
        return f"under {term.type}" if term.type in ("@id", "@vocab") else "text"


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
