"""What a reader finds: typed, immutable, each value with its words and place in the source.

No RDF here, and no IO. Text is cleaned here and nowhere else.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from lod.publishing.handwritten import Name, SettingLines
from lod.publishing.noted import CellRemark, SourceProblem, Unmet
from lod.publishing.unicode14 import WHITE_SPACE, compose, tidy


def clean(text: str) -> str:
    r"""Trim, fold white space (U+00A0 too), drop control characters, compose (NFC).

    By :mod:`lod.publishing.unicode14`, so that it is the same on every Python.

    >>> clean("  a\u0308 \u00a0b\x07\n")
    'ä b'
    """
    return compose(tidy(text))


@dataclass(frozen=True, slots=True, order=True)
class LineSpan:
    """Whole lines of a text source, counted from 1, both ends included."""

    first: int
    last: int

    @property
    def fragment(self) -> str:
        """Point at the lines as RFC 5147 does, which counts between lines from 0.

        >>> LineSpan(63, 63).fragment
        'line=62,63'
        """
        return f"line={self.first - 1},{self.last}"

    def to(self, other: "LineSpan") -> "LineSpan":
        """Span from the start of this to the end of the other."""
        return LineSpan(min(self.first, other.first), max(self.last, other.last))


@dataclass(frozen=True, slots=True, order=True)
class PointedSpan(LineSpan):
    """A table's row: lines of a source that is pointed into otherwise.

    :param pointer: by RFC 7111 (``row=5``) or RFC 6901; nothing for the whole source.
    :param cell: the column, where it is one cell.
    """

    pointer: str
    cell: str | None = field(default=None, compare=False)

    @property
    def fragment(self) -> str:
        """Give the pointer."""
        return self.pointer


@dataclass(frozen=True, slots=True)
class Text:
    """A value of the source: ``value`` cleaned, ``verbatim`` as written, ``span`` its lines.

    :param column: where it starts on its first line, from 1, where something else may look like it.
    :param setting: of the sidecar, if that says it, and the source doesn't.
    """

    value: str
    verbatim: str
    span: LineSpan
    column: int | None = field(default=None, compare=False)
    setting: Name | None = field(default=None, compare=False)

    @classmethod
    def of(cls, verbatim: str, span: LineSpan, start: int | None = None) -> "Text":
        """Clean what the source says; the verbatim text is kept, trimmed at its ends.

        :param start: how much of the line stands before it.
        """
        before = len(verbatim) - len(verbatim.lstrip(WHITE_SPACE))
        column = None if start is None else start + before + 1
        return cls(clean(verbatim), verbatim.strip(WHITE_SPACE), span, column)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    :raises ValueError: the month isn't 1 to 12, or the year not 1000 to 9999.
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1000 <= self.year <= 9999):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month.

        >>> Month(2012, 2).last_day.isoformat()
        '2012-02-29'
        """
        return date(self.year, self.month, monthrange(self.year, self.month)[1])


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day."""

    day: date

    def __str__(self) -> str:
        return self.day.isoformat()

    @property
    def first_day(self) -> date:
        """The day itself."""
        return self.day

    @property
    def last_day(self) -> date:
        """The day itself."""
        return self.day


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year, 1000 to 9999."""

    year: int

    def __str__(self) -> str:
        return f"{self.year:04}"

    @property
    def first_day(self) -> date:
        """The first of January."""
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """The last of December."""
        return date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class MonthSpan:
    """A quarter or a half year: whole months, for which XML Schema has no datatype.

    :param words: how it is called: ``2012 Q1``.
    """

    first: Month
    last: Month
    words: str

    def __str__(self) -> str:
        return self.words

    @property
    def first_day(self) -> date:
        """The first day of the first month."""
        return self.first.first_day

    @property
    def last_day(self) -> date:
        """The last day of the last month."""
        return self.last.last_day


StatedTime: TypeAlias = Day | Month | MonthSpan | Year
"""A start or an end as a source states it: somewhere from ``first_day`` to ``last_day``."""


