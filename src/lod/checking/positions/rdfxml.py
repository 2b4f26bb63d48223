"""Reads RDF/XML keeping where each term stands. Source: RDF 1.1 and 1.2 XML Syntax, 7.2.

Terms are handed over as Turtle would write them, so that they are compared in the same way;
their places are those in the XML: an attribute's value, an element's name or its text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.parsers import expat

from lod.checking.positions.scope import QuadTerm, Scope, is_xml
from lod.checking.positions.slots import (
    CELL,
    FIRST,
    NIL,
    REIFIES,
    REST,
    Slot,
    Unexpected,
    triple_token,
)
from lod.checking.positions.tokens import BAD, TurtleToken
from lod.rdf import RDF

_XML = "http://www.w3.org/XML/1998/namespace"
_ITS = "http://www.w3.org/2005/11/its"
_ANNOTATIONS = ("annotationNodeID", "annotation")  # in pyoxigraph's order
CORE = {
    f"{RDF}{name}"
    for name in ("about", "ID", "nodeID", "resource", "datatype", "parseType", *_ANNOTATIONS)
}
_REIFIED = tuple(f"<{RDF}{name}>".encode() for name in ("object", "predicate", "subject", "type"))
_STATEMENT = f"<{RDF}Statement>".encode()
_TYPE = f"<{RDF}type>".encode()
_ANY_XML = b"*"

_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NAME = re.compile(rb"<?/?[^\s/>]*")
_TEXT = re.compile(rb"(?:<!\[CDATA\[.*?\]\]>|<!--.*?-->|[^<])*", re.DOTALL)
_CDATA = b"<![CDATA["
_BLOCK = 1 << 16

Attributes: TypeAlias = dict[str, tuple[str, int]]  # by full name: value, place


class XmlScope(Scope):
    """Compares as in Turtle; an XML literal's text is taken on trust."""

    def stands_for(self, text: bytes, term: QuadTerm) -> bool:
        """Tell whether a term as Turtle writes it is the term."""
        return is_xml(term) if text == _ANY_XML else super().stands_for(text, term)


@dataclass(slots=True)
class ElementFrame:
    """An open element: the node or the property it stands for.

    :param kind: ``document``, ``node``, ``property``, ``items`` (a collection), ``xml``, or
        ``triple`` (a triple term).
    :param subject: of a node itself, of a property its subject.
    :param settings: the version of RDF and the base direction (RDF 1.2), with those from above.
    :param direction: the one that it states itself.
    :param annotated: the reifiers of a property's statement.
    """

    kind: str
    subject: TurtleToken
    base: str | None
    language: str
    at: int
    predicate: TurtleToken = (0, b"")
    value: TurtleToken | None = None
    datatype: str = ""
    reified: TurtleToken | None = None
    settings: tuple[str, str] = ("", "")
    direction: str = ""
    annotated: list[TurtleToken] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    text_at: int = -1
    items: list[TurtleToken] = field(default_factory=list)
    members: int = 0

    @property
    def is_12(self) -> bool:
        """Whether it is read as RDF 1.2."""
        return self.settings[0].startswith("1.2")

    def tag(self, direction: str) -> str:
        """Give the language of a text, with its direction."""
        directed = self.language and self.is_12 and direction
        return f"{self.language}--{direction}" if directed else self.language


