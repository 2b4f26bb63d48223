"""What data uses: classes, properties, and which of its things the shapes' targets reach.

Things of one form (see ``shacl/stream/recordforms``) are judged once, and then only counted and
noted; for large files the filter does that as it passes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from lod.checking.reach import Reach
from lod.checking.shacl import Shapes
from lod.checking.shacl.core.added import REIFIES
from lod.checking.shacl.core.index import SUBCLASS, Hierarchy
from lod.checking.shacl.stream.facts import class_table
from lod.checking.shacl.stream.noted import Noted, Noting, both_hashed, hashed, values_hashed
from lod.checking.shacl.stream.plans import PlanMaker
from lod.checking.shacl.stream.reading import Pair
from lod.checking.shacl.stream.recordforms import (
    Action,
    Form,
    Places,
    RecordColumns,
    form_of_record,
)
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
        self.noted = Noted()
        self._keeping = set[int]()
        for number, shape in enumerate(self.shapes):
            if number in self._followed or any(t.kind in _SETS for t in shape.targets):
                named = (hash(t.value.encode()) for t in shape.targets if t.kind == "node")
                self.noted.names[number].update(named)
                self._keeping.add(number)
        self._above: Mapping[str, Iterable[str]] = {}
        self._alike: dict[Form, _Alike] = {}

    def add(self, triples: Iterable[ox.Triple]) -> "Used":
        """Take in a graph in memory."""
        records: dict[bytes, list[Pair]] = {}
        stated = []
        for triple in dict.fromkeys(triples):
            s, p, o = str(triple.subject), str(triple.predicate), from_ox(triple.object)
            records.setdefault(s.encode(), []).append((p.encode(), o.encode()))
            if p == SUBCLASS:
                stated.append((s, o))
        self.begin(class_table((*stated, *self._hierarchy)))
        alike: dict[Form, list[tuple[bytes, list[Pair]]]] = {}
        for thing, pairs in records.items():
            alike.setdefault(form_of_record(thing, pairs), []).append((thing, pairs))
        for form, some in alike.items():
            rule = self._noting(form)
            values = {line: [pairs[line][1] for _, pairs in some] for line in rule.values}
            rule.note([thing for thing, _ in some], values)
            self.noted.forms[form] += len(some)
        return self

    def begin(self, above: Mapping[str, Iterable[str]]) -> None:
        """Know of each class its superclasses, before anything is taken in."""
        self._above = above

    def watch(self, maker: PlanMaker) -> None:
        """Have the filter note the things of a form; how many there are, it tells in the end."""
        rule = self._noting(maker.form)
        if not rule.things and not rule.values:
            return
        maker.taken.update(rule.values)

        def make(at: Mapping[int, int]) -> Action:
            where = {line: at[line] for line in rule.values}

            def act(columns: RecordColumns, _places: Places) -> None:
                rule.note(columns[0], {line: columns[group] for line, group in where.items()})

            return act

        maker.then(make)

    @cached_property
    def properties(self) -> Counter[str]:
        """How often each property is used, by IRI."""
        found: Counter[str] = Counter()
        for form, count in self.noted.forms.items():
            for predicate, _ in form.lines:
                found[predicate.decode()[1:-1]] += count
        return found

    @cached_property
    def classes(self) -> Counter[str]:
        """How many things each class has, by IRI."""
        return self._by_class(self.noted.forms)

    @cached_property
    def reached(self) -> Counter[str]:
        """How many of a class's things a shape looks at, by IRI."""
        forms = self.noted.forms
        found = self._by_class({f: n for f, n in forms.items() if self._of(f).shapes})
        seen = {f: sum(map(self._is_seen, some)) for f, some in self.noted.left.items()}
        return found + self._by_class(seen)

    @cached_property
    def foci(self) -> list[int]:
        """How many nodes each shape's targets reach, in the order of ``shapes``."""
        found: Counter[int] = Counter()
        for form, count in self.noted.forms.items():
            found.update(dict.fromkeys(self._of(form).shapes, count))
        named = {number: len(self.noted.names[number]) for number in self._keeping}
        return [named.get(number, found[number]) for number in range(len(self.shapes))]

    def lost(self, kind: str | None = None) -> list[str]:
        """Give the things, without a class or of one, that no shape looks at."""
        return [
            thing.decode()
            for form, things in self.noted.left.items()
            if _is_asked(self._of(form), kind)
            for thing in things
            if not self._is_seen(thing)
        ]

    def terms(self) -> set[str]:
        """Give the IRIs of classes and properties: those used or declared, and those above them."""
        above = {c[1:-1] for name, more in self._above.items() for c in (name, *more)}
        declared = {thing.decode()[1:-1] for thing in self.noted.declared}
        return above | declared | set(self.classes) | set(self.properties)

    @cached_property
    def _looked_at(self) -> frozenset[int]:
        """Hashes of the things that shapes reach by name, and of those that they lead to."""
        noted = self.noted
        foci = {self.shapes[number]: noted.names[number] for number in self._followed}
        led = self._reach.led_to(noted.edges, foci) if noted.left else set()
        return frozenset(led).union(noted.seen, *noted.names.values())

    def _is_seen(self, thing: bytes) -> bool:
        return hash(thing) in self._looked_at

    def _in_one_step(self, number: int) -> frozenset[str] | None:
        """Give the properties whose values a shape looks at, if its things show at once."""
        shape = self.shapes[number]
        if any(target.kind in _SETS for target in shape.targets):
            return None
        return self._reach.one_step(shape)

    def _noting(self, form: Form) -> Noting:
        """Say what is noted of things of a form."""
        alike = self._of(form)
        values = {line: [*self._takers(alike, p, v)] for line, (p, v) in enumerate(form.lines)}
        return Noting(
            [*self._thing_takers(form, alike)],
            {line: takers for line, takers in values.items() if takers},
        )

    def _thing_takers(
        self, form: Form, alike: _Alike
    ) -> Iterator[Callable[[Sequence[bytes]], object]]:
        if not alike.shapes:
            yield self.noted.left[form].extend
        if alike.is_term:
            yield self.noted.declared.extend
        for number in alike.kept:
            yield hashed(self.noted.names[number].update)

    def _takers(
        self, alike: _Alike, predicate: bytes, value: bytes
    ) -> Iterator[Callable[[Sequence[bytes], Sequence[bytes]], object]]:
        """Say what is noted of a statement whose value some shape may look at."""
        name = predicate.decode()
        for number in self._targets["objects-of"].get(name, ()):
            yield values_hashed(self.noted.names[number].update)
        if not is_literal(value.decode()):
            if name in alike.seen:
                yield values_hashed(self.noted.seen.update)
            if name in self._leading:
                yield both_hashed(self.noted.edges[name])

    def _of(self, form: Form) -> _Alike:
        if form not in self._alike:
            said = ((p.decode(), o.decode()) for p, o in form.lines)
            self._alike[form] = self._meet([(p, o) for p, o in said if p in self._telling])
        return self._alike[form]

    def _meet(self, statements: list[tuple[str, str]]) -> _Alike:
        stated = frozenset(value for p, value in statements if p == TYPE and is_iri(value))
        kinds = stated.union(*(self._above.get(kind, ()) for kind in stated))
        shapes = {n for kind in kinds for n in self._targets["class"].get(kind, ())}
        shapes |= {n for p, _ in statements for n in self._targets["subjects-of"].get(p, ())}
        return _Alike(
            stated,
            frozenset(shapes),
            frozenset(shapes & self._keeping),
            frozenset().union(*(self._one_step.get(number, ()) for number in shapes)),
            is_part=any(p in (REST, REIFIES) for p, _ in statements),
            is_term=not stated.isdisjoint(_DECLARING),
        )

    def _by_class(self, counts: Mapping[Form, int]) -> Counter[str]:
        found: Counter[str] = Counter()
        for form, count in counts.items():
            found.update({kind[1:-1]: count for kind in self._of(form).classes})
        return found


def _is_asked(alike: _Alike, kind: str | None) -> bool:
    """Whether things are of a class, or without one, and not part of a statement."""
    wanted = f"<{kind}>" in alike.classes if kind else not alike.classes
    return wanted and not alike.is_part
