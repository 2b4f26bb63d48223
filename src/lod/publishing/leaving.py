"""Projects that the newest page of their programme no longer lists. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from lod.publishing.keys import KeyRow, Keys, fold
from lod.publishing.minting import names_of
from lod.publishing.records import Page


def left_newest(pages: Iterable[Page], keys: Keys) -> Iterator[tuple[KeyRow, Page]]:
    """Give the rows of projects that only older pages list, each with the page that doesn't.

    Older pages are those about the same programme; of a project that several list, the row is the
    last one's. A page without a date is neither older nor newer than another.
    """
    for listed in _by_programme(pages, keys).values():
        newest = newest_of(listed)
        last: dict[str, KeyRow] = {}
        for page in sorted((p for p in listed if p.as_of), key=_date):
            last |= projects_of(page, keys)
        now = {key for page in newest for key in projects_of(page, keys)}
        yield from ((row, newest[0]) for key, row in last.items() if key not in now)


def newest_of(pages: Sequence[Page]) -> list[Page]:
    """Give the pages of the newest date."""
    dates = [page.as_of for page in pages if page.as_of]
    return [page for page in pages if page.as_of and page.as_of == max(dates)]


def projects_of(page: Page, keys: Keys) -> Mapping[str, KeyRow]:
    """Give the rows of a page's projects by the keys that they go by now."""
    return {key: row for (kind, key), row in things_of(page, keys).items() if kind == "project"}


def things_of(page: Page, keys: Keys) -> Mapping[tuple[str, str], KeyRow]:
    """Give the rows of a page's things by kind and key; of one that is withdrawn there is none."""
    found: dict[tuple[str, str], KeyRow] = {}
    for row in rows_of(page, keys):
        if not (now := keys.settled(row)).is_retired:
            found.setdefault((row.kind, now.now or now.key), row)
    return found


def rows_of(page: Page, keys: Keys) -> list[KeyRow]:
    """Give the rows of a page's things, each once, in reading order."""
    source = page.source.name
    rows = {row.thing: row for row in reversed(keys.of_source(source))}
    things = dict.fromkeys((kind, source, fold(name.value)) for kind, name in names_of(page))
    return [rows[thing] for thing in things if thing in rows]


def _by_programme(pages: Iterable[Page], keys: Keys) -> Mapping[str, list[Page]]:
    found: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        for kind, key in things_of(page, keys):
            if kind == "programme":
                found[key].append(page)
    return found


def _date(page: Page) -> datetime:
    return page.as_of or datetime.min
