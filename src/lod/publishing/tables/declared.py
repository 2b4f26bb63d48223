"""What a table's sidecar may say: each setting, the kind of its value, its default, what it does.

The reader of sidecars has its names and defaults from here, and docs/tables.md its reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from lod.publishing.tables.cells import FORMATS
from lod.publishing.tables.fields import COLUMN_FIELDS, LOOKED_UP, NUMBERS, SAID_OF_ALL, SEVERAL

MUST = "must be there"


class Kind(StrEnum):
    """Of which kind a setting's value is, in words."""

    TEXT = "a text"
    TEXTS = "a list of texts"
    COLUMN = "a column's name"
    COLUMNS = "a column's name, or a list of them"
    NAMES = "a list of columns' names"
    FIELD = "a field"
    FIELDS = "a list of fields"
    ROWS = "a row's number, or a list of them"
    NUMBER = "a whole number"
    SWITCH = "`true` or `false`"
    DAY = "a day: `2015-12-31`"
    IRI = 'an address: `"https://…"`'
    DATE_FORMS = "a list of forms of dates"
    MONTHS = "twelve names"
    PATTERN = "a pattern"
    POINTER = "a JSON pointer"
    FORMAT = f"one of {', '.join(f'`{name}`' for name in FORMATS)}"
    SIGN = "one character, or `tab`"
    QUOTE = "`\"`, `'` or `none`"
    DECIMAL = "`.` or `,`"
    MARKS = "a mark, or a list of marks"
    UNIT = "`%` or `1`"
    WORDS = "words and what they stand for"
    RULE = "a table: `{ … }`"
    SUM = "`sum` or `list`"
    LIST = "`list`"


@dataclass(frozen=True, slots=True)
class SidecarSetting:
    """A setting.

    :param default: what holds if it isn't there, as TOML has it; None if nothing does.
    :param otherwise: what holds then, in words, where no value says it.
    """

    kind: Kind
    about: str
    default: str | int | bool | tuple[str, ...] | None = None
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class SidecarTable:
    """A table of a sidecar: :param name: as it stands between brackets; the top has none."""

    name: str
    about: str
    settings: Mapping[str, SidecarSetting]


OF_SOURCE = {
    "title": SidecarSetting(Kind.TEXT, "the name of the programme, or of the list", otherwise=MUST),
    "publisher": SidecarSetting(Kind.TEXT, "the publisher's key, as in `lod.toml`", otherwise=MUST),
    "language": SidecarSetting(
        Kind.TEXT, 'the code of the texts\' language: `"sv"`', otherwise=MUST
    ),
    "address": SidecarSetting(Kind.IRI, "where the table was published"),
    "fetched": SidecarSetting(Kind.DAY, "when it was fetched"),
    "stated": SidecarSetting(
        Kind.DAY, "as of when it holds; without it no status is published", otherwise="not known"
    ),
    "licence": SidecarSetting(Kind.IRI, "under which licence it was published"),
    "sha256": SidecarSetting(Kind.TEXT, "of the file, which then must be those bytes"),
}

IN_TABLE = {
    "header": SidecarSetting(
        Kind.ROWS,
        "the row with the columns' names, or several: `[3, 4]`. Names in several rows are joined, "
        "as `Ägare / Namn`; where one row has them all, its names alone will do",
        1,
    ),
    "format": SidecarSetting(
        Kind.FORMAT,
        "what the file must be",
        otherwise="what its bytes say",
    ),
    "encoding": SidecarSetting(Kind.TEXT, "as `windows-1252`", "utf-8"),
    "delimiter": SidecarSetting(
        Kind.SIGN, "what stands between cells", otherwise="`,`; in `.tsv` a tab"
    ),
    "quote": SidecarSetting(Kind.QUOTE, "the quotation mark; `none` if it is text", '"'),
    "sheet": SidecarSetting(Kind.TEXT, "of a workbook the sheet", otherwise="the only one"),
    "table": SidecarSetting(Kind.NUMBER, "which table of a page, from 1", otherwise="the only one"),
    "records": SidecarSetting(
        Kind.POINTER, "where the list is: `/grants`", otherwise="the file is the list"
    ),
    "dates": SidecarSetting(
        Kind.DATE_FORMS,
        "how dates are written: `d/m/yyyy`, `yyyy-mm`, `yyyy`, `d-mmm-yy`, with a time "
        "`yyyy-mm-dd hh:mm`, off UTC `yyyy-mm-ddThh:mm:ss+hh:mm`; `cell` is a date of a workbook",
        otherwise="`cell`",
    ),
    "months": SidecarSetting(Kind.MONTHS, "those of the months, for `mmm`"),
    "century": SidecarSetting(Kind.NUMBER, "the first year of the hundred of `yy`: `2000`"),
    "missing": SidecarSetting(
        Kind.TEXTS, 'what stands for nothing: `["-", "N/A"]`', otherwise="an empty cell alone"
    ),
    "required": SidecarSetting(
        Kind.FIELDS, "those without which a row isn't published", ("title", "owner")
    ),
    "ignore": SidecarSetting(Kind.NAMES, "those that aren't read", ()),
    "withhold": SidecarSetting(
        Kind.NAMES, "those that nobody may see: a table that has one is refused here", ()
    ),
    "public": SidecarSetting(
        Kind.TEXTS,
        "telephone numbers and e-mail addresses that may be published; a text with others is "
        "rejected",
        (),
    ),
    "html": SidecarSetting(Kind.FIELDS, "those whose texts are HTML", ()),
    "whole": SidecarSetting(Kind.FIELDS, "those whose numbers lose a `.0` at the end", ()),
    "empty": SidecarSetting(Kind.SWITCH, "whether a list without projects is right", default=False),
    "rejected": SidecarSetting(
        Kind.NUMBER, "how many rows of a hundred may be rejected", otherwise="any number"
    ),
}

