"""Text is the same on every Python, whichever version of Unicode it knows."""

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.publishing import unicode14
from lod.publishing.iris import slug
from lod.publishing.minting import letters_of
from lod.publishing.records import clean
from lod.publishing.unicode14 import WHITE_SPACE, caseless, compose, decompose, is_assigned, tidy

SOURCE = Path(__file__).parents[2] / "src/lod/publishing"
OLD = unicodedata.ucd_3_2_0
NEWER = "\U0001fae8 \u0ece \U00010d6b \ua7cb"
"""A face, two marks and a capital letter: of Unicode 15 and 16."""

CORRECTED = {0x2F868, 0x2F874, 0x2F91F, 0x2F95F, 0x2F9BF}
"""What Unicode 3.2 decomposes otherwise than all later versions (Corrigendum 4)."""


def old_edges() -> list[int]:
    """Say what Unicode 3.2 has not, as the module says it of 14.0."""
    found, before = [], True
    for number in range(sys.maxunicode + 1):
        known = OLD.category(chr(number)) != "Cn" or number in range(0xFDD0, 0xFDF0)
        if known != before:
            found.append(number)
            before = known
    return found


OLD_EDGES = old_edges()


def test_white_space_is_what_python_takes_for_it() -> None:
    assert {chr(n) for n in range(sys.maxunicode + 1) if chr(n).isspace()} == {*WHITE_SPACE}


@pytest.mark.parametrize(
    "text", ["a \u2028b\x85", " Å\u030a\u0301\x00\ue000\ufdd0x\U0010ffff\ud800 "]
)
def test_what_never_is_a_character_is_dropped(text: str) -> None:
    assert clean(text) in ("a b", "Å\u030a\u0301x")


@pytest.mark.parametrize("letter", NEWER.split())
def test_what_came_later_is_kept_and_in_its_place(letter: str) -> None:
    """Neither dropped, nor put after a mark, nor folded: on 3.11 and on whatever knows it."""
    assert not is_assigned(letter)
    assert clean(f" a{letter}\u0327 ") == f"a{letter}\u0327"
    assert compose(f"e\u0301{letter}e\u0301") == f"é{letter}é"
    assert decompose(f"é{letter}é") == f"e\u0301{letter}e\u0301"
    assert caseless(f"Å{letter}") == f"å{letter}"
    assert slug(f"Å{letter}b") == "a-b"
    assert letters_of(f"Å{letter}B!") == f"å{letter}b"


def test_what_14_0_has_not_is_what_no_python_of_ours_had() -> None:
    unassigned = {n for n in range(sys.maxunicode + 1) if not is_assigned(chr(n))}
    here = {n for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) == "Cn"}
    never = {
        *range(0xFDD0, 0xFDF0),
        *(n for n in range(sys.maxunicode + 1) if n & 0xFFFE == 0xFFFE),
    }
    assert here - never <= unassigned
    if unicodedata.unidata_version == "14.0.0":
        assert unassigned == here - never


def stood_in(text: str) -> str:
    """Put a letter that never composes for what 3.2 has not: Python orders that otherwise."""
    return "".join("一" if OLD.category(letter) == "Cn" else letter for letter in text)


MARKED = [
    chr(number)
    for number in range(0x20000)
    if unicodedata.combining(chr(number)) or unicodedata.decomposition(chr(number))
]


@given(st.text(st.sampled_from([*"aAeEoO", *MARKED])))
def test_an_older_table_gives_what_an_older_python_gives(text: str) -> None:
    """3.2 stands here for 14.0, and this Python for one that knows more."""
    if any(ord(letter) in CORRECTED for letter in text):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unicode14, "_EDGES", OLD_EDGES)
        patch.setattr(unicode14, "_ALL_ASSIGNED", re.compile("[\x00-\x7f]*"))
        assert stood_in(compose(text)) == OLD.normalize("NFC", stood_in(text))
        assert stood_in(decompose(text)) == OLD.normalize("NFD", stood_in(text))


@given(st.text())
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert tidy(tidy(text)) == tidy(text)


SCRIPT = """
import sys, types
from hashlib import sha256
for name, folder in (("lod", sys.argv[1] + "/.."), ("lod.publishing", sys.argv[1])):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [folder]
from lod.publishing.iris import slug
from lod.publishing.unicode14 import caseless, compose, decompose, is_punctuation, tidy
found = sha256()
for number in (
    *range(0x3400), *range(0xA000, 0xAC00), *range(0xD7A0, 0x17000), *range(0x1A000, 0x20000),
    *range(0xE0000, 0xE0200),
):
    text = "A\\u0301" + chr(number) + "\\u0327\\u0301 b "
    made = [compose(tidy(text)), decompose(text), caseless(text), slug(text)]
    found.update(repr([*map(ascii, made), is_punctuation(chr(number))]).encode())
print(found.hexdigest())
"""


def pythons() -> list[str]:
    """Find the other versions on this machine that lod runs on."""
    names = [shutil.which(f"python3.{minor}") for minor in range(12, 20)]
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = (str(file) for file in root.glob("versions/3.*/bin/python"))
    newer = (one for one in kept if int(Path(one).parts[-3].split(".")[1]) > 11)
    found = sorted({*filter(None, names), *newer})
    return [
        one for one in found if not subprocess.run([one, "-c", ""], capture_output=True).returncode
    ]


def test_all_code_points_give_the_same_bytes_on_every_python_here() -> None:
    if not (others := pythons()):
        pytest.skip("no newer Python is installed")
    command = ["-I", "-c", SCRIPT, str(SOURCE)]
    found = {
        python: subprocess.run(
            [python, *command], capture_output=True, text=True, check=True
        ).stdout
        for python in (sys.executable, *others)
    }
    assert len({*found.values()}) == 1, found
