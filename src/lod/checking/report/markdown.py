"""The report as a summary of a job on GitHub ($GITHUB_STEP_SUMMARY): Markdown, bounded.

Limit: 1 MiB for a step (GitHub Docs, "Workflow commands", "Adding a job summary").
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lod.checking.report.arrange import by_weight, shown_coverage
from lod.checking.report.excerpt import excerpt
from lod.checking.report.grouped import grouped
from lod.checking.report.model import Finding, Report, tally
from lod.checking.report.wording import (
    advice,
    coverage_heads,
    covered,
    extent,
    message,
    outcome,
    parts_of,
    severity_word,
    severity_words,
    subject,
    verdict,
    where,
)
from lod.rdf import Shortening
from lod.words import counted, cut, msg, number, printable

FILE_ROWS = 200
"""Rows of the table by file."""

FINDINGS = 100
"""Findings that are told in full."""

LIMIT = 1_000_000
"""Bytes; a little under 1 MiB."""

_MARKS = re.compile(r"([\\`*_\[\]|~#>!])")


def summary(check: Report, language: str) -> str:
    """Write the verdict, a table by file, the first findings, and the coverage."""
    title = msg("Check of the data").told(language)
    blocks = [f"## {title}\n\n**{verdict(check, language)}** {outcome(check, language)}\n"]
    blocks += [f"{escaped(row)}\n" for row in extent(check, language)]
    blocks += [_files(check, language), _coverage(check, language)]
    blocks = [block for block in blocks if block]
    return "\n".join([*blocks, *_first(check, language, LIMIT - sum(map(_size, blocks)))])


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


def _files(check: Report, language: str) -> str:
    parts = parts_of(check, language)
    if not parts:
        return ""
    rows = [
        (
            cut(printable(name), 300),
            *(number(tally(found).get(s, 0)).told(language) for s in check.counts),
        )
        for name, found in parts[:FILE_ROWS]
    ]
    head = [
        msg("file").told(language),
        *(severity_words(severity).told(language) for severity in check.counts),
    ]
    more = counted("… and {n} file more", "… and {n} files more", len(parts) - FILE_ROWS)
    return _table(head, range(1, len(head)), rows) + (
        f"\n{more.told(language)}\n" if len(parts) > FILE_ROWS else ""
    )


def _coverage(check: Report, language: str) -> str:
    rows = shown_coverage(check.coverage, language)
    told = (covered(row, language, check.shorten) for row in rows)
    noted = [row for row in told if row[-1]]
    if not noted:
        return ""
    title = msg("What the rules cover").told(language)
    return f"### {title}\n\n{_table(coverage_heads(language), (2, 3), noted[:FILE_ROWS])}"


def _first(check: Report, language: str, room: int) -> Iterator[str]:
    """Give the worst findings first, as many as there is room for."""
    fresh = grouped(check.fresh_by_place)
    worst = sorted(fresh, key=by_weight)
    entries = []
    room -= 200  # the heading
    for entry in (_entry(finding, language, check.shorten) for finding in islice(worst, FINDINGS)):
        room -= _size(entry)
        if room < 0:
            break
        entries.append(entry)
    if entries:
        shown, total = number(len(entries)), number(len(fresh))
        title = msg("The first {shown} of {total}", shown=shown, total=total)
        yield f"### {title.told(language)}\n"
    yield from entries


def _entry(finding: Finding, language: str, shorten: Shortening) -> str:
    place = where(finding.place)
    kind = severity_word(finding.severity).told(language)
    head = f"**{kind}** {escaped(place)}".rstrip()
    said = message(finding, language)
    rows = [f"- {head}: {escaped(said)}"]
    drawn = excerpt(finding.place) if finding.place else None
    if drawn is not None:
        rows += ["", *(f"  {row}" for row in _fenced([drawn.line, drawn.carets])), ""]
    pairs = [*subject(finding, language, shorten, said=said), *advice(finding, language, shorten)]
    rows += [f"  - {label}: {escaped(text)}" for label, text in pairs]
    return "\n".join(rows) + "\n"


def _fenced(lines: Sequence[str]) -> list[str]:
    """Put lines in a code block whose fence is longer than any in them."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *(line for line in lines if line), fence]
