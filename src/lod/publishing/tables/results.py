"""What is made of a table: records, and what became of every row that is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from lod.publishing.noted import LeftOutRow
from lod.publishing.records import StatedTime
from lod.words import Message, msg

FieldValue: TypeAlias = str | Decimal | StatedTime


@dataclass(frozen=True, slots=True)
class TableValue:
    """A value of a table.

    :param value: text cleaned, a number exactly, a time as precise as it is written.
    :param verbatim: as its cell says it; nothing for a constant of the sidecar.
    :param row: where it stands; None for a constant.
    """

    value: FieldValue
    verbatim: str
    row: int | None
    column: str | None


@dataclass(frozen=True, slots=True)
class TableRecord:
    """A project of a table.

    :param rows: those that it stands in, in order.
    :param values: by field; several only where a field may have several, in order.
    :param ordinals: which rows of the file they are, from 1.
    :param line: of the first of them, where the format has lines.
    :param numbered: the owners of each row that have a number beside them, with it.
    """

    rows: tuple[int, ...]
    values: Mapping[str, tuple[TableValue, ...]]
    ordinals: tuple[int, ...] = ()
    line: int | None = None
    numbered: tuple[tuple[TableValue, TableValue], ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A cell or a row that can't be used; its words aren't repeated: they may be anything.

    :param row: None where it is the whole table.
    :param column: None where it is the whole row.
    """

    row: int | None
    column: str | None
    reason: Message


@dataclass(frozen=True, slots=True)
class Remark:
    """What a steward should know of a cell, a row, a column or the table; no value changed."""

    row: int | None
    column: str | None
    what: Message


@dataclass(slots=True)
class Told:
    """What is noted while a table is read.

    :param rejected: by row; under None what is said of the whole table.
    """

    left_out: list[LeftOutRow] = field(default_factory=list)
    rejected: dict[int | None, list[Rejection]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def leave(self, row: int, rule: Message) -> None:
        """Note a row that a rule took; what was wrong with its cells is no matter any more."""
        self.rejected.pop(row, None)
        self.left_out.append(LeftOutRow(row, rule))

    def reject(self, row: int | None, column: str | None, reason: Message) -> None:
        """Note what can't be used."""
        self.rejected.setdefault(row, []).append(Rejection(row, column, reason))

    def remark(self, row: int | None, column: str | None, what: Message) -> None:
        """Note what a steward should know."""
        self.remarks.append(Remark(row, column, what))

    def lost(self, row: int) -> set[str | None]:
        """Give the columns of a row that were rejected; None for the whole row."""
        return {rejection.column for rejection in self.rejected.get(row, ())}


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table that was read. Each of its rows is in exactly one place.

    :param records: what is published, unless the table is :attr:`refused`.
    :param rejected: rows without a record among them, and cells of records.
    :param rows: how many rows the table has.
    """

    records: tuple[TableRecord, ...]
    left_out: tuple[LeftOutRow, ...]
    rejected: tuple[Rejection, ...]
    told: tuple[Remark, ...]
    rows: int

    @property
    def refused(self) -> Rejection | None:
        """Why nothing of the table may be published, if so."""
        return next((each for each in self.rejected if each.row is None), None)

    @property
    def lost(self) -> tuple[int, ...]:
        """The rejected rows, of which there is no record."""
        return lost_rows(self.records, self.rejected)


def too_many(lost: int, kept: int, most: int | None) -> Message | None:
    """Say why nothing of a table may be published if too many of its rows are rejected.

    :param kept: the rows that stand in records; ``most`` of a hundred rows may be rejected.
    """
    if most is None or lost * 100 <= most * (kept + lost):
        return None
    return msg(
        "{lost} of {all} rows are rejected, more than {most} of a hundred",
        lost=lost, all=kept + lost, most=most,
    )  # fmt: skip


def lost_rows(records: Iterable[TableRecord], rejected: Iterable[Rejection]) -> tuple[int, ...]:
    """Give the rows that were rejected and have no record, in order."""
    kept = {row for record in records for row in record.rows}
    return tuple(sorted({r.row for r in rejected if r.row is not None} - kept))
