"""An organisation as written → a known organisation. Exact rules on names, never a guess.

Known are the municipalities and counties in data/reference; what matches no rule, or two
organisations, stays unlinked.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lod.errors import ConfigError
from lod.records import clean


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality's or a county's territory.

    :param code: Statistics Sweden's code, four or two digits.
    :param county: the county's code; None for a county.
    """

    code: str
    name: str
    short_name: str
    english_name: str | None
    county: str | None
    wikidata: str | None
    nuts3: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation that the reference tables know.

    :param type: a concept of the scheme organization-type.
    :param name: its official name.
    :param wikidata: its own item, not its territory's.
    """

    type: str
    name: str
    area: str
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """The tables in data/reference, and who is known by which name."""

    areas: Mapping[str, Area]
    known: Mapping[str, Known]

    def link(self, name: str) -> Known | None:
        """Find the organisation that goes by this name.

        >>> from pathlib import Path
        >>> tables = read_reference(Path("data/reference"))
        >>> tables.link("Länsstyrelsen i Västernorrlands län").name
        'Länsstyrelsen i Västernorrland'
        >>> tables.link("Lycksele") is None
        True
        """
        return self.known.get(_fold(name))


def read_reference(directory: Path) -> Reference:
    """Read ``municipalities.csv`` and ``counties.csv`` in ``directory``.

    :raises ConfigError: a table is missing, or lacks a column or a code.
    """
    counties = [_area(row, None) for row in _rows(directory / "counties.csv", 2)]
    towns = [_area(r, r["county_code"]) for r in _rows(directory / "municipalities.csv", 4)]
    found: dict[str, set[Known]] = defaultdict(set)
    for area in towns:
        known = Known("municipality", area.name, area.code, area.wikidata)
        for name in _municipality_names(area):
            found[_fold(name)].add(known)
    for area in counties:
        board = f"Länsstyrelsen i {area.short_name}"
        known = Known("county-administrative-board", board, area.code, None)
        for name in _board_names(area):
            found[_fold(name)].add(known)
    alone = {name: who.pop() for name, who in found.items() if len(who) == 1}
    return Reference({a.code: a for a in (*counties, *towns)}, alone)


def _municipality_names(area: Area) -> Iterator[str]:
    """Lycksele kommun, Kristianstads kommun, Falu kommun, Göteborgs stad, Region Gotland."""
    yield area.name
    for stem in (area.short_name, f"{area.short_name}s", area.name.removesuffix(" kommun")):
        yield f"{stem} kommun"
        yield f"{stem} stad"
    yield f"Kommunen {area.short_name}"


def _board_names(area: Area) -> Iterator[str]:
    """Länsstyrelsen i Västernorrland, … i Västernorrlands län, … Västernorrlands län."""
    stem = area.name.removesuffix(" län")
    for place in (area.short_name, area.name, f"{area.short_name} län", f"{stem} län"):
        yield f"Länsstyrelsen i {place}"
        yield f"Länsstyrelsen {place}"


def _fold(name: str) -> str:
    return clean(name).casefold()


def _area(row: Mapping[str, str], county: str | None) -> Area:
    return Area(
        row["code"],
        row["name"],
        row["short_name"],
        row.get("english_name") or None,
        county,
        row["wikidata"] or None,
        row.get("nuts3") or None,
    )


def _rows(file: Path, digits: int) -> Iterator[dict[str, str]]:
    columns = {"code", "name", "short_name", "wikidata"}
    columns |= {"county_code"} if digits == 4 else {"nuts3"}
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"can't be read: {error}", file, todo="save it as UTF-8") from error
    reader = csv.DictReader(text.splitlines())
    if missing := columns - set(reader.fieldnames or ()):
        raise ConfigError("columns are missing", file, 1, expected=", ".join(sorted(missing)))
    for row in reader:
        if None in row or None in row.values():
            raise ConfigError("wrong number of values", file, reader.line_num)
        code = row["code"]
        if not (code.isascii() and code.isdigit() and len(code) == digits):
            expected = f"{digits} digits, leading zeros kept"
            raise ConfigError(f"no such code: {code!r}", file, reader.line_num, expected=expected)
        yield row
