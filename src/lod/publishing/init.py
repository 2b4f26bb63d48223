"""A new publication with the layout of the shipped one: `lod init`."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from lod.errors import UsageError
from lod.files import new_folder
from lod.publishing.config import (
    PLACEHOLDER,
    PUBLICATION_LANGUAGES,
    check_base_iri,
    check_languages,
)
from lod.publishing.filling import DESCRIPTION, KEY, TITLE
from lod.publishing.importing import Imported, TableWishes, import_source
from lod.publishing.template import TEMPLATE, todays_template
from lod.words import Message, msg

_SETTINGS = """\
# {about}
base_iri = "{base}"
template = "{template}"  # {whose}
languages = [{languages}]  # {spoken}
dataset = "projects"
sources = [{entries}]  # {sources}
# licence = "http://creativecommons.org/publicdomain/zero/1.0/"  # {licence}

[title]  # {fill_in}
{titles}

[description]  # {fill_in}
{descriptions}

[publisher]
key = "{key}"  # {fill_in_key}
name = "{name}"  # {fill_in_name}
"""
_COMMENTS = {
    "about": msg("A publication of linked open data. Each setting: docs/operator.md."),
    "whose": msg("whose ontology, shapes and queries these are: see lod upgrade"),
    "spoken": msg("those of titles, terms and pages, the first before all others"),
    "sources": msg("names in data/sources, see lod import"),
    "licence": msg("yours to set"),
    "fill_in": msg("fill in"),
    "fill_in_key": msg("fill in: its key in addresses"),
    "fill_in_name": msg("fill in: its name"),
}


def init_publication(
    directory: Path, base_iri: str, languages: Sequence[str] = PUBLICATION_LANGUAGES
) -> None:
    """Write lod.toml, ontology, shapes and reference tables for a base IRI, all or nothing.

    :param languages: those that it speaks, the first before all others: comments are in it.
    :raises UsageError: the folder isn't empty, or can't be written.
    :raises OptionError: the base can't be one, or a language.
    """
    with _new_publication(directory, base_iri, languages) as made:
        _fill(made, base_iri, languages)


def init_from(
    directory: Path,
    base_iri: str,
    languages: Sequence[str],
    file: Path,
    name: str,
    wishes: TableWishes,
) -> Imported:
    """Make a new publication as :func:`init_publication` does, with a page or table as its source.

    Whole or not at all. What is said of the source is what :func:`import_source` says.

    :raises SourceError: ``file`` can't be brought in.
    :raises ConfigError: its name can't be a source's.
    """
    with _new_publication(directory, base_iri, languages) as made:
        folder = made / "data" / "sources"
        folder.mkdir(parents=True)
        done = import_source(file, folder, name, made, languages[0], wishes)
        _fill(made, base_iri, languages, done.entry)
    files = [directory / "data" / "sources" / each.name for each in done.files]
    return replace(done, files=files)


@contextmanager
def _new_publication(directory: Path, base_iri: str, languages: Sequence[str]) -> Iterator[Path]:
    check_base_iri(base_iri)
    check_languages(languages)
    directory = directory.resolve()
    if os.path.isdir(directory) and any(directory.iterdir()):
        raise UsageError(msg("{folder} isn't empty: choose a new folder", folder=directory))
    with new_folder(directory) as made:
        yield made


def _fill(made: Path, base_iri: str, languages: Sequence[str], *entries: str) -> None:
    for name, text in todays_template(base_iri, languages).items():
        file = made / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    (made / "data" / "sources").mkdir(exist_ok=True)
    settings = _SETTINGS.format(
        base=base_iri,
        template=TEMPLATE,
        languages=", ".join(f'"{language}"' for language in languages),
        entries=", ".join(f'"{entry}"' for entry in entries),
        titles=_said(TITLE, languages),
        descriptions=_said(DESCRIPTION, languages),
        key=KEY,
        name=PLACEHOLDER,
        **{name: said.told(languages[0]) for name, said in _COMMENTS.items()},
    )
    (made / "lod.toml").write_bytes(settings.encode())
    (made / "data" / "keys.csv").write_bytes(b"kind,key,source,as_written,now\n")


def _said(text: Message, languages: Sequence[str]) -> str:
    return "\n".join(f'{language} = "{text.told(language)}"' for language in languages)
