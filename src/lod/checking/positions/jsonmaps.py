"""Writes the type maps of a JSON-LD document as lists of nodes, which say the same.

pyoxigraph refuses most of them. Source: JSON-LD 1.1, 4.6.4; JSON-LD 1.1 API, 4.2.2, 5.1.2 (13.8).
"""

import json
import re
from contextlib import suppress

from lod.checking.positions.context import Context, ContextTerm, TooDeep
from lod.checking.positions.jsontext import Item, each_item, read_json
from lod.rdf import possessive

_MAPPED = re.compile(
    possessive(rb'"@container"\s*+:\s*+(?:"@type"|\[[^\]"]*+(?:"@set"[^\]"]*+)?+"@type")')
)
_VISIBLE = re.compile(r"\S")


def without_type_maps(data: bytes, base: str | None) -> bytes:
    """Give a document without type maps; lines stay as they are.

    >>> made = without_type_maps(
    ...     b'{"@context": {"p": {"@id": "x:p", "@container": "@type"}}, "p": {"x:T": "x:a"}}', None
    ... )
    >>> json.loads(made)["p"]
    [{'@type': ['x:T'], '@id': 'x:a'}]
    """
    if _MAPPED.search(data) is None:
        return data
    text = data.decode()
    rewriter = _Rewriter(text)
    with suppress(json.JSONDecodeError, TooDeep):  # of which the look before has told
        rewriter.values(read_json(text), Context(base), ContextTerm(""))
        return rewriter.written().encode()
    return data


class _Rewriter:
    """Notes what replaces what: ``_edits`` are start, end and the new text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._edits: list[tuple[int, int, str]] = []

    def written(self) -> str:
        """Give the text with all that was noted."""
        parts, done = [], 0
        for start, end, new in sorted(self._edits):
            parts += [self._text[done:start], new]
            done = end
        return "".join([*parts, self._text[done:]])

    def values(self, item: Item, context: Context, term: ContextTerm) -> None:
        """Rewrite what stands under a name."""
        is_map = item.kind == "object" and term.container & {"@index", "@id", "@language"}
        for value in each_item(item):
            if value.kind == "array":
                self.values(value, context, term)
            elif is_map and "@value" not in value.members:
                for member in value.members.values():
                    self.values(member, context, ContextTerm(""))
            elif value.kind == "object":
                self._object(value, context)

    def _object(self, item: Item, outer: Context, type_: str | None = None) -> None:
        if "@context" in item.members:
            self._contexts(item.members["@context"])
        context = outer.within(item, type_)
        if context.keyword(item, "@value") is None:
            self._members(item, context)

    def _members(self, item: Item, context: Context) -> None:
        for name, member in item.members.items():
            term, meaning = context.term(name), context.expand(name)
            if meaning == "@context" or term.type == "@json":
                continue
            if meaning in ("@nest", "@reverse"):
                for nested in each_item(member):
                    self._members(nested, context)
            elif "@type" in term.container and member.kind == "object":
                self._map(member, context.under(name), term)
            else:
                self.values(member, context.under(name), term)

    # Maps

    def _map(self, item: Item, context: Context, term: ContextTerm) -> None:
        self._edits += [(item.start, item.start + 1, "["), (item.end - 1, item.end, "]")]
        for name, member in item.members.items():
            start, end = item.keys[name]
            self._edits.append(
                (start, member.start, _VISIBLE.sub("", self._text[end : member.start]))
            )
            given = None if context.expand(name) == "@none" else name
            for value in each_item(member):
                self._typed(value, context, term, given, self._text[start:end])

    def _typed(
        self, item: Item, context: Context, term: ContextTerm, name: str | None, written: str
    ) -> None:
        """Write a type into its node; ``written`` is how it stands in the text."""
        if item.kind == "object":
            if name is not None:
                kind = json.dumps(context.kind(name)) if "@context" in item.members else written
                self._add_type(item, context.within(item, name), kind)
            self._object(item, context, name)
        elif item.kind == "string":
            is_class = term.type == "@vocab"
            node = context.kind(item.value) if is_class else item.value
            types = f'"@type": [{written}], ' if name is not None else ""
            self._edits.append((item.start, item.end, f'{{{types}"@id": {json.dumps(node)}}}'))

    def _add_type(self, item: Item, context: Context, kind: str) -> None:
        own = context.keyword(item, "@type")
        if own is None:
            more = ", " if item.members else ""
            self._edits.append((item.start + 1, item.start + 1, f'"@type": [{kind}]{more}'))
            return
        more = ", " if own.kind != "array" or own.items else ""
        opened = int(own.kind == "array")
        self._edits.append((own.start, own.start + opened, f"[{kind}{more}"))
        if not opened:
            self._edits.append((own.end, own.end, "]"))

    # Contexts

    def _contexts(self, item: Item) -> None:
        """Make sets of the containers; their values are nodes by what a type map is."""
        for part in each_item(item):
            for definition in part.members.values():
                container = definition.members.get("@container")
                if container and any(i.value == "@type" for i in each_item(container)):
                    more = "" if "@type" in definition.members else ', "@type": "@id"'
                    self._edits.append((container.start, container.end, f'"@set"{more}'))
                if "@context" in definition.members:
                    self._contexts(definition.members["@context"])
