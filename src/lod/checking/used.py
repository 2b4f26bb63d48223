"""What data uses: classes, properties, and which of its things the shapes' targets reach.

Things are taken a block at a time, so that large files pass by. Terms are N-Triples text within.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path

import pyoxigraph as ox

from lod.checking.ntriples import TextTriple, sorted_rows
from lod.checking.reach import Reach
from lod.checking.shacl import Shapes
from lod.checking.shacl.core.added import REIFIES
from lod.checking.shacl.core.index import SUBCLASS, Hierarchy, MemoryIndex
from lod.checking.shacl.stream.facts import class_table
from lod.checking.shacl.stream.reading import FilePart, NotSorted, blocks
from lod.rdf import OWL, RDF, RDFS, REST, TYPE, from_ox, is_iri, is_literal

_SETS = ("node", "objects-of")
_DECLARING = {
    *(f"<{RDFS}{name}>" for name in ("Class", "Datatype")),
    *(f"<{OWL}{kind}Property>" for kind in ("Object", "Datatype", "Annotation", "Functional")),
    *(f"<{OWL}{kind}Property>" for kind in ("InverseFunctional", "Transitive", "Symmetric")),
    *(f"<{OWL}Class>", f"<{RDF}Property>"),
}


@dataclass(slots=True)
class _Alike:
    """Things that are told by the same statements.

    :param classes: of which they are stated to be.
    :param shapes: by number, whose targets reach them by a class or a property.
    :param kept: those of them that keep the names of what they reach.
    :param seen: the properties whose values shapes look at.
    :param is_part: whether they are the cells of a list, or reifiers: part of a statement.
    :param is_term: whether they are classes or properties.
    """

    classes: frozenset[str]
    shapes: frozenset[int]
    kept: frozenset[int]
    seen: frozenset[str]
    is_part: bool
    is_term: bool
    count: int = 0


class Used:
    """Counts what things are made of, and what reaches them.

    :param shapes: whose targets do.
    :param hierarchy: subclasses that an ontology states.
    """

    def __init__(self, shapes: Shapes, hierarchy: Hierarchy = ()) -> None:
        self._hierarchy = hierarchy
        self.shapes = shapes.targeted
        self._reach = Reach(shapes)
        self._targets: defaultdict[str, defaultdict[str, set[int]]]
        self._targets = defaultdict(lambda: defaultdict(set))
        for number, shape in enumerate(self.shapes):
            for target in shape.targets:
                self._targets[target.kind][target.value].add(number)
        leading = {n for n, shape in enumerate(self.shapes) if self._reach.leads_on(shape)}
        self._one_step = {n: found for n in leading if (found := self._in_one_step(n)) is not None}
        self._followed = sorted(leading - self._one_step.keys())
        self._telling = {
            TYPE,
            REST,
            REIFIES,
            *self._targets["subjects-of"],
            *self._targets["objects-of"],
        }
        self._leading = self._reach.predicates(self.shapes[n] for n in self._followed)
        self._pointing = self._leading.union(self._targets["objects-of"], *self._one_step.values())
        self._heeded = self._telling | self._pointing
        self._names: dict[int, set[str]] = {
            number: {t.value for t in shape.targets if t.kind == "node"}
            for number, shape in enumerate(self.shapes)
            if any(t.kind in _SETS for t in shape.targets) or number in self._followed
        }
        self._above: Mapping[str, Iterable[str]] = {}
        self._predicates: Counter[str] = Counter()
        self._alike: dict[tuple[tuple[str, str], ...], _Alike] = {}
        self._left: dict[str, _Alike] = {}
        self._declared: set[str] = set()
        self._edges: list[TextTriple] = []
        self._seen: set[str] = set()

    def add(self, triples: Iterable[ox.Triple]) -> "Used":
        """Take in a graph in memory."""
        found = [
            (str(t.subject), str(t.predicate), from_ox(t.object)) for t in dict.fromkeys(triples)
        ]
        stated = ((s, o) for s, p, o in found if p == SUBCLASS)
        self._above = class_table((*stated, *self._hierarchy))
        self._add(found)
        return self

    def add_sorted(self, file: Path) -> "Used":
        """Take in a file of N-Triples or N-Quads sorted by subject.

        :raises NotSorted: it isn't, or has lines without a statement.
        :raises BadLine: a line can't be read.
        """
        from lod.checking.shacl.stream.files import subclass_statements

        self._above = class_table((*subclass_statements(file), *self._hierarchy))
        last, whole = "", FilePart(file, 0, file.stat().st_size, file.suffix == ".nq")
        for _, block in blocks(whole):
            found = sorted_rows(block.decode(), quads=whole.quads)
            if found[0][0] < last:
                raise NotSorted
            last = found[-1][0]
            self._add(found)
        return self

    @cached_property
    def properties(self) -> Counter[str]:
        """How often each property is used, by IRI."""
        return Counter({name[1:-1]: count for name, count in self._predicates.items()})

    @cached_property
    def classes(self) -> Counter[str]:
        """How many things each class has, by IRI."""
        return _by_class(self._alike.values())

    @cached_property
    def reached(self) -> Counter[str]:
        """How many of a class's things a shape looks at, by IRI."""
        found = _by_class(alike for alike in self._alike.values() if alike.shapes)
        for thing in self._left.keys() & self._looked_at:
            found.update(kind[1:-1] for kind in self._left[thing].classes)
        return found

    @cached_property
    def foci(self) -> list[int]:
        """How many nodes each shape's targets reach, in the order of ``shapes``."""
        found: Counter[int] = Counter()
        for alike in self._alike.values():
            found.update(dict.fromkeys(alike.shapes, alike.count))
        named = {number: len(names) for number, names in self._names.items()}
        return [named.get(number, found[number]) for number in range(len(self.shapes))]

    def lost(self, kind: str | None = None) -> list[str]:
        """Give the things, without a class or of one, that no shape looks at."""
        left = ((thing, alike) for thing, alike in self._left.items() if not alike.is_part)
        return [
            thing
            for thing, alike in left
            if (f"<{kind}>" in alike.classes if kind else not alike.classes)
            and thing not in self._looked_at
        ]

    def terms(self) -> set[str]:
        """Give the IRIs of classes and properties: those used or declared, and those above them."""
        above = {c[1:-1] for name, more in self._above.items() for c in (name, *more)}
        declared = {thing[1:-1] for thing in self._declared}
        return above | declared | set(self.classes) | set(self.properties)

    @cached_property
    def _looked_at(self) -> frozenset[str]:
        """The things that shapes reach by name, and those that they lead to."""
        foci = {self.shapes[number]: self._names[number] for number in self._followed}
        led = self._reach.led_to(MemoryIndex(self._edges), foci) if self._left else set()
        return frozenset(led).union(self._seen, *self._names.values())

    def _in_one_step(self, number: int) -> frozenset[str] | None:
        """Give the properties whose values a shape looks at, if its things show at once."""
        shape = self.shapes[number]
        if any(target.kind in _SETS for target in shape.targets):
            return None
        return self._reach.one_step(shape)

    def _add(self, found: Sequence[TextTriple]) -> None:
        """Take in whole things."""
        self._predicates.update(map(itemgetter(1), found))
        said: dict[str, list[tuple[str, str]]] = {}
        telling, pointing, heeded = self._telling, self._pointing, self._heeded
        pointed: list[TextTriple] = []
        for row in found:
            subject, predicate, value = row
            if predicate in heeded:
                if predicate in telling:
                    kind = value if predicate == TYPE else ""
                    said.setdefault(subject, []).append((predicate, kind))
                if predicate in pointing:
                    pointed.append(row)
        told = {s: tuple(said.get(s, ())) for s in dict.fromkeys(map(itemgetter(0), found))}
        for thing, statements in told.items():
            self._take(thing, self._alike.get(statements) or self._meet(statements))
        for row in pointed:
            self._point(row, self._alike[told[row[0]]])

    def _point(self, row: TextTriple, alike: _Alike) -> None:
        """Take in a statement whose value some shape may look at."""
        _, predicate, value = row
        for number in self._targets["objects-of"].get(predicate, ()):
            self._names[number].add(value)
        if is_literal(value):
            return
        if predicate in alike.seen:
            self._seen.add(value)
        if predicate in self._leading:
            self._edges.append(row)

    def _take(self, thing: str, alike: _Alike) -> None:
        alike.count += 1
        if not alike.shapes:
            self._left[thing] = alike
        if alike.is_term:
            self._declared.add(thing)
        for number in alike.kept:
            self._names[number].add(thing)

    def _meet(self, statements: tuple[tuple[str, str], ...]) -> _Alike:
        stated = frozenset(value for p, value in statements if p == TYPE and is_iri(value))
        kinds = stated.union(*(self._above.get(kind, ()) for kind in stated))
        shapes = {n for kind in kinds for n in self._targets["class"].get(kind, ())}
        shapes |= {n for p, _ in statements for n in self._targets["subjects-of"].get(p, ())}
        found = _Alike(
            stated,
            frozenset(shapes),
            frozenset(shapes & self._names.keys()),
            frozenset().union(*(self._one_step.get(number, ()) for number in shapes)),
            is_part=any(p in (REST, REIFIES) for p, _ in statements),
            is_term=not stated.isdisjoint(_DECLARING),
        )
        self._alike[statements] = found
        return found


def _by_class(groups: Iterable[_Alike]) -> Counter[str]:
    found: Counter[str] = Counter()
    for alike in groups:
        found.update({kind[1:-1]: alike.count for kind in alike.classes})
    return found
