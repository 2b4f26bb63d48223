"""The words that dates are written with, in Swedish, English, Norwegian, Danish, Finnish, German.

All in small letters. No word is two languages' for two different things.
"""

import re

_NAMES = """
    januari january januar jänner jan jän
    februari february februar feber febr feb
    mars march marts märz mär mrz mar
    april apr
    maj may mai
    juni june jun
    juli july jul
    augusti august aug
    september sept sep
    oktober october okt oct
    november nov
    december desember dezember dec des dez
"""
_FINNISH = """
    tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
"""
_FINNISH_ENDINGS = ("", "kuu", "kuuta", "kuun", "kuussa", "kuusta", "kuuhun")

MONTH_NAMES = {
    **{
        name: number
        for number, names in enumerate(_NAMES.strip().splitlines(), 1)
        for name in names.split()
    },
    **{f"{stem}{end}": n for n, stem in enumerate(_FINNISH.split(), 1) for end in _FINNISH_ENDINGS},
}
"""What a month is called → its number."""

ORDINALS = {
    word: number
    for number, words in {
        1: "1 1. 1:a 1:sta 1st i. första first første ensimmäinen erstes erste",
        2: "2 2. 2:a 2nd ii ii. andra second andre anden andet toinen zweites zweite",
        3: "3 3. 3:e 3:a 3rd iii iii. tredje third kolmas drittes dritte",
        4: "4 4. 4:e 4:a 4th iv iv. fjärde fourth fjerde neljäs viertes vierte",
    }.items()
    for word in words.split()
}
"""A quarter's or half year's number in words → the number."""

_LENGTHS = {
    3: """q kv kvartal kvartalet quarter quartal
        neljännes neljänneksen neljännesvuosi vuosineljännes kvartaali""",
    6: "h halvår halvåret half halbjahr puolivuosi vuosipuolisko puolisko",
}
YEAR_PARTS = {word: months for months, words in _LENGTHS.items() for word in words.split()}
"""Words for parts of a year → how many months they have."""

OF_YEAR = (
    *("of", "av", "i", "af", "im", "des", "the"),
    *("år", "året", "year", "jahr", "vuonna", "vuoden", "vuosi"),
)
"""What may stand between a part of a year and the year, or before the year; it says nothing."""

_OPEN_WORDS = """
    pågående, pågår, löpande, tills vidare, fortlöpande, ongoing, present, to date,
    open, open-ended, until further notice, pågår fortfarande, løpende, pågående prosjekt,
    inntil videre, løbende, indtil videre, igangværende, toistaiseksi, jatkuu, käynnissä,
    laufend, unbefristet, offen, bis auf weiteres
"""

OPEN_ENDS = frozenset(" ".join(words.split()) for words in _OPEN_WORDS.split(","))
"""What stands in place of an end that is open."""

MONTH_PATTERN = "|".join(sorted(map(re.escape, MONTH_NAMES), key=len, reverse=True))
"""A pattern for the name of a month, to be matched in any case."""

_WEEKDAYS = """
    mån mon man maa mo tis tue tir tii die di ons wed kes mit mi tor thu don do fre fri per fr
    lör lør lau sat sam sa sön søn sun son so
"""
WEEKDAY_PATTERN = rf"(?:{'|'.join(_WEEKDAYS.split())})[^\W\d_]*\.?,?"
"""A pattern for the name of a weekday, in small letters; the day of a date says the same."""
