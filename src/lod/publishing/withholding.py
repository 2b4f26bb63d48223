"""What of a source isn't shown to anybody but the steward: lines that nobody said may be published.

A published source keeps the number of its lines, so that what points into it still does.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from lod.checking import Finding, Place, Report, named_here
from lod.publishing.records import Page

OMITTED = "[…]"
"""What stands in a published source in place of a line that isn't."""
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
    withheld = {named_here(page.file): page.withheld for page in pages}

    def placed(place: Place | None) -> Place | None:
        if place is None or place.line not in withheld.get(place.file, ()):
            return place
        return Place(place.file, place.line, pointer=place.pointer)

    def bare(finding: Finding) -> Finding:
        return replace(
            finding, place=placed(finding.place), details=tuple(map(bare, finding.details))
        )

    return replace(report, findings=[bare(finding) for finding in report.findings])
