"""keys.csv and the tables of areas as spreadsheets and git leave them: read, kept, or refused."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from editing import NAME
from fetching import RENAMED, bring, in_place, keys, lod


@pytest.fixture
def text(site: Path) -> str:
    return (site / f"data/sources/{NAME}.txt").read_text("utf-8")


Form = Callable[[str], bytes]
MARK = b"\xef\xbb\xbf"
FORMS: Mapping[str, Form] = {
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "carriage returns": lambda text: text.replace("\n", "\r\n").encode(),
    "a byte order mark": lambda text: MARK + text.encode(),
    "a spreadsheet's": lambda t: MARK + t.replace(",", ";").replace("\n", "\r\n").encode(),
    "quotation marks": lambda text: re.sub(r"[^,\n]+", r'"\g<0>"', text).encode(),
    "no last line end": lambda text: text.rstrip("\n").encode(),
    "empty lines": lambda text: text.replace("\n", "\n\n").encode(),
    "rows of separators": lambda text: f"{text},,,,\n".encode(),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_file_stays_as_it_was_written(site: Path, text: str, form: str) -> None:
    before = FORMS[form](keys(site).read_text())
    keys(site).write_bytes(before)
    in_place(site, RENAMED)
    assert lod(site, "keys", "hall-ut=hall-i").exit_code == 0
    renamed = before.replace("Håll ut".encode(), "Håll i".encode())
    if form == "quotation marks":  # the value that changed has those that it needs
        renamed = renamed.replace('"Håll i"'.encode(), "Håll i".encode())
    assert keys(site).read_bytes() == renamed
    bring(site, text, RENAMED, ("Progressiva kommuner", "Progressiva, kommuner; nu\tja"))
    assert lod(site, "keys", "--new", "Progressiva, kommuner; nu ja").exit_code == 0
    after = keys(site).read_bytes()
    added = after.removeprefix(renamed)
    assert after.startswith(renamed)
    assert added
    end = b"\r\n" if b"\r\n" in before else b"\n"
    assert added.count(end) == added.count(b"\n") == 24 + (form == "no last line end")
    assert lod(site, "keys").stdout.endswith("new keys: 0\n")
    assert lod(site, "check").exit_code == 0


BROKEN: Mapping[str, tuple[Form, int | None, str, str]] = {
    "a conflict": (
        lambda text: text.replace("project,hall", "<<<<<<< HEAD\nproject,hall", 1).encode(),
        14, "keys.csv", "keys.csv"),
    "a conflict of the other side": (lambda text: f"{text}>>>>>>> theirs\n".encode(),
                                     26, "keys.csv", "keys.csv"),
    "a missing column": (lambda text: text.replace("as_written", "name").encode(),
                         1, "columns are missing in the first row: as_written", "kolumner saknas"),
    "separators of both kinds": (lambda text: text.replace("kind,key,", "kind;key;", 1).encode(),
                                 1, "columns are missing in the first row: kind, key", "kolumner"),
    "a row with another separator": (
        lambda text: (text.replace(",", ";") + "project,x,y,X,\n").encode(), 26,
        "this file has a semicolon between values", "den här filen har semikolon mellan värdena"),
    "a row in quotation marks": (lambda text: f'{text}"project,x,y,""X, Y"","\n'.encode(), 26,
                                 "take the quotation marks around the whole row away",
                                 "ta bort citattecknen runt hela raden"),
    "a column without a name": (lambda text: text.replace("\n", ",\n").encode(), 1,
                                "a column without a name", "en kolumn utan namn"),
    "Windows-1252": (lambda text: text.replace("—", "-").encode("cp1252"), 2,
                     "spreadsheets call it CSV UTF-8", "kalkylprogram kallar det CSV UTF-8"),
    "UTF-16": (lambda text: text.encode("utf-16"), None, "is UTF-16, not UTF-8",
               "är UTF-16, inte UTF-8"),
    "UTF-16, unmarked": (lambda text: text.encode("utf-16-le"), None, "CSV UTF-8", "CSV UTF-8"),
    "UTF-16 in ASCII": (lambda text: text[:30].encode("utf-16-le"), 1, "CSV UTF-8", "CSV UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("command", ["keys", "check"])
def test_a_file_that_cannot_be_read_is_told_and_stays(site: Path, case: str, command: str) -> None:
    form, line, english, swedish = BROKEN[case]
    before = form(keys(site).read_text())
    keys(site).write_bytes(before)
    for lang, words in (("en", english), ("sv", swedish)):
        done = lod(site, command, lang=lang)
        assert (done.exit_code, done.stdout) == (3, "")
        assert words in done.stderr
        place = "keys.csv:" if line is None else f"keys.csv:{line}:"
        assert place in done.stderr
    assert keys(site).read_bytes() == before


@pytest.mark.parametrize("table", ["counties.csv", "municipalities.csv"])
@pytest.mark.parametrize("sign", [";", "\t"])
def test_the_tables_of_areas_are_read_as_spreadsheets_write_them(
    site: Path, table: str, sign: str
) -> None:
    file = site / "data/reference" / table
    text = file.read_text()
    file.write_bytes(b"\xef\xbb\xbf" + text.replace(",", sign).replace("\n", "\r\n").encode())
    assert lod(site, "check").exit_code == 0
    file.write_bytes(text.encode("cp1252"))
    done = lod(site, "check", lang="sv")
    assert (done.exit_code, "kalkylprogram kallar det CSV UTF-8" in done.stderr) == (3, True)


def test_nothing_is_written_where_it_can_not_be(site: Path, text: str) -> None:
    """Where the second file can't be written, the first isn't either."""
    bring(site, text, RENAMED)
    before = keys(site).read_bytes()
    (site / "data/curated/different.ttl").mkdir()
    done = lod(site, "keys", "--new", "hall-i")
    assert done.exit_code in (2, 3)
    assert keys(site).read_bytes() == before
