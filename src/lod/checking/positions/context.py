"""The contexts written in a JSON-LD document: what its names mean. Source: JSON-LD 1.1 API, 4, 5.2.

Contexts elsewhere aren't read: pyoxigraph refuses a document that names one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lod.checking.positions.bounds import DEEPEST
from lod.checking.positions.jsontext import Item, each_item
from lod.checking.positions.scope import Scope

_KEYWORDS = """
    base container context direction graph id import included index json language list
    nest none prefix propagate protected reverse set type value version vocab
"""
KEYWORDS = frozenset(f"@{name}" for name in _KEYWORDS.split())


class TooDeep(Exception):
    """Names are defined by others, and these by others, deeper than is read; has the last one."""

    def __init__(self, item: Item) -> None:
        super().__init__("a chain of definitions")
        self.item = item


@dataclass(frozen=True, slots=True)
class ContextTerm:
    """What a context says of a name.

    :param iri: what it stands for, or a keyword; None if it is to stand for nothing.
    :param type: what strings under it are: ``@id``, ``@vocab``, ``@json``, or a datatype.
    :param container: how values under it are arranged: ``@list``, ``@language``, ``@id``, …
    :param context: what holds for what stands under it.
    :param index: the property that a map's names are values of.
    """

    iri: str | None
    type: str | None = None
    container: frozenset[str] = frozenset()
    reverse: bool = False
    context: Item | None = None
    index: str | None = None


_UNKNOWN = ContextTerm("")


@dataclass(frozen=True)
class Context:
    """What names mean at some place.

    :param before: the context that holds again in nodes within, after a type's own.
    """

    base: str | None
    vocab: str | None = None
    terms: Mapping[str, ContextTerm] = field(default_factory=dict)
    before: "Context | None" = None
    _read: dict[int, "Context"] = field(default_factory=dict, init=False, compare=False)

    def term(self, name: str) -> ContextTerm:
        """Give what is said of a name; an empty term if nothing is."""
        return self.terms.get(name, _UNKNOWN)

    def within(self, item: Item, kind: str | None = None) -> "Context":
        """Give the context inside an object, which may bring its own, or its types may.

        :param kind: the type that it has by its name in a map.
        """
        context = self
        if self.before and not ("@value" in item.members or item.members.keys() == {"@id"}):
            context = self.before
        if kind is not None:
            context = context._of_names([kind])
        written = item.members.get("@context")
        if written is not None:
            context = context.reading(written)
        return context._of_types(item)

    def under(self, name: str) -> "Context":
        """Give the context that holds for what stands under a name."""
        written = self.term(name).context
        return self if written is None else self.reading(written)

    def reading(self, written: Item) -> "Context":
        """Give the context after one that is written, which is read once."""
        made = self._read.get(id(written))
        if made is None:
            made = self._read[id(written)] = self._reading(written)
        return made

    def _reading(self, written: Item) -> "Context":
        context = self
        for part in each_item(written):
            context = context._with(part.members) if part.kind != "scalar" else Context(self.base)
            goes_on = part.members.get("@propagate")
            if goes_on is not None and goes_on.value == "false":
                context = replace(context, before=self)
        return context

    def _of_types(self, item: Item) -> "Context":
        types = self.keyword(item, "@type")
        names = sorted(i.value for i in each_item(types) if i.kind == "string") if types else []
        return self._of_names(names)

    def _of_names(self, names: Sequence[str]) -> "Context":
        made = self
        for written in (self.term(name).context for name in names):
            if written is not None:
                goes_on = written.members.get("@propagate")
                made = made.reading(written)
                if goes_on is None or goes_on.value != "true":
                    made = replace(made, before=self)
        return made

    def _with(self, members: Mapping[str, Item]) -> "Context":
        made = replace(self, base=self._base(members), terms=dict(self.terms), before=None)
        vocab = members.get("@vocab")
        if vocab is not None:
            meaning = made.kind(vocab.value) if vocab.kind == "string" else None
            made = replace(made, vocab=meaning)
        waiting = {name: item for name, item in members.items() if name not in KEYWORDS}
        if "@type" in members:
            waiting["@type"] = members["@type"]
        for name in [*waiting]:
            made._define(name, waiting)
        return made

    def _base(self, members: Mapping[str, Item]) -> str | None:
        written = members.get("@base")
        if written is None:
            return self.base
        return Scope(self.base).resolve(written.value) if written.kind == "string" else None

    def _define(self, name: str, waiting: dict[str, Item], above: int = 0) -> None:
        """Define a name, after those that its definition is made of.

        :raises TooDeep: each of more than 200 names is made of the next.
        """
        item = waiting.pop(name, None)
        if item is None:
            return
        if above > DEEPEST:
            raise TooDeep(item)
        terms = self.terms
        assert isinstance(terms, dict)
        terms.pop(name, None)
        terms[name] = self._defined(name, item, waiting, above)

    def _defined(self, name: str, item: Item, waiting: dict[str, Item], above: int) -> ContextTerm:
        if item.kind != "object":
            return ContextTerm(
                self._meaning(item.value, waiting, above) if item.kind == "string" else None
            )
        written = item.members.get("@reverse") or item.members.get("@id")
        kind, container = item.members.get("@type"), item.members.get("@container")
        index = item.members.get("@index")
        if written is not None and written.kind != "string":
            return ContextTerm(None)
        return ContextTerm(
            self._meaning(name if written is None else written.value, waiting, above),
            self._meaning(kind.value, waiting, above) if kind is not None else None,
            frozenset(i.value for i in each_item(container)) if container else frozenset(),
            "@reverse" in item.members,
            item.members.get("@context"),
            self._meaning(index.value, waiting, above) if index is not None else None,
        )

    def _meaning(self, value: str, waiting: dict[str, Item], above: int) -> str | None:
        for name in (value, value.partition(":")[0]):
            self._define(name, waiting, above + 1)
        return self.expand(value)

    def keyword(self, item: Item, keyword: str) -> Item | None:
        """Give an object's member by keyword, which may have another name here."""
        if keyword in item.members:
            return item.members[keyword]
        for name, member in item.members.items():
            if self.term(name).iri == keyword:
                return member
        return None

    def expand(self, name: str) -> str | None:
        """Give the IRI or the keyword of a property's or class's name; None if it means nothing.

        What is neither an IRI nor known stays as it is.

        >>> Context(None, terms={"ex": ContextTerm("http://x/")}).expand("ex:c")
        'http://x/c'
        """
        if name in self.terms:
            return self.terms[name].iri
        if name.startswith("@"):
            return name if name in KEYWORDS else None
        return self._compact(name) or (self.vocab or "") + name

    def resolve(self, name: str) -> str:
        """Give the IRI of a node's name."""
        return self._compact(name) or Scope(self.base).resolve(name)

    def kind(self, name: str) -> str:
        """Give the IRI of a class's or datatype's name, which may be relative to the base."""
        full = self.expand(name) or name
        return full if ":" in full else Scope(self.base).resolve(full)

    def _compact(self, name: str) -> str | None:
        """Give the IRI of a name with a colon."""
        prefix, colon, local = name.partition(":")
        if not (prefix and colon):
            return None
        start = None if local.startswith("//") else self.term(prefix).iri
        return f"{start}{local}" if start else name
