"""Which thing a statement is about: a thing has its parts and its document with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import pyoxigraph as ox

from lod.comparing.blank import owner_of

DOCUMENT = "document"
_OTHER_GRAPHS = ("curated", "reference", "ontology", "catalog")  # those that are no source's
_KNOWN = 100_000


@dataclass
class Draft:
    """The statements about one thing that only one side has."""

    removed: list[ox.Triple] = field(default_factory=list)
    added: list[ox.Triple] = field(default_factory=list)

    @property
    def subjects(self) -> set[str]:
        """What the statements are about: the thing, its parts, its document."""
        return {subject_of(t) for t in (*self.removed, *self.added)}


def subject_of(triple: ox.Triple) -> str:
    """Give a subject's IRI."""
    return str(triple.subject)[1:-1]


@dataclass(frozen=True)
class Grouping:
    """Puts IRIs together.

    :param bases: base IRIs of the publications compared.
    :param is_thing: whether an IRI is something that is described, and no mere collection.
    """

    bases: tuple[str, ...]
    is_thing: Callable[[str], bool]

    @cached_property
    def thing(self) -> Callable[[str], str]:
        """Give the thing that an IRI belongs to; many IRIs are asked for again."""
        return lru_cache(_KNOWN)(self._thing)

    def _thing(self, iri: str) -> str:
        iri = owner_of(iri)
        for base in self.bases:
            if iri.startswith(base):
                return _published(iri, base)
        return next((a for a in _ancestors(iri) if self.is_thing(a)), iri)

    def part(self, subject: str) -> str:
        """Name a subject within its thing: ``""``, ``period``, ``document``.

        >>> Grouping(("https://x.example/",), bool).part("https://x.example/id/project/a/period")
        'period'
        """
        thing = self.thing(subject)
        if subject.startswith(thing):
            return subject[len(thing) :].strip("/").replace("_:", "").strip("/")
        return DOCUMENT

    def group(self, removed: Iterable[ox.Triple], added: Iterable[ox.Triple]) -> dict[str, Draft]:
        """Put statements with their things."""
        drafts: dict[str, Draft] = {}
        for triple in removed:
            drafts.setdefault(self.thing(subject_of(triple)), Draft()).removed.append(triple)
        for triple in added:
            drafts.setdefault(self.thing(subject_of(triple)), Draft()).added.append(triple)
        return drafts


def _published(iri: str, base: str) -> str:
    """Give the thing of an IRI as DESIGN lays them out.

    >>> _published("https://x.example/doc/project/a", "https://x.example/")
    'https://x.example/id/project/a'
    >>> _published("https://x.example/doc/source/b", "https://x.example/")
    'https://x.example/source/b'
    >>> _published("https://x.example/graph/b", "https://x.example/")
    'https://x.example/source/b'
    >>> _published("https://x.example/source/b/project/a/0123", "https://x.example/")
    'https://x.example/source/b'
    """
    first, *rest = iri[len(base) :].split("/")
    if first == "graph" and rest and rest[0] not in _OTHER_GRAPHS:
        return f"{base}source/{'/'.join(rest)}"
    if first == "doc" and rest[:1] == ["source"]:
        return f"{base}source/{'/'.join(rest[1:])}"
    if first in ("id", "doc") and len(rest) > 1:
        return f"{base}id/{rest[0]}/{rest[1]}"
    if first == "source" and rest:
        return f"{base}source/{rest[0]}"
    return f"{base}set/{rest[0]}" if first == "set" and rest else iri


def _ancestors(iri: str) -> Iterable[str]:
    """List what an IRI lies below, the highest first; a site is no thing.

    >>> list(_ancestors("https://x.example/a/b/c#d"))
    ['https://x.example/a', 'https://x.example/a/b']
    """
    scheme, _, rest = iri.partition("://")
    path = rest.partition("#")[0].split("/")
    if not rest:
        return ()
    return (f"{scheme}://{'/'.join(path[:n])}" for n in range(2, len(path)) if path[n - 1])
