"""The formats that are read here, and their names in pyoxigraph."""

import pyoxigraph as ox

from lod.checking.positions.xmltext import to_utf8
from lod.errors import InputError
from lod.rdf import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from lod.words import msg

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
    raise InputError(msg("“{format}” is no format of RDF that is read here", format=format))


def to_text(data: bytes, form: Format | None) -> bytes:
    """Give a file's bytes as they are read: in UTF-8, without the byte order mark.

    :param form: None for a file that isn't RDF.
    """
    return (to_utf8(data) if form == RDFXML else data).removeprefix(BOM)
