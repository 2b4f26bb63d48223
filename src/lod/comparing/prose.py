"""How two long texts differ, word by word, in a bounded number of words. Pure."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice

from lod.words import cut

Piece = tuple[str, str]
"""``same``, ``old`` or ``new``, and the words."""

_CONTEXT = 3
_MOST_COMPARED = 400
_PIECES = 12
_LONGEST = 160


def compare_prose(before: str, after: str) -> list[Piece]:
    """Give the words that went and came, with a few around them.

    >>> compare_prose("one two three four five six", "one two three four 5 six")
    [('same', '… two three four'), ('old', 'five'), ('new', '5'), ('same', 'six')]
    """
    old, new = before.split(), after.split()
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    tail = old[len(old) - end :]
    middle = _middle(old[start : len(old) - end], new[start : len(new) - end])
    pieces = [("same", _last(old[:start])), *middle, ("same", _first(tail))]
    kept = [(kind, cut(text, _LONGEST)) for kind, text in pieces if text]
    return kept if len(kept) <= _PIECES else [*kept[:_PIECES], ("same", "…")]


def _shared(one: list[str], other: list[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _middle(old: list[str], new: list[str]) -> list[Piece]:
    if max(len(old), len(new)) > _MOST_COMPARED:
        return [("old", " ".join(old[:_MOST_COMPARED])), ("new", " ".join(new[:_MOST_COMPARED]))]
    return list(islice(_pieces(old, new), 2 * _PIECES))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield "same", _between(old[a:b])
        else:
            yield "old", " ".join(old[a:b])
            yield "new", " ".join(new[c:d])


def _between(shared: list[str]) -> str:
    if len(shared) <= 2 * _CONTEXT + 1:
        return " ".join(shared)
    return " ".join([*shared[:_CONTEXT], "…", *shared[-_CONTEXT:]])


def _first(shared: list[str]) -> str:
    return " ".join([*shared[:_CONTEXT], *(["…"] if len(shared) > _CONTEXT else [])])


def _last(shared: list[str]) -> str:
    return " ".join([*(["…"] if len(shared) > _CONTEXT else []), *shared[-_CONTEXT:]])
