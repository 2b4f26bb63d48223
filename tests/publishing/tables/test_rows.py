"""Rows of tables: each is in exactly one place, by its shape, and no value changes in silence."""

from pathlib import Path

import pytest

from publishing.tables.books import num, row, xlsx
from publishing.tables.readings import (
    check_each_row_is_in_one_place,
    read_text,
    reasons_of,
    values_of,
)

COLUMNS = '[columns]\nid = "I"\ntitle = "T"\nowner = "O"\namount = "A"\n'
AMOUNT = '[amount]\ncurrency = "EUR"\n'


def test_a_ragged_row_is_rejected_whole_and_never_shifted(tmp_path: Path) -> None:
    text = "I,T,O,A\n1,a,b,5\n2,a,b\n3,a,b,5,6\n4,a,b,5,,\n5,a,x,b,5\n"
    read = read_text(text, COLUMNS + AMOUNT, tmp_path)
    assert [record.rows for record in read.records] == [(2,), (5,)]
    assert [row for row, _ in reasons_of(read)] == [3, 4, 6]
    assert [each.row for each in read.told] == [5]
    check_each_row_is_in_one_place(read)


def test_a_rule_comes_before_the_check_of_the_width(tmp_path: Path) -> None:
    rules = "[rows]\ntotal = { column = 'I', match = '^Sum' }\nfootnote = { after = '^Sum' }\n"
    read = read_text(
        "I,T,O,A\n1,a,b,5\nSum\nnote\n2,late,c,9\n", COLUMNS + AMOUNT + rules, tmp_path
    )
    assert {each.row: str(each.rule) for each in read.left_out} == {
        1: "header",
        3: "total",
        4: "footnote",
    }
    assert values_of(read, "title") == {2: ["a"], 5: ["late"]}


def test_a_project_that_is_named_like_a_heading_is_a_project(tmp_path: Path) -> None:
    rules = "[rows]\ngroup = { match = '^Priority' }\n"
    rules += "total = { match = '^Total', column = 'T', empty = ['O'] }\n"
    text = "I,T,O,A\n,Priority 1,,\n1,Total Place,b,1\n2,Priority review,b,1\n,Total,,2\n"
    read = read_text(text, COLUMNS + AMOUNT + rules, tmp_path)
    assert values_of(read, "title") == {3: ["Total Place"], 4: ["Priority review"]}
    assert values_of(read, "programme") == {3: ["Priority 1"], 4: ["Priority 1"]}


def test_the_header_is_known_again_in_any_of_its_rows(tmp_path: Path) -> None:
    toml = "[table]\nheader = [1, 2]\n" + COLUMNS + AMOUNT
    read = read_text("I,T,O,A\nx,y,z,å\n1,a,b,5\nx,y,z,å\nI,T,O,A\n", toml, tmp_path)
    assert {each.row: str(each.rule) for each in read.left_out if each.row > 2} == {
        4: "repeated header",
        5: "repeated header",
    }


def test_names_of_columns_fold_their_line_breaks(tmp_path: Path) -> None:
    toml = '[columns]\ntitle = "Name of operation"\nowner = "O"\n'
    read = read_text('"Name of\r\noperation",O\na,b\n', toml, tmp_path)
    assert [record.rows for record in read.records] == [(3,)]


@pytest.mark.parametrize(
    ("number", "language"),
    [
        ("811228-9874", "sv"), ("8112289874", "sv"), ("19811228-9874", "sv"),
        ("811288-9874", "sv"), ("SE811228987401", "sv"), ("811228+9874", "sv"),
        ("811228–9874", "sv"), ("131052-308T", "fi"), ("131052A308T", "fi"),
    ],
)  # fmt: skip
def test_the_row_of_a_private_person_is_left_out_whole(
    number: str, language: str, tmp_path: Path
) -> None:
    toml = '[columns]\ntitle = "T"\nowner = "O"\nowner_number = "N"\n'
    text = f"T,O,N\nShop of N. N.,Firma N. N.,{number}\nRoad,Laxå kommun,\n"
    read = read_text(text, toml, tmp_path, language=language)
    assert values_of(read, "title") == {3: ["Road"]}
    assert [(each.row, str(each.rule)) for each in read.left_out][1:] == [(2, "private person")]
    assert number not in repr(read)
    assert "N. N." not in repr(read)
    kept = read_text(text, toml + "[owner_number]\nkept = true\n", tmp_path, language=language)
    assert len(kept.records) == 2


