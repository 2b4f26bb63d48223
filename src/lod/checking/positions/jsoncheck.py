"""Finds what a JSON-LD document says that no reader takes: names and values it drops in silence.

An IRI or a language that isn't right is wrong; a name that means nothing is told apart, since the
rest of the document stands without it. Source: JSON-LD 1.1 API, 5.1.2 and 7.1; JSON-LD 1.1, 9.
"""

import re
from dataclasses import dataclass, field

import pyoxigraph as ox

from lod.checking.positions.bounds import DEEPEST
from lod.checking.positions.context import KEYWORDS, Context, ContextTerm, TooDeep
from lod.checking.positions.jsontext import Item, each_item
from lod.checking.positions.problems import Complaint, quoted
from lod.words import msg

_LIKE_KEYWORD = re.compile("@[A-Za-z]+")
_OF_VALUES = ("@value", "@type", "@language", "@direction", "@index", "@context")
_OF_NODES = ("@id", "@type", "@context", "@graph", "@included", "@nest", "@reverse", "@index")
_OF_LISTS = ("@list", "@set", "@index", "@context")


@dataclass
class Dropped:
    """What is found; offsets are in code points.

    :param wrong: IRIs and languages that aren't right.
    :param names: names that mean nothing, and where each stands.
    """

    wrong: list[Complaint] = field(default_factory=list)
    names: dict[str, list[int]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is found."""
        return not (self.wrong or self.names)

    def unknown(self) -> list[Complaint]:
        """Tell of each name that means nothing once, where it first stands."""
        return [_unknown(name, places) for name, places in self.names.items()]


def find_dropped(tree: Item, base: str | None) -> Dropped:
    """Find what is dropped of a document."""
    looker = _Looker()
    if tree.kind in ("string", "scalar"):
        message = msg("a document of JSON-LD is an object or a list of objects")
        looker.found.wrong.append(
            Complaint(tree.start, message, None, msg("write objects, in braces"))
        )
    try:
        looker.values(tree, Context(base), ContextTerm(""))
    except TooDeep as error:
        message = msg("names are defined by one another deeper than {most} levels", most=DEEPEST)
        todo = msg("write the whole IRI of each name")
        looker.found.wrong[:] = [Complaint(error.item.start, message, None, todo)]
    return looker.found


def is_right_iri(name: str, context: Context, kind: str) -> bool:
    """Whether nothing is wrong with what names a node, or a class, property or datatype.

    :param kind: ``@id`` for nodes, ``@vocab`` for the others.
    """
    looker = _Looker()
    looker.iri(Item(0, 0, name, "string"), context, kind)
    return looker.found.is_empty


def is_right_language(tag: str) -> bool:
    """Whether nothing is wrong with a language."""
    looker = _Looker()
    looker.language(0, tag)
    return looker.found.is_empty


class _Looker:
    def __init__(self) -> None:
        self.found = Dropped()

    def values(self, item: Item, context: Context, term: ContextTerm) -> None:
        """Look at what stands under a name."""
        for value in each_item(item):
            if value.kind == "object":
                self._object(value, context)
            elif value.kind == "array":
                self.values(value, context, term)
            elif value.kind == "string" and term.type in ("@id", "@vocab"):
                self.iri(value, context, term.type)

    def _object(self, item: Item, outer: Context, kind: str | None = None) -> None:
        if "@context" in item.members:
            for part in each_item(item.members["@context"]):
                self._context(part, outer)
        context = outer.within(item, kind)
        if context.keyword(item, "@value") is not None:
            self._keywords(item, context, _OF_VALUES)
            self._value(item, context)
        elif context.keyword(item, "@list") or context.keyword(item, "@set"):
            self._keywords(item, context, _OF_LISTS)
            for wrapper in ("@list", "@set"):
                self._keyword_values(item, context, wrapper)
        else:
            self._members(item, context)

    def _keywords(self, item: Item, context: Context, known: tuple[str, ...]) -> None:
        for name in item.members:
            if context.expand(name) not in known:
                self._unknown(item, name)

    def _keyword_values(self, item: Item, context: Context, keyword: str) -> None:
        found = context.keyword(item, keyword)
        if found is not None:
            self.values(found, context, ContextTerm(""))

    def _value(self, item: Item, context: Context) -> None:
        language, kind = context.keyword(item, "@language"), context.keyword(item, "@type")
        if language is not None and language.kind == "string":
            self.language(language.start, language.value)
        if kind is not None and kind.kind == "string":
            self.iri(kind, context, "@vocab")

    # Nodes

    def _members(self, item: Item, context: Context) -> None:
        """Look at what is said of a node."""
        for name, member in item.members.items():
            meaning = context.expand(name)
            if meaning is None and name in context.terms:
                continue  # the context says that it means nothing
            if meaning in KEYWORDS:
                self._keyword(item, name, str(meaning), context)
            elif meaning is None or ":" not in meaning or meaning.startswith("_:"):
                self._unknown(item, name)
            else:
                if name not in context.terms:  # else its definition is told of
                    self._check_iri(item.keys[name][0], name, meaning)
                self._property(member, context.under(name), context.term(name))

    def _keyword(self, item: Item, name: str, meaning: str, context: Context) -> None:
        member = item.members[name]
        if meaning in ("@id", "@type"):
            for value in each_item(member):
                if value.kind == "string":
                    self.iri(value, context, "@id" if meaning == "@id" else "@vocab")
        elif meaning in ("@graph", "@included"):
            self.values(member, context, ContextTerm(""))
        elif meaning in ("@nest", "@reverse"):
            for nested in each_item(member):
                self._members(nested, context)
        elif meaning not in _OF_NODES:
            self._unknown(item, name)

    def _property(self, member: Item, context: Context, term: ContextTerm) -> None:
        if term.type == "@json":
            return
        maps = term.container & {"@language", "@index", "@id", "@type"}
        if member.kind != "object" or not maps or "@value" in member.members:
            self.values(member, context, term)
            return
        for name, value in member.members.items():
            self._name_in_map(name, member.keys[name][0], maps, context)
            if "@type" in maps:
                self._typed(value, context, name)
            else:
                self.values(value, context, term)

    def _name_in_map(self, name: str, at: int, maps: frozenset[str], context: Context) -> None:
        if context.expand(name) == "@none":
            pass
        elif "@language" in maps:
            self.language(at, name)
        elif "@id" in maps:
            self._check_iri(at, name, context.resolve(name))
        elif "@type" in maps:
            self._check_iri(at, name, context.kind(name))

    def _typed(self, item: Item, context: Context, kind: str) -> None:
        """Look at the nodes of a type in a map."""
        for value in each_item(item):
            if value.kind == "object":
                self._object(value, context, kind)

    # Contexts

    def _context(self, item: Item, outer: Context) -> None:
        """Look at a context, and at those that hold under its names."""
        if item.kind != "object":
            return
        made = outer.reading(item)
        if "@language" in item.members and item.members["@language"].kind == "string":
            self.language(item.members["@language"].start, item.members["@language"].value)
        for name in item.members.keys() - KEYWORDS:
            self._definition(item.members[name], made.term(name), made)

    def _definition(self, item: Item, term: ContextTerm, context: Context) -> None:
        written = item.members.get("@id") or item.members.get("@reverse") or item
        if term.iri and ":" in term.iri and not term.iri.startswith("_:"):
            self._check_iri(written.start, written.value, term.iri)
        language = item.members.get("@language")
        if language is not None and language.kind == "string":
            self.language(language.start, language.value)
        if term.type is not None and term.type not in KEYWORDS:
            kind = item.members["@type"]
            self._check_iri(kind.start, kind.value, term.type)
        for inner in each_item(term.context) if term.context else ():
            self._context(inner, context)

    # What is told

    def iri(self, item: Item, context: Context, kind: str) -> None:
        """Look at a name of a node, or of a class or datatype."""
        meaning = context.kind(item.value) if kind == "@vocab" else context.resolve(item.value)
        if item.value not in KEYWORDS and _LIKE_KEYWORD.fullmatch(item.value):
            self.found.wrong.append(
                _bad_iri(item.start, item.value, msg("names with @ are those of JSON-LD"))
            )
        elif meaning not in KEYWORDS:
            self._check_iri(item.start, item.value, meaning)

    def _check_iri(self, at: int, written: str, meaning: str) -> None:
        if meaning.startswith("_:"):
            return
        why = _fault(meaning)
        if why is not None and ":" not in meaning:  # if it can't be absolute, that says more
            why = _fault(f"x:{meaning}") or ""
        if why is None:
            return
        if not why:
            self.found.wrong.append(_relative(at, written))
        else:
            self.found.wrong.append(_bad_iri(at, written, why))

    def language(self, at: int, tag: str) -> None:
        """Look at a language."""
        try:
            ox.Literal("", language=tag)
        except ValueError:
            message = msg("{tag} is no language", tag=quoted(tag))
            todo = msg("write a tag such as sv or en-GB")
            self.found.wrong.append(Complaint(at, message, None, todo))

    def _unknown(self, item: Item, name: str) -> None:
        self.found.names.setdefault(name, []).append(item.keys[name][0])


def _unknown(name: str, places: list[int]) -> Complaint:
    message = msg(
        "the name {name} means nothing here (times: {count}): what stands under it is not read",
        name=quoted(name),
        count=len(places),
    )
    todo = msg("check its spelling, or say in @context what it stands for")
    if name.startswith("@"):
        todo = msg("check its spelling: names with @ are those of JSON-LD")
    elif name.startswith("_:"):
        todo = msg("write an IRI: a label is no name of a property")
    return Complaint(places[0], message, None, todo)


def _fault(iri: str) -> str | None:
    """Give what is wrong with an IRI."""
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        return str(error)
    return None


def _bad_iri(at: int, written: str, why: str) -> Complaint:
    message = msg("{iri} is no IRI: {why}", iri=quoted(written), why=why)
    return Complaint(at, message, None, msg("write it with % (a space is %20)"))


def _relative(at: int, written: str) -> Complaint:
    message = msg("the IRI {iri} is relative, and the file has no @base", iri=quoted(written))
    return Complaint(at, message, msg("an absolute IRI, such as https://…"))
