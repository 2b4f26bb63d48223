"""The syntax rules of shapes that concern one property. Source: SHACL, appendix C."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from lod.checking.shacl.core.datatypes import well_formed
from lod.checking.shacl.core.errors import Beyond, Wrong
from lod.checking.shacl.core.index import MemoryIndex, is_instance, read_list
from lod.checking.shacl.core.model import ShapesNote
from lod.checking.shacl.core.vocabulary import (
    BY_TYPES,
    KNOWN,
    PARAMETERS,
    TEXTS,
    local_name,
    suggestion,
)
from lod.rdf import DIRECTED, FIRST, OWL, RDF, SH, XSD, is_blank, is_iri, is_literal, literal, plain
from lod.words import Message, msg

Fail = Callable[[Wrong, str, str], None]

_TYPE = f"{RDF}type"
_SEVERITY = f"<{SH}severity>"
_INTEGERS = ("integer", "int", "nonNegativeInteger", "positiveInteger", "long", "short", "byte")


def check_vocabulary(graph: MemoryIndex, note: Callable[[ShapesNote], None]) -> None:
    """Find terms in SHACL's namespace that SHACL doesn't have: they check nothing.

    They are allowed, and data may stand beside shapes: only of what belongs to shapes is the term
    told with its place.
    """
    for s, p, o in graph.triples():
        for term in (p, o):
            name = local_name(term)
            if name == "shape" and not _belongs(graph, s):
                continue  # data beside shapes: a target of SHACL 1.2
            if name and name not in KNOWN:
                said = _unknown_severity(name) if p == _SEVERITY else _unknown(name)
                note(ShapesNote(said, s, p[1:-1], term if _belongs(graph, s) else None))


def _unknown(name: str) -> Message:
    near = suggestion(name)
    if name == "shape":
        return msg("sh:shape (SHACL 1.2) says in data which shape a thing has: among shapes it checks nothing. Did you mean sh:node?")  # fmt: skip # noqa: E501
    if near is None:
        return msg("SHACL has no sh:{name}: it checks nothing.", name=name)
    return msg("SHACL has no sh:{name}: it checks nothing. Did you mean sh:{near}?", name=name, near=near)  # fmt: skip # noqa: E501


def _unknown_severity(name: str) -> Message:
    near = suggestion(name)
    if near is None:
        return msg("SHACL has no sh:{name}: it counts as sh:Violation.", name=name)
    return msg("SHACL has no sh:{name}: it counts as sh:Violation. Did you mean sh:{near}?", name=name, near=near)  # fmt: skip # noqa: E501


def _did_you_mean(name: str) -> str:
    return msg("did you mean {name}?", name=name)


def _belongs(graph: MemoryIndex, node: str) -> bool:
    """Whether a node is part of shapes: by a SHACL type or property, or by one's value."""
    record = graph.record(node)
    types = record.get(f"<{_TYPE}>", ())
    return (
        any(local_name(t) for t in types)
        or any(local_name(p) in KNOWN for p in record)
        or any(node in graph.backward.get(p, ()) for p in _PARTS)
    )


def check_settings(graph: MemoryIndex, fail: Fail, note: Callable[[ShapesNote], None]) -> None:
    """Check what any node of the shapes may say: texts for people, sh:deactivated, what to infer.

    Source: SHACL, 1.5 (sh:entailment), 2.1.5, 2.1.6 and 2.3.2.
    """
    for node, record in graph.forward.items():
        for value in record.get(f"<{SH}message>", ()):
            if not _is_text(value):
                wrong = _not("message", value, msg("a text in quotation marks"), graph.shorten)
                fail(wrong, node, "message")
        _check_texts(graph, node, note)
        if record.get(f"<{SH}deactivated>"):
            _check_switch(graph, node, fail, note)
        for value in record.get(f"<{SH}entailment>", ()):
            text = msg("nothing is inferred, so {value} can't be had", value=plain(value))
            fail(
                Beyond(text, todo=msg("take out sh:entailment, or infer before")),
                node,
                "entailment",
            )
        for value in record.get(f"<{OWL}imports>", ()):
            if not (graph.record(value) or graph.subjects(f"<{OWL}versionIRI>", value)):
                text = msg("owl:imports isn't followed: {value} is not fetched", value=plain(value))
                note(ShapesNote(text, node, f"{OWL}imports"))


