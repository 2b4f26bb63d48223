"""The sidecar of a table: TOML that says what its columns mean; all its faults are told at once."""

from collections.abc import Mapping

from lod.publishing.handwritten import Settings
from lod.publishing.records import clean
from lod.publishing.tables.asking import Inquiry
from lod.publishing.tables.cells import ENCODINGS, FORMATS, POINTED, column_number, encoding_of
from lod.publishing.tables.declared import (
    IN_CODES,
    IN_COLUMNS,
    IN_CONSTANTS,
    IN_LISTS,
    IN_REPEATS,
    IN_TABLE,
    IN_VALUES,
    OF_CODES,
)
from lod.publishing.tables.described import Codes, Fold, TableDescription
from lod.publishing.tables.fields import COLUMN_FIELDS, DATES, NUMBERS, PERIOD_FIELD, SEVERAL
from lod.publishing.tables.forms import (
    one_currency,
    read_date_forms,
    read_number_forms,
    read_owner_numbers,
)
from lod.publishing.tables.grid import Layout
from lod.publishing.tables.ruling import read_rules
from lod.words import msg

TABLE_SETTINGS = (
    *("table", "columns", "dates", "rows", "owner_number", *NUMBERS),
    *("lists", "values", "codes", "constants", "repeats"),
)
"""The tables of a sidecar that say how a source's table is read."""

_SIGNS = {"comma": ",", "pipe": "|", "\\t": "tab", "tabs": "tab", "tabulator": "tab"}


def read_description(
    settings: Settings, language: str, asked: Inquiry | None = None
) -> TableDescription:
    """Read how a table is read from its sidecar.

    :param settings: the whole sidecar; what it says of the source isn't looked at.
    :param language: that of the source.
    :param asked: takes what is wrong, for whoever gave it to raise.
    :raises ConfigError: what is wrong; several errors at once, if there are.
    """
    mine = asked or Inquiry()
    made = _description(settings, language, mine)
    if asked is None:
        mine.close()
    return made


def _description(settings: Settings, language: str, asked: Inquiry) -> TableDescription:
    columns = _columns(settings, asked)
    before = len(asked.errors)
    table = asked.table(settings, "table", IN_TABLE)
    layout = _layout(table, columns, asked)
    header = () if layout.columns else _header(table, asked)
    right = len(asked.errors) == before and ("table",) not in asked.meant
    asked.settled = bool(columns) and right
    dates, dated = read_date_forms(settings, table, asked)
    numbers, currency = read_number_forms(settings, asked)
    made = TableDescription(
        settings=settings,
        language=language,
        layout=layout,
        header=header,
        columns=columns,
        withheld=_names(table, "withhold", asked),
        ignored=_names(table, "ignore", asked),
        required=_fields(table, "required", asked),
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
        empty=asked.get(table, "empty", lambda s, n: s.switch(n, False), False),
        rejected=asked.get(table, "rejected", lambda s, n: s.number(n, 100, 0, 100), None)
        if "rejected" in table
        else None,
    )
    _check_required(made, settings, asked)
    _check_unread(made, table, asked)
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
        table=asked.get(table, "table", lambda s, n: s.number(n, 1), 1)
        if "table" in table
        else None,
        records=records,
        columns=named if kind in POINTED or (kind is None and pointed) else (),
    )


def _encoding(table: Settings, asked: Inquiry) -> str | None:
    name = asked.text(table, "encoding") if "encoding" in table else ""
    found = encoding_of(name)
    if name and found is None:
        asked.refuse_word(table, "encoding", name, ENCODINGS, msg("an encoding's name"))
    return found


def _delimiter(table: Settings, asked: Inquiry) -> str | None:
    value = table.values.get("delimiter")
    if value is None or value == "tab":
        return "\t" if value else None
    if not isinstance(value, str) or len(value) != 1 or value in '"\r\n' or value.isalnum():
        meant = _SIGNS.get(value.casefold(), ";") if isinstance(value, str) else ";"
        asked.refuse(table, "delimiter", msg("one character, or tab"), f'"{meant}"')
        return None
    return value


def _quote(table: Settings, asked: Inquiry) -> str:
    value = table.values.get("quote", IN_TABLE["quote"].default)
    if value not in ('"', "'", "none"):
        asked.refuse(table, "quote", msg("a quotation mark, or none"), '"none"')
    return "" if value == "none" else str(value)[:1]


def _header(table: Settings, asked: Inquiry) -> tuple[int, ...]:
    value = table.values.get("header", IN_TABLE["header"].default)
    rows = value if isinstance(value, list) else [value]
    whole = all(isinstance(row, int) and not isinstance(row, bool) and row > 0 for row in rows)
    if not rows or not whole or sorted(set(rows)) != rows:
        asked.refuse(table, "header", msg("a row's number, or several in order"), "[3, 4]")
        return (1,)
    return tuple(rows)


