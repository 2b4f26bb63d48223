"""The cells of a row become the values of a record; what can't be read is told at its cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lod.publishing.noted import OMITTED
from lod.publishing.records import clean
from lod.publishing.sources.numbers import CURRENCIES
from lod.publishing.sources.signs import has_contact
from lod.publishing.tables.cells import text_of_html
from lod.publishing.tables.columns import Columns
from lod.publishing.tables.dates import Misread, forms_of, read_date
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.fields import DATES, NUMBERS, PERIOD_FIELD, SEVERAL, TEXT_FIELDS
from lod.publishing.tables.grid import GridCell
from lod.publishing.tables.letters import odd_letters
from lod.publishing.tables.ownernumbers import is_person, names_person, normal_number, with_hyphens
from lod.publishing.tables.results import FieldValue, TableValue, Told
from lod.publishing.tables.sorting import Candidate
from lod.words import Message, msg

_TAG = re.compile(r"<[/!a-zA-Z]|&(?:#?[0-9A-Za-z]+);")
_DASHES = re.compile(r"\s+[-–—]\s+|\s*[–—]\s*")
_POINT_ZERO = re.compile(r"([0-9]+)\.0+")

_ERROR = re.compile(r"#[^\W\d_a-z][^\s_a-z]{0,30}[!?]|#N/A|Err:[0-9]{3}")
"""As spreadsheets write their errors, in any language: ``#VALUE!``, ``#VÄRDEFEL!``."""

_PROSE = (*TEXT_FIELDS, "location", "partners")

PERSON = msg("private person")


@dataclass(slots=True)
class SwappedDates:
    """Dates whose day and month could change places.

    :param proof: the first cell of the table that is a date only if they do.
    """

    cells: list[tuple[int, str]] = field(default_factory=list)
    proof: tuple[int, str] | None = None

    def tell(self, told: Told) -> None:
        """Tell of them, if the table has a cell that is a date only the other way."""
        if self.proof is None:
            return
        row, column = self.proof
        for number, name in self.cells:
            what = msg(
                "fits with day and month in either order; row {row}, {column}, only in the other",
                row=row, column=column,
            )  # fmt: skip
            told.remark(number, name, what)


