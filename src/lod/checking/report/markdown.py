"""The report as a summary of a job on GitHub ($GITHUB_STEP_SUMMARY): Markdown, bounded.

Limit: 1 MiB for a step (GitHub Docs, "Workflow commands", "Adding a job summary").
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lod.checking.report.arrange import arrange_findings
from lod.checking.report.excerpt import excerpt
from lod.checking.report.model import SEVERITIES, Finding, Report, tally
from lod.checking.report.wording import (
    advice,
    counts,
    covered,
    extent,
    message,
    subject,
    verdict,
    where,
)
from lod.checking.report.words import ReportWords, report_words
from lod.words import cut, printable

FILE_ROWS = 200
"""Rows of the table by file."""

FINDINGS = 100
"""Findings that are told in full."""

LIMIT = 1_000_000
"""Bytes; a little under 1 MiB."""

_MARKS = re.compile(r"([\\`*_\[\]|~#>!])")


def summary(check: Report, language: str) -> str:
    """Write the verdict, a table by file, the first findings, and the coverage."""
    said = report_words(language)
    blocks = [f"## {said.title}\n\n**{verdict(check, said)}** {counts(check, said)}.\n"]
    blocks += [f"{escaped(row)}\n" for row in extent(check, said)]
    blocks += [_files(check, said), _coverage(check, said)]
    blocks = [block for block in blocks if block]
    return "\n".join([*blocks, *_first(check, said, LIMIT - sum(map(_size, blocks)))])


def escaped(text: str) -> str:
    r"""Escape what Markdown and HTML would read as markup.

    >>> escaped("a|b <script>*")
    'a\\|b &lt;script\\>\\*'
    """
    return _MARKS.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))


def _size(text: str) -> int:
    return len(text.encode(errors="backslashreplace")) + 1


def _table(head: Sequence[str], numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> str:
    """Write a table; the columns in ``numbers`` are aligned to the right."""
    rule = ["--:" if n in numbers else "---" for n in range(len(head))]
    cells = [head, rule, *([escaped(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def _files(check: Report, said: ReportWords) -> str:
    arranged = arrange_findings(check)
    parts = [*arranged.files.items(), (said.nowhere, arranged.nowhere)]
    parts = [part for part in [*parts, (said.guards, arranged.guards)] if part[1]]
    if not parts:
        return ""
    rows = [
        (cut(printable(name), 300), *(said.number(tally(found).get(s, 0)) for s in check.counts))
        for name, found in parts[:FILE_ROWS]
    ]
    head = [said.file, *(said.severity(severity)[1] for severity in check.counts)]
    more = said.more_files.format(said.counted(len(parts) - FILE_ROWS, said.files))
    return _table(head, range(1, len(head)), rows) + (
        f"\n{more}\n" if len(parts) > FILE_ROWS else ""
    )


def _coverage(check: Report, said: ReportWords) -> str:
    noted = [row for row in (covered(row, said) for row in check.coverage) if row[-1]]
    if not noted:
        return ""
    head = (said.kind, said.name, said.targets, said.checked, said.remark)
    return f"### {said.coverage}\n\n{_table(head, (2, 3), noted[:FILE_ROWS])}"


def _first(check: Report, said: ReportWords, room: int) -> Iterator[str]:
    """Give the worst findings first, as many as there is room for."""
    fresh = check.fresh_by_place
    worst = sorted(fresh, key=lambda finding: SEVERITIES.index(finding.severity))
    entries = []
    room -= 200  # the heading
    for entry in (_entry(finding, said) for finding in islice(worst, FINDINGS)):
        room -= _size(entry)
        if room < 0:
            break
        entries.append(entry)
    if entries:
        shown, total = said.number(len(entries)), said.number(len(fresh))
        yield f"### {said.first.format(shown=shown, total=total)}\n"
    yield from entries


def _entry(finding: Finding, said: ReportWords) -> str:
    place = where(finding.place)
    kind = said.severity(finding.severity)[0]
    head = f"**{kind}** {escaped(place)}".rstrip()
    rows = [f"- {head}: {escaped(message(finding, said))}"]
    drawn = excerpt(finding.place) if finding.place else None
    if drawn is not None:
        rows += ["", *(f"  {row}" for row in _fenced([drawn.line, drawn.carets])), ""]
    pairs = [*subject(finding, said), *advice(finding, said)]
    rows += [f"  - {label}: {escaped(text)}" for label, text in pairs]
    return "\n".join(rows) + "\n"


def _fenced(lines: Sequence[str]) -> list[str]:
    """Put lines in a code block whose fence is longer than any in them."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *(line for line in lines if line), fence]
