"""From the engine's results to findings that name a file and a line."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from lod.checking.expected import expected
from lod.checking.files import RdfFile
from lod.checking.rules import ReadShapes, severity_of
from lod.namespaces import RDF
from lod.reports.model import Finding, Place, Rule
from lod.shacl import Message, Path, Result
from lod.shacl.model import Constraint
from lod.shacl.terms import literal, plain
from lod.writers.names import Names

_IRI = re.compile("<[^<>]*>")
Locate = Callable[[object, Path | None, object | None], Place | None]
"""From focus node, path and value to where it stands, or None."""


class Shortening:
    """Makes terms readable: by prefix, else bare."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._names = Names(prefixes, "")

    def __call__(self, term: str) -> str:
        """Shorten a term in N-Triples form."""
        if term.startswith('"'):
            return literal(term).lexical
        iri = plain(term)
        return self._names.curie(iri) or iri


def to_findings(
    results: Iterable[Result], shapes: ReadShapes, locate: Locate, shorten: Shortening
) -> list[Finding]:
    """Make findings of results, each with its place."""
    return [_finding(result, shapes, locate, shorten) for result in results]


def _finding(result: Result, shapes: ReadShapes, locate: Locate, shorten: Shortening) -> Finding:
    node = str(result.shape)
    rule = shapes.rules.get(node) or Rule(node, severity_of(result.severity))
    constraint = _constraint(result, shapes)
    wanted = expected(constraint, shorten)
    messages = _by_language(result.messages)
    return Finding(
        rule=rule,
        severity=severity_of(result.severity),
        messages=messages or _default(wanted, result, shorten),
        place=locate(result.focus, result.path, result.value),
        focus=_shown(result.focus),
        path=None if result.path is None else _path(result.path),
        value=None if result.value is None else _written(result.value),
        component=result.component,
        expected=wanted,
        details=tuple(_finding(detail, shapes, locate, shorten) for detail in result.details),
    )


def _by_language(messages: Iterable[Message]) -> dict[str, str]:
    """Join the messages of each language."""
    found: dict[str, str] = {}
    for text, language in messages:
        found[language] = f"{found[language]} {text}" if language in found else text
    return found


def _constraint(result: Result, shapes: ReadShapes) -> Constraint | None:
    shape = shapes.shapes.shapes.get(str(result.shape))
    found = [c for c in shape.constraints if c.component == result.component] if shape else []
    return found[0] if len(found) == 1 else None  # of several, nothing tells which


def _default(wanted: dict[str, str], result: Result, shorten: Shortening) -> dict[str, str]:
    """Words for a shape that has none: what was expected of what."""
    what = "" if result.path is None else _IRI.sub(lambda m: shorten(m[0]), result.path.text)
    if not wanted:
        return {"sv": f"bryter mot en regel {what}".strip(), "en": f"breaks a rule {what}".strip()}
    sv, en = wanted["sv"], wanted["en"]
    return {
        "sv": f"{what}: väntat är {sv}".lstrip(": "),
        "en": f"{what}: expected {en}".lstrip(": "),
    }


def _shown(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    return _written(term)


def _written(term: object) -> str:
    return "[]" if isinstance(term, ox.BlankNode) else str(term)


def _path(path: Path) -> str:
    return path.text if path.operator else path.text[1:-1]


def in_files(files: Sequence[RdfFile]) -> Locate:
    """Locate in files: the value's statement, else the property, the subject, what points at it."""

    def locate(focus: object, path: Path | None, value: object | None) -> Place | None:
        predicate = predicate_of(focus, path, value)
        if predicate is not None and value is not None:
            for file in files:
                if predicate.value in file.properties(focus) and _says(
                    file, focus, predicate, value
                ):
                    return file.find(focus, predicate, value)
        for file in files:
            if predicate is not None and predicate.value in file.properties(focus):
                return file.find(focus, predicate)
        for file in files:
            if file.properties(focus):
                return file.find(focus)
        return _as_object(files, focus)

    return locate


def _says(file: RdfFile, focus: Any, predicate: ox.NamedNode, value: Any) -> bool:
    return file.says(ox.Triple(focus, predicate, value))


def _as_object(files: Sequence[RdfFile], focus: object) -> Place | None:
    """Find a focus node that is nowhere a subject: where a statement points at it."""
    for file in files:
        if (t := file.pointing_at(focus)) is not None:
            return file.find(t.subject, t.predicate, t.object)
    return None


def predicate_of(focus: object, path: Path | None, value: object | None) -> ox.NamedNode | None:
    """Tell which property of a focus node a result is about.

    That of its path, or the first of a longer one; a thing itself is known by its class.
    """
    if path is None:
        return ox.NamedNode(f"{RDF}type") if value is not None and value == focus else None
    while path.operator in ("/", "|", "*", "+", "?"):
        path = path.parts[0]
    return ox.NamedNode(path.predicate[1:-1]) if path.predicate else None