class XmlReader:
    """Reads with expat, which fetches nothing."""

    graphs = False

    def __init__(self, data: bytes, base: str | None) -> None:
        self.data = data
        self.scope: Scope = XmlScope(None)
        self._base = base
        self._out: list[Slot] = []
        self._inner: list[list[Slot]] = []  # of the triple terms that are open
        self._frames = [ElementFrame("document", (0, b""), base, "", 0)]
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.specified_attributes = True
        self._parser.namespace_prefixes = True
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def slots(self, start: int = 0) -> Iterator[Slot]:
        """Read the document.

        :raises Unexpected: it isn't XML; ``check_xml`` says why.
        """
        for at in range(start, max(len(self.data), 1), _BLOCK):
            try:
                self._parser.Parse(self.data[at : at + _BLOCK], at + _BLOCK >= len(self.data))
            except expat.ExpatError as error:
                raise Unexpected(BAD, (self._parser.ErrorByteIndex, b""), "xml") from error
            yield from self._out
            self._out.clear()

    def _emit(self, subject: TurtleToken, predicate: TurtleToken, value: TurtleToken) -> None:
        out = self._inner[-1] if self._inner else self._out
        out.append((subject, predicate, value, None))

    def _iri(self, written: str, base: str | None) -> bytes:
        return f"<{Scope(base).resolve(written)}>".encode()

    # Elements

    def _start(self, name: str, listed: list[str]) -> None:
        parent, at = self._frames[-1], self._parser.CurrentByteIndex
        if parent.kind == "xml":
            self._frames.append(ElementFrame("xml", parent.subject, None, "", at))
            return
        attributes = self._attributes(listed, at)
        base, _ = attributes.pop(f"{_XML}base", (None, 0))
        base = parent.base if base is None else Scope(parent.base).resolve(base).partition("#")[0]
        language, _ = attributes.pop(f"{_XML}lang", (parent.language, 0))
        frame = ElementFrame("node", parent.subject, base, language, at)
        version, _ = attributes.pop(f"{RDF}version", (parent.settings[0], 0))
        frame.direction, _ = attributes.pop(f"{_ITS}dir", ("", 0))
        attributes.pop(f"{_ITS}version", None)
        frame.settings = (version, frame.direction or parent.settings[1])
        full = _full(name)
        self._frames.append(frame)
        if parent.kind == "node":
            self._property(frame, parent, full, attributes)
        elif parent.kind == "document" and full == f"{RDF}RDF":
            frame.kind = "document"
        else:
            self._node(frame, parent, full, attributes)

    def _attributes(self, listed: list[str], at: int) -> Attributes:
        places = {}
        end = _NAME.match(self.data, at)
        while (end := _ATTRIBUTE.match(self.data, end.end() if end else at)) is not None:
            places[end[1].decode()] = end.start(2) if end[2] is not None else end.start(3)
        pairs = zip(listed[::2], listed[1::2], strict=True)
        return {_full(name): (value, places.get(_qualified(name), at)) for name, value in pairs}

    def _node(
        self, frame: ElementFrame, parent: ElementFrame, full: str, attributes: Attributes
    ) -> None:
        frame.subject = self._named(frame, attributes, "about") or (frame.at, b"[")
        if full != f"{RDF}Description":
            self._emit(frame.subject, (frame.at + 1, _TYPE), (frame.at + 1, f"<{full}>".encode()))
        self._property_attributes(frame, frame.subject, attributes)
        if parent.kind == "items":
            parent.items.append(frame.subject)
        elif parent.kind == "property":
            parent.value = frame.subject

    def _named(self, frame: ElementFrame, attributes: Attributes, about: str) -> TurtleToken | None:
        """Give the node that attributes name."""
        if f"{RDF}{about}" in attributes:
            written, at = attributes[f"{RDF}{about}"]
            return (at, self._iri(written, frame.base))
        if f"{RDF}nodeID" in attributes:
            written, at = attributes[f"{RDF}nodeID"]
            return (at, f"_:{written}".encode())
        return self._identified(frame, attributes) if about == "about" else None

    def _identified(self, frame: ElementFrame, attributes: Attributes) -> TurtleToken | None:
        if f"{RDF}ID" not in attributes:
            return None
        written, at = attributes[f"{RDF}ID"]
        return (at, self._iri(f"#{written}", frame.base))

    def _property_attributes(
        self, frame: ElementFrame, node: TurtleToken, attributes: Attributes
    ) -> bool:
        others = [(n, value, at) for n, (value, at) in attributes.items() if n not in CORE]
        others.sort(key=lambda other: other[0] == f"{RDF}type")
        for name, value, at in reversed(others):  # in pyoxigraph's order
            is_type = name == f"{RDF}type"
            text = (
                self._iri(value, frame.base)
                if is_type
                else _literal(value, frame.tag(frame.settings[1]))
            )
            self._emit(node, (at, f"<{name}>".encode()), (at, text))
        return bool(others)

    def _property(
        self, frame: ElementFrame, parent: ElementFrame, full: str, attributes: Attributes
    ) -> None:
        if full == f"{RDF}li":
            parent.members += 1
            full = f"{RDF}_{parent.members}"
        frame.kind = "property"
        frame.predicate = (frame.at + 1, f"<{full}>".encode())
        frame.reified = self._identified(frame, attributes)
        frame.annotated = [*self._reifiers(frame, attributes)]
        frame.value = self._named(frame, attributes, "resource")
        parse_type, _ = attributes.get(f"{RDF}parseType", ("", 0))
        if parse_type == "Resource":
            self._resource(frame, parent)
        elif parse_type == "Collection":
            frame.kind = "items"
        elif parse_type == "Triple" and frame.is_12:
            frame.kind = "triple"
            self._inner.append([])
        elif f"{RDF}parseType" in attributes:
            self._as_xml(frame)
        else:
            datatype, _ = attributes.get(f"{RDF}datatype", ("", 0))
            frame.datatype = self._iri(datatype, frame.base).decode() if datatype else ""
            node = frame.value or (frame.at, b"[")
            if self._property_attributes(frame, node, attributes):
                frame.value = node

    def _reifiers(self, frame: ElementFrame, attributes: Attributes) -> Iterator[TurtleToken]:
        """Give what reifies a property's statement. Source: RDF 1.2 XML Syntax, 2.18."""
        for name in _ANNOTATIONS:
            if f"{RDF}{name}" in attributes:
                written, at = attributes[f"{RDF}{name}"]
                is_blank = name != "annotation"
                yield at, f"_:{written}".encode() if is_blank else self._iri(written, frame.base)

    def _as_xml(self, frame: ElementFrame) -> None:
        frame.kind, frame.value = "xml", (frame.at, _ANY_XML)

    def _resource(self, frame: ElementFrame, parent: ElementFrame) -> None:
        node = (frame.at, b"[")
        self._stated(frame, parent.subject, node)
        frame.kind, frame.subject = "node", node

    # Ends

    def _characters(self, text: str) -> None:
        frame = self._frames[-1]
        if frame.kind == "property":
            if frame.text_at < 0 and text.strip():
                at = self._parser.CurrentByteIndex
                blank = len(text) - len(text.lstrip())
                in_cdata = self.data.endswith(_CDATA, at - len(_CDATA), at)
                frame.text_at = at - len(_CDATA) if in_cdata else at + len(text[:blank].encode())
            frame.text.append(text)

    def _end(self, _name: str) -> None:
        frame = self._frames.pop()
        parent = self._frames[-1]
        if frame.kind == "items":
            self._stated(frame, frame.subject, self._collection(frame))
            self._cells(frame)
        elif frame.kind == "triple":
            self._stated(frame, frame.subject, self._triple(frame))
        elif frame.kind == "property" or (frame.kind == "xml" and parent.kind != "xml"):
            self._stated(frame, frame.subject, frame.value or self._text(frame))

    def _triple(self, frame: ElementFrame) -> TurtleToken:
        """Give the triple term that a property's element has in it."""
        inner = self._inner.pop()
        if len(inner) != 1:  # pyoxigraph refuses the rest
            raise Unexpected(BAD, (frame.at, b""), "xml")
        return triple_token((frame.at + 1, b"<<("), *inner[0][:3])

    def _text(self, frame: ElementFrame) -> TurtleToken:
        text = "".join(frame.text)
        at = frame.text_at if frame.text_at >= 0 else frame.at + 1
        # pyoxigraph lets no element's text inherit a direction
        return (at, _literal(text, frame.tag(frame.direction), frame.datatype))

    def _collection(self, frame: ElementFrame) -> TurtleToken:
        return (frame.items[0][0], CELL) if frame.items else (frame.at + 1, NIL)

    def _cells(self, frame: ElementFrame) -> None:
        cells = [(item[0], CELL) for item in frame.items] + [(frame.at + 1, NIL)]
        for item, cell, after in zip(frame.items, cells, cells[1:], strict=False):
            self._emit(cell, (item[0], REST), after)
            self._emit(cell, (item[0], FIRST), item)

    def _stated(self, frame: ElementFrame, subject: TurtleToken, value: TurtleToken) -> None:
        self._emit(subject, frame.predicate, value)
        for reifier in frame.annotated:
            term = triple_token((value[0], b"<<("), subject, frame.predicate, value)
            self._emit(reifier, (reifier[0], REIFIES), term)
        if frame.reified:
            at = frame.reified[0]
            parts = (value, frame.predicate, subject, (at, _STATEMENT))
            for predicate, part in zip(_REIFIED, parts, strict=True):
                self._emit(frame.reified, (at, predicate), part)


