"""Says in plain words what is wrong with a piece of Turtle or TriG, and what to do about it."""

from lod.positions.problems import Complaint, quoted
from lod.positions.slots import Unexpected
from lod.positions.tokens import BAD, END, ESCAPED, LITERAL, WORD

_SUBJECT = "a name such as ex:thing, an IRI in < >, or a line with @prefix"
AWAITED = {
    "subject": _SUBJECT,
    "verb": "a property such as schema:name, or the word a",
    "object": "a value: a name such as ex:thing, an IRI in < >, “text” in quotes, or a number",
    "item": "a value of the list, or its closing )",
    "end": "a dot, a semicolon or a comma",
    "prefix": "the prefix, with its colon",
    "prefix IRI": "an IRI in < >",
    "prefix dot": "a dot at the end of the @prefix or @base line",
    "graph": "the name of the graph",
    "graph brace": "an opening brace {",
}
_CLOSING = {b"[": "]", b"(": ")", b"{": "}"}
_KEYWORDS = (b"true", b"false", b"a")


def describe(data: bytes, problem: Unexpected) -> Complaint:
    """Put what the reader met in words."""
    offset = problem.token[0]
    message, todo = _bad(data, problem) if problem.kind == BAD else _misplaced(problem)
    clear = todo and (problem.kind == BAD or (problem.kind == END and problem.opened))
    expected = None if clear else AWAITED[problem.awaited]
    return Complaint(offset, message, expected, todo)


def _misplaced(problem: Unexpected) -> tuple[str, str | None]:
    text = quoted(problem.token[1])
    if problem.kind == END:
        return _ended(problem)
    if problem.awaited == "prefix":
        return f"{text} is no prefix with a colon", "write it like: @prefix ex: <https://…> ."
    if problem.awaited == "prefix IRI":
        return f"{text} is not an IRI in < >", "write it in < >, as in <https://…>"
    if problem.kind == WORD:
        return _word(problem.token[1])
    if problem.awaited == "end":
        return _unended(problem, text)
    if problem.awaited == "prefix dot":
        return f"the dot is missing before {text}", "end the line above with a dot"
    if problem.token[1] in (b".", b";", b",", b"]", b"}", b")"):
        return _missing(problem, text)
    if problem.kind == LITERAL:
        what = "a statement can't start with" if problem.awaited == "subject" else "here stands"
        return f"{what} the value {text}", "see that each property has its name before its value"
    return f"{text} can't stand here", None


def _missing(problem: Unexpected, text: str) -> tuple[str, str | None]:
    sign = problem.token[1]
    if problem.awaited == "subject":
        return f"{text} stands alone", f"remove the {text}, or what ended the statement before it"
    what = {"verb": "the property", "object": "the value", "item": "the value"}
    missing = what.get(problem.awaited, AWAITED[problem.awaited])
    if problem.awaited == "item" and sign != b",":
        return f"the list isn't closed before {text}", "put ) after the list's last value"
    if problem.awaited == "item":
        return "the values of a list have no commas between them", "remove the comma"
    return f"{missing} is missing before {text}", f"write {missing}, or remove the sign before it"


def _ended(problem: Unexpected) -> tuple[str, str | None]:
    if problem.opened and problem.awaited != "subject":
        closing = _CLOSING[problem.opened[1]]
        return (
            f"the file ends, but {quoted(problem.opened[1])} isn't closed",
            f"put {closing} where it ends",
        )
    if problem.opened:
        return "the file ends, but the graph's { isn't closed", "put } at the end of the graph"
    if problem.awaited == "end":
        return "the file ends without a dot after its last statement", "put a dot at the end"
    return "the file ends in the middle of a statement", "complete the statement, or remove it"


def _word(word: bytes) -> tuple[str, str | None]:
    text = quoted(word)
    if word.lower() in _KEYWORDS and word not in _KEYWORDS:
        lower = quoted(word.lower())
        return f"{text} must be written in lower case", f"write {lower}"
    if word.startswith(b"@"):
        return f"{text} can't stand here", "check its spelling; languages stand right after text"
    todo = f'put quotes around text: "{word.decode(errors="replace")}"; a name has a prefix'
    return f"{text} is neither a name with a prefix nor text in quotes", todo


