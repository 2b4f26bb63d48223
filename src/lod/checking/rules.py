"""Shapes read from files: what each demands, in words, and where it stands."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from lod.checking.files import RdfFile, read_files
from lod.checking.inliteral import place_inside
from lod.checking.positions import SyntaxProblem
from lod.checking.questions import Find, in_files
from lod.checking.report.model import SEVERITIES, Place, Rule
from lod.checking.shacl import MalformedShapes, Shape, Shapes, read_sound_shapes
from lod.checking.shacl.core.model import ShapeMessage, paired_by_language
from lod.checking.shacl.core.sound import shapes_without
from lod.checking.statements import PROPERTY, SUBJECT, VALUE
from lod.checking.terms import nearest
from lod.errors import EmptyShapes, InputError, ShapesError, raise_all
from lod.rdf import (
    RDFS,
    SH,
    SHARED,
    Shortening,
    from_ox,
    is_literal,
    joined_prefixes,
    literal,
    plain,
)
from lod.words import msg

_NAMES = (f"{SH}name", f"{RDFS}label")
_SEVERITIES = {f"{SH}{name.capitalize()}": name for name in SEVERITIES}
_HELP = (f"{SH}message", f"{SH}description", f"{RDFS}comment")


class ShapesProblem(SyntaxProblem, ShapesError):
    """What is wrong with shapes, at its place in their file."""


@dataclass(frozen=True)
class ReadShapes:
    """Shapes with the files they come from.

    :param triples: all of them, but those of shapes that were left out.
    :param faults: what is wrong with those, each at its place.
    :param empty: the files that have no shape.
    """

    shapes: Shapes
    files: Sequence[RdfFile]
    triples: Sequence[ox.Triple]
    faults: Sequence[InputError] = ()
    empty: Sequence[RdfFile] = ()

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """A rule for each shape that is reached, by the shape's node in N-Triples form."""
        seen: Counter[str] = Counter()
        found = {}
        for shape in self.shapes.reached:
            name = self._id(shape)
            seen[name] += 1
            unique = name if seen[name] == 1 else f"{name}-{seen[name]}"
            shown = self._shown_name(shape)
            called = f"{shown}{unique[len(name) :]}" if shown else ""
            found[shape.node] = replace(self._rule(shape, unique), name=called)
        return found

    def place(self, node: str, predicate: str | None = None) -> Place | None:
        """Find where a shape, or a property of it, stands.

        :param node: in N-Triples form; ``predicate`` an IRI.
        """
        of_property = ((node, f"<{predicate}>", "", PROPERTY),) if predicate else ()
        return self.find((*of_property, (node, "", "", SUBJECT)))

    @cached_property
    def find(self) -> Find:
        """Finds statements in the files."""
        return in_files(self.files)

    def placed(self, error: MalformedShapes) -> InputError:
        """Give an error with the place of what it is about; by itself if there is none."""
        error = self._about(error)
        place = self.place(error.shape, error.property) if error.shape else None
        if error.at is not None:
            place = self._inside(error) or place
        if place is None:
            return error
        return _at(place, error.message, error.expected, error.todo)

    def _inside(self, error: MalformedShapes) -> Place | None:
        """Find what is wrong within a text: a query's word."""
        node, name, at = error.shape or "", f"<{error.property}>", error.at or 0
        for text in filter(is_literal, self.shapes.graph.objects(node, name)):
            place = self.find(((node, name, text, VALUE),))
            file = next((f for f in self.files if place and f.name == place.file), None)
            if place and file and (found := place_inside(file, place, literal(text).lexical, at)):
                return found
        return None

    def without(self, error: MalformedShapes, *, reference: bool = False) -> "ReadShapes":
        """Leave out the shapes that failed as they ran; ``faults`` say why.

        :param reference: whether pyshacl runs all of them.
        :raises InputError: it can't be told which those are, or the rest checks nothing.
        """
        fault = self.placed(error)
        left = shapes_without(self.shapes, error.shape, reference=reference)
        if left is None or left.is_empty:
            raise fault from error
        faults = (*self.faults, fault)
        return replace(self, shapes=left, triples=_kept(self.triples, left), faults=faults)

    def _about(self, error: MalformedShapes) -> MalformedShapes:
        """Give an error of pyshacl's the place of what pyshacl was called for."""
        beyond = self.shapes.needs_reference
        if error.shape is not None or not beyond:
            return error
        return replace(error, shape=beyond[0].shape, property=beyond[0].property)

    def refuse_untargeted(self, todo: str | None = None) -> None:
        """Refuse shapes of which none has a target.

        :raises EmptyShapes: they check nothing.
        """
        if self.shapes.is_empty and not self.shapes.needs_reference:
            raise EmptyShapes(
                msg("no shape has a target: nothing would be checked"),
                self.files[0].name if self.files else None,
                expected=msg("sh:targetClass, or another target"),
                todo=todo,
            )

    def refuse_unknown(self, vocab_iri: str, known: Collection[str]) -> None:
        """Refuse shapes that name terms under ``vocab_iri`` that aren't known.

        :raises ShapesError: all of them, each with its place.
        """
        raise_all(
            [
                self._unknown(file, triple, known)
                for file in self.files
                for triple in file.placed
                if (term := triple.object) and isinstance(term, ox.NamedNode)
                if term.value.startswith(vocab_iri) and term.value not in known
            ]
        )

    def _unknown(self, file: RdfFile, triple: ox.Triple, known: Collection[str]) -> InputError:
        term = str(triple.object)[1:-1]
        near = nearest(term, known)
        return _at(
            file.find(triple.subject, triple.predicate, triple.object) or Place(file.name),
            msg("no such term: {term}", term=term),
            msg("perhaps {term}", term=near) if near else msg("a term of ontology/"),
            msg("correct its spelling here, or add it to ontology/"),
        )

    def _rule(self, shape: Shape, name: str) -> Rule:
        iri = shape.node[1:-1] if shape.node.startswith("<") else None
        texts = self._texts(shape.node, _NAMES)
        help_ = by_language(paired_by_language(shape.messages)) or self._texts(shape.node, _HELP)
        return Rule(name, severity_of(shape.severity), iri, texts, help_, self.place(shape.node))

    def _texts(self, node: str, predicates: Iterable[str]) -> dict[str, str]:
        for predicate in predicates:
            found = filter(is_literal, self.shapes.graph.objects(node, f"<{predicate}>"))
            if texts := by_language(paired_by_language(found)):
                return texts
        return {}

    def _id(self, shape: Shape) -> str:
        """Name a rule: by its IRI's last parts, or by its owner and its path or constraint."""
        if shape.node.startswith("<"):
            return _own_part(shape.node[1:-1])
        owner = self._owners.get(shape.node)
        if owner is None:
            return _steps_of(shape) or "shape"
        shown = _steps_of(shape) or owner[1]
        return f"{self._id(owner[0])}/{shown}"

    @cached_property
    def _shorten(self) -> Shortening:
        return Shortening(joined_prefixes(*(file.prefixes for file in self.files), SHARED))

    def _shown_name(self, shape: Shape) -> str:
        """Name a rule as its id does, but under the files' prefixes, if they have one for it."""
        if shape.node.startswith("<"):
            return self._shorten.curie(shape.node[1:-1]) or ""
        owner = self._owners.get(shape.node)
        of = "" if owner is None else self._shown_name(owner[0])
        if not of or owner is None:
            return ""
        return f"{of}/{self._shorten.path(shape.path) if shape.path else owner[1]}"

    @cached_property
    def _owners(self) -> Mapping[str, tuple[Shape, str]]:
        """The shape that refers to each shape, and the parameter by which it does."""
        return {
            node: (shape, constraint.parameter.strip("<>").rpartition("#")[2])
            for shape in reversed([*self.shapes.shapes.values()])
            for constraint in shape.constraints
            for node in constraint.shapes
        }


