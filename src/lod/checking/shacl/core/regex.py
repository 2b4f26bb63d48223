"""SPARQL's regular expressions, as patterns of Python's ``re``.

Source: SPARQL 1.1, 17.4.3.14; XPath and XQuery Functions, 5.6.1; XML Schema 1.1 part 2, G.
Python differs: its ``$`` also matches before a last newline, it has no ``\\p{…}`` and no
subtraction of classes, and it has look-around, which XPath hasn't (taken, and noted).
"""

import re
import sys
import unicodedata
from functools import cache
from typing import NamedTuple

from lod.checking.shacl.core.datatypes import NAME, NAME_START
from lod.checking.shacl.core.errors import Wrong
from lod.words import msg

_LOOK = ("(?=", "(?!", "(?<=", "(?<!")
_SPACE = r" \t\n\r"
_BLOCKS = {
    "BasicLatin": (0x0, 0x7F),
    "Latin-1Supplement": (0x80, 0xFF),
    "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F),
    "Greek": (0x370, 0x3FF),
    "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF),
    "Hebrew": (0x590, 0x5FF),
    "Arabic": (0x600, 0x6FF),
}


class Regex(NamedTuple):
    """A compiled pattern; ``portable`` is false if other engines may refuse it."""

    compiled: re.Pattern[str]
    portable: bool


@cache
def compile_pattern(pattern: str, flags: str = "") -> Regex:
    r"""Compile a pattern as REGEX reads it.

    >>> bool(compile_pattern("^a$").compiled.search("a\n"))
    False

    :raises Wrong: the pattern or a flag is wrong; the text says what.
    """
    if unknown := sorted(set(flags) - set("smixq")):
        raise Wrong(
            msg("unknown flag {flag}", flag=unknown[0]),
            msg("flags among {all}", all="s, m, i, x, q"),
        )
    options = re.IGNORECASE if "i" in flags else re.NOFLAG
    if "q" in flags:
        return Regex(re.compile(re.escape(pattern), options), True)
    if "x" in flags:
        pattern = re.sub(r"(\[[^\]]*\])|[ \t\n\r]+", lambda m: m[1] or "", pattern)
    scanner = _Scanner(pattern, "s" in flags, "m" in flags)
    try:
        return Regex(re.compile(scanner.translate(), options), scanner.portable)
    except (re.error, OverflowError) as error:
        raise Wrong(_said(str(error))) from error


def _said(error: str) -> str:
    """Say what Python says of a pattern."""
    if error.startswith("missing )"):
        return msg("a ( without )")
    if error.startswith("unbalanced parenthesis"):
        return msg("a ) without (")
    if error.startswith("nothing to repeat"):
        return msg("a quantifier (*, + or ?) with nothing before it")
    return msg("no regular expression: {why}", why=error)


_QUANTIFIER = re.compile(r"[*+?]|\{[0-9]+(?:,[0-9]*)?\}")


