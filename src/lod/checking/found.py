"""What a constraint found instead of what it expects, in words. Source: SHACL, 4."""

from collections.abc import Callable, Mapping

from lod.checking.expected import component_name, listed, shape_label
from lod.checking.shacl import Result
from lod.checking.shacl.core.datatypes import compare_literals, well_formed
from lod.checking.shacl.core.index import MemoryIndex, read_list
from lod.checking.shacl.core.model import Constraint, Met
from lod.checking.shacl.core.order import kind_of_term, why_unordered
from lod.rdf import Shortening, has_string, is_blank, is_iri, is_literal, literal, string
from lod.words import Message, counted, cut, msg, why_no_day

_LONG = 80


class FoundWords:
    """Says what was found where a constraint was broken.

    :param graph: of the shapes.
    """

    def __init__(self, graph: MemoryIndex, shorten: Shortening) -> None:
        self._graph, self._shorten = graph, shorten

    def found(self, result: Result, constraint: Constraint | None) -> Message | None:
        """Say it; nothing for a query, and where it can't be told.

        :param constraint: which of its shape's; None if there are several of its component.
        """
        name = component_name(result.component)
        if name in _OF_MET:
            met = result.met
            return None if met is None else _OF_MET[name](self, result, met, constraint)
        if name in _OF_VALUE and result.value is not None:
            return _OF_VALUE[name](self, result.value, constraint)
        if name in _OF_LISTS and result.value is not None:
            return _OF_LISTS[name](self, result)
        if name == "SPARQL" and result.value is not None and is_literal(result.value):
            return self._if_ill_formed(result.value)
        if name == "Closed" and result.path is not None and result.value is not None:
            path, value = self._shorten.path(result.path), self._term(result.value)
            if is_blank(result.value):
                return msg("{property} with a blank node", property=path)
            return msg("{property} with the value {value}", property=path, value=value)
        return None

    def _term(self, term: str) -> str:
        """Write a value as in Turtle; the label of a blank node says nothing."""
        if is_blank(term):
            return msg("a blank node")
        return cut(self._shorten(term) if is_iri(term) else self._shorten.term(term), _LONG)

    def _kind(self, value: str) -> Message:
        if is_blank(value):
            return kind_of_term(value)
        if is_literal(value):
            return msg("the literal {value}", value=self._term(value))
        return msg("{kind}, {value}", kind=kind_of_term(value), value=self._term(value))

    def _datatype(self, value: str, _constraint: Constraint | None) -> Message:
        if not is_literal(value):
            return self._kind(value)
        lexical, datatype, language = literal(value)
        text, name = cut(lexical, _LONG), self._shorten(f"<{datatype}>")
        if language:
            return msg("“{text}” in the language {language}, which is {datatype}",
                       text=text, language=cut(language, _LONG), datatype=name)  # fmt: skip
        if not well_formed(lexical, datatype):
            return _ill_formed(lexical, text, name)
        return msg("“{text}” of the datatype {datatype}", text=text, datatype=name)

    def _if_ill_formed(self, value: str) -> Message | None:
        """Tell of a value that isn't of its datatype, which a query's own words may not say."""
        lexical, datatype, _ = literal(value)
        return None if well_formed(lexical, datatype) else self._datatype(value, None)

    def _bound(self, value: str, constraint: Constraint | None) -> Message:
        shown = self._term(value)
        if constraint is None or compare_literals(value, constraint.value) is not None:
            return _as_message(shown)
        why = why_unordered(value, constraint.value, self._shorten)
        limit = self._shorten.term(constraint.value)
        return msg(
            "{value}, which can't be compared with {limit}: {why}",
            value=shown, limit=limit, why=why,
        )  # fmt: skip

    def _length(self, value: str, _constraint: Constraint | None) -> Message:
        if not has_string(value):
            return msg("{kind}, which has no text", kind=kind_of_term(value))
        text = string(value)
        return counted(
            "{n} character: {text}", "{n} characters: {text}", len(text), text=self._term(value)
        )

    def _text(self, value: str, _constraint: Constraint | None) -> Message:
        if not has_string(value):
            return msg("{kind}, which has no text", kind=kind_of_term(value))
        return msg("“{text}”", text=cut(string(value), _LONG))

    def _language(self, value: str, _constraint: Constraint | None) -> Message:
        if not is_literal(value):
            return self._kind(value)
        tag = literal(value).language
        if tag:
            text = self._text(value, None)
            return msg("{text} in the language {language}", text=text, language=cut(tag, _LONG))
        return msg("{value}, without a language", value=self._term(value))

    def _value(self, value: str, _constraint: Constraint | None) -> Message:
        return _as_message(self._term(value))

    def _conforming(self, value: str, _constraint: Constraint | None) -> Message:
        return msg("{value}, which conforms to it", value=self._term(value))

    def _disjoint(self, value: str, constraint: Constraint | None) -> Message:
        if constraint is None:
            return self._value(value, None)
        other = self._other(constraint)
        return msg("{value}, which {name} has too", value=self._term(value), name=other)

    def _missing(self, value: str, constraint: Constraint | None) -> Message:
        if constraint is None:
            return self._value(value, None)
        other = self._other(constraint)
        return msg("{value}, which {name} doesn't have", value=self._term(value), name=other)

    def _other(self, constraint: Constraint) -> str:
        """Name what sh:equals and its like compare with: a property; in SHACL 1.2 a path."""
        return self._shorten.path(constraint.paths[0])

    def _lines(self, value: str, _constraint: Constraint | None) -> Message:
        return msg("text of several lines, {value}", value=self._term(value))

    def _classes(self, result: Result, met: Met, _constraint: Constraint | None) -> Message:
        if is_literal(result.value or ""):
            return self._kind(result.value or "")
        value = self._term(result.value or "")
        if not met.number:
            return msg("{value}, which has no class", value=value)
        return counted(
            "{value} of the class {names}", "{value} of the classes {names}",
            met.number, value=value, names=self._several(met),
        )  # fmt: skip

    def _number(self, _result: Result, met: Met, _constraint: Constraint | None) -> Message:
        if not met.number:
            return msg("no value")
        return counted(
            "{n} value: {values}", "{n} values: {values}", met.number, values=self._several(met)
        )

    def _languages(self, _result: Result, met: Met, _constraint: Constraint | None) -> Message:
        return counted(
            "{n} text in the language {language}: {values}",
            "{n} texts in the language {language}: {values}",
            met.number,
            language=cut(literal(met.terms[0]).language, _LONG),
            values=listed((self._text(term, None) for term in met.terms), met.number),
        )

    def _alone(self, result: Result, met: Met, constraint: Constraint | None) -> Message:
        value = self._term(result.value or "")
        if constraint is None:
            return _as_message(value)
        name = self._other(constraint)
        if met.number:
            return msg("{value}, which only {name} has", value=value, name=name)
        return msg("{value}, which {name} doesn't have", value=value, name=name)

    def _pair(self, result: Result, met: Met, constraint: Constraint | None) -> Message:
        one, (other, *_) = result.value or "", met.terms
        name = "" if constraint is None else self._other(constraint)
        values = {"value": self._term(one), "other": self._term(other), "name": name}
        pair = (
            msg("{value}, and the value of {name} is {other}", **values)
            if name
            else msg("{value}, and the other value is {other}", **values)
        )
        if compare_literals(one, other) is not None:
            return pair
        why = why_unordered(one, other, self._shorten)
        return msg("{pair}: the two can't be compared, {why}", pair=pair, why=why)

    def _conforming_to(self, result: Result, met: Met, constraint: Constraint | None) -> Message:
        value = self._term(result.value or "")
        if not met.number:
            return msg("{value}, which conforms to none of the {count}", value=value, count=met.of)
        shapes = [] if constraint is None else read_list(self._graph, constraint.value)
        kept = [self._numbered(n, node) for n, node in enumerate(shapes, 1) if node in met.terms]
        return msg(
            "{value}, which conforms to {number} of the {count}: {shapes}",
            value=value, number=met.number, count=met.of, shapes=listed(kept, len(kept)),
        )  # fmt: skip

    def _broken(self, result: Result, met: Met, constraint: Constraint | None) -> Message:
        value = self._term(result.value or "")
        shapes = [] if constraint is None else read_list(self._graph, constraint.value)
        out = [self._numbered(n, s) for n, s in enumerate(shapes, 1) if s not in met.terms]
        return msg("{value}, which doesn't conform to {shapes}", value=value,
                   shapes=listed(out, len(out)))  # fmt: skip

    def _numbered(self, number: int, node: str) -> str:
        if is_blank(node):
            return msg("no. {number}", number=number)
        return msg(
            "no. {number} ({name})",
            number=number,
            name=shape_label(node, self._graph) or self._shorten(node),
        )

    def _qualified(self, _result: Result, met: Met, _constraint: Constraint | None) -> Message:
        if not met.number:
            return msg("{number} of {count} values", number=0, count=met.of)
        return msg("{number} of {count} values: {values}", number=met.number, count=met.of,
                   values=self._several(met))  # fmt: skip

    def _above(self, result: Result, met: Met, _constraint: Constraint | None) -> Message:
        value = result.value or ""
        if not is_iri(value):
            return self._kind(value)
        if not met.number:
            return msg("{value}, which is below no class", value=self._term(value))
        return msg("{value}, below {names}", value=self._term(value), names=self._several(met))

    def _alike(self, _result: Result, met: Met, _constraint: Constraint | None) -> Message:
        return msg("the same values as {names}", names=self._several(met))

    def _reified(self, result: Result, met: Met, _constraint: Constraint | None) -> Message:
        value = self._term(result.value or "")
        if not met.number:
            return msg("{value}, in a statement without a reifier", value=value)
        return msg(
            "{value}, in a statement whose reifier {name} doesn't conform",
            value=value, name=self._term(met.terms[0]),
        )  # fmt: skip

    def _list(self, result: Result) -> Message:
        """Tell a list by its members: the name of its head says nothing."""
        value, met = result.value or "", result.met
        if met is None:
            return msg("{kind}, which is no list", kind=self._kind(value))
        if not met.number:
            return msg("an empty list")
        return counted(
            "a list with {n} member: {values}", "a list with {n} members: {values}",
            met.number, values=self._several(met),
        )  # fmt: skip

    def _doubles(self, result: Result) -> Message:
        """Say which members a list has more than once; of a detail, which one that is."""
        if result.met is not None and not result.met.terms:
            return msg("{value} more than once", value=self._term(result.value or ""))
        twice = [detail.value or "" for detail in result.details]
        if not twice:
            return self._list(result)
        names = listed(map(self._term, twice), len(twice))
        return msg("a list with {names} more than once", names=names)

    def _several(self, met: Met) -> str:
        return listed(map(self._term, met.terms), met.number)


