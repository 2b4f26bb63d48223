"""JSON that is brought in: the pointers of its records, and its text without what is withheld.

The text stays as it is, so that places and the characters of numbers do; keys that nobody may see
are cut out with their values. A record of a private person becomes ``null``, or an empty line.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lod.errors import SourceError
from lod.publishing.noted import OMITTED
from lod.publishing.tables.cells import ALL, JsonObject, JsonText, pointer_of, pointer_steps
from lod.publishing.tables.grid import GridRow

_DEPTH = 6
_DEEPEST = 20
_MOST_POINTERS = 200
_LINE = re.compile(r"([^\n]*)(\n?)")
_OMITTED = json.dumps(OMITTED, ensure_ascii=False)
_ELSE = ""
"""The first step of what stands outside of the records."""

PointerSteps = tuple[str, ...]


def find_records(text: str, file: Path) -> tuple[str, ...]:
    """Give the pointers at which a list of objects stands, outermost first.

    :raises SourceError: it isn't JSON.
    """
    source = JsonText(text, file)
    value, end = source.value(source.blank(0))
    source.close(end)
    return tuple(_lists(value, ()))


def _lists(value: Any, at: PointerSteps) -> Iterator[str]:
    if isinstance(value, list):
        if any(isinstance(each, JsonObject) for each in value):
            yield pointer_of(at)
    elif isinstance(value, JsonObject) and len(at) < _DEPTH:
        for key, each in value.items():
            yield from _lists(each, (*at, key))


def find_pointers(rows: tuple[GridRow, ...]) -> tuple[str, ...]:
    """Give the pointers of all values in records, in the order in which they are met."""
    found: dict[str, None] = {}
    for row in rows:
        for steps in _leaves(row.record, ()):
            found.setdefault(pointer_of(steps))
            if len(found) >= _MOST_POINTERS:
                return tuple(found)
    return tuple(found)


def _leaves(value: Any, at: PointerSteps) -> Iterator[PointerSteps]:
    if isinstance(value, JsonObject) and len(at) < _DEPTH:
        for key, each in value.items():
            yield from _leaves(each, (*at, key))
    elif isinstance(value, list) and len(at) < _DEPTH:
        objects = [each for each in value if isinstance(each, JsonObject)]
        for each in objects:
            yield from _leaves(each, (*at, ALL))
        if any(each is not None and not isinstance(each, JsonObject) for each in value):
            yield at
    elif value is not None and at:
        yield at


Unseen = Callable[[int, PointerSteps, str], bool]
"""Whether nobody may see a text: of which record it is, 0 of none; where it stands; its words."""


@dataclass(slots=True)
class JsonCutter:
    """Cuts out of a text of JSON.

    :param withheld: whether what stands there in a record is cut out.
    :param blanked: the numbers of records that nobody may see, from 1.
    """

    text: str
    file: Path
    withheld: Callable[[PointerSteps], bool]
    blanked: frozenset[int]
    unseen: Unseen
    pieces: list[str] = field(default_factory=list)
    number: int = 0

    def of_list(self, records: str) -> str:
        """Cut a text with a list of records at a pointer; around it, only contacts are cut."""
        start = JsonText(self.text, self.file).blank(0)
        self._keep(0, start)
        self._around(start, pointer_steps(records))
        self._keep(self._end(start), len(self.text))
        return "".join(self.pieces)

    def of_lines(self) -> str:
        """Cut a text with a record on each line; one that isn't JSON may be anything."""
        at = 0
        for number, (line, end) in enumerate(_LINE.findall(self.text)[:-1], 1):
            self.number = number
            start = at + len(line) - len(line.lstrip())
            if not _is_json(line, self.file):
                self.pieces.append(_OMITTED if line.strip() else "")
            elif number not in self.blanked:
                self._value(start, ())
            self.pieces.append(end)
            at += len(line) + len(end)
        return "".join(self.pieces)

    def _keep(self, start: int, end: int) -> None:
        self.pieces.append(self.text[start:end])

    def _end(self, at: int) -> int:
        return JsonText(self.text, self.file).value(at)[1]

    def _around(self, at: int, steps: PointerSteps) -> None:
        """Write what leads to the records, and them."""
        left = at
        if not steps:
            for number, (item, stop) in enumerate(_items(self.text, at), 1):
                self._keep(left, item)
                self.number = number
                self.pieces.append("null") if number in self.blanked else self._value(item, ())
                left = stop
        else:
            for _, value, stop, key in _members(self.text, at):
                self._keep(left, value)
                self.number = 0
                on_the_way = key == steps[0]
                self._around(value, steps[1:]) if on_the_way else self._value(value, (_ELSE, key))
                left = stop
        self._keep(left, self._end(at))

    def _value(self, at: int, steps: PointerSteps) -> None:
        """Write the value that starts at a place, without what nobody may see."""
        first = self.text[at]
        deep = len(steps) > _DEEPEST  # each level is read again on the way down
        if deep or (not steps and first not in "{n"):  # no record but null: it may be anything
            self.pieces.append(_OMITTED)
        elif first == "{":
            self._object(at, steps)
        elif first == "[":
            left = at
            for item, stop in _items(self.text, at):
                self._keep(left, item)
                self._value(item, (*steps, ALL))
                left = stop
            self._keep(left, self._end(at))
        else:
            value, end = JsonText(self.text, self.file).value(at)
            gone = isinstance(value, str) and self.unseen(self.number, steps, value)
            self.pieces.append(_OMITTED if gone else self.text[at:end])

    def _object(self, at: int, steps: PointerSteps) -> None:
        """Write an object; a key that stands twice is a fault, and shows neither value."""
        members = [*_members(self.text, at)]
        twice = {key for key, count in Counter(m[3] for m in members).items() if count > 1}
        kept = [n for n, member in enumerate(members) if not self.withheld((*steps, member[3]))]
        self._keep(at, members[0][0] if members else self._end(at))
        for n in kept:
            start, value, stop, key = members[n]
            self._keep(start, value)
            self.pieces.append("null") if key in twice else self._value(value, (*steps, key))
            if n != kept[-1]:
                self._keep(stop, members[n + 1][0])
        if members:
            self._keep(members[-1][2], self._end(at))


def _is_json(line: str, file: Path) -> bool:
    source = JsonText(line, file)
    try:
        source.close(source.value(source.blank(0))[1])
    except SourceError:
        return False
    return True


def _members(text: str, at: int) -> Iterator[tuple[int, int, int, str]]:
    """Give each member of an object: where its key, its value and what follows begin, its key."""
    source = JsonText(text, Path())
    at = source.blank(at + 1)
    while text[at : at + 1] == '"':
        key, end = source.value(at)
        value = source.blank(source.blank(end) + 1)
        stop = source.value(value)[1]
        yield at, value, stop, key
        at = source.blank(stop)
        if text[at : at + 1] != ",":
            return
        at = source.blank(at + 1)


def _items(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Give each item of an array: where it begins and ends."""
    source = JsonText(text, Path())
    at = source.blank(at + 1)
    while text[at : at + 1] not in ("]", ""):
        end = source.value(at)[1]
        yield at, end
        at = source.blank(end)
        if text[at : at + 1] != ",":
            return
        at = source.blank(at + 1)
