"""Which triples a query looks at, so that the store needs to hold no others."""

from collections.abc import Iterable, Iterator, Mapping

from rdflib import URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

Wanted = Mapping[str, frozenset[str] | None]


def query_triples(text: str) -> Wanted | None:
    """Give the predicates, in brackets, with the objects asked for, None for any.

    Nothing if the query may look at any predicate.

    >>> query_triples("SELECT ?s { ?s a <a:c> ; <a:p>/<a:q> ?o }")["<a:p>"] is None
    True
    """
    try:
        algebra = translateQuery(parseQuery(text)).algebra
        return joined_patterns({f"<{p}>": o} for p, o in _patterns(algebra))
    except Exception:  # noqa: BLE001 (rdflib raises many kinds; all triples are right too)
        return None


def joined_patterns(parts: Iterable[Wanted]) -> Wanted:
    """Give what any of several queries look at."""
    found: dict[str, frozenset[str] | None] = {}
    for part in parts:
        for predicate, objects in part.items():
            before = found.get(predicate, frozenset())
            found[predicate] = None if before is None or objects is None else before | objects
    return found


class _Any(Exception):
    """A predicate that isn't known."""


def _patterns(node: object) -> Iterator[tuple[URIRef, frozenset[str] | None]]:
    if isinstance(node, CompValue):
        for key, value in node.items():
            if key == "triples":
                for _, predicate, target in value:
                    yield from _pattern(predicate, target)
            else:
                yield from _patterns(value)
    elif isinstance(node, list | tuple | set):
        for member in node:
            yield from _patterns(member)


def _pattern(predicate: object, target: object) -> Iterator[tuple[URIRef, frozenset[str] | None]]:
    if isinstance(predicate, URIRef) and isinstance(target, URIRef):
        yield predicate, frozenset((f"<{target}>",))
    else:
        for named in _named(predicate):
            yield named, None


def _named(predicate: object) -> Iterator[URIRef]:
    if isinstance(predicate, URIRef):
        yield predicate
    elif isinstance(predicate, Path):
        yield from _along(predicate)
    else:
        raise _Any(Variable if isinstance(predicate, Variable) else predicate)


def _along(path: Path) -> Iterator[URIRef]:
    """Walk a path; zero steps and negations look at all nodes."""
    if isinstance(path, InvPath):
        yield from _named(path.arg)
    elif isinstance(path, SequencePath | AlternativePath):
        for part in path.args:
            yield from _named(part)
    elif isinstance(path, MulPath) and not path.zero:
        yield from _named(path.path)
    else:
        raise _Any(path)
