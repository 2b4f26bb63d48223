"""What is asked of lists, and the sets of things that answer it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from lod.release.index.bits import at_most
from lod.release.index.gathering import ALL_TEXT, NAMES_ALONE
from lod.release.index.reading import IndexFile
from lod.release.index.wording import asked_words

Certainty = Literal["certain", "perhaps"]


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which things are asked for. Any text is a question: none has signs that mean anything.

    :param words: all of which a thing must have, each as the beginning of a word, with or without
        its marks, or in another form of it (by its stem). The first 16 of the first 1,000
        characters are looked for; a text without letters and digits asks for nothing.
    :param chosen: values by facet: one of them within a facet, and all facets; the empty text is
        for things that have none. Nothing has a value or a facet that isn't known.
    :param during: first and last day of a time in which a thing's period falls, or may fall.
    :param certainty: whether it must do so for certain, or must be in doubt; both if None.
    """

    words: str = ""
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    during: tuple[date, date] | None = None
    certainty: Certainty | None = None


def answer_set(index: IndexFile, asked: ListQuery, but: str | None = None) -> int:
    """Give the things that are asked for.

    :param but: a facet whose choice doesn't count.
    """
    found = _narrowed(index, asked, but)
    for word in asked_words(asked.words):
        found &= index.word_sets(ALL_TEXT, word)[1]
    return found


def answer_tiers(index: IndexFile, asked: ListQuery) -> Sequence[int]:
    """Give the things that are asked for, the best first: those with all words as written.

    Of these, and of the others, those whose names have the words come first.
    """
    found = _narrowed(index, asked, None)
    words = asked_words(asked.words)
    if not words:
        return (found,)
    exact, like, named = found, found, found
    for word in words:
        written, alike = index.word_sets(ALL_TEXT, word)
        exact, like = exact & written, like & alike
        named &= index.word_sets(NAMES_ALONE, word)[1]
    tiers = (exact & named, exact & ~named, like & named & ~exact, like & ~named & ~exact)
    return tuple(tier for tier in tiers if tier)


def named_tiers(index: IndexFile, asked: ListQuery) -> Sequence[int]:
    """Give the things whose names have all words, those with the words as written first."""
    exact = like = _narrowed(index, asked, None)
    for word in asked_words(asked.words):
        written, alike = index.word_sets(NAMES_ALONE, word)
        exact, like = exact & written, like & alike
    return exact, like & ~exact


def _narrowed(index: IndexFile, asked: ListQuery, but: str | None) -> int:
    found = index.everything
    for facet, values in asked.chosen.items():
        if facet != but:
            found &= _any_of(index, facet, values)
    if asked.during is not None:
        found &= during_set(index, *asked.during, asked.certainty)
    return found


def _any_of(index: IndexFile, facet: str, values: Collection[str]) -> int:
    found = 0
    for value in values:
        found |= index.value_set(facet, value)
    return found


def during_set(
    index: IndexFile, first: date, last: date, certainty: Certainty | None = None
) -> int:
    """Give the things whose period has a day from ``first`` to ``last``, or may have one.

    A month, a year or a reading that is in doubt may be each of its days; a start or an end that
    isn't known may be any day. Without a period there is no doubt.
    """
    possible = index.slices("period")[0]
    possible &= ~_above(index, "earliest_start", last) & ~_below(index, "latest_end", first)
    if certainty is None:
        return possible
    certain = possible & _up_to(index, "latest_start", last) & _from(index, "earliest_end", first)
    return certain if certainty == "certain" else possible & ~certain


def _up_to(index: IndexFile, measure: str, day: date) -> int:
    """Give the things whose measure is known, and not after a day."""
    known, slices = index.slices(measure)
    return at_most(slices, day.toordinal() - index.told(f"least {measure}"), known)


def _from(index: IndexFile, measure: str, day: date) -> int:
    return index.slices(measure)[0] & ~_below(index, measure, day)


def _above(index: IndexFile, measure: str, day: date) -> int:
    return index.slices(measure)[0] & ~_up_to(index, measure, day)


def _below(index: IndexFile, measure: str, day: date) -> int:
    known, slices = index.slices(measure)
    return at_most(slices, day.toordinal() - 1 - index.told(f"least {measure}"), known)
