"""Reads Turtle and TriG past its errors: tells each statement that can't be read, and skips it."""

from collections.abc import Iterator

from lod.checking.positions.problems import Complaint
from lod.checking.positions.scope import has_scheme
from lod.checking.positions.slots import Unexpected
from lod.checking.positions.tokens import (
    BAD,
    BLANK,
    END,
    LITERAL,
    NAME,
    PUNCTUATION,
    STRING,
    WORD,
    TurtleToken,
    read_turtle_tokens,
)
from lod.checking.positions.turtle import TurtleReader
from lod.checking.positions.wording import advise_relative, describe, undeclared

_QUOTES = (b'"', b"'")


def check_turtle(data: bytes, base: str | None, *, trig: bool) -> list[Complaint]:
    """Tell all errors that can be told apart, by place."""
    found = [*_misplaced(data, base, trig=trig), *_unknown(data, base)]
    return sorted(found, key=lambda complaint: complaint.offset)


def _misplaced(data: bytes, base: str | None, *, trig: bool) -> Iterator[Complaint]:
    reader = TurtleReader(data, base, trig=trig)
    at: int | None = 0
    while at is not None:
        try:
            for _ in reader.slots(at):
                pass
            at = None
        except Unexpected as problem:
            yield describe(data, problem)
            at = _resume(data, problem, reader)
            reader.restart()


def _resume(data: bytes, problem: Unexpected, reader: TurtleReader) -> int | None:
    """Give where the next statement begins: at a line's start, else after the next dot."""
    if problem.awaited == "end" and not reader.frames and _begins(data, problem):
        return problem.token[0]
    if problem.kind == END:
        return None
    for kind, (at, text) in readable_tokens(data, problem.token[0]):
        if kind == BAD and text in _QUOTES and data[at : _line_end(data, at)].rstrip()[-1:] == b".":
            return _line_end(data, at)
        if kind == PUNCTUATION and text == b"}" and reader.block:
            reader.close_graph()
            return at + 1
        if kind == PUNCTUATION and text == b".":
            return at + 1
    return None


def _begins(data: bytes, problem: Unexpected) -> bool:
    """Tell whether the token looks like the start of a statement."""
    at, text = problem.token
    starts_line = at == 0 or data[at - 1 : at] in (b"\n", b"\r")
    return starts_line and (problem.kind in (NAME, BLANK, WORD) or text in (b"[", b"("))


def readable_tokens(data: bytes, start: int = 0) -> Iterator[tuple[int, TurtleToken]]:
    """Give the tokens, without those in text and IRIs that aren't right or aren't closed."""
    at: int | None = start
    while at is not None:
        tokens, at = read_turtle_tokens(data, at), None
        for kind, token in tokens:
            yield kind, token
            if kind == BAD and token[1] in (*_QUOTES, b"<"):
                at = _after_bad(data, token)
                break


def _after_bad(data: bytes, token: TurtleToken) -> int | None:
    """Give where to go on after text or an IRI that isn't right; None if it never ends."""
    at, sign = token
    end = _line_end(data, at)
    if sign == b"<":
        closing = data.find(b">", at, end)
        return closing + 1 if closing >= 0 else at + len(data[at:end].split()[0])
    if data[at : at + 3] != sign * 3:
        return end
    closing = data.find(sign * 3, at + 3)
    return closing + 3 if closing >= 0 else None


def _line_end(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return end if end >= 0 else len(data)


def _unknown(data: bytes, base: str | None) -> Iterator[Complaint]:
    """Tell of prefixes that aren't declared, each once, and of relative IRIs without a base."""
    declared: dict[bytes, None] = {}
    told: set[bytes] = set()
    based = base is not None
    directive = b""
    for kind, (at, text) in readable_tokens(data):
        if kind == WORD:
            directive = text.lower().lstrip(b"@")
        elif kind == NAME and directive == b"prefix" and not text.startswith(b"<"):
            declared[text.partition(b":")[0]] = None
        elif kind in (NAME, LITERAL):
            based = based or directive == b"base"
            at, text = _name_in(kind, at, text)
            prefix = text.partition(b":")[0]
            if text.startswith(b"<") and not based and not has_scheme(text):
                based = True
                yield advise_relative(at, text)
            elif text and text[:1] != b"<" and prefix not in declared and prefix not in told:
                told.add(prefix)
                yield undeclared(at, prefix, declared)
            directive = b""


def _name_in(kind: int, at: int, text: bytes) -> TurtleToken:
    """Give the name, or the name of a value's datatype, which may be empty."""
    match = STRING.fullmatch(text) if kind == LITERAL else None
    if match and match["datatype"]:
        return at + match.start("datatype"), match["datatype"]
    return (at, b"") if kind == LITERAL else (at, text)
