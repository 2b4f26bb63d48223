"""Shapes read from files: what each demands, in words, and where it stands."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

import pyoxigraph as ox

from lod.checking.files import RdfFile, read_files
from lod.errors import InputError, ShapesError, raise_all
from lod.messages import msg
from lod.namespaces import RDFS, SH
from lod.reports.model import SEVERITIES, Place, Rule
from lod.shacl import MalformedShapes, Shape, Shapes, read_shapes
from lod.shacl.terms import to_ox

_NAMES = (f"{SH}name", f"{RDFS}label")
_HELP = (f"{SH}message", f"{SH}description", f"{RDFS}comment")


@dataclass(frozen=True)
class ReadShapes:
    """Shapes with the files they come from."""

    shapes: Shapes
    files: Sequence[RdfFile]
    triples: Sequence[ox.Triple]

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """A rule for each shape that is reached, by the shape's node in N-Triples form."""
        seen: Counter[str] = Counter()
        found = {}
        for shape in self.shapes.reached:
            name = self._id(shape)
            seen[name] += 1
            unique = name if seen[name] == 1 else f"{name}-{seen[name]}"
            found[shape.node] = self._rule(shape, unique)
        return found

    def place(self, node: str, predicate: str | None = None) -> Place | None:
        """Find where a shape, or a property of it, stands.

        :param node: in N-Triples form; ``predicate`` an IRI.
        """
        subject = to_ox(node)
        here = [file for file in self.files if file.properties(subject)]
        exact = [file for file in here if predicate in file.properties(subject)]
        wanted = ox.NamedNode(predicate) if predicate and exact else None
        return next((file.find(subject, wanted) for file in exact or here), None)

    def placed(self, error: MalformedShapes) -> InputError:
        """Give an error with the place of what it is about; by itself if there is none."""
        place = self.place(error.shape, error.property) if error.shape else None
        if place is None:
            return error
        name = f"{place.file}:{place.line}" + (f":{place.column}" if place.column else "")
        shown = f"\n    {place.text.strip()}" if place.text else ""
        text = msg("{what}{line}", what=error.message, line=shown)
        return ShapesError(text, name, None, expected=error.expected, todo=error.todo)

    def refuse_unknown(self, vocab_iri: str, known: Collection[str]) -> None:
        """Refuse shapes that name a term under ``vocab_iri`` that isn't known.

        :raises ShapesError: has file and line.
        """
        for file in self.files:
            for t in file.placed:
                term = t.object if isinstance(t.object, ox.NamedNode) else None
                if term and term.value.startswith(vocab_iri) and term.value not in known:
                    place = file.find(t.subject, t.predicate, term)
                    near = get_close_matches(term.value, known, 1, 0.8)
                    raise ShapesError(
                        f"no such term: {term.value}",
                        str(place or file.name),
                        expected=f"{near[0]}, perhaps" if near else "a term of ontology/",
                        todo="correct its spelling here, or add it to ontology/",
                    )

    def _rule(self, shape: Shape, name: str) -> Rule:
        iri = shape.node[1:-1] if shape.node.startswith("<") else None
        texts = self._texts(shape.node, _NAMES)
        help_ = _by_language(shape.messages) or self._texts(shape.node, _HELP)
        return Rule(name, severity_of(shape.severity), iri, texts, help_, self.place(shape.node))

    def _texts(self, node: str, predicates: Iterable[str]) -> dict[str, str]:
        for predicate in predicates:
            found = self.shapes.graph.objects(node, f"<{predicate}>")
            if found:
                return _by_language(found)
        return {}

    def _id(self, shape: Shape) -> str:
        """Name a rule: by its IRI's last parts, or by its owner and its path or constraint."""
        if shape.node.startswith("<"):
            return _short(shape.node[1:-1])
        owner = self._owners.get(shape.node)
        if owner is None:
            return _short_path(shape) or "shape"
        shown = _short_path(shape) or owner[1]
        return f"{self._id(owner[0])}/{shown}"

    @cached_property
    def _owners(self) -> Mapping[str, tuple[Shape, str]]:
        """The shape that refers to each shape, and the parameter by which it does."""
        return {
            node: (shape, constraint.parameter.strip("<>").rpartition("#")[2])
            for shape in reversed([*self.shapes.shapes.values()])
            for constraint in shape.constraints
            for node in constraint.shapes
        }


def _short(iri: str) -> str:
    tail = iri.rpartition("#")[2] if "#" in iri else iri.partition("://")[2].partition("/")[2]
    return tail or iri


def _short_path(shape: Shape) -> str:
    if shape.path is None:
        return ""
    return "-".join(_short(p[1:-1]).rpartition("/")[2] for p in shape.path.predicates())


def severity_of(iri: str) -> str:
    """Give ``violation``, ``warning`` or ``info``; a severity of one's own is a violation."""
    name = iri.removeprefix(SH).lower()
    return name if name in SEVERITIES else "violation"


def _by_language(literals: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in sorted(literals):
        term = to_ox(text)
        if isinstance(term, ox.Literal):
            language = term.language or ""
            found[language] = f"{found[language]} {term.value}" if language in found else term.value
    return found


def read_shape_files(files: Sequence[RdfFile]) -> ReadShapes:
    """Read shapes, or say what is wrong with them and on which line.

    :raises InputError: a file can't be read.
    :raises ShapesError: shapes that are malformed, or none at all.
    """
    triples = read_files(files)
    for file in files:
        if not _has_shape(file.placed):
            raise ShapesError(
                "there is no shape", file.name, expected="a sh:NodeShape or sh:PropertyShape"
            )
    try:
        found = ReadShapes(read_shapes(triples), files, triples)
    except MalformedShapes as error:
        unread = ReadShapes(Shapes({}), files, triples)
        raise_all([unread.placed(e) for e in (error, *error.others)])
        raise
    if found.shapes.is_empty and not found.shapes.needs_reference:
        raise ShapesError(
            "no shape has a target: nothing would be checked",
            files[0].name if files else None,
            expected="sh:targetClass, or another target",
        )
    return found


def _has_shape(triples: Iterable[ox.Triple]) -> bool:
    return any(t.predicate.value.startswith(SH) or _names_shape(t.object) for t in triples)


def _names_shape(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(SH)
