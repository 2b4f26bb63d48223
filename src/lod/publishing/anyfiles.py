"""Any RDF files as a release, their dataset as it is: for `lod serve FILE`."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from lod.checking import RdfFile, all_errors, find_files
from lod.deriving import derive
from lod.errors import InputError, raise_all
from lod.publishing.own import iri_error
from lod.rdf import TRIG, TURTLE
from lod.release import Contents, write_release

_NAMING = (TURTLE, TRIG)
"""The formats with prefixed names, which pyoxigraph takes as they come."""


def publish_files(names: Iterable[str], base_iri: str, out: Path) -> Path:
    """Write RDF files as the only release under ``out``; see :func:`contents_of_files`."""
    return write_release(contents_of_files(names, base_iri), derive, out, keep=0)


def contents_of_files(names: Iterable[str], base_iri: str) -> Contents:
    """Read RDF files into the contents of a release; default graph stays default graph.

    :param names: files, folders, globs.
    :raises UsageError: a name fits no file, or a file's format can't be told.
    :raises InputError: files can't be read; all that is wrong with their syntax.
    """
    return Contents(read_quads(find_files(names)), base_iri, f"{base_iri}def/", union=False)


def read_quads(files: Iterable[RdfFile]) -> list[ox.Quad]:
    """Read files with their graphs, or say of all of them what is wrong.

    :raises InputError: what is wrong with their syntax, all together.
    """
    quads: list[ox.Quad] = []
    errors: list[InputError] = []
    for file in files:
        try:
            quads += _publishable(file)
        except InputError as error:
            errors += all_errors(file, error)
    raise_all(errors)
    return quads


def _publishable(file: RdfFile) -> list[ox.Quad]:
    """Give a file's quads, if they can be written and read again.

    :raises InputError: something in it is no IRI; has the first.
    """
    quads = [*file.quads()]
    for quad in quads if file.format in _NAMING else ():
        if error := iri_error(file, quad):
            raise error
    return quads
