"""Property paths as structure: what a path is, from the shapes to the printers.

Sources: SHACL, 2.3.1; SPARQL 1.1, 9.1.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Path:
    """A path, as structure.

    :param operator: ``""`` for a predicate, ``/``, ``|``, ``^``, ``*``, ``+`` or ``?``.
    :param predicate: the IRI in brackets, where the path is a predicate.
    """

    operator: str
    predicate: str = ""
    parts: tuple["Path", ...] = ()

    @property
    def text(self) -> str:
        """The path in SPARQL's syntax.

        >>> Path("/", parts=(Path("", "<a:p>"), Path("^", parts=(Path("", "<a:q>"),)))).text
        '<a:p>/(^<a:q>)'
        """
        return self.written(str)

    def written(self, name: Callable[[str], str]) -> str:
        """Write the path in SPARQL's syntax.

        :param name: writes a predicate, given in brackets.
        """
        if not self.operator:
            return name(self.predicate)
        inner = [f"({p.written(name)})" if p.operator else p.written(name) for p in self.parts]
        if self.operator in "/|":
            return self.operator.join(inner)
        return f"^{inner[0]}" if self.operator == "^" else f"{inner[0]}{self.operator}"

    @property
    def plain(self) -> str:
        """The path as programs take it: a single property is its IRI, bare."""
        return self.text if self.operator else self.predicate[1:-1]

    def __str__(self) -> str:
        return self.text

    def predicates(self) -> Iterator[str]:
        """Give every predicate that the path names."""
        if self.predicate:
            yield self.predicate
        for part in self.parts:
            yield from part.predicates()


def step(predicate: str) -> Path:
    """Make the path of one predicate, given in brackets."""
    return Path("", predicate)
