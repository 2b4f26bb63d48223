"""What of the sources is mapped at once: all, or a share of their things. Pure."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from lod.publishing.keys import Keys
from lod.publishing.records import OwnerNumber, Page, Project, Text

Thing: TypeAlias = tuple[str, str]
"""Kind and key."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation as a project names it, with the numbers that stand beside it."""

    named: Text
    numbers: tuple[OwnerNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class PageShare:
    """What of a page is described at once.

    :param frame: whether the page is, its programmes and its report.
    """

    projects: Sequence[Project] = ()
    mentions: Sequence[Mention] = ()
    frame: bool = False


def whole_page(page: Page) -> PageShare:
    """Give all that a page has."""
    return PageShare(page.projects, [m for p in page.projects for m in mentions_of(p)], frame=True)


def mentions_of(project: Project) -> Iterator[Mention]:
    """Give the organisations that a project names, in its order."""
    numbers: dict[str, list[OwnerNumber]] = defaultdict(list)
    for number in project.numbers:
        numbers[number.owner.value].append(number)
    for named in (*project.owners, *project.partners):
        yield Mention(named, tuple(numbers.get(named.value, ())))


Records: TypeAlias = tuple[list[Project], list[Mention]]


@dataclass(frozen=True)
class Shared:
    """The things of all sources, each with what every source says of it.

    :param sources: for each source, in order, what it says of each thing that isn't apart.
    :param first: for each source the share that is mapped before all others: its frame, and the
        things apart.
    """

    sources: Sequence[Mapping[Thing, Records]]
    first: Sequence[PageShare]
    things: Sequence[Thing] = field(default=())

    def share(self, things: Iterable[Thing]) -> list[PageShare]:
        """Give the share of each source in some things."""
        things = tuple(things)
        return [_joined(of[thing] for thing in things if thing in of) for of in self.sources]

    def parts(self, most: int) -> list[Sequence[Thing]]:
        """Cut the things, in order, where what is said of them comes to so many records."""
        parts: list[list[Thing]] = [[]]
        count = 0
        for thing in self.things:
            if count >= most:
                parts.append([])
                count = 0
            parts[-1].append(thing)
            count += sum(map(len, (r for of in self.sources for r in of.get(thing, ()))))
        return [part for part in parts if part]


def divide_sources(pages: Iterable[Page], keys: Keys, apart: Container[Thing]) -> Shared:
    """Say what each source says of each thing that has a key in use.

    :param apart: things on which what isn't in their records has a say.
    """
    sources: list[Mapping[Thing, Records]] = []
    first: list[PageShare] = []
    for page in pages:
        of: dict[Thing, Records] = {}
        rest: Records = ([], [])
        name = page.source.name
        for project in page.projects:
            _records("project", project.keyed, name, keys, of, apart, rest)[0].append(project)
            for mention in mentions_of(project):
                found = _records("organization", mention.named, name, keys, of, apart, rest)
                found[1].append(mention)
        sources.append(of)
        first.append(PageShare(*rest, frame=True))
    return Shared(sources, first, sorted({thing for of in sources for thing in of}))


def _records(
    kind: str,
    named: Text,
    source: str,
    keys: Keys,
    of: dict[Thing, Records],
    apart: Container[Thing],
    rest: Records,
) -> Records:
    """Find where what is said of a thing is kept."""
    if keys.is_retired(kind, source, named.value):
        return rest
    thing = kind, keys.find(kind, source, named.value)
    return rest if thing in apart else of.setdefault(thing, ([], []))


def _joined(records: Iterable[Records]) -> PageShare:
    projects: list[Project] = []
    mentions: list[Mention] = []
    for some, others in records:
        projects += some
        mentions += others
    return PageShare(projects, mentions)
