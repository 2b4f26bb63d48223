"""The periods of a table's projects, and what is missing of them."""

from dataclasses import dataclass

from lod.publishing.records import (
    Anomaly,
    Day,
    LineSpan,
    Month,
    MonthSpan,
    Period,
    StatedTime,
    Text,
    Year,
)
from lod.publishing.sources import wording
from lod.publishing.tables.completing import is_before
from lod.publishing.tables.fields import DATES, PERIOD_FIELD
from lod.publishing.tables.pointing import TablePlaces
from lod.publishing.tables.results import TableRecord, TableValue


@dataclass(frozen=True, slots=True)
class PeriodReader:
    """Makes periods of the dates of records."""

    places: TablePlaces

    def period(self, record: TableRecord, span: LineSpan) -> tuple[Period | None, list[Anomaly]]:
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
        lost = self.places.lost_words(record, side, PERIOD_FIELD)
        why = wording.missing_month(side, "")
        if lost is not None:
            why = wording.unreadable_month(side, "form", ())
        return _anomaly(f"period-{side}", concerns, lost, why, span)

    def _without(self, record: TableRecord, span: LineSpan) -> Anomaly:
        """Say why a project has no period: nothing says it, or what says it can't be read."""
        lost = self.places.lost_words(record, *DATES, PERIOD_FIELD)
        why = wording.missing("period")
        if lost is not None:
            why = wording.unreadable_period()
        return _anomaly("period", "fp:period", lost, why, span)


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


def _time(value: TableValue | None) -> StatedTime | None:
    found = value.value if value else None
    return found if isinstance(found, Day | Month | MonthSpan | Year) else None
