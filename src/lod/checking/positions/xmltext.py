"""Makes RDF/XML ready for pyoxigraph's reader: in UTF-8, and without what it stumbles over.

That reader refuses other encodings, text with a comment, CDATA or an instruction in it, and
``xml:lang=""``; it leaves line ends as they stand. So all this is made plain first, as any reader
of XML takes it: text without a language gets the datatype xsd:string, which says the same.
Source: XML 1.0, 2.5 to 2.7, 2.11, 3.3.3, 4.3.3.
"""

import codecs
import re
from collections.abc import Iterator
from html import escape  # xml.sax loads what fetches: a tenth of a small check's time

from lod.checking.positions.rdfxml import elements_of_xml, texts_without_language
from lod.rdf import RDF, XSD

_WIDE = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
ENCODING = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.-]+)""")
_DECLARATION = re.compile(rb"<\?xml\s[^>]*>")
_SPECIAL = re.compile(
    rb"""\r|<!--|<!\[CDATA\[|<\?|\sxml:lang\s*=\s*(?:""|'')|=\s*(?:"[^"<\t\n]*|'[^'<\t\n]*)[\t\n]"""
)
UNSET = re.compile(rb"""\sxml:lang\s*=\s*(?:""|'')""")
_BREAK = re.compile(rb"\r\n|[\r\n\t]")
_QUOTED = rb""""[^"]*"|'[^']*'"""
_PIECE = re.compile(
    rb"(?P<dropped><!--.*?-->|<\?.*?\?>)|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    rb"|<!DOCTYPE(?:%b|[^\[>\"'])*(?:\[(?:<!--.*?-->|%b|[^\]\"'])*\]\s*)?>"
    rb"|(?P<tag><(?:%b|[^>\"'])*>)|[^<]+" % (_QUOTED, _QUOTED, _QUOTED),
    re.DOTALL,
)
# Any other than these is read as Literal, but not by that reader (RDF 1.1 XML Syntax, 7.2.20);
# and so is Triple where nothing says that it's RDF 1.2.
_OTHER_TYPE = re.compile(rb"""\bparseType\s*+=\s*+(?!["'](?:Resource|Collection|Literal)["'])""")
_PARSE_TYPE = re.compile(rb"""(:parseType\s*+=\s*+["'])[^"']*+(["'])""")
_AS_STRING = f' xmlns:lod.rdf="{RDF}" lod.rdf:datatype="{XSD}string"'.encode()


def to_utf8(data: bytes) -> bytes:
    """Give an XML text in UTF-8, whatever it is in; as it stands if that can't be told.

    >>> to_utf8('<?xml version="1.0" encoding="latin1"?><å/>'.encode("latin1"))[-5:]
    b'<\\xc3\\xa5/>'
    """
    declared = ENCODING.match(data)
    encoding = _WIDE.get(data[:2]) or (declared[1].decode() if declared else "utf-8")
    if encoding.lower() in ("utf-8", "utf-16"):  # what is declared in one byte a letter isn't so
        return data if data[:2] not in _WIDE else _decoded(data, encoding)
    return _decoded(data, encoding)


def _decoded(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except (LookupError, UnicodeError):
        return data


def plain_xml(text: bytes) -> bytes:
    r"""Give a text in UTF-8 that is XML as pyoxigraph takes it.

    >>> plain_xml(b"<p>1\r\n<!-- 2 --><![CDATA[<3]]>4</p>")
    b'<p>1\n&lt;34</p>'
    """
    declared = _DECLARATION.match(text)
    start = declared.end() if declared else 0
    if _SPECIAL.search(text, start) is None and _OTHER_TYPE.search(text) is None:
        return text[declared.end() :] if declared else text
    return b"".join(piece for _, piece in pieces(text))


def pieces(text: bytes) -> Iterator[tuple[int, bytes]]:
    """Give each tag and each text between tags made plain, after where it stands."""
    strings = texts_without_language(text) if UNSET.search(text) else ()
    of_xml = elements_of_xml(text) if _OTHER_TYPE.search(text) else ()
    for match in _PIECE.finditer(text):
        piece = _made_plain(match)
        if match.start() in of_xml:
            piece = _PARSE_TYPE.sub(rb"\1Literal\2", piece, count=1)
        if match.start() in strings:
            end = len(piece) - 2 if piece.endswith(b"/>") else len(piece) - 1
            piece = piece[:end] + _AS_STRING + piece[end:]
        yield match.start(), piece


def _made_plain(match: re.Match[bytes]) -> bytes:
    piece = match[0]
    if match.lastgroup == "dropped":
        return b""
    if match.lastgroup == "cdata":
        piece = escape(match["cdata"].decode(), quote=False).encode()
    elif match.lastgroup == "tag":
        return _BREAK.sub(b" ", UNSET.sub(b"", piece))
    return piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
