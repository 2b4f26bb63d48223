"""One side of a comparison: its sorted statements, and what can be looked up among them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from lod.comparing.blank import without_blanks
from lod.comparing.findings import BareFinding
from lod.errors import InputError
from lod.files import MemberLines, SortedLines
from lod.rdf import NAMING
from lod.release import triples_in

RDF_SIDE = "files"
"""The kind of a side that is RDF, and no publication."""

_KNOWN_NAMES, _AT_HAND = 20_000, 256


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a side besides its statements.

    :param name: as shown to people; may be a message.
    :param kind: ``release``, ``publication``, ``revision`` or ``FILES``.
    :param base: base IRI of the publication; None for plain files.
    :param graphs: whether its statements stand in named graphs.
    :param moved: IRI of a thing that is gone → the one that replaces it, or None.
    :param findings: what a check found; None where nothing was checked.
    :param notes: what could not be read of it.
    :param shapes: gives what its shapes say.
    :param same_layout: whether it is no release, or one as this version of lod writes them.
    """

    name: str
    kind: str
    base: str | None
    graphs: bool
    moved: Mapping[str, str | None]
    findings: Sequence[BareFinding] | None
    notes: tuple[InputError, ...] = ()
    shapes: Callable[[], Iterable[ox.Triple]] = tuple
    same_layout: bool = True


class Side:
    """Statements in a file sorted by bytes, found by bisection.

    :param lines: closed with the side.
    """

    def __init__(self, about: About, lines: SortedLines | MemberLines) -> None:
        self.about, self.lines = about, lines
        self.names = lru_cache(_KNOWN_NAMES)(self._names)
        self.statements = lru_cache(_AT_HAND)(self._statements)

    def close(self) -> None:
        """Give the file back."""
        self.lines.close()

    def has(self, subject: str) -> bool:
        """Whether anything is said of a subject."""
        return self._starts(f"<{subject}> ".encode())

    def has_below(self, iri: str) -> bool:
        """Whether anything is said of what lies below an IRI."""
        return self._starts(f"<{iri}/".encode())

    def _starts(self, prefix: bytes) -> bool:
        return self.lines.part(prefix, 0, len(prefix)) == prefix

    def _statements(self, subject: str) -> tuple[ox.Triple, ...]:
        """Give what is said of a subject, each once."""
        return tuple(triples_in(self.lines.starting_with(f"<{subject}> ".encode())))

    def _names(self, iri: str) -> Mapping[str, str]:
        """Give the names of a thing by language, ``""`` for one without; none if it has none."""
        said = self.statements(iri)
        for label in NAMING:
            found = [t.object for t in said if t.predicate.value == label]
            texts = {o.language or "": o.value for o in found if isinstance(o, ox.Literal)}
            if texts:
                return dict(sorted(texts.items()))
        return {}


def side_of(about: About, quads: Iterable[ox.Quad], folder: Path) -> Side:
    """Make a side of statements in memory; blank nodes get names.

    :param folder: takes the sorted file.
    """
    lines = {f"{quad} .\n".encode() for quad in without_blanks(quads)}
    file = folder / "data.nq"
    file.write_bytes(b"".join(sorted(lines)))
    return Side(about, SortedLines(file))
