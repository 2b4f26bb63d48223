"""What of a source isn't shown to anybody but the steward: lines that nobody said may be published.

A published source keeps the number of its lines, so that what points into it still does.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from lod.checking import Finding, Place, Report, named_here
from lod.publishing.noted import OMITTED
from lod.publishing.records import Page
from lod.words import msg, texts

_END = re.compile(rb"(\r\n|\n|\r)")


def without_lines(data: bytes, withheld: Collection[int]) -> bytes:
    r"""Put ``[…]`` in place of some lines of a text; all other bytes stay as they are.

    :param withheld: their numbers, from 1, as RFC 5147 counts them.

    >>> without_lines(b"a\r\nb\nc", {2}).decode()
    'a\r\n[…]\nc'
    """
    parts = _END.split(data)
    for number in withheld:
        parts[2 * (number - 1)] = OMITTED.encode()
    return b"".join(parts)


def without_words(report: Report, pages: Iterable[Page]) -> Report:
    """Take the words of withheld lines out of a check's findings; their places stay."""
    pages = tuple(pages)
    withheld = {named_here(page.file): page.withheld for page in pages}
    tables = {named_here(page.file) for page in pages if page.shown is not None}
    message = texts(msg("what is wrong with this line isn't told, as the line isn't published"))

    def bare(finding: Finding) -> Finding:
        place = finding.place
        details = tuple(map(bare, finding.details))
        if (
            place and place.text is None and place.file in tables
        ):  # its columns are of no line that is served
            place = Place(place.file, place.line, pointer=place.pointer)
        if place is None or place.line not in withheld.get(place.file, ()):
            return replace(finding, place=place, details=details)
        place = Place(place.file, place.line, pointer=place.pointer)
        return replace(
            finding, place=place, messages=message, expected={}, help={}, details=details
        )

    report = replace(report, findings=unquoted(report.findings, pages))
    return replace(report, findings=[bare(finding) for finding in report.findings])


def unquoted(findings: Iterable[Finding], pages: Iterable[Page]) -> list[Finding]:
    """Take out the lines of tables that aren't published whole, for the steward too.

    What such a line has may be withheld; the check's report is passed on, and kept as a log.
    """
    shown = {named_here(page.file): page.shown for page in pages if page.shown is not None}

    def bare(finding: Finding) -> Finding:
        place, details = finding.place, tuple(map(bare, finding.details))
        if place is not None and place.line not in shown.get(place.file, (place.line,)):
            place = replace(place, text=None)
        return replace(finding, place=place, details=details)

    return [bare(finding) for finding in findings]
