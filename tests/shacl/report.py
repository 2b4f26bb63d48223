"""Writes results as a sh:ValidationReport in Turtle, for the suite of the W3C.

As a program: ``python report.py DATA.ttl SHAPES.ttl``; exit code 0, 1, or 3 for a failure.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path as File

import pyoxigraph as ox

from lod.errors import LodError
from lod.namespaces import SH
from lod.shacl import Path, Result, read_shapes, validate

_MARKS = {"^": "inversePath", "*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def report(results: Sequence[Result]) -> str:
    """Write a report, blank nodes for results and paths."""
    inner = "".join(f" ; <{SH}result> {_result(r)}" for r in results)
    conforms = str(not results).lower()
    return f"[] a <{SH}ValidationReport> ; <{SH}conforms> {conforms}{inner} .\n"


def _result(r: Result) -> str:
    rows = [f"a <{SH}ValidationResult>", f"<{SH}focusNode> {r.focus}"]
    rows.append(f"<{SH}resultSeverity> <{r.severity}>")
    rows.append(f"<{SH}sourceConstraintComponent> <{r.component}>")
    rows.append(f"<{SH}sourceShape> {r.shape}")
    rows += [f"<{SH}resultPath> {_path(r.path)}"] if r.path else []
    rows += [f"<{SH}value> {r.value}"] if r.value else []
    rows += [f"<{SH}sourceConstraint> {r.source_constraint}"] if r.source_constraint else []
    rows += [f"<{SH}resultMessage> {_text(*m)}" for m in r.messages]
    rows += [f"<{SH}detail> {_result(d)}" for d in r.details]
    return "[ " + " ; ".join(rows) + " ]"


def _text(text: str, language: str) -> ox.Literal:
    return ox.Literal(text, language=language) if language else ox.Literal(text)


def _path(path: Path) -> str:
    if not path.operator:
        return path.predicate
    if path.operator in "/|":
        members = f"( {' '.join(map(_path, path.parts))} )"
        return members if path.operator == "/" else f"[ <{SH}alternativePath> {members} ]"
    return f"[ <{SH}{_MARKS[path.operator]}> {_path(path.parts[0])} ]"


def triples(file: File) -> Iterable[ox.Triple]:
    """Read a Turtle file."""
    return [q.triple for q in ox.parse(path=str(file), base_iri=file.resolve().as_uri())]


def main(data: str, shapes: str) -> int:
    """Validate files and print the report."""
    try:
        results = validate(triples(File(data)), read_shapes(triples(File(shapes))))
    except LodError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    sys.stdout.write(report(results))
    return 1 if results else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
