"""Makes text from data harmless to show: what can't be seen, or would steer, is spelt out.

Left as they are: all letters and marks, spaces of every width, and the joiners that scripts and
emoji need (U+200C, U+200D).
"""

import re
import unicodedata

_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f"  # control characters: ANSI escapes begin with one
    r"\xad\u061c\u180e\u200b\u200e\u200f\u2060-\u2065\ufeff\ufff9-\ufffb"  # unseen
    r"\u2028-\u202e\u2066-\u206f"  # line ends, and what turns the direction of reading
    r"\ud800-\udfff\ufffe\uffff"  # no characters: halves of a pair, bytes that weren't UTF-8
    r"\U000e0001\U000e0020-\U000e007f]"  # tags: letters that no one sees
)


def printable(text: str) -> str:
    r"""Spell out what is unsafe to show, as Turtle would write it; all of it stays on one line.

    >>> printable("a\x1b[31mb")
    'a\\u001B[31mb'
    """
    return text if text.isprintable() else _UNSAFE.sub(_spelt, text)


def prose(text: str) -> str:
    r"""Put running text on one line, safe to show.

    >>> prose("Namn saknas.\n    Ange ett.")
    'Namn saknas. Ange ett.'
    """
    return printable(" ".join(text.split()))


def unobeyed(row: str) -> str:
    """Keep GitHub's runner from obeying a row: ``::`` first in it, or ``##[`` anywhere.

    Source: actions/runner, src/Runner.Common/ActionCommand.cs (TryParseV2, TryParse).
    """
    row = row.replace("##[", "##\u200b[")
    return row.replace("::", "\\u003A:", 1) if row.lstrip().startswith("::") else row


def cut(text: str, most: int) -> str:
    """Shorten a text to ``most`` code points.

    >>> cut("Tillväxtverket", 8)
    'Tillväx…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal: 0, 1 or 2 for each character.

    >>> width("åb"), width("漢字"), width("e\u0301")
    (2, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _spelt(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
