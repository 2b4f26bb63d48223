"""One frozen dataclass read from lod.toml; nothing is read at import."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lod.errors import ConfigError
from lod.messages import msg

LANGUAGES = ("sv", "en")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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

    @property
    def file(self) -> Path:
        """The file itself, for messages."""
        return self.site / "lod.toml"

    @property
    def own_vocabulary(self) -> bool:
        """Whether this publication serves the terms of ``fp:`` itself."""
        return self.vocab_iri == f"{self.base_iri}def/"


def read_config(site: Path) -> Config:
    """Read ``lod.toml`` in the folder ``site``.

    :raises ConfigError: it's missing, isn't TOML, or a setting is missing, unknown or wrong.
    """
    site = site.resolve()
    file = site / "lod.toml"
    table = read_toml(file, todo="run lod in the publication's folder, or name it with --site")
    check = _Checker(file)
    base = check.iri(table, "base_iri")
    check.known(
        table,
        {"base_iri", "vocab_iri", "dataset", "licence", "sources", "title", "description"}
        | {"publisher", "release", "sparql", "serve"},
    )
    publisher = check.table(table, "publisher")
    release = check.table(table, "release", {})
    check.known(publisher, {f.name for f in fields(Publisher)}, "publisher.")
    check.known(release, {"keep"}, "release.")
    return Config(
        site=site,
        base_iri=base,
        vocab_iri=check.iri(table, "vocab_iri") if "vocab_iri" in table else f"{base}def/",
        publisher=check.publisher(publisher),
        dataset=check.key(table, "dataset", "dataset"),
        titles=check.languages(table, "title"),
        descriptions=check.languages(table, "description"),
        sources=check.texts(table, "sources"),
        licence=check.optional_iri(table, "licence"),
        keep=check.number(release, "keep", 3, least=0),
        sparql=check.limits(check.table(table, "sparql", {})),
        serve=check.serving(check.table(table, "serve", {})),
    )


def check_base_iri(value: str) -> None:
    """Check that a base IRI can be one.

    :raises ConfigError: it isn't an http or https IRI that ends in a slash.
    """
    if not _is_base(value):
        raise ConfigError(
            f"no base IRI: {value}", expected="an http or https IRI, slash at its end"
        )


def _is_base(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    web = parts.scheme in ("http", "https") and bool(parts.netloc)
    return web and value.endswith("/") and not any(c in value for c in ' <>"{}|\\^`?#\n')


def unreadable(error: OSError | UnicodeDecodeError, file: Path) -> ConfigError:
    """Say why a file that is edited by hand can't be read."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return ConfigError(msg("is not UTF-8"), file, line, todo=msg("save it as UTF-8"))
    return ConfigError(msg("can't be read: {why}", why=error.strerror), file)


def read_toml(file: Path, *, todo: str | None = None) -> dict[str, Any]:
    """Read a TOML file.

    :raises ConfigError: it's missing or isn't TOML; names the line.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"can't be read: {error.strerror}", file, todo=todo) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", file, todo="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line = getattr(error, "lineno", None) or _line_in(str(error))
        raise ConfigError(f"is not TOML: {error}", file, line) from error


def _line_in(message: str) -> int | None:
    _, _, rest = message.partition("at line ")
    digits = rest.split(",")[0]
    return int(digits) if digits.isdigit() else None


@dataclass(frozen=True, slots=True)
class _Checker:
    """Takes settings out of a table, or says which one is wrong and what belongs there."""

    file: Path

    def fail(self, name: str, expected: str) -> ConfigError:
        return ConfigError(f"the setting {name} is missing or wrong", self.file, expected=expected)

    def known(self, table: Mapping[str, Any], names: set[str], path: str = "") -> None:
        for name in table:
            if name not in names:
                expected = "one of " + ", ".join(sorted(names))
                raise ConfigError(f"no such setting: {path}{name}", self.file, expected=expected)

    def text(self, table: Mapping[str, Any], name: str) -> str:
        value = table.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(name, "a text")
        return value

    def iri(self, table: Mapping[str, Any], name: str) -> str:
        value = self.text(table, name)
        if not _is_base(value.removesuffix("#") + ("/" if value.endswith("#") else "")):
            raise self.fail(name, "an http or https IRI that ends in a slash")
        return value

    def optional(self, table: Mapping[str, Any], name: str) -> str | None:
        return self.text(table, name) if name in table else None

    def optional_iri(self, table: Mapping[str, Any], name: str) -> str | None:
        value = self.optional(table, name)
        if value is not None and not _IRI.fullmatch(value):
            raise self.fail(name, "an http or https IRI")
        return value

    def texts(self, table: Mapping[str, Any], name: str) -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.fail(name, "a list of texts")
        if len(set(value)) < len(value):
            raise self.fail(name, "each text once")
        return tuple(value)

    def key(self, table: Mapping[str, Any], name: str, shown: str) -> str:
        value = self.text(table, name)
        if not _KEY.fullmatch(value):
            raise self.fail(shown, "small letters a to z, digits and hyphens")
        return value

    def publisher(self, table: Mapping[str, Any]) -> Publisher:
        key, same = self.key(table, "key", "publisher.key"), self.texts(table, "same_as")
        if not all(map(_IRI.fullmatch, same)):
            raise self.fail("publisher.same_as", "a list of http or https IRIs")
        return Publisher(
            key,
            self.text(table, "name"),
            self.optional_iri(table, "iri"),
            self.optional(table, "identifier"),
            same,
            self.optional(table, "type"),
        )

    def table(
        self, table: Mapping[str, Any], name: str, default: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        value = table.get(name, default)
        if not isinstance(value, dict):
            raise self.fail(name, f"a table [{name}]")
        return value

    def languages(self, table: Mapping[str, Any], name: str) -> dict[str, str]:
        value = self.table(table, name)
        for language in LANGUAGES:
            self.text(value, language)
        self.known(value, set(LANGUAGES), f"{name}.")
        return {language: self.text(value, language) for language in LANGUAGES}

    def number(self, table: Mapping[str, Any], name: str, default: int, least: int = 1) -> int:
        value = table.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.fail(name, f"a whole number, at least {least}")
        return value

    def limits(self, table: Mapping[str, Any]) -> Limits:
        self.known(table, {f.name for f in fields(Limits)}, "sparql.")
        default = Limits()
        timeout = table.get("timeout", default.timeout)
        if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not timeout > 0:
            raise self.fail("sparql.timeout", "a number of seconds above 0")
        names = ("memory", "result", "waiting")
        numbers = {n: self.number(table, n, getattr(default, n)) for n in names}
        return Limits(
            timeout=float(timeout),
            workers=self.number(table, "workers", default.workers, least=2),
            in_memory=self.number(table, "in_memory", default.in_memory, least=0),
            unconfined=self.switch(table, "unconfined", default.unconfined),
            **numbers,
        )

    def serving(self, table: Mapping[str, Any]) -> ServerSettings:
        self.known(table, {f.name for f in fields(ServerSettings)}, "serve.")
        default = ServerSettings()
        return ServerSettings(
            processes=self.number(table, "processes", default.processes),
            cache=self.number(table, "cache", default.cache, least=0),
            client_header=self.optional(table, "client_header"),
            access_log=self.switch(table, "access_log", default.access_log),
            log_queries=self.switch(table, "log_queries", default.log_queries),
        )

    def switch(self, table: Mapping[str, Any], name: str, default: bool) -> bool:
        value = table.get(name, default)
        if not isinstance(value, bool):
            raise self.fail(name, "true or false")
        return value
