"""`lod import` and `lod init --from` of Parquet, as a steward runs them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fetching import lod
from publishing.tables.parquets import library, parquet

from lod.cli.commands import main
from lod.publishing.tables.cells import parquet as reader

SECRETS = ("N. N.", "811228-9874", "070-000 00 00", "n@example.org")


@pytest.fixture(autouse=True)
def pa() -> Any:
    return library()


def columns() -> Mapping[str, Any]:
    day, last = dt.date(2015, 3, 1), dt.date(2016, 2, 28)
    return {
        "Dnr": ["D-1", "D-2", None, "D-3"],
        "Projekt": ["Lanthandel i Laxå", "Bykafé", None, "Fiber i Hjo"],
        "Ägare": ["Laxå kommun", "N. N.", None, "Hjo kommun"],
        "Org.nr": ["212000-1918", "811228-9874", None, "212000-1728"],
        "Start": [day, day, None, day],
        "Slut": [last, last, None, last],
        "Stöd (kr)": [Decimal("250000.50"), Decimal("1.00"), None, Decimal("12.00")],
        "Läge": ["Pågår", "Pågår", None, "Avslutat"],
        "Kontakt": ["N. N.", "070-000 00 00", None, "n@example.org"],
        "Ansökt av": [{"name": "N. N."}, {"name": "N. N."}, None, None],
        "Bilaga": [b"N. N.", None, None, None],
    }


COPY = """\
Dnr,Projekt,Ägare,Org.nr,Start,Slut,Stöd (kr),Läge,Ansökt av,Bilaga
D-1,Lanthandel i Laxå,Laxå kommun,212000-1918,2015-03-01,2016-02-28,250000.50,Pågår,#VALUE!,#VALUE!


D-3,Fiber i Hjo,Hjo kommun,212000-1728,2015-03-01,2016-02-28,12.00,Avslutat,,
"""


@pytest.fixture
def fund(tmp_path: Path) -> Path:
    """A publication in English without sources."""
    folder = tmp_path / "fund"
    made = run("init", folder, "--base", "https://data.fund.example/", "--lang", "en")
    assert made.exit_code == 0, made.output
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "bygdemedel-2015.parquet"
    file.write_bytes(parquet(columns()))
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def change(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def sources(folder: Path) -> dict[str, str]:
    return {f.name: f.read_text("utf-8") for f in sorted((folder / "data/sources").iterdir())}


def test_a_copy_is_made_without_what_nobody_may_see_and_each_row_keeps_its_number(
    fund: Path, table: Path
) -> None:
    done = lod(fund, "import", str(table))
    assert done.exit_code == 0, done.output
    assert sources(fund)["bygdemedel-2015.csv"] == COPY
    assert done.output.splitlines()[-5:] == [
        "withheld: Kontakt: its name is that of contact details",
        "Ansökt av: a list or a record within a cell, which CSV has no place for, in rows 2",
        "Bilaga: bytes that aren't said to be text, in rows 2",
        "left out: rows of private persons: 3",
        'Now correct the sidecar, and add "bygdemedel-2015.csv" to sources in lod.toml.',
    ]


def test_from_the_file_to_the_graph(fund: Path, table: Path) -> None:
    outputs = [lod(fund, "import", str(table)).output]
    sidecar = fund / "data/sources/bygdemedel-2015.toml"
    change(sidecar, ('publisher = ""', 'publisher = "publisher"'), ("# stated", "stated"))
    change(sidecar, ('title = ""', 'title = "Bygdemedel"'))
    change(fund / "lod.toml", ("sources = []", 'sources = ["bygdemedel-2015.csv"]'))
    for command in ("keys", "build"):
        done = lod(fund, command)
        assert done.exit_code == 0, done.output
        outputs.append(done.output)
    asked = lod(fund, "query", "SELECT ?v { ?amount <https://schema.org/value> ?v }")
    assert "250000.5" in asked.output
    rows = lod(fund, "query", 'SELECT ?o { ?s ?p ?o FILTER(CONTAINS(STR(?o), "row=5")) }')
    assert "row=5" in rows.output
    held = [f.read_bytes().decode("utf-8", "replace") for f in fund.rglob("*") if f.is_file()]
    whole = "\n".join([*outputs, *held])
    assert "Fiber i Hjo" in whole
    assert [words for words in SECRETS if words in whole] == []


def test_a_publication_is_made_of_one(tmp_path: Path, table: Path) -> None:
    folder = tmp_path / "new"
    made = run("init", folder, "--base", "https://data.fund.example/", "--from", table)
    assert made.exit_code == 0, made.output
    assert sources(folder)["bygdemedel-2015.csv"] == COPY
    assert 'sources = ["bygdemedel-2015.csv"]' in (folder / "lod.toml").read_text("utf-8")


def test_names_of_columns_are_the_header_whatever_they_look_like(
    fund: Path, tmp_path: Path
) -> None:
    """No heading is looked for: a contact's column would be taken for one of values."""
    file = tmp_path / "years.parquet"
    values = {"2014": ["12", "13"], "2015": ["Title", "Owner"], "Telephone": ["1", "070-000 00 00"]}
    file.write_bytes(parquet(values))
    assert lod(fund, "import", str(file)).exit_code == 0
    assert sources(fund)["years.csv"] == "2014,2015\n12,Title\n13,Owner\n"
    assert 'withhold = ["Telephone"]' in sources(fund)["years.toml"]


