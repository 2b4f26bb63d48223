"""What nobody may see: it is in no file that is written, and nothing that is told repeats it."""

import json
import tomllib
from pathlib import Path

import pytest

from lod.errors import InputError, UsageError
from lod.publishing.importing.tabular import BroughtTable
from publishing.importing.brought import bring, copy_of, read_copy, sidecar_of, told_of
from publishing.tables.books import ods, ods_row, ods_text, row, xlsx
from publishing.tables.readings import reasons_of, values_of

HEAD = "Id,Projekt,Ägare"
SECRET = "N. N."


def all_of(brought: BroughtTable) -> str:
    return "\n".join([*(data.decode() for data in brought.files.values()), *told_of(brought)])


def bring_private(data: bytes | str, name: str, folder: Path, language: str = "en") -> BroughtTable:
    """Bring a table in; nothing that is written or told repeats the secret."""
    brought = bring(data, name, folder, language=language)
    assert SECRET not in all_of(brought)
    return brought


@pytest.mark.parametrize(
    "name",
    [
        *("Kontaktperson", "Kontakt", "Handläggare", "Projektledare", "E-post", "Mejl", "Tfn"),
        *("Telefon", "Tel.", "Tel", "Mobil", "Personnummer", "Personnr", "Mobilnummer"),
        *("Contact", "Contact name", "Phone", "E-mail", "Email address", "Project manager"),
        *("Telephone", "Date of birth", "contact_email", "contactPhone"),
        *("Yhteyshenkilö", "Sähköposti", "Puhelin", "Henkilötunnus", "Ansprechpartner"),
        *("Υπεύθυνος επικοινωνίας", "Τηλέφωνο", "Courriel", "Téléphone", "Contactpersoon"),
        *("Osoba kontaktowa", "PESEL", "Saksbehandler", "Projektleiterin"),
        *("E\u2011post", "E\u2013mail"),
    ],
)
def test_a_column_is_withheld_by_its_name(name: str, tmp_path: Path) -> None:
    brought = bring_private(f"{HEAD},{name}\n1,Bro,Åby kommun,{SECRET}\n", "a.csv", tmp_path)
    assert copy_of(brought) == f"{HEAD}\n1,Bro,Åby kommun\n"
    assert f"withheld: {name}: its name is that of contact details" in told_of(brought)
    assert f'withhold = ["{name}"]' in sidecar_of(brought)


@pytest.mark.parametrize("name", ["Kommun", "Kontraktsnummer", "Telemark", "Mailand", "Status"])
def test_a_column_is_kept_whose_name_only_looks_alike(name: str, tmp_path: Path) -> None:
    brought = bring(f"{HEAD},{name}\n1,Bro,Åby kommun,x\n", "a.csv", tmp_path)
    assert copy_of(brought).startswith(f"{HEAD},{name}\n")


@pytest.mark.parametrize(
    "cells",
    [
        ("n@example.org", "m@example.org"),
        ("070-000 00 00", "+46 70 000 00 00"),
        ("n@example.org", "070-000 00 00"),
        ("n@example.org", ""),
    ],
)
def test_a_column_is_withheld_by_what_its_cells_look_like(
    cells: tuple[str, str], tmp_path: Path
) -> None:
    text = f"{HEAD},Övrigt\n1,Bro,Åby kommun,{cells[0]}\n2,Kaj,Åby kommun,{cells[1]}\n"
    brought = bring(text, "a.csv", tmp_path)
    assert copy_of(brought) == f"{HEAD}\n1,Bro,Åby kommun\n2,Kaj,Åby kommun\n"
    assert [words for words in cells if words and words in all_of(brought)] == []


def test_the_steward_says_which_columns_are_withheld_and_which_are_not(tmp_path: Path) -> None:
    text = f"{HEAD},Kontakt,Not\n1,Bro,Åby kommun,Åby centrum,intern\n"
    brought = bring(text, "a.csv", tmp_path, withhold=("Not",), keep=("Kontakt",))
    assert copy_of(brought) == f"{HEAD},Kontakt\n1,Bro,Åby kommun,Åby centrum\n"
    assert told_of(brought) == ["withheld: Not: as was said"]
    with pytest.raises(UsageError, match="no column Kontakter; is Kontakt meant"):
        bring(text, "a.csv", tmp_path, withhold=("Kontakter",))