@pytest.mark.parametrize("person", ["^[0-9]{10}$", "^[0-9]{6}-1"])
def test_a_persons_number_is_what_the_sidecar_says_as_written_or_in_its_form(
    person: str, tmp_path: Path
) -> None:
    toml = '[columns]\ntitle = "T"\nowner = "O"\nowner_number = "N"\n'
    toml += f"[owner_number]\nform = 'NNNNNN-NNNN'\nperson = '{person}'\n"
    read = read_text("T,O,N\na,o,9912281234\nb,o,212000-2000\n", toml, tmp_path)
    assert values_of(read, "title") == {3: ["b"]}


def test_a_persons_number_in_the_owners_name_is_one_too(tmp_path: Path) -> None:
    toml = '[columns]\ntitle = "T"\nowner = "O"\n'
    read = read_text("T,O\nShop,N. N. 811228-9874\n", toml, tmp_path, language="sv")
    assert not read.records
    assert "9874" not in repr(read)


@pytest.mark.parametrize(
    ("owners", "numbers", "expected"),
    [
        ("a;b", "212000-0001;212000-0002", ["212000-0001", "212000-0002"]),
        ("a;b", "212000-0001", None), ("a", "212000-0001;212000-0002", None),
        ("a;b", "212000-0001;2120000001", None), ("a;b", "212000-0001;x", None),
        ("a", "16212000-0001", ["212000-0001"]), ("a", "SE212000000101", ["212000-0001"]),
    ],
)  # fmt: skip
def test_numbers_are_paired_with_owners_in_order_or_not_at_all(
    owners: str, numbers: str, expected: list[str] | None, tmp_path: Path
) -> None:
    toml = '[columns]\ntitle = "T"\nowner = "O"\nowner_number = "N"\n'
    toml += '[lists]\nowner = ";"\nowner_number = ";"\n'
    read = read_text(f"T,O,N\nt,{owners},{numbers}\n", toml, tmp_path, language="sv")
    assert values_of(read, "owner") == {2: owners.split(";")}
    assert values_of(read, "owner_number").get(2) == expected
    assert bool(read.rejected) == (expected is None)


@pytest.mark.parametrize(
    ("words", "public"),
    [("call 070-123 45 67", "070-123 45 67"), ("n.n@example.org", "n.n@example.org")],
)
def test_contact_details_are_published_only_if_the_sidecar_says_so(
    words: str, public: str, tmp_path: Path
) -> None:
    toml = '[columns]\ntitle = "T"\nowner = "O"\npurpose = "P"\n'
    toml += '[rows]\ngroup = { match = "^G" }\n'
    text = f"T,O,P\nG {words},,\na,b,{words}\nc,{words},d\n"
    read = read_text(text, toml, tmp_path)
    assert [*reasons_of(read)] == [(3, "P"), (4, "O")]
    assert words not in repr(read)
    allowed = read_text(text, f"[table]\npublic = ['{public}']\n{toml}", tmp_path)
    assert not allowed.rejected


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_an_error_of_a_spreadsheet_is_no_text(error: str, tmp_path: Path) -> None:
    read = read_text(f"T,O\n{error},b\nc,d\n", '[columns]\ntitle = "T"\nowner = "O"\n', tmp_path)
    assert values_of(read, "title") == {3: ["c"]}
    assert {*reasons_of(read)} == {(2, "T")}


def test_a_time_is_dropped_and_told_unless_it_is_midnight(tmp_path: Path) -> None:
    toml = '[table]\ndates = ["yyyy-mm-ddThh:mm:ssZ"]\n'
    toml += '[columns]\ntitle = "T"\nowner = "O"\nstart = "S"\n'
    text = "T,O,S\na,b,2015-03-31T22:00:00Z\nc,d,2015-04-01T00:00:00Z\n"
    read = read_text(text, toml, tmp_path)
    assert values_of(read, "start") == {2: ["2015-03-31"], 3: ["2015-04-01"]}
    assert [(each.row, each.column) for each in read.told] == [(2, "S")]


def test_a_duplicate_in_a_spreadsheet_is_one_whatever_its_cells_look_like(tmp_path: Path) -> None:
    toml = '[columns]\ntitle = "T"\nowner = "O"\nid = "I"\n'
    rows = row(1, "T", "O", "I") + row(2, "a", "b", num("1")) + row(5, "a", "b", num("1"))
    read = read_text(xlsx({"D": rows + row(7, "a", "b", "2")}), toml, tmp_path, "t.xlsx")
    assert [record.rows for record in read.records] == [(2,), (7,)]
    check_each_row_is_in_one_place(read)


def test_a_withheld_column_is_nowhere(tmp_path: Path) -> None:
    toml = "[table]\nwithhold = ['Contact']\n" + COLUMNS + AMOUNT
    text = "I,T,O,A,Contact\n1,a,b,5,070-000\n1,a,b,6,070-000\n,,,,070-000\nx,070-x\n"
    read = read_text(text, toml, tmp_path)
    assert "070-000" not in repr(read)
    assert [each.column for each in read.told if each.row == 1] == ["Contact"]
    check_each_row_is_in_one_place(read)


