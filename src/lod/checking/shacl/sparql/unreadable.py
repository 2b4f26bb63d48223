"""What is wrong in a query that the engine can't read, and at which of its words.

Oxigraph's parser looks for keywords wherever one may stand, and tells the last place it looked at:
a few letters too far, often the query's end. With white space around each word the place tells
which word it was.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.sparql.querytokens import significant
from lod.checking.shacl.sparql.ungrouped import find_ungrouped
from lod.rdf import SparqlToken, read_as_engine
from lod.words import Message, cut, msg

_SPACE = " " * 40  # more than the longest keyword
_APART = frozenset("{}()[];,")
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORDS = re.compile(r"\w+(?:,\s+\w+)*")
_FUNCTION = re.compile(r"The custom function (<[^<>]*>) is not supported")
_CLOSED_BY = {"{": "}", "(": ")", "[": "]"}
_LONG = 40

Read = Callable[[str], str | None]
"""Lets the engine read a query; gives its error."""


def find_unreadable(
    parts: Sequence[SparqlToken], texts: Sequence[str], prefixes: Mapping[str, str], read: Read
) -> Wrong | None:
    """Say what is wrong in a query; None if the engine can read it.

    :param texts: of the tokens, as the engine is to read them.
    :param prefixes: those that are declared outside of it.
    """
    error = read("".join(texts))
    if error is None:
        return None
    tokens = [*read_as_engine("".join(part.text for part in parts))]
    if function := _FUNCTION.match(error):
        return _unknown_function(tokens, function[1], prefixes)
    if "SELECT" in error and (wrong := find_ungrouped(tokens)) is not None:
        return wrong
    wrong = _unclosed(tokens) or _doubled(tokens, error)
    return wrong or _stopped(parts, texts, tokens, read) or Wrong(error, _query())


def _query() -> Message:
    return msg("a query of SPARQL 1.1")


def _quoted(token: SparqlToken) -> str:
    return msg("“{text}”", text=cut(token.text, _LONG))


def _unclosed(tokens: Sequence[SparqlToken]) -> Wrong | None:
    """Find the first bracket, or quotation mark, without its counterpart."""
    opened: list[SparqlToken] = []
    for token in tokens:
        if token.text in ('"', "'"):
            return Wrong(msg("text in quotes isn't closed, or has a wrong backslash"), _query(), at=token.start)  # fmt: skip # noqa: E501
        if token.text in _CLOSED_BY:
            opened.append(token)
        elif token.text in _CLOSED_BY.values():
            if not any(_CLOSED_BY[o.text] == token.text for o in opened):
                said = msg("{text} closes nothing that is open", text=_quoted(token))
                return Wrong(said, _query(), at=token.start)
            if _CLOSED_BY[(last := opened.pop()).text] != token.text:
                return _left_open(last, token)
    return _left_open(opened[-1], None) if opened else None


def _left_open(token: SparqlToken, before: SparqlToken | None) -> Wrong:
    if before is None:
        said = msg("{text} is never closed", text=_quoted(token))
    else:
        said = msg("{text} isn't closed before {next}", text=_quoted(token), next=_quoted(before))
    return Wrong(said, _query(), at=token.start)


def _doubled(tokens: Sequence[SparqlToken], error: str) -> Wrong | None:
    """Find the variable of a SELECT that has a value already; the engine tells the query's end."""
    if "Duplicated variable name in SELECT" not in error and "SELECT overrides" not in error:
        return None
    for number, token in enumerate(tokens):
        if token.upper == "SELECT":
            chosen = [*_chosen(tokens[number + 1 :])]
            names = [variable.text[1:] for variable, _ in chosen]
            for place, (variable, is_new) in enumerate(chosen):
                if names[place] in names[:place]:
                    said = msg("{name} is selected twice", name=variable.text)
                    return Wrong(said, _query(), at=variable.start)
                others = (t for t in tokens if t.kind == "var" and t is not variable)
                if is_new and any(t.text[1:] == names[place] for t in others):
                    return _has_value(variable)
    return None


def _chosen(tokens: Sequence[SparqlToken]) -> Iterator[tuple[SparqlToken, bool]]:
    """Give the variables of a SELECT, and whether it is AS that gives each its value."""
    depth, before = 0, ""
    for token in tokens:
        if token.text == "{" or token.upper == "WHERE":
            return
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "var" and (not depth or before == "AS"):
            yield token, before == "AS"
        before = token.upper


def _has_value(variable: SparqlToken) -> Wrong:
    return Wrong(
        msg("AS gives {name} a value, and it has one already", name=variable.text),
        expected=msg("a name that isn't in use"),
        at=variable.start,
    )


