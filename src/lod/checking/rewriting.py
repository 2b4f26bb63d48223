"""Writes what files say as lines, to be sorted; of JSON-LD each processor a part, if it can be."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path

from lod.checking.files import RdfFile
from lod.checking.positions import parse
from lod.checking.positions.jsonnodes import PieceReader
from lod.checking.positions.members import (
    JsonCut,
    JsonPiece,
    Members,
    Misjudged,
    Uncut,
    cut_document,
    guess_cut,
    joined_members,
)
from lod.checking.positions.turtleblocks import TurtleCut, cut_turtle, read_blocks
from lod.checking.shacl.stream.sorting import LineFile
from lod.errors import InputError
from lod.files import FORKS, in_parallel, open_file, processors
from lod.rdf import JSONLD, NQUADS, TRIG, TURTLE


def rewritten(file: RdfFile, target: Path) -> LineFile:
    """Write a file as lines, read from its start to its end.

    :raises InputError: it isn't of its format, or can't be read.
    """
    with target.open("wb") as stream:
        stream.writelines(file.as_lines())
    return LineFile(target, quads=file.format in (TRIG, NQUADS, JSONLD), parsed=True)


def rewritten_in_parts(file: RdfFile, target: Path) -> list[LineFile]:
    """Write a file as lines, in several files if it can be cut; it then knows its members.

    :raises InputError: as for :func:`rewritten`.
    """
    if file.format == JSONLD:
        with suppress(Uncut, OSError):  # of which the other way tells
            return _in_parts(file, target)
    if file.format == TURTLE:
        with suppress(Uncut, OSError, ValueError):  # likewise; of nothing there is no map
            return _in_blocks(file, target)
    return [rewritten(file, target)]


def _in_blocks(file: RdfFile, target: Path) -> list[LineFile]:
    with open_file(file.path, file.root) as stream:
        document = mmap(stream.fileno(), 0, access=ACCESS_READ)
    cut = cut_turtle(document, processors() if FORKS else 1)
    targets = [target.with_name(f"{n}-{target.name}") for n in range(len(cut.parts))]
    jobs = [
        partial(_written_blocks, document, cut, *part, file.base, one)
        for part, one in zip(cut.parts, targets, strict=True)
    ]
    pieces = [piece for some in in_parallel(jobs) for piece in some]
    try:
        parse(cut.head, TURTLE, file.base, prefixes=file.prefixes)
    except InputError as error:
        raise Uncut from error
    blocks = joined_members(pieces)
    file.blocks.extend([blocks] if blocks.starts else [])
    return [LineFile(one, quads=False, parsed=True) for one in targets]


def _written_blocks(
    document: mmap, cut: TurtleCut, start: int, end: int, base: str, target: Path
) -> list[Members]:
    """Write what a part says; give what was seen of it."""
    seen = list[Members]()
    with target.open("wb") as out:
        for found, lines in read_blocks(document, cut, start, end, base):
            out.write(lines)
            seen.append(found)
    return seen


def _in_parts(file: RdfFile, target: Path) -> list[LineFile]:
    with open_file(file.path, file.root) as stream:
        cut = guess_cut(stream, processors() if FORKS else 1)
    if cut is not None:
        with suppress(Misjudged):
            return _as_cut(file, cut, target)
    with open_file(file.path, file.root) as stream:
        cut = cut_document(stream)
    return _as_cut(file, cut, target)


def _as_cut(file: RdfFile, cut: JsonCut, target: Path) -> list[LineFile]:
    count = min(processors(), len(cut.pieces)) if FORKS else 1
    targets = [target.with_name(f"{n}-{target.name}") for n in range(count or 1)]
    shares = [cut.pieces[n :: len(targets)] for n in range(len(targets))]
    write = partial(_written, file, cut)
    jobs = [partial(write, *one) for one in zip(shares, targets, strict=True)]
    try:
        parse(cut.head.around(""), JSONLD, file.base, prefixes=file.prefixes)
    except InputError as error:
        raise Uncut from error
    # A piece that was guessed wrong is told by the one before it, whose error comes first.
    pieces = [piece for some in in_parallel(jobs) for piece in some]
    pieces.sort(key=lambda piece: piece.starts[:1])
    file.members.append((cut.head, joined_members(pieces)))
    return [LineFile(one, quads=True, parsed=True) for one in targets]


def _written(
    file: RdfFile, cut: JsonCut, pieces: Sequence[JsonPiece], target: Path
) -> list[Members]:
    """Write what some of the pieces say; give what was seen of them."""
    reader, seen = PieceReader(cut.head, file.base), list[Members]()
    with file.path.open("rb") as stream, target.open("wb") as out:
        for piece in pieces:
            for found, lines in reader.read(stream, piece):
                out.write(lines)
                seen.append(found)
    return seen
