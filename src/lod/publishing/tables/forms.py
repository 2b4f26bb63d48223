"""The tables of a sidecar that say how numbers are written: amounts, and those of owners."""

import re

from lod.publishing.handwritten import Settings
from lod.publishing.sources.numbers import CURRENCIES
from lod.publishing.tables.amounts import NumberForm
from lod.publishing.tables.asking import Inquiry
from lod.publishing.tables.described import OwnerNumbers
from lod.publishing.tables.fields import NUMBERS
from lod.publishing.tables.patterns import CellPattern
from lod.words import msg

NUMBER_SETTINGS = ("decimal", "group", "symbols", "scale", "unit", "decimals", "currency")
OWNER_SETTINGS = ("form", "person", "kept")
_SCALE = re.compile("10*")


def read_number_forms(
    settings: Settings, asked: Inquiry
) -> tuple[dict[str, NumberForm], dict[str, str]]:
    """Read how each number is written, and its currency if no column says it."""
    forms: dict[str, NumberForm] = {}
    currencies: dict[str, str] = {}
    for name in NUMBERS:
        table = asked.table(settings, name, NUMBER_SETTINGS)
        forms[name] = _form(table, asked)
        if currency := asked.one_of(table, "currency", sorted(CURRENCIES)):
            currencies[name] = currency
    if len({*currencies.values()}) > 1:
        name = [*currencies][-1]
        table = settings.table(name)
        asked.refuse(table, "currency", msg("one currency for all amounts"), '"EUR"')
    return forms, currencies


def _form(table: Settings, asked: Inquiry) -> NumberForm:
    group = _marks(table, "group", asked)
    decimal = asked.one_of(table, "decimal", (",", ".")) or "."
    if decimal in group:
        asked.refuse(table, "group", msg("another mark than the one before decimals"), '" "')
    scale = asked.get(lambda: table.number("scale", 1, most=10**12), 1)
    if not _SCALE.fullmatch(str(scale)):
        asked.refuse(table, "scale", msg("1000, 1000000 or another power of ten"), "1000000")
    decimals = asked.get(lambda: table.number("decimals", 2, 0, 20), 2)
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
    table = asked.table(settings, "owner_number", OWNER_SETTINGS)
    form = asked.text(table, "form") if "form" in table else usual_form(language)
    if form and not 0 < form.count("N") <= 30:
        asked.refuse(table, "form", msg("N for each digit"), '"NNNNNN-NNNN"')
    kept = asked.get(lambda: table.switch("kept", False), False)
    return OwnerNumbers(form or None, read_pattern(table, "person", asked), kept)


def usual_form(language: str) -> str | None:
    """Give how organisation numbers are written where a language is spoken, if that is one way."""
    if language == "sv":
        return "NNNNNN-NNNN"
    return "NNNNNNN-N" if language == "fi" else None


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
