"""The patterns of a query, from rdflib's algebra of it."""

from collections.abc import Iterator

from rdflib import URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue


def patterns_of(text: str) -> Iterator[tuple[URIRef, frozenset[str] | None]]:
    """Give each predicate of a query, with the objects asked for, in brackets; None for any.

    :raises Exception: of many kinds: rdflib can't read it, or it may look at any predicate.
    """
    return _patterns(translateQuery(parseQuery(text)).algebra)


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
