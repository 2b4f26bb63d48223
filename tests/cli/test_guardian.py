"""A command that reads what others wrote ends when it is told to, whatever native code runs."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from patience import PATIENCE, until
from process_tree import is_alive

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<x:S> a sh:NodeShape ; sh:targetNode <x:s> ; sh:nodeKind sh:IRI .
"""
# Stands in for a native parser that doesn't come back: with all signals held back Python's
# handlers are never called, as they aren't while C code runs.
STUCK = """
import os, pathlib, signal, tempfile
import pyoxigraph
real = pyoxigraph.parse
def parse(*_, **__):
    tempfile.mkdtemp()
    pathlib.Path({ready!r}).write_text(str(os.getpid()))
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
    {act}
pyoxigraph.parse = parse
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "lib").mkdir()
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "data.ttl").write_text("<x:s> <x:p> 1 .\n")
    return tmp_path


def started(folder: Path, act: str) -> subprocess.Popen[str]:
    """Start a check in which the parser does something instead of parsing."""
    code = STUCK.format(ready=str(folder / "ready"), act=act)
    (folder / "lib/sitecustomize.py").write_text(code)
    path = os.pathsep.join([str(folder / "lib"), os.environ.get("PYTHONPATH", "")])
    command = ["check", "data.ttl", "--shapes", "shapes.ttl", "--lang", "en"]
    return subprocess.Popen(
        [sys.executable, "-m", "lod", *command],
        cwd=folder,
        env={**os.environ, "LANG": "en_GB", "LC_ALL": "", "PYTHONPATH": path, "TMPDIR": "tmp"},
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def ready(folder: Path) -> int:
    """Wait until the parser is being called; give the process in which it is."""
    file = folder / "ready"
    assert until(lambda: file.exists() and file.read_text()), "the parser was never called"
    return int(file.read_text())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_check_that_hears_none(folder: Path, number: signal.Signals) -> None:
    with started(folder, "while True: pass") as process:
        child = ready(folder)
        process.send_signal(number)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + number
    assert said.splitlines()[-1] == "interrupted"
    assert not is_alive(child)
    assert [*(folder / "tmp").iterdir()] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("kind", ["in memory", "streamed"])
def test_a_signal_ends_a_check_of_three_million_objects(
    folder: Path, kind: str, number: signal.Signals
) -> None:
    """Of one statement, in a file below and one above what is streamed: no verdict is given."""
    first = 1_000_000
    values = range(first, first + 3_000_000) if kind == "streamed" else ["1"] * 3_000_000
    (folder / "data.ttl").write_text(f"<x:s> <x:p> {','.join(map(str, values))} .\n")
    with started(folder, "return real(*_, **__)") as process:
        child = ready(folder)
        process.send_signal(number)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + number
    assert said.splitlines()[-1] == "interrupted"
    assert not is_alive(child)
    assert [*(folder / "tmp").iterdir()] == []


def test_what_falls_is_a_bug_and_no_verdict(folder: Path) -> None:
    with started(folder, "os.kill(os.getpid(), signal.SIGSEGV)") as process:
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 70
    assert "the process fell (signal 11)" in said
    assert [*(folder / "tmp").iterdir()] == []


def test_a_check_ends_with_who_waits_for_it(folder: Path) -> None:
    with started(folder, "while True: pass") as process:
        child = ready(folder)
        process.kill()
        process.communicate(timeout=PATIENCE)
    assert until(lambda: not is_alive(child))


def test_a_check_runs_where_there_is_no_place_for_temporary_files(folder: Path) -> None:
    command = [sys.executable, "-m", "lod", "check", "data.ttl", "--shapes", "shapes.ttl"]
    environment = {**os.environ, "TMPDIR": "/nowhere"}
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
