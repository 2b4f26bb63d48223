"""What is still open when a publication conforms: counted, for the last line of a report."""

from collections import Counter
from collections.abc import Iterable, Iterator

from lod.checking import Finding
from lod.words import Message, counted

_DATE = "/anomaly/period"
_LINES = frozenset(("notice/untaken-line", "notice/slogan"))


def left_open(findings: Iterable[Finding]) -> tuple[Message, ...]:
    """Count what nobody has decided, dates that can't be read, and what isn't published."""
    found = Counter(kind for finding in findings if not finding.known for kind in _kinds(finding))
    return tuple(_counted(found))


def _kinds(finding: Finding) -> Iterator[str]:
    """Give what a finding leaves open."""
    if finding.rule.id == "notice/open-anomaly":
        yield "anomaly"
        if _DATE in (finding.focus or ""):
            yield "date"
    elif finding.rule.id in _LINES:
        yield "line"
    elif finding.rule.id == "notice/undated-status":
        yield "undated"


def _counted(found: Counter[str]) -> Iterator[Message]:
    if n := found["anomaly"]:
        yield counted(
            "{n} anomaly that nobody has decided", "{n} anomalies that nobody has decided", n
        )
    if n := found["date"]:
        yield counted("{n} date that could not be read", "{n} dates that could not be read", n)
    if n := found["undated"]:
        yield counted("{n} page without a date", "{n} pages without a date", n)
    if n := found["line"]:
        yield counted("{n} line that isn't published", "{n} lines that aren't published", n)
