"""The report as a page: one file, no scripts, nothing fetched; for light and dark screens.

What it says is put together here, how it looks in ``report.html``: Jinja escapes all of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from lod.checking.report.arrange import fingerprints, shown_coverage
from lod.checking.report.excerpt import excerpt
from lod.checking.report.model import Finding, Report, tally
from lod.checking.report.wording import (
    Labelled,
    advice,
    counts,
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
from lod.words import Excerpt, msg, number, printable, prose, spoken, told

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class _Part:
    """A file's findings: how many of each severity, and each of them, made as it is written."""

    name: str
    numbers: Sequence[str]
    entries: Iterator["_Entry"]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A finding in words; ``name`` is its anchor, empty for a detail of another."""

    name: str
    severity: str
    kind: str
    message: str
    place: str | None
    drawn: Excerpt | None
    rows: Labelled
    because: str
    details: Sequence["_Entry"]


def write(check: Report, language: str) -> str:
    """Write the page: the verdict and the counts, then each finding under its file.

    A finding's anchor comes from its content, so a link to it holds while it stands.
    """
    kinds = [severity_words(severity).told(language) for severity in check.counts]
    notes = (prose(told(note, language)) for note in check.notes)
    note = msg("Note").told(language)
    return _template().render(
        language=spoken(language),
        title=msg("Check of the data").told(language),
        verdict=verdict(check, language),
        counts=counts(check, language),
        outcome=outcome(check, language),
        conforms=check.conforms,
        told=[*map(printable, extent(check, language)), *(f"{note}: {text}" for text in notes)],
        part_heads=[msg("file").told(language), *kinds],
        parts=[*_parts(check, language)],
        coverage_title=msg("What the rules cover").told(language),
        coverage_heads=coverage_heads(language),
        coverage=[
            covered(row, language, check.shorten)
            for row in shown_coverage(check.coverage, language)
        ],
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only for who asks for a page

    made = Environment(
        loader=PackageLoader("lod.checking", "report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    return made.get_template("report.html")


def _parts(check: Report, language: str) -> Iterator[_Part]:
    found = parts_of(check, language)
    names = iter(fingerprints(finding for _, findings in found for finding in findings))
    for name, findings in found:
        tallied = tally(findings)
        yield _Part(
            printable(name),
            [number(tallied.get(severity, 0)).told(language) for severity in check.counts],
            map(
                partial(_entry, language, check.shorten),
                findings,
                list(islice(names, len(findings))),
            ),
        )


def _entry(language: str, shorten: Shortening, finding: Finding, name: str = "") -> _Entry:
    place = finding.place
    drawn = None if place is None else excerpt(place)
    marked = None if drawn is None else drawn.marked
    said = message(finding, language)
    about = subject(finding, language, shorten, marked=marked, said=said)
    return _Entry(
        name,
        finding.severity,
        severity_word(finding.severity).told(language).capitalize(),
        said,
        None if place is None else where(place),
        drawn,
        [*about, *advice(finding, language, shorten)],
        msg("more precisely").told(language),
        [_entry(language, shorten, detail) for detail in finding.details],
    )
