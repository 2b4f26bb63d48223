"""The whole of a check: validate, locate, guard, compare with the baseline."""

import tempfile
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from lod.checking.baseline import mark_known
from lod.checking.files import LINES, RdfFile, all_errors, read_files
from lod.checking.findings import Locate, Shortening, in_files, to_findings
from lod.checking.guards import coverage, guard_findings
from lod.checking.lines import find_lines
from lod.checking.names import unknown_names
from lod.checking.rules import ReadShapes
from lod.checking.used import Used
from lod.errors import InputError, raise_all
from lod.reports import Check
from lod.shacl import Result, Shapes, validate, validate_file
from lod.shacl.sorting import write_sorted
from lod.shacl.stream import NotSorted

_LARGE = 8 * 1024 * 1024
"""Bytes of data from which on it is streamed from files, not held in memory."""


@dataclass(frozen=True)
class Options:
    """How to check.

    :param engine: ``own`` or ``pyshacl``.
    :param known: IRIs of terms that vocabularies define.
    :param prefixes: for showing IRIs.
    """

    fail_on: str = "violation"
    engine: str = "own"
    strict: bool = False
    known: Collection[str] = ()
    prefixes: dict[str, str] = field(default_factory=dict)
    baseline: Collection[str] = ()


def check_graph(
    triples: Sequence[ox.Triple],
    shapes: ReadShapes,
    locate: Locate,
    options: Options,
    files: Iterable[str] = (),
) -> Check:
    """Check a graph in memory.

    :raises ShapesError: the engine can't run the shapes.
    """
    results, notes = _results(triples, shapes, options)
    used = Used(shapes.shapes).add(triples)
    return _check(results, shapes, locate, used, options, notes, files)


def _results(
    triples: Sequence[ox.Triple], shapes: ReadShapes, options: Options
) -> tuple[list[Result], list[str]]:
    if options.engine == "pyshacl" or shapes.shapes.needs_reference:
        from lod.shacl.reference import run_reference

        why = "as asked" if options.engine == "pyshacl" else "the shapes go beyond SHACL 1.0"
        return run_reference(triples, shapes.triples), [f"engine: pyshacl ({why})"]
    return validate(triples, shapes.shapes), ["engine: lod"]


def _check(
    results: Iterable[Result],
    shapes: ReadShapes,
    locate: Locate,
    used: Used,
    options: Options,
    notes: Sequence[str],
    files: Iterable[str],
) -> Check:
    shorten = Shortening(options.prefixes)
    findings = to_findings(results, shapes, locate, shorten)
    rows = coverage(shapes, used, shorten)
    known = set(options.known)
    findings += guard_findings(shapes, used, rows, known, shorten, strict=options.strict)
    return Check(
        findings=mark_known(findings, options.baseline),
        rules=tuple(shapes.rules.values()),
        coverage=tuple(rows),
        files=tuple(files),
        notes=tuple(notes) + tuple(note.text for note in shapes.shapes.notes),
        statements=sum(used.properties.values()),
        fail_on=options.fail_on,
    )


def check_files(files: Sequence[RdfFile], shapes: ReadShapes, options: Options) -> Check:
    """Check files of RDF together.

    :raises InputError: files can't be read; all that is wrong with their syntax.
    :raises ShapesError: the engine can't run the shapes.
    """
    names = [file.name for file in (*files, *shapes.files)]
    large = sum(file.path.stat().st_size for file in files) > _LARGE
    if large and options.engine == "own" and not shapes.shapes.needs_reference:
        report = _check_large(files, shapes, options, names)
    else:
        report = check_graph(read_files(files), shapes, in_files(files), options, names)
    dropped = unknown_names(shapes.files, "violation")
    dropped += unknown_names(files, "violation" if options.strict else "warning")
    found = [*mark_known(dropped, options.baseline), *report.findings]
    return replace(report, findings=found)


def _check_large(
    files: Sequence[RdfFile], shapes: ReadShapes, options: Options, names: Sequence[str]
) -> Check:
    with tempfile.TemporaryDirectory(prefix="lod-check-") as folder:
        used, data = _used_and_sorted(files, shapes.shapes, Path(folder))
        results = validate_file(data, shapes.shapes)
    locate = find_lines(files, results, ordered=data == files[0].path)
    return _check(results, shapes, locate, used, options, ["engine: lod, streaming"], names)


def _used_and_sorted(files: Sequence[RdfFile], shapes: Shapes, folder: Path) -> tuple[Used, Path]:
    """Give what data uses, and one sorted file of it: that which there is, if it is sorted."""
    only = files[0].path
    if len(files) == 1 and files[0].format.extension in LINES:
        with suppress(NotSorted):
            return Used(shapes).add_sorted(only), only
    together, data = folder / "data.nt", folder / "sorted.nt"
    with together.open("wb") as stream:
        for file in files:
            _write(file, stream)
    write_sorted(together, data)
    return Used(shapes).add_sorted(data), data


def _write(file: RdfFile, stream: IO[bytes]) -> None:
    try:
        ox.serialize(file.triples(), stream, format=ox.RdfFormat.N_TRIPLES)
    except InputError as error:
        raise_all(all_errors(file, error))
