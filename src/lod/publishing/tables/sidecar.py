"""The sidecar of a table: TOML that says what its columns mean; all its faults are told at once."""

from collections.abc import Mapping, Sequence
from functools import partial

from lod.publishing.handwritten import Settings
from lod.publishing.records import clean
from lod.publishing.tables.asking import Inquiry
from lod.publishing.tables.cells import FORMATS, POINTED, column_number, encoding_of
from lod.publishing.tables.dates import DATE_CELL, DateForm
from lod.publishing.tables.described import Codes, Fold, TableDescription
from lod.publishing.tables.fields import COLUMN_FIELDS, DATES, NUMBERS, PERIOD_FIELD, SEVERAL
from lod.publishing.tables.forms import read_number_forms, read_owner_numbers
from lod.publishing.tables.grid import Layout
from lod.publishing.tables.ruling import read_rules
from lod.words import msg

TABLE_SETTINGS = (
    *("table", "columns", "dates", "rows", "owner_number", *NUMBERS),
    *("lists", "values", "codes", "constants", "repeats"),
)
"""The tables of a sidecar that say how a source's table is read."""

IN_TABLE = (
    *("format", "encoding", "delimiter", "quote", "sheet", "table", "records", "header"),
    *("required", "missing", "withhold", "ignore", "html", "whole", "dates", "months"),
    *("century", "public", "empty", "rejected"),
)


def read_description(
    settings: Settings, language: str, asked: Inquiry | None = None
) -> TableDescription:
    """Read how a table is read from its sidecar.

    :param settings: the whole sidecar; what it says of the source isn't looked at.
    :param language: that of the source.
    :param asked: what was found to be wrong with the sidecar already, to tell it too.
    :raises ConfigError: what is wrong; several errors at once, if there are.
    """
    asked = asked or Inquiry()
    table = asked.table(settings, "table", IN_TABLE)
    columns = _columns(settings, asked)
    layout = _layout(table, columns, asked)
    dates, dated = _dates(settings, table, asked)
    numbers, currency = read_number_forms(settings, asked)
    made = TableDescription(
        settings=settings,
        language=language,
        layout=layout,
        header=() if layout.columns else _header(table, asked),
        columns=columns,
        withheld=_names(table, "withhold", asked),
        ignored=_names(table, "ignore", asked),
        required=_fields(table, "required", asked) if "required" in table else ("title", "owner"),
        missing=_words(table, "missing", asked),
        html=_fields(table, "html", asked),
        whole=_fields(table, "whole", asked),
        dates=dates,
        dated=dated,
        numbers=numbers,
        currency=currency,
        rules=read_rules(settings, columns, asked),
        owner_numbers=read_owner_numbers(settings, language, asked),
        lists=_lists(settings, asked),
        values=_values(settings, asked),
        codes=_codes(settings, asked),
        constants=_constants(settings, asked),
        repeats=_repeats(settings, asked),
        public=_names(table, "public", asked),
        empty=asked.get(lambda: table.switch("empty", False), False),
        rejected=asked.get(lambda: table.number("rejected", 100, 0, 100), 100)
        if "rejected" in table
        else None,
    )
    _check_withheld(made, table, asked)
    _check_required(made, settings, asked)
    asked.close()
    return made


def _layout(table: Settings, columns: Mapping[str, tuple[str, ...]], asked: Inquiry) -> Layout:
    named = tuple(dict.fromkeys(name for names in columns.values() for name in names))
    kind = asked.one_of(table, "format", FORMATS)
    records = asked.text(table, "records") if "records" in table else None
    if records and not records.startswith("/"):
        asked.refuse(table, "records", msg("a JSON pointer"), '"/grants"')
    pointed = records is not None or (bool(named) and all(n.startswith("/") for n in named))
    return Layout(
        format=kind,
        encoding=_encoding(table, asked),
        delimiter=_delimiter(table, asked),
        quote=_quote(table, asked),
        sheet=asked.text(table, "sheet") if "sheet" in table else None,
        table=asked.get(lambda: table.number("table", 1), 1) if "table" in table else None,
        records=records,
        columns=named if kind in POINTED or (kind is None and pointed) else (),
    )


