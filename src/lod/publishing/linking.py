"""An organisation as written → a known organisation. Exact rules on names, never a guess.

Known are the municipalities and counties in data/reference; what matches no rule, or two
organisations, stays unlinked.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from lod.errors import ConfigError, raise_all
from lod.publishing.handwritten import TableRow, first_of, read_rows
from lod.publishing.records import clean
from lod.publishing.unicode14 import caseless
from lod.words import msg

_COUNTY = ("code", "name", "short_name", "wikidata", "nuts3")
_MUNICIPALITY = ("code", "name", "short_name", "county_code", "wikidata")
_FORMS = {
    "name": re.compile(r".*\w.*"),
    "short_name": re.compile(r".*\w.*"),
    "wikidata": re.compile(r"(?:Q[1-9][0-9]*)?"),
    "nuts3": re.compile(r"(?:[A-Z]{2}[0-9A-Z]{3})?"),
}


class AreaScheme(Enum):
    """Who gives areas their codes: the property that says one, and how it is written.

    The first two are Statistics Sweden's. Sources: ISO 3166-2 (a country, a hyphen, up to three
    signs); Regulation (EC) 1059/2003, article 3 (NUTS: a country, up to three signs).
    """

    COUNTY = "fp:countyCode", "[0-9]{2}"
    MUNICIPALITY = "fp:municipalityCode", "[0-9]{4}"
    ISO = "fp:isoCode", "[A-Z]{2}-[A-Z0-9]{1,3}"
    NUTS = "fp:nutsCode", "[A-Z]{2}[A-Z0-9]{1,3}"

    @property
    def term(self) -> str:
        """The property, as a prefixed name."""
        return self.value[0]

    def has(self, code: str) -> bool:
        """Whether a code is written as these are."""
        return re.fullmatch(self.value[1], code) is not None


_ANYWHERE = (AreaScheme.ISO, AreaScheme.NUTS)


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality's or a county's territory, or what other countries have for it.

    :param code: Statistics Sweden's, four or two digits; elsewhere that of ISO 3166-2 or NUTS.
    :param county: the county's code; None for a county.
    :param row: where the tables say it.
    """

    code: str
    name: str
    short_name: str
    english_name: str | None
    county: str | None
    wikidata: str | None
    nuts3: str | None
    row: TableRow

    @property
    def scheme(self) -> AreaScheme:
        """Whose code it has."""
        return next(scheme for scheme in AreaScheme if scheme.has(self.code))

    @property
    def is_swedish(self) -> bool:
        """Whether its code is Statistics Sweden's: its names are Swedish, and its bodies known."""
        return self.scheme not in _ANYWHERE


@dataclass(frozen=True, slots=True)
class KnownBody:
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
    known: Mapping[str, KnownBody]

    def link(self, name: str) -> KnownBody | None:
        """Find the organisation that goes by this name.

        >>> from pathlib import Path
        >>> tables = read_reference(Path("data/reference"))
        >>> tables.link("Länsstyrelsen i Västernorrlands län").name
        'Länsstyrelsen i Västernorrland'
        >>> tables.link("Lycksele") is None
        True
        """
        return self.known.get(_fold(name))


def read_reference(directory: Path, root: Path | None = None) -> Reference:
    """Read ``municipalities.csv`` and ``counties.csv`` in ``directory``.

    :param root: the folder that they must lie in, the publication's.
    :raises ConfigError: a table is missing, or lacks a column; has the line.
    :raises InputError: values that can't be, all of them in both tables.
    """
    todo = msg("bring it back from git; lod init writes it into a new publication")
    counties = read_rows(directory / "counties.csv", _COUNTY, todo, root)
    towns = read_rows(directory / "municipalities.csv", _MUNICIPALITY, todo, root)
    known_counties = {row["code"] for row in counties}
    errors = [
        *first_of(_wrong_rows(counties, AreaScheme.COUNTY)),
        *first_of(_wrong_rows(towns, AreaScheme.MUNICIPALITY)),
        *first_of(_in_both(towns, known_counties)),
    ]
    raise_all([*errors, *first_of(_wrong_counties(towns, known_counties))])
    return _reference([_area(row) for row in counties], [_area(row) for row in towns])


