"""Organisations that may be one, of a publication and of the registers: a steward decides. Pure.

What looks alike is listed with a score, and merged by nobody. A pair is decided when both have one
key, or when data/curated says that they are two, or which area a register's body stands for.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lod.publishing.iris import slug
from lod.publishing.keys import Keys
from lod.publishing.linking import KnownBody, Reference
from lod.publishing.minting import letters_of, spelling_score
from lod.publishing.numbered import NumberedOwners, number_owners
from lod.publishing.records import Page

CANDIDATES = "var/linking-candidates.csv"
"""Where `lod keys` lists them."""

COLUMNS = ("score", "shared", "one", "one_name", "other", "other_name", "register")
_KIND = "organization"
_BUCKET = 20  # where more names than this have something in common, it tells nothing
_ENDS = 4  # letters by which names begin or end alike


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation: of the publication, or known to the registers alone.

    :param key: its key, or the one that it would get.
    :param letters: what :func:`lod.publishing.minting.letters_of` gives of its name.
    :param known: whom the registers know by its name.
    """

    key: str
    name: str
    letters: str
    known: KnownBody | None
    codes: frozenset[str] = frozenset()
    of_register: bool = False


@dataclass(frozen=True, slots=True)
class LinkingCandidate:
    """Two organisations that may be one.

    :param score: from 0 to 1; 1 where sources give both the same number.
    :param shared: ``number`` or ``name``.
    :param other: of the publication too, unless ``other.of_register``.
    """

    score: float
    shared: str
    one: Body
    other: Body


Decided = Callable[[Body, Body], bool]


def likely_pairs(
    pages: Iterable[Page], keys: Keys, reference: Reference, is_decided: Decided
) -> list[LinkingCandidate]:
    """List pairs that may be one, the likeliest first.

    :param is_decided: whether the steward has said what a pair is.
    """
    pages = tuple(pages)
    own = [*_own(pages, keys, reference)]
    named = {body.known for body in own if body.known}
    others = [*own, *(body for body in _register(keys, reference) if body.known not in named)]
    best: dict[tuple[str, str], LinkingCandidate] = {}
    for one, other in _pairs(own, others):
        found = _judged(one, other)
        if found is None or is_decided(one, other):
            continue
        pair = (one.key, other.key)
        best[pair] = max(best.get(pair, found), found, key=lambda each: each.score)
    return sorted(best.values(), key=lambda c: (-c.score, c.one.key, c.other.key))


def _own(pages: tuple[Page, ...], keys: Keys, reference: Reference) -> Iterator[Body]:
    """Give the organisations that pages name, once for each of their names."""
    numbered: NumberedOwners = number_owners(pages, keys)
    seen: set[tuple[str, str]] = set()
    for page in pages:
        source = page.source.name
        for name in (n.value for p in page.projects for n in (*p.owners, *p.partners)):
            if not keys.has(_KIND, source, name) or keys.is_retired(_KIND, source, name):
                continue
            key = keys.find(_KIND, source, name)
            if (key, name) not in seen:
                seen.add((key, name))
                codes = numbered.codes.get(key, frozenset())
                yield Body(key, name, letters_of(name), reference.link(name), codes)


def _register(keys: Keys, reference: Reference) -> Iterator[Body]:
    """Give the bodies that the registers know, each once, with the key that it has or would get."""
    rows = [row for row in keys.rows if row.kind == _KIND]
    used = {row.key for row in rows}
    has: dict[KnownBody, str] = {}
    for row in map(keys.settled, rows):
        known = reference.link(row.as_written)
        if known and not row.is_retired:
            has.setdefault(known, row.now or row.key)
    for known in dict.fromkeys(reference.known.values()):
        key = slug(known.name)
        key = has.get(known) or (f"{key}-{known.area}" if key in used else key)
        yield Body(key, known.name, letters_of(known.name), known, of_register=True)


def _pairs(own: Iterable[Body], others: Iterable[Body]) -> Iterator[tuple[Body, Body]]:
    """Give pairs that have a word, a beginning, an end or a number in common, each once."""
    buckets: Mapping[Hashable, list[Body]] = defaultdict(list)
    for body in others:
        for sign in _signs(body):
            buckets[sign].append(body)
    for one in own:
        near = {
            (other.key, other.name): other
            for sign in _signs(one)
            if len(buckets[sign]) <= _BUCKET
            for other in buckets[sign]
        }
        for other in near.values():
            if one.key < other.key or (other.of_register and one.key != other.key):
                yield one, other


def _signs(body: Body) -> set[Hashable]:
    """Give its numbers, and how each of its words begins and ends: they may be written together."""
    words = body.letters.split()
    found: set[Hashable] = {("number", code) for code in body.codes}
    found |= {("begins", word[:_ENDS]) for word in words}
    return found | {("ends", word[-_ENDS:]) for word in words} | {("word", word) for word in words}


def _judged(one: Body, other: Body) -> LinkingCandidate | None:
    """Say how alike two are; None if they aren't, or their numbers or the registers part them."""
    if one.codes & other.codes:
        return LinkingCandidate(1.0, "number", one, other)
    if one.known and other.known and one.known != other.known:
        return None
    if one.codes and other.codes:
        return None
    score = spelling_score(one.letters, other.letters)
    if not score:
        return None
    return LinkingCandidate(round(score, 2), "name", one, other)


def candidates_table(found: Iterable[LinkingCandidate]) -> bytes:
    """Write candidates as CSV, the columns' names first."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in found:
        one, other = each.one, each.other
        names = (one.key, _shown(one.name), other.key, _shown(other.name))
        register = each.other.known.area if each.other.of_register and each.other.known else ""
        writer.writerow((f"{each.score:.2f}", each.shared, *names, register))
    return made.getvalue().encode()


def _shown(name: str) -> str:
    """Keep a spreadsheet from taking a name for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


def register_keys(keys: Keys, reference: Reference) -> dict[str, KnownBody]:
    """Give the keys that bodies of the registers would get."""
    bodies = (body for body in _register(keys, reference) if body.known)
    return {body.key: body.known for body in bodies if body.known}
