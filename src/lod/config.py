"""One frozen dataclass read from lod.toml; nothing is read at import."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from lod.edited import Lines, Settings, is_iri, place_of, read_settings
from lod.errors import ConfigError
from lod.messages import msg

LANGUAGES = ("sv", "en")
_TABLES = ("title", "description", "publisher", "release", "sparql", "serve")
_PROCESSES = 1000
_BASE = msg("an http or https address that ends in a slash")
_SETTINGS = ("base_iri", "vocab_iri", "dataset", "licence", "sources", *_TABLES)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: ``key`` is its key as an organisation, ``iri`` its IRI for harvesters."""

    key: str
    name: str
    iri: str | None = None
    identifier: str | None = None
    same_as: tuple[str, ...] = ()
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: seconds, MiB of memory, MiB of result, queries at once, queue.

    :param unconfined: whether queries are answered where the kernel can't keep the workers off
        the network.
    :param in_memory: MiB of N-Quads up to which the data is held in memory; 0 never holds it.
    """

    timeout: float = 10.0
    memory: int = 512
    result: int = 64
    workers: int = 4
    waiting: int = 64
    in_memory: int = 64
    unconfined: bool = False


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the publication is served.

    :param processes: web processes; each keeps a cache of its own.
    :param cache: MiB of answers that each of them keeps.
    :param client_header: the header in which a trusted proxy says who asks.
    :param access_log: whether each request is a line of JSON on standard output.
    :param log_queries: whether that line has the text of a SPARQL query.
    """

    processes: int = 2
    cache: int = 192
    client_header: str | None = None
    access_log: bool = True
    log_queries: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """A publication's settings.

    :param site: the folder that holds lod.toml.
    :param sources: names in data/sources, first one wins where two say the same.
    :param titles: name of the publication, by language; ``descriptions`` likewise.
    :param dataset: the NAME in ``set/NAME``.
    :param licence: IRI of the licence; None until the steward has set it.
    :param keep: how many old releases stay.
    :param lines: where in lod.toml each setting stands.
    """

    site: Path
    base_iri: str
    vocab_iri: str
    publisher: Publisher
    dataset: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    sources: tuple[str, ...] = ()
    licence: str | None = None
    keep: int = 3
    sparql: Limits = field(default_factory=Limits)
    serve: ServerSettings = field(default_factory=ServerSettings)
    lines: Lines = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """The file itself, for messages."""
        return self.site / "lod.toml"

    def line(self, *name: str) -> int | None:
        """Give the line of a setting, else of its table: ``line("publisher", "key")``."""
        place = place_of(self.lines, name)
        return place and place[0]

    @property
    def own_vocabulary(self) -> bool:
        """Whether this publication serves the terms of ``fp:`` itself."""
        return self.vocab_iri == f"{self.base_iri}def/"


def read_config(site: Path) -> Config:
    """Read ``lod.toml`` in the folder ``site``.

    :raises ConfigError: it's missing, isn't TOML, or a setting is missing, unknown or wrong; has
        the line.
    """
    site = site.resolve()
    todo = msg("run lod in the publication's folder, or name it with --site")
    table = read_settings(site / "lod.toml", todo, site)
    table.known(_SETTINGS)
    base, release = _base(table, "base_iri"), table.table("release", optional=True)
    release.known(("keep",))
    return Config(
        site=site,
        base_iri=base,
        vocab_iri=_base(table, "vocab_iri") if "vocab_iri" in table else f"{base}def/",
        publisher=_publisher(table.table("publisher")),
        dataset=table.key("dataset"),
        titles=_languages(table.table("title")),
        descriptions=_languages(table.table("description")),
        sources=table.texts("sources"),
        licence=table.iri("licence") if "licence" in table else None,
        keep=release.number("keep", 3, least=0),
        sparql=_limits(table.table("sparql", optional=True)),
        serve=_serving(table.table("serve", optional=True)),
        lines=table.lines,
    )


def check_base_iri(value: str) -> None:
    """Check that a base IRI can be one.

    :raises ConfigError: it isn't an http or https IRI that ends in a slash.
    """
    if not _is_base(value):
        message = msg("can't be the start of addresses: {value}", value=value)
        todo = msg("write it as in {example}", example="https://data.example.org/")
        raise ConfigError(message, expected=_BASE, todo=todo)


def _is_base(value: str) -> bool:
    return is_iri(value) and value.endswith("/") and not any(c in value for c in "?#")


def _base(table: Settings, name: str) -> str:
    value = table.text(name)
    if not _is_base(value.removesuffix("#") + ("/" if value.endswith("#") else "")):
        raise table.wrong(name, _BASE, '"https://data.example.org/"')
    return value


def _publisher(table: Settings) -> Publisher:
    table.known([f.name for f in fields(Publisher)])
    return Publisher(
        key=table.key("key"),
        name=table.text("name"),
        iri=table.iri("iri") if "iri" in table else None,
        identifier=table.text("identifier") if "identifier" in table else None,
        same_as=table.iris("same_as"),
        type=table.key("type") if "type" in table else None,
    )


def _languages(table: Settings) -> dict[str, str]:
    table.known(LANGUAGES)
    return {language: table.text(language) for language in LANGUAGES}


def _limits(table: Settings) -> Limits:
    table.known([f.name for f in fields(Limits)])
    default = Limits()
    return Limits(
        timeout=table.seconds("timeout", default.timeout),
        memory=table.number("memory", default.memory),
        result=table.number("result", default.result),
        workers=table.number("workers", default.workers, least=2, most=_PROCESSES),
        waiting=table.number("waiting", default.waiting),
        in_memory=table.number("in_memory", default.in_memory, least=0),
        unconfined=table.switch("unconfined", default.unconfined),
    )


def _serving(table: Settings) -> ServerSettings:
    table.known([f.name for f in fields(ServerSettings)])
    default = ServerSettings()
    return ServerSettings(
        processes=table.number("processes", default.processes, most=_PROCESSES),
        cache=table.number("cache", default.cache, least=0),
        client_header=table.header("client_header") if "client_header" in table else None,
        access_log=table.switch("access_log", default.access_log),
        log_queries=table.switch("log_queries", default.log_queries),
    )
