"""Which rows of a table hold no project: headings, sums and footnotes, by their shape."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lod.publishing.importing.tabular.heads import TableHead
from lod.publishing.importing.tabular.looking import ColumnGuess
from lod.publishing.importing.tabular.shown import toml_text
from lod.publishing.records import clean
from lod.publishing.tables.grid import Grid, GridCell, GridRow

_TOTAL = re.compile(
    r"(?:sub-?total|grand total|totalt?|total général|totaux|sous-total|del-?summa|summa|slutsumma"
    r"|yhteensä|välisumma|σύνολο|συνολο|gesamt(?:summe)?|zwischensumme|summe|totaal|subtotaal"
    r"|razem|suma|celkem|összesen|i alt|sum)(?!\w)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"([^\W\d_]+) ([0-9]+|[IVX]+|[^\W\d_a-z])(?!\w)(:?)")
_SHOWN = 3
_MOST_FOOTNOTES = 5
_MOST_WORDS = 8
_DEEPEST = 3
"""Lists in lists that are looked into."""


@dataclass(slots=True)
class RowsGuess:
    """The rules that a table's rows likely have, as a sidecar writes them.

    :param rules: by name: group, total, footnote, mark.
    :param doubts: the words of rows that stand alone, of which nothing is guessed.
    :param projects: the rows that are likely projects.
    """

    rules: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    projects: list[GridRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Shapes:
    head: TableHead
    guess: ColumnGuess
    dropped: frozenset[int]

    def cells(self, row: GridRow) -> list[GridCell]:
        return [GridCell("") if at in self.dropped else c for at, c in enumerate(row.cells)]

    def first(self, row: GridRow) -> int | None:
        return next((at for at, cell in enumerate(self.cells(row)) if cell.filled), None)

    def text(self, row: GridRow) -> str:
        at = self.first(row)
        return "" if at is None else clean(row.cells[at].text)

    def is_alone(self, row: GridRow) -> bool:
        filled = [cell for cell in self.cells(row) if cell.filled]
        areas = {cell.area for cell in filled}
        return len(filled) == 1 or (len(areas) == 1 and None not in areas)

    def has(self, row: GridRow, name: str) -> bool:
        at = self.guess.fields.get(name)
        return at is not None and at < len(row.cells) and row.cells[at].filled

    def is_total(self, row: GridRow) -> bool:
        """Whether it begins as a sum and has no owner: a project may be called so."""
        return bool(_TOTAL.match(self.text(row))) and not self.has(row, "owner")

    def is_header(self, row: GridRow) -> bool:
        texts = [clean(cell.text) for cell in row.trimmed]
        return any(texts == [clean(cell.text) for cell in h.trimmed] for h in self.head.rows)


def guess_rows(
    grid: Grid, head: TableHead, guess: ColumnGuess, dropped: frozenset[int], hidden: frozenset[int]
) -> RowsGuess:
    """Guess which rows hold no project.

    :param hidden: the rows that nobody may see.
    """
    shapes, found = _Shapes(head, guess, dropped), RowsGuess()
    rows = [row for row in grid.rows if row.number > head.last and row.number not in hidden]
    rows = [row for row in rows if not (row.blank or row.hidden or row.fault)]
    rows = [row for row in rows if not shapes.is_header(row)]
    if grid.names is not None:
        found.projects = rows
        return found
    totals = [row for row in rows if shapes.is_total(row)]
    single = {row.number for row in totals}
    alone = [row for row in rows if row.number not in single and shapes.is_alone(row)]
    single |= {row.number for row in alone}
    found.projects = [row for row in rows if row.number not in single]
    last = found.projects[-1].number if found.projects else 0
    _add_groups(found, [shapes.text(row) for row in alone if row.number < last], shapes)
    _add_total(found, totals, shapes)
    _add_footnotes(found, [row for row in alone if row.number > last], totals, last, shapes)
    _add_mark(found, shapes)
    return found


def _add_groups(found: RowsGuess, texts: Sequence[str], shapes: _Shapes) -> None:
    """Add the rule of headings, if all begin with one word and a number or letter."""
    matches = [match for text in texts if (match := _NUMBERED.match(text))]
    words = {match[1] for match in matches}
    if not texts:
        return
    if len(matches) < len(texts) or len(words) > 1 or "programme" in shapes.guess.fields:
        found.doubts += [*dict.fromkeys(texts)][:_SHOWN]
        return
    digits = all(match[2].isdigit() for match in matches)
    colon = ":" if all(match[3] for match in matches) else ""
    pattern = rf"^{re.escape(words.pop())} {f'[0-9]+{colon}' if digits else ''}"
    found.rules["group"] = f"{{ match = {_literal(pattern)} }}"


def _add_total(found: RowsGuess, totals: Sequence[GridRow], shapes: _Shapes) -> None:
    places = {at for row in totals if (at := shapes.first(row)) is not None}
    names = {shapes.head.names[at] for at in places if at < len(shapes.head.names)} - {""}
    owner = shapes.guess.fields.get("owner")
    words = dict.fromkeys(_words(shapes.text(row)) for row in totals)
    if len(names) != 1 or owner is None or len(words) > _MOST_WORDS:
        found.doubts += [shapes.text(row) for row in totals[:1]]
        return
    rule = f"{{ column = {toml_text(names.pop())}, match = {_literal(_beginning(words))}"
    first = owner in places
    found.rules["total"] = (
        f"{rule} }}" if first else f"{rule}, empty = [{toml_text(shapes.head.names[owner])}] }}"
    )


def _words(text: str) -> str:
    match = _TOTAL.match(text)
    return match[0] if match else text


def _beginning(words: Sequence[str] | dict[str, None]) -> str:
    each = [re.escape(word).replace(r"\ ", " ").replace(r"\-", "-") for word in words]
    return rf"^{each[0]}\b" if len(each) == 1 else rf"^({'|'.join(each)})\b"


def _add_footnotes(
    found: RowsGuess,
    alone: Sequence[GridRow],
    totals: Sequence[GridRow],
    last: int,
    shapes: _Shapes,
) -> None:
    """Add the rule of what stands at the foot: all below the last sum, or what begins so."""
    below = [row for row in totals if row.number > last]
    if not alone:
        return
    if below and "total" in found.rules and alone[0].number > below[-1].number:
        after = _beginning([_words(shapes.text(below[-1]))])
        found.rules["footnote"] = f"{{ after = {_literal(after)} }}"
    elif len(alone) <= _MOST_FOOTNOTES:
        starts = dict.fromkeys(_start(shapes.text(row)) for row in alone)
        pattern = rf"^({'|'.join(starts)})" if len(starts) > 1 else f"^{next(iter(starts))}"
        found.rules["footnote"] = f"{{ match = {_literal(pattern)} }}"
    else:
        found.doubts += [shapes.text(row) for row in alone[:_SHOWN]]


def _start(text: str) -> str:
    """Give the first word, or the first sign, as a pattern."""
    match = re.match(r"\w{1,30}:?|\W", text)
    return re.escape(match[0]) if match else ""


def _add_mark(found: RowsGuess, shapes: _Shapes) -> None:
    at = shapes.guess.fields.get("title")
    titles = (
        row.cells[at].text.rstrip()
        for row in found.projects
        if at is not None and at < len(row.cells)
    )
    if any(title.endswith("*") for title in titles):
        found.rules["mark"] = '"*"'


def _literal(pattern: str) -> str:
    """Write a pattern as TOML's literal text, which has no escapes."""
    return f"'{pattern}'" if "'" not in pattern else toml_text(pattern)


def kept_cells(rows: Sequence[GridRow], at: int) -> Iterator[GridCell]:
    """Give the cells of a column; of a list, those in it."""
    for row in rows:
        if at < len(row.cells):
            yield from _parts(row.cells[at], 0)


def _parts(cell: GridCell, depth: int) -> Iterator[GridCell]:
    if cell.kind == "list":
        for part in cell.parts if depth < _DEEPEST else ():
            yield from _parts(part, depth + 1)
    else:
        yield cell
