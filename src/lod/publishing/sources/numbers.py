"""Numbers, amounts of money and shares, as pages write them. Pure; exact decimals; no guesses.

Thousands are parted by a space, a full stop, a comma or an apostrophe, always by the same, in
groups of three; decimals follow a comma or a full stop. What can be read two ways has two readings.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
    KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
    NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES
    VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
"""Codes of ISO 4217 that are in use as money."""

CROWNS = {"SEK": ("sv",), "NOK": ("nb", "nn", "no"), "DKK": ("da", "fo"), "ISK": ("is",)}
"""Currency → the languages of pages whose crowns (``kr``) are in it."""

_LONGEST = 100
_DIGITS = 15
_DECIMALS = 2  # of an amount that is written out; more are a mistake in the thousands
_FACTORS = {
    3: "tusen tusind thousand tuhatta tausend tsd t k",
    6: "miljoner miljon miljoonaa milj millioner millionen millions million mill mio mn m",
    9: "miljarder miljard milliarder milliarden mdr md",
}
_POWERS = {word: power for power, words in _FACTORS.items() for word in words.split()}
_CROWN_WORDS = ("kronor", "kroner", "krónur", "krona", "kr")
_SIGNS = {"€": "EUR", "euro": "EUR", "euros": "EUR", "euroa": "EUR", "£": "GBP"}
_MONEY = {**dict.fromkeys(_CROWN_WORDS, ""), **_SIGNS, **{c.casefold(): c for c in CURRENCIES}}
_UNIT = re.compile(f"({'|'.join(_POWERS)})?({'|'.join(_MONEY)})?")
_PARTS = re.compile(r"([^0-9]*)([0-9](?:[0-9 .,'’]*[0-9])?)([^0-9]*)")
_WHOLE = re.compile(r"[:,][-–—]")
_PERCENT = re.compile(r"(.*[0-9]) ?(?:%|procent|percent|per cent|prosent|prosenttia|prozent)")
_NUMBERS = {
    mark: re.compile(
        r"((?:0|[1-9][0-9]*)|[1-9][0-9]{0,2}(?P<sep>[ '’" + other + r"])[0-9]{3}"
        r"(?:(?P=sep)[0-9]{3})*)(?:" + re.escape(mark) + r"([0-9]+))?"
    )
    for mark, other in ((",", "."), (".", ","))
}


@dataclass(frozen=True, slots=True)
class Readings:
    """What words can mean.

    :param values: none if they can't be read, two if it can't be told which.
    :param currency: a code of ISO 4217; None for a share, or if the words don't say.
    """

    values: tuple[Decimal, ...]
    currency: str | None = None


def number_readings(words: str, decimal: str | None = None) -> tuple[Decimal, ...]:
    """Read a number in digits, in each way that it can be read.

    :param decimal: the mark that stands before decimals, if that is known.

    >>> number_readings("1 200 000,50"), number_readings("1.2"), number_readings("12 00")
    ((Decimal('1200000.50'),), (Decimal('1.2'),), ())
    >>> number_readings("1.200"), number_readings("1.200", ",")
    ((Decimal('1.200'), Decimal('1200')), (Decimal('1200'),))
    """
    found = set()
    for mark in (decimal,) if decimal else _NUMBERS:
        match = _NUMBERS[mark].fullmatch(words)
        if match and sum(c.isdigit() for c in words) <= _DIGITS:
            whole = re.sub(r"[^0-9]", "", match[1])
            found.add(Decimal(f"{whole}.{match[3]}" if match[3] else whole))
    return tuple(sorted(found))


def amount_readings(
    words: str, currency: str | None = None, crowns: str | None = None, decimal: str | None = None
) -> Readings:
    """Read an amount of money: a number, with its currency and thousands or millions beside it.

    Decimals of no coin, as in ``1,2000 kr``, are none: a digit is wrong.

    :param words: cleaned.
    :param currency: that of amounts without one.
    :param crowns: the currency that ``kr`` stands for.

    >>> amount_readings("1,2 mkr", crowns="SEK")
    Readings(values=(Decimal('1200000.0'),), currency='SEK')
    >>> amount_readings("EUR 1.200"), amount_readings("enligt beslut")
    (Readings(values=(Decimal('1.200'), Decimal('1200')), currency='EUR'), Readings(values=(), currency=None))
    """  # noqa: E501
    parts = _PARTS.fullmatch(words) if len(words) <= _LONGEST else None
    if parts is None:
        return Readings(())
    before, after = _unit(parts[1]), _unit(_WHOLE.sub("", parts[3], count=1))
    if before is None or after is None or before[0] or None not in (before[1], after[1]):
        return Readings(())
    money = after[1] if before[1] is None else before[1]
    stated = currency if money is None else money or crowns
    values = number_readings(parts[2], decimal)
    most = _DECIMALS + (decimal is not None)  # 1,200 is an amount where the comma is the mark
    if after[0] == 0 and len(values) == 1 and -int(values[0].as_tuple().exponent) > most:
        return Readings(())
    return Readings(tuple(v * Decimal(10) ** after[0] for v in values), stated)


def share_readings(words: str, decimal: str | None = None) -> Readings:
    """Read a share, in percent, from 0 to 100.

    >>> share_readings("50,5 %").values, share_readings("hälften").values
    ((Decimal('50.5'),), ())
    """
    match = _PERCENT.fullmatch(words.casefold()) if len(words) <= _LONGEST else None
    found = number_readings(match[1], decimal) if match else ()
    return Readings(tuple(value for value in found if value <= 100))


def _unit(words: str) -> tuple[int, str | None] | None:
    """Read what stands beside a number: a power of ten, and a currency.

    The currency is empty for crowns, None if there is none; None for other words.
    """
    match = _UNIT.fullmatch(words.casefold().replace(".", "").replace(" ", ""))
    if match is None:
        return None
    return _POWERS[match[1]] if match[1] else 0, _MONEY[match[2]] if match[2] else None
