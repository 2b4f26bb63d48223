"""The sidecar of a table that is brought in: what is likely, with examples, to be corrected.

What is in doubt is left empty, which `lod check` tells at its line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lod.publishing.importing.tabular.dating import DateGuess, guess_dates, halves
from lod.publishing.importing.tabular.heads import TableHead
from lod.publishing.importing.tabular.looking import ColumnGuess
from lod.publishing.importing.tabular.meanings import (
    CodeSheet,
    find_codes,
    missing_words,
    stage_of,
    status_words,
)
from lod.publishing.importing.tabular.numbering import guess_numbers
from lod.publishing.importing.tabular.personal import is_somebodys
from lod.publishing.importing.tabular.rowshapes import RowsGuess, kept_cells
from lod.publishing.importing.tabular.shown import example_words, toml_text
from lod.publishing.records import clean
from lod.publishing.tables.cells import OpenedTable
from lod.publishing.tables.fields import COLUMN_FIELDS, DATES, NUMBERS, PERIOD_FIELD, SEVERAL
from lod.publishing.tables.grid import GridCell
from lod.words import Message, msg

_CODED = ("status", "county", "municipality", "programme")
_LISTED = {"owner": ("\n", ";"), "municipality": ("\n", ";", ","), "county": ("\n", ";", ",")}
_LISTED |= {"location": ("\n", ";"), "partners": ("\n", ";"), "owner_number": ("\n", ";", ",")}
_TITLE_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that a sidecar is written by.

    :param lines: on which line of the copy each row starts.
    :param records: the pointer of JSON's records.
    :param spoken: the language of the comments, the publication's first.
    """

    opened: OpenedTable
    head: TableHead
    guess: ColumnGuess
    dropped: Mapping[int, Message]
    rows: RowsGuess
    lines: Mapping[int, int]
    records: str
    language: str
    spoken: str

    @property
    def typed(self) -> bool:
        """Whether the copy is JSON, which keeps numbers apart from texts."""
        return self.opened.grid.names is not None

    def written(self) -> str:
        """Write the sidecar."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"# {self._said(_ABOUT)}"
        yield f"title = {toml_text(self._title())}  # {self._said(_PROGRAMME)}"
        yield f'publisher = ""  # {self._said(_PUBLISHER)}'
        yield f"language = {toml_text(self.language)}  # {self._said(_LANGUAGE)}"
        yield f"# stated = 2013-11-20  # {self._said(_STATED)}"
        yield from _section("table", self._table())
        yield from _section("columns", self._columns())
        for name in NUMBERS:
            if name in self.guess.fields:
                yield from _section(name, self._number(name))
        yield from _section("lists", self._lists())
        yield from _section("values", self._values())
        yield from _section("rows", self._rows())

    def _said(self, words: Message) -> str:
        return words.told(self.spoken)

    def _todo(self, words: Message) -> str:
        return f"  # TODO: {self._said(words)}"

    def _title(self) -> str:
        """Give what stands alone above the header, if it is a line of words."""
        for row in self.head.above:
            filled = {
                c.text: None
                for at, c in enumerate(row.cells)
                if c.filled and at not in self.dropped
            }
            words = clean(next(iter(filled), ""))
            if len(filled) == 1 and not is_somebodys(words) and len(words) <= _TITLE_LENGTH:
                return words
            if not row.blank:
                break
        return ""

    def _table(self) -> Iterator[str]:
        yield from self._header()
        if self.records:
            yield f"records = {toml_text(self.records)}"
        yield from self._dates()
        texts = (cell.text.strip() for at in self._kept() for cell in self._cells(at))
        if missing := missing_words(texts):
            yield f"missing = {_listed(missing)}"
        if named := [self._name(at) for at in self.dropped if self._name(at)]:
            yield f"withhold = {_listed(named)}"

    def _header(self) -> Iterator[str]:
        if self.opened.grid.names is not None:
            return
        numbers = [self.lines[row.number] for row in self.head.rows if not row.hidden]
        if not numbers:
            yield f'header = ""{self._todo(_NO_HEADER)}'
        elif numbers != [1]:
            yield f"header = {numbers[0] if len(numbers) == 1 else numbers}"

    def _kept(self) -> Iterator[int]:
        return (at for at in range(len(self.head.names)) if at not in self.dropped)

    def _name(self, at: int) -> str:
        return self.head.names[at] or " / ".join(self.head.pieces[at])

    def _cells(self, at: int) -> Iterator[GridCell]:
        return kept_cells(self.rows.projects, at)

    def _texts(self, field: str) -> list[str]:
        at = self.guess.fields.get(field)
        cells = self._cells(at) if at is not None else ()
        return [text for cell in cells if (text := cell.text.strip()) and cell.kind != "fault"]

    def _dates(self) -> Iterator[str]:
        texts = [text for name in DATES for text in self._texts(name)]
        texts += halves(self._texts(PERIOD_FIELD))
        found = guess_dates(text for text in texts if not missing_words([text]))
        if not texts:
            return
        unfit = msg("of no form: {cells}", cells=_examples(found.unfit))
        if found.doubts:
            odd = f"; {self._said(unfit)}" if found.unfit else ""
            yield f"dates = {_listed(found.forms)}{self._todo(self._doubt(found))}{odd}"
        elif not found.forms:
            yield f'dates = [""]{self._todo(unfit)}'
        else:
            yield f"dates = {_listed(found.forms)}" + (
                f"  # {self._said(unfit)}" if found.unfit else ""
            )

    def _doubt(self, found: DateGuess) -> Message:
        return msg(
            "day and month may stand in either order, {forms}, as in {cells}",
            forms=", ".join(map(toml_text, found.doubts)), cells=_examples(found.examples),
        )  # fmt: skip

    def _columns(self) -> Iterator[str]:
        for field in COLUMN_FIELDS:
            if field in self.guess.doubts:
                names = ", ".join(toml_text(self._name(at)) for at in self.guess.doubts[field])
                yield f'{field} = ""{self._todo(msg("one of {names}", names=names))}'
            elif field in ("title", "owner") and field not in self.guess.fields:
                yield f'{field} = ""{self._todo(_REQUIRED)}'
        for field, at in sorted(self.guess.fields.items(), key=lambda each: each[1]):
            yield f"{field} = {toml_text(self.head.names[at])}{self._example(at)}"
        used = {*self.guess.fields.values(), *(p for d in self.guess.doubts.values() for p in d)}
        for at in self._kept():
            if at not in used and self._name(at):
                yield f"# … = {toml_text(self._name(at))}{self._example(at)}"

    def _example(self, at: int) -> str:
        texts = (cell.text for cell in self._cells(at) if cell.filled and cell.kind != "fault")
        words = next((w for text in texts if (w := example_words(text)) not in ("", "…")), "")
        return f"  # {toml_text(words)}" if words else ""

    def _number(self, field: str) -> Iterator[str]:
        at = self.guess.fields[field]
        cells = [cell for cell in self._cells(at) if not missing_words([cell.text.strip()])]
        found = guess_numbers(cells, self._name(at), self.language, typed=self.typed)
        unfit = msg("of no form: {cells}", cells=_examples(found.unfit))
        odd = f"  # {self._said(unfit)}" if found.unfit else ""
        if found.decimal == "":
            marks = [c.text for c in cells if c.kind == "text" and {*".,"} & {*c.text}]
            why = msg(
                "what stands before decimals, a comma or a point? {cells}", cells=_examples(marks)
            )
            yield f'decimal = ""{self._todo(why)}'
        else:
            yield from (f"{name} = {toml_text(mark)}"
                        for name, mark in (("decimal", found.decimal), ("group", found.group))
                        if mark)  # fmt: skip
        if found.symbols:
            yield f"symbols = {_listed(found.symbols)}"
        if found.decimals:
            yield f"decimals = {found.decimals}"
        if found.power:
            yield f"scale = {10**found.power}"
        if field == "share":
            yield f"unit = {toml_text(found.unit)}" + (odd if found.unit else self._todo(_SHARES))
        elif "currency" not in self.guess.fields:
            known = f"currency = {toml_text(found.currency)}"
            yield known + (odd if found.currency else self._todo(_CURRENCY))
        elif odd:
            yield odd.strip()

    def _lists(self) -> Iterator[str]:
        for field, marks in _LISTED.items():
            texts = self._texts(field)
            used = [mark for mark in marks if any(mark in text for text in texts)]
            if field == "owner" and not used:
                used = self._paired()
            if used and field in SEVERAL:
                yield f"{field} = {_listed(used)}"

    def _paired(self) -> list[str]:
        """Give the mark that parts owners if it parts their numbers, in all rows alike."""
        at = [self.guess.fields.get(field, -1) for field in ("owner", "owner_number")]
        rows = [
            [row.cells[n].text for n in at]
            for row in self.rows.projects
            if len(row.cells) > max(at)
        ]
        several = [pair for pair in rows if "," in pair[1]]
        alike = all(pair[0].count(",") == pair[1].count(",") for pair in rows if pair[1].strip())
        return [","] if min(at) >= 0 and several and alike else []

    def _values(self) -> Iterator[str]:
        for field in _CODED:
            texts = self._texts(field)
            codes = find_codes(self.opened, texts)
            if codes:
                yield f"{field} = {self._coded(field, codes)}  # {self._said(_sheet(codes))}"
            elif field == "status" and texts:
                words = status_words(text for text in texts if not missing_words([text]))
                if words is not None:
                    todo = "" if all(words.values()) else self._todo(_STAGES)
                    yield f"{field} = {_pairs(words)}{todo}"
                else:
                    yield f'{field} = {{ "" = "" }}{self._todo(_STAGES)}'

    def _coded(self, field: str, codes: CodeSheet) -> str:
        shown = {
            code: value for code, value in codes.meanings.items() if example_words(value) != "…"
        }
        return _pairs({c: stage_of(v) if field == "status" else v for c, v in shown.items()})

    def _rows(self) -> Iterator[str]:
        yield from (f"{name} = {rule}" for name, rule in self.rows.rules.items())
        if doubts := [words for words in self.rows.doubts if not is_somebodys(words)]:
            said = msg(
                "rows that stand alone, of which nothing is guessed: {cells}",
                cells=_examples(doubts),
            )
            yield f"# {self._said(said)}"


_ABOUT = msg(
    "What the columns mean, as guessed. Correct it, and fill in what is empty: docs/tables.md"
)
_PROGRAMME = msg("the programme's name")
_PUBLISHER = msg("the key of the organisation that publishes it, as in lod.toml")
_LANGUAGE = msg("the table's")
_STATED = msg("the day as of which the table holds; without it no status is published")
_NO_HEADER = msg("the row with the columns' names")
_REQUIRED = msg("which column?")
_CURRENCY = msg('which currency, as in "SEK"?')
_SHARES = msg('"%" if it stands behind the numbers, "1" if they are parts of one')
_STAGES = msg('each word is "ongoing" or "closed"')


def _sheet(codes: CodeSheet) -> Message:
    return msg("from the sheet {sheet}", sheet=clean(codes.sheet))


def _section(name: str, lines: Iterator[str]) -> Iterator[str]:
    written = [*lines]
    if written:
        yield f"[{name}]"
        yield from written


def _listed(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(toml_text, texts))}]"


def _pairs(words: Mapping[str, str]) -> str:
    pairs = (f"{toml_text(word)} = {toml_text(value)}" for word, value in words.items())
    return f"{{ {', '.join(pairs)} }}"


def _examples(texts: Sequence[str]) -> str:
    shown = (words for text in dict.fromkeys(texts) if (words := example_words(text)) != "…")
    return ", ".join(toml_text(words) for words in [*shown][:3])
