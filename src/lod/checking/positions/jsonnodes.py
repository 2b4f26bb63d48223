"""Looks at the nodes that a JSON-LD document was cut into, and writes what the plain ones say."""

import codecs
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, NamedTuple

from lod.checking.positions.bounds import DEEPEST, LONGEST_TOKEN, find_excess
from lod.checking.positions.context import Context
from lod.checking.positions.jsoncheck import find_dropped, is_right_iri, is_right_language
from lod.checking.positions.jsonlines import PLAIN_IRI, NodeLines, WriteObject, WrittenTerm
from lod.checking.positions.jsontext import read_unplaced
from lod.checking.positions.members import (
    NEXT_MEMBER,
    JsonHead,
    JsonPiece,
    Members,
    Misjudged,
    Uncut,
    json_scanner,
    to_lines,
)
from lod.rdf import JSONLD

_PIECE = 2 << 20  # bytes that are read at once
_SHORT, _FLAT = LONGEST_TOKEN // 4, DEEPEST - 10  # letters, brackets: what can't be excessive
_KINDS = 10_000  # remembered
_KEYWORDS = ("@id", "@type", "@value", "@language")
_COERCED = {"@type": "@vocab", "under @id": "@id", "under @vocab": "@vocab"}
_OTHERS: Mapping[str, tuple[type, ...]] = {  # than texts, by what is looked at
    "@id": (),
    "@type": (list,),
    "@value": (int, float, bool),
    "@language": (),
    "under @id": (list, tuple, type(None)),
    "under @vocab": (list, tuple, type(None)),
}


class PieceReader:
    """Looks at the nodes of pieces: whether all that they say is taken, and of what they speak."""

    def __init__(self, head: JsonHead, base: str | None) -> None:
        self._head, self._base = head, base
        self._looker = _Looker(head.context(base), NodeLines(head, base))

    def read(self, stream: IO[bytes], piece: JsonPiece) -> Iterator[tuple[Members, bytes]]:
        """Look at a piece, some nodes at a time; give what was seen of them, and what they say.

        :raises Uncut: it has a name that means nothing or something that isn't right, is too
            deep or too long, or isn't nodes.
        :raises Misjudged: its end isn't where a node ends.
        """
        try:
            yield from self._read(stream, piece)
        except (ValueError, RecursionError, StopIteration) as error:
            raise Uncut from error

    def _read(self, stream: IO[bytes], piece: JsonPiece) -> Iterator[tuple[Members, bytes]]:
        decode = codecs.getincrementaldecoder("utf-8")().decode
        text, start, at = "", piece.start, piece.start
        whole = False
        while not whole:
            stream.seek(at)
            data = stream.read(min(_PIECE, piece.end - at))
            at += len(data)
            whole = at >= piece.end or not data
            text += decode(data, whole) + (piece.after if whole else "")
            found, said, end = self._some(text, start)
            yield found, said
            start += _size(text[:end])
            text = text[end:]
            if len(text) > LONGEST_TOKEN:
                raise Uncut
        if text != piece.after:
            raise Misjudged

    def _some(self, text: str, start: int) -> tuple[Members, bytes, int]:
        """Look at the whole nodes of a text.

        :returns: what was seen, what they say, and where the first one starts that isn't whole.
        """
        found = Members(array("q"), array("Q"), array("Q"))
        lines, others, end = list[str](), list[str](), 0
        while text[end : end + 1] == "{":
            try:
                subjects, said, at = self._looker.look(text, end)
            except (ValueError, StopIteration):
                break  # or no JSON: then it is never whole
            match = NEXT_MEMBER.match(text, at)
            if match is None:
                break
            node = text[end:at]
            last = start + _size(node)
            if subjects is None:
                self._look_again(node)
                subjects = [hash("")]
            if len(node) > _SHORT or node.count("{") + node.count("[") > _FLAT:
                self._refuse_excess(node)
            if said is None:
                others.append(node)
            else:
                lines += said
            found.subjects.extend(subjects)
            found.starts.extend([start] * len(subjects))
            found.ends.extend([last] * len(subjects))
            end = at if match[1] else match.end()
            start = last + _size(text[at:end])
        rest = to_lines(self._head.around(",".join(others)), self._base) if others else b""
        return found, "".join(lines).encode() + rest, end

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


