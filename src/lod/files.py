"""Any RDF files as a release, their dataset as it is: for `lod serve FILE`."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from lod.errors import InputError
from lod.messages import msg
from lod.positions import EXTENSIONS
from lod.positions.kinds import PARSED
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

    :raises InputError: it can't be read; names file and line.
    """
    form = EXTENSIONS.get(file.suffix.lower())
    if form is None:
        known = ", ".join(EXTENSIONS)
        message = msg("can't tell its format by its name")
        raise InputError(message, file, expected=msg("one of {names}", names=known))
    try:
        parsed = PARSED[form]
        return list(ox.parse(path=file, format=parsed, base_iri=base, rename_blank_nodes=True))
    except SyntaxError as error:
        message = msg("is not {format}: {why}", format=form.name, why=error.msg)
        raise InputError(message, file, error.lineno) from error
    except (OSError, ValueError) as error:
        raise InputError(msg("can't be read: {why}", why=error), file) from error
