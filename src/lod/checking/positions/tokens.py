"""The tokens of Turtle, TriG, N-Triples and N-Quads, as one regular expression over bytes.

Source: RDF 1.2 Turtle, 6.5 (terminals). Letters beyond ASCII are taken whatever they are:
pyoxigraph's parse, with which all that is read is compared, knows which ones names may have.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lod.rdf import BLANK_NODE_LABEL, ECHAR, IRIREF, LANGTAG, UCHAR, possessive

TurtleToken: TypeAlias = tuple[int, bytes]  # the offset, and the text as it stands there

NAME, BLANK, LITERAL, PUNCTUATION, WORD, BAD, END = range(1, 8)

TURTLE_SPACE = possessive(rb"[ \t\r\n]*+(?:#[^\r\n]*+[ \t\r\n]*+)*+")
_ESCAPE = f"(?:{ECHAR}|{UCHAR})".encode()
_LETTER = rb"\w\-\x80-\xff"
_LOCAL = rb"%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-]"
_TAIL = possessive(rb"[%b]*+(?:\.+(?=[%b])[%b]*+)*+" % (_LETTER, _LETTER, _LETTER))

ESCAPED = re.compile(_ESCAPE)
TURTLE_IRI, LABEL, TAG = IRIREF.encode(), BLANK_NODE_LABEL.encode(), LANGTAG.encode()
PREFIX = rb"(?:[A-Za-z\x80-\xff]%b)?:" % _TAIL
_PREFIXED = possessive(
    rb"%b(?:(?:[\w:\x80-\xff]|%b)[%b:]*+(?:(?:%b|\.+(?=[%b:%%\\]))[%b:]*+)*+)?"
    % (
        PREFIX,
        _LOCAL,
        _LETTER,
        _LOCAL,
        _LETTER,
        _LETTER,
    )
)
QUOTED = possessive(
    rb"|".join(
        rb"%b%b*+(?:(?:%b|%b)%b*+)*+%b" % (quotes, plain, _ESCAPE, single, plain, quotes)
        for quotes, plain, single in (  # two quotes before a third begin a long text
            (b'"""', rb'[^"\\]', rb'"(?!"")'),
            (b"'''", rb"[^'\\]", rb"'(?!'')"),
            (b'"(?!"")', rb'[^"\\\r\n]', rb"(?!)"),
            (b"'(?!'')", rb"[^'\\\r\n]", rb"(?!)"),
        )
    )
)
_STRING = rb"(?:%b)(?:%b(?:%b|\^\^%b(?:%b|%b)))?" % (
    QUOTED,
    TURTLE_SPACE,
    TAG,
    TURTLE_SPACE,
    TURTLE_IRI,
    _PREFIXED,
)
_NUMBER = rb"[+-]?(?:(?:\d++(?:\.\d*+)?|\.\d++)[eE][+-]?\d++|\d*+\.\d++|\d++)(?![eE][+-]?\d)"
_BOOLEAN = rb"(?:true|false)(?![%b:])" % _LETTER
TURTLE_LITERAL = rb"(?>%b|%b|%b)" % (_STRING, _NUMBER, _BOOLEAN)

# With its text, which is none of a statement: @prefix after it is no language.
_VERSION = rb"""@?(?i:version)%b(?:"[^"\\\r\n]++"|'[^'\\\r\n]++')""" % TURTLE_SPACE
_SIGN = rb"<<\(|\)>>|<<|>>|\{\||\|\}|[;,.\[\](){}~]"

TOKEN = re.compile(
    rb"%b(?:(%b|%b)|(%b)|(%b|%b|%b)|(%b)|(%b|@prefix|@base|@?[A-Za-z\x80-\xff][%b]*+)|(.)|(\Z))"
    % (
        TURTLE_SPACE,
        TURTLE_IRI,
        _PREFIXED,
        LABEL,
        _STRING,
        _NUMBER,
        _BOOLEAN,
        _SIGN,
        _VERSION,
        _LETTER,
    ),
    re.DOTALL,
)

# A whole statement at once, where it is of the plain kind: subject, verb, object, sign.
_SUBJECT = rb"(?>%b|%b|%b)" % (TURTLE_IRI, _PREFIXED, LABEL)
_VERB = rb"(?>%b|%b|a(?![%b]))" % (TURTLE_IRI, _PREFIXED, _LETTER)
_OBJECT = rb"(?>%b|%b|%b|%b|%b|%b)" % (TURTLE_IRI, _PREFIXED, _STRING, LABEL, _NUMBER, _BOOLEAN)
_PLAIN_REST = rb"%b(%b)%b([;,.])" % (TURTLE_SPACE, _OBJECT, TURTLE_SPACE)
PLAIN = {
    b".": re.compile(
        rb"%b(%b)%b(%b)%b" % (TURTLE_SPACE, _SUBJECT, TURTLE_SPACE, _VERB, _PLAIN_REST)
    ),
    b";": re.compile(rb"()%b(%b)%b" % (TURTLE_SPACE, _VERB, _PLAIN_REST)),
    b",": re.compile(rb"()()%b" % _PLAIN_REST),
}
QUAD = re.compile(
    rb"%b(%b|%b)%b(%b)%b(%b)%b(%b|%b)?%b\."
    % (
        TURTLE_SPACE,
        TURTLE_IRI,
        LABEL,
        TURTLE_SPACE,
        TURTLE_IRI,
        TURTLE_SPACE,
        _OBJECT,
        TURTLE_SPACE,
        TURTLE_IRI,
        LABEL,
        TURTLE_SPACE,
    )
)
# The parts of text in quotes with its language or datatype; of most such at once.
SIMPLE = re.compile(rb'"([^"\\]*+)"(?:@(.*)|\^\^(<.*|[A-Za-z].*))?')
STRING = re.compile(
    rb"(?P<quoted>%b)%b(?:@(?P<tag>.*)|\^\^%b(?P<datatype>.*))?"
    % (QUOTED, TURTLE_SPACE, TURTLE_SPACE),
    re.DOTALL,
)

TOKEN_KINDS = {
    NAME: "name",
    BLANK: "blank node",
    LITERAL: "value",
    PUNCTUATION: "sign",
    WORD: "word",
    BAD: "unreadable",
    END: "end",
}


def read_turtle_tokens(data: bytes, start: int = 0) -> Iterator[tuple[int, TurtleToken]]:
    """Give kind and token of each; the last is END.

    >>> [(TOKEN_KINDS[k], t) for k, t in read_turtle_tokens(b"<a> a 1.")][1:3]
    [('word', (4, b'a')), ('value', (6, b'1'))]
    """
    for match in TOKEN.finditer(data, start):
        kind = match.lastindex or END
        yield kind, (match.start(kind), match[kind])


def token_end(data: bytes, offset: int) -> int:
    """Give the offset after the token, or the triple term, that starts at the offset."""
    depth = 0
    for kind, (at, text) in read_turtle_tokens(data, offset):
        depth += (text == b"<<(") - (text == b")>>")
        if depth <= 0 or kind == END:
            return at + len(text)
    return offset
