"""The report for the graph: a sh:ValidationReport in Turtle (SHACL, 3.6).

All results are in it, those of the baseline too, and messages in all languages. What isn't a
result in SHACL's sense (a guard, a syntax error) and places in files are comments.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from lod.checking.report.model import Finding, Report
from lod.checking.report.paths import turtle_path
from lod.checking.report.wording import expectations, message, severity_word, where
from lod.rdf import SH, Path, is_iri, is_valid_iri, is_valid_literal, is_valid_tag
from lod.words import printable


def write(check: Report, language: str) -> str:
    """Write the report.

    ``sh:conforms`` is false with any result, as the specification has it; since SHACL 1.2 not with
    sh:Debug and sh:Trace, or with those alone that sh:conformanceDisallows names.

    Where something could not be read, or a shape is ill-formed and may not be left out, there is no
    report, only comments (SHACL, 3.4: a failure).
    That shapes check nothing is none: then everything conforms.

    :param language: of the comments.
    """
    findings = check.by_place
    results = [finding for finding in findings if finding.component is not None]
    rows = [f"@prefix sh: <{SH}> .", ""]
    rows += [_comment(finding, language) for finding in findings if finding.component is None]
    if check.incomplete or (check.unread and not check.empty):
        return "\n".join(rows) + "\n"
    conforms = not any(_disallows(check, finding) for finding in results)
    rows += ["[] a sh:ValidationReport ;", f"    sh:conforms {str(conforms).lower()}"]
    for severity in sorted(check.disallows):
        rows[-1] += " ;"
        rows.append(f"    sh:conformanceDisallows {_Terms([])(f'<{severity}>')}")
    if results:
        rows[-1] += " ;"
        rows.append("    sh:result")
        terms = _Terms(results)
        for finding in results:
            rows += [f"        {row}" for row in _result(finding, terms, language)]
            rows[-1] += " ,"
        rows[-1] = rows[-1].removesuffix(" ,")
    return "\n".join([*rows, "."]) + "\n"


def _disallows(check: Report, finding: Finding) -> bool:
    """Whether a result keeps the data from conforming. Source: SHACL 1.2 Core (draft), 5.5."""
    if check.disallows:
        own = finding.own_severity or f"{SH}{finding.severity.capitalize()}"
        return own in check.disallows
    return check.shacl == "1.0" or finding.severity not in ("debug", "trace")


class _Terms:
    """Writes terms; a blank node that is named more than once has a name, by its order."""

    def __init__(self, results: Sequence[Finding]) -> None:
        named = Counter(term for finding in results for term in _nodes(finding))
        several = (term for term, count in named.items() if count > 1)
        self._names = {term: f"_:b{number}" for number, term in enumerate(several)}

    def __call__(self, term: str) -> str:
        """Write a term given as in N-Triples; what is none as a string: the rest is read."""
        if term.startswith("_:"):
            return self._names.get(term, "[]")
        return printable(term) if _is_iri(term) or is_valid_literal(term) else _string(term)


def _nodes(finding: Finding) -> Iterator[str]:
    """Give the blank nodes that a result names, its details' too."""
    given = (finding.focus, finding.value, finding.shape, finding.source_constraint)
    yield from (term for term in given if term and term.startswith("_:"))
    for detail in finding.details:
        yield from _nodes(detail)


def _comment(finding: Finding, language: str) -> str:
    head = ": ".join(
        filter(None, (where(finding.place), severity_word(finding.severity).told(language)))
    )
    return f"# {head}: {message(finding, language)}"


def _result(finding: Finding, terms: _Terms, language: str) -> Iterator[str]:
    """Write a result as a blank node, its place a comment before it."""
    if finding.place is not None:
        yield f"# {where(finding.place)}"
    if finding.literals:  # else it is in the message
        yield from (f"# {row}" for row in expectations(finding, language))
    yield "["
    rows = ["a sh:ValidationResult", *_statements(finding, terms)]
    for row in rows:
        yield f"    {row} ;"
    for detail in finding.details:
        yield "    sh:detail"
        yield from (f"        {row}" for row in _result(detail, terms, language))
        yield "    ;"
    yield "]"


def _statements(finding: Finding, terms: _Terms) -> Iterator[str]:
    """Write what a result says. Source: SHACL, 3.6.2."""
    if finding.focus is not None:
        yield f"sh:focusNode {terms(finding.focus)}"
    if finding.path is not None and _is_writable(finding.path):
        yield f"sh:resultPath {printable(turtle_path(finding.path))}"
    if finding.value is not None:
        yield f"sh:value {terms(finding.value)}"
    yield f"sh:resultSeverity {_severity(finding, terms)}"
    if finding.component is not None:
        yield f"sh:sourceConstraintComponent {terms(f'<{finding.component}>')}"
    if finding.source_constraint is not None:
        yield f"sh:sourceConstraint {terms(finding.source_constraint)}"
    yield f"sh:sourceShape {terms(finding.shape or '_:')}"
    yield from (f"sh:resultMessage {text}" for text in _messages(finding))


def _severity(finding: Finding, terms: _Terms) -> str:
    own = finding.own_severity
    return f"sh:{finding.severity.capitalize()}" if own is None else terms(f"<{own}>")


def _messages(finding: Finding) -> Iterator[str]:
    """Write the shape's messages; where it has none, what lod says."""
    texts = finding.literals or [(text, tag) for tag, text in sorted(finding.messages.items())]
    for text, language in texts:
        tag = f"@{language}" if is_valid_tag(language) else ""
        yield _string(text) + tag


def _is_writable(path: Path) -> bool:
    named = [*path.predicates()]
    return bool(named) and all(map(_is_iri, named))


def _is_iri(term: str) -> bool:
    return is_iri(term) and term.endswith(">") and is_valid_iri(term[1:-1])


def _string(text: str) -> str:
    """Write a string; what can't be seen becomes Turtle's numeric escapes: the same string."""
    whole = text.encode(errors="replace").decode()
    return printable(json.dumps(whole, ensure_ascii=False))
