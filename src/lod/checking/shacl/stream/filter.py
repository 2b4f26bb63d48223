"""Finds candidates: streams a sorted file once, and keeps the focus nodes that aren't proved.

It may report too many, never too few; the evaluator decides on them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, BinaryIO, NamedTuple

from lod.checking.shacl.core.index import SUBCLASS
from lod.checking.shacl.core.model import Constraint, Shape, Shapes
from lod.checking.shacl.core.paths import directions
from lod.checking.shacl.core.resolving import LINK
from lod.checking.shacl.sparql.queries import ConstraintQuery, queries_on, query_of
from lod.checking.shacl.sparql.queryterms import Wanted
from lod.checking.shacl.sparql.simple import SimpleQuery
from lod.checking.shacl.stream.facts import PassFacts
from lod.checking.shacl.stream.flags import Flag, Joined, Proof, refuting
from lod.checking.shacl.stream.joins import note_asked, note_told
from lod.checking.shacl.stream.plans import PlanMaker
from lod.checking.shacl.stream.proofs import Prover
from lod.checking.shacl.stream.reading import (
    BadLine,
    FilePart,
    NotSorted,
    blocks,
    line_at,
    read_record,
)
from lod.checking.shacl.stream.recordforms import (
    MOST_FORMS,
    OFTEN,
    Action,
    Form,
    Groups,
    Places,
    Plan,
    RecordColumns,
    form_of_record,
)
from lod.checking.shacl.stream.values import conjunction
from lod.errors import InputError
from lod.rdf import TYPE
from lod.words import msg

_SAME_FOCUS = ("property", "node", "and")
_NEAR = 4  # plans that are tried before a record is read line by line
_PLANS = 20_000


class Store(NamedTuple):
    """What takes the lines that some queries need.

    :param wanted: those; None is all.
    """

    file: BinaryIO
    wanted: Wanted | None

    def takes(self, predicate: bytes, value: bytes) -> bool:
        """Whether it takes a line, by its property and the form of its value."""
        if self.wanted is None:
            return True
        objects = self.wanted.get(predicate.decode(), frozenset())
        is_one = predicate.decode() != TYPE or objects is None or value.decode() in objects
        return objects is None or (bool(objects) and is_one)


class Filter:
    """The filter of some shapes, for a file whose subclasses are known.

    :param linked: whether what it says of shapes by sh:shape is known, too.
    :param watch: adds what others note of the records of a form.
    """

    def __init__(
        self,
        shapes: Shapes,
        above: Mapping[str, frozenset[str]],
        *,
        linked: bool = True,
        watch: Callable[[PlanMaker], None] | None = None,
    ) -> None:
        self.shapes = shapes
        self.above = above
        self._unexpected = {*(() if above else (SUBCLASS,)), *(() if linked else (LINK,))}
        self._watch = watch
        self.forms: Counter[Form] = Counter()
        self.found = PassFacts()
        self.prover = Prover(shapes, above)
        self.joins: list[Joined] = []
        self.refutable = _refutable(shapes)
        self._refuted: dict[int, Proof] = {}
        self.by_shape = {s.node: list(self._top(s)) for s in shapes.targeted}
        self.of_objects = {s.node: self._object_flags(s) for s in shapes.targeted}
        self.queried = [s.node for s in shapes.targeted if self._needs_queries(s)]
        self.back = _turned_round(shapes)
        self._start = Plan(Form(b"", ()), (), ())  # knows which plans begin blocks, as all do
        self._plans: dict[Form, Plan] = {}
        self._known: dict[object, dict[Any, bool]] = {}
        self._compiled: list[Plan] = []
        self._waiting: list[Plan] = []

    def _top(self, shape: Shape) -> Iterable[Proof]:
        """Give a proof for each constraint on the focus node, inner shapes taken apart."""
        for constraint in () if shape.deactivated else shape.constraints:
            if (query := query_of(constraint)) is not None:
                if id(query) in self.refutable:
                    yield self._refuting(query)
                # of the others the queries tell
            elif self._is_same_focus(shape, constraint):
                for inner in constraint.shapes:
                    yield from self._top(self.shapes.shapes[inner])
            else:
                proof = self.prover.constraint(shape, constraint)
                yield from proof.parts or (proof,)

    def _refuting(self, query: ConstraintQuery) -> Proof:
        """Give the proof that a query gives nothing."""
        if id(query) not in self._refuted:
            simple = self.refutable[id(query)]
            if simple.step:
                self.joins.append(Joined(len(self.joins), simple))
            proof = self.joins[-1].proof() if simple.step else refuting(simple)
            self._refuted[id(query)] = proof
        return self._refuted[id(query)]

    def _needs_queries(self, shape: Shape) -> bool:
        """Whether queries must be asked about all focus nodes of a shape."""
        return any(id(query) not in self.refutable for query, _ in queries_on(self.shapes, shape))

    def _is_same_focus(self, shape: Shape, constraint: Constraint) -> bool:
        name = constraint.parameter.rpartition("#")[2].rstrip(">")
        core = constraint.component not in self.shapes.components
        return core and shape.path is None and name in _SAME_FOCUS

    def _object_flags(self, shape: Shape) -> list[Flag]:
        """Give the flags of the nodes that conform, for focus nodes known by other records."""
        if not any(t.kind == "objects-of" for t in shape.targets):
            return []
        return self.prover.flags_of(conjunction(self.by_shape[shape.node]))

    def run(
        self,
        span: FilePart,
        stores: Sequence[Store] = (),
        foci: Mapping[str, BinaryIO] | None = None,
    ) -> PassFacts:
        """Pass over a span.

        :param stores: take the lines that queries need, as N-Triples.
        :param foci: take the focus nodes of shapes with queries, a line each.
        :raises NotSorted: the file isn't sorted, or a subclass came unexpected.
        :raises InputError: a line is wrong.
        """
        self._stores, self._foci = stores, foci or {}
        last = b""
        for start, block in blocks(span):
            try:
                last = self._pass(block, start, span.quads, last)
            except BadLine as error:
                place, text = error.args
                line = line_at(span.path, start + place)
                raise InputError(msg("can't be read: {why}", why=text), span.path, line) from error
        self._count_forms()
        return self.found

    def _pass(self, block: bytes, start: int, quads: bool, last: bytes) -> bytes:
        """Pass over a block of whole records; give the last subject."""
        at, size, plan = 0, len(block), self._start
        while at < size:
            begins = at
            for number, guess in enumerate(plan.following):
                match = guess.match(block, at)  # type: ignore[misc]
                if match is not None and not (guess.twice and _is_twice(guess, match.groups())):
                    groups: Groups = match.groups()
                    at = match.end()
                    if number:
                        plan.following.remove(guess)
                        plan.following.insert(0, guess)
                    plan = guess
                    break
            else:
                subject, pairs, at = read_record(block, at, quads)
                before, plan = plan, self._plan(form_of_record(subject, pairs), quads)
                groups = plan.pick(subject, pairs)
                if plan.match is not None and plan not in before.following:
                    before.following = [plan, *before.following[: _NEAR - 1]]
            if groups[0] <= last:
                raise NotSorted
            last = groups[0]
            if not plan.rows:
                self._waiting.append(plan)
            plan.rows.append(groups)
            plan.places.append(start + begins)
        self._act()
        return last

    def _act(self) -> None:
        """Do what is to be done with the records that wait."""
        for plan in self._waiting:
            plan.act()
        self._waiting.clear()

    def _count_forms(self) -> None:
        """Count the records that plans have met since."""
        for plan in {*self._plans.values(), *self._compiled}:
            self.forms[plan.form] += plan.count
            self.found.count += plan.count
            plan.count = 0

    def _plan(self, form: Form, quads: bool) -> Plan:
        plan = self._plans.get(form)
        if plan is None:
            if len(self._plans) > _PLANS:
                self._act()
                self._count_forms()
                self._plans.clear()
                self._known.clear()
            plan = self._plans[form] = self._made(form)
        plan.seen += 1
        if plan.seen == OFTEN and len(self._compiled) < MOST_FORMS:
            self._compiled.append(plan)
            plan.compile(quads)
        return plan

    def _made(self, form: Form) -> Plan:
        maker = PlanMaker(form, self.found, self._known)
        if not self._unexpected.isdisjoint(maker.lines):
            raise NotSorted
        classes = {c for k in maker.own.get(TYPE, ()) for c in self.above.get(k, (k,))}
        for shape in self.shapes.targeted:
            if _is_target(shape, classes, maker.lines):
                for proof in self.by_shape[shape.node]:
                    _prove(maker, shape.node, proof)
                if shape.node in self._foci:
                    self._write_focus(maker, shape.node)
            for target in shape.targets:
                if target.kind == "objects-of" and target.value in maker.lines:
                    self._note_objects(maker, shape.node, target.value)
        self._note_questions(maker)
        for store in self._stores:
            _write_lines(maker, store)
        if self._watch is not None:
            self._watch(maker)
        return maker.plan()

    def _note_questions(self, maker: PlanMaker) -> None:
        """Note what answers the questions that proofs ask of other nodes."""
        for flag in self.prover.flags:
            maker.flag(flag)
        for asks in self.prover.pointed:
            maker.count(asks)
        for joined in self.joins:
            note_told(maker, joined)
        for predicate in self.back & maker.lines.keys():
            maker.incoming(predicate)

    def _note_objects(self, maker: PlanMaker, shape: str, predicate: str) -> None:
        lines, objects = maker.values([predicate]), self.found.objects
        for flag in self.of_objects[shape]:
            key = (shape, predicate, flag.number)
            maker.each_flagged(lines, flag, lambda default, key=key: objects[*key, default])  # type: ignore[misc]
        if not self.of_objects[shape]:
            maker.then_noted(lines, objects[shape, predicate, None, True])
        if shape in self._foci:
            write = self._foci[shape].write
            for line in lines:
                maker.then(lambda at, line=line: _writing(write, at[line]))  # type: ignore[misc]

    def _write_focus(self, maker: PlanMaker, shape: str) -> None:
        write = self._foci[shape].write
        maker.then(lambda _at: _writing(write, 0))


def _prove(maker: PlanMaker, shape: str, proof: Proof) -> None:
    if isinstance(proof.asks, Joined):
        note_asked(maker, shape, proof.asks)
    else:
        maker.prove(shape, proof)


def _refutable(shapes: Shapes) -> dict[int, SimpleQuery]:
    """Give the queries, by identity, of which values tell that they give nothing.

    What is asked about values, in sh:targetObjectsOf, is known by flags, which join nothing.
    """
    found: dict[int, SimpleQuery] = {}
    others = set[int]()
    for shape in shapes.targeted:
        of_values = any(target.kind == "objects-of" for target in shape.targets)
        for query, _ in queries_on(shapes, shape):
            simple = query.simple
            if simple is None or (simple.step and of_values):
                others.add(id(query))
            else:
                found[id(query)] = simple
    return {number: simple for number, simple in found.items() if number not in others}


def _write_lines(maker: PlanMaker, store: Store) -> None:
    """Write what a store needs of a record."""
    write = store.file.write
    lines = [i for p in maker.lines for i in maker.lines[p] if store.takes(*maker.form.lines[i])]
    maker.taken.update(lines)
    if lines:
        before = [b" %b " % maker.form.lines[i][0] for i in lines]

        def make(at: Mapping[int, int]) -> Action:
            groups = [at[i] for i in lines]

            def act(columns: RecordColumns, _places: Places) -> None:
                pieces: list[Iterable[bytes]] = []
                for predicate, group in zip(before, groups, strict=True):
                    pieces += columns[0], repeat(predicate), columns[group], repeat(b" .\n")
                write(b"".join(chain.from_iterable(zip(*pieces))))  # noqa: B905 (some have no end)

            return act

        maker.then(make)


def _is_twice(plan: Plan, groups: Groups) -> bool:
    """Whether a triple is there twice."""
    return any(len({groups[i] for i in same}) < len(same) for same in plan.twice)


def _writing(write: Callable[[bytes], int], group: int) -> Action:
    """Make the action that writes a column, a line each."""
    return lambda columns, _places: write(b"\n".join((*columns[group], b"")))


def _is_target(shape: Shape, classes: set[str], predicates: Mapping[str, object]) -> bool:
    return any(
        (t.kind == "class" and t.value in classes)
        or (t.kind == "subjects-of" and t.value in predicates)
        for t in shape.targets
    )


def _turned_round(shapes: Shapes) -> frozenset[str]:
    """Give the predicates that paths of the shapes follow backward."""
    paths = [s.path for s in shapes.reached if s.path is not None]
    paths += [path for s in shapes.reached for c in s.constraints for path in c.paths]
    return frozenset().union(*(directions(p)[1] for p in paths))
