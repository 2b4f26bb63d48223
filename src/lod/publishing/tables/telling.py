"""What is told of a table: what was rejected, what is odd, and which lines aren't published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lod.publishing.noted import CellRemark, SourceProblem
from lod.publishing.tables.grid import GridRow
from lod.publishing.tables.pointing import TablePlaces
from lod.publishing.tables.rendition import Shown
from lod.publishing.tables.results import Rejection, Remark
from lod.words import Message, msg

_FORM = msg("a value of the form that the sidecar says, or none")
_MOST = 1000  # errors of a table that are told, and remarks


@dataclass(frozen=True, slots=True)
class TableTeller:
    """:param again: records that can't be told from one above."""

    places: TablePlaces
    again: Sequence[Rejection] = ()

    def problems(self) -> Iterator[SourceProblem]:
        """Tell of what was rejected; of very much the first thousand, and how many more."""
        rejected = [each for each in self.places.reading.rejected if each.row is not None]
        rejected += self.again
        yield from map(self._problem, rejected[:_MOST])
        if (more := len(rejected) - _MOST) > 0:
            message = msg("errors that aren't told one by one: {count}", count=more)
            line = self._problem(rejected[_MOST]).line
            yield SourceProblem(line, message, _FORM, msg("mend those above first"))

    def _problem(self, rejection: Rejection) -> SourceProblem:
        line = 1 if rejection.row is None else self.places.span(rejection.row).first
        message = _at_column(rejection.column, rejection.reason)
        todo = msg("correct the table, or what the sidecar says of it, in [table] and below")
        return SourceProblem(line, message, _FORM, todo)

    def remarks(self) -> Iterator[CellRemark]:
        """Tell of what a steward should know; of very much the first thousand alone."""
        told = self.places.reading.told
        yield from map(self._remark, told[:_MOST])
        if len(told) > _MOST:
            message = msg("remarks that aren't told one by one: {count}", count=len(told) - _MOST)
            yield replace(self._remark(told[_MOST]), message=message)

    def _remark(self, remark: Remark) -> CellRemark:
        if remark.row is None:
            return CellRemark(1, "", _at_column(remark.column, remark.what))
        span = self.places.span(remark.row)
        pointer = f"{span.pointer};column={remark.column}" if remark.column else span.pointer
        return CellRemark(span.first, pointer, _at_column(remark.column, remark.what))

    def withheld_lines(self, shown: Shown) -> Iterator[int]:
        """Give the lines of rows of which nothing is published."""
        for row in self.places.rows.values():
            if not row.blank and not shown.get(row.number):
                yield from self._lines_of(row)

    def whole_lines(self, shown: Shown) -> Iterator[int]:
        """Give the lines of rows that are published whole: of JSON none, which has more in them."""
        for row in self.places.rows.values():
            if self._is_whole(row, shown.get(row.number, frozenset())):
                yield from self._lines_of(row)

    def _lines_of(self, row: GridRow) -> Iterator[int]:
        span = self.places.span(row.number)
        yield from range(span.first, span.last + 1)

    def _is_whole(self, row: GridRow, names: frozenset[str]) -> bool:
        places = {
            self.places.columns.places[name] for name in names if name in self.places.columns.places
        }
        filled = {at for at, cell in enumerate(row.cells) if cell.filled}
        return row.record is None and filled <= places


def _at_column(column: str | None, what: Message) -> Message:
    return msg("{column}: {what}", column=column, what=what) if column else what
