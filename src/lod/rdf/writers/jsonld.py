"""JSON-LD of one shape, which reads like the JSON a web developer knows. No normalisation.

The root is the thing; its parts and its document stand where it points at them, all else that
the graph holds, such as what points at it, under ``@included``. A link is an object with ``id``,
and ``name`` where the graph names what it leads to: the name is then said at each link again.
Without a root (a dump), things stand in ``@graph``, and each has its name where it stands itself.
Source: JSON-LD 1.1, 5 (expansion is what has to give the same graph back), 4.10 (included).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

import pyoxigraph as ox

from lod.rdf.namespaces import NAMING, SCHEMA, XSD
from lod.rdf.writers.context import JsonContext, JsonTerm, context_for, scheme_of
from lod.rdf.writers.graph import (
    TYPE,
    ArrangedGraph,
    Properties,
    SubjectNode,
    WritableTerm,
    arrange_graph,
    arrange_stream,
)
from lod.rdf.writers.terms import rank

_DEPTH = 12
_STRING = f"{XSD}string"
_MEMBER = JsonTerm("")
_PAGE = f"{SCHEMA}mainEntityOfPage"


def write_jsonld(
    triples: Iterable[ox.Triple],
    *,
    prefixes: Mapping[str, str],
    base: str,
    first: str | None = None,
) -> bytes:
    """Write a graph as compact JSON-LD, the same bytes for the same triples.

    :param base: isn't needed: ids are absolute.
    :param first: the IRI of the subject that the document is about.
    :raises NotSerializable: a triple term or a base direction (RDF 1.2).
    """
    graph = arrange_graph(triples, rank(prefixes), first)
    if first is None:
        return b"".join(_pieces(graph, context_for(prefixes, _schemes(graph))))
    context = context_for(prefixes, _schemes(graph) | _schemes_of([first]))
    root = _Rooted(graph, context, first).document()
    return f'{{\n  "@context": {context.text},{_text(root)[1:]}\n'.encode()


def stream_jsonld(
    subjects: Mapping[SubjectNode, Sequence[ox.Triple]], *, prefixes: Mapping[str, str], base: str
) -> Iterator[bytes]:
    """Write a graph without a root, in pieces; it is gone through twice.

    The first time tells which words the context can't have.
    """
    schemes: set[str] = set()

    def see(subject: SubjectNode, triples: Sequence[ox.Triple]) -> None:
        schemes.update(_schemes_of(t.predicate.value for t in triples))
        schemes.update(_schemes_of(map(_iri_in, (subject, *(t.object for t in triples)))))

    graph = arrange_stream(subjects, rank(prefixes), see)
    yield from _pieces(graph, context_for(prefixes, frozenset(schemes)))


def _pieces(graph: ArrangedGraph, context: JsonContext) -> Iterator[bytes]:
    yield f'{{\n  "@context": {context.text},\n  "@graph": ['.encode()
    between = ""
    for node in _Writer(graph, context).top():
        yield f"{between}\n    {_text(node, '    ')}".encode()
        between = ","
    yield b"\n  ]\n}\n" if between else b"]\n}\n"


def _text(value: Any, margin: str = "") -> str:
    """Write JSON. What holds nothing but texts stands on one line."""
    if isinstance(value, str):
        return encode_basestring(value)
    deeper = f"{margin}  "
    if isinstance(value, dict):
        parts = [f"{encode_basestring(k)}: {_text(v, deeper)}" for k, v in value.items()]
        start, end, inner = "{", "}", value.values()
    else:
        parts = [_text(v, deeper) for v in value]
        start, end, inner = "[", "]", value
    if margin and all(isinstance(v, str) for v in inner):
        return f"{start}{', '.join(parts)}{end}"
    rows = f",\n{deeper}".join(parts)
    return f"{start}\n{deeper}{rows}\n{margin}{end}"


def _schemes(graph: ArrangedGraph) -> frozenset[str]:
    """Give the schemes of all IRIs that a word of the context could be taken for."""
    found: set[str] = set()
    for subject, properties in graph.subjects.items():
        if isinstance(subject, ox.NamedNode):
            found |= _schemes_of([subject.value])
        found |= _schemes_of(properties)
        for objects in properties.values():
            found |= _schemes_of(map(_iri_in, objects))
    return frozenset(found)


def _schemes_of(iris: Iterable[str]) -> frozenset[str]:
    return frozenset(scheme for scheme in map(scheme_of, iris) if scheme)


def _iri_in(term: object) -> str:
    if isinstance(term, ox.Literal):
        return term.datatype.value
    return term.value if isinstance(term, ox.NamedNode) else ""


def _texts(objects: list[WritableTerm], *, many: bool) -> tuple[dict[str, Any], list[WritableTerm]]:
    """Give a language map (JSON-LD 1.1, 4.6.2), and what is in it: of a language one or many."""
    found: dict[str, list[ox.Literal]] = {}
    for term in objects:
        if isinstance(term, ox.Literal):
            found.setdefault(term.language or "@none", []).append(term)
    if many:
        return {k: [each.value for each in v] for k, v in found.items()}, objects
    single = {k: v[0] for k, v in found.items() if len(v) == 1}
    return {k: v.value for k, v in single.items()}, list(single.values())


class _Writer:
    """Writes things in their order, in which a part comes after what it is a part of."""

    def __init__(self, graph: ArrangedGraph, context: JsonContext) -> None:
        self.graph, self.context = graph, context
        self.ahead: set[SubjectNode] = set()
        self.depth = 0

    def top(self) -> Iterator[dict[str, Any]]:
        """Give the nodes that stand on their own."""
        for subject in self.graph.subjects:
            if subject in self.ahead:
                self.pass_by(subject)
            elif self.stands_alone(subject):
                yield self.node(subject)

    def pass_by(self, subject: SubjectNode) -> None:
        """Forget what was written ahead of its turn: what it is a part of came before."""
        self.ahead.discard(subject)

    def stands_alone(self, subject: SubjectNode) -> bool:
        """Whether a subject isn't written where it is pointed at."""
        return subject not in self.graph.inline and subject not in self.graph.cells

    def node(self, subject: SubjectNode) -> dict[str, Any]:
        """Write everything about a subject."""
        properties = self.graph.subjects[subject]
        own = {} if subject in self.graph.inline else {self.context.id: self.reference(subject)}
        self.depth += 1
        rows = self.rows(subject, properties)
        self.depth -= 1
        return {**own, **self.types(properties.get(TYPE, [])), **rows}

    def reference(self, node: SubjectNode) -> str:
        return self.graph.label(node) if isinstance(node, ox.BlankNode) else node.value

    def types(self, objects: list[WritableTerm]) -> dict[str, Any]:
        named = [self.context.class_name(o.value) for o in objects if isinstance(o, ox.NamedNode)]
        return {self.context.type: named} if named else {}

    def rows(self, subject: SubjectNode, properties: Properties) -> dict[str, Any]:
        rows: dict[str, Any] = {}
        for predicate, objects in properties.items():
            if predicate == TYPE:
                objects = [o for o in objects if not isinstance(o, ox.NamedNode)]
            if objects:
                terms = self.context.terms(predicate)
                rows |= self.row(terms, subject, predicate, objects)
        return rows

    def row(
        self,
        terms: Iterable[JsonTerm],
        subject: SubjectNode,
        predicate: str,
        objects: list[WritableTerm],
    ) -> dict[str, Any]:
        """Write a property; what its words can't hold stands under its name, a list of objects."""
        row: dict[str, Any] = {}
        for term in terms:
            held = [o for o in objects if self.holds(term, subject, predicate, o)]
            if term.kind == "texts":
                texts, held = _texts(held, many=term.many)
                row |= {term.key: texts} if texts else {}
            elif held and (term.many or len(held) == 1):
                row |= self.values(term, subject, predicate, held)
            else:
                held = []
            written = set(held)
            objects = [o for o in objects if o not in written]
        return row | self.values(
            JsonTerm(self.context.curie(predicate)), subject, predicate, objects
        )

    def holds(
        self, term: JsonTerm, subject: SubjectNode, predicate: str, found: WritableTerm
    ) -> bool:
        """Whether a value has the shape that all values of a term have."""
        if not isinstance(found, ox.Literal):
            other = found in self.graph.lists
            other = other or (term.scoped and self.is_nested(subject, predicate, found))
            return term.kind in ("link", "value") and not other
        if term.kind == "texts":
            return bool(found.language) or found.datatype.value == _STRING
        if term.kind == "plain":
            return found.datatype.value == _STRING
        return term.kind in ("value", self.context.class_name(found.datatype.value))

    def values(
        self, term: JsonTerm, subject: SubjectNode, predicate: str, objects: list[WritableTerm]
    ) -> dict[str, Any]:
        values = [self.value(term, subject, predicate, o) for o in objects]
        if not values:
            return {}
        return {term.key: values if term.many else values[0]}

    def value(
        self, term: JsonTerm, subject: SubjectNode, predicate: str, found: WritableTerm
    ) -> Any:
        if isinstance(found, ox.Literal):
            return self.literal(found) if term.kind == "value" else found.value
        if not self.is_nested(subject, predicate, found):
            return self.link(found, term)
        if isinstance(found, ox.BlankNode) and found in self.graph.lists:
            members = self.graph.lists[found]
            return {"@list": [self.value(_MEMBER, found, "", m) for m in members]}
        self.ahead.add(found)
        return self.node(found)

    def is_nested(self, subject: SubjectNode, predicate: str, found: WritableTerm) -> bool:
        """Whether a value stands whole where it is pointed at."""
        if isinstance(found, ox.NamedNode):
            may = self.depth < _DEPTH and found not in self.ahead
            return may and self.belongs(subject, predicate, found) and found in self.graph.subjects
        return isinstance(found, ox.BlankNode) and found in self.graph.inline

    def belongs(self, subject: SubjectNode, predicate: str, found: ox.NamedNode) -> bool:
        """Whether a thing is a part of the subject. Where ``name`` has another meaning, none is."""
        part = isinstance(subject, ox.NamedNode) and found.value.startswith(f"{subject.value}/")
        return part and not any(term.scoped for term in self.context.terms(predicate))

    def link(self, node: SubjectNode, term: JsonTerm) -> dict[str, Any]:
        """Write a link: where it leads."""
        return {self.context.id: self.reference(node)}

    def literal(self, literal: ox.Literal) -> dict[str, Any]:
        """Write a literal as an object (JSON-LD 1.1, 9.5)."""
        if literal.language:
            return {"@value": literal.value, "@language": literal.language}
        if literal.datatype.value == _STRING:
            return {"@value": literal.value}
        return {"@value": literal.value, "@type": self.context.class_name(literal.datatype.value)}


