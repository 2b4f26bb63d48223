"""The sidecar of a source, ``NAME.toml``: what the fetched bytes can't say themselves.

It also gives the words by which the page is read (its labels), so that another funder's page
needs another sidecar and no other reader.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lod.config import read_toml
from lod.errors import ConfigError, SourceError
from lod.records import Source, clean

TEXT = "text/plain"
_SETTINGS = ("title", "publisher", "language", "media_type", "sha256")
_OPTIONAL = ("address", "fetched", "licence", "labels")
_LABELS = ("owner", "period", "changed", "closed", "report", "sections", "partners")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that a page uses, cleaned.

    :param owner: the label before a project's owner; ``period`` before its period.
    :param sections: a stage (``ongoing``) by the heading that lists its projects.
    :param changed: the label before the page's date, or None if the page has none.
    :param closed: words in the programme's description that say that it is closed.
    :param report: words of the link that names a publication.
    :param partners: organisations that the text names, as the text writes them.
    """

    owner: str
    period: str
    sections: Mapping[str, str]
    changed: str | None = None
    closed: str | None = None
    report: str | None = None
    partners: tuple[str, ...] = ()


def check_name(name: str, file: Path) -> str:
    """Give back the name of a source if it can stand in an IRI and in a file's name.

    :raises ConfigError: it can't; ``file`` is where the name was met.
    """
    if _NAME.fullmatch(name):
        return name
    raise ConfigError(
        f"no name for a source: {name!r}",
        file,
        expected="letters a to z, digits, hyphens, as in programsida-2013-11-15",
        todo="choose another name",
    )


def read_source(directory: Path, name: str) -> tuple[Source, Path]:
    """Read ``directory/NAME.toml`` and check that it describes ``directory/NAME.txt``.

    :returns: the source, and the file with its bytes.
    :raises ConfigError: the sidecar is missing, or a setting is missing, unknown or wrong.
    :raises SourceError: the text is missing, or isn't the bytes that the sidecar describes.
    """
    file = directory / f"{check_name(name, directory)}.toml"
    table = read_toml(file, todo="run lod import, or write the sidecar by hand")
    _known(table, (*_SETTINGS, *_OPTIONAL), file)
    source = _source(table, name, file)
    read_labels(source.labels, file)
    text = directory / f"{name}.txt"
    _check_bytes(text, source.sha256)
    return source, text


def read_labels(table: Mapping[str, object], file: Path) -> Labels:
    """Read the table ``[labels]`` of a sidecar.

    :param file: the sidecar, for messages.
    :raises ConfigError: a label is missing, unknown or wrong.
    """
    _known(table, _LABELS, file, "labels.")
    return Labels(
        owner=_words(table, "owner", file, "labels."),
        period=_words(table, "period", file, "labels."),
        sections=_sections(table, file),
        partners=_partners(table, file),
        **{
            name: _words(table, name, file, "labels.") if name in table else None
            for name in ("changed", "closed", "report")
        },
    )


def _source(table: Mapping[str, Any], name: str, file: Path) -> Source:
    labels = table.get("labels")
    if not isinstance(labels, dict):
        raise _fail("labels", "a table [labels] with the words that the page uses", file)
    return Source(
        name=name,
        title=_words(table, "title", file),
        publisher=_like(table, "publisher", _KEY, "a key, as in tillvaxtverket", file),
        language=_like(table, "language", _LANGUAGE, "a language tag, as in sv", file),
        media_type=_like(table, "media_type", re.compile(re.escape(TEXT)), f'"{TEXT}"', file),
        sha256=_like(table, "sha256", _SHA256, "64 hexadecimal digits, lower case", file),
        address=_iri(table, "address", file),
        fetched=_date(table, "fetched", file),
        licence=_iri(table, "licence", file),
        labels=labels,
    )


def _check_bytes(text: Path, expected: str) -> None:
    try:
        found = sha256(text.read_bytes()).hexdigest()
    except OSError as error:
        todo = "put the page there as it was fetched, or remove its sidecar"
        raise SourceError(f"can't be read: {error.strerror}", text, todo=todo) from error
    if found != expected:
        raise SourceError(
            f"is not the text that was fetched: its sha256 is {found}",
            text,
            expected=f"sha256 {expected}, as its sidecar says",
            todo="bring the fetched file back; a later fetch gets a name and sidecar of its own",
        )


def _fail(name: str, expected: str, file: Path) -> ConfigError:
    todo = f"mend the line of {name}, or add it"
    return ConfigError(
        f"the setting {name} is missing or wrong", file, expected=expected, todo=todo
    )


def _known(table: Mapping[str, object], names: Collection[str], file: Path, path: str = "") -> None:
    for name in table:
        if name not in names:
            expected = "one of " + ", ".join(sorted(names))
            todo = "check the spelling, or take the line away"
            raise ConfigError(f"no such setting: {path}{name}", file, expected=expected, todo=todo)


def _words(table: Mapping[str, object], name: str, file: Path, path: str = "") -> str:
    value = table.get(name)
    if not isinstance(value, str) or not clean(value):
        raise _fail(path + name, "a text", file)
    return clean(value)


def _like(
    table: Mapping[str, object], name: str, form: re.Pattern[str], expected: str, file: Path
) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise _fail(name, expected, file)
    return value


def _iri(table: Mapping[str, object], name: str, file: Path) -> str | None:
    if name not in table:
        return None
    value, expected = table[name], "an http or https address, or no such line"
    if not isinstance(value, str) or any(c <= " " or c in '<>"{}|\\^`' for c in value):
        raise _fail(name, expected, file)
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise _fail(name, expected, file) from error
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise _fail(name, expected, file)
    return value


def _date(table: Mapping[str, object], name: str, file: Path) -> date | None:
    value = table.get(name)
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _fail(name, "a date without quotes, as in 2013-11-20, or no such line", file)
    return value


def _sections(table: Mapping[str, object], file: Path) -> dict[str, str]:
    value = table.get("sections")
    expected = 'a table [labels.sections], as in "Pågående projekt" = "ongoing"'
    if not isinstance(value, dict) or not value:
        raise _fail("labels.sections", expected, file)
    for heading, stage in value.items():
        if not isinstance(stage, str) or not _KEY.fullmatch(stage) or not clean(heading):
            raise _fail(f"labels.sections.{heading}", expected, file)
    return {clean(heading): stage for heading, stage in value.items()}


def _partners(table: Mapping[str, object], file: Path) -> tuple[str, ...]:
    value = table.get("partners", [])
    if not isinstance(value, list) or not all(isinstance(v, str) and clean(v) for v in value):
        raise _fail("labels.partners", 'a list of names, as in ["Företagarna"]', file)
    return tuple(dict.fromkeys(clean(v) for v in value))
