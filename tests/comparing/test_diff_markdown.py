"""Markdown for a pull request: bounded, and data can't become markup."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparing.comparing import of_turtle, told
from lod.comparing import render_diff
from lod.comparing.markdown import DIFF_LIMIT, safe
from lod.comparing.prose import compare_prose

HOSTILE = [
    "</details><script>alert(1)</script>",
    "[x](javascript:alert(1)) ![y](https://evil.example/t.png)",
    "**bold** `code` ~~gone~~ | a | b | # head",
    "@everyone and #1 and $x^2$ https://evil.example www.evil.example",
    "\n\n# head\n\n- item\n```\n",
    "&lt;b&gt; <!-- <b a='",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    literal = "".join(f"\\u{ord(c):04x}" for c in text)
    old = '<a> x:p 1 ; schema:name "A" .'
    found = of_turtle(tmp_path, old, f'<a> x:p "{literal}" ; schema:name "{literal}" .')
    written = render_diff(found, "markdown", "en")
    body = written[written.index("\n- ") :]
    assert not re.search(r"<(?!/?(?:details|summary|strong)>)", body)
    assert "</details>" not in body
    assert not re.search(r"(?<!\\)[\[\]!|]", body)
    assert not re.search(r"@\w|(?<!&)#\d|\$|https?://|www\.", body)
    assert [
        line for line in body.splitlines() if line and line[0] not in "-#" and line[:3] != "  -"
    ] == []
    assert body.count("\n#") == 0


@given(st.text())
@settings(deadline=None)
def test_no_text_gets_out_of_its_line(text: str) -> None:
    written = safe(text)
    assert "\n" not in written
    assert "\r" not in written
    assert "<" not in written
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]|~]", re.sub(r"\\[\\`*_\[\]|~#>!]", "", written))


def _many(number: int, value: int, tail: str = "") -> str:
    return "".join(f"<t{n:05}> a x:Kind{n % 3} ; x:p {value} . " for n in range(number)) + tail


def test_a_long_report_is_cut_and_says_how_many_more(tmp_path: Path) -> None:
    found = of_turtle(tmp_path, _many(3000, 1), _many(3000, 2))
    written = render_diff(found, "markdown", "en")
    assert len(written) <= DIFF_LIMIT
    told_of = written.count("\n- `~` ")
    more = re.search(r"… and ([\d,]+) more things", written)
    assert more is not None
    assert told_of + int(more[1].replace(",", "")) == 3000
    assert written.count("<details>") == written.count("</details>") > 0
    assert len(told(found)) == 3000


def test_one_enormous_thing_does_not_pass_the_limit(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(20_000))
    many = " ; ".join(f'x:p{n} "{words[:3000]} {n}"' for n in range(200))
    found = of_turtle(tmp_path, f'<a> x:p "{words}" .', f'<a> x:p "{words[::-1]}" ; {many} .')
    assert len(render_diff(found, "markdown", "sv")) <= DIFF_LIMIT
    assert len(render_diff(found, "text", "sv")) < 20_000


def test_a_class_of_more_than_ten_is_folded(tmp_path: Path) -> None:
    few, many = (
        render_diff(of_turtle(tmp_path, _many(n, 1), _many(n, 2)), "markdown", "sv")
        for n in (30, 33)
    )
    assert few.count("<details>") == 0
    assert "<summary><strong>Kind0 (11)</strong></summary>" in many or "kind0 (11)" in many.lower()


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30))
@settings(deadline=None)
def test_a_word_diff_shows_nothing_that_neither_text_has(old: list[str], new: list[str]) -> None:
    pieces = compare_prose(" ".join(old), " ".join(new))
    for kind, text in pieces:
        side = {"old": [old], "new": [new], "same": [old, new]}[kind]
        words = [word for word in text.split() if word != "…"]
        assert all(set(words) <= set(one) for one in side)
    assert any(kind != "same" for kind, _ in pieces) == (old != new)
