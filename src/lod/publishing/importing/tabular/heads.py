"""Where a table's columns are named: the header's rows, found by what they say and their shape."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lod.publishing.importing.tabular.columnwords import field_of, is_contact_name
from lod.publishing.records import clean
from lod.publishing.tables.cells import ALL, pointer_steps
from lod.publishing.tables.grid import Grid, GridRow

_LOOKED_AT = 60
_JOINT = " / "
_VALUE = re.compile(r"[\d.,:/\s%€£$+-]*\d[\d.,:/\s%€£$+-]*|-|–")
_LONG = 100
_SURE = 2
"""What is known of a header whatever else stands in it: more than one field, or one contact."""


@dataclass(frozen=True, slots=True)
class TableHead:
    """The columns of a table by their names.

    :param rows: the header's; none if it wasn't found, or the format has none.
    :param names: how the sidecar names each column; empty for one without a name.
    :param pieces: what stands in each of the header's rows, from the top down.
    :param above: what stands above it.
    :param languages: whether the header's rows say the same, each in its language.
    """

    rows: tuple[GridRow, ...]
    names: tuple[str, ...]
    pieces: tuple[tuple[str, ...], ...]
    above: tuple[GridRow, ...] = ()
    languages: bool = False

    def field_at(self, at: int) -> tuple[str, frozenset[str]] | None:
        """Give the field of a column by its name, and the languages of that."""
        each = [(piece,) for piece in self.pieces[at]] if self.languages else [self.pieces[at]]
        return next((found for pieces in each if (found := field_of(pieces))), None)

    @property
    def last(self) -> int:
        """The header's last row; 0 if there is none."""
        return self.rows[-1].number if self.rows else 0


def find_head(grid: Grid) -> TableHead:
    """Find the rows with the columns' names."""
    if grid.names is not None:
        steps = map(pointer_steps, grid.names)
        pieces = tuple(tuple(s for s in each if s != ALL and not s.isdigit()) for each in steps)
        return TableHead((), grid.names, pieces)
    rows = [row for row in grid.rows[:_LOOKED_AT] if not row.blank and row.fault is None]
    width = _usual_width(grid)
    fit = [at for at, row in enumerate(rows) if _is_naming(row, width)]
    if not fit:
        names = ("",) * width
        return TableHead((), names, ((),) * width)
    best = max(fit, key=lambda at: (_known(rows[at]), -at))
    return head_of(grid, [row.number for row in _together(rows, best, fit, width)])


def head_of(grid: Grid, numbers: Sequence[int]) -> TableHead:
    """Give the columns by the header's rows."""
    rows = tuple(row for row in grid.rows if row.number in numbers)
    width = max((len(row.trimmed) for row in rows), default=0)
    texts = [[clean(c.text) for c in row.cells[:width]] for row in rows]
    texts = [[*row, *[""] * (width - len(row))] for row in texts]
    shown = [text for row, text in zip(rows, texts, strict=True) if not row.hidden] or texts
    pieces, joined = _pieces(texts), [_JOINT.join(piece) for piece in _pieces(shown)]
    alone = [row for row in shown if all(row) and len({*row}) == width]
    names = max(alone, key=_fields) if alone else _distinct(joined)
    above = tuple(row for row in grid.rows if rows and row.number < rows[0].number)
    return TableHead(rows, tuple(names), pieces, above, len(alone) == len(texts) > 1)


def _pieces(texts: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    columns = zip(*texts, strict=True)
    return tuple(tuple(dict.fromkeys(text for text in column if text)) for column in columns)


def _distinct(names: list[str]) -> list[str]:
    """Give names without those that stand twice: no sidecar can tell them apart."""
    return [name if names.count(name) == 1 else "" for name in names]


def _usual_width(grid: Grid) -> int:
    """Give how many columns most rows fill."""
    widths = [len(row.trimmed) for row in grid.rows[: _LOOKED_AT * 5] if not row.blank]
    wide = [width for width in widths if width > 1] or widths
    return sorted(wide)[len(wide) // 2] if wide else 0


def _is_naming(row: GridRow, width: int) -> bool:
    """Whether a row may name columns: most are filled, with names that are known or short texts.

    What isn't taken for a header leaves contacts in the copy: a year that names one is no doubt.
    """
    cells = [cell for cell in row.trimmed if cell.filled]
    merged = {cell.area for cell in cells if cell.area}
    if len(cells) * 5 < width * 2 or (width > 1 and len(cells) < 2):
        return False
    if len(merged) == 1 and all(cell.area for cell in cells):
        return False
    if _known(row) > _SURE:
        return True
    texts = all(c.kind == "text" and len(c.text) <= _LONG for c in cells)
    return texts and not any(_VALUE.fullmatch(clean(cell.text)) for cell in cells)


def _known(row: GridRow) -> int:
    return _fields([clean(cell.text) for cell in row.cells])


def _fields(names: Sequence[str]) -> int:
    """Count the names that are known, of fields that are told apart."""
    found = {field[0] for name in names if (field := field_of((name,)))}
    return len(found) * 2 + sum(1 for name in names if name and is_contact_name((name,)))


def _together(rows: list[GridRow], best: int, fit: list[int], width: int) -> list[GridRow]:
    """Give the best row and those beside it that name columns too.

    They do so by areas that are merged with it, in another language, or by filling its gaps.
    """
    found = [best]
    while found[0] - 1 in fit and _belongs(rows[found[0] - 1], rows[found[0]]):
        found.insert(0, found[0] - 1)
    while (following := found[-1] + 1) < len(rows) and (
        following in fit or _fills(rows[found[-1]], rows[following])
    ):
        if not _belongs(rows[found[-1]], rows[following]):
            break
        found.append(following)
    return [rows[at] for at in found]


def _belongs(upper: GridRow, lower: GridRow) -> bool:
    if lower.number - upper.number > 1 and lower.line is None:
        return False
    if _same(upper, lower):
        return False
    areas = {c.area for c in upper.cells if c.area}
    across = len(areas) < sum(1 for c in upper.cells if c.area)
    return (across and bool(areas)) or _known(upper) > 3 < _known(lower) or _fills(upper, lower)


def _same(upper: GridRow, lower: GridRow) -> bool:
    return [clean(c.text) for c in upper.trimmed] == [clean(c.text) for c in lower.trimmed]


def _fills(upper: GridRow, lower: GridRow) -> bool:
    """Whether a row names what the one above names twice, or not: ``Owner``, ``Owner``."""
    names = [clean(cell.text) for cell in upper.cells]
    below = [clean(cell.text) for cell in lower.cells]
    doubtful = {n for n, name in enumerate(names) if not name or names.count(name) > 1}
    filled = {n for n, name in enumerate(below) if name}
    values = any(_VALUE.fullmatch(name) for name in below)
    return bool(filled) and filled <= doubtful and not values and len(filled) > 1
