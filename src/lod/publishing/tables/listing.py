"""The records of a table become those of the house: projects, their owners, periods and amounts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from lod.publishing.placing import PLACE_FIELDS
from lod.publishing.records import (
    Amount,
    Anomaly,
    LineSpan,
    OwnerNumber,
    Page,
    Programme,
    Project,
    Share,
    Source,
    Text,
    clean,
)
from lod.publishing.sources import wording
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.ownernumbers import is_person
from lod.publishing.tables.periods import PeriodReader
from lod.publishing.tables.pointing import WHOLE, TablePlaces
from lod.publishing.tables.rendition import render_table, shown_cells
from lod.publishing.tables.results import Rejection, TableRecord, too_many
from lod.publishing.tables.tabling import ReadTable
from lod.publishing.tables.telling import TableTeller
from lod.publishing.tables.unused import unused_rows
from lod.words import Message, msg


def page_of_table(source: Source, file: Path, described: TableDescription, read: ReadTable) -> Page:
    """Make a page of a table: its programme is what the sidecar's title says."""
    places = TablePlaces(described, read)
    listing = _Listing(places)
    name = Text(source.title, source.title, WHOLE, setting=("title",))
    projects = tuple(listing.projects())
    cells = shown_cells(read, described)
    shown = {row: names for row, names in cells.items() if row not in listing.dropped}
    telling = TableTeller(places, listing.again)
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
        problems=tuple(telling.problems()),
        withheld=frozenset(telling.withheld_lines(shown)),
        shown=frozenset(telling.whole_lines(shown)),
        others=tuple(_programmes(projects)),
        remarks=tuple(telling.remarks()),
        published=render_table(read, described, shown),
        staged=("values", "status"),
        stages=described.values.get("status", {}),
        unused=unused_rows(read, described, listing.again, _refusal(listing, described)),
    )


def _refusal(listing: "_Listing", described: TableDescription) -> Message | None:
    """Say why nothing of the table may be published, counting also records told by no name."""
    kept = {row for record in listing.places.reading.records for row in record.rows}
    lost = {*listing.places.reading.lost, *listing.dropped}
    return too_many(len(lost), len(kept - lost), described.rejected)


def _programmes(projects: Iterable[Project]) -> Iterator[Programme]:
    named = {p.programme.value: p.programme for p in reversed([*projects]) if p.programme}
    for name in reversed(named.values()):
        yield Programme(name, None, None, name.span)


class _Listing:
    """Makes projects of records.

    :param used: what each row of a record, or a rejected one, went into; ``again`` are records
        that can't be told from one above, and ``dropped`` their rows.
    """

    def __init__(self, places: TablePlaces) -> None:
        self.places, self.periods = places, PeriodReader(places)
        self.used: dict[int, Message] = dict.fromkeys(places.reading.lost, msg("rejected"))
        self.again: list[Rejection] = []
        self.dropped: set[int] = set()

    def projects(self) -> Iterator[Project]:
        """Give each project once: a second one of a name can't be told from the first."""
        seen: dict[str, int] = {}
        for record in self.places.reading.records:
            project = self._project(record)
            first = seen.setdefault(project.keyed.value, record.rows[0])
            if first == record.rows[0]:
                self.used |= dict.fromkeys(record.rows, msg("project"))
                yield project
            else:
                self.used |= dict.fromkeys(record.rows, msg("rejected"))
                why = msg("has the same title as row {row}, and no id tells them apart", row=first)
                self.again += [Rejection(row, None, why) for row in record.rows]
                self.dropped.update(record.rows)

    def _project(self, record: TableRecord) -> Project:
        first, *further = (self.places.span(row) for row in record.rows)
        owners, title = self.places.texts(record, "owner"), self.places.one(record, "title")
        assert title is not None, "a title is required"
        status, purpose = self.places.one(record, "status"), self.places.one(record, "purpose")
        period, anomalies = self.periods.period(record, first)
        if purpose is None and "purpose" in self.places.described.columns:
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
            partners=self.places.texts(record, "partners"),
            anomalies=tuple(anomalies),
            grant=self._amount(record, "amount"),
            cofinancing=self._amount(record, "cofinancing"),
            share=self._share(record),
            identifier=self.places.one(record, "id"),
            programme=self.places.one(record, "programme"),
            further=tuple(further),
            places=tuple((f, t) for f in PLACE_FIELDS for t in self.places.texts(record, f)),
            numbers=tuple(self._numbers(record)),
        )

    def _numbers(self, record: TableRecord) -> Iterator[OwnerNumber]:
        """Give owners with the numbers beside them in their rows, but for private persons'."""
        described = self.places.described
        numbers = replace(described.owner_numbers, kept=False)
        for owner, number in record.numbered:
            if not is_person(str(number.value), numbers, described.language):
                texts = (self.places.text(owner, "owner"), self.places.text(number, "owner_number"))
                yield OwnerNumber(*texts, numbers.scheme)

    def _amount(self, record: TableRecord, field: str) -> Amount | None:
        for value in record.values.get(field, ()):
            currency = str(record.values["currency"][0].value)
            return Amount(self.places.text(value, field), Decimal(str(value.value)), currency)
        return None

    def _share(self, record: TableRecord) -> Share | None:
        for value in record.values.get("share", ()):
            return Share(self.places.text(value, "share"), Decimal(str(value.value)))
        return None


def _missing(aspect: str, concerns: str, span: LineSpan) -> Anomaly:
    return Anomaly(aspect, "missing-value", concerns, (), wording.missing(aspect), span=span)
