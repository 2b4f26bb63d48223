"""The words of a comparison, in Swedish and English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lod.checking import SEVERITIES, in_language, report_words
from lod.comparing.model import Diff
from lod.rdf import DCAT, DCTERMS, ORG, PROV, SCHEMA, SKOS, SWEDISH, last_part
from lod.words import Forms

_SHORT = {
    "start": {"sv": "start", "en": "start"},
    "end": {"sv": "slut", "en": "end"},
    "owner": {"sv": "ägare", "en": "owner"},
}
_FIRST = {f"{DCAT}startDate": "start", f"{DCAT}endDate": "end"}

_ENGLISH = {
    f"{SCHEMA}containedInPlace": "contained in",
    f"{SCHEMA}mainEntityOfPage": "document",
    f"{SCHEMA}dateModified": "last modified",
    f"{ORG}classification": "type of organisation",
    f"{DCTERMS}license": "licence",
    f"{PROV}wasDerivedFrom": "source",
    f"{PROV}wasAttributedTo": "decided by",
    f"{SKOS}prefLabel": "label",
    f"{SKOS}altLabel": "also called",
    f"{DCAT}Catalog": "catalogue",
}
"""Where a name taken apart wouldn't do."""

_KINDS = {
    "project": ("Projekt", "Projects"),
    "programme": ("Program", "Programmes"),
    "organization": ("Organisationer", "Organisations"),
    "area": ("Områden", "Areas"),
    "report": ("Rapporter", "Reports"),
}


@dataclass(frozen=True, slots=True)
class DiffWords:
    """What a comparison says in one language."""

    language: str
    quotes: tuple[str, str]
    title: str
    same: str
    states: Mapping[str, Forms]
    added: str
    removed: str
    both: str
    unchanged: Mapping[str, str]
    renamed: Mapping[str, str]
    retired: str
    statements: str
    fetched: str
    as_of: str
    quiet: Forms
    regraphed: Forms
    more: str
    cut: Forms
    no_class: str
    check: str
    new: str
    gone: str
    stayed: tuple[Forms, Forms, Forms]
    unread: str
    document: str
    parts: Mapping[str, str]

    def number(self, number: int) -> str:
        """Write a number with its thousands apart.

        >>> diff_words("en").number(10000)
        '10,000'
        """
        return report_words(self.language).number(number)

    def severity(self, severity: str) -> str:
        """Name a severity; one of the data's own is named as it is."""
        known = severity in SEVERITIES
        return report_words(self.language).severity(severity)[0] if known else severity

    def counted(self, number: int, forms: Forms) -> str:
        """Put a number into the sentence for one, or for several."""
        return forms[number != 1].format(self.number(number))

    def property(self, iri: str, diff: Diff) -> str:
        """Name a property: short where it has a short word, else as the ontology does."""
        short = _FIRST.get(iri) or ("owner" if last_part(iri) == "projectOwner" else None)
        if short:
            return _SHORT[short][self.language]
        if iri in diff.terms:
            return in_language(diff.terms[iri], self.language)
        known = SWEDISH if self.language == "sv" else _ENGLISH
        return known.get(iri) or in_words(last_part(iri))

    def kind(self, kind: str | None, class_iri: str | None, diff: Diff) -> str:
        """Head the things of one kind."""
        if kind in _KINDS:
            return _KINDS[kind][self.language == "en"]
        if class_iri is None:
            return self.no_class
        name = self.property(class_iri, diff)
        return name[:1].upper() + name[1:]


def in_words(name: str) -> str:
    """Take a local name apart.

    >>> in_words("municipalityCode"), in_words("URL"), in_words("sh_in-list")
    ('municipality code', 'URL', 'sh in list')
    """
    spaced = re.sub(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])", " ", re.sub(r"[_-]+", " ", name))
    return " ".join(w if len(w) > 1 and w.isupper() else w.lower() for w in spaced.split()) or name


_SV = DiffWords(
    language="sv",
    quotes=("”", "”"),
    title="Vad som ändrats",
    same="Inga skillnader.",
    states={
        "added": ("{} tillagd", "{} tillagda"),
        "removed": ("{} borttagen", "{} borttagna"),
        "changed": ("{} ändrad", "{} ändrade"),
        "renamed": ("{} med ny nyckel", "{} med ny nyckel"),
        "probably-renamed": ("{} troligen med ny nyckel", "{} troligen med ny nyckel"),
    },
    added="tillagt",
    removed="borttaget",
    both="och",
    unchanged={"owner": "ägare oförändrad", "period": "projekttid oförändrad"},
    renamed={"renamed": "ny nyckel", "probably-renamed": "troligen ny nyckel"},
    retired="indragen: adressen svarar 410",
    statements="påståenden: +{} −{}",
    fetched="Sidan är hämtad på nytt",
    as_of="status per",
    quiet=(
        "{} sak står bara på en annan rad i sin källa, eller i en annan hämtning av den.",
        "{} saker står bara på en annan rad i sin källa, eller i en annan hämtning av den.",
    ),
    regraphed=(
        "{} påstående står i en annan namngiven graf.",
        "{} påståenden står i en annan namngiven graf.",
    ),
    more="… och {} till",
    cut=(
        "… och {} sak till; hela listan ger lod diff --format text.",
        "… och {} saker till; hela listan ger lod diff --format text.",
    ),
    no_class="Utan klass",
    check="Kontrollen",
    new="nytt",
    gone="borta",
    stayed=(("{} nytt", "{} nya"), ("{} borta", "{} borta"), ("{} oförändrat", "{} oförändrade")),
    unread="Kunde inte läsas",
    document="dokument",
    parts={
        "anomaly": "avvikelse",
        "decision": "beslut",
        "period": "projekttid",
        "period-start": "start",
        "period-end": "slut",
        "owner": "ägare",
        "grant": "bidrag",
        "amount": "belopp",
    },
)

_EN = DiffWords(
    language="en",
    quotes=("“", "”"),
    title="What changed",
    same="No differences.",
    states={
        "added": ("{} added", "{} added"),
        "removed": ("{} removed", "{} removed"),
        "changed": ("{} changed", "{} changed"),
        "renamed": ("{} renamed", "{} renamed"),
        "probably-renamed": ("{} probably renamed", "{} probably renamed"),
    },
    added="added",
    removed="removed",
    both="and",
    unchanged={"owner": "owner unchanged", "period": "period unchanged"},
    renamed={"renamed": "renamed", "probably-renamed": "probably renamed"},
    retired="withdrawn: its address answers 410",
    statements="statements: +{} −{}",
    fetched="The page was fetched again",
    as_of="status as of",
    quiet=(
        "{} thing only stands on another line of its source, or in another fetch of it.",
        "{} things only stand on other lines of their sources, or in other fetches of them.",
    ),
    regraphed=(
        "{} statement stands in another named graph.",
        "{} statements stand in other named graphs.",
    ),
    more="… and {} more",
    cut=(
        "… and {} more thing; lod diff --format text has it too.",
        "… and {} more things; lod diff --format text has all of them.",
    ),
    no_class="Without a class",
    check="The check",
    new="new",
    gone="gone",
    stayed=(("{} new", "{} new"), ("{} gone", "{} gone"), ("{} unchanged", "{} unchanged")),
    unread="Could not be read",
    document="document",
    parts={"period-start": "start", "period-end": "end"},
)


def diff_words(language: str) -> DiffWords:
    """Give the words of a language; English for one that we don't speak.

    >>> diff_words("fi").same
    'No differences.'
    """
    return _SV if language == "sv" else _EN