class TestRepeats:
    def test_an_exact_duplicate_is_left_out_by_name(self, tmp_path: Path) -> None:
        read = read_text("I,T,O,A\n1,a,b,x\n2,a,b,5\n1,a,b,x\n", COLUMNS + AMOUNT, tmp_path)
        assert [record.rows for record in read.records] == [(2,), (3,)]
        assert str(read.left_out[-1].rule) == "exact duplicate of row 2"
        check_each_row_is_in_one_place(read)

    def test_of_conflicting_rows_none_is_published(self, tmp_path: Path) -> None:
        read = read_text("I,T,O,A\n1,a,b,5\n1,a,b,6\n2,a,b,5\n", COLUMNS + AMOUNT, tmp_path)
        assert [record.rows for record in read.records] == [(4,)]
        assert {*reasons_of(read)} == {(2, "A"), (3, "A")}

    def test_rows_that_differ_in_what_is_not_read_are_a_conflict_too(self, tmp_path: Path) -> None:
        toml = "[table]\nignore = ['X']\n" + COLUMNS + AMOUNT
        read = read_text("I,T,O,A,X\n1,a,b,5,1\n1,a,b,5,2\n", toml, tmp_path)
        assert not read.records

    def test_a_project_over_several_rows_is_summed_exactly(self, tmp_path: Path) -> None:
        toml = COLUMNS + 'municipality = "M"\n' + AMOUNT
        toml += '[repeats]\namount = "sum"\nmunicipality = "list"\n'
        text = "I,T,O,A,M\n1,a,b,0.10,x\n2,c,d,1,q\n1,a,b,0.20,y\n1,a,b,0.20,x\n"
        read = read_text(text, toml, tmp_path)
        assert [record.rows for record in read.records] == [(2, 4, 5), (3,)]
        assert values_of(read, "amount") == {2: ["0.50"], 3: ["1"]}
        assert values_of(read, "municipality") == {2: ["x", "y"], 3: ["q"]}
        assert read.records[0].values["amount"][0].verbatim == "0.10 + 0.20 + 0.20"
        check_each_row_is_in_one_place(read)

    def test_a_sum_without_a_part_is_none(self, tmp_path: Path) -> None:
        toml = COLUMNS + AMOUNT + '[repeats]\namount = "sum"\n'
        read = read_text("I,T,O,A\n1,a,b,1\n1,a,b,?\n", toml, tmp_path)
        assert values_of(read, "title") == {2: ["a"]}
        assert values_of(read, "amount") == {}
        assert values_of(read, "currency") == {}

    def test_what_may_not_differ_is_a_conflict(self, tmp_path: Path) -> None:
        toml = COLUMNS + AMOUNT + '[repeats]\namount = "sum"\n'
        assert not read_text("I,T,O,A\n1,a,b,1\n1,x,b,1\n", toml, tmp_path).records


def test_a_period_in_one_cell_has_both_ends_in_their_places(tmp_path: Path) -> None:
    toml = '[table]\ndates = ["yyyy-mm-dd", "yyyymm"]\n'
    toml += '[columns]\ntitle = "T"\nowner = "O"\nperiod = "P"\n'
    text = "T,O,P\na,b,2016-01-01 – 2018-12-31\nc,d,201603 — 201802\ne,f,– 201802\n"
    text += "g,h,201613 - 201802\ni,j,2016-01-01\n"
    read = read_text(text, toml, tmp_path)
    assert values_of(read, "start") == {2: ["2016-01-01"], 3: ["2016-03"]}
    assert values_of(read, "end") == {
        2: ["2018-12-31"],
        3: ["2018-02"],
        4: ["2018-02"],
        5: ["2018-02"],
    }
    assert {row for row, _ in reasons_of(read)} == {5, 6}


def test_codes_compare_as_text(tmp_path: Path) -> None:
    toml = '[table]\nsheet = "D"\n[columns]\ntitle = "T"\nowner = "O"\ncounty = "C"\n'
    toml += '[codes]\ncounty = { sheet = "K", code = "A", value = "B" }\n'
    rows = row(1, "T", "O", "C") + row(2, "a", "b", "08") + row(3, "a", "c", num("8"))
    rows += row(4, "a", "d", num("8", "0000")) + row(5, "a", "e", "9")
    codes = row(1, "08", "Kalmar") + row(2, "0008", "Wrong") + row(3, "9", "x") + row(4, "9", "y")
    read = read_text(xlsx({"D": rows, "K": codes}), toml, tmp_path, "t.xlsx")
    assert values_of(read, "county") == {2: ["Kalmar"], 4: ["Wrong"]}
    assert "was a zero lost?" in reasons_of(read)[3, "C"]
    assert "two meanings" in reasons_of(read)[5, "C"]


