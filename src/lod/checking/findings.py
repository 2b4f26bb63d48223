"""From the engine's results to findings that name a file and a line."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from lod.checking.expected import expected
from lod.checking.ntriples import labelled_term
from lod.checking.report.model import Finding, Place, Rule, Texts
from lod.checking.rules import ReadShapes, by_language, is_known_severity, severity_of
from lod.checking.shacl import Path, Result
from lod.rdf import Shortening
from lod.words import Message, msg, texts

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


class _Findings:
    """Makes findings; what doesn't differ between results of one constraint is made once."""

    def __init__(self, shapes: ReadShapes, place_of: PlaceOf, shorten: Shortening) -> None:
        self._shapes, self._place_of, self._shorten = shapes, place_of, shorten
        self._expected: dict[tuple[str, str], Message | None] = {}

    def finding(self, result: Result) -> Finding:
        """Make the finding of a result, and those of its details."""
        node, severity = result.shape, severity_of(result.severity)
        wanted = self._wanted(node, result.component)
        return Finding(
            rule=self._shapes.rules.get(node) or Rule(node, severity),
            severity=severity,
            messages=by_language(result.messages) or self._default(wanted, result.path),
            place=self._place_of(result),
            focus=result.focus,
            path=result.path,
            value=result.value,
            component=result.component,
            expected={} if wanted is None else texts(wanted),
            details=tuple(map(self.finding, result.details)),
            shape=node,
            source_constraint=result.source_constraint,
            own_severity=None if is_known_severity(result.severity) else result.severity,
            literals=result.messages,
        )

    def _wanted(self, node: str, component: str) -> Message | None:
        """Say what is expected, where a shape has one constraint only of a component."""
        key = (node, component)
        if key not in self._expected:
            shape = self._shapes.shapes.shapes.get(node)
            found = [c for c in shape.constraints if c.component == component] if shape else []
            alone = shape is not None and len(found) == 1  # of several, nothing tells which
            graph = self._shapes.shapes.graph
            said = expected(found[0], shape, graph, self._shorten) if shape and alone else None
            self._expected[key] = said
        return self._expected[key]

    def _default(self, wanted: Message | None, path: Path | None) -> Texts:
        """Words for a shape that has none: what was expected of what."""
        what = "" if path is None else self._shorten.path(path)
        if wanted is None:
            return texts(msg("{path} breaks a rule", path=what) if what else msg("breaks a rule"))
        if not what:
            return texts(msg("expected is {expected}", expected=wanted))
        return texts(msg("{path}: expected {expected}", path=what, expected=wanted))
