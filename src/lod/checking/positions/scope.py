"""Tells whether the text of a token stands for a term, under the prefixes and base in force."""

import re
from functools import lru_cache

import pyoxigraph as ox

from lod.checking.positions.tokens import SIMPLE, STRING
from lod.rdf import RDF, SCHEME, XSD, unescape

_SCHEME = re.compile(SCHEME)
_STRING = ox.NamedNode(f"{XSD}string")
_XML = ox.NamedNode(f"{RDF}XMLLiteral")
_NUMBERS = {
    name: ox.NamedNode(f"{XSD}{name}") for name in ("integer", "decimal", "double", "boolean")
}
_KEPT, _SHORT = 100_000, 100

_TYPE = {b"a": hash(ox.NamedNode(f"{RDF}type"))}

QuadTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph


class Scope:
    """The prefixes and the base that hold from some place on.

    ``known`` keeps the hash of the term of each short text met: most are met again.
    """

    def __init__(self, base: str | None, prefixes: dict[bytes, str] | None = None) -> None:
        self.base, self.prefixes = base, prefixes or {}
        self._folder = base[: base.rfind("/") + 1] if base else ""
        self.known = dict(_TYPE)

    def declaring(self, prefix: bytes | None, iri: bytes) -> "Scope":
        """Give the scope after a declaration, of the base if ``prefix`` is None.

        The prefixes are this scope's own, which ends here: a file may declare 100,000.
        """
        full = self.resolve(unescape(iri[1:-1].decode()))
        if prefix is None:
            return Scope(full, self.prefixes)
        is_new = prefix not in self.prefixes
        self.prefixes[prefix] = full
        return self if is_new else Scope(self.base, self.prefixes)

    def resolve(self, iri: str) -> str:
        """Make an IRI absolute; one that can't be stays as it is. Source: RFC 3986, 5."""
        if self.base is None or _SCHEME.match(iri):
            return iri
        return _resolve(iri, self.base)

    def stands_for(self, text: bytes, term: QuadTerm) -> bool:
        """Tell whether a name or a value, as written, is the term.

        >>> Scope(None, {b"x": "http://x/"}).stands_for(b"x:a", ox.NamedNode("http://x/a"))
        True
        """
        known = self.known.get(text)
        if known is not None:
            return known == hash(term)
        if isinstance(term, ox.Literal):
            same = self._is_literal(text, term)
        else:
            same = isinstance(term, ox.NamedNode) and self._is_iri(text, term.value)
        if same and len(text) < _SHORT:
            self._remember(text, term)
        return same

    def _remember(self, text: bytes, term: QuadTerm) -> None:
        if len(self.known) > _KEPT:
            self.known.clear()
            self.known.update(_TYPE)
        self.known[text] = hash(term)

    def _is_iri(self, text: bytes, iri: str) -> bool:
        if text.startswith(b"<"):
            written = unescape(text[1:-1].decode())
            return iri in (written, self._folder + written) or self.resolve(written) == iri
        prefix, colon, local = text.partition(b":")
        return bool(colon) and self.prefixes.get(prefix, " ") + unescape(local.decode()) == iri

    def _is_literal(self, text: bytes, literal: ox.Literal) -> bool:
        match = SIMPLE.fullmatch(text) or STRING.fullmatch(text)
        if match is None:
            datatype = _NUMBERS[_number_type(text)]
            return literal.value == text.decode() and literal.datatype == datatype
        quoted, tag, datatype_text = match.groups()
        if literal.value != (quoted.decode() if match.re is SIMPLE else _unquoted(quoted)):
            return False
        if tag:
            return tag.decode().lower() == _tag(literal)
        if datatype_text:
            return self.stands_for(datatype_text, literal.datatype)
        return literal.datatype == _STRING


@lru_cache(maxsize=1 << 16)
def _resolve(iri: str, base: str) -> str:
    try:
        quad = next(iter(ox.parse(f"<a:> <a:> <{iri}> .", ox.RdfFormat.TURTLE, base_iri=base)))
    except (SyntaxError, ValueError):
        return iri
    return quad.object.value if isinstance(quad.object, ox.NamedNode) else iri


def has_scheme(iri: bytes) -> bool:
    """Tell whether an IRI in < > is absolute."""
    return _SCHEME.match(iri[1:].decode(errors="replace")) is not None


def is_xml(term: QuadTerm) -> bool:
    """Tell whether the term is an XML literal."""
    return isinstance(term, ox.Literal) and term.datatype == _XML


def _unquoted(text: bytes) -> str:
    width = 3 if text[:3] in (b'"""', b"'''") and len(text) > 5 else 1
    return unescape(text[width:-width].decode())


def _tag(literal: ox.Literal) -> str:
    direction = literal.direction
    return (literal.language or "").lower() + (f"--{direction.value}" if direction else "")


def _number_type(text: bytes) -> str:
    if text in (b"true", b"false"):
        return "boolean"
    if b"e" in text.lower():
        return "double"
    return "decimal" if b"." in text else "integer"
