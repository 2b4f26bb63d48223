"""Lines of N-Triples and N-Quads that may say what is sought: blocks at a time, by their bytes."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from lod.checking.positions.kinds import BOM
from lod.files import FORKS, in_parallel, processors

_BLOCK = 1 << 22
_SMALL = 16 << 20  # bytes below which a second process costs more than it gives

NumberedLine: TypeAlias = tuple[int, bytes]
"""A line with its number, from 1."""

_SUBJECT = rb"<[^>\\\s]*+> |_:[^\s<>\"\\]++ "
_REST = rb"[^\n]*+\n"
# What a line begins with if it is written plainly: of a literal up to its first space or quote, or
# what may be written with a backslash.
_TEXT = rb"\"[^\x00-\x20\"\\\x7f]*+"
_KEY = re.compile(rb"%b|.*" % _TEXT, re.DOTALL)
_SUBJECTS = re.compile(rb"(%b|)%b" % (_SUBJECT, _REST))
_PLAIN = re.compile(
    rb"(?:(%b)(<[^>\\\s]*+>) "
    rb"(<[^<>\\\s][^>\\\s]*+>(?= )|_:[^\s<>\"\\]++(?= )|<<|%b)|)%b" % (_SUBJECT, _TEXT, _REST)
)
_ESCAPES = (b"\\u", b"\\U")


class Sought:
    """What lines are sought by.

    :param wanted: subjects, properties and values as the file has them, b"" for any.
    """

    def __init__(self, wanted: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        self.subjects: set[bytes] = set()
        self.properties: set[bytes] = set()
        self.pairs: set[tuple[bytes, bytes]] = set()
        self.values: set[bytes] = set()
        for subject, predicate, value in wanted:
            if subject:
                self.subjects.add(subject + b" ")
            elif predicate and value:
                self.pairs.add((predicate, _key(value)))
            elif predicate:
                self.properties.add(predicate)
            elif value:
                self.values.add(_key(value))

    def lines(self, block: bytes) -> list[NumberedLine]:
        """Give the lines of a block that may fit, and all that aren't written plainly.

        Where lines are sought by their property or value, only the first is given.
        """
        if self._may_be_escaped and any(sign in block for sign in _ESCAPES):
            return [(n, line + b"\n") for n, line in enumerate(block.split(b"\n")[:-1])]
        found = self._found(block)
        lines = block.split(b"\n") if found else []
        return [(n, lines[n] + b"\n") for n in found]

    @property
    def _may_be_escaped(self) -> bool:
        """Whether literals are sought, which may be written in several ways."""
        values = (*self.values, *(value for _, value in self.pairs))
        return any(value[:1] == b'"' for value in values)

    def _found(self, block: bytes) -> list[int]:
        subjects, pairs, values = self.subjects, self.pairs, self.values
        if not (subjects or pairs or values or self.properties):
            return []
        if not (pairs or values or self.properties):
            starts = _SUBJECTS.findall(block)
            return [n for n, s in enumerate(starts) if s in subjects or not s]
        rows = _PLAIN.findall(block)
        found = [n for n, (s, _, _) in enumerate(rows) if s in subjects or not s]
        if pairs or values:
            some = (n for n, (_, p, v) in enumerate(rows) if v in values or (p, v) in pairs)
            found += [n for n in some if self._is_new(*rows[n][1:])]
        if self.properties:
            first = {p: n for n, (_, p, _) in reversed([*enumerate(rows)])}
            found += [first[p] for p in self.properties & first.keys()]
            self.properties -= first.keys()
        return sorted(set(found))

    def _is_new(self, predicate: bytes, value: bytes) -> bool:
        """Whether a value wasn't met yet; of literals and triple terms that isn't known."""
        if value[:1] == b'"' or value == b"<<":
            return True
        met = value in self.values or (predicate, value) in self.pairs
        self.values.discard(value)
        self.pairs.discard((predicate, value))
        return met


def _key(value: bytes) -> bytes:
    if value.startswith(b"<<"):
        return b"<<"
    match = _KEY.match(value)
    return match[0] if match else value


def lines_with(file: Path, sought: Sought) -> Iterator[NumberedLine]:
    """Give the lines of a file that may fit, in their order."""
    size = file.stat().st_size
    parts = processors() if FORKS and size > _SMALL else 1
    cuts = [0, *(_line_end(file, size * n // parts) for n in range(1, parts)), size]
    jobs = [partial(_part, file, sought, start, end) for start, end in pairwise(cuts)]
    before = 1
    for count, found in in_parallel(jobs):
        yield from ((before + number, line) for number, line in found)
        before += count


def _line_end(file: Path, near: int) -> int:
    with file.open("rb") as stream:
        stream.seek(near)
        stream.readline()
        return stream.tell()


def _part(file: Path, sought: Sought, start: int, end: int) -> tuple[int, list[NumberedLine]]:
    """Give how many lines a part of a file has, and those that may fit."""
    count, found = 0, list[NumberedLine]()
    with file.open("rb") as stream:
        stream.seek(start)
        while stream.tell() < end:
            block = stream.read(min(_BLOCK, end - stream.tell()))
            block += b"" if block.endswith(b"\n") else stream.readline()
            if start == count == 0:
                block = block.removeprefix(BOM)
            lines = block if block.endswith(b"\n") else block + b"\n"
            found += [(count + n, line) for n, line in sought.lines(lines)]
            count += block.count(b"\n")
    return count, found
