"""Runs the commands in README.md, docs and examples/*/README.md, and writes their output below.

A block ``console`` holds lines that start with ``$ `` and what they print. They run in this
folder; below ``<!-- in a copy -->`` in a copy of the publication (in examples/, of that which the
page is in), a git repository with one commit, which lasts to the end of the page; below
``<!-- from nothing -->`` in a folder that has the files of examples/pages and examples/tables
alone. In these two ``lod serve`` goes on to the next one, or to the end of the page. What is in
``NAME.sv.md`` runs in Swedish.

A block below ``<!-- added to FILE -->`` is added to a file of the copy. One below
``<!-- edited in FILE -->`` is lines of a TOML file in the folder with the pages, each in place of
the line with its key. What stands between ``<!-- generated: NAME -->`` and ``<!-- end -->`` comes
from the code.

A picture ``![…](images/NAME.svg "COMMAND")`` is drawn of what the command shows on a terminal, in
the copy; ``![…](images/NAME.png)`` is a photograph of NAME.html or NAME.md, written there.

What `lod init` ships is written anew into the publications in examples/.

`make docs` writes the files anew; with ``--check`` it says which differ and exits 1; with
``--pictures`` it takes the photographs anew (needs /usr/bin/chromium).
"""

import json
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
from itertools import groupby
from pathlib import Path

import pictures
import yaml  # type: ignore[import-untyped] # comes with pre-commit

from lod.checking.report import REPORT_FORMATS
from lod.cli.exits import EXIT_CODES
from lod.errors import LodError
from lod.publishing.config import read_config
from lod.publishing.tables.declared import SIDECAR, SidecarTable
from lod.publishing.template import todays_template

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
SHOWN = "127.0.0.1:8000"
PUBLICATION = ("lod.toml", "data", "ontology", "shapes", "queries")
EXAMPLES = sorted(file.parent for file in (ROOT / "examples").glob("*/lod.toml"))
_PART = re.compile(
    r"<!-- generated: (?P<name>[\w ]+) -->\n.*?<!-- end -->"
    r"|<!-- added to (?P<file>\S+) -->\n```\w+\n(?P<text>.*?)```"
    r"|<!-- edited in (?P<edited>\S+) -->\n```\w+\n(?P<lines>.*?)```"
    r"|!\[[^\]]*\]\(images/(?P<drawing>[\w-]+)\.svg \"(?P<command>[^\"]+)\"\)"
    r"|(?P<head>(?:<!-- (?P<where>in a copy|from nothing) -->\n)?```console\n)"
    r"(?P<block>.*?)(?=```)",
    re.DOTALL,
)


def main() -> None:
    """Write the files anew, or compare."""
    stale = []
    with running() as (address, out):
        for site in EXAMPLES:
            stale += _shipped(site)
        readmes = [site / "README.md" for site in EXAMPLES]
        for file in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *readmes]:
            locale = "sv_SE.UTF-8" if file.name.endswith(".sv.md") else "en_GB.UTF-8"
            with opened(address, out, locale, file.parent if file in readmes else ROOT) as page:
                stale += _renew(file, page.rendered(file.read_text(encoding="utf-8")))
                for picture, drawing in page.drawings.items():
                    stale += _renew(picture, drawing)
                for picture, source in page.photographs(file.read_text(encoding="utf-8")).items():
                    stale += _retake(picture, source)
    if stale:
        sys.exit(f"not as the commands print it: {', '.join(stale)}; run make docs")


def _renew(file: Path, new: str) -> list[str]:
    """Write a file anew; with --check name it, if it differs."""
    if file.exists() and file.read_text(encoding="utf-8") == new:
        return []
    if "--check" in sys.argv:
        return [file.name]
    file.write_text(new, encoding="utf-8")
    return []


def _shipped(site: Path) -> list[str]:
    """Write what `lod init` ships anew, but what is in data: that is the steward's."""
    config = read_config(site)
    shipped = todays_template(config.base_iri, config.languages)
    own = {name: text for name, text in shipped.items() if not name.startswith("data/")}
    return [stale for name, text in own.items() for stale in _renew(site / name, text)]


def _retake(picture: Path, page: Path) -> list[str]:
    """Take a photograph anew with --pictures; else name it, if it isn't of the page as it is."""
    if pictures.is_of(picture, page):
        return []
    if "--pictures" not in sys.argv:
        return [f"{picture.name} (with --pictures)"]
    pictures.photograph(page, picture)
    return []