def _reference(counties: Iterable[Area], towns: Iterable[Area]) -> Reference:
    found: dict[str, set[KnownBody]] = defaultdict(set)
    for area in (area for area in towns if area.is_swedish):
        known = KnownBody("municipality", area.name, area.code, area.wikidata)
        for name in _municipality_names(area):
            found[_fold(name)].add(known)
    for area in (area for area in counties if area.is_swedish):
        board = f"Länsstyrelsen i {area.short_name}"
        known = KnownBody("county-administrative-board", board, area.code, None)
        for name in _board_names(area):
            found[_fold(name)].add(known)
    alone = {name: who.pop() for name, who in found.items() if len(who) == 1}
    return Reference({a.code: a for a in (*counties, *towns)}, alone)


def _wrong_rows(rows: Iterable[TableRow], swedish: AreaScheme) -> Iterator[ConfigError]:
    """Find values that can't be what their column says.

    :param swedish: the codes that the table has for Sweden.
    """
    first: dict[str, int] = {}
    for row in rows:
        code = row["code"]
        if not any(scheme.has(code) for scheme in (swedish, *_ANYWHERE)):
            expected = msg(
                "{digits} digits, leading zeros kept; elsewhere a code of ISO 3166-2 or NUTS, "
                "as in {example}",
                digits=2 if swedish is AreaScheme.COUNTY else 4,
                example="GB-KEN, IE061",
            )
            yield row.wrong("code", msg("can't be a code: {value}", value=code or "“”"), expected)
        elif first.setdefault(code, row.line) != row.line:
            message = msg("the code {code} stands on line {line} too", code=code, line=first[code])
            yield row.wrong("code", message, todo=msg("take one of the two rows out"))
        for column, form in _FORMS.items():
            if column in row.cells and not form.fullmatch(row[column]):
                yield _wrong_value(row, column)


def _in_both(towns: Iterable[TableRow], counties: Collection[str]) -> Iterator[ConfigError]:
    """Find municipalities that have a county's code: two things, one address."""
    for row in towns:
        if (code := row["code"]) in counties:
            message = msg("the code {code} stands in {file} too", code=code, file="counties.csv")
            yield row.wrong("code", message, todo=msg("take one of the two rows out"))


def _wrong_value(row: TableRow, column: str) -> ConfigError:
    value = row[column]
    message = msg("can't be {column}: {value}", column=column, value=value)
    if not value:
        message = msg("{column} is empty", column=column)
    expected = {
        "wikidata": msg(
            "Q and digits, as in {example}; nothing if there is none", example="Q504230"
        ),
        "nuts3": msg("a code, as in {example}; nothing if there is none", example="SE331"),
    }
    return row.wrong(column, message, expected.get(column, msg("a name")))


def _wrong_counties(rows: Iterable[TableRow], known: Collection[str]) -> Iterator[ConfigError]:
    for row in rows:
        code = row["county_code"]
        if code not in known:
            message = msg("no county has the code {code}", code=code or "“”")
            expected = msg("a code of {file}", file="counties.csv")
            yield row.wrong("county_code", message, expected)


def _municipality_names(area: Area) -> Iterator[str]:
    """Lycksele kommun, Kristianstads kommun, Falu kommun, Göteborgs stad, Region Gotland."""
    yield area.name
    for stem in (area.short_name, f"{area.short_name}s", area.name.removesuffix(" kommun")):
        yield f"{stem} kommun"
        yield f"{stem} stad"
    yield f"Kommunen {area.short_name}"


def _board_names(area: Area) -> Iterator[str]:
    """Länsstyrelsen i Västernorrland, … i Västernorrlands, with and without län, … Västernorrland.

    The tables may have *Kalmar län* as a county's short name, to tell it from the town.
    """
    names = {name.removesuffix(" län") for name in (area.short_name, area.name)}
    names |= {name.removesuffix("s") for name in names}
    for place in (*names, *(f"{name}s" for name in names)):
        for words in (f"i {place}", place, f"i {place} län", f"{place} län"):
            yield f"Länsstyrelsen {words}"


def _fold(name: str) -> str:
    return caseless(clean(name))


def _area(row: TableRow) -> Area:
    cells = {column: cell.text or None for column, cell in row.cells.items()}
    return Area(
        row["code"],
        row["name"],
        row["short_name"],
        cells.get("english_name"),
        cells.get("county_code"),
        cells["wikidata"],
        cells.get("nuts3"),
        row,
    )
