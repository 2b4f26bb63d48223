"""SPARQL's text in tokens: the plain reading, and every reading that an engine may make; SERVICE.

Oxigraph's parser has no tokenizer: keywords need no space around them, and ``<`` is an
operator wherever an IRI can't stand. So a word can hide from one reading and not from another.
Source: SPARQL 1.1 Query Language, 19.2 to 19.8.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lod.rdf.repetition import possessive

_SPACE = possessive(r"(?:[ \t\r\n\f\v]|\#[^\r\n]*(?:[\r\n]|\Z))*+")
_UCHAR = (  # no surrogate, nothing beyond Unicode: an engine takes a string with these for none
    r"\\u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}"
    r"|\\U000(?!0[Dd][89A-Fa-f])[0-9A-Fa-f]{5}|\\U0010[0-9A-Fa-f]{4}"
)
_ESCAPED = rf"""\\[tbnrf"'\\]|{_UCHAR}"""
_IRI = possessive(rf'<(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*+>')

_STRING = possessive(rf"""\"\"\"(?:[^"\\]|{_ESCAPED}|"(?!""))*+\"\"\"
        | '''(?:[^'\\]|{_ESCAPED}|'(?!''))*+'''
        | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+'""")
_CHARS = r"\w\u00b7\u0300-\u036f\u200c\u200d\u203f\u2040\u2070-\u218f\u2c00-\u2fef"  # of names
_PLX = r"%[0-9A-Fa-f]{2}|\\[^\w\s]|\\_"


def _pattern(*, var: str, bnode: str, pname: str, number: str) -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?P<iri>{_IRI})
        | (?P<string>{_STRING})
        | (?P<var>{var})
        | (?P<bnode>{bnode})
        | (?P<pname>{pname})
        | (?P<word>[^\W\d_]\w*)
        | (?P<lang>@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)
        | (?P<number>{number})
        | (?P<other>\^\^|.)
        """,
        re.VERBOSE | re.DOTALL,
    )


_TOKEN = _pattern(
    var=rf"[?$][{_CHARS}]+",
    bnode=possessive(rf"_:\w[{_CHARS}-]*+(?:\.++[{_CHARS}-]++)*+"),
    pname=possessive(rf"""(?:[^\W\d_][{_CHARS}-]*+(?:\.++[{_CHARS}-]++)*+)?:
        (?:(?:[:{_CHARS}]|{_PLX})(?:[:{_CHARS}-]|{_PLX})*+(?:\.++(?:[:{_CHARS}-]|{_PLX})++)*+)?"""),
    number=r"[+-]?(?:[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+|[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)",
)
# Names in the shortest pieces: what a longer reading would take in comes as tokens of its own.
_PIECE = _pattern(
    var=r"[?$]\w[\w·]*",
    bnode=r"_:\w[\w-]*",
    pname=r"""(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])
        (?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*)?""",
    number=r"[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?",
)
_SPACES = re.compile(_SPACE)
_SHORT = re.compile(possessive(r"""\"(?:[^"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+'"""), re.DOTALL)
_LONG = re.compile(
    possessive(r"""\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*+'{3}"""),
    re.DOTALL,
)
_DOUBTFUL = re.compile(possessive(r"""(?<!\\)(?:\\\\)*+\\[^tbnrf"'\\]"""))
_NO_OPERATOR = re.compile(r"<[A-Za-z][\w.-]*://")  # no expression has // outside a string
_ESCAPE = re.compile(_UCHAR)

# What can follow SERVICE or FROM, wider than the grammar: a variable, an IRI, a prefixed name.
_TARGET = re.compile(
    rf"""[?$][^\s{{}}\#<>"'\\]+ | {_IRI}
    | (?P<prefix>[^ \t\r\n:{{}}\#<>"'?$\\]*):(?:[^ \t\r\n{{}}\#<>"'\\]|\\.)*""",
    re.VERBOSE | re.DOTALL,
)

