"""A comparison, ready to be shown. No IO."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lod.checking import Texts
from lod.comparing.findings import Findings
from lod.errors import InputError, UsageError
from lod.words import msg

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
RENAMED, PROBABLY_RENAMED = "renamed", "probably-renamed"
STATES = (ADDED, REMOVED, CHANGED, RENAMED, PROBABLY_RENAMED)


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """A value as written.

    :param kind: ``iri``, ``literal`` or ``triple`` (RDF 1.2, in N-Triples form).
    :param language: with its direction, if it has one, as in ``ar--rtl``.
    :param datatype: None for strings.
    :param names: of the thing that the IRI is, by language.
    """

    kind: str
    text: str
    language: str | None = None
    datatype: str | None = None
    names: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """The values of one property that came or went.

    :param subject: the thing, a part of it, or its document.
    :param part: what lies between the thing's IRI and the subject's: ``period``; ``""`` for itself.
    :param before: values that only OLD has; ``after`` those that only NEW has.
    :param kept: how many values both have, by language (``""`` for none).
    :param whole: whether all of the subject came or went, of a thing that stays.
    :param implied: whether other changes of the thing, which are shown, say the same.
    :param shifted: whether it only says that the thing stands elsewhere in its source, or in
        another fetch of it.
    """

    subject: str
    part: str
    property: str
    before: tuple[ComparedValue, ...]
    after: tuple[ComparedValue, ...]
    kept: Mapping[str, int] = field(default_factory=dict)
    whole: bool = False
    implied: bool = False
    shifted: bool = False


@dataclass(frozen=True, slots=True)
class ChangedThing:
    """A thing that changed, with its parts and its document.

    :param state: one of ``STATES``.
    :param kind: ``project``, …; the local name of its class; None where it has none.
    :param was: the IRI it had in OLD, where that is another.
    :param retired: whether its address now answers 410.
    :param unchanged: what stayed of its main properties, where that helps: ``owner``, ``period``.
    """

    iri: str
    state: str
    kind: str | None
    class_iri: str | None
    names: Texts
    changes: tuple[Change, ...]
    was: str | None = None
    retired: bool = False
    unchanged: tuple[str, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether nothing but its place changed: the line, or the fetch."""
        only = all(change.shifted or change.implied for change in self.changes)
        return self.state == CHANGED and only

    @property
    def shown(self) -> tuple[Change, ...]:
        """The changes that are told."""
        return tuple(c for c in self.changes if not (c.implied or c.shifted))


@dataclass(frozen=True, slots=True)
class Fetch:
    """A page that was fetched again: what was read from the one fetch is read from the other now.

    :param old: IRI of the source; ``new`` likewise.
    :param dates: the days on which the two say that the page was changed; None where one doesn't.
    """

    old: str
    new: str
    dates: tuple[str, str] | None = None


@dataclass(frozen=True)
class Diff:
    """How NEW differs from OLD.

    :param things: by class, then name.
    :param added: statements that only NEW has; ``removed`` those that only OLD has.
    :param regraphed: statements that both have, in other named graphs.
    :param terms: names of properties and classes by IRI, from the data.
    :param findings: the change in what the check finds; None where a side wasn't checked.
    :param notes: what could not be read of either.
    :param fetches: pages that were fetched again; by their IRIs.
    """

    old: str
    new: str
    things: Sequence[ChangedThing]
    added: int
    removed: int
    regraphed: int
    terms: Mapping[str, Texts]
    base: str | None = None
    findings: Findings | None = None
    notes: Sequence[InputError] = ()
    fetches: Sequence[Fetch] = ()

    def render(self, format: str, language: str = "en", *, everything: bool = False) -> str:
        """Write it in a format.

        :param format: ``text``, ``markdown`` or ``json``.
        :param language: ``sv`` or ``en``; English for any other.
        :param everything: tell also what is implied, and what only moved within its source.
        :raises UsageError: no such format.
        """
        from lod.comparing import DIFF_FORMATS, render_diff

        if format not in DIFF_FORMATS:
            known = ", ".join(DIFF_FORMATS)
            raise UsageError(
                msg("there is no format {form}: known are {known}", form=format, known=known)
            )
        return render_diff(self, format, language, everything=everything)

    @property
    def loud(self) -> list[ChangedThing]:
        """The things of which more changed than their place."""
        return [thing for thing in self.things if not thing.quiet]

    @property
    def counts(self) -> dict[str, int]:
        """How many things there are of each state, quiet ones apart."""
        found = Counter(thing.state for thing in self.loud)
        return {state: found[state] for state in STATES}

    @property
    def quiet(self) -> int:
        """How many things only stand elsewhere: on another line, in another fetch.

        The fetches themselves are told apart.
        """
        fetches = {iri for fetch in self.fetches for iri in (fetch.old, fetch.new)}
        return sum(thing.quiet and thing.iri not in fetches for thing in self.things)

    @property
    def different(self) -> bool:
        """Whether there is anything to tell; a place alone isn't."""
        checked = self.findings is not None and (self.findings.new or self.findings.gone)
        return bool(self.loud or self.regraphed or checked)