@dataclass(frozen=True, slots=True)
class Period:
    """A project's period; a start or end that can't be read for certain is None."""

    text: Text
    start: StatedTime | None
    end: StatedTime | None


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A statement that can't be taken as it stands.

    :param aspect: the last part of its IRI: ``period-start``, ``period-end``, ``period``,
        ``status``, ``owner``, ``purpose``, ``amount``, ``cofinancing``, ``share``.
    :param type: a concept of the scheme anomaly-type: ``unreadable-value``,
        ``contradiction``, ``missing-value``.
    :param concerns: the property, as a prefixed name: ``dcat:startDate``.
    :param quotes: the words it is about, each with its lines; empty where words are missing.
    :param explanation: why, by language (sv and en).
    :param span: where, if there are no words to quote.
    """

    aspect: str
    type: str
    concerns: str
    quotes: tuple[Text, ...]
    explanation: Mapping[str, str]
    candidates: tuple[StatedTime, ...] = ()
    span: LineSpan | None = None

    @property
    def spans(self) -> tuple[LineSpan, ...]:
        """The lines it points at, each once."""
        found = [q.span for q in self.quotes] or ([self.span] if self.span else [])
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money: exactly what the words say. The currency is a code of ISO 4217."""

    text: Text
    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share, in percent."""

    text: Text
    percent: Decimal


@dataclass(frozen=True, slots=True)
class OwnerNumber:
    """A number that a source knows an owner by; its scheme by the code of ISO 6523, if known."""

    owner: Text
    text: Text
    scheme: str | None


@dataclass(frozen=True, slots=True)
class Project:
    """A funded project as the page lists it.

    :param stage: a concept of the scheme stage (``ongoing``), from the heading above it; None
        where that heading isn't known.
    :param owner: the words for its owner; ``named`` the names in them, if the sidecar says that
        they are others; ``doubtful``: they may be several, or more than a name.
    :param partners: organisations that its text names, in the order they are found.
    :param grant: what the funder grants; None if the page states no amount.
    :param cofinancing: what others pay; ``share`` is the funder's share of all costs.
    :param introduction: what stands between that heading and the projects below it.
    :param identifier: its number, if it has one: then it has its key by that.
    :param programme: the programme that it belongs to, if that isn't the source's own.
    :param further: where it stands besides ``span``.
    :param places: each as ``county``, ``municipality`` or ``location``, with the words.
    """

    title: Text
    owner: Text | None
    period: Period | None
    purpose: Text | None
    stage: str | None
    heading: Text
    span: LineSpan
    partners: tuple[Text, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    grant: Amount | None = None
    cofinancing: Amount | None = None
    share: Share | None = None
    introduction: Text | None = None
    named: tuple[Text, ...] = ()
    doubtful: bool = False
    identifier: Text | None = None
    programme: Text | None = None
    further: tuple[LineSpan, ...] = ()
    places: tuple[tuple[str, Text], ...] = ()
    numbers: tuple[OwnerNumber, ...] = ()

    @property
    def keyed(self) -> Text:
        """What it has its key by."""
        return self.identifier or self.title

    @property
    def owners(self) -> tuple[Text, ...]:
        """The names of its owners; none if there is none, or it can't be told for certain."""
        alone = (self.owner,) if self.owner and not self.doubtful else ()
        return self.named or alone


@dataclass(frozen=True, slots=True)
class Programme:
    """The funding programme that the page is about."""

    name: Text
    description: Text | None
    stage: str | None
    span: LineSpan


@dataclass(frozen=True, slots=True)
class MentionedReport:
    """A publication that the page mentions; no project."""

    name: Text
    description: Text | None
    span: LineSpan


@dataclass(frozen=True, slots=True)
class Source:
    """A source as fetched, described by its sidecar.

    :param name: its name in IRIs: the file's name without extension.
    :param labels: the words that this page uses, see docs/steward.md.
    :param stated: the day on which the page said what it says, if the page doesn't say.
    :param sidecar: the file that describes it; ``lines`` are those of its settings.
    """

    name: str
    title: str
    publisher: str
    language: str
    media_type: str
    sha256: str
    sidecar: Path
    address: str | None = None
    fetched: date | None = None
    stated: date | None = None
    licence: str | None = None
    labels: Mapping[str, object] = field(default_factory=dict)
    lines: SettingLines = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A page read whole.

    :param changed: when the page says it was changed: a day, or a day and time without a zone.
    :param lines: what each line went into, by line number from 1: ``project title``,
        ``blank``, …; a line that nothing took isn't in it.
    :param untaken: the lines that nothing took, as written.
    :param withheld: the numbers of the lines that aren't published with the source.
    :param others: programmes of its projects, besides its own.
    :param remarks: what a steward should know of a table's cells.
    :param published: the source as it is served, if that isn't its lines but those withheld.
    :param partly: the numbers of lines of which only a part is in that.
    :param staged: the table of the sidecar that gives stages; ``stages`` those of a table's.
    """

    source: Source
    file: Path
    slogan: Text | None
    programme: Programme
    projects: tuple[Project, ...]
    report: MentionedReport | None
    changed: date | datetime | None
    changed_text: Text | None
    lines: Mapping[int, str]
    untaken: tuple[Text, ...]
    problems: tuple[SourceProblem, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    withheld: frozenset[int] = frozenset()
    others: tuple[Programme, ...] = ()
    remarks: tuple[CellRemark, ...] = ()
    published: bytes | None = None
    partly: frozenset[int] = frozenset()
    staged: Name = ("labels", "sections")
    stages: Mapping[str, str] | None = None

    @property
    def as_of(self) -> datetime | None:
        """The time as of which it says what it says: the sidecar's day, else its own."""
        said = self.source.stated or self.changed
        if said is None or isinstance(said, datetime):
            return said
        return datetime.combine(said, time())

    @property
    def stated(self) -> date | None:
        """The day as of which it says what it says."""
        return self.as_of.date() if self.as_of else None
