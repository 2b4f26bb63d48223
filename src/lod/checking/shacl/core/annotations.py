"""What shapes say of single constraints, on reifiers of their statements.

Source: SHACL 1.2 Core (draft), 3.4 to 3.6 (severity, message, deactivated); RDF 1.2 (reifiers).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lod.checking.shacl.core.added import REIFIES
from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.core.index import MemoryIndex, Triple
from lod.rdf import SH, TRUE, is_iri, is_literal, plain
from lod.words import msg

_SEVERITY, _MESSAGE, _DEACTIVATED = (
    f"<{SH}{name}>" for name in ("severity", "message", "deactivated")
)
_SAID = (_SEVERITY, _MESSAGE, _DEACTIVATED)


class Annotation(NamedTuple):
    """What is said of one constraint.

    :param severity: IRI, or None.
    :param messages: literals in N-Triples form.
    """

    severity: str | None = None
    messages: tuple[str, ...] = ()
    deactivated: bool = False


class Annotations:
    """The annotations of a shapes graph."""

    def __init__(self, graph: MemoryIndex) -> None:
        self.graph = graph
        self.reifiers = tuple(n for n in graph.holders(REIFIES) if self._speaks(n))
        self.used: set[str] = set()

    def of(self, statements: Iterable[Triple]) -> Annotation | None:
        """Give what is said of the statements that are one constraint.

        :raises Wrong: two severities, or what is none.
        """
        found = [*self._of(statements)] if self.reifiers else []
        if not found:
            return None
        self.used.update(found)
        severities = self._values(found, _SEVERITY)
        if len(severities) > 1 or not all(map(is_iri, severities)):
            raise Wrong(msg("a wrong sh:severity"), msg("one IRI"))
        return Annotation(
            plain(severities[0]) if severities else None,
            tuple(filter(is_literal, self._values(found, _MESSAGE))),
            TRUE in self._values(found, _DEACTIVATED),
        )

    def _of(self, statements: Iterable[Triple]) -> Iterator[str]:
        for subject, predicate, value in dict.fromkeys(statements):
            term = f"<<( {subject} {predicate} {value} )>>"
            yield from filter(self._speaks, self.graph.subjects(REIFIES, term))

    def _speaks(self, reifier: str) -> bool:
        return any(name in self.graph.record(reifier) for name in _SAID)

    def _values(self, reifiers: Iterable[str], name: str) -> list[str]:
        return [*dict.fromkeys(v for r in reifiers for v in self.graph.objects(r, name))]

    def subjects(self, reifier: str) -> Iterator[str]:
        """Give the shapes whose statements a reifier is about."""
        terms = self.graph.objects(reifier, REIFIES) if reifier in self.reifiers else ()
        yield from (term.removeprefix("<<( ").partition(" ")[0] for term in terms)

    def first_property(self, reifier: str) -> str:
        """Give the IRI of the first of SHACL's properties that a reifier has."""
        return next(plain(name) for name in _SAID if name in self.graph.record(reifier))
