"""What is written by hand in data/curated, and changes nothing: findings, each at its line.

No shape says it. A closed shape would find too much once somebody infers, and what has no class
has no shape.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from lod.checking import PROPERTY, SUBJECT, VALUE, Finding, Place, RdfFile, Report, Rule, nearest
from lod.publishing.candidates import register_keys
from lod.publishing.mapping import StatedIn
from lod.publishing.near import nearest_thing
from lod.publishing.publication import Mapped
from lod.publishing.records import Page
from lod.rdf import (
    DCTERMS,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SH,
    Shortening,
    last_part,
    namespace_of,
    prefixes,
)
from lod.words import Message, msg, texts

_TYPE = f"{RDF}type"
_SAID = (  # of a decision, beside what our own vocabulary has
    *(_TYPE, f"{DCTERMS}description", f"{DCTERMS}date", f"{PROV}wasAttributedTo"),
    *(f"{RDFS}label", f"{RDFS}comment", f"{RDFS}seeAlso"),
    *(f"{DCTERMS}source", f"{PROV}wasDerivedFrom"),
)
_DOMAINS = (f"{SCHEMA}domainIncludes", f"{RDFS}domain")
_ADDRESS = re.compile(r"/anomaly/[^/]+/decision$")
_CLASS = f"{SH}ClassConstraintComponent"
_GUESSED = 100  # addresses for which the one that was meant is sought

_MENDED = msg(
    "take the decision out of the file: what the newer page says is published, "
    "and the older page's document keeps what that one said"
)

# What is looked at → how grave it is, what should be, how to mend it.
_KINDS: Mapping[str, tuple[str, Message, Message]] = {
    "decision-property": (
        "violation",
        msg("a decision says only what a decision says"),
        msg("correct the property; what else there is to say goes into dcterms:description"),
    ),
    "void-decision": (
        "violation",
        msg("a decision decides something"),
        msg("let lod decide write it, or write it as the comments in decisions.ttl show"),
    ),
    "outdated-decision": (
        "warning",
        msg("a decision should be on the words that the newest page has"),
        msg("look at it again: if it holds for these words too, give it a later date"),
    ),
    "unknown-thing": (
        "warning",
        msg("what is written by hand is about what there is"),
        msg("correct the address; or say what the thing is, if it is a new one"),
    ),
}


def with_void(report: Report, mapped: Mapped) -> Report:
    """Add to a check what in data/curated changes nothing, and say which address was meant.

    What is told at its line isn't told by a guard as well.
    """
    by_hand = _ByHand(mapped, report)
    findings = [by_hand.explained(f) for f in report.findings if not by_hand.is_told(f)]
    return replace(report, findings=[*by_hand.found, *findings])


@dataclass(frozen=True)
class _Decision:
    """A decision as a file has it: by its class, by what it says, or by its address alone."""

    file: RdfFile
    subject: ox.NamedNode
    said: Sequence[ox.Triple]


class _ByHand:
    """Looks at the files in data/curated beside what became of them."""

    def __init__(self, mapped: Mapped, report: Report) -> None:
        self._mapped, self._graph, self._report = mapped, mapped.graph, report
        self._base = mapped.config.base_iri
        self._short = Shortening(prefixes(mapped.config.vocab_iri))
        self._left = _GUESSED
        fp = mapped.graph.expand
        self._kind = ox.NamedNode(fp("fp:Decision"))
        self._decides, self._chosen = fp("fp:decides"), fp("fp:chosen")

    @cached_property
    def found(self) -> Sequence[Finding]:
        """All of it."""
        return [*self._misnamed(), *self._void(), *self._outdated(), *self._unknown()]

    def explained(self, finding: Finding) -> Finding:
        """Say beside a value that has no class which thing was perhaps meant."""
        value = finding.value or ""
        if finding.component != _CLASS or not value.startswith(f"<{self._base}"):
            return finding
        if self._is_described(term := ox.NamedNode(value[1:-1])):
            return finding
        lost = msg("{iri}, which nothing has", iri=term.value)
        if page := self._mended(term):
            said = msg("The decision decides nothing any more: {page} has the anomaly, but a newer page is read without it.", page=page)  # fmt: skip # noqa: E501
            return replace(finding, messages=texts(said), found=texts(lost), help=texts(_MENDED))
        return replace(finding, found=texts(self._meaning(lost, term)))

    def _mended(self, anomaly: ox.NamedNode) -> str | None:
        """Give the older page that alone has an anomaly, by its name; None where none has."""
        return next((source for source, _ in self._said_earlier[anomaly]), None)

    def is_told(self, finding: Finding) -> bool:
        """Whether a guard says what is told at its line."""
        if finding.rule.id == "guard/unknown-property":
            return finding.focus in self._told_properties
        return finding.rule.id == "guard/uncovered" and self._classless <= {
            f.focus for f in self.found
        }

    def _misnamed(self) -> Iterator[Finding]:
        """Tell of each property that no decision has."""
        for one in self._decisions:
            for triple in one.said:
                if triple.predicate.value not in self._properties:
                    said = msg("a decision has no {property}", property=self._named(triple))
                    said = self._meant(said, triple.predicate.value)
                    place = _place(one.file, triple, PROPERTY)
                    yield _finding("decision-property", said, place, str(one.subject))

    def _void(self) -> Iterator[Finding]:
        """Tell of decisions that decide nothing, and of which no rule says so."""
        told = {f.focus for f in (*self._misnamed(), *self._report.findings) if _is_grave(f)}
        neither = msg("this decides nothing: it has neither the class fp:Decision nor fp:decides")
        nothing = msg("this decides nothing: no value follows from what is chosen")
        for one in self._decisions:
            focus = str(one.subject)
            chosen = next((t for t in one.said if t.predicate.value == self._chosen), None)
            if focus not in told and not self._has_shape(one):
                place = _place(one.file, one.said[0], SUBJECT)
                yield _finding("void-decision", neither, place, focus)
            elif focus not in told and chosen and chosen not in self._followed:
                place = _place(one.file, chosen, VALUE)
                yield _finding("void-decision", nothing, place, focus)

    def _outdated(self) -> Iterator[Finding]:
        """Tell of decisions on words that a newer page has written otherwise since."""
        for one in self._decisions:
            said = {t.predicate.value: t for t in one.said}
            decides, day = said.get(self._decides), said.get(f"{DCTERMS}date")
            if not decides or not day or not isinstance(day.object, ox.Literal):
                continue
            of = day.object.value
            if page := self._rewritten(decides.object, of):
                message = msg("the decision is of {day}; since then {page} has other words there", day=of, page=page.source.name)  # fmt: skip # noqa: E501
                place = _place(one.file, decides, VALUE)
                yield _finding("outdated-decision", message, place, str(one.subject))

    def _rewritten(self, anomaly: object, day: str) -> Page | None:
        """Give the page whose words an anomaly is of, if on a day the newest had others.

        :param day: as written, YYYY-MM-DD.
        """
        about, graph = self._graph.about.get(anomaly, ()), self._graph
        now = {t for t in about if t.predicate.value in self._words}
        then = self._words_then(anomaly, day)
        named = {graph.iris.graph(page.source.name): page for page in self._mapped.pages}
        pages = (named.get(graph.quads[t].value) for t in now)
        newest = next((page for page in pages if page and page.stated), None)
        changed = newest and then and then != now and str(newest.stated) > day
        return newest if changed else None

    def _words_then(self, anomaly: object, day: str) -> set[ox.Triple]:
        """Give an anomaly's words on the last page up to a day; none if only newer ones have it."""
        stated = {p.source.name: str(p.stated) for p in self._mapped.pages if p.stated}
        said = [(stated.get(name, ""), t) for name, t in self._said_earlier[anomaly]]
        last = max((on for on, _ in said if on and on <= day), default=None)
        return {t for on, t in said if on == last and t.predicate.value in self._words}

    @cached_property
    def _words(self) -> tuple[str, str]:
        """What an anomaly is known by: as written, and of which type."""
        return self._graph.expand("fp:verbatim"), f"{DCTERMS}type"

    @cached_property
    def _said_earlier(self) -> Mapping[object, Sequence[tuple[str, ox.Triple]]]:
        """What older pages say of each thing that a newer one describes, each with its name."""
        found: dict[object, list[tuple[str, ox.Triple]]] = defaultdict(list)
        for one in self._graph.superseded:
            found[one.said.triple.subject].append((one.said.graph, one.said.triple))
        return found

    def _unknown(self) -> Iterator[Finding]:
        """Tell of addresses of the publication's own that nothing has, each once."""
        graves = [f for f in self._report.findings if _is_grave(f)]
        told = {name for f in graves for name in (f.value, f.focus)}
        told |= {str(one.subject) for one in self._decisions}
        told |= self._of_registers()
        for file in self._mapped.own["data/curated"]:
            for triple in file.placed:
                for term, mark in ((triple.subject, SUBJECT), (triple.object, VALUE)):
                    if str(term) not in told and self._is_lost(term):
                        told.add(str(term))
                        said = msg("nothing has the address {iri}", iri=str(term)[1:-1])
                        place = _place(file, triple, mark)
                        yield _finding("unknown-thing", self._meaning(said, term), place, str(term))

    def _of_registers(self) -> set[str]:
        """Give the addresses that bodies of the registers would have: who isn't one may say so."""
        iris = self._mapped.graph.iris
        keys = register_keys(self._mapped.keys, self._mapped.reference)
        return {f"<{iris.thing('organization', key)}>" for key in keys}

    def _is_lost(self, term: object) -> bool:
        """Whether a term is an address of a thing, or a document, that nothing describes."""
        if not isinstance(term, ox.NamedNode) or self._is_described(term):
            return False
        return term.value.startswith((f"{self._base}id/", f"{self._base}doc/"))

    def _is_described(self, term: object) -> bool:
        if any(t.predicate.value == _TYPE for t in self._graph.about.get(term, ())):
            return True
        parts = self._mapped.parts
        return parts is not None and isinstance(term, ox.NamedNode) and parts.describe(term.value)

    def _meaning(self, said: Message, term: object) -> Message:
        """Add to what is said of an address the thing that was perhaps meant."""
        self._left -= 1
        near = nearest_thing(str(term)[1:-1], self._things, self._base) if self._left >= 0 else None
        return said if near is None else msg("{said}; did you mean {near}?", said=said, near=near)

    def _meant(self, said: Message, iri: str) -> Message:
        """Add the property that was perhaps meant: of nearly this name, in any vocabulary."""
        spaces = (namespace_of(iri), *sorted({namespace_of(p) for p in self._properties}))
        named = (nearest(space + last_part(iri), self._properties) for space in spaces)
        same = (p for p in sorted(self._properties) if last_part(p) == last_part(iri))
        near = next(filter(None, (*same, *named)), None)
        return (
            said
            if near is None
            else msg("{said}; did you mean {near}?", said=said, near=self._short(f"<{near}>"))
        )

    def _named(self, triple: ox.Triple) -> str:
        return self._short(str(triple.predicate))

    def _has_shape(self, one: _Decision) -> bool:
        return any(t.object == self._kind or t.predicate.value == self._decides for t in one.said)

    @cached_property
    def _decisions(self) -> Sequence[_Decision]:
        found: list[_Decision] = []
        for file in self._mapped.own["data/curated"]:
            about: dict[ox.NamedNode, list[ox.Triple]] = defaultdict(list)
            for triple in file.placed:
                if isinstance(triple.subject, ox.NamedNode):
                    about[triple.subject].append(triple)
            ones = (_Decision(file, subject, said) for subject, said in about.items())
            found += [one for one in ones if self._is_decision(one)]
        return found

    def _is_decision(self, one: _Decision) -> bool:
        says = any(t.predicate.value == self._chosen for t in one.said)
        own = one.subject.value.startswith(f"{self._base}id/")
        return says or self._has_shape(one) or (own and bool(_ADDRESS.search(one.subject.value)))

    @cached_property
    def _properties(self) -> frozenset[str]:
        """What a decision may have, and what the ontology says that decisions have."""
        added = {
            str(t.subject)[1:-1]
            for t in self._graph.quads
            if t.object == self._kind and t.predicate.value in _DOMAINS
        }
        return frozenset({*_SAID, self._decides, self._chosen, *added})

    @cached_property
    def _told_properties(self) -> set[str]:
        """The properties that are told in each decision that has them, and stand nowhere else."""
        decisions = {one.subject for one in self._decisions}
        all_said = (t for one in self._decisions for t in one.said)
        told = {t.predicate.value for t in all_said} - self._properties
        others = (t for t in self._graph.quads if told and t.subject not in decisions)
        parts = self._mapped.parts
        return told.difference(
            (t.predicate.value for t in others), parts.summary.words if parts else ()
        )

    @cached_property
    def _followed(self) -> set[ox.Triple]:
        """The statements by hand from which others follow."""
        origins = self._graph.origins.items()
        return {at.triple for t, at in origins if isinstance(at, StatedIn) and at.triple != t}

    @cached_property
    def _things(self) -> Sequence[str]:
        about = self._graph.about
        found = [s.value for s in about if isinstance(s, ox.NamedNode) and self._is_described(s)]
        return found + (self._mapped.parts.things if self._mapped.parts else [])

    @cached_property
    def _classless(self) -> set[str]:
        """What of the publication's own has no class."""
        own, about = f"<{self._base}", self._graph.about.items()
        return {
            str(s)
            for s, said in about
            if said and str(s).startswith(own) and not self._is_described(s)
        }


def _place(file: RdfFile, said: ox.Triple, mark: int) -> Place | None:
    return file.find(said.subject, said.predicate, said.object, mark)


def _is_grave(finding: Finding) -> bool:
    return finding.severity == "violation"


def _finding(name: str, said: Message, place: Place | None, focus: str) -> Finding:
    severity, title, how = _KINDS[name]
    rule = Rule(f"notice/{name}", severity, title=texts(title), help=texts(how))
    return Finding(rule, severity, texts(said), place, focus)