IN_COLUMNS = {
    "id": SidecarSetting(
        Kind.COLUMN, "the project's number; its key is made of it, or else of the title"
    ),
    "title": SidecarSetting(Kind.COLUMN, "its name", otherwise=MUST),
    "owner": SidecarSetting(Kind.COLUMNS, "who carries it out", otherwise=MUST),
    "owner_number": SidecarSetting(Kind.COLUMNS, "the owner's national number"),
    "programme": SidecarSetting(Kind.COLUMN, "the programme or fund", otherwise="`title` above"),
    "start": SidecarSetting(Kind.COLUMN, "when it starts"),
    "end": SidecarSetting(Kind.COLUMN, "when it ends"),
    "period": SidecarSetting(Kind.COLUMN, "both, with a dash between"),
    "amount": SidecarSetting(Kind.COLUMN, "what the publisher grants"),
    "cofinancing": SidecarSetting(Kind.COLUMN, "what others pay"),
    "share": SidecarSetting(Kind.COLUMN, "the publisher's share of the cost"),
    "currency": SidecarSetting(
        Kind.COLUMN, "of the amounts, by its code in ISO 4217", otherwise="`currency` below"
    ),
    "purpose": SidecarSetting(Kind.COLUMN, "what it is for"),
    "status": SidecarSetting(Kind.COLUMN, "its stage: needs `[values.status]`"),
    "partners": SidecarSetting(Kind.COLUMNS, "who takes part"),
    "county": SidecarSetting(Kind.COLUMNS, "the county that it is in, by code or name"),
    "municipality": SidecarSetting(Kind.COLUMNS, "the municipality that it is in, likewise"),
    "location": SidecarSetting(Kind.COLUMNS, "any place that it is in"),
}

IN_DATES = {
    name: SidecarSetting(
        Kind.DATE_FORMS, "how this field is written", otherwise="`dates` of `[table]`"
    )
    for name in ("start", "end", "period")
}

_NUMBER_FORM = {
    "decimal": SidecarSetting(Kind.DECIMAL, "the mark before decimals", "."),
    "group": SidecarSetting(
        Kind.MARKS, 'what stands between thousands; `" "` is any blank', otherwise="nothing"
    ),
    "symbols": SidecarSetting(
        Kind.MARKS, 'what may stand beside a number: `["€", "kr"]`', otherwise="nothing"
    ),
    "decimals": SidecarSetting(
        Kind.NUMBER, "how many it may have", otherwise="as many as make hundredths"
    ),
}
AMOUNT_FORM = {
    **_NUMBER_FORM,
    "scale": SidecarSetting(Kind.NUMBER, "`1_000_000` where the column is in millions", 1),
    "currency": SidecarSetting(
        Kind.TEXT, "of all amounts, by its code in ISO 4217", otherwise="the column `currency`"
    ),
}
SHARE_FORM = {
    **_NUMBER_FORM,
    "decimals": replace(_NUMBER_FORM["decimals"], otherwise="any number"),
    "unit": SidecarSetting(
        Kind.UNIT,
        "`%` if each must have it, `1` if they are parts of one",
        otherwise="percent, without the sign",
    ),
}

