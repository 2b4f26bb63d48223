"""What is guessed of a table, what is left empty, and that `lod check` then tells it."""

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.errors import SourceError
from lod.publishing.importing.tabular.dating import guess_dates
from lod.publishing.importing.tabular.numbering import guess_numbers
from lod.publishing.tables.grid import GridCell
from lod.publishing.tables.patterns import CellPattern
from publishing.importing.brought import bring, copy_of, sidecar_of, told_of
from publishing.tables.books import num, row, xlsx

HEAD = "Id,Projekt,Ägare"


def sidecar(
    text: str | bytes, folder: Path, name: str = "a.csv", language: str = "sv"
) -> dict[str, Any]:
    return tomllib.loads(sidecar_of(bring(text, name, folder, language=language)))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiter_and_encoding_are_found(mark: str, encoding: str, tmp_path: Path) -> None:
    rows = [["Id", "Projekt", "Ägare"]]
    rows += [[str(n), f"Bro över Å{mark} del {n}", "Åmåls kommun"] for n in range(9)]
    text = "\r\n".join(mark.join(f'"{c}"' if mark in c else c for c in each) for each in rows)
    copy = copy_of(bring(text.encode(encoding), "export.txt", tmp_path))
    assert copy.splitlines()[0] == HEAD
    assert "Åmåls kommun" in copy
    assert len(copy.splitlines()) == 10


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Tytuł,Beneficjent\nZamek w Ćmielowie,Gmina Łęg\nMłyn,Gmina Ćmielów\n"),
        ("cp1253", "Τίτλος,Δικαιούχος\nΑνάπλαση παραλίας,Δήμος Χανίων\nΦωτισμός,Δήμος Ρεθύμνης\n"),
        (
            "cp1252",
            "Projekt,Ägare\nLanthandel i Tärnaby,Storumans kommun\nKöp på ö,Öckerö kommun\n",
        ),
    ],
)
def test_an_encoding_is_guessed_and_shown_to_be_confirmed(
    encoding: str, text: str, tmp_path: Path
) -> None:
    brought = bring(text.encode(encoding), "a.csv", tmp_path)
    assert copy_of(brought) == text
    (hint,) = (each for each in told_of(brought) if "encoding is guessed" in each)
    assert encoding.replace("cp", "windows-") in hint
    assert sum(cell in hint for line in text.splitlines() for cell in line.split(",")) >= 2


def test_the_guess_goes_by_the_whole_file(tmp_path: Path) -> None:
    plain = "".join(f"{n},Bro,kommun\n" for n in range(50_000))
    text = f"Id,Projekt,Owner\n{plain}1,Zamek w Ćmielowie,Gmina Łęg\n"
    assert "Zamek w Ćmielowie,Gmina Łęg" in copy_of(bring(text.encode("cp1250"), "a.csv", tmp_path))


@pytest.mark.parametrize(
    ("text", "header", "first"),
    [
        ("Projekt,Ägare\na,b\n", 1, "Projekt"),
        ("Lista\n\nProjekt,Ägare\na,b\n", 3, "Projekt"),
        ("Lista,över\nUtskriven 2015-01-01\nProjekt,Ägare,Start\na,b,2015\n", 3, "Projekt"),
        ("Hanke,Toteuttaja,Alkaa\nProjekt,Genomförare,Börjar\na,b,2015\n", [1, 2], "Hanke"),
        ("Projekt,Ägare,Ägare\n,Namn,Org.nr\na,b,212000-0001\n", [1, 2], "Projekt"),
    ],
)
def test_the_header_is_found(text: str, header: Any, first: str, tmp_path: Path) -> None:
    found = sidecar(text, tmp_path)
    assert found.get("table", {}).get("header", 1) == header
    assert found["columns"]["title"] == first


@pytest.mark.parametrize(
    ("texts", "forms", "doubts"),
    [
        (["2015-01-01", "2015-02", "2015"], ["yyyy-mm-dd", "yyyy-mm", "yyyy"], []),
        (["13/1/2015", "1/2/2015"], ["d/m/yyyy"], []),
        (["1/13/2015", "1/2/2015"], ["m/d/yyyy"], []),
        (["1/2/2015"], [""], ["d/m/yyyy", "m/d/yyyy"]),
        (["13/1/2015", "1/13/2015"], [""], ["d/m/yyyy", "m/d/yyyy"]),
        (["31/4/2015", "1/13/2015"], [""], ["d/m/yyyy", "m/d/yyyy"]),
        (["1.2.2015"], ["d.m.yyyy"], []),
        (["20150102"], ["yyyymmdd"], []),
        (["201501"], ["yyyymm"], []),
        (["2015-01-02T10:00:00"], ["yyyy-mm-ddThh:mm:ss"], []),
        (["2015-01-02 10:00"], ["yyyy-mm-dd hh:mm"], []),
        (["2015-01-02T00:00:00+01:00"], ["yyyy-mm-ddThh:mm:ss+hh:mm"], []),
        (["2015-01-02 00:00:00.000"], ["yyyy-mm-dd hh:mm:ss"], []),
        (["13/1/2015 10:00"], ["d/m/yyyy hh:mm"], []),
        (["05.02.16", "41091", "Q3 2016", "0000-00-00"], [], []),
    ],
)  # fmt: skip
def test_forms_of_dates_fit_all_cells_or_are_left_to_the_steward(
    texts: list[str], forms: list[str], doubts: list[str]
) -> None:
    found = guess_dates(texts)
    assert (found.forms, found.doubts) == (forms, doubts)