@contextmanager
def opened(
    address: str, out: Path, locale: str = "en_GB.UTF-8", site: Path = ROOT
) -> Iterator["_Page"]:
    """Give a page, whose commands have a copy of the publication to themselves."""
    with tempfile.TemporaryDirectory() as folder:
        page = _Page(address, out, Path(folder), locale, site)
        try:
            yield page
        finally:
            page.close()


class _Page:
    """A page: where its commands run, and what they print."""

    def __init__(self, address: str, out: Path, folder: Path, locale: str, site: Path) -> None:
        self.address, self.out, self._folder, self._locale = address, out, folder, locale
        self._site = site
        self.drawings: dict[Path, str] = {}
        self._server: subprocess.Popen[str] | None = None

    def close(self) -> None:
        """End what the page has begun to serve."""
        if self._server:
            self._server.terminate()
            self._server.communicate()

    def rendered(self, text: str) -> str:
        """Run every command of a page and put what it prints below it; write its tables."""
        return _PART.sub(self._part, text)

    def photographs(self, text: str) -> dict[Path, Path]:
        """Give the photographs that a page shows, each with the page that it is of."""
        names = re.findall(r"\]\(images/([\w-]+)\.png\)", text)
        return {IMAGES / f"{n}.png": next(self.copy.glob(f"{n}.[hm]*")) for n in names}

    def _part(self, found: re.Match[str]) -> str:
        """Write a block anew."""
        if found["name"]:
            return f"<!-- generated: {found['name']} -->\n{TABLES[found['name']]()}<!-- end -->"
        if found["file"]:
            with (self.copy / found["file"]).open("a", encoding="utf-8") as added:
                added.write(f"\n{found['text']}")
            return found[0]
        if found["edited"]:
            file = self.empty / found["edited"]
            edited = edit(file.read_text(encoding="utf-8"), found["lines"])
            file.write_text(edited, encoding="utf-8")
            return found[0]
        if found["drawing"]:
            picture = IMAGES / f"{found['drawing']}.svg"
            self.drawings[picture] = self._drawn(found["drawing"], found["command"])
            return found[0]
        folder = ROOT
        if found["where"]:
            folder = self.copy if found["where"] == "in a copy" else self.empty
        commands = [line for line in found["block"].splitlines() if line.startswith("$ ")]
        return found["head"] + "".join(f"{c}\n{self._run(c[2:], folder)}" for c in commands)

    @cached_property
    def copy(self) -> Path:
        """The publication, committed, to be changed."""
        folder = self._folder / "publication"
        folder.mkdir()
        for name in PUBLICATION:
            copy = shutil.copytree if (self._site / name).is_dir() else shutil.copy
            copy(self._site / name, folder / name)
        git = ["git", "-c", "user.name=steward", "-c", "user.email=steward@example.org"]
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "As published"]):
            subprocess.run([*git, *command], cwd=folder, check=True)
        return folder

    @cached_property
    def empty(self) -> Path:
        """A folder with the pages and tables that the guides begin with, and nothing else."""
        made = self._folder / "nothing"
        for name in ("pages", "tables"):
            shutil.copytree(ROOT / "examples" / name, made, dirs_exist_ok=True)
        return made

    def _run(self, command: str, folder: Path) -> str:
        if folder != ROOT and re.match(r"lod serve\b", command):
            return self._serve(command, folder)
        command = command.replace(SHOWN, self.address)
        if folder == ROOT:
            command = command.replace("lod query", f"lod query --out {self.out}")
        done = subprocess.run(
            ["bash", "-c", command],
            capture_output=True, text=True, cwd=folder, env=self._environment, timeout=60,
            check=False,
        )  # fmt: skip
        printed = (done.stdout + done.stderr).replace(self.address, SHOWN)
        printed = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
        printed = re.sub(r"(?<=/releases/)[0-9a-f]{16}", "…", printed)
        return re.sub(r"(?m)^(Last-Modified|Date): .*$", r"\1: …", printed, flags=re.IGNORECASE)

    def _serve(self, command: str, folder: Path) -> str:
        """Begin to serve; gives the line that says where."""
        self.close()
        port = free_port()
        self._server = subprocess.Popen(
            [*command.split(), "--port", str(port)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder,
            env=self._environment,
        )  # fmt: skip
        self.address = f"127.0.0.1:{port}"
        _wait(f"http://{self.address}/")
        assert self._server.stdout
        return self._server.stdout.readline().replace(self.address, SHOWN)

    def _drawn(self, name: str, command: str) -> str:
        printed = pictures.run_in_terminal(command, self.copy, self._environment)
        return pictures.draw(name, command, printed)

    @property
    def _environment(self) -> dict[str, str]:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return {"PATH": path, "LANG": self._locale, "COLUMNS": "90", "HOME": str(self.out)}


def edit(text: str, lines: str) -> str:
    """Put each line in the place of the one with its key, even behind #; a new one below the last.

    >>> edit('# a = ""  # say\\nb = 1\\n', 'a = "x"\\nc = 2\\n')
    'a = "x"\\nc = 2\\nb = 1\\n'
    """
    old = text.splitlines()
    keys = [line.lstrip("# ").split("=" if "=" in line else "#")[0].strip() for line in old]
    at = -1
    for line in lines.splitlines():
        key = line.split("=")[0].strip()
        if key in keys:  # below the last one, if it stands there
            at = keys.index(key, at + 1 if key in keys[at + 1 :] else 0)
            old[at] = line
        else:
            at += 1
            old.insert(at, line)
            keys.insert(at, key)
    return "".join(f"{line}\n" for line in old)


def _table(head: str, rows: Mapping[str, str]) -> str:
    first, second = head.split(", ")
    align = "--:" if all(name.isdigit() for name in rows) else "---"
    written = "".join(f"| {name} | {about} |\n" for name, about in rows.items())
    return f"| {first} | {second} |\n|{align}|---|\n{written}"


def _exit_codes() -> str:
    raised = {error.exit_code for error in _tree(LodError)}
    if unknown := raised - EXIT_CODES.keys():
        raise KeyError(f"no meaning is written down for {unknown}")
    return _table("code, meaning", {str(code): about for code, about in EXIT_CODES.items()})


def _tree(error: type[LodError]) -> Iterator[type[LodError]]:
    yield error
    for below in error.__subclasses__():
        yield from _tree(below)


def _formats() -> str:
    rows = {
        f"`{name}`": f"{form.about} ({form.media_type})" for name, form in REPORT_FORMATS.items()
    }
    rows["`summary`"] = "for the page of a run on GitHub: Markdown, within what is shown"
    return _table("format, what it is for", rows)


def _inputs() -> str:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    rows = {}
    for name, about in inputs.items():
        default = f" Default: `{about['default']}`." if about["default"] else ""
        rows[f"`{name}`"] = f"{about['description']}{default}"
    return _table("input, what it is", rows)


def _questions() -> str:
    rows = {}
    for file in sorted((ROOT / "queries").glob("*.rq")):
        said = re.search(r"(?m)^# en: (.+)$", file.read_text(encoding="utf-8"))
        rows[f"[{file.stem}](../queries/{file.name})"] = said[1] if said else ""
    return _table("file in `queries/`, the question", rows)


def _sidecar() -> str:
    return "\n".join(f"{_heading(table)}\n{_settings(table)}" for table in SIDECAR)


def _heading(table: SidecarTable) -> str:
    names = ", ".join(f"`{name}`" for name in table.name.split(", ") if name)
    return f"{names or 'Above all tables'}: {table.about}.\n"


def _settings(table: SidecarTable) -> str:
    """Write the settings of a table of a sidecar; those that are alike in one row."""
    rows = [("setting", "value", "by default", "what it does"), ("---",) * 4]
    for about, alike in groupby(table.settings, lambda name: table.settings[name]):
        names = ", ".join(f"`{name}`" for name in alike)
        default = about.otherwise
        if about.default not in (None, ()):
            default = f"`{_toml(about.default)}`"
        rows.append((names, about.kind, default, about.about))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _toml(value: object) -> str:
    return "'\"'" if value == '"' else json.dumps(value, ensure_ascii=False)


TABLES: Mapping[str, Callable[[], str]] = {
    "exit codes": _exit_codes,
    "formats": _formats,
    "inputs of the action": _inputs,
    "questions": _questions,
    "sidecar": _sidecar,
}
"""Name → writer."""


@contextmanager
def running() -> Iterator[tuple[str, Path]]:
    """Serve the shipped publication on a free port; gives its address and folder."""
    with tempfile.TemporaryDirectory() as folder:
        lod = [sys.executable, "-m", "lod"]
        subprocess.run([*lod, "build", "--out", folder], cwd=ROOT, check=True, capture_output=True)
        port = free_port()
        command = [*lod, "serve", "--out", folder, "--port", str(port)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
            try:
                _wait(f"http://127.0.0.1:{port}/")
                yield f"127.0.0.1:{port}", Path(folder)
            finally:
                server.terminate()


def free_port() -> int:
    """Find a port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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
