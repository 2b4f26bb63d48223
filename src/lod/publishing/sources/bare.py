"""Labels without a colon, on pages that write them so: alone above a value, or right before it.

What such a page says after labels that the sidecar doesn't know looks like any text; it is told
by where it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from lod.publishing.sources.lines import BULLETS, ends_sentence, is_heading
from lod.publishing.sources.marks import FACTS, Marked, Marks

_BOTH = frozenset(FACTS)
_WORDS, _LETTERS = 4, 40  # of a label alone on a line


def mark_bare(marked: Sequence[Marked], marks: Marks) -> list[Marked]:
    """Mark what must be a label that isn't known, as the page's other labels have no colon."""
    if marks.colonless:
        return list(_beside(marked))
    facts = [one for one in marked if not _BOTH.isdisjoint(one.fields)]
    bare = [one for one in facts if one.waits and not one.line.text.endswith(":")]
    return list(_above(marked)) if 2 * len(bare) > len(facts) else list(marked)


def _beside(marked: Sequence[Marked]) -> Iterator[Marked]:
    """A line right below a fact, short or no sentence, is one more."""
    yield from marked[:1]
    inside = bool(marked) and marked[0].kind == "fact"
    for above, one in pairwise(marked):
        inside = (inside or above.kind == "fact") and not one.apart
        short = len(one.line.text.split()) <= _WORDS or not ends_sentence(one.line.text)
        told = inside and one.kind == "text" and short
        yield replace(one, kind="unknown") if told else one
        inside = inside and (told or one.kind in ("fact", "unknown", "contact"))


def _above(marked: Sequence[Marked]) -> Iterator[Marked]:
    """A short line with others right below it is a label, where no title can stand."""
    seen: set[str] = set()
    for at, one in enumerate(marked):
        if one.kind == "section":
            seen = set()
        if seen.intersection(one.fields):
            seen = set()
        seen.update(_BOTH.intersection(one.fields))
        below = marked[at + 1 : at + 2]
        short = len(one.line.text.split()) <= _WORDS and len(one.line.text) <= _LETTERS
        told = (
            (seen and one.kind == "text" and one.apart and short and is_heading(one.line.text))
            and (below and not below[0].apart and below[0].kind != "fact")
            and not _may_be_title(marked[at + 1 :], seen)
        )
        label = one.line.text.strip(BULLETS + " ")
        yield replace(one, kind="unknown", label=label, bare=True) if told else one


def _may_be_title(below: Sequence[Marked], seen: set[str]) -> bool:
    """Whether nothing but lines of its paragraph stand between a line and the next project."""
    after = next((one for one in below if one.apart or one.kind == "fact"), None)
    return after is not None and not seen.isdisjoint(after.fields)