def _encoding(table: Settings, asked: Inquiry) -> str | None:
    if "encoding" not in table:
        return None
    name = asked.text(table, "encoding")
    found = encoding_of(name)
    if found is None:
        asked.refuse(table, "encoding", msg("an encoding's name"), '"windows-1252"')
    return found


def _delimiter(table: Settings, asked: Inquiry) -> str | None:
    value = table.values.get("delimiter")
    if value is None or value == "tab":
        return "\t" if value else None
    if not isinstance(value, str) or len(value) != 1 or value in '"\r\n' or value.isalnum():
        asked.refuse(table, "delimiter", msg("one character, or tab"), '";"')
        return None
    return value


def _quote(table: Settings, asked: Inquiry) -> str:
    value = table.values.get("quote", '"')
    if value not in ('"', "'", "none"):
        asked.refuse(table, "quote", msg("a quotation mark, or none"), '"none"')
    return "" if value == "none" else str(value)[:1]


def _header(table: Settings, asked: Inquiry) -> tuple[int, ...]:
    value = table.values.get("header", 1)
    rows = value if isinstance(value, list) else [value]
    whole = all(isinstance(row, int) and not isinstance(row, bool) and row > 0 for row in rows)
    if not rows or not whole or sorted(set(rows)) != rows:
        asked.refuse(table, "header", msg("a row's number, or several in order"), "[3, 4]")
        return (1,)
    return tuple(rows)


def _columns(settings: Settings, asked: Inquiry) -> dict[str, tuple[str, ...]]:
    table = asked.table(settings, "columns", COLUMN_FIELDS)
    found: dict[str, tuple[str, ...]] = {}
    for name in table.values:
        if name not in COLUMN_FIELDS:
            continue
        several = isinstance(table.values[name], list) and name in SEVERAL
        names = _names(table, name, asked) if several else _name(table, name, asked)
        found[name] = names
    if not table.values:
        asked.get(lambda: settings.table("columns"), settings)
    if PERIOD_FIELD in found and set(DATES) & set(found):
        expected = msg("a period, or a start and an end, not both")
        asked.refuse(table, PERIOD_FIELD, expected, '"Projekttid"')
    return found


def _name(table: Settings, name: str, asked: Inquiry) -> tuple[str, ...]:
    found = clean(asked.text(table, name))
    return (found,) if found else ()


def _names(table: Settings, name: str, asked: Inquiry) -> tuple[str, ...]:
    """Give a list of columns' names, their blanks folded as those of the table are."""
    return tuple(dict.fromkeys(clean(text) for text in asked.texts(table, name)))


def _fields(table: Settings, name: str, asked: Inquiry) -> tuple[str, ...]:
    found = _names(table, name, asked)
    if not set(found) <= set(COLUMN_FIELDS):
        asked.refuse(
            table,
            name,
            msg("a list of fields, of {names}", names=", ".join(COLUMN_FIELDS)),
            '["title"]',
        )
    return tuple(name for name in found if name in COLUMN_FIELDS)


