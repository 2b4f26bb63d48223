"""SPARQL's regular expressions, as patterns of Python's ``re``.

Source: SPARQL 1.1, 17.4.3.14; XPath and XQuery Functions 3.1, 5.6.1; XML Schema 1.1 part 2, G.
Python differs: its ``$`` also matches before a last newline, it has no ``\\p{…}`` and no
subtraction of classes, and it has look-around, which XPath hasn't (taken, and noted).

The sets of characters are elementpath's. Its translation of patterns isn't used: its ``\\w`` and
``\\s`` are Python's outside of […], it takes ``\\a`` and ``\\f``, and it has no flag x.
"""

import re
from functools import cache
from typing import NamedTuple

from lod.checking.shacl.core.charsets import charset
from lod.checking.shacl.core.errors import Wrong
from lod.words import msg

_LOOK = ("(?=", "(?!", "(?<=", "(?<!")
_SPACE = " \t\n\r"
_SPECIAL = r"\|.?*+(){}$-[]^"
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_QUANTIFIER = re.compile(r"[*+?]|\{([0-9]+)(?:,([0-9]*))?\}")
_SETS = frozenset("sSiIcCdDwWpP")


class Regex(NamedTuple):
    """A compiled pattern; ``portable`` is false if other engines may refuse it."""

    compiled: re.Pattern[str]
    portable: bool


@cache
def compile_pattern(pattern: str, flags: str = "") -> Regex:
    r"""Compile a pattern as REGEX reads it.

    >>> bool(compile_pattern("^a$").compiled.search("a\n"))
    False

    :raises Wrong: the pattern or a flag is wrong; the text says what, and at which character.
    """
    if unknown := sorted(set(flags) - set("smixq")):
        raise Wrong(
            msg("unknown flag {flag}", flag=unknown[0]),
            msg("flags among {all}", all="s, m, i, x, q"),
        )
    options = re.IGNORECASE if "i" in flags else re.NOFLAG
    if "q" in flags:
        return Regex(re.compile(re.escape(pattern), options), True)
    kept = _but_space(pattern) if "x" in flags else range(len(pattern))
    scanner = _Scanner("".join(pattern[i] for i in kept), flags)
    try:
        return Regex(re.compile(scanner.translate(), options), scanner.portable)
    except (re.error, OverflowError, RecursionError) as error:
        raise Wrong(msg("no regular expression: {why}", why=error)) from error
    except Wrong as wrong:
        place = kept[scanner.start] + 1
        why = msg("{why} (character {number})", why=wrong.message, number=place)
        raise Wrong(why, wrong.expected) from wrong


def _but_space(pattern: str) -> list[int]:
    """Give the places of what flag x leaves: white space counts within […] only."""
    kept, depth, escaped = [], 0, False
    for i, char in enumerate(pattern):
        if char in _SPACE and not depth:
            continue
        kept.append(i)
        if not escaped:
            depth = max(0, depth + (char == "[") - (char == "]"))
        escaped = char == "\\" and not escaped
    return kept


