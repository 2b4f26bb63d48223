"""Places in a text: lines and columns as people count them. Pure."""

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

_STEP = 1 << 14
_LONGEST_SHOWN = 1_000_000
_CONTINUING = bytes(range(0x80, 0xC0))  # the bytes of a letter after its first (RFC 3629, 3)
_ENDS, _BYTE_ENDS = re.compile(r"\r\n?|\n"), re.compile(rb"\r\n?|\n")
_FEEDS = re.compile(rb"\n")  # far quicker, where no line ends otherwise


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, from 1, in Unicode code points; the end is the first place after it.

    :param column: None where only the line is known for certain, then ``end_column`` too.
    """

    line: int
    column: int | None
    end_line: int
    end_column: int | None

    def without_columns(self) -> "Span":
        """Give the lines alone."""
        return Span(self.line, None, self.end_line, None)


class LineTable:
    """Turns offsets into lines and columns; the table of lines is made when first asked.

    >>> LineTable("å\\r\\nbc".encode()).span(4, 5)
    Span(line=2, column=1, end_line=2, end_column=2)
    """

    def __init__(self, text: bytes | str) -> None:
        self.text = text
        self._starts: array[int] | None = None
        self._marks: dict[int, array[int]] = {}  # letters before each step of a long line
        self._shown: tuple[int, str | None] = (0, None)

    @property
    def starts(self) -> "array[int]":
        """The offset of each line."""
        if self._starts is None:
            text, starts = self.text, array("Q", [0])
            if isinstance(text, str):
                starts.extend(match.end() for match in _ENDS.finditer(text))
            else:
                ends = _BYTE_ENDS if b"\r" in text else _FEEDS
                starts.extend(match.end() for match in ends.finditer(text))
            self._starts = starts
        return self._starts

    def place(self, offset: int) -> tuple[int, int]:
        """Give line and column, from 1."""
        line = bisect_right(self.starts, offset)
        start = self.starts[line - 1]
        if isinstance(self.text, str):
            return line, offset - start + 1
        return line, self._letters(line, start, offset) + 1

    def _letters(self, line: int, start: int, offset: int) -> int:
        """Count the letters between a line's start and a place; long lines are counted once."""
        assert isinstance(self.text, bytes)
        if offset - start <= _STEP:
            return _count(self.text[start:offset])
        if line not in self._marks:
            stop = self.starts[line] if line < len(self.starts) else len(self.text)
            steps = (_count(self.text[at : at + _STEP]) for at in range(start, stop, _STEP))
            self._marks[line] = array("Q", accumulate(steps, initial=0))
        number = (offset - start) // _STEP
        return self._marks[line][number] + _count(self.text[start + number * _STEP : offset])

    def offset(self, line: int, column: int) -> int:
        """Give the offset of a line and column; of the end for what is beyond it."""
        if line > len(self.starts):
            return len(self.text)
        start, before = self.starts[line - 1], self.line(line)[: column - 1]
        return start + (len(before) if isinstance(self.text, str) else len(before.encode()))

    def span(self, start: int, end: int) -> Span:
        """Give the span between two offsets."""
        return Span(*self.place(start), *self.place(end))

    def line(self, number: int) -> str:
        """Give the text of a line, counted from 1, without its end."""
        stop = self.starts[number] if number < len(self.starts) else len(self.text)
        raw = self.text[self.starts[number - 1] : stop]
        text = raw if isinstance(raw, str) else raw.decode(errors="replace")
        return text.rstrip("\r\n")

    def shown(self, number: int) -> str | None:
        """Give the text of a line to show it; None if it is longer than a million letters.

        The last one is kept, since what is wrong often stands on the line of what was wrong before.
        """
        if self._shown[0] != number:
            stop = self.starts[number] if number < len(self.starts) else len(self.text)
            is_short = stop - self.starts[number - 1] <= _LONGEST_SHOWN
            self._shown = (number, self.line(number) if is_short else None)
        return self._shown[1]


def _count(text: bytes) -> int:
    return len(text) if text.isascii() else len(text.translate(None, _CONTINUING))
