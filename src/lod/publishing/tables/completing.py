"""A record as a whole: what is required, what belongs together, what contradicts itself."""

from dataclasses import dataclass, field

from lod.publishing.records import Day, Month, MonthSpan, StatedTime, Year
from lod.publishing.tables.columns import Columns
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.fields import AMOUNTS
from lod.publishing.tables.results import TableRecord, TableValue, Told
from lod.publishing.tables.sorting import Candidate
from lod.words import msg

_TIMES = (Day, Month, MonthSpan, Year)
RecordValues = dict[str, tuple[TableValue, ...]]


@dataclass(slots=True)
class Completer:
    """Makes records of the values of rows."""

    described: TableDescription
    columns: Columns
    told: Told
    named: dict[str, tuple[int, str]] = field(default_factory=dict)

    def record(self, candidate: Candidate, values: RecordValues) -> TableRecord | None:
        """Make a record; None if what is required isn't there, which is told."""
        row = candidate.row
        numbered = self._pair(row.number, values)
        self._check_order(values)
        self._add_said(candidate, values)
        missing = [name for name in self.described.required if not values.get(name)]
        for name in missing:
            self._require(row.number, name)
        if missing:
            return None
        self._add_currency(row.number, values)
        self._note_names(row.number, values)
        return TableRecord((row.number,), values, (row.ordinal,), row.line, numbered)

    def _require(self, row: int, name: str) -> None:
        """Tell that a row has nothing where it must have something, if its cell isn't told."""
        columns, told = self.described.columns.get(name, ()), self.told.lost(row)
        if not any(told_within(column, told) for column in columns):
            what = msg("nothing stands here; the row isn't published")
            self.told.reject(row, next(iter(columns), None), what)

    def _pair(self, row: int, values: RecordValues) -> tuple[tuple[TableValue, TableValue], ...]:
        """Pair owners and their numbers, in order; none gets a number that isn't surely its own."""
        owners, numbers = values.get("owner", ()), values.get("owner_number", ())
        if not numbers:
            return ()
        column = numbers[0].column
        lost = self.told.lost(row)
        if len(owners) != len(numbers) or column in lost:
            if column not in lost:
                why = msg(
                    "{count} numbers for {owners} owners", count=len(numbers), owners=len(owners)
                )
                self.told.reject(row, column, why)
        elif len({n.value for n in numbers}) < len(numbers):
            self.told.reject(row, column, msg("one number for two owners"))
        else:
            return tuple(zip(owners, numbers, strict=True))
        del values["owner_number"]
        return ()

    def _check_order(self, values: RecordValues) -> None:
        start, end = values.get("start"), values.get("end")
        if start and end and is_before(end[0].value, start[0].value):
            self.told.remark(end[0].row, end[0].column, msg("before the start"))

    def _add_currency(self, row: int, values: RecordValues) -> None:
        """Add the currency that the sidecar says; an amount without one isn't an amount."""
        said = next(iter(self.described.currency.values()), None)  # one for all amounts
        amounts = [name for name in AMOUNTS if name in values]
        if said and amounts and "currency" not in self.described.columns:
            values.setdefault("currency", (TableValue(said, "", None, None),))
        for name in amounts:
            if "currency" not in values:
                column = values.pop(name)[0].column
                self.told.reject(row, column, msg("nothing says its currency"))

    def _add_said(self, candidate: Candidate, values: RecordValues) -> None:
        """Add what the heading above a row says, and what the sidecar says of all."""
        if candidate.group is not None:
            values[self.described.rules.field] = (candidate.group,)
        for name, value in self.described.constants.items():
            values.setdefault(name, (TableValue(value, "", None, None),))

    def _note_names(self, row: int, values: RecordValues) -> None:
        """Tell of a number that stands beside another name in a row above."""
        pairs = zip(values.get("owner", ()), values.get("owner_number", ()), strict=False)
        for owner, number in pairs:
            first, name = self.named.setdefault(str(number.value), (row, str(owner.value)))
            if name != owner.value:
                what = msg("the same number as in row {row}, under another name", row=first)
                self.told.remark(row, number.column, what)


def told_within(column: str, told: set[str | None]) -> bool:
    """Whether a column was told of, or what a JSON pointer leads through."""
    return any(
        each is not None and (column == each or column.startswith(f"{each}/")) for each in told
    )


def is_before(one: object, other: object) -> bool:
    """Whether a time surely lies before another.

    >>> is_before(Year(2014), Month(2015, 3)), is_before(Month(2012, 3), Year(2012))
    (True, False)
    """
    times: list[StatedTime] = [each for each in (one, other) if isinstance(each, _TIMES)]
    return len(times) == 2 and times[0].last_day < times[1].first_day
