"""Reads Turtle and TriG statement by statement, keeping where each term stands.

A small machine over the tokens: no terms are made. What can't be read raises ``Unexpected``,
which says what the machine waited for. Source: RDF 1.2 Turtle, 6.5; RDF 1.2 TriG, 4.5.
"""

import re
from collections.abc import Callable, Generator, Iterator

from lod.checking.positions.machine import BracketFrame, StepMachine
from lod.checking.positions.slots import CELL, FIRST, NIL, REST, Slot
from lod.checking.positions.tokens import (
    BLANK,
    END,
    LITERAL,
    NAME,
    PLAIN,
    PUNCTUATION,
    WORD,
    TurtleToken,
    read_turtle_tokens,
)

_QUOTES = (b'"', b"'")
_OPENING = (b"[", b"(", b"<<", b"<<(")
_DIRECTIVE = re.compile(rb"""@?(prefix|base|version(?:.*["'])?)""", re.DOTALL)
_ENDING = (b";", b".", b"]", b"}", b"|}")


class TurtleReader(StepMachine):
    """The steps of statements, brackets, prefixes and graphs."""

    def slots(self, start: int = 0) -> Iterator[Slot]:
        """Read statements from an offset at which one begins.

        Between two slots ``scope`` is the one that both were written under.

        :raises Unexpected: what stands there can't be read.
        """
        at = start
        while at >= 0:
            at = yield from self._plain(at)
            at = yield from self._any(at)

    def _plain(self, at: int) -> Generator[Slot, None, int]:
        """Read statements without brackets as long as there are some: most of a file."""
        data, graph, subject, predicate = self.data, self.graph, self.subject, self.predicate
        sign = self.before[1] if self.before else b"."
        while match := PLAIN[sign].match(data, at):
            first, verb, value, sign = match.groups()
            if first:
                subject = (match.start(1), first)
            if verb:
                predicate = (match.start(2), verb)
            yield subject, predicate, (match.start(3), value), graph
            at = match.end()
        self.subject, self.predicate, self.before = subject, predicate, (at - 1, sign)
        self.step = {b".": self._start, b";": self._verb_or_end, b",": self._object}[sign]
        return at

    def _any(self, at: int) -> Generator[Slot, None, int]:
        """Read up to the next sign outside brackets; give the place after it, -1 at the end.

        As pyoxigraph does, it gives what one token makes backwards; a statement of text in quotes
        comes with the token after it: the language, the datatype, or what makes clear there's none.
        """
        out = self.out
        for kind, token in read_turtle_tokens(self.data, at):
            self.step(kind, token)
            quoted = [out.pop()] if out and kind == LITERAL and token[1][:1] in _QUOTES else []
            yield from reversed(out)
            out[:] = quoted
            if token[1][-1:] not in _QUOTES:
                yield from quoted
                out.clear()
            self.before = token
            if kind == PUNCTUATION and token[1] in PLAIN and not self.frames:
                return token[0] + 1
        return -1

    # Statements

    def _start(self, kind: int, token: TurtleToken) -> None:
        if kind in (NAME, BLANK):
            self.subject = token
            self.step = self._first_verb
        elif kind == WORD:
            self._directive(kind, token)
        elif token[1] in (b"[", b"("):
            self._open(token, self._subject_closed)
        elif token[1] == b"<<":
            self._open(token, self._subject_reified)
        elif token[1] == b"{" and self.graphs and not self.block:
            self._open_graph(token, None)
        elif token[1] == b"}" and self.block:
            self.close_graph()
        elif kind != END or self.block:
            self._fail(kind, token, "subject")

    def _subject_closed(self, node: TurtleToken) -> None:
        self.subject = node
        self.step = self._verb_or_graph if node[1] == b"[" else self._verb

    def _subject_reified(self, node: TurtleToken) -> None:
        self.subject = node
        self.step = self._verb_or_end

    def _first_verb(self, kind: int, token: TurtleToken) -> None:
        if token[1] == b"{" and kind == PUNCTUATION and self.graphs and not self.block:
            self._open_graph(token, self.subject)
        else:
            self._verb(kind, token)

    def _verb_or_graph(self, kind: int, token: TurtleToken) -> None:
        if token[1] in (b".", b"}"):
            self._after(kind, token)
        else:
            self._first_verb(kind, token)

    def _verb(self, kind: int, token: TurtleToken) -> None:
        if kind == NAME or token[1] == b"a":
            self.predicate = token
            self.step = self._object
        else:
            self._fail(kind, token, "verb")

    def _object(self, kind: int, token: TurtleToken) -> None:
        if kind <= LITERAL:
            self._emit(token)
            self.step = self._after
        elif token[1] in _OPENING:
            self._open(token, self._object_closed)
        else:
            self._fail(kind, token, "object")

    def _object_closed(self, node: TurtleToken) -> None:
        if node[1] == b"(":
            self.value, self.reifier = node, None
        else:
            self._emit(node)
        self.step = self._after

    def _after(self, kind: int, token: TurtleToken) -> None:
        sign = token[1] if kind == PUNCTUATION else b""
        if sign == b";":
            self.step = self._verb_or_end
        elif sign == b",":
            self.step = self._object
        elif sign == b"." and not self.frames:
            self.step = self._start
        elif sign == b"]" and self.frames and self.frames[-1].opened[1] == b"[":
            self._close(self.subject)
        elif sign == b"}" and self.block and not self.frames:
            self.close_graph()
        elif sign == b"~":
            self.reifier = token
            self.step = self._reifier_of(self._after)
        elif sign == b"{|":
            self._open(token, self._annotated)
        elif sign == b"|}" and self.frames and self.frames[-1].opened[1] == b"{|":
            self._close(self.subject)
        else:
            self._fail(kind, token, "end")

    def _verb_or_end(self, kind: int, token: TurtleToken) -> None:
        if kind == PUNCTUATION:
            self._after(kind, token) if token[1] in _ENDING else self._fail(kind, token, "verb")
        else:
            self._verb(kind, token)

    # Brackets

    def _open(self, token: TurtleToken, then: Callable[[TurtleToken], None]) -> None:
        state = (self.subject, self.predicate, self.value, self.reifier)
        self.frames.append(BracketFrame(token, *state, then))
        if token[1] == b"[":
            self.subject = token
            self.step = self._first_in_brackets
        elif token[1] == b"(":
            self.step = self._first_item
        elif token[1] == b"{|":
            self.subject = self.reifier or self._reified(token, token)
            self.step = self._verb
        else:
            self.step = self._inner_subject

    def _first_in_brackets(self, kind: int, token: TurtleToken) -> None:
        if token[1] == b"]" and kind == PUNCTUATION:
            self._close(self.subject)
        else:
            self._verb(kind, token)

    def _first_item(self, kind: int, token: TurtleToken) -> None:
        cell, frame = self.frames[-1].opened, self.frames[-1]
        if token[1] == b")" and kind == PUNCTUATION:
            self._close((cell[0], NIL))
            return
        if frame.then != self._subject_closed:
            self._emit(cell)
        self._item(kind, token, cell)

    def _item(self, kind: int, token: TurtleToken, cell: TurtleToken) -> None:
        self.subject, self.predicate = cell, (token[0], FIRST)
        if kind <= LITERAL:
            self._emit(token)
            self.step = self._next_item
        elif token[1] in _OPENING:
            self._open(token, self._item_closed)
        else:
            self._fail(kind, token, "item")

    def _item_closed(self, node: TurtleToken) -> None:
        if node[1] != b"(":
            self._emit(node)
        self.step = self._next_item

    def _next_item(self, kind: int, token: TurtleToken) -> None:
        self.predicate = (token[0], REST)
        if token[1] == b")" and kind == PUNCTUATION:
            self._emit((token[0], NIL))
            self._close(self.frames[-1].opened)
        else:
            cell = (token[0], CELL)
            self._emit(cell)
            self._item(kind, token, cell)

    # Prefixes and graphs

    def _directive(self, kind: int, token: TurtleToken) -> None:
        word = token[1].lower()
        if word == b"graph" and self.graphs and not self.block:
            self.step = self._graph_name
        elif self.block or not _DIRECTIVE.fullmatch(word):
            self._fail(kind, token, "subject")
        elif word.endswith(_QUOTES):
            self.step = self._prefix_dot if word.startswith(b"@") else self._start
        elif word.endswith(b"version"):
            self.step = self._version
        else:
            self._dotted = word.startswith(b"@")
            self._prefix: bytes | None = None
            self.step = self._prefix_name if word.endswith(b"prefix") else self._prefix_iri

    def _version(self, kind: int, token: TurtleToken) -> None:
        self._fail(kind, token, "version")

    def _prefix_name(self, kind: int, token: TurtleToken) -> None:
        if kind != NAME or not token[1].endswith(b":"):
            self._fail(kind, token, "prefix")
        self._prefix = token[1][:-1]
        self.step = self._prefix_iri

    def _prefix_iri(self, kind: int, token: TurtleToken) -> None:
        if kind != NAME or not token[1].startswith(b"<"):
            self._fail(kind, token, "prefix IRI")
        self.scope = self.scope.declaring(self._prefix, token[1])
        self.step = self._prefix_dot if self._dotted else self._start

    def _prefix_dot(self, kind: int, token: TurtleToken) -> None:
        if token[1] != b".":
            self._fail(kind, token, "prefix dot")
        self.step = self._start

    def _graph_name(self, kind: int, token: TurtleToken) -> None:
        if kind in (NAME, BLANK):
            self._name = token
            self.step = self._graph_brace
        elif token[1] == b"[":
            self._open(token, self._graph_named)
        else:
            self._fail(kind, token, "graph")

    def _graph_named(self, node: TurtleToken) -> None:
        self._name = node
        self.step = self._graph_brace

    def _graph_brace(self, kind: int, token: TurtleToken) -> None:
        if token[1] != b"{":
            self._fail(kind, token, "graph brace")
        self._open_graph(token, self._name)

    def _open_graph(self, token: TurtleToken, name: TurtleToken | None) -> None:
        self.block, self.graph = token, name
        self.step = self._start

    def close_graph(self) -> None:
        """Go on outside the graph block."""
        self.block = self.graph = None
        self.step = self._start
