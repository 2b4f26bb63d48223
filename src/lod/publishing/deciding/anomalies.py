"""The anomalies that nobody has decided, and which of them somebody means."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pyoxigraph as ox

from lod.checking import SUBJECT, Place
from lod.errors import UsageError
from lod.publishing.mapping.undecided import undecided
from lod.publishing.publication import Mapped
from lod.rdf import SCHEMA, under_base
from lod.words import Message, msg

_PART = "/anomaly/"
_NEAR = 0.7
_ASPECTS: Mapping[str, Message] = {
    "period": msg("period"),
    "period-start": msg("start"),
    "period-end": msg("end"),
    "status": msg("status"),
    "owner": msg("owner"),
    "purpose": msg("purpose"),
    "amount": msg("amount"),
    "cofinancing": msg("co-financing"),
    "share": msg("share"),
}


@dataclass(frozen=True)
class OpenAnomaly:
    """An anomaly that no decision decides.

    :param iri: its address; ``concerns`` that of the property that it is about.
    :param title: the name of the thing that it is an anomaly of.
    :param why: by language.
    :param words: as the source writes them; none where they are missing.
    :param candidates: the readings that are plausible.
    :param places: of the words; else of the thing.
    """

    iri: str
    concerns: str
    title: str
    why: Mapping[str, str]
    words: Sequence[str]
    candidates: Sequence[ox.Literal]
    places: Sequence[Place]

    @property
    def thing(self) -> str:
        """The address of the thing that it is an anomaly of."""
        return self.iri.partition(_PART)[0]

    @property
    def aspect(self) -> str:
        """What of the thing it concerns: ``period-start``."""
        return self.iri.rpartition("/")[2]

    @property
    def what(self) -> Message | str:
        """The aspect, in words."""
        return _ASPECTS.get(self.aspect, self.aspect)

    @property
    def name(self) -> str:
        """What a command calls it: ``KEY/period-start``."""
        return f"{self.thing.rpartition('/')[2]}/{self.aspect}"


def open_anomalies(mapped: Mapped) -> list[OpenAnomaly]:
    """Give the anomalies that no decision decides, in the order of the sources."""
    return [_described(anomaly, why, mapped) for anomaly, why in undecided(mapped.graph).items()]


def _described(anomaly: ox.NamedNode, why: Mapping[str, str], mapped: Mapped) -> OpenAnomaly:
    graph = mapped.graph
    said: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in graph.about[anomaly]:
        said[triple.predicate.value].append(triple)
    words, quoted = said[graph.expand("fp:verbatim")], said[graph.expand("fp:quotation")]
    asked = [str(triple.object) for triple in quoted] or [str(anomaly)]
    places = [mapped.places((name, "", "", SUBJECT)) for name in asked]
    thing = ox.NamedNode(anomaly.value.partition(_PART)[0])
    names = (t.object for t in graph.about.get(thing, ()) if t.predicate.value == f"{SCHEMA}name")
    return OpenAnomaly(
        iri=anomaly.value,
        concerns=str(said[graph.expand("fp:concerns")][0].object)[1:-1],
        title=next((n.value for n in names if isinstance(n, ox.Literal)), thing.value),
        why=why,
        words=[t.object.value for t in words if isinstance(t.object, ox.Literal)],
        candidates=_literals(said[graph.expand("fp:candidate")]),
        places=[place for place in places if place],
    )


def _literals(said: Iterable[ox.Triple]) -> list[ox.Literal]:
    return [t.object for t in said if isinstance(t.object, ox.Literal)]


def find_anomaly(which: str, found: Sequence[OpenAnomaly], mapped: Mapped) -> OpenAnomaly:
    """Give the one that is meant: by its number from 1, its address, or KEY/ASPECT, or KEY alone.

    :raises UsageError: there is none, it is decided, or there are several.
    """
    if which.isascii() and which.isdecimal():
        if 1 <= int(which) <= len(found):
            return found[int(which) - 1]
        raise UsageError(
            msg("there is no number {number}; open: {count}", number=which, count=len(found))
        )
    base = mapped.config.base_iri
    meant = [one for one in found if _path(which, base) in _names(one, base)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        names = ", ".join(_path(one.iri, base) for one in meant)
        raise UsageError(msg("{which} may be any of these: {names}", which=which, names=names))
    raise _nobody(which, found, mapped)


def _path(name: str, base: str) -> str:
    """Give a name, or an address, as KEY/ASPECT with as much before it as it has."""
    return under_base(name.strip("<> "), base).replace(_PART, "/")


def _names(one: OpenAnomaly, base: str) -> set[str]:
    path = _path(one.iri, base)
    return {path, one.name, path.rpartition("/")[0], one.name.rpartition("/")[0]}


def _nobody(which: str, found: Sequence[OpenAnomaly], mapped: Mapped) -> UsageError:
    """Say that no open anomaly is called so: it is decided, or another is meant."""
    base, graph = mapped.config.base_iri, mapped.graph
    for triple in graph.quads:
        if triple.predicate.value == graph.expand("fp:decides"):
            iri = str(triple.object)[1:-1]
            key, _, aspect = iri.partition(_PART)
            names = {_path(iri, base), f"{key.rpartition('/')[2]}/{aspect}"}
            if _path(which, base) in names:
                place = mapped.places((str(triple.subject), "", "", SUBJECT))
                return UsageError(
                    msg("{which} is decided: {place}; change it there", which=which, place=place)
                )
    said = msg("there is no open anomaly {which}", which=which)
    close = get_close_matches(_path(which, base), _calls(found, base), 1, _NEAR)
    if close:
        return UsageError(msg("{said}; did you mean {near}?", said=said, near=close[0]))
    return UsageError(msg("{said}; lod decide lists them", said=said))


def _calls(found: Sequence[OpenAnomaly], base: str) -> list[str]:
    return [name for one in found for name in (one.name, _path(one.iri, base))]
