"""Tells why a text is not XML, and why some XML is not read. Source: XML 1.0, 4.3.3, 4.4.

pyoxigraph's reader takes a file that is cut off for a whole one, and expands entities without
limit: so expat, which fetches nothing, reads each file first.
"""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from xml.parsers import expat

from lod.checking.positions.problems import Complaint, quoted
from lod.checking.positions.xmlattributes import misplaced_attributes
from lod.checking.positions.xmltext import ENCODING, UNSET
from lod.rdf import RDF
from lod.words import cut, msg

_REFERENCE = re.compile(r"&([^#;&\s][^;&\s]*);")
_SHOWN = 100  # characters of a name
_LONGEST = 10_000  # characters of an entity, what it refers to counted in
_NAME = re.compile(rb"[^\s/>]+")
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
_NO_VALUES = ("http://www.w3.org/XML/1998/namespace ", f"{RDF} ")  # what such attributes begin with
_CUT, _MISMATCHED = "no element found", "mismatched tag"
_WORDS = {
    _MISMATCHED: (
        msg("this end tag closes an element that isn't the one open"),
        msg("see that each element is closed, the inner one first"),
    ),
    _CUT: (
        msg("the file ends before its elements are closed"),
        msg("see that the whole file is there"),
    ),
    "undefined entity": (
        msg("an entity such as &name; isn't declared"),
        msg("write the letter itself"),
    ),
    "unbound prefix": (
        msg("a prefix isn't declared"),
        msg('add xmlns:prefix="…" to the first element'),
    ),
    "duplicate attribute": (msg("an attribute stands twice"), msg("remove one of them")),
    "junk after document element": (
        msg("something stands after the last end tag"),
        msg("remove it"),
    ),
    "unclosed token": (msg("a tag isn't closed"), msg("put > at its end")),
    "not well-formed (invalid token)": (
        msg("a sign that can't stand here"),
        msg("check quotes and brackets near it; & is written &amp; and < is written &lt;"),
    ),
    "recursive entity reference": (
        msg("an entity stands for itself"),
        msg("write out the text that it is to stand for"),
    ),
    "limit on input amplification factor (from DTD and entities) breached": (
        msg("the entities stand for too much text"),
        msg("write their text out where it is used"),
    ),
}
"""What expat says → what is wrong, and what to do."""


def check_xml(text: bytes) -> list[Complaint]:
    """Tell the first thing for which a text in UTF-8 is not XML that may be read; [] if it is."""
    found = [*_unknown_encoding(text), *_Checker(text).check()]
    return (found or misplaced_attributes(text))[:1]


def _unknown_encoding(text: bytes) -> Iterator[Complaint]:
    declared = ENCODING.match(text)
    if declared is None:
        return
    try:
        codecs.lookup(declared[1].decode())
    except LookupError:
        yield Complaint(
            declared.start(1),
            msg("the encoding {name} is not known here", name=quoted(declared[1])),
            None,
            msg("save it as UTF-8"),
        )


class _Refused(Exception):
    """What is XML, but is not read here."""

    def __init__(self, offset: int, message: str, todo: str) -> None:
        super().__init__(message)
        self.complaint = Complaint(offset, message, None, todo)


class _Checker:
    """Reads with expat, at its speed: a text without ``xml:lang=""`` calls for entities alone."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.EntityDeclHandler = self._entity
        self._sizes: dict[str, int] = {}
        self._languages = [("", "")]  # what holds, and the last that is not empty

    def check(self) -> list[Complaint]:
        text = self._text
        if UNSET.search(text):
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(text, True)
        except expat.ExpatError as error:
            return [_malformed(expat.ErrorString(error.code), self._parser.ErrorByteIndex, text)]
        except _Refused as error:
            return [error.complaint]
        return []

    def _entity(
        self, name: str, _is_parameter: int, value: str | None, *_where: str | None
    ) -> None:
        if value is None:
            raise _Refused(
                self._declaration,
                msg("the entity {name} is in another file: nothing is fetched", name=name),
                msg("write what it stands for into this file"),
            )
        parts = _REFERENCE.findall(value)
        size = len(value) + sum(self._sizes.get(part, 0) for part in parts)
        if size > _LONGEST:
            raise _Refused(
                self._declaration,
                msg("the entity {name} stands for too much text", name=name),
                msg("write its text out where it is used; at most {most} letters", most=_LONGEST),
            )
        self._sizes.setdefault(name, size)

    @property
    def _declaration(self) -> int:
        """Where the declaration starts that has been read."""
        return max(self._text.rfind(b"<!ENTITY", 0, self._parser.CurrentByteIndex), 0)

    def _start(self, _name: str, attributes: dict[str, str]) -> None:
        language, last = self._languages[-1]
        language = attributes.get(_LANGUAGE, language)
        last = language or last
        if last and not language and any(not n.startswith(_NO_VALUES) for n in attributes):
            raise _Refused(
                self._parser.CurrentByteIndex,
                msg('a value in an attribute, under xml:lang="" within a language, is not read'),
                msg("write the value as an element of its own"),
            )
        self._languages.append((language, last))

    def _end(self, _name: str) -> None:
        self._languages.pop()


def _malformed(reason: str, offset: int, text: bytes) -> Complaint:
    """Say what is wrong with XML, in expat's words if there are no better ones."""
    if reason == _CUT:
        offset = len(text.rstrip())
    message, todo = _WORDS.get(reason, (reason, msg("check tags, quotes and brackets near it")))
    if reason in (_CUT, _MISMATCHED) and (tag := _open_tag(text)):
        todo = msg("write </{tag}>", tag=cut(tag, _SHOWN))
    return Complaint(offset, message, None, todo)


def _open_tag(text: bytes) -> str:
    """Give the name of the element that is open where the text can't be read on."""
    places: list[int] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda _name, _attributes: places.append(parser.CurrentByteIndex)
    parser.EndElementHandler = lambda _name: places.pop()
    with suppress(expat.ExpatError):
        parser.Parse(text, True)
    name = _NAME.match(text, places[-1] + 1) if places else None
    return name[0].decode(errors="replace") if name else ""
