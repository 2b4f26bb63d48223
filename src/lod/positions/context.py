"""The contexts written in a JSON-LD document, as far as is needed to recognise its statements."""

from dataclasses import dataclass, field

from lod.positions.jsontext import Item
from lod.positions.scope import Scope


@dataclass(frozen=True)
class Context:
    """What names mean at some place. Source: JSON-LD 1.1, 4.1; contexts elsewhere aren't read."""

    base: str | None
    vocab: str = ""
    terms: dict[str, str] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()

    def within(self, item: Item) -> "Context":
        """Give the context inside an object, which may bring its own."""
        written = item.members.get("@context")
        if written is None:
            return self
        context = self
        for part in written.items if written.kind == "array" else [written]:
            context = context._with(part.members)
        return context

    def _with(self, members: dict[str, Item]) -> "Context":
        terms, lists = dict(self.terms), set(self.lists)
        for name, item in members.items():
            meaning = item.members.get("@id", item)
            if meaning.kind == "string" and not name.startswith("@"):
                terms[name] = meaning.value
            container = item.members.get("@container")
            if container is not None and container.value == "@list":
                lists.add(name)
        vocab, base = members.get("@vocab"), members.get("@base")
        return Context(
            self.base if base is None or base.kind != "string" else self.resolve(base.value),
            self.vocab if vocab is None or vocab.kind != "string" else vocab.value,
            terms,
            frozenset(lists),
        )

    def keyword(self, item: Item, keyword: str) -> Item | None:
        """Give an object's member by keyword, which may have another name here."""
        if keyword in item.members:
            return item.members[keyword]
        for name, member in item.members.items():
            if self.terms.get(name) == keyword:
                return member
        return None

    def expand(self, name: str, depth: int = 8) -> str:
        """Give the IRI or keyword of a property's or class's name.

        >>> Context(None, terms={"ex": "http://x/", "b": "ex:c"}).expand("b")
        'http://x/c'
        """
        meaning = self.terms.get(name)
        if meaning is not None and meaning != name and depth:
            return self.expand(meaning, depth - 1)
        prefix, colon, local = name.partition(":")
        if colon and prefix in self.terms and depth and not local.startswith("//"):
            return self.expand(self.terms[prefix], depth - 1) + local
        return name if colon or name.startswith("@") else self.vocab + name

    def resolve(self, name: str) -> str:
        """Give the IRI of a node's name."""
        prefix, colon, local = name.partition(":")
        if colon and prefix in self.terms and not local.startswith("//"):
            return self.expand(name)
        return Scope(self.base).resolve(name)
