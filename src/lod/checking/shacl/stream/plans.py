"""Plans: what the filter does with all records of one form.

What depends on the form alone is proved once; what is left is done with the records' values.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from lod.checking.shacl.core.constraints import Test
from lod.checking.shacl.stream.facts import Pairs, PassFacts
from lod.checking.shacl.stream.flags import EVERY_PREDICATE, NOTHING, Flag, Pointed, Proof, Reached
from lod.checking.shacl.stream.recordforms import Action, Form, Places, Plan, RecordColumns
from lod.rdf import TYPE

NoteNumbers = Callable[[Iterable[int]], None]
MakeAction = Callable[[Mapping[int, int]], Action]
"""Makes an action, when the groups of the lines are known."""

_TYPE = TYPE.encode()
_REMEMBERED = 20_000  # values a property
_REMEMBERED_TOGETHER = 1_000  # of several that are proved together


class PlanMaker:
    """Makes the plan of one form: gathers actions, and the values that they use.

    :param known: what values were found to pass, by what they were tested by.
    """

    def __init__(self, form: Form, found: PassFacts, known: dict[object, dict[Any, bool]]) -> None:
        self.form = form
        self.found = found
        self.known = known
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
        fails = self.found.candidates[shape].extend
        if self.is_known(proof):
            if not self.holds(proof):
                self.actions.append(lambda _columns, places: fails(places))
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
            self._run(proof.first, _at_place(self.found.waiting[shape].extend))
        else:
            waits = self.found.waiting[shape].extend
            self.actions.append(lambda _columns, places: waits(places))

    def _near(self, shape: str, proof: Proof, fails: NoteNumbers) -> None:
        if proof.each is not None:
            (predicate,) = proof.uses or ("",)
            self.eachs.setdefault(predicate, []).append((shape, proof.each))
        else:
            self._run(proof, _at_place(fails))

    def _each(self, predicate: str, of_shapes: list[tuple[str, Test]]) -> None:
        """Test each value of a property; those that pass are remembered."""
        known = self.known.setdefault((predicate, *(id(test) for _, test in of_shapes)), {})
        tests = [(test, self.found.candidates[shape].extend) for shape, test in of_shapes]

        def make(group: int) -> Action:
            def act(columns: RecordColumns, places: Places) -> None:
                column = columns[group]
                fresh = {value: value.decode() for value in set(column).difference(known)}
                failed = [{v for v, text in fresh.items() if not test(text)} for test, _ in tests]
                for (_, fails), some in zip(tests, failed, strict=True):
                    fails(at for value, at in zip(column, places, strict=True) if value in some)
                if len(known) < _REMEMBERED:
                    known.update(dict.fromkeys(fresh.keys() - set().union(*failed), True))

            return act

        if not predicate:
            self.actions.append(make(0))
        for line in self.values([predicate]):
            self.then(lambda at, line=line: make(at[line]))  # type: ignore[misc]

    def _run(self, proof: Proof, note: MakeAction, *, expected: bool | None = True) -> None:
        """Run a proof on each record. None expects what it gives of no properties."""
        whole = EVERY_PREDICATE in proof.uses
        uses = [p for p in self.lines if whole or p in proof.uses]
        self.values(uses)
        lines = [[0] if proof.itself else [], *(self.lines[p] for p in uses)]
        cuts = [*accumulate(map(len, lines))]
        known = self.known.setdefault((id(proof), expected, *zip(uses, cuts, strict=False)), {})
        if expected is None and not proof.itself:
            expected = proof.run("", NOTHING)

        def holds(values: Sequence[bytes]) -> bool:
            """Whether it holds of a record, and is so expected."""
            texts = [value.decode() for value in values]
            own = {p: texts[i:j] for p, (i, j) in zip(uses, pairwise(cuts), strict=True)}
            node = texts[0] if proof.itself else ""
            wanted = proof.run(node, NOTHING) if expected is None else expected
            return proof.run(node, own) is wanted

        def make(at: Mapping[int, int]) -> Action:
            groups = [*lines[0], *(at[line] for some in lines[1:] for line in some)]
            noted = note(at)

            def act(columns: RecordColumns, places: Places) -> None:
                rows = _rows([columns[group] for group in groups], len(places))
                found = {row: known[row] if row in known else holds(row) for row in set(rows)}
                if len(known) < _REMEMBERED_TOGETHER:
                    known.update(found)
                if not all(found.values()):
                    failing = [n for n, row in enumerate(rows) if not found[row]]
                    noted(_of_records(columns, failing), [places[n] for n in failing])

            return act

        self.then(make)

    def flag(self, flag: Flag) -> None:
        """Note the nodes for which a flag is otherwise than for those without properties."""
        lines = self.values([flag.back]) if flag.back in self.lines else []
        if flag.pointed is not None or (flag.back and not lines):
            return
        note = self._noting(lines if flag.back else None, self.found.flagged[flag.number].extend)
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

                def act(columns: RecordColumns, _places: Places) -> None:
                    for default, some in _by_default(asked, columns[two]):
                        hashes, others_ = chained[flag.number, default]
                        hashes.extend(hash(columns[one][n]) for n in some)
                        others_.extend(hash(columns[two][n]) for n in some)

                return act

            return make

        for node, other in pairs:
            self.then(make_one(node, other))

    def _noting(self, lines: Sequence[int] | None, note: NoteNumbers) -> MakeAction:
        """Make the action that notes the hashes of lines' values; of the node, if None."""

        def make(at: Mapping[int, int]) -> Action:
            groups = [0] if lines is None else [at[line] for line in lines]

            def act(columns: RecordColumns, _places: Places) -> None:
                for group in groups:
                    note(map(hash, columns[group]))

            return act

        return make

    def count(self, asks: Pointed) -> None:
        """Note the values of a record that counts for a question."""
        lines = self.values([asks.predicate])
        if lines and asks.inner is not None:
            note = self._noting(lines, self.found.counted[asks.number].extend)
            if not self.is_known(asks.inner):
                self._run(asks.inner, note, expected=False)
            elif self.holds(asks.inner):
                self.then(note)

    def _point(self, shape: str, asks: Pointed) -> None:
        """Note the node, to look later how many point at it."""
        self.actions.append(_noting_pairs(0, self.found.pointed[shape, asks.number]))

    def incoming(self, predicate: str) -> None:
        """Note the values of a property."""
        pairs = self.found.incoming[predicate]
        self.then_noted(self.values([predicate]), pairs)

    def then_noted(self, lines: Iterable[int | None], pairs: Pairs) -> None:
        """Note the values of lines, or the node."""
        for line in lines:
            self.then(
                lambda at, line=line: _noting_pairs(0 if line is None else at[line], pairs)  # type: ignore[misc]
            )

    def _reach(self, shape: str, proof: Proof, asks: Reached) -> None:
        """Note the values that need a flag."""
        lines = self.values(asks.predicates)
        fails = self.found.candidates[shape].extend
        waits = self.found.waiting[shape].extend
        if not lines or (asks.how == "one" and len(lines) > 1):
            if lines or not self.holds(proof):
                self.actions.append(lambda _columns, places: fails(places))
        elif asks.how == "some" and len(lines) > 1:
            self.actions.append(lambda _columns, places: waits(places))
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

            def act(columns: RecordColumns, places: Places) -> None:
                for default, some in _by_default(flag, columns[group]):
                    noted = pairs(default)
                    noted.hashes.extend(hash(columns[group][n]) for n in some)
                    noted.places.extend(places[n] for n in some)

            return act

        self.then(make)


