"""How deep and how long what is read may be: a look at the text before any parser has it.

Parsers in native code call themselves for what is nested, and keep the whole of a token: a file may
end the process, or take minutes in which no signal is heard. The look takes a time that grows with
the text's size alone; most texts have too few brackets to be looked at twice.
"""

import re
from collections.abc import Iterable
from itertools import accumulate
from mmap import mmap
from typing import IO, NamedTuple, TypeAlias

from lod.rdf import JSONLD, NQUADS, NTRIPLES, RDFXML, Format, possessive
from lod.words import Message, msg

DEEPEST = 200
"""Brackets within brackets, triple terms within triple terms, elements within elements."""

LONGEST_TOKEN = 8 << 20
"""Bytes of a word, an IRI, a comment or a text; pyoxigraph's buffer takes twice as much."""

MOST_ATTRIBUTES = 1_000
"""Of an element: pyoxigraph's reader of XML compares each with all before it."""

TextInSight: TypeAlias = bytes | mmap


class Excess(NamedTuple):
    """What is beyond a bound, and where: an offset in bytes."""

    offset: int
    message: Message
    todo: Message


# Texts that aren't closed end with their line, and long ones with the file.
_LONG = possessive(
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z)'
    rb"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:'''|\Z)"
)
_SHORT = possessive(rb'"(?:[^"\\\r\n]++|\\.)*+"?' rb"|'(?:[^'\\\r\n]++|\\.)*+'?")
_IRI = rb"<(?!<)[^\x00-\x20<>]*+>?"
_TOKEN = rb"%b|%b|%b|\#[^\r\n]*+" % (_LONG, _SHORT, _IRI)
_WORD = possessive(rb"""(?:[^\s"'<>\#()\[\]{},;\\]++|\\[^\r\n])++""")
"""A prefixed name, a label, a language, a number: all that isn't written in quotes or ``< >``."""
_JSON_TOKEN = possessive(rb'"(?:[^"\\]++|\\.)*+"?')
_XML_TOKEN = possessive(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|<!"
    rb"""|<(?!/)(?:[^<>"'/]++|"[^"<]*+"|'[^'<]*+'|/(?!>))*+/>"""
)


class _Brackets(NamedTuple):
    """How a format nests.

    :param opening: signs without which nothing is nested.
    :param next: finds the next bracket outside what only looks like one, as its first group.
    :param kept: the signs that say what is a bracket, in a text without escapes and long texts.
    """

    opening: tuple[bytes, ...]
    next: re.Pattern[bytes]
    kept: bytes = b""


def _finder(plain: bytes, token: bytes, signs: bytes) -> re.Pattern[bytes]:
    return re.compile(possessive(rb"(?:%b++|%b)*+(?:(%b)|.|\Z)" % (plain, token, signs)), re.DOTALL)


_STEPS = {b"(": 1, b"[": 1, b"{": 1, b"<<": 1, b"<": 1}
"""Of each sign that opens; all others close."""

_PAIRS = (b"[]", b"()", b"{}", b"[]")
_SIGNS = rb"[()\[\]{}]"
_PLAIN = rb"[^\"'<>\#()\[\]{}]"
_TURTLE = _Brackets(
    (b"(", b"[", b"{", b"<<"),
    _finder(_PLAIN, _TOKEN, rb"<<|>>|" + _SIGNS),
    b"()[]{}<>\"'#\n\r",
)
_QUADS = _Brackets((b"<<",), _TURTLE.next)
_JSON = _Brackets((b"[", b"{"), _finder(rb'[^"\[\]{}]', _JSON_TOKEN, rb"[\[\]{}]"), b'[]{}"')
_XML = _Brackets((b"<",), _finder(rb"[^<]", _XML_TOKEN, rb"</?"))
_BARE = _finder(_PLAIN, rb"%b|%b|\#[^\r\n]*+" % (_SHORT, _IRI), _SIGNS)

_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_TOKENS = re.compile(rb"%b|%b" % (_TOKEN, _WORD), re.DOTALL)
_JSON_TOKENS = re.compile(_JSON_TOKEN, re.DOTALL)
_LONG_TAG = re.compile(rb"<[^<]{%d,}+" % (5 * MOST_ATTRIBUTES))  # of  a=""  after a space
_QUOTED = re.compile(rb""""[^"]*+"|'[^']*+'""")


def find_excess(text: TextInSight, form: Format) -> Excess | None:
    """Find the first place where a text is deeper or longer than is read.

    >>> from lod.rdf.formats import TURTLE
    >>> found = find_excess(b"<a:s> <a:p> " + b"(" * 300 + b")" * 300 + b" .", TURTLE)
    >>> found.offset, str(found.message)
    (212, 'this is nested too deep: more than 200 levels')
    """
    if form == RDFXML:
        return _long_tag(text) or _deep(text, _XML)
    if form == JSONLD:
        return _long(text, _JSON_TOKENS) or _deep(text, _JSON)
    in_lines = form in (NTRIPLES, NQUADS)
    found = None if in_lines and _has_short_lines(text) else _long(text, _TOKENS)
    return found or _deep(text, _QUADS if in_lines else _TURTLE)


