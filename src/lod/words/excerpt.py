"""A line of a source, with the place in it marked: for all who show one."""

from collections.abc import Iterable
from dataclasses import dataclass

from lod.words.display import printable, width

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


def draw_excerpt(text: str, start: int | None, end: int = 0, most: int = WIDTH) -> Excerpt:
    r"""Show a line, at most ``most`` columns of it, with what is meant marked.

    Tabs reach to every fourth column, what can't be seen is spelt out, and columns are those that
    a terminal gives a character: so the carets stand where they should.

    :param start: of what is marked, from 0, in code points; None if the whole line is meant.
    :param end: behind it; as ``start``, or before it, if it isn't known.

    >>> drawn = draw_excerpt("\t<漢> .", 1, 4)
    >>> print(drawn.line, drawn.carets, sep="\n")
        <漢> .
        ^^^^
    """
    text = text.rstrip("\r\n")
    first = min(start or 0, len(text))
    last = max(first, min(end, len(text)))
    left, right = max(0, first - most), min(len(text), last + most)
    before = _cells(text[left:first])
    marked = _cells(text[first : min(last, first + most)], width("".join(before)))
    after = _cells(text[last:right], width("".join(before + marked)))
    parts = _fit(before, marked, after, most, (left > 0, last > first + most, right < len(text)))
    return Excerpt(*parts, pointed=start is not None)


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
