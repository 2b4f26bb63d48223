"""What a constraint expects, in words. Source: SHACL, 4."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from lod.checking.shacl.core.datatypes import whole
from lod.checking.shacl.core.index import MemoryIndex, read_list
from lod.checking.shacl.core.model import Constraint, Shape, Shapes
from lod.checking.shacl.core.vocabulary import BY_TYPES
from lod.rdf import NAMING, RDFS, SH, TYPE, Shortening, is_blank, is_iri, is_literal, literal
from lod.words import Message, counted, cut, msg, spoken_text

_SUFFIX = "ConstraintComponent"
_FEW = 5
"""Of a list's members, how many are named."""
_DEEP = 2
"""How far into shapes within shapes it is told what they expect."""
_LONG = 80

_OF_VALUE: Mapping[str, Callable[[object], Message]] = {
    "Class": lambda it: msg("a thing of the class {name}", name=it),
    "Datatype": lambda it: msg("a value of the datatype {name}", name=it),
    "MinExclusive": lambda it: msg("more than {limit}", limit=it),
    "MinInclusive": lambda it: msg("{limit} or more", limit=it),
    "MaxExclusive": lambda it: msg("less than {limit}", limit=it),
    "MaxInclusive": lambda it: msg("{limit} or less", limit=it),
    "Equals": lambda it: msg("the same values as {name}", name=it),
    "Disjoint": lambda it: msg("no value that {name} has too", name=it),
    "LessThan": lambda it: msg("less than the value of {name}", name=it),
    "LessThanOrEquals": lambda it: msg("no more than the value of {name}", name=it),
    "HasValue": lambda it: msg("the value {value} among the values", value=it),
    "SubsetOf": lambda it: msg("only values that {name} has too", name=it),
}
_OF_SHAPE: Mapping[str, Callable[[object], Message]] = {
    "Not": lambda it: msg("something that doesn't conform to {shape}", shape=it),
    "Node": lambda it: msg("a thing that conforms to {shape}", shape=it),
    "SomeValue": lambda it: msg("a value that conforms to {shape}", shape=it),
    "MemberShape": lambda it: msg("a list of what conforms to {shape}", shape=it),
    "ReifierShape": lambda it: msg("a statement whose reifiers conform to {shape}", shape=it),
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
    "MinListLength": lambda n: counted(
        "a list with at least one member", "a list with at least {count} members", n, count=n
    ),
    "MaxListLength": lambda n: counted(
        "a list with at most one member", "a list with at most {count} members", n, count=n
    ),
}
_OF_QUALIFIED: Mapping[str, Callable[[int, object], Message]] = {
    "QualifiedMinCount": lambda n, shape: msg(
        "values that conform to {shape}: {count} or more", shape=shape, count=n
    ),
    "QualifiedMaxCount": lambda n, shape: msg(
        "values that conform to {shape}: {count} or fewer", shape=shape, count=n
    ),
}
_OF_LIST: Mapping[str, Callable[[object], Message]] = {
    "In": lambda them: msg("one of {values}", values=them),
    "LanguageIn": lambda them: msg("text in one of the languages {languages}", languages=them),
}
_OF_ONE: Mapping[str, Callable[[str, str], Message]] = {
    "In": lambda written, _: msg("the value {value}", value=written),
    "LanguageIn": lambda _, tag: msg("text in the language {language}", language=tag),
}
# SHACL 1.2 Core (a draft) has lists where 1.0 has one IRI.
_OF_SEVERAL: Mapping[str, Callable[[object], Message]] = {
    "Class": lambda them: msg("a thing of one of the classes {names}", names=them),
    "Datatype": lambda them: msg("a value of one of the datatypes {names}", names=them),
    "RootClass": lambda them: msg("a class that is, or is below, one of {names}", names=them),
    "UniqueValuesFor": lambda them: msg(
        "values of {names} that no other such thing has", names=them
    ),
}
_OF_SHAPES: Mapping[str, Callable[[object], Message]] = {
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
_OF_NOTHING: Mapping[str, Callable[[], Message]] = {
    "UniqueLang": lambda: msg("one text in each language"),
    "SingleLine": lambda: msg("text of one line"),
    "UniqueMembers": lambda: msg("a list without doubles"),
}


_MOST = 10**18  # as good as any larger number, which Python may refuse to write


def component_name(component: str) -> str:
    """Give the name of a component of SHACL: ``MinCount``; another's IRI stays whole."""
    return component.removeprefix(SH).removesuffix(_SUFFIX)


def expected(
    constraint: Constraint, shape: Shape, shapes: Shapes, shorten: Shortening
) -> Message | None:
    """Say what a constraint expects; nothing for a query."""
    return _Expecting(shapes, shorten).of(constraint, shape)


def listed(texts: Iterable[str], count: int) -> str:
    """Put the first few of many texts in a row.

    >>> str(listed(["a", "b"], 2)), str(listed("abcdef", 7))
    ('a, b', 'a, b, c, d, e (and 2 more)')
    """
    first = [*islice(texts, _FEW)]
    row = first[0] if first else ""
    for text in first[1:]:
        row = msg("{texts}, {next}", texts=row, next=text)
    more = count - len(first)
    return msg("{names} (and {count} more)", names=row, count=more) if more > 0 else row


class _Expecting:
    """Says what constraints expect, those of shapes within them too.

    :param depth: how many shapes it is inside of.
    """

    def __init__(self, shapes: Shapes, shorten: Shortening, depth: int = 0) -> None:
        self._shapes, self._shorten, self._depth = shapes, shorten, depth
        self._graph: MemoryIndex = shapes.graph

    def of(self, constraint: Constraint, shape: Shape) -> Message | None:
        name, value = component_name(constraint.component), constraint.value
        if name in _OF_SHAPE:
            return _OF_SHAPE[name](self._named(value))
        if name in _OF_NUMBER:
            return _OF_NUMBER[name](_number(value))
        if name in _OF_QUALIFIED:
            return _OF_QUALIFIED[name](_number(value), self._named(constraint.shapes[0]))
        if name == "Pattern":
            return self._pattern(value, shape)
        if name == "Closed":
            return self._closed(shape, value)
        return _OF_NOTHING[name]() if name in _OF_NOTHING else self._of_terms(name, constraint)

    def _of_terms(self, name: str, constraint: Constraint) -> Message | None:
        """Say what is expected of one term, a path or several of them."""
        value, paths = constraint.value, constraint.paths
        if name in _OF_LIST or name in _OF_SHAPES:
            return self._of_list(name, read_list(self._graph, value))
        several = name in _OF_SEVERAL and (is_blank(value) or name not in _OF_VALUE)
        if several or name == "NodeKind":
            return self._of_several(name, read_list(self._graph, value) if is_blank(value) else [value])  # fmt: skip # noqa: E501
        if name == "HasValue":
            return _OF_VALUE[name](self._written(value))
        if name in _OF_VALUE:
            return _OF_VALUE[name](self._shorten.path(paths[0]) if paths else self._term(value))
        return None

    def _of_several(self, name: str, members: Sequence[str]) -> Message:
        if name != "NodeKind":
            return _OF_SEVERAL[name](listed(map(self._term, members), len(members)))
        kinds = [_KINDS[kind.removeprefix(f"<{SH}").rstrip(">")]() for kind in members]
        if len(kinds) == 1:
            return kinds[0]
        return msg("one of {values}", values=listed(kinds, len(kinds)))

    def _of_list(self, name: str, members: Sequence[str]) -> Message:
        if not members:
            return msg("no value at all")
        if name in _OF_LIST:
            if len(members) == 1:
                return _OF_ONE[name](self._written(members[0]), self._term(members[0]))
            show = self._written if name == "In" else self._term
            return _OF_LIST[name](listed(map(show, members), len(members)))
        return _OF_SHAPES[name](listed(map(self._named, members), len(members)))

    def _pattern(self, value: str, shape: Shape) -> Message:
        pattern = literal(value).lexical
        for flags in self._graph.objects(shape.node, f"<{SH}flags>"):
            said = literal(flags).lexical
            if said:
                return msg(
                    "text that matches the pattern {pattern} with the flags {flags}",
                    pattern=pattern,
                    flags=said,
                )
        return msg("text that matches the pattern {pattern}", pattern=pattern)

    def _closed(self, shape: Shape, value: str) -> Message:
        if value == BY_TYPES:
            return msg("only properties that the shapes of its classes speak of")
        names = _allowed(shape, self._graph)
        if not names:
            return msg("no property at all")
        shown = listed(map(self._shorten, names), len(names))
        return msg("only the properties {names}", names=shown)

    def _written(self, term: str) -> str:
        """Write a value as data does: a text in quotes, which a number is not."""
        return cut(self._shorten.term(term), _LONG) if is_literal(term) else self._term(term)

    def _term(self, term: str) -> str:
        """Name a value; a blank node by its classes and its name, which others can see."""
        if not is_blank(term):
            return cut(self._shorten(term), _LONG)
        record = self._graph.record(term)
        classes = [self._shorten(kind) for kind in record.get(TYPE, ()) if is_iri(kind)]
        names = [v for p in NAMING for v in record.get(f"<{p}>", ()) if is_literal(v)]
        name = cut(literal(names[0]).lexical, _LONG) if names else ""
        kinds = listed(classes, len(classes))
        if name and classes:
            return msg("a blank node of the class {kinds}, “{name}”", kinds=kinds, name=name)
        if name:
            return msg("a blank node, “{name}”", name=name)
        return msg("a blank node of the class {kinds}", kinds=kinds) if kinds else _KINDS["BlankNode"]()  # fmt: skip # noqa: E501

    def _named(self, node: str) -> str:
        """Name a shape, as people do if it says how; one without a name by what it expects."""
        if not is_blank(node):
            return shape_label(node, self._graph) or self._shorten(node)
        shape = self._shapes.shapes.get(node)
        if shape is None or self._depth >= _DEEP:
            return msg("the inner shape")
        inner = _Expecting(self._shapes, self._shorten, self._depth + 1)
        found = [said for c in shape.constraints if (said := inner.of_inner(c, shape))]
        if not found:
            return msg("the inner shape")
        said = listed(found, len(found))
        if shape.path is None and len(found) == 1 and found[0].startswith("("):
            return said  # of one property, which stands in brackets
        if shape.path is None:
            return msg("({expected})", expected=said)
        path = self._shorten.path(shape.path)
        return msg("({path}: {expected})", path=path, expected=said)

    def of_inner(self, constraint: Constraint, shape: Shape) -> str | None:
        """Say it of a shape within; a property by the shape that is about it."""
        if component_name(constraint.component) == "Property":
            return self._named(constraint.value)
        return self.of(constraint, shape)


def shape_label(node: str, graph: MemoryIndex) -> Message | None:
    """Give the label of a shape, in the languages that it is in, in quotation marks."""
    labels = map(literal, filter(is_literal, graph.objects(node, f"<{RDFS}label>")))
    said = {language or "en": cut(lexical, _LONG) for lexical, _, language in labels}
    return msg("“{text}”", text=spoken_text(said)) if said else None


def _number(value: str) -> int:
    return min(_MOST, whole(literal(value).lexical))


def _allowed(shape: Shape, graph: MemoryIndex) -> list[str]:
    """Give the properties that a closed shape lets things have. Source: SHACL, 4.8.1."""
    parts: Iterable[str] = graph.objects(shape.node, f"<{SH}property>")
    named = (path for part in parts for path in graph.objects(part, f"<{SH}path>"))
    ignored = graph.objects(shape.node, f"<{SH}ignoredProperties>")
    listed_names = (name for head in ignored for name in read_list(graph, head))
    return list(dict.fromkeys(filter(is_iri, (*named, *listed_names))))
