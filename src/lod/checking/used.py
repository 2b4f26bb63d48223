"""What data uses: classes, properties, and which of its things the shapes' targets reach.

Things are taken a block at a time, so that large files pass by. Terms are N-Triples text within.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import itemgetter, le
from pathlib import Path

import pyoxigraph as ox

from lod.shacl import Shapes
from lod.shacl.facts import class_table
from lod.shacl.files import subclasses
from lod.shacl.index import SUBCLASS
from lod.shacl.stream import NotSorted, Span, blocks
from lod.shacl.terms import TYPE

_CANONICAL = re.compile(r"^([<_][^ ]*+) ([^ ]++) ([^\n]++)\n", re.MULTILINE)
_ANY = re.compile(r"^[ \t]*([<_]\S*)[ \t]+(\S+)[ \t]+(.+)", re.MULTILINE)
_TERM = re.compile(r'"(?:[^"\\\n]|\\.)*"[^ \t]*|[^ \t]+')
Row = tuple[str, str, str]
"""Subject, predicate, and the rest of the line from the object on."""

_SETS = ("node", "objects-of")


@dataclass(slots=True)
class _Alike:
    """Things that are told by the same statements.

    :param classes: of which they are stated to be.
    :param shapes: by number, whose targets reach them by a class or a property.
    :param kept: those of them that keep the names of what they reach.
    """

    classes: frozenset[str]
    shapes: frozenset[int]
    kept: frozenset[int]
    count: int = 0


class Used:
    """Counts what things are made of, and what reaches them.

    :param shapes: whose targets do.
    """

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes.targeted
        self._targets: defaultdict[str, defaultdict[str, set[int]]]
        self._targets = defaultdict(lambda: defaultdict(set))
        for number, shape in enumerate(self.shapes):
            for target in shape.targets:
                self._targets[target.kind][target.value].add(number)
        self._telling = {TYPE, *self._targets["subjects-of"], *self._targets["objects-of"]}
        self._names: dict[int, set[str]] = {
            number: {t.value for t in shape.targets if t.kind == "node"}
            for number, shape in enumerate(self.shapes)
            if any(t.kind in _SETS for t in shape.targets)
        }
        self._above: Mapping[str, Iterable[str]] = {}
        self._predicates: Counter[str] = Counter()
        self._alike: dict[tuple[tuple[str, str], ...], _Alike] = {}
        self._left: dict[str, _Alike] = {}

    def add(self, triples: Iterable[ox.Triple]) -> "Used":
        """Take in a graph in memory."""
        rows = [(str(t.subject), str(t.predicate), str(t.object)) for t in dict.fromkeys(triples)]
        self._above = class_table((s, o) for s, p, o in rows if p == SUBCLASS)
        self._add(rows)
        return self

    def add_sorted(self, file: Path) -> "Used":
        """Take in a file of N-Triples or N-Quads sorted by subject.

        :raises NotSorted: it isn't.
        """
        self._above = class_table(subclasses(file))
        last, whole = "", Span(file, 0, file.stat().st_size, file.suffix == ".nq")
        for _, block in blocks(whole):
            rows = _rows(block.decode())
            subjects = [last, *map(itemgetter(0), rows)]
            if not all(map(le, subjects, islice(subjects, 1, None))):
                raise NotSorted
            last = subjects[-1]
            self._add(rows)
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
        """How many of a class's things a target reaches, by IRI."""
        found = _by_class(alike for alike in self._alike.values() if alike.shapes)
        for thing in self._left.keys() & self._named:
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

    def lost(self) -> list[str]:
        """Give the IRIs of things without a class that no target reaches."""
        return [
            thing[1:-1]
            for thing, alike in self._left.items()
            if not alike.classes and thing.startswith("<") and thing not in self._named
        ]

    def terms(self) -> set[str]:
        """Give the IRIs of the classes and properties that are used, and of the superclasses."""
        above = {c[1:-1] for name, more in self._above.items() for c in (name, *more)}
        return above | set(self.classes) | set(self.properties)

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset().union(*self._names.values())

    def _add(self, rows: Iterable[Row]) -> None:
        """Take in whole things."""
        self._predicates.update(map(itemgetter(1), rows))
        told: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(map(itemgetter(0), rows), ())
        pointing = self._targets["objects-of"]
        for subject, predicate, rest in rows:
            if predicate in self._telling:
                told[subject] += ((predicate, rest if predicate == TYPE else ""),)
                for number in pointing.get(predicate, ()):
                    self._names[number].add(_term(rest))
        for thing, statements in told.items():
            self._take(thing, self._alike.get(statements) or self._meet(statements))

    def _take(self, thing: str, alike: _Alike) -> None:
        alike.count += 1
        if not alike.shapes:
            self._left[thing] = alike
        for number in alike.kept:
            self._names[number].add(thing)

    def _meet(self, statements: tuple[tuple[str, str], ...]) -> _Alike:
        stated = frozenset(_term(o) for p, o in statements if p == TYPE and o.startswith("<"))
        kinds = stated.union(*(self._above.get(kind, ()) for kind in stated))
        shapes = {n for kind in kinds for n in self._targets["class"].get(kind, ())}
        shapes |= {n for p, _ in statements for n in self._targets["subjects-of"].get(p, ())}
        found = _Alike(stated, frozenset(shapes), frozenset(shapes & self._names.keys()))
        self._alike[statements] = found
        return found


def _rows(block: str) -> list[Row]:
    """Take whole lines apart; comments and empty lines are left out."""
    rows = _CANONICAL.findall(block)
    return rows if len(rows) == block.count("\n") else _ANY.findall(block)


def _term(rest: str) -> str:
    """Give the object at the start of the rest of a line."""
    found = _TERM.match(rest)
    return found[0] if found else ""


def _by_class(groups: Iterable[_Alike]) -> Counter[str]:
    found: Counter[str] = Counter()
    for alike in groups:
        found.update({kind[1:-1]: alike.count for kind in alike.classes})
    return found
