r"""The lines of a text source, and the few questions that a page is read by.

Lines end in LF, CR LF or CR, as RFC 5147 counts them (section 4.1 there); U+2028 and
the like don't end one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lod.errors import SourceError
from lod.publishing.records import LineSpan, Text, clean
from lod.publishing.unicode14 import compose, decompose
from lod.words import msg

_END = re.compile(r"\r\n|\n|\r")
_HEADING_LENGTH = 200
BULLETS = "-–—•·*+◦○●▪■□‣"
"""What stands before an item of a list."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line: its number from 1, its characters as written, and the same cleaned."""

    number: int
    raw: str
    text: str

    @property
    def span(self) -> LineSpan:
        """The line alone."""
        return LineSpan(self.number, self.number)


def read_lines(data: bytes, file: Path) -> list[SourceLine]:
    """Take a UTF-8 text apart; a byte order mark is no part of it.

    :raises SourceError: it isn't UTF-8, or has no words in it.
    """
    try:
        raws = _END.split(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(
            msg("is not UTF-8"),
            file,
            len(_END.split(error.object[: error.start].decode("utf-8"))),
            expected=msg("text in UTF-8"),
            todo=msg("bring the page in with lod import, which reads its character set"),
        ) from error
    if raws[-1] == "":
        raws.pop()
    lines = [SourceLine(number, raw, clean(raw)) for number, raw in enumerate(raws, 1)]
    if not any(line.text for line in lines):
        todo = msg("fetch the page again, under another name")
        raise SourceError(msg("has no words"), file, 1, msg("the text of a page"), todo)
    return lines


def is_heading(text: str) -> bool:
    """Whether a cleaned line may be a heading: short, and not the end of a sentence.

    >>> is_heading("Håll ut"), is_heading("Syftet är tillväxt.")
    (True, False)
    """
    short = 0 < len(text) <= _HEADING_LENGTH
    return short and not text.endswith((".", ":", ";", ",")) and text[0] not in BULLETS


def ends_sentence(text: str) -> bool:
    """Whether a cleaned line ends as a sentence does.

    >>> ends_sentence("Syftet är tillväxt.”"), ends_sentence("Håll ut")
    (True, False)
    """
    return text.rstrip("”\"’')»").endswith((".", "!", "?", "…"))


def paragraphs(lines: Iterable[SourceLine]) -> list[list[SourceLine]]:
    """Group lines that no blank line parts; ``lines`` are in order."""
    found: list[list[SourceLine]] = [[]]
    for line in lines:
        if not line.text:
            found.append([])
        else:
            found[-1].append(line)
    return [paragraph for paragraph in found if paragraph]


def heading_of(paragraph: Sequence[SourceLine]) -> SourceLine | None:
    """Give the paragraph's line if it is a heading."""
    alone = len(paragraph) == 1 and is_heading(paragraph[0].text)
    return paragraph[0] if alone else None


def text_of(lines: Sequence[SourceLine]) -> Text:
    """Make one value of one or more lines, in order; blank ones between are kept."""
    verbatim = "\n".join(line.raw for line in lines)
    return Text.of(verbatim, LineSpan(lines[0].number, lines[-1].number))


def words_pattern(words: str) -> str:
    """Write a pattern for words in any case, with any white space, composed or not.

    >>> bool(re.match(words_pattern("Senast ändrad"), "senast  a\u0308ndrad", re.IGNORECASE))
    True
    """
    return r"\s+".join("".join(_letter_pattern(c) for c in compose(word)) for word in words.split())


def _letter_pattern(letter: str) -> str:
    apart = decompose(letter)
    if apart == letter:
        return re.escape(letter)
    return f"(?:{re.escape(letter)}|{re.escape(apart)})"
