"""Rows that say the same, or have one id: duplicates, projects over several rows, conflicts."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from lod.publishing.tables.amounts import EXACT
from lod.publishing.tables.completing import RecordValues
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.fields import NUMBERS
from lod.publishing.tables.grid import GridRow
from lod.publishing.tables.results import TableRecord, TableValue, Told
from lod.words import Message, msg

_WITH_AMOUNT = "currency"
_DUPLICATE = msg("exact duplicate of row {row}", row=0).template
EXACT_DUPLICATE = msg("exact duplicate")
"""The rule of all rows that are one, whichever row they say again."""


def is_duplicate(rule: str) -> bool:
    """Whether a rule is that of a row that says all that another says."""
    return isinstance(rule, Message) and rule.template == _DUPLICATE


@dataclass(slots=True)
class RepeatFolder:
    """Folds records of one id.

    :param rows: the rows of the table, by number.
    """

    described: TableDescription
    rows: dict[int, GridRow]
    told: Told

    def folded(self, records: Iterable[TableRecord]) -> list[TableRecord]:
        """Give each record once, in the order of its first row, as they come."""
        groups: dict[Hashable, list[TableRecord]] = defaultdict(list)
        for record in self._once(records):
            key = [str(value.value) for value in record.values.get("id", ())]
            groups[tuple(key) or record.rows].append(record)
        folded = (self._fold(group) if len(group) > 1 else group[0] for group in groups.values())
        return [record for record in folded if record is not None]

    def _once(self, records: Iterable[TableRecord]) -> Iterator[TableRecord]:
        """Leave out rows that say all that a row above says."""
        seen: dict[Hashable, int] = {}
        for record in records:
            row = record.rows[0]
            group = tuple(v.value for v in record.values.get(self.described.rules.field, ()))
            first = seen.setdefault((self.rows[row].said, group), row)
            if first == row:
                yield record
            else:
                self.told.leave(row, msg("exact duplicate of row {row}", row=first))

    def _fold(self, group: list[TableRecord]) -> TableRecord | None:
        names = dict.fromkeys(name for record in group for name in record.values)
        values: RecordValues = {}
        for name in names:
            each = [record.values.get(name, ()) for record in group]
            if name == _WITH_AMOUNT:  # where there is no amount there is no currency
                each = [found for found in each if found]
            if len({tuple(value.value for value in found) for found in each}) > 1:
                how = self.described.repeats.get(name)
                if how is None:
                    self._conflict(group, name)
                    return None
                each = [self._whole(group, name, each)] if how == "sum" else [_list(each)]
            if each[0]:
                values[name] = each[0]
        if not self.described.repeats:
            self._conflict(group, None)
            return None
        if _WITH_AMOUNT not in self.described.columns and not {*NUMBERS} & {*values}:
            values.pop(_WITH_AMOUNT, None)
        rows = tuple(row for record in group for row in record.rows)
        ordinals = tuple(n for record in group for n in record.ordinals)
        numbered = tuple(pair for record in group for pair in record.numbered)
        return TableRecord(rows, values, ordinals, group[0].line, numbered)

    def _whole(
        self, group: list[TableRecord], name: str, each: list[tuple[TableValue, ...]]
    ) -> tuple[TableValue, ...]:
        """Sum numbers; a sum without a part that can't be read would be wrong."""
        columns = {*self.described.columns[name]}
        if any(columns & self.told.lost(row) for record in group for row in record.rows):
            self.told.remark(
                group[0].rows[0], None, msg("a part of the sum can't be read, so there is no sum")
            )
            return ()
        found = [value for values in each for value in values]
        total = Decimal(0)
        for value in found:
            total = EXACT.add(total, Decimal(str(value.value)))
        words = " + ".join(value.verbatim for value in found)
        return (TableValue(total, words, found[0].row, found[0].column),)

    def _conflict(self, group: list[TableRecord], name: str | None) -> None:
        rows = ", ".join(str(row) for record in group for row in record.rows)
        reason: Message = msg("rows {rows} have one id and differ: none is published", rows=rows)
        column = next(iter(self.described.columns.get(name or "", ())), None)
        for record in group:
            for row in record.rows:
                self.told.reject(row, column, reason)


def _list(each: Iterable[tuple[TableValue, ...]]) -> tuple[TableValue, ...]:
    """Give the values of all rows, each once."""
    found: dict[object, TableValue] = {}
    for values in each:
        for value in values:
            found.setdefault(value.value, value)
    return tuple(found.values())
