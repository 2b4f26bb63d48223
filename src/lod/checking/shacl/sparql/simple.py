"""Queries that can be refuted without a store: by a few values of a thing and of what it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import NamedTuple, TypeAlias

from lod.checking.shacl.sparql.conditions import Condition

Seen: TypeAlias = tuple[tuple[str, ...], ...]
"""Of each pattern whose values filters look at, those of a thing."""

_MOST_ROWS = 1_000


class SimplePattern(NamedTuple):
    """A property that a thing must have.

    :param variable: what its values are called, or
    :param value: the IRI that must be among them.
    """

    predicate: str
    variable: str = ""
    value: str = ""


@dataclass(frozen=True, eq=False)
class SimpleQuery:
    """A SELECT whose solutions have these patterns and pass these filters, and nothing else.

    :param own: patterns of ``$this``.
    :param step: the property that leads to another node, "" if there is none.
    :param other: the patterns of that.
    :param used: the variables of the filters.
    """

    own: tuple[SimplePattern, ...]
    step: str
    other: tuple[SimplePattern, ...]
    conditions: tuple[Condition, ...]
    used: frozenset[str]

    @property
    def predicates(self) -> frozenset[str]:
        """The properties of ``$this`` that it looks at."""
        return frozenset((*(p.predicate for p in self.own), *([self.step] if self.step else ())))

    @cached_property
    def _names(self) -> list[str]:
        patterns = (*self.looked_at(self.own), *self.looked_at(self.other))
        return ["this", *(p.variable for p in patterns)]

    def looked_at(self, patterns: Sequence[SimplePattern]) -> list[SimplePattern]:
        """Give the patterns whose values filters look at."""
        return [p for p in patterns if p.variable in self.used]

    def seen(
        self, patterns: Sequence[SimplePattern], values: Mapping[str, Sequence[str]]
    ) -> Seen | None:
        """Give what filters look at of a thing's values; None if a pattern isn't met."""
        found = [(pattern, values.get(pattern.predicate, ())) for pattern in patterns]
        if not all(p.value in some if p.value else some for p, some in found):
            return None
        return tuple(tuple(some) for p, some in found if p.variable in self.used)

    def may_match(self, node: str, own: Seen, other: Seen = ()) -> bool:
        """Whether there may be a solution, as far as is known."""
        lists = [(node,), *own, *other]
        if prod(map(len, lists)) > _MOST_ROWS:
            return True
        rows = (dict(zip(self._names, row, strict=True)) for row in product(*lists))
        return any(all(test(row) is not False for test in self.conditions) for row in rows)
