"""A graph as a writer needs it: by subject, in reading order, with its lists found. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import pyoxigraph as ox

from lod.rdf.namespaces import RDF
from lod.rdf.writers.errors import NotSerializable

SubjectNode: TypeAlias = ox.NamedNode | ox.BlankNode
WritableTerm: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
Properties: TypeAlias = dict[str, list[WritableTerm]]

FIRST, REST, NIL, TYPE = (f"{RDF}first", f"{RDF}rest", f"{RDF}nil", f"{RDF}type")
_DEPTH = 24
_LANGUAGES = {"sv": 0, "en": 1}


@dataclass
class ArrangedGraph:
    """A graph by subject.

    :param subjects: properties by subject; both in the order to write them in.
    :param inline: blank nodes that are pointed at once, so they need no label.
    :param lists: members of each well-formed list by its first cell.
    :param cells: the lists' cells, which aren't written as subjects.
    :param labels: ``b0``, ``b1`` … for blank nodes, by the order of the labels they had.
    """

    subjects: Mapping[SubjectNode, Properties]
    inline: set[ox.BlankNode] = field(default_factory=set)
    lists: dict[ox.BlankNode, list[WritableTerm]] = field(default_factory=dict)
    cells: set[ox.BlankNode] = field(default_factory=set)
    labels: dict[ox.BlankNode, str] = field(default_factory=dict)

    def label(self, node: ox.BlankNode) -> str:
        """Give a blank node's label, with ``_:``."""
        return f"_:{self.labels[node]}"


def arrange_graph(
    triples: Iterable[ox.Triple], rank: Mapping[str, int], first: str | None = None
) -> ArrangedGraph:
    """Group triples by subject: ``first``, its parts, its document, then the others by IRI.

    :raises NotSerializable: a triple term or a base direction (RDF 1.2).
    """
    table: dict[SubjectNode, Properties] = defaultdict(lambda: defaultdict(list))
    unique = set(triples)
    for triple in unique:
        table[node_of(triple.subject)][triple.predicate.value].append(_term(triple.object))
    pages = {o.value for o in _pages(table, first)}
    subjects = {s: _sorted(table[s], rank) for s in sorted(table, key=_place(first, pages))}
    arranged = ArrangedGraph(subjects, labels=blank_labels(unique))
    _find_inline(arranged)
    return arranged


class _Streamed(Mapping[SubjectNode, Properties]):
    """The properties of subjects that aren't held: arranged when they are asked for."""

    def __init__(
        self, subjects: Mapping[SubjectNode, Sequence[ox.Triple]], rank: Mapping[str, int]
    ) -> None:
        self._subjects, self._rank = subjects, rank

    def __getitem__(self, node: SubjectNode) -> Properties:
        found: Properties = defaultdict(list)
        for triple in self._subjects[node]:
            found[triple.predicate.value].append(_term(triple.object))
        return _sorted(found, self._rank)

    def __contains__(self, node: object) -> bool:
        return node in self._subjects

    def __iter__(self) -> Iterator[SubjectNode]:
        return iter(self._subjects)

    def __len__(self) -> int:
        return len(self._subjects)


def arrange_stream(
    subjects: Mapping[SubjectNode, Sequence[ox.Triple]],
    rank: Mapping[str, int],
    see: Callable[[SubjectNode, Sequence[ox.Triple]], None],
) -> ArrangedGraph:
    """Arrange subjects that come in the order to write them in; of them only blank nodes are held.

    :param subjects: what is said of each, every triple once. They are gone through for the blank
        nodes.
    :param see: is shown each subject meanwhile.
    :raises NotSerializable: a triple term or a base direction, when it is come to.
    """
    blank: list[ox.Triple] = []
    for subject, triples in subjects.items():
        see(subject, triples)
        blank += filter(_names_blank, triples)
    arranged = arrange_graph(blank, rank)
    arranged.subjects = _Streamed(subjects, rank)
    return arranged


def _names_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def blank_labels(triples: Iterable[ox.Triple]) -> dict[ox.BlankNode, str]:
    """Give each blank node a label that every format takes."""
    nodes = {t for triple in triples for t in (triple.subject, triple.object)}
    blank = sorted((n for n in nodes if isinstance(n, ox.BlankNode)), key=lambda n: n.value)
    return {node: f"b{number}" for number, node in enumerate(blank)}


def node_of(term: object) -> SubjectNode:
    """Give a term that can be a subject.

    :raises NotSerializable: a triple term (RDF 1.2).
    """
    if isinstance(term, ox.NamedNode | ox.BlankNode):
        return term
    raise NotSerializable("a triple term can't be written as RDF 1.1")