@dataclass(slots=True)
class RowReader:
    """Reads the rows that are to hold records.

    :param codes: what the codes of a field stand for; None for a code with two meanings.
    """

    described: TableDescription
    columns: Columns
    codes: Mapping[str, Mapping[str, str | None]]
    told: Told
    swapped: SwappedDates = field(default_factory=SwappedDates)

    def is_private(self, candidate: Candidate) -> bool:
        """Whether a row is about a private person: by its owner's number, or one in its texts."""
        numbers, language = self.described.owner_numbers, self.described.language
        given = self._texts(candidate, "owner_number")
        if any(is_person(text, numbers, language) for text in given):
            return True
        texts = (text for name in _PROSE for text in self._texts(candidate, name))
        return not numbers.kept and any(names_person(text, language) for text in texts)

    def _texts(self, candidate: Candidate, name: str) -> Iterator[str]:
        for _, cell in self._cells(candidate, name):
            yield from (piece.text for piece in self._pieces(name, cell))

    def values(self, candidate: Candidate) -> dict[str, tuple[TableValue, ...]]:
        """Read a row's values, by field."""
        found: dict[str, tuple[TableValue, ...]] = {}
        for name in self.described.columns:
            if name == PERIOD_FIELD:
                found |= self._period(candidate)
            elif values := tuple(self._field(candidate, name)):
                found[name] = values
        return found

    def _period(self, candidate: Candidate) -> dict[str, tuple[TableValue, ...]]:
        """Read a start and an end that stand in one cell; either may be missing."""
        row = candidate.row.number
        ((column, cell),) = self._cells(candidate, PERIOD_FIELD)
        if self._is_missing(cell):
            return {}
        texts = _DASHES.split(cell.text.strip()) if cell.kind == "text" else []
        if len(texts) != len(DATES):
            self.told.reject(row, column, msg("no start and end with a dash between"))
            return {}
        found: dict[str, tuple[TableValue, ...]] = {}
        for name, text in zip(DATES, texts, strict=True):
            if value := self._piece(PERIOD_FIELD, cell._replace(text=text), row, column):
                found[name] = (value,)
        return found

    def _cells(self, candidate: Candidate, name: str) -> Iterator[tuple[str, GridCell]]:
        for column in self.described.columns.get(name, ()):
            yield column, candidate.cells[self.columns.places[column]]

    def _field(self, candidate: Candidate, name: str) -> Iterator[TableValue]:
        row = candidate.row.number
        for column, cell in self._cells(candidate, name):
            pieces = [*self._pieces(name, cell)]
            if len(pieces) > 1 and name not in SEVERAL:
                self.told.reject(row, column, msg("several values where one is expected"))
                continue
            for piece in (self._without_html(name, piece, row, column) for piece in pieces):
                if value := self._piece(name, piece, row, column):
                    yield value

    def _piece(self, name: str, cell: GridCell, row: int, column: str) -> TableValue | None:
        if self._is_missing(cell):
            return None
        value = self._value(name, cell, row, column)
        if isinstance(value, Message):
            self.told.reject(row, cell.column or column, value)
            return None
        return TableValue(value, cell.text.strip(), row, column)

    def _is_missing(self, cell: GridCell) -> bool:
        return cell.kind != "fault" and clean(cell.text) in ("", *self.described.missing)

    def _pieces(self, name: str, cell: GridCell) -> Iterator[GridCell]:
        """Give each value of a cell."""
        marks = self.described.lists.get(name)
        if cell.kind == "list":
            for part in cell.parts:
                yield from self._pieces(name, part)
        elif marks and cell.kind == "text":
            between = "|".join(map(re.escape, sorted(marks, key=len, reverse=True)))
            yield from (cell._replace(text=text) for text in re.split(between, cell.text))
        else:
            yield cell

    def _without_html(self, name: str, cell: GridCell, row: int, column: str) -> GridCell:
        if name not in self.described.html or not _TAG.search(cell.text):
            return cell
        self.told.remark(row, column, msg("HTML, taken out; a script with its text"))
        return cell._replace(text=text_of_html(cell.text))

    def _value(self, name: str, cell: GridCell, row: int, column: str) -> FieldValue | Message:
        if cell.kind == "fault":
            return cell.why or msg("can't be read")
        if clean(cell.text) == OMITTED:
            return msg("left out when the table was brought in")
        if name in (*DATES, PERIOD_FIELD):
            return self._date(name, cell, row, column)
        if name in NUMBERS:
            return self.described.numbers[name].read(cell, cell.text.strip())
        if cell.kind == "truth":
            return msg("a truth value, not a text")
        if cell.kind == "date":
            return msg("a date cell, not a text")
        if name == "owner_number":
            return self._number(cell.text, row, column)
        return self._text(name, cell, row, column)

    def _date(self, name: str, cell: GridCell, row: int, column: str) -> FieldValue | Message:
        forms, text = forms_of(self.described.dates, name), cell.text.strip()
        if cell.kind == "truth":
            return msg("a truth value, not a date")
        read = read_date(cell, text, forms, self.described.dated)
        if isinstance(read, Misread):
            if read.other and self.swapped.proof is None:
                self.swapped.proof = (row, column)
            return read.why
        if read.swapped:
            self.swapped.cells.append((row, column))
        if read.time:
            self.told.remark(row, column, msg("a time, dropped"))
        return read.value

    def _number(self, text: str, row: int, column: str) -> str | Message:
        found = normal_number(text, self.described.owner_numbers)
        if not isinstance(found, Message) and with_hyphens(text) != text:
            self.told.remark(row, column, msg("another dash, read as a hyphen"))
        return found

    def _text(self, name: str, cell: GridCell, row: int, column: str) -> str | Message:
        text = clean(cell.text)
        if _ERROR.fullmatch(text):
            return msg("an error of the spreadsheet")
        if name in _PROSE and has_contact(text, self.described.public):
            return msg("contact details, which nobody said may be published")
        if whole := name in self.described.whole and _POINT_ZERO.fullmatch(text):
            self.told.remark(row, column, msg(".0 at the end of a number, dropped"))
            text = whole[1]
        text = self._unmarked(name, text, row, column)
        for what in odd_letters(text):
            self.told.remark(row, column, what)
        if text.startswith("="):
            self.told.remark(row, column, msg("a text that begins with =, kept as text"))
        return self._looked_up(name, text)

    def _unmarked(self, name: str, text: str, row: int, column: str) -> str:
        mark = self.described.rules.mark
        if name != "title" or not mark or not text.endswith(mark):
            return text
        self.told.remark(row, column, msg("a footnote's mark, taken out"))
        while text.endswith(mark):
            text = text.removesuffix(mark).rstrip()
        return text

    def _looked_up(self, name: str, text: str) -> str | Message:
        """Give what a word of a field stands for, if the sidecar or a sheet says so."""
        if name == "currency" and name not in self.described.values:
            return text if text in CURRENCIES else msg("not a currency of ISO 4217")
        if name in self.described.codes:
            return _coded(text, self.codes[name], self.described.codes[name].sheet)
        words = self.described.values.get(name)
        if words is None:
            return text
        return words.get(text, msg("not one of the words in [values.{field}]", field=name))


def _coded(text: str, codes: Mapping[str, str | None], sheet: str) -> str | Message:
    found = codes.get(text)
    if found is not None:
        return found
    if text in codes:
        return msg("the sheet {sheet} has this code twice, with two meanings", sheet=sheet)
    bare = text.lstrip("0")
    near = next(
        (code for code in codes if bare and code != text and code.lstrip("0") == bare), None
    )
    if near:
        return msg(
            "not a code of the sheet {sheet}; it has {code}: was a zero lost?",
            sheet=sheet, code=near,
        )  # fmt: skip
    return msg("not a code of the sheet {sheet}", sheet=sheet)
