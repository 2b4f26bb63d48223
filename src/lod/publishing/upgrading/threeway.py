"""Merges three texts: what lod shipped then, what has become of it, what lod ships now.

Where only one side has changed something, that change counts; what both have changed alike counts
once. What they have changed otherwise is a conflict, unless it is said whose counts. What the
publisher has taken away stays away.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from lod.publishing.upgrading.parts import Part, cut_parts

Whose = Literal["mine", "theirs", None]
"""Whose text counts where both have changed it: the publisher's, lod's, or it is a conflict."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that both have changed.

    :param line: where it begins in the publisher's text, from 1.
    :param mine: the publisher's lines, ``theirs`` lod's; empty where there are none.
    """

    line: int
    mine: str
    theirs: str


def merge_texts(
    name: str, base: str, mine: str, theirs: str, whose: Whose = None
) -> tuple[str, list[Clash]]:
    """Merge a file of a name, whose end says how it is cut; lines end in LF.

    :return: the text, with the publisher's lines at each conflict, and the conflicts.
    """
    if mine in (base, theirs):
        return theirs, []
    if theirs == base:
        return mine, []
    base, mine, theirs = (f"{t}\n" if t[-1:] not in ("", "\n") else t for t in (base, mine, theirs))
    of_base, of_mine, of_theirs = (cut_parts(name, text) for text in (base, mine, theirs))
    clashes = list[Clash]()
    merged = dict[Part, str]()
    line = 1
    for part, own in of_mine.items():
        old, new = of_base.get(part, ""), of_theirs.get(part, "")
        text, found = _merge_lines(old, own, new, line, whose)
        merged[part] = text
        clashes += found
        line += own.count("\n")
    return "".join(_with_new(merged, of_base, of_theirs)), clashes


def _with_new(
    merged: Mapping[Part, str], base: Mapping[Part, str], theirs: Mapping[Part, str]
) -> list[str]:
    """Put what is new each after what it follows in lod's text; the rest is as the publisher's."""
    order = list(merged)
    after = 0
    for part in theirs:
        if part in merged:
            after = order.index(part) + 1
        elif part not in base:
            order.insert(after, part)
            after += 1
    return [merged.get(part, theirs.get(part, "")) for part in order]


def _merge_lines(
    base: str, mine: str, theirs: str, line: int, whose: Whose
) -> tuple[str, list[Clash]]:
    sides = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    merged, clashes = list[str](), list[Clash]()
    for old, own, new in _pieces(*sides):
        if own == new or new == old:
            merged += own
        elif own == old:
            merged += new
        else:
            if whose is None:
                clashes.append(Clash(line, "".join(own), "".join(new)))
            merged += new if whose == "theirs" else own
        line += len(own)
    return "".join(merged), clashes


Lines = Sequence[str]


def _pieces(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """Cut three lists of lines where a line is the same in all.

    Source: Khanna, Kunal, Pierce: A Formal Investigation of Diff3 (2007), section 2.
    """
    to_mine, to_theirs = _same(base, mine), _same(base, theirs)
    at = (0, 0, 0)
    for n in [*(n for n in range(len(base)) if n in to_mine and n in to_theirs), None]:
        here = (n, to_mine[n], to_theirs[n]) if n is not None else None
        ends = here or (len(base), len(mine), len(theirs))
        yield from _by_line(
            *(s[a:b] for s, a, b in zip((base, mine, theirs), at, ends, strict=True))
        )
        if here:
            yield ([base[here[0]]], [mine[here[1]]], [theirs[here[2]]])
            at = (here[0] + 1, here[1] + 1, here[2] + 1)


def _by_line(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """Lines that have only been rewritten are merged one by one, so that neighbours don't clash."""
    if len(base) == len(mine) == len(theirs):
        for old, own, new in zip(base, mine, theirs, strict=True):
            yield [old], [own], [new]
    else:
        yield base, mine, theirs


def _same(one: Lines, other: Lines) -> dict[int, int]:
    """Give the lines of one that stand in the other: number → number there, rising."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {b.a + n: b.b + n for b in blocks for n in range(b.size)}
