"""The whole of a check: validate, locate, guard, compare with the baseline."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from lod.checking.baseline import mark_known
from lod.checking.files import (
    RdfFile,
    each_error,
    labelled,
    read_files,
    unreadable,
)
from lod.checking.findings import labelled_finding, to_findings
from lod.checking.guards import as_advice, coverage, guard_findings
from lod.checking.imports import import_notes
from lod.checking.leftout import left_out_notes
from lod.checking.names import unknown_names
from lod.checking.ntriples import ScannedFile
from lod.checking.options import Options
from lod.checking.questions import Asked, Finder, Locate, among, in_files
from lod.checking.report import Finding, Place, Report
from lod.checking.rules import ReadShapes, read_shape_files
from lod.checking.shacl import MalformedShapes, Result, Shapes, UnsupportedShapes, validate
from lod.checking.shacl.core.index import SUBCLASS, Index, index_of
from lod.checking.shacl.core.resolving import LINK
from lod.checking.shacl.engine import resolve_targets
from lod.checking.shacl.stream.reading import BadLine
from lod.checking.statements import VALUE
from lod.checking.steps import Steps
from lod.checking.unread import unread_findings
from lod.checking.used import Used
from lod.errors import InputError, raise_all
from lod.files import temporary_folder
from lod.rdf import SH, Shortening, from_ox, is_literal, joined_prefixes, namespace_of
from lod.words import Message, msg

_LINK = ox.NamedNode(LINK[1:-1])
_LARGE = 8 * 1024 * 1024
"""Bytes of data from which on it is streamed from files, not held in memory."""


@dataclass(frozen=True)
class _Data:
    """What was checked, and how to look things up in it.

    :param graph: gives it; asked only for what longer paths and queries found.
    """

    used: Used
    graph: Callable[[], Index]
    finder: Finder
    files: Sequence[str]
    notes: Sequence[Message]


def check_given(
    data: Sequence[RdfFile],
    shapes: Sequence[RdfFile],
    ontology: Sequence[RdfFile],
    options: Options,
) -> Report:
    """Check files of RDF against files of shapes.

    :param ontology: vocabularies; what they describe is known.
    :raises InputError: files can't be read; all that is wrong in all of them.
    """
    data, shapes, ontology = labelled(data, shapes, ontology)
    errors: list[InputError] = []
    read, known, terms = None, set[str](), list[ox.Triple]()
    try:
        read = read_shape_files(shapes, leave_out=True, version=options.shacl, untargeted=True)
        if read.shapes.is_empty:
            _refuse_untargeted(read, chain.from_iterable(map(_statements, data)))
    except InputError as error:
        errors += each_error(error)
    try:
        terms = read_files(ontology)
        known = {t.subject.value for t in terms if isinstance(t.subject, ox.NamedNode)}
    except InputError as error:
        errors += each_error(error)
    if errors or read is None:
        raise_all([*unreadable(data), *errors])
    assert read is not None
    described = {namespace_of(iri) for iri in known}
    hierarchy = [(str(t.subject), str(t.object)) for t in terms if _is_subclass(t)]
    options = replace(_showing(options, ontology), known=known, described=described)
    options = replace(options, hierarchy=hierarchy)
    try:
        report = check_files(data, read, options)
        notes = dict.fromkeys((*report.notes, *import_notes(terms)))
        return replace(report, notes=tuple(notes))
    except InputError as error:
        raise_all([*each_error(error), *read.faults])
        raise


def _showing(options: Options, *groups: Sequence[RdfFile]) -> Options:
    """Show IRIs by the prefixes of files that have been read, before those that there are."""
    declared = [file.prefixes for files in groups for file in files]
    return replace(options, prefixes=joined_prefixes(*declared, options.prefixes))


def _refuse_untargeted(read: ReadShapes, data: Iterable[ox.Triple]) -> None:
    """Refuse shapes without a target, unless the data says which things they are for.

    :raises EmptyShapes: they check nothing.
    """
    stated = (t for t in data if t.predicate == _LINK)
    linked = any(from_ox(triple.object) in read.shapes.shapes for triple in stated)
    term, option = "sh:shape", "--shacl 1.2"
    draft = msg("this is SHACL 1.2: {term}; check with {option}", term=term, option=option)
    if not linked or read.shapes.version == "1.0":
        read.refuse_untargeted(draft if linked else None)


def _statements(file: RdfFile) -> Iterator[ox.Triple]:
    """Give what a file says, as far as it can be read: who checks it says what is wrong."""
    with suppress(InputError):
        yield from file.triples()


def _is_subclass(triple: ox.Triple) -> bool:
    ends = (triple.subject, triple.object)
    named = all(isinstance(end, ox.NamedNode) for end in ends)  # restrictions of OWL aren't
    return named and str(triple.predicate) == SUBCLASS


def check_graph(
    triples: Sequence[ox.Triple],
    shapes: ReadShapes,
    locate: Locate,
    options: Options,
    files: Iterable[str] = (),
) -> Report:
    """Check a graph in memory.

    :raises ShapesError: the engine can't run the shapes.
    """
    options = _showing(options, shapes.files)
    with _placed(shapes):
        return _check_triples(triples, shapes, lambda _: among([locate]), options, files)


def check_sorted(
    data: Path,
    shapes: ReadShapes,
    locate: Locate,
    options: Options,
    files: Iterable[str] = (),
) -> Report:
    """Check a file of N-Quads, sorted by bytes, in a stream; no blank nodes.

    :param locate: finds statements where they come from; without their subject, perhaps not.
    :raises ShapesError: the engine can't run the shapes.
    """
    from lod.checking.large import validate_sorted
    from lod.checking.lines import in_sorted_file

    options, finder = _showing(options, shapes.files), in_sorted_file(data, locate)
    own = options.engine == "own" and not shapes.shapes.needs_reference
    if not own or shapes.shapes.needs_whole:
        triples = [quad.triple for quad in ox.parse(path=str(data), format=ox.RdfFormat.N_QUADS)]
        with _placed(shapes):
            return _check_triples(triples, shapes, finder, options, files)
    with _placed(shapes), temporary_folder("check") as folder:
        large = validate_sorted(data, shapes, options.hierarchy, folder)
        note = msg("engine: lod, streaming")
        found = _Data(large.used, lambda: ScannedFile(data), finder, tuple(files), (note,))
        return _check(large.results, large.shapes, found, options)


def check_shapes_only(triples: Sequence[ox.Triple], shapes: ReadShapes, options: Options) -> Report:
    """Check a graph in memory against its shapes; what nothing checks is not looked for.

    :raises ShapesError: the engine can't run the shapes, or none has a target.
    """
    options = _showing(options, shapes.files)
    with _placed(shapes):
        if shapes.shapes.is_empty:
            _refuse_untargeted(shapes, triples)
        results, note = _results(triples, shapes, options)
    shorten = Shortening(options.prefixes)
    return Report(
        findings=to_findings(results, shapes, lambda _: None, shorten),
        rules=tuple(shapes.rules.values()),
        notes=(note, *_plain_notes(shapes.shapes)),
        statements=len(triples),
        fail_on=options.fail_on,
        prefixes=options.prefixes,
        shacl=shapes.shapes.version,
        disallows=shapes.shapes.disallowed,
    )


def check_files(files: Sequence[RdfFile], shapes: ReadShapes, options: Options) -> Report:
    """Check files of RDF together.

    :raises InputError: files can't be read; all that is wrong with their syntax.
    :raises ShapesError: the engine can't run the shapes.
    """
    while True:
        try:
            return _check_files(files, shapes, options)
        except MalformedShapes as error:
            reference = options.engine != "own"
            if reference and not isinstance(error, UnsupportedShapes):
                raise shapes.placed(error) from error
            shapes = shapes.without(error, reference=reference)


def _check_files(files: Sequence[RdfFile], shapes: ReadShapes, options: Options) -> Report:
    names = [file.name for file in (*files, *shapes.files)]
    large = sum(file.size for file in files) > _LARGE
    beyond = shapes.shapes.needs_reference or shapes.shapes.needs_whole
    if large and options.engine == "own" and not beyond:
        report = _check_large(files, shapes, options, names)
    else:
        found = read_files(files)
        shown = _showing(options, shapes.files, files)
        report = _check_triples(found, shapes, lambda _: in_files(files), shown, names)
    dropped = unknown_names([*shapes.files, *files], "violation" if options.strict else "warning")
    dropped = [replace(found, counts=options.guarded) for found in dropped]
    more = [*_left_out(shapes, options), *mark_known(dropped, options.baseline)]
    incomplete = bool(shapes.faults) and not options.skip_bad_shapes
    return replace(report, findings=[*more, *report.findings], incomplete=incomplete)


def _left_out(shapes: ReadShapes, options: Options) -> list[Finding]:
    """Tell of the shapes that can't run."""
    found = unread_findings(shapes.faults)
    return [*map(as_advice, found)] if options.skip_bad_shapes else found