def _check_texts(graph: MemoryIndex, node: str, note: Callable[[ShapesNote], None]) -> None:
    """Note what should be a text and is none: no rule forbids it (SHACL, 2.3.2)."""
    for name in TEXTS:
        for value in graph.objects(node, f"<{SH}{name}>"):
            if not _is_text(value):
                said = shown(value, graph.shorten)
                text = msg("sh:{name} is {value}: a text is expected", name=name, value=said)
                note(ShapesNote(text, node, f"{SH}{name}"))


def _check_switch(
    graph: MemoryIndex, node: str, fail: Fail, note: Callable[[ShapesNote], None]
) -> None:
    values = graph.objects(node, f"<{SH}deactivated>")
    wrong = [value for value in values if not is_boolean(value)]
    if wrong:
        said = _not("deactivated", wrong[0], _EXPECTED["boolean"], graph.shorten)
        fail(said, node, "deactivated")
    elif len(values) > 1:
        fail(Wrong(_too_many("deactivated", values), msg("one value")), node, "deactivated")
    elif literal(values[0]).lexical == "1":
        note(ShapesNote(switched_by_1("deactivated"), node, f"{SH}deactivated"))


def switched_by_1(name: str) -> Message:
    """Say that ``1`` isn't ``true`` (W3C test uniqueLang-002)."""
    return msg("sh:{name} is {value}, which doesn't switch it on; write true", name=name, value=1)


def _too_many(name: str, values: Sequence[str]) -> str:
    return msg("sh:{name} has {count} values", name=name, count=len(values))


def _not(name: str, value: str, expected: str, shorten: Callable[[str], str]) -> Wrong:
    text = msg("sh:{name} is {value}", name=name, value=shown(value, shorten))
    return Wrong(text, expected=expected)


def shown(term: str, shorten: Callable[[str], str]) -> str:
    """Give a term for people; labels of blank nodes say nothing to them.

    :param shorten: makes an IRI short.
    """
    if is_blank(term):
        return msg("a blank node")
    return shorten(term) if is_iri(term) else term


def check_parameter(
    name: str, values: list[str], property_shape: bool, shorten: Callable[[str], str] = plain
) -> None:
    """Check how often, where and with which kind of value a parameter is used.

    :raises Wrong: it's against the rules.
    """
    rule = PARAMETERS[name]
    if rule.single and len(values) > 1:
        raise Wrong(_too_many(name, values), msg("one value"))
    if rule.property_only and not property_shape:
        raise Wrong(
            msg("sh:{name} on a node shape", name=name),
            expected=msg("a property shape"),
            todo=msg("move it to a property shape, or give sh:path"),
        )
    for value in values:
        if not _KINDS[rule.kind](value):
            raise _not(name, value, _EXPECTED[rule.kind], shorten)


def _is_integer(value: str) -> bool:
    if not is_literal(value):
        return False
    lexical, datatype, _ = literal(value)
    whole = datatype in {f"{XSD}{n}" for n in _INTEGERS} and well_formed(lexical, datatype)
    return whole and well_formed(lexical, f"{XSD}nonNegativeInteger")


def is_boolean(value: str) -> bool:
    """Whether a term is a well-formed boolean."""
    if not is_literal(value):
        return False
    lexical, datatype, _ = literal(value)
    return datatype == f"{XSD}boolean" and well_formed(lexical, datatype)


def is_string(value: str) -> bool:
    """Whether a term is a text without a language."""
    return is_literal(value) and literal(value).datatype == f"{XSD}string"


def _is_text(value: str) -> bool:
    texts = (f"{XSD}string", f"{RDF}langString", DIRECTED)
    return is_literal(value) and literal(value).datatype in texts


def _is_node(value: str) -> bool:
    return not is_literal(value)