def test_contact_details_within_a_text_are_left_out_and_rejected(tmp_path: Path) -> None:
    text = f"{HEAD},Syfte\n1,Bro,Åby kommun,Ring 070-000 00 00\n2,Kaj,Åby kommun,Mat\n"
    brought = bring(f"{text}3,Väg,Åby kommun,\n", "a.csv", tmp_path)
    assert "1,Bro,Åby kommun,[…]\n2,Kaj,Åby kommun,Mat\n" in copy_of(brought)
    assert told_of(brought) == ["Syfte: contact details, left out, in rows 2"]
    sidecar = tmp_path / "s.toml"
    sidecar.write_text(
        '[columns]\ntitle = "Projekt"\nowner = "Ägare"\npurpose = "Syfte"\n', "utf-8"
    )
    read = read_copy(brought, sidecar, tmp_path, "sv")
    assert reasons_of(read) == {(2, "Syfte"): "left out when the table was brought in"}
    assert values_of(read, "purpose") == {3: ["Mat"]}


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("Org.nr", "811228-9874"),
        ("Org.nr", "SE811228987401"),
        ("Org.nr", "212000-0001, 811228-9874"),
        ("Syfte", "Söks av 811228-9874"),
    ],
)
def test_a_row_of_a_private_person_stays_as_a_blank_row(
    columns: str, cells: str, tmp_path: Path
) -> None:
    text = f'{HEAD},{columns}\n1,Café,{SECRET},"{cells}"\n2,Kaj,Åby kommun,\n3,Bro,Åby kommun,\n'
    brought = bring_private(text, "a.csv", tmp_path)
    assert copy_of(brought) == f"{HEAD},{columns}\n\n2,Kaj,Åby kommun,\n3,Bro,Åby kommun,\n"
    assert told_of(brought) == ["left out: rows of private persons: 2"]
    assert "811228" not in all_of(brought)


def test_a_number_in_a_withheld_column_is_the_owners_if_that_has_no_other(tmp_path: Path) -> None:
    text = f"{HEAD},Personnummer,Org.nr\n1,Café,{SECRET},811228-9874,\n"
    text += "2,Kaj,Åby kommun,811228-9874,212000-0001\n"
    brought = bring(text, "a.csv", tmp_path)
    assert copy_of(brought) == f"{HEAD},Org.nr\n\n2,Kaj,Åby kommun,212000-0001\n"
    assert "811228" not in all_of(brought)


@pytest.mark.parametrize("number", ["811228-9874", "8112289874", "16811228-9874"])
def test_english_names_of_columns_say_nothing_of_whose_numbers_they_are(
    number: str, tmp_path: Path
) -> None:
    text = f"Id,Title,Owner,Registration number\n1,Café,{SECRET},{number}\n2,Kaj,Åby,212000-0001\n"
    brought = bring_private(text, "a.csv", tmp_path, language="sv")
    assert "\n\n2,Kaj,Åby,212000-0001\n" in copy_of(brought)


@pytest.mark.parametrize("number", ["212000-0001", "556000-0000", "SE212000000101", ""])
def test_a_row_of_an_organisation_is_copied(number: str, tmp_path: Path) -> None:
    text = f"{HEAD},Org.nr\n1,Bro,Åby kommun,{number}\n"
    assert copy_of(bring(text, "a.csv", tmp_path)) == text


@pytest.mark.parametrize(
    "line",
    [
        f"2,Kaj, del ett,Åby kommun,{SECRET}",  # a comma that isn't quoted shifts what follows
        f"2,Kaj,{SECRET}",
        f'2,"Kaj,Åby kommun,{SECRET}',  # the quotation mark isn't closed
    ],
)
def test_a_row_in_which_anything_may_have_shifted_is_a_fault_without_words(
    line: str, tmp_path: Path
) -> None:
    text = f'{HEAD},Kontakt\n1,"Bro, ny",Åby kommun,x\n{line}\n3,Väg,Åby kommun,x\n'
    brought = bring_private(text, "a.csv", tmp_path)
    assert copy_of(brought) == f'{HEAD}\n1,"Bro, ny",Åby kommun\n[…]\n3,Väg,Åby kommun\n'
    read = read_copy(brought, _columns(tmp_path), tmp_path, "sv")
    assert [record.rows for record in read.records] == [(2,), (4,)]
    assert {each.row for each in read.rejected} == {3}


def _columns(folder: Path) -> Path:
    sidecar = folder / "columns.toml"
    sidecar.write_text('[columns]\nid = "Id"\ntitle = "Projekt"\nowner = "Ägare"\n', "utf-8")
    return sidecar


