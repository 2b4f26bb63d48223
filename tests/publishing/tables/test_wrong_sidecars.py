"""Wrong sidecars of a publication's table: each fault once, at its line, with what is meant."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from lod.errors import ConfigError, InputError, SeveralErrors
from lod.publishing.handwritten import nearest_name, read_settings
from lod.publishing.records import Page
from lod.publishing.tables import declared, read_description, read_table, read_table_source
from lod.publishing.tables.declared import Kind
from publishing.tables.books import row, xlsx

TOP = 'title = "A"\npublisher = "a"\nlanguage = "en"\n'
COLUMNS = '[columns]\ntitle = "T"\nowner = "O"\n'
TABLE = "T,O,X\na,b,c\n"


def read(text: str, folder: Path, name: str = "list.csv", table: str = TABLE) -> Page:
    (folder / name).write_text(table, encoding="utf-8")
    (folder / "list.toml").write_text(text, encoding="utf-8")
    return read_table_source(folder, name, folder / "lod.toml", 1, folder, lambda *_: ())


def told(text: str, folder: Path, name: str = "list.csv", table: str = TABLE) -> list[InputError]:
    with pytest.raises(InputError) as raised:
        read(text, folder, name, table)
    error = raised.value
    return [*error.others] if isinstance(error, SeveralErrors) else [error]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        # names
        ('[tabel]\nheader = 1', "is table meant"),
        ('[amuont]\ndecimal = ","', "is amount meant"),
        ('[table]\nHEADER = 1', "is header meant"),
        ('[amount]\ndecmal = ","', "is decimal meant"),
        ('[share]\ncurency = "EUR"', "there is no setting share.curency"),
        ('[rows]\ntotl = { match = "^S" }', "is total meant"),
        ('[rows]\ntotal = { colum = "T", match = "^S" }', "is column meant"),
        ('[rows.group]\nmatch = "^S"\nfeild = "programme"', "is field meant"),
        ('[owner_number]\nkeep = true', "is kept meant"),
        ('[lists]\nmuncipality = ","', "is municipality meant"),
        ('[values.statsu]\na = "ongoing"', "is status meant"),
        ('[codes.contry]\nsheet = "S"', "is county meant"),
        ('[codes]\ncounty = { shet = "S", code = "A", value = "B" }', "is sheet meant"),
        ('[constants]\nprogrammme = "x"', "is programme meant"),
        ('[repeats]\namuont = "sum"', "is amount meant"),
        ('[dates]\nstrat = ["yyyy"]', "is start meant"),
        # words
        ('[table]\nformat = "cvs"', "is csv meant"),
        ('[table]\nencoding = "uft-8"', "is utf-8 meant"),
        ('[table]\nencoding = "Windows1252"', "is windows-1252 meant"),
        ('[table]\ndelimiter = "semicolon"', 'delimiter = ";"'),
        ('[table]\ndelimiter = "Comma"', 'delimiter = ","'),
        ('[table]\nrequired = ["titel", "owner"]', "is title meant"),
        ('[table]\nhtml = ["Purpose"]', "is purpose meant"),
        ('[table]\nwhole = ["idd"]', "is id meant"),
        ('[amount]\ncurrency = "eur"', "is EUR meant"),
        ('[cofinancing]\ncurrency = "EURO"', "is EUR meant"),
        ('[constants]\ncurrency = "sek"', "is SEK meant"),
        ('[rows]\ngroup = { match = "^A", field = "progamme" }', "is programme meant"),
        ('[repeats]\namount = "summ"', "is sum meant"),
        ('[share]\nunit = "percent"', "one of %, 1"),
        # forms of dates that aren't
        ('[table]\ndates = ["YYYY-MM-DD"]', "is yyyy-mm-dd meant"),
        ('[table]\ndates = ["%d/%m/%Y"]', "is dd/mm/yyyy meant"),
        ('[table]\ndates = ["dd.MM.yyyy"]', "is dd.mm.yyyy meant"),
        ('[dates]\nstart = ["yyyy", "Cell"]', "is cell meant"),
        ('[table]\ndates = ["d mmm yyyy"]', "add to [table], as in months = "),
        ('[dates]\nend = ["d/m/yy"]', "add to [table], as in century = 2000"),
        ('[table]\ndates = ["mm-dd"]', "mm-dd is no form of dates"),
        # patterns
        ("[rows]\ntotal = { match = '(a+)+' }", "without a repeated group"),
        ("[rows]\nfootnote = { after = '[' }", "a pattern"),
        ("[owner_number]\nperson = '('", "a pattern"),
        # columns
        ('[table]\nignore = ["T"]', "the column T is ignored and read"),
        ('[table]\nignore = ["Y"]', "has no column Y"),
        ('[table]\nignore = ["x"]', "is X meant"),
        ("[rows]\ntotal = { column = 't', match = '^S' }", "is T meant"),
        ("[rows]\nfootnote = { match = '^S', empty = ['Ooo'] }", "has no column Ooo"),
        ('[columns]\nid = "Id"\ntitle = "T"\nowner = "O"', "has no column Id"),
        ('[table]\nheader = 9', "list.csv has no row 9"),
        ('[table]\nheader = [1, 9]', "list.csv has no row 9"),
        ('[codes]\ntitle = { sheet = "S", code = "A", value = "B" }', "has no other sheets"),
        # what says nothing, or two things
        ('[constants]\nstart = "2012"', "there is no setting constants.start"),
        ('[constants]\nid = "2012"', "there is no setting constants.id"),
        ('[values.amount]\na = "1"', "there is no setting values.amount"),
        ('[amount]\nunit = "1"', "there is no setting amount.unit"),
        ('[share]\nscale = 1000', "there is no setting share.scale"),
        ('[table]\nmonths = ["Jan"]', "twelve months"),
        ('[table]\ncentury = 20', "first year of a hundred"),
    ],
)  # fmt: skip
def test_a_fault_is_told_once_at_its_line_with_what_is_meant(
    setting: str, words: str, tmp_path: Path
) -> None:
    columns = "" if "[columns]" in setting else COLUMNS
    (error,) = told(f"{TOP}{setting}\n{columns}", tmp_path)
    assert words in error.told("en")
    wrong = (
        4 if setting.startswith(("[tabel", "[amuont", "[values.s", "[values.a", "[codes.")) else 5
    )
    wrong += "feild" in setting
    assert (Path(error.file or "").name, error.line) == ("list.toml", wrong)


@pytest.mark.parametrize(
    ("sheet", "words"), [("Grants ", "is Grants meant"), ("Blad", "one of Grants, Koder")]
)
def test_a_sheet_that_is_not_there_is_told_where_it_is_named(
    sheet: str, words: str, tmp_path: Path
) -> None:
    book = xlsx({"Grants": row(1, "T", "O", "C"), "Koder": row(1, "a", "b")})
    file = tmp_path / "list.toml"
    codes = f'[codes]\nstatus = {{ sheet = "{sheet}", code = "A", value = "B" }}\n'
    for toml, line in (
        (f'[table]\nsheet = "{sheet}"\n{COLUMNS}', 2),
        (f'[table]\nsheet = "Grants"\n{COLUMNS}id = "Q"\n{codes}', 8),
    ):
        file.write_text(toml, encoding="utf-8")
        with pytest.raises(InputError) as raised:
            read_table(book, tmp_path / "list.xlsx", read_description(read_settings(file), "en"))
        error = raised.value
        errors = error.others if isinstance(error, SeveralErrors) else (error,)
        (found,) = (e for e in errors if "no sheet" in e.message)
        assert isinstance(found, ConfigError)
        assert (found.file, found.line) == (file, line)
        assert words in found.told("en")
        assert len(errors) == (2 if "Q" in toml else 1)


def test_a_table_that_a_page_has_not_is_told_where_it_is_named(tmp_path: Path) -> None:
    file, page = tmp_path / "list.toml", b"<table><tr><td>T<td>O<tr><td>a<td>b</table>"
    file.write_text(f"[table]\ntable = 2\n{COLUMNS}", encoding="utf-8")
    described = read_description(read_settings(file), "en")
    with pytest.raises(ConfigError, match=r"list\.html has 1 table") as raised:
        read_table(page, tmp_path / "list.html", described)
    assert (raised.value.file, raised.value.line) == (file, 2)


VALUES = {
    "text": '"x"',
    "number": "7",
    "fraction": "7.5",
    "truth": "true",
    "day": "2015-12-31",
    "texts": '["x", "y"]',
    "numbers": "[7]",
    "table": "{ x = 7 }",
}
TAKES = {
    **{kind: {"text", "texts"} for kind in (Kind.COLUMNS, Kind.MARKS)},
    **{kind: {"texts"} for kind in (Kind.TEXTS, Kind.NAMES, Kind.FIELDS)},
    **{kind: {"texts"} for kind in (Kind.DATE_FORMS, Kind.MONTHS)},
    **{kind: {"table"} for kind in (Kind.WORDS, Kind.RULE)},
    Kind.NUMBER: {"number"},
    Kind.ROWS: {"number", "numbers"},
    Kind.SWITCH: {"truth"},
    Kind.DAY: {"day"},
}
"""Which values each kind takes; the others take texts."""

BESIDE = {
    "[rows.group]": 'match = "^x"',
    "[rows.total]": 'match = "^x"',
    "[rows.footnote]": 'match = "^x"',
    "[codes.FIELD]": 'sheet = "S"\ncode = "A"\nvalue = "B"',
}
EACH = [
    (table.name.partition(",")[0].replace("FIELD", "county"), name, about.kind)
    for table in declared.SIDECAR
    for name, about in table.settings.items()
]


@pytest.mark.parametrize(("table", "name", "kind"), EACH)
def test_every_setting_takes_values_of_its_kind_alone(
    table: str, name: str, kind: Kind, tmp_path: Path
) -> None:
    for value in VALUES.keys() - TAKES.get(kind, {"text"}):
        beside = BESIDE.get(table.replace("county", "FIELD"), "")
        lines = [each for each in beside.splitlines() if not each.startswith(f"{name} ")]
        lines += [f"{name} = {VALUES[value]}"]
        others = [each for each in TOP.splitlines() if table or not each.startswith(f"{name} ")]
        columns = COLUMNS
        if table == "[columns]":
            columns = ""
            lines += [each for each in COLUMNS.splitlines()[1:] if not each.startswith(f"{name} ")]
        written = "\n".join([*others, table, *lines, columns])
        at = written.splitlines().index(f"{name} = {VALUES[value]}") + 1
        errors = told(written, tmp_path)
        assert [error.line for error in errors] == [at], (value, str(errors))
        assert f"{name}" in errors[0].message, value


def test_all_is_told_in_one_run_in_the_order_of_the_sidecar(tmp_path: Path) -> None:
    wrong = """\