def _columns(settings: Settings, asked: Inquiry) -> dict[str, tuple[str, ...]]:
    table = asked.table(settings, "columns", IN_COLUMNS)
    found: dict[str, tuple[str, ...]] = {}
    for name in asked.of(table, IN_COLUMNS):
        several = isinstance(table.values[name], list) and name in SEVERAL
        names = _names(table, name, asked) if several else _name(table, name, asked)
        found[name] = names
    if "columns" not in settings or table.values == {}:
        asked.get(settings, "columns", _filled, settings)
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


def _filled(settings: Settings, name: str) -> Settings:
    table = settings.table(name)
    if not table.values:
        raise settings.wrong(name, msg("a column for each field"), '{ title = "…", owner = "…" }')
    return table


def _fields(table: Settings, name: str, asked: Inquiry) -> tuple[str, ...]:
    if name not in table:
        default = IN_TABLE[name].default
        return default if isinstance(default, tuple) else ()
    found = _names(table, name, asked)
    expected = msg("a list of fields, of {names}", names=", ".join(COLUMN_FIELDS))
    for word in (name for name in found if name not in COLUMN_FIELDS):
        asked.refuse_word(table, name, word, COLUMN_FIELDS, expected)
    return tuple(name for name in found if name in COLUMN_FIELDS)


def _words(table: Settings, name: str, asked: Inquiry) -> tuple[str, ...]:
    """Give a list of words, of which one may be empty."""
    value = table.values.get(name, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        asked.refuse(table, name, msg("a list of texts"), '["N/A", "-"]')
        return ()
    return tuple(clean(word) for word in value)


def _lists(settings: Settings, asked: Inquiry) -> dict[str, tuple[str, ...]]:
    table = asked.table(settings, "lists", IN_LISTS)
    found = {}
    for name in asked.of(table, IN_LISTS):
        value = table.values[name]
        marks = [value] if isinstance(value, str) else value
        if not isinstance(marks, list) or not all(isinstance(m, str) and m for m in marks):
            asked.refuse(table, name, msg("a list of what stands between values"), '[",", "\\n"]')
        else:
            found[name] = tuple(marks)
    return found


def _values(settings: Settings, asked: Inquiry) -> dict[str, dict[str, str]]:
    table = asked.table(settings, "values", IN_VALUES)
    found = {}
    for name in asked.of(table, IN_VALUES):
        words = asked.get(table, name, Settings.table, None)
        texts = {word: asked.text(words, word) for word in words.values} if words else {}
        found[name] = {clean(word): clean(value) for word, value in texts.items()}
    return found


def _codes(settings: Settings, asked: Inquiry) -> dict[str, Codes]:
    table = asked.table(settings, "codes", IN_CODES)
    found = {}
    for name in asked.of(table, IN_CODES):
        one = asked.get(table, name, Settings.table, None)
        if one is None:
            continue
        asked.known(one, OF_CODES)
        sheet, code, value = texts = [asked.text(one, part) for part in OF_CODES]
        if not all(texts):
            continue
        try:
            found[name] = Codes(sheet, column_number(code), column_number(value))
        except ValueError:
            example = '{ sheet = "Koder", code = "A", value = "B" }'
            asked.refuse(table, name, msg("a sheet and two of its columns"), example)
    return found


def _constants(settings: Settings, asked: Inquiry) -> dict[str, str]:
    table = asked.table(settings, "constants", IN_CONSTANTS)
    one_currency(table, asked)
    said = {name: clean(asked.text(table, name)) for name in asked.of(table, IN_CONSTANTS)}
    return {name: text for name, text in said.items() if text}


def _repeats(settings: Settings, asked: Inquiry) -> dict[str, Fold]:
    table = asked.table(settings, "repeats", IN_REPEATS)
    found: dict[str, Fold] = {}
    for name in asked.of(table, IN_REPEATS):
        how = asked.one_of(table, name, ("sum", "list") if name in NUMBERS else ("list",))
        if how is not None:
            found[name] = "sum" if how == "sum" else "list"
    return found


def _check_required(made: TableDescription, settings: Settings, asked: Inquiry) -> None:
    columns = Settings(settings.file, {}, settings.lines, ("columns",))
    said = {*made.constants, *((made.rules.field,) if made.rules.group else ())}
    for name in made.required if made.columns else ():
        if name not in {*made.columns, *said} or name == PERIOD_FIELD:
            asked.refuse(columns, name, msg("the name of a column"), '"…"')
    for name in sorted({*made.constants} & {*made.columns}):
        constants = settings.table("constants")
        message = msg("the field {field} has a column and a constant", field=name)
        todo = msg("keep one of the two")
        asked.note(constants, name, constants.refused(name, message, None, todo))


def _check_unread(made: TableDescription, table: Settings, asked: Inquiry) -> None:
    """Note columns that are withheld or ignored, and yet read."""
    used = {name for names in made.columns.values() for name in names}
    for name in (name for name in made.withheld if name in used):
        message = msg("the column {name} is withheld and read", name=name)
        todo = msg("take it out of [columns], or out of withhold")
        asked.note(table, "withhold", table.refused("withhold", message, None, todo))
    for name in (name for name in made.ignored if name in used):
        message = msg("the column {name} is ignored and read", name=name)
        todo = msg("take it out of [columns], or out of ignore")
        asked.note(table, "ignore", table.refused("ignore", message, None, todo))