_SERVICE = re.compile("service", re.ASCII | re.IGNORECASE)
_SILENT = re.compile("silent", re.ASCII | re.IGNORECASE)
_VALUES = ("iri", "string", "var", "pname", "lang", "number")
_ENDS_OF_VALUES = (")", "}", "true", "false")


class SparqlToken(NamedTuple):
    """``kind`` is iri, string, var, bnode, pname, word, lang, number or other."""

    kind: str
    text: str
    start: int = 0

    @property
    def prefix(self) -> str:
        """A word whole, or a prefixed name's part before the colon."""
        return self.text.partition(":")[0]

    @property
    def upper(self) -> str:
        """A word in capitals, else nothing."""
        return self.text.upper() if self.kind == "word" else ""


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

    Gives each token of every reading once, in no order: each place is visited once. Names come in
    pieces; what stands after a backslash between them is part of a name, and as well it isn't.
    """
    seen: set[int] = set()
    open_ends = [0]
    while open_ends:
        at = skip_space(query, open_ends.pop())
        if at in seen:
            continue
        seen.add(at)
        match = _PIECE.match(query, at)
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
    if match[0] == "\\":
        return [at + 2]
    # An engine that doesn't know an escape in a long string takes its quotes for "" and ".
    long = _LONG.match(query, at) if match.lastgroup == "string" else None
    if long is None or not _DOUBTFUL.search(long[0]):
        return []
    short = _SHORT.match(query, at)
    ends = {other.end() for other in (long, short) if other}
    return list(ends - {match.end()})


def skip_space(query: str, at: int) -> int:
    """Give the place after white space and comments."""
    match = _SPACES.match(query, at)
    return match.end() if match else at


def unescape_query(text: str) -> str:
    r"""Replace codepoint escapes (19.2).

    >>> unescape_query(r"SERV\u0049CE")
    'SERVICE'
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[0][2:], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def has_service(query: str, *, declared: bool = False) -> bool:
    """Whether any reading of a query has a SERVICE clause: as it is, or with its escapes replaced.

    >>> has_service("ASK { ?s service:x ?o }"), has_service("ASK{serVice#\\n<a:b>{}}")
    (False, True)

    :param declared: prefixes may be declared elsewhere; else the query declares those that it has.
    """
    texts = {query, unescape_query(query)}
    texts |= {text.replace("\r", " ") for text in texts}  # to some, no comment ends there
    return any(_has_clause(text, declared) for text in texts)


def _has_clause(query: str, declared: bool) -> bool:
    if "service" not in query.lower():
        return False
    return any(
        _is_clause(query, token.start + match.end(), declared)
        for token in read_every_way(query)
        if token.kind in ("word", "pname")
        for match in _SERVICE.finditer(token.prefix)
    )


def _is_clause(query: str, at: int, declared: bool) -> bool:
    """SERVICE ends at ``at``: are there [SILENT], a target and a group?"""
    ends = (
        end
        for start in starts_after(query, at, _SILENT)
        if (end := end_of_target(query, start, declared=declared)) is not None
    )
    return any(query.startswith("{", skip_space(query, end)) for end in ends)


def starts_after(query: str, at: int, word: re.Pattern[str]) -> list[int]:
    """Give where what follows a place may start: there, and after a word that may come first."""
    at = skip_space(query, at)
    match = word.match(query, at)
    return [at, skip_space(query, match.end())] if match else [at]


def end_of_target(query: str, at: int, *, declared: bool = False) -> int | None:
    """Give where a variable, an IRI or a prefixed name ends that stands at a place, if one does.

    :param declared: as in :func:`has_service`.
    """
    target = _TARGET.match(query, at)
    if target is None:
        return None
    prefix = target["prefix"]
    known = declared or prefix is None or _is_declared(query, prefix)
    return target.end() if known else None


def _is_declared(query: str, prefix: str) -> bool:
    declaration = rf"(?i:prefix){_SPACE}{re.escape(prefix)}:"
    return re.search(declaration, query) is not None
