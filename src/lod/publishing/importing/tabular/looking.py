"""What a table's columns are: which fields they are likely to hold, in which language."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from lod.publishing.importing.tabular.columnwords import field_of
from lod.publishing.importing.tabular.heads import TableHead
from lod.publishing.tables.cells import ALL
from lod.publishing.tables.described import TableDescription
from lod.publishing.tables.fields import DATES, PERIOD_FIELD
from lod.publishing.tables.grid import Grid, GridCell

_INDEX = re.compile(r"/[0-9]+(?=/|$)")


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What columns hold.

    :param fields: the place of the column that a field is likely in, from 0.
    :param doubts: the places of columns that a field may be in, where there are several.
    :param language: that of the columns' names, if it is told.
    """

    fields: Mapping[str, int]
    doubts: Mapping[str, tuple[int, ...]]
    language: str | None

    def field_at(self, at: int) -> str | None:
        """Give the field of a column."""
        return next((field for field, place in self.fields.items() if place == at), None)


def guess_columns(head: TableHead, dropped: frozenset[int], grid: Grid) -> ColumnGuess:
    """Guess the fields of columns by their names; a field that several may hold is in doubt.

    :param dropped: columns that nobody may see, which hold none.
    """
    places: Mapping[str, list[int]] = defaultdict(list)
    votes: Counter[str] = Counter()
    for at, name in enumerate(head.names):
        found = head.field_at(at) if name and at not in dropped else None
        if found:
            places[found[0]].append(at)
            shown = field_of((name,)) or found
            votes.update(shown[1])
    if set(DATES) & set(places):
        places = {field: at for field, at in places.items() if field != PERIOD_FIELD}
    places = {field: _of_most(found, head, grid) for field, found in places.items()}
    fields = {field: found[0] for field, found in places.items() if len(found) == 1}
    doubts = {field: tuple(found) for field, found in places.items() if len(found) > 1}
    return ColumnGuess(fields, doubts, _winner(votes))


def _of_most(places: list[int], head: TableHead, grid: Grid) -> list[int]:
    """Of columns with one name, as of JSON whose lists are objects at times, give the fullest."""
    if len({head.pieces[at] for at in places}) > 1 or grid.names is None:
        return places
    filled = {
        at: sum(1 for r in grid.rows if at < len(r.cells) and _is_said(r.cells[at]))
        for at in places
    }
    return [max(places, key=lambda at: filled[at])]


def _is_said(cell: GridCell) -> bool:
    return cell.filled and cell.kind != "fault"


def described_columns(head: TableHead, described: TableDescription) -> ColumnGuess:
    """Give the columns as a sidecar that stands already says."""
    fields = {}
    for field, names in described.columns.items():
        at = next((at for name in names if (at := place_of_name(head, name)) is not None), None)
        if at is not None:
            fields[field] = at
    return ColumnGuess(fields, {}, described.language)


def place_of_name(head: TableHead, name: str) -> int | None:
    """Give the place of a column by its name: all of it, or what one header row says."""
    if name.startswith("/"):
        name = _INDEX.sub(f"/{ALL}", name)
    joined = [" / ".join(pieces) for pieces in head.pieces]
    for names in (head.names, joined):
        if names.count(name) == 1:
            return [*names].index(name)
    single = [at for at, pieces in enumerate(head.pieces) if name in pieces]
    return single[0] if len(single) == 1 else None


def _winner(votes: Counter[str]) -> str | None:
    first, second = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] > second[1] else None
