"""What README and docs show is what the commands print; nothing is left out of them."""

import re
import subprocess
import sys
from dataclasses import fields
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from lod.checking.guards import TITLES
from lod.cli.commands import main
from lod.errors import UsageError
from lod.publishing.config import Config, Publisher
from lod.serving.settings import Limits, ServerSettings

ROOT = Path(__file__).parents[1]


def test_every_example_prints_what_the_docs_show() -> None:
    command = [sys.executable, str(ROOT / "docs/generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_has_its_three_curl_lines_and_a_query() -> None:
    commands = re.findall(r"(?m)^\$ (.*)$", (ROOT / "README.md").read_text())
    assert sum(c.startswith("curl") for c in commands) == 3
    assert sum("lod query" in c for c in commands) == 1


def test_every_command_and_setting_is_documented() -> None:
    text = "".join(f.read_text() for f in (ROOT / "docs").glob("*.md"))
    for command in main.commands:
        assert f"`lod {command}" in text, command
    derived = {"lines", "site", "titles", "descriptions", "keep", "publisher", "served", "store"}
    kinds = (Config, Publisher, Limits, ServerSettings)
    settings = {f.name for kind in kinds for f in fields(kind)} - derived
    for setting in settings | {"title", "description", "release.keep", "store.kind"}:
        assert f"`{setting}`" in text or f".{setting}`" in text, setting


def test_every_guard_is_documented() -> None:
    text = (ROOT / "docs/check.md").read_text()
    documented = set(re.findall(r"(?m)^\| `guard/([a-z-]+)` \|", text))
    assert documented == {*TITLES, "unknown-name"}


def test_every_link_between_the_docs_leads_somewhere() -> None:
    for file in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#\s]+)", file.read_text()):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_every_place_that_is_linked_to_in_a_page_is_a_heading_of_it() -> None:
    pages = {file.name: file.read_text() for file in (ROOT / "docs").glob("*.md")}
    for name, text in pages.items():
        for page, anchor in re.findall(r"\]\(([\w.]*\.md)?#([^)\s]+)\)", text):
            assert anchor in anchors(pages[page or name]), f"{name}: {page}#{anchor}"


def anchors(text: str) -> list[str]:
    """Give what GitHub calls the headings of a page, in order."""
    headings = re.findall(r"(?m)^#+ (.+)$", re.sub(r"(?ms)^```.*?^```$", "", text))
    return [re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings]


def test_the_stewards_guide_has_the_same_parts_in_both_languages() -> None:
    english, swedish = (
        re.sub(r"(?ms)^```\w+\n.*?^```$", "", (ROOT / "docs" / name).read_text())
        for name in ("steward.md", "steward.sv.md")
    )
    assert re.findall("(?m)^#+ ", english) == re.findall("(?m)^#+ ", swedish)
    assert "](steward.sv.md)" in english
    assert "](steward.md)" in swedish
    said = {page: set(re.findall(r"`(notice/[a-z-]+)`", page)) for page in (english, swedish)}
    assert said[english] == said[swedish]


def test_every_picture_is_small_and_shown() -> None:
    pictures = [*(ROOT / "docs/images").iterdir()]
    assert pictures
    text = "".join(f.read_text() for f in (ROOT / "docs").glob("*.md"))
    for picture in pictures:
        assert f"](images/{picture.name}" in text
        assert picture.stat().st_size < 150_000


def test_a_page_is_written_anew_where_it_differs(tmp_path: Path) -> None:
    page = (
        "<!-- generated: exit codes -->\nold\n<!-- end -->\n"
        "<!-- added to lod.toml -->\n```toml\n# a remark\n```\n"
        "<!-- in a copy -->\n```console\n$ tail -n 1 lod.toml; git status --short\nold\n```\n"
        "```console\n$ tail -n 1 lod.toml\n```\n"
    )
    with generate().opened("127.0.0.1:1", tmp_path) as opened:
        new = opened.rendered(page)
    assert "old" not in new
    assert "| 130 |" in new
    assert "--short\n# a remark\n M lod.toml\n```" in new
    assert new.count("# a remark") == 2, "the publication itself was changed"


def test_a_code_without_a_meaning_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UsageError, "exit_code", 9)
    with pytest.raises(KeyError):
        generate().TABLES["exit codes"]()


def test_a_drawing_shows_what_the_command_shows_on_a_terminal(tmp_path: Path) -> None:
    command = r"tail -n 1 lod.toml; test -t 1 && printf '\e[1;31mred\e[0m &'"
    page = f'![a picture](images/x.svg "{command}")'
    with generate().opened("127.0.0.1:1", tmp_path) as opened:
        assert opened.rendered(page) == page
        last = (opened.copy / "lod.toml").read_text().splitlines()[-1]
        (drawing,) = opened.drawings.values()
    shown = [row for row in said(drawing) if row]
    assert shown[-2:] == [last, "red &"]
    assert "font-weight: bold" in drawing
    assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")


def test_a_long_output_is_shown_as_far_as_a_terminal_shows_it(tmp_path: Path) -> None:
    printed = "".join(f"{'x' * 150}{n}\n" for n in range(100))
    rows = said(generate().pictures.draw("x", "yes", printed))
    assert rows[:3] == ["$ yes", "x" * 100, f"{'x' * 50}0"]
    assert (len(rows), rows[-1]) == (32, "…")


def test_a_picture_of_a_page_that_changed_is_stale(tmp_path: Path) -> None:
    pictures = generate().pictures
    page, picture = tmp_path / "a.html", tmp_path / "a.png"
    assert not pictures.is_of(picture, page)
    page.write_text("one")
    png = (ROOT / "docs/images/report.png").read_bytes()
    picture.write_bytes(pictures._marked(png, page))
    assert pictures.is_of(picture, page)
    page.write_text("two")
    assert not pictures.is_of(picture, page)


def said(drawing: str) -> list[str]:
    """Read the rows of a drawing."""
    rows: dict[float, str] = {}
    for text in ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text"):
        at = float(text.attrib["y"])
        rows[at] = rows.get(at, "") + (text.text or "").replace("\xa0", " ")
    return [row.rstrip() for _, row in sorted(rows.items())]


@cache
def generate() -> ModuleType:
    sys.path.append(str(ROOT / "docs"))  # as when it is run
    spec = spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
