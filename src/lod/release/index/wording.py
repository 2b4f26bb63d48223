"""SpokenTexts as search takes them: words, their plain forms and their stems. Pure.

A word is found as it is written, å, ä and ö too; else by its plain form (``naringsliv``), or by its
stem as Snowball's algorithms for Swedish and English give it (``näringslivet``).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from lod.words import LANGUAGES

LONGEST, MOST_WORDS = 40, 16
"""Characters of a word, and words of a question, that are looked at."""

_MOST_TEXT = 1_000  # characters of a question
_WORD = re.compile(r"[^\W_]+")
_KEPT = re.compile(r"[\w{|}]+")
_PLAIN = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ŋ": "n"}
)
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})
_MEANT = {"kn": "kommun", "lst": "länsstyrelsen"}
"""Short for words of Swedish owners' names."""


def words_in(text: str) -> list[str]:
    """Part a text into words: letters and digits, lower case.

    >>> words_in("Företags-klimat 2013!")
    ['företags', 'klimat', '2013']
    """
    composed = unicodedata.normalize("NFC", text).casefold()
    return [word[:LONGEST] for word in _WORD.findall(composed)]


def asked_words(text: str) -> list[str]:
    """Give the first words of a question, each once; of a text without end no more is read.

    >>> asked_words("Habo kn, Habo")
    ['habo', 'kommun']
    """
    found = (_MEANT.get(word, word) for word in words_in(text[:_MOST_TEXT]))
    return list(dict.fromkeys(found))[:MOST_WORDS]


@lru_cache(65536)
def plain_word(word: str) -> str:
    """Write a word with plain letters.

    >>> plain_word("näringsliv"), plain_word("øst")
    ('naringsliv', 'ost')
    """
    return _unmarked(word)[:LONGEST]


def _unmarked(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in parts if not unicodedata.combining(c))


def word_forms(word: str, language: str) -> Iterator[str]:
    """Give the other forms that a word of a text is found by: plain, and as a stem.

    >>> sorted(word_forms("näringslivet", "sv"))
    ['naringsliv', 'naringslivet']

    :param language: a tag; of others than Swedish and English there are no stems.
    """
    yield plain_word(word)
    yield from stems_of(word, language or "und")


def stems_of(word: str, language: str = "") -> Iterator[str]:
    """Give a word's stems, plain: in a language, or in each that there are stems for."""
    tag = language.partition("-")[0]
    for name in (tag,) if language else LANGUAGES:
        if name in LANGUAGES and word.isalpha():
            yield plain_word(_stem(word, name))


@lru_cache(65536)
def _stem(word: str, language: str) -> str:
    import Stemmer  # who looks for no words does without

    # A new one each time: Snowball's workers may not be shared by threads.
    return str(Stemmer.Stemmer(language, 0).stemWord(word))


def sorting_key(name: str) -> str:
    """Write a name so that texts compare as Swedish names do: å, ä and ö after z, case aside.

    >>> sorted(["Öland", "Ale", "Älmhult", "Åre", "Zinkgruvan", "Édith"], key=sorting_key)
    ['Ale', 'Édith', 'Zinkgruvan', 'Åre', 'Älmhult', 'Öland']
    """
    composed = unicodedata.normalize("NFC", name).casefold().translate(_AFTER_Z)
    return _unmarked(" ".join(_KEPT.findall(composed)))
