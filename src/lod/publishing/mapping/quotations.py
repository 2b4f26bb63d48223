"""What names a quotation in its IRI."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count

from lod.publishing.iris import slug
from lod.publishing.records import Text


def quotation_keys(quotes: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    """Give each quotation with what names it in its IRI: its words, so that it stays as they do.

    The same words on two lines are one quotation with both.
    """
    keys: dict[str, str] = {}
    used: set[str] = set()
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(2))
    for quote in quotes:
        if quote.verbatim not in keys:
            name = stem = slug(quote.verbatim) or "words"
            while name in used:
                name = f"{stem}-{next(numbers[stem])}"
            keys[quote.verbatim] = name
            used.add(name)
        yield keys[quote.verbatim], quote