def _long(text: TextInSight, tokens: re.Pattern[bytes]) -> Excess | None:
    """Look for a token that is too long."""
    if len(text) <= LONGEST_TOKEN or (tokens is _TOKENS and _has_short_tokens(text)):
        return None
    long = (m for m in tokens.finditer(text) if m.end() - m.start() > LONGEST_TOKEN)
    return next((_too_long(match.start()) for match in long), None)


def _has_short_tokens(text: TextInSight) -> bool:
    has_long = text.find(b'"""') >= 0 or text.find(b"'''") >= 0
    return not has_long and _has_short_lines(text)


def has_plain_lines(stream: IO[bytes]) -> bool:
    """Whether an open file of lines is surely within bounds, read a block at a time."""
    signs, half = 0, LONGEST_TOKEN // 2
    while block := stream.read(half):
        if not block.endswith(b"\n"):
            rest = stream.readline(half)
            if len(rest) == half and not rest.endswith(b"\n"):
                return False
            block += rest
        signs += block.count(b"<<")
    return signs <= DEEPEST


def _has_short_lines(text: TextInSight) -> bool:
    at = 0
    while len(text) - at > LONGEST_TOKEN:
        end = text.rfind(b"\n", at, at + LONGEST_TOKEN)
        if end < 0:
            return False
        at = end + 1
    return True


def _too_long(offset: int) -> Excess:
    message = msg("this is longer than {most} MiB", most=LONGEST_TOKEN >> 20)
    return Excess(offset, message, msg("keep it in a file of its own, and link to that"))


def _long_tag(text: TextInSight) -> Excess | None:
    """Look for text between tags that is too long, and for elements with too many attributes."""
    for match in _LONG_TAG.finditer(text):
        if match.end() - match.start() > LONGEST_TOKEN:
            return _too_long(match.start())
        tag = _QUOTED.sub(b"", match[0]).partition(b">")[0]
        if tag.count(b"=") > MOST_ATTRIBUTES and tag[1:2] not in (b"!", b"?"):
            message = msg("this element has more than {most} attributes", most=MOST_ATTRIBUTES)
            return Excess(match.start(), message, msg("write values as elements of their own"))
    return None


def _deep(text: TextInSight, brackets: _Brackets) -> Excess | None:
    """Look for brackets that are nested too deep: not where there are too few of them."""
    if isinstance(text, bytes) and brackets.kept:
        if _is_flat(text, brackets.kept):
            return None
    elif sum(_count(text, sign) for sign in brackets.opening) <= DEEPEST:
        return None
    number = _too_deep(filter(None, brackets.next.findall(text)))
    if number is None:
        return None
    signs = (match for match in brackets.next.finditer(text) if match[1])
    at = next(match.start(1) for index, match in enumerate(signs) if index == number)
    return Excess(
        at,
        msg("this is nested too deep: more than {most} levels", most=DEEPEST),
        msg("name the things within, and describe them beside each other"),
    )


def _is_flat(text: bytes, kept: bytes) -> bool:
    """Whether a text isn't nested too deep, seen from its brackets and quotes alone.

    Most of a text goes at once. Two of the same quotes side by side, or ``<>``, leave what comes
    after them as it was, within a text or outside, and so they go; a pair of brackets is a level.
    """
    if b"'" in kept and (b'"""' in text or (b"'" in text and b"'''" in text)):
        return False  # in a long text a quote may stand alone
    bare = _ESCAPED.sub(b"", text) if b"\\" in text else text
    bare = bare.translate(None, bytes({*range(256)}.difference(kept)))
    if b"<<" in bare:
        return False
    for pair in (b'""', b"''", b"<>", b"<#>"):
        bare = bare.replace(pair, b"")
    bare = bare if b"#" in bare else bare.translate(None, b"\r\n")
    for pair in _PAIRS:
        bare = bare.replace(pair, b"")
    return _too_deep(filter(None, _BARE.findall(bare)), DEEPEST - len(_PAIRS)) is None


def _count(text: TextInSight, sign: bytes) -> int:
    if isinstance(text, bytes):
        return text.count(sign)
    return sum(1 for _ in re.finditer(re.escape(sign), text))


def _too_deep(signs: Iterable[bytes], most: int = DEEPEST) -> int | None:
    """Give the number of the sign that goes too deep; what closes nothing counts for nothing."""
    step = _STEPS.get
    lowest = 0
    for number, depth in enumerate(accumulate(step(sign, -1) for sign in signs)):
        if depth - lowest > most:
            return number
        if depth < lowest:
            lowest = depth
    return None
