r"""The text of N-Triples and N-Quads, and of IRIs: the pieces that patterns are made of.

A term's text is taken in three ways. By the grammar: all that may be read. Canonical: as pyoxigraph
and the engine write it, so that text compares as terms do. Rough: in lines that are known to be
right, where a term ends. The pieces have no groups, and are of ASCII alone: ``.encode()`` makes of
each what means the same of bytes in UTF-8.

Sources: RDF 1.1 N-Triples, 7, and N-Quads, 4 (grammar); RDF 1.2 N-Triples, 4 (canonical form).

>>> [bool(re.fullmatch(IRIREF, term)) for term in ("<a>", r"<x:\u00e5>", "<a b>")]
[True, True, False]
>>> [bool(re.fullmatch(CANONICAL, term)) for term in ('"a"@sv', '"a"@SV', r"<x:\u00e5>", "<x:å>")]
[True, False, False, True]
"""

import re
import sys

from lod.rdf.namespaces import XSD
from lod.rdf.repetition import possessive

# The grammar; letters beyond ASCII are taken whatever they are, as pyoxigraph knows them.
UCHAR = r"(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})"
ECHAR = r"""\\[tbnrf"'\\]"""
_IRI_SIGN = r'[^\x00-\x20<>"{}|^`\\]'
IRI_TEXT = possessive(rf"{_IRI_SIGN}*+(?:{UCHAR}{_IRI_SIGN}*+)*+")
IRIREF = f"<{IRI_TEXT}>"
_NAME = r"[^\x00-,./:-@\[-^`{-\x7f]"  # letters, digits, _ and -
BLANK_NODE_LABEL = possessive(rf"_:(?!-){_NAME}++(?:\.++(?={_NAME}){_NAME}*+)*+")
STRING_LITERAL_QUOTE = possessive(rf'"[^"\\\n\r]*+(?:(?:{ECHAR}|{UCHAR})[^"\\\n\r]*+)*+"')
LANGTAG = possessive("@[A-Za-z]+(?:-[A-Za-z0-9]+)*+(?:--[a-z]+)?")  # with RDF 1.2's direction

# Canonical.
SCHEME = "[A-Za-z][A-Za-z0-9+.-]*+:"  # RFC 3986, 3.1
IRI = rf"<{SCHEME}[^\x00-\x20<>\"{{}}|^`\\\x7f]*+>"
BLANK = "_:[A-Za-z0-9_]++"
NODE = f"(?:{IRI}|{BLANK})"
_TEXT_SIGNS = r'[^"\\\x00-\x1f\x7f]*+'
UNESCAPED = f'"{_TEXT_SIGNS}"'
_TEXT = possessive(rf'"{_TEXT_SIGNS}(?:\\[btnfr"\\]{_TEXT_SIGNS})*+"')
_TYPE = rf"\^\^(?!<{re.escape(XSD)}string>){IRI}"
_TAIL = possessive(rf"(?:@[a-z]{{1,8}}(?:-[a-z0-9]{{1,8}})*+|{_TYPE})?+")
CANONICAL_LITERAL = f"{_TEXT}{_TAIL}"
CANONICAL = f"(?:{IRI}|{BLANK}|{CANONICAL_LITERAL})"

# Rough.
ROUGH_IRI = "<[^>]*+>"  # one sign to look for: twice as quick as a set
ROUGH_INSIDE = possessive(r'[^"\\\n]*+(?:\\.[^"\\\n]*+)*+')
ROUGH_LITERAL = possessive(rf'"{ROUGH_INSIDE}"(?:{LANGTAG}|\^\^{ROUGH_IRI})?+')

