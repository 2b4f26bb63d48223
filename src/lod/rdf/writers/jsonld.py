"""JSON-LD that reads like the schema.org JSON a web developer knows. No normalisation.

The context is inlined and holds only what is used. Parts, documents, names of what is
pointed at and blank nodes stand where they are first pointed at; if any other subject is
left, all of them stand in ``@graph``, the main one first.
Source: JSON-LD 1.1, 5 (expansion is what has to give the same graph back).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from lod.rdf.names import Names
from lod.rdf.namespaces import NAMING, SCHEMA, XSD, expand
from lod.rdf.writers.graph import (
    TYPE,
    ArrangedGraph,
    Properties,
    SubjectNode,
    WritableTerm,
    arrange_graph,
)
from lod.rdf.writers.terms import CLASSES, PROPERTIES, WORDS, rank

_LANGUAGE = "sv"
_DEPTH = 12
_STRING = f"{XSD}string"
_PAGE = f"{SCHEMA}mainEntityOfPage"
_NAMING = frozenset(NAMING)
_SCHEME = re.compile(r"[^/?#:]+(?=:)")


def write_jsonld(
    triples: Iterable[ox.Triple],
    *,
    prefixes: Mapping[str, str],
    base: str,
    first: str | None = None,
) -> bytes:
    """Write a graph as compact JSON-LD, the same bytes for the same triples.

    :param first: the IRI of the subject that the document is about.
    :raises NotSerializable: a triple term or a base direction (RDF 1.2).
    """
    graph = arrange_graph(triples, rank(prefixes), first)
    words = _Words(prefixes, base, _schemes(graph))
    writer = _Writer(graph, words)
    nodes = list(writer.top())
    body = nodes[0] if len(nodes) == 1 else {"@graph": nodes}
    document = {"@context": words.context(), **body}
    return _json(document).encode()


def stream_jsonld(
    graph: ArrangedGraph, *, prefixes: Mapping[str, str], base: str
) -> Iterator[bytes]:
    """Write a graph as :func:`write_jsonld` does, in pieces; it is gone through twice.

    The first time tells what the context needs.
    """
    words = _Words(prefixes, base, _schemes(graph))
    count = sum(1 for _ in _Writer(graph, words).top())
    nodes = _Writer(graph, words).top()
    if count == 1:
        yield _json({"@context": words.context(), **next(nodes)}).encode()
        return
    head, _, end = _json({"@context": words.context(), "@graph": []}).rpartition("]")
    yield head.encode()
    for number, node in enumerate(nodes):
        text = _json(node).rstrip("\n").replace("\n", "\n    ")
        yield f"{',' if number else ''}\n    {text}".encode()
    yield (("\n  " if count else "") + "]" + end).encode()


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _schemes(graph: ArrangedGraph) -> frozenset[str]:
    """Give the schemes of all IRIs: a word of the context with that name would swallow them."""
    iris = {n.value for n in graph.subjects if isinstance(n, ox.NamedNode)}
    for properties in graph.subjects.values():
        iris.update(properties)
        for term in (t for objects in properties.values() for t in objects):
            if not isinstance(term, ox.BlankNode):
                iris.add(term.datatype.value if isinstance(term, ox.Literal) else term.value)
    return frozenset(m[0] for m in map(_SCHEME.match, iris) if m)


class _Words:
    """The context: gives out short names and remembers which were used."""

    def __init__(self, prefixes: Mapping[str, str], base: str, banned: frozenset[str]) -> None:
        self.names = Names(prefixes, base, banned)
        table = {prefix: namespace for namespace, prefix in self.names.namespaces.items()}
        self.id = "@id" if "id" in banned else "id"
        self.type = "@type" if "type" in banned else "type"
        self.properties = {
            expand(curie, table): (term, curie, kind)
            for term, curie, kind in PROPERTIES
            if curie.partition(":")[0] in table and term not in banned
        }
        self.classes = {
            expand(curie, table): (term, curie)
            for term, curie in CLASSES
            if curie.partition(":")[0] in table and term not in banned
        }
        self.defined: dict[str, Any] = {}

    def reference(self, iri: str) -> str:
        """Give an IRI as the value of ``id``."""
        if (curie := self.names.curie(iri)) is not None:
            return curie
        relative = self.names.relative(iri)
        return iri if relative is None or relative in WORDS else relative

    def type_name(self, iri: str) -> str:
        """Give a class or datatype its short name."""
        if iri not in self.classes:
            return self.names.curie(iri) or iri
        term, curie = self.classes[iri]
        self._define(term, curie, curie)
        return term

    def property(self, iri: str) -> tuple[str, str]:
        """Give a property's key and the kind of its values (``any`` without a term)."""
        if iri not in self.properties:
            return (self.names.curie(iri) or iri, "any")
        term, curie, kind = self.properties[iri]
        self._define(term, curie, _definition(curie, kind))
        if ":" in kind:
            self.names.used.add("xsd")
        return (term, kind)

    def _define(self, term: str, curie: str, definition: Any) -> None:
        self.names.used.add(curie.partition(":")[0])
        self.defined[term] = definition

    def context(self) -> dict[str, Any]:
        """Give the context for what has been written."""
        base = {"@base": self.names.base} if self.names.base_used else {}
        aliases = {a: f"@{a}" for a in (self.id, self.type) if not a.startswith("@")}
        order = [term for term, *_ in (*CLASSES, *PROPERTIES)]
        words = {term: self.defined[term] for term in order if term in self.defined}
        declared = dict(self.names.declared())
        return {**base, "@language": _LANGUAGE, **aliases, **declared, **words}