def _by_default(flag: Flag, column: Sequence[bytes]) -> Iterable[tuple[bool, Collection[int]]]:
    """Give the numbers of nodes, apart by what holds of a flag if they have no properties."""
    if flag.one_default:
        return [(flag.default(""), range(len(column)))]
    found: dict[bool, list[int]] = {}
    for number, node in enumerate(column):
        found.setdefault(flag.default(node.decode()), []).append(number)
    return found.items()


def _rows(columns: RecordColumns, count: int) -> list[tuple[bytes, ...]]:
    """Give what records have in some columns, which may be none."""
    return list(zip(*columns, strict=True)) if columns else [()] * count


def _of_records(columns: RecordColumns, numbers: Sequence[int]) -> RecordColumns:
    """Give the columns of some of the records."""
    if len(numbers) == len(columns[0]):
        return columns
    return [[column[n] for n in numbers] for column in columns]


def _noting_pairs(group: int, pairs: Pairs) -> Action:
    """Make the action that notes values, each with the place of its record."""
    add_hashes, add_places = pairs.hashes.extend, pairs.places.extend

    def act(columns: RecordColumns, places: Places) -> None:
        add_hashes(map(hash, columns[group]))
        add_places(places)

    return act


def _at_place(note: NoteNumbers) -> MakeAction:
    """Make the action that notes where records stand."""
    return lambda _at: lambda _columns, places: note(places)


def _example(number: int, predicate: bytes, form: bytes) -> str:
    """Give a value of a form, other than those of other lines."""
    if predicate == _TYPE:
        return form.decode()
    if form[:1] == b'"':
        return f'"{number}{form.decode()}'
    if form == b"<<":
        return f"<<( <urn:x:s> <urn:x:{number}> <urn:x:o> )>>"
    return f"<urn:x:{number}>" if form == b"<" else f"_:x{number}"
