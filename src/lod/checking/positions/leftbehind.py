"""What git or another program has left in a file, and what parsers say something else about."""

import re
from collections.abc import Callable, Iterator

from lod.checking.positions.problems import Complaint
from lod.checking.positions.recover import readable_tokens
from lod.checking.positions.spans import LineTable
from lod.checking.positions.tokens import LITERAL, NAME, STRING, WORD
from lod.files import (
    CONFLICT,
    CONFLICT_TODO,
    UNSEEN_SIGNS,
    UNSEEN_TODO,
    find_conflicts,
    is_conflict_mark,
    unseen,
)
from lod.rdf import JSONLD, NQUADS, NTRIPLES, TRIG, TURTLE, Format, possessive

_STEP = re.compile(possessive(rb'"(?:[^"\\]|\\.)*+"?'), re.DOTALL)
_UNSEEN = re.compile("|".join(UNSEEN_SIGNS).encode())


def find_git_marks(text: bytes) -> list[Complaint]:
    """Tell where git has left conflicts: all else that is wrong may come of them."""
    return [_conflict(at) for at in find_conflicts(text)]


def _conflict(offset: int) -> Complaint:
    return Complaint(offset, CONFLICT, None, CONFLICT_TODO)


def as_git_mark(complaint: Complaint, lines: LineTable) -> Complaint:
    """Give the complaint about a line that is the last one left of a conflict."""
    line, _ = lines.place(complaint.offset)
    if is_conflict_mark(lines.line(line)):
        return _conflict(lines.starts[line - 1])
    return complaint


def find_unseen(text: bytes, form: Format) -> tuple[list[Complaint], bytes]:
    """Tell where signs stand that can't be seen, outside texts, IRIs and comments.

    :returns: also the text with spaces in their places, as many as they have bytes.
    """
    found, without = [], bytearray(text)
    for start, end in _STRETCHES[form](text) if form in _STRETCHES else ():
        for match in _UNSEEN.finditer(text, start, end):
            message = unseen(match[0].decode())
            found.append(Complaint(match.start(), message, None, UNSEEN_TODO))
            without[match.start() : match.end()] = b" " * len(match[0])
    return found, bytes(without)


def _in_turtle(text: bytes) -> Iterator[tuple[int, int]]:
    """Give the stretches of names and words, and of what stands after a text."""
    for kind, (at, token) in readable_tokens(text):
        if kind == WORD or (kind == NAME and not token.startswith(b"<")):
            yield at, at + len(token)
        elif kind == LITERAL and (string := STRING.fullmatch(token)):
            yield at + string.end("quoted"), at + len(token)


def _in_json(text: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _STEP.finditer(text):
        yield at, match.start()
        at = match.end()
    yield at, len(text)


_STRETCHES: dict[Format, Callable[[bytes], Iterator[tuple[int, int]]]] = {
    JSONLD: _in_json,
    **dict.fromkeys((TURTLE, TRIG, NTRIPLES, NQUADS), _in_turtle),
}
