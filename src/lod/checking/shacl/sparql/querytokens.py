"""The tokens of a query, and what must hide in none of them: a call for data from elsewhere."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lod.checking.shacl.core.errors import Wrong
from lod.rdf import unescape
from lod.words import msg

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    |(?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<variable>[?$]\w+)
    |(?P<name>(?:[^\W\d][\w.-]*)?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.|\.+(?=[\w:%\\-]))*|@[\w-]+)
    |(?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+
        |\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+\.[0-9]+|[0-9]+))
    |(?P<word>[^\W\d]\w*)
    |(?P<space>\s+)
    |(?P<other>\^\^|.)""",
    re.VERBOSE | re.DOTALL,
)
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})")
# Parsers find SERVICE by their own reading of <, quotes and comments (which end at \n, or at \r
# too): a clause is refused wherever it stands, even in a comment, so that no reading has one.
_TARGET = r"(?:[?$][^\s{}]+|<[^<>{}\s]*>|[^\s:{}<>]*:[^\s{}]*)"
_SERVICE = tuple(
    re.compile(rf"(?<![:?$])service{gap}(?:silent{gap})?{_TARGET}{gap}\{{", re.IGNORECASE)
    for gap in (r"(?:\s|\#[^\n]*+)*+", r"(?:\s|\#[^\r\n]*+)*+")
)
_ELSEWHERE = frozenset(("SERVICE", "FROM", "LOAD"))


class Token(NamedTuple):
    """A token; ``upper`` is a keyword in capitals, or empty."""

    kind: str
    text: str
    upper: str = ""


def tokens(text: str) -> list[Token]:
    """Split a query, white space and comments included."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        found.append(Token(kind, match[0], match[0].upper() if kind == "word" else ""))
    return found


def quoted_literal(text: str) -> str:
    r"""Give what a text in quotation marks says.

    >>> quoted_literal("'a\\tb'")
    'a\tb'
    """
    marks = 3 if text.startswith(('"""', "'''")) else 1
    return unescape(text[marks:-marks])


def significant(parts: Sequence[Token]) -> list[Token]:
    """Leave out white space and comments."""
    return [t for t in parts if t.kind not in ("space", "comment")]


def refuse_fetching(text: str) -> None:
    """Refuse a query, or an update, that asks for data from elsewhere.

    >>> refuse_fetching("ASK { ?service ?p 'from here' }")

    :raises Wrong: it does, by SERVICE, FROM or LOAD.
    """
    plain = _CODEPOINT.sub(_character, text)
    words = {t.upper for t in tokens(plain)} & _ELSEWHERE
    if any(service.search(reading) for service in _SERVICE for reading in (text, plain)):
        words.add("SERVICE")
    if words:
        raise Wrong(
            msg("{word} is not allowed: nothing is fetched from elsewhere", word=min(words)),
            todo=msg("give the data to be checked as files"),
        )


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]