IN_ROWS = {
    "group": SidecarSetting(Kind.RULE, "a heading alone in its row, said of the rows below it"),
    "total": SidecarSetting(Kind.RULE, "a sum"),
    "footnote": SidecarSetting(Kind.RULE, "a remark, as below the table"),
    "mark": SidecarSetting(Kind.TEXT, "a footnote's mark behind titles"),
}
_MATCH = SidecarSetting(Kind.PATTERN, "what its cell says", otherwise=MUST)
GROUP_RULE = {
    "match": _MATCH,
    "field": SidecarSetting(Kind.FIELD, "what it is of those rows", "programme"),
}
TOTAL_RULE = {
    "match": _MATCH,
    "column": SidecarSetting(
        Kind.COLUMN, "whose cell is looked at", otherwise="the only filled one"
    ),
    "empty": SidecarSetting(Kind.NAMES, "those that must be empty", ()),
}
FOOTNOTE_RULE = {
    **TOTAL_RULE,
    "match": replace(_MATCH, otherwise="`after` is there instead"),
    "after": SidecarSetting(Kind.PATTERN, "what the last row that another rule took says"),
}

OWNER_NUMBERS = {
    "form": SidecarSetting(
        Kind.TEXT,
        "how they are written; `N` is a digit",
        otherwise="in Swedish `NNNNNN-NNNN`, in Finnish `NNNNNNN-N`",
    ),
    "scheme": SidecarSetting(
        Kind.TEXT,
        'whose numbers they are, by the four digits of ISO 6523: `"0192"`',
        otherwise="in Swedish `0007`, in Finnish `0212`, of numbers in the usual form",
    ),
    "person": SidecarSetting(Kind.PATTERN, "what the number of a private person matches"),
    "kept": SidecarSetting(
        Kind.SWITCH, "whether rows of private persons are published", default=False
    ),
}

OF_CODES = {
    "sheet": SidecarSetting(Kind.TEXT, "the sheet that says it", otherwise=MUST),
    "code": SidecarSetting(Kind.TEXT, 'its column with the codes: `"A"`', otherwise=MUST),
    "value": SidecarSetting(
        Kind.TEXT, 'its column with what they stand for: `"B"`', otherwise=MUST
    ),
}

IN_LISTS = dict.fromkeys(
    SEVERAL, SidecarSetting(Kind.MARKS, 'what stands between several values: `[",", "\\n"]`')
)
IN_VALUES = dict.fromkeys(
    LOOKED_UP, SidecarSetting(Kind.WORDS, 'of a status one of the stages: `"Pågår" = "ongoing"`')
)
IN_CODES = dict.fromkeys(LOOKED_UP, SidecarSetting(Kind.RULE, "in which sheet it stands"))
IN_CONSTANTS = dict.fromkeys(SAID_OF_ALL, SidecarSetting(Kind.TEXT, "what holds of all rows"))
IN_REPEATS = {
    **dict.fromkeys(NUMBERS, SidecarSetting(Kind.SUM, "how several become one")),
    **dict.fromkeys(
        [name for name in COLUMN_FIELDS if name not in NUMBERS],
        SidecarSetting(Kind.LIST, "all are kept"),
    ),
}

SIDECAR = (
    SidecarTable("", "the source", OF_SOURCE),
    SidecarTable("[table]", "how the table is read", IN_TABLE),
    SidecarTable(
        "[columns]",
        "which column a field is in. In JSON a column is a pointer (RFC 6901); `*` stands for all "
        'of a list: `"/recipientOrganization/*/name"`',
        IN_COLUMNS,
    ),
    SidecarTable("[dates]", "the forms of one field's dates", IN_DATES),
    SidecarTable("[amount], [cofinancing]", "how amounts are written", AMOUNT_FORM),
    SidecarTable("[share]", "how shares are written", SHARE_FORM),
    SidecarTable("[rows]", "which rows hold no project", IN_ROWS),
    SidecarTable("[rows.group]", "rows that are headings", GROUP_RULE),
    SidecarTable("[rows.total]", "rows that are sums", TOTAL_RULE),
    SidecarTable("[rows.footnote]", "rows that are remarks", FOOTNOTE_RULE),
    SidecarTable("[owner_number]", "the owners' numbers", OWNER_NUMBERS),
    SidecarTable("[lists]", "cells with several values", IN_LISTS),
    SidecarTable("[values]", "what a field's words stand for: `[values.status]`", IN_VALUES),
    SidecarTable("[codes]", "a sheet of the workbook that says what codes stand for", IN_CODES),
    SidecarTable("[codes.FIELD]", "where they stand", OF_CODES),
    SidecarTable("[constants]", "what the table doesn't say", IN_CONSTANTS),
    SidecarTable("[repeats]", "what may differ between rows of one id", IN_REPEATS),
)
"""All of it, in the order of the reference."""
