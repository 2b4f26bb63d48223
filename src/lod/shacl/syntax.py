"""The syntax rules of shapes that concern one property. Source: SHACL, appendix C."""

from collections.abc import Callable
from difflib import get_close_matches

from lod.namespaces import RDF, SH, XSD
from lod.shacl.builders import Wrong
from lod.shacl.datatypes import well_formed
from lod.shacl.index import MemoryIndex, read_list
from lod.shacl.model import Note
from lod.shacl.terms import FIRST, is_blank, is_iri, is_literal, literal
from lod.shacl.vocabulary import KNOWN, PARAMETERS, local, suggestion

Fail = Callable[[ValueError, str, str], None]

_TYPE = f"{RDF}type"
_INTEGERS = ("integer", "int", "nonNegativeInteger", "positiveInteger", "long", "short", "byte")


def check_vocabulary(graph: MemoryIndex, fail: Fail, note: Callable[[Note], None]) -> None:
    """Find terms in SHACL's namespace that SHACL doesn't have.

    An error on what belongs to shapes, a note on other nodes: data may stand beside shapes.
    """
    for s, p, o in graph.triples():
        for term in (p, o):
            name = local(term)
            if name and name not in KNOWN:
                near = suggestion(name)
                wrong = Wrong(
                    f"SHACL has no sh:{name}",
                    expected=f"sh:{near}" if near else "a term of SHACL",
                    todo=f"did you mean sh:{near}?" if near else "correct or remove it",
                )
                if _belongs(graph, s):
                    fail(wrong, s, p[1:-1])
                else:
                    note(Note(f"{wrong}; {wrong.todo}", s, p[1:-1]))


def _belongs(graph: MemoryIndex, node: str) -> bool:
    """Whether a node is part of shapes: by a SHACL type or property, or by one's value."""
    record = graph.record(node)
    types = record.get(f"<{_TYPE}>", ())
    return (
        any(local(t) for t in types)
        or any(local(p) in KNOWN for p in record)
        or any(node in graph.backward.get(p, ()) for p in _PARTS)
    )


def check_parameter(graph: MemoryIndex, name: str, values: list[str], property_shape: bool) -> None:
    """Check how often, where and with which kind of value a parameter is used.

    :raises Wrong: it's against the rules.
    """
    rule = PARAMETERS[name]
    if rule.single and len(values) > 1:
        raise Wrong(f"sh:{name} has {len(values)} values", expected="one value")
    if rule.property_only and not property_shape:
        raise Wrong(
            f"sh:{name} on a node shape",
            expected="a property shape",
            todo="move it to a property shape, or give sh:path",
        )
    for value in values:
        if not _KINDS[rule.kind](value):
            raise Wrong(f"sh:{name} is {value}", expected=_EXPECTED[rule.kind])


def _is_integer(value: str) -> bool:
    if not is_literal(value):
        return False
    lexical, datatype, _ = literal(value)
    return (
        datatype in {f"{XSD}{n}" for n in _INTEGERS}
        and well_formed(lexical, datatype)
        and int(lexical) >= 0
    )


def _is_boolean(value: str) -> bool:
    if not is_literal(value):
        return False
    lexical, datatype, _ = literal(value)
    return datatype == f"{XSD}boolean" and well_formed(lexical, datatype)


def _is_string(value: str) -> bool:
    return is_literal(value) and literal(value).datatype == f"{XSD}string"


def _is_node(value: str) -> bool:
    return not is_literal(value)


_KINDS: dict[str, Callable[[str], bool]] = {
    "iri": is_iri,
    "integer": _is_integer,
    "literal": is_literal,
    "boolean": _is_boolean,
    "string": _is_string,
    "list": _is_node,
    "shape": _is_node,
    "shapes": _is_node,
    "any": lambda _value: True,
}
_EXPECTED = {
    "iri": "an IRI",
    "integer": "a whole number, 0 or more, without quotation marks",
    "literal": "a literal",
    "boolean": "true or false, without quotation marks",
    "string": "a text without language",
    "list": "a list, ( … )",
    "shape": "a shape",
    "shapes": "a list of shapes, ( … )",
    "any": "a value",
}
_PARTS = (
    FIRST,
    *(f"<{SH}{n}>" for n in ("property", "node", "not", "qualifiedValueShape", "sparql")),
    *(f"<{SH}{n}>" for n in ("parameter", "validator", "nodeValidator", "propertyValidator")),
    *(f"<{SH}{n}>" for n in ("declare", "alternativePath", "inversePath")),
)
_MARKS = frozenset(("NodeShape", "PropertyShape"))


def check_reference(graph: MemoryIndex, name: str, value: str) -> None:
    """Check that a shape which is referred to exists.

    :raises Wrong: nothing describes it as a shape.
    """
    if PARAMETERS[name].kind == "shape":
        _check_shape(graph, name, value)
    elif PARAMETERS[name].kind == "shapes":
        try:
            members = read_list(graph, value)
        except ValueError as error:
            raise Wrong(f"sh:{name} has an ill-formed list: {error}", expected="( … )") from error
        if not members:
            raise Wrong(f"sh:{name} has an empty list", expected="at least one shape")
        for member in members:
            _check_shape(graph, name, member)


def _check_shape(graph: MemoryIndex, name: str, value: str) -> None:
    record = graph.record(value)
    if is_literal(value):
        raise Wrong(f"sh:{name} names {value}", expected="a shape")
    if name == "node" and record.get(f"<{SH}path>"):
        raise Wrong(
            f"sh:node names {value}, a property shape",
            expected="a node shape",
            todo="use sh:property, or name a node shape",
        )
    described = any(local(p) is not None for p in record) or any(
        local(t) in _MARKS for t in record.get(f"<{_TYPE}>", ())
    )
    if not described and not (is_blank(value) and not record and name != "property"):
        near = _nearest(graph, value)
        raise Wrong(
            f"sh:{name} names {value}, which isn't described as a shape",
            expected="the IRI of a shape in these files",
            todo=f"did you mean {near}?" if near else "correct the name, or describe the shape",
        )


def _nearest(graph: MemoryIndex, value: str) -> str | None:
    known = [
        n
        for n, record in graph.forward.items()
        if is_iri(n) and any(local(p) is not None for p in record)
    ]
    near = get_close_matches(value, known, n=1, cutoff=0.85)
    return near[0] if near else None