def _own_part(iri: str) -> str:
    """Give what names an IRI in an id, which baselines hold: never to change."""
    tail = iri.rpartition("#")[2] if "#" in iri else iri.partition("://")[2].partition("/")[2]
    return tail or iri


def _steps_of(shape: Shape) -> str:
    if shape.path is None:
        return ""
    return "-".join(_own_part(p[1:-1]).rpartition("/")[2] for p in shape.path.predicates())


def severity_of(iri: str) -> str:
    """Give a severity by its IRI; one of somebody's own is a violation."""
    return _SEVERITIES.get(iri, "violation")


def is_known_severity(iri: str) -> bool:
    """Whether a severity is one of SHACL's."""
    return iri in _SEVERITIES


def by_language(messages: Iterable[ShapeMessage]) -> dict[str, str]:
    """Give texts by language; several of one language are joined."""
    found: dict[str, str] = {}
    for text, language in messages:
        found[language] = f"{found[language]} {text}" if language in found else text
    return found


def read_shape_files(
    files: Sequence[RdfFile],
    *,
    leave_out: bool = False,
    version: str = "1.2",
    untargeted: bool = False,
) -> ReadShapes:
    """Read shapes, or say what is wrong with them and on which line.

    :param leave_out: whether files without a shape, and shapes that can't run, are left out.
    :param version: of SHACL.
    :param untargeted: whether no shape need have a target: data may name its shapes (SHACL 1.2).
    :raises InputError: a file can't be read.
    :raises ShapesError: shapes that are malformed, or none at all.
    """
    triples = read_files(files)
    empty = [file for file in files if not _has_shape(file.placed)]
    if not leave_out or len(empty) == len(files):
        wanted = msg("a sh:NodeShape or sh:PropertyShape")
        raise_all([EmptyShapes(msg("there is no shape"), f.name, expected=wanted) for f in empty])
    prefixes = joined_prefixes(*(file.prefixes for file in files), SHARED)
    shapes = read_sound_shapes(triples, version, prefixes)
    found = ReadShapes(shapes, files, triples, empty=empty)
    if shapes.faults:
        found = _without_faulty(found)
        if not leave_out or found.shapes.is_empty:
            raise_all(found.faults)
    if not untargeted:
        found.refuse_untargeted()
    return found


