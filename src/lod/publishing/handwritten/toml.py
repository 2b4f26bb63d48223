"""TOML with lines: where each setting stands, and what is wrong in plain words."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

from lod.errors import ConfigError, raise_all
from lod.files import (
    CONFLICT,
    CONFLICT_TODO,
    CURLY,
    STRAIGHT_TODO,
    UNSEEN,
    UNSEEN_TODO,
    curly,
    is_conflict_mark,
    unseen,
)
from lod.publishing.handwritten.text import conflict_errors, error_at, read_edited
from lod.words import Message, msg

Name = tuple[str, ...]
"""A setting by the tables it is in: ``("publisher", "key")``."""

SettingLines = Mapping[Name, tuple[int, int]]
"""The first and the last line of each setting and table, from 1."""

_TOKEN = re.compile(
    r"""(?P<skipped>[ \t\r]+|\#[^\n]*)
    |\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}
    |(?P<quoted>"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |[A-Za-z0-9_-]+|.""",
    re.DOTALL | re.VERBOSE,
)
# A name of more parts than anybody means: tomllib takes a time that grows with their square.
_PARTS = 50
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_NAME = re.compile(
    rf"(?:^|[{{,\[])[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART}){{{_PARTS}}})", re.MULTILINE
)
_DEPTH = 100
# Python reads whole numbers of so many digits.
_LONG_NUMBER = re.compile(r"(?<![\w.])[+-]?[0-9_]{4301,}")
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)

_SETTING = msg("name = value")
_NAME = msg("put a name with spaces or letters as å, ä, ö in quotation marks")
_VALUE = msg("a text in quotation marks, a number, true, false, a date, or a list in [ ]")
_TEXT = msg("put text between two quotation marks, on one line")
_CLOSE = msg("put ] where the list ends")
_APART = msg("put what follows on a line of its own, or # before a remark")
_OPEN = msg("a quotation mark that isn't closed")
_TWICE = msg("a setting or table that stands twice")
_UNREAD = msg("no setting that can be read")
# How a message of tomllib starts → what is wrong, what is expected, what to do.
_WORDS: Mapping[str, tuple[Message, Message | None, Message | None]] = {
    "Expected '='": (msg("an equals sign is missing after the name"), _SETTING, _NAME),
    "Expected ']": (msg("the name of a table isn't closed"), msg("[name] alone on a line"), None),
    "Expected newline": (msg("something stands after the value"), None, _APART),
    "Unterminated string": (_OPEN, None, _TEXT),
    "Illegal character": (_OPEN, None, _TEXT),
    "Unclosed": (msg("a list that isn't closed"), None, _CLOSE),
    "Unescaped": (msg("a backslash in a text"), None, msg("write it twice: \\\\")),
    "Cannot": (_TWICE, None, msg("keep one of the two")),
    "Duplicate": (_TWICE, None, msg("keep one of the two")),
    "Invalid value": (msg("no value that can be read"), _VALUE, _TEXT),
    "Invalid date": (
        msg("a date that isn't in the calendar"),
        msg("a date, as in {example}", example="2013-11-20"),
        None,
    ),
    "Invalid": (_UNREAD, _SETTING, _NAME),
}


def read_toml(
    file: Path, todo: Message | None = None, root: Path | None = None
) -> tuple[dict[str, Any], SettingLines]:
    """Read a TOML file: its values, and their lines.

    :param todo: what to do if it isn't there.
    :param root: the folder that it must lie in.
    :raises ConfigError: it can't be read, or isn't TOML; has line and column.
    """
    text = read_edited(file, todo, root)
    if long := _LONG_NAME.search(text):
        message = msg("a name of more than {count} parts", count=_PARTS)
        raise error_at(long.start(1), text, file, message, msg("write a shorter name"))
    try:
        return tomllib.loads(text), find_lines(text)
    except tomllib.TOMLDecodeError as error:
        raise_all(conflict_errors(text, file))
        raise _not_toml(str(error), text, file) from error
    except RecursionError as error:
        message = msg("lists or tables stand too deep within each other")
        raise error_at(_deepest(text), text, file, message, msg("write fewer brackets")) from error
    except ValueError as error:  # of int()
        number = _LONG_NUMBER.search(text)
        message, todo = msg("a number of too many digits"), msg("write a smaller number")
        raise error_at(number.start() if number else 0, text, file, message, todo) from error


