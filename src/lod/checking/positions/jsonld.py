"""Locates the statements of a JSON-LD document in its text. Source: JSON-LD 1.1, 9.

Nothing is expanded here: pyoxigraph has parsed the document. The tree is walked with the
contexts written in it, and each statement looked for among those known. One that isn't found
(through a context's finer points) stands at its node.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from json.decoder import JSONDecodeError

import pyoxigraph as ox

from lod.checking.positions.context import Context, ContextTerm
from lod.checking.positions.found import FoundTerm, Positions, keys_of
from lod.checking.positions.jsonterms import (
    flat_items,
    is_null,
    is_value,
    named_by,
    node_named,
    value_place,
)
from lod.checking.positions.jsontext import Item, each_item, read_json, scalar_end
from lod.checking.positions.spans import LineTable
from lod.checking.positions.waiting import FIRST, REST, TYPE, WaitingStatements
from lod.rdf import RDF, XSD

_TEXTS = (f"{XSD}string", f"{RDF}langString", f"{RDF}dirLangString")
_NIL = ox.NamedNode(f"{RDF}nil")
_LABEL = re.compile(r'"_:([^"\\]+)"')
_MAPS = frozenset({"@language", "@index", "@id", "@type"})


def locate(
    text: str, base: str | None, quads: Iterable[ox.Quad], lines: LineTable | None = None
) -> Positions:
    """Locate the statements; none in a text that our reader of JSON refuses.

    :param lines: of offsets in the text; by default its own.
    """
    ends: dict[int, int] = {}
    positions = Positions(
        lines or LineTable(text), lambda offset: ends.get(offset) or scalar_end(text, offset)
    )
    try:
        tree = read_json(text)
    except JSONDecodeError:
        positions.exact = False
        return positions
    waiting = WaitingStatements(quads, frozenset(_LABEL.findall(text)))
    locator = _Locator(waiting, positions, text, ends)
    locator.walk(tree, Context(base))
    locator.place_others()
    return positions


@dataclass(frozen=True, slots=True)
class _Said:
    """A property of a node, as it is written.

    :param at: where the node stands; ``key`` where the property does.
    :param context: what holds for its values.
    :param language: of what stands under a language in a map.
    """

    node: FoundTerm
    predicate: str
    at: int
    key: int
    context: Context
    term: ContextTerm
    language: str | None = None

    @property
    def names_nodes(self) -> bool:
        """Whether a string under it names a node (JSON-LD 1.1 API, 4.2.2, 19 and 21)."""
        return self.term.type in ("@id", "@vocab") or "@type" in self.term.container


class _Locator:
    """Walks the tree; ``_places`` are those of the nodes met.

    :param ends: where literals of JSON end, by their start; it is filled here.
    """

    def __init__(
        self, waiting: WaitingStatements, positions: Positions, text: str, ends: dict[int, int]
    ) -> None:
        self._waiting, self._positions = waiting, positions
        self._text, self._ends = text, ends
        self._places: dict[FoundTerm, int] = {}

    def walk(self, item: Item, context: Context) -> None:
        """Go through the nodes at the top, or in a graph."""
        for member in each_item(item):
            if member.kind == "object":
                self._top(member, context.within(member))

    def _top(self, item: Item, context: Context) -> None:
        node = named_by(context.keyword(item, "@id"), context) or self._root(item, context)
        if node is not None:
            self._node(item, node, context)
            return
        for keyword in ("@graph", "@included"):
            if (inner := context.keyword(item, keyword)) is not None:
                self.walk(inner, context)

    def _root(self, item: Item, context: Context) -> FoundTerm | None:
        """Take the next unnamed node, if what is said of it is what is written here."""
        names = _names_in(item, context)
        said = [TYPE if name == "@type" else name for name in names if name]
        while self._waiting.roots and self._waiting.roots[0] in self._places:
            self._waiting.roots.pop(0)
        first = next(iter(self._waiting.roots), None)
        if first is None or not any(self._waiting.of(first, name) for name in said):
            return None
        return self._waiting.roots.pop(0)

    def _node(self, item: Item, node: FoundTerm, context: Context, at: int | None = None) -> None:
        """Place what is said of a node.

        :param at: where it is named, if that isn't its own ``@id``.
        """
        identified = context.keyword(item, "@id")
        if at is None:
            at = identified.start if identified else item.start
        self._places.setdefault(node, at)
        self._members(item, node, context, at)

    def _members(self, item: Item, node: FoundTerm, context: Context, at: int) -> None:
        for said, member in _properties(item, node, context, at):
            if said.predicate in ("@included", "@graph"):
                self.walk(member, context)
            elif said.predicate == "@nest":
                for nested in each_item(member):
                    self._members(nested, node, context, at)
            elif said.predicate == "@reverse":
                for inverse, values in _properties(member, node, context, at):
                    self._reverse(values, inverse)
            elif said.term.reverse:
                self._reverse(member, said)
            elif ":" in said.predicate:
                self._property(member, said)

    # Values

    def _property(self, item: Item, said: _Said) -> None:
        """Place the values of a property, which may be arranged by something."""
        container = said.term.container
        if said.term.type == "@json":
            self._value(item, said)
        elif item.kind == "object" and container & _MAPS and "@value" not in item.members:
            for name, values in item.members.items():
                for value in each_item(values):
                    self._entry(value, name, item.keys[name][0], said)
        elif "@graph" in container:
            for value in each_item(item):
                self._entry(value, None, value.start, said)
        elif "@list" in container and said.context.keyword(item, "@list") is None:
            self._list(item, said)
        else:
            self._value(item, said)

    def _entry(self, item: Item, name: str | None, at: int, said: _Said) -> None:
        """Place a value that has its name in a map, or is a graph."""
        container = said.term.container
        if name is not None and said.context.expand(name) == "@none":
            name = None
        if name is not None and "@id" in container:
            named = node_named(name, said.context)
        elif "@graph" in container:
            named = None
        else:
            self._in_map(item, name, at, said)
            return
        quad = next((q for q in self._of(said) if self._stands_for(q.object, named)), None)
        if quad is None:
            return
        self._add(self._waiting.take(quad), said, at if named is not None else item.start)
        inner = said.context.within(item)
        if "@graph" in container:
            self._top(item, inner)
        else:
            self._node(item, quad.object, inner, at)

    def _in_map(self, item: Item, name: str | None, at: int, said: _Said) -> None:
        """Place a value in a map by language, index or type, and what its name says of it."""
        container, outer = said.term.container, said.context
        if name is not None and "@language" in container:
            said = replace(said, language=name.lower())
        node = self._value(item, said, name if "@type" in container else None)
        if name is None or node is None:
            return
        if "@type" in container:
            self._said_by_name(node, TYPE, node_named(outer.kind(name), outer), at)
        elif "@index" in container and said.term.index:
            self._said_by_name(node, said.term.index, ox.Literal(name), at)

    def _said_by_name(self, node: FoundTerm, predicate: str, value: object, at: int) -> None:
        for quad in self._waiting.of(node, predicate):
            if quad.object == value:
                self._put(self._waiting.take(quad), (self._places.get(node, at), at, at))
                return

    def _stands_for(self, term: FoundTerm, named: FoundTerm | None) -> bool:
        return term == named if named is not None else self._waiting.is_unnamed(term)

    def _value(self, item: Item, said: _Said, kind: str | None = None) -> FoundTerm | None:
        """Place a value, or those of a list or a set; give the node, if it is one."""
        inner = said.context.within(item, kind)
        said = replace(said, context=inner)
        if said.term.type != "@json":
            if (items := inner.keyword(item, "@list")) is not None:
                self._list(items, said)
                return None
            item = inner.keyword(item, "@set") or item
            if item.kind == "array":
                for member in item.items:
                    self._value(member, said)
                return None
        quad = self._take(item, said)
        if quad is None:
            return None
        self._add(quad, said, value_place(item, inner))
        if isinstance(quad.object, ox.Literal):
            self._note_end(item, inner)
            return None
        if item.kind == "object":
            self._node(item, quad.object, inner)
        return quad.object

    def _note_end(self, item: Item, context: Context) -> None:
        written = context.keyword(item, "@value") or item
        if written.kind in ("object", "array"):
            self._ends[written.start] = written.end

    def _list(self, item: Item, said: _Said) -> None:
        """Place a list's cells and what they hold; there is none for null."""
        if is_null(item):
            return
        nests = "@list" in said.term.container  # else arrays within are of the list itself
        all_items = each_item(item) if nests else flat_items(item)
        members = [m for m in all_items if not self._says_nothing(m, said.context)]
        cell = self._cell(said) if members else self._empty(said)
        if cell is None:
            return
        self._add(cell, said, item.start)
        said = replace(said, node=cell.object, predicate=FIRST)
        for number, member in enumerate(members):
            self._list(member, said) if member.kind == "array" else self._value(member, said)
            said = replace(said, predicate=REST)
            rest = self._cell(said) if number + 1 < len(members) else self._empty(said)
            if rest is None:
                return
            self._add(rest, said, members[min(number + 1, len(members) - 1)].start)
            said = replace(said, node=rest.object, predicate=FIRST)

    def _says_nothing(self, item: Item, context: Context) -> bool:
        """Tell whether a list leaves an item out."""
        inner = context.within(item)
        kind = inner.keyword(item, "@type")
        is_json = kind is not None and kind.value == "@json"
        return not is_json and is_null(inner.keyword(item, "@value") or item)

    def _empty(self, said: _Said) -> ox.Quad | None:
        """Take the statement whose value is the empty list."""
        quad = next((q for q in self._of(said) if q.object == _NIL), None)
        return None if quad is None else self._waiting.take(quad)

    def _cell(self, said: _Said) -> ox.Quad | None:
        """Take the statement whose value is a list's cell that isn't yet placed."""
        for quad in self._of(said):
            if self._waiting.is_cell(quad.object) and quad.object not in self._places:
                self._places[quad.object] = -1
                return self._waiting.take(quad)
        return None

    def _reverse(self, item: Item, said: _Said) -> None:
        """Place statements whose values are the node, about things written under its property."""
        values = item.members.values() if "@index" in said.term.container else each_item(item)
        for value in (inner for group in values for inner in each_item(group)):
            context = said.context.within(value)
            written = value if value.kind == "string" else context.keyword(value, "@id")
            subject = named_by(written, context)
            for quad in self._waiting.pointing[said.node, said.predicate]:
                if self._begins(quad, subject):
                    at = written.start if written is not None else value.start
                    self._add(self._waiting.take(quad), replace(said, at=at), said.at)
                    self._node(value, quad.subject, context, at)
                    break

    def _begins(self, quad: ox.Quad, subject: FoundTerm | None) -> bool:
        """Tell whether a statement that waits is about a subject, or about one without a name."""
        if quad not in self._waiting.of(quad.subject, quad.predicate.value):
            return False
        return self._stands_for(quad.subject, subject) and (
            subject is not None or quad.subject not in self._places
        )

    def _of(self, said: _Said) -> list[ox.Quad]:
        return self._waiting.of(said.node, said.predicate)

    def _take(self, item: Item, said: _Said) -> ox.Quad | None:
        """Take the statement whose value is what is written."""
        for quad in self._of(said):
            if self._is(item, quad.object, said):
                return self._waiting.take(quad)
        return None

    def _is(self, item: Item, term: FoundTerm, said: _Said) -> bool:
        context = said.context
        if isinstance(term, ox.Literal):
            return self._is_literal(item, term, said)
        if said.term.type == "@json":
            return False
        identified = context.keyword(item, "@id")
        if identified is not None:
            return named_by(identified, context) == term
        if item.kind == "string":
            named = (named_by(item, context), node_named(context.kind(item.value), context))
            return (said.predicate == TYPE or said.names_nodes) and term in named
        is_new = self._waiting.is_unnamed(term) and term not in self._places
        return item.kind == "object" and is_new and not self._waiting.is_cell(term)

    def _is_literal(self, item: Item, literal: ox.Literal, said: _Said) -> bool:
        """Tell whether a value, or an object with @value, is a literal."""
        written, kind, language = (
            said.context.keyword(item, name) for name in ("@value", "@type", "@language")
        )
        coerced = said.term.type if written is None else kind.value if kind else None
        if coerced == "@json":
            return self._is_json(written or item, literal)
        if (written or item).kind not in ("string", "scalar") or is_null(written or item):
            return False
        tag = language.value.lower() if language and language.kind == "string" else said.language
        if tag is not None and tag != (literal.language or "").lower():
            return False
        if coerced not in (None, "@none", "@id", "@vocab"):
            wanted = said.context.kind(coerced)
            return literal.datatype.value == wanted and is_value(written or item, literal)
        is_text = literal.datatype.value in _TEXTS
        is_string = (written or item).kind == "string"
        return is_text == is_string and is_value(written or item, literal)

    def _is_json(self, item: Item, literal: ox.Literal) -> bool:
        if literal.datatype.value != f"{RDF}JSON":
            return False
        return _as_json(literal.value) == _as_json(self._text[item.start : item.end])

    def _add(self, quad: ox.Quad, said: _Said, value: int) -> None:
        self._put(quad, (said.at, said.key, value))

    def _put(self, quad: ox.Quad, places: tuple[int, int, int]) -> None:
        subject, predicate, value = ((place, b"") for place in places)
        self._positions.add((subject, predicate, value, None), keys_of(quad))

    def place_others(self) -> None:
        """Put at its node what was not located."""
        for (node, predicate), quads in self._waiting.left.items():
            at = self._places.get(node, -1)
            said = _Said(node, predicate, at, at, Context(None), ContextTerm(None))
            for quad in quads if at >= 0 else ():
                self._add(quad, said, at)


def _names_in(item: Item, context: Context) -> set[str | None]:
    """Give what the names in an object mean, those in @nest too."""
    names = {context.expand(name) for name in item.members}
    nested = context.keyword(item, "@nest")
    for inner in each_item(nested) if nested is not None else ():
        names |= _names_in(inner, context)
    return names


def _properties(
    item: Item, node: FoundTerm, context: Context, at: int
) -> Iterator[tuple[_Said, Item]]:
    """Give the properties and keywords that are written in an object, each with its value."""
    for key, member in item.members.items():
        name = context.expand(key) or ""
        predicate = TYPE if name == "@type" else name
        yield (
            _Said(node, predicate, at, item.keys[key][0], context.under(key), context.term(key)),
            member,
        )


def _as_json(text: str) -> object:
    """Read a JSON literal to compare it: its numbers are doubles, of any length (RFC 8785)."""
    return json.loads(text, parse_int=float)
