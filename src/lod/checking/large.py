"""Validates large files in a stream: as they lie if they can be, else a sorted copy of them."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple

from lod.checking.files import LINES, RdfFile
from lod.checking.positions.kinds import BOM
from lod.checking.rewriting import rewritten, rewritten_in_parts
from lod.checking.rules import ReadShapes
from lod.checking.shacl import Result
from lod.checking.shacl.core.index import Hierarchy
from lod.checking.shacl.core.resolving import link_shapes
from lod.checking.shacl.sparql.queries import read_queries
from lod.checking.shacl.stream.facts import class_table
from lod.checking.shacl.stream.files import SortedFile, stated_in
from lod.checking.shacl.stream.reading import NotSorted
from lod.checking.shacl.stream.sorting import LineFile, LineStarts, Unsortable, sort_lines
from lod.checking.used import Used
from lod.files import in_parallel, without_collector
from lod.rdf import NQUADS

_LABELLED = re.compile(rb"_:[a-z][0-9]+x")
_START = 1 << 20  # bytes that tell for most files that they aren't sorted


class Large(NamedTuple):
    """What a validation of large files found.

    :param shapes: with the things for targets of which the data says so.
    :param sorted: the file, or a copy of all of them.
    :param files: as their nodes are named in that: if it is the file, its blank nodes have no
        label.
    :param starts: where subjects stand in those of lines, by name, if it is known.
    """

    results: list[Result]
    shapes: ReadShapes
    used: Used
    sorted: Path
    files: Sequence[RdfFile]
    starts: Mapping[str, LineStarts]


def validate_large(
    files: Sequence[RdfFile], shapes: ReadShapes, hierarchy: Hierarchy, folder: Path
) -> Large:
    """Validate files together.

    :param folder: for the sorted copy, and what else is written.
    :raises InputError: a file can't be read.
    :raises BadLine: a line of it can't.
    """
    with without_collector():
        if _looked_at(files, shapes):
            with suppress(NotSorted):
                as_named = [replace(files[0], label="")]
                return _validated(files[0].path, as_named, shapes, hierarchy, folder)
        data = folder / "sorted.nt"
        starts = _sort(files, folder, data)
        return _validated(data, files, shapes, hierarchy, folder)._replace(starts=starts)


def validate_sorted(data: Path, shapes: ReadShapes, hierarchy: Hierarchy, folder: Path) -> Large:
    """Validate a file of lines that is sorted by bytes.

    :raises NotSorted: it isn't.
    """
    with without_collector():
        return _validated(data, (), shapes, hierarchy, folder)


def _looked_at(files: Sequence[RdfFile], shapes: ReadShapes) -> bool:
    """Look at files of lines, and meanwhile at what queries ask for.

    :returns: whether they are one, which can be checked as it lies.
    :raises InputError: a file can't be read.
    """
    usable = len(files) == 1 and _is_usable(files[0], shapes.files)
    _, _, labelled = in_parallel(
        [
            partial(read_queries, shapes.shapes),
            partial(_refuse_excess, files),
            partial(_may_look_labelled, files[0].path) if usable else bool,
        ]
    )
    return usable and not labelled


def _refuse_excess(files: Sequence[RdfFile]) -> None:
    for file in files:
        if file.format.extension in LINES:
            file.refuse_excess()


def _validated(
    data: Path,
    files: Sequence[RdfFile],
    read: ReadShapes,
    hierarchy: Hierarchy,
    folder: Path,
) -> Large:
    stated = stated_in(data)
    shapes = replace(read, shapes=link_shapes(read.shapes, stated.links))
    classes = (*stated.subclasses, *hierarchy)
    used = Used(shapes.shapes)
    used.begin(class_table(classes))
    known = bool(stated.links) or shapes.shapes.version == "1.0"
    file = SortedFile(data, shapes.shapes, classes, hierarchy, folder, known)
    return Large(file.results(used), shapes, used, data, files, {})


def _sort(files: Sequence[RdfFile], folder: Path, target: Path) -> Mapping[str, LineStarts]:
    """Write what files say, sorted; those of lines are sorted as they lie, if they can be.

    :returns: where subjects stand in those that could be.
    """
    as_lines, more = [], list[LineFile]()
    for number, file in enumerate(files):
        if file.format.extension in LINES:
            as_lines.append(_as_lines(file))
        else:
            more += rewritten_in_parts(file, folder / f"{number}.nq")
    try:
        found = sort_lines([*as_lines, *more], target)
        lined = [file for file in files if file.format.extension in LINES]
        return {file.name: starts for file, starts in zip(lined, found, strict=False)}
    except Unsortable:
        parsed = [rewritten(file, folder / f"{n}.nq") for n, file in enumerate(files)]
        sort_lines(parsed, target)
        return {}


def _as_lines(file: RdfFile) -> LineFile:
    quads = file.format.extension == NQUADS.extension
    start = len(BOM) if _has_mark(file.path) else 0
    return LineFile(file.path, quads, file.named_anew, file.label, start)


def _is_usable(file: RdfFile, shapes: Sequence[RdfFile]) -> bool:
    """Whether a file can be checked as it lies, with the names that its blank nodes have in it."""
    return (
        file.format.extension in LINES
        and _may_be_sorted(file.path)
        and not _has_mark(file.path)
        and file.path.resolve() not in {other.path.resolve() for other in shapes}
    )


def _may_be_sorted(file: Path) -> bool:
    """Whether the subjects at a file's start are in order."""
    with file.open("rb") as stream:
        lines = stream.read(_START).split(b"\n")[:-1]
    subjects = [line.partition(b" ")[0] for line in lines]
    return subjects == sorted(subjects)


def _may_look_labelled(file: Path) -> bool:
    """Whether a file of lines has a name that ``labelled`` might give to another's node."""
    if not file.stat().st_size:
        return False
    with file.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        return _LABELLED.search(data) is not None


def _has_mark(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(BOM)) == BOM
