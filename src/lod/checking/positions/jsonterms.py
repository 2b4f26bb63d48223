"""What values of a JSON-LD document stand for. Source: JSON-LD 1.1 API, 5.3, 7."""

from contextlib import suppress

import pyoxigraph as ox

from lod.checking.positions.context import Context
from lod.checking.positions.found import FoundTerm
from lod.checking.positions.jsontext import Item


def named_by(item: Item | None, context: Context) -> FoundTerm | None:
    """Give the node of a string; None for what is none."""
    return node_named(item.value, context) if item is not None and item.kind == "string" else None


def node_named(name: str, context: Context) -> FoundTerm | None:
    """Give the node of an IRI or a label; None for one that isn't right."""
    if name.startswith("_:"):
        return ox.BlankNode(name[2:])
    try:
        return ox.NamedNode(context.resolve(name))
    except ValueError:
        return None


def value_place(item: Item, context: Context) -> int:
    """Give where a value is written: of an object its @value or @id."""
    inner = context.keyword(item, "@value") or context.keyword(item, "@id") or item
    return inner.start


def flat_items(item: Item) -> list[Item]:
    """Give the items of an array and of those within it."""
    if item.kind != "array":
        return [item]
    return [inner for member in item.items for inner in flat_items(member)]


def is_null(item: Item) -> bool:
    """Tell whether null is written."""
    return item.kind == "scalar" and item.value == "null"


def is_value(item: Item, literal: ox.Literal) -> bool:
    """Tell whether a text, number or true and false, as written, is a literal's."""
    if item.kind == "string":
        return literal.value == item.value
    if literal.value == item.value:
        return True
    with suppress(ValueError):
        return float(literal.value) == float(item.value)
    return False