def _unknown_function(
    tokens: Sequence[SparqlToken], function: str, prefixes: Mapping[str, str]
) -> Wrong:
    """Find where a function is called that there isn't."""
    declared = dict(prefixes)
    for before, token in pairwise(tokens):
        if before.kind == "pname" and token.kind == "iri":  # PREFIX ex: <…>
            declared[before.prefix] = token.text[1:-1]
    at = None
    for token in tokens:
        local = token.text.partition(":")[2]
        named = (
            f"<{declared.get(token.prefix, '')}{local}>" if token.kind == "pname" else token.text
        )
        if at is None and named == function:
            at = token.start
    said = msg("there is no function {name}", name=function)
    return Wrong(said, msg("a function of SPARQL 1.1, or of these shapes"), at=at)


def _stopped(
    parts: Sequence[SparqlToken],
    texts: Sequence[str],
    tokens: Sequence[SparqlToken],
    read: Read,
) -> Wrong | None:
    """Say at which word the engine stopped; at a group's end, what is wrong before it."""
    starts, text = _spread(parts, texts)
    found = _PLACE.match(read(text) or "")
    if found is None:
        return None
    expected = found[3]
    lines = text.split("\n")[: int(found[1]) - 1]
    place = sum(map(len, lines)) + len(lines) + int(found[2]) - 1
    if _KEYWORDS.fullmatch(expected):
        place -= min(map(len, re.findall(r"\w+", expected)))
    behind = [n for n, p in enumerate(parts) if p.kind != "space" and starts[n] < place]
    if "Prefix not found" in expected and behind:
        return _unknown_prefix(parts[behind[-1]])
    if "IRI parsing failed" in expected and behind:
        return _no_iri(parts[: behind[-1] + 1])
    ahead = (n for n, p in enumerate(parts) if p.kind != "space" and starts[n] + len(texts[n]) > place)  # fmt: skip # noqa: E501
    number = next(ahead, len(parts))
    ends = number == len(parts) or parts[number].text == "}"
    return (find_ungrouped(tokens) if ends else None) or _at_token(parts, number)


def _spread(parts: Sequence[SparqlToken], texts: Sequence[str]) -> tuple[list[int], str]:
    """Put white space around words; give where each token starts, and the text."""
    starts, spread, length = [], [], 0
    for part, text in zip(parts, texts, strict=True):
        apart = part.kind == "other" and part.text in _APART
        before = _SPACE if apart or part.kind == "space" else ""
        starts.append(length + len(before))
        spread.append(before + text + (_SPACE if apart else ""))
        length += len(spread[-1])
    return starts, "".join((*spread, _SPACE))


def _at_token(parts: Sequence[SparqlToken], number: int) -> Wrong:
    before = significant(parts[:number])
    if len(before) > 1 and before[-1].text == ")" and _bound_again(before):
        return _has_value(before[-2])
    written = "".join(part.text for part in parts)
    if number == len(parts):
        end = before[-1].start + len(before[-1].text) if before else 0
        return Wrong(msg("the query ends too early"), _query(), at=end)
    token = parts[number]
    line = written.count("\n", 0, token.start) + 1
    column = token.start - written.rfind("\n", 0, token.start)
    said = msg(
        "not readable from {text} on (line {line}, column {column})",
        text=_quoted(token), line=line, column=column,
    )  # fmt: skip
    return Wrong(said, _query(), at=token.start)


def _bound_again(before: Sequence[SparqlToken]) -> bool:
    """Whether tokens end with a BIND … AS of a variable that stands before it."""
    variable = before[-2]
    starts = [n for n, token in enumerate(before) if token.upper == "BIND"]
    named = variable.kind == "var" and before[-3].upper == "AS" and starts
    return bool(named) and any(t.text[1:] == variable.text[1:] for t in before[: starts[-1]])


def _unknown_prefix(token: SparqlToken) -> Wrong:
    return Wrong(
        msg("sh:prefixes doesn't give the prefix of {text}", text=_quoted(token)),
        expected=msg("a prefix that sh:declare declares, or the query itself"),
        todo=msg(
            "write PREFIX {prefix}: <…> at the start of the query, or give sh:prefixes",
            prefix=cut(token.prefix, _LONG),
        ),
        at=token.start,
    )


def _no_iri(parts: Sequence[SparqlToken]) -> Wrong:
    start = next((p.start for p in reversed(parts) if p.text.startswith("<")), parts[-1].start)
    text = "".join(part.text for part in parts if part.start >= start)
    return Wrong(msg("{iri} is no IRI", iri=cut(text, _LONG)), _query(), at=start)
