"""What the shapes leave unchecked: shown, never passed over in silence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeAlias

from lod.checking.options import Options
from lod.checking.questions import Asked
from lod.checking.report.model import Covered, Finding, Place, Rule, Texts
from lod.checking.rules import ReadShapes
from lod.checking.shacl import Shape, Target
from lod.checking.shacl.core.datatypes import whole
from lod.checking.shacl.core.index import MemoryIndex, read_list
from lod.checking.statements import PROPERTY, SUBJECT, VALUE
from lod.checking.terms import WELL_KNOWN, alike, is_well_known, nearest
from lod.checking.used import Used
from lod.rdf import (
    FIRST,
    OWL,
    RDF,
    RDFS,
    SH,
    TYPE,
    XSD,
    Shortening,
    is_blank,
    is_iri,
    literal,
    namespace_of,
    plain,
)
from lod.words import Message, msg, texts

Guarded: TypeAlias = tuple[Finding, Asked]
"""A finding, and what to look for in the data where it has no place yet."""

_NOT = f"{SH}NotConstraintComponent"
_MAX = f"{SH}MaxCountConstraintComponent"
_DATATYPE = f"{SH}DatatypeConstraintComponent"
_FOREIGN = (RDF, RDFS, OWL, SH)
_TARGETS = {
    "class": f"<{SH}targetClass>",
    "subjects-of": f"<{SH}targetSubjectsOf>",
    "objects-of": f"<{SH}targetObjectsOf>",
}
_REFERRING = (
    FIRST,
    *(f"<{SH}{name}>" for name in ("node", "property", "not", "qualifiedValueShape", "parameter")),
    *(f"<{SH}{name}>" for name in ("memberShape", "someValue", "reifierShape", "targetWhere")),
    *(f"<{SH}{name}>" for name in ("condition", "filterShape", "targetShape")),
    *(f"<{SH}{name}>" for name in ("and", "or", "xone")),  # wrongly, without a list
)
TITLES: Mapping[str, Message] = {
    "no-target": msg("every shape should check something"),
    "unknown-target": msg("what a shape is for should exist"),
    "nothing-checked": msg("some of what the shapes are for should be in the data"),
    "unknown-path": msg("a shape's property should exist"),
    "unknown-datatype": msg("a shape's datatype should exist"),
    "unknown-class": msg("every class should be known to the ontology or the shapes"),
    "unknown-property": msg("every property should be known to the ontology or the shapes"),
    "uncovered": msg("every thing should be covered by some shape"),
    "unknown-term": msg("every term of shapes should be one of SHACL's"),
    "no-shape": msg("every file of shapes should hold a shape"),
}


def guard_findings(
    shapes: ReadShapes, used: Used, options: Options, shorten: Shortening
) -> list[Guarded]:
    """Find what is checked by nothing. In any RDF that may be meant so: then it doesn't count."""
    known = set(options.known)
    ends = (term for s, _, o in shapes.shapes.graph.triples() for term in (s, o))
    named = {plain(term) for term in ends if is_iri(term)}
    found = [
        *_OfShapes(shapes, used, known | used.terms(), options, shorten).found(),
        *_OfData(shapes, used, known | named, options, shorten).found(),
    ]
    return found if options.guarded else [(as_advice(said), asked) for said, asked in found]


def as_advice(found: Finding) -> Finding:
    """Make a finding a warning that can't fail the check."""
    rule = replace(found.rule, severity="warning")
    return replace(found, rule=rule, severity="warning", counts=False)


class _Guards:
    """What guards go by.

    :param terms: IRIs of the terms that are as they should be.
    """

    def __init__(
        self,
        shapes: ReadShapes,
        used: Used,
        terms: set[str],
        options: Options,
        shorten: Shortening,
    ) -> None:
        self._shapes, self._used, self._terms = shapes, used, terms
        self._described = {RDF, RDFS, OWL, *options.described}
        self._mild = "violation" if options.strict else "warning"
        self._shorten = shorten

    def _nearest(self, kind: str, iri: str) -> str | None:
        return nearest(iri, self._candidates[kind])

    @cached_property
    def _candidates(self) -> Mapping[str, set[str]]:
        terms, used = self._terms | WELL_KNOWN, self._used
        return {
            kind: alike(kind, terms, counts)
            for kind, counts in (("class", used.classes), ("property", used.properties))
        }

    def _say(self, said: Message, near: str | None) -> Message:
        if near is None:
            return said
        return msg("{said} Did you mean {near}?", said=said, near=self._shorten(f"<{near}>"))


