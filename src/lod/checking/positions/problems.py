"""One syntax error, as it is shown: the place, the line with a caret under it, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from lod.checking.positions.spans import LineTable
from lod.errors import InputError
from lod.words import Message, msg


class SyntaxProblem(InputError):
    """A place in a file that can't be read: it has file, line, column and the line's text."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong at an offset, in words."""

    offset: int
    message: str
    expected: str | None = None
    todo: str | None = None

    def at(self, lines: LineTable, file: Path | str | None) -> SyntaxProblem:
        """Give it its file, line and column."""
        line, column = lines.place(self.offset)
        source = lines.shown(line)
        return SyntaxProblem(
            self.message, file, line, self.expected, self.todo, column=column, source=source
        )


def in_bytes(complaints: Iterable[Complaint], text: str) -> list[Complaint]:
    """Give complaints whose offsets are in code points with offsets in bytes, in their order."""
    found, done, size = [], 0, 0
    for complaint in sorted(complaints, key=lambda complaint: complaint.offset):
        size += len(text[done : complaint.offset].encode())
        done = complaint.offset
        found.append(replace(complaint, offset=size))
    return found


def quoted(text: bytes | str, width: int = 40) -> Message:
    """Give a piece of a file for use in a message, in the quotation marks of its language.

    >>> quoted(b"ex:name"), quoted("ex:name").told("sv")
    ('“ex:name”', '”ex:name”')
    """
    shown = (text if isinstance(text, bytes) else text.encode(errors="replace")).decode(
        errors="replace"
    )
    shown = " ".join(shown.split())
    return msg("“{text}”", text=shown if len(shown) <= width else f"{shown[: width - 1]}…")
