"""Windows and macOS: what isn't there is not needed by what stewards run."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lod.cli.commands import main

ROOT = Path(__file__).parents[1]
ELSEWHERE = """
import sys, types, os, signal

ABSENT = {"fcntl", "resource", "uvloop", "pwd", "grp", "termios", "pty", "tty"}

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            raise ImportError(f"{name} is not on this system")

for name in ABSENT & sys.modules.keys():
    del sys.modules[name]
sys.meta_path.insert(0, Absent())
for module, names in (
    (os, "sched_getaffinity fork memfd_create nice getuid geteuid"),
    (signal, "SIGKILL SIGHUP SIGUSR1 SIGUSR2 pthread_sigmask pidfd_send_signal sigwait"),
):
    for name in names.split():
        delattr(module, name)
import subprocess  # which takes a system with msvcrt for Windows
locks = types.ModuleType("msvcrt")
locks.LK_NBLCK = 2
locks.locking = lambda number, mode, count: None
sys.modules["msvcrt"] = locks
"""
EVERY = """
import importlib, pkgutil, lod
seen = 0
for found in pkgutil.walk_packages(lod.__path__, "lod."):
    if not found.name.startswith(("lod.serving", "lod.__main__")):
        importlib.import_module(found.name)
        seen += 1
print(seen)
"""


def elsewhere(code: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", ELSEWHERE + code, *arguments]
    with (
        tempfile.TemporaryDirectory() as folder
    ):  # others have locks, and would clear what has none
        environment = {**os.environ, "LC_ALL": "en_GB.UTF-8", "PYTHONPATH": str(ROOT / "src")}
        return subprocess.run(
            command,
            cwd=cwd,
            env={**environment, "TMPDIR": folder},
            capture_output=True,
            text=True,
            check=False,
        )


def lod(*arguments: str, cwd: Path, platform: str = "linux") -> subprocess.CompletedProcess[str]:
    code = "sys.argv[0] = 'lod'\nfrom lod.cli.commands import main\n"
    return elsewhere(f"{code}sys.platform = {platform!r}\nmain()", *arguments, cwd=cwd)


def test_every_room_but_the_serving_ones_can_be_imported() -> None:
    done = elsewhere(EVERY)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 150


def test_a_publication_is_checked_and_built(site: Path) -> None:
    for command, code in (("check", 0), ("keys", 0), ("build", 0), ("build", 0), ("diff", 0)):
        done = lod(command, cwd=site)
        assert done.returncode == code, (command, done.stderr)
    assert (site / "var/current/manifest.json").is_file()
    assert json.loads((site / "var/current/report.json").read_bytes())["conforms"]
    done = lod("init", "new", "--base", "https://data.example.org/", cwd=site)
    assert done.returncode == 0, done.stderr
    assert b"\r" not in (site / "new/lod.toml").read_bytes()
    page = "<p>Projekt</p>"
    (site / "page.html").write_text(page, encoding="utf-8")
    assert lod("import", "page.html", "--name", "page", cwd=site).returncode == 0


def test_a_large_check_needs_no_second_process(site: Path) -> None:
    rows = (
        f"<https://x.example/{n:07}> <https://x.example/p> <https://x.example/o> .\n"
        for n in range(300_000)
    )
    (site / "large.nt").write_text("".join(rows), encoding="ascii")
    shapes = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<x:S> sh:targetSubjectsOf"
        " <https://x.example/p> ;"
        " sh:property [ sh:path <https://x.example/p> ; sh:hasValue <https://x.example/o> ] ."
    )
    (site / "large.ttl").write_text(shapes, encoding="utf-8")
    done = lod("check", "large.nt", "--shapes", "large.ttl", "--lang", "en", cwd=site)
    assert done.returncode == 0, done.stderr
    assert "streaming" in done.stdout


@pytest.mark.parametrize("platform", ["win32", "darwin"])
@pytest.mark.parametrize("command", [("serve",), ("query", "ASK {}")])
def test_what_needs_linux_says_so_in_one_line(
    platform: str, command: tuple[str, ...], site: Path
) -> None:
    done = lod(*command, cwd=site, platform=platform)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"lod {command[0]} needs Linux: use the container here, or WSL on Windows"
    ]


def test_names_of_files_are_written_alike_on_every_system(
    monkeypatch: pytest.MonkeyPatch, site: Path
) -> None:
    from pathlib import PureWindowsPath

    from lod.checking import filenames, given

    monkeypatch.chdir(site)
    monkeypatch.setattr(os, "sep", "\\")
    monkeypatch.setattr(given, "_matching", lambda name: [name])
    monkeypatch.setattr(given, "refuse_unreachable", lambda _: None)
    assert given._named("data\\a.ttl", ".ttl")[0].shown == "data/a.ttl"

    class Here(PureWindowsPath):
        cwd = classmethod(lambda cls: cls("C:/site"))
        absolute = lambda self: self  # noqa: E731

    monkeypatch.setattr(filenames, "Path", Here)
    assert filenames.named_here(Here("C:/site/shapes/a.ttl")) == "shapes/a.ttl"  # type: ignore[arg-type]


PLATFORMS = ["x86_64-pc-windows-msvc", "aarch64-apple-darwin", "x86_64-apple-darwin"]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("version", ["3.11", "3.13"])
def test_all_dependencies_have_wheels(platform: str, version: str, tmp_path: Path) -> None:
    """Resolved by uv, which reads the markers as that system would; nothing is installed."""
    resolved = tmp_path / "requirements.txt"
    command = ["pip", "compile", "--quiet", "--no-header", "--only-binary", ":all:"]
    command += ["--python-platform", platform, "--python-version", version, "--no-emit-index-url"]
    done = subprocess.run(
        [str(Path(sys.executable).parent / "uv"), *command, "pyproject.toml", "-o", str(resolved)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if any(words in done.stderr for words in UNREACHABLE):
        pytest.skip(f"no package index can be reached: {done.stderr.strip().splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    names = resolved.read_text(encoding="utf-8")
    assert "pyoxigraph==" in names
    assert ("uvloop==" in names) == ("windows" not in platform)


UNREACHABLE = (
    "Could not connect",
    "error sending request",
    "dns error",
    "timed out",
    "Failed to fetch",
)


def test_the_workflow_checks_mints_and_builds_on_windows() -> None:
    import yaml  # type: ignore[import-untyped] # comes with pre-commit

    workflow = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))
    job = workflow["jobs"]["windows"]
    assert job["runs-on"] == "windows-latest"
    run = [step["run"] for step in job["steps"] if "run" in step]
    assert [row for row in run if row.startswith("lod ")] == [
        "lod check", "lod keys", "lod build", "lod build"
    ]  # fmt: skip
    assert {row.split()[1] for row in run if row.startswith("lod ")} <= set(main.commands)
