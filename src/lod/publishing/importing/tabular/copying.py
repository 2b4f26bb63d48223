r"""The copy of a table that a publication keeps: CSV in UTF-8, without what nobody may see.

A row of the copy is the row of the file that has its number, so that what points at one still
does. Nothing else is changed: faults stay faults, and what is left out is told by column and row.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lod.publishing.importing.tabular.heads import TableHead
from lod.publishing.importing.tabular.personal import PersonFinder, is_somebodys
from lod.publishing.noted import OMITTED
from lod.publishing.sources.signs import has_contact
from lod.publishing.tables.grid import BOUNDS, Grid, GridCell, GridRow, too_large
from lod.words import Message, msg

_FAULT = "#VALUE!"
_BREAK = re.compile(r"\r\n|\n|\r")
_SHOWN_ROWS = 20
_OF_A_SUM = 3
"""Cells, of which the first is a word."""

HIDDEN_ROW, PERSON_ROW = msg("hidden rows"), msg("rows of private persons")
LOST_ROW = msg("rows of another width, in which withheld cells may stand anywhere")
NO_RECORD = msg("records that are no objects of JSON, in which anything may stand")
BEYOND = msg("cells beyond the last column")
CONTACT = msg("contact details, left out")
FAULTS = msg("no value that can be read, as in a formula without one")


@dataclass(slots=True)
class CopyNotes:
    """What isn't in a copy: rows by what they are, and by column."""

    rows: dict[tuple[str, Message], list[int]] = field(default_factory=lambda: defaultdict(list))

    def note(self, row: int, what: Message, column: str = "") -> None:
        """Note a row, or a cell of it."""
        self.rows[column, what].append(row)

    def told(self) -> list[Message]:
        """Say what isn't there, by column and row, without the words."""
        return [_told(column, what, rows) for (column, what), rows in self.rows.items()]


def _told(column: str, what: Message, rows: list[int]) -> Message:
    shown = ", ".join(map(str, rows[:_SHOWN_ROWS]))
    if (more := len(rows) - _SHOWN_ROWS) > 0:
        shown += f", … (+{more})"
    if column:
        return msg("{column}: {what}, in rows {rows}", column=column, what=what, rows=shown)
    return msg("left out: {what}: {rows}", what=what, rows=shown)


@dataclass(slots=True)
class RowCopier:
    """Copies rows of cells.

    :param dropped: the places of columns that aren't copied, from 0.
    :param lines: on which line of the copy each row of the file starts.
    """

    grid: Grid
    head: TableHead
    persons: PersonFinder
    dropped: Mapping[int, Message]
    notes: CopyNotes = field(default_factory=CopyNotes)
    lines: dict[int, int] = field(default_factory=dict)

    def copied(self, file: Path) -> bytes:
        """Give the copy.

        :raises SourceError: a row's number is beyond all tables.
        """
        made = io.StringIO(newline="")
        writer = csv.writer(made, lineterminator="\n")
        line = ordinal = 1
        for row in self.grid.rows:
            if row.ordinal > BOUNDS.rows:
                raise too_large(file, msg("rows"), BOUNDS.rows)
            made.write("\n" * (row.ordinal - ordinal))
            line += row.ordinal - ordinal
            self.lines[row.number] = line
            cells = self._row(row)
            # A row of one empty cell would be written as "", which is no blank line.
            made.write("\n") if cells in ([], [""]) else writer.writerow(cells)
            line += 1 + sum(len(_BREAK.findall(text)) for text in cells)
            ordinal = row.ordinal + 1
        return made.getvalue().encode("utf-8", "replace")

    def _row(self, row: GridRow) -> list[str]:
        if row.hidden:
            self.notes.note(row.number, HIDDEN_ROW)
            return []
        if row.fault is None and row.number > self.head.last and self.persons.is_private(row):
            self.notes.note(row.number, PERSON_ROW)
            return []
        if row.blank:
            return []
        if row.fault is not None or (self.dropped and self._is_shifted(row)):
            self.notes.note(row.number, LOST_ROW)
            return [OMITTED]
        cells = self._fitting(row)
        kept = [(at, cell) for at, cell in enumerate(cells) if at not in self.dropped]
        filled = sum(cell.filled for _, cell in kept)
        if row in self.head.rows:
            return [cell.text for _, cell in kept]
        alone = row.number < self.head.last or filled == 1
        return [self._cell(row, at, cell, alone=alone) for at, cell in kept] if filled else []

    def _is_shifted(self, row: GridRow) -> bool:
        """Whether a row of another width may have what is withheld in any of its cells.

        One with a single cell, or one above the header, is no row of these columns; one of figures
        below a word, as sums are, has nothing of the kind.
        """
        width = len(self.head.names)
        if not self.grid.ragged or row.number <= self.head.last:
            return False
        fits = len(row.cells) >= width >= len(row.trimmed)
        filled = [cell.text for cell in row.cells if cell.filled]
        words = [text for text in filled[1:] if any(c.isalpha() for c in text)]
        sum_like = not words and len(filled) <= _OF_A_SUM and not any(map(has_contact, filled))
        return not fits and len(filled) > 1 and not sum_like

    def _fitting(self, row: GridRow) -> tuple[GridCell, ...]:
        """Give a row's cells: of a sheet as many as there are columns; of a merged heading one."""
        cells, width = row.cells, len(self.head.names)
        if not self.grid.ragged and width:
            if any(cell.filled for cell in cells[width:]):
                self.notes.note(row.number, BEYOND)
            cells = (*cells, *([GridCell("")] * (width - len(cells))))[:width]
        areas = {cell.area for cell in cells if cell.filled}
        if len(areas) == 1 and None not in areas:
            kept = (n for n, cell in enumerate(cells) if cell.filled and n not in self.dropped)
            first = next(kept, None)
            cells = tuple(c if n == first else GridCell("") for n, c in enumerate(cells))
        return cells

    def _cell(self, row: GridRow, at: int, cell: GridCell, *, alone: bool) -> str:
        name = self.head.names[at] if at < len(self.head.names) else ""
        if cell.kind == "fault":
            self.notes.note(row.number, cell.why or FAULTS, name or str(at + 1))
            return cell.text or _FAULT
        seen = is_somebodys(cell.text) if alone else self.persons.is_contact(at, cell)
        if seen or "\0" in cell.text:
            self.notes.note(row.number, CONTACT, name or str(at + 1))
            return OMITTED
        return cell.text
