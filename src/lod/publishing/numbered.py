"""Which owner has which number, by what sources say. Pure.

A number stands with an organisation only where nothing contradicts it: one that sources give to two
organisations is neither's, and of two numbers an organisation has none, until somebody decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lod.publishing.keys import KeyedThing, Keys, fold
from lod.publishing.numbering import national_code
from lod.publishing.records import OwnerNumber, Page

_KIND = "organization"


def code_of(number: OwnerNumber) -> str | None:
    """Give what tells a number from others: with its scheme, if it has one; None if misspelt."""
    if number.scheme is None:
        return number.text.value
    return national_code(number.scheme, number.text.value)


def codes_by_name(pages: Iterable[Page]) -> Mapping[KeyedThing, frozenset[str]]:
    """Give the numbers that stand beside each owner's name in each source."""
    found: dict[KeyedThing, set[str]] = defaultdict(set)
    for page in pages:
        for number in (number for project in page.projects for number in project.numbers):
            if code := code_of(number):
                found[_KIND, page.source.name, fold(number.owner.value)].add(code)
    return {thing: frozenset(codes) for thing, codes in found.items()}


@dataclass(frozen=True, slots=True)
class NumberedOwners:
    """What sources say, all of them.

    :param codes: the numbers of each key; ``keys`` the keys of each number.
    """

    codes: Mapping[str, frozenset[str]]
    keys: Mapping[str, frozenset[str]]

    def is_settled(self, key: str, code: str) -> bool:
        """Whether a number is an organisation's: it has no other, and nobody else has that."""
        return self.codes.get(key) == frozenset([code]) and self.keys.get(code) == frozenset([key])


def number_owners(pages: Iterable[Page], keys: Keys) -> NumberedOwners:
    """Say which key's owner has which number; of those that have a key in use."""
    codes: dict[str, set[str]] = defaultdict(set)
    owners: dict[str, set[str]] = defaultdict(set)
    for (kind, source, name), said in codes_by_name(pages).items():
        if keys.has(kind, source, name) and not keys.is_retired(kind, source, name):
            key = keys.find(kind, source, name)
            codes[key] |= said
            for code in said:
                owners[code].add(key)
    return NumberedOwners(
        {key: frozenset(said) for key, said in codes.items()},
        {code: frozenset(who) for code, who in owners.items()},
    )
