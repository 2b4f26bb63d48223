"""A table becomes a source: a copy without what nobody may see, and a sidecar to correct.

The original stays where it is: outside of the publication. All is written, or nothing.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lod.errors import SourceError, UsageError
from lod.publishing.handwritten import read_settings
from lod.publishing.importing.tabular.columnwords import is_contact_name
from lod.publishing.importing.tabular.copying import (
    CONTACT,
    NO_RECORD,
    PERSON_ROW,
    CopyNotes,
    RowCopier,
)
from lod.publishing.importing.tabular.finding import FoundTable, find_table
from lod.publishing.importing.tabular.heads import TableHead, find_head, head_of
from lod.publishing.importing.tabular.jsoncopy import JsonCutter
from lod.publishing.importing.tabular.looking import (
    described_columns,
    guess_columns,
    place_of_name,
)
from lod.publishing.importing.tabular.personal import (
    PersonFinder,
    PrivacyWishes,
    withheld_columns,
)
from lod.publishing.importing.tabular.proposing import Proposal
from lod.publishing.importing.tabular.rowshapes import guess_rows
from lod.publishing.importing.tabular.shown import toml_text
from lod.publishing.sources.signs import has_contact
from lod.publishing.tables.cells import POINTED, encoding_of, pointer_of
from lod.publishing.tables.columns import find_columns
from lod.publishing.tables.described import OwnerNumbers, TableDescription
from lod.publishing.tables.forms import usual_form
from lod.publishing.tables.grid import GridCell, Layout
from lod.publishing.tables.sidecar import read_description
from lod.words import Message, msg

_OF_FILE = ("format", "encoding", "delimiter", "quote", "sheet", "table")
"""Settings that say how a file is read: of the copy they aren't true."""

_NAMES = (1,)
"""The header's rows, where the file says which they are."""

_NONE = PrivacyWishes()


@dataclass(frozen=True, slots=True)
class TableWishes:
    """What the steward says of a table that is brought in.

    :param sheet: a workbook's sheet, the number of a page's table, or the pointer of records.
    """

    privacy: PrivacyWishes = _NONE
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class BroughtTable:
    """What is to be written of a table, by name, and what is told: never any words of its cells.

    :param entry: what ``sources`` in lod.toml is to have.
    """

    files: Mapping[str, bytes]
    entry: str
    told: Sequence[Message]


def bring_table(
    data: bytes, file: Path, name: str, wishes: TableWishes, sidecar: Path, language: str
) -> BroughtTable:
    """Make the copy of a table, and its sidecar if none stands yet.

    :param sidecar: where one may stand already: it then says what is withheld.
    :param language: the publication's first.
    :raises SourceError: the file is no table, or can't be read.
    :raises UsageError: a column that is named isn't there.
    :raises ConfigError: the sidecar that stands is wrong.
    """
    described = _standing(sidecar, language)
    found = _find(data, file, wishes, described, language)
    looking = _Looking(found, wishes, described, language, file)
    copy, notes = looking.copied()
    kind = found.layout.format if found.layout.format in POINTED else "csv"
    files = {f"{name}.{kind}": copy}
    if described is None:
        written = looking.proposed()
        tomllib.loads(written)  # what we write can be read
        files[f"{name}.toml"] = written.encode()
    told = [*looking.told(), *notes.told()]
    return BroughtTable(files, f"{name}.{kind}", told)


def _standing(sidecar: Path, language: str) -> TableDescription | None:
    if not sidecar.exists():
        return None
    settings = read_settings(sidecar, msg("correct the sidecar"), sidecar.parent)
    return read_description(settings, str(settings.values.get("language", language)))


def _find(
    data: bytes,
    file: Path,
    wishes: TableWishes,
    described: TableDescription | None,
    language: str,
) -> FoundTable:
    said = described.layout if described else Layout()
    said = replace(
        said,
        columns=(),  # all that records have is looked at
        sheet=wishes.sheet or said.sheet,
        encoding=_encoding(wishes) or said.encoding,
        delimiter=_delimiter(wishes) or said.delimiter,
    )
    try:
        found = find_table(data, file, said, language)
    except SourceError as error:
        todo = msg(
            "{todo}; what can be brought in, and how, says docs/tables.md", todo=error.todo or ""
        )
        raise SourceError(error.message, error.file, error.line, error.expected, todo) from error
    single = all(len(row.cells) < 2 for row in found.opened.grid.rows)
    if found.layout.format in ("csv", "parquet") and single:
        todo = msg("what can be brought in, and how, says docs/tables.md")
        raise SourceError(msg("is no table: none of its rows has two cells"), file, todo=todo)
    return found


def _encoding(wishes: TableWishes) -> str | None:
    found = encoding_of(wishes.encoding) if wishes.encoding else None
    if wishes.encoding and found is None:
        name = msg("{name} is no encoding that is read here", name=wishes.encoding)
        raise UsageError(name)
    return found


