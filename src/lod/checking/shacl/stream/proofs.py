"""Makes the filter: for each constraint a proof that a focus node conforms to it.

A proof may fail for a node that conforms; it must never hold for one that doesn't. It looks at
the node's own properties, and at flags of the nodes that they lead to: whether those pass a
proof by their own properties.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lod.checking.shacl.core import constraints, logic
from lod.checking.shacl.core.model import Constraint, Shape, Shapes
from lod.checking.shacl.stream.flags import (
    EVERY_PREDICATE,
    NOTHING,
    Flag,
    Pointed,
    Proof,
    Reached,
    Values,
    unprovable,
)
from lod.checking.shacl.stream.values import (
    ValuesOf,
    conjunction,
    how_of,
    of_each,
    of_values,
    outward,
)
from lod.rdf import RDF, SH, TYPE, XSD, Path, is_iri

_FREE_FORMS = (f"<{XSD}string>", f"<{RDF}langString>")  # datatypes that any text is right for


ProofMaker = Callable[["Prover", Constraint, ValuesOf], Proof]


@dataclass
class Prover:
    """Makes the proofs of shapes.

    :param above: each class with all its superclasses.
    :param flags: those that the proofs ask for.
    :param pointed: the questions who points at a node.
    """

    shapes: Shapes
    above: Mapping[str, frozenset[str]]
    flags: list[Flag] = field(default_factory=list)
    pointed: list[Pointed] = field(default_factory=list)
    _made: dict[str, Proof] = field(default_factory=dict)
    _classes: dict[str, Flag] = field(default_factory=dict)

    def constraint(self, shape: Shape, constraint: Constraint) -> Proof:
        """Make the proof of one constraint."""
        maker = MAKERS.get(constraint.component)
        if maker is None:
            return unprovable()
        severity = constraint.severity or shape.severity
        if not self.shapes.disallows(severity):  # a node with such results conforms
            return replace(self._constraint(shape, constraint, maker), exact=False)
        return self._constraint(shape, constraint, maker)

    def _constraint(self, shape: Shape, constraint: Constraint, maker: "ProofMaker") -> Proof:
        path = shape.path if shape.path is None else outward(shape.path)
        if path is None:
            return maker(self, constraint, ValuesOf())
        if not path.operator:
            return maker(self, constraint, ValuesOf((path.predicate,)))
        simple = not any(part.operator for part in path.parts)
        if path.operator == "|" and simple:
            return maker(self, constraint, ValuesOf(tuple(p.predicate for p in path.parts)))
        if path.operator == "/":
            return self._along(shape, constraint, path)
        if path.operator == "^" and simple:
            return self._back(shape, constraint, path.parts[0].predicate)
        return unprovable()

    def _along(self, shape: Shape, constraint: Constraint, path: Path) -> Proof:
        """Prove for a sequence, by a flag of what the first step leads to."""
        rest = path.parts[1] if len(path.parts) == 2 else Path("/", parts=path.parts[1:])
        how, first = how_of(constraint), path.parts[0]
        if not how:
            return unprovable()
        inner = self.constraint(replace(shape, path=rest), constraint)
        if not first.operator:
            return self.reached(inner, (first.predicate,), how)
        if first.operator == "^" and not first.parts[0].operator and how != "one":
            return self._turned(inner, first.parts[0].predicate, every=how == "all")
        return unprovable()

    def _back(self, shape: Shape, constraint: Constraint, predicate: str) -> Proof:
        """Prove for what points at a node."""
        check = constraint.check
        if isinstance(check, constraints.Count):
            return self._point(predicate, check.low, check.high).proof()
        if isinstance(check, logic.Qualified):
            counts = qualified(self, check, ValuesOf())
            if counts.far or not counts.exact:
                return unprovable()
            return self._point(predicate, check.low or 0, check.high, counts).proof()
        if (how := how_of(constraint)) not in ("all", "some"):
            return unprovable()
        inner = self.constraint(replace(shape, path=None), constraint)
        return self._turned(inner, predicate, every=how == "all")

    def _point(
        self, predicate: str, low: int, high: int | None, inner: Proof | None = None
    ) -> Pointed:
        self.pointed.append(Pointed(len(self.pointed), predicate, low, high, inner))
        return self.pointed[-1]

    def reached(self, inner: Proof, predicates: tuple[str, ...], how: str) -> Proof:
        """Prove what is said of the values of properties (see :class:`Reached`)."""
        flags = self.flags_of(inner)
        if not flags or (len(flags) > 1 and how != "all"):
            return unprovable()
        exact = inner.exact
        return conjunction([Reached(flag, predicates, how).proof(exact=exact) for flag in flags])

    def _turned(self, inner: Proof, predicate: str, *, every: bool) -> Proof:
        """Prove what is said of those that point at a node: of all of them, or of some."""
        flags = self.flags_of(inner) if inner.far else [None]
        if not flags or (len(flags) > 1 and not every):
            return unprovable()
        made = []
        for flag in flags:
            proof = inner if flag is None else flag.proof(exact=inner.exact)
            self.flags.append(Flag(len(self.flags), proof, back=predicate, every=every))
            made.append(self.flags[-1].proof(exact=proof.exact))
        return conjunction(made)

    def flags_of(self, whole: Proof) -> list[Flag]:
        """Give the flags of a node that a proof is made of; none, if it asks too much."""
        parts = whole.parts or (whole,)
        far = [p for p in parts if p.far]
        if not all(p.asks_once for p in far):
            return []
        near = [p for p in parts if not p.far]
        return [
            *map(self.flag, [conjunction(near)] if near or not far else []),
            *map(self.flag, far),
        ]

    def shape(self, node: str) -> Proof:
        """Make the proof that a node conforms to a shape."""
        if node not in self._made:
            shape = self.shapes.shapes[node]
            used = () if shape.deactivated else shape.constraints
            self._made[node] = conjunction([self.constraint(shape, c) for c in used])
        return self._made[node]

    def flag(self, inner: Proof) -> Flag:
        """Let the stream note which nodes a proof holds for."""
        if inner.flag is not None:
            return inner.flag
        self.flags.append(Flag(len(self.flags), inner))
        return self.flags[-1]

    def of_class(self, kind: str) -> Proof:
        """Make the proof that a node is an instance of a class."""

        def run(_node: str, own: Values) -> bool:
            return any(kind in self.above.get(c, (c,)) for c in own.get(TYPE, ()))

        return Proof(run, frozenset((TYPE,)), by_kind=True)

    def class_flag(self, kind: str) -> Flag:
        """Give the flag of a class's instances."""
        if kind not in self._classes:
            self._classes[kind] = self.flag(self.of_class(kind))
        return self._classes[kind]

    def inner(self, node: str, where: ValuesOf) -> Proof:
        """Make the proof of a shape for each value, to be run with the value as the node."""
        proof = self.shape(node)
        if not where.predicates or not (proof.uses or proof.far):
            return proof
        if proof.far and not proof.asks_once:
            return unprovable()
        return self.flag(proof).proof(exact=proof.exact)


