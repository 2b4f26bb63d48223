"""What a page shows of a thing: labels, facts, what points at it. No HTML, no Flask."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from lod.rdf import NAMING, RDF, SCHEMA, VOCABULARY_LABELS, last_part, rank
from lod.serving.app.links import document_path, relative_link
from lod.words import msg, spoken_of

_POINTER = re.compile(r"source/([^/#]+)#line=(\d+),(\d+)")  # RFC 5147
_LONGEST_LANGUAGES = 60
"""Characters of Content-Language: some ten languages."""

_TYPE, _PAGE = f"{RDF}type", f"{SCHEMA}mainEntityOfPage"


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One value: a text in a language, a link (relative, or to elsewhere), or a part's facts.

    :param quote: the lines of a source that a link points at.
    """

    text: str
    language: str = ""
    href: str | None = None
    facts: tuple["Fact", ...] = ()
    quote: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A property under its label, with all its values."""

    label: ShownValue
    values: tuple[ShownValue, ...]


@dataclass
class View:
    """A graph, seen from the page at the path ``here`` under ``base``.

    :param languages: those of the publication: texts in the first one come first.
    :param quoted: gives a source's lines by its name and their numbers.
    """

    triples: Iterable[ox.Triple]
    base: str
    here: str
    prefixes: Mapping[str, str]
    languages: Sequence[str]
    quoted: Callable[[str, int, int], tuple[str, ...]] = lambda name, first, last: ()
    labels: dict[str, ShownValue] = field(default_factory=dict)
    subjects: dict[str, dict[str, list[ox.Triple]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        order = rank(self.prefixes)
        table: dict[str, dict[str, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
        for t in dict.fromkeys(self.triples):
            table[_id(t.subject)][t.predicate.value].append(t)
        for subject, properties in table.items():
            place = sorted(properties, key=lambda p: (p != _TYPE, order.get(p, len(order)), p))
            self.subjects[subject] = {p: properties[p] for p in place}
            self._name(subject, properties)

    def _name(self, subject: str, properties: Mapping[str, list[ox.Triple]]) -> None:
        for name in NAMING:
            found = [t.object for t in properties.get(name, ()) if isinstance(t.object, ox.Literal)]
            if found:
                best = min(found, key=self._order)
                self.labels[subject] = ShownValue(best.value, best.language or "")
                return

    @property
    def spoken(self) -> str:
        """The language of the page's own words."""
        return spoken_of(self.languages)[0]

    def _order(self, term: object) -> tuple[int, str]:
        """Place texts: the publication's first language, none, its others, then foreign ones."""
        language = (term.language or "") if isinstance(term, ox.Literal) else ""
        wanted = [self.languages[0], "", *self.languages[1:]]
        tag = language if language in wanted else language.partition("-")[0]
        return (wanted.index(tag) if tag in wanted else len(wanted), _id(term))

    def label(self, iri: str) -> ShownValue:
        """Give a thing's name: the publication's, else a known word, else the IRI's tail."""
        if iri in self.labels:
            return self.labels[iri]
        if iri in VOCABULARY_LABELS:
            return ShownValue(VOCABULARY_LABELS[iri].told(self.spoken), self.spoken)
        return ShownValue(self.path(iri) or iri)

    def property(self, iri: str) -> ShownValue:
        """Give a property's label; unknown ones by the tail of the IRI."""
        if iri in self.labels or iri in VOCABULARY_LABELS:
            return self.label(iri)
        return ShownValue(last_part(iri) or iri)

    def path(self, iri: str) -> str | None:
        """Give the path under the base, None for what is elsewhere."""
        return iri.removeprefix(self.base) if iri.startswith(self.base) else None

    def href(self, iri: str) -> str | None:
        """Give the link to the page about an IRI; None for what is no web address."""
        path = self.path(iri)
        if path is not None:
            return relative_link(self.here, document_path(path))
        return iri if iri.startswith(("http://", "https://")) else None

    def facts(self, iri: str, *, within: frozenset[str] = frozenset()) -> tuple[Fact, ...]:
        """Give all that is said of a thing; parts of it with their own facts."""
        rows = []
        for predicate, triples in self.subjects.get(iri, {}).items():
            if predicate in NAMING[:1] and not within and len(triples) == 1:
                continue
            ordered = sorted(triples, key=lambda t: self._order(t.object))
            values = [self.value(t.object, iri, within | {iri}) for t in ordered]
            rows.append(Fact(self.property(predicate), tuple(values)))
        return tuple(rows)

    def value(self, term: object, subject: str, within: frozenset[str]) -> ShownValue:
        """Show one object."""
        if isinstance(term, ox.Literal):
            return ShownValue(term.value, term.language or "")
        iri = _id(term)
        part = iri.startswith(f"{subject}/") or isinstance(term, ox.BlankNode)
        own = part or iri == self.base + self.here
        if own and iri in self.subjects and iri not in within and len(within) < 12:
            return ShownValue("", facts=self.facts(iri, within=within))
        if isinstance(term, ox.BlankNode):
            return ShownValue("…")
        return self.link(iri)

    def link(self, iri: str) -> ShownValue:
        """Show a link with its name; a pointer into a source as its lines."""
        name = self.label(iri)
        quote: tuple[str, ...] = ()
        pointer = _POINTER.fullmatch(iri.removeprefix(self.base))
        if pointer and iri.startswith(self.base):
            name = ShownValue(self._lines(iri))
            quote = self.quoted(pointer[1], int(pointer[2]) + 1, int(pointer[3]))
        return ShownValue(name.text, name.language, self.href(iri), quote=quote)

    def _lines(self, iri: str) -> str:
        """Name lines of a source as a person counts them, from 1."""
        name, _, place = iri.rpartition("/")[2].partition("#line=")
        first, _, last = place.partition(",")
        if last and first.isdigit() and last.isdigit():
            start = int(first) + 1
            place = last if start == int(last) else f"{start}–{last}"
        return msg("{source}, line {lines}", source=name, lines=place).told(self.spoken)

    def incoming(self, iri: str) -> tuple[Fact, ...]:
        """Give what points at a thing, by property."""
        groups: dict[str, set[str]] = defaultdict(set)
        for subject, properties in self.subjects.items():
            if subject.startswith((f"{iri}/", "_:")) or subject == iri:
                continue
            for predicate, triples in properties.items():
                if predicate != _PAGE and any(_id(t.object) == iri for t in triples):
                    groups[predicate].add(subject)
        return tuple(
            Fact(self.property(p), tuple(sorted(map(self.link, groups[p]), key=lambda v: v.text)))
            for p in sorted(groups)
        )

    def all_facts(self) -> list[tuple[str, ShownValue, tuple[Fact, ...]]]:
        """Give anchor, name and facts of each subject that is no label only."""
        rows = []
        for subject, properties in sorted(self.subjects.items()):
            if not subject.startswith("_:") and not properties.keys() <= set(NAMING):
                anchor = document_path(self.path(subject) or subject).partition("#")[2] or subject
                rows.append((anchor, self.label(subject), self.facts(subject)))
        return rows


def _id(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    return str(term)


def languages(triples: Iterable[ox.Triple]) -> str:
    """Give the languages of a graph's texts, for Content-Language.

    Nothing where they are many: without the header a document is for all (RFC 9110, 8.5), and a
    header whose length the data decides is one that proxies refuse.
    """
    found = {t.object.language for t in triples if isinstance(t.object, ox.Literal)}
    named = ", ".join(sorted(tag for tag in found if tag))
    return named if len(named) <= _LONGEST_LANGUAGES else ""
