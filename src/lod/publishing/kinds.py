"""What kind of organisation a name says that it is: exact words, never a guess.

A name that says two kinds, or none, leaves it open. “Region” is no such word: until 2019 many a
federation was called so. By law an economic association says what it is in its name, and so does a
company; what only says “förening” is neither.
"""

import re

from lod.publishing.records import clean

PUBLIC_KINDS = (
    "government-agency",
    "county-administrative-board",
    "municipality",
    "region",
    "regional-federation",
)
"""Concepts of the scheme organization-type: bodies of the state, of regions or municipalities."""

_UNLIKE = "bostadsrätts|hyresrätts|sambruks|samfällighets|försäkrings|understöds"
_WORDS = {
    "regional-federation": r"\w*(?:region|kommunal)förbund(?:et)?|regional federation",
    "county-administrative-board": r"länsstyrelsen?|county administrative board",
    "region": r"landsting(?:et)?",
    "association": rf"(?!\w*(?:{_UNLIKE})förening)\w*förening(?:en)?|association",
    "foundation": r"\w*stiftelsen?|foundation",
    "university": r"\w*universitet(?:et)?|(?!\w*(?:folk|yrkes)högskola)\w*högskolan?|university",
}
"""Words that say what an organisation is, unless a preposition stands before them."""

_FORMS = {
    "economic-association": r"(?i:ekonomiska? förening(?:en)?|ek\.? ?för(?:ening)?"
    r"|economic association)",
    "association": r"(?i:ideella? förening(?:en)?)",
    "company": r"AB|A/B|HB|KB|(?i:\w*aktiebolag(?:et)?|handelsbolag(?:et)?|kommanditbolag(?:et)?)"
    r"|Ltd|Limited|LLC|[Pp]lc|PLC|Inc|GmbH|Oy|ApS",
}
"""Legal forms, wherever they stand in a name: they are often its end."""

KINDS = frozenset(_WORDS) | frozenset(_FORMS)
"""All that a name may say."""

_PREPOSITION = re.compile(
    r"\s(?:i|på|vid|hos|inom|av|för|till|of|at|in|for|within)\s", re.IGNORECASE
)


def _whole(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", flags)


_FIRST = [(kind, _whole(words, re.IGNORECASE)) for kind, words in _WORDS.items()]
_ANYWHERE = [(kind, _whole(words)) for kind, words in _FORMS.items()]


def kind_named(name: str) -> str | None:
    """Give the kind of an organisation that its name says: a concept of organization-type.

    >>> kind_named("Skaraborgs kommunalförbund"), kind_named("Byn i Fokus ekonomisk förening")
    ('regional-federation', 'economic-association')
    >>> kind_named("Studentkåren vid Umeå universitet"), kind_named("Region 8")
    (None, None)
    """
    name = clean(name)
    start = _PREPOSITION.split(name, maxsplit=1)[0]
    found = {kind for kind, words in _FIRST if words.search(start)}
    found |= {kind for kind, words in _ANYWHERE if words.search(name)}
    if "economic-association" in found:
        found.discard("association")  # its form ends in that word
    return found.pop() if len(found) == 1 else None