@pytest.mark.parametrize(
    ("texts", "decimal", "group"),
    [
        (["1.234,56", "12"], ",", "."),
        (["1,234.56"], ".", ","),
        (["1 234,5"], ",", " "),
        (["1\u202f234", "12,5"], ",", " "),
        (["1 234 567"], None, " "),
        (["1.234.567"], ",", "."),
        (["1,234,567"], None, ","),
        (["12", "900"], None, ""),
        (["713.472"], "", ""),
        (["1.234,56", "1,234.56"], "", ""),
        (["0,125"], ",", ""),
    ],
)
def test_marks_between_digits_are_proven_or_left_open(
    texts: list[str], decimal: str | None, group: str
) -> None:
    found = guess_numbers([GridCell(text) for text in texts], "Belopp", "sv", typed=False)
    assert found.decimal == decimal
    assert not decimal or found.group == group


@pytest.mark.parametrize(
    ("name", "texts", "currency", "power"),
    [
        ("Belopp (kr)", ["1"], "SEK", 0),
        ("Grant (£m)", ["1.5"], "GBP", 6),
        ("Belopp, tkr", ["1"], "SEK", 3),
        ("beviljat_belopp_sek", ["1"], "SEK", 0),
        ("Belopp", ["1 €"], "EUR", 0),
        ("Belopp", ["1 kr"], "SEK", 0),
        ("Belopp", ["1"], "", 0),
        ("Grant for all", ["1"], "", 0),
        ("Kwota (zł)", ["1"], "PLN", 0),
        ("SEK", ["1 €"], "", 0),
    ],
)
def test_currency_and_scale_are_what_the_column_says(
    name: str, texts: list[str], currency: str, power: int
) -> None:
    found = guess_numbers([GridCell(text) for text in texts], name, "sv", typed=False)
    assert (found.currency, found.power) == (currency, power)


def test_rows_without_a_project_get_rules(tmp_path: Path) -> None:
    text = f"""\
{HEAD},Belopp
Åtgärd 1: Service,,,
1,Handel*,Laxå kommun,5
Delsumma 1,,,5
Åtgärd 2: Fiber,,,
2,Summa summarum,Laxå kommun,7
Summa,,,12
Källa: Bygdemedel
"""
    assert sidecar(text, tmp_path)["rows"] == {
        "group": {"match": "^Åtgärd [0-9]+:"},
        "total": {"column": "Id", "match": r"^(Delsumma|Summa)\b", "empty": ["Ägare"]},
        "footnote": {"after": r"^Summa\b"},
        "mark": "*",
    }


def test_of_rows_that_stand_alone_without_a_pattern_nothing_is_guessed(tmp_path: Path) -> None:
    brought = bring(f"{HEAD}\nFiskevård,,\n1,Å,B\nSkog,,\n2,Ö,B\n", "a.csv", tmp_path)
    assert tomllib.loads(sidecar_of(brought))["rows"] == {}
    assert '"Fiskevård", "Skog"' in sidecar_of(brought)


def test_words_for_nothing_stages_and_lists_are_seen(tmp_path: Path) -> None:
    text = f"{HEAD},Status,Kommun,Start\n1,A,B,Pågår,Laxå; Hjo,2015\n2,C,B,Vilande,-,n/a\n"
    found = sidecar(text, tmp_path)
    assert found["table"] == {"dates": ["yyyy"], "missing": ["-", "n/a"]}
    assert found["values"] == {"status": {"Pågår": "ongoing", "Vilande": ""}}
    assert found["lists"] == {"municipality": [";"]}


def test_columns_that_nobody_knows_are_listed_with_an_example(tmp_path: Path) -> None:
    text = f'{HEAD},Diarium,Anm\n1,Bro,"Åby\nkommun",D 1,"citat ""x"" # slut"\n'
    written = sidecar_of(bring(text, "a.csv", tmp_path))
    assert '# … = "Diarium"  # "D 1"' in written
    assert '# … = "Anm"  # "citat \\"x\\" # slut"' in written
    assert 'owner = "Ägare"  # "Åby kommun"' in written


