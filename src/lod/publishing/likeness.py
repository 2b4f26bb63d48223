"""How much one thing resembles another by what pages say of them. Pure: a steward decides."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from lod.publishing.keys import fold
from lod.publishing.linking import KnownBody
from lod.publishing.minting import letters_of
from lod.publishing.records import Period

_Key = tuple[str, str]
_BUCKET = 20  # where more things than this have something in common, it tells nothing
_LONG = 200  # letters of a name that are compared
_ENDS = 4  # letters by which names begin or end alike

# How alike names must be, from 0 to 1: alone, and where something else is the same.
_ALONE = {"project": 0.8, "organization": 0.8, "programme": 0.8, "report": 0.6}
_WITH = 0.5


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a thing.

    :param owners: the keys of a project's owners; ``period`` what periods have in common.
    :param home: what an organisation owns, or a programme lists: ``project/KEY``; and the source
        that has it: ``source/NAME``.
    :param body: whom the reference tables know by an organisation's name.
    """

    kind: str
    name: str
    owners: frozenset[str] = frozenset()
    period: Hashable = None
    home: frozenset[str] = frozenset()
    body: KnownBody | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two things have in common: of ``owner``, ``period``, ``project``, ``source``, ``name``.

    :param score: how much, to order by.
    """

    shared: tuple[str, ...]
    score: float


def stated_period(period: Period) -> Hashable:
    """Give what two periods must have in common: what is read, else the words."""
    read = (period.start, period.end)
    return read if None not in read else fold(period.text.value)


def likeness(old: Traits, new: Traits) -> Likeness | None:
    """Say what a thing has in common with one that is gone; None if it doesn't resemble it.

    >>> one = Traits("project", "Fiber i byn", frozenset(["laxa-kommun"]), "2012")
    >>> likeness(one, Traits("project", "Bredband nu", frozenset(["laxa-kommun"]), "2012")).shared
    ('owner', 'period')
    >>> likeness(one, Traits("project", "Fiber i byar", frozenset(["hjo-kommun"]))).shared
    ('name',)
    >>> likeness(one, Traits("project", "Unga", frozenset(["laxa-kommun"]), "2013"))
    """
    if old.body and new.body and old.body != new.body:
        return None
    alike = _alike(letters_of(old.name), letters_of(new.name))
    facts = [
        *(["owner"] if old.owners & new.owners else []),
        *(["period"] if old.period is not None and old.period == new.period else []),
        *sorted({home.partition("/")[0] for home in old.home & new.home}),
    ]
    shown = ["name"] if alike >= (_WITH if facts else _ALONE[new.kind]) else []
    certain = len({"owner", "period"} & {*facts}) == 2 or (new.kind == "programme" and facts)
    if not shown and not certain:
        return None
    return Likeness((*facts, *shown), len(facts) + alike)


def _alike(one: str, other: str) -> float:
    """Give the share of letters, or of words (Jaccard), that two names have in common."""
    first, second = set(one.split()), set(other.split())
    words = len(first & second) / len(first | second) if first | second else 0.0
    matcher = SequenceMatcher(None, one[:_LONG], other[:_LONG], autojunk=False)
    return max(words, matcher.ratio())


class Gone:
    """Things to compare with, found by what they may have in common with another."""

    def __init__(self, things: Iterable[tuple[_Key, Traits]]) -> None:
        self._by_sign: dict[Hashable, list[tuple[_Key, Traits]]] = defaultdict(list)
        for one in things:
            for sign in _signs(one[1]):
                self._by_sign[sign].append(one)

    def like(self, new: Traits) -> list[tuple[_Key, Likeness]]:
        """Give the keys of those that a thing resembles, the most alike first."""
        found = {
            key: old
            for sign in _signs(new)
            if len(self._by_sign.get(sign, ())) <= _BUCKET
            for key, old in self._by_sign.get(sign, ())
        }
        judged = ((key, likeness(old, new)) for key, old in found.items())
        return sorted(((k, like) for k, like in judged if like), key=lambda o: (-o[1].score, o[0]))


def _signs(thing: Traits) -> Iterator[Hashable]:
    kind, name = thing.kind, letters_of(thing.name)
    yield kind, "any"  # of a few, all are compared
    yield kind, "begins", name[:_ENDS]
    yield kind, "ends", name[-_ENDS:]
    for word in set(name.split()):
        yield kind, "word", word
    for owner in thing.owners:
        yield kind, "owner", owner
        yield kind, "facts", owner, thing.period
    for place in thing.home:
        yield kind, "home", place
    if thing.period is not None:
        yield kind, "period", thing.period
