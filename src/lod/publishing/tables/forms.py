"""How a sidecar says that dates, amounts and the numbers of owners are written."""

import re
from collections.abc import Sequence
from contextlib import suppress

from lod.publishing.handwritten import Settings, nearest_name
from lod.publishing.numbering import SCHEME_CODE
from lod.publishing.records import clean
from lod.publishing.sources.numbers import CURRENCIES
from lod.publishing.tables.amounts import NumberForm
from lod.publishing.tables.asking import Inquiry
from lod.publishing.tables.dates import DATE_CELL, DateForm
from lod.publishing.tables.declared import (
    AMOUNT_FORM,
    IN_DATES,
    OWNER_NUMBERS,
    SHARE_FORM,
)
from lod.publishing.tables.described import OwnerNumbers
from lod.publishing.tables.fields import AMOUNTS, NUMBERS
from lod.publishing.tables.patterns import CellPattern
from lod.words import msg

_SCALE = re.compile("10*")
_OTHERS = {"%Y": "yyyy", "%y": "yy", "%m": "mm", "%d": "dd", "%b": "mmm", "%B": "mmm"}
"""How other programs write what a form is made of."""


def read_date_forms(
    settings: Settings, table: Settings, asked: Inquiry
) -> tuple[dict[str, Sequence[DateForm]], bool]:
    """Read the forms of each field's dates, and whether cells that are dates are taken.

    :param table: ``[table]``, with those of all fields.
    """
    months, century = _months(table, asked), _century(table, asked)
    own = asked.table(settings, "dates", IN_DATES)
    found: dict[str, Sequence[DateForm]] = {}
    written = {"": (table, "dates"), **{name: (own, name) for name in asked.of(own, IN_DATES)}}
    dated = "dates" not in table and not own.values
    for name, (where, setting) in written.items():
        texts = asked.texts(where, setting)
        dated = dated or DATE_CELL in texts
        found[name] = _date_forms(where, setting, texts, (months, century), asked)
    return found, dated


def _months(table: Settings, asked: Inquiry) -> tuple[str, ...]:
    months = asked.texts(table, "months")
    if months and len(months) != 12:
        asked.refuse(table, "months", msg("the names of twelve months"), '["Jan", "Feb", …]')
    return tuple(map(clean, months))


def _century(table: Settings, asked: Inquiry) -> int | None:
    century = table.values.get("century")
    if century is None or (type(century) is int and not century % 100 and 1000 <= century <= 9900):
        return century
    asked.refuse(table, "century", msg("the first year of a hundred"), "2000")
    return 2000  # so that forms with yy aren't told besides


def _date_forms(
    table: Settings,
    name: str,
    texts: Sequence[str],
    said: tuple[Sequence[str], int | None],
    asked: Inquiry,
) -> list[DateForm]:
    forms = []
    for text in texts:
        try:
            forms += [DateForm(text, *said)] if text != DATE_CELL else []
        except ValueError:
            _refuse_date_form(table, name, text, asked)
    return forms


def _refuse_date_form(table: Settings, name: str, text: str, asked: Inquiry) -> None:
    """Say which form is wrong, and how it is written here, if it is one of another program."""
    expected = msg(
        "forms of dates, of d, m, yyyy and what stands between; mmm needs months, "
        "yy needs century; {cell} is a date of a workbook", cell=DATE_CELL,
    )  # fmt: skip
    message = msg("{form} is no form of dates", form=text)
    todo = msg("write it as in {example}", example=f'{name} = ["d/m/yyyy", "yyyy"]')
    meant = _meant_form(text)
    if meant == text:
        needed = 'months = ["Jan", "Feb", …]' if "mmm" in text else "century = 2000"
        todo = msg("add to [table], as in {example}", example=needed)
    elif meant:
        todo = msg("is {name} meant?", name=meant)
    asked.note(table, name, table.refused(name, message, expected, todo))


def _meant_form(text: str) -> str | None:
    """Give a form as it is written here.

    >>> _meant_form("%d/%m/%Y"), _meant_form("YYYY-MM-DD"), _meant_form("soon")
    ('dd/mm/yyyy', 'yyyy-mm-dd', None)
    """
    for other, here in _OTHERS.items():
        text = text.replace(other, here)
    text = text.casefold()
    for form in (text, DATE_CELL if nearest_name(text, [DATE_CELL]) else ""):
        with suppress(ValueError):
            return form if form == DATE_CELL else DateForm(form, ("x",) * 12, 2000).written
    return None