def test_cells_that_are_no_text_are_rejected_where_a_text_belongs(tmp_path: Path) -> None:
    toml = '[columns]\ntitle = "T"\nowner = "O"\nid = "I"\n'
    rows = row(1, "T", "O", "I") + row(2, "a", "b", num("42064", "mmm-yy"))
    rows += row(3, "a", "b", num("1234567890123456")) + row(
        4, "a", '<c t="e"><v>#REF!</v></c>', "1"
    )
    rows += row(5, "<c><f>A1</f></c>", "b", "2") + row(6, "a", "b", num("3"))
    read = read_text(xlsx({"D": rows}), toml, tmp_path, "t.xlsx")
    assert values_of(read, "id") == {6: ["3"]}
    assert {*reasons_of(read)} == {(2, "I"), (3, "I"), (4, "O"), (5, "T")}


def test_a_hidden_heading_is_said_of_no_row(tmp_path: Path) -> None:
    toml = '[columns]\ntitle = "T"\nowner = "O"\n[rows]\ngroup = { match = "^G" }\n'
    rows = row(1, "T", "O") + row(2, "G1") + row(3, "a", "b") + row(4, "G2", hidden=True)
    read = read_text(xlsx({"D": rows + row(5, "c", "d")}), toml, tmp_path, "t.xlsx")
    assert values_of(read, "programme") == {3: ["G1"]}


def test_a_list_without_records_is_refused_unless_the_sidecar_allows_it(tmp_path: Path) -> None:
    assert read_text("I,T,O,A\n", COLUMNS + AMOUNT, tmp_path).refused
    allowed = read_text("I,T,O,A\n", "[table]\nempty = true\n" + COLUMNS + AMOUNT, tmp_path)
    assert allowed.refused is None


@pytest.mark.parametrize(("most", "refused"), [(50, False), (49, True), (0, True)])
def test_too_many_rejected_rows_refuse_the_table(most: int, refused: bool, tmp_path: Path) -> None:
    toml = f"[table]\nrejected = {most}\n{COLUMNS}{AMOUNT}"
    read = read_text("I,T,O,A\n1,a,b,5\n2,,b,5\n", toml, tmp_path)
    assert (read.refused is not None) == refused


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("CafÃ©", True), ("Håll ut", False), ("ÅÄÖ…", False), ("Δήµος", True), ("10 µm", False),
        ("Αthens", True), ("β-karoten", False), ("a\ufffdb", True), ("=1+1", True), ("Łódź", False),
    ],
)  # fmt: skip
def test_odd_letters_are_told_and_kept(title: str, told: bool, tmp_path: Path) -> None:
    read = read_text(f"T,O\n{title},b\n", '[columns]\ntitle = "T"\nowner = "O"\n', tmp_path)
    assert values_of(read, "title") == {2: [title]}
    assert bool(read.told) == told


def test_a_currency_goes_with_an_amount_unless_it_has_its_own_column(tmp_path: Path) -> None:
    read = read_text("I,T,O,A\n1,a,b,x\n2,c,d,5\n", COLUMNS + AMOUNT, tmp_path)
    assert values_of(read, "currency") == {3: ["EUR"]}
    read = read_text("I,T,O,A,C\n1,a,b,x,GBP\n2,c,d,5,kr\n", COLUMNS + 'currency = "C"\n', tmp_path)
    assert values_of(read, "currency") == {2: ["GBP"]}


@pytest.mark.parametrize("said", ["amount", "cofinancing"])
def test_a_currency_said_of_one_number_is_that_of_the_others(said: str, tmp_path: Path) -> None:
    toml = f'{COLUMNS}cofinancing = "M"\n[{said}]\ncurrency = "EUR"\n'
    read = read_text("I,T,O,A,M\n1,a,b,,7\n2,c,d,5,\n3,e,f,5,7\n", toml, tmp_path)
    assert values_of(read, "currency") == {2: ["EUR"], 3: ["EUR"], 4: ["EUR"]}
    assert reasons_of(read) == {}


def test_a_blank_row_is_blank_whatever_blanks_it_has(tmp_path: Path) -> None:
    read = read_text("I,T,O,A\n1,a,b,5\n ,\u00a0,\t,\u202f\n\n", COLUMNS + AMOUNT, tmp_path)
    assert [str(each.rule) for each in read.left_out] == ["header", "blank", "blank"]
