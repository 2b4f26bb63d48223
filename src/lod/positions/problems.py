"""One syntax error, as it is shown: the place, the line with a caret under it, what to do."""

from dataclasses import dataclass
from pathlib import Path

from lod.errors import InputError
from lod.positions.spans import Lines


class SyntaxProblem(InputError):
    """A place in a file that can't be read: it has file, line, column and the line's text."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong at an offset, in words."""

    offset: int
    message: str
    expected: str | None = None
    todo: str | None = None

    def at(self, lines: Lines, file: Path | str | None) -> SyntaxProblem:
        """Give it its file, line and column."""
        line, column = lines.place(self.offset)
        source = lines.line(line)
        return SyntaxProblem(
            self.message, file, line, self.expected, self.todo, column=column, source=source
        )


def quoted(text: bytes | str, width: int = 40) -> str:
    """Give a piece of a file for use in a message.

    >>> quoted(b"ex:name")
    '“ex:name”'
    """
    shown = text if isinstance(text, str) else text.decode(errors="replace")
    shown = " ".join(shown.split())
    return f"“{shown if len(shown) <= width else shown[: width - 1] + '…'}”"