def read_number_forms(
    settings: Settings, asked: Inquiry
) -> tuple[dict[str, NumberForm], dict[str, str]]:
    """Read how each number is written, and its currency if no column says it."""
    forms: dict[str, NumberForm] = {}
    currencies: dict[str, str] = {}
    for name in NUMBERS:
        table = asked.table(settings, name, AMOUNT_FORM if name in AMOUNTS else SHARE_FORM)
        forms[name] = _form(table, asked)
        if currency := one_currency(table, asked) if name in AMOUNTS else None:
            currencies[name] = currency
    if len({*currencies.values()}) > 1:
        name = [*currencies][-1]
        table = settings.table(name)
        asked.refuse(table, "currency", msg("one currency for all amounts"), '"EUR"')
    return forms, currencies


def one_currency(table: Settings, asked: Inquiry) -> str | None:
    """Read a currency, if it is there."""
    value = asked.text(table, "currency") if "currency" in table else ""
    if not value or value in CURRENCIES:
        return value or None
    expected, meant = msg("one of {names}", names=", ".join(sorted(CURRENCIES))), value[:3].upper()
    if meant in CURRENCIES:
        asked.refuse_word(table, "currency", meant, CURRENCIES, expected)
    else:
        asked.refuse(table, "currency", expected, '"EUR"')
    return None


def _form(table: Settings, asked: Inquiry) -> NumberForm:
    group = _marks(table, "group", asked)
    decimal = asked.one_of(table, "decimal", (",", ".")) or str(AMOUNT_FORM["decimal"].default)
    if decimal in group:
        asked.refuse(table, "group", msg("another mark than the one before decimals"), '" "')
    scale = asked.get(table, "scale", lambda s, n: s.number(n, 1, most=10**12), 1)
    if not _SCALE.fullmatch(str(scale)):
        asked.refuse(table, "scale", msg("1000, 1000000 or another power of ten"), "1000000")
    decimals = asked.get(table, "decimals", lambda s, n: s.number(n, 2, 0, 20), 2)
    return NumberForm(
        decimal=decimal,
        group=group,
        symbols=_marks(table, "symbols", asked),
        power=len(str(scale)) - 1,
        unit=asked.one_of(table, "unit", ("%", "1")) or "",
        decimals=decimals if "decimals" in table else None,
    )


def _marks(table: Settings, name: str, asked: Inquiry) -> tuple[str, ...]:
    """Give one mark or several; a space may be one."""
    value = table.values.get(name, [])
    marks = [value] if isinstance(value, str) else value
    if not isinstance(marks, list) or not all(isinstance(m, str) and m for m in marks):
        asked.refuse(table, name, msg("a mark, or a list of marks"), '[" "]')
        return ()
    return tuple(marks)


def read_owner_numbers(settings: Settings, language: str, asked: Inquiry) -> OwnerNumbers:
    """Read how the numbers of owners are written; Swedish and Finnish tables need not say."""
    table = asked.table(settings, "owner_number", OWNER_NUMBERS)
    usual, scheme = _USUAL.get(language, (None, None))
    form = asked.text(table, "form") if "form" in table else usual
    if form and not 0 < form.count("N") <= 30:
        asked.refuse(table, "form", msg("N for each digit"), '"NNNNNN-NNNN"')
    kept = asked.get(table, "kept", lambda s, n: s.switch(n, False), False)
    if "scheme" in table:
        scheme = asked.text(table, "scheme")
        if scheme and not SCHEME_CODE.fullmatch(scheme):
            asked.refuse(table, "scheme", msg("the four digits of a scheme of ISO 6523"), '"0192"')
    elif form != usual:
        scheme = None
    return OwnerNumbers(form or None, read_pattern(table, "person", asked), kept, scheme)


_USUAL = {"sv": ("NNNNNN-NNNN", "0007"), "fi": ("NNNNNNN-N", "0212")}
"""How organisation numbers are written where a language is spoken, and by which scheme."""


def usual_form(language: str) -> str | None:
    """Give how organisation numbers are written where a language is spoken, if that is one way."""
    return _USUAL.get(language, (None, None))[0]


def read_pattern(table: Settings, name: str, asked: Inquiry) -> CellPattern | None:
    """Read a pattern, if it is there."""
    if name not in table:
        return None
    written = asked.text(table, name)
    try:
        return CellPattern(written) if written else None
    except ValueError:
        expected = msg(
            "a pattern without a repeated group or the flag x, "
            "with two of * and + and ten of | and ? at most"
        )
        asked.refuse(table, name, expected, "'^Total'")
        return None
