"""What a page brings to keys.csv: what is new, as before or gone, and what resembles what is gone.

Pure: nothing is written here, and a likeness decides nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lod.publishing.keys import KeyedThing, KeyRow, Keys, fold
from lod.publishing.leaving import newest_of, things_of
from lod.publishing.likeness import Gone, Likeness, Traits, stated_period
from lod.publishing.linking import Reference
from lod.publishing.minting import missing_keys
from lod.publishing.records import Page, Project

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Resembling:
    """A thing that has no row, and what it may have been called.

    :param row: what it would get if it were new.
    :param old: rows of what is gone, the most alike first.
    """

    row: KeyRow
    old: Sequence[tuple[KeyRow, Likeness]]


@dataclass(frozen=True, slots=True)
class PageKeys:
    """What a page brings.

    :param before: things that have a key, or take one that is there.
    :param new: things that get a key of their own.
    :param resembling: things that nobody has said of whether they are new.
    :param different: things that are said to be new, and resemble what is gone.
    :param gone: projects that other pages about its programme list, and things that it had itself.
    :param unread: how many parts of it can't be read; what stands there is in none of these.
    """

    page: Page
    before: Sequence[KeyRow]
    new: Sequence[KeyRow]
    resembling: Sequence[Resembling]
    different: Sequence[Resembling]
    gone: Sequence[KeyRow]
    unread: int


@dataclass(frozen=True, slots=True)
class FetchedKeys:
    """What all pages bring.

    :param pages: those that bring something, and the newest about each programme.
    :param rows: what is missing in keys.csv.
    """

    pages: Sequence[PageKeys]
    rows: Sequence[KeyRow]

    @property
    def fresh(self) -> int:
        """How many keys are new, without those of what resembles something."""
        return sum(len(page.new) for page in self.pages)

    @property
    def resembling(self) -> Sequence[Resembling]:
        """What nobody has said of whether it is new."""
        return [one for page in self.pages for one in page.resembling]


def plan_fetches(
    pages: Sequence[Page], keys: Keys, reference: Reference, new: Collection[KeyedThing] = ()
) -> FetchedKeys:
    """Say what pages bring, each compared with what others have brought.

    :param new: what the steward has said is new.
    """
    rows = missing_keys(pages, keys, reference)
    fresh = _fresh(rows, keys)
    whole = Keys(keys.file, (*keys.rows, *rows))
    comparing = _Comparing(pages, whole, reference)
    bringing = {row.source for row in rows} | comparing.newest
    shown = [comparing.of_page(page, fresh, new) for page in pages if page.source.name in bringing]
    return FetchedKeys(shown, rows)


def _fresh(rows: Iterable[KeyRow], keys: Keys) -> Mapping[KeyedThing, KeyRow]:
    """Give the rows that would mint a key: the first of each key."""
    known = {(row.kind, row.key) for row in keys.rows}
    found: dict[KeyedThing, KeyRow] = {}
    for row in rows:
        if (row.kind, row.key) not in known:
            known.add((row.kind, row.key))
            found[row.thing] = row
    return found


class _Comparing:
    """Pages, and all rows for what stands on them."""

    def __init__(self, pages: Sequence[Page], keys: Keys, reference: Reference) -> None:
        self._keys, self._reference = keys, reference
        self._order = {page.source.name: n for n, page in enumerate(pages)}
        self._things = {page.source.name: things_of(page, keys) for page in pages}
        self._programmes = _programmes(keys)
        self._numbered = set[_Key]()  # known by a number of their own, whatever they are called
        self._about = self._by_programme(pages)
        self._traits = self._all_traits(pages)

    def _by_programme(self, pages: Iterable[Page]) -> Mapping[str, Sequence[Page]]:
        found: dict[str, list[Page]] = defaultdict(list)
        for page in pages:
            for programme in self._programmes[page.source.name]:
                found[programme].append(page)
        return found

    @cached_property
    def newest(self) -> set[str]:
        """Give the names of the newest pages about each programme, and of those without a date."""
        return {
            page.source.name
            for about in self._about.values()
            for page in about
            if page.as_of is None or page in newest_of(about)
        }

    def of_page(
        self, page: Page, fresh: Mapping[KeyedThing, KeyRow], new: Collection[KeyedThing]
    ) -> PageKeys:
        """Sort what a page has."""
        things = self._things[page.source.name]
        brought = {key: fresh[row.thing] for key, row in things.items() if row.thing in fresh}
        decided = {key: row for key, row in brought.items() if row.thing in new}
        gone = self._gone(page, brought, fresh)
        resembling = self._resembling(
            {
                key: row
                for key, row in brought.items()
                if key not in decided and key not in self._numbered
            },
            gone,
        )
        doubtful = {one.row.thing for one in resembling}
        claimed = {one.old[0][0].thing for one in resembling}
        left = [row for row in gone.values() if row.thing not in claimed]
        return PageKeys(
            page,
            [row for key, row in things.items() if key not in brought],
            [row for row in brought.values() if row.thing not in doubtful],
            resembling,
            self._resembling(decided, gone),
            [row for row in left if self._is_told(row, page)],
            len(page.problems),
        )

    def _is_told(self, row: KeyRow, page: Page) -> bool:
        """Whether it says something that a page hasn't got a thing: an older one never had it."""
        own = row.source == page.source.name
        return own or (row.kind == "project" and page.source.name in self.newest)

    def _resembling(
        self, brought: Mapping[_Key, KeyRow], gone: Mapping[_Key, KeyRow]
    ) -> list[Resembling]:
        """Give those that resemble something; first what none that is more alike resembles."""
        pool = Gone((key, self._traits[key]) for key in gone)
        found = {key: pool.like(self._traits[key]) for key in brought} if gone else {}
        pairs = sorted((-like.score, old, key) for key, olds in found.items() for old, like in olds)
        best: dict[_Key, _Key] = {}
        taken = set[_Key]()
        for _, old, key in pairs:
            if key not in best and old not in taken:
                best[key] = old
                taken.add(old)
        return [
            Resembling(
                brought[key],
                [
                    (gone[old], like)
                    for old, like in sorted(olds, key=lambda o: o[0] != best.get(key))
                ],
            )
            for key, olds in found.items()
            if olds
        ]

    def _gone(
        self,
        page: Page,
        brought: Mapping[_Key, KeyRow],
        fresh: Mapping[KeyedThing, KeyRow],
    ) -> Mapping[_Key, KeyRow]:
        """Give the rows in use of things that others about its programme have, and the page hasn't.

        Of what is minted in the same run, what pages before it bring. If the programme's name is
        what is new, it may be any that lists half of the page's projects.
        """
        name, found = page.source.name, dict[_Key, KeyRow]()
        about = set(self._programmes[name])
        if any(kind == "programme" for kind, _ in brought):
            about |= self._sharing(page)
        for row in self._keys.rows:
            key = row.kind, row.key
            late = row.thing in fresh and self._order[row.source] >= self._order[name]
            if late or key in self._things[name] or key in self._keys.gone:
                continue
            if not about.isdisjoint(self._programmes[row.source]):
                found[key] = row
        return found

    def _sharing(self, page: Page) -> set[str]:
        """Give the programmes whose pages list half of a page's projects."""
        projects = {key for key in self._things[page.source.name] if key[0] == "project"}
        shared: dict[str, set[_Key]] = defaultdict(set)
        for row in self._keys.rows:
            if (row.kind, row.key) in projects and row.source != page.source.name:
                for programme in self._programmes[row.source]:
                    shared[programme].add((row.kind, row.key))
        return {one for one, found in shared.items() if 2 * len(found) >= len(projects)}

    def _all_traits(self, pages: Iterable[Page]) -> Mapping[_Key, Traits]:
        """Say what is known of each key's thing: as the newest page that lists it tells."""
        found = {(row.kind, row.key): self._named(row) for row in self._keys.rows}
        for page in sorted(pages, key=lambda page: str(page.as_of or "")):
            found |= self._of_page(page)
        return found

    def _named(self, row: KeyRow) -> Traits:
        body = self._reference.link(row.as_written) if row.kind == "organization" else None
        home = frozenset([f"source/{row.source}"])
        return Traits(row.kind, row.as_written, home=home, body=body)

    def _of_page(self, page: Page) -> Iterator[tuple[_Key, Traits]]:
        source, things = page.source.name, self._things[page.source.name]
        by_thing = {row.thing: key for key, row in things.items()}
        owned: dict[_Key, set[str]] = defaultdict(set)
        for project in page.projects:
            key = by_thing.get(("project", source, fold(project.keyed.value)))
            if key is None:
                continue
            if project.identifier:
                self._numbered.add(key)
            owners = [by_thing.get(("organization", source, fold(o.value))) for o in project.owners]
            for owner in filter(None, owners):
                owned[owner].add(f"project/{key[1]}")
            yield key, self._project(project, source, [owner[1] for owner in owners if owner])
        listed = frozenset(f"project/{key}" for kind, key in things if kind == "project")
        for key, row in things.items():
            named = self._named(row)
            if key[0] == "organization":
                yield key, replace(named, home=named.home | owned[key])
            elif key[0] == "programme":
                yield key, replace(named, home=named.home | listed)

    def _project(self, project: Project, source: str, owners: Sequence[str]) -> Traits:
        period = stated_period(project.period) if project.period else None
        return Traits(
            "project",
            project.title.value,
            frozenset(owners),
            period,
            frozenset([f"source/{source}"]),
        )


def _programmes(keys: Keys) -> Mapping[str, set[str]]:
    """Give the programmes that each source is about, by keys.csv."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in keys.rows:
        if row.kind == "programme":
            now = keys.settled(row)
            found[row.source].add(now.key if now.is_retired or not now.now else now.now)
    return found
