"""A typo in a file that people edit is told by file and line, in both languages; never a crash."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from lod.cli.commands import main

NAME = "programsida-2013-11-15"
SIDECAR = f"data/sources/{NAME}.toml"
SV, IRI = 'language = "sv"', '"http://dataportal.se/organisation/SE2021006149"\n'
COUNTIES, TOWNS = "data/reference/counties.csv", "data/reference/municipalities.csv"

# What is wrong → file, text, what stands there instead, the place that is named.
TYPOS = {
    "a Wikidata item with a space": (COUNTIES, "Q104231", "Q10 4231", ":2:29:"),
    "a town's Wikidata item as an address": (TOWNS, ",Q499425", ",https://x/ y", ":2:"),
    "a NUTS code that is none": (COUNTIES, "SE110", "SE 110", ":2:37:"),
    "a county code without its zero": (COUNTIES, "01,Stockholms", "1,Stockholms", ":2:1:"),
    "a town in no county": (TOWNS, "municipality,01,Q499425", "municipality,02,Q499425", ":2:"),
    "a town without a name": (TOWNS, "0114,Upplands Väsby kommun", "0114,", ":2:6:"),
    "a column renamed": (COUNTIES, "code,name", "kod,name", ":1:"),
    "a type that is a number": ("lod.toml", 'type = "government-agency"', "type = 7", ":21:"),
    "a type with a space": ("lod.toml", '"government-agency"', '"government agency"', ":21:"),
    "an IRI as a list": ("lod.toml", 'iri = "http://dataportal', 'iri = ["http://d"]#', ":18:"),
    "an IRI with a space": ("lod.toml", IRI, '"http://a b"\n', ":18:"),
    "the same as a number": ("lod.toml", "same_as = [", "same_as = [1, ", ":20:"),
    "the same as with a space": ("lod.toml", "wikidata.org/entity", "wikidata.org/ entity", ":20:"),
    "a name that is a date": ("lod.toml", 'name = "Tillväxtverket"', "name = 2013-11-15", ":17:"),
    "a number that is one": ("lod.toml", '"202100-6149"', "202100", ":19:"),
    "a title in no language": ("lod.toml", 'en = "Projects of', 'de = "Projects of', ":9:"),
    "a description that is true": ("lod.toml", 'en = "Projects, their', "en = true #", ":13:"),
    "a source that isn't there": ("lod.toml", f'["{NAME}"]', '["nothing"]', "nothing.toml:"),
    "a source above the folder": ("lod.toml", f'["{NAME}"]', '["../x"]', "lod.toml:4:"),
    "a text without its marks": ("lod.toml", 'en = "Projects of', "en = Projects of", ":9:6:"),
    "a licence that is a number": (SIDECAR, SV, f"licence = 1\n{SV}", ":5:"),
    "a licence with a space": (SIDECAR, SV, f'licence = "http://a b"\n{SV}', ":5:"),
    "a language that is a list": (SIDECAR, SV, 'language = ["sv"]', ":5:"),
    "a language that is a word": (SIDECAR, SV, 'language = "svenska"', ":5:"),
    "a day in quotation marks": (SIDECAR, SV, f'fetched = "2013"\n{SV}', ":5:"),
    "a heading without a stage": (SIDECAR, '= "ongoing"', "= 1", ":21:"),
    "a publisher of another name": (SIDECAR, '"tillvaxtverket"', '"x"', ":4:"),
    "labels that are a text": (SIDECAR, "[labels]\nowner", 'labels = "x"\n[other]\nowner', ":21:"),
    "a key with a space": ("data/keys.csv", ",hall-ut,", ",hall ut,", ":"),
}  # fmt: skip


@pytest.mark.parametrize("what", TYPOS)
@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_typo_is_told_with_its_place(site: Path, what: str, language: str) -> None:
    name, old, new, place = TYPOS[what]
    file = site / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = CliRunner().invoke(main, ["check", "--site", str(site), "--lang", language])
    assert done.exit_code == 3, done.output
    assert (f"{Path(name).name}{place}" if place.startswith(":") else place) in done.output
    labels = ("expected: ", "to do: ") if language == "en" else ("väntat: ", "gör så här: ")
    assert any(label in done.output for label in labels)


def test_what_is_wrong_in_several_sources_is_told_at_once(site: Path) -> None:
    settings = site / "lod.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f'["{NAME}"]', f'["a", "{NAME}", "b"]'), encoding="utf-8")
    done = CliRunner().invoke(main, ["check", "--site", str(site)])
    assert done.exit_code == 3
    assert "a.toml: " in done.output
    assert "b.toml: " in done.output