titel = "A"
publisher = "A B"
language = "English"
fetched = "today"
licence = "none"
[table]
century = 1
dates = ["soon", "DD/MM/YYYY"]
missing = "-"
required = ["title", "ower"]
rejected = 101
[columns]
title = "Tt"
owner = "O"
id = 5
statsu = "X"
amount = "Y"
[amount]
decimal = ";"
currency = "kr"
[rows]
total = { column = "Z", match = "^S" }
footnote = { match = "(a+)+" }
[lists]
owner = 1
[values.status]
"x" = 7
[codes]
county = "S"
[constants]
start = "2012"
[repeats]
title = "sum"
"""
    lines = [error.line for error in told(wrong, tmp_path)]
    expected = [1, 2, 3, 4, 5, 7, 8, 8, 9, 10, 11, 13, 15, 16, 17]
    assert lines == [*expected, 19, 20, 22, 23, 25, 27, 29, 31, 33]


def test_of_a_sidecar_that_does_not_say_where_the_columns_are_no_more_is_told(
    tmp_path: Path,
) -> None:
    for wrong, line in (("[tabel]\nheader = 2", 4), ("[table]\nheadr = 2", 5)):
        (error,) = told(f'{TOP}{wrong}\n[columns]\ntitle = "A"\nowner = "B"\n', tmp_path)
        assert error.line == line
    (error,) = told(f'{TOP}[colums]\ntitle = "T"\nowner = "O"\n', tmp_path)
    assert "is columns meant" in error.told("en")


def test_a_table_that_can_not_be_read_is_told_with_its_sidecar(tmp_path: Path) -> None:
    text = f'{TOP}sha256 = "{"0" * 64}"\n[table]\nempty = 1\n{COLUMNS}'
    errors = told(text, tmp_path)
    assert [(Path(error.file or "").name, error.line) for error in errors] == [
        ("list.toml", 6),
        ("list.csv", None),
    ]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("/purpse", "in no record: is /purpose meant?"),
        ("/to/*/Name", "in no record: is /to/*/name meant?"),
        ("/colour", "in no record"),
    ],
)
@pytest.mark.parametrize("name", ["list.json", "list.jsonl"])
def test_a_pointer_that_leads_nowhere_is_told_with_what_is_meant(
    column: str, words: str, name: str, tmp_path: Path
) -> None:
    record = '{"title": "a", "owner": "b", "purpose": "c", "to": [{"name": "d"}]}\n'
    toml = f'[columns]\ntitle = "/title"\nowner = "/owner"\npurpose = "{column}"\n'
    page = read(TOP + toml, tmp_path, name, record if name.endswith("l") else f"[{record}]")
    assert [(r.line, str(r.message)) for r in page.remarks] == [(1, f"{column}: {words}")]


def test_what_is_meant_is_not_looked_for_among_very_much() -> None:
    long, asked = "x" * 100_000, iter(["colums", *(f"{n}" for n in range(5000))])
    assert nearest_name(long, [f"{long}y"]) is None
    assert nearest_name("COLUMN", [long, "column"]) == "column"
    assert nearest_name("column", asked) == "colums"
    assert next(asked) == "999"


def test_statuses_without_stages_are_told_with_the_rest(tmp_path: Path) -> None:
    errors = told(f'{TOP}[table]\nempty = 1\n{COLUMNS}status = "X"\n', tmp_path)
    assert [error.line for error in errors] == [5, 9]


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (table.name.partition(",")[0], name)
        for table in declared.SIDECAR
        for name, about in table.settings.items()
        if about.default is not None
    ],
)
def test_what_holds_by_default_is_what_the_reference_says(
    table: str, name: str, tmp_path: Path
) -> None:
    declares: Mapping[str, declared.SidecarTable] = {
        each.name.partition(",")[0]: each for each in declared.SIDECAR
    }
    default = declares[table].settings[name].default
    value = toml(default)
    text = 'T,O,A,X\nfoo,bar,"1.5",\nP,,,\nfoo,baz,1000,9\n'
    columns = f'{COLUMNS}amount = "A"\nshare = "X"\n'
    beside = {**BESIDE, "[amount]": 'currency = "EUR"'}.get(table, "")
    if name == "empty":
        text = "T,O,A,X\n"
    plain, said = (
        outcome(f"{TOP}{table}\n{beside}\n{line}\n{columns}", tmp_path, text)
        for line in ("", f"{name} = {value}")
    )
    assert plain == said


def toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}'" if isinstance(value, str) else str(value)


def outcome(text: str, folder: Path, table: str) -> object:
    try:
        page = read(text, folder, table=table)
    except InputError as error:
        return error.message
    return page.projects, page.lines, page.problems, page.published
