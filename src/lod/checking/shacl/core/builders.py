"""Makes the constraints of one parameter's value: one function a component of SHACL Core."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from lod.checking.shacl.core import added, constraints, lists, logic
from lod.checking.shacl.core.datatypes import whole
from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.core.index import MemoryIndex, read_list
from lod.checking.shacl.core.model import Constraint, Evaluate, ShapesNote
from lod.checking.shacl.core.paths import read_path
from lod.checking.shacl.core.regex import compile_pattern
from lod.checking.shacl.core.syntax import is_string, shown, switched_by_1
from lod.checking.shacl.core.vocabulary import BY_TYPES
from lod.rdf import NIL, SH, TRUE, Path, is_iri, literal, plain, step
from lod.words import msg


class ShapesReading(Protocol):
    """What builders ask of the reader of shapes."""

    graph: MemoryIndex
    notes: list[ShapesNote]

    def one(self, node: str, name: str) -> str | None:
        """Give the single value of a SHACL property."""

    def siblings(self, node: str, shape: str) -> tuple[str, ...]:
        """Give the sibling shapes of a qualified value shape."""


Builder = Callable[[ShapesReading, str, str], Iterable[Constraint]]


def _constraint(
    name: str,
    value: str,
    check: Evaluate,
    shapes: Iterable[str] = (),
    paths: Iterable[Path] = (),
) -> Constraint:
    return Constraint(_component(name), f"<{SH}{name}>", value, check, tuple(shapes), tuple(paths))


def _component(name: str) -> str:
    return f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"


def _tested(name: str, value: str, test: constraints.Test) -> tuple[Constraint]:
    return (_constraint(name, value, constraints.ValueTest(_component(name), test)),)


def _iris(reader: ShapesReading, name: str, value: str) -> tuple[str, ...]:
    """Read one IRI, or a list of them (SHACL 1.2 Core, 7.1)."""
    if is_iri(value) and value != NIL:
        return (value,)
    members = tuple(read_list(reader.graph, value))
    if not members or not all(map(is_iri, members)):
        none = msg("sh:{name} has an empty list", name=name)
        text = msg("sh:{name} has a member that is no IRI", name=name) if members else none
        raise Wrong(text, expected=msg("an IRI, or a list of them, ( … )"))
    return members


def _class(reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    kinds = _iris(reader, "class", value)
    return (_constraint("class", value, constraints.OfClass(kinds)),)


def _datatype(reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    tests = [constraints.datatype(plain(iri)) for iri in _iris(reader, "datatype", value)]
    return _tested("datatype", value, added.any_of(tests) if len(tests) > 1 else tests[0])


def _node_kind(reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    wanted = _iris(reader, "nodeKind", value)
    for kind in wanted:
        if kind not in constraints.NODE_KINDS:
            kinds = ", ".join(k.replace(f"<{SH}", "sh:")[:-1] for k in constraints.NODE_KINDS)
            said = shown(kind, reader.graph.shorten)
            text = msg("sh:{name} is {value}", name="nodeKind", value=said)
            raise Wrong(text, expected=msg("one of {all}", all=kinds))
    tests = [constraints.NODE_KINDS[kind] for kind in wanted]
    return _tested("nodeKind", value, added.any_of(tests) if len(tests) > 1 else tests[0])


def _count(name: str, _reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    number = _integer(value)
    low, high = (number, None) if name == "minCount" else (0, number)
    return (_constraint(name, value, constraints.Count(_component(name), low, high)),)


def _bound(name: str, _reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    accepted = {
        "minExclusive": frozenset((1,)),
        "minInclusive": frozenset((0, 1)),
        "maxExclusive": frozenset((-1,)),
        "maxInclusive": frozenset((-1, 0)),
    }
    return _tested(name, value, constraints.bound(value, accepted[name]))


def _length(name: str, _reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    number = _integer(value)
    low, high = (number, None) if name == "minLength" else (0, number)
    return _tested(name, value, constraints.length(low, high))


def _pattern(reader: ShapesReading, node: str, value: str) -> Iterable[Constraint]:
    flags = reader.one(node, "flags")
    try:
        regex = compile_pattern(literal(value).lexical, literal(flags).lexical if flags else "")
    except Wrong as error:
        usual = msg("a regular expression of XPath (SPARQL's REGEX)")
        raise Wrong(
            msg("a wrong pattern, {text}: {why}", text=literal(value).lexical, why=error.message),
            expected=error.expected or usual,
            todo=msg("correct it; in Turtle each {one} is written {two}", one="\\", two="\\\\"),
        ) from error
    if not regex.portable:
        text = msg("sh:pattern uses what SPARQL's REGEX doesn't have; other engines may refuse it")
        reader.notes.append(ShapesNote(text, node, f"{SH}pattern"))
    return _tested("pattern", value, constraints.pattern(regex))


def _language_in(reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    members = read_list(reader.graph, value)
    if any(not is_string(m) for m in members):
        text = msg("sh:{name} has a member that is no text", name="languageIn")
        raise Wrong(text, expected='( "sv" "en" )')
    return _tested(
        "languageIn", value, constraints.language_in([literal(m).lexical for m in members])
    )


def _unique_lang(reader: ShapesReading, node: str, value: str) -> Iterable[Constraint]:
    if not is_true(reader, node, "uniqueLang", value):
        return ()
    return (_constraint("uniqueLang", value, constraints.UniqueLang()),)


_PAIRS: dict[str, Callable[[Path], Evaluate]] = {
    "equals": constraints.Equals,
    "disjoint": constraints.Disjoint,
    "subsetOf": added.SubsetOf,
    "lessThan": lambda path: constraints.Less(_component("lessThan"), path, or_equal=False),
    "lessThanOrEquals": lambda path: constraints.Less(
        _component("lessThanOrEquals"), path, or_equal=True
    ),
}


def _pair(name: str, reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    path = read_path(reader.graph, value)
    return (_constraint(name, value, _PAIRS[name](path), paths=(path,)),)


def _single_shape(
    name: str, _reader: ShapesReading, _node: str, value: str
) -> Iterable[Constraint]:
    made: dict[str, Callable[[str], Evaluate]] = {
        "not": logic.Not,
        "node": logic.NodeConstraint,
        "property": logic.Property,
        "someValue": added.SomeValue,
        "memberShape": lists.MemberShape,
    }
    return (_constraint(name, value, made[name](value), (value,)),)


def _several(name: str, reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    members = tuple(read_list(reader.graph, value))
    low = len(members) if name == "and" else 1
    high = 1 if name == "xone" else len(members)
    check = logic.Several(_component(name), members, low, high)
    return (_constraint(name, value, check, members),)


def _qualified(reader: ShapesReading, node: str, value: str) -> Iterable[Constraint]:
    low, high = reader.one(node, "qualifiedMinCount"), reader.one(node, "qualifiedMaxCount")
    if low is None and high is None:
        text = msg(
            "sh:{name} without sh:{other} checks nothing",
            name="qualifiedValueShape",
            other="qualifiedMinCount, sh:qualifiedMaxCount",
        )
        reader.notes.append(ShapesNote(text, node, f"{SH}qualifiedValueShape"))
    disjoint = reader.one(node, "qualifiedValueShapesDisjoint")
    siblings: tuple[str, ...] = ()
    if disjoint and is_true(reader, node, "qualifiedValueShapesDisjoint", disjoint):
        siblings = reader.siblings(node, value)
    used = (value, *siblings)
    made = []
    if low is not None:
        check = logic.Qualified(value, _integer(low), None, siblings)
        made.append(_constraint("qualifiedMinCount", low, check, used))
    if high is not None:
        check = logic.Qualified(value, None, _integer(high), siblings)
        made.append(_constraint("qualifiedMaxCount", high, check, used))
    return made


def _closed(reader: ShapesReading, node: str, value: str) -> Iterable[Constraint]:
    by_types = value == BY_TYPES
    if not by_types and not is_true(reader, node, "closed", value):
        return ()
    graph = reader.graph
    named = (p for s in graph.objects(node, f"<{SH}property>") for p in graph.objects(s, _PATH))
    ignored = reader.one(node, "ignoredProperties")
    members = read_list(reader.graph, ignored) if ignored else []
    if any(not is_iri(m) for m in members):
        text = msg("sh:{name} has a member that is no IRI", name="ignoredProperties")
        raise Wrong(text, expected="( rdf:type )")
    if by_types:
        check = added.ClosedByTypes(frozenset(members), graph)
        return (_constraint("closed", value, check),)
    allowed = frozenset((*filter(is_iri, named), *members))
    return (_constraint("closed", value, constraints.Closed(allowed)),)


def _has_value(_reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    return (_constraint("hasValue", value, constraints.HasValue(value)),)


def _in(reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    return _tested("in", value, constraints.member(read_list(reader.graph, value)))


def _single_line(reader: ShapesReading, node: str, value: str) -> Iterable[Constraint]:
    if not is_true(reader, node, "singleLine", value):
        return ()
    return _tested("singleLine", value, added.single_line)


def _list_length(name: str, _reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    number = _integer(value)
    low, high = (number, None) if name == "minListLength" else (0, number)
    return (_constraint(name, value, lists.ListLength(_component(name), low, high)),)


def _unique_members(reader: ShapesReading, node: str, value: str) -> Iterable[Constraint]:
    unique = is_true(reader, node, "uniqueMembers", value)
    return (_constraint("uniqueMembers", value, lists.UniqueMembers(unique)),)


def _root_class(reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    roots = frozenset(_iris(reader, "rootClass", value))
    return (_constraint("rootClass", value, added.RootClass(roots)),)


def _unique_values(reader: ShapesReading, _node: str, value: str) -> Iterable[Constraint]:
    properties = _iris(reader, "uniqueValuesFor", value)
    return (_constraint("uniqueValuesFor", value, added.UniqueValuesFor(properties)),)


def _reifier(reader: ShapesReading, node: str, value: str) -> Iterable[Constraint]:
    path = reader.one(node, "path")
    if path is None or not is_iri(path):
        raise Wrong(
            msg("sh:{name} with a path of several steps", name="reifierShape"),
            expected=msg("sh:path with a single property"),
        )
    first = value == reader.one(node, "reifierShape")  # a missing reifier is told once
    required = reader.one(node, "reificationRequired")
    wanted = required is not None and is_true(reader, node, "reificationRequired", required)
    check = added.Reified(path, value, wanted and first)
    back = Path("^", parts=(step(added.REIFIES),))
    return (_constraint("reifierShape", value, check, (value,), (back,)),)


def _integer(value: str) -> int:
    return whole(literal(value).lexical)


def is_true(reader: ShapesReading, node: str, name: str, value: str) -> bool:
    """Whether a parameter is ``true``; ``"1"`` isn't (W3C test uniqueLang-002), and is noted."""
    if literal(value).lexical == "1":
        reader.notes.append(ShapesNote(switched_by_1(name), node, f"{SH}{name}"))
    return value == TRUE


_PATH = f"<{SH}path>"

BUILDERS: dict[str, Builder] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "pattern": _pattern,
    "languageIn": _language_in,
    "uniqueLang": _unique_lang,
    "qualifiedValueShape": _qualified,
    "closed": _closed,
    "hasValue": _has_value,
    "in": _in,
    **{n: partial(_count, n) for n in ("minCount", "maxCount")},
    **{
        n: partial(_bound, n)
        for n in ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
    },
    **{n: partial(_length, n) for n in ("minLength", "maxLength")},
    "singleLine": _single_line,
    "uniqueMembers": _unique_members,
    "rootClass": _root_class,
    "uniqueValuesFor": _unique_values,
    "reifierShape": _reifier,
    **{n: partial(_list_length, n) for n in ("minListLength", "maxListLength")},
    **{n: partial(_pair, n) for n in _PAIRS},
    **{
        n: partial(_single_shape, n)
        for n in ("not", "node", "property", "someValue", "memberShape")
    },
    **{n: partial(_several, n) for n in ("and", "or", "xone")},
}
