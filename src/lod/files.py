"""Any RDF files as a release, their dataset as it is: for `lod serve FILE`."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from lod.errors import InputError
from lod.release import Contents

EXTENSIONS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}


def contents_of_files(files: Iterable[Path], base_iri: str) -> Contents:
    """Read RDF files into the contents of a release; default graph stays default graph.

    :raises InputError: a file can't be read; names file and line.
    """
    quads: list[ox.Quad] = []
    for file in files:
        quads += _read(file)
    return Contents(quads, base_iri, f"{base_iri}def/", union=False)


def _read(file: Path) -> list[ox.Quad]:
    form = EXTENSIONS.get(file.suffix.lower())
    if form is None:
        known = ", ".join(EXTENSIONS)
        raise InputError("can't tell its format by its name", file, expected=f"one of {known}")
    try:
        base = file.resolve().as_uri()
        return list(ox.parse(path=file, format=form, base_iri=base, rename_blank_nodes=True))
    except SyntaxError as error:
        raise InputError(f"is not {form.name}: {error.msg}", file, error.lineno) from error
    except (OSError, ValueError) as error:
        raise InputError(f"can't be read: {error}", file) from error