class _Kind(NamedTuple):
    """What is done with objects of the same names.

    :param checks: the numbers of the members that are looked at, and how.
    """

    checks: Sequence[tuple[int, str]]
    say: WriteObject


class _Looker:
    """Looks at each object of a node as the parser of JSON meets it, those within first.

    That does where a name means the same everywhere. What of it is plain is certain: names with a
    meaning, nodes with an IRI, values that are texts.
    """

    def __init__(self, context: Context, lines: NodeLines) -> None:
        self._context, self._lines = context, lines
        self._scan = json_scanner(self._object)
        self._kinds: dict[tuple[str, ...], _Kind | None] = {}
        self._known: dict[str, dict[str, bool]] = {check: {} for check in _OTHERS}
        self._subjects: list[int] = []
        self._is_plain = True

    def look(self, text: str, start: int) -> tuple[list[int] | None, list[str] | None, int]:
        """Look at a node.

        :returns: hashes of what it speaks of, None if it isn't plain; the lines that it says, None
            if the parser must tell; and where it ends.
        """
        self._subjects, self._is_plain = [], True
        self._lines.begin()
        _, end = self._scan(text, start)
        if not self._is_plain:
            return None, None, end
        return self._subjects or None, self._lines.said, end

    def _object(self, pairs: list[tuple[str, Any]]) -> WrittenTerm | None:
        """Look at an object; give it as a term, if that is known."""
        names, values = zip(*pairs, strict=True) if pairs else ((), ())
        kinds = self._kinds
        if names not in kinds:
            if len(kinds) > _KINDS:
                kinds.clear()
            kinds[names] = self._kind(names)
        kind = kinds[names]
        if kind is None:
            self._is_plain = False
            return None
        for number, check in kind.checks:
            value = values[number]
            if check == "@id":
                if type(value) is not str or not self._is_node(value, len(names) > 1):
                    self._is_plain = False
            elif type(value) is str:
                if check != "@value" and not self._is_right(value, check):
                    self._is_plain = False
            elif type(value) not in _OTHERS[check] or not self._are_right(value, check):
                self._is_plain = False
        return kind.say(values) if self._is_plain else None

    def _is_node(self, name: str, speaks: bool) -> bool:
        if not PLAIN_IRI.fullmatch(name):
            if name.startswith("_:") or not self._is_right(name, "@id"):
                return False
            name = self._context.resolve(name) if speaks else name
        if "/." in name:  # which is resolved
            return False
        if speaks:
            self._subjects.append(hash(name))
        return True

    def _are_right(self, values: object, check: str) -> bool:
        """Whether the texts of a list are right; of objects, that is known."""
        if type(values) is not list:
            return True
        others = _OTHERS[check][1:]
        return all(
            self._is_right(v, check) if type(v) is str else type(v) in others for v in values
        )

    def _is_right(self, value: str, check: str) -> bool:
        known = self._known[check]
        if value not in known:
            if len(known) > _KINDS:
                known.clear()
            known[value] = self._found_right(value, check)
        return known[value]

    def _found_right(self, value: str, check: str) -> bool:
        if check == "@language":
            return is_right_language(value)
        if value.startswith("@") or self._context.term(value).context is not None:
            return False
        return is_right_iri(value, self._context, _COERCED.get(check, check))

    def _kind(self, names: Sequence[str]) -> "_Kind | None":
        """Give what is to be looked at in an object by its names; None if it isn't plain."""
        meanings = [self._meaning(name) for name in names]
        if len(set(names)) < len(names) or "" in meanings:
            return None
        if "@value" in meanings:
            if not {"@value", "@type", "@language"}.issuperset(meanings):
                return None
        elif "@id" not in meanings or {"@value", "@language"}.intersection(meanings):
            return None
        checks = [(n, meaning) for n, meaning in enumerate(meanings) if meaning in _OTHERS]
        return _Kind(checks, self._lines.sayer(names, meanings))

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


def _size(text: str) -> int:
    """Give how many bytes a text has."""
    return len(text) if text.isascii() else len(text.encode())