def _definition(curie: str, kind: str) -> Any:
    if kind == "text":
        return curie
    if kind == "plain":
        return {"@id": curie, "@language": None}
    if kind == "texts":
        return {"@id": curie, "@container": "@language"}
    many = kind.endswith(("[]", "ids"))
    coercion = "@id" if kind in ("id", "ids") else kind.removesuffix("[]")
    return {"@id": curie, "@type": coercion} | ({"@container": "@set"} if many else {})


class _Writer:
    def __init__(self, graph: ArrangedGraph, words: _Words) -> None:
        self.graph, self.words = graph, words
        self.written: set[SubjectNode] = set()
        self.depth = 0
        self.only_named: dict[SubjectNode, bool] = {}

    def top(self) -> Iterator[dict[str, Any]]:
        """Give the nodes that stand on their own; those in a ring of parts come last."""
        nested = {o for s, p, o in self._references() if self._is_nested(s, p, o)}
        own = [s for s in self.graph.subjects if s not in nested]
        for subject in [*own, *(s for s in self.graph.subjects if s in nested)]:
            if subject not in self.written and subject not in self.graph.cells:
                yield self.node(subject)

    def _references(self) -> Iterator[tuple[SubjectNode, str, SubjectNode]]:
        for subject, properties in self.graph.subjects.items():
            for predicate, objects in properties.items():
                for term in objects:
                    if not isinstance(term, ox.Literal) and term in self.graph.subjects:
                        yield subject, predicate, term

    def _is_nested(self, subject: SubjectNode, predicate: str, term: SubjectNode) -> bool:
        if isinstance(term, ox.BlankNode):
            return term in self.graph.inline
        if subject == term:
            return False
        part = isinstance(subject, ox.NamedNode) and term.value.startswith(f"{subject.value}/")
        return part or predicate == _PAGE or self._is_only_named(term)

    def _is_only_named(self, term: SubjectNode) -> bool:
        if term not in self.only_named:
            self.only_named[term] = self.graph.subjects[term].keys() <= _NAMING
        return self.only_named[term]

    def node(self, subject: SubjectNode) -> dict[str, Any]:
        """Write everything about a subject."""
        self.written.add(subject)
        properties = self.graph.subjects[subject]
        name = {} if subject in self.graph.inline else {self.words.id: self.reference(subject)}
        self.depth += 1
        rows = self.rows(subject, properties)
        self.depth -= 1
        return {**name, **self.types(properties.get(TYPE, [])), **rows}

    def reference(self, node: SubjectNode) -> str:
        if isinstance(node, ox.BlankNode):
            return self.graph.label(node)
        return self.words.reference(node.value)

    def types(self, objects: list[WritableTerm]) -> dict[str, Any]:
        named = [self.words.type_name(o.value) for o in objects if isinstance(o, ox.NamedNode)]
        return {self.words.type: named[0] if len(named) == 1 else named} if named else {}

    def rows(self, subject: SubjectNode, properties: Properties) -> dict[str, Any]:
        rows: dict[str, Any] = {}
        for predicate, objects in properties.items():
            if predicate == TYPE:
                objects = [o for o in objects if not isinstance(o, ox.NamedNode)]
            if objects:
                self.row(rows, subject, predicate, objects)
        return rows

    def row(
        self,
        rows: dict[str, Any],
        subject: SubjectNode,
        predicate: str,
        objects: list[WritableTerm],
    ) -> None:
        key, kind = self.words.property(predicate)
        if kind == "texts":
            by_language, objects = _by_language(objects)
            if by_language:
                rows[key] = by_language
            key, kind = (self.words.names.curie(predicate) or predicate, "any")
        values = [self.value(subject, predicate, o, kind) for o in objects]
        if values:
            alone = len(values) == 1 and not kind.endswith(("[]", "ids"))
            rows[key] = values[0] if alone else values

    def value(self, subject: SubjectNode, predicate: str, term: WritableTerm, kind: str) -> Any:
        if isinstance(term, ox.Literal):
            return _literal(term, kind, self.words)
        if isinstance(term, ox.BlankNode) and term in self.graph.lists:
            members = self.graph.lists[term]
            return {"@list": [self.value(term, predicate, m, "any") for m in members]}
        if self._is_due(subject, predicate, term):
            return self.node(term)
        reference = self.reference(term)
        return reference if kind in ("id", "ids") else {self.words.id: reference}

    def _is_due(self, subject: SubjectNode, predicate: str, term: SubjectNode) -> bool:
        if term in self.written or term not in self.graph.subjects:
            return False
        if isinstance(term, ox.BlankNode):
            return term in self.graph.inline
        return self.depth < _DEPTH and self._is_nested(subject, predicate, term)


def _by_language(objects: list[WritableTerm]) -> tuple[dict[str, Any], list[WritableTerm]]:
    """Give a language map, and what doesn't go into one."""
    found: dict[str, Any] = {}
    rest: list[WritableTerm] = []
    for term in objects:
        if isinstance(term, ox.Literal) and term.language:
            found.setdefault(term.language, []).append(term.value)
        else:
            rest.append(term)
    return {k: v[0] if len(v) == 1 else v for k, v in found.items()}, rest


def _literal(literal: ox.Literal, kind: str, words: _Words) -> Any:
    if literal.language:
        if literal.language == _LANGUAGE and kind in ("any", "text"):
            return literal.value
        return {"@value": literal.value, "@language": literal.language}
    datatype = literal.datatype.value
    if datatype == _STRING:
        return literal.value if kind == "plain" else {"@value": literal.value}
    name = words.type_name(datatype)
    if name == kind.removesuffix("[]"):
        return literal.value
    return {"@value": literal.value, "@type": name}
