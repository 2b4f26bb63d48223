"""Repetitions of groups that give nothing back, on a Python that goes wrong on them."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import lod.rdf.repetition
from lod.rdf.repetition import with_plain_groups

SRC = Path(lod.rdf.repetition.__file__).parents[2]
# Loads all of lod as an old Python would, and names the patterns that it would go wrong on.
AS_AN_OLD_PYTHON = """
import importlib.util, pkgutil, re, sys
spec = importlib.util.spec_from_file_location("lod.rdf.repetition", sys.argv[1])
old = importlib.util.module_from_spec(spec)
spec.loader.exec_module(old)
old._RIGHT = False
sys.modules["lod.rdf.repetition"] = old
compiled = []
real = re.compile
def compile_(pattern, flags=0):
    if sys._getframe(1).f_globals["__name__"].startswith("lod."):
        compiled.append(pattern)
    return real(pattern, flags)
re.compile = compile_
import lod
for module in pkgutil.walk_packages(lod.__path__, "lod."):
    if module.name != "lod.__main__":
        importlib.import_module(module.name)
ours = [p for p in compiled if isinstance(p, (str, bytes)) and old.with_plain_groups(p) != p]
print(len(compiled) > 100, ours)
"""


def test_no_pattern_repeats_a_group_possessively_on_an_old_python() -> None:
    command = [sys.executable, "-c", AS_AN_OLD_PYTHON, str(SRC / "lod/rdf/repetition.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == "True []\n", done.stdout + done.stderr


@pytest.mark.parametrize(
    ("version", "is_right"),
    [((3, 11, 0), False), ((3, 11, 4), False), ((3, 11, 5), True), ((3, 12, 0), True)],
)
def test_patterns_are_written_otherwise_for_an_old_python_alone(
    version: tuple[int, ...], is_right: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    possessive = runpy.run_path(str(lod.rdf.repetition.__file__))["possessive"]
    assert possessive("(?:ab)*+c") == ("(?:ab)*+c" if is_right else "(?:ab)*c")


@pytest.mark.parametrize(
    ("pattern", "plain"),
    [
        ("(?:ab)*+c", "(?:ab)*c"),
        ("(?:a(?:b)?+)++", "(?:a(?:b)?)+"),
        ("(?:ab){2,3}+", "(?:ab){2,3}"),
        ("a*+[)*+]++", "a*+[)*+]++"),
        (r"\)*+(?:\)a)*+", r"\)*+(?:\)a)*"),
        ("[]()*+]*+", "[]()*+]*+"),
        ("[^]()*+]*+", "[^]()*+]*+"),
    ],
)
def test_groups_alone_give_back(pattern: str, plain: str) -> None:
    assert with_plain_groups(pattern) == plain
    assert with_plain_groups(pattern.encode()) == plain.encode()
    re.compile(plain)