def make_value_test(_prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove what concerns each value by itself."""
    check = constraint.check
    assert isinstance(check, constraints.ValueTest)
    return of_each(where, check.test)


def make_kind_test(_prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:nodeKind and sh:languageIn."""
    check = constraint.check
    assert isinstance(check, constraints.ValueTest)
    return of_each(where, check.test, by_kind=True)


def make_datatype(_prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:datatype."""
    check = constraint.check
    assert isinstance(check, constraints.ValueTest)
    return of_each(where, check.test, by_kind=constraint.value in _FREE_FORMS)


def make_count(_prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:minCount and sh:maxCount."""
    check = constraint.check
    assert isinstance(check, constraints.Count)
    # What two properties have in common counts once; whether there is any, that leaves as it is.
    by_kind = len(where.predicates) < 2 or (check.low <= 1 and check.high is None)
    return of_values(where, lambda values: check.fits(len(values)), by_kind)


def make_class(prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:class."""
    assert isinstance(constraint.check, constraints.OfClass)
    if constraint.check.kinds != (constraint.value,):  # a list of them
        return unprovable()
    if not where.predicates:
        return prover.of_class(constraint.value)
    return Reached(prover.class_flag(constraint.value), where.predicates, "all").proof()


def make_has_value(_prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:hasValue."""
    wanted = constraint.value
    return of_values(where, lambda values: wanted in values)


def make_unique_lang(_prover: Prover, _constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:uniqueLang."""

    def test(values: Sequence[str]) -> bool:
        if len(values) < 2:
            return True
        tags = [tag for v in values if (tag := constraints.directed_language(v))]
        return len(tags) == len(set(tags))

    return of_values(where, test, by_kind=len(where.predicates) < 2)


def _pair(
    constraint: Constraint, where: ValuesOf, test: Callable[[Sequence[str], Sequence[str]], bool]
) -> Proof:
    other, reach = constraint.value, where.reach
    if not is_iri(other):
        return unprovable()
    made = Proof(lambda n, own: test(reach(n, own), own.get(other, ())), frozenset((other,)))
    return made.needing(where.needs)


def make_equals(_prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:equals."""
    return _pair(constraint, where, lambda a, b: set(a) == set(b))


def make_disjoint(_prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:disjoint."""
    return _pair(constraint, where, lambda a, b: not set(a).intersection(b))


def make_subset_of(_prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:subsetOf."""
    return _pair(constraint, where, lambda a, b: set(a) <= set(b))


def make_less(_prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:lessThan and sh:lessThanOrEquals."""
    check = constraint.check
    assert isinstance(check, constraints.Less)
    ordered = check.ordered
    return _pair(constraint, where, lambda a, b: all(ordered(x, y) for x in a for y in b))


def make_closed(_prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:closed for the node itself."""
    check = constraint.check
    if where.predicates or not isinstance(check, constraints.Closed):
        return unprovable()
    allowed = check.allowed
    return Proof(
        lambda _node, own: allowed.issuperset(own), frozenset((EVERY_PREDICATE,)), by_kind=True
    )


def make_inner(prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:node and sh:property: all values conform."""
    proof = prover.shape(constraint.shapes[0])
    if where.predicates and (proof.uses or proof.far):
        return prover.reached(proof, where.predicates, "all")
    if proof.far:
        return proof
    if proof.each is not None and not proof.uses and proof.exact:
        return of_each(where, proof.each, proof.by_kind)
    return _by_value(where, [proof], lambda found: found == 1)


def make_not(prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:not, if the inner proof is exact."""
    proof = prover.inner(constraint.shapes[0], where)
    if not proof.exact:
        return unprovable()
    test = proof.each
    if test is not None and not proof.uses:
        return of_each(where, lambda value: not test(value), proof.by_kind)
    return _by_value(where, [proof], lambda found: found == 0)


def _by_value(where: ValuesOf, proofs: Sequence[Proof], fits: Callable[[int], bool]) -> Proof:
    """Prove that the right number of proofs holds for each value."""
    runs, reach = [p.run for p in proofs], where.reach

    def run(node: str, own: Values) -> bool:
        return all(fits(sum(run(v, own) for run in runs)) for v in reach(node, own))

    needs = (where.needs,) if where.predicates else ()
    made = Proof(run, by_kind=True).needing(*needs, *proofs)
    if len(where.predicates) == 1 and not any(p.uses or p.far for p in proofs):
        return replace(made, each=lambda v: fits(sum(run(v, NOTHING) for run in runs)))
    return made


def make_several(prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:and, sh:or and sh:xone."""
    check = constraint.check
    assert isinstance(check, logic.Several)
    proofs = [prover.inner(s, where) for s in check.shapes]
    upward = check.high >= len(proofs)
    if not upward and not all(p.exact for p in proofs):
        return unprovable()
    made = _by_value(where, proofs, lambda found: check.low <= found <= check.high)
    near = [p for p in proofs if not p.far]
    if not made.far or not upward or len(near) < check.low:
        return made
    return replace(made, first=_by_value(where, near, lambda found: found >= check.low))


def make_qualified(prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:qualifiedMinCount and sh:qualifiedMaxCount, if the inner proofs are exact."""
    check = constraint.check
    assert isinstance(check, logic.Qualified)
    proof = qualified(prover, check, where)
    if not proof.exact:
        return unprovable()
    counts, reach = proof.run, where.reach
    fits = constraints.Count("", check.low or 0, check.high).fits

    def test(node: str, own: Values) -> bool:
        return fits(sum(counts(v, own) for v in reach(node, own)))

    return Proof(test, by_kind=len(where.predicates) < 2).needing(where.needs, proof)


def qualified(prover: Prover, check: logic.Qualified, where: ValuesOf) -> Proof:
    """Make the proof that a value counts."""
    proof = prover.inner(check.shape, where)
    siblings = [prover.inner(s, where) for s in check.siblings]
    run, others = proof.run, [p.run for p in siblings]

    def counts(node: str, own: Values) -> bool:
        return run(node, own) and not any(other(node, own) for other in others)

    return Proof(counts, by_kind=True).needing(proof, *siblings)


def make_some_value(prover: Prover, constraint: Constraint, where: ValuesOf) -> Proof:
    """Prove sh:someValue."""
    proof = prover.inner(constraint.shapes[0], where)
    run, reach = proof.run, where.reach
    made = Proof(lambda n, own: any(run(v, own) for v in reach(n, own)), by_kind=True)
    return made.needing(where.needs, proof)


def _named(maker: ProofMaker, *names: str) -> dict[str, ProofMaker]:
    return {f"{SH}{name}ConstraintComponent": maker for name in names}


MAKERS: dict[str, ProofMaker] = {
    **_named(make_value_test, "MinExclusive", "MinInclusive", "MaxExclusive", "MaxInclusive"),
    **_named(make_value_test, "MinLength", "MaxLength", "Pattern", "In", "SingleLine"),
    **_named(make_kind_test, "NodeKind", "LanguageIn"),
    **_named(make_datatype, "Datatype"),
    **_named(make_count, "MinCount", "MaxCount"),
    **_named(make_class, "Class"),
    **_named(make_has_value, "HasValue"),
    **_named(make_unique_lang, "UniqueLang"),
    **_named(make_equals, "Equals"),
    **_named(make_disjoint, "Disjoint"),
    **_named(make_subset_of, "SubsetOf"),
    **_named(make_less, "LessThan", "LessThanOrEquals"),
    **_named(make_closed, "Closed"),
    **_named(make_inner, "Node", "Property"),
    **_named(make_some_value, "SomeValue"),
    **_named(make_not, "Not"),
    **_named(make_several, "And", "Or", "Xone"),
    **_named(make_qualified, "QualifiedMinCount", "QualifiedMaxCount"),
}
