"""Texts in the languages that lod speaks and a publication doesn't."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from lod.words import LANGUAGES, spoken_of


def unspoken_texts(triples: Iterable[ox.Triple], languages: Sequence[str]) -> set[ox.Triple]:
    """Find texts in languages that lod speaks and the publication doesn't.

    Only those that are said in one of its languages too: nothing becomes nameless.

    :param languages: the publication's.
    """
    kept = spoken_of(languages)
    gone = set(LANGUAGES) - set(kept)
    said: dict[tuple[object, object], list[tuple[str, ox.Triple]]] = defaultdict(list)
    for triple in triples if gone else ():
        if isinstance(triple.object, ox.Literal) and triple.object.language:
            tag = triple.object.language.partition("-")[0]
            said[triple.subject, triple.predicate].append((tag, triple))
    return {
        triple
        for found in said.values()
        if any(tag in kept for tag, _ in found)
        for tag, triple in found
        if tag in gone
    }
