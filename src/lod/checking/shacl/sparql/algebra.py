"""What a query looks at, and whether it may be asked once for all: from rdflib's algebra."""

import logging
import re
from collections.abc import Iterator

from pyparsing import ParseResults
from rdflib import URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from lod.rdf import read_sparql_tokens

logging.getLogger("rdflib").addHandler(logging.NullHandler())  # it tells of ill-formed constants

_ASKING = ("Builtin_EXISTS", "Builtin_NOTEXISTS")
_MISREAD = re.compile(r"\\\\[uU]")


def parsed_query(text: str) -> ParseResults:
    r"""Have rdflib read a query.

    It leaves the backslash in ``ex:a\~b``, and takes the ``\u`` of ``"\\u0061"`` for an escape: a
    query that it would read otherwise than the engine that answers is refused.

    :raises Exception: of many kinds: it can't read it, or would misread it.
    """
    for token in read_sparql_tokens(text):
        if (token.kind == "pname" and "\\" in token.text) or _MISREAD.search(token.text):
            raise _Any(token)
    return parseQuery(text)


def patterns_of(text: str) -> Iterator[tuple[URIRef, frozenset[str] | None]]:
    """Give each predicate of a query, with the objects asked for, in brackets; None for any.

    :raises Exception: of many kinds: rdflib can't read it, or it may look at any predicate.
    """
    parsed = parsed_query(text)
    for asking in _nodes(parsed, *_ASKING):
        if any(inner is not asking for inner in _nodes(asking, *_ASKING)):
            raise _Any(asking)  # the translation drops the filters of an EXISTS, and what they ask
    return _patterns(translateQuery(parsed).algebra)


def is_asking(tree: object) -> bool:
    """Whether a query, as parsed, has an EXISTS."""
    return any(True for _ in _nodes(tree, *_ASKING))


def is_asked_at_once(text: str, name: str) -> bool:
    """Whether a query without a variable bound gives all that it gives for each of its values.

    That is so if every solution has the variable, and where a part of the query sees its value,
    it is from what that part is joined to (SPARQL 1.1, 18.5: joins of solutions that agree).

    >>> is_asked_at_once("SELECT ?x { ?x <a:p> ?y OPTIONAL { ?x <a:q> ?z } FILTER (!?z) }", "x")
    True
    >>> is_asked_at_once("SELECT ?x { OPTIONAL { ?x <a:q> ?z } FILTER (!BOUND(?z)) }", "x")
    False

    :raises Exception: of many kinds: rdflib can't read it.
    """
    parsed, variable = parsed_query(text), Variable(name)
    plain = all(map(_is_of_triples, _nodes(parsed, *_ASKING)))
    query = translateQuery(parsed).algebra
    try:
        return plain and variable in query.PV and _binds(query.p, variable)
    except _Any:
        return False


def _binds(node: CompValue, variable: Variable) -> bool:
    """Whether all solutions of a part of a query have a variable.

    :raises _Any: with the variable bound, it may give others.
    """
    match node.name:
        case "BGP":
            if any(_may_stay(path) for _, path, _ in node.triples):
                raise _Any(node)
            return any(variable in triple for triple in node.triples)
        case "Join":
            return any([_binds(node.p1, variable), _binds(node.p2, variable)])
        case "Union":
            return all([_binds(node.p1, variable), _binds(node.p2, variable)])
        case "Project" | "Distinct" | "Reduced" | "OrderBy":
            return _binds(node.p, variable)
        case "LeftJoin":
            _binds(node.p2, variable)
            if _binds(node.p1, variable):
                return True
        case "Filter" | "Extend":
            if _binds(node.p, variable):
                return True
    raise _Any(node)


def _nodes(tree: object, *names: str) -> Iterator[CompValue]:
    """Give the parts of a query that have some names, in the tree that was parsed."""
    if isinstance(tree, CompValue):
        yield from [tree] if tree.name in names else []
    if isinstance(tree, CompValue | list | tuple | set | ParseResults):
        for inner in tree.values() if isinstance(tree, CompValue) else tree:
            yield from _nodes(inner, *names)


def _is_of_triples(asking: CompValue) -> bool:
    """Whether an EXISTS is of triples alone, and no path in it may have no steps."""
    group = asking["graph"]
    blocks = group.name == "GroupGraphPatternSub" and all(
        part.name == "TriplesBlock" for part in group.get("part", ())
    )
    return blocks and all(step.get("mod") not in ("*", "?") for step in _nodes(group, "PathElt"))


def _may_stay(path: object) -> bool:
    """Whether a path may have no steps: then it leads from any node to itself."""
    if isinstance(path, MulPath):
        return bool(path.zero) or _may_stay(path.path)
    if isinstance(path, InvPath):
        return _may_stay(path.arg)
    return isinstance(path, SequencePath | AlternativePath) and any(map(_may_stay, path.args))


class _Any(Exception):
    """A part of a query that may look at anything."""


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
