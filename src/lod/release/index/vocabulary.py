"""The tables of words: each with its things, its other forms, and what many words begin with."""

from array import array
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import TypeAlias

from lod.release.index.bits import packed, packed_set, set_of
from lod.release.index.gathering import ALL_TEXT, NAMES_ALONE, Gathered
from lod.release.index.schema import MANY_WORDS
from lod.release.index.wording import word_forms

_DENSE = 32  # a word in more than one of so many things is a set at once

Rows: TypeAlias = Iterable[Sequence[object]]
_Terms: TypeAlias = Sequence[tuple[str, int]]


def vocabulary_rows(gathered: Gathered) -> Iterator[tuple[str, Rows]]:
    """Give the tables of words and their rows; those of one are taken before the next."""
    words = [(f, word) for f in (ALL_TEXT, NAMES_ALONE) for word in sorted(gathered.words[f])]
    numbers = {key: number for number, key in enumerate(words)}
    yield "word", _word_rows(gathered, numbers)
    forms = sorted(set(_form_rows(gathered, numbers)))
    yield "form", forms
    yield "beginning", _beginning_rows(gathered, words, forms)


def _word_rows(gathered: Gathered, numbers: Mapping[tuple[int, str], int]) -> Rows:
    for (field, word), number in numbers.items():
        yield number, field, word, packed(gathered.words[field][word], gathered.size)


def _form_rows(
    gathered: Gathered, numbers: Mapping[tuple[int, str], int]
) -> Iterator[tuple[int, str, int]]:
    fields = (ALL_TEXT, NAMES_ALONE)
    for language, words in gathered.spoken.items():
        for word in words:
            known = [(f, numbers[f, word]) for f in fields if (f, word) in numbers]
            for form in set(word_forms(word, language)) - {word}:
                yield from ((field, form, number) for field, number in known)


def _beginning_rows(
    gathered: Gathered, words: Sequence[tuple[int, str]], forms: Sequence[tuple[int, str, int]]
) -> Rows:
    things = _Things([gathered.words[field][word] for field, word in words], gathered.size)
    number = 0
    for field in (ALL_TEXT, NAMES_ALONE):
        written = [(word, n) for n, (f, word) in enumerate(words) if f == field]
        plain = sorted([*written, *((form, n) for f, form, n in forms if f == field)])
        for kind, terms in enumerate((written, plain)):
            for start, members in _beginnings(terms, things):
                yield number, field, kind, start, packed_set(members, gathered.size)
                number += 1


class _Things:
    """The things of words: sets are made once of words that are in many."""

    def __init__(self, words: Sequence["array[int]"], size: int) -> None:
        self._words, self._size = words, size
        many = (n for n, things in enumerate(words) if len(things) * _DENSE > size)
        self._dense = {n: set_of(words[n], size) for n in many}

    def of(self, terms: _Terms) -> int:
        """Give the things of any of these words."""
        numbers = {number for _, number in terms}
        few = [self._words[n] for n in numbers if n not in self._dense]
        found = set_of(chain.from_iterable(few), self._size) if few else 0
        for number in numbers & self._dense.keys():
            found |= self._dense[number]
        return found


def _beginnings(
    terms: _Terms, things: _Things, depth: int = 0
) -> Generator[tuple[str, int], None, int]:
    """Find what more than ``MANY_WORDS`` terms begin with, and the things of all these.

    They come one by one, since together they could be larger than all else.

    :param terms: sorted; their first ``depth`` letters are the same.
    :return: the things of all terms.
    """
    if len(terms) <= MANY_WORDS or terms[0][0] == terms[-1][0]:
        return things.of(terms)
    members = 0
    for _, group in groupby(terms, key=lambda term: term[0][: depth + 1]):
        members |= yield from _beginnings([*group], things, depth + 1)
    if depth:
        yield terms[0][0][:depth], members
    return members