_KINDS: dict[str, Callable[[str], bool]] = {
    "iris": _is_node,
    "path": _is_node,
    "closing": lambda value: is_boolean(value) or value == BY_TYPES,
    "integer": _is_integer,
    "literal": is_literal,
    "boolean": is_boolean,
    "string": is_string,
    "list": _is_node,
    "shape": _is_node,
    "shapes": _is_node,
    "constraint": _is_node,
    "any": lambda _value: True,
}
_EXPECTED = {
    "iris": msg("an IRI, or a list of them, ( … )"),
    "path": msg("a property, or a path of SHACL"),
    "closing": msg("true or false, without quotation marks, or sh:ByTypes"),
    "integer": msg("a whole number, 0 or more, without quotation marks"),
    "literal": msg("a literal"),
    "boolean": msg("true or false, without quotation marks"),
    "string": msg("a text without language"),
    "list": msg("a list, ( … )"),
    "shape": msg("a shape"),
    "shapes": msg("a list of shapes, ( … )"),
    "constraint": msg("a constraint with sh:select"),
    "any": msg("a value"),
}
_PARTS = (
    FIRST,
    *(f"<{SH}{n}>" for n in ("property", "node", "not", "qualifiedValueShape", "sparql")),
    *(f"<{SH}{n}>" for n in ("memberShape", "someValue", "reifierShape", "targetWhere")),
    *(f"<{SH}{n}>" for n in ("parameter", "validator", "nodeValidator", "propertyValidator")),
    *(f"<{SH}{n}>" for n in ("declare", "alternativePath", "inversePath")),
)
_MARKS = frozenset(("NodeShape", "PropertyShape", "ShapeClass"))
_NODE_SHAPES = frozenset(("node", "memberShape", "reifierShape"))


def check_reference(graph: MemoryIndex, name: str, value: str) -> None:
    """Check that a shape, or a constraint, which is referred to exists.

    :raises Wrong: nothing describes it as one.
    """
    if PARAMETERS[name].kind == "shape":
        check_shape(graph, name, value)
    elif PARAMETERS[name].kind == "constraint" and not graph.record(value):
        raise Wrong(
            msg(
                "sh:{name} names {value}, which these files don't describe",
                name=name,
                value=shown(value, graph.shorten),
            ),
            expected=_EXPECTED["constraint"],
            todo=msg("correct the name, or describe it"),
        )
    elif PARAMETERS[name].kind == "shapes":
        members = read_list(graph, value)
        if not members:
            raise Wrong(msg("sh:{name} has an empty list", name=name), msg("at least one shape"))
        for member in members:
            check_shape(graph, name, member)


def check_shape(graph: MemoryIndex, name: str, value: str) -> None:
    """Check that a value is a shape.

    :raises Wrong: nothing describes it as one, or it is a property shape where none may be.
    """
    record = graph.record(value)
    if is_literal(value):
        raise _not(name, value, msg("a shape"), graph.shorten)
    usual = msg("use sh:property, or name a node shape")
    wrapped = msg("name a node shape that has it as its sh:property")
    if name in _NODE_SHAPES and record.get(f"<{SH}path>"):
        raise Wrong(
            msg("sh:{name} names a property shape", name=name),
            expected=msg("a node shape"),
            todo=usual if name == "node" else wrapped,
        )
    if name == "property" and is_instance(graph, value, f"<{SH}NodeShape>"):
        raise Wrong(
            msg("sh:property names a node shape"),
            expected=msg("a property shape"),
            todo=msg("use sh:node, or name a property shape"),
        )
    described = any(local_name(p) is not None for p in record) or any(
        local_name(t) in _MARKS for t in record.get(f"<{_TYPE}>", ())
    )
    if not described and not (is_blank(value) and not record and name != "property"):
        near = _nearest(graph, value)
        mend = msg("correct the name, or describe the shape")
        raise Wrong(
            msg(
                "sh:{name} names {value}, which these files don't describe as a shape",
                name=name,
                value=shown(value, graph.shorten),
            ),
            expected=msg("the IRI of a shape in these files"),
            todo=_did_you_mean(graph.shorten(near)) if near else mend,
        )


def _nearest(graph: MemoryIndex, value: str) -> str | None:
    known = [
        n
        for n, record in graph.forward.items()
        if is_iri(n) and any(local_name(p) is not None for p in record)
    ]
    near = get_close_matches(value, known, n=1, cutoff=0.85)
    return near[0] if near else None