def _delimiter(wishes: TableWishes) -> str | None:
    found = "\t" if wishes.delimiter == "tab" else wishes.delimiter
    if found and (len(found) > 1 or found in '"\r\n' or found.isalnum()):
        expected = msg("one character, or tab")
        raise UsageError(msg("{name} parts no cells: {expected}", name=found, expected=expected))
    return found or None


class _Looking:
    """A table while it is looked at.

    :param spoken: the publication's first language.
    """

    def __init__(
        self,
        found: FoundTable,
        wishes: TableWishes,
        described: TableDescription | None,
        spoken: str,
        file: Path,
    ) -> None:
        self.found, self.file, self.spoken, self.described = found, file, spoken, described
        self.grid, self.notes = found.opened.grid, CopyNotes()
        self.head = _head(found, described, file)
        privacy = wishes.privacy
        if described:
            read = [name for names in described.columns.values() for name in names]
            kept = [name for name in read if place_of_name(self.head, name) is not None]
            privacy = PrivacyWishes(
                (*privacy.withhold, *described.withheld), (*privacy.keep, *kept)
            )
        self.names = {name: at for at, name in enumerate(self.head.names)}
        self.dropped = withheld_columns(self.grid, self.head, privacy)
        places = frozenset(self.dropped)
        self.guess = (
            described_columns(self.head, described)
            if described
            else guess_columns(self.head, places, self.grid)
        )
        self.language = self.guess.language or spoken
        numbers = described.owner_numbers if described else OwnerNumbers(usual_form(self.language))
        self.persons = PersonFinder(self.guess, numbers, (self.language, spoken), places)
        self.lines: dict[int, int] = {}

    def copied(self) -> tuple[bytes, CopyNotes]:
        """Give the copy, and what isn't in it."""
        if self.found.layout.format in POINTED:
            return self._cut(), self.notes
        copier = RowCopier(self.grid, self.head, self.persons, self.dropped, self.notes)
        copy = copier.copied(self.file)
        self.lines = copier.lines
        return copy, self.notes

    def _cut(self) -> bytes:
        private = [row.number for row in self.grid.rows if self.persons.is_private(row)]
        for number in private:
            self.notes.note(number, PERSON_ROW)
        for row in self.grid.rows:
            if row.fault is not None and row.record is None:
                self.notes.note(row.number, NO_RECORD)
        cutter = JsonCutter(
            self.found.text, self.file, self._is_withheld, frozenset(private), self._is_unseen
        )
        records = self.found.layout.records or ""
        lines = self.found.layout.format == "jsonl"
        text = cutter.of_lines() if lines else cutter.of_list(records)
        return text.encode("utf-8", "replace")

    def _is_withheld(self, steps: tuple[str, ...]) -> bool:
        """Whether a value of a record isn't copied; one too deep to be a column is, by its name."""
        name = pointer_of(steps)
        if name in self.names:
            return self.names[name] in self.dropped
        leads = any(each.startswith(f"{name}/") for each in self.names)
        return not leads and is_contact_name(steps)

    def _is_unseen(self, number: int, steps: tuple[str, ...], text: str) -> bool:
        if number == 0:
            return is_contact_name(steps[1:]) or has_contact(text)
        name = pointer_of(steps)
        at = self.names.get(name, -1)
        if not self.persons.is_contact(at, GridCell(text)):
            return False
        self.notes.note(number, CONTACT, name)
        return True

    def proposed(self) -> str:
        """Write the sidecar."""
        private = frozenset(self.notes.rows.get(("", PERSON_ROW), ()))
        rows = guess_rows(self.grid, self.head, self.guess, frozenset(self.dropped), private)
        return Proposal(
            opened=self.found.opened,
            head=self.head,
            guess=self.guess,
            dropped=self.dropped,
            rows=rows,
            lines=self.lines,
            records=self.found.layout.records or "",
            language=self.language,
            spoken=self.spoken,
        ).written()

    def told(self) -> Iterator[Message]:
        """Say what was guessed of the file, and which columns are withheld."""
        if hint := self.found.hint:
            yield msg(
                "its encoding is guessed: {encoding}; if letters are wrong in {cells}, say "
                "another with {option}",
                encoding=hint.encoding.replace("cp125", "windows-125"),
                cells=", ".join(map(toml_text, hint.cells)),
                option="--encoding",
            )
        for at, why in self.dropped.items():
            name = self.head.names[at] or " / ".join(self.head.pieces[at]) or str(at + 1)
            yield msg("withheld: {column}: {why}", column=name, why=why)
        if self.described:
            table = self.described.settings.values.get("table", {})
            if names := [name for name in _OF_FILE if name in table]:
                yield msg(
                    "take out of the sidecar what says how the original is read: {names}",
                    names=", ".join(names),
                )


def _head(found: FoundTable, described: TableDescription | None, file: Path) -> TableHead:
    """Find the columns' names; where a sidecar's aren't there, contacts would be missed too."""
    grid = found.opened.grid
    if described is None and found.layout.format == "parquet":
        return head_of(grid, _NAMES)
    if described is None or found.layout.format in POINTED:
        return find_head(grid)
    find_columns(grid, replace(described, withheld=()), file)
    return head_of(grid, described.header)
