"""What is Swedish: to see that publications in other languages show none of it."""

import html
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from lod.words.messages import LANGUAGES

ROOT = Path(__file__).parents[1]


@cache
def swedish_texts() -> frozenset[str]:
    """What lod and its vocabulary say in Swedish, and not in English."""
    files = [*(ROOT / "ontology").glob("*.ttl"), *(ROOT / "shapes").glob("*.ttl")]
    found = {language: set[str]() for language in LANGUAGES}
    for file in files:
        for triple in ox.parse(path=file, format=ox.RdfFormat.TURTLE):
            if isinstance(triple.object, ox.Literal) and triple.object.language:
                found[triple.object.language].add(triple.object.value.casefold())
    spoken = tomllib.loads((ROOT / "src/lod/words/messages_sv.toml").read_text("utf-8"))
    found["en"] |= {english.casefold() for english in spoken}
    for told in spoken.values():
        found["sv"] |= {text.casefold() for text in ([told] if isinstance(told, str) else told)}
    return frozenset(found["sv"] - found["en"])


def swedish_in(page: str) -> set[str]:
    """Find the Swedish texts and words that an HTML page shows."""
    swedish = swedish_texts()
    texts = {text.casefold() for text in _shown(page)}
    words = set(re.findall(r"\w+", " ".join(texts)))
    return (texts & swedish) | (words & {text for text in swedish if " " not in text})


def _shown(page: str) -> Iterator[str]:
    """Give the texts of a page, and those of its attributes that are read out."""
    page = re.sub(r"(?s)<script.*?</script>|<textarea.*?</textarea>", "", page)
    for text in (
        *re.findall(r">([^<]+)<", page),
        *re.findall(r'(?:aria-label|title)="([^"]*)"', page),
    ):
        yield html.unescape(text).strip()
