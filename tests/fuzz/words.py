"""The words of each language that is damaged: what a file may hold at a wrong place.

In ``words/*.txt`` they are parted by white space; ``␣`` stands for a space, ``¶`` for a line's end.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


@cache
def words(*names: str) -> Sequence[bytes]:
    """Give the words of one or more languages."""
    found = [(_FOLDER / f"{name}.txt").read_text(encoding="utf-8") for name in names]
    each = [word for text in found for word in text.split()]
    return [word.replace("␣", " ").replace("¶", "\n").encode() for word in each]
