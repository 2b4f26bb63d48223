"""What a reader hands over: slots, the places of one quad's terms."""

from collections.abc import Iterator
from typing import Protocol, TypeAlias

from lod.checking.positions.scope import Scope
from lod.checking.positions.tokens import TurtleToken
from lod.rdf import RDF

FIRST, REST, NIL, REIFIES = (
    f"<{RDF}{name}>".encode() for name in ("first", "rest", "nil", "reifies")
)
CELL = b"cell"  # a list's cell after the first; it stands where its item stands
ANONYMOUS = (b"[", b"(", CELL, b"<<", b"~", b"{|")


class TripleText(bytes):
    """What opens a triple term, or what stands for one.

    :param parts: its subject, predicate and object.
    """

    parts: tuple[TurtleToken, TurtleToken, TurtleToken]


def triple_token(opened: TurtleToken, *parts: TurtleToken) -> TurtleToken:
    """Give the token of a triple term (RDF 1.2 Concepts, 3.1)."""
    text = TripleText(opened[1])
    text.parts = (parts[0], parts[1], parts[2])
    return opened[0], text


# Where subject, predicate, object and graph stand; None is the default graph.
Slot: TypeAlias = tuple[TurtleToken, TurtleToken, TurtleToken, TurtleToken | None]
Hashes: TypeAlias = tuple[int, int, int]  # of subject, predicate and object


class Unexpected(Exception):
    """A token that can't stand there.

    :param awaited: what the reader waited for, a key of ``wording.AWAITED``.
    :param opened: the innermost bracket that is open.
    :param before: the token before.
    """

    def __init__(
        self,
        kind: int,
        token: TurtleToken,
        awaited: str,
        opened: TurtleToken | None = None,
        before: TurtleToken | None = None,
    ) -> None:
        super().__init__(awaited)
        self.kind, self.token, self.awaited = kind, token, awaited
        self.opened, self.before = opened, before


class SlotReader(Protocol):
    """Reads a file's slots in order; ``scope`` is the one of the slot read last.

    ``graphs`` tells whether the format has named graphs.
    """

    scope: Scope
    graphs: bool

    def slots(self, start: int = 0) -> Iterator[Slot]:
        """Read from an offset where a statement begins.

        :raises Unexpected: what stands there can't be read.
        """
