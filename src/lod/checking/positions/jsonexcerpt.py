"""Cuts a large JSON-LD document down to the nodes that are asked for."""

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property

import pyoxigraph as ox

from lod.checking.positions.excerpt import DocumentExcerpt, ExcerptLines, SoughtStatements
from lod.checking.positions.members import JsonHead, Members, Uncut
from lod.checking.positions.spans import LineTable, Span
from lod.rdf import RDF

_MOST_TRIES = 1_000
_ESCAPED = re.compile(rb"\\u00[2-7]")  # what IRIs are made of, written otherwise


class JsonExcerptLines(ExcerptLines):
    """As of Turtle; offsets in the excerpt are in letters, in the document in bytes."""

    def __init__(self, document: LineTable, excerpt: DocumentExcerpt) -> None:
        super().__init__(document, excerpt)
        self._text_of_it = excerpt.text.decode()

    def span(self, start: int, end: int) -> Span:
        """Give the span between two offsets of a piece."""
        first = self._excerpt.starts[bisect_right(self._excerpt.starts, start) - 1]
        origin = self._excerpt.origin(first)
        before, inside = (len(self._text_of_it[first:at].encode()) for at in (start, end))
        return LineTable.span(self, origin + before, origin + inside)


def make_json_excerpt(
    document: bytes, head: JsonHead, members: Members, sought: SoughtStatements, base: str | None
) -> DocumentExcerpt:
    """Cut a document down: it has every statement of the subjects, and of each pair the first.

    :raises Uncut: it can't be.
    """
    kept = {0: len(head.text.encode())}
    wanted = {hash(""), *map(hash, sought.subjects)} if sought.subjects else set()
    for subject, start, end in zip(*members, strict=True):
        if subject in wanted:
            kept[start] = end
    if sought.pairs:
        search = _Search(document, head, members, base)
        kept.update(found for pair in sought.pairs if (found := search.first(*pair)))
    return _joined(document, head, sorted(kept.items()))


def _joined(document: bytes, head: JsonHead, kept: list[tuple[int, int]]) -> DocumentExcerpt:
    starts, texts, at = array("Q"), list[str](), 0
    for number, (start, end) in enumerate(kept):
        comma = "," if 0 < number < len(kept) - 1 else ""
        texts.append(document[start:end].decode() + comma)
        starts.append(at)
        at += len(texts[-1])
    text = "".join([*texts, head.tail]).encode()
    return DocumentExcerpt(text, starts, array("Q", (start for start, _ in kept)))


class _Search:
    """Finds the first node that states a property or value, by how its name may be written."""

    def __init__(self, document: bytes, head: JsonHead, members: Members, base: str | None) -> None:
        self._document, self._head, self._members = document, head, members
        self._base, self._tries = base, 0
        context = head.context(base)
        hidden = any(
            term.index or term.context or term.container.intersection(("@type", "@id"))
            for term in context.terms.values()
        )
        if hidden or '"@base"' in head.text or self._is_escaped:
            raise Uncut
        self._context = context

    @cached_property
    def _has_escapes(self) -> bool:
        return b"\\u" in self._document

    @cached_property
    def _is_escaped(self) -> bool:
        if b"\\/" in self._document:
            return True
        return self._has_escapes and _ESCAPED.search(self._document) is not None

    def first(self, predicate: str, value: str) -> tuple[int, int] | None:
        """Give where the first node starts and ends that states a pair; "" is any."""
        sought = value or predicate
        if not sought.isascii() or sought.startswith("file:"):
            raise Uncut
        names = self._names(sought)
        if self._has_escapes and not all(map(str.isascii, names)):
            raise Uncut
        found = (self._first(name, predicate, value) for name in names)
        return min((one for one in found if one is not None), default=None)

    def _names(self, iri: str) -> Collection[str]:
        """Give how an IRI may be written."""
        names = {iri}
        vocab = self._context.vocab
        for name, term in self._context.terms.items():
            if term.iri == iri:
                names.add(name)
            if term.iri and iri.startswith(term.iri):
                names.add(f"{name}:{iri[len(term.iri) :]}")
        if vocab and iri.startswith(vocab):
            names.add(iri[len(vocab) :])
        if iri == f"{RDF}type":
            names.update(n for n, term in self._context.terms.items() if term.iri == "@type")
            names.add("@type")
        return names

    def _first(self, name: str, predicate: str, value: str) -> tuple[int, int] | None:
        for start, end in self._with(json.dumps(name, ensure_ascii=False).encode()):
            node = self._document[start:end].decode()
            for quad in ox.parse(
                self._head.around(node), ox.RdfFormat.JSON_LD, base_iri=self._base
            ):
                if predicate in ("", quad.predicate.value) and (
                    not value or quad.object == ox.NamedNode(value)
                ):
                    return start, end
            self._tries += 1
            if self._tries > _MOST_TRIES:
                raise Uncut
        return None

    def _with(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Give the nodes in which a text stands."""
        _, starts, ends = self._members
        at = self._document.find(text, starts[0]) if starts else -1
        while at >= 0:
            number = bisect_right(starts, at) - 1
            yield starts[number], ends[number]
            at = self._document.find(text, ends[number])
