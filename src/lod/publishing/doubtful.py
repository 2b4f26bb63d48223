"""What is odd in a source's places and numbers once registers, keys and other sources are known."""

from collections.abc import Iterator

from lod.publishing.keys import Keys
from lod.publishing.numbered import NumberedOwners, code_of
from lod.publishing.placing import KnownPlaces, is_code
from lod.publishing.records import OwnerNumber, Page, Project, Text
from lod.words import Message, msg

_KIND = "organization"


def doubtful_places(page: Page, known: KnownPlaces) -> Iterator[tuple[Text, Message]]:
    """Tell of places that aren't known, where they are to be, and of those that contradict."""
    for project in page.projects:
        for field, stated in project.places:
            if known.find(field, stated.value):
                continue
            if is_code(stated.value):
                yield stated, msg("no area in data/reference has this code; it isn't published")
            elif field != "location":
                yield stated, msg("no area in data/reference has this name; published as a name")
        yield from _contradictions(project, known)


def _contradictions(project: Project, known: KnownPlaces) -> Iterator[tuple[Text, Message]]:
    """Tell of municipalities that lie in none of the counties beside them."""
    found = [(stated, known.find(field, stated.value)) for field, stated in project.places]
    counties = [area for _, area in found if area and area.county is None]
    for stated, area in found:
        if counties and area and area.county and area.county not in {c.code for c in counties}:
            where = {"county": counties[0].name, "place": area.name}
            yield stated, msg("{place} isn't in {county}, which stands beside it", **where)


def doubtful_numbers(
    page: Page, keys: Keys, numbered: NumberedOwners
) -> Iterator[tuple[Text, Message]]:
    """Tell of numbers that stand with no organisation, and why."""
    for number in (number for project in page.projects for number in project.numbers):
        if why := _doubt(page.source.name, number, keys, numbered):
            yield number.text, why


def _doubt(
    source: str, number: OwnerNumber, keys: Keys, numbered: NumberedOwners
) -> Message | None:
    name, code = number.owner.value, code_of(number)
    if code is None:
        return msg("the check digit doesn't agree: no identifier is published")
    if not keys.has(_KIND, source, name) or keys.is_retired(_KIND, source, name):
        return None
    key = keys.find(_KIND, source, name)
    if len(numbered.codes.get(key, ())) > 1:
        return msg("another number stands beside the same organisation elsewhere ({key}): neither "
                   "is published", key=key)  # fmt: skip
    if others := sorted(numbered.keys.get(code, frozenset()) - {key}):
        return msg("another organisation has the same number ({key}): published with neither "
                   "before you say whether they are one", key=others[0])  # fmt: skip
    return None
