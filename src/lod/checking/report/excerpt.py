"""The line that a finding stands on, with the value marked in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from lod.checking.report.model import Place
from lod.words import printable, width

WIDTH = 120
"""Columns of a terminal that an excerpt may take; a longer line is cut around the value."""

_TAB = 4
_CONTEXT = 20


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line in three parts, safe to show; ``marked`` is empty if the value's end isn't known."""

    before: str
    marked: str
    after: str
    pointed: bool = True

    @property
    def line(self) -> str:
        """The line, or what is shown of it."""
        return self.before + self.marked + self.after

    @property
    def carets(self) -> str:
        """What to put on the next line, under the value; empty without a column."""
        return " " * width(self.before) + "^" * max(1, width(self.marked)) if self.pointed else ""


def excerpt(place: Place, most: int = WIDTH) -> Excerpt | None:
    r"""Show the line of a place, at most ``most`` columns of it; None if the line isn't known.

    >>> place = Place("a.ttl", 1, 2, 1, 5, "\t<漢> .")
    >>> print(excerpt(place).line, excerpt(place).carets, sep="\n")
        <漢> .
        ^^^^
    """
    if place.text is None:
        return None
    text = place.text.rstrip("\r\n")
    start, end = _span(place, len(text))
    left, right = max(0, start - most), min(len(text), end + most)
    before = _cells(text[left:start])
    marked = _cells(text[start : min(end, start + most)], width("".join(before)))
    after = _cells(text[end:right], width("".join(before + marked)))
    parts = _fit(before, marked, after, most, (left > 0, end > start + most, right < len(text)))
    return Excerpt(*parts, pointed=place.column is not None)


def _span(place: Place, length: int) -> tuple[int, int]:
    if place.column is None:
        return 0, 0
    start = min(place.column - 1, length)
    if place.end_line is not None and place.line is not None and place.end_line > place.line:
        return start, length
    end = start if place.end_column is None else place.end_column - 1
    return start, max(start, min(end, length))


def _cells(text: str, column: int = 0) -> list[str]:
    """Give what is shown for each character of a text that begins in a column (from 0)."""
    if text.isascii() and text.isprintable():
        return list(text)
    cells = []
    for character in text:
        shown = " " * (_TAB - column % _TAB) if character == "\t" else printable(character)
        column += width(shown)
        cells.append(shown)
    return cells


def _fit(
    before: list[str], marked: list[str], after: list[str], most: int, cut: tuple[bool, bool, bool]
) -> tuple[str, str, str]:
    middle = _head(marked, most - 2 * _CONTEXT, cut[1])
    room = most - width(middle)
    wanted = width("".join(after)) + cut[2]
    head = _tail(before, max(room // 2, room - wanted), cut[0])
    return head, middle, _head(after, room - width(head), cut[2])


def _head(cells: list[str], most: int, cut: bool) -> str:
    """Keep the beginning, and say with … that more follows."""
    kept, whole = _kept(cells, most, cut)
    return "".join(kept) + ("" if whole else "…")


def _tail(cells: list[str], most: int, cut: bool) -> str:
    kept, whole = _kept(reversed(cells), most, cut)
    return ("" if whole else "…") + "".join(reversed(kept))


def _kept(cells: Iterable[str], most: int, cut: bool) -> tuple[list[str], bool]:
    kept = list(cells)
    total = sum(map(width, kept))
    if not cut and total <= most:
        return kept, True
    while kept and total > most - 1:
        total -= width(kept.pop())
    return kept, False
