"""Pages brought in from HTML: the text they hold, and three files or none."""

import os
import re
from contextlib import suppress
from hashlib import sha256
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.errors import ConfigError, SourceError, UsageError
from lod.publishing.importing import import_page
from lod.publishing.importing.text import read_saved_page
from lod.publishing.sources.sidecar import read_source
from publishing.sources.reading import SEED, read, values


def text_of_html(data: bytes, file: str | None = None) -> str:
    return read_saved_page(data, file).text


def html_of(text: str) -> str:
    rows = [
        f"<h2>{escape(row)}</h2>" if len(row) < 50 else f"<p>{escape(row)}</p>"
        for row in text.split("\n\n")
    ]
    body = "\n".join(rows).replace("Senast ändrad\n", "Senast ändrad<br>")
    return f'<html><head><meta charset="CHARSET"><title>T</title></head><body>{body}</body></html>'


def test_the_seed_as_html_gives_the_seed_as_text() -> None:
    text = text_of_html(html_of(SEED).replace("CHARSET", "utf-8").encode())
    assert values(read(text)) == values(read(SEED))
    assert re.sub(r"\s+", " ", text).strip() == re.sub(r"\s+", " ", SEED).strip()


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("utf-8", "utf-8"),
        ("ISO-8859-1", "iso-8859-1"),
        ("iso-8859-1", "windows-1252"),
        ("windows-1252", "windows-1252"),
        ("iso-8859-15", "iso-8859-15"),
        ("utf-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
    ],
)
def test_the_character_set_is_honoured(declared: str, codec: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>Håll ut'
    assert text_of_html(page.encode(codec)) == "Håll ut\n"


def test_a_dash_of_windows_1252_under_the_name_of_latin_1_is_a_dash() -> None:
    assert text_of_html(b"<meta charset=latin1><p>201203 \x97 201410") == "201203 — 201410\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body><script>x()</script></body></html>",
        b"<meta charset=koi8-r><p>x",
        b"<!DOCTYPE html>",
        b'<?xml version="1.0"?></p>',
        b"<meta charset=unicode_escape><p>\\d",
        b"<p>H\xe5ll ut",
        b"<p>a</p>" + b"<div>" * 5000 + b"x",
    ],
)
def test_a_page_that_cant_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        text_of_html(data, "x.html")
    assert caught.value.file == "x.html"
    assert caught.value.todo


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
@settings(deadline=None)
def test_any_bytes_give_text_or_are_refused(data: bytes) -> None:
    with suppress(SourceError):
        assert text_of_html(data).strip()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.htm"
    file.write_bytes(html_of(SEED).replace("CHARSET", "iso-8859-1").encode("windows-1252"))
    return file


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    return folder


def test_three_files_are_written_and_the_sidecar_can_be_filled_in(
    page: Path, sources: Path
) -> None:
    text, original, sidecar = import_page(page, sources, "x-2013").files
    assert sorted(sources.iterdir()) == sorted([text, original, sidecar])
    assert [f.name for f in (text, original, sidecar)] == [
        "x-2013.txt",
        "x-2013.html",
        "x-2013.toml",
    ]
    assert original.read_bytes() == page.read_bytes()
    assert sha256(text.read_bytes()).hexdigest() in sidecar.read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="title"):
        read_source(sources, "x-2013")
    filled = sidecar.read_text(encoding="utf-8")
    for name, value in {
        **{"title": "T", "publisher": "p", "language": "sv"},
        **{"owner": "Projektägare", "period": "Projekttid"},
    }.items():
        filled = re.sub(f'^{name} = ".*?"', f'{name} = "{value}"', filled, flags=re.MULTILINE)
    sidecar.write_text(filled.replace('# "Pågående', '"Pågående'), encoding="utf-8")
    assert read_source(sources, "x-2013")[1] == text


@pytest.mark.parametrize("extension", [".txt", ".html", ".toml"])
def test_nothing_is_overwritten_and_nothing_else_is_left(
    page: Path, sources: Path, extension: str
) -> None:
    taken = sources / f"x{extension}"
    taken.write_bytes(b"before")
    with pytest.raises(UsageError, match="never replaced"):
        import_page(page, sources, "x")
    assert list(sources.iterdir()) == [taken]
    assert taken.read_bytes() == b"before"


def test_a_failure_midway_leaves_nothing(
    page: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_at_last(source: Path, target: Path) -> None:
        if target.suffix == ".toml":
            raise OSError(28, "No space left on device")
        link(source, target)

    link = os.link
    monkeypatch.setattr("os.link", fail_at_last)
    with pytest.raises(UsageError, match="No space left"):
        import_page(page, sources, "x")
    assert list(sources.iterdir()) == []


def test_a_missing_file_folder_or_a_bad_name_is_refused(page: Path, sources: Path) -> None:
    with pytest.raises(SourceError):
        import_page(page.with_name("no.html"), sources, "x")
    with pytest.raises(UsageError):
        import_page(page, sources / "no", "x")
    with pytest.raises(ConfigError):
        import_page(page, sources, "../x")
    assert list(sources.iterdir()) == []
