"""The formats that are read here, and their names in pyoxigraph."""

import pyoxigraph as ox

from lod.errors import InputError
from lod.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format

PARSED = {
    TURTLE: ox.RdfFormat.TURTLE,
    TRIG: ox.RdfFormat.TRIG,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    NQUADS: ox.RdfFormat.N_QUADS,
    RDFXML: ox.RdfFormat.RDF_XML,
    JSONLD: ox.RdfFormat.JSON_LD,
}
EXTENSIONS = {f".{form.extension}": form for form in PARSED} | {
    ".owl": RDFXML,
    ".xml": RDFXML,
    ".json": JSONLD,
}
"""What a file's name ends in → its format."""

BOM = b"\xef\xbb\xbf"


def find_format(format: Format | str) -> Format:
    """Give the format of a media type or an extension.

    >>> find_format("application/trig").name
    'TriG'

    :raises InputError: it isn't one of the six.
    """
    for form in PARSED:
        if format in (form, form.extension, form.media_type, *form.aliases):
            return form
    raise InputError(f"“{format}” is no format of RDF that is read here")
