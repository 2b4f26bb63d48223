"""TOML files that people edit: each setting with its line, or what is wrong with it.

A file becomes a :class:`Settings`, which gives them by name and type. What is missing, unknown or
of another kind is refused with file, line, what belongs there, and an example.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any

from lod.errors import ConfigError
from lod.publishing.handwritten.text import read_edited
from lod.publishing.handwritten.toml import Name, SettingLines, place_of, read_toml
from lod.words import Message, msg

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = 86_400  # seconds
_LONGEST, _MOST_NAMES = 100, 1000  # of names, where one is looked for that is near
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UCS = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14)
)
_SIGNS = rf"[A-Za-z0-9._~!$&'()*+,;={_UCS}-]|%[0-9A-Fa-f]{{2}}"
# RFC 3987, 2.2, without a user's name and addresses in brackets, which nothing published has. Not
# made of the pieces in lod.rdf: sources are read with these settings, and load no RDF library.
_LANGUAGE = re.compile("[a-z]{2,3}")
_IRI = re.compile(
    rf"https?://(?:{_SIGNS})+(?::[0-9]*)?(?:/(?:{_SIGNS}|[:@/])*)?"
    rf"(?:\?(?:{_SIGNS}|[:@/?])*)?(?:\#(?:{_SIGNS}|[:@/?])*)?"
)


def is_web_iri(value: str) -> bool:
    """Whether a text is a whole http or https IRI.

    >>> is_web_iri("https://x.example/å?a=1#b"), is_web_iri("http://[x/"), is_web_iri("http://x/%zz")
    (True, False, False)
    """
    return _IRI.fullmatch(value) is not None


def is_key(value: str) -> bool:
    """Whether a text can be a key in an IRI: ``lycksele-kommun``."""
    return _KEY.fullmatch(value) is not None


LANGUAGE_ALONE = msg(
    "the code of a language alone in small letters, without region or script (BCP 47)"
)


def is_language(value: object) -> bool:
    """Whether a value is a language's code: a language tag of one subtag, in small letters.

    A publication's texts are found by it, and a region tells nothing apart here (RFC 5646, 4.1).
    """
    return isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None


def language_of(tag: object, default: str) -> str:
    """Give the language that a tag is of, to write instead.

    >>> language_of("pt-BR", "en"), language_of("EN", "sv"), language_of("English", "en")
    ('pt', 'en', 'en')
    """
    first = re.split("[-_]", tag)[0].lower() if isinstance(tag, str) else ""
    return first if is_language(first) else default


def nearest_name(name: str, names: Iterable[str]) -> str | None:
    """Give the name that is nearly this, however its letters are; None if none is.

    Long names aren't looked at, nor more than a thousand: comparing takes its time.

    >>> nearest_name("Headr", ["header", "sheet"]), nearest_name("eur", ["EUR"])
    ('header', 'EUR')
    >>> nearest_name("rows", ["header"])

    """
    if len(name) > _LONGEST:
        return None
    short = (one for one in names if len(one) <= _LONGEST)
    folded = {one.casefold(): one for one in islice(short, _MOST_NAMES)}
    near = get_close_matches(name.casefold(), folded, 1)
    return folded[near[0]] if near else None


@dataclass(frozen=True, slots=True)
class Settings:
    """A table of a TOML file.

    :param lines: where all settings of the file stand.
    :param at: the table's own name in the file; the top has none.
    """

    file: Path
    values: Mapping[str, Any]
    lines: SettingLines = field(default_factory=dict)
    at: Name = ()

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def wrong(self, name: str, expected: Message, example: str) -> ConfigError:
        """Make the error for a setting that is missing, or of another kind.

        :param example: how its value is written.
        """
        shown, where = ".".join((*self.at, name)), ".".join(self.at)
        line = f"{_written(name)} = {example}"
        if name in self.values:
            message = msg("the setting {name} is wrong", name=shown)
            how = msg("write it as in {example}", example=line)
            return self.refused(name, message, expected, how)
        message = msg("the setting {name} is missing", name=shown)
        how = msg("add it above the first [table], as in {example}", example=line)
        if where:
            how = msg("add it to the table [{table}], as in {example}", table=where, example=line)
        return self.refused(name, message, expected, how)

    def refused(
        self,
        name: str,
        message: Message,
        expected: Message | None,
        todo: Message,
        offset: int | None = None,
    ) -> ConfigError:
        """Make an error on a setting's line.

        :param offset: where in the setting's text, from 0; then the error has its column.
        """
        place = place_of(self.lines, (*self.at, name))
        if place is None or offset is None:
            return ConfigError(message, self.file, place and place[0], expected, todo)
        line, column, source = _in_text(self.file, place, self.values[name], offset)
        return ConfigError(message, self.file, line, expected, todo, column, source)

    def known(self, names: Collection[str]) -> None:
        """Refuse settings of other names.

        :raises ConfigError: there is one.
        """
        for name in self.values:
            if name not in names:
                near = nearest_name(name, names)
                todo = msg("check the spelling, or take the line away")
                if near:
                    todo = msg("is {name} meant? Else take the line away", name=near)
                message = msg("there is no setting {name}", name=".".join((*self.at, name)))
                expected = msg("one of {names}", names=", ".join(sorted(names)))
                raise self.refused(name, message, expected, todo)

    def table(self, name: str, *, optional: bool = False) -> "Settings":
        """Give a table in this one; an empty one for an optional one that isn't there."""
        value = self.values.get(name, {} if optional else None)
        path = (*self.at, name)
        if not isinstance(value, dict):
            shown = ".".join(path)
            todo = msg("write the line [{table}], and below it its settings", table=shown)
            if name in self.values:
                message = msg("the setting {name} is wrong", name=shown)
                raise self.refused(name, message, msg("a table"), todo)
            raise self.refused(name, msg("the table {table} is missing", table=shown), None, todo)
        return Settings(self.file, value, self.lines, path)

    def text(self, name: str) -> str:
        """Give a text that isn't empty."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(name, msg("a text"), '"…"')
        return value

    def language(self, name: str) -> str:
        """Give a language's code.

        :raises ConfigError: it is none, or one with a region or script.
        """
        value = self.values.get(name)
        if not isinstance(value, str) or not is_language(value):
            raise self.wrong(name, LANGUAGE_ALONE, f'"{language_of(value, "sv")}"')
        return value

    def header(self, name: str) -> str:
        """Give the name of a header (RFC 9110, 5.1)."""
        value = self.text(name)
        if not _HEADER.fullmatch(value):
            raise self.wrong(name, msg("a header's name"), '"X-Forwarded-For"')
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a list of texts, each once; empty if it isn't there."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.wrong(name, msg("a list of texts"), '["…", "…"]')
        if len(set(value)) < len(value):
            raise self.wrong(name, msg("a list with each text once"), '["…", "…"]')
        return tuple(value)

    def iri(self, name: str) -> str:
        """Give an IRI."""
        value = self.text(name)
        if not is_web_iri(value):
            raise self.wrong(name, msg("an http or https address"), '"https://…"')
        return value

    def iris(self, name: str) -> tuple[str, ...]:
        """Give a list of IRIs, each once; empty if it isn't there."""
        value = self.texts(name)
        if not all(map(is_web_iri, value)):
            raise self.wrong(name, msg("a list of http or https addresses"), '["https://…"]')
        return value

    def key(self, name: str) -> str:
        """Give a key as it stands in IRIs."""
        value = self.text(name)
        if not is_key(value):
            expected = msg("small letters a to z, digits and hyphens")
            raise self.wrong(name, expected, '"small-letters"')
        return value

    def number(self, name: str, default: int, least: int = 1, most: int = 1_000_000) -> int:
        """Give a whole number; the default if it isn't there."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            expected = msg("a whole number, at least {least}", least=least)
            raise self.wrong(name, expected, str(default))
        if value > most:
            expected = msg("a whole number, at most {most}", most=most)
            raise self.wrong(name, expected, str(default))
        return value

    def seconds(self, name: str, default: float) -> float:
        """Give a time, a day at most; the default if it isn't there."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _DAY:
            expected = msg("a number of seconds above 0, at most {most}", most=_DAY)
            raise self.wrong(name, expected, f"{default:g}")
        return float(value)

    def switch(self, name: str, default: bool) -> bool:
        """Give true or false; the default if it isn't there."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.wrong(name, msg("{one} or {other}", one="true", other="false"), "true")
        return value

    def day(self, name: str) -> date | None:
        """Give a date, if it is there."""
        value = self.values.get(name)
        if name in self and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.wrong(name, msg("a date without quotation marks"), "2013-11-20")
        return value


def _in_text(file: Path, lines: tuple[int, int], value: str, offset: int) -> tuple[int, int, str]:
    """Find a character of a setting's text: its line, its column, and the line itself.

    Where the text is written with escapes, it is its first character.
    """
    rows = read_edited(file).split("\n")[lines[0] - 1 : lines[1]]
    start = "\n".join(rows).find(value, rows[0].find("=") + 1)
    if start < 0:
        start, offset = len(rows[0]) - len(rows[0].partition("=")[2].lstrip()) + 1, 0
    before = "\n".join(rows)[: start + offset].split("\n")
    return lines[0] + len(before) - 1, len(before[-1]) + 1, rows[len(before) - 1]


def _written(name: str) -> str:
    """Write a name as TOML has it."""
    return name if _BARE.fullmatch(name) else f'"{name}"'


def read_settings(file: Path, todo: Message | None = None, root: Path | None = None) -> Settings:
    """Read the settings of a TOML file.

    :param todo: what to do if it isn't there.
    :param root: the folder that it must lie in.
    :raises ConfigError: it can't be read, or isn't TOML; has line and column.
    """
    values, lines = read_toml(file, todo, root)
    return Settings(file, values, lines)
