"""What README and docs show is what the commands print; nothing is left out of them."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from lod.cli import main
from lod.config import Config, Limits, Publisher

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
    derived = {"site", "titles", "descriptions", "keep", "publisher", "sparql"}
    settings = {f.name for kind in (Config, Publisher, Limits) for f in fields(kind)} - derived
    for setting in settings | {"title", "description", "release.keep"}:
        assert f"`{setting}`" in text or f".{setting}`" in text, setting


def test_every_link_between_the_docs_leads_somewhere() -> None:
    for file in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", file.read_text()):
            assert (file.parent / target).exists(), f"{file.name}: {target}"
