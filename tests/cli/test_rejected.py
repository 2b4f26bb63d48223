"""What of a table is in no project goes to a folder, as it was, for who made the table."""

from pathlib import Path

import pytest
from publishing.tables.publications import TableSite, site_of_table

from lod.publishing.build import account
from lod.publishing.config import read_config
from lod.publishing.publication import read_pages
from lod.publishing.records import Page
from lod.publishing.rejected import write_rejected

TOML = """
[table]
dates = ["yyyy"]
ignore = ["Not"]
{}
[columns]
id = "Dnr"
title = "Projekt"
owner = "Ägare"
owner_number = "Org.nr"
start = "Start"
[rows]
total = {{ column = "Dnr", match = "^Summa" }}
"""
HEAD = "Dnr,Projekt,Ägare,Org.nr,Start,Not\n"
GOOD = "1,Bro,Åby kommun,212000-0001,2015,\n"
FIRST = ["row", "column", "reason", "Dnr", "Projekt", "Ägare", "Org.nr", "Start", "Not"]


@pytest.fixture
def table(site: Path) -> TableSite:
    """A publication of a table, whose good row has its keys."""
    made = site_of_table(site)
    made.write(HEAD + GOOD, TOML.format(""))
    assert made.run("keys").exit_code == 0
    return made


def written(table: TableSite, language: str = "en") -> tuple[Page, ...]:
    """Read the sources and write what is rejected, as lod build does."""
    pages = read_pages(read_config(table.site))
    write_rejected(pages, table.out, language)
    return pages


def test_rejected_rows_and_cells_go_to_a_file_as_they_were(table: TableSite) -> None:
    rows = '2,"Väg ""A"",\nsträcka",,,2015,=1+1\n3,Kaj,Åby kommun\n4,Ö,Åby kommun,,?,\n'
    table.write(HEAD + GOOD + rows, TOML.format(""))
    assert table.run("keys").exit_code == 0
    done = table.run("build")
    assert done.exit_code == 1
    assert (table.out / "current").exists()
    assert "what is rejected stands as it was in" in done.stderr
    assert f"{table.out.name}/rejected/bidrag.csv" in done.stderr
    nothing = "nothing stands here; the row isn't published"
    assert table.rejected() == [
        FIRST,
        ["3", "Ägare", nothing, "2", 'Väg "A",\nsträcka', "", "", "2015", "=1+1"],
        ["5", "", "3 cells instead of 6", "3", "Kaj", "Åby kommun"],
        ["6", "Start", "of no declared form", "4", "Ö", "Åby kommun", "", "?", ""],
    ]
    assert "bidrag: 5 rows, header 1, project 2, rejected 2" in done.stderr
    releases = [p for p in (table.out / "releases").rglob("*") if p.is_file()]
    assert not any("rejected" in file.name for file in releases)


def test_left_out_rows_are_listed_with_the_rule_that_took_them(table: TableSite) -> None:
    rows = "\n1,Bro,Åby kommun,212000-0001,2015,\n9,N. N.,N. N.,811228-9874,2015,x\nSumma,,,,,\n"
    table.write(HEAD + GOOD + rows + GOOD, TOML.format(""))
    (page,) = written(table)
    assert table.rejected(".left-out") == [
        ["row", "rule"], ["1", "header"], ["3", "blank"], ["5", "private person"],
        ["6", "total"], ["4", "exact duplicate of row 2"], ["7", "exact duplicate of row 2"],
    ]  # fmt: skip
    told = (
        "bidrag: 7 rows, blank 1, exact duplicate 2, header 1, private person 1, project 1, total 1"
    )
    assert account(page) == told
    assert not (table.out / "rejected/bidrag.csv").exists()
    written(table, "sv")
    assert ["4", "exakt dubblett av rad 2"] in table.rejected(".left-out")


def test_what_is_rejected_no_more_is_removed(table: TableSite) -> None:
    table.write(HEAD + GOOD + "2,Kaj\n", TOML.format(""))
    written(table)
    assert len(table.rejected()) == 2
    (table.out / "rejected/gone.csv").write_text("a source that isn't listed any more")
    table.write(HEAD + GOOD, TOML.format(""))
    written(table)
    names = {file.name for file in (table.out / "rejected").iterdir()}
    assert names == {"bidrag.left-out.csv"}


def test_a_publication_without_tables_has_no_such_folder(site: Path) -> None:
    table = TableSite(site, "")
    (site / "var/rejected").mkdir(parents=True)
    (site / "var/rejected/old.csv").write_text("row\n")
    written(table)
    assert not (site / "var/rejected").exists()


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("2,,Åby kommun,,2015,ring 070-000 00 00", ["2", "", "Åby kommun", "", "2015", "[…]"]),
        ("2,,Åby kommun,,2015,n@example.org", ["2", "", "Åby kommun", "", "2015", "[…]"]),
        ("2,N. N.,8112289874", ["[…]", "[…]", "[…]"]),
        ("2,N. N. 811228-9874", ["[…]", "[…]"]),
        ('"2,N. N."x', ['"2,N. N."x']),
        ('"2,N. N. 070-000 00 00"x', ["[…]"]),
    ],
)
def test_what_may_be_private_is_blanked(site: Path, row: str, cells: list[str]) -> None:
    table = site_of_table(site)
    table.write(HEAD + GOOD + row + "\n", TOML.format(""))
    written(table)
    assert [found[3:] for found in table.rejected()[1:]] == [cells]


