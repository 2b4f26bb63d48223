"""What the index takes of a thing: plain values, so that rows may come from several processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

SpokenTexts = tuple[tuple[str, str], ...]
"""Pairs of language (a tag, or empty) and text."""

OWNER_FACETS: Mapping[str, str] = {
    "owner_county": "county",
    "owner_municipality": "municipality",
    "owner_type": "organization_type",
}
"""What a thing has through its owners: facet → the owner's own."""

FACETS = (
    "type",
    "programme",
    "status",
    "owner",
    "partner",
    "funder",
    "county",
    "municipality",
    "place",
    "organization_type",
    *OWNER_FACETS,
    "year",
    "start_year",
    "end_year",
    "anomaly",
    "currency",
    "source",
)
"""All that lists are narrowed and counted by. Values are IRIs, but for years (``2012``),
currencies, places without a known area (their names), and anomalies (``open``, ``decided``)."""

UNKNOWN = ""
"""The value of a facet that stands for things without any."""


@dataclass(frozen=True, slots=True)
class PeriodBounds:
    """The first and last days that a start and an end can be; None where nothing is known.

    :ivar latest_start: None also if the start is in doubt, and may be no reading's.
    """

    earliest_start: int | None = None
    latest_start: int | None = None
    earliest_end: int | None = None
    latest_end: int | None = None


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A thing that lists can show, or what is said of one elsewhere.

    :param names: of one kind of label, in all its languages.
    :param about: its descriptions, which lists show the beginning of.
    :param texts: what search reads beside names and descriptions.
    :param facets: values by facet of ``FACETS``, but for those through owners and ``anomaly``.
    :param period: its bounds as proleptic days (``date.toordinal``); None if it has no period.
    :param amount: what is granted, in ``currency``.
    :param facts: what is only shown: by a name of ours, as the graph has it.
    :param anomalies: IRIs of what is wrong with its source.
    :param decides: IRIs of the anomalies that this decides.
    :param listed: whether it is a thing; a decision is none.
    """

    iri: str
    names: SpokenTexts = ()
    about: SpokenTexts = ()
    texts: SpokenTexts = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    period: PeriodBounds | None = None
    amount: Decimal | None = None
    currency: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    anomalies: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    listed: bool = True
