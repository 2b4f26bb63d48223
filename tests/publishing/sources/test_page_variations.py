"""However the page is spaced and encoded, it says the same; and no page crashes the reader."""

import re
import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.errors import SourceError
from lod.publishing.records import Page
from lod.publishing.sources.changed import parse_time
from publishing.sources.reading import SEED, read, values

EXPECTED = values(read(SEED))
SPACES = st.text(" \t\u00a0\u2003", max_size=3)


def test_the_values_compared_are_the_whole_page() -> None:
    assert "Kalmar AB" in repr(EXPECTED)
    assert len(repr(EXPECTED)) > 4500


@given(st.data())
@settings(deadline=None)
def test_spacing_around_labels_changes_nothing(data: st.DataObject) -> None:
    def spaced(match: re.Match[str]) -> str:
        return f"{data.draw(SPACES)}{match[1]}{data.draw(SPACES)}:{data.draw(SPACES)}"

    text = re.sub("[ ]*(Projektägare|Projekttid):[ ]*", spaced, SEED)
    assert values(read(text)) == EXPECTED


@given(dash=st.sampled_from("-–—‒−"), space=st.sampled_from([" ", "\u00a0", "  "]))
def test_any_dash_between_months_changes_nothing(dash: str, space: str) -> None:
    text, count = re.subn("(?<=[0-9]) — (?=[0-9])", f"{space}{dash}{space}", SEED)
    assert count == 10
    assert values(read(text)) == EXPECTED


@given(
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    form=st.sampled_from(["NFC", "NFD"]),
    mark=st.sampled_from(["", "\ufeff"]),
    final=st.booleans(),
)
@settings(deadline=None)
def test_line_ends_letters_and_byte_order_mark_change_nothing(
    end: str, form: str, mark: str, final: bool
) -> None:
    text = unicodedata.normalize(form, SEED) + ("\n" if final else "")  # type: ignore[arg-type]
    page = read(mark + text.replace("\n", end))
    assert values(page) == EXPECTED
    assert [p.span for p in page.projects] == [p.span for p in read(SEED).projects]
    assert len(page.lines) + len(page.untaken) == 80


@given(st.lists(st.tuples(st.integers(0, 79), st.sampled_from(["", " ", "\t\u00a0"])), max_size=9))
@settings(deadline=None)
def test_more_blank_lines_change_nothing(places: list[tuple[int, str]]) -> None:
    lines = SEED.split("\n")
    for at, blank in places:
        lines.insert(at + 1, blank)
    assert values(read("\n".join(lines))) == EXPECTED


def test_without_any_blank_line_it_says_the_same_of_its_projects() -> None:
    page = read(re.sub("\n+", "\n", SEED))
    assert [p.title.value for p in page.projects] == [p.title.value for p in read(SEED).projects]
    assert page.projects[0].purpose is not None
    assert page.projects[0].purpose.value.endswith("hela Region 8.")


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n \u00a0\n"])
def test_owner_and_period_may_stand_on_two_lines(between: str) -> None:
    page = read(SEED.replace(" Projekttid:", f"{between}Projekttid:"))
    assert values(page) == EXPECTED
    first = page.projects[0]
    assert first.owner is not None
    assert first.period is not None
    assert first.owner.span < first.period.text.span
    assert {"project owner", "project period"} < set(page.lines.values())


def test_the_period_may_stand_first() -> None:
    swapped = re.sub("(Projektägare:.*) (Projekttid:.*)", r"\2 \1", SEED)
    assert swapped != SEED
    assert values(read(swapped)) == EXPECTED


def test_a_purpose_may_have_several_paragraphs() -> None:
    split = "på såväl lokal som regional, nationell och internationell nivå."
    page = read(SEED.replace(f"{split} ", f"{split}\n\n"))
    purpose = page.projects[0].purpose
    assert values(page) == EXPECTED
    assert purpose is not None
    assert (purpose.span.first, purpose.span.last, page.projects[0].span.last) == (17, 19, 19)
    assert page.lines[18] == "blank"
    assert "\n\n" in purpose.verbatim


def test_a_name_that_a_lines_end_parts_is_found() -> None:
    page = read(SEED.replace("Regionförbundet Östsam", "Regionförbundet\nÖstsam"))
    assert values(page) == EXPECTED


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Företagarna", 1),
        ("Företagarnas", 0),
        ("företagarna", 0),
        ("SmåFöretagarna", 0),
        ("”Företagarna”,", 1),
        (unicodedata.normalize("NFD", "Företagarna"), 1),
    ],
)
def test_a_partner_is_a_whole_word_in_its_own_case(text: str, partners: int) -> None:
    page = read(SEED.replace("nya metoder för att", f"nya metoder med {text} för att"))
    assert len(page.projects[5].partners) == partners


@pytest.mark.parametrize(
    "words", ["november 2013", "31 februari 2013 10:00", "15 nov 13 13:46", "1 maj 2013 24:00"]
)
def test_a_date_is_whole_or_not_read(words: str) -> None:
    assert parse_time(words) is None


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(SourceError):
        read(data)


PIECES = st.sampled_from(
    [
        *["Pågående projekt", "Projektägare:", "Projektägare: A", "Projekttid: 201201 — 201310"],
        *["Projekttid:", "Senast ändrad", "15 november 2013 13:46", "En titel", "En mening."],
        *[
            "Lokalt och regionalt tillväxtarbete",
            "ladda hem publikationen",
            "",
            "",
            "\x00",
            "\u2028",
        ],
        *["Projektägare: A Projekttid: 20112-01 — 2014-10", "Företagarna", "99999-99 — 000000"],
    ]
)


def read_or_refuse(text: str) -> tuple[Page | None, SourceError | None]:
    try:
        return read(text), None
    except SourceError as error:
        return None, error


@given(st.lists(PIECES | st.text(max_size=8), max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=400, deadline=None)
def test_any_page_is_read_with_each_line_accounted_for_or_refused(
    lines: list[str], end: str
) -> None:
    head = ["Lokalt och regionalt tillväxtarbete", "Pågående projekt", "Titel", "Projektägare: B"]
    text = end.join([*head, *lines])
    page, refused = read_or_refuse(text)
    if page is None:
        assert refused
        assert all((refused.line, refused.expected, refused.todo))
        return
    left = [text.span.first for text in page.untaken]
    count = len(re.split("\r\n|\n|\r", text)) - (text.endswith(("\n", "\r")))
    assert sorted([*page.lines, *left]) == list(range(1, count + 1))


@pytest.mark.parametrize(
    "lines",
    [
        ["Titel", "", "Projektägare: A Projekttid: 20112-01 — 2014-10", "", "Syftet."] * 20_000,
        [" " * 5 + "Projekttid" + " " * 90] * 100_000,
        ["Senast ändrad"] * 100_000,
        ["Projektägare:" * 2] * 100_000,
        [("Projekttid " * 90_000)],
        [("- " * 200_000)],
        ["Projektägare: A Projekttid: " + "- " * 200_000],
        ["Senast" + " " * 500_000 + "x"],
    ],
    ids=["projects", "labels", "dates", "owners", "words", "dashes", "period", "spaces"],
)
def test_a_page_of_100_000_lines_is_read_in_linear_time(lines: list[str]) -> None:
    started = time.process_time()
    with suppress(SourceError):
        read(SEED + "\n\n" + "\n".join(lines))
    assert time.process_time() - started < 10