class _OfShapes(_Guards):
    """Finds what in the shapes checks nothing, or not what was meant."""

    def found(self) -> Iterator[Guarded]:
        """Give all of it."""
        yield from self._without_target()
        targets = [*self._unknown_targets()]
        yield from targets or self._nothing()
        yield from self._unknown_paths()
        yield from self._unknown_datatypes()
        yield from self._unknown_terms()
        yield from self._without_shape()

    def _unknown_terms(self) -> Iterator[Guarded]:
        for note in self._shapes.shapes.notes:
            if note.term is not None:
                stated = (note.shape, "", note.term, VALUE)
                used = (note.shape, note.term, "", PROPERTY)
                yield _guarded(
                    "unknown-term",
                    "violation",
                    note.text,
                    focus=note.term,
                    place=self._shapes.find((used, stated, ("", note.term, "", PROPERTY))),
                )

    def _without_shape(self) -> Iterator[Guarded]:
        for file in self._shapes.empty:
            said = msg("The file has no shape: nothing is checked by it.")
            yield _guarded("no-shape", self._mild, said, place=Place(file.name))

    def _without_target(self) -> Iterator[Guarded]:
        everyone = self._shapes.shapes.shapes.values()
        reached = {shape.node for shape in self._shapes.shapes.reached}
        reached |= {node for shape in everyone for node in (*shape.refers, *shape.spared)}
        reached |= {note.shape for note in self._shapes.shapes.needs_reference}
        reached |= self._referred()
        for shape in everyone:
            described = self._shapes.shapes.graph.record(shape.node)
            if described and shape.node not in reached and not shape.deactivated:
                nameless = is_blank(shape.node)
                name = msg("A shape without a name") if nameless else self._shorten(shape.node)
                yield _guarded(
                    "no-target",
                    "violation",
                    msg(
                        "{shape} checks nothing: it has no target, and no other uses it.",
                        shape=name,
                    ),
                    focus=shape.node,
                    place=self._shapes.place(shape.node),
                )

    def _referred(self) -> set[str]:
        """Give what is referred to, also by shapes that are left out; parameters are no shapes."""
        graph = self._shapes.shapes.graph
        return {node for predicate in _REFERRING for node in graph.values(predicate)}

    def _unknown_targets(self) -> Iterator[Guarded]:
        for shape in self._shapes.shapes.shapes.values():
            # a class that is its own shape may be named as its target too: one thing to tell
            for target in dict.fromkeys(shape.targets) if not shape.deactivated else ():
                iri = target.value[1:-1]
                if target.kind in _TARGETS and iri not in self._terms:
                    kind = "class" if target.kind == "class" else "property"
                    near = self._nearest(kind, iri)
                    if near or not _may_be_absent(shape, target):
                        yield self._unknown_target(shape, target, near)

    def _unknown_target(self, shape: Shape, target: Target, near: str | None) -> Guarded:
        said = msg(
            "The shape's target {name} is in neither data nor ontology: it checks nothing.",
            name=self._shorten(target.value),
        )
        stated = (shape.node, _TARGETS[target.kind], target.value, VALUE)
        return _guarded(
            "unknown-target",
            "violation" if near or not any(self._used.foci) else self._mild,
            self._say(said, near),
            focus=shape.node,
            place=self._shapes.find((stated, (shape.node, "", "", SUBJECT))),
            meant=near,
        )

    def _nothing(self) -> Iterator[Guarded]:
        if not any(self._used.foci):
            file = self._shapes.files[0].name if self._shapes.files else None
            said = msg("No shape's target is in the data: nothing was checked.")
            yield _guarded(
                "nothing-checked", self._mild, said, place=None if file is None else Place(file)
            )

    def _unknown_paths(self) -> Iterator[Guarded]:
        for shape in self._shapes.shapes.reached:
            for name in dict.fromkeys(shape.path.predicates() if shape.path else ()):
                iri = name[1:-1]
                if iri in self._terms or is_well_known(iri) or _is_banned(shape):
                    continue
                near = self._nearest("property", iri)
                if near or self._is_described(iri):
                    yield self._unknown_path(shape, name, near)

    def _unknown_path(self, shape: Shape, name: str, near: str | None) -> Guarded:
        said = msg(
            "The shape's property {name} is in neither data nor ontology.",
            name=self._shorten(name),
        )
        stated = (shape.node, f"<{SH}path>", name, VALUE)
        return _guarded(
            "unknown-path",
            "violation" if near and self._is_described(name[1:-1]) else self._mild,
            self._say(said, near),
            focus=shape.node,
            place=self._shapes.find((stated, ("", "", name, VALUE), (shape.node, "", "", SUBJECT))),
            meant=near,
        )

    def _is_described(self, iri: str) -> bool:
        """Whether an ontology describes the vocabulary that a term would be of."""
        return namespace_of(iri) in self._described

    def _unknown_datatypes(self) -> Iterator[Guarded]:
        for shape in self._shapes.shapes.reached:
            for name in _datatypes(shape, self._shapes.shapes.graph):
                iri = plain(name)
                if iri.startswith((XSD, *_FOREIGN)) and not is_well_known(iri):
                    said = msg("There is no datatype {name}.", name=self._shorten(name))
                    stated = (shape.node, f"<{SH}datatype>", name, VALUE)
                    yield _guarded(
                        "unknown-datatype",
                        "violation",
                        self._say(said, nearest(iri, WELL_KNOWN)),
                        focus=shape.node,
                        place=self._shapes.find((stated, ("", FIRST, name, VALUE))),
                    )