@pytest.mark.parametrize(
    ("name", "columns", "head", "row"),
    [
        ("bidrag.csv", ("Dnr", "Projekt", "Ägare", "Namn"), "Dnr,Projekt,Ägare", "2,Kaj,Å,N. N."),
        ("bidrag.csv", ("Dnr", "Projekt", "Ägare", "Namn"), "Dnr,Projekt,Ägare", '2,"N. N."x,Å'),
        ("bidrag.jsonl", ("/id", "/t", "/o", "/n"), "", '{"id": "2", "n": "N. N."'),
    ],
)
def test_a_row_that_may_hold_what_is_withheld_is_blanked(
    site: Path, name: str, columns: tuple[str, ...], head: str, row: str
) -> None:
    table = site_of_table(site, name)
    toml = '[table]\nwithhold = ["{3}"]\n[columns]\nid = "{0}"\ntitle = "{1}"\nowner = "{2}"\n'
    table.write(f"{head}\n{row}\n", toml.format(*columns))
    written(table)
    (found,) = table.rejected()[1:]
    assert set(found[3:]) == {"[…]"}


@pytest.mark.parametrize("most", [50, 49])
def test_more_rejected_rows_than_allowed_refuse_the_build(table: TableSite, most: int) -> None:
    assert table.run("build").exit_code == 0
    before = (table.out / "current").resolve()
    table.write(HEAD + GOOD + "2,Kaj\n", TOML.format(f"rejected = {most}"))
    done = table.run("build")
    assert done.exit_code == 1
    refused = most < 50
    words = f"1 of 2 rows are rejected, more than {most} of a hundred"
    assert (words in done.stderr) == refused
    assert "bidrag.csv:3: 2 cells instead of 6" in done.stderr
    assert ((table.out / "current").resolve() == before) == refused
    assert len(table.rejected()) == 2
    if refused:
        for command in (("check",), ("keys",), ("check", "--format", "sarif")):
            told = table.run(*command)
            assert told.exit_code == 1, command
            assert words in told.output
            assert "2 cells instead of 6" in told.output
        words = f"1 av 2 rader är avvisade, fler än {most} av hundra"
        assert words in table.run("check", lang="sv").output


def test_a_record_that_no_id_tells_apart_counts_among_the_rejected(table: TableSite) -> None:
    toml = TOML.format("rejected = 49").replace('id = "Dnr"\n', "")
    again = "2,Bro,Åby kommun,212000-0001,2014,\n"
    table.write(HEAD + GOOD + again, toml)
    done = table.run("build")
    assert (done.exit_code, "1 of 2 rows are rejected" in done.stderr) == (1, True)
    assert table.rejected()[1][:3] == [
        *("3", "", "has the same title as row 2, and no id tells them apart"),
    ]


def test_a_refused_table_is_told_before_its_keys_are_missed(site: Path) -> None:
    table = site_of_table(site)
    table.write(HEAD + GOOD + "2,Kaj\n", TOML.format("rejected = 0"))
    for command in ("keys", "check", "build"):
        assert table.run(command).exit_code == 1, command
    assert len(table.rejected()) == 2
    assert (site / "data/keys.csv").read_text("utf-8").count("\n") == 1


def test_records_of_json_are_written_by_their_pointers(site: Path) -> None:
    table = site_of_table(site, "bidrag.jsonl")
    toml = '[columns]\nid = "/id"\ntitle = "/t"\nowner = "/to/*/name"\n'
    good = '{"id": "1", "t": "Bro", "to": [{"name": "Åby kommun"}]}\n'
    table.write(good, toml)
    assert table.run("keys").exit_code == 0
    bad = '{"id": "2", "t": {"sv": "Väg"}, "to": [{"name": "Åby kommun", "tel": "1"}]}\n{"id": 3\n'
    table.write(good + bad, toml)
    assert table.run("build").exit_code == 1
    assert table.rejected()[1:] == [
        [
            *("2", "/t", "a text or a number is expected here, not an object"),
            *("2", '{"t": {"sv": "Väg"}}', "Åby kommun"),
        ],
        ["3", "", "not an object of JSON", '{"id": 3'],
    ]


def test_a_link_in_place_of_the_folder_is_not_followed(table: TableSite, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.csv").write_text("kept")
    table.out.mkdir()
    (table.out / "rejected").symlink_to(elsewhere)
    done = table.run("build")
    assert done.exit_code == 2
    assert [file.name for file in elsewhere.iterdir()] == ["x.csv"]
    assert (elsewhere / "x.csv").read_text() == "kept"
