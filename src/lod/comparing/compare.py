"""Compare two sides: only what differs between their sorted lines is parsed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from lod.comparing import model
from lod.comparing.fetches import find_fetches
from lod.comparing.findings import Findings, compare_findings
from lod.comparing.merge import FRESH, GONE, differing
from lod.comparing.model import Change, ChangedThing, ComparedValue, Diff
from lod.comparing.rename import Renames, cancelled, find_renames, told_renames
from lod.comparing.side import Side
from lod.comparing.telling import TYPE_IRI, marked, what_stayed
from lod.comparing.things import Draft, Grouping, subject_of
from lod.publishing import KEY_KINDS
from lod.rdf import DCAT, FOAF, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, XSD, last_part
from lod.release import triples_in

_COLLECTIONS = {f"<{iri}>" for iri in (f"{OWL}Ontology", f"{SKOS}ConceptScheme", f"{DCAT}Catalog")}
_GENERAL = {f"{SCHEMA}Organization", f"{ORG}Organization", f"{PROV}Entity", f"{FOAF}Agent",
            f"{RDFS}Class", f"{SCHEMA}Project", f"{RDF}Property"}  # fmt: skip
_KNOWN = 100_000


def compare_sides(old: Side, new: Side) -> Diff:
    """Say what NEW has that OLD hasn't and the other way round, thing by thing.

    A release and a file without graphs are compared as if neither had any.
    """
    return _Comparison(old, new).diff()


@dataclass
class _Comparison:
    old: Side
    new: Side

    def __post_init__(self) -> None:
        self.is_thing = lru_cache(_KNOWN)(self._is_thing)
        bases = (self.new.about.base, self.old.about.base)
        self.grouping = Grouping(tuple(dict.fromkeys(b for b in bases if b)), self.is_thing)
        self.removed, self.added, self.regraphed = self._differing()
        self.fetches = find_fetches(self.old, self.new, self.removed, self.added)

    def diff(self) -> Diff:
        drafts = self.grouping.group(
            _standing(self.removed, self.old), _standing(self.added, self.new)
        )
        states = {iri: self._state(iri) for iri in drafts}
        renames = self._renames(drafts, states)
        drafts = self._renamed(drafts, renames)
        things = [self._thing(iri, draft, states, renames) for iri, draft in drafts.items()]
        things.sort(key=_order)
        return Diff(
            self.old.about.name,
            self.new.about.name,
            things,
            len(self.added),
            len(self.removed),
            self.regraphed if self.old.about.graphs and self.new.about.graphs else 0,
            self._terms(things),
            self.new.about.base or self.old.about.base,
            self._findings(renames),
            (*self.old.about.notes, *self.new.about.notes),
            self.fetches.found,
        )

    def _differing(self) -> tuple[list[ox.Triple], list[ox.Triple], int]:
        found: dict[int, list[bytes]] = {GONE: [], FRESH: []}
        regraphed = 0
        for kind, line in differing(self.old.lines, self.new.lines):
            if kind in found:
                found[kind].append(line + b".\n")
            else:
                regraphed += 1
        gone, fresh = (triples_in(b"".join(found[kind])) for kind in (GONE, FRESH))
        return gone, fresh, regraphed

    def _is_thing(self, iri: str) -> bool:
        said = [*self.old.statements(iri), *self.new.statements(iri)]
        types = {str(t.object) for t in said if t.predicate.value == TYPE_IRI}
        return bool(said) and not types & _COLLECTIONS

    def _state(self, iri: str) -> str:
        before, after = self._exists(self.old, iri), self._exists(self.new, iri)
        if before and after:
            return model.CHANGED
        return model.REMOVED if before else model.ADDED

    def _exists(self, side: Side, iri: str) -> bool:
        if iri in side.about.moved:
            return False
        if self.old.has(iri) or self.new.has(iri):
            return side.has(iri)
        document = self._document(iri)
        return side.has_below(iri) or (document is not None and side.has(document))

    def _document(self, iri: str) -> str | None:
        for base in self.grouping.bases:
            if iri.startswith((f"{base}id/", f"{base}source/")):
                return f"{base}doc/{iri.removeprefix(base).removeprefix('id/')}"
        return None

    def _renames(self, drafts: Mapping[str, Draft], states: Mapping[str, str]) -> Renames:
        fetches = {iri for fetch in self.fetches.found for iri in (fetch.old, fetch.new)}
        whole = {iri for iri, draft in drafts.items() if not (draft.removed and draft.added)}
        whole -= fetches
        removed = {iri for iri in whole if states[iri] == model.REMOVED}
        added = {iri for iri in whole if states[iri] == model.ADDED}
        keys = told_renames(self.old.about, self.new.about)
        return find_renames(drafts, removed, added, keys, self.grouping.thing)

    def _renamed(self, drafts: dict[str, Draft], renames: Renames) -> dict[str, Draft]:
        """Put the new IRIs on the old side, so that only what else changed is left."""
        if not renames.table:
            return drafts
        thing = self.grouping.thing
        removed, added = _standing(self.removed, self.old), _standing(self.added, self.new)
        again = self.grouping.group(renames.triples(removed, thing), added)
        left = {iri: cancelled(draft) for iri, draft in again.items()}
        kept = set(renames.table.values())
        return {iri: d for iri, d in left.items() if d.removed or d.added or iri in kept}

    def _thing(
        self, iri: str, draft: Draft, states: Mapping[str, str], renames: Renames
    ) -> ChangedThing:
        was = renames.before.get(iri)
        state = states[iri]
        if was is not None:
            state = model.RENAMED if was in renames.certain else model.PROBABLY_RENAMED
        changes = marked(self._changes(draft, state), self.fetches.marked)
        side = self.old if state == model.REMOVED else self.new
        kind, class_iri = self._kind(iri, side)
        whole = state in (model.ADDED, model.REMOVED)
        return ChangedThing(
            iri,
            state,
            kind,
            class_iri,
            side.names(iri),
            changes,
            was,
            state == model.REMOVED and self.new.about.moved.get(iri, iri) is None,
            () if whole else what_stayed(changes, self._described(iri)),
        )

    def _described(self, iri: str) -> set[str]:
        said = [*self.new.statements(iri), *self.new.statements(f"{iri}/period")]
        return {last_part(t.predicate.value) for t in said}

    def _kind(self, iri: str, side: Side) -> tuple[str | None, str | None]:
        types = [t.object for t in side.statements(iri) if t.predicate.value == TYPE_IRI]
        named = [t.value for t in types if isinstance(t, ox.NamedNode)]
        ranked = sorted(named, key=lambda c: (c in _GENERAL, not c.startswith(self._bases), c))
        found = ranked[0] if ranked else None
        for base in self._bases:
            kind = iri.removeprefix(f"{base}id/").partition("/")[0]
            if iri.startswith(f"{base}id/") and kind in KEY_KINDS:
                return kind, found
        return (last_part(found) if found else None), found

    @property
    def _bases(self) -> tuple[str, ...]:
        return self.grouping.bases

    def _changes(self, draft: Draft, state: str) -> list[Change]:
        table: dict[tuple[str, str], Draft] = {}
        for triple in draft.removed:
            table.setdefault(_key(triple), Draft()).removed.append(triple)
        for triple in draft.added:
            table.setdefault(_key(triple), Draft()).added.append(triple)
        said = {s: self._said(s, state) for s in draft.subjects}
        return [self._change(key, found, state, *said[key[0]]) for key, found in table.items()]

    def _said(self, subject: str, state: str) -> tuple[Sequence[ox.Triple], bool]:
        """Give what NEW says of a subject, and whether all of it came or went."""
        if state in (model.ADDED, model.REMOVED):
            return [], False
        after = self.new.statements(subject)
        return after, state == model.CHANGED and (not after or not self.old.has(subject))

    def _change(
        self, key: tuple[str, str], draft: Draft, state: str, said: Sequence[ox.Triple], whole: bool
    ) -> Change:
        subject, predicate = key
        fresh = set(draft.added)
        kept = [t.object for t in said if t.predicate.value == predicate and t not in fresh]
        return Change(
            subject,
            self.grouping.part(subject),
            predicate,
            self._values(draft.removed, self.old),
            self._values(draft.added, self.new),
            dict(Counter(_language(term) or "" for term in kept)),
            whole,
        )

    def _values(self, triples: Iterable[ox.Triple], side: Side) -> tuple[ComparedValue, ...]:
        values = [self._value(t.object, side) for t in triples]
        return tuple(sorted(values, key=lambda v: (v.language or "", v.text, v.datatype or "")))

    def _value(self, term: object, side: Side) -> ComparedValue:
        if isinstance(term, ox.NamedNode):
            other = self.new if side is self.old else self.old
            return ComparedValue(
                "iri", term.value, names=side.names(term.value) or other.names(term.value)
            )
        if isinstance(term, ox.Literal):
            language = _language(term)
            datatype = term.datatype.value
            plain = language is not None or datatype == f"{XSD}string"
            return ComparedValue("literal", term.value, language, None if plain else datatype)
        return ComparedValue("triple", str(term))

    def _terms(self, things: Iterable[ChangedThing]) -> dict[str, Mapping[str, str]]:
        terms = {c.property for thing in things for c in thing.changes}
        terms |= {thing.class_iri for thing in things if thing.class_iri}
        named = {iri: self.new.names(iri) or self.old.names(iri) for iri in sorted(terms)}
        return {iri: names for iri, names in named.items() if names}

    def _findings(self, renames: Renames) -> Findings | None:
        old, new = self.old.about.findings, self.new.about.findings
        if old is None or new is None:
            return None
        return compare_findings(old, new, lambda iri: renames.iri(iri, self.grouping.thing))


def _standing(triples: Iterable[ox.Triple], side: Side) -> list[ox.Triple]:
    """Leave out what a side says of what is gone: that it is renamed or withdrawn is told."""
    return [t for t in triples if subject_of(t) not in side.about.moved]


def _key(triple: ox.Triple) -> tuple[str, str]:
    return subject_of(triple), triple.predicate.value


def _language(term: object) -> str | None:
    """Give a literal's language, with its direction if it has one."""
    if not isinstance(term, ox.Literal) or term.language is None:
        return None
    direction = str(term).rpartition(f"@{term.language}--")[2] if "--" in str(term) else ""
    return f"{term.language}--{direction}" if direction in ("ltr", "rtl") else term.language


def _order(thing: ChangedThing) -> tuple[object, ...]:
    rank = KINDS_FIRST.index(thing.kind) if thing.kind in KINDS_FIRST else len(KINDS_FIRST)
    names = thing.names
    name = next((names[tag] for tag in ("sv", "", "en", *names) if tag in names), thing.iri)
    return (rank, thing.kind is None, thing.kind or "", name.casefold(), thing.iri)


KINDS_FIRST = ("project", "programme", "organization", "area", "report")
"""The order of kinds; others come after, by name."""
