"""Amounts as pages write them: read exactly, told to be two things, or not read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.publishing.sources.numbers import (
    CURRENCIES,
    amount_readings,
    number_readings,
    share_readings,
)

# Words → number as it must be written, and currency.
AMOUNTS = {
    "1 200 000 kr": ("1200000", "SEK"),
    "1200000 kr": ("1200000", "SEK"),
    "1 200 000,50 kronor": ("1200000.50", "SEK"),
    "1.200.000 kr": ("1200000", "SEK"),
    "1.200.000,50 kr": ("1200000.50", "SEK"),
    "1 200 000:-": ("1200000", "EUR"),
    "kr 500 000,-": ("500000", "SEK"),
    "SEK 1,200,000": ("1200000", "SEK"),
    "1,200,000.50 SEK": ("1200000.50", "SEK"),
    "12'500 CHF": ("12500", "CHF"),
    "12\u2019500 CHF": ("12500", "CHF"),
    "1,2 mkr": ("1200000", "SEK"),
    "1,25 Mkr": ("1250000", "SEK"),
    "0,1 mnkr": ("100000", "SEK"),
    "3,3 milj. kr": ("3300000", "SEK"),
    "2 miljoner kronor": ("2000000", "SEK"),
    "1.2 MSEK": ("1200000", "SEK"),
    "0.125 MSEK": ("125000", "SEK"),
    "300 tkr": ("300000", "SEK"),
    "300 kkr": ("300000", "SEK"),
    "300 TSEK": ("300000", "SEK"),
    "300 tusen kronor": ("300000", "SEK"),
    "1,1 mdkr": ("1100000000", "SEK"),
    "3 miljarder kr": ("3000000000", "SEK"),
    "€1.2 million": ("1200000", "EUR"),
    "EUR 1,2 Mio.": ("1200000", "EUR"),
    "1,2 milj. euroa": ("1200000", "EUR"),
    "450 k€": ("450000", "EUR"),
    "3 mill. NOK": ("3000000", "NOK"),
    "7": ("7", "EUR"),
    "0 kr": ("0", "SEK"),
}

AMBIGUOUS = {
    "1.200 kr": ("1.2", "1200"),
    "1,200 kr": ("1.2", "1200"),
    "12.500 EUR": ("12.5", "12500"),
    "1,200 mkr": ("1200000", "1200000000"),
}

UNREADABLE = (
    *(
        "",
        "kr",
        "enligt beslut",
        "ca 1 200 000 kr",
        "upp till 5 mkr",
        "-5 kr",
        "1 200 000 kr (50 %)",
    ),
    *(
        "1 200 00 kr",
        "1,2000 kr",
        "£1,2000",
        "EUR 1200.505",
        "1,200,000.555 EUR",
        "1.200,000.50 kr",
        "1,200.000,50 kr",
        "12 34 kr",
        "1 200 000 SKE",
        "5 biljoner",
    ),
    *("kr 5 kr", "EUR 5 kr", "mkr 5", "5 %", "5-6 mkr", "1234567890123456 kr", "9" * 200, "٣ kr"),
)


@pytest.mark.parametrize("words", AMOUNTS)
def test_an_amount_is_read_exactly(words: str) -> None:
    found = amount_readings(words, currency="EUR", crowns="SEK")
    value, currency = AMOUNTS[words]
    assert (found.values, found.currency) == ((Decimal(value),), currency)


@pytest.mark.parametrize("words", AMBIGUOUS)
def test_what_can_be_two_numbers_has_two_readings(words: str) -> None:
    found = amount_readings(words, crowns="SEK")
    assert found.values == tuple(map(Decimal, AMBIGUOUS[words]))


@pytest.mark.parametrize("words", AMBIGUOUS)
@pytest.mark.parametrize("mark", [",", "."])
def test_the_mark_of_decimals_decides(words: str, mark: str) -> None:
    found = amount_readings(words, crowns="SEK", decimal=mark)
    reading = 0 if mark in words else 1
    assert found.values == (Decimal(AMBIGUOUS[words][reading]),)


@pytest.mark.parametrize("words", UNREADABLE)
def test_what_is_no_amount_is_not_read(words: str) -> None:
    assert amount_readings(words, currency="SEK", crowns="SEK").values == ()


@pytest.mark.parametrize("words", ["5", "5 kr", "5 m"])
def test_a_currency_that_nothing_says_is_none(words: str) -> None:
    found = amount_readings(words)
    assert (len(found.values), found.currency) == (1, None)


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("50 %", "50"),
        ("50%", "50"),
        ("62,5 procent", "62.5"),
        ("33.3 per cent", "33.3"),
        ("0 %", "0"),
    ],
)
def test_a_share_is_read_exactly(words: str, percent: str) -> None:
    assert share_readings(words).values == (Decimal(percent),)


@pytest.mark.parametrize(
    "words", ["", "hälften", "50", "101 %", "-5 %", "50 % av kostnaden", "0,5"]
)
def test_what_is_no_share_is_not_read(words: str) -> None:
    assert share_readings(words).values == ()


@given(st.integers(0, 10**12), st.sampled_from([" ", ".", ",", "'"]), st.integers(1, 99))
def test_a_number_written_with_groups_and_decimals_is_itself(
    whole: int, separator: str, cents: int
) -> None:
    mark = "." if separator == "," else ","
    words = f"{whole:,}".replace(",", separator) + f"{mark}{cents:02}"
    assert number_readings(words, mark) == (Decimal(f"{whole}.{cents:02}"),)


@given(st.text(alphabet="0123456789 .,'krmEU€%-", max_size=40))
def test_any_words_are_read_or_not(words: str) -> None:
    for value in amount_readings(words, "SEK", "SEK").values:
        assert value >= 0
        assert sum(c.isdigit() for c in words) <= 15


def test_currencies_are_codes() -> None:
    assert len(CURRENCIES) > 150
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)
