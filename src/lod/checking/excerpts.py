"""Places in large files that aren't made of lines: most are read only where they are asked."""

from array import array
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cached_property, partial
from itertools import pairwise

from lod.checking.files import RdfFile
from lod.checking.positions import LineTable, Positions, read_positions, to_text
from lod.checking.positions.excerpt import (
    DocumentExcerpt,
    ExcerptLines,
    SoughtStatements,
    join_pieces,
    make_excerpt,
    sought_blocks,
)
from lod.checking.positions.jsonexcerpt import JsonExcerptLines, make_json_excerpt
from lod.checking.positions.members import Uncut
from lod.checking.report.model import Place
from lod.checking.statements import Pattern, Terms
from lod.files import FORKS, in_parallel, processors
from lod.rdf import TURTLE, is_blank, is_iri, plain


@dataclass(frozen=True)
class _ExcerptFile(RdfFile):
    """An excerpt of a file: its statements stand where they stand in the file.

    :param lines: those of the file.
    """

    lines: LineTable = field(default_factory=lambda: LineTable(b""))
    piece: DocumentExcerpt = field(
        default_factory=lambda: DocumentExcerpt(b"", array("Q"), array("Q"))
    )

    @cached_property
    def data(self) -> bytes:
        """What the excerpt has."""
        return self.piece.text

    @cached_property
    def _positions(self) -> Positions:
        return read_positions(self.data, self.format, self.base, self._quads, self.lines)


def excerpt_of(file: RdfFile, sought: SoughtStatements) -> RdfFile:
    """Give a file without most of what isn't sought, if it is Turtle, or JSON-LD that was cut.

    Else it is the file itself.

    :raises InputError: it can't be read.
    """
    own = {one.name: getattr(file, one.name) for one in fields(RdfFile)}
    if file.format == TURTLE:
        made = _of_blocks(file, sought) or make_excerpt(to_text(file.data, TURTLE), sought)
        return _ExcerptFile(**own, lines=ExcerptLines(file.lines, made), piece=made)
    for head, members in file.members:
        with suppress(Uncut):
            made = make_json_excerpt(file.data, head, members, sought, file.base)
            return _ExcerptFile(**own, lines=JsonExcerptLines(file.lines, made), piece=made)
    return file


def _of_blocks(file: RdfFile, sought: SoughtStatements) -> DocumentExcerpt | None:
    """Cut Turtle down that was read in blocks."""
    for blocks in file.blocks:
        count = len(blocks.starts)
        parts = processors() if FORKS and sought.pairs else 1
        cuts = pairwise([count * n // parts for n in range(parts + 1)])
        look = partial(sought_blocks, file.data, blocks, sought)
        pieces = [
            piece for some in in_parallel([partial(look, *cut) for cut in cuts]) for piece in some
        ]
        return join_pieces(file.data, [(0, blocks.starts[0]), *pieces])
    return None


class Excerpts:
    """Of a file that isn't made of lines, what has what is looked for."""

    def __init__(self, file: RdfFile) -> None:
        self._file = file
        self.found: dict[Terms, None] = {}
        self._own = file
        self._others: RdfFile | None = None

    def note(self, wanted: Collection[Terms]) -> None:
        """Note which statements it has whose subject is given."""
        given = [terms for terms in wanted if terms[0]]
        names = {plain(subject) for subject, _, _ in given if is_iri(subject)}
        self._own = excerpt_of(self._file, SoughtStatements(names))
        self.found.update((terms, None) for terms in given if self._own.says(terms))

    def note_others(self, wanted: Collection[Terms]) -> None:
        """Note those whose subject is not given, where they are made of IRIs."""
        named = [(p, o) for _, p, o in wanted if all(is_iri(term) for term in (p, o) if term)]
        pairs = {(plain(p), plain(o)) for p, o in named}
        self._others = excerpt_of(self._file, SoughtStatements((), pairs)) if wanted else None

    def place(self, pattern: Pattern) -> Place | None:
        """Give the first statement that fits a pattern."""
        if pattern[0]:
            return self._own.place(pattern)
        if self._others is None:
            return None
        is_text = not all(is_iri(term) or is_blank(term) for term in pattern[1:3] if term)
        return (self._file if is_text else self._others).place(pattern)