def _check_triples(
    triples: Sequence[ox.Triple],
    shapes: ReadShapes,
    finder: Finder,
    options: Options,
    files: Iterable[str],
) -> Report:
    shapes = _resolved(triples, shapes, options)
    results, note = _results(triples, shapes, options)
    used = Used(shapes.shapes, options.hierarchy).add(triples)
    data = _Data(used, lambda: index_of(triples), finder, tuple(files), (note,))
    return _check(results, shapes, data, options)


def _resolved(triples: Sequence[ox.Triple], shapes: ReadShapes, options: Options) -> ReadShapes:
    """Put things in the place of targets that only the data tells."""
    linked = any(t.predicate == _LINK for t in triples)
    if not linked and not shapes.shapes.needs_whole:
        return shapes
    graph = index_of(triples, options.hierarchy)
    return replace(shapes, shapes=resolve_targets(graph, shapes.shapes))


def _refuse_drafts(shapes: Shapes) -> None:
    """Refuse to let pyshacl pass over what it doesn't know.

    :raises UnsupportedShapes: the shapes use SHACL 1.2.
    """
    for draft in shapes.drafts[:1]:
        text = msg("{one} is not known to {other}", one=draft.text, other="pyshacl")
        todo = msg("run it with {option}", option="--engine own")
        raise UnsupportedShapes(text, todo=todo, shape=draft.shape, property=draft.property)


