"""Says in plain words what is wrong with a piece of Turtle or TriG, and what to do about it."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from lod.checking.positions.problems import Complaint, quoted
from lod.checking.positions.slots import Unexpected
from lod.checking.positions.tokens import BAD, END, ESCAPED, LITERAL, STRING, WORD, TurtleToken
from lod.files import CURLY, STRAIGHT_TODO, curly
from lod.rdf import SHARED
from lod.words import Message, cut, msg

AWAITED = {
    "subject": msg("a name such as ex:thing, an IRI in < >, or a line with @prefix"),
    "verb": msg("a property such as schema:name, or the word a"),
    "object": msg("a value: a name such as ex:thing, an IRI in < >, “text” in quotes, or a number"),
    "item": msg("a value of the list, or its closing )"),
    "end": msg("a dot, a semicolon or a comma"),
    "prefix": msg("the prefix, with its colon"),
    "prefix IRI": msg("an IRI in < >"),
    "prefix dot": msg("a dot at the end of the @prefix or @base line"),
    "inner end": msg("the end of the triple: >> or )>>"),
    "version": msg('the version in quotes, such as "1.2"'),
    "graph": msg("the name of the graph"),
    "graph brace": msg("an opening brace"),
}
_MOST_PREFIXES = 20  # that are named to choose from
_NEAR = 0.75  # of two prefixes that differ by a letter
_SHOWN = 100  # characters of a name, and of what stands before ^^
_LONGEST_LOOK = 10_000  # bytes of a text in which a wrong backslash is looked for
_CLOSING = {
    b"[": "]",
    b"(": ")",
    b"{": "}",
    b"{|": "|}",
    b"<<": ">>",
    b"<<(": ")>>",
}
_KEYWORDS = (b"true", b"false", b"a")
_CURLY = tuple(sign.encode() for sign in CURLY)


class Advice(NamedTuple):
    """What is wrong, and what to do if there is advice."""

    message: Message
    todo: Message | None = None


def describe(data: bytes, problem: Unexpected) -> Complaint:
    """Put what the reader met in words."""
    message, todo = _bad(data, problem) if problem.kind == BAD else _misplaced(problem)
    clear = todo and (problem.kind == BAD or (problem.kind == END and problem.opened))
    expected = None if clear else AWAITED[problem.awaited]
    return Complaint(_offset(problem), message, expected, todo)


def _offset(problem: Unexpected) -> int:
    """Give where it stands; where the file ends too early, that is after its last sign."""
    if problem.kind == END and problem.before:
        return problem.before[0] + len(problem.before[1])
    return problem.token[0]


def _misplaced(problem: Unexpected) -> Advice:
    text = quoted(problem.token[1])
    if problem.kind == END:
        return _ended(problem)
    if problem.awaited == "prefix":
        return Advice(
            msg("{text} is no prefix with a colon", text=text),
            msg("write it like: @prefix ex: <https://…> ."),
        )
    if problem.awaited == "prefix IRI":
        return Advice(
            msg("{text} is not an IRI in < >", text=text),
            msg("write it in < >, as in <https://…>"),
        )
    if problem.kind == WORD:
        return _word(problem.token[1])
    if problem.awaited == "end":
        return _unended(problem, text)
    if problem.awaited == "prefix dot":
        return Advice(
            msg("the dot is missing before {text}", text=text), msg("end the line above with a dot")
        )
    if problem.token[1] in (b".", b";", b",", b"]", b"}", b")"):
        return _missing(problem, text)
    if problem.kind == LITERAL:
        return _valued(problem, text)
    return Advice(msg("{text} can't stand here", text=text))


def _valued(problem: Unexpected, text: str) -> Advice:
    todo = msg("see that each property has its name before its value")
    if problem.awaited == "subject":
        return Advice(msg("a statement can't start with the value {text}", text=text), todo)
    return Advice(msg("here stands the value {text}", text=text), todo)


def _missing(problem: Unexpected, text: str) -> Advice:
    if problem.awaited == "subject":
        return Advice(
            msg("{text} stands alone", text=text),
            msg("remove the {text}, or what ended the statement before it", text=text),
        )
    if problem.awaited == "item" and problem.token[1] == b",":
        return Advice(
            msg("the values of a list have no commas between them"), msg("remove the comma")
        )
    if problem.awaited == "item":
        return Advice(
            msg("the list isn't closed before {text}", text=text),
            msg("put ) after the list's last value"),
        )
    what = {"verb": msg("the property"), "object": msg("the value")}
    missing = what.get(problem.awaited, AWAITED[problem.awaited])
    return Advice(
        msg("{missing} is missing before {text}", missing=missing, text=text),
        msg("write {missing}, or remove the sign before it", missing=missing),
    )


def _ended(problem: Unexpected) -> Advice:
    if problem.opened and problem.awaited != "subject":
        opened, closing = quoted(problem.opened[1]), _CLOSING[problem.opened[1]]
        return Advice(
            msg("the file ends, but {sign} isn't closed", sign=opened),
            msg("put {sign} where it ends", sign=closing),
        )
    if problem.opened:
        return Advice(
            msg("the file ends, but the graph's {sign} isn't closed", sign="{"),
            msg("put {sign} at the end of the graph", sign="}"),
        )
    if problem.awaited == "end":
        return Advice(
            msg("the file ends without a dot after its last statement"),
            msg("put a dot at the end"),
        )
    return Advice(
        msg("the file ends in the middle of a statement"),
        msg("complete the statement, or remove it"),
    )


def _word(word: bytes) -> Advice:
    text = quoted(word)
    if word.startswith(_CURLY):
        return _curly(word)
    if word.lower() in _KEYWORDS and word not in _KEYWORDS:
        lower = quoted(word.lower())
        return Advice(
            msg("{text} must be written in lower case", text=text), msg("write {text}", text=lower)
        )
    if word.startswith(b"@"):
        return Advice(
            msg("{text} can't stand here", text=text),
            msg("check its spelling; languages stand right after text"),
        )
    return Advice(
        msg("{text} is neither a name with a prefix nor text in quotes", text=text),
        msg(
            'put quotes around text: "{text}"; a name has a prefix',
            text=cut(word.decode(errors="replace"), _SHOWN),
        ),
    )


def _curly(word: bytes) -> Advice:
    shown = cut(word.decode(errors="replace"), _SHOWN)
    return Advice(curly(shown), STRAIGHT_TODO)


def _unended(problem: Unexpected, text: str) -> Advice:
    if problem.token[1] in (b"]", b")", b"}"):
        return Advice(
            msg("{text} closes nothing that is open", text=text),
            msg("remove it, or add what opens before {text}", text=text),
        )
    if problem.token[1] == b"." and problem.opened:
        opened, closing = quoted(problem.opened[1]), _CLOSING[problem.opened[1]]
        return Advice(
            msg("the {sign} isn't closed before the dot", sign=opened),
            msg("put {sign} before the dot", sign=closing),
        )
    message = msg("a dot or semicolon is missing before {text}", text=text)
    before = quoted(problem.before[1]) if problem.before else quoted("")
    if problem.opened and problem.opened[1] == b"[":
        return Advice(
            message, msg("put after {before}: ; before the next property, ] at the end",
                         before=before)
        )  # fmt: skip
    return Advice(
        message,
        msg(
            "put after {before}: ; if the same thing goes on, . if a new one begins,"
            " a comma before another value",
            before=before,
        ),
    )


def _bad(data: bytes, problem: Unexpected) -> Advice:
    offset, sign = problem.token
    line = data[offset : offset + 400].splitlines()[0] if sign.strip() else sign
    if sign in (b'"', b"'"):
        return _bad_text(data, offset, line)
    if sign == b"<":
        return _bad_iri(line)
    if sign == b"_":
        return Advice(
            msg("{text} is no label of a blank node", text=quoted(line.split()[0])),
            msg("write it like _:label"),
        )
    if sign == b"^":
        return _bad_datatype(line, problem.before)
    if sign == b"\\":
        return Advice(
            msg("a backslash can't stand here"),
            msg("in names only signs such as , and ( may have one"),
        )
    shown = line.decode(errors="replace")[:1]
    return Advice(msg("the sign {sign} can't stand here", sign=quoted(shown)))


def _bad_datatype(line: bytes, before: TurtleToken | None) -> Advice:
    """Say what really stands before ``^^``, and after it."""
    like = msg('write it like "1"^^xsd:integer')
    if before is None:
        return Advice(msg("here stands ^^, with no text in quotes before it"), like)
    text = quoted(before[1], _SHOWN)
    string = STRING.fullmatch(before[1])
    if string is None:
        return Advice(msg("before ^^ stands {text}, which isn't text in quotes", text=text), like)
    if string["tag"] or string["datatype"]:
        return Advice(
            msg("{text} has its language or datatype already", text=text),
            msg("give text one of them, once"),
        )
    if not line.startswith(b"^^"):
        return Advice(msg("a single ^ stands after {text}", text=text), msg("write ^^"))
    word = line[2:].split()[:1] or [b""]
    return Advice(
        msg("after {text}^^ stands {word}, which is no datatype", text=text, word=quoted(word[0])),
        msg("write the datatype with its prefix, as in xsd:date, or as an IRI in < >"),
    )


def _bad_text(data: bytes, offset: int, line: bytes) -> Advice:
    quote = line[:1].decode()
    if data[offset : offset + 3] == line[:1] * 3 and not _has_close(data, offset, line[:1] * 3):
        return Advice(
            msg("text that starts with {quotes} is never closed", quotes=quote * 3),
            msg("put {quote} at its end", quote=quote * 3),
        )
    is_long = line[:3] == line[:1] * 3
    text = data[offset : offset + _LONGEST_LOOK] if is_long else line
    wrong = ESCAPED.sub(b"", text).find(b"\\")
    if wrong >= 0 and ESCAPED.sub(b"", line).count(line[:1]) > 1:
        return Advice(
            msg("the text has a backslash with a wrong sign after it"),
            msg(r"write \\ for a backslash"),
        )
    return Advice(
        msg("text in quotes isn't closed on its line"),
        msg(
            "put {quote} at the end of the text; text of several lines stands in {quotes}",
            quote=quote,
            quotes=quote * 3,
        ),
    )


def _has_close(data: bytes, offset: int, quotes: bytes) -> bool:
    return data.find(quotes, offset + 3) >= 0


def _bad_iri(line: bytes) -> Advice:
    iri, closed, _ = line.partition(b">")
    if not closed:
        return Advice(msg("the IRI {iri} isn't closed", iri=quoted(iri)), msg("put > at its end"))
    wrong = next((s for s in iri[1:].decode(errors="replace") if s in ' "{}|^`\\<'), None)
    name = msg("a space") if wrong == " " else quoted(wrong or "")
    return Advice(
        msg("the IRI {iri} has {sign} in it", iri=quoted(iri + closed), sign=name),
        msg("write it with % (a space is %20)"),
    )


def undeclared(offset: int, prefix: bytes, known: Iterable[bytes]) -> Complaint:
    """Complain of a prefix that isn't declared: which may be meant, and how to declare it."""
    if prefix.startswith(_CURLY):
        message, todo = _curly(prefix)
        return Complaint(offset, message, None, todo)
    name = cut(prefix.decode(errors="replace"), _SHOWN)
    declared = [cut(k.decode(), _SHOWN) for k in islice(filter(None, known), _MOST_PREFIXES)]
    todo = declaring(name, SHARED.get(name, "…"))
    near = get_close_matches(name, declared, 1, _NEAR)
    expected = msg("perhaps {term}", term=f"{near[0]}:") if near else None
    if declared:
        named = ", ".join(f"{prefix}:" for prefix in declared)
        todo = msg("{todo} — or use one of: {declared}", todo=todo, declared=named)
    return Complaint(offset, undeclared_prefix(name), expected, todo)


def undeclared_prefix(prefix: str) -> Message:
    """Say that a prefix isn't declared."""
    return msg("the prefix {name}: is not declared", name=prefix)


def declaring(prefix: str, namespace: str) -> Message:
    """Say how to declare a prefix."""
    return msg("add at the top: @prefix {name}: <{iri}> .", name=prefix, iri=namespace)


def advise_relative(offset: int, iri: bytes) -> Complaint:
    """Say that an IRI is relative, and to nothing."""
    return Complaint(
        offset,
        msg("the IRI {iri} is relative, and the file has no @base", iri=quoted(iri)),
        msg("an absolute IRI, such as <https://…>"),
        msg("add an @base line"),
    )
