"""`lod import` and `lod init --from` of tables, as a steward runs them."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from fetching import lod
from publishing.tables.books import row, xlsx

from lod.cli.commands import main

TABLE = """\
Bygdemedel 2015
Dnr;Projekt;Ägare;Org.nr;Start;Slut;Stöd (kr);Läge;Kontakt
D-1;Lanthandel i Laxå;Laxå kommun;212000-1918;2015-03-01;2016-02-28;250 000,50;Pågår;N. N.
D-2;Bykafé;N. N.;811228-9874;2015-03-01;2016-02-28;1,00;Pågår;070-000 00 00
D-3;Fiber i Hjo;Hjo kommun;212000-1728;2015;2016;12,00;Avslutat;n@example.org
"""
COPY = """\
Bygdemedel 2015
Dnr,Projekt,Ägare,Org.nr,Start,Slut,Stöd (kr),Läge
D-1,Lanthandel i Laxå,Laxå kommun,212000-1918,2015-03-01,2016-02-28,"250 000,50",Pågår

D-3,Fiber i Hjo,Hjo kommun,212000-1728,2015,2016,"12,00",Avslutat
"""
SIDECAR = """\
# What the columns mean, as guessed. Correct it, and fill in what is empty: docs/tables.md
title = "Bygdemedel 2015"  # the programme's name
publisher = ""  # the key of the organisation that publishes it, as in lod.toml
language = "sv"  # the table's
# stated = 2013-11-20  # the day as of which the table holds; without it no status is published
[table]
header = 2
dates = ["yyyy-mm-dd", "yyyy"]
withhold = ["Kontakt"]
[columns]
id = "Dnr"  # "D-1"
title = "Projekt"  # "Lanthandel i Laxå"
owner = "Ägare"  # "Laxå kommun"
owner_number = "Org.nr"
start = "Start"  # "2015-03-01"
end = "Slut"  # "2016-02-28"
amount = "Stöd (kr)"  # "250 000,50"
status = "Läge"  # "Pågår"
[amount]
decimal = ","
group = " "
currency = "SEK"
[values]
status = { "Pågår" = "ongoing", "Avslutat" = "closed" }
"""
SECRETS = ("N. N.", "811228-9874", "070-000 00 00", "n@example.org")


@pytest.fixture
def fund(tmp_path: Path) -> Path:
    """A publication in English without sources."""
    folder = tmp_path / "fund"
    made = run("init", folder, "--base", "https://data.fund.example/", "--lang", "en")
    assert made.exit_code == 0
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "bygdemedel-2015.csv"
    file.write_text(TABLE, "cp1252")
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def bring(fund: Path, *arguments: object) -> Result:
    return lod(fund, "import", *map(str, arguments))


def sources(folder: Path) -> dict[str, str]:
    return {f.name: f.read_text("utf-8") for f in sorted((folder / "data/sources").iterdir())}


def change(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def test_a_table_becomes_a_copy_and_a_sidecar_and_what_was_left_out_is_told(
    fund: Path, table: Path
) -> None:
    done = bring(fund, table)
    assert (done.exit_code, sources(fund)) == (
        0,
        {"bygdemedel-2015.csv": COPY, "bygdemedel-2015.toml": SIDECAR},
    )
    assert len(SIDECAR.splitlines()) <= 25
    assert done.output.splitlines()[-4:] == [
        'its encoding is guessed: windows-1252; if letters are wrong in "Ägare", "Stöd (kr)", '
        '"Läge", say another with --encoding',
        "withheld: Kontakt: its name is that of contact details",
        "left out: rows of private persons: 4",
        'Now correct the sidecar, and add "bygdemedel-2015.csv" to sources in lod.toml.',
    ]


def test_what_is_withheld_is_in_no_file_and_no_answer(fund: Path, table: Path) -> None:
    outputs = [bring(fund, table).output]
    change(
        fund / "data/sources/bygdemedel-2015.toml", ('publisher = ""', 'publisher = "publisher"')
    )
    change(fund / "lod.toml", ("sources = []", 'sources = ["bygdemedel-2015.csv"]'))
    outputs += [lod(fund, command).output for command in ("keys", "check", "build")]
    files = [f for f in fund.rglob("*") if f.is_file()]
    held = "\n".join([*outputs, *(f.read_bytes().decode("utf-8", "replace") for f in files)])
    assert "Lanthandel i Laxå" in held
    assert [words for words in SECRETS if words in held] == []


def test_from_file_to_release(fund: Path, table: Path) -> None:
    bring(fund, table)
    sidecar = fund / "data/sources/bygdemedel-2015.toml"
    change(sidecar, ('publisher = ""', 'publisher = "publisher"'), ("# stated", "stated"))
    change(fund / "lod.toml", ("sources = []", 'sources = ["bygdemedel-2015.csv"]'))
    assert lod(fund, "keys").exit_code == 0
    built = lod(fund, "build")
    assert built.exit_code == 0, built.output
    asked = lod(fund, "query", "SELECT ?v { ?amount <https://schema.org/value> ?v }")
    assert "250000.5" in asked.output, asked.output


def test_what_is_left_empty_is_told_at_its_line(fund: Path, tmp_path: Path) -> None:
    file = tmp_path / "grants.csv"
    file.write_text(
        "Title,Name,Owner,Start,Amount,Union rate,Status,Project\n"
        "a,b,c,5/6/2014,713.472,0.5,Dormant,d\n",
        "utf-8",
    )
    bring(fund, file)
    text = (fund / "data/sources/grants.toml").read_text("utf-8")
    change(fund / "lod.toml", ("sources = []", 'sources = ["grants.csv"]'))
    told = lod(fund, "check").output
    empty = [n for n, line in enumerate(text.splitlines(), 1) if '""' in line]
    assert {int(n) for n in re.findall(r"grants\.toml:(\d+):", told)} == {*empty}
    assert len(empty) >= 6
    assert text.count("TODO") >= 5


def test_a_source_that_holds_a_withheld_column_is_refused(fund: Path, table: Path) -> None:
    bring(fund, table)
    sidecar = fund / "data/sources/bygdemedel-2015.toml"
    change(sidecar, ('publisher = ""', 'publisher = "publisher"'))
    change(fund / "lod.toml", ("sources = []", 'sources = ["bygdemedel-2015.csv"]'))
    assert lod(fund, "keys").exit_code == 0
    (fund / "data/sources/bygdemedel-2015.csv").write_text(TABLE.replace(";", "\t"), "utf-8")
    change(sidecar, ("header = 2", 'header = 2\ndelimiter = "tab"'))
    refused = lod(fund, "check")
    assert refused.exit_code == 3
    assert "a withheld column is in data/sources: Kontakt" in refused.output
    assert "lod import" in refused.output


@pytest.mark.parametrize(
    ("held", "pointer"),
    [({"contact": {"name": "N. N."}}, "/contact"), ({"p": [{"mail": "x"}]}, "/p/*/mail")],
)
def test_json_that_holds_a_withheld_pointer_is_refused(
    held: object, pointer: str, fund: Path
) -> None:
    folder = fund / "data/sources"
    (folder / "a.json").write_text(json.dumps([{"t": "A", "o": "B"}, {"t": "C", "o": "D", **held}]))  # type: ignore[dict-item]
    (folder / "a.toml").write_text(
        'title = "A"\npublisher = "publisher"\nlanguage = "en"\n'
        f'[table]\nwithhold = ["{pointer}"]\n[columns]\ntitle = "/t"\nowner = "/o"\n'
    )
    change(fund / "lod.toml", ("sources = []", 'sources = ["a.json"]'))
    assert f"a withheld column is in data/sources: {pointer}" in lod(fund, "check").output
    (folder / "a.json").write_text(json.dumps([{"t": "A", "o": "B", "contact": {}, "p": [{}]}]))
    assert "withheld" not in lod(fund, "check").output


def test_a_name_that_is_taken_or_wrong_leaves_all_as_it_was(fund: Path, table: Path) -> None:
    bring(fund, table)
    before = sources(fund)
    taken = bring(fund, table, "--name", "bygdemedel-2015", "--keep", "Kontakt")
    assert (taken.exit_code, "never replaced" in taken.output) == (2, True)
    assert bring(fund, table, "--name", "../x").exit_code == 3
    assert bring(fund, table, "--name", "b", "--withhold", "Belopp").exit_code == 2
    assert sources(fund) == before


def test_a_sidecar_that_stands_stays_and_says_how_the_table_is_read(
    fund: Path, table: Path
) -> None:
    standing = fund / "data/sources/bygdemedel-2015.toml"
    standing.write_text(SIDECAR.replace('"Kontakt"', '"Kontakt", "Läge"').replace("status =", "# "))
    done = bring(fund, table)
    assert done.exit_code == 0, done.output
    assert sources(fund)["bygdemedel-2015.csv"] == COPY.replace(",Läge", "").replace(
        ",Pågår", ""
    ).replace(",Avslutat", "")
    assert "Läge" in standing.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.csv", b"", "is empty"),
        ("x.csv", b"<!DOCTYPE html><html><body><p>Log in", "page without a table"),
        ("x.csv", b"Only words.\nAnd others.\n", "none of its rows has two cells"),
        ("x.xlsx", b"PK\x03\x04rest", "compressed file"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "older Office"),
        ("x.csv", b"%PDF-1.7", "a PDF"),
        ("x.parquet", b"PAR1rest", "Parquet"),
        ("x.json", b'{"a": 1}', "no list of records"),
        ("x.json", b"[{", "JSON"),
        ("x.json", b'{"a": [{"b": 1}], "c": [{"d": 1}]}', "--sheet /a"),
        ("x.csv", b"\x00\x01\x02\x03" * 9, ""),
    ],
)
def test_what_is_no_table_is_told_with_where_to_read_on(
    name: str, data: bytes, message: str, fund: Path, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    done = bring(fund, file)
    assert (done.exit_code, message in done.output) == (3, True), done.output
    assert "docs/tables.md" in done.output
    assert sources(fund) == {}


def test_a_workbook_among_the_sources_is_told_what_to_do(fund: Path) -> None:
    change(fund / "lod.toml", ("sources = []", 'sources = ["grants.xlsx"]'))
    (fund / "data/sources/grants.xlsx").write_bytes(xlsx({"A": row(1, "Title", "Owner")}))
    told = lod(fund, "check")
    assert told.exit_code == 3
    assert "lod import" in told.output
    assert "docs/tables.md" in told.output


def test_a_workbook_with_entities_or_too_much_in_it_is_refused(fund: Path, tmp_path: Path) -> None:
    file = tmp_path / "grants.xlsx"
    bomb = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>'
    file.write_bytes(xlsx({"A": ""}, more={"xl/worksheets/sheet1.xml": bomb}))
    assert bring(fund, file).exit_code == 3
    assert sources(fund) == {}


def test_a_page_stays_a_page_and_its_table_of_projects_is_one(fund: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    table = "<table><tr><th>Projekt<th>Ägare<th>Start</tr><tr><td>Bro<td>Hjo kommun<td>2015</table>"
    page.write_text(f"<meta charset=utf-8><h1>Bygd</h1>{table}", "utf-8")
    assert bring(fund, page, "--name", "listed").exit_code == 0
    assert sources(fund)["listed.csv"] == "Projekt,Ägare,Start\nBro,Hjo kommun,2015\n"
    other = table.replace("Ägare", "Temperatur")
    page.write_text(f"<meta charset=utf-8><h1>Bygd</h1><p>Text</p>{other}", "utf-8")
    assert bring(fund, page, "--name", "page").exit_code == 0
    assert "page.txt" in sources(fund)
    refused = bring(fund, page, "--name", "third", "--withhold", "Start")
    assert (refused.exit_code, "is no table" in refused.output) == (2, True)


def test_a_document_or_a_page_that_is_too_large_is_no_table(
    fund: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lod.publishing.importing.bringing.MOST_EDITED", 1_000)
    file = tmp_path / "page.html"
    file.write_text(f"<meta charset=utf-8><h1>Bygd</h1><p>{'Text ' * 200}", "utf-8")
    large = bring(fund, file)
    assert (large.exit_code, "too large for a page" in large.output) == (3, True)
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<text/>")
    document = bring(fund, file)
    assert (document.exit_code, "LibreOffice" in document.output) == (3, True)
    assert sources(fund) == {}


def test_a_page_that_lists_projects_in_a_table_gives_them(
    fund: Path, shared: Callable[[str], Path]
) -> None:
    assert bring(fund, shared("cases/pages/table-page-sv.html"), "--name", "page").exit_code == 0
    assert len(sources(fund)["page.csv"].splitlines()) == 4


@pytest.mark.parametrize("name", ["tillvaxtverket_projektbank_2014-2020", "360giving_grants"])
def test_the_tables_of_two_funders_come_in_whole(
    name: str, fund: Path, shared: Callable[[str], Path]
) -> None:
    file = shared(f"tables/{name}.json")
    assert bring(fund, file, "--name", "bank").exit_code == 0
    copied, original = sources(fund)["bank.json"], json.loads(file.read_bytes())
    assert json.loads(copied) == original


def test_a_publication_is_made_from_a_table_in_one_command(tmp_path: Path, table: Path) -> None:
    folder = tmp_path / "new"
    made = run(
        "init", folder, "--base", "https://data.fund.example/", "--lang", "en", "--from", table
    )
    assert made.exit_code == 0, made.output
    assert sources(folder) == {"bygdemedel-2015.csv": COPY, "bygdemedel-2015.toml": SIDECAR}
    assert 'sources = ["bygdemedel-2015.csv"]' in (folder / "lod.toml").read_text("utf-8")
    assert "left out: rows of private persons: 4" in made.output
    written = [line for line in made.output.splitlines() if line.startswith(str(folder))]
    assert [Path(line).name for line in written] == [*sources(folder)]
    assert all(Path(line).exists() for line in written)
    told = lod(folder, "check")
    assert "bygdemedel-2015.toml:3: the setting publisher is wrong" in told.output


def test_a_publication_from_a_page_lists_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<meta charset=utf-8><h1>Bygd</h1><p>Text</p>", "utf-8")
    made = run("init", tmp_path / "new", "--base", "https://data.fund.example/", "--from", page)
    assert made.exit_code == 0, made.output
    assert 'sources = ["page"]' in (tmp_path / "new/lod.toml").read_text("utf-8")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7"])
def test_of_a_file_that_cant_be_brought_in_no_publication_is_made(
    data: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    made = run("init", tmp_path / "a/b", "--base", "https://data.fund.example/", "--from", file)
    assert made.exit_code == 3
    assert [each.name for each in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--encoding", "rot13", "no encoding"),
        ("--delimiter", "ab", "parts no cells"),
        ("--withhold", "Nothing", "no column"),
        ("--keep", "Kontkat", "is Kontakt meant"),
    ],
)
def test_a_wrong_option_is_told_and_nothing_is_written(
    option: str, value: str, said: str, fund: Path, table: Path
) -> None:
    done = bring(fund, table, option, value)
    assert (done.exit_code, said in done.output) == (2, True), done.output
    assert sources(fund) == {}


def test_what_is_guessed_can_be_said(fund: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Projekt;x\tÄgare;x\nBro;x\tHjo;x\n", "iso-8859-1")
    done = bring(fund, file, "--delimiter", "tab", "--encoding", "latin1")
    assert done.exit_code == 0, done.output
    assert sources(fund)["a.csv"] == "Projekt;x,Ägare;x\nBro;x,Hjo;x\n"
