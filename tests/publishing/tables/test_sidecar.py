"""The sidecar of a table: what is wrong with it is told all at once, each with its line."""

import re
from pathlib import Path

import pytest
from conftest import ROOT

from lod.errors import ConfigError, InputError, SeveralErrors
from lod.publishing.handwritten import read_settings
from lod.publishing.tables import (
    TABLE_SETTINGS,
    TableDescription,
    declared,
    read_description,
)
from lod.publishing.tables.declared import SIDECAR
from lod.publishing.tables.fields import COLUMN_FIELDS
from lod.publishing.tables.patterns import CellPattern
from publishing.tables.readings import SIDECARS, read_text

COLUMNS = '[columns]\ntitle = "T"\nowner = "O"\n'


def described(text: str, folder: Path) -> TableDescription:
    file = folder / "x.toml"
    file.write_text(text, encoding="utf-8")
    return read_description(read_settings(file), "en")


def errors(text: str, folder: Path) -> list[tuple[int | None, str]]:
    with pytest.raises(InputError) as raised:
        described(text, folder)
    several = raised.value
    each = several.others if isinstance(several, SeveralErrors) else (several,)
    return [(error.line, str(error)) for error in each]


@pytest.mark.parametrize("file", sorted(SIDECARS.glob("*.toml")), ids=lambda file: file.stem)
def test_sidecars_of_the_cases_are_right(file: Path) -> None:
    assert read_description(read_settings(file), "en").columns


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('[table]\nformat = "xls"', "one of csv, xlsx"),
        ('[table]\nheaders = 3', "is header meant"),
        ("[table]\nheader = [4, 3]", "several in order"),
        ("[table]\nheader = true", "several in order"),
        ('[table]\nencoding = "utf-9"', "an encoding's name"),
        ('[table]\ndelimiter = ";;"', "one character"),
        ('[table]\nquote = "x"', "a quotation mark, or none"),
        ('[table]\ndates = ["d/m/y"]', "forms of dates"),
        ('[table]\ndates = ["d-mmm-yyyy"]', "mmm needs months"),
        ('[table]\nmonths = ["Jan"]', "twelve months"),
        ("[table]\ncentury = 1950", "first year of a hundred"),
        ('[table]\nmissing = [1]', "a list of texts"),
        ('[table]\nrecords = "grants"', "a JSON pointer"),
        ('[table]\nwithhold = ["T"]', "is withheld and read"),
        ('[table]\nrequired = ["titel"]', "a list of fields"),
        ('[table]\nrequired = ["start"]', "start"),
        ("[table]\nrejected = 101", "at most 100"),
        ('[amount]\ndecimal = "x"', "one of ,, ."),
        ('[amount]\ngroup = "."', "another mark"),
        ("[amount]\nscale = 12", "power of ten"),
        ('[amount]\ncurrency = "kr"', "one of AED"),
        ('[dates]\nstrat = ["yyyy"]', "is start meant"),
        ("[rows]\ntotal = { column = 'T' }", "a pattern"),
        ("[rows]\ntotal = { match = '(a+)+' }", "without a repeated group"),
        ("[rows]\ntotal = { match = '(?x)(a+) +' }", "or the flag x"),
        ("[rows]\ntotal = { match = '(?ix:(a+) +)' }", "or the flag x"),
        ("[rows]\ntotal = { match = '[' }", "a pattern"),
        ("[rows]\ngroup = { match = '^A', field = 'title' }", "a field that no column has"),
        ("[rows]\ntotals = { match = '^A' }", "is total meant"),
        ('[owner_number]\nform = "x"', "N for each digit"),
        ('[owner_number]\nscheme = "192"', "the four digits of a scheme"),
        ('[lists]\ntitle = ","', "there is no setting lists.title"),
        ('[lists]\nowner = ""', "a list of what stands between"),
        ('[values]\nstatus = "x"', "values.status"),
        ('[codes]\nstatus = { sheet = "S", code = "1", value = "B" }', "two of its columns"),
        ('[repeats]\ntitle = "sum"', "one of list"),
        ('[constants]\ntitle = "x"', "a column and a constant"),
        ('[constants]\ntitel = "x"', "is title meant"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_told_at_its_line(setting: str, words: str, tmp_path: Path) -> None:
    ((line, told),) = errors(f"{setting}\n{COLUMNS}", tmp_path)
    assert words in told
    assert line in (2, 3, 4)


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        '[table]\nheadr = 2\ndates = ["d/m"]\n[columns]\ntitle = "T"\nowner = 5\nowmer = "x"\n'
        "[rows]\ntotal = { match = '(' }\n"
    )
    assert [line for line, _ in errors(text, tmp_path)] == [2, 3, 6, 7, 9]


def test_a_sidecar_without_columns_is_told(tmp_path: Path) -> None:
    assert "the table columns is missing" in errors("[table]\nheader = 1\n", tmp_path)[0][1]


def test_columns_that_the_table_has_not_are_told_at_once_with_what_is_meant(tmp_path: Path) -> None:
    toml = (
        '[table]\nwithhold = ["Kontkat"]\n[columns]\ntitle = "Projekct"\nowner = "Ägare"\n'
        "[rows]\ntotal = { column = 'Summa', match = '^S' }\n"
    )
    with pytest.raises(SeveralErrors) as raised:
        read_text("Projekt,Ägare,Kontakt\n1,2,3\n", toml, tmp_path)
    told = [(error.line, error.told("en")) for error in raised.value.others]
    assert [line for line, _ in told] == [4, 2, 7]
    assert "is Projekt meant?" in told[0][1]
    assert "is Kontakt meant?" in told[1][1]


def test_a_name_that_several_columns_have_is_told(tmp_path: Path) -> None:
    toml = '[table]\nheader = [1, 2]\n[columns]\ntitle = "P"\nowner = "Namn"\n'
    with pytest.raises(ConfigError, match="several columns have the name Namn") as raised:
        read_text("P,Ägare,Kontakt\n,Namn,Namn\n1,2,3\n", toml, tmp_path)
    assert raised.value.expected == "one of Ägare / Namn, Kontakt / Namn"


@pytest.mark.parametrize(
    "pattern",
    [
        "(a*)*",
        "(a|b){2,}",
        r"(a)\1",
        "a*b*c*d*",
        "(?P<x>a)(?P=x)",
        "x" * 201,
        "(",
        "a{99999999999}",
    ],
)
def test_a_pattern_that_may_take_long_is_none(pattern: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - told by the sidecar in its own words
        CellPattern(pattern)


@pytest.mark.parametrize("pattern", ["^(Sub-total|Grand total)\\b", "[+*]+$", "\\(a\\)+", "^a{2}"])
def test_patterns_as_stewards_write_them(pattern: str) -> None:
    assert CellPattern(pattern).written == pattern


def test_the_guide_has_the_example_that_is_read() -> None:
    guide = (ROOT / "docs/tables.md").read_text("utf-8")
    assert (ROOT / "tests/golden/bygdemedel.toml").read_text("utf-8").rstrip() in guide


def test_the_reference_has_every_table_and_field_that_is_read() -> None:
    named = {name.strip("[]") for table in SIDECAR for name in table.name.split(", ")}
    assert {name for name in named if "." not in name} == {"", *TABLE_SETTINGS}
    assert {*declared.IN_COLUMNS} == {*COLUMN_FIELDS}
    guide = (ROOT / "docs/tables.md").read_text("utf-8")
    reference = guide[guide.index("## Reference of the sidecar") :]
    for table in SIDECAR:
        for name in table.settings:
            assert re.search(rf"(?m)^\| [^|]*`{name}`", reference), (table.name, name)