class _OfData(_Guards):
    """Finds what in the data no shape looks at, and what nobody knows."""

    def found(self) -> Iterator[Guarded]:
        """Give all of it."""
        for iri, count in sorted(self._used.classes.items()):
            said = msg("The class {name} is known to neither ontology nor shapes (things: {count}).", name=self._name(iri), count=count)  # fmt: skip # noqa: E501
            yield from self._unknown("unknown-class", iri, said, ("", TYPE, f"<{iri}>", VALUE))
        for iri, count in sorted(self._used.properties.items()):
            said = msg("The property {name} is known to neither ontology nor shapes (values: {count}).", name=self._name(iri), count=count)  # fmt: skip # noqa: E501
            yield from self._unknown("unknown-property", iri, said, ("", f"<{iri}>", "", PROPERTY))
        yield from self._uncovered()
        yield from self._classless()

    def _name(self, iri: str) -> str:
        return self._shorten(f"<{iri}>")

    def _unknown(
        self, slug: str, iri: str, said: Message, use: tuple[str, str, str, int]
    ) -> Iterator[Guarded]:
        if iri not in self._terms and not is_well_known(iri):
            near = self._nearest(slug.removeprefix("unknown-"), iri)
            found, asked = _guarded(
                slug, self._mild, self._say(said, near), focus=iri, asked=(use,), meant=near
            )
            yield replace(found, help=_advice(iri)), asked

    def _uncovered(self) -> Iterator[Guarded]:
        for iri, count in sorted(self._used.classes.items()):
            missing = count - self._used.reached[iri]
            if missing and not iri.startswith(_FOREIGN):
                first = min(self._used.lost(iri))
                name = self._name(iri)
                yield _guarded(
                    "uncovered",
                    self._mild,
                    msg(
                        "No shape covers things of the class {name}: {missing} of {count}.",
                        name=name,
                        missing=missing,
                        count=count,
                    ),
                    focus=iri,
                    asked=((first, TYPE, f"<{iri}>", VALUE), (first, "", "", SUBJECT)),
                )

    def _classless(self) -> Iterator[Guarded]:
        """Tell of things without a class that no shape looks at: a misspelt key, say."""
        lost = self._used.lost()
        if lost:
            first = min(lost, key=lambda thing: (is_blank(thing), thing))
            name = msg("a blank node") if is_blank(first) else self._shorten(first)
            yield _guarded(
                "uncovered",
                self._mild,
                msg(
                    "No shape covers things without a class: {count}. One of them: {name}",
                    count=len(lost),
                    name=name,
                ),
                focus=first,
                asked=((first, "", "", SUBJECT),),
            )


def _advice(iri: str) -> Texts:
    """Say how to mend a relative IRI in a file that states no base."""
    if not iri.startswith("file:///"):
        return {}
    return texts(msg("write the whole IRI, or begin the file with @base <https://…/> ."))


def _may_be_absent(shape: Shape, target: Target) -> bool:
    """Whether it may be well that a target isn't in the data: what must not be; a class itself."""
    return target.value == shape.node or any(c.component == _NOT for c in shape.constraints)


def _datatypes(shape: Shape, graph: MemoryIndex) -> Iterator[str]:
    """Give the datatypes that a shape names, each by itself or in a list (SHACL 1.2)."""
    for constraint in shape.constraints:
        if constraint.component == _DATATYPE:
            value = constraint.value
            yield from read_list(graph, value) if is_blank(value) else [value]


def _is_banned(shape: Shape) -> bool:
    """Whether a shape says that its property must not be there."""
    return any(
        c.component == _MAX and whole(literal(c.value).lexical) == 0 for c in shape.constraints
    )


def coverage(shapes: ReadShapes, used: Used) -> Sequence[Covered]:
    """Count for each class how many of its things a shape looks at, and what each shape's do."""
    classes = [
        Covered("class", name, count, used.reached[name])
        for name, count in sorted(used.classes.items())
        if not name.startswith(_FOREIGN)
    ]
    rules = [shapes.rules[shape.node] for shape in used.shapes]
    foci = sorted(zip(rules, used.foci, strict=True), key=lambda row: (row[0].id, row[1]))
    return (*classes, *(Covered("shape", r.id, count, count, r.title) for r, count in foci))


def _guarded(
    slug: str,
    severity: str,
    message: Message,
    focus: str | None = None,
    place: Place | None = None,
    asked: Asked = (),
    meant: str | None = None,
) -> Guarded:
    rule = Rule(f"guard/{slug}", severity, None, texts(TITLES[slug]))
    return Finding(rule, severity, texts(message), place, focus, meant=meant), asked
