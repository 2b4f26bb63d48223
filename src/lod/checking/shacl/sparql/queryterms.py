"""Which triples a query looks at, so that the store needs to hold no others."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from lod.checking.shacl.sparql.simple import SimpleQuery

Wanted = Mapping[str, frozenset[str] | None]
_KNOWN = 1_024  # queries: rdflib takes longer to read one than a check of few things takes


@lru_cache(_KNOWN)
def query_triples(text: str) -> Wanted | None:
    """Give the predicates, in brackets, with the objects asked for, None for any.

    Nothing if the query may look at any predicate.

    >>> query_triples("SELECT ?s { ?s a <a:c> ; <a:p>/<a:q> ?o }")["<a:p>"] is None
    True
    """
    from lod.checking.shacl.sparql.algebra import patterns_of  # loads rdflib: few shapes need it

    try:
        return joined_patterns({f"<{p}>": o} for p, o in patterns_of(text))
    except Exception:  # noqa: BLE001 (rdflib raises many kinds; all triples are right too)
        return None


@lru_cache(_KNOWN)
def may_ask_at_once(text: str, name: str) -> bool:
    """Whether a query surely gives, without a variable bound, all that it gives for each value."""
    from lod.checking.shacl.sparql.algebra import is_asked_at_once

    try:
        return is_asked_at_once(text, name)
    except Exception:  # noqa: BLE001 (as above; each value by itself is right too)
        return False


@lru_cache(_KNOWN)
def simple_query(text: str, arguments: tuple[tuple[str, str], ...]) -> SimpleQuery | None:
    """Give what a query asks, if few values of a thing may refute it.

    :param arguments: terms that are bound, by variable.
    """
    from lod.checking.shacl.sparql.simplealgebra import read_simple

    try:
        return read_simple(text, dict(arguments))
    except Exception:  # noqa: BLE001 (as above; a store answers all queries)
        return None


def joined_patterns(parts: Iterable[Wanted]) -> Wanted:
    """Give what any of several queries look at."""
    found: dict[str, frozenset[str] | None] = {}
    for part in parts:
        for predicate, objects in part.items():
            before = found.get(predicate, frozenset())
            found[predicate] = None if before is None or objects is None else before | objects
    return found
