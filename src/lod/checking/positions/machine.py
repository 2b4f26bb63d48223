"""The machine that reads Turtle: its state, what is open, and triples that stand within triples.

Source: RDF 1.2 Turtle, 2.7 to 2.9, 6.5.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from lod.checking.positions.scope import Scope
from lod.checking.positions.slots import REIFIES, Slot, Unexpected, triple_token
from lod.checking.positions.tokens import BLANK, LITERAL, NAME, TurtleToken

ParserStep: TypeAlias = Callable[[int, TurtleToken], None]
_NOTHING: TurtleToken = (0, b"")


class BracketFrame(NamedTuple):
    """What goes on after a bracket that was opened.

    :param then: takes the node that the bracket stands for.
    """

    opened: TurtleToken
    subject: TurtleToken
    predicate: TurtleToken
    value: TurtleToken
    reifier: TurtleToken | None
    then: Callable[[TurtleToken], None]


class StepMachine:
    """The machine: ``step`` takes the next token and sets the step after it.

    :param trig: whether graph blocks may stand.
    """

    def __init__(self, data: bytes, base: str | None, *, trig: bool = False) -> None:
        self.data, self.graphs = data, trig
        self.scope = Scope(base)
        self.graph: TurtleToken | None = None
        self.block: TurtleToken | None = None
        self.restart()

    def restart(self) -> None:
        """Wait for a statement, whatever came before; prefixes and graph stay."""
        self.subject = self.predicate = self.value = _NOTHING
        self.reifier: TurtleToken | None = None
        self.frames: list[BracketFrame] = []
        self.before: TurtleToken | None = None
        self.out: list[Slot] = []
        self.step: ParserStep = self._start

    def _emit(self, item: TurtleToken) -> None:
        self.value, self.reifier = item, None
        self.out.append((self.subject, self.predicate, item, self.graph))

    def _fail(self, kind: int, token: TurtleToken, awaited: str) -> None:
        opened = self.frames[-1].opened if self.frames else self.block
        raise Unexpected(kind, token, awaited, opened, self.before)

    def _close(self, node: TurtleToken) -> None:
        frame = self.frames.pop()
        self.subject, self.predicate = frame.subject, frame.predicate
        self.value, self.reifier = frame.value, frame.reifier
        frame.then(node)

    # The steps that those below need of the others

    def _start(self, kind: int, token: TurtleToken) -> None:
        raise NotImplementedError

    def _verb(self, kind: int, token: TurtleToken) -> None:
        raise NotImplementedError

    def _after(self, kind: int, token: TurtleToken) -> None:
        raise NotImplementedError

    def _open(self, token: TurtleToken, then: Callable[[TurtleToken], None]) -> None:
        raise NotImplementedError

    # Triple terms, reifiers and annotations

    def _inner_subject(self, kind: int, token: TurtleToken) -> None:
        if kind in (NAME, BLANK):
            self._inner_subject_closed(token)
        elif token[1] == b"[":
            self._open(token, self._inner_subject_closed)
            self.step = self._closing
        elif token[1] == b"<<":
            self._open(token, self._inner_subject_closed)
        else:
            self._fail(kind, token, "subject")

    def _inner_subject_closed(self, node: TurtleToken) -> None:
        self.subject = node
        self.step = self._inner_verb

    def _inner_verb(self, kind: int, token: TurtleToken) -> None:
        self._verb(kind, token)
        self.step = self._inner_object

    def _inner_object(self, kind: int, token: TurtleToken) -> None:
        if kind <= LITERAL:
            self._inner_object_closed(token)
        elif token[1] in (b"[", b"<<", b"<<("):
            self._open(token, self._inner_object_closed)
            self.step = self._closing if token[1] == b"[" else self.step
        else:
            self._fail(kind, token, "object")

    def _inner_object_closed(self, node: TurtleToken) -> None:
        self.value = node
        self.step = self._inner_end

    def _inner_end(self, kind: int, token: TurtleToken) -> None:
        opened = self.frames[-1].opened
        if token[1] == b"~" and opened[1] == b"<<":
            self.reifier = token
            self.step = self._reifier_of(self._reified_end)
        elif token[1] == b">>" and opened[1] == b"<<":
            self._close(self._reified(opened, opened))
        elif token[1] == b")>>" and opened[1] == b"<<(":
            self._close(triple_token(opened, self.subject, self.predicate, self.value))
        else:
            self._fail(kind, token, "inner end")

    def _reifier_of(self, then: ParserStep) -> ParserStep:
        """Give the step that takes the name after ``~``, which may be left out."""

        def step(kind: int, token: TurtleToken) -> None:
            assert self.reifier is not None
            self.step = then
            is_named = kind in (NAME, BLANK)
            self.reifier = self._reified(token if is_named else self.reifier, self.reifier)
            if not is_named:
                then(kind, token)

        return step

    def _reified_end(self, kind: int, token: TurtleToken) -> None:
        if token[1] != b">>" or self.reifier is None:
            self._fail(kind, token, "inner end")
        else:
            self._close(self.reifier)

    def _reified(self, node: TurtleToken, sign: TurtleToken) -> TurtleToken:
        """State that a node reifies what was said last; a sign stands for that."""
        term = triple_token(sign, self.subject, self.predicate, self.value)
        self.out.append((node, (sign[0], REIFIES), term, self.graph))
        return node

    def _annotated(self, _node: TurtleToken) -> None:
        self.step = self._after

    def _closing(self, kind: int, token: TurtleToken) -> None:
        self._close(self.subject) if token[1] == b"]" else self._fail(kind, token, "inner end")