def place_of(lines: SettingLines, name: Name) -> tuple[int, int] | None:
    """Give the lines of a setting; if it isn't there, those of the table that it belongs to."""
    while name and name not in lines:
        name = name[:-1]
    return lines.get(name)


def find_lines(text: str) -> SettingLines:
    """Find the lines of each setting and each table of a text that is TOML.

    A table's are those of its name alone. What stands inside braces is not looked at.

    >>> find_lines('a = 1\\n[b."c d"]\\ne.f = [\\n"x" ]')
    {('a',): (1, 1), ('b', 'c d'): (2, 2), ('b', 'c d', 'e', 'f'): (3, 4)}
    """
    found: dict[Name, tuple[int, int]] = {}
    table: Name = ()
    for first, last, tokens in _statements(text):
        names = [token for token in takewhile("=".__ne__, tokens) if token not in (".", "[", "]")]
        name = tuple(_bare(token) for token in names)
        table = name if tokens[0] == "[" else table
        found.setdefault(name if tokens[0] == "[" else (*table, *name), (first, last))
    return found


def _statements(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Part a text into settings and names of tables: first line, last line, tokens."""
    tokens: list[str] = []
    first, line, depth = 1, 1, 0
    for match in _TOKEN.finditer(f"{text}\n"):
        token = match[0]
        depth += (token in ("[", "{")) - (token in ("]", "}"))
        if token == "\n" and depth <= 0:
            if tokens:
                yield first, line, tokens
            tokens, depth = [], 0
        elif token != "\n" and match["skipped"] is None:
            first = first if tokens else line
            tokens.append(token)
        line += token.count("\n")


def _bare(name: str) -> str:
    """Take a name out of its quotation marks."""
    return str(tomllib.loads(f"x = {name}")["x"]) if name[0] in "\"'" else name


def _deepest(text: str) -> int:
    """Give the offset of the first bracket that is within too many others."""
    depth = 0
    for match in _TOKEN.finditer(text):
        depth += (match[0] in ("[", "{")) - (match[0] in ("]", "}"))
        if depth > _DEPTH:
            return match.start()
    return 0


def _not_toml(said: str, text: str, file: Path) -> ConfigError:
    """Say in plain words what ``tomllib`` says, with the place."""
    match = _PLACE.fullmatch(said)
    why, rows = match[1] if match else said, text.split("\n")
    line, column = len(rows), len(rows[-1]) + 1
    if match and match[2]:
        line, column = int(match[2]), int(match[3])
    if slip := _slip(text, line):
        return error_at(slip[0], text, file, *slip[1:])
    plain = (words for start, words in _WORDS.items() if why.startswith(start))
    message, expected, todo = next(plain, (msg("is not TOML: {why}", why=why), None, None))
    return ConfigError(message, file, line, expected, todo, column, rows[line - 1])


def _slip(text: str, number: int) -> tuple[int, Message, Message] | None:
    """Find on a line what another program wrote into it: the offset, what it is, what to do."""
    line = text.split("\n")[number - 1]
    start = sum(len(row) + 1 for row in text.split("\n")[: number - 1])
    if is_conflict_mark(line):
        return start, CONFLICT, CONFLICT_TODO
    for match in _TOKEN.finditer(text):
        sign = match[0]
        if start <= match.start() <= start + len(line) and len(sign) == 1:
            if UNSEEN.match(sign):
                return match.start(), unseen(sign), UNSEEN_TODO
            if sign in CURLY:
                words = text[match.start() : start + len(line)]
                return match.start(), curly(words), STRAIGHT_TODO
    return None
