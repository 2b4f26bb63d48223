"""The sets of characters that regular expressions name: XML Schema 1.1 part 2, G.4.2."""

from collections.abc import Iterable
from functools import cache

from lod.checking.shacl.core.datatypes import NAME, NAME_START

_FIXED = {"s": r" \t\n\r", "i": f":{NAME_START}", "c": f":{NAME}"}
_CATEGORIES = {"d": ("Nd",), "w": ("L", "M", "N", "S")}  # \w: all but P, Z and C
_REMOVED = ("Cs",)  # G.4.2.2: no surrogates; IsHighSurrogates and others stay, and hold nothing


@cache
def charset(name: str) -> str | None:
    r"""Give a set as what stands within ``[…]`` in Python, or None if there is none of the name.

    >>> charset("IsThai"), charset("s")
    ('\\U00000e00-\\U00000e7f', ' \\t\\n\\r')

    :param name: a category or, with ``Is``, a block; ``s``, ``i``, ``c``, ``d``, ``w`` for escapes.
    """
    if name in _FIXED:
        return _FIXED[name]
    from elementpath.regex import RegexError, unicode_subset  # few patterns need it

    try:
        sets = [unicode_subset(part) for part in _CATEGORIES.get(name, (name,))]
    except RegexError:
        return None
    return None if name in _REMOVED else "".join(_spans(each.codepoints) for each in sets)


def _spans(points: Iterable[int | tuple[int, int]]) -> str:
    """Write code points, alone or from and up to."""
    spans = ((p, p + 1) if isinstance(p, int) else p for p in points)
    return "".join(f"\\U{low:08x}-\\U{end - 1:08x}" for low, end in spans)