def _results(
    triples: Sequence[ox.Triple], shapes: ReadShapes, options: Options
) -> tuple[list[Result], Message]:
    if options.engine == "pyshacl" or shapes.shapes.needs_reference:
        from lod.checking.shacl.reference import run_reference

        beyond = msg("the shapes go beyond SHACL 1.0")
        why = msg("as asked") if options.engine == "pyshacl" else beyond
        _refuse_drafts(shapes.shapes)
        stated = [_subclass(*pair) for pair in options.hierarchy]
        results = run_reference([*triples, *stated], shapes.triples)
        return results, msg("engine: pyshacl ({why})", why=why)
    return validate(triples, shapes.shapes, options.hierarchy), msg("engine: lod")


def _subclass(below: str, above: str) -> ox.Triple:
    return ox.Triple(
        ox.NamedNode(below[1:-1]), ox.NamedNode(SUBCLASS[1:-1]), ox.NamedNode(above[1:-1])
    )


@contextmanager
def _placed(shapes: ReadShapes) -> Iterator[None]:
    """Give errors of running shapes their place; of pyshacl's, that of what it was called for."""
    try:
        yield
    except MalformedShapes as error:
        if (placed := shapes.placed(error)) is error:
            raise
        raise placed from error


def _check(results: Sequence[Result], shapes: ReadShapes, data: _Data, options: Options) -> Report:
    shorten = Shortening(options.prefixes)
    steps = Steps(data.graph, shapes.shapes)
    asked = dict(_questions(steps, results))
    guards = guard_findings(shapes, data.used, options, shorten)
    find = data.finder([*asked.values(), *(wanted for _, wanted in guards)])

    def place_of(result: Result) -> Place | None:
        return find(asked[id(result)]) or shapes.find(_as_target(result))

    findings = to_findings(results, shapes, place_of, shorten)
    findings += [replace(found, place=found.place or find(wanted)) for found, wanted in guards]
    return Report(
        findings=mark_known(findings, options.baseline),
        rules=tuple(shapes.rules.values()),
        coverage=coverage(shapes, data.used),
        files=data.files,
        notes=(*data.notes, *_plain_notes(shapes.shapes)),
        statements=sum(data.used.properties.values()),
        fail_on=options.fail_on,
        prefixes=options.prefixes,
        shacl=shapes.shapes.version,
        disallows=shapes.shapes.disallowed,
    )


def _plain_notes(shapes: Shapes) -> list[Message]:
    """Give the notes on shapes that no guard tells."""
    return [*left_out_notes(shapes), *(note.text for note in shapes.notes if note.term is None)]


def _questions(
    steps: Steps, results: Iterable[Result], above: Asked = ()
) -> Iterator[tuple[int, Asked]]:
    """Ask for the place of each result; of what is about a text, where the one above it has it."""
    for result in results:
        own = steps.question(result).asked()
        asked = (*above, *own) if is_literal(result.focus) else own
        yield id(result), asked
        yield from _questions(steps, result.details, asked)


def _as_target(result: Result) -> Asked:
    """Look for a thing that the data doesn't have where shapes name it as their target."""
    return (("", f"<{SH}targetNode>", result.focus, VALUE),)


def _check_large(
    given: Sequence[RdfFile], shapes: ReadShapes, options: Options, names: Sequence[str]
) -> Report:
    from lod.checking.large import validate_large
    from lod.checking.lines import in_large_files

    with temporary_folder("check") as folder:
        try:
            large = validate_large(given, shapes, options.hierarchy, folder)
        except MalformedShapes:
            raise
        except (BadLine, InputError):
            raise_all(unreadable(given))
            raise
        files, sorted_ = large.files, large.sorted
        finder = in_large_files(files, large.starts, ordered=sorted_ == files[0].path)
        note = msg("engine: lod, streaming")
        data = _Data(large.used, lambda: ScannedFile(sorted_), finder, names, (note,))
        shown = _showing(options, shapes.files, given)
        found = _check(large.results, large.shapes, data, shown)
    label = given[0].label if files != given else ""
    return replace(found, findings=[labelled_finding(f, label) for f in found.findings])
