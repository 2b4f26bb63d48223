"""JSON with what the standard reader loses: characters of numbers, keys that stand twice, lines.

Source: RFC 8259; RFC 6901 for pointers.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lod.errors import SourceError
from lod.words import Message, msg

_BLANK = re.compile(r"[ \t\r\n]*")


class JsonNumber(str):
    """A number by its characters."""

    __slots__ = ()


class JsonConstant(str):
    """NaN or an infinity, which JSON hasn't."""

    __slots__ = ()


class JsonObject(dict[str, Any]):
    """An object; ``twice`` is the first key that stands in it again."""

    twice: str | None = None


def _object(pairs: list[tuple[str, Any]]) -> JsonObject:
    made = JsonObject()
    for key, value in pairs:
        if key in made and made.twice is None:
            made.twice = key
        made.setdefault(key, value)
    return made


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=JsonNumber,
    parse_int=JsonNumber,
    parse_constant=JsonConstant,
)


@dataclass(slots=True)
class JsonText:
    """A text of JSON that is read from a place on.

    :param ended: behind the object or array that was read last.

    :raises SourceError: from its methods, what stands there isn't JSON.
    """

    text: str
    file: Path
    line: int = 1
    counted: int = 0
    ended: int = 0

    def line_at(self, at: int) -> int:
        """Give the line of a place; places come in their order."""
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        return self.line

    def value(self, at: int) -> tuple[Any, int]:
        """Read the value at a place; gives where it ends, too."""
        try:
            return _DECODER.raw_decode(self.text, at)
        except json.JSONDecodeError as error:
            raise self.wrong(error.pos) from error
        except RecursionError as error:
            raise self.wrong(at, msg("stands too deep within brackets")) from error

    def wrong(self, at: int, what: Message | None = None) -> SourceError:
        """Make the error for a place that isn't JSON."""
        line = self.text.count("\n", 0, at) + 1
        todo = msg("fetch the file again, or ask who made it")
        return SourceError(what or msg("isn't JSON here"), self.file, line, todo=todo)

    def blank(self, at: int) -> int:
        """Give where the next character stands that isn't blank."""
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    def array(self, at: int) -> Iterator[tuple[Any, int]]:
        """Give the values of an array that starts at a place, each with its line."""
        at = self.blank(at + 1)
        self.ended = at + 1
        if self.text[at : at + 1] == "]":
            return
        while True:
            line = self.line_at(at)
            value, end = self.value(at)
            yield value, line
            at = self.blank(end)
            mark = self.text[at : at + 1]
            if mark == "]":
                self.ended = at + 1
                return
            if mark != ",":
                raise self.wrong(at)
            at = self.blank(at + 1)

    def close(self, at: int) -> None:
        """Refuse what stands behind the outermost value."""
        if (at := self.blank(at)) < len(self.text):
            raise self.wrong(at)

    def find(self, at: int, key: str) -> int:
        """Give where the value of a key stands, of an object that starts at a place."""
        found, at, keys = -1, self.blank(at + 1), []
        while self.text[at : at + 1] == '"':
            name, at = self._key(at)
            keys.append(name)
            if name == key and found >= 0:
                raise self.wrong(at, msg("the key {key} stands twice", key=key))
            found = at if name == key else found
            at = self.blank(self.value(at)[1])
            if self.text[at : at + 1] != ",":
                break
            at = self.blank(at + 1)
        if self.text[at : at + 1] != "}":
            raise self.wrong(at)
        self.ended = at + 1
        if found < 0:
            message = msg("has no key {key}", key=key)
            expected = msg("one of {names}", names=", ".join(keys[:20]))
            raise SourceError(message, self.file, None, expected, msg("correct records"))
        return found

    def _key(self, at: int) -> tuple[str, int]:
        name, end = self.value(at)
        at = self.blank(end)
        if self.text[at : at + 1] != ":":
            raise self.wrong(at)
        return name, self.blank(at + 1)


def pointer_steps(pointer: str) -> tuple[str, ...]:
    """Give the keys of a JSON pointer (RFC 6901).

    >>> pointer_steps("/grant~1type/0")
    ('grant/type', '0')
    """
    keys = pointer.split("/")[1:]
    return tuple(key.replace("~1", "/").replace("~0", "~") for key in keys)


def pointer_of(steps: tuple[str, ...]) -> str:
    """Write keys as a JSON pointer."""
    return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in steps)