def _term(term: object) -> WritableTerm:
    if isinstance(term, ox.Literal):
        if term.direction is not None:
            raise NotSerializable("a text with a base direction can't be written as RDF 1.1")
        return term
    return node_of(term)


def _pages(table: Mapping[SubjectNode, Properties], first: str | None) -> list[ox.NamedNode]:
    if first is None or (subject := ox.NamedNode(first)) not in table:
        return []
    objects = [o for p, os in table[subject].items() if p.endswith("mainEntityOfPage") for o in os]
    return [o for o in objects if isinstance(o, ox.NamedNode)]


def place_among(node: SubjectNode) -> tuple[int, str]:
    """Give the sort key of subjects: by IRI, blank nodes last."""
    return (4 if isinstance(node, ox.BlankNode) else 3, node.value)


class _place:
    """The sort key of subjects."""

    def __init__(self, first: str | None, pages: set[str]) -> None:
        self.first, self.pages = first, pages

    def __call__(self, node: SubjectNode) -> tuple[int, str]:
        if self.first is None or isinstance(node, ox.BlankNode):
            return place_among(node)
        if node.value == self.first:
            return (0, "")
        part = node.value.startswith(f"{self.first}/")
        return (1 if part else 2 if node.value in self.pages else 3, node.value)


def _sorted(properties: Properties, rank: Mapping[str, int]) -> Properties:
    def place(predicate: str) -> tuple[int, str]:
        return (-1 if predicate == TYPE else rank.get(predicate, len(rank)), predicate)

    ordered = {p: sorted(properties[p], key=_object_place) for p in sorted(properties, key=place)}
    if TYPE in ordered:
        ordered[TYPE].sort(key=lambda t: rank.get(t.value, len(rank)))
    return ordered


def _object_place(term: WritableTerm) -> tuple[int, int, str, str, str]:
    if isinstance(term, ox.NamedNode):
        return (0, 0, term.value, "", "")
    if isinstance(term, ox.BlankNode):
        return (2, 0, term.value, "", "")
    language = term.language or ""
    return (1, _LANGUAGES.get(language, 2), language, term.value, term.datatype.value)


def _find_inline(graph: ArrangedGraph) -> None:
    """Fill ``inline``, ``lists`` and ``cells``."""
    references = _references(graph)
    once = {n: r[0] for n, r in references.items() if len(r) == 1 and n in graph.subjects}
    lists = _lists(graph, once)
    head = {cell: first for first, (cells, _) in lists.items() for cell in cells}
    for node in once:
        if head.get(node, node) is node and _is_shallow(node, once, head):
            graph.inline.add(node)
    for first, (cells, members) in lists.items():
        if first in graph.inline:
            graph.lists[first] = members
            graph.cells.update(cells)
    graph.inline -= {c for c in head if c not in graph.cells}


def _references(graph: ArrangedGraph) -> dict[ox.BlankNode, list[tuple[SubjectNode, str]]]:
    found: dict[ox.BlankNode, list[tuple[SubjectNode, str]]] = defaultdict(list)
    for subject, properties in graph.subjects.items():
        for predicate, objects in properties.items():
            for term in objects:
                if isinstance(term, ox.BlankNode):
                    found[term].append((subject, predicate))
    return found


_Once: TypeAlias = Mapping[ox.BlankNode, tuple[SubjectNode, str]]
_Lists: TypeAlias = dict[ox.BlankNode, tuple[list[ox.BlankNode], list[WritableTerm]]]


def _lists(graph: ArrangedGraph, once: _Once) -> _Lists:
    cells = {n for n in once if _is_cell(graph.subjects[n])}
    heads = [n for n in cells if once[n][1] != REST or once[n][0] not in cells]
    found: _Lists = {}
    for head in heads:
        chain, members, at = [], [], head
        while at in cells:
            chain.append(at)
            members.append(graph.subjects[at][FIRST][0])
            rest = graph.subjects[at][REST][0]
            if rest == ox.NamedNode(NIL):
                found[head] = (chain, members)
            if not isinstance(rest, ox.BlankNode):
                break
            at = rest
    return found


def _is_cell(properties: Properties) -> bool:
    return properties.keys() == {FIRST, REST} and all(len(o) == 1 for o in properties.values())


def _is_shallow(node: ox.BlankNode, once: _Once, head: Mapping[ox.BlankNode, ox.BlankNode]) -> bool:
    """Whether something with a name of its own is near above: no cycle, no deep recursion."""
    at: SubjectNode = node
    for _ in range(_DEPTH):
        if not isinstance(at, ox.BlankNode) or at not in once:
            return True
        at = once[at][0]
        at = head.get(at, at) if isinstance(at, ox.BlankNode) else at
    return False
