"""What is asked of files: where does this statement stand, and if it isn't there, what is near?"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from lod.checking.files import RdfFile
from lod.checking.report.model import Place
from lod.checking.statements import PROPERTY, SUBJECT, VALUE, Pattern

Asked: TypeAlias = Sequence[Pattern]
"""What to look for, the best first."""

Locate: TypeAlias = Callable[[Pattern], Place | None]
"""Finds the first statement that fits a pattern."""

Find: TypeAlias = Callable[[Asked], Place | None]
Finder: TypeAlias = Callable[[Collection[Asked]], Find]
"""Takes beforehand all that will be asked, since large files are read once for all of it."""


class Question(NamedTuple):
    """A value of a thing, whose place is wanted; without a value the property, else the thing.

    :param predicate: in brackets, as the others in N-Triples form; "" for any.
    :param turned: whether the statement is turned round: the value has the thing.
    :param pointing: the properties by which a target named the thing.
    """

    focus: str
    predicate: str = ""
    value: str | None = None
    turned: bool = False
    pointing: tuple[str, ...] = ()

    def asked(self) -> Asked:
        """Give what to look for: value, property, thing, what points at the thing."""
        return tuple(self._patterns())

    def _patterns(self) -> Iterator[Pattern]:
        thing, name = self.focus, self.predicate
        is_itself = not name and self.value == self.focus
        wanted = "" if self.value is None or is_itself else self.value
        if self.turned:
            yield (wanted, name, thing, SUBJECT)
        elif wanted:
            yield (thing, name, wanted, VALUE)
        if wanted and name and not self.turned:
            yield (thing, "", wanted, VALUE)
        if name and not self.turned:
            yield (thing, name, "", PROPERTY)
        yield (thing, "", "", SUBJECT)
        for predicate in self.pointing:
            yield ("", predicate, thing, VALUE)
        yield ("", "", thing, VALUE)


def among(places: Sequence[Locate]) -> Find:
    """Find in files, in their order, each given as what finds a pattern in it."""

    def find(asked: Asked) -> Place | None:
        found = (place(pattern) for pattern in asked for place in places)
        return next((place for place in found if place is not None), None)

    return find


def in_files(files: Sequence[RdfFile]) -> Find:
    """Find in files that are held in memory."""
    return among([file.place for file in files])
