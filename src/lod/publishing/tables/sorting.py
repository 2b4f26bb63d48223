"""Which rows of a table hold records: the others are left out by a rule that has a name.

A rule goes by the shape of a row, not by its first word alone, and comes before the check of its
width: totals and headings are often shorter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lod.publishing.records import clean
from lod.publishing.sources.signs import has_contact
from lod.publishing.tables.columns import Columns
from lod.publishing.tables.described import RowRule, TableDescription
from lod.publishing.tables.grid import EMPTY, Grid, GridCell, GridRow
from lod.publishing.tables.results import TableValue, Told
from lod.words import Message, msg

PREAMBLE, BLANK, HEADER = msg("preamble"), msg("blank"), msg("header")
AGAIN, GROUP, TOTAL = msg("repeated header"), msg("group heading"), msg("total")
FOOTNOTE, HIDDEN = msg("footnote"), msg("hidden row")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that is to hold a record.

    :param cells: as many as there are columns, the withheld ones empty.
    :param group: the heading that it stands below.
    """

    row: GridRow
    cells: tuple[GridCell, ...]
    group: TableValue | None


@dataclass(slots=True)
class RowSorter:
    """Sorts a table's rows, from the first to the last."""

    described: TableDescription
    columns: Columns
    told: Told
    group: TableValue | None = None
    below: int = 0
    ended: bool = False
    required: tuple[int, ...] = field(init=False)
    withheld: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        places = self.columns.places
        of_fields = (self.described.columns.get(f, ())[:1] for f in self.described.required)
        self.required = tuple(places[name] for names in of_fields for name in names)
        self.withheld = frozenset(places[n] for n in self.described.withheld if n in places)

    def candidates(self, grid: Grid) -> Iterator[Candidate]:
        """Give the rows that are to hold a record; note what becomes of the others."""
        for row in grid.rows:
            if rule := self._above(row):
                self.told.leave(row.number, rule)
                continue
            cells = self._known(row)
            if rule := self._rule(row, cells):
                self.told.leave(row.number, rule)
                continue
            self.below += 1
            if row.fault is not None:
                why = row.fault.why or msg("can't be read")
                self.told.reject(row.number, row.fault.column, why)
            elif self._fits(row, grid):
                full = [*cells, *([EMPTY] * (self.columns.width - len(cells)))]
                yield Candidate(row, tuple(full[: self.columns.width]), self.group)
        self._end_group()

    def _above(self, row: GridRow) -> Message | None:
        """Name what stands above the table's rows."""
        if self.columns.first is None or row.number > self.columns.last:
            return None
        if row.number in self.described.header:
            return HEADER
        return BLANK if row.blank else PREAMBLE

    def _known(self, row: GridRow) -> list[GridCell]:
        """Give a row's cells without what is withheld: no rule sees it, nor anything below."""
        return [EMPTY if at in self.withheld else cell for at, cell in enumerate(row.cells)]

    def _rule(self, row: GridRow, cells: list[GridCell]) -> Message | None:
        """Name the rule that takes a row, if there is one."""
        rules = self.described.rules
        if row.blank:
            return BLANK
        alone = _alone(cells)
        heading = alone is not None and self._takes(rules.group, cells, alone)
        if row.hidden:
            self.told.remark(row.number, None, msg("a hidden row, left out"))
            if heading:
                self._end_group()
                self.group = None
            return HIDDEN
        if self._repeats_header(row):
            return AGAIN
        if heading and alone is not None:
            self._start_group(row, cells[alone], alone)
            return GROUP
        if self._is_footnote(cells, alone):
            return FOOTNOTE
        if self._takes(rules.total, cells, alone):
            self._note_end(cells, alone)
            return TOTAL
        return None

    def _repeats_header(self, row: GridRow) -> bool:
        first = clean(row.cells[0].text) if row.cells else ""
        if all(names[0] != first for names in self.columns.repeated):
            return False
        texts = [clean(cell.text) for cell in row.trimmed]
        texts += [""] * (self.columns.width - len(texts))
        return tuple(texts) in self.columns.repeated

    def _start_group(self, row: GridRow, cell: GridCell, at: int) -> None:
        self._end_group()
        name = self.columns.names[at] if at < self.columns.width else None
        self.group = TableValue(clean(cell.text), cell.text.strip(), row.number, name)
        self.below = 0
        if has_contact(self.group.verbatim, self.described.public):
            self.told.remark(row.number, name, msg("contact details in a heading, not published"))
            self.group, self.below = None, 1

    def _end_group(self) -> None:
        if self.group is not None and not self.below:
            self.told.remark(self.group.row, self.group.column, msg("a group without rows"))
        self.below = 1  # told once

    def _is_footnote(self, cells: list[GridCell], alone: int | None) -> bool:
        rule = self.described.rules.footnote
        full = all(at < len(cells) and cells[at].filled for at in self.required)
        if self.ended and not (full and self.required):
            return True
        return rule is not None and rule.match is not None and self._takes(rule, cells, alone)

    def _note_end(self, cells: list[GridCell], alone: int | None) -> None:
        """Note whether a total is the one that only footnotes follow."""
        rules = self.described.rules
        if rules.footnote and rules.footnote.after and rules.total:
            words = self._words(rules.total, cells, alone)
            self.ended = self.ended or rules.footnote.after.found(words)

    def _takes(self, rule: RowRule | None, cells: list[GridCell], alone: int | None) -> bool:
        if rule is None or rule.match is None:
            return False
        empty = all(not self._cell(name, cells).filled for name in rule.empty)
        return empty and rule.match.found(self._words(rule, cells, alone))

    def _words(self, rule: RowRule, cells: list[GridCell], alone: int | None) -> str:
        if rule.column is not None:
            return clean(self._cell(rule.column, cells).text)
        return clean(cells[alone].text) if alone is not None else ""

    def _cell(self, name: str, cells: list[GridCell]) -> GridCell:
        at = self.columns.places[name]
        return cells[at] if at < len(cells) else EMPTY

    def _fits(self, row: GridRow, grid: Grid) -> bool:
        """Whether a row is as wide as the table; empty cells too many are dropped."""
        if self.columns.first is None:
            return True
        width, found = self.columns.width, len(row.cells)
        if found > width and len(row.trimmed) <= width:
            if grid.ragged:
                self.told.remark(row.number, None, msg("empty cells beyond the last column"))
            return True
        if found > width and not grid.ragged:
            self.told.remark(row.number, None, msg("a cell beyond the last column, not read"))
            return True
        if found == width or not grid.ragged:
            return True
        why = msg("{count} cells instead of {columns}", count=found, columns=width)
        self.told.reject(row.number, None, why)
        return False


def _alone(cells: list[GridCell]) -> int | None:
    """Give the place of a row's only filled cell; a merged area counts as one."""
    found: int | None = None
    for at, cell in enumerate(cells):
        if cell.filled:
            if found is not None and (cell.area is None or cell.area != cells[found].area):
                return None
            found = at if found is None else found
    return found