def test_a_field_that_two_columns_may_hold_is_left_empty(tmp_path: Path) -> None:
    found = sidecar("Projekt,Projektnamn,Ägare\na,b,c\n", tmp_path)
    assert found["columns"] == {"title": "", "owner": "Ägare"}


def test_merged_areas_are_filled_and_headings_stay_alone(tmp_path: Path) -> None:
    rows = row(1, "Projekt", "Ägare") + row(2, "Åtgärd 1", "") + row(3, "Bro", "Åby kommun")
    rows += row(5, "Kaj", "") + row(6, "Väg", "Laxå\nkommun") + row(8, "Damm", "Hjo kommun")
    merged = '<mergeCells><mergeCell ref="A2:B2"/><mergeCell ref="B3:B5"/></mergeCells>'
    copy = copy_of(bring(xlsx({"A": rows}, after=merged), "a.xlsx", tmp_path))
    assert copy == (
        'Projekt,Ägare\nÅtgärd 1,\nBro,Åby kommun\n\nKaj,Åby kommun\nVäg,"Laxå\nkommun"\n\n'
        "Damm,Hjo kommun\n"
    )


def test_cells_of_a_workbook_are_written_as_they_are_shown(tmp_path: Path) -> None:
    cells = (num("42064", "yyyy-mm-dd"), num("42064.5", "yyyy-mm-dd"), num("0.1"), num("8", "0000"))
    faults = ('<c t="e"><v>#REF!</v></c>', "<c><f>A1</f></c>", num("1234567890123456"), "=A1")
    rows = row(1, "Projekt", "Ägare", "C", "D", "E", "F") + row(2, "a", "b", *cells)
    copy = copy_of(bring(xlsx({"A": rows + row(3, "a", "b", *faults)}), "a.xlsx", tmp_path))
    assert copy.splitlines()[1:] == [
        "a,b,2015-03-01,2015-03-01T12:00:00,0.1,0008",
        "a,b,#REF!,#VALUE!,#VALUE!,=A1",
    ]


def test_codes_are_kept_and_said_by_their_sheet(tmp_path: Path) -> None:
    rows = row(1, "Projekt", "Ägare", "Län") + row(2, "a", "b", "08") + row(3, "c", "d", "24")
    codes = row(1, "Kod", "Namn") + row(2, "08", "Kalmar län") + row(3, num("24"), "Norrbotten")
    brought = bring(xlsx({"Lista": rows, "Koder": codes}), "a.xlsx", tmp_path, sheet="Lista")
    assert "a,b,08\n" in copy_of(brought)
    county = tomllib.loads(sidecar_of(brought))["values"]["county"]
    assert county == {"08": "Kalmar län", "24": "Norrbotten"}


def test_rows_far_below_make_no_endless_copy(tmp_path: Path) -> None:
    rows = row(1, "Projekt", "Ägare") + row(999_999_999, "a", "b")
    with pytest.raises(SourceError, match="more than 1048576 rows"):
        bring(xlsx({"A": rows}), "a.xlsx", tmp_path)


CELLS = st.one_of(
    st.sampled_from(["Projekt", "Ägare", "Start", "Belopp", "Läge", "Summa", "'s", "* not", "-"]),
    st.sampled_from(["1/2/2015", "1.234,5", "12 kr", "Åtgärd 1:", "n@example.org", "#REF!", ""]),
    st.text(st.characters(exclude_characters="\0"), max_size=5),  # a zero is no text
)


@settings(max_examples=80, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=7))
def test_whatever_stands_in_a_table_its_sidecar_can_be_read(rows: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    names = ["Projekt", "Ägare", "Start", "Belopp", "Läge"]
    csv.writer(written).writerows([names, *rows])
    data = written.getvalue().encode("utf-8", "replace")
    brought = bring(data, "a.csv", Path("/nowhere"))
    assert {"title", "owner"} <= {*tomllib.loads(sidecar_of(brought))["columns"]}
    kept = copy_of(brought).partition("\n")[0].split(",")
    assert kept == [name for name in names if name in kept]  # one of contacts alone is withheld


@pytest.mark.parametrize("line", ["'tis so", "* not yet", '"so"', "a.b", "Källa: x"])
def test_footnotes_get_a_rule_that_takes_them(line: str, tmp_path: Path) -> None:
    text = f"{HEAD}\n1,Bro,Hjo\n2,Kaj,Hjo\n"
    quoted = line.replace('"', '""')
    found = sidecar(f'{text}"{quoted}",,\n', tmp_path)
    pattern = CellPattern(found["rows"]["footnote"]["match"])
    assert pattern.found(line)
    assert not pattern.found("Projekt")
