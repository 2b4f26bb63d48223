"""Patterns are XPath's, whatever Python's ``re`` thinks of them."""

import re

import pyoxigraph as ox
import pytest
from elementpath.regex import translate_pattern
from hypothesis import given
from hypothesis import strategies as st

from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.core.regex import compile_pattern


def found(pattern: str, flags: str, text: str) -> bool:
    return compile_pattern(pattern, flags).compiled.search(text) is not None


BLOCKS = {
    "Thai": "ก",
    "CombiningDiacriticalMarks": "\u0301",
    "CombiningMarksforSymbols": "\u20d0",
    "Latin-1Supplement": "é",
    "LatinExtended-A": "ā",
    "Greek": "α",
    "GreekandCoptic": "α",
    "CyrillicSupplement": "Ԁ",
    "CyrillicSupplementary": "Ԁ",
    "HangulSyllables": "가",
    "CJKUnifiedIdeographs": "中",
    "PrivateUse": "\ue000",
    "Emoticons": "😀",
    "Specials": "\ufffd",
}


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_have_the_names_of_any_version(name: str) -> None:
    assert found(rf"^\p{{Is{name}}}$", "", BLOCKS[name])
    assert found(rf"^[a\p{{Is{name}}}]$", "", BLOCKS[name])
    assert not found(rf"\P{{Is{name}}}|[^\p{{Is{name}}}]", "", BLOCKS[name])
    assert not found(rf"\p{{Is{name}}}", "", "a")


CATEGORIES = {"L": "é", "Lu": "Å", "Nd": "٣", "Zs": "\xa0", "Sc": "€", "C": "\x01", "Co": "\ue000"}


@pytest.mark.parametrize("name", CATEGORIES)
def test_categories_are_unicodes(name: str) -> None:
    assert found(rf"^\p{{{name}}}$", "", CATEGORIES[name])
    assert found(rf"^[\p{{{name}}}-[a]]$", "", CATEGORIES[name])
    assert not found(rf"\P{{{name}}}", "", CATEGORIES[name])


MATCHES = [
    # sets, which differ from Python's
    (r"\w", "", "+$é5", "_-. \u2014"),
    (r"[\w]", "", "+$é5", "_-. \u2014"),
    (r"\W", "", "_-. ", "+$é5"),
    (r"[a\W]", "", "_-. a", "+$é5"),
    (r"\s", "", " \t\n\r", "\xa0\x0b\x1c"),
    (r"[^\s]", "", "\xa0\x0b", " \t\n\r"),
    (r"\d", "", "3٣", "a²"),
    (r"[\D]", "", "a²", "3٣"),
    (r"\i", "", ":_aé\U00020000", "1-. "),
    (r"\I", "", "1-. ", ":_aé"),
    (r"\c", "", ":_aé1-.", " /"),
    (r"[\C]", "", " /", ":_aé1-."),
    (r"[\i-[:]]", "", "_a", ":1"),
    # subtraction
    ("[a-z-[aeiou]]", "", "bz", "ae1"),
    ("[a-z-[m-p-[n]]]", "", "an", "mop"),
    ("[^a-z-[1]]", "", "2A", "1a"),
    (r"[\w-[\d]]", "", "a", "5"),
    ("[a-z-[aeiou]]", "i", "bB", "aE"),
    # flag i and what it leaves as it is
    ("[a-c]", "i", "aB", "d"),
    ("[^a]", "i", "b", "aA"),
    (r"\p{Lu}", "i", "A", "a"),
    (r"\P{Lu}", "i", "a", "A"),
    (r"[b\p{Lu}]", "i", "AbB", "a"),
    (r"[^b\p{Lu}]", "i", "a", "AbB"),
    # characters that mean something elsewhere
    ("[&&]", "", "&", "a"),
    ("[a&&b]", "", "ab&", "c"),
    ("[~~||]", "", "~|", "a"),
    ("[.$^]", "", ".$^", "a"),
    ("[*-+]", "", "*+", ","),
    ("[a-]", "", "a-", "b"),
    ("[-a]", "", "a-", "b"),
    (r"[\]\\\-\[]", "", "]\\-[", "a"),
    (r"[\n\r\t]", "", "\n\r\t", "nrt "),
    (r"[^\^]", "", "a", "^"),
    (".", "", "a😀\u2028", "\n\r"),
    (".", "s", "a\n\r", ""),
]


@pytest.mark.parametrize(("pattern", "flags", "inside", "outside"), MATCHES)
def test_a_character_is_in_or_out(pattern: str, flags: str, inside: str, outside: str) -> None:
    assert [c for c in inside if not found(f"^{pattern}$", flags, c)] == []
    assert [c for c in outside if found(f"^{pattern}$", flags, c)] == []


WHOLE = [
    ("^a$", "", "a\n", False),
    ("^a$", "", "a", True),
    ("^b$", "m", "a\nb\nc", True),
    ("^$", "m", "a\n", False),
    ("^$", "m", "a\n\nb", True),
    ("^$", "m", "", True),
    ("a$", "m", "a\r\n", False),
    ("^b", "m", "a\rb", False),
    ("^*a", "", "a", True),
    ("(^a|b$)+", "", "b", True),
    (r"^(a)(b)\2\1$", "", "abba", True),
    (r"^(a)\10$", "", "aa0", True),
    (r"^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10$", "", "abcdefghijj", True),
    (r"^(?:a)(b)\1$", "", "abb", True),
    (r"^(a)|b\1$", "", "b", False),
    ("^a*?$", "", "aaa", True),
    ("^a{2,3}?b??$", "", "aab", True),
    ("^a{2}$", "", "aaa", False),
    ("^(|a)$", "", "", True),
    ("a b", "x", "ab", True),
    ("a\nb\t{2}", "x", "abb", True),
    ("[a b]", "x", " ", True),
    (r"[\] ]", "x", " ", True),
    (r"\[a b]", "x", "[ab]", True),
    ("[a-z -[b ]] c", "x", " c", False),
    ("[a-z -[b]] c", "x", " c", True),
    ("a#b", "x", "a#b", True),
    ("a.c", "q", "abc", False),
    ("A.(", "iq", "a.(", True),
    ("a b", "xq", "a b", True),
    ("ß", "i", "ẞ", True),
    ("k", "i", "\u212a", True),
    (r"\\A", "", r"\A", True),
]


