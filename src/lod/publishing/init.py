"""A new publication with the layout of the shipped one: `lod init`."""

import os
from pathlib import Path

from lod.errors import UsageError
from lod.files import new_folder
from lod.publishing.config import check_base_iri
from lod.publishing.template import TEMPLATE, todays_template
from lod.words import msg

_SETTINGS = """\
# A publication of linked open data. Each setting: docs/operator.md.
base_iri = "{base}"
template = "{template}"  # whose ontology, shapes and queries these are: see lod upgrade
dataset = "projects"
sources = []  # names in data/sources, see lod import
# licence = "http://creativecommons.org/publicdomain/zero/1.0/"  # yours to set

[title]
sv = "Projekt"
en = "Projects"

[description]
sv = "Projekt, deras ägare och programmet."
en = "Projects, their owners and the programme."

[publisher]
key = "publisher"  # its key in IRIs
name = "Publisher"  # its name
"""


def init_publication(directory: Path, base_iri: str) -> None:
    """Write lod.toml, ontology, shapes and reference tables for a base IRI, all or nothing.

    :raises UsageError: the folder isn't empty, or can't be written.
    :raises OptionError: the base can't be one.
    """
    check_base_iri(base_iri)
    directory = directory.resolve()
    if os.path.isdir(directory) and any(directory.iterdir()):
        raise UsageError(msg("{folder} isn't empty: choose a new folder", folder=directory))
    with new_folder(directory) as made:
        _fill(made, base_iri)


def _fill(made: Path, base_iri: str) -> None:
    for name, text in todays_template(base_iri).items():
        file = made / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    (made / "data" / "sources").mkdir()
    settings = _SETTINGS.format(base=base_iri, template=TEMPLATE)
    (made / "lod.toml").write_bytes(settings.encode())
    (made / "data" / "keys.csv").write_bytes(b"kind,key,source,as_written,now\n")
