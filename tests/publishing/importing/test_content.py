"""What of a saved page comes into its text, in which lines, and what is left out and told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.publishing.importing.text import read_saved_page


def lines(html: str) -> list[str]:
    return [
        line.strip() for line in read_saved_page(html.encode()).text.splitlines() if line.strip()
    ]


def left(html: str) -> list[tuple[str, str]]:
    return [(str(part.what), part.words) for part in read_saved_page(html.encode()).left]


PAGE = "<h1>Programmet</h1><p>Ett program för bygden.</p><h2>Projekt</h2>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Ägare: A<br>Tid: 2012</p><p>Syfte</p>", ["Ägare: A", "Tid: 2012", "Syfte"]),
        ("<dl><dt>Ägare</dt><dd>A</dd><dt>Tid:<dd>2012</dl>", ["Ägare: A", "Tid: 2012"]),
        ("<dl><div><dt>Ägare</dt><dd><p>A</p></dd></div></dl>", ["Ägare: A"]),
        ("<dl><dt>Ägare<dd>A<dd>B<dt>Tid</dl>", ["Ägare: A", "Ägare: B", "Tid:"]),
        (
            "<dl><dt>Syfte<dd><p>Ett hus byggs.<p>Det blir rött.<dd>Alla får komma.</dl>",
            ["Syfte: Ett hus byggs.", "Det blir rött.", "Alla får komma."],
        ),
        ("<p>Fiber<address>N. N.<br>Storgatan 1</address>", ["Fiber"]),
        ("<dl><dt>Kontakt<dd>N. N.<br>000-00</dl>", ["Kontakt: N. N.", "Kontakt: 000-00"]),
        ("<dl><dt>Fiber<dd>Ägare: A<br>Tid: 2012</dl>", ["Fiber", "Ägare: A", "Tid: 2012"]),
        ("<table><tr><th>Ägare<td>A<tr><th>Tid<td>2012</table>", ["Ägare: A", "Tid: 2012"]),
        ("<table><tr><td>Ägare:<td>A<tr><td>Tid:<td>2012</table>", ["Ägare:  A", "Tid:  2012"]),
        (
            "<table><tr><td>Ägare<br>Tid<td>A<br>2012</table>",
            ["Ägare", "Tid", "A", "2012"],
        ),
        ("<table><tr><td><table><tr><td>i<td>n</table><td>z</table>", ["i  n  z"]),
        ("<section>a</section><section>b</section><details><summary>c</summary>d", [*"abcd"]),
        ("<h3><button aria-controls=x>Fiber</button></h3><div id=x hidden>A</div>", ["Fiber", "A"]),
        ("<h3><a href='#y'>Fiber</a></h3><p id=y style='display:none'>A</p>", ["Fiber", "A"]),
        ("<form><p>A</p><input value=b><select><option>c</select></form>", ["A"]),
        ("<article><header><h3>Fiber</h3></header>A<footer>B</footer></article>", ["Fiber", *"AB"]),
    ],
)
def test_lines_are_as_a_browser_shows_them(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


@pytest.mark.parametrize(
    ("html", "what", "words"),
    [
        ("<nav><a>Start</a> <a>Kontakt</a></nav>", "menu", "Start Kontakt"),
        ("<div role=navigation>Start</div>", "menu", "Start"),
        ("<ul class='siteMenu'><li>Start</ul>", "menu", "* Start"),
        ("<div class='breadcrumbs'>Start > Projekt</div>", "menu", "Start > Projekt"),
        ("<div id='CookieConsent'>Vi har kakor</div>", "notice on cookies", "Vi har kakor"),
        ("<div class='kakor'>Vi har dem</div>", "notice on cookies", "Vi har dem"),
        ("<header>Myndigheten</header>", "page header", "Myndigheten"),
        ("<footer>Tel: 000-000 00</footer>", "page footer", "Tel: 000-000 00"),
        ("<div class='page-footer'>Adress</div>", "page footer", "Adress"),
        ("<div hidden>Mall</div>", "hidden part", "Mall"),
        ("<p style='color:red; display: none'>Mall</p>", "hidden part", "Mall"),
        ("<dialog>Logga in</dialog>", "dialog", "Logga in"),
    ],
)
def test_what_stands_around_is_left_out_and_told(html: str, what: str, words: str) -> None:
    whole = f"{html}{PAGE}<p>Till slut.</p>"
    assert lines(whole) == ["Programmet", "Ett program för bygden.", "Projekt", "Till slut."]
    assert left(whole) == [(what, words)]


def test_of_a_page_with_a_main_part_that_is_the_page() -> None:
    html = f"<div><p>Sök här</p></div><div><main>{PAGE}</main><aside>Läs mer</aside></div>"
    assert lines(html) == ["Programmet", "Ett program för bygden.", "Projekt"]
    assert sorted(left(html)) == [
        ("beside the main part", "Läs mer"),
        ("beside the main part", "Sök här"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        ["Senast ändrad 2013-11-20"],
        ["Sidan uppdaterad", "20 november 2013"],
        ["Last updated: 20 November 2013"],
        ["Sist oppdatert: 20. november 2013"],
        ["Päivitetty 20.11.2013"],
        ["Stand: 20.11.2013"],
    ],
)
def test_the_pages_date_stays_wherever_it_stands(said: list[str]) -> None:
    footer = "".join(f"<p>{line}</p>" for line in ("Adressen 1", *said, "Tel: 00"))
    assert lines(f"{PAGE}<footer>{footer}</footer>")[3:] == said
    assert left(f"{PAGE}<footer>{footer}</footer>") == [("page footer", "Adressen 1 Tel: 00")]


def test_a_first_heading_in_the_header_stays() -> None:
    html = "<header><a>Start</a><h1>Programmet</h1></header><main><p>A</p></main>"
    assert lines(html) == ["Programmet", "A"]


@pytest.mark.parametrize(
    "html",
    [
        "<body class='nav-open has-menu'><h1>P</h1><p>A</p>",
        "<div id=nav-wrapper><div class='menu'><h1>P</h1><p>A</p></div></div>",
        "<div class='menu'><h1>P</h1><p>A</p></div><p>What follows is much longer.</p>",
        "<div class=content><h1>P</h1></div><div class='menu'><p>A</p><p>A longer text</p></div>",
    ],
)
def test_what_is_called_a_menu_and_holds_the_page_stays(html: str) -> None:
    assert lines(html)[:2] == ["P", "A"]
    assert left(html) == []


def test_a_long_part_is_told_by_its_first_words() -> None:
    [(_, words)] = left(f"<nav>{'Start ' * 50}</nav>{PAGE}")
    assert words.startswith("Start Start")
    assert len(words) <= 61


TAGS = "p div dl dt dd table tr td th caption ul li section h2 span pre".split()  # noqa: SIM905
TEXTS = st.text("abcå 1", min_size=1, max_size=8).filter(str.strip)
PARTS = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=12,
)


@given(st.lists(PARTS, min_size=1, max_size=4))
@settings(deadline=None)
def test_no_word_of_the_content_is_lost_or_made(parts: list[str]) -> None:
    """Whatever the mark-up: all its letters, once each but for labels, and no others."""
    html = f"<h1>T</h1>{' '.join(parts)}"
    found = read_saved_page(html.encode()).text
    letters = "".join(c for part in parts for c in _plain(part) if c.isalnum())
    kept = "".join(c for c in found[1:] if c.isalnum())
    if "<dl>" in html or "<th>" in html:  # a label may stand before several lines
        assert {*letters} == {*kept}
        assert len(kept) >= len(letters)
    else:
        assert sorted(kept) == sorted(letters)


def _plain(html: str) -> str:
    import re

    return re.sub(r"<[^>]*>", "", html)
