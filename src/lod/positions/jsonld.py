"""Locates the statements of a JSON-LD document in its text. Source: JSON-LD 1.1, 9.

Nothing is expanded here: pyoxigraph has parsed the document. The tree is walked with the
contexts written in it, and each statement looked for among those known. One that isn't found
(through ``@reverse``, an index map, a context's finer points) stands at its node.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from json.decoder import JSONDecodeError

import pyoxigraph as ox

from lod.namespaces import RDF, XSD
from lod.positions.context import Context
from lod.positions.found import Positions, Value
from lod.positions.jsontext import Item, read_json, scalar_end
from lod.positions.spans import Lines

_TYPE, _FIRST, _REST = (ox.NamedNode(f"{RDF}{name}") for name in ("type", "first", "rest"))
_NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float")}


def locate(data: bytes, base: str | None, quads: Iterable[ox.Quad]) -> Positions:
    """Locate the statements; none in a text that our reader of JSON refuses."""
    text = data.decode()
    positions = Positions(Lines(text), lambda offset: scalar_end(text, offset))
    locator = _Locator(quads, positions)
    try:
        tree = read_json(text)
    except JSONDecodeError:
        positions.exact = False
        return positions
    locator.walk(tree, Context(base))
    locator.place_others()
    return positions


class _Locator:
    """Walks the tree; ``_waiting`` holds the statements not yet placed, by subject and property."""

    def __init__(self, quads: Iterable[ox.Quad], positions: Positions) -> None:
        self._positions = positions
        self._waiting: dict[tuple[Value, str], list[ox.Quad]] = defaultdict(list)
        self._places: dict[Value, int] = {}
        objects = set()
        for quad in quads:
            self._waiting[quad.subject, quad.predicate.value].append(quad)
            objects.add(quad.object)
        subjects = dict.fromkeys(subject for subject, _ in self._waiting)
        roots = (s for s in subjects if isinstance(s, ox.BlankNode) and s not in objects)
        self._roots: Iterator[ox.BlankNode] = iter(list(roots))

    def walk(self, item: Item, context: Context) -> None:
        """Go through the nodes at the top."""
        for member in _each(item):
            if member.kind == "object":
                self._top(member, context.within(member))

    def _top(self, item: Item, context: Context) -> None:
        graph = context.keyword(item, "@graph")
        identified = context.keyword(item, "@id")
        described = [key for key in item.members if key[:1] != "@" or key == "@type"]
        if graph is None or (described and identified):
            node = self._named(identified, context) or next(self._roots, None)
            if node is not None:
                self._node(item, node, context)
        if graph is not None:
            self.walk(graph, context)

    def _named(self, item: Item | None, context: Context) -> Value | None:
        if item is None or item.kind != "string":
            return None
        if item.value.startswith("_:"):
            return ox.BlankNode(item.value[2:])
        try:
            return ox.NamedNode(context.resolve(item.value))
        except ValueError:
            return None

    def _node(self, item: Item, node: Value, context: Context) -> None:
        """Place what is said of a node."""
        identified = context.keyword(item, "@id")
        at = identified.start if identified else item.start
        self._places.setdefault(node, at)
        for key, member in item.members.items():
            name = context.expand(key)
            predicate = f"{RDF}type" if name == "@type" else name
            if name in ("@included", "@graph"):
                self.walk(member, context)
            elif ":" in predicate:
                place = (at, item.keys[key][0])
                for value in [member] if key in context.lists else _each(member):
                    self._value(value, node, predicate, place, context)

    def _value(
        self, item: Item, node: Value, predicate: str, place: tuple[int, int], context: Context
    ) -> None:
        inner = context.within(item)
        for wrapper in ("@set", "@list"):
            listed = inner.keyword(item, wrapper)
            if listed is not None:
                item = listed
        if item.kind == "array":
            self._list(item, node, predicate, place, inner)
            return
        quad = self._take(item, node, predicate, inner)
        if quad is None:
            self._list(item, node, predicate, place, inner)
            return
        self._add(quad, place, _place(item, inner))
        if item.kind == "object" and not isinstance(quad.object, ox.Literal):
            self._node(item, quad.object, inner)

    def _list(
        self, item: Item, node: Value, predicate: str, place: tuple[int, int], context: Context
    ) -> None:
        """Place a list's cells, and the values of a set or a language map."""
        cell = self._cell(node, predicate)
        if cell is not None:
            self._add(cell, place, item.start)
            node, predicate = cell.object, _FIRST.value
        members = [*item.members.values()] if item.kind == "object" else item.items
        for member in members:
            self._value(member, node, predicate, place, context)
            rest = self._cell(node, _REST.value) if cell is not None else None
            if rest is not None:
                self._add(rest, place, member.start)
                node = rest.object

    def _cell(self, node: Value, predicate: str) -> ox.Quad | None:
        """Take the statement whose value is a list's cell that isn't yet placed."""
        for quad in self._waiting[node, predicate]:
            if self._waiting.get((quad.object, _FIRST.value)) and quad.object not in self._places:
                self._waiting[node, predicate].remove(quad)
                self._places[quad.object] = -1
                return quad
        return None

    def _take(self, item: Item, node: Value, predicate: str, context: Context) -> ox.Quad | None:
        """Take the statement whose value is what is written."""
        waiting = self._waiting.get((node, predicate), [])
        for number, quad in enumerate(waiting):
            if self._is(item, quad.object, context):
                return waiting.pop(number)
        return None

    def _is(self, item: Item, term: Value, context: Context) -> bool:
        written = context.keyword(item, "@value") or item
        identified = context.keyword(item, "@id")
        if isinstance(term, ox.Literal):
            return written.kind in ("string", "scalar") and _is_literal(written, term)
        if identified is not None:
            return self._named(identified, context) == term
        if isinstance(term, ox.BlankNode):
            is_cell = (term, _FIRST.value) in self._waiting
            return item.kind == "object" and not is_cell and term not in self._places
        names = (context.resolve(item.value), context.expand(item.value))
        return isinstance(term, ox.NamedNode) and item.kind == "string" and term.value in names

    def _add(self, quad: ox.Quad, place: tuple[int, int], value: int) -> None:
        hashes = hash(quad.subject), hash(quad.predicate), hash(quad.object)
        at, key = place
        slot = ((at, b""), (key, b""), (value, b""), None)
        self._positions.add(slot, hashes)

    def place_others(self) -> None:
        """Put at its node what was not located."""
        for (node, _), quads in self._waiting.items():
            at = self._places.get(node, -1)
            for quad in quads if at >= 0 else ():
                self._add(quad, (at, at), at)


def _each(item: Item) -> list[Item]:
    return item.items if item.kind == "array" else [item]


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
