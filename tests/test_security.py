"""Every threat in docs/security.md names tests, and they are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs/security.md"
CHAPTERS = (
    "A visitor",
    "A contributor of data",
    "A neighbour on the machine",
    "The source of a download",
)


def chapter(title: str) -> str:
    found = re.search(rf"(?ms)^## {title}\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"))
    assert found is not None, title
    return found[1]


def rows(title: str) -> list[list[str]]:
    """The cells of a chapter's rows: threat, what stands against it, tests."""
    lines = re.findall(r"(?m)^\| (.*) \|$", chapter(title))
    return [line.split(" | ") for line in lines[1:]]


@cache
def functions(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("title", CHAPTERS)
def test_each_threat_has_tests_that_exist(title: str) -> None:
    found = rows(title)
    assert len(found) >= 4
    for cells in found:
        assert len(cells) == 3, cells
        named = re.findall(r"`([^`]+)`", cells[2])
        assert named, cells[0]
        for name in named:
            file, _, function = name.partition("::")
            assert (TESTS / file).is_file(), name
            assert function.startswith("test_"), name
            assert function in functions(TESTS / file), name


def test_the_page_is_found() -> None:
    for file in ("README.md", "SECURITY.md", "docs/operator.md", "docs/maintainer.md"):
        text = (TESTS.parent / file).read_text(encoding="utf-8")
        assert "security.md)" in text, file
