"""Things that have another IRI now: told by the keys for certain, by their content probably."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from lod.comparing.side import About
from lod.comparing.things import Draft, subject_of
from lod.rdf import DCTERMS, FOAF, OWL, RDF, RDFS, SCHEMA, SKOS

ALIKE = 0.5
"""Share of the statements that two things have in common to be taken for one (Jaccard)."""

_TELLING = frozenset(
    [f"{SCHEMA}{name}" for name in ("name", "identifier", "sameAs")]
    + [f"{DCTERMS}title", f"{DCTERMS}identifier", f"{OWL}sameAs", f"{RDFS}label"]
    + [f"{SKOS}prefLabel", f"{SKOS}notation", f"{FOAF}name"]
)
_TELLING_LENGTH = 40  # a text this long is seldom the same by chance
_BUCKET = 20  # what more things than this say tells nothing
_TYPE = f"{RDF}type"

Feature = tuple[str, str, str]


@dataclass(frozen=True)
class Renames:
    """Old IRI → new IRI.

    :param certain: those that the keys tell.
    """

    table: Mapping[str, str]
    certain: frozenset[str]

    @cached_property
    def before(self) -> Mapping[str, str]:
        """New IRI → old IRI."""
        return {now: was for was, now in self.table.items()}

    def iri(self, iri: str, thing: Callable[[str], str]) -> str:
        """Give the IRI that a thing, a part of it or its document has now."""
        old = thing(iri)
        new = self.table.get(old)
        if new is None:
            return iri
        if iri.startswith(old):
            return new + iri[len(old) :]
        return iri.replace(_tail(old), _tail(new)) if _tail(old) in iri else iri

    def triples(
        self, triples: Iterable[ox.Triple], thing: Callable[[str], str]
    ) -> Iterator[ox.Triple]:
        """Put the new IRIs into statements."""
        for t in triples:
            subject, value = subject_of(t), t.object
            if isinstance(value, ox.NamedNode):
                value = ox.NamedNode(self.iri(value.value, thing))
            yield ox.Triple(ox.NamedNode(self.iri(subject, thing)), t.predicate, value)


def _tail(iri: str) -> str:
    """Give what a thing and its document share of their IRIs: ``/project/a``.

    >>> _tail("https://x.example/id/project/a")
    '/project/a'
    """
    return "/" + "/".join(iri.split("/")[-2:])


def told_renames(old: About, new: About) -> dict[str, str]:
    """Give what the keys of either side say: old IRI → new IRI."""
    forward = {was: now for was, now in new.moved.items() if now}
    return {**{now: was for was, now in old.moved.items() if now}, **forward}


def find_renames(
    drafts: Mapping[str, Draft],
    removed: set[str],
    added: set[str],
    keys: Mapping[str, str],
    thing: Callable[[str], str],
) -> Renames:
    """Pair things that are gone with things that are new.

    :param removed: IRIs of things that are gone, ``added`` of those that are new.
    """
    certain = {was: keys[was] for was in sorted(removed) if keys.get(was) in added}
    lost = sorted(removed - set(certain))
    found = sorted(added - set(certain.values()))
    before = {iri: _features(drafts[iri].removed, thing) for iri in lost}
    after = {iri: _features(drafts[iri].added, thing) for iri in found}
    table = dict(certain)
    taken: set[str] = set()
    for _, was, now in sorted(_pairs(before, after)):
        if was not in table and now not in taken:
            table[was] = now
            taken.add(now)
    return Renames(table, frozenset(certain))


def _features(triples: Iterable[ox.Triple], thing: Callable[[str], str]) -> frozenset[Feature]:
    """List what is said of a thing, without its IRI: (part, property, value)."""
    rows = []
    for t in triples:
        subject = subject_of(t)
        own = thing(subject)
        value = str(t.object)
        if isinstance(t.object, ox.NamedNode) and thing(t.object.value) == own:
            value = _within(t.object.value, own)
        rows.append((_within(subject, own), t.predicate.value, value))
    return frozenset(rows)


def _within(iri: str, own: str) -> str:
    return iri[len(own) :] if iri.startswith(own) else "document"


def _pairs(
    before: Mapping[str, frozenset[Feature]], after: Mapping[str, frozenset[Feature]]
) -> Iterator[tuple[tuple[float, str, str], str, str]]:
    """Give the pairs that may be one thing, the likeliest first when sorted.

    The order is the same when the sides change places.
    """
    ours, theirs = _telling(before), _telling(after)
    pairs = {
        (was, now)
        for feature in ours.keys() & theirs.keys()
        if len(ours[feature]) <= _BUCKET and len(theirs[feature]) <= _BUCKET
        for was in ours[feature]
        for now in theirs[feature]
    }
    for was, now in pairs:
        one, other = before[was], after[now]
        alike = len(one & other) / len(one | other)
        same_class = bool(_types(one) & _types(other)) or not (_types(one) | _types(other))
        if alike >= ALIKE and same_class:
            yield (-alike, min(was, now), max(was, now)), was, now


def _telling(things: Mapping[str, frozenset[Feature]]) -> dict[Feature, list[str]]:
    found: dict[Feature, list[str]] = defaultdict(list)
    for iri, features in things.items():
        for feature in features:
            _, predicate, value = feature
            text, _, rest = value.rpartition('"')
            long = len(text) > _TELLING_LENGTH and not rest.startswith("^^")
            if feature[0] == "" and (predicate in _TELLING or long):
                found[feature].append(iri)
    return found


def _types(features: Iterable[Feature]) -> set[str]:
    return {value for part, predicate, value in features if part == "" and predicate == _TYPE}


def cancelled(draft: Draft) -> Draft:
    """Leave out what both sides say after all, now that the IRIs agree."""
    both = set(draft.removed) & set(draft.added)
    return replace(
        draft,
        removed=[t for t in draft.removed if t not in both],
        added=[t for t in draft.added if t not in both],
    )
