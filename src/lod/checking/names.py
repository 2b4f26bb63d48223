"""Names in JSON-LD that mean nothing: what stands under them is read, and checked, by nothing."""

from collections.abc import Iterable

from lod.checking.files import RdfFile
from lod.checking.positions import SyntaxProblem
from lod.checking.report.model import Finding, Place, Rule
from lod.words import msg, texts

_TITLE = texts(msg("the name means something"))


def unknown_names(files: Iterable[RdfFile], severity: str) -> list[Finding]:
    """Make a finding of each name in files that means nothing, where it first stands."""
    rule = Rule("guard/unknown-name", severity, title=_TITLE)
    return [_finding(problem, rule) for file in files for problem in file.unknown_names()]


def _finding(problem: SyntaxProblem, rule: Rule) -> Finding:
    place = Place(str(problem.file), problem.line, problem.column, text=problem.source)
    help_ = texts(problem.todo) if problem.todo else {}
    return Finding(rule, rule.severity, texts(problem.message), place, help=help_)
