"""Plans: what the filter does with all records of one form.

Records have the same form if they have the same predicates, as often, with values of the same
kind, datatype and language, and the same types. What depends on the form alone is proved once;
a regular expression, made of the form, then reads a record in one go.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from lod.checking.shacl.core.constraints import Test
from lod.checking.shacl.stream.facts import Pairs, PassFacts
from lod.checking.shacl.stream.flags import EVERY_PREDICATE, NOTHING, Flag, Pointed, Proof, Reached
from lod.checking.shacl.stream.reading import ENDS, Pair
from lod.rdf import BLANK, IRI, TYPE, UNESCAPED

Groups = Sequence[bytes]
Action = Callable[[Groups, int], object]
NotePlace = Callable[[int], None]
MakeAction = Callable[[Mapping[int, int]], Action]
"""Makes an action, when the groups of the lines are known."""

_TYPE, _IRI, _BLANK, _TEXT = (piece.encode() for piece in (TYPE, IRI, BLANK, UNESCAPED))
OFTEN = 20  # records of a form before it gets a regular expression
MOST_FORMS = 500  # regular expressions
_REMEMBERED = 20_000  # values a property


class Form(NamedTuple):
    """What records of one kind have in common.

    :param kind: the first byte of the subject.
    :param lines: of each line the predicate and the form of its value: a type itself; ``<``, ``_``
        and ``<<`` for IRIs, blank nodes and triple terms; of literals what begins with the last
        ``"``.
    """

    kind: bytes
    lines: tuple[Pair, ...]


def form_of_record(subject: bytes, pairs: Iterable[Pair]) -> Form:
    """Give the form of a record."""
    return Form(
        subject[:1],
        tuple(
            (p, o if p == _TYPE else o[o.rindex(b'"') :] if o[:1] == b'"' else _kind(o))
            for p, o in pairs
        ),
    )


def _kind(value: bytes) -> bytes:
    return b"<<" if value[:2] == b"<<" else value[:1]


class Plan:
    """What to do with the records of a form.

    :param taken: the numbers of the lines whose values the actions use, in order.
    :param match: the form as a regular expression; None until it has shown to be frequent.
    :param following: plans of the records that came next lately.
    :param seen: how often it was looked up.
    :param count: the records that it was used for, since they were last counted.
    """

    __slots__ = ("actions", "count", "following", "form", "match", "seen", "taken", "twice")

    def __init__(self, form: Form, actions: Sequence[Action], taken: Sequence[int]) -> None:
        self.form = form
        self.actions = tuple(actions)
        self.taken = tuple(taken)
        self.match: Callable[[bytes, int], re.Match[bytes] | None] | None = None
        self.following: list[Plan] = []
        self.seen = self.count = 0
        self.twice = self._repeated()

    def _repeated(self) -> list[list[int]]:
        """Find the groups that may hold a triple twice: lines of the same form."""
        same: dict[Pair, list[int]] = {}
        for group, line in enumerate(self.taken, 1):
            same.setdefault(self.form.lines[line], []).append(group)
        return [groups for groups in same.values() if len(groups) > 1]

    def pick(self, subject: bytes, pairs: Sequence[Pair]) -> Groups:
        """Give what the actions use of a record."""
        return (subject, *(pairs[i][1] for i in self.taken))

    def compile(self, quads: bool) -> None:
        """Make the regular expression."""
        subject = rb"(" + (_IRI if self.form.kind == b"<" else _BLANK) + rb")"
        end = ENDS[quads]
        parts = []
        for i, (predicate, form) in enumerate(self.form.lines):
            value = _value(predicate, form)
            value = rb"(" + value + rb")" if i in self.taken else value
            start = rb"\1" if i else subject
            parts.append(start + b" " + re.escape(predicate) + b" " + value + end)
        self.match = re.compile(b"".join(parts) + rb"(?!\1 )").match


def _value(predicate: bytes, form: bytes) -> bytes:
    if predicate == _TYPE:
        return re.escape(form)
    if form[:1] == b'"':
        return _TEXT + re.escape(form[1:])
    if form == b"<<":
        return rb"(?!)"  # never read in one go
    return _IRI if form == b"<" else _BLANK


class PlanMaker:
    """Makes the plan of one form: gathers actions, and the values that they use."""

    def __init__(self, form: Form, found: PassFacts, passed: dict[object, set[bytes]]) -> None:
        self.form = form
        self.found = found
        self.passed = passed
        self.actions: list[Action] = []
        self.node = "<urn:x:s>" if form.kind == b"<" else "_:s"
        self.own: dict[str, list[str]] = {}
        self.lines: dict[str, list[int]] = {}
        self.eachs: dict[str, list[tuple[str, Test]]] = {}
        for i, (p, value) in enumerate(form.lines):
            self.own.setdefault(p.decode(), []).append(_example(i, p, value))
            self.lines.setdefault(p.decode(), []).append(i)
        # Lines of a form stand or fall together: a triple may be there twice.
        times = Counter(form.lines)
        self.taken = {i for i, line in enumerate(form.lines) if times[line] > 1}
        self._later: list[MakeAction] = []

    def plan(self) -> Plan:
        """Give the plan."""
        for predicate, tests in self.eachs.items():
            self._each(predicate, tests)
        taken = sorted(self.taken)
        groups = {line: i + 1 for i, line in enumerate(taken)}
        return Plan(self.form, [*self.actions, *(make(groups) for make in self._later)], taken)

    def values(self, predicates: Iterable[str]) -> list[int]:
        """Give the lines of predicates, and take their values."""
        lines = [i for p in predicates for i in self.lines.get(p, ())]
        self.taken.update(lines)
        return lines

    def then(self, make: MakeAction) -> None:
        """Add an action that is made when the groups of the lines are known."""
        self._later.append(make)

    def is_known(self, proof: Proof) -> bool:
        """Whether a proof holds for all records of the form, or for none."""
        unknown = proof.uses & self.lines.keys() - {TYPE} or EVERY_PREDICATE in proof.uses
        return not proof.far and (proof.by_kind or not (proof.itself or unknown))

    def holds(self, proof: Proof) -> bool:
        """Whether it does."""
        return proof.run(self.node, self.own)

    def prove(self, shape: str, proof: Proof) -> None:
        """Add what must be done to prove that records conform."""
        fails = self.found.candidates[shape].append
        if self.is_known(proof):
            if not self.holds(proof):
                self.actions.append(lambda _groups, at: fails(at))
        elif not proof.far:
            self._near(shape, proof, fails)
        elif proof.first is not None and self.is_known(proof.first) and self.holds(proof.first):
            pass
        elif isinstance(proof.asks, Reached):
            self._reach(shape, proof, proof.asks)
        elif isinstance(proof.asks, Pointed):
            self._point(shape, proof.asks)
        elif proof.flag is not None:
            number = proof.flag.number
            self.flagged_at(None, proof.flag, lambda d: self.found.reached[shape, number, d])
        elif proof.first is not None:
            self._run(proof.first, _at_place(self.found.waiting[shape].append))
        else:
            waits = self.found.waiting[shape].append
            self.actions.append(lambda _groups, at: waits(at))

    def _near(self, shape: str, proof: Proof, fails: NotePlace) -> None:
        if proof.each is not None:
            (predicate,) = proof.uses or ("",)
            self.eachs.setdefault(predicate, []).append((shape, proof.each))
        else:
            self._run(proof, _at_place(fails))

    def _each(self, predicate: str, of_shapes: list[tuple[str, Test]]) -> None:
        """Test each value of a property; values that pass are remembered."""
        passed = self.passed.setdefault((predicate, *(id(test) for _, test in of_shapes)), set())
        tests = [(test, self.found.candidates[shape].append) for shape, test in of_shapes]

        def make(group: int) -> Action:
            def act(groups: Groups, at: int) -> None:
                value = groups[group]
                if value not in passed:
                    text = value.decode()
                    failed = [fails for test, fails in tests if not test(text)]
                    for fails in failed:
                        fails(at)
                    if not failed and len(passed) < _REMEMBERED:
                        passed.add(value)

            return act

        if not predicate:
            self.actions.append(make(0))
        for line in self.values([predicate]):
            self.then(lambda at, line=line: make(at[line]))  # type: ignore[misc]

    def _run(self, proof: Proof, note: MakeAction, *, expected: bool | None = True) -> None:
        """Run a proof on each record. None expects what it gives of no properties."""
        uses = self.lines if EVERY_PREDICATE in proof.uses else proof.uses & self.lines.keys()
        self.values(uses)
        run, itself = proof.run, proof.itself

        def make(at: Mapping[int, int]) -> Action:
            where = [(p, [at[i] for i in self.lines[p]]) for p in uses]
            noted = note(at)

            def act(groups: Groups, place: int) -> None:
                own = {p: [groups[i].decode() for i in indexes] for p, indexes in where}
                node = groups[0].decode() if itself else ""
                wanted = run(node, NOTHING) if expected is None else expected
                if run(node, own) is not wanted:
                    noted(groups, place)

            return act

        self.then(make)

    def flag(self, flag: Flag) -> None:
        """Note the nodes for which a flag is otherwise than for those without properties."""
        lines = self.values([flag.back]) if flag.back in self.lines else []
        if flag.pointed is not None or (flag.back and not lines):
            return
        note = self._noting(lines if flag.back else None, self.found.flagged[flag.number].append)
        if flag.inner.far:
            self._chain(flag, lines, note)
        elif not self.is_known(flag.inner):
            self._run(flag.inner, note, expected=flag.every if flag.back else None)
        elif self.holds(flag.inner) is not flag.default(self.node):
            self.then(note)

    def _chain(self, flag: Flag, lines: Sequence[int], note: MakeAction) -> None:
        """Note the nodes, each with the one of which its flag asks another."""
        asks, asked = flag.inner.asks, flag.asked
        assert asked is not None
        if flag.back:
            self._ask(flag, asked, lines, [None])
            return
        assert isinstance(asks, Reached)
        values = self.values(asks.predicates)
        if asks.how == "one" and len(values) > 1:
            if flag.default(self.node):
                self.then(note)
        else:
            self._ask(flag, asked, [None], values)

    def _ask(
        self, flag: Flag, asked: Flag, nodes: Iterable[int | None], others: Iterable[int | None]
    ) -> None:
        chained = self.found.chained
        pairs = [(node, other) for node in nodes for other in others]

        def make_one(node: int | None, other: int | None) -> MakeAction:
            def make(at: Mapping[int, int]) -> Action:
                one, two = (0 if line is None else at[line] for line in (node, other))

                def act(groups: Groups, _place: int) -> None:
                    default = asked.default("" if asked.one_default else groups[two].decode())
                    hashes, others_ = chained[flag.number, default]
                    hashes.append(hash(groups[one]))
                    others_.append(hash(groups[two]))

                return act

            return make

        for node, other in pairs:
            self.then(make_one(node, other))

    def _noting(self, lines: Sequence[int] | None, note: NotePlace) -> MakeAction:
        """Make the action that notes the hashes of lines' values; of the node, if None."""

        def make(at: Mapping[int, int]) -> Action:
            groups_ = [0] if lines is None else [at[line] for line in lines]

            def act(groups: Groups, _place: int) -> None:
                for group in groups_:
                    note(hash(groups[group]))

            return act

        return make

    def count(self, asks: Pointed) -> None:
        """Note the values of a record that counts for a question."""
        lines = self.values([asks.predicate])
        if lines and asks.inner is not None:
            note = self._noting(lines, self.found.counted[asks.number].append)
            if not self.is_known(asks.inner):
                self._run(asks.inner, note, expected=False)
            elif self.holds(asks.inner):
                self.then(note)

    def _point(self, shape: str, asks: Pointed) -> None:
        """Note the node, to look later how many point at it."""
        pairs = self.found.pointed[shape, asks.number]
        add_hash, add_place = pairs.hashes.append, pairs.places.append

        def act(groups: Groups, at: int) -> None:
            add_hash(hash(groups[0]))
            add_place(at)

        self.actions.append(act)

    def incoming(self, predicate: str) -> None:
        """Note the values of a property."""
        pairs = self.found.incoming[predicate]
        self.then_noted(self.values([predicate]), pairs)

    def then_noted(self, lines: Iterable[int | None], pairs: Pairs) -> None:
        """Note the values of lines, or the node."""
        add_hash, add_place = pairs.hashes.append, pairs.places.append

        def make(group: int) -> Action:
            def act(groups: Groups, at: int) -> None:
                add_hash(hash(groups[group]))
                add_place(at)

            return act

        for line in lines:
            self.then(lambda at, line=line: make(0 if line is None else at[line]))  # type: ignore[misc]

    def _reach(self, shape: str, proof: Proof, asks: Reached) -> None:
        """Note the values that need a flag."""
        lines = self.values(asks.predicates)
        fails = self.found.candidates[shape].append
        waits = self.found.waiting[shape].append
        if not lines or (asks.how == "one" and len(lines) > 1):
            if lines or not self.holds(proof):
                self.actions.append(lambda _groups, at: fails(at))
        elif asks.how == "some" and len(lines) > 1:
            self.actions.append(lambda _groups, at: waits(at))
        else:
            self.each_flagged(
                lines, asks.flag, lambda d: self.found.reached[shape, asks.flag.number, d]
            )

    def each_flagged(
        self, lines: Sequence[int], flag: Flag, pairs: Callable[[bool], Pairs]
    ) -> None:
        """Note values, apart by what holds for them if they have no properties."""
        for line in lines:
            self.flagged_at(line, flag, pairs)

    def flagged_at(self, line: int | None, flag: Flag, pairs: Callable[[bool], Pairs]) -> None:
        """Note the value of a line, or the node itself, likewise."""
        if flag.one_default:
            self.then_noted([line], pairs(flag.default("")))
            return

        def make(at: Mapping[int, int]) -> Action:
            group = 0 if line is None else at[line]

            def act(groups: Groups, place: int) -> None:
                value = groups[group]
                hashes, places = pairs(flag.default(value.decode()))
                hashes.append(hash(value))
                places.append(place)

            return act

        self.then(make)


def _at_place(note: NotePlace) -> MakeAction:
    """Make the action that notes where a record stands."""
    return lambda _at: lambda _groups, place: note(place)


def _example(number: int, predicate: bytes, form: bytes) -> str:
    """Give a value of a form, other than those of other lines."""
    if predicate == _TYPE:
        return form.decode()
    if form[:1] == b'"':
        return f'"{number}{form.decode()}'
    if form == b"<<":
        return f"<<( <urn:x:s> <urn:x:{number}> <urn:x:o> )>>"
    return f"<urn:x:{number}>" if form == b"<" else f"_:x{number}"
