"""Which thing is meant by an address that nothing has. Pure."""

from collections.abc import Iterable
from difflib import get_close_matches

_NEAR = 0.8


def nearest_thing(iri: str, things: Iterable[str], base: str) -> str | None:
    """Give the thing, or part of one, whose address is nearly this: of its kind, as deep below it.

    >>> nearest_thing("x:id/project/hal-ut", ["x:id/project/hall-ut", "x:id/area/ut"], "x:")
    'x:id/project/hall-ut'
    >>> nearest_thing("x:id/project/else", ["x:id/project/hall-ut"], "x:")

    :param base: what the publication's addresses begin with.
    """
    start, depth = kind_of(iri, base), iri.count("/")
    paths = {t[len(start) :]: t for t in things if t.startswith(start) and t.count("/") == depth}
    close = get_close_matches(iri[len(start) :], paths, 1, _NEAR)
    return paths[close[0]] if close else None


def kind_of(iri: str, base: str) -> str:
    """Give what the addresses of one kind of thing begin with.

    >>> kind_of("x:id/project/hall-ut/period", "x:")
    'x:id/project/'
    """
    return base + "".join(f"{part}/" for part in iri.removeprefix(base).split("/")[:2])
