"""What data and shapes say is shown, never obeyed, and never breaks a format."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checking.report.report_checks import HOSTILE, RICH, hostile
from lod.checking.report import REPORT_FORMATS, render_report, summary

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=30),
    st.text("\"\\<>[]()@^|/*+?#:%_{}`~&'\x00\x1b\n\r\t\u202e\ud800 aå", max_size=20),
    st.from_regex(r"<?https?://[a-z\[\]:%/?#@]{0,12}>?", fullmatch=True),
    st.from_regex(r'"[a-z\\u0-9D]{0,9}"(@[a-z-]{0,5}|\^\^<[a-z:]{0,5}>)?', fullmatch=True),
    st.from_regex(r"[<>a:()|/^*+? ]{0,20}", fullmatch=True),
)

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """Reads a page; fails on a tag that isn't closed, on scripts and on what would be fetched."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert not name.startswith("on")
            assert name not in ("src", "style", "srcdoc")
            if name == "href":
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


TAGS = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "strong"}
TAGS |= {"table", "tr", "th", "td", "a", "section", "article", "pre", "code", "mark", "span"}
TAGS |= {"dl", "dt", "dd", "ul", "li"}


def read_json(data: bytes) -> None:
    json.loads(data)


def read_turtle(data: bytes) -> None:
    found = list(ox.parse(data, ox.RdfFormat.TURTLE))
    kinds = [quad.object for quad in found if quad.predicate.value.endswith("#conforms")]
    assert len(kinds) == 1


def read_page(data: bytes) -> None:
    page = Page(data.decode())
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)


def read_xml(data: bytes) -> None:
    ET.fromstring(data.decode())


def read_commands(data: bytes) -> None:
    """Each line is one command, and no property carries what would end it."""
    for line in data.decode().split("\n")[:-1]:
        match = re.fullmatch(r"::(error|warning|notice)( [^:]*)?::(.*)", line)
        assert match, line
        for pair in (match[2] or "").strip(" ").split(","):
            key = pair.partition("=")[0]
            assert key in ("file", "line", "endLine", "col", "endColumn", "title"), line
    assert b"\r" not in data


def read_text(data: bytes) -> None:
    for line in data.decode().split("\n"):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    assert not UNSEEN.search(data.decode().replace("##\u200b[", ""))


UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)

READERS: dict[str, Callable[[bytes], None]] = {
    "text": read_text,
    "github": read_commands,
    "sarif": read_json,
    "junit": read_xml,
    "json": read_json,
    "turtle": read_turtle,
    "html": read_page,
}


def test_every_format_has_a_reader_here() -> None:
    assert set(READERS) == set(REPORT_FORMATS)


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_a_rich_and_a_hostile_check_are_read(form: str) -> None:
    READERS[form](render_report(RICH, form, "sv"))
    READERS[form](render_report(hostile(), form, "sv"))


@pytest.mark.parametrize("text", ["", ":", "::x", "\xa0::error::x", "A://%", '""@AA-0', "<", "]]>"])
@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_texts_that_once_broke_a_format_are_read(form: str, text: str) -> None:
    READERS[form](render_report(hostile(text), form, "en"))


@pytest.mark.parametrize("form", REPORT_FORMATS)
@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_whatever_the_texts_are_the_report_is_read(form: str, text: str) -> None:
    READERS[form](render_report(hostile(text), form, "en"))


@pytest.mark.parametrize("form", ["text", "github", "junit", "html", "turtle"])
def test_what_cannot_be_seen_is_spelt_out(form: str) -> None:
    written = render_report(hostile(), form, "sv").decode()
    assert "u001B" in written
    assert "u202E" in written
    assert not UNSEEN.search(written.replace("##\u200b[", ""))


def test_a_coloured_report_has_no_escapes_but_its_own() -> None:
    written = render_report(hostile(), "text", "sv", colour=True).decode()
    assert not UNSEEN.search(re.sub(r"\x1b\[[0-9;]*m", "", written).replace("##\u200b[", ""))


def test_json_keeps_every_text_as_it_is() -> None:
    found = json.loads(render_report(hostile(), "json", "sv"))
    assert found["results"][0]["messages"]["sv"] == HOSTILE
    assert found["results"][0]["text"] == HOSTILE


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_summary_has_no_markup_of_the_data(text: str) -> None:
    written = summary(hostile(text), "sv")
    bare = re.sub(r"(?ms)^  (`{3,})text\n.*?^  \1$", "", written)
    assert not re.search(r"<|(?<!\\)[`\[]", bare)
    assert not UNSEEN.search(written)
    written.encode()


def test_a_line_cannot_end_the_block_it_is_shown_in() -> None:
    assert "\n  ````text\n  ```\n" in summary(hostile("```"), "sv")
