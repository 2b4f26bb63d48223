"""What git, a word processor or a web page leaves in a text that people write by hand. No IO."""

import re
from collections.abc import Iterator, Mapping

from lod.words import Message, msg

CONFLICT = msg(
    "git's conflict marker stands here: two versions of these lines, one below the other"
)
CONFLICT_TODO = msg(
    "keep the lines that are right, and take those away that begin with <<<<<<<, =======, >>>>>>>"
)
UNSEEN_TODO = msg("take it away, or write an ordinary space in its place")
STRAIGHT_TODO = msg('use straight quotes: "…"')

CURLY = "“”„‟‘’‚‛«»"
"""Quotation marks that a word processor writes, and no format of data reads."""

_MARK = re.compile(r"^(?:(<{7}) .*|(>{7}) .*|\|{7}(?: .*)?|={7})\r?$", re.MULTILINE)
_MARK_BYTES = re.compile(rb"^(?:(<{7}) .*|(>{7}) .*|\|{7}(?: .*)?|={7})\r?$", re.MULTILINE)
UNSEEN_SIGNS = "\u00a0\u00ad\u034f\u061c\u1680\u180e\u3000\ufeff" + "".join(
    map(chr, (*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070)))
)
UNSEEN = re.compile(f"[{UNSEEN_SIGNS}]")
_NAMES: Mapping[str, Message] = {
    "\u00a0": msg("a no-break space"),
    "\u202f": msg("a narrow no-break space"),
    "\u2007": msg("a no-break space"),
    "\u200b": msg("a zero-width space"),
    "\ufeff": msg("a byte order mark"),
    "\u00ad": msg("a soft hyphen"),
}


def find_conflicts(text: str | bytes) -> list[int]:
    r"""Give where git has left conflicts, each once, as offsets; none in a mere line of ``=``.

    Source: git-merge, "How conflicts are presented".

    >>> find_conflicts("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n")
    [2]
    >>> find_conflicts("A heading\n=======\n")
    []
    """
    found = _MARK.finditer(text) if isinstance(text, str) else _MARK_BYTES.finditer(text)
    return [*_first_marks(found)]


def _first_marks(marks: Iterator[re.Match[str]] | Iterator[re.Match[bytes]]) -> Iterator[int]:
    """Give where conflicts begin, and marks at whose beginning the first one is gone."""
    opened = False
    for mark in marks:
        if mark[1] or (mark[2] and not opened):
            yield mark.start()
        opened = bool(mark[1]) or (opened and not mark[2])


def is_conflict_mark(line: str) -> bool:
    """Whether a line may be one of git's marks; one of ``=`` alone is where only it is left."""
    return _MARK.fullmatch(line) is not None


def unseen(sign: str) -> Message:
    r"""Say which sign that can't be seen stands somewhere.

    >>> str(unseen("\u00a0"))
    'a no-break space (U+00A0) stands here, which looks like nothing or like an ordinary space'
    """
    return msg(
        "{what} (U+{code}) stands here, which looks like nothing or like an ordinary space",
        what=_NAMES.get(sign, msg("a sign that can't be seen")),
        code=f"{ord(sign):04X}",
    )


def curly(words: str) -> Message:
    """Say that quotation marks are not those of the format."""
    return msg("the quotes around text are curly ones: {text}", text=words)
