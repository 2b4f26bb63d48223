"""What a file is, by its bytes: pages, browsers' single files, texts, and what is no page."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from lod.errors import SourceError
from lod.publishing.importing import import_page
from lod.publishing.importing.text import read_saved_page

TEXT = "Programmet\n\nPågående projekt\n\nFiber i byn\nÄgare: Laxå\n  Tid: 2012-01 — 2013-10  \n"
MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/projekt?id=1
Subject: Projekt
Date: Wed, 20 Nov 2013 09:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="--x"


----x
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/projekt?id=1

<!DOCTYPE html><html lang=3D"sv"><head><meta charset=3D"utf-8"></head><body>=
<h1>P=C3=A5g=C3=A5ende</h1><p>=C3=84gare: Lax=C3=A5<br>Tid: 2012</p></body></html>

----x
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://example.org/a.png

iVBORw0KGgo=

----x--
"""


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


def test_a_text_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(TEXT, encoding="utf-8", newline="")
    made = import_page(file, tmp_path, "x")
    assert [f.name for f in made.files] == ["x.txt", "x.toml"]
    assert made.files[0].read_bytes() == TEXT.encode()


def test_a_text_in_other_characters_is_kept_beside(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes(TEXT.encode("utf-16"))
    made = import_page(file, tmp_path, "x")
    assert [f.name for f in made.files] == ["x.txt", "x.original", "x.toml"]
    assert made.files[0].read_bytes() == TEXT.encode()
    assert made.files[1].read_bytes() == file.read_bytes()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_browsers_single_file_is_read(tmp_path: Path, ends: str) -> None:
    file = tmp_path / "page.mhtml"
    file.write_bytes(MHTML.replace("\n", ends).encode())
    made = import_page(file, tmp_path, "x")
    assert [f.name for f in made.files] == ["x.txt", "x.mhtml", "x.toml"]
    assert made.files[0].read_text(encoding="utf-8") == "Pågående\n\nÄgare: Laxå\nTid: 2012\n"
    sidecar = made.files[2].read_text(encoding="utf-8")
    for line in (
        'title = "Pågående"',
        'language = "sv"',
        'address = "https://example.org/projekt?id=1"',
        "fetched = 2013-11-20",
    ):
        assert line in sidecar


def test_the_sidecars_comments_are_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(TEXT, encoding="utf-8", newline="")
    told = {}
    for language in ("sv", "en", "fi"):
        sidecar = import_page(file, tmp_path, language, language=language).files[-1]
        told[language] = re.findall("(?<=# )[^#\n]*$", sidecar.read_text("utf-8"), re.MULTILINE)
    assert told["fi"] == [line.replace('"en"', '"fi"') for line in told["en"]]
    assert len(told["sv"]) == len(told["en"])
    same = set(told["sv"]) & set(told["en"])
    assert [line for line in same if " = " not in line] == []


@pytest.mark.parametrize(
    "address",
    ['https://example.org/"\nsha256 = "0', "javascript:alert(1)", "https://example.org/ä\\"],
)
def test_what_a_file_says_of_itself_writes_nothing_else(tmp_path: Path, address: str) -> None:
    file = tmp_path / "page.html"
    page = f'<!-- saved from url=(0001){address} --><html lang=\'x"\'><h1>A "b" \\ c</h1>'
    file.write_text(page, encoding="utf-8")
    sidecar = import_page(file, tmp_path, "x").files[2].read_text(encoding="utf-8")
    assert '\n# address = "https://…"\n' in sidecar
    assert 'title = "A \\"b\\" \\\\ c"' in sidecar
    assert 'language = ""' in sidecar


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (zipped("xl/workbook.xml"), "a spreadsheet"),
        (zipped("word/document.xml"), "a document of a word processor"),
        (zipped("content.xml"), "a document or spreadsheet of LibreOffice"),
        (zipped("a.html"), "a compressed file"),
        (b"PK\x03\x04cut off", "a compressed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document or spreadsheet of an older Office"),
        (b"{\\rtf1 x}", "a document of a word processor"),
        (b"bplist00x", "a web archive of Safari"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\x7fELF\0\0", "a file of another kind"),
        (b"Projekt;Owner;Tid\nA;B;2012\nC;D;2013\n", "a table (CSV)"),
        (b'Projekt,Owner,Tid\n"A, a",B,2012\n', "a table (CSV)"),
        (b"Projekt\tOwner\tTid\nA\tB\t2012\n", "a table (CSV)"),
    ],
)
def test_what_is_no_page_is_named(data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match="no page") as caught:
        read_saved_page(data, "x.html")
    assert caught.value.message == f"is {what}, no page"
    assert "save the page" in str(caught.value.todo)


def test_a_text_with_commas_is_no_table() -> None:
    text = "Vi stöder byar, städer, skogar.\nAndra, tredje.\n"
    assert read_saved_page(text.encode()).text == text


def test_a_message_without_a_page_is_no_page() -> None:
    with pytest.raises(SourceError, match="a message without a page"):
        read_saved_page(MHTML.replace("text/html", "text/plain").encode())