@pytest.mark.parametrize(("pattern", "flags", "text", "matches"), WHOLE)
def test_a_text_matches_or_not(pattern: str, flags: str, text: str, matches: bool) -> None:
    assert found(pattern, flags, text) is matches


REFUSED = {
    "(": 1,
    "a(b(c)": 2,
    "a)": 2,
    "[a": 1,
    "b[]": 2,
    "[^]": 1,
    "[a-": 1,
    "[a-z-[b": 6,
    "(?i)a": 1,
    "(?<n>a)": 1,
    "(?P<n>a)": 1,
    "a(?#x)": 2,
    "a**": 3,
    "x++": 3,
    "x*?+": 4,
    "x{2}{3}": 5,
    "x{,3}": 2,
    "x{a}": 2,
    "x{3,2}": 2,
    "*": 1,
    "a|*": 3,
    "(+a)": 2,
    "[a[b]": 3,
    "[z-a]": 2,
    r"[a-\d]": 2,
    r"a\p{Xx}": 2,
    r"\p{Cs}": 1,
    r"\p{IsNoSuch}": 1,
    r"\p{isThai}": 1,
    r"\p{Thai}": 1,
    r"\pL": 1,
    r"\p{L": 1,
    r"\p{}": 1,
    r"\y": 1,
    r"a\a": 2,
    r"\f": 1,
    r"\v": 1,
    r"\x41": 1,
    r"\u0041": 1,
    r"\N{DIGIT ONE}": 1,
    r"\0": 1,
    "a\\": 2,
    r"(a)\2": 4,
    r"\1(a)": 1,
    r"(a\1)": 3,
    r"[\1]": 2,
    r"[a\b]": 3,
}


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_is_no_pattern_is_refused_with_its_place(pattern: str) -> None:
    with pytest.raises(Wrong, match=rf"\S \(character {REFUSED[pattern]}\)$"):
        compile_pattern(pattern)


def test_the_place_is_the_one_before_space_was_left_out() -> None:
    with pytest.raises(Wrong, match=r"\(character 6\)$"):
        compile_pattern("a  b )", "x")


@pytest.mark.parametrize("flags", ["y", "I", "iy"])
def test_an_unknown_flag_is_refused(flags: str) -> None:
    with pytest.raises(Wrong, match="unknown flag"):
        compile_pattern("a", flags)


@pytest.mark.parametrize("pattern", ["(" * 5000 + ")" * 5000, "a{99999999999}"])
def test_what_python_has_no_room_for_is_refused(pattern: str) -> None:
    with pytest.raises(Wrong):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(?=a)", r"\b", r"\/", r"\_", "a]", "a}", "[]a]", "[a-c-e]", r"[\d-z]", "[--a]", r"(?<!a)b"],
)
def test_what_only_some_engines_take_is_taken_and_told(pattern: str) -> None:
    assert not compile_pattern(pattern).portable


@pytest.mark.parametrize("pattern", ["[a-c]-", "[-a]", "[a-]", r"[\d-]", "[a-[b]]", r"\-\^", "^$"])
def test_what_xpath_has_is_told_of_no_one(pattern: str) -> None:
    assert compile_pattern(pattern).portable


ATOMS = st.sampled_from(
    ["a", "b", "é", ".", "[ab]", "[^a]", "[a-c]", "[b-]", r"\.", r"\n", r"\p{L}", r"[^\p{L}]",
     r"\P{Lu}", r"\d", r"[\d.]", "^", "$", "(a)", "(a|b)", "(?:ab)", "A", "[A-B]", "-"]
)  # fmt: skip
TIMES = st.sampled_from(["", "", "", "*", "+", "?", "{2}", "{1,2}", "{1,}", "*?", "+?", "??"])
PIECES = st.lists(st.tuples(ATOMS, TIMES).map("".join), min_size=1, max_size=5)
PATTERNS = st.lists(PIECES.map("".join), min_size=1, max_size=2).map("|".join)
TEXTS = st.text(alphabet="abcéA.-1\n", max_size=6)


@given(PATTERNS, TEXTS, st.sampled_from(["", "s", "m", "i"]))
def test_patterns_mean_what_they_do_in_elementpath(pattern: str, text: str, flags: str) -> None:
    options = {"": re.NOFLAG, "s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE}[flags]
    theirs = re.compile(translate_pattern(pattern, options), options)
    assert found(pattern, flags, text) is (theirs.search(text) is not None)


@given(PATTERNS, TEXTS, st.sampled_from(["", "s"]))
def test_patterns_mean_what_they_do_in_sparql(pattern: str, text: str, flags: str) -> None:
    terms = ", ".join(str(ox.Literal(part)) for part in (text, pattern, flags))
    rows = ox.Store().query(f"SELECT (REGEX({terms}) AS ?found) {{}}")
    assert isinstance(rows, ox.QuerySolutions)
    answer = next(rows)["found"]
    assert isinstance(answer, ox.Literal)
    assert found(pattern, flags, text) is (answer.value == "true")
