"""Numbers by a declared form only: marks, signs, unit. Exact decimals; no guesses."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact

from lod.publishing.tables.grid import GridCell
from lod.words import Message, msg

BLANKS = " \u00a0\u202f\u2009"
"""What stands between thousands and looks alike: a sidecar's space stands for all of them."""

_LARGEST = 30  # powers of ten
EXACT = Context(prec=200, traps=[Inexact])
"""Reckons without losing a digit."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How a column writes numbers.

    :param group: the marks that may part thousands; a space stands for any that looks like one.
    :param symbols: what may stand before or after a number, and says nothing.
    :param power: of ten, that a number is multiplied with: 6 where a column is in millions.
    :param unit: ``%`` if a number must have it, ``1`` if shares are parts of one.
    :param decimals: how many a number may have; if it isn't said, an amount in a text may have as
        many as make hundredths: more are likelier thousands.
    """

    decimal: str = "."
    group: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    power: int = 0
    unit: str = ""
    decimals: int | None = None

    def read(self, cell: GridCell, text: str) -> Decimal | Message:
        """Read a cell; what doesn't fit gives the reason.

        >>> NumberForm(",", (".",), ("€",)).read(GridCell("1.234,50 €"), "1.234,50 €")
        Decimal('1234.50')
        >>> str(NumberForm(decimals=2).read(GridCell("713.472"), "713.472"))
        '3 decimals: thousands or decimals?'
        """
        if cell.kind == "number" and self.unit != "%":
            return self._scaled(text, self.decimals) if _NUMBER.fullmatch(text) else _NO_FORM
        if cell.kind == "truth":
            return msg("a truth value, not a number")
        if cell.kind == "date":
            return msg("a date, not a number")
        return self._read_text(text)

    def _read_text(self, text: str) -> Decimal | Message:
        bare = text.strip(BLANKS)
        if self.unit == "%":
            if not bare.endswith("%"):
                return msg("no % after the number, as the sidecar says")
            bare = bare[:-1].rstrip(BLANKS)
        for symbol in self.symbols:
            bare = bare.removeprefix(symbol).removesuffix(symbol).strip(BLANKS)
        sign = "-" if bare[:1] in ("-", "−") else ""
        bare = bare[len(sign) :]
        whole, *decimals = bare.split(self.decimal)
        if len(decimals) > 1:
            return msg("two marks before decimals")
        if decimals and not re.fullmatch("[0-9]+", decimals[0]):
            return _NO_FORM
        digits = self._ungrouped(whole)
        if isinstance(digits, Message):
            return digits
        most = 2 + self.power if self.decimals is None and not self.unit else self.decimals
        return self._scaled(sign + ".".join((digits, *decimals)), most)

    def _ungrouped(self, whole: str) -> str | Message:
        marks = {*self.group, *(BLANKS if " " in self.group else "")}
        if not re.fullmatch("[0-9]+", whole):
            used = {c for c in whole if not ("0" <= c <= "9")}
            if not used or not used <= marks or (len(used) > 1 and not used <= {*BLANKS}):
                return _NO_FORM
        parts = re.split("[^0-9]", whole)
        grouped = len(parts) > 1
        if grouped and not (1 <= len(parts[0]) <= 3 and all(len(p) == 3 for p in parts[1:])):
            return msg("thousands that aren't in groups of three")
        return "".join(parts)

    def _scaled(self, written: str, most: int | None) -> Decimal | Message:
        value = Decimal(written)
        exponent = value.as_tuple().exponent
        if value.adjusted() > _LARGEST or not isinstance(exponent, int) or exponent < -_LARGEST:
            return msg("a number beyond all amounts")
        if most is not None and -exponent > most:
            return msg("{count} decimals: thousands or decimals?", count=-exponent)
        power = self.power + (2 if self.unit == "1" else 0)
        return value.scaleb(power, EXACT) if power else value


_NO_FORM = msg("not a number in the declared form")


def written_number(value: Decimal) -> str:
    """Write a number without an exponent.

    >>> written_number(Decimal("1.25E+6"))
    '1250000'
    """
    return f"{value:f}"
