"""What became of addresses that were published: keys.csv → graph/curated. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from lod.publishing.keys import KeyRow, Keys
from lod.publishing.mapping.terms import Graph, SourceWords, iri_term, moment
from lod.publishing.records import Page

_CURATED = "curated"


def map_tombstones(keys: Keys, pages: Iterable[Page], graph: Graph) -> None:
    """Say of each key that is gone what replaces it, or since when it is withdrawn: 2 quads.

    A row that tells no day has the time of the first page after the last that lists the thing; if
    there is none, of that last one. Where no page has a date, no time is known. What was
    replaced by something that is withdrawn is withdrawn with it.

    Shape: shapes/tombstone.ttl.
    """
    dates = {page.source.name: page.as_of for page in pages if page.as_of}
    last = _last_listed(keys, dates)
    for (kind, key), row in keys.gone.items():
        if row.cells is None:
            continue
        subject, at = graph.iris.thing(kind, key), SourceWords.of_cell(row.cells, "now")
        graph.types(_CURATED, subject, at, "prov:Entity")
        if not row.is_retired:
            new = iri_term(graph.iris.thing(kind, row.now))
            graph.add(_CURATED, subject, "dcterms:isReplacedBy", new, at)
        elif since := _since(row, last.get((kind, row.key)), dates.values()):
            graph.add(_CURATED, subject, "prov:invalidatedAtTime", moment(since), at)


def _last_listed(keys: Keys, dates: Mapping[str, datetime]) -> dict[tuple[str, str], datetime]:
    """Give the date of the last page that lists each thing that is gone."""
    found: dict[tuple[str, str], datetime] = {}
    for row in keys.rows:
        name = row.kind, row.key
        if name in keys.gone and row.source in dates:
            found[name] = max(dates[row.source], found.get(name, datetime.min))
    return found


def _since(row: KeyRow, last: datetime | None, dates: Iterable[datetime]) -> datetime | None:
    if row.since:
        return datetime.combine(row.since, time())
    if last is None:
        return max(dates, default=None)
    return min((date for date in dates if date > last), default=last)