class _Scanner:
    """Reads a pattern from left to right and writes Python's."""

    def __init__(self, pattern: str, dot_all: bool, multiline: bool) -> None:
        self.text = pattern
        self.at = 0
        self.portable = True
        self.plain = {
            ".": "(?s:.)" if dot_all else r"[^\n\r]",
            "^": "(?m:^)" if multiline else r"\A",
            "$": "(?m:$)" if multiline else r"\Z",
        }

    def translate(self) -> str:
        """Give the whole pattern as Python's."""
        parts: list[str] = []
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "\\":
                parts.append(self._escape(inside=False))
            elif char == "[":
                parts.append(self._class())
            elif self.text.startswith("(?", self.at):
                parts.append(self._group())
            elif char in "*+?{":
                parts.append(self._quantifier())
            else:
                self.at += 1
                self.portable &= char not in "}]"  # XPath wants them escaped
                parts.append(self.plain.get(char, char))
        return "".join(parts)

    def _quantifier(self) -> str:
        """Read a quantifier. Python takes two of them, and ``{,3}``; XPath doesn't."""
        match = _QUANTIFIER.match(self.text, self.at)
        if match is None:
            raise Wrong(
                msg("a {brace} that is no number of times", brace="{"),
                expected=msg("{forms}, or {escaped}", forms="{2}, {2,}, {2,3}", escaped="\\{"),
            )
        self.at = match.end()
        lazy = self.text.startswith("?", self.at)
        self.at += lazy
        if _QUANTIFIER.match(self.text, self.at):
            raise Wrong(msg("{text} after another quantifier", text=self.text[self.at]))
        return match[0] + "?" * lazy

    def _group(self) -> str:
        for opening in ("(?:", *_LOOK):
            if self.text.startswith(opening, self.at):
                self.portable &= opening == "(?:"
                self.at += len(opening)
                return opening
        raise _not_xpath(self.text[self.at : self.at + 4])

    def _class(self) -> str:
        """Read ``[…]``, with escapes and subtraction."""
        self.at += 1
        negated = self.text.startswith("^", self.at)
        self.at += negated
        body: list[str] = []
        minus = ""
        while not self.text.startswith("]", self.at) or not body:
            if self.at >= len(self.text):
                raise Wrong(msg("a [ without ]"))
            if self.text.startswith("-[", self.at) and body:
                self.at += 1
                minus = self._class()
                break
            body.append(self._class_part())
        if not self.text.startswith("]", self.at):
            raise Wrong(msg("a [ without ]"))
        self.at += 1
        written = f"[{'^' if negated else ''}{''.join(body)}]"
        return f"(?:(?!{minus}){written})" if minus else written

    def _class_part(self) -> str:
        char = self.text[self.at]
        if char == "\\":
            return self._escape(inside=True)
        if char == "[":
            raise Wrong(msg("a [ within […]"), expected="\\[")
        self.at += 1
        return f"\\{char}" if char in "&~|]" else char

    def _escape(self, *, inside: bool) -> str:
        letter = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if letter in ("p", "P"):
            return _wrapped(self._property(), letter == "P", inside)
        if letter in _MULTI:
            return _wrapped(_multi(letter.lower()), letter.isupper(), inside)
        if letter.isdigit() and not inside:
            return f"(?:\\{letter})"
        if letter in "nrt" and letter:
            return f"\\{letter}"
        if letter and letter in r"\|.?*+(){}$-[]^":
            return f"\\{letter}"
        if letter and not letter.isalnum():
            self.portable = False
            return re.escape(letter)
        if letter in ("b", "B", "A", "Z", "z") and not inside:
            self.portable = False
            return r"\Z" if letter == "z" else f"\\{letter}"
        raise _not_xpath(f"\\{letter}")

    def _property(self) -> str:
        match = re.compile(r"\{([\w-]+)\}").match(self.text, self.at)
        if match is None:
            raise Wrong(msg("{text} without {braces}", text="\\p", braces="{…}"))
        self.at = match.end()
        return _property(match[1])


def _not_xpath(text: str) -> Wrong:
    return Wrong(msg("{text} is not in XPath's regular expressions", text=text))


def _wrapped(ranges: str, negated: bool, inside: bool) -> str:
    if not inside:
        return f"[{'^' if negated else ''}{ranges}]"
    return _complement(ranges) if negated else ranges


_MULTI = frozenset("sSiIcCdDwW")


@cache
def _multi(letter: str) -> str:
    """Give the ranges of ``\\s \\i \\c \\d \\w``. Source: XML Schema 1.1 part 2, G.4.2.5."""
    if letter == "w":
        return _complement(_property("P") + _property("Z") + _property("C"))
    fixed = {"s": _SPACE, "i": f":{NAME_START}", "c": f":{NAME}"}
    return fixed[letter] if letter in fixed else _property("Nd")


@cache
def _property(name: str) -> str:
    """Give the ranges of a Unicode category or block."""
    if name.startswith("Is"):
        if name[2:] not in _BLOCKS:
            raise Wrong(msg("no such block of characters: {name}", name=name))
        low, high = _BLOCKS[name[2:]]
        return _range(low, high)
    found = [c for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)).startswith(name)]
    if not found:
        raise Wrong(msg("no such category of characters: {name}", name=name))
    return _ranges(found)


def _ranges(points: list[int]) -> str:
    parts = []
    start = previous = points[0]
    for point in [*points[1:], -1]:
        if point != previous + 1:
            parts.append(_range(start, previous))
            start = point
        previous = point
    return "".join(parts)


def _range(low: int, high: int) -> str:
    return f"\\U{low:08x}" if low == high else f"\\U{low:08x}-\\U{high:08x}"


@cache
def _complement(ranges: str) -> str:
    matcher = re.compile(f"[{ranges}]")
    return _ranges([c for c in range(sys.maxunicode + 1) if not matcher.match(chr(c))])
