"""Any RDF files as a release, their dataset as it is: for `lod serve FILE`."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from lod.errors import InputError, raise_all
from lod.messages import msg
from lod.positions import EXTENSIONS, find_syntax_errors, parse
from lod.release import Contents


def contents_of_files(files: Iterable[Path], base_iri: str) -> Contents:
    """Read RDF files into the contents of a release; default graph stays default graph.

    :raises InputError: a file can't be read; names file and line.
    """
    quads: list[ox.Quad] = []
    for file in files:
        quads += read_quads(file, file.resolve().as_uri())
    return Contents(quads, base_iri, f"{base_iri}def/", union=False)


def read_quads(file: Path, base: str) -> list[ox.Quad]:
    """Read a file, its format told by its name; relative IRIs against a base.

    :raises InputError: it can't be read; all that is wrong with its syntax, with file and line.
    """
    form = EXTENSIONS.get(file.suffix.lower())
    if form is None:
        known = ", ".join(EXTENSIONS)
        expected = msg("one of {known}", known=known)
        raise InputError(msg("can't tell its format by its name"), file, expected=expected)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(msg("can't be read: {why}", why=error.strerror), file) from error
    try:
        return parse(data, form, base, rename=True)
    except InputError:
        raise_all(find_syntax_errors(data, form, file, base))
        raise
