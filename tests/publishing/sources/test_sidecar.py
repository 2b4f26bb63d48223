"""Sidecars: each wrong line is named, with what belongs there."""

from pathlib import Path

import pytest

from lod.errors import ConfigError, InputError, SourceError
from lod.publishing.sources.sidecar import check_name, read_labels, read_source
from publishing.sources.reading import FILE, NAME, SOURCES

SIDECAR = (SOURCES / f"{NAME}.toml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "x.txt").write_bytes(FILE.read_bytes())
    (tmp_path / "x.toml").write_text(SIDECAR, encoding="utf-8")
    return tmp_path


def test_the_shipped_sidecar_says_no_more_than_is_known() -> None:
    source, text = read_source(SOURCES, NAME)
    assert (source.name, source.title) == (NAME, "Lokalt och regionalt tillväxtarbete")
    assert (source.publisher, source.language) == ("tillvaxtverket", "sv")
    assert (source.address, source.fetched, source.licence) == (None, None, None)
    assert text == SOURCES / f"{NAME}.txt"
    labels = read_labels(source)
    assert labels.partners == ("Företagarna", "Regionförbundet Östsam")
    assert labels.sections == {"Pågående projekt": "ongoing"}


def test_what_is_known_is_read(folder: Path) -> None:
    more = 'address = "https://x.example/p?a=1"\nfetched = 2013-11-20\nlicence = "https://l.example/"\n'
    (folder / "x.toml").write_text(more + SIDECAR, encoding="utf-8")
    source, _ = read_source(folder, "x")
    assert source.address == "https://x.example/p?a=1"
    assert str(source.fetched) == "2013-11-20"
    assert source.licence == "https://l.example/"


def fails(folder: Path, kind: type[InputError], name: str = "x") -> InputError:
    with pytest.raises(kind) as caught:
        read_source(folder, name)
    assert caught.value.todo
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('publisher = "tillvaxtverket"', "", "publisher"),
        ('publisher = "tillvaxtverket"', 'publisher = "Tillväxtverket"', "publisher"),
        ('title = "Lokalt', 'title = 5 # "', "title"),
        ('title = "Lokalt', 'Title = "', "Title"),
        ('language = "sv"', 'language = "svenska"', "language"),
        ('"text/plain"', '"text/html"', "media_type"),
        ("4d05fcb8", "4D05FCB8", "sha256"),
        ('language = "sv"', 'language = "sv"\naddress = "www.x.se"', "address"),
        ('language = "sv"', 'language = "sv"\naddress = "http://[x"', "address"),
        ('language = "sv"', 'language = "sv"\nlicence = "CC0"', "licence"),
        ('language = "sv"', 'language = "sv"\nfetched = "2013-11-20"', "fetched"),
        ('owner = "Projektägare"', "", "labels.owner"),
        ('period = "Projekttid"', 'period = ""', "labels.period"),
        ('period = "Projekttid"', 'period = "Projekttid"\nperiods = "x"', "labels.periods"),
        ('"Pågående projekt" = "ongoing"', "", "labels.sections"),
        ('= "ongoing"', "= 1", "labels.sections.Pågående projekt"),
        ('["Företagarna", "Regionförbundet Östsam"]', '"Företagarna"', "labels.partners"),
    ],
)
def test_a_wrong_setting_is_named(folder: Path, old: str, new: str, named: str) -> None:
    assert SIDECAR.count(old) == 1
    (folder / "x.toml").write_text(SIDECAR.replace(old, new), encoding="utf-8")
    error = fails(folder, ConfigError)
    assert f" {named} " in f"{error.message} "
    assert error.file == folder / "x.toml"
    assert error.expected


def test_without_labels_nothing_can_be_read(folder: Path) -> None:
    (folder / "x.toml").write_text(SIDECAR.partition("[labels]")[0], encoding="utf-8")
    assert "labels" in fails(folder, ConfigError).message


def test_changed_bytes_are_refused(folder: Path) -> None:
    (folder / "x.txt").write_bytes(FILE.read_bytes() + b"\n")
    error = fails(folder, SourceError)
    assert error.file == folder / "x.txt"
    assert "sha256 4d05fcb8" in (error.expected or "")


def test_a_missing_text_is_refused(folder: Path) -> None:
    (folder / "x.txt").unlink()
    assert fails(folder, SourceError).file == folder / "x.txt"


def test_a_missing_sidecar_is_refused(folder: Path) -> None:
    assert fails(folder, ConfigError, "y").file == folder / "y.toml"


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".x"])
def test_an_impossible_name_is_refused_where_it_was_met(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_name(name, Path("lod.toml"), 4)
    assert (caught.value.file, caught.value.line) == (Path("lod.toml"), 4)


def test_lines_that_git_gave_other_ends_are_told_apart(folder: Path) -> None:
    data = FILE.read_bytes()
    turned = data.replace(b"\r\n", b"\n") if b"\r\n" in data else data.replace(b"\n", b"\r\n")
    (folder / "x.txt").write_bytes(turned)
    error = fails(folder, SourceError)
    assert "lines end otherwise" in error.message
    assert "data/sources/* -text" in (error.todo or "")
