"""From the engine's results to findings that name a file and a line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lod.checking.expected import expected
from lod.checking.found import FoundWords
from lod.checking.ntriples import labelled_term
from lod.checking.report.model import Finding, Place, Rule, Texts
from lod.checking.report.wording import message, unexpected
from lod.checking.rules import ReadShapes, by_language, is_known_severity, severity_of
from lod.checking.shacl import Path, Result
from lod.checking.shacl.core.model import Constraint
from lod.rdf import SH, Shortening, is_iri
from lod.words import Message, cut, msg, prose, texts

PlaceOf = Callable[[Result], Place | None]
"""From a result to where it stands."""


def to_findings(
    results: Iterable[Result], shapes: ReadShapes, place_of: PlaceOf, shorten: Shortening
) -> list[Finding]:
    """Make findings of results, each with its place."""
    return [*map(_Findings(shapes, place_of, shorten).finding, results)]


def labelled_finding(finding: Finding, label: str) -> Finding:
    """Name the blank nodes of the data after its file's label."""
    if not label:
        return finding
    return replace(
        finding,
        focus=finding.focus and labelled_term(finding.focus, label),
        value=finding.value and labelled_term(finding.value, label),
        details=tuple(labelled_finding(detail, label) for detail in finding.details),
    )


_LONG = 600
_FEW = 3
_REASONED = frozenset(
    f"{SH}{name}ConstraintComponent" for name in ("Node", "And", "MemberShape", "ReifierShape")
)
"""Of these what was found is told with what shapes within say."""

_Broken = tuple[str, str, str | None]
"""A shape, a component, and the value of its parameter, if it's known which."""


class _Findings:
    """Makes findings; what doesn't differ between results of one constraint is made once."""

    def __init__(self, shapes: ReadShapes, place_of: PlaceOf, shorten: Shortening) -> None:
        self._shapes, self._place_of, self._shorten = shapes, place_of, shorten
        self._words = FoundWords(shapes.shapes.graph, shorten)
        self._expected: dict[_Broken, tuple[Constraint | None, Texts]] = {}

    def finding(self, result: Result) -> Finding:
        """Make the finding of a result, and those of its details."""
        node, severity = result.shape, severity_of(result.severity)
        constraint, expected = self._wanted(node, result.component, result.wanted)
        details = tuple(map(self.finding, result.details))
        found = _brief(self._words.found(result, constraint))
        if details and result.component in _REASONED:  # not every report shows details
            found = {name: self._with_reasons(found[name], result, details, name) for name in found}
        return Finding(
            rule=self._shapes.rules.get(node) or Rule(node, severity),
            severity=severity,
            messages=by_language(result.messages) or self._default(expected, found, result.path),
            place=self._place_of(result),
            focus=result.focus,
            path=result.path,
            value=result.value,
            component=result.component,
            expected=expected,
            found=found,
            details=details,
            shape=node,
            source_constraint=result.source_constraint,
            own_severity=None if is_known_severity(result.severity) else result.severity,
            literals=result.messages,
        )

    def _wanted(
        self, node: str, component: str, value: str | None
    ) -> tuple[Constraint | None, Texts]:
        """Say what is expected, if it is known which of a shape's constraints is broken."""
        key = (node, component, value)
        if key not in self._expected:
            shapes = self._shapes.shapes
            shape = shapes.shapes.get(node)
            same = [c for c in shape.constraints if c.component == component] if shape else []
            same = [c for c in same if value in (None, c.value)]
            if shape is None or len(same) != 1:  # pyshacl doesn't tell which of several
                self._expected[key] = None, {}
            else:
                wanted = expected(same[0], shape, shapes, self._shorten)
                self._expected[key] = same[0], _brief(wanted)
        return self._expected[key]

    def _with_reasons(
        self, found: str, result: Result, details: Sequence[Finding], language: str
    ) -> str:
        """Add to what was found the first few reasons: what the innermost shapes say of it."""
        said: dict[str, None] = {}
        for detail in _innermost(details):
            reason = prose(message(detail, language))
            focus = detail.focus or ""
            apart = detail.path is not None and focus != result.value and is_iri(focus)
            said[f"{self._shorten(focus)}: {reason}" if apart else reason] = None
        more = ["…"] if len(said) > _FEW else []
        return cut(f"{found} ({' / '.join([*islice(said, _FEW), *more])})", _LONG)

    def _default(self, expected: Texts, found: Texts, path: Path | None) -> Texts:
        """Words for a shape that has none: what was expected of what, and what was found."""
        what = "" if path is None else self._shorten.path(path)
        if not expected:
            return texts(msg("{path} breaks a rule", path=what) if what else msg("breaks a rule"))
        said = {language: unexpected(text, what) for language, text in expected.items()}
        if found:
            said = {
                language: msg("{said}; found {found}", said=text, found=found[language])
                for language, text in said.items()
            }
        return {language: text.told(language) for language, text in said.items()}


def _brief(said: Message | None) -> Texts:
    """Give a message by language, never longer than one reads: of data, or of what is in shapes."""
    if said is None:
        return {}
    return {language: cut(text, _LONG) for language, text in texts(said).items()}


def _innermost(details: Sequence[Finding]) -> Iterator[Finding]:
    """Give the details that have no reasons of their own."""
    for detail in details:
        reasons = detail.details if detail.component in _REASONED else ()
        yield from _innermost(reasons) if reasons else (detail,)