def _unended(problem: Unexpected, text: str) -> tuple[str, str | None]:
    if problem.token[1] in (b"]", b")", b"}"):
        return f"{text} closes nothing that is open", f"remove it, or add what opens before {text}"
    if problem.token[1] == b"." and problem.opened:
        opened, closing = quoted(problem.opened[1]), _CLOSING[problem.opened[1]]
        return f"the {opened} isn't closed before the dot", f"put {closing} before the dot"
    before = f" after {quoted(problem.before[1])}" if problem.before else ""
    ways = "; if the same thing goes on, . if a new one begins, a comma before another value"
    if problem.opened and problem.opened[1] == b"[":
        ways = "; before the next property, ] at the end"
    return f"a dot or semicolon is missing before {text}", f"put{before}: {ways}"


def _bad(data: bytes, problem: Unexpected) -> tuple[str, str | None]:
    offset, sign = problem.token
    line = data[offset : offset + 400].splitlines()[0] if sign.strip() else sign
    if sign in (b'"', b"'"):
        return _bad_text(data, offset, line)
    if sign == b"<":
        return _bad_iri(line)
    if sign == b"_":
        return f"{quoted(line.split()[0])} is no label of a blank node", "write it like _:label"
    if sign == b"^":
        return "here stands ^^, with no text in quotes before it", 'write it like "1"^^xsd:integer'
    if sign == b"\\":
        return "a backslash can't stand here", "in names only signs such as , and ( may have one"
    shown = line.decode(errors="replace")[:1]
    return f"the sign {quoted(shown)} can't stand here", None


def _bad_text(data: bytes, offset: int, line: bytes) -> tuple[str, str | None]:
    quote = line[:1].decode()
    if data[offset : offset + 3] == line[:1] * 3 and not _has_close(data, offset, line[:1] * 3):
        return f"text that starts with {quote * 3} is never closed", f"put {quote * 3} at its end"
    wrong = ESCAPED.sub(b"", data[offset:] if line[:3] == line[:1] * 3 else line).find(b"\\")
    if wrong >= 0 and ESCAPED.sub(b"", line).count(line[:1]) > 1:
        return "the text has a backslash with a wrong sign after it", r"write \\ for a backslash"
    todo = f"put {quote} at the end of the text; text of several lines stands in {quote * 3}"
    return "text in quotes isn't closed on its line", todo


def _has_close(data: bytes, offset: int, quotes: bytes) -> bool:
    return data.find(quotes, offset + 3) >= 0


def _bad_iri(line: bytes) -> tuple[str, str | None]:
    iri, closed, _ = line.partition(b">")
    if not closed:
        return f"the IRI {quoted(iri)} isn't closed", "put > at its end"
    wrong = next((s for s in iri[1:].decode(errors="replace") if s in ' "{}|^`\\<'), None)
    name = "a space" if wrong == " " else quoted(wrong or "")
    return f"the IRI {quoted(iri + closed)} has {name} in it", "write it with % (a space is %20)"


def undeclared(offset: int, prefix: bytes, known: list[bytes]) -> Complaint:
    """Say that a prefix isn't declared."""
    name = prefix.decode(errors="replace")
    declared = ", ".join(f"{k.decode()}:" for k in known if k) or "none"
    message = f"the prefix {name}: is not declared"
    todo = f"add at the top: @prefix {name}: <…> . — or use one of: {declared}"
    return Complaint(offset, message, None, todo)


def relative(offset: int, iri: bytes) -> Complaint:
    """Say that an IRI is relative, and to nothing."""
    message = f"the IRI {quoted(iri)} is relative, and the file has no @base"
    return Complaint(offset, message, "an absolute IRI, such as <https://…>", "add an @base line")