class _Rooted(_Writer):
    """Writes a graph that is held whole as one thing, with all else under it."""

    def __init__(self, graph: ArrangedGraph, context: JsonContext, root: str) -> None:
        super().__init__(graph, context)
        self.root = ox.NamedNode(root)
        said = [(p, os) for ps in graph.subjects.values() for p, os in ps.items() if p != TYPE]
        self.pointed = {o for _, os in said for o in os if not isinstance(o, ox.Literal)}
        self.links: dict[tuple[SubjectNode, str, bool], dict[str, Any]] = {}

    def document(self) -> dict[str, Any]:
        """Write the root."""
        known = self.root in self.graph.subjects
        nodes = list(self.top())
        root = nodes.pop(0) if known else {self.context.id: self.root.value}
        return root | ({"@included": nodes} if nodes else {})

    def pass_by(self, subject: SubjectNode) -> None:
        """Forget nothing: the root and its parts come before what they may be parts of."""

    def node(self, subject: SubjectNode) -> dict[str, Any]:
        self.ahead.add(subject)
        return super().node(subject)

    def stands_alone(self, subject: SubjectNode) -> bool:
        if subject != self.root and subject in self.pointed and self.is_only_named(subject):
            return False
        return super().stands_alone(subject)

    def is_only_named(self, subject: SubjectNode) -> bool:
        return self.graph.subjects[subject].keys() == self.names(subject).keys()

    def names(self, node: SubjectNode) -> Properties:
        """Give the texts that name a thing, the most telling first."""
        said = self.graph.subjects.get(node, {})
        found = {name: said[name] for name in NAMING if name in said}
        return {n: os for n, os in found.items() if all(isinstance(o, ox.Literal) for o in os)}

    def belongs(self, subject: SubjectNode, predicate: str, found: ox.NamedNode) -> bool:
        page = predicate == _PAGE and subject == self.root
        return page or super().belongs(subject, predicate, found)

    def link(self, node: SubjectNode, term: JsonTerm) -> dict[str, Any]:
        """Write a link: where it leads, and what that is called; once for each way to say so."""
        known = (node, term.name, term.scoped)
        if known not in self.links:
            self.links[known] = super().link(node, term) | self.named(node, term)
        return self.links[known]

    def named(self, node: SubjectNode, term: JsonTerm) -> dict[str, Any]:
        """Write a name, or if nothing else is known of the thing, all of them."""
        names = list(self.names(node).items())
        if names and not self.is_only_named(node):
            names = names[:1]
        rows: dict[str, Any] = {}
        for predicate, objects in names:
            own = self.context.terms(predicate)
            if term.scoped and predicate == term.name:
                own = (JsonTerm("name", "texts", many=False),)
            elif term.scoped:
                own = tuple(each for each in own if each.key != "name")
            rows |= self.row(own, node, predicate, objects)
        return rows
