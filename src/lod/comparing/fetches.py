"""Pages that were fetched again: what that alone changes of each thing is told once.

A source's bytes are never replaced: a page that changed comes in as another source, and all that
is read from it points there from then on, with the date that the page states.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from lod.comparing.model import Change, ComparedValue, Fetch
from lod.comparing.side import Side
from lod.comparing.things import subject_of
from lod.rdf import PROV, SCHEMA, VOID, last_part

_FROM = f"{PROV}wasDerivedFrom"
_POINTERS = (_FROM, f"{PROV}wasQuotedFrom")
_GRAPHS = f"{VOID}subset"
_DATED = ("statusAsOf", "description")
"""What repeats the date of the page: that of a status, the words of an anomaly."""


@dataclass(frozen=True)
class Fetches:
    """The sources that took each other's place between two sides."""

    old: Side
    new: Side
    found: Sequence[Fetch]

    def marked(self, change: Change) -> Change:
        """Mark a change that only says that the thing stands elsewhere, or in another fetch."""
        moved = self._moved(change) or self._dated(change) or self._listed(change)
        return replace(change, shifted=(moved and not change.whole) or self._kept(change))

    def _listed(self, change: Change) -> bool:
        """Whether the graphs that the dataset has more or less are only those of the fetches."""
        names = {source for fetch in self.found for source in (fetch.old, fetch.new)}
        values = (*change.before, *change.after)
        graphs = {value.text.replace("/graph/", "/source/", 1) for value in values}
        return change.property == _GRAPHS and graphs <= names

    def _moved(self, change: Change) -> bool:
        """Whether all of it comes from the same pages as before."""
        if change.property not in _POINTERS:
            return False
        before = _pages(self.old, change, change.before)
        return bool(before) and before == _pages(self.new, change, change.after)

    def _kept(self, change: Change) -> bool:
        """Whether it says what the older fetch said and no longer holds: told where it changed."""
        fetches = {iri for fetch in self.found for iri in (fetch.old, fetch.new)}
        if any(change.subject.startswith(f"{iri}/") for iri in fetches):
            return True
        named = last_part(change.property) in ("earlierStatement", "mentions")
        return named and change.subject in fetches

    def _dated(self, change: Change) -> bool:
        if last_part(change.property) not in _DATED or not (change.before and change.after):
            return False
        after = _texts(change.after)
        dates = (fetch.dates for fetch in self.found if fetch.dates)
        return any(_texts(change.before, *pair) == after for pair in dates)


def find_fetches(
    old: Side, new: Side, removed: Iterable[ox.Triple], added: Iterable[ox.Triple]
) -> Fetches:
    """Find the sources that things were read from and aren't now, and what came in their place.

    :param removed: the statements that only OLD has; ``added`` those that only NEW has.
    """
    before, after = _sources(removed), _sources(added)
    pairs = {
        (was, now)
        for subject in before.keys() & after.keys()
        for was in before[subject]
        for now in after[subject]
        if was != now and _page(old, was) == _page(new, now)
    }
    return Fetches(old, new, [Fetch(*pair, _dates(old, new, *pair)) for pair in sorted(pairs)])


def source_of(pointer: str) -> str:
    """Give the source that a pointer points into.

    >>> source_of("https://x.example/source/a#line=1,2")
    'https://x.example/source/a'
    """
    return pointer.partition("#")[0]


def _sources(triples: Iterable[ox.Triple]) -> Mapping[str, set[str]]:
    """Give the sources of each subject that has any."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for triple in triples:
        if triple.predicate.value == _FROM and isinstance(triple.object, ox.NamedNode):
            found[subject_of(triple)].add(source_of(triple.object.value))
    return found


def _page(side: Side, source: str) -> frozenset[str]:
    """Tell which page a source is a fetch of: what it is about tells; else it is its own."""
    return frozenset(_values(side, source, f"{SCHEMA}about")) or frozenset([source])


def _pages(side: Side, change: Change, values: Iterable[ComparedValue]) -> set[frozenset[str]]:
    """Give the pages that a subject comes from: those values, and what the side has besides."""
    kept = _values(side, change.subject, change.property)
    pointers = {*(value.text for value in values), *kept}
    return {_page(side, source_of(pointer)) for pointer in pointers}


def _dates(old: Side, new: Side, was: str, now: str) -> tuple[str, str] | None:
    """Give the days, ``YYYY-MM-DD``, on which two sources say that they were changed."""
    before, after = (
        next(_values(side, source, f"{SCHEMA}dateModified"), "")[:10]
        for side, source in ((old, was), (new, now))
    )
    return (before, after) if before and after and before != after else None


def _values(side: Side, subject: str, predicate: str) -> Iterator[str]:
    for t in side.statements(subject):
        if t.predicate.value == predicate and isinstance(t.object, ox.NamedNode | ox.Literal):
            yield t.object.value


def _texts(
    values: Iterable[ComparedValue], was: str = "", now: str = ""
) -> set[tuple[str, str | None]]:
    return {(v.text.replace(was, now) if was else v.text, v.language) for v in values}
