"""Names for blank nodes that stay the same when something else changes. Pure.

A node that hangs on one thing by one property is named after them (``THING/_:amount``), so that
a change inside it is a change of the thing. Where a property has several, or nothing owns a node,
its name comes from what is said of it. RDFC-1.0 alone would rename all nodes when one changes; it
only decides between nodes that nothing else tells apart.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from lod.rdf import last_part

_ROUNDS = 64
_LONGEST = 300
_HANGING = "/_:"


def without_blanks(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Give blank nodes IRIs; graphs named by a blank node become the default graph."""
    quads = list(quads)
    if not any(isinstance(term, ox.BlankNode) for q in quads for term in _terms(q)):
        return quads
    naming = _Naming(quads)
    if naming.tied:
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        quads = sorted(dataset, key=str)
        naming = _Naming(quads)
    return [naming.renamed(quad) for quad in quads]


def owner_of(iri: str) -> str:
    """Give the thing that a named blank node hangs on; another IRI as it is.

    >>> owner_of("https://x.example/a/_:amount/_:value")
    'https://x.example/a'
    """
    return iri.partition(_HANGING)[0]


def _terms(quad: ox.Quad) -> tuple[object, ...]:
    return (quad.subject, quad.object, quad.graph_name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass
class _Naming:
    """The names of all blank nodes among ``quads``.

    :param tied: whether the order of ``quads`` decided about a name.
    """

    quads: Sequence[ox.Quad]
    names: dict[object, str] = field(default_factory=dict)
    tied: bool = False

    def __post_init__(self) -> None:
        self.owners: dict[object, dict[tuple[object, str], None]] = defaultdict(dict)
        self.owned: dict[object, dict[str, dict[object, None]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        self.said: dict[object, list[ox.Quad]] = defaultdict(list)
        for quad in self.quads:
            self._note(quad)
        self.colours = self._coloured()
        self._name_hanging([s for s in list(self.owned) if not isinstance(s, ox.BlankNode)])
        self._name_free([n for n in self.said if len(self.owners[n]) != 1])
        self._name_free([n for n in self.said if n not in self.names])  # rings

    def renamed(self, quad: ox.Quad) -> ox.Quad:
        """Put names for the blank nodes of a quad."""
        graph = quad.graph_name
        return ox.Quad(
            self._node(quad.subject),
            quad.predicate,
            self._node(quad.object),
            ox.DefaultGraph() if isinstance(graph, ox.BlankNode) else graph,
        )

    def _node(self, term: Any) -> Any:
        return ox.NamedNode(self.names[term]) if isinstance(term, ox.BlankNode) else term

    def _note(self, quad: ox.Quad) -> None:
        subject, node, predicate = quad.subject, quad.object, quad.predicate.value
        if isinstance(subject, ox.BlankNode):
            self.said[subject].append(quad)
        if isinstance(node, ox.BlankNode):
            self.said.setdefault(node, [])
            self.owners[node][subject, predicate] = None
            self.owned[subject][predicate][node] = None

    def _coloured(self) -> dict[object, str]:
        """Tell nodes apart by what is said of them, further out in each round."""
        colours = dict.fromkeys(self.said, "")
        count = 0
        for _ in range(_ROUNDS):
            colours = {node: self._colour(node, colours) for node in self.said}
            found = len(set(colours.values()))
            if found == count:
                break
            count = found
        return colours

    def _colour(self, node: object, colours: dict[object, str]) -> str:
        rows = (
            f"{q.predicate} {colours.get(q.object) if q.object in colours else q.object}"
            for q in self.said[node]
        )
        return _digest("\n".join(sorted(set(rows))))

    def _name_hanging(self, subjects: list[object]) -> None:
        """Name what hangs on things that have names, and what hangs on that."""
        while subjects:
            subject = subjects.pop()
            base = self.names.get(subject) or str(getattr(subject, "value", subject))
            for predicate, nodes in self.owned[subject].items():
                own = [n for n in nodes if len(self.owners[n]) == 1 and n not in self.names]
                local = last_part(predicate) or "value"
                self._name_each(own, f"{base}{_HANGING}{local}", alone=len(nodes) == 1)
                subjects += [n for n in own if n in self.owned]

    def _name_each(self, nodes: list[object], base: str, *, alone: bool) -> None:
        counts: Counter[str] = Counter()
        for node in nodes:
            name = base if alone else f"{base}-{self.colours[node]}"
            if len(name) > _LONGEST:
                name = f"{owner_of(name)}{_HANGING}{_digest(name)}"
            counts[name] += 1
            self.names[node] = name if counts[name] == 1 else f"{name}-{counts[name]}"

    def _name_free(self, nodes: list[object]) -> None:
        groups: dict[str, list[object]] = defaultdict(list)
        for node in nodes:
            pointing = sorted(f"{self.colours.get(s, s)} {p}" for s, p in self.owners[node])
            groups[_digest("\n".join([self.colours[node], *pointing]))].append(node)
        for name, same in groups.items():
            self.tied = self.tied or len(same) > 1
            self._name_each(same, f"blank:{name}", alone=True)
        self._name_hanging([n for n in nodes if n in self.owned])
