"""What a constraint expects, in words. Source: SHACL, 4."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from lod.checking.shacl.core.datatypes import whole
from lod.checking.shacl.core.index import MemoryIndex, read_list
from lod.checking.shacl.core.model import Constraint, Shape
from lod.checking.shacl.core.vocabulary import BY_TYPES
from lod.rdf import SH, Shortening, is_blank, is_iri, literal
from lod.words import Message, counted, msg

_SUFFIX = "ConstraintComponent"
_FEW = 5
"""Of a list's members, how many are named."""

_OF_VALUE: Mapping[str, Callable[[object], Message]] = {
    "Class": lambda it: msg("a thing of the class {name}", name=it),
    "Datatype": lambda it: msg("a value of the datatype {name}", name=it),
    "MinExclusive": lambda it: msg("more than {limit}", limit=it),
    "MinInclusive": lambda it: msg("{limit} or more", limit=it),
    "MaxExclusive": lambda it: msg("less than {limit}", limit=it),
    "MaxInclusive": lambda it: msg("{limit} or less", limit=it),
    "Pattern": lambda it: msg("text that matches the pattern {pattern}", pattern=it),
    "Equals": lambda it: msg("the same values as {name}", name=it),
    "Disjoint": lambda it: msg("no value that {name} has too", name=it),
    "LessThan": lambda it: msg("less than the value of {name}", name=it),
    "LessThanOrEquals": lambda it: msg("no more than the value of {name}", name=it),
    "HasValue": lambda it: msg("the value {value} among the values", value=it),
    "Not": lambda it: msg("something that doesn't conform to {shape}", shape=it),
    "Node": lambda it: msg("a thing that conforms to {shape}", shape=it),
}


def _most_values(count: int) -> Message:
    if count == 0:
        return msg("no value at all")
    return counted("at most one value", "at most {count} values", count, count=count)


_OF_NUMBER: Mapping[str, Callable[[int], Message]] = {
    "MinCount": lambda n: counted("a value", "at least {count} values", n, count=n),
    "MaxCount": _most_values,
    "MinLength": lambda n: counted(
        "at least one character", "at least {count} characters", n, count=n
    ),
    "MaxLength": lambda n: counted(
        "at most one character", "at most {count} characters", n, count=n
    ),
    "QualifiedMinCount": lambda n: msg(
        "values that conform to the shape: {count} or more", count=n
    ),
    "QualifiedMaxCount": lambda n: msg(
        "values that conform to the shape: {count} or fewer", count=n
    ),
}
_OF_LIST: Mapping[str, Callable[[object], Message]] = {
    "In": lambda them: msg("one of {values}", values=them),
    "LanguageIn": lambda them: msg("text in one of the languages {languages}", languages=them),
    "And": lambda them: msg("something that conforms to all of {shapes}", shapes=them),
    "Or": lambda them: msg("something that conforms to one or more of {shapes}", shapes=them),
    "Xone": lambda them: msg("something that conforms to exactly one of {shapes}", shapes=them),
}
_KINDS: Mapping[str, Callable[[], Message]] = {
    "IRI": lambda: msg("an IRI"),
    "BlankNode": lambda: msg("a blank node"),
    "Literal": lambda: msg("a value such as text, number or date"),
    "BlankNodeOrIRI": lambda: msg("an IRI or a blank node"),
    "BlankNodeOrLiteral": lambda: msg("a blank node, or a value such as text"),
    "IRIOrLiteral": lambda: msg("an IRI, or a value such as text"),
}


_MOST = 10**18  # as good as any larger number, which Python may refuse to write


def expected(
    constraint: Constraint, shape: Shape, graph: MemoryIndex, shorten: Shortening
) -> Message | None:
    """Say what a constraint expects; nothing for a query.

    :param graph: the shapes graph.
    """
    name = constraint.component.removeprefix(SH).removesuffix(_SUFFIX)
    value = constraint.value
    if (added := _added(name, constraint, graph, shorten)) is not None:
        return added
    if name in _OF_VALUE:
        return _OF_VALUE[name](_named(value, shorten))
    if name in _OF_NUMBER:
        return _OF_NUMBER[name](min(_MOST, whole(literal(value).lexical)))
    if name in _OF_LIST:
        members = read_list(graph, value)
        return _OF_LIST[name](_some(members, shorten)) if members else msg("no value at all")
    if name == "NodeKind":
        return _KINDS[value.removeprefix(f"<{SH}").rstrip(">")]()
    if name == "Closed":
        names = _allowed(shape, graph)
        if not names:
            return msg("no property at all")
        return msg("only the properties {names}", names=_some(names, shorten))
    return msg("one text in each language") if name == "UniqueLang" else None


