"""What properties, classes and kinds of things are called in a comparison."""

import re
from collections.abc import Mapping

from lod.checking import SEVERITIES, in_language, severity_word
from lod.comparing.model import Diff
from lod.comparing.telling import END, START
from lod.rdf import VOCABULARY_LABELS, last_part
from lod.words import Message, msg, number

_FIRST = {START: msg("start"), END: msg("end")}
_KINDS: Mapping[str | None, Message] = {
    "project": msg("Projects"),
    "programme": msg("Programmes"),
    "organization": msg("Organisations"),
    "area": msg("Areas"),
    "report": msg("Reports"),
}
_PARTS = {
    "anomaly": msg("anomaly"),
    "decision": msg("decision"),
    "period": msg("period"),
    "period-start": msg("start"),
    "period-end": msg("end"),
    "owner": msg("owner"),
    "grant": msg("grant"),
    "amount": msg("amount"),
    "cofinancing": msg("co-financing"),
}


def property_word(iri: str, diff: Diff, language: str) -> str:
    """Name a property: short where it has a short word, else as the ontology does."""
    short = _FIRST.get(iri) or (msg("owner") if last_part(iri) == "projectOwner" else None)
    if short is None and iri in diff.terms:
        return in_language(diff.terms[iri], language)
    known = short or VOCABULARY_LABELS.get(iri)
    return known.told(language) if known else in_words(last_part(iri))


def kind_heading(kind: str | None, class_iri: str | None, diff: Diff, language: str) -> str:
    """Head the things of one kind."""
    if kind in _KINDS:
        return _KINDS[kind].told(language)
    if class_iri is None:
        return msg("Without a class").told(language)
    name = property_word(class_iri, diff, language)
    return name[:1].upper() + name[1:]


def part_name(part: str, language: str) -> str:
    """Name a part of a thing by the steps that lead to it: ``anomaly start decision``."""
    steps = [step for step in part.split("/") if step]
    return " ".join(_PARTS[s].told(language) if s in _PARTS else in_words(s) for s in steps)


def finding_word(severity: str, language: str) -> str:
    """Name a severity; one of the data's own is named as it is."""
    return severity_word(severity).told(language) if severity in SEVERITIES else severity


def and_more(count: int, language: str) -> str:
    """Say that there are more than are told."""
    return msg("… and {count} more", count=number(count)).told(language)


def in_words(name: str) -> str:
    """Take a local name apart.

    >>> in_words("municipalityCode"), in_words("URL"), in_words("sh_in-list")
    ('municipality code', 'URL', 'sh in list')
    """
    spaced = re.sub(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])", " ", re.sub(r"[_-]+", " ", name))
    return " ".join(w if len(w) > 1 and w.isupper() else w.lower() for w in spaced.split()) or name
