"""What vocabularies import, and nobody gave: nothing is fetched."""

from collections.abc import Sequence

import pyoxigraph as ox

from lod.rdf import OWL
from lod.words import Message, msg

_IMPORTS, _VERSION = (ox.NamedNode(f"{OWL}{name}") for name in ("imports", "versionIRI"))


def import_notes(terms: Sequence[ox.Triple]) -> list[Message]:
    """Say which ontologies others import that aren't among them, by name or by version."""
    given: set[object] = {triple.subject for triple in terms}
    given |= {triple.object for triple in terms if triple.predicate == _VERSION}
    wanted = dict.fromkeys(t.object for t in terms if t.predicate == _IMPORTS)
    return [
        msg("owl:imports isn't followed: {value} is not fetched", value=iri.value)
        for iri in wanted
        if isinstance(iri, ox.NamedNode) and iri not in given
    ]