def _ill_formed(lexical: str, text: str, datatype: str) -> Message:
    """Say that a literal isn't of its datatype; of a day that there isn't, why."""
    said = msg("“{text}”, which is ill-formed for {datatype}", text=text, datatype=datatype)
    why = why_no_day(lexical)
    return said if why is None else msg("{said}: {why}", said=said, why=why)


def _as_message(text: str) -> Message:
    return text if isinstance(text, Message) else msg("{value}", value=text)


_OF_VALUE: Mapping[str, Callable[[FoundWords, str, Constraint | None], Message]] = {
    "Datatype": FoundWords._datatype,
    "NodeKind": lambda words, value, _: words._kind(value),
    **dict.fromkeys(
        ("MinExclusive", "MinInclusive", "MaxExclusive", "MaxInclusive"), FoundWords._bound
    ),
    **dict.fromkeys(("MinLength", "MaxLength"), FoundWords._length),
    "Pattern": FoundWords._text,
    "LanguageIn": FoundWords._language,
    "Disjoint": FoundWords._disjoint,
    "In": FoundWords._value,
    "Node": FoundWords._value,
    "Not": FoundWords._conforming,
    "SubsetOf": FoundWords._missing,
    "SingleLine": FoundWords._lines,
}
_OF_MET: Mapping[str, Callable[[FoundWords, Result, Met, Constraint | None], Message]] = {
    "Class": FoundWords._classes,
    **dict.fromkeys(("MinCount", "MaxCount", "HasValue", "SomeValue"), FoundWords._number),
    "UniqueLang": FoundWords._languages,
    "Equals": FoundWords._alone,
    **dict.fromkeys(("LessThan", "LessThanOrEquals"), FoundWords._pair),
    "And": FoundWords._broken,
    **dict.fromkeys(("Or", "Xone"), FoundWords._conforming_to),
    **dict.fromkeys(("QualifiedMinCount", "QualifiedMaxCount"), FoundWords._qualified),
    "RootClass": FoundWords._above,
    "UniqueValuesFor": FoundWords._alike,
    "ReifierShape": FoundWords._reified,
}
_OF_LISTS: Mapping[str, Callable[[FoundWords, Result], Message]] = {
    **dict.fromkeys(("MemberShape", "MinListLength", "MaxListLength"), FoundWords._list),
    "UniqueMembers": FoundWords._doubles,
}
