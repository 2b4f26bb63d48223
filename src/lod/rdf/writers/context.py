"""The context of our JSON-LD: one for all documents and dumps of a publication.

It has no base and no language: ids are absolute, texts are language maps.
Source: JSON-LD 1.1, 4.1.8 (what a term means within another), 4.6.2 (language maps).
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from lod.rdf.names import Names
from lod.rdf.namespaces import SCHEMA, expand
from lod.rdf.writers.terms import CLASSES, NAMES_OF_LINKS, PROPERTIES

_SCHEME = re.compile(r"[^/?#:]+(?=:)")
_NAME = f"{SCHEMA}name"
_ALIASES = ("id", "type")


class JsonTerm(NamedTuple):
    """How values of a property are written.

    :param kind: as in the table of terms, without ``[]``; ``value`` for one that isn't there.
    :param many: whether its values always stand in a list.
    :param name: the property that ``name`` is short for in its links.
    :param scoped: whether that is another than elsewhere.
    """

    key: str
    kind: str = "value"
    many: bool = True
    name: str = _NAME
    scoped: bool = False


class JsonContext:
    """Gives IRIs their words.

    :param banned: words and prefixes that an IRI of the graph has for its scheme: the context
        would swallow it (JSON-LD 1.1, 5.2.2), so they are left out.
    """

    def __init__(self, prefixes: Mapping[str, str], banned: frozenset[str] = frozenset()) -> None:
        self._names = Names(prefixes, "", banned)
        self._table = {p: namespace for namespace, p in self._names.namespaces.items()}
        self.id, self.type = (f"@{a}" if a in banned else a for a in _ALIASES)
        self._classes = {
            expand(curie, self._table): (term, curie)
            for term, curie in CLASSES
            if self._has(term, curie, banned)
        }
        names = {} if "name" in banned else {t: c for c, ts in NAMES_OF_LINKS.items() for t in ts}
        rows = [row for row in PROPERTIES if self._has(row[0], row[1], banned)]
        self._scoped = {t: c for t, c in names.items() if c.partition(":")[0] in self._table}
        self._properties: dict[str, tuple[JsonTerm, ...]] = {}
        for term, curie, kind in rows:
            iri = expand(curie, self._table)
            self._properties[iri] = (*self.terms(iri), self._term(term, kind))
        self._definitions = {t: self._definition(t, curie, kind) for t, curie, kind in rows}
        self.text = f"{{\n    {self._rows()}\n  }}"

    def _has(self, term: str, curie: str, banned: frozenset[str]) -> bool:
        return curie.partition(":")[0] in self._table and term not in banned

    def _term(self, term: str, kind: str) -> JsonTerm:
        name = expand(self._scoped[term], self._table) if term in self._scoped else _NAME
        return JsonTerm(
            term, kind.removesuffix("[]"), kind.endswith("[]"), name, term in self._scoped
        )

    def _definition(self, term: str, curie: str, kind: str) -> Any:
        found: dict[str, Any] = {"@id": curie}
        if ":" in kind:
            found["@type"] = kind.removesuffix("[]")
        if kind.startswith("texts"):
            found["@container"] = ["@language", "@set"] if kind.endswith("[]") else "@language"
        elif kind.endswith("[]"):
            found["@container"] = "@set"
        if term in self._scoped:
            name = {"@id": self._scoped[term], "@container": "@language"}
            found["@context"] = {"name": name}
        return found if len(found) > 1 else curie

    def _rows(self) -> str:
        rows: dict[str, Any] = {"@version": 1.1}
        if self.id == "id":
            rows["id"] = "@id"
        if self.type == "type":
            rows["type"] = {"@id": "@type", "@container": "@set"}
        rows |= self._table | dict(self._classes.values()) | self._definitions
        return ",\n    ".join(f"{encode_basestring(k)}: {_flat(v)}" for k, v in rows.items())

    def class_name(self, iri: str) -> str:
        """Give a class or datatype its short name."""
        known = self._classes.get(iri)
        return known[0] if known else self.curie(iri)

    def terms(self, iri: str) -> tuple[JsonTerm, ...]:
        """Give the words for a property: none, one, or one for each datatype."""
        return self._properties.get(iri, ())

    def curie(self, iri: str) -> str:
        """Give an IRI with its prefix, else as it is."""
        return self._names.curie(iri) or iri


def _flat(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def scheme_of(iri: str) -> str | None:
    """Give the scheme of an IRI, where a word of the context could be taken for it.

    >>> scheme_of("name:1"), scheme_of("https://x.example/")
    ('name', None)
    """
    found = None if iri.startswith(("https://", "http://")) else _SCHEME.match(iri)
    return found[0] if found else None


def context_for(prefixes: Mapping[str, str], schemes: frozenset[str]) -> JsonContext:
    """Give the context for a graph.

    :param schemes: those that :func:`scheme_of` gives of its IRIs.
    """
    words = {*_ALIASES, *prefixes, *(t for t, *_ in (*PROPERTIES, *CLASSES))}
    return _context(tuple(prefixes.items()), schemes & words)


@lru_cache(8)
def _context(prefixes: tuple[tuple[str, str], ...], banned: frozenset[str]) -> JsonContext:
    return JsonContext(dict(prefixes), banned)


def write_context(prefixes: Mapping[str, str]) -> bytes:
    """Write the context that every document holds, as a document of its own."""
    return f'{{\n  "@context": {context_for(prefixes, frozenset()).text}\n}}\n'.encode()