def test_hidden_rows_and_columns_of_a_workbook_are_not_copied(tmp_path: Path) -> None:
    rows = row(1, "Id", "Projekt", "Ägare", "Dolt", "Ort") + row(
        2, "1", "Bro", "Åby kommun", SECRET, "Åby"
    )
    rows += row(4, "2", "Kaj", SECRET, "x", "Åby", hidden=True) + row(
        5, "3", "Väg", "Åby kommun", "", "Åby"
    )
    columns = '<cols><col min="1" max="3"/><col min="4" max="4" hidden="1"/></cols>'
    data = xlsx({"A": rows}, before=columns)
    brought = bring_private(data, "a.xlsx", tmp_path)
    assert (
        copy_of(brought) == "Id,Projekt,Ägare,Ort\n1,Bro,Åby kommun,Åby\n\n\n3,Väg,Åby kommun,Åby\n"
    )
    assert told_of(brought) == ["withheld: Dolt: a hidden column", "left out: hidden rows: 4"]
    kept = bring(data, "a.xlsx", tmp_path, keep=("Dolt",))
    assert "Id,Projekt,Ägare,Dolt,Ort\n" in copy_of(kept)


@pytest.mark.parametrize("value", ["collapse", "filter"])
def test_hidden_columns_of_an_ods_are_not_copied(value: str, tmp_path: Path) -> None:
    hidden = f'<table:table-column/><table:table-column table:visibility="{value}"/>'
    cells = [("Projekt", "Dolt", "Ägare"), ("Bro", SECRET, "Åby kommun")]
    rows = "".join(ods_row(*map(ods_text, each)) for each in cells)
    brought = bring(ods({"A": hidden + rows}), "a.ods", tmp_path)
    assert copy_of(brought) == "Projekt,Ägare\nBro,Åby kommun\n"


def test_json_loses_its_withheld_keys_and_nothing_else(tmp_path: Path) -> None:
    text = """\
{"contact": {"email": "n@example.org"}, "grants": [
 {"id": 1.0, "title": "A", "owner": "B", "contact": {"name": "N. N.", "post": ["N. N."]}, "x": 1e2},
 {"contact": null, "id": 2, "title": "C", "owner": "D"},
 {"id": 3, "title": "E", "owner": "N. N.", "organisationsnummer": "811228-9874"},
 {"id": 4, "title": "F", "owner": "G", "purpose": "mail n@example.org", "y": [{"phone": "N. N."}]}
]}
"""
    brought = bring_private(text, "a.json", tmp_path, language="sv")
    assert (
        copy_of(brought)
        == """\
{"contact": {}, "grants": [
 {"id": 1.0, "title": "A", "owner": "B", "contact": {}, "x": 1e2},
 {"contact": null, "id": 2, "title": "C", "owner": "D"},
 null,
 {"id": 4, "title": "F", "owner": "G", "purpose": "[…]", "y": [{}]}
]}
"""
    )
    assert told_of(brought)[-2:] == [
        "left out: rows of private persons: 3",
        "/purpose: contact details, left out, in rows 4",
    ]


def test_json_lines_keep_their_lines(tmp_path: Path) -> None:
    text = f"""\
{{"id": 1, "projekt": "A", "ägare": "B", "e-post": "n@example.org"}}

{{"id": 2, "projekt": "{SECRET}
  {{"id": 3, "projekt": "Bygd 811228-9874", "ägare": "{SECRET}"}}\r
{{"id": 4, "projekt": "C", "ägare": "D"}}"""
    brought = bring(text, "a.jsonl", tmp_path)
    assert (
        copy_of(brought)
        == """\
{"id": 1, "projekt": "A", "ägare": "B"}

"[…]"

{"id": 4, "projekt": "C", "ägare": "D"}"""
    )
    sidecar = tmp_path / "s.toml"
    sidecar.write_text('[columns]\ntitle = "/projekt"\nowner = "/ägare"\n', "utf-8")
    read = read_copy(brought, sidecar, tmp_path, "sv")
    assert [record.rows for record in read.records] == [(1,), (5,)]
    assert ([each.row for each in read.left_out], read.lost) == ([2, 4], (3,))


