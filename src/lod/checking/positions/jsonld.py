"""Locates the statements of a JSON-LD document in its text. Source: JSON-LD 1.1, 9.

Nothing is expanded here: pyoxigraph has parsed the document. The tree is walked with the
contexts written in it, and each statement looked for among those known. One that isn't found
(through a context's finer points) stands at its node.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from json.decoder import JSONDecodeError

import pyoxigraph as ox

from lod.checking.positions.context import Context, ContextTerm
from lod.checking.positions.found import FoundTerm, Positions, keys_of
from lod.checking.positions.jsontext import Item, each_item, read_json, scalar_end
from lod.checking.positions.spans import LineTable
from lod.checking.positions.waiting import FIRST, REST, TYPE, WaitingStatements
from lod.rdf import XSD

_NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float")}
_LABEL = re.compile(r'"_:([^"\\]+)"')
_MAPS = frozenset({"@language", "@index", "@id"})


def locate(text: str, base: str | None, quads: Iterable[ox.Quad]) -> Positions:
    """Locate the statements; none in a text that our reader of JSON refuses."""
    positions = Positions(LineTable(text), lambda offset: scalar_end(text, offset))
    try:
        tree = read_json(text)
    except JSONDecodeError:
        positions.exact = False
        return positions
    locator = _Locator(WaitingStatements(quads, frozenset(_LABEL.findall(text))), positions)
    locator.walk(tree, Context(base))
    locator.place_others()
    return positions


@dataclass(frozen=True, slots=True)
class _Said:
    """A property of a node, as it is written.

    :param at: where the node stands; ``key`` where the property does.
    :param context: what holds for its values.
    """

    node: FoundTerm
    predicate: str
    at: int
    key: int
    context: Context
    term: ContextTerm


class _Locator:
    """Walks the tree; ``_places`` are those of the nodes met."""

    def __init__(self, waiting: WaitingStatements, positions: Positions) -> None:
        self._waiting, self._positions = waiting, positions
        self._places: dict[FoundTerm, int] = {}

    def walk(self, item: Item, context: Context) -> None:
        """Go through the nodes at the top, or in a graph."""
        for member in each_item(item):
            if member.kind == "object":
                self._top(member, context.within(member))

    def _top(self, item: Item, context: Context) -> None:
        node = _named(context.keyword(item, "@id"), context) or self._root(item, context)
        if node is not None:
            self._node(item, node, context)
        elif (graph := context.keyword(item, "@graph")) is not None:
            self.walk(graph, context)

    def _root(self, item: Item, context: Context) -> FoundTerm | None:
        """Take the next unnamed node, if what is said of it is what is written here."""
        names = {context.expand(name) for name in item.members}
        said = [TYPE if name == "@type" else name for name in names if name]
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
        is_map = item.kind == "object" and container & _MAPS and "@value" not in item.members
        if is_map:
            for name, values in item.members.items():
                for value in each_item(values):
                    self._entry(value, name, item.keys[name][0], said)
        elif "@graph" in container:
            for value in each_item(item):
                self._entry(value, None, value.start, said)
        else:
            for value in [item] if "@list" in container else each_item(item):
                self._value(value, said)

    def _entry(self, item: Item, name: str | None, at: int, said: _Said) -> None:
        """Place a value that has its name in a map, or is a graph."""
        container = said.term.container
        named = None
        if "@id" in container and name is not None and said.context.expand(name) != "@none":
            named = _node_named(name, said.context)
        if named is None and "@graph" not in container:
            self._value(item, said)
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

    def _stands_for(self, term: FoundTerm, named: FoundTerm | None) -> bool:
        return term == named if named is not None else self._waiting.is_unnamed(term)

    def _value(self, item: Item, said: _Said) -> None:
        inner = said.context.within(item)
        said = replace(said, context=inner)
        for wrapper in ("@set", "@list"):
            item = inner.keyword(item, wrapper) or item
        quad = self._take(item, said) if item.kind != "array" else None
        if quad is None:
            self._list(item, said)
            return
        self._add(quad, said, _place(item, inner))
        if item.kind == "object" and not isinstance(quad.object, ox.Literal):
            self._node(item, quad.object, inner)

    def _list(self, item: Item, said: _Said) -> None:
        """Place a list's cells and what they hold, or the values of a set."""
        cell = self._cell(said)
        if cell is not None:
            self._add(cell, said, item.start)
            said = replace(said, node=cell.object, predicate=FIRST)
        for member in item.items:
            self._value(member, said)
            rest = self._cell(replace(said, predicate=REST)) if cell is not None else None
            if rest is not None:
                self._add(rest, said, member.start)
                said = replace(said, node=rest.object)

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
            subject = _named(written, context)
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
            if self._is(item, quad.object, said.context):
                return self._waiting.take(quad)
        return None

    def _is(self, item: Item, term: FoundTerm, context: Context) -> bool:
        written = context.keyword(item, "@value") or item
        identified = context.keyword(item, "@id")
        if isinstance(term, ox.Literal):
            return written.kind in ("string", "scalar") and _is_literal(written, term)
        if identified is not None:
            return _named(identified, context) == term
        if item.kind == "string":
            return term in (_named(item, context), _node_named(context.kind(item.value), context))
        is_new = self._waiting.is_unnamed(term) and term not in self._places
        return item.kind == "object" and is_new and not self._waiting.is_cell(term)

    def _add(self, quad: ox.Quad, said: _Said, value: int) -> None:
        slot = ((said.at, b""), (said.key, b""), (value, b""), None)
        self._positions.add(slot, keys_of(quad))

    def place_others(self) -> None:
        """Put at its node what was not located."""
        for (node, predicate), quads in self._waiting.left.items():
            at = self._places.get(node, -1)
            said = _Said(node, predicate, at, at, Context(None), ContextTerm(None))
            for quad in quads if at >= 0 else ():
                self._add(quad, said, at)


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


def _named(item: Item | None, context: Context) -> FoundTerm | None:
    return _node_named(item.value, context) if item is not None and item.kind == "string" else None


def _node_named(name: str, context: Context) -> FoundTerm | None:
    """Give the node of an IRI or a label; None for one that isn't right."""
    if name.startswith("_:"):
        return ox.BlankNode(name[2:])
    try:
        return ox.NamedNode(context.resolve(name))
    except ValueError:
        return None


def _place(item: Item, context: Context) -> int:
    inner = context.keyword(item, "@value") or context.keyword(item, "@id") or item
    return inner.start


def _is_literal(item: Item, literal: ox.Literal) -> bool:
    if literal.value == item.value:
        return True
    if item.kind != "scalar" or literal.datatype.value not in _NUMBERS:
        return False
    try:
        return float(literal.value) == float(item.value)
    except ValueError:
        return False
