"""The records of a table become those of the house: projects, their owners, periods and amounts."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from lod.publishing.handwritten import is_key
from lod.publishing.records import (
    Amount,
    Anomaly,
    CellRemark,
    Day,
    LineSpan,
    Month,
    MonthSpan,
    Page,
    Period,
    PointedSpan,
    Programme,
    Project,
    Share,
    Source,
    SourceProblem,
    StatedTime,
    Text,
    Year,
    clean,
)
from lod.publishing.sources import wording
from lod.publishing.tables.completing import is_before
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.fields import DATES, PERIOD_FIELD
from lod.publishing.tables.grid import GridRow
from lod.publishing.tables.rendition import Shown, is_quotable, render_table, shown_cells
from lod.publishing.tables.results import Rejection, Remark, TableRecord, TableValue
from lod.publishing.tables.tabling import ReadTable
from lod.words import Message, msg

WHOLE = PointedSpan(1, 1, "")
"""A table as a whole."""

_BREAK = re.compile(r"\r\n|\n|\r")


def page_of_table(source: Source, file: Path, described: TableDescription, read: ReadTable) -> Page:
    """Make a page of a table: its programme is what the sidecar's title says.

    :raises ConfigError: statuses have no stage.
    """
    _check_stages(described)
    listing = _Listing(described, read)
    name = Text(source.title, source.title, WHOLE, setting=("title",))
    projects = tuple(listing.projects())
    shown = shown_cells(read, described)
    lines = {**{each.row: each.rule for each in read.reading.left_out}, **listing.used}
    return Page(
        source=source,
        file=file,
        slogan=None,
        programme=Programme(name, None, None, WHOLE),
        projects=projects,
        report=None,
        changed=None,
        changed_text=None,
        lines=dict(sorted(lines.items())),
        untaken=(),
        problems=tuple(map(listing.problem, (*read.reading.rejected, *listing.again))),
        withheld=frozenset(listing.lines(shown, partly=False)),
        partly=frozenset(listing.lines(shown, partly=True)),
        others=tuple(_programmes(projects)),
        remarks=tuple(map(listing.remark, read.reading.told)),
        published=render_table(read, described, shown),
        staged=("values", "status"),
    )


def _check_stages(described: TableDescription) -> None:
    """Hold statuses to the scheme of stages: their words alone say nothing to a reader."""
    table = described.settings.table("columns")
    if "status" in described.columns and "status" not in described.values:
        message = msg("nothing says what the words of this column mean")
        todo = msg("add the table [values.status], as in {example}", example='"Pågår" = "ongoing"')
        raise table.refused("status", message, msg("a stage for each word"), todo)
    for word, stage in described.values.get("status", {}).items():
        if not is_key(stage):
            values = described.settings.table("values").table("status")
            raise values.wrong(
                word, msg("a stage, as in {example}", example="ongoing"), '"ongoing"'
            )


def _programmes(projects: Iterable[Project]) -> Iterator[Programme]:
    named = {p.programme.value: p.programme for p in reversed([*projects]) if p.programme}
    for name in reversed(named.values()):
        yield Programme(name, None, None, name.span)


class _Listing:
    """Makes projects of records.

    :param used: what each row of a record, or a rejected one, went into; ``again`` are records
        that can't be told from one above.
    """

    def __init__(self, described: TableDescription, read: ReadTable) -> None:
        self.described, self.reading, self.format = described, read.reading, read.opened.format
        self.columns = read.columns
        self.rows = {row.number: row for row in read.opened.grid.rows}
        self.used: dict[int, Message] = dict.fromkeys(self.reading.lost, msg("rejected"))
        self.again: list[Rejection] = []
        self.lost: dict[int | None, set[str | None]] = {}
        for each in self.reading.rejected:
            self.lost.setdefault(each.row, set()).add(each.column)

    def projects(self) -> Iterator[Project]:
        """Give each project once: a second one of a name can't be told from the first."""
        seen: dict[str, int] = {}
        for record in self.reading.records:
            project = self._project(record)
            first = seen.setdefault(project.keyed.value, record.rows[0])
            if first == record.rows[0]:
                self.used |= dict.fromkeys(record.rows, msg("project"))
                yield project
            else:
                self.used |= dict.fromkeys(record.rows, msg("rejected"))
                why = msg("has the same title as row {row}, and no id tells them apart", row=first)
                self.again.append(Rejection(record.rows[0], None, why))

    def span(self, number: int, column: str | None = None) -> PointedSpan:
        """Point at a row: RFC 7111 of CSV, RFC 6901 of JSON, RFC 5147 of its lines."""
        row = self.rows[number]
        first = row.line or number
        pointer = f"row={row.ordinal}"
        if self.format == "json":
            pointer = f"{self.described.layout.records or ''}/{number - 1}"
        if self.format == "jsonl":
            pointer = f"line={number - 1},{number}"
        return PointedSpan(first, first + _breaks(row), pointer, column)

    def _text(self, value: TableValue, field: str) -> Text:
        if value.row is None:
            return Text(str(value.value), "", WHOLE, setting=("constants", field))
        return Text(str(value.value), value.verbatim, self.span(value.row, value.column))

    def _texts(self, record: TableRecord, field: str) -> tuple[Text, ...]:
        return tuple(self._text(value, field) for value in record.values.get(field, ()))

    def _one(self, record: TableRecord, field: str) -> Text | None:
        return next(iter(self._texts(record, field)), None)

    def _project(self, record: TableRecord) -> Project:
        first, *further = (self.span(row) for row in record.rows)
        owners, title = self._texts(record, "owner"), self._one(record, "title")
        assert title is not None, "a title is required"
        status, purpose = self._status(record), self._one(record, "purpose")
        period, anomalies = self._period(record, first)
        if purpose is None and "purpose" in self.described.columns:
            anomalies.append(_missing("purpose", "schema:description", first))
        return Project(
            title=title,
            owner=owners[0] if len(owners) == 1 else None,
            named=owners if len(owners) > 1 else (),
            period=period,
            purpose=purpose,
            stage=status.value if status else None,
            heading=Text(clean(status.verbatim), status.verbatim, status.span) if status else title,
            span=first,
            partners=self._texts(record, "partners"),
            anomalies=tuple(anomalies),
            grant=self._amount(record, "amount"),
            cofinancing=self._amount(record, "cofinancing"),
            share=self._share(record),
            identifier=self._one(record, "id"),
            programme=self._one(record, "programme"),
            further=tuple(further),
        )

    def _status(self, record: TableRecord) -> Text | None:
        return self._one(record, "status")

    def _amount(self, record: TableRecord, field: str) -> Amount | None:
        for value in record.values.get(field, ()):
            currency = str(record.values["currency"][0].value)
            return Amount(self._text(value, field), Decimal(str(value.value)), currency)
        return None

    def _share(self, record: TableRecord) -> Share | None:
        for value in record.values.get("share", ()):
            return Share(self._text(value, "share"), Decimal(str(value.value)))
        return None

    def _period(self, record: TableRecord, span: LineSpan) -> tuple[Period | None, list[Anomaly]]:
        """Give a project's period, and what is missing of it; one that ends first has no ends."""
        values = [next(iter(record.values.get(name, ())), None) for name in DATES]
        start, end = (_time(value) for value in values)
        if start is None and end is None:
            return None, [self._without(record, span)]
        written = [value.verbatim if value else "" for value in values]
        words = Text(" – ".join(written).strip(), " – ".join(written).strip(), span)
        if start and end and is_before(end, start):
            why = wording.end_before_start(start, end)
            found = Anomaly("period", "contradiction", "fp:period", (words,), why)
            return Period(words, None, None), [found]
        sides = (("start", start, "dcat:startDate"), ("end", end, "dcat:endDate"))
        gone = [self._side(record, side, of, span) for side, time, of in sides if time is None]
        return Period(words, start, end), gone

    def _side(self, record: TableRecord, side: str, concerns: str, span: LineSpan) -> Anomaly:
        lost = self._lost(record, side, PERIOD_FIELD)
        why = wording.missing_month(side, "")
        if lost is not None:
            why = wording.unreadable_month(side, "form", ())
        return _anomaly(f"period-{side}", concerns, lost, why, span)

    def _without(self, record: TableRecord, span: LineSpan) -> Anomaly:
        """Say why a project has no period: nothing says it, or what says it can't be read."""
        lost = self._lost(record, *DATES, PERIOD_FIELD)
        why = wording.missing("period")
        if lost is not None:
            why = wording.unreadable_period()
        return _anomaly("period", "fp:period", lost, why, span)

    def _lost(self, record: TableRecord, *fields: str) -> tuple[Text, ...] | None:
        """Give the words of rejected cells that are safe to quote; None if none was rejected.

        A cell that isn't a date may be anything: a telephone number.
        """
        columns = {name for field in fields for name in self.described.columns.get(field, ())}
        lost = [(row, n) for row in record.rows for n in columns & self.lost.get(row, set()) if n]
        cells = [(row, n, self.rows[row].cells[self.columns.places[n]]) for row, n in sorted(lost)]
        quoted = (Text.of(c.text, self.span(row, n)) for row, n, c in cells if is_quotable(c.text))
        return tuple(quoted) if lost else None

    def problem(self, rejection: Rejection) -> SourceProblem:
        """Tell of what was rejected, at its row."""
        line = 1 if rejection.row is None else self.span(rejection.row).first
        message = _at_column(rejection.column, rejection.reason)
        todo = msg("correct the table, or what the sidecar says of it, in [table] and below")
        expected = msg("a value of the form that the sidecar says, or none")
        return SourceProblem(line, message, expected, todo)

    def remark(self, remark: Remark) -> CellRemark:
        """Tell of what a steward should know, at its cell."""
        if remark.row is None:
            return CellRemark(1, "", _at_column(remark.column, remark.what))
        span = self.span(remark.row)
        pointer = f"{span.pointer};column={remark.column}" if remark.column else span.pointer
        return CellRemark(span.first, pointer, _at_column(remark.column, remark.what))

    def lines(self, shown: Shown, *, partly: bool) -> Iterator[int]:
        """Give the lines of rows that aren't published, or only partly."""
        for row in self.rows.values():
            names = shown.get(row.number, frozenset())
            whole = row.blank or (partly and self._is_whole(row, names))
            if bool(names) == partly and not whole:
                span = self.span(row.number)
                yield from range(span.first, span.last + 1)

    def _is_whole(self, row: GridRow, names: frozenset[str]) -> bool:
        places = {self.columns.places[name] for name in names if name in self.columns.places}
        filled = {at for at, cell in enumerate(row.cells) if cell.filled}
        return row.record is None and filled <= places


def _breaks(row: GridRow) -> int:
    """Count the line breaks within a row's cells."""
    return sum(len(_BREAK.findall(cell.text)) for cell in row.cells) if row.record is None else 0


def _anomaly(
    aspect: str,
    concerns: str,
    quotes: tuple[Text, ...] | None,
    why: wording.Explanation,
    span: LineSpan,
) -> Anomaly:
    """Make an anomaly: of words that can't be read, if they are quoted, else of none."""
    kind = "unreadable-value" if quotes else "missing-value"
    return Anomaly(aspect, kind, concerns, quotes or (), why, span=span)


def _missing(aspect: str, concerns: str, span: LineSpan) -> Anomaly:
    return Anomaly(aspect, "missing-value", concerns, (), wording.missing(aspect), span=span)


def _time(value: TableValue | None) -> StatedTime | None:
    found = value.value if value else None
    return found if isinstance(found, Day | Month | MonthSpan | Year) else None


def _at_column(column: str | None, what: Message) -> Message:
    return msg("{column}: {what}", column=column, what=what) if column else what
