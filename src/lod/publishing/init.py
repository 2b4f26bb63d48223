"""A new publication with the layout of the shipped one: `lod init`."""

import os
import shutil
from pathlib import Path

from lod.errors import UsageError
from lod.files import new_folder
from lod.publishing.config import check_base_iri
from lod.rdf import in_pattern
from lod.words import msg

SHIPPED_BASE = "https://data.tillvaxtverket.example/"
_FOLDERS = ("ontology", "shapes", "data/reference", "queries")
_DECISIONS = "data/curated/decisions.ttl"  # comments that show how to write one
_ATTRIBUTES = """\
# Sources stay byte for byte as they were fetched: git leaves the ends of their lines alone.
data/sources/* -text
"""
_SETTINGS = """\
# A publication of linked open data. Each setting: docs/operator.md.
base_iri = "{base}"
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
    template = template_folder()
    for folder in _FOLDERS:
        shutil.copytree(template / folder, made / folder)
    for folder in ("data/sources", "data/curated"):
        (made / folder).mkdir(parents=True)
    shutil.copy(template / _DECISIONS, made / _DECISIONS)
    for file in (*made.rglob("*.ttl"), *made.rglob("*.rq")):
        text = file.read_text(encoding="utf-8")
        text = text.replace(f'"^{SHIPPED_BASE}', f'"^{in_pattern(base_iri)}')
        file.write_bytes(text.replace(SHIPPED_BASE, base_iri).encode())
    (made / "lod.toml").write_bytes(_SETTINGS.format(base=base_iri).encode())
    (made / ".gitattributes").write_bytes(_ATTRIBUTES.encode())
    (made / "data" / "keys.csv").write_bytes(b"kind,key,source,as_written,now\n")


def template_folder() -> Path:
    """Find what a wheel carries, or the repository that lod runs from."""
    package = Path(__file__).parents[1]
    carried = package / "template"
    return carried if carried.exists() else package.parents[1]