def test_a_sidecar_that_stands_says_what_is_withheld(tmp_path: Path) -> None:
    (tmp_path / "brought.toml").write_text(
        'language = "pl"\n[table]\ndelimiter = ";"\nwithhold = ["Uwagi"]\n'
        '[columns]\ntitle = "Tytuł"\nowner = "Kontakt"\nowner_number = "NIP"\n'
        '[owner_number]\nperson = "^000"\n',
        "utf-8",
    )
    text = "Tytuł;Kontakt;NIP;Uwagi\nMost;Gmina Łęg;1000000002;N. N.\nWarsztat;N. N.;000-1;x\n"
    brought = bring(text, "a.csv", tmp_path)
    assert {*brought.files} == {"brought.csv"}
    assert copy_of(brought) == "Tytuł,Kontakt,NIP\nMost,Gmina Łęg,1000000002\n\n"
    assert told_of(brought) == [
        "withheld: Uwagi: as was said",
        "take out of the sidecar what says how the original is read: delimiter",
        "left out: rows of private persons: 3",
    ]


@pytest.mark.parametrize("above", ["Stöd 2016\n", "\n" * 9])
def test_a_table_without_the_header_that_a_sidecar_says_is_refused(
    above: str, tmp_path: Path
) -> None:
    columns = '[columns]\ntitle = "Projekt"\nowner = "Ägare"\n'
    (tmp_path / "brought.toml").write_text(columns, "utf-8")
    table = f"Projekt,Ägare,Kontakt\nBro,Åby kommun,{SECRET}\n"
    assert copy_of(bring(table, "a.csv", tmp_path)) == "Projekt,Ägare\nBro,Åby kommun\n"
    with pytest.raises(InputError, match="no column Projekt"):
        bring(above + table, "a.csv", tmp_path)


def test_what_json_has_in_its_records_is_judged_however_deep(tmp_path: Path) -> None:
    deep = {"a": {"b": {"c": {"d": {"e": {"f": {"phone": SECRET}}}}}}}
    text = json.dumps([{"title": "A", "owner": "B", **deep}])
    bring_private(text, "a.json", tmp_path)


@pytest.mark.parametrize("line", ["Kontaktperson: N. N.", "Frågor: n@example.org", "070-000 00 00"])
def test_a_line_by_itself_with_a_contact_is_left_out(line: str, tmp_path: Path) -> None:
    table = f"{HEAD}\n1,Bro,Åby kommun\n2,Kaj,Hjo kommun\n"
    brought = bring(f"{line},,\n{table}{line},,\n", "a.csv", tmp_path)
    assert copy_of(brought) == f"[…],,\n{table}[…],,\n"
    assert line not in all_of(brought)


def test_an_address_in_any_column_is_left_out(tmp_path: Path) -> None:
    text = f"{HEAD}\n1 (n@example.org),Bro,Åby kommun\n2,Kaj,Hjo kommun\n"
    assert "n@example.org" not in all_of(bring(text, "a.csv", tmp_path))


def test_a_heading_merged_over_withheld_columns_alone_is_none(tmp_path: Path) -> None:
    rows = (
        row(1, "Projekt", "Ägare", "Telefon", "E-post") + row(2, "", "", SECRET) + row(3, "a", "b")
    )
    data = xlsx({"A": rows}, after='<mergeCells><mergeCell ref="C2:D2"/></mergeCells>')
    assert copy_of(bring(data, "a.xlsx", tmp_path)) == "Projekt,Ägare\n\na,b\n"


def test_what_stands_very_deep_in_json_is_left_out(tmp_path: Path) -> None:
    deep = "[" * 300 + f'"{SECRET}"' + "]" * 300
    text = f'[{{"title": "A", "owner": "B", "x": {deep}}}]'
    bring_private(text, "a.json", tmp_path)


@pytest.mark.parametrize(
    ("line", "shown"),
    [("Summa,,12", "Summa,,12"), (f"Summa,{SECRET}", "[…]"), ("x,070-000 00 00", "[…]")],
)
def test_a_sum_in_a_shorter_row_is_no_shifted_row(line: str, shown: str, tmp_path: Path) -> None:
    text = f"Projekt,Ägare,Belopp,Kontakt\na,b,12,x\nc,d,5,x\n{line}\n"
    assert copy_of(bring(text, "a.csv", tmp_path)).splitlines()[-1] == shown


@pytest.mark.parametrize("last", ["2015", "Belopp " * 20])
def test_a_header_with_a_year_or_many_words_still_names_the_contacts(
    last: str, tmp_path: Path
) -> None:
    text = f"Projekt,Ägare,Kontakt,{last}\nBro,Åby kommun,{SECRET},12\n"
    brought = bring_private(text, "a.csv", tmp_path)
    assert copy_of(brought) == f"Projekt,Ägare,{last}\nBro,Åby kommun,12\n"


