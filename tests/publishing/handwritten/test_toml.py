"""TOML files of people: each setting has its lines, what is wrong has line, column and words."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.errors import ConfigError
from lod.publishing.handwritten import find_lines, read_settings

ROOT = Path(__file__).parents[3]


def test_each_setting_of_the_shipped_files_is_found_on_its_line() -> None:
    files = [ROOT / "lod.toml", *(ROOT / "data/sources").glob("*.toml")]
    for file in files:
        text = file.read_text(encoding="utf-8")
        found, rows = find_lines(text), text.split("\n")
        assert set(found) == set(names(tomllib.loads(text)))
        for name, (first, _) in found.items():
            assert name[-1] in rows[first - 1]


def names(table: dict[str, Any], at: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    own = [(*at, name) for name in table]
    inner = [names(v, (*at, k)) for k, v in table.items() if isinstance(v, dict)]
    return own + [name for some in inner for name in some]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('a = [\n  "x", # ]\n  "y",\n]\nb = 1\n', {("a",): (1, 4), ("b",): (5, 5)}),
        ('a = """x\ny = 2\n"""\nb = 1', {("a",): (1, 3), ("b",): (4, 4)}),
        ("a = '''\n[t]\n'''\nb = 1", {("a",): (1, 3), ("b",): (4, 4)}),
        ('# a = 1\n\n[t]\n"å b".c = 1', {("t",): (3, 3), ("t", "å b", "c"): (4, 4)}),
        ('a = "\\"[" # [\nb = {c = 1}', {("a",): (1, 1), ("b",): (2, 2)}),
        ("a = 1\r\n[t] # x\r\nb = 2\r\n", {("a",): (1, 1), ("t",): (2, 2), ("t", "b"): (3, 3)}),
        ('a = "x\u2028y"\nb = 1', {("a",): (1, 1), ("b",): (2, 2)}),
    ],
)
def test_lines_of_settings(text: str, lines: dict[tuple[str, ...], tuple[int, int]]) -> None:
    tomllib.loads(text)
    assert find_lines(text) == lines


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('a = 1\nb c = "x"\n', (2, 3), "equals sign"),
        ('a = "x\nb = 1\n', (1, 7), "quotation mark"),
        ("a = x\n", (1, 5), "no value"),
        ("a = 1\na = 2\n", (2, 6), "twice"),
        ('a = ["x"\n', (2, 1), "list that isn't closed"),
        ("a = 2013-02-30\n", (1, 5), "calendar"),
        ('a = "x" y\n', (1, 9), "after the value"),
        ('a = "\\ö"\n', (1, 8), "backslash"),
        ("[a\nb = 1\n", (1, 3), "name of a table"),
        ("b = 1\na = " + "[" * 5000 + "]" * 5000, (2, 105), "within each other"),
        ("a = " + "[" * 100_000, (1, 105), "within each other"),
        ("a = " + "{b = [" * 5000 + "]}" * 5000, (1, 305), "within each other"),
        ("b = 1\na = [\n -" + "9" * 5000 + "]", (3, 2), "digits"),
        ("b = 1\n" + "a." * 20_000 + "a = 1", (2, 1), "parts"),
        ("[" + "a . " * 20_000 + "a]\nb = 1", (1, 2), "parts"),
        ("a = {b = 1, " + "'b'.\"c\"." * 20_000 + "a = 1}", (1, 13), "parts"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(
    tmp_path: Path, text: str, place: tuple[int, int], said: str
) -> None:
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_settings(file)
    assert (caught.value.line, caught.value.column) == place
    assert said in caught.value.message
    assert caught.value.source == text.split("\n")[place[0] - 1]


def test_long_texts_and_names_are_read(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    name = ".".join("abcdefgh" * 5)
    dotted = "a." * 1000
    file.write_text(f'{name} = 1\nb = "{dotted}" # {dotted}\n{"c" * 100_000} = 1\n')
    assert list(read_settings(file).values) == ["a", "b", "c" * 100_000]


@settings(deadline=None)
@given(st.text(alphabet="ab=[]{}\"'.,#\n\\ 1å", max_size=30))
def test_any_text_is_read_or_refused_with_a_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.mktemp("any") / "x.toml"
    file.write_text(text, encoding="utf-8")
    if not is_toml(text):
        with pytest.raises(ConfigError) as caught:
            read_settings(file)
        assert caught.value.line is not None
        return
    settings, rows = read_settings(file), text.split("\n")
    assert all(0 < first <= last <= len(rows) for first, last in settings.lines.values())
    assert {name[:1] for name in settings.lines} == {(name,) for name in settings.values}


def is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
