"""A decision as Turtle, put at the end of the file in which the publication keeps its decisions."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from lod.checking import SUBJECT, Place, RdfFile, named_here
from lod.errors import InputError, UsageError
from lod.files import put_all, read_file
from lod.publishing.deciding.anomalies import OpenAnomaly
from lod.publishing.deciding.choices import Value
from lod.publishing.mapping import iri_term
from lod.publishing.mapping.terms import Object, day, text
from lod.publishing.publication import Mapped
from lod.rdf import DCTERMS, PROV, RDF, TURTLE, prefixes, write
from lod.words import msg

_FILE = "data/curated/decisions.ttl"
_USED = ("fp", "dcterms", "prov", "xsd", "stage")
_NO_BASE = "lod:"


@dataclass(frozen=True)
class Decision:
    """What an organisation decides on an anomaly.

    :param chosen: the value that is published; None if the statement stands as it is.
    :param reasons: why, by language.
    """

    anomaly: OpenAnomaly
    chosen: Value | None
    reasons: Mapping[str, str]
    on: date
    by: ox.NamedNode

    @property
    def iri(self) -> str:
        """Its address, below the anomaly's."""
        return f"{self.anomaly.iri}/decision"


def write_decision(decision: Decision, mapped: Mapped) -> Place:
    """Put a decision at the end of its file, in one step; all that stands there stays as it is.

    :returns: where it stands now.
    :raises UsageError: something is said of its address already, or the file can't be written.
    :raises InputError: the file has changed since it was read.
    """
    subject = iri_term(decision.iri)
    if subject in mapped.graph.about:
        place = mapped.places((str(subject), "", "", SUBJECT))
        message = msg("this is decided, or nearly: {place}; correct it there", place=place)
        raise UsageError(message)
    site, file = mapped.config.site, _home(mapped)
    path = Path(os.path.realpath(file.path))  # a link stays one
    before = b"" if file not in mapped.own["data/curated"] else file.data
    if (read_file(path, site) if path.exists() else b"") != before:
        raise InputError(msg("has changed meanwhile"), file.path, todo=msg("run it again"))
    written = before + _block(decision, before, mapped)
    put_all(
        Path(os.path.realpath(site)), {path.relative_to(os.path.realpath(site)).as_posix(): written}
    )
    made = RdfFile(file.name, path, base=file.base, root=site)
    return made.find(subject, mark=SUBJECT) or Place(file.name)


def _home(mapped: Mapped) -> RdfFile:
    """Give the file that holds decisions: the usual one, else the last that has any, else new."""
    files, kind = mapped.own["data/curated"], mapped.graph.expand("fp:Decision")
    usual = mapped.config.site / _FILE
    for file in files:
        if file.path == usual:
            return file
    holding = [file for file in files if any(str(t.object) == f"<{kind}>" for t in file.placed)]
    if holding:
        return holding[-1]
    return RdfFile(named_here(usual), usual, base=mapped.config.base_iri, root=mapped.config.site)


def _block(decision: Decision, before: bytes, mapped: Mapped) -> bytes:
    """Write a decision under the prefixes of the text that it goes behind, which may be empty."""
    declared, base = _scope(before)
    ours = prefixes(mapped.config.vocab_iri)
    named = {space: prefix for prefix, space in declared.items()}
    table = {
        named.get(ours[name], name): ours[name]
        for name in _USED
        if ours[name] in named or name not in declared
    }
    said, base_iri = _said(decision, mapped), mapped.config.base_iri
    written = write(said, TURTLE, prefixes=table, base=base_iri).decode()
    known = {f"@prefix {prefix}: <{space}> ." for prefix, space in declared.items()}
    known |= {f"@base <{base}> ."}
    rows = [row for row in written.split("\n") if row not in known]
    body = "\n".join(rows).strip("\n") + "\n"
    gap = "" if not before else "\n" if before.endswith((b"\n", b"\r")) else "\n\n"
    end = "\r\n" if b"\r\n" in before else "\n"
    return (gap + body).replace("\n", end).encode()


def _scope(before: bytes) -> tuple[dict[str, str], str]:
    """Give the prefixes and the base that hold at the end of a text in Turtle."""
    parser = ox.parse(before.removeprefix(b"\xef\xbb\xbf"), ox.RdfFormat.TURTLE, base_iri=_NO_BASE)
    for _ in parser:
        pass
    return dict(parser.prefixes), parser.base_iri or ""


def _said(decision: Decision, mapped: Mapped) -> Iterator[ox.Triple]:
    """Say what a decision says. Shape: shapes/decision.ttl."""
    expand, subject = mapped.graph.expand, iri_term(decision.iri)
    rows: list[tuple[str, Object | None]] = [
        (f"{RDF}type", iri_term(expand("fp:Decision"))),
        (f"{RDF}type", iri_term(f"{PROV}Entity")),
        (expand("fp:decides"), iri_term(decision.anomaly.iri)),
        (expand("fp:chosen"), decision.chosen),
        *((f"{DCTERMS}description", text(why, lang)) for lang, why in decision.reasons.items()),
        (f"{DCTERMS}date", day(decision.on)),
        (f"{PROV}wasAttributedTo", decision.by),
    ]
    for predicate, value in rows:
        if value is not None:
            yield ox.Triple(subject, iri_term(predicate), value)
