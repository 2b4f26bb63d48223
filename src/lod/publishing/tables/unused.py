"""The rows of a table that aren't in the graph, as they were, for who made the table to mend.

A private person's row and what may be a telephone number or an address of e-mail is blanked there
too, as is a row that can't be parted into its cells if a column is withheld: the file is passed on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lod.publishing.noted import OMITTED, Unused, UnusedRows
from lod.publishing.sources.signs import has_contact
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.grid import GridCell, GridRow
from lod.publishing.tables.ownernumbers import is_person, names_person
from lod.publishing.tables.rendition import pointed_text
from lod.publishing.tables.results import Rejection
from lod.publishing.tables.tabling import ReadTable
from lod.words import Message

_OWNER_NUMBER = "owner_number"


def unused_rows(
    read: ReadTable,
    described: TableDescription,
    again: Iterable[Rejection],
    refused: Message | None,
) -> UnusedRows:
    """Give what became of no project: rejected rows and cells, rows that a rule took.

    :param again: rows that can't be told from one above; ``refused`` why nothing is published.
    """
    rows = {row.number: row for row in read.opened.grid.rows}
    blanking = _Blanking(described, read)
    rejected = (
        Unused(each.row, each.column or "", each.reason, blanking.cells(rows[each.row]))
        for each in (*read.reading.rejected, *again)
        if each.row is not None
    )
    return UnusedRows(
        columns=read.columns.names,
        rejected=tuple(sorted(rejected, key=lambda each: each.row)),
        left_out=read.reading.left_out,
        refused=refused,
    )


@dataclass(frozen=True)
class _Blanking:
    """Writes the cells of rows, without what may not be passed on."""

    described: TableDescription
    read: ReadTable

    def cells(self, row: GridRow) -> tuple[str, ...]:
        """Give a row's cells; the characters of one that can't be parted into cells as one."""
        texts = [self._text(row, cell, at) for at, cell in enumerate(row.cells)]
        if row.fault is not None:
            texts = [row.written] if row.written else texts
        unread, ragged = row.fault is not None, self.read.opened.grid.ragged
        shifted = ragged and (unread or len(row.cells) != self.read.columns.width)
        if self._is_private(texts, shifted) or (self.described.withheld and (unread or shifted)):
            return tuple(OMITTED if text.strip() else "" for text in texts)
        return tuple(map(self._blanked, texts))

    @cached_property
    def _numbers(self) -> frozenset[int]:
        names = self.described.columns.get(_OWNER_NUMBER, ())
        return frozenset(self.read.columns.places[name] for name in names)

    def _text(self, row: GridRow, cell: GridCell, at: int) -> str:
        if cell.kind not in ("list", "fault") or row.record is None:
            return cell.text
        if len(cell.parts) == 1 and cell.parts[0].kind == "text":
            return cell.parts[0].text
        return OMITTED if self.described.withheld else pointed_text(row, self._name(at))

    def _name(self, at: int) -> str:
        return self.read.columns.names[at]

    def _is_private(self, texts: list[str], shifted: bool) -> bool:
        """Whether a row has a private person's number; of a shifted row, in any cell."""
        numbers, language = self.described.owner_numbers, self.described.language
        if numbers.kept:
            return False
        owners = range(len(texts)) if shifted and self._numbers else self._numbers
        return any(names_person(text, language) for text in texts) or any(
            is_person(piece, numbers, language)
            for at in owners
            if at < len(texts)
            for piece in self._pieces(texts[at])
        )

    def _pieces(self, text: str) -> Iterator[str]:
        """Give a cell's text, and the values in it if it is a list."""
        yield text
        for mark in self.described.lists.get(_OWNER_NUMBER, ()):
            yield from text.split(mark)

    def _blanked(self, text: str) -> str:
        unfit = has_contact(text, self.described.public)
        return OMITTED if unfit and text.strip() else text