class _Scanner:
    """Reads a pattern from left to right and writes Python's.

    :param start: where what is being read begins.
    """

    def __init__(self, pattern: str, flags: str) -> None:
        self.text = pattern
        self.at = self.start = 0
        self.portable = True
        self.caseless = "i" in flags
        self.groups = 0
        self.open: list[tuple[int, int]] = []  # places and numbers, 0 for those without
        self.repeatable = False
        self.plain = {
            ".": "(?s:.)" if "s" in flags else r"[^\n\r]",
            "^": r"(?:(?m:^)(?<!\n\Z))" if "m" in flags else r"(?:\A)",
            "$": "(?:(?m:$))" if "m" in flags else r"(?:\Z)",
        }

    def translate(self) -> str:
        """Give the whole pattern as Python's."""
        parts: list[str] = []
        while self.at < len(self.text):
            self.start = self.at
            parts.append(self._piece(self.text[self.at]))
        if self.open:
            self.start = self.open[-1][0]
            raise Wrong(msg("a ( without )"))
        return "".join(parts)

    def _piece(self, char: str) -> str:
        if char in "*+?{":
            return self._quantifier()
        self.repeatable = char not in "(|"
        if char == "\\":
            return self._escape()
        if char == "[":
            return self._class()
        if char == "(":
            return self._group()
        self.at += 1
        if char == ")":
            if not self.open:
                raise Wrong(msg("a ) without ("))
            self.open.pop()
        self.portable &= char not in "}]"  # XPath wants them escaped
        return self.plain.get(char, char)

    def _quantifier(self) -> str:
        """Read a quantifier. Python takes two of them, and ``{,3}``; XPath doesn't."""
        match = _QUANTIFIER.match(self.text, self.at)
        if match is None or (match[2] and int(match[2]) < int(match[1])):
            raise Wrong(
                msg("a {brace} that is no number of times", brace="{"),
                expected=msg("{forms}, or {escaped}", forms="{2}, {2,}, {2,3}", escaped="\\{"),
            )
        if not self.repeatable:
            raise Wrong(msg("a quantifier (*, + or ?) with nothing before it"))
        self.at = match.end()
        lazy = self.text.startswith("?", self.at)
        self.at += lazy
        if _QUANTIFIER.match(self.text, self.at):
            self.start = self.at
            raise Wrong(msg("{text} after another quantifier", text=self.text[self.at]))
        return match[0] + "?" * lazy

    def _group(self) -> str:
        if not self.text.startswith("(?", self.at):
            self.groups += 1
            self.open.append((self.at, self.groups))
            self.at += 1
            return "("
        for opening in ("(?:", *_LOOK):
            if self.text.startswith(opening, self.at):
                self.portable &= opening == "(?:"
                self.open.append((self.at, 0))
                self.at += len(opening)
                return opening
        raise _not_xpath(self.text[self.at : self.at + 4])

    def _class(self) -> str:
        """Read ``[…]``, with escapes and subtraction."""
        opened = self.at
        self.at += 1
        negated = self.text.startswith("^", self.at)
        self.at += negated
        first, minus = self.at, ""
        plain, sets = list[str](), list[str]()
        while (mark := self.text[self.at : self.at + 1]) != "]" or self.at == first:
            self.start = self.at if mark else opened
            if not mark:
                raise Wrong(msg("a [ without ]"))
            if self.text.startswith("-[", self.at) and self.at > first:
                self.at += 1
                minus = self._class()
                self.start = opened
                if not self.text.startswith("]", self.at):
                    raise Wrong(msg("a [ without ]"))
                break
            self._class_part(first, plain, sets)
        self.at += 1
        return self._written(negated, plain, sets, minus)

    def _class_part(self, first: int, plain: list[str], sets: list[str]) -> None:
        """Read a character, a range or a set of ``[…]``."""
        if self.text[self.at] == "\\" and self.text[self.at + 1 : self.at + 2] in _SETS:
            sets.append(self._set())
            return
        hyphen = self._next() == "-"
        low = self._single()
        if self.text.startswith("-", self.at) and self.text[self.at + 1 : self.at + 2] not in "[]":
            self.at += 1
            self.portable &= not hyphen and self._next() != "-"
            high = self._single()
            if high < low:
                raise Wrong(msg("a range that ends before it begins"))
            plain.append(f"{re.escape(low)}-{re.escape(high)}")
        else:
            # XML Schema has it first or last; else others may take it for a range.
            self.portable &= not hyphen or self.at == first + 1 or self._next() in "-]"
            plain.append(re.escape(low))

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _single(self) -> str:
        char = self.text[self.at]
        if char == "\\":
            return self._character(inside=True)
        if char == "[":
            raise Wrong(msg("a [ within […]"), expected="\\[")
        self.at += 1
        self.portable &= char != "]"
        return char

    def _written(self, negated: bool, plain: list[str], sets: list[str], minus: str) -> str:
        body = [f"[{''.join(plain)}]"] if plain else []
        choice = "|".join([*body, *sets])
        if not sets:
            written = f"[^{body[0][1:]}" if negated else body[0]
        else:
            written = f"(?:(?!{choice})(?s:.))" if negated else f"(?:{choice})"
        return f"(?:(?!{minus}){written})" if minus else written

    def _escape(self) -> str:
        letter = self.text[self.at + 1 : self.at + 2]
        if letter and letter in _SETS:
            return self._set()
        if letter and letter in "123456789":
            return self._reference()
        if letter and letter in "bBAZz":
            self.at += 2
            self.portable = False
            return r"\Z" if letter == "z" else f"\\{letter}"
        return re.escape(self._character())

    def _character(self, *, inside: bool = False) -> str:
        """Read an escape that stands for one character."""
        letter = self.text[self.at + 1 : self.at + 2]
        if not letter or (letter.isalnum() and letter not in _CONTROLS):
            raise _not_xpath(f"\\{letter}")
        self.at += 2
        self.portable &= letter in _CONTROLS or letter in _SPECIAL
        return _CONTROLS.get(letter, letter)

    def _reference(self) -> str:
        """Read a reference to a group: of as many digits as there are groups so far."""
        end = self.at + 2
        while (digit := self.text[end : end + 1]) and digit in "0123456789":
            if int(self.text[self.at + 1 : end + 1]) > self.groups:
                break
            end += 1
        number = int(self.text[self.at + 1 : end])
        if number > self.groups or number in {opened for _, opened in self.open}:
            raise Wrong(msg("{text} refers to no group that ends before it", text=f"\\{number}"))
        self.at = end
        return f"(?:\\{number})"

    def _set(self) -> str:
        """Read an escape that stands for a set of characters: flag i leaves them as they are."""
        letter = self.text[self.at + 1]
        self.at += 2
        name = self._property() if letter in "pP" else letter.lower()
        found = charset(name)
        if found is None and name.startswith("Is"):
            raise Wrong(msg("no such block of characters: {name}", name=name))
        if found is None:
            raise Wrong(msg("no such category of characters: {name}", name=name))
        written = f"[{'^' if letter.isupper() else ''}{found}]"
        return f"(?-i:{written})" if self.caseless else written

    def _property(self) -> str:
        match = re.compile(r"\{([\w-]+)\}").match(self.text, self.at)
        if match is None:
            raise Wrong(msg("{text} without {braces}", text="\\p", braces="{…}"))
        self.at = match.end()
        return match[1]


def _not_xpath(text: str) -> Wrong:
    return Wrong(msg("{text} is not in XPath's regular expressions", text=text))
