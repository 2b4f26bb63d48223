"""A place as a source states it → a known area, by its code or its name. Never a guess.

What a column of municipalities says is one, so its bare name will do there; in a text that may be
any place, a name must say that it is a municipality's or a county's.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from lod.publishing.linking import Area, AreaScheme, Reference
from lod.publishing.records import clean
from lod.publishing.unicode14 import caseless

PLACE_FIELDS = ("county", "municipality", "location")
"""What a place can be stated as."""

_ANY = "location"
_NUMBERED = re.compile(r"([0-9A-Z-]{2,6}) (.+)")


class KnownPlaces:
    """The areas in data/reference, by what sources call them; read when a place is asked for."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference

    @cached_property
    def _called(self) -> Mapping[tuple[str, str], Area]:
        found: dict[tuple[str, str], dict[str, Area]] = defaultdict(dict)
        for area in self._reference.areas.values():
            for field, name in _names(area):
                found[field, caseless(name)][area.code] = area
        alone = {name: areas for name, areas in found.items() if len(areas) == 1}
        return {name: next(iter(areas.values())) for name, areas in alone.items()}

    def find(self, field: str, words: str) -> Area | None:
        """Find the area that words of a field name: by code, name, or both if they agree."""
        words = clean(words)
        if (area := self._called.get((field, caseless(words)))) is not None:
            return area
        numbered = _NUMBERED.fullmatch(words)
        if numbered is None:
            return None
        both = [self._called.get((field, caseless(part))) for part in numbered.groups()]
        return both[0] if both[0] == both[1] else None


def _names(area: Area) -> Iterator[tuple[str, str]]:
    """Give what an area is called, with the field that may call it so."""
    field = "municipality" if area.county else "county"
    whole = [area.name, *([area.english_name] if area.english_name else [])]
    codes = [area.code, *([area.nuts3] if area.nuts3 else [])]
    yield from ((field, name) for name in (*whole, *codes, area.short_name))
    yield from ((_ANY, name) for name in whole)
    yield from ((_ANY, code) for code in codes if not code.isdigit())
    if area.is_swedish:
        for name in _forms(area):
            yield from ((field, name), (_ANY, name))


def _forms(area: Area) -> Iterator[str]:
    """Falu kommun, Falu stad; Västernorrland län, Västernorrlands län."""
    word = " kommun" if area.county else " län"
    for stem in {area.short_name.removesuffix(word), area.name.removesuffix(word)}:
        for place in (stem, f"{stem}s"):
            yield f"{place}{word}"
            if area.county:
                yield f"{place} stad"


def is_code(words: str) -> bool:
    """Whether words are no name of a place, but a code.

    >>> [is_code(words) for words in ("0583", "583", "GB-KEN", "IE061", "LUND")]
    [True, True, True, True, False]
    """
    words = clean(words)
    signs = any(sign in "-0123456789" for sign in words)
    return words.isdigit() or (signs and any(scheme.has(words) for scheme in AreaScheme))