def _words(table: Settings, name: str, asked: Inquiry) -> tuple[str, ...]:
    """Give a list of words, of which one may be empty."""
    value = table.values.get(name, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        asked.refuse(table, name, msg("a list of texts"), '["N/A", "-"]')
        return ()
    return tuple(clean(word) for word in value)


def _dates(
    settings: Settings, table: Settings, asked: Inquiry
) -> tuple[dict[str, Sequence[DateForm]], bool]:
    months = _names(table, "months", asked)
    if months and len(months) != 12:
        asked.refuse(table, "months", msg("the names of twelve months"), '["Jan", "Feb", …]')
    century = table.values.get("century")
    if century is not None and (not isinstance(century, int) or century % 100):
        asked.refuse(table, "century", msg("the first year of a hundred"), "2000")
        century = None
    own = asked.table(settings, "dates", (*DATES, PERIOD_FIELD))
    found: dict[str, Sequence[DateForm]] = {}
    written = {"": (table, "dates"), **{name: (own, name) for name in own.values}}
    dated = "dates" not in table and not own.values
    for name, (where, setting) in written.items():
        texts = asked.texts(where, setting)
        dated = dated or DATE_CELL in texts
        found[name] = _forms(where, setting, texts, months, century, asked)
    return found, dated


def _forms(
    table: Settings,
    name: str,
    texts: Sequence[str],
    months: Sequence[str],
    century: int | None,
    asked: Inquiry,
) -> list[DateForm]:
    forms = []
    for text in texts:
        try:
            forms += [DateForm(text, months, century)] if text != DATE_CELL else []
        except ValueError:
            expected = msg(
                "forms of dates, of d, m, yyyy and what stands between; mmm needs months, "
                "yy needs century; {cell} is a date of a workbook", cell=DATE_CELL,
            )  # fmt: skip
            asked.refuse(table, name, expected, '["d/m/yyyy", "yyyy"]')
    return forms


def _lists(settings: Settings, asked: Inquiry) -> dict[str, tuple[str, ...]]:
    table = asked.table(settings, "lists", SEVERAL)
    found = {}
    for name, value in table.values.items():
        marks = [value] if isinstance(value, str) else value
        if not isinstance(marks, list) or not all(isinstance(m, str) and m for m in marks):
            asked.refuse(table, name, msg("a list of what stands between values"), '[",", "\\n"]')
        elif name in SEVERAL:
            found[name] = tuple(marks)
    return found


def _values(settings: Settings, asked: Inquiry) -> dict[str, dict[str, str]]:
    table = asked.table(settings, "values", COLUMN_FIELDS)
    found = {}
    for name in table.values:
        words = asked.get(partial(table.table, name), table)
        texts = {word: asked.text(words, word) for word in words.values}
        found[name] = {clean(word): clean(value) for word, value in texts.items()}
    return found


def _codes(settings: Settings, asked: Inquiry) -> dict[str, Codes]:
    table = asked.table(settings, "codes", COLUMN_FIELDS)
    found = {}
    for name in table.values:
        one = asked.table(table, name, ("sheet", "code", "value"))
        texts = [asked.text(one, part) for part in ("sheet", "code", "value")]
        try:
            found[name] = Codes(texts[0], column_number(texts[1]), column_number(texts[2]))
        except ValueError:
            example = '{ sheet = "Koder", code = "A", value = "B" }'
            if all(texts):
                asked.refuse(table, name, msg("a sheet and two of its columns"), example)
    return found


def _constants(settings: Settings, asked: Inquiry) -> dict[str, str]:
    table = asked.table(settings, "constants", COLUMN_FIELDS)
    return {name: clean(asked.text(table, name)) for name in table.values}


def _repeats(settings: Settings, asked: Inquiry) -> dict[str, Fold]:
    table = asked.table(settings, "repeats", COLUMN_FIELDS)
    found: dict[str, Fold] = {}
    for name in table.values:
        how = asked.one_of(table, name, ("sum", "list") if name in NUMBERS else ("list",))
        if how is not None:
            found[name] = "sum" if how == "sum" else "list"
    return found


def _check_required(made: TableDescription, settings: Settings, asked: Inquiry) -> None:
    columns = asked.get(lambda: settings.table("columns", optional=True), settings)
    said = {*made.constants, *((made.rules.field,) if made.rules.group else ())}
    for name in made.required:
        if name not in {*made.columns, *said} or name == PERIOD_FIELD:
            asked.refuse(columns, name, msg("the name of a column"), '"…"')
    for name in sorted({*made.constants} & {*made.columns}):
        constants = settings.table("constants")
        message = msg("the field {field} has a column and a constant", field=name)
        asked.errors.append(constants.refused(name, message, None, msg("keep one of the two")))


def _check_withheld(made: TableDescription, table: Settings, asked: Inquiry) -> None:
    used = {name for names in made.columns.values() for name in names}
    for name in made.withheld:
        if name in used:
            message = msg("the column {name} is withheld and read", name=name)
            todo = msg("take it out of [columns], or out of withhold")
            asked.errors.append(table.refused("withhold", message, None, todo))
