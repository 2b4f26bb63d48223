"""Writes what plain nodes of JSON-LD say as N-Triples, without the parser.

What names mean, the parser tells, once for each: it reads a node that has the name alone. A node
that has anything but texts, links and typed values is left to it as a whole.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import pyoxigraph as ox

from lod.checking.positions.kinds import PARSED
from lod.checking.positions.members import JsonHead
from lod.checking.positions.reading import to_parse
from lod.rdf import JSONLD, TYPE, possessive

PLAIN_IRI = re.compile(
    possessive(
        r"https?://[A-Za-z0-9.-]++(?:/[A-Za-z0-9._~!$&'()*+,;=:@/-]*+)?+(?:#[A-Za-z0-9._~/-]*+)?+"
    )
)
"""IRIs in which nothing is wrong; those with ``/.`` may be resolved."""

WrittenTerm: TypeAlias = tuple[str]
"""A term: no value of JSON is read as a tuple."""
WriteObject: TypeAlias = Callable[[Sequence[Any]], WrittenTerm | None]
"""Writes what an object's values say; gives it as a term, or None: the parser must tell."""
_OfText: TypeAlias = Callable[[str], str | None]

_KNOWN = 10_000  # names
_TEXT = "x"
_SELF, _OTHER = "urn:x-lod:self", "urn:x-lod:other"
_PLAIN_TEXT = re.compile(r'[^"\\\x00-\x1f\x7f]*+')
_ASKED: Mapping[str, Callable[[str], object]] = {  # nodes that a name stands in
    "prefix": lambda name: {"@id": f"{name}:{_TEXT}", "@type": _OTHER},
    "class": lambda name: {"@id": _SELF, "@type": name},
    "": lambda _name: {"@id": _SELF, _OTHER: {"@value": _TEXT}},
    "@type": lambda name: {"@id": _SELF, _OTHER: {"@value": _TEXT, "@type": name}},
    "@language": lambda name: {"@id": _SELF, _OTHER: {"@value": _TEXT, "@language": name}},
}


class NodeLines:
    """Writes lines, node by node.

    :param said: those of the node, and of what is within; None if the parser must tell.
    """

    def __init__(self, head: JsonHead, base: str | None) -> None:
        self._head, self._base = head, base
        self._known: dict[str, dict[str, str | None]] = {place: {} for place in _ASKED}
        self.said: list[str] | None = []

    def begin(self) -> None:
        """Begin a node of the top."""
        self.said = []

    def give_up(self, _values: Sequence[Any] = ()) -> WrittenTerm | None:
        """Leave the node to the parser."""
        self.said = None
        return None

    def sayer(self, names: Sequence[str], meanings: Sequence[str]) -> WriteObject:
        """Make what writes objects that have the same names.

        :param meanings: the keywords of the names, or how texts under them are taken.
        """
        keywords = {meaning: n for n, meaning in enumerate(meanings) if meaning[0] == "@"}
        if len(keywords) < sum(meaning[0] == "@" for meaning in meanings):
            return self.give_up
        if "@value" in keywords:
            return self._value_sayer(keywords)
        parts = list[tuple[int, str, _OfText]]()
        for number, (name, meaning) in enumerate(zip(names, meanings, strict=True)):
            if meaning[0] != "@":
                quad = self._read({"@id": _SELF, name: _TEXT})
                if quad is None:
                    return self.give_up
                parts.append((number, f" {quad.predicate} ", self._of_text(quad, meaning)))
        return self._node_sayer(keywords, parts)

    def _of_text(self, quad: ox.Quad, meaning: str) -> _OfText:
        """Make what writes a text, given what a node says that has it under a name."""
        if meaning == "under @id":
            return self._node
        tail = _tail(quad)
        return (lambda _text: None) if tail is None else (lambda text: quoted_text(text) + tail)

    def _value_sayer(self, keywords: dict[str, int]) -> WriteObject:
        at = keywords.pop("@value")
        kind, of_kind = next(iter(keywords.items()), ("", -1))
        if len(keywords) > 1:
            return self.give_up

        def say(values: Sequence[Any]) -> WrittenTerm | None:
            text, name = values[at], values[of_kind] if kind else ""
            if type(text) is str and type(name) is str:
                tail = self._meaning(kind, name)
                if tail is not None:
                    return (quoted_text(text) + tail,)
            return self.give_up()

        return say

    def _node_sayer(
        self, keywords: Mapping[str, int], parts: Sequence[tuple[int, str, _OfText]]
    ) -> WriteObject:
        itself, types = keywords["@id"], keywords.get("@type")
        of_types = [] if types is None else [(types, f" {TYPE} ", self._class)]

        def say(values: Sequence[Any]) -> WrittenTerm | None:
            subject, said = self._node(values[itself]), self.said
            if subject is None or said is None:
                return self.give_up()
            for number, start, of_text in (*of_types, *parts):
                value = values[number]
                for one in value if type(value) is list else (value,):
                    term = one[0] if type(one) is tuple else None
                    if type(one) is str:
                        term = of_text(one)
                    if term is None:
                        return self.give_up()
                    said.append(f"{subject}{start}{term} .\n")
            return (subject,)

        return say

    def _node(self, name: str) -> str | None:
        """Give the IRI of a node, if it is plain."""
        if not PLAIN_IRI.fullmatch(name):
            prefix, colon, local = name.partition(":")
            start = self._meaning("prefix", prefix) if colon and local[:2] != "//" else None
            name = "" if start is None else start + local
            if not PLAIN_IRI.fullmatch(name):
                return None
        return None if "/." in name else f"<{name}>"

    def _class(self, name: str) -> str | None:
        return self._meaning("class", name)

    def _meaning(self, place: str, name: str) -> str | None:
        """Give what a name means at a place, as the parser tells: an IRI's start, a term, a tail.

        None if that isn't plain.
        """
        known = self._known[place]
        if name not in known:
            if len(known) > _KNOWN:
                known.clear()
            quad = self._read(_ASKED[place](name))
            known[name] = None if quad is None else _OF_PLACES[place](quad)
        return known[name]

    def _read(self, node: object) -> ox.Quad | None:
        """Have the parser read a node that makes one statement."""
        try:
            text = to_parse(self._head.around(json.dumps(node)), JSONLD, self._base)
            found = list(ox.parse(text, PARSED[JSONLD], base_iri=self._base))
        except (SyntaxError, ValueError):
            return None
        return found[0] if len(found) == 1 else None


def quoted_text(text: str) -> str:
    """Write a text in quotation marks, as canonical N-Triples have it."""
    return f'"{text}"' if _PLAIN_TEXT.fullmatch(text) else str(ox.Literal(text))


def _start(quad: ox.Quad) -> str | None:
    """Give what a prefix stands for, given what is said of a name that has it."""
    node = quad.subject
    return node.value.removesuffix(_TEXT) if isinstance(node, ox.NamedNode) else None


def _term(quad: ox.Quad) -> str | None:
    return str(quad.object) if isinstance(quad.object, ox.NamedNode) else None


def _tail(quad: ox.Quad) -> str | None:
    """Give what stands after a text's quotation mark, if it is a literal as it is."""
    value = quad.object
    whole = isinstance(value, ox.Literal) and value.value == _TEXT
    return str(value)[len(_TEXT) + 2 :] if whole else None


_OF_PLACES: Mapping[str, Callable[[ox.Quad], str | None]] = {
    "prefix": _start,
    "class": _term,
    **dict.fromkeys(("", "@type", "@language"), _tail),
}
