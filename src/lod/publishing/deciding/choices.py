"""What a command line chooses, read and refused: a value, an organisation, a reason, a day."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import pyoxigraph as ox

from lod.errors import OptionError
from lod.publishing.deciding.anomalies import OpenAnomaly
from lod.publishing.mapping import as_time
from lod.publishing.mapping.terms import stated
from lod.publishing.near import nearest_thing
from lod.publishing.publication import Mapped
from lod.publishing.stages import find_stages
from lod.rdf import RDF, SCHEMA
from lod.words import Message, msg, why_no_day

Value = ox.NamedNode | ox.Literal

_IN = re.compile(r"([a-z]{2,3})=(.*)", re.DOTALL)
_VALUE, _BY = "--value", "--by"


@dataclass(frozen=True)
class _Kind:
    """What a property takes.

    :param expected: how a value of it is written.
    """

    expected: Message
    read: Callable[[str, OpenAnomaly, Mapped], Value]


def expected_value(anomaly: OpenAnomaly, mapped: Mapped) -> Message | None:
    """Say how a value is written that can be chosen here; None where none can."""
    kind = _kind(anomaly, mapped)
    return None if kind is None else kind.expected


def read_value(text: str, anomaly: OpenAnomaly, mapped: Mapped, *, other: bool = False) -> Value:
    """Read what is chosen, as the property that the anomaly concerns takes it.

    :param other: take a value that is none of the anomaly's readings, too.
    :raises OptionError: it is no such value, or none of the readings.
    """
    kind = _kind(anomaly, mapped)
    if kind is None:
        raise OptionError(
            msg("no value can be chosen for this: {aspect}", aspect=anomaly.aspect),
            _VALUE,
            todo=msg("take --none, and mend the source's sidecar or write it in data/curated"),
        )
    value = kind.read(text.strip(), anomaly, mapped)
    if anomaly.candidates and value not in anomaly.candidates and not other:
        raise OptionError(
            msg("{value} is none of the readings", value=text),
            _VALUE,
            expected=", ".join(reading.value for reading in anomaly.candidates),
            todo=msg("correct it; or add --other, if it is what holds all the same"),
        )
    return value


def read_organization(name: str, mapped: Mapped, option: str = _BY) -> ox.NamedNode:
    """Give the organisation of a key or an address.

    :raises OptionError: none is known by it.
    """
    iris, graph = mapped.graph.iris, mapped.graph
    name = name.strip("<> ")
    iri = name if "//" in name else iris.at(f"id/organization/{name.rpartition('/')[2]}")
    kind = f"{SCHEMA}Organization"
    known = {
        str(t.subject)[1:-1]
        for t in graph.quads
        if t.predicate.value == f"{RDF}type" and str(t.object) == f"<{kind}>"
    }
    if iri in known:
        return ox.NamedNode(iri)
    near = nearest_thing(iri, known, iris.base)
    expected = msg("the key of an organisation in data/keys.csv or lod.toml, never a person's name")
    if near is not None:
        expected = msg("perhaps {term}", term=near.rpartition("/")[2])
    todo = msg("if it is a new one, say first in data/curated/organizations.ttl what it is")
    message = msg("no such organisation is known: {name}", name=name)
    raise OptionError(message, option, None, expected, todo)


def read_reasons(texts: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    """Give the reason in each language: ``sv=…``; a text without one is in the first language.

    :raises OptionError: it is missing in a language, empty, or given twice in one.
    """
    found: dict[str, str] = {}
    for given in texts:
        match = _IN.fullmatch(given)
        language, text = (match[1], match[2]) if match else (languages[0], given)
        if language not in languages:
            language, text = languages[0], given
        if not text.strip() or language in found:
            message = msg("the reason is empty, or given twice in {language}", language=language)
            raise OptionError(message, "--reason", expected=_each(languages))
        found[language] = " ".join(text.split())
    missing = [language for language in languages if language not in found]
    if missing:
        message = msg("the reason is missing in {languages}", languages=", ".join(missing))
        raise OptionError(message, "--reason", expected=_each(languages))
    return {language: found[language] for language in languages}


def read_day(text: str) -> date:
    """Read a day, ``2026-11-23``.

    :raises OptionError: it is none.
    """
    with suppress(ValueError):
        day = date.fromisoformat(text)  # which takes 20261123 and 2026-W48-1 too
        if day.isoformat() == text:
            return day
    said = msg("can't be read as a day: {value}", value=text)
    why = why_no_day(text)
    raise OptionError(
        said if why is None else msg("{said}: {why}", said=said, why=why),
        "--date",
        expected=msg("a day such as 2026-11-23"),
    )


def _each(languages: Sequence[str]) -> str:
    """Show how a reason is given in each language."""
    if len(languages) == 1:
        return '--reason "…"'
    return " ".join(f'--reason {language}="…"' for language in languages)


def _kind(anomaly: OpenAnomaly, mapped: Mapped) -> _Kind | None:
    return next(
        (kind for name, kind in _KINDS.items() if mapped.graph.expand(name) == anomaly.concerns),
        None,
    )


def _time(text: str, anomaly: OpenAnomaly, mapped: Mapped) -> Value:
    found = stated(as_time(ox.Literal(text)))
    if found is None:
        raise _no_value(text, _TIME)
    return found


def _period(text: str, anomaly: OpenAnomaly, mapped: Mapped) -> Value:
    times = [as_time(ox.Literal(half)) for half in text.split("/")]
    start, end = (*times, None, None)[:2]
    if len(times) != 2 or start is None or end is None:
        raise _no_value(text, _PERIOD)
    if start.first_day > end.last_day:
        raise _no_value(text, _PERIOD, msg("the end comes before the start"))
    return ox.Literal(text)


def _stage(text: str, anomaly: OpenAnomaly, mapped: Mapped) -> Value:
    name = re.split("[/:]", text.strip("<> "))[-1]
    known = find_stages(mapped.own["ontology"], mapped.config.vocab_iri)
    if name not in known:
        near = get_close_matches(name, known, 1, 0.7)
        raise OptionError(
            msg("there is no stage {name}", name=text),
            _VALUE,
            expected=msg("perhaps {term}", term=near[0]) if near else ", ".join(known),
        )
    return ox.NamedNode(mapped.graph.iris.term(f"stage/{name}"))


def _owner(text: str, anomaly: OpenAnomaly, mapped: Mapped) -> Value:
    return read_organization(text, mapped, _VALUE)


def _text(text: str, anomaly: OpenAnomaly, mapped: Mapped) -> Value:
    """Read a text, in the language that the thing has its name in unless it says another."""
    match = _IN.fullmatch(text)
    names = mapped.graph.about.get(ox.NamedNode(anomaly.thing), ())
    spoken = (t.object.language for t in names if isinstance(t.object, ox.Literal))
    language = match[1] if match else next(filter(None, spoken), mapped.config.language)
    words = match[2] if match else text
    if not words.strip():
        raise _no_value(text, _WORDS)
    return ox.Literal(" ".join(words.split()), language=language)


def _no_value(text: str, expected: Message, why: Message | None = None) -> OptionError:
    said = msg("this can't be chosen: {value}", value=text)
    reasons = (why, *map(why_no_day, text.split("/")))
    why = next(filter(None, reasons), None)
    message = said if why is None else msg("{said}: {why}", said=said, why=why)
    return OptionError(message, _VALUE, expected=expected)


_TIME = msg("a day, a month or a year: 2012-01-15, 2012-01 or 2012")
_PERIOD = msg("a start and an end, each a day, a month or a year: 2012-01/2013-10")
_STAGE = msg("a stage, such as ongoing or closed")
_OWNER = msg("the key of an organisation")
_WORDS = msg("a text")
_KINDS: Mapping[str, _Kind] = {
    "dcat:startDate": _Kind(_TIME, _time),
    "dcat:endDate": _Kind(_TIME, _time),
    "fp:period": _Kind(_PERIOD, _period),
    "fp:status": _Kind(_STAGE, _stage),
    "fp:projectOwner": _Kind(_OWNER, _owner),
    "schema:description": _Kind(_WORDS, _text),
}
