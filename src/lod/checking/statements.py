"""Statements in the order that they were read, and which of them is the first that fits."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeAlias

import pyoxigraph as ox

from lod.rdf import from_ox

SUBJECT, PROPERTY, VALUE = range(3)
Terms: TypeAlias = tuple[str, str, str]
"""Subject, property and value in N-Triples form, "" for any."""

Pattern: TypeAlias = tuple[str, str, str, int]
"""The terms of a statement that is looked for, and which of the three is marked."""


class Statements:
    """Finds the first statement that fits; a table is made for each kind of pattern asked for."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._triples = triples
        self._tables: dict[tuple[int, ...], Mapping[tuple[str, ...], ox.Triple]] = {}

    def first(self, terms: Terms) -> ox.Triple | None:
        """Give the first statement with some terms."""
        given = tuple(number for number in range(3) if terms[number])
        if given not in self._tables:
            self._tables[given] = {
                tuple(row[number] for number in given): triple
                for row, triple in reversed(self._rows)
            }
        return self._tables[given].get(tuple(terms[number] for number in given))

    @cached_property
    def _rows(self) -> list[tuple[Terms, ox.Triple]]:
        return [((str(t.subject), str(t.predicate), from_ox(t.object)), t) for t in self._triples]


def renamed(term: Any, name: Callable[[ox.BlankNode], ox.BlankNode]) -> Any:
    """Name a blank node anew, and those in a triple or a triple term (RDF 1.2)."""
    if isinstance(term, ox.BlankNode):
        return name(term)
    if isinstance(term, ox.Triple):
        return ox.Triple(renamed(term.subject, name), term.predicate, renamed(term.object, name))
    return term
