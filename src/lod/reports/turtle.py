"""The report for the graph: a sh:ValidationReport in Turtle (SHACL, 3.6).

All results are in it, those of the baseline too, and messages in all languages. What isn't a
result in SHACL's sense (a guard, a syntax error) and places in files are comments.
"""

import json
import re
from collections.abc import Iterator

from lod.namespaces import SH
from lod.reports.model import Check, Finding, Texts
from lod.reports.paths import turtle_path
from lod.reports.printable import printable
from lod.reports.wording import message, where
from lod.reports.words import words

_PLANES = "".join(f"{chr(n << 16)}-{chr((n << 16) + 0xFFFD)}" for n in range(1, 14))
_UCS = f"\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}\U000e1000-\U000efffd"
_CHAR = rf"(?:[A-Za-z0-9._~!$&'()*+,;=@:/{_UCS}-]|%[0-9A-Fa-f]{{2}})"
_HOST = rf"(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;={_UCS}-]|%[0-9A-Fa-f]{{2}})*)"
_AUTHORITY = rf"//(?:[A-Za-z0-9._~:{_UCS}-]*@)?{_HOST}(?::[0-9]*)?(?=[/?#]|$)"
_IRI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{_AUTHORITY}|(?!//)){_CHAR}*"
    rf"(?:\?(?:{_CHAR}|\?)*)?(?:#(?:{_CHAR}|\?)*)?"
)
_LANGUAGE = (  # RFC 5646, 2.1, without grandfathered tags
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?"
    r"(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
    r"(?:-[A-WYZa-wyz0-9](?:-[A-Za-z0-9]{2,8})+)*(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?"
)
_STRING = (
    r'"(?:[^"\\\n\r\ud800-\udfff]|\\[tbnrf"\'\\]'
    r"|\\u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}|\\U00(?!00[dD][89a-fA-F])(?:0[0-9A-Fa-f]|10)"
    r'[0-9A-Fa-f]{4})*"'
)
_LITERAL = re.compile(rf"{_STRING}(?:@{_LANGUAGE}|\^\^<([^<>]*)>)?")


def write(check: Check, language: str) -> str:
    """Write the report; ``sh:conforms`` is false with any result, as the specification has it.

    Where something could not be read there is no report, only comments (SHACL, 3.4: a failure).

    :param language: of the comments.
    """
    findings = check.by_place
    results = [finding for finding in findings if finding.component is not None]
    rows = [f"@prefix sh: <{SH}> .", ""]
    rows += [_comment(finding, language) for finding in findings if finding.component is None]
    if check.unread:
        return "\n".join(rows) + "\n"
    rows += ["[] a sh:ValidationReport ;", f"    sh:conforms {str(not results).lower()}"]
    if results:
        rows[-1] += " ;"
        rows.append("    sh:result")
        for finding in results:
            rows += [f"        {row}" for row in _result(finding)]
            rows[-1] += " ,"
        rows[-1] = rows[-1].removesuffix(" ,")
    return "\n".join([*rows, "."]) + "\n"


def _comment(finding: Finding, language: str) -> str:
    said = words(language)
    head = ": ".join(filter(None, (where(finding.place), said.severity(finding.severity)[0])))
    return f"# {head}: {message(finding, said)}"


def _result(finding: Finding) -> Iterator[str]:
    """Write a result as a blank node, its place a comment before it."""
    if finding.place is not None:
        yield f"# {where(finding.place)}"
    yield "["
    rows = ["a sh:ValidationResult", *_statements(finding)]
    for row in rows:
        yield f"    {row} ;"
    for detail in finding.details:
        yield "    sh:detail"
        yield from (f"        {row}" for row in _result(detail))
        yield "    ;"
    yield "]"


def _statements(finding: Finding) -> Iterator[str]:
    if finding.focus is not None:
        yield f"sh:focusNode {_focus(finding.focus)}"
    if finding.path is not None and (path := _path(finding.path)) is not None:
        yield f"sh:resultPath {path}"
    if finding.value is not None:
        yield f"sh:value {_value(finding.value)}"
    yield f"sh:resultSeverity sh:{finding.severity.capitalize()}"
    if finding.component is not None:
        yield f"sh:sourceConstraintComponent {_focus(finding.component)}"
    yield f"sh:sourceShape {_focus(finding.rule.iri or '[]')}"
    yield from (f"sh:resultMessage {text}" for text in _messages(finding.messages))


def _messages(texts: Texts) -> Iterator[str]:
    for language, text in sorted(texts.items()):
        tag = f"@{language}" if re.fullmatch(_LANGUAGE, language) else ""
        yield _string(text) + tag


def _focus(text: str) -> str:
    """Write a node given as an IRI without brackets, a literal, or ``[]``."""
    return _iri(text) or _value(text)


def _value(text: str) -> str:
    """Write a term given as in N-Triples; as a string what is none, so that the rest is read."""
    if text == "[]" or text.startswith("_:"):
        return "[]"
    if text.startswith("<") and text.endswith(">") and (iri := _iri(text[1:-1])):
        return iri
    literal = _LITERAL.fullmatch(text)
    if literal and (literal[1] is None or _iri(literal[1])):
        return printable(text)
    return _string(text)


def _iri(text: str) -> str | None:
    return f"<{printable(text)}>" if _IRI.fullmatch(text) else None


def _path(path: str) -> str | None:
    iris = re.findall("<([^<>]*)>", path)
    return _iri(path) or (turtle_path(path) if all(map(_IRI.fullmatch, iris)) else None)


def _string(text: str) -> str:
    """Write a string; what can't be seen becomes Turtle's numeric escapes: the same string."""
    whole = text.encode(errors="replace").decode()
    return printable(json.dumps(whole, ensure_ascii=False))
