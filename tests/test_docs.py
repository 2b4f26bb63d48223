"""What README and docs show is what the commands print; nothing is left out of them."""

import re
import subprocess
import sys
from dataclasses import fields
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from lod.cli import main
from lod.config import Config, Limits, Publisher, ServerSettings
from lod.errors import UsageError

ROOT = Path(__file__).parents[1]


def test_every_example_prints_what_the_docs_show() -> None:
    command = [sys.executable, str(ROOT / "docs/generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_has_its_three_curl_lines_and_a_query() -> None:
    commands = re.findall(r"(?m)^\$ (.*)$", (ROOT / "README.md").read_text())
    assert sum(c.startswith("curl") for c in commands) == 3
    assert sum("lod query" in c for c in commands) == 1


def test_every_command_and_setting_is_documented() -> None:
    text = "".join(f.read_text() for f in (ROOT / "docs").glob("*.md"))
    for command in main.commands:
        assert f"`lod {command}" in text, command
    derived = {"lines", "site", "titles", "descriptions", "keep", "publisher", "sparql", "serve"}
    kinds = (Config, Publisher, Limits, ServerSettings)
    settings = {f.name for kind in kinds for f in fields(kind)} - derived
    for setting in settings | {"title", "description", "release.keep"}:
        assert f"`{setting}`" in text or f".{setting}`" in text, setting


def test_every_link_between_the_docs_leads_somewhere() -> None:
    for file in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", file.read_text()):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_every_picture_is_small_and_shown() -> None:
    pictures = [*(ROOT / "docs/images").iterdir()]
    assert pictures
    text = "".join(f.read_text() for f in (ROOT / "docs").glob("*.md"))
    for picture in pictures:
        assert f"](images/{picture.name})" in text
        assert picture.stat().st_size < 150_000


def test_a_page_is_written_anew_where_it_differs(tmp_path: Path) -> None:
    page = (
        "<!-- generated: exit codes -->\nold\n<!-- end -->\n"
        "<!-- added to lod.toml -->\n```toml\n# a remark\n```\n"
        "<!-- in a copy -->\n```console\n$ tail -n 1 lod.toml; git status --short\nold\n```\n"
        "```console\n$ tail -n 1 lod.toml\n```\n"
    )
    new = generate().rendered(page, "127.0.0.1:1", tmp_path)
    assert "old" not in new
    assert "| 130 |" in new
    assert "--short\n# a remark\n M lod.toml\n```" in new
    assert new.count("# a remark") == 2, "the publication itself was changed"


def test_a_code_without_a_meaning_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UsageError, "exit_code", 9)
    with pytest.raises(KeyError):
        generate().TABLES["exit codes"]()


def generate() -> ModuleType:
    spec = spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