def test_a_sidecar_that_stands_says_how_it_is_read(fund: Path, table: Path) -> None:
    standing = fund / "data/sources/bygdemedel-2015.toml"
    standing.write_text(
        'title = "Bygd"\npublisher = "publisher"\nlanguage = "sv"\n[table]\nformat = "parquet"\n'
        'withhold = ["Läge", "Ansökt av", "Bilaga"]\n'
        '[columns]\ntitle = "Projekt"\nowner = "Ägare"\n'
    )
    done = lod(fund, "import", str(table))
    assert done.exit_code == 0, done.output
    assert sources(fund)["bygdemedel-2015.csv"].splitlines()[1] == (
        "D-1,Lanthandel i Laxå,Laxå kommun,212000-1918,2015-03-01,2016-02-28,250000.50"
    )
    assert "take out of the sidecar what says how the original is read: format" in done.output


def test_it_is_no_source_as_it_is(fund: Path, table: Path) -> None:
    (fund / "data/sources/a.parquet").write_bytes(table.read_bytes())
    change(fund / "lod.toml", ("sources = []", 'sources = ["a.parquet"]'))
    told = lod(fund, "check")
    assert (told.exit_code, "lod import" in told.output) == (3, True), told.output


@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a"])
def test_without_the_extra_it_is_said_what_to_install(
    name: str, fund: Path, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "find_spec", lambda _: None)
    file = tmp_path / name
    file.write_bytes(table.read_bytes())
    for language, words in (("en", "isn't installed"), ("sv", "är inte installerad")):
        done = lod(fund, "import", str(file), "--name", "x", lang=language)
        assert done.exit_code == 3
        assert words in done.output
        assert 'pip install "lod-publisher[parquet]"' in done.output
    assert sources(fund) == {}


def test_a_file_without_columns_is_no_table(fund: Path, tmp_path: Path, pa: Any) -> None:
    file = tmp_path / "a.parquet"
    file.write_bytes(parquet({}))
    done = lod(fund, "import", str(file))
    assert (done.exit_code, "is no table" in done.output) == (3, True), done.output
    file.write_bytes(parquet({"Projekt": pa.array([], pa.string()), "Ägare": pa.nulls(0)}))
    done = lod(fund, "import", str(file))
    assert done.exit_code == 0, done.output
    assert sources(fund)["a.csv"] == "Projekt,Ägare\n"
