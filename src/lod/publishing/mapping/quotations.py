"""What names a quotation in its IRI."""

from collections.abc import Iterable, Iterator

from lod.publishing.iris import slug
from lod.publishing.records import Text


def quotation_keys(quotes: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    """Give each quotation with what names it in its IRI: its words, so that it stays as they do.

    The same words on two lines are one quotation with both.
    """
    keys: dict[str, str] = {}
    for quote in quotes:
        stem = slug(quote.verbatim) or "words"
        names = (stem, *(f"{stem}-{number}" for number in range(2, len(keys) + 2)))
        unused = next(name for name in names if name not in keys.values())
        yield keys.setdefault(quote.verbatim, unused), quote