class _TextReader(XmlReader):
    """Notes the elements of properties whose value is text without a language, or XML."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, None)
        self.without_language: set[int] = set()
        self.of_xml: set[int] = set()

    def _text(self, frame: ElementFrame) -> TurtleToken:
        if not (frame.language or frame.datatype):
            self.without_language.add(frame.at)
        return super()._text(frame)

    def _as_xml(self, frame: ElementFrame) -> None:
        super()._as_xml(frame)
        self.of_xml.add(frame.at)


def texts_without_language(data: bytes) -> set[int]:
    """Give the offsets of the elements of properties whose value is text without a language."""
    reader = _TextReader(data)
    for _ in reader.slots():
        pass
    return reader.without_language


def elements_of_xml(data: bytes) -> set[int]:
    """Give the offsets of the elements of properties whose value is XML (RDF 1.1 XML, 7.2.20)."""
    reader = _TextReader(data)
    for _ in reader.slots():
        pass
    return reader.of_xml


def _full(name: str) -> str:
    parts = name.split(" ")
    return parts[0] + parts[1] if len(parts) > 1 else name


def _qualified(name: str) -> str:
    parts = name.split(" ")
    return f"{parts[2]}:{parts[1]}" if len(parts) > 2 else parts[-1]


_SIGNS = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})


def _literal(text: str, language: str, datatype: str = "") -> bytes:
    suffix = f"^^{datatype}" if datatype else f"@{language}" if language else ""
    return f'"{text.translate(_SIGNS)}"{suffix}'.encode()


def xml_end(data: bytes) -> Callable[[int], int]:
    """Give a function from where a term starts in an XML text to where it ends."""

    def end(offset: int) -> int:
        before = data[offset - 1 : offset]
        if before in (b'"', b"'"):
            stop = data.find(before, offset)
            return stop if stop >= 0 else offset
        is_tag = b"<" in (before, data[offset : offset + 1])
        pattern = _NAME if is_tag and not data.startswith(_CDATA, offset) else _TEXT
        match = pattern.match(data, offset)
        text = match[0] if match else b""
        if not text:
            return offset
        return offset + len(text.rstrip())

    return end
