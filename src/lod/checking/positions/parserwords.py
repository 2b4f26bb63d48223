"""What pyoxigraph says of an error, as it is passed on: without the place, and with advice."""

import re

from lod.checking.positions.problems import Complaint
from lod.rdf import Format
from lod.words import msg

_PLACE = re.compile(r"^Parser error (at|between) .*?: ")
_STRIPES = msg("see that properties and things alternate")
_ADVICE = (
    ("LoadDocumentCallback", msg("write the context itself into the file")),
    ("No scheme", msg("write the whole IRI, as in <https://…>")),
    ("subtag", msg("write a tag such as sv or en-GB")),
    ("IRI", msg("write it with % (a space is %20)")),
    ("tag name", msg("use another name: this one has a meaning of its own in RDF/XML")),
    ("already been used", msg("give each a name of its own")),
    ("Unexpected text", _STRIPES),
    ("Unexpected node", _STRIPES),
)
"""Part of its words → advice; the first that fits."""


def as_parsed(offset: int, form: Format, failure: SyntaxError) -> Complaint:
    """Say what pyoxigraph says, at a place."""
    words = " ".join(_PLACE.sub("", failure.msg or "").split())
    todo = next((advice for part, advice in _ADVICE if part in words), None)
    if "LoadDocumentCallback" in words:
        message = msg("its @context is at another address: nothing is fetched")
    else:
        message = msg("is not {format}: {why}", format=form.name, why=words)
    return Complaint(offset, message, None, todo)
