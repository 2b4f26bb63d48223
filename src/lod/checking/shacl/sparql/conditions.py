"""Conditions of filters that are known without an engine: true, false, or None for not known.

What an engine takes for an error may be known here: a filter lets nothing pass for either. Only
what is false for sure may refute, so all that engines may see otherwise is not known: other
datatypes, blank nodes, values that can't be compared. Source: SPARQL 1.1, 17.2 to 17.4.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from lod.rdf import RDF, XSD, is_blank, is_iri, is_literal, literal, plain

Env: TypeAlias = Mapping[str, str]
"""Terms by variable."""


class SeenValue(NamedTuple):
    """A term as filters see it.

    :param kind: ``iri``, ``string``, ``tagged``, ``number``, ``date``, ``dateTime`` or ``other``.
    :param value: what is compared with others of its kind.
    :param text: STR() of it, if that is known.
    """

    kind: str
    value: Any
    text: str | None
    datatype: str = ""


Condition: TypeAlias = Callable[[Env], bool | None]
Expression: TypeAlias = Callable[[Env], SeenValue | None]

_SIGNS = r"[A-Za-z0-9._~!$&'()*+,;=@/?-]*"
_PLAIN_IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:{_SIGNS}(?:#{_SIGNS})?")
"""Those that no store takes for something else (see ``standins``)."""
_FORMS: Mapping[str, tuple[re.Pattern[str], str, Callable[[str], object]]] = {
    "integer": (re.compile(r"[+-]?[0-9]{1,15}"), "number", int),
    "decimal": (re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?"), "number", Decimal),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "date", datetime.fromisoformat),
    "dateTime": (
        re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"),
        "dateTime",
        datetime.fromisoformat,
    ),
}
_NO_FORM = re.compile("(?!)"), "", str


def seen_value(term: str) -> SeenValue | None:
    """Give a term as filters see it; None if that isn't known.

    >>> seen_value('"07"^^<http://www.w3.org/2001/XMLSchema#integer>').value
    7
    """
    if is_iri(term):
        text = plain(term)
        return SeenValue("iri", term, text if _PLAIN_IRI.fullmatch(text) else None)
    if not is_literal(term):
        return None
    text, datatype, language = literal(term)
    if language:
        return SeenValue("tagged", None, text, datatype) if datatype == f"{RDF}langString" else None
    if datatype == f"{XSD}string":
        return SeenValue("string", text, text, datatype)
    form, kind, read = _FORMS.get(datatype.removeprefix(XSD), _NO_FORM)
    if form.fullmatch(text):
        try:
            return SeenValue(kind, read(text), text, datatype)
        except ValueError:  # no day of the calendar
            return None
    return SeenValue("other", None, text, datatype)


_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ORDERED = ("number", "string", "date", "dateTime")


def comparing(sign: str, left: Expression, right: Expression) -> Condition:
    """Compare two values of a kind, or tell an IRI from a literal."""
    compare = _COMPARED[sign]
    is_equality = sign in ("=", "!=")

    def test(env: Env) -> bool | None:
        a, b = left(env), right(env)
        if a is None or b is None:
            return None
        if is_equality and (a.kind == "iri" or b.kind == "iri"):
            return (a.kind == b.kind and a.value == b.value) is (sign == "=")
        known = a.kind == b.kind and a.kind in _ORDERED
        return compare(a.value, b.value) if known else None

    return test


def one_of(conditions: Sequence[Condition]) -> Condition:
    """Say whether one holds: false only if none does."""

    def test(env: Env) -> bool | None:
        found = [condition(env) for condition in conditions]
        return True if True in found else None if None in found else False

    return test


def each_of(conditions: Sequence[Condition]) -> Condition:
    """Say whether all hold: false if one doesn't."""
    return negated(one_of([negated(condition) for condition in conditions]))


def negated(condition: Condition) -> Condition:
    """Say whether one doesn't hold."""

    def test(env: Env) -> bool | None:
        found = condition(env)
        return None if found is None else not found

    return test


_OF_TEXTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "STRSTARTS": str.startswith,
    "STRENDS": str.endswith,
    "CONTAINS": str.__contains__,
}
_OF_TERMS: Mapping[str, Callable[[str], bool]] = {
    "ISIRI": is_iri,
    "ISURI": is_iri,
    "ISLITERAL": is_literal,
    "ISBLANK": is_blank,
}
_TEXTS = ("string", "tagged")
_PARTS = {"YEAR": "year", "MONTH": "month", "DAY": "day"}
TEXT_TESTS, TERM_TESTS = frozenset(_OF_TEXTS), frozenset(_OF_TERMS)
FUNCTIONS_OF_ONE = frozenset((*_PARTS, "STR", "STRLEN", "DATATYPE"))


def text_test(name: str, left: Expression, right: Expression) -> Condition:
    """Compare two texts by one of :data:`TEXT_TESTS`."""
    compare = _OF_TEXTS[name]

    def test(env: Env) -> bool | None:
        a, b = left(env), right(env)
        if a is None or b is None or a.kind not in _TEXTS or b.kind != "string":
            return None
        return compare(a.text, b.text)

    return test


def term_test(name: str, variable: str) -> Condition:
    """Look at the kind of a term by one of :data:`TERM_TESTS`."""
    test = _OF_TERMS[name]
    return lambda env: test(env[variable])


def function_of(name: str, argument: Expression) -> Expression:
    """Apply one of :data:`FUNCTIONS_OF_ONE`."""
    return lambda env: None if (value := argument(env)) is None else _applied(name, value)


def _applied(name: str, value: SeenValue) -> SeenValue | None:
    if name == "STR":
        return None if value.text is None else SeenValue("string", value.text, value.text)
    if name == "DATATYPE":
        known = value.datatype.startswith((XSD, RDF))
        return SeenValue("iri", f"<{value.datatype}>", value.datatype) if known else None
    if name == "STRLEN":
        return SeenValue("number", len(value.text or ""), None) if value.kind in _TEXTS else None
    known = value.kind in ("date", "dateTime")
    return SeenValue("number", getattr(value.value, _PARTS[name]), None) if known else None
