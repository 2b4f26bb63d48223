"""Reads N-Triples and N-Quads. Source: RDF 1.1 N-Quads, 4; RDF 1.1 N-Triples, 7."""

from collections.abc import Iterator

from lod.checking.positions.scope import Scope
from lod.checking.positions.slots import Slot, Unexpected
from lod.checking.positions.tokens import BAD, END, QUAD, TOKEN, TurtleToken


class QuadReader:
    """Reads line by line; layout is taken loosely, since pyoxigraph's parse is strict."""

    graphs = True

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.scope = Scope(None)

    def slots(self, start: int = 0) -> Iterator[Slot]:
        """Read the quads from the start of a line.

        :raises Unexpected: what stands there can't be read.
        """
        at, data = start, self.data
        while match := QUAD.match(data, at):
            subject, predicate, value, graph = match.groups()
            yield (
                (match.start(1), subject),
                (match.start(2), predicate),
                (match.start(3), value),
                (match.start(4), graph) if graph else None,
            )
            at = match.end()
        kind, token = _token(data, at)
        if kind != END:
            raise Unexpected(kind, token, "quad")


def _token(data: bytes, at: int) -> tuple[int, TurtleToken]:
    match = TOKEN.match(data, at)
    kind = match.lastindex if match else None
    return (kind, (match.start(kind), match[kind])) if match and kind else (BAD, (at, b""))
