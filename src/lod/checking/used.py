"""What data uses: classes, properties, and which of its things the shapes' targets reach.

Things are taken a block at a time, so that large files pass by. Terms are N-Triples text within.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import itemgetter, le, lt
from pathlib import Path

import pyoxigraph as ox

from lod.checking.ntriples import Row, rows
from lod.checking.reach import Reach
from lod.namespaces import OWL, RDF, RDFS
from lod.shacl import Shapes
from lod.shacl.facts import class_table
from lod.shacl.files import subclasses
from lod.shacl.index import SUBCLASS, MemoryIndex
from lod.shacl.stream import NotSorted, Span, blocks
from lod.shacl.terms import REST, TYPE, from_ox, is_iri, is_literal

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
    :param is_part: whether they are the cells of a list.
    :param is_term: whether they are classes or properties.
    """

    classes: frozenset[str]
    shapes: frozenset[int]
    kept: frozenset[int]
    is_part: bool
    is_term: bool
    count: int = 0


class Used:
    """Counts what things are made of, and what reaches them.

    :param shapes: whose targets do.
    """

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes.targeted
        self._reach = Reach(shapes)
        self._targets: defaultdict[str, defaultdict[str, set[int]]]
        self._targets = defaultdict(lambda: defaultdict(set))
        for number, shape in enumerate(self.shapes):
            for target in shape.targets:
                self._targets[target.kind][target.value].add(number)
        telling = {TYPE, REST, *self._targets["subjects-of"], *self._targets["objects-of"]}
        self._telling, self._leading = telling, self._reach.predicates()
        self._heeded = telling | self._leading
        self._names: dict[int, set[str]] = {
            number: {t.value for t in shape.targets if t.kind == "node"}
            for number, shape in enumerate(self.shapes)
            if any(t.kind in _SETS for t in shape.targets) or self._reach.leads_on(shape)
        }
        self._above: Mapping[str, Iterable[str]] = {}
        self._predicates: Counter[str] = Counter()
        self._alike: dict[tuple[tuple[str, str], ...], _Alike] = {}
        self._left: dict[str, _Alike] = {}
        self._declared: set[str] = set()
        self._edges: list[Row] = []

    def add(self, triples: Iterable[ox.Triple]) -> "Used":
        """Take in a graph in memory."""
        found = [
            (str(t.subject), str(t.predicate), from_ox(t.object)) for t in dict.fromkeys(triples)
        ]
        self._above = class_table((s, o) for s, p, o in found if p == SUBCLASS)
        self._add(found)
        return self

    def add_sorted(self, file: Path) -> "Used":
        """Take in a file of N-Triples or N-Quads sorted by subject.

        :raises NotSorted: it isn't, or has lines without a statement.
        :raises BadLine: a line can't be read.
        """
        self._above = class_table(subclasses(file))
        last, whole = "", Span(file, 0, file.stat().st_size, file.suffix == ".nq")
        for _, block in blocks(whole):
            found = rows(block.decode(), quads=whole.quads)
            if found and found[0][0] < last:
                raise NotSorted
            last = found[-1][0] if found else last
            self._add(_each_once(found))
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
        leading = {n: s for n, s in enumerate(self.shapes) if self._reach.leads_on(s)}
        foci = {shape: self._names[number] for number, shape in leading.items()}
        led = self._reach.led_to(MemoryIndex(self._edges), foci) if self._left else set()
        named = (names for number, names in self._names.items() if number not in leading)
        return frozenset(led).union(*named, *foci.values())

    def _add(self, found: Collection[Row]) -> None:
        """Take in whole things."""
        self._predicates.update(map(itemgetter(1), found))
        told: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(map(itemgetter(0), found), ())
        heeded, telling = self._heeded, self._telling
        for subject, predicate, value in found:
            if predicate in heeded:
                if predicate in telling:
                    told[subject] += ((predicate, value if predicate == TYPE else ""),)
                self._heed(subject, predicate, value)
        for thing, statements in told.items():
            self._take(thing, self._alike.get(statements) or self._meet(statements))

    def _heed(self, subject: str, predicate: str, value: str) -> None:
        for number in self._targets["objects-of"].get(predicate, ()):
            self._names[number].add(value)
        if predicate in self._leading and not is_literal(value):
            self._edges.append((subject, predicate, value))

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
            is_part=any(p == REST for p, _ in statements),
            is_term=not stated.isdisjoint(_DECLARING),
        )
        self._alike[statements] = found
        return found


def _each_once(found: Sequence[Row]) -> Collection[Row]:
    """Give each statement once, of some that are sorted by subject.

    :raises NotSorted: they aren't.
    """
    if all(map(lt, found, islice(found, 1, None))):
        return found
    subjects = [*map(itemgetter(0), found)]
    if not all(map(le, subjects, islice(subjects, 1, None))):
        raise NotSorted
    return dict.fromkeys(found)


def _by_class(groups: Iterable[_Alike]) -> Counter[str]:
    found: Counter[str] = Counter()
    for alike in groups:
        found.update({kind[1:-1]: alike.count for kind in alike.classes})
    return found
