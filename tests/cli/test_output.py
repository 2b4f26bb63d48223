"""What lod writes: in which language, and in colours or not."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from lod.cli.exits import Ended
from lod.files.write import put
from lod.words.messages import environment_language

SHAPES = """@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:N .
ex:N sh:path ex:name ; sh:minCount 1 .
"""
PLAIN = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "", "NO_COLOR": "", "TERM": "xterm"}

ENVIRONMENTS: list[tuple[Mapping[str, str], str]] = [
    ({}, "sv"),
    ({"LANG": "C.UTF-8"}, "sv"),
    ({"LANG": "sv_SE.UTF-8"}, "sv"),
    ({"LANG": "en_GB.UTF-8"}, "en"),
    ({"LANG": "sv_SE.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
    ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "sv_SE.UTF-8"}, "sv"),
    ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "sv_SE.UTF-8"}, "sv"),
    ({"LANG": "en_GB.UTF-8", "LC_ALL": ""}, "en"),
]


@pytest.mark.parametrize(("environment", "language"), ENVIRONMENTS)
def test_the_environment_says_which_language(
    tmp_path: Path, environment: Mapping[str, str], language: str
) -> None:
    """LC_ALL goes before LC_MESSAGES, and that before LANG. Source: POSIX, 8.2."""
    assert environment_language(environment) == language
    words = {"sv": "det finns ingen sådan fil", "en": "there is no such file"}
    for option, expected in ((None, language), ("sv", "sv"), ("en", "en")):
        chosen = ("--lang", option) if option else ()
        done = lod(tmp_path, "diff", "nowhere", "nowhere", *chosen, **{**PLAIN, **environment})
        assert words[expected] in done.stderr.decode()


def lod(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "lod", *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, timeout=60, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "bad.ttl").write_text("<x:a> a <https://example.org/Person> .\n")
    return tmp_path


CHECK = ("check", "bad.ttl", "--shapes", "shapes.ttl", "--lang", "en")


def test_a_terminal_gets_colours_unless_it_wants_none(folder: Path) -> None:
    """Source: no-color.org: set, and not empty."""
    assert "\x1b[1;31m" in on_a_terminal(folder, *CHECK, **PLAIN)
    for plain in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        shown = on_a_terminal(folder, *CHECK, **{**PLAIN, **plain})
        assert "bad.ttl: 1 error" in shown
        assert "\x1b" not in shown


def test_a_pipe_and_a_file_get_no_colours(folder: Path) -> None:
    assert b"\x1b" not in lod(folder, *CHECK, **PLAIN).stdout
    on_a_terminal(folder, *CHECK, "--format", "text=report.txt", **PLAIN)
    assert "\x1b" not in (folder / "report.txt").read_text()


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """Run lod on a terminal of its own; gives what it shows."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "lod", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        shown = b"".join(blocks(ours))
    os.close(ours)
    return shown.decode()


def blocks(terminal: int) -> Iterator[bytes]:
    try:
        while block := os.read(terminal, 65536):
            yield block
    except OSError:  # EIO: the last one that could write has gone
        return


def test_a_signal_while_a_file_is_written_leaves_the_old_one_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.txt"
    put(file, b"old")

    def ended(*_: object) -> None:
        raise Ended(143)

    monkeypatch.setattr("os.replace", ended)
    with pytest.raises(Ended):
        put(file, b"new")
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("report.txt", b"old")]
