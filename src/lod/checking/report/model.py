"""What a check found, ready to be shown: places, findings, rules, and what was covered. No IO."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lod.errors import UsageError
from lod.rdf import SHARED, Path, Shortening
from lod.words import Message, msg

SEVERITIES = ("violation", "warning", "info", "debug", "trace")
"""From worst to mildest; the last two are of SHACL 1.2."""

FAILING = SEVERITIES[:3]
"""Those that can fail a check."""

Texts = Mapping[str, str]
"""Language → text; ``""`` for a text without a language."""


def in_language(texts: Texts, language: str) -> str:
    """Give a text in a language, else in English, else in any.

    >>> in_language({"sv": "hej"}, "en")
    'hej'
    """
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def written(term: str) -> str:
    """Show a term in N-Triples form; the name of a blank node says nothing.

    >>> written("_:b0"), written("<https://x.example/>")
    ('[]', '<https://x.example/>')
    """
    return "[]" if term.startswith("_:") else term


def bare(term: str) -> str:
    """Show a term, an IRI without its brackets.

    >>> bare("_:b0"), bare("<https://x.example/>"), bare('"<a>"')
    ('[]', 'https://x.example/', '"<a>"')
    """
    return term[1:-1] if term[:1] == "<" and term[-1:] == ">" else written(term)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    :param file: as the user named it, or relative to where the check ran.
    :param line: from 1; ``column`` likewise, in code points. None where it can't be told.
    :param end_column: the first one after it, on ``end_line``.
    :param text: the first line itself, without its end.
    :param pointer: a JSON pointer (RFC 6901), or a cell as ``row=5;column=owner``.
    """

    file: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    text: str | None = None
    pointer: str | None = None

    def __str__(self) -> str:
        parts = (self.file, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class Rule:
    """What was checked: a shape's constraint, or a guard of our own.

    :param id: stable: the shape's IRI under its file's prefixes, or ``guard/SLUG``.
    :param iri: of the shape, None for a guard.
    :param title: what the rule demands, in a few words.
    :param help: how to mend what breaks it.
    :param name: its shape under the prefixes of its file, if they have one for it: to be shown.
    """

    id: str
    severity: str
    iri: str | None = None
    title: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    place: Place | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. Terms are in N-Triples form, as in the data and the shapes.

    :param severity: one of ``SEVERITIES``; one of somebody's own is a violation.
    :param messages: what is wrong and what to do, by language.
    :param expected: what was expected instead, by language; ``found`` is what was there.
    :param help: how to mend this one, by language; without it, its rule says how.
    :param place: of the value, else of the subject.
    :param focus: the thing.
    :param value: as written, or None where it's missing.
    :param component: IRI of the constraint component; None for a guard or a syntax error.
    :param details: findings that explain this one (sh:detail).
    :param known: whether the baseline has it.
    :param counts: whether it can fail the check; what guards find in any RDF can't.
    :param shape: the shape that it breaks, and with sh:sparql the constraint.
    :param own_severity: IRI of a severity that is none of SHACL's.
    :param literals: the shape's messages one by one, each with its language.
    :param meant: IRI of the term that was perhaps meant; of guards.
    :param stands_for: how many findings are told as this one.
    """

    rule: Rule
    severity: str
    messages: Texts
    place: Place | None = None
    focus: str | None = None
    path: Path | None = None
    value: str | None = None
    component: str | None = None
    expected: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    details: tuple["Finding", ...] = ()
    known: bool = False
    counts: bool = True
    shape: str | None = None
    source_constraint: str | None = None
    own_severity: str | None = None
    literals: tuple[tuple[str, str], ...] = ()
    found: Texts = field(default_factory=dict)
    meant: str | None = None
    stands_for: int = 1

    @property
    def file(self) -> str | None:
        """The file that it stands in, as the user named it."""
        return self.place.file if self.place else None

    @property
    def line(self) -> int | None:
        """The line, from 1; None where it can't be told."""
        return self.place.line if self.place else None

    @property
    def column(self) -> int | None:
        """The column, from 1, in code points; None where it can't be told."""
        return self.place.column if self.place else None

    def message(self, language: str = "en") -> str:
        """Say what is wrong, in a language; else in English, else in any."""
        return in_language(self.messages, language)


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of the data one shape, or one class, accounts for.

    :param name: the shape's id, or the class's IRI; ``kind`` is ``shape`` or ``class``.
    :param targets: how many nodes the shape looked at, or how many nodes of the class there are.
    :param checked: of those, how many any shape looked at.
    :param title: of a shape: how people call it, by language.
    """

    kind: str
    name: str
    targets: int
    checked: int
    title: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """The outcome of a check.

    :param rules: every rule that was checked, broken or not.
    :param files: what was read.
    :param notes: what else to know: the engine, what it left to another.
    :param statements: how many triples were looked at.
    :param fail_on: the mildest severity that fails.
    :param unread: whether something could not be read, and so nothing was checked.
    :param empty: whether all of that is that the shapes check nothing.
    :param incomplete: whether shapes that can't run were left out, and may not be.
    :param prefixes: for showing IRIs: those of the files that were read, then our own.
    :param shacl: the version by which ``sh:conforms`` is told.
    :param left_open: what isn't wrong, and yet waits for somebody: for the last line.
    :param disallows: IRIs of the severities that make it false, where shapes say so.
    """

    findings: Sequence[Finding]
    rules: Sequence[Rule] = ()
    coverage: Sequence[Covered] = ()
    files: Sequence[str] = ()
    notes: Sequence[str] = ()
    statements: int = 0
    fail_on: str = "violation"
    unread: bool = False
    empty: bool = False
    incomplete: bool = False
    prefixes: Mapping[str, str] = field(default_factory=lambda: SHARED)
    shacl: str = "1.2"
    disallows: Collection[str] = ()
    left_open: Sequence[Message] = ()

    @cached_property
    def shorten(self) -> Shortening:
        """Makes terms readable."""
        return Shortening(self.prefixes)

    def render(self, format: str, language: str = "en") -> str:
        """Write it in a format.

        :param format: ``text``, ``json``, ``turtle`` …: one of ``REPORT_FORMATS``.
        :param language: ``sv`` or ``en``; English for any other.
        :raises UsageError: no such format.
        """
        from lod.checking.report import REPORT_FORMATS, render_report

        if format not in REPORT_FORMATS:
            known = ", ".join(REPORT_FORMATS)
            raise UsageError(
                msg("there is no format {form}: known are {known}", form=format, known=known)
            )
        return render_report(self, format, language).decode()

    @property
    def exit_code(self) -> int:
        """Give what the command that made it exits with."""
        return 3 if self.unread or self.incomplete else 0 if self.conforms else 1

    @property
    def fresh(self) -> list[Finding]:
        """Findings that the baseline doesn't have."""
        return [finding for finding in self.findings if not finding.known]

    @property
    def conforms(self) -> bool:
        """Whether all could be checked, and nothing fresh that counts is as bad as ``fail_on``."""
        whole = not (self.unread or self.incomplete)
        return whole and not any(map(self.fails, self.findings))

    def fails(self, finding: Finding) -> bool:
        """Whether a finding alone makes the check fail."""
        bad_enough = SEVERITIES.index(finding.severity) <= SEVERITIES.index(self.fail_on)
        return bad_enough and finding.counts and not finding.known

    @property
    def counts(self) -> dict[str, int]:
        """How many fresh findings there are of each severity; see :func:`tally`."""
        return tally(self.fresh)

    @property
    def by_place(self) -> list[Finding]:
        """The findings in the order of files, lines and columns; those without a place last."""
        return sorted(self.findings, key=_place_order)

    @property
    def fresh_by_place(self) -> list[Finding]:
        """Those of them that the baseline doesn't have."""
        return sorted(self.fresh, key=_place_order)


def tally(findings: Iterable[Finding]) -> dict[str, int]:
    """Count findings by severity, worst first; those that seldom are, only where they are."""
    found = Counter[str]()
    for finding in findings:
        found[finding.severity] += finding.stands_for
    return {s: found[s] for s in SEVERITIES if s in FAILING or found[s]}


def _place_order(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    if place is None:
        return (True, "", 0, 0, SEVERITIES.index(finding.severity))
    rank = SEVERITIES.index(finding.severity)
    return (False, place.file, place.line or 0, place.column or 0, rank)
