"""Projects that a newer page probably lists under another title. Pure: a steward decides.

Alike are projects of one programme with one owner and one period, the one listed by no page that
lists the other, and by none after it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from lod.publishing.keys import Keys, fold
from lod.publishing.likeness import stated_period
from lod.publishing.records import Page, Project

_BUCKET = 20  # where more projects than this are alike, it tells nothing


@dataclass(frozen=True, slots=True)
class LikelyRename:
    """A project that is listed no more, and one that is listed for the first time after it.

    :param old: its key; ``new`` the key of the other.
    :param source: the last that lists the old one.
    """

    old: str
    new: str
    was: Project
    now: Project
    source: str


@dataclass(frozen=True, slots=True)
class _Listing:
    """A project as a page lists it."""

    date: datetime
    source: str
    key: str
    project: Project
    alike: Hashable


def likely_renames(pages: Iterable[Page], keys: Keys) -> Iterator[LikelyRename]:
    """Give each new project with its likely old self: of several the one most alike in title."""
    first: dict[str, _Listing] = {}
    last: dict[str, _Listing] = {}
    dated = sorted((page for page in pages if page.as_of), key=lambda page: str(page.as_of))
    for one in (one for page in dated for one in _listings(page, keys)):
        first.setdefault(one.key, one)
        last[one.key] = one
    gone: dict[Hashable, list[_Listing]] = defaultdict(list)
    for one in last.values():
        gone[one.alike].append(one)
    for new in first.values():
        olds = [old for old in gone[new.alike] if old.date < new.date]
        if new.alike is not None and 0 < len(olds) <= _BUCKET:
            old = max(olds, key=lambda old: _likeness(old.project, new.project))
            yield LikelyRename(old.key, new.key, old.project, new.project, old.source)


def _listings(page: Page, keys: Keys) -> Iterator[_Listing]:
    source = page.source.name
    programme = keys.find("programme", source, page.programme.name.value)
    for project in page.projects:
        title, period = project.title.value, project.period
        owner = project.owners[0] if len(project.owners) == 1 else None
        if page.as_of is None or keys.is_retired("project", source, title):
            continue
        alike = None
        if owner and period and not keys.is_retired("organization", source, owner.value):
            organization = keys.find("organization", source, owner.value)
            alike = (programme, organization, stated_period(period))
        yield _Listing(page.as_of, source, keys.find("project", source, title), project, alike)


def _likeness(one: Project, other: Project) -> float:
    """Give the share of words that two titles have in common (Jaccard)."""
    first, second = (set(fold(p.title.value).casefold().split()) for p in (one, other))
    return len(first & second) / len(first | second)