def demands_of(triples: Iterable[ox.Triple]) -> dict[str, frozenset[str]]:
    """Give the parameters of each rule that shapes have, by the rule's id.

    What is switched off (sh:deactivated) is no rule. Parameters are local names in SHACL's
    namespace, those of custom components whole IRIs.
    """
    shapes = read_sound_shapes(triples)
    read = ReadShapes(shapes, (), ())
    return {
        read.rules[shape.node].id: frozenset(_parameter(c.parameter) for c in shape.constraints)
        for shape in shapes.running
    }


def _parameter(name: str) -> str:
    return plain(name).removeprefix(SH)


def _without_faulty(read: ReadShapes) -> ReadShapes:
    """Place what is wrong; leave out what is said of shapes that can't run."""
    faults = [read.placed(fault) for fault in read.shapes.faults]
    return replace(read, triples=_kept(read.triples, read.shapes), faults=faults)


def _kept(triples: Iterable[ox.Triple], shapes: Shapes) -> list[ox.Triple]:
    """Give the triples that aren't of shapes which are left out, nor name them."""
    out = shapes.left_out
    return [
        triple
        for triple in triples
        if from_ox(triple.subject) not in out and from_ox(triple.object) not in out
    ]


def _has_shape(triples: Iterable[ox.Triple]) -> bool:
    return any(t.predicate.value.startswith(SH) or _names_shape(t.object) for t in triples)


def _names_shape(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(SH)


def _at(place: Place, message: str, expected: str | None, todo: str | None) -> ShapesProblem:
    return ShapesProblem(
        message,
        place.file,
        place.line,
        expected,
        todo,
        column=place.column,
        source=place.text,
    )
