"""A query's text in tokens: the plain reading, and every reading that an engine may make.

Oxigraph's parser has no tokenizer: keywords need no space around them, and ``<`` is an
operator wherever an IRI can't stand. So a word can hide from one reading and not from another.
Source: SPARQL 1.1 Query Language, 19.2 to 19.8.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPACE = r"(?:[ \t\r\n\f\v]|\#[^\r\n]*(?:[\r\n]|\Z))*+"
_UCHAR = (  # no surrogate, nothing beyond Unicode: an engine takes a string with these for none
    r"\\u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}"
    r"|\\U000(?!0[Dd][89A-Fa-f])[0-9A-Fa-f]{5}|\\U0010[0-9A-Fa-f]{4}"
)
_ESCAPED = rf"""\\[tbnrf"'\\]|{_UCHAR}"""
_IRI = rf'<(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*+>'

SPARQL_SPACE = re.compile(_SPACE)
_TOKEN = re.compile(
    rf"""
    (?P<iri>{_IRI})
    | (?P<string>\"\"\"(?:[^"\\]|{_ESCAPED}|"(?!""))*+\"\"\"
        | '''(?:[^'\\]|{_ESCAPED}|'(?!''))*+'''
        | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+')
    | (?P<var>[?$]\w[\w·]*)
    | (?P<bnode>_:\w[\w-]*)
    | (?P<pname>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{{2}}|\\[^\w\s])
        (?:[\w:·-]|%[0-9A-Fa-f]{{2}}|\\[^\w\s])*)?)
    | (?P<word>[^\W\d_]\w*)
    | (?P<lang>@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)
    | (?P<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SHORT = re.compile(r"""\"(?:[^"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+'""", re.DOTALL)
_LONG = re.compile(
    r"""\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*+'{3}""", re.DOTALL
)
_DOUBTFUL = re.compile(r"""(?<!\\)(?:\\\\)*+\\[^tbnrf"'\\]""")
_NO_OPERATOR = re.compile(r"<[A-Za-z][\w.-]*://")  # no expression has // outside a string
_ESCAPE = re.compile(_UCHAR)

# What can follow SERVICE, wider than the grammar: a variable, an IRI, a prefixed name.
TARGET = re.compile(
    rf"""[?$][^\s{{}}\#<>"'\\]+ | {_IRI}
    | (?P<prefix>[^ \t\r\n:{{}}\#<>"'?$\\]*):(?:[^ \t\r\n{{}}\#<>"'\\]|\\.)*""",
    re.VERBOSE | re.DOTALL,
)

_VALUES = ("iri", "string", "var", "pname", "lang", "number")
_ENDS_OF_VALUES = (")", "}", "true", "false")


@dataclass(frozen=True, slots=True)
class SparqlToken:
    """``kind`` is iri, string, var, bnode, pname, word, lang, number or other."""

    kind: str
    text: str
    start: int

    @property
    def prefix(self) -> str:
        """A word whole, or a prefixed name's part before the colon."""
        return self.text.partition(":")[0]


def read_sparql_tokens(query: str) -> Iterator[SparqlToken]:
    """Read as the grammar does: the longest token at each place; never fails.

    >>> [t.text for t in read_sparql_tokens("ASK{?s a:b <c:d>} # end")]
    ['ASK', '{', '?s', 'a:b', '<c:d>', '}']
    """
    at = skip_space(query, 0)
    while match := _TOKEN.match(query, at):
        yield SparqlToken(match.lastgroup or "other", match[0], match.start())
        at = skip_space(query, match.end())


def read_as_engine(query: str) -> Iterator[SparqlToken]:
    """Read as an engine does that has no tokenizer: no IRI can follow a value in an expression.

    >>> [t.text for t in read_as_engine("FILTER(?a<?b&&?c>1)")][2:5]
    ['?a', '<', '?b']

    In a list or a row of VALUES, which have parentheses too, an IRI comes as an operator and more.
    """
    at, depths, after_value = skip_space(query, 0), [0], False
    while match := _TOKEN.match(query, at):
        token = SparqlToken(match.lastgroup or "other", match[0], at)
        if token.kind == "iri" and after_value and depths[-1]:
            token = SparqlToken("other", "<", at)
        yield token
        _count_parentheses(token.text, depths)
        after_value = token.kind in _VALUES or token.text.lower() in _ENDS_OF_VALUES
        at = skip_space(query, at + len(token.text))


def _count_parentheses(text: str, depths: list[int]) -> None:
    """Keep the number of open parentheses, for each brace that is open."""
    if text == "{":
        depths.append(0)
    elif text == "}" and len(depths) > 1:
        depths.pop()
    elif text in ("(", ")"):
        depths[-1] = max(0, depths[-1] + (1 if text == "(" else -1))


def read_every_way(query: str) -> Iterator[SparqlToken]:
    """Read with each ``<`` as an IRI's start and as an operator, doubtful long strings both ways.

    Gives each token of every reading once, in no order: each place is visited once.
    """
    seen: set[int] = set()
    open_ends = [0]
    while open_ends:
        at = skip_space(query, open_ends.pop())
        if at in seen:
            continue
        seen.add(at)
        match = _TOKEN.match(query, at)
        if match is None:
            continue
        kind = match.lastgroup or "other"
        yield SparqlToken(kind, match[0], at)
        open_ends.append(match.end())
        for end in _other_ends(query, at, match):
            yield SparqlToken("string" if kind == "string" else "other", query[at:end], at)
            open_ends.append(end)


def _other_ends(query: str, at: int, match: re.Match[str]) -> list[int]:
    if match.lastgroup == "iri":
        return [] if _NO_OPERATOR.match(match[0]) else [at + 1]
    # An engine that doesn't know an escape in a long string takes its quotes for "" and ".
    long = _LONG.match(query, at) if match.lastgroup == "string" else None
    if long is None or not _DOUBTFUL.search(long[0]):
        return []
    short = _SHORT.match(query, at)
    ends = {other.end() for other in (long, short) if other}
    return list(ends - {match.end()})


def skip_space(query: str, at: int) -> int:
    """Give the place after white space and comments."""
    match = SPARQL_SPACE.match(query, at)
    return match.end() if match else at


def unescape_query(text: str) -> str:
    r"""Replace codepoint escapes (19.2).

    >>> unescape_query(r"SERV\u0049CE")
    'SERVICE'
    """
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[0][2:], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]