def test_a_hidden_row_above_the_header_names_contacts_and_nothing_else(tmp_path: Path) -> None:
    rows = row(1, "id", "title", "owner", "contact_name", hidden=True)
    rows += row(2, "Dnr", "Projekt", "Ägare", "Vem") + row(3, "1", "Bro", "Åby kommun", SECRET)
    brought = bring(xlsx({"A": rows}), "a.xlsx", tmp_path)
    assert copy_of(brought) == "\nDnr,Projekt,Ägare\n1,Bro,Åby kommun\n"
    written = tomllib.loads(sidecar_of(brought))
    assert (written["table"]["header"], written["columns"]["title"]) == (2, "Projekt")


@pytest.mark.parametrize("first", [SECRET, 46701234567, [SECRET]])
def test_a_list_of_objects_and_other_things_is_withheld_whole(
    first: object, tmp_path: Path
) -> None:
    text = json.dumps([{"title": "A", "owner": "B", "contact": [first, {"name": SECRET}]}])
    assert copy_of(bring(text, "a.json", tmp_path)) == '[{"title": "A", "owner": "B"}]'


def test_a_record_that_is_no_object_may_be_anything(tmp_path: Path) -> None:
    objects = '{"title": "A", "owner": "B"}'
    brought = bring(f'[{objects}, "{SECRET}", ["{SECRET}"], 7, null]', "a.json", tmp_path)
    assert copy_of(brought) == f'[{objects}, "[…]", "[…]", "[…]", null]'
    what = "left out: records that are no objects of JSON, in which anything may stand: 2, 3"
    assert told_of(brought) == [f"{what}, 4"]
    brought = bring(f'{objects}\n"{SECRET}"\n{SECRET}\n', "a.jsonl", tmp_path)
    assert copy_of(brought) == f'{objects}\n"[…]"\n"[…]"\n'
    assert told_of(brought) == [what]


def test_a_private_persons_record_with_a_fault_is_left_out_too(tmp_path: Path) -> None:
    text = f'[{{"title": "A", "x": 1, "x": 2, "owner": "{SECRET}", "org.nr": "811228-9874"}}]'
    assert copy_of(bring(text, "a.json", tmp_path, language="sv")) == "[null]"


def test_the_steward_names_a_pointer_and_withholds_all_below_it(tmp_path: Path) -> None:
    text = '[{"title": "A", "owner": "B", "x": {"who": "N. N.", "y": {"z": "N. N."}}, "xy": 1}]'
    brought = bring(text, "a.json", tmp_path, withhold=("/x",))
    assert copy_of(brought) == '[{"title": "A", "owner": "B", "x": {"y": {}}, "xy": 1}]'


@pytest.mark.parametrize("around", [{"contact": SECRET}, {"note": "mail n@example.org"}])
def test_around_the_records_of_json_contacts_are_left_out(
    around: dict[str, str], tmp_path: Path
) -> None:
    grants = [{"title": "A", "owner": "B"}]
    brought = bring(json.dumps({**around, "grants": grants}), "a.json", tmp_path)
    assert json.loads(copy_of(brought)) == {**dict.fromkeys(around, "[…]"), "grants": grants}


def test_of_a_key_that_stands_twice_neither_value_is_copied(tmp_path: Path) -> None:
    text = '[{"title": "A", "owner": "B", "x": {"y": "N. N.", "y": 2, "z": 3}}]'
    assert copy_of(bring(text, "a.json", tmp_path)) == text.replace('"N. N."', "null").replace(
        "2", "null"
    )


def test_rows_of_persons_are_copied_if_the_sidecar_that_stands_keeps_them(tmp_path: Path) -> None:
    columns = '[columns]\ntitle = "Projekt"\nowner = "Ägare"\nowner_number = "Org.nr"\n'
    kept = f'language = "sv"\n{columns}[owner_number]\nkept = true\n'
    text = "Projekt,Ägare,Org.nr\nCafé,N. N.,811228-9874\n"
    (tmp_path / "brought.toml").write_text(kept, "utf-8")
    assert copy_of(bring(text, "a.csv", tmp_path)) == text
    (tmp_path / "brought.toml").write_text(kept.replace("true", "false"), "utf-8")
    assert copy_of(bring(text, "a.csv", tmp_path)) == "Projekt,Ägare,Org.nr\n\n"


def test_a_zero_in_a_text_is_not_copied(tmp_path: Path) -> None:
    rows = row(1, "Projekt", "Ägare", "Not") + row(2, "Bro", "Åby", "a_x0000_b")
    copy = copy_of(bring(xlsx({"A": rows}), "a.xlsx", tmp_path))
    assert copy == "Projekt,Ägare,Not\nBro,Åby,[…]\n"