def _named(term: str, shorten: Shortening) -> str:
    return msg("the inner shape") if is_blank(term) else shorten(term)


def _some(terms: Sequence[str], shorten: Shortening) -> str:
    """Name the first few of many."""
    if any(map(is_blank, terms)):
        return msg("the inner shapes")
    shown = ", ".join(shorten(term) for term in terms[:_FEW])
    more = len(terms) - _FEW
    return msg("{names} (and {count} more)", names=shown, count=more) if more > 0 else shown


def _allowed(shape: Shape, graph: MemoryIndex) -> list[str]:
    """Give the properties that a closed shape lets things have. Source: SHACL, 4.8.1."""
    parts: Iterable[str] = graph.objects(shape.node, f"<{SH}property>")
    named = (path for part in parts for path in graph.objects(part, f"<{SH}path>"))
    ignored = graph.objects(shape.node, f"<{SH}ignoredProperties>")
    listed = (name for head in ignored for name in read_list(graph, head))
    return list(dict.fromkeys(filter(is_iri, (*named, *listed))))


# SHACL 1.2 Core (a draft): what it adds, and lists and paths where 1.0 has one IRI.
_OF_PARAMETER: Mapping[str, Callable[[object], Message]] = {
    "SubsetOf": lambda it: msg("only values that {name} has too", name=it),
    "SomeValue": lambda it: msg("a value that conforms to {shape}", shape=it),
    "MemberShape": lambda it: msg("a list of what conforms to {shape}", shape=it),
    "ReifierShape": lambda it: msg("a statement whose reifiers conform to {shape}", shape=it),
}
_OF_SEVERAL: Mapping[str, Callable[[object], Message]] = {
    "Class": lambda them: msg("a thing of one of the classes {names}", names=them),
    "Datatype": lambda them: msg("a value of one of the datatypes {names}", names=them),
    "RootClass": lambda them: msg("a class that is, or is below, one of {names}", names=them),
    "UniqueValuesFor": lambda them: msg(
        "values of {names} that no other such thing has", names=them
    ),
}
_OF_LENGTH: Mapping[str, Callable[[int], Message]] = {
    "MinListLength": lambda n: counted(
        "a list with at least one member", "a list with at least {count} members", n, count=n
    ),
    "MaxListLength": lambda n: counted(
        "a list with at most one member", "a list with at most {count} members", n, count=n
    ),
}


def _added(
    name: str, constraint: Constraint, graph: MemoryIndex, shorten: Shortening
) -> Message | None:
    """Say what a constraint of SHACL 1.2 expects; nothing for one that 1.0 has just so."""
    value, paths = constraint.value, constraint.paths
    if name in _OF_PARAMETER or (paths and is_blank(value)):
        say = _OF_PARAMETER.get(name) or _OF_VALUE[name]
        compared = bool(paths) and not constraint.shapes
        return say(shorten.path(paths[0]) if compared else _named(value, shorten))
    if name in _OF_LENGTH:
        return _OF_LENGTH[name](min(_MOST, whole(literal(value).lexical)))
    if name in ("RootClass", "UniqueValuesFor") or (name in _OF_SEVERAL and is_blank(value)):
        members = read_list(graph, value) if is_blank(value) else [value]
        return _OF_SEVERAL[name](_some(members, shorten))
    if name == "NodeKind" and is_blank(value):
        kinds = (_KINDS[k.removeprefix(f"<{SH}").rstrip(">")]() for k in read_list(graph, value))
        return msg("one of {values}", values="; ".join(kinds))
    if name == "Closed" and value == BY_TYPES:
        return msg("only properties that the shapes of its classes speak of")
    if name == "SingleLine":
        return msg("text of one line")
    return msg("a list without doubles") if name == "UniqueMembers" else None
