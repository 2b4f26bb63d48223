"""What of a table nobody may see: columns, rows of private persons, cells with contact details.

What is in doubt is withheld: an option says where it isn't somebody's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lod.errors import UsageError
from lod.publishing.handwritten import nearest_name
from lod.publishing.importing.tabular.columnwords import is_contact_name
from lod.publishing.importing.tabular.heads import TableHead
from lod.publishing.importing.tabular.looking import ColumnGuess, place_of_name
from lod.publishing.records import clean
from lod.publishing.sources.signs import has_contact, person_label
from lod.publishing.tables.described import OwnerNumbers
from lod.publishing.tables.fields import DATES, NUMBERS, PERIOD_FIELD
from lod.publishing.tables.grid import Grid, GridCell, GridRow
from lod.publishing.tables.ownernumbers import is_person, names_person
from lod.words import Message, msg

_BETWEEN = re.compile(r"[,;\n]")
_LETTER = re.compile(r"[^\W\d_]")
_LIKE_CONTACT = re.compile(r"@|\d(?:\D{0,3}\d){4}|[(\[](?:at|a|ät|snabel)", re.IGNORECASE)
_LIKE_PERSON = re.compile(r"[0-9]{6}[^0-9\s][0-9]{3}")
"""What is looked at more closely: most texts are none, which is told much faster."""

_EVERYWHERE = "en"
UNSCANNED = ("id", "owner_number", "currency", *DATES, *NUMBERS, PERIOD_FIELD)
"""Fields whose digits are no telephone number."""


@dataclass(frozen=True, slots=True)
class PrivacyWishes:
    """What the steward says: columns that are withheld, and columns that aren't."""

    withhold: Sequence[str] = ()
    keep: Sequence[str] = ()


def withheld_columns(grid: Grid, head: TableHead, wishes: PrivacyWishes) -> dict[int, Message]:
    """Give the places of the columns that nobody may see, from 0, and why.

    :raises UsageError: a column that is named isn't there.
    """
    kept = {at for name in wishes.keep for at in _named(head, name)}
    said = msg("as was said")
    found = {at: said for name in wishes.withhold for at in _named(head, name)}
    for at, pieces in enumerate(head.pieces):
        if at in found or at in kept:
            continue
        if at + 1 in grid.unseen:
            found[at] = msg("a hidden column")
        elif is_contact_name(pieces):
            found[at] = msg("its name is that of contact details")
        elif _looks_personal(grid, head, at):
            found[at] = msg("its cells look like contact details")
    return dict(sorted(found.items()))


def _named(head: TableHead, name: str) -> list[int]:
    """Give the places of a column that is named; of a pointer, of all that stands below it."""
    at = place_of_name(head, clean(name))
    below = [n for n, each in enumerate(head.names) if each.startswith(f"{name}/")]
    if at is None and not (name.startswith("/") and below):
        known = [each for each in head.names if each]
        near = nearest_name(name, known)
        hint = msg("is {name} meant?", name=near) if near else None
        message = msg("the table has no column {name}", name=name)
        raise UsageError(msg("{what}; {hint}", what=message, hint=hint) if hint else message)
    return below if at is None else [at]


def _looks_personal(grid: Grid, head: TableHead, at: int) -> bool:
    """Whether most cells are somebody's; in a column of another use each is judged alone."""
    if head.field_at(at) is not None:
        return False
    texts = [clean(text) for row in _below(grid, head) for text in _texts_at(row, at)]
    filled = [text for text in texts if text]
    marked = [text for text in filled if has_contact(text)]
    return bool(filled) and 2 * len(marked) >= len(filled)


def _below(grid: Grid, head: TableHead) -> Iterator[GridRow]:
    return (row for row in grid.rows if row.number > head.last and not row.hidden)


def _texts_at(row: GridRow, at: int) -> Iterator[str]:
    if at < len(row.cells):
        yield from cell_texts(row.cells[at])


def cell_texts(cell: GridCell) -> Iterator[str]:
    """Give the texts of a cell; of a list, of all that is in it."""
    if cell.kind == "list":
        for part in cell.parts:
            yield from cell_texts(part)
    else:
        yield cell.text


@dataclass(frozen=True, slots=True)
class PersonFinder:
    """Finds what is a private person's in rows.

    :param languages: that of the table, which says whose numbers persons have, and the
        publication's: English names of columns say nothing of a country.
    """

    guess: ColumnGuess
    numbers: OwnerNumbers
    languages: tuple[str, ...]
    dropped: frozenset[int]

    def is_private(self, row: GridRow) -> bool:
        """Whether a row is about a private person, by the owner's number or one in a text.

        One in a withheld column is somebody else's, if the owner has a number of its own.
        """
        if self.numbers.kept:
            return False
        at = self.guess.fields.get("owner_number", -1)
        given = [p for t in _texts_at(row, at) for p in _BETWEEN.split(t)] if at >= 0 else []
        table = self.languages[0]
        whose = self.languages if table == _EVERYWHERE else (table,)
        if any(is_person(text, self.numbers, each) for text in given for each in whose):
            return True
        unread = self.dropped if any(map(str.strip, given)) else frozenset[int]()
        others = (cell for n, cell in enumerate(row.cells) if n != at and n not in unread)
        texts = (text for cell in others for text in cell_texts(cell))
        likely = [text for text in (*given, *texts) if _LIKE_PERSON.search(text)]
        return any(names_person(text, each) for text in likely for each in self.languages)

    def is_contact(self, at: int, cell: GridCell) -> bool:
        """Whether contact details stand in a text of a column that isn't withheld as a whole."""
        if cell.kind != "text" or not _LIKE_CONTACT.search(cell.text):
            return False
        if self.guess.field_at(at) in UNSCANNED:
            return "@" in cell.text and has_contact(clean(cell.text))
        return _LETTER.search(cell.text) is not None and has_contact(clean(cell.text))


def is_somebodys(text: str) -> bool:
    """Whether a line by itself, as above a table or below it, names somebody or has a contact.

    >>> is_somebodys("Kontaktperson: N. N."), is_somebodys("Åtgärd 3: Mobil täckning")
    (True, False)
    """
    words = clean(text)
    return has_contact(words) or person_label(words.replace(":", "")) is not None