# Valid to readers that know more than the grammar; compiled when first asked for. RFC 3987, 2.2:
_PLANES = "".join(f"{chr(n << 16)}-{chr((n << 16) + 0xFFFD)}" for n in range(1, 14))
_UCS = f"\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}\U000e1000-\U000efffd"
_CHAR = rf"(?:[A-Za-z0-9._~!$&'()*+,;=@:/{_UCS}-]|%[0-9A-Fa-f]{{2}})"
_HOST = rf"(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;={_UCS}-]|%[0-9A-Fa-f]{{2}})*)"
_AUTHORITY = rf"//(?:[A-Za-z0-9._~:{_UCS}-]*@)?{_HOST}(?::[0-9]*)?(?=[/?#]|$)"
_VALID_IRI = rf"{SCHEME}(?:{_AUTHORITY}|(?!//)){_CHAR}*(?:\?(?:{_CHAR}|\?)*)?(?:#(?:{_CHAR}|\?)*)?"
_VALID_TAG = (  # RFC 5646, 2.1, without grandfathered tags
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?"
    r"(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
    r"(?:-[A-WYZa-wyz0-9](?:-[A-Za-z0-9]{2,8})+)*(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?"
)
_NO_CHARACTER = r"\\(?:u|U0000)[dD][89a-fA-F]|\\U(?!00(?:0[0-9A-Fa-f]|10))"
_VALID_LITERAL = possessive(
    rf'"(?:[^"\\\n\r\ud800-\udfff]|{ECHAR}|(?!{_NO_CHARACTER}){UCHAR})*+"'
    rf"(?:@({_VALID_TAG})|\^\^<([^<>]*)>)?"
)

_BETWEEN = re.compile(f"{_IRI_SIGN}++")
_ABSOLUTE = re.compile(f"{SCHEME}{_IRI_SIGN}*+")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_NAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_SURROGATES = range(0xD800, 0xE000)
_GRAPH = re.compile(rf" ({IRIREF}|{BLANK_NODE_LABEL}) \.[\r\n]*+".encode())


def can_be_iri(text: str) -> bool:
    """Whether a text can stand between < and > as it is.

    >>> can_be_iri("https://x.example/å"), can_be_iri("a b"), can_be_iri("")
    (True, False, False)
    """
    return _BETWEEN.fullmatch(text) is not None


def is_absolute_iri(text: str) -> bool:
    """Whether a text is an IRI with a scheme, by the signs of N-Triples.

    >>> is_absolute_iri("urn:x:å"), is_absolute_iri("//x.example/")
    (True, False)
    """
    return _ABSOLUTE.fullmatch(text) is not None


def is_valid_iri(text: str) -> bool:
    """Whether a text is an IRI to every reader (RFC 3987, 2.2).

    >>> is_valid_iri("https://x.example/å"), is_valid_iri("https://x.example/%zz")
    (True, False)
    """
    return re.fullmatch(_VALID_IRI, text) is not None


def is_valid_tag(text: str) -> bool:
    """Whether a text is a well-formed language tag (RFC 5646, 2.1).

    >>> is_valid_tag("sv-SE"), is_valid_tag("svenska-språket")
    (True, False)
    """
    return re.fullmatch(_VALID_TAG, text) is not None


def is_valid_literal(text: str) -> bool:
    r"""Whether a text is a literal to every reader of Turtle: its escapes, its tag, its datatype.

    >>> is_valid_literal('"å"@sv'), is_valid_literal(r'"\ud800"'), is_valid_literal('"a"^^<b>')
    (True, False, False)
    """
    found = re.fullmatch(_VALID_LITERAL, text)
    return found is not None and (found[2] is None or is_valid_iri(found[2]))


def unescape(text: str) -> str:
    r"""Replace the escapes of strings and IRIs, and of Turtle's local names.

    A number that is no character becomes U+FFFD, as a parser refuses it.

    >>> unescape(r"a\u00e9\"\-")
    'aé"-'
    """
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED.get(match[3], match[3])
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= sys.maxunicode and number not in _SURROGATES else "\ufffd"


def split_graph(line: bytes) -> tuple[bytes, bytes]:
    r"""Part a line of N-Quads, a space between its terms, into its triple and its graph's name.

    :return: ``s p o ``, with the last space so that none starts another; and the name as it is
        written, nothing for the default graph.

    >>> split_graph(b'<a> <b> "c <d> ."@sv <g> .\n')
    (b'<a> <b> "c <d> ."@sv ', b'<g>')
    >>> split_graph(b'<a> <b> <c> .\n')
    (b'<a> <b> <c> ', b'')
    """
    end = line.rindex(b".")
    start = line.rfind(b" ", 0, end - 1)
    graph = _GRAPH.fullmatch(line, start) if start > line.find(b" ", line.find(b" ") + 1) else None
    return (line[:end], b"") if graph is None else (line[: start + 1], graph[1])
