"""How a column writes numbers: what the cells prove, and what they leave in doubt."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lod.publishing.records import clean
from lod.publishing.sources.numbers import CROWNS, CURRENCIES
from lod.publishing.tables.amounts import BLANKS
from lod.publishing.tables.grid import GridCell

_NUMBER = re.compile(
    rf"(?P<before>[^\d.,+−-]*)[-+−]?(?P<digits>\d[\d.,'’{BLANKS}]*)(?P<after>.*)", re.DOTALL
)
_SIGNS = {"€": "EUR", "£": "GBP", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "lei": "RON", "лв": "BGN"}
_SYMBOLS = ("kr", *_SIGNS, "$", "kr.", *sorted(CURRENCIES))
_SCALES = (
    (re.compile(r"(?<!\w)(?:mnkr|mkr|milj\w*|m€|€m|£m|\$m|mio\.?|mln|million\w*)(?!\w)", re.I), 6),
    (
        re.compile(
            r"(?<!\w)(?:tkr|tusen\w*|tsd\.?|k€|€k|£k|thousand\w*|tys\.?)(?!\w)|1 ?000", re.I
        ),
        3,
    ),
)
_CROWN = re.compile(r"(?<!\w)(?:kr|kronor|kroner|tkr|mkr|mnkr)(?!\w)", re.I)
_POINTS = (",", ".")
_SURE = 10
"""How many cells must speak for a mark, for one that speaks against it."""

_USUAL_CODES = ("EUR", "SEK", "NOK", "DKK", "GBP", "PLN", "CZK", "HUF", "CHF", "USD")
"""Codes that no word of a column's name is, in small letters either."""

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class NumberGuess:
    """How numbers are written; of what isn't proven nothing.

    :param decimal: empty where there is doubt; None where it needn't be said.
    :param currency: empty where there is doubt.
    :param unit: of shares: ``%``, ``1``, empty where there is doubt.
    :param unfit: cells of another form, a few.
    """

    decimal: str | None
    group: str
    symbols: tuple[str, ...]
    decimals: int | None
    power: int
    currency: str
    unit: str
    unfit: tuple[str, ...]


def guess_numbers(
    cells: Sequence[GridCell], name: str, language: str, *, typed: bool
) -> NumberGuess:
    """Find how a column's cells are written.

    :param name: the column's, which may say currency and scale.
    :param typed: whether the copy keeps numbers apart from texts, as JSON does.
    """
    texts = [cell.text.strip() for cell in cells if cell.kind == "text" and cell.filled]
    parsed = [(text, match) for text in texts if (match := _NUMBER.fullmatch(text))]
    percent = [(text, match) for text, match in parsed if match["after"].strip().startswith("%")]
    unit = _unit(len(percent), len(parsed), [c.text for c in cells if c.kind == "number"])
    if unit == "%":
        parsed = percent
    plain = [match for _, match in parsed if not _is_odd(match)]
    beside = {part for match in plain for part in _beside(match)}
    symbols = tuple(symbol for symbol in _SYMBOLS if symbol in beside)
    digits = [match["digits"].strip(BLANKS) for match in plain]
    marks = _Marks(digits)
    numbers = [cell.text for cell in cells if cell.kind == "number"]
    most = max((len(n.partition(".")[2]) for n in numbers), default=0)
    decimal = marks.decimal
    if numbers and most and decimal == "," and not typed:
        decimal = ""  # a workbook's numbers have a point in the copy
    unfit = [t for t in texts if not _NUMBER.fullmatch(t)]
    unfit += [text for text, match in parsed if _is_odd(match)]
    unfit += [d for d in digits if marks.is_unfit(d)]
    return NumberGuess(
        decimal=decimal,
        group=marks.group,
        symbols=symbols,
        decimals=most if most > 2 and not typed else None,
        power=_power(name),
        currency=_currency(name, symbols, language),
        unit=unit,
        unfit=tuple(dict.fromkeys(unfit))[:_SHOWN],
    )


class _Marks:
    """What stands between digits: before decimals, between thousands."""

    def __init__(self, digits: Sequence[str]) -> None:
        self.decimals: Counter[str] = Counter()
        self.groups: Counter[str] = Counter()
        self.open = False
        for written in digits:
            self._note(re.sub(f"[{BLANKS}]", " ", written))

    def _note(self, written: str) -> None:
        marks = re.sub("[0-9]", "", written)
        if not marks:
            return
        last, after = marks[-1], re.split(r"[^0-9]", written)[-1]
        if len({*marks}) > 1 and marks.count(last) == 1 and last in ".,":
            self.decimals[last] += 1
            self.groups.update({*marks[:-1]})
        elif len(marks) > 1 or last not in ".,":
            self.groups[last] += 1
        elif len(after) != 3 or written.startswith("0"):
            self.decimals[last] += 1
        else:
            self.open = True

    @property
    def decimal(self) -> str | None:
        """The mark before decimals: empty if it is in doubt, None if none is needed."""
        for mark, other in (_POINTS, _POINTS[::-1]):
            speaks = self.decimals[mark] + self.groups[other]
            against = self.decimals[other] + self.groups[mark]
            if speaks and against * _SURE <= speaks:
                return mark if mark == "," or self.decimals[mark] else None
        return "" if self.open or any(self.decimals.values()) else None

    @property
    def group(self) -> str:
        """The commonest mark between thousands, unless it is the one before decimals."""
        common = [mark for mark, _ in self.groups.most_common() if mark != self.decimal]
        return common[0] if common else ""

    def is_unfit(self, written: str) -> bool:
        """Whether a number has marks that aren't those of the others."""
        marks = {*re.sub(f"[{BLANKS}]", " ", re.sub("[0-9]", "", written))}
        return bool(self.decimal) and not marks <= {self.decimal, self.group}


def _beside(match: re.Match[str]) -> tuple[str, str]:
    after = match["after"].strip(BLANKS).removeprefix("%").strip(BLANKS)
    return match["before"].strip(BLANKS), after


def _is_odd(match: re.Match[str]) -> bool:
    """Whether something stands beside a number that says more than a currency."""
    return any(part and part not in _SYMBOLS for part in _beside(match))


def _power(name: str) -> int:
    return next((power for form, power in _SCALES if form.search(name)), 0)


def _currency(name: str, symbols: Sequence[str], language: str) -> str:
    """Give the currency that a column's name or its cells say; a crown is its language's."""
    words = clean(name).replace("_", " ")
    found = {code for code in CURRENCIES if re.search(rf"(?<!\w){code}(?!\w)", words)}
    found |= {code for code in _USUAL_CODES if code.lower() in words.split()}
    found |= {_SIGNS[sign] for sign in _SIGNS if sign in words or sign in symbols}
    found |= {code for code in symbols if code in CURRENCIES}
    if _CROWN.search(words) or "kr" in symbols or "kr." in symbols:
        found |= {code for code, spoken in CROWNS.items() if language in spoken}
    return found.pop() if len(found) == 1 else ""


def _unit(percent: int, texts: int, numbers: Sequence[str]) -> str:
    if texts and 2 * percent > texts and not numbers:
        return "%"
    small = [n for n in numbers if Decimal(n) <= 1]
    return "1" if numbers and not texts and len(small) == len(numbers) else ""
