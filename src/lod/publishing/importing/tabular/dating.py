"""The forms of dates that fit a table's cells; day and month in doubt are left to the steward."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lod.publishing.tables.dates import DateForm, ReadDate

_WHOLE = (
    *(
        "yyyy-mm-dd",
        "yyyy-mm",
        "yyyy",
        "yyyymmdd",
        "yyyymm",
        "yyyy-mm-ddThh:mm:ss",
        "yyyy-mm-ddThh:mm:ssZ",
        "yyyy-mm-ddThh:mm:ss+hh:mm",
    ),
    *("yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd hh:mm", "yyyy/mm/dd", "yyyy.mm.dd", "yyyy/mm", "yyyy-m-d"),
    *("m/yyyy", "m.yyyy", "m-yyyy"),
)
"""Forms that can be read in one way, the usual ones first."""

_NUMERIC = re.compile(
    r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})( [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
_DASHES = re.compile(r"\s+[-–—]\s+|\s*[–—]\s*")
_PLAUSIBLE = range(1900, 2101)
_DAYS = range(13, 32)
"""What can be no month; the calendar may lack it all the same."""

_SHOWN = 3
_DAY_FIRST = "."
"""Between numbers, it has the day first in all languages that write dates so."""


@dataclass(slots=True)
class DateGuess:
    """Forms that fit, and what doesn't.

    :param forms: an empty one stands for one that the steward is to choose.
    :param doubts: the forms that it may be, where there is doubt.
    :param examples: cells of those, a few; ``unfit`` those of no form.
    """

    forms: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)


def guess_dates(texts: Iterable[str]) -> DateGuess:
    """Find the forms of dates.

    >>> guess_dates(["13/2/2013", "2015"]).forms, guess_dates(["5/6/2014"]).doubts
    (['yyyy', 'd/m/yyyy'], ['d/m/yyyy', 'm/d/yyyy'])
    """
    found, forms = DateGuess(), [DateForm(written) for written in _WHOLE]
    numeric: dict[tuple[str, str], dict[tuple[int, int], str]] = {}
    used: dict[str, None] = {}
    for text in dict.fromkeys(texts):
        fit = next((form.written for form in forms if _fits(form, text)), None)
        if fit:
            used[fit] = None
        elif match := _NUMERIC.fullmatch(text):
            time = re.sub("[0-9]+", "#", match[5] or "")
            numeric.setdefault((match[2], time), {})[int(match[1]), int(match[3])] = text
        elif len(found.unfit) < _SHOWN:
            found.unfit.append(text)
    found.forms = [form for form in _WHOLE if form in used]
    for (mark, time), pairs in numeric.items():
        _add_numeric(found, mark, _TIMES[time], pairs)
    return found


_TIMES = {"": "", " #:#": " hh:mm", " #:#:#": " hh:mm:ss"}


def _fits(form: DateForm, text: str) -> bool:
    read = form.read(text)
    return isinstance(read, ReadDate) and read.value.first_day.year in _PLAUSIBLE


def _add_numeric(
    found: DateGuess, mark: str, time: str, pairs: Mapping[tuple[int, int], str]
) -> None:
    """Add the order of day and month that the cells prove; with no proof or two it is in doubt."""
    day, month = f"d{mark}m{mark}yyyy{time}", f"m{mark}d{mark}yyyy{time}"
    first = any(one in _DAYS and other <= 12 for one, other in pairs)
    second = any(other in _DAYS and one <= 12 for one, other in pairs)
    if first and not second:
        found.forms.append(day)
    elif second and not first:
        found.forms.append(month)
    elif mark == _DAY_FIRST and not second:
        found.forms.append(day)
    else:
        found.forms.append("")
        found.doubts += [day, month]
        found.examples += [*pairs.values()][:_SHOWN]


def halves(texts: Iterable[str]) -> Iterator[str]:
    """Give the start and the end of each period in one cell."""
    for text in texts:
        yield from (part.strip() for part in _DASHES.split(text))
