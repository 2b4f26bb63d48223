"""Projects that a newer page probably lists under another title. Pure: a steward decides.

Alike are projects of one programme with one owner and one period, the one listed by no page that
lists the other, and by none after it. So are programmes of which the pages of the one begin where
those of the other end, and list most of its projects.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from lod.publishing.keys import Keys, fold
from lod.publishing.likeness import stated_period
from lod.publishing.records import Page, Project
from lod.publishing.unicode14 import caseless

_LEAST = 2  # projects that tell of a programme
_BUCKET = 20  # where more projects than this are alike, it tells nothing


@dataclass(frozen=True, slots=True)
class LikelyRename:
    """A project or programme that is listed no more, and one that comes first after it.

    :param old: its key; ``new`` the key of the other.
    :param was: its name; ``now`` the name of the other.
    :param source: the last that lists the old one.
    """

    kind: str
    old: str
    new: str
    was: str
    now: str
    source: str


@dataclass(frozen=True, slots=True)
class _Listing:
    """A project as a page lists it."""

    date: datetime
    source: str
    key: str
    project: Project
    programme: str
    alike: Hashable


def likely_renames(pages: Iterable[Page], keys: Keys) -> Iterator[LikelyRename]:
    """Give each new project with its likely old self: of several the one most alike in title."""
    first: dict[tuple[str, str], _Listing] = {}
    last: dict[tuple[str, str], _Listing] = {}
    since: dict[str, datetime] = {}
    until: dict[str, datetime] = {}
    for one in (one for page in _dated(pages) for one in _listings(page, keys)):
        first.setdefault((one.key, one.programme), one)
        last[one.key, one.programme] = one
        since.setdefault(one.key, one.date)
        until[one.key] = one.date
    gone: dict[Hashable, list[_Listing]] = defaultdict(list)
    for one in last.values():
        gone[one.alike].append(one)
    found: dict[tuple[str, str], LikelyRename] = {}
    for new in first.values():
        olds = [old for old in gone[new.alike] if until[old.key] < since[new.key]]
        if new.alike is not None and 0 < len(olds) <= _BUCKET:
            old = max(olds, key=lambda old: (_likeness(old.project, new.project), old.date))
            names = (old.project.title.value, new.project.title.value)
            told = LikelyRename("project", old.key, new.key, *names, old.source)
            found.setdefault((old.key, new.key), told)
    yield from found.values()


def likely_programmes(pages: Iterable[Page], keys: Keys) -> Iterator[LikelyRename]:
    """Give each programme that began when another ended, with most of that one's projects."""
    first: dict[str, Page] = {}
    last: dict[str, Page] = {}
    for page in _dated(pages):
        key = keys.find("programme", page.source.name, page.programme.name.value)
        first.setdefault(key, page)
        last[key] = page
    for new, now in first.items():
        for old, was in last.items():
            if str(was.as_of) < str(now.as_of) and _most_of(was, now, keys):
                names = (was.programme.name.value, now.programme.name.value)
                yield LikelyRename("programme", old, new, *names, was.source.name)


def _most_of(was: Page, now: Page, keys: Keys) -> bool:
    """Whether more than half of a page's projects, and two at least, stand on another."""
    projects = [{one.key for one in _listings(page, keys)} for page in (was, now)]
    both = projects[0] & projects[1]
    return len(both) >= _LEAST and 2 * len(both) > len(projects[0])


def _dated(pages: Iterable[Page]) -> list[Page]:
    return sorted((page for page in pages if page.as_of), key=lambda page: str(page.as_of))


def _listings(page: Page, keys: Keys) -> Iterator[_Listing]:
    source = page.source.name
    programme = keys.find("programme", source, page.programme.name.value)
    for project in page.projects:
        name, period = project.keyed.value, project.period
        owner = project.owners[0] if len(project.owners) == 1 else None
        if page.as_of is None or keys.is_retired("project", source, name):
            continue
        alike = None
        known = project.identifier is not None  # by a number of its own, whatever it is called
        if owner and period and not (known or keys.is_retired("organization", source, owner.value)):
            organization = keys.find("organization", source, owner.value)
            alike = (programme, organization, stated_period(period))
        key = keys.find("project", source, name)
        yield _Listing(page.as_of, source, key, project, programme, alike)


def _likeness(one: Project, other: Project) -> float:
    """Give the share of words that two titles have in common (Jaccard)."""
    first, second = (set(caseless(fold(p.title.value)).split()) for p in (one, other))
    return len(first & second) / len(first | second)
