"""Reads N-Triples and N-Quads. Source: RDF 1.2 N-Quads, 4; RDF 1.2 N-Triples, 7."""

import re
from collections.abc import Generator, Iterator

from lod.checking.positions.scope import Scope
from lod.checking.positions.slots import Slot, Unexpected, triple_token
from lod.checking.positions.tokens import (
    END,
    LITERAL,
    QUAD,
    WORD,
    TurtleToken,
    read_turtle_tokens,
)

_VERSION = re.compile(
    rb"""^([ \t]*)VERSION(?=[ \t]*"[^"\r\n]*"[ \t]*(?:#[^\r\n]*)?\r?$)""", re.MULTILINE
)


def without_versions(lines: bytes) -> bytes:
    r"""Make comments of the lines that state a version, which pyoxigraph takes in Turtle alone.

    >>> without_versions(b'VERSION "1.2"\n<x:s> <x:p> "VERSION" .')
    b'#ERSION "1.2"\n<x:s> <x:p> "VERSION" .'
    """
    return _VERSION.sub(rb"\1#ERSION", lines) if b"VERSION" in lines else lines


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
        at: int | None = start
        while at is not None:
            at = yield from self._plain(at)
            slot, at = self._any(at)
            if slot:
                yield slot

    def _plain(self, at: int) -> Generator[Slot, None, int]:
        """Read lines without triple terms as long as there are some; give where they end."""
        while match := QUAD.match(self.data, at):
            subject, predicate, value, graph = match.groups()
            yield (
                (match.start(1), subject),
                (match.start(2), predicate),
                (match.start(3), value),
                (match.start(4), graph) if graph else None,
            )
            at = match.end()
        return at

    def _any(self, at: int) -> tuple[Slot | None, int | None]:
        """Read a line of another kind; give where it ends, None at the end of all."""
        tokens = read_turtle_tokens(self.data, at)
        kind, token = next(tokens)
        if kind == END:
            return None, None
        if kind == WORD and token[1].startswith(b"VERSION"):
            return None, token[0] + len(token[1])
        terms = [_term(kind, token, tokens), *(_term(*next(tokens), tokens) for _ in range(2))]
        kind, token = next(tokens)
        graph = None
        if token[1] != b".":
            graph = _term(kind, token, tokens)
            kind, token = next(tokens)
        if token[1] != b".":
            raise Unexpected(kind, token, "quad")
        return (terms[0], terms[1], terms[2], graph), token[0] + 1


def _term(kind: int, token: TurtleToken, tokens: Iterator[tuple[int, TurtleToken]]) -> TurtleToken:
    if token[1] == b"<<(":
        parts = [_term(*next(tokens), tokens) for _ in range(3)]
        kind, closing = next(tokens)
        if closing[1] == b")>>":
            return triple_token(token, *parts)
    if kind > LITERAL:
        raise Unexpected(kind, token, "quad")
    return token
