"""What words of a table stand for: stages, codes of another sheet, words for nothing."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from lod.errors import SourceError
from lod.publishing.records import clean
from lod.publishing.tables.cells import OpenedTable
from lod.publishing.tables.grid import Grid, GridCell

_STAGES = {
    "ongoing": "pågår, pågående, ongoing, active, in progress, käynnissä, laufend, σε εξέλιξη, "
    "en cours, lopend, w toku, w realizacji, igangværende, pågår",
    "closed": "avslutat, avslutad, avslutade, slutfört, ended, closed, completed, finished, "
    "päättynyt, abgeschlossen, beendet, ολοκληρωμένο, ολοκληρωμενο, terminé, achevé, afgerond, "
    "zakończony, afsluttet",
}
_BY_WORD = {w.casefold(): stage for stage, words in _STAGES.items() for w in words.split(", ")}
_NOTHING = frozenset(
    ("-", "–", "—", "--", "N/A", "n/a", "NA", "n.a.", "N.A.", "n.v.t.", "n.d.", "k.A.", "k. A.")
) | frozenset(("saknas", "uppgift saknas", "Uppgift saknas", "TBC", "TBD", "?", ".", "..", "NULL"))
_MOST_WORDS = 12
_MOST_CODES = 60


def stage_of(word: str) -> str:
    """Give the stage that a word stands for; nothing if it isn't known.

    >>> stage_of("Pågår"), stage_of("Vilande")
    ('ongoing', '')
    """
    return _BY_WORD.get(clean(word).casefold(), "")


def missing_words(texts: Iterable[str]) -> list[str]:
    """Give the words for nothing that stand in cells."""
    return sorted({text for text in texts if text in _NOTHING})


@dataclass(frozen=True, slots=True)
class CodeSheet:
    """A sheet that says what codes stand for."""

    sheet: str
    meanings: Mapping[str, str]


def find_codes(opened: OpenedTable, texts: Iterable[str]) -> CodeSheet | None:
    """Find the sheet with two columns that say what most texts of a column stand for."""
    wanted = {clean(text) for text in texts} - {""}
    if opened.sheet is None or not wanted:
        return None
    for name in opened.others:
        for meanings in _pairs(_sheet_of(opened, name), wanted):
            found = wanted & set(meanings)
            if len(found) > 1 and 2 * len(found) >= len(wanted) and len(meanings) <= _MOST_CODES:
                return CodeSheet(name, meanings)
    return None


def _sheet_of(opened: OpenedTable, name: str) -> Grid:
    """Read another sheet; one that can't be read says nothing."""
    with suppress(SourceError):
        if opened.sheet is not None:
            return opened.sheet(name)
    return Grid(())


def _pairs(grid: Grid, wanted: set[str]) -> Iterable[dict[str, str]]:
    width = max((len(row.trimmed) for row in grid.rows), default=0)
    for at in range(width - 1):
        found: dict[str, str] = {}
        for number, row in enumerate(grid.rows):
            code, value = (_text(row.cells, each) for each in (at, at + 1))
            if code and value and (number or code in wanted):  # the first row names columns
                found[code] = value
        yield found


def _text(cells: tuple[GridCell, ...], at: int) -> str:
    return clean(cells[at].text) if at < len(cells) else ""


def status_words(texts: Iterable[str]) -> dict[str, str] | None:
    """Give the stage of each word of a status; None of too many words."""
    words = dict.fromkeys(clean(text) for text in texts)
    words.pop("", None)
    return {word: stage_of(word) for word in words} if len(words) <= _MOST_WORDS else None
