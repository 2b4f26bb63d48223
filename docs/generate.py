"""Runs the commands in README.md and docs/*.md, and writes their output below them.

A block ``console`` holds lines that start with ``$ `` and what they print. They run in this
folder; below ``<!-- in a copy -->`` in a copy of the publication, a git repository with one commit,
which lasts to the end of the page. A block below ``<!-- added to FILE -->`` is added to a file of
the copy. What stands between ``<!-- generated: NAME -->`` and ``<!-- end -->`` comes from the code.

`make docs` writes the files anew; with ``--check`` it says which differ and exits 1; with
``--pictures`` it takes the pictures anew (needs /usr/bin/chromium).
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import yaml  # type: ignore[import-untyped] # comes with pre-commit

from lod import cli
from lod.errors import LodError
from lod.reports import FORMATS

ROOT = Path(__file__).parents[1]
SHOWN = "127.0.0.1:8000"
PUBLICATION = ("lod.toml", "data", "ontology", "shapes", "queries")
_PART = re.compile(
    r"<!-- generated: (?P<name>[\w ]+) -->\n.*?<!-- end -->"
    r"|<!-- added to (?P<file>\S+) -->\n```\w+\n(?P<text>.*?)```"
    r"|(?P<head>(?P<copy><!-- in a copy -->\n)?```console\n)(?P<block>.*?)(?=```)",
    re.DOTALL,
)


def main() -> None:
    """Write the files anew, or compare."""
    differing = []
    with running() as (address, out):
        for file in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
            old = file.read_text(encoding="utf-8")
            new = rendered(old, address, out, pictures="--pictures" in sys.argv)
            if new != old:
                differing.append(file.name)
                if "--check" not in sys.argv:
                    file.write_text(new, encoding="utf-8")
    if "--check" in sys.argv and differing:
        sys.exit(f"not as the commands print it: {', '.join(differing)}; run make docs")


def rendered(text: str, address: str, out: Path, *, pictures: bool = False) -> str:
    """Run every command of a page and put what it prints below it; write its tables."""
    with tempfile.TemporaryDirectory() as folder:
        page = _Page(address, out, Path(folder, "publication"))
        new = _PART.sub(page.part, text)
        if pictures:
            page.take_pictures(text)
        return new


class _Page:
    """A page: where its commands run, and what they print."""

    def __init__(self, address: str, out: Path, copy: Path) -> None:
        self.address, self.out, self._copy = address, out, copy

    def part(self, found: re.Match[str]) -> str:
        """Write a block anew."""
        if found["name"]:
            return f"<!-- generated: {found['name']} -->\n{TABLES[found['name']]()}<!-- end -->"
        if found["file"]:
            with (self.copy / found["file"]).open("a", encoding="utf-8") as file:
                file.write(f"\n{found['text']}")
            return found[0]
        folder = self.copy if found["copy"] else ROOT
        commands = [line for line in found["block"].splitlines() if line.startswith("$ ")]
        return found["head"] + "".join(f"{c}\n{self._run(c[2:], folder)}" for c in commands)

    @cached_property
    def copy(self) -> Path:
        """The publication, committed, to be changed."""
        self._copy.mkdir()
        for name in PUBLICATION:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, self._copy / name)
        git = ["git", "-c", "user.name=steward", "-c", "user.email=steward@example.org"]
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "As published"]):
            subprocess.run([*git, *command], cwd=self._copy, check=True)
        return self._copy

    def _run(self, command: str, folder: Path) -> str:
        command = command.replace(SHOWN, self.address)
        command = command.replace("lod query", f"lod query --out {self.out}")
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {"PATH": path, "LANG": "C.UTF-8", "COLUMNS": "90", "HOME": str(self.out)}
        done = subprocess.run(
            ["bash", "-c", command],
            capture_output=True, text=True, cwd=folder, env=environment, timeout=60, check=False,
        )  # fmt: skip
        printed = (done.stdout + done.stderr).replace(self.address, SHOWN)
        printed = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
        return re.sub(r"(?m)^(Last-Modified|Date): .*$", r"\1: …", printed, flags=re.IGNORECASE)

    def take_pictures(self, text: str) -> None:
        """Take the pictures of pages that the commands wrote: ``![…](images/NAME.png)``."""
        for name in re.findall(r"\]\(images/([\w-]+)\.png\)", text):
            _photograph(self.copy / f"{name}.html", ROOT / "docs" / "images" / f"{name}.png")


def _photograph(page: Path, picture: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--headless", "--no-sandbox"]
        )
        view = browser.new_page(viewport={"width": 860, "height": 900})
        view.goto(page.as_uri())
        view.screenshot(path=picture)
        browser.close()


def _table(head: str, rows: Mapping[str, str]) -> str:
    first, second = head.split(", ")
    align = "--:" if all(name.isdigit() for name in rows) else "---"
    written = "".join(f"| {name} | {about} |\n" for name, about in rows.items())
    return f"| {first} | {second} |\n|{align}|---|\n{written}"


_MEANING = {
    0: "all is as it must be (there may be warnings)",
    1: "the data breaks a rule, a part of a source could not be read, or a query got no answer",
    2: "the command line is wrong",
    3: "a file can't be read, or the shapes check nothing: the message says which, and where",
    70: "a bug in lod",
    130: "interrupted: nothing was decided",
}


def _exit_codes() -> str:
    codes = {0, cli._INTERRUPTED, *(error.exit_code for error in _tree(LodError))}
    if stale := _MEANING.keys() - codes:
        raise KeyError(f"no error exits with {stale}")
    return _table("code, meaning", {str(code): _MEANING[code] for code in sorted(codes)})


def _tree(error: type[LodError]) -> Iterator[type[LodError]]:
    yield error
    for below in error.__subclasses__():
        yield from _tree(below)


def _formats() -> str:
    rows = {f"`{name}`": f"{form.about} ({form.media_type})" for name, form in FORMATS.items()}
    rows["`summary`"] = "for the page of a run on GitHub: Markdown, within what is shown"
    return _table("format, what it is for", rows)


def _inputs() -> str:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    rows = {}
    for name, about in inputs.items():
        default = f" Default: `{about['default']}`." if about["default"] else ""
        rows[f"`{name}`"] = f"{about['description']}{default}"
    return _table("input, what it is", rows)


TABLES: Mapping[str, Callable[[], str]] = {
    "exit codes": _exit_codes,
    "formats": _formats,
    "inputs of the action": _inputs,
}
"""Name → writer."""


@contextmanager
def running() -> Iterator[tuple[str, Path]]:
    """Serve the shipped publication on a free port; gives its address and folder."""
    with tempfile.TemporaryDirectory() as folder:
        lod = [sys.executable, "-m", "lod"]
        subprocess.run([*lod, "build", "--out", folder], cwd=ROOT, check=True, capture_output=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [*lod, "serve", "--out", folder, "--port", str(port)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
            try:
                _wait(f"http://127.0.0.1:{port}/")
                yield f"127.0.0.1:{port}", Path(folder)
            finally:
                server.terminate()


def _wait(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


if __name__ == "__main__":
    main()
