"""One frozen dataclass read from lod.toml; nothing is read at import."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from lod.errors import OptionError
from lod.publishing.handwritten import (
    LANGUAGE_ALONE,
    SettingLines,
    Settings,
    is_language,
    language_of,
    place_of,
    read_settings,
)
from lod.publishing.template import FIRST_TEMPLATE
from lod.rdf import BaseFault, fault_in_base, fault_in_vocabulary
from lod.words import msg

PUBLICATION_LANGUAGES = ("sv", "en")
"""Those of a publication that doesn't say which it has: it was made before there was a setting."""

PLACEHOLDER = "Publisher"
"""What lod init writes where the publisher's name belongs; it is never published."""

_SERVED = ("sparql", "serve")
_TABLES = ("title", "description", "publisher", "release", "store", *_SERVED)
_STORES = ("oxigraph", "none")
_SETTINGS = (
    *("base_iri", "vocab_iri", "dataset", "licence", "sources", "template", "languages"),
    *_TABLES,
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: ``key`` is its key as an organisation, ``iri`` its IRI for harvesters.

    :param identifier: its number, as it is written.
    :param iso6523: its numbers, each with its scheme: ``0007:2021006149``.
    :param vat: its VAT number: ``SE202100614901``.
    """

    key: str
    name: str
    iri: str | None = None
    identifier: str | None = None
    iso6523: tuple[str, ...] = ()
    vat: str | None = None
    same_as: tuple[str, ...] = ()
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """A publication's settings.

    :param site: the folder that holds lod.toml.
    :param sources: names in data/sources, first one wins where two say the same.
    :param languages: those that the publication speaks, the first before all others.
    :param titles: name of the publication, by language; ``descriptions`` likewise.
    :param dataset: the NAME in ``set/NAME``.
    :param licence: IRI of the licence; None until the steward has set it.
    :param template: the version of lod whose ontology, shapes and queries it has.
    :param keep: how many old releases stay.
    :param store: whether a release has a SPARQL store, and so an endpoint.
    :param served: the tables that are for the server, unread.
    :param lines: where in lod.toml each setting stands.
    """

    site: Path
    base_iri: str
    vocab_iri: str
    publisher: Publisher
    dataset: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    languages: tuple[str, ...] = PUBLICATION_LANGUAGES
    sources: tuple[str, ...] = ()
    licence: str | None = None
    template: str = FIRST_TEMPLATE
    keep: int = 3
    store: bool = True
    served: Mapping[str, Settings] = field(default_factory=dict)
    lines: SettingLines = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """The file itself, for messages."""
        return self.site / "lod.toml"

    def line(self, *name: str) -> int | None:
        """Give the line of a setting, else of its table: ``line("publisher", "key")``."""
        place = place_of(self.lines, name)
        return place and place[0]

    @property
    def language(self) -> str:
        """The language of what says none of its own: the publisher's name, an area's."""
        return self.languages[0]

    @property
    def unnamed(self) -> bool:
        """Whether the publisher's name is still what lod init wrote in its place."""
        return self.publisher.name == PLACEHOLDER

    @property
    def publisher_name(self) -> str:
        """The publisher's name as it is published: where none is filled in, the site's host."""
        host = urlsplit(self.base_iri).hostname if self.unnamed else None
        return host or self.publisher.name

    @property
    def own_vocabulary(self) -> bool:
        """Whether this publication serves the terms of ``fp:`` itself."""
        return self.vocab_iri == f"{self.base_iri}def/"


def read_config(site: Path) -> Config:
    """Read ``lod.toml`` in the folder ``site``.

    :raises ConfigError: it's missing, isn't TOML, or a setting is missing, unknown or wrong; has
        the line, and in an address the column.
    """
    site = site.resolve()
    todo = msg("run lod in the publication's folder, or name it with --site")
    table = read_settings(site / "lod.toml", todo, site)
    table.known(_SETTINGS)
    base = _address(table, "base_iri", fault_in_base)
    release = table.table("release", optional=True)
    release.known(("keep",))
    languages = _languages(table)
    return Config(
        site=site,
        base_iri=base,
        vocab_iri=_address(table, "vocab_iri", fault_in_vocabulary)
        if "vocab_iri" in table
        else f"{base}def/",
        publisher=_publisher(table.table("publisher")),
        dataset=table.key("dataset"),
        titles=_by_language(table.table("title"), languages),
        descriptions=_by_language(table.table("description"), languages),
        languages=languages,
        sources=table.texts("sources"),
        licence=table.iri("licence") if "licence" in table else None,
        template=table.text("template") if "template" in table else FIRST_TEMPLATE,
        keep=release.number("keep", 3, least=0),
        store=_store(table.table("store", optional=True)),
        served={name: table.table(name, optional=True) for name in _SERVED},
        lines=table.lines,
    )


def check_base_iri(value: str, option: str = "--base") -> None:
    """Check that a base IRI can be one.

    :param option: the option that gave it.
    :raises OptionError: it can't; has the column.
    """
    if fault := fault_in_base(value):
        at = (fault.offset + 1, value)
        raise OptionError(fault.message, option, None, fault.expected, fault.todo, *at)


def check_languages(found: Sequence[str], option: str = "--lang") -> None:
    """Check that a publication's languages can be some.

    :param option: the option that gave them.
    :raises OptionError: one is no code of a language alone, or stands twice.
    """
    for at, language in enumerate(found):
        if is_language(language) and language not in found[:at]:
            continue
        message = msg("can't be a language of the publication: {value}", value=language)
        expected = msg("each language once") if language in found[:at] else LANGUAGE_ALONE
        todo = msg("write it as in {example}", example=f"{option} {language_of(language, 'en')}")
        raise OptionError(message, option, None, expected, todo)


def _address(table: Settings, name: str, check: Callable[[str], BaseFault | None]) -> str:
    value = table.text(name)
    if fault := check(value):
        raise table.refused(name, fault.message, fault.expected, fault.todo, fault.offset)
    return value


def _publisher(table: Settings) -> Publisher:
    table.known([f.name for f in fields(Publisher)])
    return Publisher(
        key=table.key("key"),
        name=table.text("name"),
        iri=table.iri("iri") if "iri" in table else None,
        identifier=table.text("identifier") if "identifier" in table else None,
        iso6523=table.texts("iso6523"),
        vat=table.text("vat") if "vat" in table else None,
        same_as=table.iris("same_as"),
        type=table.key("type") if "type" in table else None,
    )


def _store(table: Settings) -> bool:
    table.known(("kind",))
    if "kind" not in table:
        return True
    if (kind := table.text("kind")) not in _STORES:
        names = ", ".join(f'"{name}"' for name in _STORES)
        raise table.wrong("kind", msg("one of {names}", names=names), '"none"')
    return kind != "none"


def _languages(table: Settings) -> tuple[str, ...]:
    if "languages" not in table:
        return PUBLICATION_LANGUAGES
    found = table.texts("languages")
    if not found:
        raise table.wrong("languages", msg("a list of languages' codes"), '["sv", "en"]')
    if not all(map(is_language, found)):
        meant = dict.fromkeys(language_of(each, "en") for each in found)
        raise table.wrong("languages", LANGUAGE_ALONE, json.dumps(list(meant)))
    return found


def _by_language(table: Settings, languages: Sequence[str]) -> dict[str, str]:
    table.known(languages)
    return {language: table.text(language) for language in languages}
