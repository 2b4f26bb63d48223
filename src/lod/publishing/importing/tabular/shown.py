"""A cell's words as they are shown: short, on one line, and never anybody's contact details."""

import json

from lod.publishing.records import clean
from lod.publishing.sources.signs import has_contact
from lod.publishing.tables.ownernumbers import names_person

_MOST = 40
_LANGUAGES = ("sv", "fi")


def example_words(text: str) -> str:
    """Give a cell's first words; of one with contact details, dots alone.

    >>> example_words("Lanthandel  i Laxå"), example_words("ring 070-123 45 67")
    ('Lanthandel i Laxå', '…')
    """
    words = clean(text)
    if has_contact(words, ()) or any(names_person(words, each) for each in _LANGUAGES):
        return "…"
    return words if len(words) <= _MOST else f"{words[:_MOST].rstrip()}…"


def toml_text(text: str) -> str:
    """Write a text as TOML does; what JSON escapes, TOML escapes likewise but for DEL."""
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
